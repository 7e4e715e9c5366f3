"""From bytes to sheets of raw cells: the gate, then python-calamine, with openpyxl as second reader."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pipeline.intake.formats.active_content import ActiveContent, compound_activity, package_activity
from pipeline.intake.formats.calamine_reader import calamine_grids
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.compound_file import compound_file
from pipeline.intake.formats.gate import Kind, is_zip, plain_kind, read_content, zip_kind
from pipeline.intake.formats.grid import Grid, Value
from pipeline.intake.formats.limits import LIMITS, Limits, Rejection, damaged, megabytes, no_workbook, too_large, unsafe
from pipeline.intake.formats.ods import ods_facts, with_blanks
from pipeline.intake.formats.properties import Properties, package_properties
from pipeline.intake.formats.sheet_facts import SheetFacts
from pipeline.intake.formats.xls import xls_facts
from pipeline.intake.formats.xlsb import xlsb_facts
from pipeline.intake.formats.xlsx import NarrowWorkbook, narrow_workbook
from pipeline.intake.formats.xml import has_doctype
from pipeline.intake.formats.zip_package import Package, package, parts
from pipeline.text import folded

#: Answer to any other zip: not a workbook, but perhaps an archive of them.
ARCHIVE = no_workbook("tệp nén trong tệp nén; chỉ mở một cấp")
#: What a reader gives for one cell; None is an empty cell.
Raw = Value


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One sheet: rows of values, the first of them at `origin` (row, column, from zero)."""

    name: str
    origin: tuple[int, int]
    rows: tuple[tuple[Raw, ...], ...]
    #: Error values by (row, column), such as #REF!; the reader gives None for such a cell.
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: Formula texts by (row, column), with the leading "=".
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: What the styles of cells say of their values, by (row, column); only those that say something.
    styles: Mapping[tuple[int, int], CellStyle] = field(default_factory=dict)
    #: Filled cells that stand far from all others, by (row, column); they are not in `rows`.
    far: Mapping[tuple[int, int], Raw] = field(default_factory=dict)
    #: Merged areas as (first row, first column, last row, last column).
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> Raw:
        """Return the value of a cell by its address from zero; None outside the filled area."""
        inner_row, inner_column = row - self.origin[0], column - self.origin[1]
        if inner_row < 0 or inner_column < 0 or inner_row >= len(self.rows):
            return self.far.get((row, column))
        cells = self.rows[inner_row]
        return cells[inner_column] if inner_column < len(cells) else self.far.get((row, column))


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWorkbook:
    """What one container holds; sheets in order, hidden ones too."""

    sheets: tuple[RawSheet, ...]
    #: Custom document properties.
    properties: Mapping[str, str] = field(default_factory=dict)
    #: Last-modified property of the document.
    modified: datetime | None = None
    #: Macros, links to other files, DDE: noted, never run or followed.
    active: ActiveContent = field(default_factory=ActiveContent)

    def sheet(self, name: str) -> RawSheet | None:
        """Return the sheet of a name (compared folded), or None."""
        wanted = _sheet_name(name)
        return next((sheet for sheet in self.sheets if _sheet_name(sheet.name) == wanted), None)


@lru_cache(maxsize=1_000)
def _sheet_name(name: str) -> str:
    return folded(name)


def read_workbook(
    source: Path | bytes, limits: Limits = LIMITS, sheets: frozenset[str] | None = None
) -> RawWorkbook | Rejection:
    """Return what a workbook holds, or why it is not read. Depends on nothing but its arguments, so it can run in a worker.

    Of sheets that are not among `sheets` (folded names; None: all) only the name is read: what an agency keeps on a
    sheet of its own can neither be misread nor bring the file down.
    """

    def wanted(name: str) -> bool:
        return sheets is None or folded(name) in sheets

    content = read_content(source, limits) if isinstance(source, Path) else source
    if isinstance(content, Rejection):
        return content
    if is_zip(content):
        checked = package(content, limits)
        return checked if isinstance(checked, Rejection) else _from_package(checked, limits, wanted)
    kind = plain_kind(content)
    if isinstance(kind, Rejection):
        return kind
    container = compound_file(content)
    if isinstance(container, Rejection):
        return container
    workbook = xls_facts(container, limits)
    if isinstance(workbook, Rejection):
        return workbook
    facts, books = workbook
    return _directly(content, Properties(), facts, compound_activity(container, books), wanted)


def _package_kind(checked: Package, limits: Limits) -> Kind | Rejection:
    mimetype = checked.part("mimetype", limits) if "mimetype" in checked.entries else b""
    return zip_kind(frozenset(checked.entries), b"" if isinstance(mimetype, Rejection) else mimetype)


def _from_package(checked: Package, limits: Limits, wanted: Callable[[str], bool]) -> RawWorkbook | Rejection:
    kind = _package_kind(checked, limits)
    if isinstance(kind, Rejection):
        return kind
    if kind is Kind.ARCHIVE:
        return ARCHIVE
    inflated = _inflated(checked, limits)
    return inflated if isinstance(inflated, Rejection) else _from_parts(checked, kind, inflated, limits, wanted)


