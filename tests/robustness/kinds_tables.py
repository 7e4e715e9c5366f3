"""What people write and move around the rows of a table, none of it lost and none of it a reason to refuse a return."""

import re
from collections.abc import Callable

from pipeline.forms.layout import TABLE_FIRST_ROW
from pipeline.forms.marks import FormCell
from pipeline.intake.received import Verdict
from pipeline.problems import Cell
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_cells import DONE, some_row
from tests.robustness.places import INDICATORS, MODELS, REPORT, column_of, report_sheet, task_rows
from tests.robustness.surgery import SHEETS, part_of_sheet

PROPOSALS = "Đề xuất"
_SIGNERS = ("THỦ TRƯỞNG ĐƠN VỊ", "KT. CHỦ TỊCH", "CHỦ TỊCH", "GIÁM ĐỐC")


def _told(name: str, spoil: Spoil, *rules: Rule) -> Mutation:
    return Mutation(name=name, kind=Kind.HARMLESS, spoil=spoil, rules=rules)


def _stray_cell(draft: Draft) -> tuple[Where, ...]:
    """A slip of the keyboard anywhere beside and beneath the tables of any sheet."""
    sheet = draft.chance.choice([REPORT, INDICATORS, MODELS, PROPOSALS])
    row = draft.chance.choice([0, 99, 4_999, 9_998, 60_000, 1_048_575, draft.chance.randrange(100, 1_048_575)])
    column = draft.chance.choice([20, 199, 200, 701, 702, 16_383, draft.chance.randrange(20, 16_383)])
    draft.surgery.sheet(sheet).set(row, column, draft.chance.choice(["x", 5, "Nguyễn Văn A"]))
    return (Cell(sheet, row, column),)


def _bordered_blanks(draft: Draft) -> tuple[Where, ...]:
    """Borders drawn down a sheet, far beyond the last row."""
    sheet, rows = draft.chance.choice([REPORT, INDICATORS, MODELS]), draft.chance.choice([20_000, 40_000])
    part = part_of_sheet(sheet)
    blanks = b"".join(
        b'<row r="%d">%s</row>'
        % (row, b"".join(b'<c r="%s%d" s="5"/>' % (letter, row) for letter in (b"A", b"B", b"C", b"D", b"E")))
        for row in range(200, rows)
    )
    draft.surgery.parts[part] = draft.surgery.parts[part].replace(b"</sheetData>", blanks + b"</sheetData>", 1)
    return ()


def _signed_beneath(sheet: str) -> Spoil:
    """A signature block typed beneath a table by habit, its right half under columns to be filled in."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        below = max(cell.row for cell in draft.original.cells.values() if cell.sheet == sheet) + draft.chance.choice(
            [2, 3, 5]
        )
        right = draft.chance.choice([3, 4])
        own = draft.surgery.sheet(sheet)
        own.set(below, 0, "Người lập biểu")
        own.set(below, right, draft.chance.choice(_SIGNERS))
        own.set(below + 3, right, "Trần Thị B")
        return (Cell(sheet, below, 0), Cell(sheet, below + 3, right))

    return spoil


def _signed_among_free_rows(draft: Draft) -> tuple[Where, ...]:
    """The same right under the last filled row of a list, whose free rows are there."""
    table, sheet = draft.chance.choice([("models", MODELS), ("proposals", PROPOSALS)])
    filled = [int(spot.key) for spot in draft.original.values if spot.table == table and spot.key is not None]
    row = TABLE_FIRST_ROW + max(filled, default=-1) + draft.chance.choice([2, 4])
    draft.surgery.sheet(sheet).set(row, 3, draft.chance.choice(_SIGNERS))
    return (Cell(sheet, row, 3),)


def _note_beneath(sheet: str) -> Spoil:
    """A remark beneath a table."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        row = max(cell.row for cell in draft.original.cells.values() if cell.sheet == sheet) + draft.chance.choice(
            [2, 4]
        )
        column = draft.chance.choice([0, 1, 2])
        text = draft.chance.choice(
            ["Ghi chú: số liệu tính đến 31/8/2025", "(Có phụ lục kèm theo)", "Lưu ý: số liệu chưa đầy đủ"]
        )
        draft.surgery.sheet(sheet).set(row, column, text)
        return (Cell(sheet, row, column),)

    return spoil


def _second_row(draft: Draft) -> tuple[Where, ...]:
    """A row inserted under a task for the rest of its result."""
    code = some_row(draft)
    draft.fill_row(code, DONE)
    at = task_rows(draft)[code] + 1
    report_sheet(draft).renumber_rows(lambda row: row + (row >= at))
    column = draft.chance.choice(["result", "evidence"])
    text = draft.chance.choice(["Đã tập huấn 120 lượt người.", "Công văn số 7/UBND ngày 20/8/2025"])
    report_sheet(draft).set(at, column_of(draft, column), text)
    draft.changes[FormCell("report", code, column)] = f"{DONE[column]}\n{text}"
    return (REPORT, Cell(REPORT, at, column_of(draft, column)))


