"""What people do to the sheets around the cells: harmless moves, and what breaks the structure."""

import io
import warnings
from collections.abc import Callable

from openpyxl import load_workbook
from openpyxl.comments import Comment

from pipeline.forms.marks import FormCell
from pipeline.intake.received import Verdict
from pipeline.problems import Cell
from pipeline.rules import Rule
from tests.robustness.drafts import OPEN, Draft, Expected, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_cells import some_row
from tests.robustness.originals import schemas
from tests.robustness.places import (
    INDICATORS,
    MODELS,
    REPORT,
    column_of,
    heading_row,
    report_sheet,
    task_rows,
    without_column,
)
from tests.robustness.surgery import part_of_sheet
from tests.support.intake import parts_of, repacked, zipped

_N = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _moved(where: str = REPORT) -> Callable[[Callable[[Draft], object]], Spoil]:
    """What tells of a changed layout."""

    def made(change: Callable[[Draft], object]) -> Spoil:
        def spoil(draft: Draft) -> tuple[Where, ...]:
            change(draft)
            return (where,)

        return spoil

    return made


def _quiet(change: Callable[[Draft], object]) -> Spoil:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        change(draft)
        return ()

    return spoil


def _harmless(name: str, spoil: Spoil, *rules: Rule) -> Mutation:
    return Mutation(name=name, kind=Kind.HARMLESS, spoil=spoil, rules=rules)


def _layout(name: str, change: Callable[[Draft], object], where: str = REPORT) -> Mutation:
    return _harmless(name, _moved(where)(change), Rule.LAYOUT_CHANGED)


# rows and columns


def _hide_rows(draft: Draft) -> None:
    rows = list(task_rows(draft).values())
    for row in draft.chance.sample(rows, 3):
        report_sheet(draft).row(row).set("hidden", "1")


def _filter(draft: Draft) -> None:
    """Leave only the rows with one status to be seen, as the filter does."""
    sheet = report_sheet(draft)
    for code, row in task_rows(draft).items():
        if draft.original.values.get(FormCell("report", code, "status")) != "Hoàn thành":
            sheet.row(row).set("hidden", "1")
    filters = sheet.root.find(f"{_N}autoFilter")
    column = filters.makeelement(f"{_N}filterColumn", {"colId": str(column_of(draft, "status"))})
    kept = column.makeelement(f"{_N}filters")
    kept.append(kept.makeelement(f"{_N}filter", {"val": "Hoàn thành"}))
    column.append(kept)
    filters.append(column)


def _hide_columns(draft: Draft) -> None:
    columns = list(report_sheet(draft).root.find(f"{_N}cols"))
    columns[draft.chance.choice([column_of(draft, "evidence"), column_of(draft, "result")])].set("hidden", "1")


def _insert_row(draft: Draft) -> None:
    at = draft.chance.choice(list(task_rows(draft).values()))
    report_sheet(draft).renumber_rows(lambda row: row + (row >= at))


def _insert_rows_above(draft: Draft) -> None:
    count = draft.chance.choice([1, 2, 5])
    report_sheet(draft).renumber_rows(lambda row: row + count)


def _insert_column(draft: Draft) -> None:
    at = draft.chance.randrange(0, 12)
    report_sheet(draft).renumber_columns(lambda column: column + (column >= at))


def _swap_columns(draft: Draft) -> None:
    one, other = (column_of(draft, name) for name in draft.chance.sample(OPEN, 2))
    turned = {one: other, other: one}
    heading = heading_row(draft)
    _only_below(draft, heading, lambda column: turned.get(column, column))


def _only_below(draft: Draft, top: int, place: Callable[[int], int]) -> None:
    """Move columns of the table alone, the header block above it staying where it is."""
    for row in report_sheet(draft).data:
        if int(row.get("r")) - 1 < top:
            continue
        for cell in row:
            old = Cell.at("", cell.get("r"))
            cell.set("r", Cell("", old.row, place(old.column)).reference)
        row[:] = sorted(row, key=lambda cell: Cell.at("", cell.get("r")).column)


def _shuffle_rows(draft: Draft) -> None:
    rows = list(task_rows(draft).values())
    mixed = draft.chance.sample(rows, len(rows))
    if mixed == rows:
        mixed = rows[::-1]
    places = dict(zip(rows, mixed, strict=True))
    report_sheet(draft).renumber_rows(lambda row: places.get(row, row))


def _swap_rows(draft: Draft) -> None:
    one, other = draft.chance.sample(list(task_rows(draft).values()), 2)
    places = {one: other, other: one}
    report_sheet(draft).renumber_rows(lambda row: places.get(row, row))


def _reverse_indicators(draft: Draft) -> None:
    rows = [
        cell.row for spot, cell in draft.original.cells.items() if (spot.table, spot.column) == ("indicators", "value")
    ]
    places = dict(zip(rows, rows[::-1], strict=True))
    draft.surgery.sheet(INDICATORS).renumber_rows(lambda row: places.get(row, row))


