"""The workbook that goes out, as another program reads it."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.campaign.assignment import Role
from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form, FormRow
from pipeline.forms.row_check import REPORT_DATE, row_check
from pipeline.forms.schema.schema import Column, Schemas, SheetSchema
from pipeline.forms.template import template_bytes
from tests.support.forms import form_of

REPORT = [
    "TT",
    "Nhiệm vụ",
    "Vai trò",
    "Thời gian thực hiện",
    "Hạn hoàn thành",
    "Trạng thái",
    "Tỷ lệ hoàn thành (%)",
    "Ngày hoàn thành",
    "Kết quả thực hiện",
    "Văn bản, minh chứng",
    "Nhóm nguyên nhân",
    "Khó khăn, vướng mắc; nguyên nhân",
    "Dự kiến hoàn thành",
    "Đề xuất, kiến nghị",
    "Kiểm tra",
]
HEADINGS = {
    "Báo cáo": REPORT,
    "Chỉ tiêu": ["Mã", "TT", "Chỉ tiêu", "Đơn vị tính", "Giá trị", "Ghi chú"],
    "Mô hình": ["STT", "Tên mô hình", "Lĩnh vực", "Địa bàn, đơn vị thực hiện", "Thời điểm bắt đầu", "Kết quả nổi bật"],
    "Đề xuất": ["STT", "Loại", "TT nhiệm vụ", "Nội dung đề xuất", "Lý do"],
}
#: Column checks that no input check of Excel can hold beside the drop-down of suggestions: one cell has one check.
NOT_EXPRESSIBLE = {("models", "field", "str_length")}
HEADER_LABELS = [
    "Người lập báo cáo",
    "Chức vụ",
    "Điện thoại",
    "Email",
    "Người ký",
    "Số, ký hiệu văn bản",
    "Ngày báo cáo",
]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def opened(form: Form, schemas: Schemas) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_bytes(form, schemas)))


def heading_row(sheet: Worksheet, headings: list[str]) -> int:
    """The number, from 1, of the row that holds exactly these headings."""
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if list(row[: len(headings)]) == headings and not any(row[len(headings) :]):
            return number
    raise AssertionError(headings)


def task_rows(sheet: Worksheet, form: Form) -> dict[str, int]:
    codes = {row.task.code for row in form.rows}
    start = heading_row(sheet, REPORT)
    return {cell.value: cell.row for cell in sheet["A"][start:] if cell.value in codes}


def cell_check(sheet: Worksheet, cell: str) -> object:
    """The input check of a cell."""
    return next(check for check in sheet.data_validations.dataValidation if cell in check.cells)


@pytest.fixture(scope="module")
def form(campaign: Campaign, schemas: Schemas) -> Form:
    """The form of a commune."""
    return form_of(campaign, schemas, "11383")


@pytest.fixture(scope="module")
def workbook(form: Form, schemas: Schemas) -> Workbook:
    """The workbook of a commune."""
    return opened(form, schemas)


def test_sheets_and_headings_are_those_of_the_contract(workbook: Workbook) -> None:
    assert workbook.sheetnames == ["Hướng dẫn", *HEADINGS, "_meta"]
    assert workbook["_meta"].sheet_state == "veryHidden"
    assert workbook.active.title == "Báo cáo"
    for name, headings in HEADINGS.items():
        row = heading_row(workbook[name], headings)
        assert workbook[name].auto_filter.ref.startswith(f"A{row}:")
        assert workbook[name].print_title_rows == f"${row}:${row}"


def test_one_row_a_task_with_its_code_as_text(workbook: Workbook, form: Form) -> None:
    sheet = workbook["Báo cáo"]
    rows = task_rows(sheet, form)
    assert list(rows) == [row.task.code for row in form.rows]
    for item in form.rows:
        row = rows[item.task.code]
        limit = item.task.time_limit
        due = item.assignment.due
        assert [sheet.cell(row, column).value for column in range(1, 6)] == [
            item.task.code,
            item.task.text,
            item.assignment.role.label,
            limit.verbatim if limit else None,
            midnight(due) if due else None,
        ]
        assert sheet.cell(row, 1).data_type == "s"


def test_sections_and_parent_tasks_are_rows_before_their_tasks(
    workbook: Workbook, form: Form, campaign: Campaign
) -> None:
    sheet = workbook["Báo cáo"]
    start = heading_row(sheet, REPORT)
    column = [cell.value for cell in sheet["A"][start:] if cell.value is not None]
    assert column.index("3.4") + 1 == column.index("3.4.a")
    assert [code for code in column if len(code) == 1] == [section.code for section in campaign.sections]
    for section in campaign.sections:
        place = column.index(section.code)
        assert column[place + 1].startswith(f"{section.code}.")
        assert sheet.cell(start + 1 + place, 2).value == section.title


def test_led_tasks_are_tinted(workbook: Workbook, form: Form) -> None:
    sheet = workbook["Báo cáo"]
    rows = task_rows(sheet, form)
    tints = {
        role: {
            sheet.cell(rows[item.task.code], 2).fill.fgColor.rgb for item in form.rows if item.assignment.role is role
        }
        for role in Role
    }
    assert [len(tint) for tint in tints.values()] == [1, 1]
    assert tints[Role.LEAD] != tints[Role.COORDINATOR]


def test_open_cells_are_open_and_all_others_locked(workbook: Workbook, form: Form, schemas: Schemas) -> None:
    report = workbook["Báo cáo"]
    for code, row in task_rows(report, form).items():
        opened_cells = [report.cell(row, column).protection.locked is False for column in range(1, 16)]
        assert opened_cells == [False] * 5 + [True] * 9 + [False], code
    expected = 9 * len(form.rows) + 7
    found = sum(cell.protection.locked is False for row in report.iter_rows() for cell in row)
    # the value cells of the third stack are two merged cells
    assert found in {expected, expected + 3}
    counts = {
        "Chỉ tiêu": 2 * len(form.indicators),
        "Mô hình": 5 * (schemas.list_of("models").open_rows or 0),
        "Đề xuất": 4 * (schemas.proposals.open_rows or 0),
        "Hướng dẫn": 0,
        "_meta": 0,
    }
    for name, count in counts.items():
        cells = [cell for row in workbook[name].iter_rows() for cell in row]
        assert sum(cell.protection.locked is False for cell in cells) == count, name
    assert (schemas.list_of("models").open_rows or 0) >= 30
    assert (schemas.proposals.open_rows or 0) >= 20


def test_protection_has_no_password_and_lets_rows_grow(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        protection = sheet.protection
        assert protection.sheet
        assert protection.password is None
        assert protection.hashValue is None
        assert [protection.formatRows, protection.formatColumns, protection.autoFilter] == [False] * 3
        assert protection.formatCells is True


def test_header_block_is_a_label_with_its_value_to_the_right(workbook: Workbook, form: Form) -> None:
    sheet = workbook["Báo cáo"]
    labels = {
        cell.value: cell
        for row in sheet.iter_rows(max_row=heading_row(sheet, REPORT) - 1)
        for cell in row
        if cell.value
    }
    printed = {"Cơ quan báo cáo": form.agency.name, "Lần báo cáo": "Lần 1", "Hạn gửi báo cáo": "Trước ngày 05/9/2025"}
    for label, value in printed.items():
        cell = labels[label].offset(column=1)
        assert (cell.value, cell.protection.locked) == (value, True)
    for label in HEADER_LABELS:
        cell = labels[label].offset(column=1)
        assert (cell.value, cell.protection.locked) == (None, False)
        assert cell_check(sheet, cell.coordinate).promptTitle == label
    for label in ("Điện thoại", "Email"):
        assert labels[label].offset(column=1).number_format == "@"


def test_view(workbook: Workbook, form: Form) -> None:
    sheet = workbook["Báo cáo"]
    row = heading_row(sheet, REPORT)
    assert sheet.freeze_panes == f"C{row + 1}"
    first = sheet.sheet_view.selection[-1].activeCell
    assert sheet[first].protection.locked is False
    assert first == f"F{min(task_rows(sheet, form).values())}"


def test_pages(workbook: Workbook, form: Form) -> None:
    for sheet in workbook.worksheets[:-1]:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth or 1) == (True, 1)
        assert "&P" in sheet.oddFooter.right.text
        assert "&N" in sheet.oddFooter.right.text
        assert sheet.oddFooter.left.text == f"{form.agency.name} – {form.round.name}"


def test_identity_stands_twice(workbook: Workbook, form: Form) -> None:
    expected = {
        "format_version": "2",
        "campaign": "2025-h2",
        "round": "lan-1",
        "agency": "11383",
        "fingerprint": form.fingerprint,
        "prefilled": form.prefilled,
        "generated_on": "2025-08-01",
    }
    rows = workbook["_meta"].iter_rows(max_col=2, values_only=True)
    assert {key: value for key, value in rows if key} == expected
    assert {name: workbook.custom_doc_props[name].value for name in workbook.custom_doc_props.names} == expected
    properties = workbook.properties
    assert properties.title == "Báo cáo kết quả thực hiện công tác dân vận lần 1 – UBND phường Lê Chân"
    assert "lan-1" in properties.keywords
    assert "11383" in properties.keywords
    assert properties.created == midnight(date(2025, 8, 1))


def list_entries(workbook: Workbook, formula: str) -> list[str]:
    """The entries of the list that a drop-down names."""
    ((sheet, area),) = workbook.defined_names[formula].destinations
    return [cell.value for row in workbook[sheet][area.replace("$", "")] for cell in row]


def test_nil_is_offered_only_where_it_is_allowed(workbook: Workbook, form: Form) -> None:
    sheet = workbook["Báo cáo"]
    rows = task_rows(sheet, form)
    assert {item.assignment.nil_allowed for item in form.rows} == {True, False}
    for item in form.rows:
        check = cell_check(sheet, f"F{rows[item.task.code]}")
        offered = list_entries(workbook, check.formula1)
        assert offered[:3] == ["Hoàn thành", "Đang thực hiện", "Chưa thực hiện"]
        assert (offered[3:] == ["Không phát sinh"]) is item.assignment.nil_allowed


def first_cell(workbook: Workbook, schema: SheetSchema, column: Column) -> str:
    """The first open cell of a column."""
    sheet = workbook[schema.sheet]
    letter = "ABCDEFGHIJKLMNO"[schema.columns.index(column)]
    start = heading_row(sheet, HEADINGS[schema.sheet])
    return next(cell.coordinate for cell in sheet[letter][start:] if cell.protection.locked is False)


def test_every_check_of_a_column_is_an_input_check(workbook: Workbook, schemas: Schemas) -> None:
    """…or is listed as not expressible."""
    missing = set()
    for schema in (schemas.report, schemas.indicators, schemas.list_of("models"), schemas.proposals):
        for column in schema.open_columns:
            check = cell_check(workbook[schema.sheet], first_cell(workbook, schema, column))
            for source in schema.source["columns"][column.name].get("checks", []):
                name = source["options"]["check_name"]
                expressed = {
                    "isin": check.type == "list"
                    and list_entries(workbook, check.formula1)[:2] == list(column.allowed[:2]),
                    "in_range": (check.type, check.formula1, check.formula2) == ("decimal", "0", "100"),
                    "greater_than_or_equal_to": (check.type, check.operator, check.formula1)
                    == ("whole", "greaterThanOrEqual", "0"),
                    "str_length": (check.type, check.operator, check.formula1)
                    == ("textLength", "lessThanOrEqual", str(column.max_length)),
                }[name]
                if not expressed:
                    missing.add((schema.name, column.name, name))
    assert missing == NOT_EXPRESSIBLE


def test_messages_fit_and_are_vietnamese(workbook: Workbook, schemas: Schemas) -> None:
    for sheet in workbook.worksheets:
        for check in sheet.data_validations.dataValidation:
            assert 0 < len(check.promptTitle) <= 32
            assert 0 < len(check.prompt) <= 255
            if check.type and check.showErrorMessage:
                # a date still to come is a matter of advice
                assert check.errorStyle in (
                    {"warning"} if check.promptTitle == "Dự kiến hoàn thành" else {None, "stop"}
                )
                assert 0 < len(check.error) <= 255
    for schema in schemas:
        for column in schema.open_columns:
            assert column.help
            assert column.example


def test_dates_are_held_to_what_can_have_happened(workbook: Workbook, form: Form) -> None:
    sheet = workbook["Báo cáo"]
    check = cell_check(sheet, f"H{min(task_rows(sheet, form).values())}")
    epoch = date(1899, 12, 30)
    days = [str((day - epoch).days) for day in (date(2025, 1, 1), date(2026, 3, 3))]
    assert (check.type, [check.formula1, check.formula2]) == ("date", days)
    assert check.error == "Gõ ngày/tháng/năm, từ ngày 01/01/2025 đến ngày 03/3/2026, ví dụ 15/8/2025."


def test_indicators_take_numbers_with_their_decimals(form: Form, schemas: Schemas) -> None:
    money = replace(form.indicators[0], indicator=replace(form.indicators[0].indicator, decimals=2, unit="triệu đồng"))
    workbook = opened(replace(form, indicators=(money, *form.indicators[1:])), schemas)
    sheet = workbook["Chỉ tiêu"]
    assert (sheet["E4"].number_format, sheet["E5"].number_format) == ("#,##0.00", "#,##0")
    assert (cell_check(sheet, "E4").type, cell_check(sheet, "E5").type) == ("decimal", "whole")
    assert cell_check(sheet, "E5").error == "Chỉ gõ số nguyên từ 0 trở lên, không kèm đơn vị, ví dụ 12."


def test_without_indicators_the_sheet_stands_and_says_so(form: Form, schemas: Schemas) -> None:
    sheet = opened(replace(form, indicators=()), schemas)["Chỉ tiêu"]
    assert heading_row(sheet, HEADINGS["Chỉ tiêu"]) == 3
    assert "không cần điền trang này" in sheet["A2"].value
    assert sheet.max_row == 3


def test_an_empty_form_can_be_written(form: Form, schemas: Schemas) -> None:
    sheet = opened(replace(form, rows=(), indicators=()), schemas)["Báo cáo"]
    assert heading_row(sheet, REPORT) == sheet.max_row


def test_footnotes_are_a_note_and_a_line_below_the_table(workbook: Workbook, form: Form) -> None:
    sheet = workbook["Báo cáo"]
    rows = task_rows(sheet, form)
    noted = [item for item in form.rows if item.task.footnotes]
    assert noted
    for item in noted:
        text = "\n".join(item.task.footnotes[0].paragraphs)
        assert sheet.cell(rows[item.task.code], 2).comment.text == text
        assert f"Chú thích mục {item.task.code}: {text}" in [cell.value for cell in sheet["B"]]


def test_formulas_carry_their_true_values(form: Form, schemas: Schemas) -> None:
    done = {"status": "Hoàn thành", "completed_on": date(2025, 8, 15), "result": "x", "evidence": "y"}
    first = replace(form.rows[0], values=done)
    second = replace(form.rows[1], values={"status": "Đang thực hiện"})
    filled = replace(form, rows=(first, second, *form.rows[2:]))
    stored = openpyxl.load_workbook(io.BytesIO(template_bytes(filled, schemas)), data_only=True)["Báo cáo"]
    rows = task_rows(stored, filled)
    texts = [stored.cell(row, 15).value for row in rows.values()]
    assert texts[0] == "Đủ"
    assert texts[1].startswith("Thiếu «Kết quả thực hiện»")
    not_open = [bool(row.values) for row in filled.rows[2:]]
    assert any(not_open)
    assert [text == "Đủ" for text in texts[2:]] == not_open
    assert set(texts[2:]) == {"Chưa báo cáo: chọn «Trạng thái»", "Đủ"}
    progress = stored.cell(heading_row(stored, REPORT) - 1, 1).value
    assert progress.startswith(f"Đã điền đủ {1 + sum(not_open)}/{len(form.rows)} nhiệm vụ; còn thiếu: 1.2, 1.3, ")


def test_what_was_typed_is_written_as_its_own_type(form: Form, schemas: Schemas) -> None:
    values = {
        "status": "xong",
        "percent": "85%",
        "completed_on": "31/02/2025",
        "result": '=HYPERLINK("http://x")',
        "evidence": "  hai khoảng trắng\u00a0",
        "cause": "mưa",
        "difficulties": "<r><t>x</t></r>",
        "promised_on": "sang tháng",
        "proposals": date(2025, 9, 1),
    }
    filled = replace(
        form,
        rows=(replace(form.rows[0], values=values), *form.rows[1:]),
        header={"signer": "Trần Thị B", "report_date": date(2025, 9, 3), "phone": "0912"},
        lists={"models": ({"name": "Mô hình", "started": "7/2025"},) * 45},
        proposals=({"kind": "Bổ sung", "content": "@nội dung"},),
    )
    workbook = opened(filled, schemas)
    sheet = workbook["Báo cáo"]
    row = min(task_rows(sheet, filled).values())
    read = [sheet.cell(row, column).value for column in range(6, 15)]
    assert read[:-1] == list(values.values())[:-1]
    assert {sheet.cell(row, column).data_type for column in range(6, 14)} == {"s"}
    assert read[-1] == midnight(date(2025, 9, 1))
    cells = [cell.value for line in sheet.iter_rows(max_row=6) for cell in line]
    assert "Trần Thị B" in cells
    assert "0912" in cells
    assert midnight(date(2025, 9, 3)) in cells
    assert sum(cell.value == "Mô hình" for cell in workbook["Mô hình"]["B"]) == 45
    assert workbook["Đề xuất"]["D4"].value == "@nội dung"


def test_what_no_workbook_can_hold_goes_and_the_rest_stays(form: Form, schemas: Schemas) -> None:
    values = {"result": "a\x07b\ud800c\uffffd", "evidence": "x" * 40_000}
    filled = replace(form, rows=(replace(form.rows[0], values=values), *form.rows[1:]))
    sheet = opened(filled, schemas)["Báo cáo"]
    row = min(task_rows(sheet, filled).values())
    assert sheet.cell(row, 9).value in {"a\x07bcd", "a_x0007_bcd"}
    long = sheet.cell(row, 10).value
    assert len(long) == 32_767
    assert long.endswith("… (xem tiếp ở tệp gốc)")


def test_a_formula_that_excel_would_refuse_is_a_bug(form: Form, schemas: Schemas) -> None:
    with pytest.raises(ValueError, match="Excel takes 8192"):
        template_bytes(replace(form, rows=form.rows * 9), schemas)


def test_same_form_same_bytes(form: Form, schemas: Schemas) -> None:
    assert template_bytes(form, schemas) == template_bytes(form, schemas)


def kinds_of_forms(campaign: Campaign, schemas: Schemas) -> Iterator[Form]:
    for round_ in campaign.rounds:
        for agency in ("SNV", "STC", "11383", "TNHP", "VPUBND"):
            if agency in campaign.agency_by_code:
                yield form_of(campaign, schemas, agency, round_.code)


def test_every_file_is_small_and_whole(campaign: Campaign, schemas: Schemas) -> None:
    for form in kinds_of_forms(campaign, schemas):
        content = template_bytes(form, schemas)
        assert len(content) < 60_000
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert package.testzip() is None
            assert not [name for name in package.namelist() if "vbaProject" in name or "externalLink" in name]


def test_no_function_is_newer_than_excel_2010(
    workbook: Workbook, form: Form, schemas: Schemas, campaign: Campaign
) -> None:
    import re

    known = {
        "IFERROR",
        "IF",
        "SUMPRODUCT",
        "LEN",
        "TRIM",
        "CLEAN",
        "SUBSTITUTE",
        "CHAR",
        "OR",
        "AND",
        "NOT",
        "MID",
        "LEFT",
    }
    known |= {"ISTEXT", "ISNUMBER", "DATE", "FIND"}
    used = set()
    for sheet in workbook.worksheets:
        formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        formulas += [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
        for formula in formulas:
            used |= set(re.findall(r"([A-Z.]+)\(", re.sub('"[^"]*"', '""', formula)))
    assert used <= known
    check = row_check(schemas.report, form.rows[0].assignment, form.round, campaign.decision)
    assert check.formula({column.name: "$F9" for column in schemas.report.open_columns} | {REPORT_DATE: "$I$9"})


def test_a_column_added_to_the_schema_appears(form: Form, schemas: Schemas) -> None:
    report = schemas.report
    budget = replace(report.column("percent"), name="budget", title="Kinh phí", maximum=None)
    extra = replace(report, columns=(*report.columns[:-1], budget, report.columns[-1]))
    field = replace(schemas.header.column("position"), name="unit", title="Phòng, ban")
    header = replace(schemas.header, columns=(*schemas.header.columns, field))
    rows = (FormRow(task=form.rows[0].task, assignment=form.rows[0].assignment, values={"budget": 20.0}),)
    sheet = opened(replace(form, rows=rows), replace(schemas, report=extra, header=header))["Báo cáo"]
    heading = heading_row(sheet, [*REPORT[:-1], "Kinh phí", "Kiểm tra"])
    assert sheet.cell(heading + 2, 15).value == 20.0
    assert sheet.cell(heading + 2, 16).data_type == "f"
    assert "Phòng, ban" in [cell.value for row in sheet.iter_rows(max_row=heading) for cell in row]
