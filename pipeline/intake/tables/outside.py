"""What stands on a sheet beside the tables, and how far the layout has moved from the template's."""

from collections.abc import Collection, Iterable, Mapping

from pipeline.forms.row_check import is_progress_text
from pipeline.intake.tables.cells import RawRow, filled_cells
from pipeline.intake.tables.location import LocatedTable, comparable
from pipeline.intake.tables.printed import Printed
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import Cell, Problem
from pipeline.rules import Rule
from pipeline.text import clean_text
from pipeline.values import typed_text

#: Rows of text outside a table that are named one by one; a pasted list of thousands gets one sentence.
_NAMED = 50


def earlier_cells(table: LocatedTable, rows: Iterable[RawRow], titles: Collection[str]) -> frozenset[tuple[int, int]]:
    """Return the cells in which a second round's template shows the first: headings right above the table's, cells beside its rows.

    `titles` are the comparable headings. What stands elsewhere in such a column was written by somebody else.
    """
    above = table.header_row - 1
    ours = set(table.columns.values())
    columns = {
        column
        for row, column, value in filled_cells(table.sheet)
        if row == above and column not in ours and isinstance(value, str) and comparable(value) in titles
    }
    shown_rows = {row.row for row in rows} | {above}
    return frozenset((row, column) for row in shown_rows for column in columns)


def outside_problems(
    table: LocatedTable, consumed: Collection[tuple[int, int]], printed: Printed, reporter: Reporter
) -> list[Problem]:
    """Return a warning for each row in which something stands that belongs to no table and that we did not print."""
    sheet = table.sheet
    rows: dict[int, list[tuple[int, str]]] = {}
    for row, column, value in filled_cells(sheet):
        # our own formulas stand in the table or above it
        if (row, column) in consumed or (row < table.header_row and (row, column) in sheet.formulas):
            continue
        text = clean_text(typed_text(value))
        if not text or (row < table.header_row and is_progress_text(text)):
            continue
        if isinstance(value, str) and printed.is_printed(value, table.schema.sheet, reporter.agency):
            continue
        rows.setdefault(row, []).append((column, text))
    problems = [
        reporter.problem(
            Rule.TEXT_OUTSIDE,
            cell=Cell(sheet.name, row, cells[0][0]),
            value=" | ".join(text for _, text in cells),
        )
        for row, cells in list(rows.items())[:_NAMED]
    ]
    if len(rows) > _NAMED:
        more = f"… và {len(rows) - _NAMED} dòng khác"
        problems.append(reporter.problem(Rule.TEXT_OUTSIDE, sheet=sheet.name, value=more))
    return problems


def layout_problems(
    table: LocatedTable,
    reporter: Reporter,
    *,
    expected_header: int | None,
    rows: Mapping[str, int],
    offsets: Mapping[str, int],
) -> list[Problem]:
    """Return at most one warning that says how the layout has changed.

    `rows` are the rows of the codes as found; `offsets` say how far below the headings each is printed. The template is
    the newest one unless `expected_header` is None: then only the order of the rows is compared.
    """
    actual = [rows[code] for code in offsets if code in rows]
    columns = set(table.columns.values())
    newest = expected_header is not None
    moved = any(rows[code] - table.header_row != offset for code, offset in offsets.items() if code in rows)
    sorted_anew = actual != sorted(actual)
    changes = {
        "thêm, bớt hoặc đổi vị trí cột": newest and table.reordered,
        "có hai cột cùng tên": table.repeated,
        "đổi thứ tự dòng": sorted_anew,
        "thêm hoặc bớt dòng": newest and not sorted_anew and (moved or table.header_row != expected_header),
        "có dòng hoặc cột bị ẩn": bool(table.sheet.hidden_rows & set(actual) or table.sheet.hidden_columns & columns),
    }
    if not any(changes.values()):
        return []
    change = "; ".join(words for words, happened in changes.items() if happened)
    return [reporter.problem(Rule.LAYOUT_CHANGED, sheet=table.sheet.name, change=change)]