def _drop_headings(draft: Draft) -> None:
    """Delete the rows that only head others."""
    tasks = set(task_rows(draft).values())
    top = heading_row(draft)
    kept = [row for row in range(top + 1) if row >= 0] + sorted(tasks)
    places = {row: place for place, row in enumerate(kept)}
    last = max(tasks)
    report_sheet(draft).renumber_rows(lambda row: places.get(row) if row <= last else row)


def _widths(draft: Draft) -> None:
    sheet = report_sheet(draft)
    for column in sheet.root.find(f"{_N}cols"):
        column.set("width", "8.1")
    for row in sheet.data:
        row.set("ht", "15")
    sheet.drop("sheetProtection")


def _formats(draft: Draft) -> None:
    """Other fonts and colours: the cells keep nothing of the template's styles but dates."""
    dates = {
        cell
        for spot, cell in draft.original.cells.items()
        if spot.column in {"completed_on", "due", "report_date", "promised_on"}
    }
    for row in report_sheet(draft).data:
        for cell in row:
            if Cell.at(REPORT, cell.get("r")) not in dates:
                cell.attrib.pop("s", None)


def _headings_in_capitals(draft: Draft) -> None:
    row, titles = heading_row(draft), {}
    for spot, cell in draft.original.cells.items():
        if spot.table == "report" and spot.column in OPEN:
            titles[cell.column] = spot.column
    for column, name in titles.items():
        title = schemas().report.column(name).title
        shown = draft.chance.choice(
            [title.upper(), f" {title} ", f"{title} (*)".replace(" (*)", ":"), title.replace(" ", "\n", 1)]
        )
        report_sheet(draft).set(row, column, shown)


def _sheet_names(draft: Draft) -> None:
    for name in (REPORT, MODELS):
        draft.surgery.replaced(
            "xl/workbook.xml", f'name="{name}"', f'name="{draft.chance.choice([name.upper(), f"{name} "])}"'
        )
    draft.surgery.parts["xl/workbook.xml"] = _without_names(draft.surgery.parts["xl/workbook.xml"])


def _without_names(xml: bytes) -> bytes:
    start, end = xml.find(b"<definedNames>"), xml.find(b"</definedNames>")
    return xml if start < 0 else xml[:start] + xml[end + len(b"</definedNames>") :]


def _reorder_sheets(draft: Draft) -> None:
    def turned(text: str) -> str:
        start, end = text.index("<sheets>") + 8, text.index("</sheets>")
        sheets = [piece + "/>" for piece in text[start:end].split("/>") if piece]
        return text[:start] + "".join(sheets[::-1]) + text[end:]

    draft.surgery.text("xl/workbook.xml", turned)
    draft.surgery.parts["xl/workbook.xml"] = _without_names(draft.surgery.parts["xl/workbook.xml"])


def _check_overwritten(draft: Draft) -> None:
    """The formulas of «Kiểm tra» gone, other words and errors in their place."""
    column = max(cell.column for spot, cell in draft.original.cells.items() if spot.table == "report")
    for row in task_rows(draft).values():
        report_sheet(draft).set(row, column, draft.chance.choice(["Đủ", "đã kiểm tra", None, 5.0]))


def _codes_as_numbers(draft: Draft) -> None:
    for code, row in task_rows(draft).items():
        if code.count(".") == 1 and code.replace(".", "").isdecimal():
            report_sheet(draft).set(row, 0, float(code), general=True)


# beside the table


def _note_beside(draft: Draft) -> tuple[Where, ...]:
    row = draft.chance.choice(list(task_rows(draft).values()))
    column = 16 + draft.chance.randrange(3)
    report_sheet(draft).set(row, column, "đã gọi điện cho anh Nam")
    return (Cell(REPORT, row, column),)


def _note_below(draft: Draft) -> tuple[Where, ...]:
    row = max(task_rows(draft).values()) + 3
    report_sheet(draft).set(row, 1, "Ghi chú: số liệu tính đến 31/8/2025")
    return (Cell(REPORT, row, 1),)


def _far_cell(draft: Draft) -> tuple[Where, ...]:
    """A slip of the keyboard in the last corner of the sheet: a reader would make room for all between."""
    row, column = draft.chance.choice([(1_048_575, 16_383), (1_048_575, 0), (0, 16_383), (70_000, 700)])
    report_sheet(draft).set(row, column, "x")
    return (Cell(REPORT, row, column),)


def _extra_sheet(draft: Draft) -> tuple[Where, ...]:
    name = draft.chance.choice(["Sheet1", "Phụ lục", "Danh sách kèm theo"])
    draft.surgery.with_sheet(name, '<row r="1"><c r="A1"><v>5</v></c></row>', before=draft.chance.random() < 0.5)
    return (name,)