def _merged_codes(draft: Draft) -> tuple[Where, ...]:
    """The codes of two rows below each other made one cell: the words beside it still tell the second row."""
    rows = task_rows(draft)
    second = draft.chance.choice([row for row in rows.values() if row - 1 in rows.values()])
    report_sheet(draft).set(second, 0, None)
    report_sheet(draft).merge(f"A{second}:A{second + 1}")
    return (Cell(REPORT, second, 0),)


def _rename(draft: Draft, name: str, new: str) -> None:
    draft.surgery.replaced("xl/workbook.xml", f'name="{name}"', f'name="{new}"')
    draft.surgery.parts["xl/workbook.xml"] = re.sub(
        rb"<definedNames>.*</definedNames>", b"", draft.surgery.parts["xl/workbook.xml"], flags=re.DOTALL
    )


def _renamed_sheet(draft: Draft) -> tuple[Where, ...]:
    """A sheet under another name: its headings tell what it is."""
    name = draft.chance.choice([REPORT, INDICATORS, MODELS, PROPOSALS])
    new = draft.chance.choice(["Sheet2", "BC xã", f"{name} lan 1", "So lieu"])
    _rename(draft, name, new)
    return (new,)


def _copied(draft: Draft, name: str, change: Callable[[bytes], bytes] = lambda xml: xml) -> str:
    """Add a copy of a sheet under another name; return that."""
    xml = draft.surgery.parts[part_of_sheet(name)]
    start, end = xml.index(b"<sheetData>") + len(b"<sheetData>"), xml.index(b"</sheetData>")
    draft.surgery.with_sheet(f"{name} (2)", change(xml[start:end]).decode())
    return f"{name} (2)"


def _copied_sheet(draft: Draft) -> tuple[Where, ...]:
    """A filled copy of a sheet beside it, the agency's own or with another's name: whose it is is said."""
    name = draft.chance.choice([REPORT, INDICATORS, MODELS])
    other = draft.chance.choice(["UBND xã Không Có", draft.original.form.agency.name])
    agency = draft.cell("header", None, "agency")
    typed = f'<c r="{agency.reference}" t="inlineStr"><is><t>{other}</t></is></c>'.encode()
    cell = re.compile(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % agency.reference.encode())
    return (_copied(draft, name, lambda xml: cell.sub(typed, xml, count=1) if name == REPORT else xml),)


def _two_candidates(draft: Draft) -> tuple[Where, ...]:
    """A sheet renamed, and a copy of it beside: nobody can say which is meant."""
    name = draft.chance.choice([INDICATORS, MODELS, PROPOSALS])
    _copied(draft, name)
    _rename(draft, name, "Bảng mới")
    return (name,)


def _spilled(draft: Draft) -> tuple[Where, ...]:
    """Paragraphs of one answer pasted from Word: the second overwrites the answer of the row below."""
    rows = task_rows(draft)
    codes = [row.task.code for row in draft.original.rows()]
    pairs = [(one, other) for one in codes for other in codes if rows[other] == rows[one] + 1]
    one, other = draft.chance.choice(pairs)
    first, second = draft.chance.choice(
        [
            ("Đã triển khai các việc:", "- ban hành kế hoạch số 12"),
            ("1. Ban hành kế hoạch.", "2. Tổ chức hội nghị quán triệt."),
            ("Tổ chức 03 hội nghị,", "tuyên truyền trên loa truyền thanh"),
        ]
    )
    for code, text in ((one, first), (other, second)):
        draft.fill_row(code, {**DONE, "result": text})
    return (draft.cell("report", other, "result"),)


def _code_cleared(draft: Draft) -> tuple[Where, ...]:
    """The rest of the printed words still tells which row it is."""
    code = some_row(draft)
    row = task_rows(draft)[code]
    report_sheet(draft).set(row, 0, None)
    draft.fill_row(code, DONE)
    return (Cell(REPORT, row, 0),)


TABLES = (
    _told("code cleared", _code_cleared, Rule.LOCKED_CELL_CHANGED),
    _told("paragraphs spilt by a pasting from Word", _spilled, Rule.PASTED_SPILL),
    _told("stray cell anywhere", _stray_cell, Rule.TEXT_OUTSIDE),
    _told("bordered blank cells by the ten thousand", _bordered_blanks),
    *(
        _told(f"signature block beneath «{sheet}»", _signed_beneath(sheet), Rule.TEXT_OUTSIDE, Rule.TEXT_OUTSIDE)
        for sheet in SHEETS[1:5]
    ),
    _told("signature among the free rows of a list", _signed_among_free_rows, Rule.TEXT_OUTSIDE),
    *(_told(f"note beneath «{sheet}»", _note_beneath(sheet), Rule.TEXT_OUTSIDE) for sheet in SHEETS[2:5]),
    _told("second row for the result of a task", _second_row, Rule.LAYOUT_CHANGED, Rule.ROW_CONTINUED),
    _told("sheet under another name", _renamed_sheet, Rule.SHEET_RENAMED),
    _told("copy of a sheet", _copied_sheet, Rule.SHEET_COPIED),
    Mutation(
        name="sheet under another name beside its copy",
        kind=Kind.STRUCTURE,
        spoil=_two_candidates,
        verdict=Verdict.REJECTED,
        rules=(Rule.SHEET_AMBIGUOUS,),
    ),
    _told("codes of two rows merged", _merged_codes, Rule.LOCKED_CELL_CHANGED),
)
