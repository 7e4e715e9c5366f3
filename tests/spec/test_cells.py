"""Cells: each value is read exactly, normalised on record, or refused with its reason."""

# ruff: noqa: DTZ001  # cells of workbooks have no time zone

from datetime import date, datetime, time, timedelta

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.decoration import Decoration, OverlayKind
from pipeline.rules import Rule
from tests.spec.cases import Case, Found, problems_expected, problems_found
from tests.support.validation import Decorated, ErrorValue, Formula, Styled, received, validated

PERCENT = CellStyle(number_format="0%")
PICTURE = Decoration(picture=OverlayKind.PICTURE)
OFFERED = "Hoàn thành, Đang thực hiện, Chưa thực hiện"
DONE = {
    "status": "Hoàn thành",
    "completed_on": date(2025, 8, 1),
    "result": "Đã ban hành kế hoạch.",
    "evidence": "Kế hoạch số 12",
}

CASES = [
    Case(about="a valid return has no problem"),
    Case(about="blanks alone are nothing", cells={"1.1/evidence": " \u00a0\n", "header/position": "\u200b"}),
    # texts
    Case(
        about="hidden characters, foreign blanks and marks typed apart are evened out, on record",
        cells={
            "1.1/result": "Đã\u200b ban hành",
            "1.2/result": "Đã ban\u00a0hành ",
            "1.3/result": "Đa\u0303 ban ha\u0300nh",
            "2.1/result": "dòng 1\r\ndòng 2",
            "2.4/result": "bel\x07l",
        },
        finds={
            "1.1/result": (Rule.TEXT_CLEANED, "Đã⟨U+200B⟩ ban hành"),
            "1.2/result": (Rule.TEXT_CLEANED, "Đã ban⟨U+00A0⟩hành⟨U+0020⟩"),
            "1.3/result": (Rule.TEXT_CLEANED, "Đã ban hành"),
            "2.1/result": (Rule.TEXT_CLEANED, "dòng 1⟨U+000D⟩\ndòng 2"),
            "2.4/result": (Rule.TEXT_CLEANED, "bel⟨U+0007⟩l"),
        },
    ),
    Case(
        about="a number, date, time or truth value in a text column becomes the text that the officer sees",
        cells={
            "header/phone": 912345678.0,
            "header/document_number": datetime(2025, 5, 4),
            "1.1/result": 12.5,
            "1.2/result": True,
            "1.3/result": time(8, 30),
        },
        finds={
            "header/phone": (Rule.TEXT_FROM_VALUE, "912345678"),
            "header/document_number": (Rule.TEXT_FROM_VALUE, "04/5/2025"),
            "1.1/result": (Rule.TEXT_FROM_VALUE, "12,5"),
            "1.2/result": (Rule.TEXT_FROM_VALUE, "TRUE"),
            "1.3/result": (Rule.TEXT_FROM_VALUE, "08:30:00"),
        },
    ),
    Case(
        about="a number or date in a text column is the text that its number format shows; what is stored is on record",
        cells={
            "header/phone": Styled(912345678.0, CellStyle(number_format="0000000000")),
            "header/document_number": Styled(45.0, CellStyle(number_format='00"/BC-UBND"')),
            "1.1/result": Styled(0.85, PERCENT),
            "1.2/result": Styled(datetime(2025, 8, 1), CellStyle(number_format='"Tháng "m/yyyy')),
            "1.3/result": Styled(1500000.0, CellStyle(number_format='#,##0\\ "₫"')),
            "2.1/result": Styled(timedelta(hours=36), CellStyle(number_format="[h]:mm")),
            "2.4/result": Styled("12", CellStyle(number_format='@" người"')),
            "1.1/evidence": 12.000000000000002,
        },
        finds={
            "header/phone": (Rule.TEXT_FROM_VALUE, "912345678"),
            "header/document_number": (Rule.TEXT_FROM_VALUE, "45"),
            "1.1/result": (Rule.TEXT_FROM_VALUE, "0,85"),
            "1.2/result": (Rule.TEXT_FROM_VALUE, "01/8/2025"),
            "1.3/result": (Rule.TEXT_FROM_VALUE, "1500000"),
            "2.1/result": (Rule.TEXT_FROM_VALUE, "36:00:00"),
            "2.4/result": (Rule.TEXT_FROM_VALUE, "12"),
            "1.1/evidence": (Rule.TEXT_FROM_VALUE, "12,000000000000002"),
        },
    ),
    Case(
        about="a number format that is not known, or shows nothing, leaves the value itself, to be looked at",
        cells={
            "1.1/result": Styled(12.0, CellStyle(number_format="[DBNum1]0")),
            "1.2/result": Styled(7.0, CellStyle(number_format=";;;")),
        },
        finds={"1.1/result": (Rule.FORMAT_UNKNOWN, "12"), "1.2/result": (Rule.FORMAT_UNKNOWN, "7")},
    ),
    Case(
        about="a text over the limit is kept",
        cells={"1.1/result": "a" * 4001, "1.2/result": "a" * 4000},
        finds={"1.1/result": (Rule.TOO_LONG, "a" * 4001)},
    ),
    Case(
        about="a text in an encoding from before Unicode is kept, and its likely reading shown",
        cells={"1.1/result": "§· ban hµnh kÕ ho¹ch", "1.2/result": "Ñaõ ban haønh keá hoaïch"},
        finds={
            "1.1/result": (Rule.LEGACY_ENCODING, "§· ban hµnh kÕ ho¹ch"),
            "1.2/result": (Rule.LEGACY_ENCODING, "Ñaõ ban haønh keá hoaïch"),
        },
    ),
    Case(
        about="a font made for an old encoding tells it by a single letter; Unicode in such a font is Unicode",
        cells={
            "1.1/result": Styled("§ang lµm", CellStyle(encoding="TCVN3")),
            "1.2/result": Styled("Ñaõ", CellStyle(encoding="VNI")),
            "1.3/result": Styled("Đã họp dân", CellStyle(encoding="TCVN3")),
            "2.1/result": Styled("12 cuoc", CellStyle(encoding="TCVN3")),
            "2.4/result": Styled("häp", CellStyle(encoding="TCVN3", capitals=True)),
        },
        finds={
            "1.1/result": (Rule.LEGACY_ENCODING, "§ang lµm"),
            "1.2/result": (Rule.LEGACY_ENCODING, "Ñaõ"),
            "2.4/result": (Rule.LEGACY_ENCODING, "häp"),
        },
    ),
    Case(about="what looks like a formula but is text is text", cells={"1.1/result": "=1+1", "1.2/result": "@A1"}),
    # status
    Case(
        about="a status with one meaning is normalised",
        cells={"1.1/status": "ĐANG THỰC HIỆN", "1.3/status": "dang thuc hien", "2.1/status": "Đang  thực hiện "},
        finds={
            "1.1/status": (Rule.LIST_VALUE_NORMALISED, "ĐANG THỰC HIỆN"),
            "1.3/status": (Rule.LIST_VALUE_NORMALISED, "dang thuc hien"),
            "2.1/status": (Rule.LIST_VALUE_NORMALISED, "Đang  thực hiện"),
        },
    ),
    Case(
        about="any other status is refused, and what rests on it stays silent",
        rows={
            "1.1": {"status": "chưa"},
            "1.2": {"status": "Hoàn thành 80%"},
            "1.3": {"status": 1.0},
            "2.1": {"status": True},
        },
        finds={
            "1.1/status": (Rule.NOT_IN_LIST, "chưa"),
            "1.2/status": (Rule.NOT_IN_LIST, "Hoàn thành 80%"),
            "1.3/status": (Rule.NOT_IN_LIST, "1"),
            "2.1/status": (Rule.NOT_IN_LIST, "TRUE"),
        },
    ),
    # dates
    Case(
        about="a date typed as text, with a time or as a serial number is normalised",
        rows={
            "1.1": {**DONE, "completed_on": "15/8/2025"},
            "1.2": {**DONE, "completed_on": "ngày 10 tháng 8 năm 2025"},
            "1.3": {**DONE, "completed_on": 45884.0},
            "2.1": {**DONE, "completed_on": datetime(2025, 8, 15, 9, 30)},
        },
        finds={
            "1.1/completed_on": (Rule.DATE_NORMALISED, "15/8/2025"),
            "1.2/completed_on": (Rule.DATE_NORMALISED, "ngày 10 tháng 8 năm 2025"),
            "1.3/completed_on": (Rule.DATE_NORMALISED, "45884"),
            "2.1/completed_on": (Rule.DATE_NORMALISED, "15/8/2025 09:30:00"),
        },
    ),
    Case(
        about="a date as another machine shows it, or with signs around it, has one reading",
        rows={
            "1.1": {**DONE, "completed_on": "15/08/2025 12:00:00 SA"},
            "1.2": {**DONE, "completed_on": "15-thg 8-25"},
            "1.3": {**DONE, "completed_on": "15-Aug-25"},
            "2.1": {**DONE, "completed_on": "'15/8/2025;"},
        },
        finds={
            "1.1/completed_on": (Rule.DATE_NORMALISED, "15/08/2025 12:00:00 SA"),
            "1.2/completed_on": (Rule.DATE_NORMALISED, "15-thg 8-25"),
            "1.3/completed_on": (Rule.DATE_NORMALISED, "15-Aug-25"),
            "2.1/completed_on": (Rule.DATE_NORMALISED, "'15/8/2025;"),
        },
    ),
    Case(
        about="what is no date is refused once, not missed a second time",
        rows={
            "1.1": {**DONE, "completed_on": "31/02/2025"},
            "1.2": {**DONE, "completed_on": "tháng 8"},
            "1.3": {**DONE, "completed_on": True},
            "2.1": {**DONE, "completed_on": 15.8},
        },
        finds={
            "1.1/completed_on": (Rule.NOT_A_DATE, "31/02/2025"),
            "1.2/completed_on": (Rule.NOT_A_DATE, "tháng 8"),
            "1.3/completed_on": (Rule.NOT_A_DATE, "TRUE"),
            "2.1/completed_on": (Rule.NOT_A_DATE, "15,8"),
        },
    ),
    Case(
        about="a date outside the year",
        rows={"1.1": {**DONE, "completed_on": date(2024, 8, 15)}, "1.2": {**DONE, "completed_on": "15/8/2026"}},
        finds={
            "1.1/completed_on": (Rule.DATE_OUTSIDE_PERIOD, "15/8/2024"),
            "1.2/completed_on": (Rule.DATE_OUTSIDE_PERIOD, "15/8/2026"),
        },
    ),
    Case(
        about="a date after the as-of date",
        rows={"1.1": {**DONE, "completed_on": date(2025, 9, 5)}, "1.2": {**DONE, "completed_on": date(2025, 9, 4)}},
        cells={"header/report_date": date(2025, 9, 15)},
        finds={
            "1.1/completed_on": (Rule.DATE_IN_FUTURE, "05/9/2025"),
            "header/report_date": (Rule.DATE_IN_FUTURE, "15/9/2025"),
        },
    ),
    Case(
        about="done before the campaign's period is looked at",
        rows={"1.1": {**DONE, "completed_on": date(2025, 6, 30)}, "1.2": {**DONE, "completed_on": "15/01/2025"}},
        finds={
            "1.1/completed_on": (Rule.DATE_BEFORE_PERIOD, "30/6/2025"),
            "1.2/completed_on": (Rule.DATE_BEFORE_PERIOD, "15/01/2025"),
            "1.2/completed_on#": (Rule.DATE_NORMALISED, "15/01/2025"),
        },
    ),
    Case(
        about="a date that fits only with day and month swapped is asked about, never mended",
        rows={
            "1.1": {**DONE, "completed_on": date(2025, 4, 9)},
            "1.2": {**DONE, "completed_on": date(2025, 11, 8)},
        },
        finds={
            "1.1/completed_on": (Rule.DATE_SWAPPED, "09/4/2025"),
            "1.2/completed_on": (Rule.DATE_SWAPPED, "08/11/2025"),
        },
    ),
    Case(
        about="a text is day first always, whether it fits or not",
        rows={
            "1.1": {**DONE, "completed_on": "04/08/2025"},
            "1.2": {**DONE, "completed_on": "9/5/2025"},
            "1.3": {**DONE, "completed_on": "8/15/2025"},
            "2.1": {**DONE, "completed_on": "8/11/2025"},
        },
        finds={
            "1.1/completed_on": (Rule.DATE_NORMALISED, "04/08/2025"),
            "1.2/completed_on": (Rule.DATE_NORMALISED, "9/5/2025"),
            "1.2/completed_on#": (Rule.DATE_BEFORE_PERIOD, "9/5/2025"),
            "1.3/completed_on": (Rule.NOT_A_DATE, "8/15/2025"),
            "2.1/completed_on": (Rule.DATE_IN_FUTURE, "8/11/2025"),
        },
    ),
    # numbers
    Case(
        about="a number with one reading is normalised",
        cells={
            "1.1/percent": "60%",
            "1.2/percent": "60 %",
            "1.3/percent": "60,5",
            "CT-3.2-1/value": "12 mô hình",
            "CT-4.3-2/value": "1.234.567",
            "CT-1.1-2/value": "120",
        },
        finds={
            "1.1/percent": (Rule.NUMBER_NORMALISED, "60%"),
            "1.2/percent": (Rule.NUMBER_NORMALISED, "60 %"),
            "1.3/percent": (Rule.NUMBER_NORMALISED, "60,5"),
            "CT-3.2-1/value": (Rule.NUMBER_NORMALISED, "12 mô hình"),
            "CT-4.3-2/value": (Rule.NUMBER_NORMALISED, "1.234.567"),
            "CT-1.1-2/value": (Rule.NUMBER_NORMALISED, "120"),
        },
    ),
    Case(
        about="what a calculation in binary leaves behind is no fraction",
        cells={
            "CT-1.1-1/value": 12.000000000000002,
            "CT-1.1-2/value": 11.9999999999997,
            "1.1/percent": 85.30000000000001,
            "1.2/percent": 100 / 3,
            "1.3/percent": Styled(0.1 + 0.2, PERCENT),
        },
        finds={
            "CT-1.1-1/value": (Rule.NUMBER_NORMALISED, "12,000000000000002"),
            "CT-1.1-2/value": (Rule.NUMBER_NORMALISED, "11,9999999999997"),
            "1.1/percent": (Rule.NUMBER_NORMALISED, "85,30000000000001"),
            "1.3/percent": (Rule.NUMBER_NORMALISED, "30%"),
        },
    ),
    Case(
        about="a percentage is what the section of its format shows",
        cells={
            "1.1/percent": Styled(85.0, CellStyle(number_format='[<=1]0%;0"%"')),
            "1.2/percent": Styled(0.85, CellStyle(number_format='[<=1]0%;0"%"')),
            "1.3/percent": Styled(40.0, CellStyle(number_format='0" %"')),
        },
        finds={"1.2/percent": (Rule.NUMBER_NORMALISED, "85%")},
    ),
    Case(
        about="signs around a number, and wide figures, leave it one reading",
        cells={"CT-1.1-1/value": "'12", "CT-1.1-2/value": "120;", "CT-4.3-1/value": "１２", "1.1/percent": "８５％"},
        finds={
            "CT-1.1-1/value": (Rule.NUMBER_NORMALISED, "'12"),
            "CT-1.1-2/value": (Rule.NUMBER_NORMALISED, "120;"),
            "CT-4.3-1/value": (Rule.NUMBER_NORMALISED, "１２"),
            "1.1/percent": (Rule.NUMBER_NORMALISED, "８５％"),
        },
    ),
    Case(
        about="a number with two readings is asked about",
        cells={"1.1/percent": "0,85", "CT-4.3-2/value": "1.234", "CT-1.1-2/value": "1,234"},
        finds={
            "1.1/percent": (Rule.NUMBER_AMBIGUOUS, "0,85"),
            "CT-4.3-2/value": (Rule.NUMBER_AMBIGUOUS, "1.234"),
            "CT-1.1-2/value": (Rule.NUMBER_AMBIGUOUS, "1,234"),
        },
    ),
    Case(
        about="what is no number is refused",
        cells={
            "1.1/percent": "gần xong",
            "1.2/percent": date(2025, 8, 15),
            "1.3/percent": False,
            "CT-1.1-1/value": "không",
            "CT-3.2-1/value": "12 triệu",
            "CT-4.3-1/value": "khoảng 10",
        },
        finds={
            "1.1/percent": (Rule.NOT_A_NUMBER, "gần xong"),
            "1.2/percent": (Rule.NOT_A_NUMBER, "15/8/2025"),
            "1.3/percent": (Rule.NOT_A_NUMBER, "FALSE"),
            "CT-1.1-1/value": (Rule.NOT_A_NUMBER, "không"),
            "CT-3.2-1/value": (Rule.NOT_A_NUMBER, "12 triệu"),
            "CT-4.3-1/value": (Rule.NOT_A_NUMBER, "khoảng 10"),
        },
    ),
    Case(
        about="a number outside its limits is one problem, whatever else speaks against it",
        cells={"1.1/percent": 120.0, "1.2/percent": "150%", "1.3/percent": -1.0},
        finds={
            "1.1/percent": (Rule.OUT_OF_RANGE, "120"),
            "1.2/percent": (Rule.OUT_OF_RANGE, "150%"),
            "1.3/percent": (Rule.OUT_OF_RANGE, "-1"),
        },
    ),
    Case(
        about="indicators are not negative, and whole where their unit is",
        cells={"CT-1.1-1/value": -3.0, "CT-1.1-2/value": 12.5, "CT-4.3-1/value": "2,5", "CT-4.3-2/value": -0.5},
        finds={
            "CT-1.1-1/value": (Rule.NEGATIVE, "-3"),
            "CT-1.1-2/value": (Rule.NOT_WHOLE, "12,5"),
            "CT-4.3-1/value": (Rule.NOT_WHOLE, "2,5"),
            "CT-4.3-2/value": (Rule.NEGATIVE, "-0,5"),
        },
    ),
    Case(
        about="a fraction shown as a percentage is that percentage",
        rows={"1.1": {**DONE, "percent": Styled(1.0, PERCENT)}},
        cells={"1.2/percent": Styled(0.85, PERCENT), "1.3/percent": Styled(0.855, PERCENT), "2.1/percent": 0.85},
        finds={
            "1.1/percent": (Rule.NUMBER_NORMALISED, "100%"),
            "1.2/percent": (Rule.NUMBER_NORMALISED, "85%"),
            "1.3/percent": (Rule.NUMBER_NORMALISED, "85,5%"),
            "2.1/percent": (Rule.PERCENT_AGAINST_STATUS, "0,85"),
        },
    ),
    Case(
        about="a percentage beyond 100, and one where a number is asked",
        cells={
            "1.1/percent": Styled(85.0, PERCENT),
            "CT-1.1-1/value": Styled(0.12, PERCENT),
            "1.2/result": Styled("12%", PERCENT),
        },
        finds={"1.1/percent": (Rule.OUT_OF_RANGE, "8500%"), "CT-1.1-1/value": (Rule.NOT_A_NUMBER, "12%")},
    ),
    # what a cell shows besides its value
    Case(
        about="a picture is told where it stands, and counts as evidence alone",
        cells={
            "1.1/evidence": Decorated(None, PICTURE),
            "1.2/evidence": Decorated("Kế hoạch số 12", PICTURE),
            "1.3/result": Decorated(None, PICTURE),
            "CT-1.1-1/note": Decorated(None, Decoration(picture=OverlayKind.DOCUMENT)),
            "1.1/status": "Hoàn thành",
            "1.1/completed_on": date(2025, 8, 15),
        },
        finds={
            "1.1/evidence": (Rule.PICTURE, ""),
            "1.2/evidence": (Rule.PICTURE, "Kế hoạch số 12"),
            "1.3/result": (Rule.PICTURE, ""),
            "1.3/result#2": (Rule.RESULT_MISSING, ""),
            "CT-1.1-1/note": (Rule.PICTURE, ""),
        },
    ),
    Case(
        about="words struck through are told",
        cells={
            "1.1/result": Decorated(
                "Đã ban hành Kế hoạch số 12 Kế hoạch số 15", Decoration(struck=("Kế hoạch số 12",))
            ),
            "1.2/result": Decorated("Chưa làm", Decoration(all_struck=True)),
            "1.3/evidence": Decorated(None, Decoration(all_struck=True)),
        },
        finds={
            "1.1/result": (Rule.STRUCK_THROUGH, "Đã ban hành Kế hoạch số 12 Kế hoạch số 15"),
            "1.2/result": (Rule.STRUCK_THROUGH, "Chưa làm"),
        },
    ),
    Case(
        about="the address behind a text is kept",
        cells={
            "1.1/evidence": Decorated("tại đây", Decoration(link="https://example.vn/kh-15")),
            "1.2/evidence": Decorated("https://example.vn/kh-15", Decoration(link="https://example.vn/kh-15/")),
            "1.3/evidence": Decorated("Xem example.vn/k%E1%BA%BF", Decoration(link="http://example.vn/kế")),
        },
        finds={"1.1/evidence": (Rule.LINK_KEPT, "tại đây")},
    ),
    # formulas and error values
    Case(
        about="the stored value of a formula counts, and the formula is quoted",
        cells={"1.1/percent": Formula("=30*2", 60.0), "CT-1.1-1/value": Formula("=SUM(A1:A3)", 12.0)},
        finds={
            "1.1/percent": (Rule.FORMULA, "=30*2"),
            "CT-1.1-1/value": (Rule.FORMULA, "=SUM(A1:A3)"),
        },
    ),
    Case(
        about="a formula without a value, or with an error",
        cells={
            "1.1/result": Formula("=[1]Sheet1!A1"),
            "1.2/result": Formula('=""', ""),
            "1.3/percent": ErrorValue("#REF!"),
            "CT-1.1-1/value": ErrorValue("#DIV/0!"),
        },
        finds={
            "1.1/result": (Rule.FORMULA_WITHOUT_VALUE, "=[1]Sheet1!A1"),
            "1.2/result": (Rule.FORMULA_WITHOUT_VALUE, '=""'),
            "1.3/percent": (Rule.ERROR_VALUE, "#REF!"),
            "CT-1.1-1/value": (Rule.ERROR_VALUE, "#DIV/0!"),
        },
    ),
    Case(
        about="an error value pasted as text is no better, whichever program made it",
        cells={
            "1.1/result": "#REF!",
            "1.2/percent": " #N/A ",
            "1.3/result": "Err:502",
            "2.1/result": "Loading...",
            "2.4/result": "#FIELD!",
            "1.1/evidence": "#TÊN?",
            "CT-1.1-1/value": "#ERROR!",
        },
        finds={
            "1.1/result": (Rule.ERROR_VALUE, "#REF!"),
            "1.2/percent": (Rule.ERROR_VALUE, "#N/A"),
            "1.3/result": (Rule.ERROR_VALUE, "Err:502"),
            "2.1/result": (Rule.ERROR_VALUE, "Loading..."),
            "2.4/result": (Rule.ERROR_VALUE, "#FIELD!"),
            "1.1/evidence": (Rule.ERROR_VALUE, "#TÊN?"),
            "CT-1.1-1/value": (Rule.ERROR_VALUE, "#ERROR!"),
        },
    ),
    Case(
        about="a sentence that quotes an error value is a sentence",
        cells={"1.1/result": "Bảng tính báo #REF! nên đơn vị đã nhập lại", "1.2/result": "Cổng dịch vụ báo Err:502."},
    ),
    Case(
        about="a formula whose value cannot be read is one problem",
        cells={"1.1/percent": Formula('="a"', "a"), "1.2/percent": Formula("=2*60", 120.0)},
        finds={"1.1/percent": (Rule.NOT_A_NUMBER, "a"), "1.2/percent": (Rule.OUT_OF_RANGE, "120")},
    ),
]


