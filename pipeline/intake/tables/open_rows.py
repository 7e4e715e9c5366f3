"""The header block and the tables of open rows: what an agency fills without a code that we print."""

import re
from collections.abc import Collection, Iterable, Sequence

from pipeline.forms.schema.schema import Column, ColumnKind, SheetSchema
from pipeline.intake.formats.workbook import RawSheet
from pipeline.intake.tables.cells import RawCell, RawRow, filled_cells, is_blank, raw_cell, raw_rows
from pipeline.intake.tables.location import LocatedTable, located_fields
from pipeline.text import without_marks
from pipeline.values import typed_text

#: How somebody begins who writes beside the matter.
_NOTE = re.compile(r"\(|\*|ghi chu\b|luu y\b|chu thich\b|chu y\b|kem theo\b")


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


def cells_of_rows(table: LocatedTable, beneath: Collection[int]) -> frozenset[tuple[int, int]]:
    """Return the addresses of what belongs to a table of open rows; `beneath` are rows of notes and signatures under it.

    In a printed column that is the number of a row; a text there is somebody's note.
    """
    opened, columns = set(table.open_positions.values()), set(table.columns.values())
    return frozenset(
        (row, column)
        for row, column in occupied(table.sheet)
        if row >= table.header_row
        and column in columns
        and (row not in beneath if column in opened else row == table.header_row or _numbers(table, row, column))
    )


def without_notes(table: LocatedTable, rows: Sequence[RawRow]) -> tuple[list[RawRow], list[RawRow]]:
    """Return the rows of a table of open rows without the notes under it, and these.

    A note is one filled cell beneath all numbered rows, with an empty row between it and the table, that says it is one or
    stands where a row has no free text.
    """
    printed = set(table.columns.values()) - set(table.open_positions.values())
    last = max(
        (row for row, column in occupied(table.sheet) if column in printed and _numbers(table, row, column)),
        default=table.header_row,
    )
    own: list[RawRow] = []
    notes: list[RawRow] = []
    for row in rows:
        filled = [name for name, cell in row.cells.items() if not is_blank(cell)]
        is_note = (
            row.row > last + 1 and len(filled) == 1 and _is_note(table.schema.column(filled[0]), row.cells[filled[0]])
        )
        (notes if is_note else own).append(row)
        last = last if is_note else max(last, row.row)
    return own, notes


def _is_note(column: Column, cell: RawCell) -> bool:
    text = typed_text(cell.value)
    is_free_text = column.kind is ColumnKind.TEXT and not column.allowed
    return isinstance(cell.value, str) and (not is_free_text or _NOTE.match(without_marks(text)) is not None)


def _numbers(table: LocatedTable, row: int, column: int) -> bool:
    """Return whether a cell holds the number of a row."""
    value = table.sheet.value(row, column)
    return not isinstance(value, str) or value.strip(" .").isdecimal()


def occupied(sheet: RawSheet) -> set[tuple[int, int]]:
    """Return the addresses of the cells with a value, an error, a formula or a picture in place of one."""
    pictured = {address for address, decoration in sheet.decorations.items() if decoration.picture is not None}
    return {(row, column) for row, column, _ in filled_cells(sheet)} | {*sheet.errors, *sheet.formulas} | pictured


def without_blank(rows: Iterable[RawRow]) -> tuple[RawRow, ...]:
    """Return the rows in which more than blanks stand; a number in the first column alone is none."""
    return tuple(row for row in rows if not all(map(is_blank, row.cells.values())))
