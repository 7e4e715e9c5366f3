"""Input checks derived from columns of every kind."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from xlsxwriter import Workbook

from pipeline.forms.schema.schema import Column, ColumnKind, Schemas
from pipeline.forms.sheets.inputs import DropDownLists, input_check, shortened, whole_number_check
from pipeline.forms.sheets.sheet import Sheet
from pipeline.forms.sheets.styles import FormStyles
from pipeline.values import date_text
from tests.support.validation import PAST, PROMISED

COLUMN = Column(name="a", title="Số liệu", kind=ColumnKind.NUMBER, locked=False, help="Gõ số.", example="5")


@pytest.mark.parametrize(
    ("limits", "criteria", "message"),
    [
        ({"minimum": 0.0, "maximum": 100.0}, {"criteria": "between", "minimum": 0, "maximum": 100}, " từ 0 đến 100,"),
        ({"minimum": 0.5}, {"criteria": ">=", "value": 0.5}, " từ 0,5 trở lên,"),
        ({"maximum": 7.0}, {"criteria": "<=", "value": 7}, " từ 7 trở xuống,"),
        ({}, {"criteria": "between", "minimum": -1e15, "maximum": 1e15}, ","),
    ],
)
def test_numbers(limits: dict[str, float], criteria: dict[str, Any], message: str) -> None:
    check = input_check(replace(COLUMN, **limits), past=PAST, promised=PROMISED, source=None)  # type: ignore[arg-type]
    assert {name: check[name] for name in criteria} == criteria
    assert check["error_message"] == f"Chỉ gõ số{message} không kèm đơn vị, ví dụ 5."
    assert whole_number_check(check)["error_message"].startswith("Chỉ gõ số nguyên")


@pytest.mark.parametrize(
    ("own", "first", "last", "limits"),
    [
        ({}, PAST.earliest, PAST.latest, f", từ ngày {date_text(PAST.earliest)} đến ngày {date_text(PAST.latest)}"),
        ({"own_days": True}, date(1900, 1, 1), date(9999, 12, 31), ""),
        (
            {"own_days": True, "first_day": date(2019, 1, 1)},
            date(2019, 1, 1),
            date(9999, 12, 31),
            ", từ ngày 01/01/2019 trở đi",
        ),
        (
            {"own_days": True, "last_day": date(2019, 1, 1)},
            date(1900, 1, 1),
            date(2019, 1, 1),
            ", từ ngày 01/01/2019 trở về trước",
        ),
    ],
)
def test_dates_have_the_limits_of_the_campaign_or_their_own(
    own: dict[str, Any], first: date, last: date, limits: str
) -> None:
    check = input_check(replace(COLUMN, kind=ColumnKind.DATE, **own), past=PAST, promised=PROMISED, source=None)
    assert (check["minimum"], check["maximum"]) == (first, last)
    assert check["error_message"] == f"Gõ ngày/tháng/năm{limits}, ví dụ {date_text(PAST.example)}."


def test_a_closed_list_stops_and_suggestions_do_not() -> None:
    text = replace(COLUMN, kind=ColumnKind.TEXT, example="")
    closed = input_check(replace(text, allowed=("A", "B")), past=PAST, promised=PROMISED, source="=ds")
    assert (closed["source"], closed["error_message"]) == ("=ds", "Chọn một trong: A, B.")
    assert closed["input_message"] == "Gõ số."
    long = input_check(replace(text, allowed=tuple("ABCDEFGHIJ" * 6)), past=PAST, promised=PROMISED, source="=ds")
    assert long["error_message"] == "Chọn trong danh sách thả xuống hoặc để trống."
    assert (
        input_check(replace(text, suggestions=("A",)), past=PAST, promised=PROMISED, source="=ds")["show_error"]
        is False
    )
    with pytest.raises(ValueError, match="without its list"):
        input_check(replace(text, allowed=("A",)), past=PAST, promised=PROMISED, source=None)


def test_text_without_limit_has_a_message_only() -> None:
    assert (
        input_check(replace(COLUMN, kind=ColumnKind.TEXT), past=PAST, promised=PROMISED, source=None)["validate"]
        == "any"
    )


def test_titles_are_shortened_to_what_excel_shows() -> None:
    assert shortened("Khó khăn, vướng mắc; nguyên nhân") == "Khó khăn, vướng mắc; nguyên nhân"
    assert len(shortened("x" * 40)) == 32


def test_equal_lists_share_a_name_and_others_get_their_own(schemas: Schemas) -> None:
    lists = DropDownLists(Workbook(), {})
    status = schemas.report.column("status")
    shorter = replace(status, allowed=status.allowed[:3])
    names = [lists.of(schemas.report, column) for column in (status, shorter, status, shorter)]
    assert names == ["=ds_report_status", "=ds_report_status_2"] * 2
    assert lists.of(schemas.report, schemas.report.column("result")) is None


def test_what_xlsxwriter_refuses_is_never_lost_silently() -> None:
    workbook = Workbook()
    sheet = Sheet(workbook.add_worksheet("Trang"), FormStyles(workbook))
    with (
        pytest.warns(UserWarning, match="exceeds Excel's limit"),
        pytest.raises(ValueError, match="Trang: xlsxwriter code -2"),
    ):
        sheet.validation([(0, 0, 0, 0)], {"validate": "any", "input_message": "x" * 300})
