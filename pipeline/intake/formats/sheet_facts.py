"""What is noted of a sheet beside its values, whatever the format, and the limits it must keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.limits import Limits, RefusedError, too_large, unsafe

#: The last row and column of a sheet since Excel 2007, from zero.
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
#: First row, first column, last row, last column, from zero.
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """One sheet that passed the gate."""

    #: An .xlsx worksheet with the cells' values and nothing else; b"" for other formats.
    xml: bytes = b""
    #: Filled and blank cells.
    cells: int = 0
    #: The smallest rectangle around the filled cells; None where there are none.
    box: Area | None = None
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: Only styles that change how a value is understood.
    styles: Mapping[tuple[int, int], CellStyle] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    #: Cells that stand far from all others by address, and the worksheet that holds them one below the other.
    far: tuple[tuple[int, int], ...] = ()
    apart: "SheetFacts | None" = None

    @property
    def box_size(self) -> int:
        """Return the number of cells in the box."""
        return 0 if self.box is None else (self.box[2] - self.box[0] + 1) * (self.box[3] - self.box[1] + 1)


def check_names(names: Sequence[str], limits: Limits) -> None:
    """Look at the clean names of the sheets of a workbook.

    Raises: RefusedError for too many sheets, or two of one name.
    """
    if len(names) > limits.sheets:
        raise RefusedError(too_large(f"{limits.sheets} trang", str(len(names))))
    for position, name in enumerate(names):
        if name in names[:position]:
            raise RefusedError(unsafe(f"có hai trang cùng tên «{name}»"))


def bounded(box: Area, sheet: str, limits: Limits) -> Area:
    """Return the box of a sheet: a reader makes room for all of it.

    Raises: RefusedError when it is over the limit.
    """
    top, left, bottom, right = box
    if (bottom - top + 1) * (right - left + 1) > limits.box:
        far = f"trang «{sheet}» có ô đã điền ở tận dòng {bottom + 1}, cột thứ {right + 1}"
        raise RefusedError(too_large(f"{limits.box} ô cho vùng đã điền", far))
    return box


@dataclass(slots=True)
class SheetNotes:
    """Facts of one sheet as a scan gathers them, none of them beyond the limits."""

    sheet: str
    limits: Limits
    cells: int = 0
    box: Area | None = None
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    styles: dict[tuple[int, int], CellStyle] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    _merged: list[Area] = field(default_factory=list)
    _merged_cells: int = 0

    def fill(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Note filled cells.

        Raises: RefusedError when there are too many, or one is too far away.
        """
        self.cells += rows * columns
        if self.cells > self.limits.cells:
            raise RefusedError(too_large(f"{self.limits.cells} ô một trang", f"trang «{self.sheet}» có nhiều hơn"))
        area = (row, column, row + rows - 1, column + columns - 1)
        if self.box is not None:
            area = (*map(min, self.box[:2], area[:2]), *map(max, self.box[2:], area[2:]))  # type: ignore[assignment]
        self.box = bounded(area, self.sheet, self.limits)

    def merge(self, area: Area) -> None:
        """Note a merged area.

        Raises: RefusedError when there are too many, or they are too large.
        """
        self._merged.append(area)
        self._merged_cells += (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
        if len(self._merged) > self.limits.merges or self._merged_cells > self.limits.merged_cells:
            limit = f"{self.limits.merges} vùng gộp ô, {self.limits.merged_cells} ô gộp một trang"
            raise RefusedError(too_large(limit, f"trang «{self.sheet}» gộp nhiều hơn"))

    def facts(self) -> SheetFacts:
        """Return what was noted."""
        return SheetFacts(
            cells=self.cells,
            box=self.box,
            errors=self.errors,
            formulas=self.formulas,
            styles=self.styles,
            merged=tuple(self._merged),
            hidden_rows=frozenset(self.hidden_rows),
        )
