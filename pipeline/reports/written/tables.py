"""Summary tables as tables of the written report."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from pipeline.consolidation.compare import Change, RateChange
from pipeline.reports.comparisons import LINES, LINES_TITLE, number_cell, rate_cell, signed
from pipeline.reports.sentences import amount, day, percent
from pipeline.reports.summary_table import Amount, FigureKind, Share, SummaryTable, Value
from pipeline.reports.written.blocks import Alignment, Table, TextColumn


def written_table(
    table: SummaryTable, widths: Mapping[str, float], *, lines_width: float = 0, small: bool = False
) -> Table:
    """Return a summary table as text.

    Args:
        table: its cells of a later round have a line for this round, the one before and the difference.
        widths: share of the width of each column by heading, in any unit; "" stands for all others.
        lines_width: that of the column that says what these lines are.
        small: whether it is in smaller letters; one with such lines is.
    """
    compared = any(isinstance(value, Change | RateChange) for row in table.rows for value in row)
    columns = [
        TextColumn(
            column.title,
            widths.get(column.title, widths.get("", 0)),
            Alignment.LEFT if column.kind is FigureKind.TEXT else Alignment.CENTRE,
        )
        for column in table.columns
    ]
    rows = [
        tuple(cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)) for row in table.rows
    ]
    if compared:
        columns.insert(1, TextColumn(LINES_TITLE, lines_width))
        rows = [(row[0], LINES, *row[1:]) for row in rows]
    return Table(
        caption=table.title, columns=tuple(columns), rows=tuple(rows), total=table.total, small=small or compared
    )


def cell(value: Value, kind: FigureKind) -> str:
    """Return a cell as text; a dash where there is no figure, which is not zero."""
    match value:
        case str():
            text = value
        case Change():
            text = number_cell(value)
        case RateChange():
            text = rate_cell(value)
        case Share():
            text = percent(value.value)
        case Amount():
            text = (signed if kind is FigureKind.DIFFERENCE else amount)(value.value, value.decimals)
        case int() | float():
            text = percent(value) if kind is FigureKind.RATE else amount(value)
        case date():
            text = day(value)
        case None:
            text = "–"
        case _:
            assert_never(value)
    return text
