"""Printed cells: another look is no change; changes are told once a sheet."""

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from pipeline.forms.row_check import is_progress_text
from pipeline.intake.tables.printed_cells import is_as_printed
from pipeline.rules import Rule
from tests.support.intake import row_of, rules_of


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1.1, "1.1"),
        (1.1, "1.10"),
        (3, "3"),
        (date(2025, 2, 1), "1.2"),
        ("3.4.A", "3.4.a"),
        (45884.0, date(2025, 8, 15)),
        ("2025-08-15", date(2025, 8, 15)),
        ("2025-08-15 00:00:00", date(2025, 8, 15)),
        ("15-thg 8-25", date(2025, 8, 15)),
        ("15/08/2025", date(2025, 8, 15)),
        (datetime.combine(date(2025, 8, 15), time()), date(2025, 8, 15)),
        ("Thu\u031b\u0323c hie\u0323\u0302n", "Thực hiện"),
        ("Thực  hiện\u00a0\r\n", "Thực hiện"),
        ("Thực\u200b hiện", "Thực hiện"),
        ("theo ”Quy chế” – mục 1…", "theo “Quy chế” - mục 1..."),
        (None, None),
        ("", None),
    ],
)
def test_what_only_looks_different(value, printed) -> None:
    assert is_as_printed(value, printed)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1.2, "1.1"),
        ("1.10", "1.1"),
        (45885.0, date(2025, 8, 15)),
        ("8/15/2025", date(2025, 8, 15)),
        (None, "Thực hiện"),
        ("Thực hiện", None),
        (date(2025, 8, 15), None),
        ("Thục hiện", "Thực hiện"),
        (True, "1"),
    ],
)
def test_what_was_changed(value, printed) -> None:
    assert not is_as_printed(value, printed)


def test_codes_and_dates_turned_into_other_types(received) -> None:
    def edit(workbook: Workbook) -> None:
        indicators, report = workbook["Chỉ tiêu"], workbook["Báo cáo"]
        for row in range(4, indicators.max_row + 1):
            code = str(indicators.cell(row, 2).value)
            if code.count(".") == 1 and code.replace(".", "").isdecimal():
                indicators.cell(row, 2).value = float(code)
        for row in range(8, report.max_row + 1):
            due = report.cell(row, 5).value
            if isinstance(due, datetime):
                report.cell(row, 5).value = f"{due:%Y-%m-%d}"

    assert received(edit).problems == ()


def test_formulas_pasted_as_their_values(received) -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Báo cáo"]
        sheet["A6"] = "Đã điền đủ 20/28 nhiệm vụ; còn thiếu: 1.1, 3.4.a"
        for row in range(row_of(sheet, "TT") + 1, sheet.max_row + 1):
            if sheet.cell(row, 13).value is not None:
                sheet.cell(row, 13).value = "Đủ"

    assert received(edit).problems == ()


def test_only_our_own_progress_line_is_known() -> None:
    assert is_progress_text("Đã điền đủ 27/27 nhiệm vụ")
    assert not is_progress_text("Đã điền đủ 27/27 nhiệm vụ, xin gửi")


def test_many_changes_are_one_warning_a_sheet(received) -> None:
    def edit(workbook: Workbook) -> None:
        report, indicators = workbook["Báo cáo"], workbook["Chỉ tiêu"]
        first = row_of(report, "1.1")
        for row in range(first, first + 3):
            report.cell(row, 2).value = f"Đã sửa {row}"
        indicators["D4"], indicators["D5"] = "nghìn", "triệu"

    file = received(edit)
    assert rules_of(file) == [Rule.LOCKED_CELL_CHANGED] * 2
    assert [(found.sheet, found.cell) for found in file.problems] == [("Báo cáo", None), ("Chỉ tiêu", None)]
    assert "3 ô in sẵn trên trang «Báo cáo»" in file.problems[0].message
    assert "(D4–D5)" in file.problems[1].message
    assert file.problems[1].value == "nghìn | triệu"
