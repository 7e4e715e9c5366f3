"""What stands on a sheet beside the tables, and how far the layout has moved from the template's."""

from collections.abc import Collection, Mapping

from pipeline.intake.tables.cells import filled_cells
from pipeline.intake.tables.location import Table
from pipeline.intake.tables.printed import Printed
from pipeline.problems import Cell, Problem, problem
from pipeline.rules import Rule
from pipeline.text import clean_text
from pipeline.values import typed_text

#: Rows of text outside a table that are told one by one; a pasted list of thousands is told in one sentence.
_TOLD = 50


def outside_problems(
    table: Table, consumed: Collection[tuple[int, int]], printed: Printed, *, file: str, agency: str
) -> list[Problem]:
    """Return a warning for each row in which something stands that belongs to no table and that we did not print."""
    sheet = table.sheet
    rows: dict[int, list[tuple[int, str]]] = {}
    for row, column, value in filled_cells(sheet):
        # our own formulas stand in the table or above it
        if (row, column) in consumed or (row < table.header_row and (row, column) in sheet.formulas):
            continue
        text = clean_text(typed_text(value))
        if not text or (isinstance(value, str) and printed.is_printed(value, sheet.name, agency)):
            continue
        rows.setdefault(row, []).append((column, text))
    found = [
        problem(
            Rule.TEXT_OUTSIDE,
            file=file,
            agency=agency,
            cell=Cell(sheet.name, row, cells[0][0]),
            value=" | ".join(text for _, text in cells),
        )
        for row, cells in list(rows.items())[:_TOLD]
    ]
    if len(rows) > _TOLD:
        more = f"… và {len(rows) - _TOLD} dòng khác"
        found.append(problem(Rule.TEXT_OUTSIDE, file=file, agency=agency, sheet=sheet.name, value=more))
    return found


def layout_problems(
    table: Table,
    *,
    expected_header: int | None,
    rows: Mapping[str, int],
    offsets: Mapping[str, int],
    file: str,
    agency: str,
) -> list[Problem]:
    """Return at most one warning that says how the layout has changed.

    `rows` are the rows of the codes as found; `offsets` say how far below the headings each is printed. The template is
    the newest one unless `expected_header` is None: then only the order of the rows is compared.
    """
    places = [rows[code] for code in offsets if code in rows]
    columns = set(table.columns.values())
    newest = expected_header is not None
    moved = any(rows[code] - table.header_row != offset for code, offset in offsets.items() if code in rows)
    sorted_anew = places != sorted(places)
    changes = {
        "thêm, bớt hoặc đổi vị trí cột": newest and table.reordered,
        "có hai cột cùng tên": table.repeated,
        "đổi thứ tự dòng": sorted_anew,
        "thêm hoặc bớt dòng": newest and not sorted_anew and (moved or table.header_row != expected_header),
        "có dòng hoặc cột bị ẩn": bool(table.sheet.hidden_rows & set(places) or table.sheet.hidden_columns & columns),
    }
    if not any(changes.values()):
        return []
    change = "; ".join(words for words, happened in changes.items() if happened)
    return [problem(Rule.LAYOUT_CHANGED, file=file, agency=agency, sheet=table.sheet.name, change=change)]
