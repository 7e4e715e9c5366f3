"""The columns in which a second round's template shows the first beside the table: ours, not the agency's."""

from collections.abc import Collection, Iterable

from pipeline.intake.tables.cells import RawRow, filled_cells
from pipeline.intake.tables.location import Table, comparable


def earlier_cells(table: Table, rows: Iterable[RawRow], titles: Collection[str]) -> frozenset[tuple[int, int]]:
    """Return the cells of those columns: their headings, right above the table's, and the cells beside its rows.

    `titles` are comparable. What stands elsewhere in such a column was written by somebody else.
    """
    above = table.header_row - 1
    ours = set(table.columns.values())
    columns = {
        column
        for row, column, value in filled_cells(table.sheet)
        if row == above and column not in ours and isinstance(value, str) and comparable(value) in titles
    }
    places = {row.row for row in rows} | {above} if columns else set()
    return frozenset((row, column) for row in places for column in columns)
