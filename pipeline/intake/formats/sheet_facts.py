"""What is noted of a sheet beside its values, whatever the format, and the limits it must keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.decoration import Area, Decoration, Overlay
from pipeline.intake.formats.limits import Limits, RefusedError, grouped, too_large, unsafe
from pipeline.problems import Cell

#: The last row and column of a sheet since Excel 2007, from zero.
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
#: From this row and this column on (10,000 and GS) a filled cell stands far from every form: somebody mistyped its place.
#: All before them together are fewer cells than a reader may make room for.
FAR_ROW, FAR_COLUMN = 9_999, 200
#: Row and column, from zero.
Address = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """One sheet that passed the gate."""

    #: An .xlsx worksheet with the cells' values and nothing else; b"" for other formats.
    xml: bytes = b""
    #: The elements after the cells of an .xlsx worksheet, as a worksheet of their own.
    tail: bytes = b""
    #: Filled and blank cells.
    cells: int = 0
    #: The smallest rectangle around the filled cells; None where there are none.
    box: Area | None = None
    errors: Mapping[Address, str] = field(default_factory=dict)
    formulas: Mapping[Address, str] = field(default_factory=dict)
    #: The formulas whose stored result is a text: where that is empty, so is the cell.
    text_results: frozenset[Address] = frozenset()
    #: Only styles that change how a value is understood.
    styles: Mapping[Address, CellStyle] = field(default_factory=dict)
    #: What cells show for the numbers and dates in them, where the file itself says so.
    shown: Mapping[Address, str] = field(default_factory=dict)
    decorations: Mapping[Address, Decoration] = field(default_factory=dict)
    overlays: tuple[Overlay, ...] = ()
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    #: Filled cells that stand far from all others.
    far: tuple[Address, ...] = ()
    #: Of an .xlsx, the worksheet that holds them one below the other.
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
        raise RefusedError(too_large(f"{grouped(limits.sheets)} trang", grouped(len(names))))
    for position, name in enumerate(names):
        if name in names[:position]:
            raise RefusedError(unsafe(f"có hai trang cùng tên «{name}»"))


def bounded(box: Area, sheet: str, limits: Limits) -> Area:
    """Return the box of a sheet: a reader makes room for all of it.

    Raises: RefusedError when it is over the limit.
    """
    top, left, bottom, right = box
    if (bottom - top + 1) * (right - left + 1) > limits.box:
        far = f"trang «{sheet}» có ô đã điền ở tận {Cell(sheet, bottom, right).reference}"
        raise RefusedError(too_large(f"{grouped(limits.box)} ô cho vùng đã điền", far))
    return box


def is_far(row: int, column: int) -> bool:
    """Return whether a cell stands where no form reaches."""
    return row >= FAR_ROW or column >= FAR_COLUMN


@dataclass(slots=True)
class SheetNotes:
    """Facts of one sheet as a scan gathers them, none of them beyond the limits."""

    sheet: str
    limits: Limits
    cells: int = 0
    box: Area | None = None
    errors: dict[Address, str] = field(default_factory=dict)
    formulas: dict[Address, str] = field(default_factory=dict)
    text_results: set[Address] = field(default_factory=set)
    styles: dict[Address, CellStyle] = field(default_factory=dict)
    shown: dict[Address, str] = field(default_factory=dict)
    decorations: dict[Address, Decoration] = field(default_factory=dict)
    overlays: list[Overlay] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    #: Filled cells far from all others, as long as they are few.
    far: list[Address] = field(default_factory=list)
    _merged: list[Area] = field(default_factory=list)
    _merged_cells: int = 0

    def fill(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Note filled cells.

        Raises: RefusedError when there are too many, or one is too far away.
        """
        self.cells += rows * columns
        if self.cells > self.limits.cells:
            limit = f"{grouped(self.limits.cells)} ô đã điền một trang"
            raise RefusedError(too_large(limit, f"trang «{self.sheet}» có nhiều hơn"))
        if rows == columns == 1 and is_far(row, column) and len(self.far) <= self.limits.far_cells:
            self.far.append((row, column))
            return
        self.box = bounded(
            _around(self.box, (row, column, row + rows - 1, column + columns - 1)), self.sheet, self.limits
        )

    def merge(self, area: Area) -> None:
        """Note a merged area.

        Raises: RefusedError when there are too many, or they are too large.
        """
        self._merged.append(area)
        self._merged_cells += (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
        if len(self._merged) > self.limits.merges or self._merged_cells > self.limits.merged_cells:
            limit = f"{grouped(self.limits.merges)} vùng gộp ô, {grouped(self.limits.merged_cells)} ô gộp một trang"
            raise RefusedError(too_large(limit, f"trang «{self.sheet}» gộp nhiều hơn"))

    def facts(self) -> SheetFacts:
        """Return what was noted. More far cells than anybody mistypes are a table of somebody's.

        Raises: RefusedError when that is over a limit.
        """
        far, box = tuple(self.far), self.box
        if len(far) > self.limits.far_cells:
            for row, column in far:
                box = _around(box, (row, column, row, column))
            far = ()
        return SheetFacts(
            cells=self.cells,
            box=None if box is None else bounded(box, self.sheet, self.limits),
            errors=self.errors,
            formulas=self.formulas,
            text_results=frozenset(self.text_results),
            styles=self.styles,
            shown=self.shown,
            decorations=self.decorations,
            overlays=tuple(self.overlays),
            merged=tuple(self._merged),
            hidden_rows=frozenset(self.hidden_rows),
            far=far,
        )


def _around(box: Area | None, area: Area) -> Area:
    """Return the smallest rectangle around two."""
    if box is None:
        return area
    return (min(box[0], area[0]), min(box[1], area[1]), max(box[2], area[2]), max(box[3], area[3]))