def _poisonous_extra_sheet(draft: Draft) -> tuple[Where, ...]:
    """A sheet of the agency's own that no reader could bear; it is not read."""
    draft.surgery.with_sheet(
        "Theo dõi", '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    return ("Theo dõi",)


def _locked(draft: Draft) -> tuple[Where, ...]:
    code = some_row(draft)
    cell = draft.cell("report", code, draft.chance.choice(["text", "role", "time_limit"]))
    report_sheet(draft).set(cell.row, cell.column, "Nội dung do đơn vị tự sửa")
    return (cell,)


# files


def _named(*names: str) -> Spoil:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.name = draft.chance.choice(names)
        return ()

    return spoil


def _in_archive(draft: Draft) -> tuple[Where, ...]:
    inner = draft.chance.choice(["bao-cao.xlsx", "thư mục/bao cao.xlsx"])
    opened = Expected(verdict=Verdict.IGNORED, ignored_for=Rule.ARCHIVE_OPENED)
    draft.others["gui.zip"] = (zipped({inner: draft.content}), opened)
    draft.put, draft.shown = lambda _folder: None, f"gui.zip!/{inner}"
    return ()


def _stored(draft: Draft) -> None:
    """The same parts in another order, not compressed."""
    parts = parts_of(draft.content)
    names = draft.chance.sample(sorted(parts), len(parts))
    draft.content = zipped([(name, parts[name]) for name in names], method=0)


def _by_openpyxl(draft: Draft, change: Callable[..., None] = lambda _book: None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(draft.content))
        change(book)
        buffer = io.BytesIO()
        book.save(buffer)
    draft.content = buffer.getvalue()


def _with_notes(draft: Draft) -> None:
    def noted(book: object) -> None:
        book[REPORT]["F12"].comment = Comment("hỏi lại chị Hoa", "VT")  # type: ignore[index]

    _by_openpyxl(draft, noted)


def _with_macros(draft: Draft) -> tuple[Where, ...]:
    draft.name = "bao-cao.xlsm"
    draft.content = zipped({**parts_of(draft.content), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})
    return (None,)


def _wrong_dimension(draft: Draft) -> None:
    part = part_of_sheet(REPORT)
    draft.content = repacked(
        draft.content, {part: lambda xml: xml.replace(b'<dimension ref="', b'<dimension ref="A1:B2" x="', 1)}
    )


HARMLESS = (
    _harmless(
        "file renamed",
        _named("Báo cáo của xã (bản cuối cùng) (2).xlsx", "Book1.XLSX", "ký rồi", "=cmd.xlsx", "a" * 200),
    ),
    _harmless("xlsx named xls", _named("bao-cao.xls", "bao-cao.pdf", "bao-cao.ods")),
    _harmless("file deep in folders", _named("/".join(f"thư mục {number}" for number in range(9)) + "/bc.xlsx")),
    _harmless("file in an archive", _in_archive),
    _harmless("parts stored in another order", _quiet(_stored)),
    _harmless("saved by openpyxl", _quiet(_by_openpyxl)),
    _harmless("notes on cells", _quiet(_with_notes)),
    _harmless("widths and heights changed, protection off", _quiet(_widths)),
    _harmless("formats changed", _quiet(_formats)),
    _harmless("wrong dimension", _quiet(_wrong_dimension)),
    _harmless("headings spelt otherwise", _quiet(_headings_in_capitals)),
    _harmless("sheet names spelt otherwise", _quiet(_sheet_names)),
    _harmless("sheets in another order", _quiet(_reorder_sheets)),
    _harmless("formulas of the form overwritten", _quiet(_check_overwritten)),
    _harmless("codes turned into numbers", _quiet(_codes_as_numbers)),
    _harmless("macros inside", _with_macros, Rule.MACROS),
    _layout("rows hidden", _hide_rows),
    _layout("rows filtered", _filter),
    _layout("column hidden", _hide_columns),
    _layout("row inserted", _insert_row),
    _layout("rows inserted above", _insert_rows_above),
    _layout("column inserted", _insert_column),
    _layout("columns swapped", _swap_columns),
    _layout("rows sorted anew", _shuffle_rows),
    _layout("two rows swapped", _swap_rows),
    _layout("indicators sorted anew", _reverse_indicators, INDICATORS),
    _layout("heading rows deleted", _drop_headings),
    _layout("column of the catalogue deleted", without_column("time_limit")),
    _layout("column of the checks deleted", without_column("check")),
    _harmless("note beside the table", _note_beside, Rule.TEXT_OUTSIDE),
    _harmless("note below the table", _note_below, Rule.TEXT_OUTSIDE),
    _harmless("far cell", _far_cell, Rule.TEXT_OUTSIDE),
    _harmless("sheet of their own", _extra_sheet, Rule.EXTRA_SHEET),
    _harmless("sheet of their own with a far cell", _poisonous_extra_sheet, Rule.EXTRA_SHEET),
    _harmless("locked text changed", _locked, Rule.LOCKED_CELL_CHANGED),
)
