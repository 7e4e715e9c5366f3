"""From bytes to sheets of raw cells: the gate, then python-calamine, with openpyxl as second reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.intake.calamine_reader import calamine_grids
from pipeline.intake.cell_style import CellStyle
from pipeline.intake.gate import Kind, is_zip, plain_kind, read_content, zip_kind
from pipeline.intake.grid import Grid, Value
from pipeline.intake.limits import LIMITS, Limits, Rejection, damaged, megabytes, no_workbook, too_large, unsafe
from pipeline.intake.ods import ods_facts
from pipeline.intake.package import Package, package, parts
from pipeline.intake.plain_xml import has_doctype
from pipeline.intake.properties import Properties, package_properties
from pipeline.intake.sheet_facts import SheetFacts
from pipeline.intake.xls import xls_facts
from pipeline.intake.xlsb import xlsb_facts
from pipeline.intake.xlsx import NarrowWorkbook, narrow_workbook
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
    #: Merged areas as (first row, first column, last row, last column).
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> Raw:
        """Return the value of a cell by its address from zero; None outside the filled area."""
        inner_row, inner_column = row - self.origin[0], column - self.origin[1]
        if inner_row < 0 or inner_column < 0 or inner_row >= len(self.rows):
            return None
        cells = self.rows[inner_row]
        return cells[inner_column] if inner_column < len(cells) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWorkbook:
    """What one container holds; sheets in order, hidden ones too."""

    sheets: tuple[RawSheet, ...]
    #: Custom document properties.
    properties: Mapping[str, str] = field(default_factory=dict)
    #: Last-modified property of the document.
    modified: datetime | None = None
    #: Holds macros; they are never run.
    macros: bool = False

    def sheet(self, name: str) -> RawSheet | None:
        """Return the sheet of a name (compared folded), or None."""
        return next((sheet for sheet in self.sheets if folded(sheet.name) == folded(name)), None)


def read_workbook(
    source: Path | bytes, limits: Limits = LIMITS, *, sheets: frozenset[str] | None = None
) -> RawWorkbook | Rejection:
    """Return what a workbook holds, or why it is not read. Depends on nothing but its arguments, so it can run in a worker.

    Of sheets that are not among `sheets` (folded names; None: all) only the name is read: what an agency keeps on a
    sheet of its own can neither be misread nor bring the file down.
    """
    content = read_content(source, limits) if isinstance(source, Path) else source
    if isinstance(content, Rejection):
        return content
    if is_zip(content):
        checked = package(content, limits)
        return checked if isinstance(checked, Rejection) else _from_package(checked, limits, sheets)
    kind = plain_kind(content)
    if isinstance(kind, Rejection):
        return kind
    facts = xls_facts(content, limits)
    return facts if isinstance(facts, Rejection) else _directly(content, Properties(), facts)


def _package_kind(checked: Package, limits: Limits) -> Kind | Rejection:
    mimetype = checked.part("mimetype", limits) if "mimetype" in checked.entries else b""
    return zip_kind(frozenset(checked.entries), b"" if isinstance(mimetype, Rejection) else mimetype)


def _from_package(checked: Package, limits: Limits, sheets: frozenset[str] | None) -> RawWorkbook | Rejection:
    kind = _package_kind(checked, limits)
    if isinstance(kind, Rejection):
        return kind
    if kind is Kind.ARCHIVE:
        return ARCHIVE
    inflated = _inflated(checked, limits)
    if isinstance(inflated, Rejection):
        return inflated
    properties = package_properties(inflated)
    if kind is not Kind.XLSX:
        facts = ods_facts(inflated, limits) if kind is Kind.ODS else xlsb_facts(inflated, limits)
        return facts if isinstance(facts, Rejection) else _directly(checked.content, properties, facts)
    narrow = narrow_workbook(inflated, limits, lambda name: sheets is None or folded(name) in sheets)
    return narrow if isinstance(narrow, Rejection) else _from_narrow(narrow, properties, limits)


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


def _from_narrow(narrow: NarrowWorkbook, properties: Properties, limits: Limits) -> RawWorkbook | Rejection:
    worksheets = {name: facts for name, facts in narrow.sheets.items() if facts is not None}
    grids = calamine_grids(narrow.content)
    if isinstance(grids, Rejection) or len(grids) != len(worksheets):
        grids = _second_opinion(narrow.content, tuple(worksheets.values()), limits)
    if isinstance(grids, Rejection):
        return grids
    by_name = dict(zip(worksheets, grids, strict=True))
    empty = Grid(name="", origin=(0, 0), rows=())
    return RawWorkbook(
        sheets=tuple(_sheet(name, by_name.get(name, empty), facts) for name, facts in narrow.sheets.items()),
        properties=properties.custom,
        modified=properties.modified,
        macros=narrow.macros,
    )


def _sheet(name: str, grid: Grid, facts: SheetFacts | None) -> RawSheet:
    if facts is None:
        return RawSheet(name=name, origin=(0, 0), rows=())
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
        merged=facts.merged,
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
    )


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
    from pipeline.intake.openpyxl_reader import openpyxl_grids  # noqa: PLC0415  # 0.2 s, and hardly ever needed

    return openpyxl_grids(content, tuple(sheet.box for sheet in facts))


def _directly(content: bytes, properties: Properties, facts: Mapping[str, SheetFacts]) -> RawWorkbook | Rejection:
    """Return an .xls, .xlsb or .ods workbook as calamine gives it, with what was noted of its sheets beside."""
    grids = calamine_grids(content)
    if isinstance(grids, Rejection):
        return grids
    return RawWorkbook(
        sheets=tuple(_sheet(grid.name, grid, facts.get(grid.name, SheetFacts())) for grid in grids),
        properties=properties.custom,
        modified=properties.modified,
    )
