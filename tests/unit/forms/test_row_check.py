"""`Kiểm tra` in words: what a row lacks, and that the form and the schemas say the same."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.facts import Values
from pipeline.forms.row_check import (
    COMPLETE,
    REPORT_DATE,
    RowCheck,
    limits_text,
    progress_formula,
    progress_text,
    row_check,
)
from pipeline.forms.schema.schema import ColumnKind, Schemas
from pipeline.rules import Rule, Severity
from tests.support.forms import form_of, mixed_values
from tests.support.validation import LATE

DAY = date(2025, 8, 15)


def check_of(campaign: Campaign, schemas: Schemas, *, due: date | None = None, nil_allowed: bool = False) -> RowCheck:
    form = form_of(campaign, schemas, "SNV")
    assignment = replace(form.rows[0].assignment, due=due, nil_allowed=nil_allowed)
    return row_check(schemas.report, assignment, form.round, campaign.decision)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Chưa báo cáo: chọn «Trạng thái»"),
        ({"result": " \n\u00a0"}, "Chưa báo cáo: chọn «Trạng thái»"),
        ({"result": "Đã làm"}, "Chưa chọn «Trạng thái»"),
        ({"status": "Xong"}, "Chọn «Trạng thái» trong danh sách"),
        ({"status": "Hoàn thành"}, "Thiếu «Ngày hoàn thành»\nThiếu «Kết quả thực hiện»"),
        ({"status": "Hoàn thành", "completed_on": DAY, "result": "x", "evidence": "y"}, "Đủ"),
        (
            {"status": "hoàn thành ", "completed_on": DAY, "result": "x"},
            "Đủ\nLưu ý: nên ghi «Văn bản, minh chứng»",
        ),
        (
            {"status": "Hoàn thành", "completed_on": DAY, "result": "x", "evidence": "y", "percent": 60.0},
            "«Tỷ lệ hoàn thành (%)» phải là 100 hoặc để trống",
        ),
        ({"status": "Đang thực hiện", "result": "x"}, "Đủ"),
        ({"status": "Đang thực hiện"}, "Thiếu «Kết quả thực hiện»"),
        (
            {"status": "Đang thực hiện", "result": "x", "percent": 100.0},
            "«Tỷ lệ hoàn thành (%)» phải là 1 đến 99 hoặc để trống",
        ),
        ({"status": "Đang thực hiện", "result": "x", "completed_on": DAY}, "Xóa «Ngày hoàn thành»"),
        ({"status": "Chưa thực hiện", "difficulties": "x", "percent": 0.0}, "Đủ"),
        ({"status": "Chưa thực hiện"}, "Nêu lý do ở cột «Khó khăn, vướng mắc; nguyên nhân»"),
        ({"status": "Đang thực hiện", "result": "x", "percent": "85%"}, "Gõ «Tỷ lệ hoàn thành (%)» bằng chữ số"),
        ({"status": "Đang thực hiện", "result": "x", "percent": 130.0}, "«Tỷ lệ hoàn thành (%)» phải từ 0 đến 100"),
        (
            {"status": "Hoàn thành", "completed_on": "15/8/2025", "result": "x"},
            "Gõ «Ngày hoàn thành» theo dạng ngày/tháng/năm",
        ),
        (
            {"status": "Hoàn thành", "completed_on": date(2024, 8, 15), "result": "x"},
            "«Ngày hoàn thành» phải từ 01/01/2025 đến 03/3/2026",
        ),
        (
            {"status": "Hoàn thành", "completed_on": date(2025, 5, 9), "result": "x", "evidence": "y"},
            "Đủ\nLưu ý: xem lại «Ngày hoàn thành», sớm hơn 01/7/2025",
        ),
        (
            {"status": "Không phát sinh", "difficulties": "x"},
            "Chọn lại «Trạng thái»: mục này không dùng «Không phát sinh»",
        ),
    ],
)
def test_what_a_row_lacks_is_said_in_words(campaign: Campaign, schemas: Schemas, values: Values, text: str) -> None:
    assert check_of(campaign, schemas).text(values) == text


def test_nil_needs_its_reason_where_it_is_allowed(campaign: Campaign, schemas: Schemas) -> None:
    check = check_of(campaign, schemas, nil_allowed=True)
    assert check.text({"status": "Không phát sinh"}) == "Nêu lý do ở cột «Khó khăn, vướng mắc; nguyên nhân»"
    assert check.text({"status": "Không phát sinh", "difficulties": "x"}) == COMPLETE


@pytest.mark.parametrize(
    ("due", "overdue"),
    [(date(2025, 9, 3), True), (date(2025, 9, 4), False), (date(2025, 12, 31), False), (None, False)],
)
def test_overdue_is_judged_at_the_last_day_of_the_round(
    campaign: Campaign, schemas: Schemas, due: date | None, overdue: bool
) -> None:
    text = check_of(campaign, schemas, due=due).text({"status": "Đang thực hiện", "result": "x"})
    assert text == ("Đã quá hạn, nêu nguyên nhân ở cột «Khó khăn, vướng mắc; nguyên nhân»" if overdue else COMPLETE)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Đủ\nLưu ý: đã quá hạn, nên ghi «Nhóm nguyên nhân»\nLưu ý: đã quá hạn, nên ghi «Dự kiến hoàn thành»"),
        ({**LATE, "cause": "Mưa"}, "Đủ\nLưu ý: chọn «Nhóm nguyên nhân» trong danh sách"),
        ({**LATE, "promised_on": "sang tháng"}, "Đủ\nLưu ý: gõ «Dự kiến hoàn thành» theo dạng ngày/tháng/năm"),
        (
            {**LATE, "promised_on": date(2027, 1, 1)},
            "Đủ\nLưu ý: «Dự kiến hoàn thành» phải từ 01/8/2025 đến 31/12/2026",
        ),
        ({**LATE, REPORT_DATE: date(2025, 10, 1)}, "Đủ\nLưu ý: «Dự kiến hoàn thành» trước ngày báo cáo"),
        ({**LATE, REPORT_DATE: date(2025, 9, 30)}, "Đủ"),
    ],
)
def test_cause_and_promise_of_what_is_overdue_are_asked_for_and_never_missed(
    campaign: Campaign, schemas: Schemas, values: Values, text: str
) -> None:
    row = {"status": "Đang thực hiện", "result": "x", "difficulties": "y", **values}
    assert check_of(campaign, schemas, due=date(2025, 9, 3)).text(row) == text
    assert check_of(campaign, schemas, due=date(2025, 9, 4)).text({**row, **LATE}).startswith(COMPLETE)


def test_who_follows_a_single_lead_is_asked_for_neither(campaign: Campaign, schemas: Schemas) -> None:
    form = form_of(campaign, schemas, "11383")
    (row,) = [row for row in form.rows if row.task.code == "4.7"]
    assert row.assignment.follows_lead
    check = row_check(schemas.report, row.assignment, form.round, campaign.decision)
    assert check.text({"status": "Đang thực hiện", "result": "x", "difficulties": "y"}) == COMPLETE


def test_progress_line() -> None:
    codes = ["1.1", "1.2", "3.4.a"]
    assert progress_text(["Đủ", "Thiếu", "Đủ\nLưu ý: x"], codes) == "Đã điền đủ 2/3 nhiệm vụ; còn thiếu: 1.2"
    assert progress_text(["Đủ", "Đủ", "Đủ"], codes) == "Đã điền đủ 3/3 nhiệm vụ"
    assert progress_text([], []) == "Đã điền đủ 0/0 nhiệm vụ"
    assert progress_formula([], []) == '="Đã điền đủ 0/0 nhiệm vụ"'


def test_every_check_of_the_rows_is_said_by_the_form(campaign: Campaign, schemas: Schemas) -> None:
    """Each row rule, broken alone, is named by the heading of its target."""
    check = check_of(campaign, schemas, nil_allowed=True)
    right: dict[str, Values] = {
        "Hoàn thành": {"completed_on": DAY, "result": "x", "evidence": "y"},
        "Đang thực hiện": {"result": "x"},
        "Chưa thực hiện": {"difficulties": "x"},
        "Không phát sinh": {"difficulties": "x"},
    }
    for rule in schemas.report.row_rules:
        for status in rule.equals:
            row = {"status": status, **right[status]}
            assert check.text(row) == COMPLETE
            broken = {"required_when": None, "empty_when": DAY, "between_when": (rule.maximum or 0) + 0.5}[
                rule.condition
            ]
            text = check.text({**row, rule.target: broken})
            assert f"«{schemas.report.column(rule.target).title}»" in text
            assert text.startswith(COMPLETE) is (rule.rule.severity is Severity.WARNING)


def test_the_form_and_the_schemas_never_disagree(campaign: Campaign, schemas: Schemas) -> None:
    """A typed row with a status is complete exactly where no error of the schema stands on it."""
    check = check_of(campaign, schemas, nil_allowed=True)
    statuses = set(schemas.report.column("status").allowed)
    rows = [
        values
        for values in mixed_values(2000, seed=1)
        if values["status"] in statuses
        and all(
            values[column.name] is None or isinstance(values[column.name], str) is (column.kind is ColumnKind.TEXT)
            for column in schemas.report.open_columns
        )
        and getattr(values["completed_on"], "year", 2025) == 2025
    ]
    assert len(rows) > 200
    frame = pd.DataFrame(rows, dtype=object).map(
        lambda cell: cell.strip("\u00a0 \n") or None if isinstance(cell, str) else cell
    )
    frame["percent"] = frame["percent"].astype(float)
    frame["completed_on"] = pd.to_datetime(frame["completed_on"])
    in_error = pd.Series(data=False, index=frame.index)
    pandera = schemas.report.pandera
    for row_rule in pandera.checks:
        if Rule.of(row_rule.error).severity is Severity.ERROR:
            in_error |= ~row_rule(frame).check_output
    for column in frame.columns:
        for cell_check in pandera.columns[column].checks:
            if Rule.of(cell_check.error).severity is Severity.ERROR:
                in_error |= ~cell_check(frame[column]).check_output.reindex(frame.index, fill_value=True)
    said = [check.text(values).startswith(COMPLETE) for values in rows]
    assert said == (~in_error).tolist()
    assert {True, False} == set(said)


def test_limits_in_words(schemas: Schemas) -> None:
    percent = schemas.report.column("percent")
    assert limits_text(percent) == "từ 0 đến 100"
    assert limits_text(replace(percent, maximum=None)) == "từ 0 trở lên"
    assert limits_text(replace(percent, minimum=None, maximum=None)) == ""
    assert limits_text(replace(percent, minimum=None)) == "từ 100 trở xuống"
