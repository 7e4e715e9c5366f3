"""The header block and the tables of open rows: what an agency fills without a code that we print."""

from collections.abc import Iterable

from pipeline.forms.schema.schema import SheetSchema
from pipeline.intake.formats.workbook import RawSheet
from pipeline.intake.tables.cells import RawCell, RawRow, filled_cells, is_blank, raw_cell, raw_rows
from pipeline.intake.tables.location import LocatedTable, located_fields


def header_cells(report: LocatedTable, schema: SheetSchema) -> tuple[dict[str, RawCell], frozenset[tuple[int, int]]]:
    """Return the open fields of the header block above a table by name, and the addresses of all its fields."""
    addresses = located_fields(report.sheet, schema, before=report.header_row)
    cells = {
        column.name: raw_cell(report.sheet, *addresses[column.name])
        for column in schema.open_columns
        if column.name in addresses
    }
    return cells, frozenset(addresses.values())


def open_rows(table: LocatedTable) -> list[RawRow]:
    """Return the rows of a table in whose open columns anything stands, be it only a space."""
    columns = set(table.open_positions.values())
    rows = {row for row, column in occupied(table.sheet) if column in columns and row > table.header_row}
    return raw_rows(table, dict.fromkeys(sorted(rows)))


def occupied(sheet: RawSheet) -> set[tuple[int, int]]:
    """Return the addresses of the cells with a value, an error or a formula."""
    return {(row, column) for row, column, _ in filled_cells(sheet)} | {*sheet.errors, *sheet.formulas}


def without_blank(rows: Iterable[RawRow]) -> tuple[RawRow, ...]:
    """Return the rows in which more than blanks stand; a number in the first column alone is none."""
    return tuple(row for row in rows if not all(map(is_blank, row.cells.values())))