@pytest.fixture(scope="module")
def results(campaign: Campaign, schemas: Schemas) -> dict[str, list[Found]]:
    """The table, validated as one round."""
    return problems_found(CASES, campaign, schemas)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_cells(case: Case, results: dict[str, list[Found]], campaign: Campaign, schemas: Schemas) -> None:
    assert results[case.about] == problems_expected(case, campaign, schemas)


@pytest.mark.parametrize(
    ("cells", "message", "hint"),
    [
        (
            {"CT-4.3-2/value": "1.234"},
            "«1.234» ở cột «Giá trị» có thể hiểu là 1234 hoặc 1,234.",
            "Gõ lại đúng một trong hai số: 1234 hoặc 1,234 (không dùng dấu phân cách hàng nghìn).",
        ),
        (
            {"1.1/percent": 120.0},
            "120 ở cột «Tỷ lệ hoàn thành (%)» nằm ngoài khoảng cho phép (0 đến 100).",
            "Gõ số từ 0 đến 100.",
        ),
        (
            {"header/report_date": date(2025, 3, 9)},
            "Ngày 09/3/2025 ở cột «Ngày báo cáo» có vẻ bị đảo ngày và tháng; có phải ý là 03/9/2025?",
            "Gõ lại là 03/9/2025, kiểm tra ô hiện đúng ngày/tháng/năm.",
        ),
        ({"1.1/status": "x"}, "«x» không có trong danh sách của cột «Trạng thái».", f"Chọn một trong: {OFFERED}."),
        (
            {"CT-1.1-2/value": 12.5},
            "12,5 ở cột «Giá trị» không phải số nguyên, trong khi đơn vị tính là «lượt người».",
            "Gõ số nguyên, không có phần thập phân.",
        ),
    ],
)
def test_what_the_officer_reads(
    cells: dict[str, object], message: str, hint: str, campaign: Campaign, schemas: Schemas
) -> None:
    problem = validated(campaign, schemas, received(campaign, schemas, cells=cells)).problems[0]
    assert (problem.message, problem.hint) == (message, hint)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Styled(912345678.0, CellStyle(number_format="0000000000")), "0912345678"),
        (Styled(0.85, PERCENT), "85%"),
        (Styled(datetime(2025, 8, 1), CellStyle(number_format='[$-42A]"Tháng "m/yyyy')), "Tháng 8/2025"),
        (Styled(date(2025, 8, 15), CellStyle(number_format="dd/mm/yyyy")), "15/08/2025"),
        (Styled(1500000.0, CellStyle(number_format='#,##0\\ "₫"')), "1.500.000 ₫"),
        (Styled(0.25, CellStyle(number_format="# ?/?")), "1/4"),
        (Styled("12", CellStyle(number_format='@" người"')), "12 người"),
        (Styled(12.0, CellStyle(number_format="[DBNum1]0")), "12"),
        (12.000000000000002, "12"),
        (date(2025, 8, 15), "15/8/2025"),
    ],
    ids=str,
)
def test_a_text_column_keeps_what_the_officer_saw(
    cell: object, text: str, campaign: Campaign, schemas: Schemas
) -> None:
    returns = validated(campaign, schemas, received(campaign, schemas, cells={"1.1/result": cell}))
    assert returns.report["result"].iloc[0] == text


def test_a_code_in_a_text_cell_that_became_a_number_keeps_its_point(campaign: Campaign, schemas: Schemas) -> None:
    file = received(campaign, schemas, proposals=[{"kind": "Bãi bỏ", "task": 3.2, "content": "Bỏ", "reason": "Trùng"}])
    assert list(validated(campaign, schemas, file).proposals["task"]) == ["3.2"]