def _from_parts(
    checked: Package, kind: Kind, inflated: Mapping[str, bytes], limits: Limits, wanted: Callable[[str], bool]
) -> RawWorkbook | Rejection:
    properties = package_properties(inflated)
    if kind is Kind.XLSX:
        narrow = narrow_workbook(inflated, limits, wanted)
        if isinstance(narrow, Rejection):
            return narrow
        active = package_activity(inflated, _formulas(facts for facts in narrow.sheets.values() if facts is not None))
        return _from_narrow(narrow, properties, active, limits)
    sheets = ods_facts(inflated, limits) if kind is Kind.ODS else xlsb_facts(inflated, limits)
    if isinstance(sheets, Rejection):
        return sheets
    active = package_activity(inflated, _formulas(sheets.values()))
    content = with_blanks(checked.content, inflated) if kind is Kind.ODS else checked.content
    return _directly(content, properties, sheets, active, wanted)


def _formulas(sheets: Iterable[SheetFacts]) -> Iterator[str]:
    return (formula for facts in sheets for formula in facts.formulas.values())


def _inflated(checked: Package, limits: Limits) -> Mapping[str, bytes] | Rejection:
    """Return the parts of a workbook, each verified, none of which may declare a document type."""
    if len(checked.content) > limits.file:
        return too_large(f"{megabytes(limits.file)} một tệp", megabytes(len(checked.content)))
    inflated = parts(checked, limits)
    if isinstance(inflated, Rejection):
        return inflated
    if any(has_doctype(data) for name, data in inflated.items() if name.lower().endswith((".xml", ".rels", ".vml"))):
        return unsafe("có khai báo DOCTYPE")
    return inflated


def _from_narrow(
    narrow: NarrowWorkbook, properties: Properties, active: ActiveContent, limits: Limits
) -> RawWorkbook | Rejection:
    grids = calamine_grids(narrow.content)
    if isinstance(grids, Rejection) or len(grids) != len(narrow.worksheets):
        grids = _second_opinion(narrow.content, narrow.worksheets, limits)
    if isinstance(grids, Rejection):
        return grids
    # the sheets' own grids in their order, then those of their far cells in the same order
    own, far = iter(grids), iter(grids[sum(facts is not None for facts in narrow.sheets.values()) :])
    return RawWorkbook(
        sheets=tuple(
            RawSheet(name=name, origin=(0, 0), rows=())
            if facts is None
            else _sheet(name, next(own), facts, next(far) if facts.apart is not None else None)
            for name, facts in narrow.sheets.items()
        ),
        properties=properties.custom,
        modified=properties.modified,
        active=active,
    )


def _sheet(name: str, grid: Grid, facts: SheetFacts, far: Grid | None = None) -> RawSheet:
    rows = grid.rows
    if facts.errors:
        rows = _without(rows, grid.origin, facts.errors)
    return RawSheet(
        name=name,
        origin=grid.origin,
        rows=rows,
        errors=facts.errors,
        formulas=facts.formulas,
        styles=facts.styles,
        far={} if far is None else _far_values(far, facts),
        merged=facts.merged,
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
    )


def _far_values(far: Grid, facts: SheetFacts) -> dict[tuple[int, int], Raw]:
    """Return the far cells by their true address; they stand one below the other, the first of them perhaps empty."""
    values = {row: cells[0] for row, cells in enumerate(far.rows, start=far.origin[0]) if cells}
    return {
        place: values[row]
        for row, place in enumerate(facts.far)
        if values.get(row) is not None and place not in facts.errors
    }


def _without(
    rows: tuple[tuple[Raw, ...], ...], origin: tuple[int, int], places: Mapping[tuple[int, int], str]
) -> tuple[tuple[Raw, ...], ...]:
    """Return the rows with None where an error stands, which readers tell in different ways."""
    mutable = [list(row) for row in rows]
    for row, column in places:
        inner_row, inner_column = row - origin[0], column - origin[1]
        if 0 <= inner_row < len(mutable) and 0 <= inner_column < len(mutable[inner_row]):
            mutable[inner_row][inner_column] = None
    return tuple(tuple(row) for row in mutable)


def _second_opinion(content: bytes, facts: Sequence[SheetFacts], limits: Limits) -> tuple[Grid, ...] | Rejection:
    """Return what openpyxl reads where calamine fails; small files only, for it is slow."""
    if sum(sheet.cells + sheet.box_size for sheet in facts) > limits.second_reader:
        return damaged("trình đọc bảng tính không đọc được")
    from pipeline.intake.formats.openpyxl_reader import openpyxl_grids  # noqa: PLC0415  # 0.2 s, and hardly ever needed

    return openpyxl_grids(content, tuple(sheet.box for sheet in facts))


def _directly(
    content: bytes,
    properties: Properties,
    facts: Mapping[str, SheetFacts],
    active: ActiveContent,
    wanted: Callable[[str], bool],
) -> RawWorkbook | Rejection:
    """Return an .xls, .xlsb or .ods workbook as calamine gives it, with what was noted of its sheets beside."""
    grids = calamine_grids(content, wanted)
    if isinstance(grids, Rejection):
        return grids
    nothing = SheetFacts()
    return RawWorkbook(
        sheets=tuple(
            _sheet(grid.name, grid, facts.get(grid.name, nothing) if wanted(grid.name) else nothing) for grid in grids
        ),
        properties=properties.custom,
        modified=properties.modified,
        active=active,
    )
