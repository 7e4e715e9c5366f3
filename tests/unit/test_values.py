"""Values as officers write them: what is read, after which change, and what is never guessed."""

# ruff: noqa: DTZ001  # cells of workbooks have no time zone

import math
import unicodedata
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forms.schema.loading import read_schemas
from pipeline.text import clean_text
from pipeline.values import (
    How,
    ParsedValue,
    date_text,
    number_text,
    parse_choice,
    parse_date,
    parse_number,
    parse_percent,
    swapped,
    typed_text,
    visible_text,
    without_noise,
)

STATUSES = ("Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Không phát sinh")
SYNONYMS = read_schemas(Path(__file__).parents[2]).report.column("status").synonyms
ANYTHING = st.one_of(
    st.text(),
    st.floats(),
    st.integers(min_value=-(10**400), max_value=10**400),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
DIGITS_AND_SIGNS = st.text("0123456789.,/- %thángnămgày", max_size=25)

AUGUST_15 = date(2025, 8, 15)


@pytest.mark.parametrize(
    "typed",
    [
        "15/8/2025",
        "15/08/2025",
        "15-08-2025",
        "15.8.25",
        "15.8.2025.",
        "15 / 8 / 2025",
        "15–8–2025",
        "2025-08-15",
        "2025/8/15",
        "2025-08-15 00:00:00",
        "2025-08-15T07:30:00Z",
        "15/8/2025 14:30",
        "15/8/2025, 14h30",
        "ngày 15 tháng 8 năm 2025",
        "Ngày 15 tháng 08 năm 2025",
        "ngay 15 thang 8 nam 2025",
        "ngày 15/8/2025",
        "15 tháng 8, 2025",
        "Hải Phòng, ngày 15 tháng 8 năm 2025",
        "\u00a015/8/2025\u200b",
        "nga\u0300y 15 tha\u0301ng 8 na\u0306m 2025",
        "15/08/2025 12:00:00 SA",
        "15-thg 8-25",
        "15-Aug-25",
        "'15/8/2025",
        "15/8/2025;",
        "１５/８/２０２５",
        "2025/08/15",
        "2025-08-15T00:00:00+07:00",
        "15 thg 8, 2025",
        "15/T8/2025",
        "Thứ Sáu, 15 tháng 8, 2025",
        "Aug 15, 2025",
        "August 15th, 2025",
        "00:00 15/8/2025",
        "14h30 ngày 15/8/2025",
        "15 tháng tám năm 2025",
        "15Aug2025",
        "15-Aug-2025 00:00",
        "15/8/2025 0:00:00 AM",
        "15/8/2025 12:00 CH",
        "“15/8/2025”",
        "15/08/2025 00:00:00.000",
        "2025-08-15T00:00:00.000Z",
        "15-thg8-2025",
        "15/8/2025 lúc 14h30",
        "15 / 8 / 2025.",
        "T6 15/8/2025",
        "15-08-2025,",
        "15.8.2025 0:00",
        "Fri, 15 Aug 2025",
        "15th August, 2025",
        45884,
        45884.0,
        45884.75,
        datetime(2025, 8, 15, 7, 30),
    ],
)
def test_a_date_with_one_reading_is_normalised(typed: object) -> None:
    assert parse_date(typed) == ParsedValue(How.NORMALISED, AUGUST_15)


@pytest.mark.parametrize("typed", [AUGUST_15, datetime(2025, 8, 15)])
def test_a_true_date_is_exact(typed: object) -> None:
    assert parse_date(typed) == ParsedValue(How.EXACT, AUGUST_15)


def test_the_day_always_comes_first() -> None:
    assert parse_date("05/9/2025").value == date(2025, 9, 5)
    assert parse_date("9/5/2025").value == date(2025, 5, 9)


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2025",
        "29/2/2025",
        "31/9/2025",
        "0/8/2025",
        "15/8",
        "8/2025",
        "tháng 8/2025",
        "quý III",
        "15/8/025",
        "15/8/2025 và 16/8/2025",
        "đã xong",
        "",
        "ngày 15",
        "15082025",
        "2025-08-14T17:00:00Z",
        "Thứ Hai, 15/8/2025",
        "15 tháng năm 2025",
        "Aug-15-25",
        "15-nam-25",
        "Aug 2025",
        "15-thg 13-25",
        "31-Sep-25",
        "12:00:00 SA",
        "15/8/2025; 16/8/2025",
        "0000-01-01",
        2025,
        15.8,
        -1,
        math.nan,
        math.inf,
        10**400,
        True,
        None,
        time(8),
        timedelta(days=3),
    ],
)
def test_what_is_no_date_is_refused(typed: object) -> None:
    assert parse_date(typed) == ParsedValue(How.REFUSED)


def test_a_text_is_never_read_month_first() -> None:
    assert parse_date("8/15/2025") == ParsedValue(How.REFUSED)
    assert parse_date("9/5/2025").value == date(2025, 5, 9)


@pytest.mark.parametrize(
    ("day", "other"),
    [(date(2025, 5, 9), date(2025, 9, 5)), (date(2025, 8, 15), None), (date(2025, 7, 7), None)],
)
def test_swapped(day: date, other: date | None) -> None:
    assert swapped(day) == other


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2025, 9, 5), "05/9/2025"),
        (date(2025, 2, 15), "15/02/2025"),
        (date(2025, 1, 1), "01/01/2025"),
        (date(2025, 12, 31), "31/12/2025"),
    ],
)
def test_dates_are_shown_as_official_documents_write_them(day: date, text: str) -> None:
    assert date_text(day) == text


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_shown_is_read_back(day: date) -> None:
    assert parse_date(date_text(day)) == ParsedValue(How.NORMALISED, day)
    assert parse_date(f"ngày {day.day:02d} tháng {day.month} năm {day.year}") == ParsedValue(How.NORMALISED, day)
    assert parse_date(day.isoformat()) == ParsedValue(How.NORMALISED, day)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        ("012", 12),
        ("0", 0),
        ("-0", 0),
        ("-5", -5),
        ("\u22125", -5),
        ("+5", 5),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("0,85", 0.85),
        ("0,123", 0.123),
        ("1234,567", 1234.567),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1.234.567,89", 1234567.89),
        ("12 mô hình", 12),
        ("12 MÔ HÌNH.", 12),
        ("12 mô", 12),
        ("12mô hình", 12),
        (" 12\u00a0", 12),
        ("12,", 12),
        ("12;", 12),
        ("'12", 12),
        ("’12 mô hình;", 12),
        ("１２", 12),
        ("１２，５", 12.5),
    ],
)
def test_a_number_with_one_reading_is_normalised(typed: str, value: float) -> None:
    assert parse_number(typed, unit="mô hình") == ParsedValue(How.NORMALISED, float(value))


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1.234", (1234, 1.234)),
        ("1,234", (1234, 1.234)),
        ("12.000", (12000, 12)),
        ("-1.234", (-1234, -1.234)),
        ("1.234 mô hình", (1234, 1.234)),
    ],
)
def test_one_separator_before_three_digits_is_ambiguous(typed: str, readings: tuple[float, float]) -> None:
    assert parse_number(typed, unit="mô hình") == ParsedValue(How.AMBIGUOUS, candidates=readings)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "không",
        "x",
        "12 triệu",
        "12 rưỡi",
        "12 người",
        "12 mô hình trở lên",
        "khoảng 12",
        "hơn 12",
        "10-12",
        "12/20",
        "1 234",
        "1,5,5",
        "1.23,4.5",
        "1e5",
        "12%",
        "١٢",
        "9" * 30,
        "9" * 400,
        True,
        None,
        AUGUST_15,
        math.nan,
        -math.inf,
        10**400,
    ],
)
def test_what_is_no_number_is_refused(typed: object) -> None:
    assert parse_number(typed, unit="mô hình") == ParsedValue(How.REFUSED)


@pytest.mark.parametrize("typed", [12, 12.0])
def test_a_true_number_is_exact(typed: float) -> None:
    assert parse_number(typed) == ParsedValue(How.EXACT, 12.0)


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("85%", ParsedValue(How.NORMALISED, 85.0)),
        ("85 %", ParsedValue(How.NORMALISED, 85.0)),
        ("85,5%", ParsedValue(How.NORMALISED, 85.5)),
        ("85", ParsedValue(How.NORMALISED, 85.0)),
        ("0,5%", ParsedValue(How.NORMALISED, 0.5)),
        ("0", ParsedValue(How.NORMALISED, 0.0)),
        ("0,85", ParsedValue(How.AMBIGUOUS, candidates=(85.0, 0.85))),
        (0.85, ParsedValue(How.EXACT, 0.85)),
        (85, ParsedValue(How.EXACT, 85.0)),
        ("85 phần trăm", ParsedValue(How.REFUSED)),
        ("khoảng 85%", ParsedValue(How.REFUSED)),
    ],
)
def test_percentages(typed: object, outcome: ParsedValue[float]) -> None:
    assert parse_percent(typed) == outcome


@pytest.mark.parametrize(
    ("value", "grouped", "plain"),
    [
        (1234.5, "1.234,5", "1234,5"),
        (-1234567.0, "-1.234.567", "-1234567"),
        (0.1, "0,1", "0,1"),
        (1e-7, "0,0000001", "0,0000001"),
        (1e22, "10.000.000.000.000.000.000.000", "10000000000000000000000"),
        (-0.0, "0", "0"),
        (12, "12", "12"),
    ],
)
def test_numbers_are_shown_the_vietnamese_way(value: float, grouped: str, plain: str) -> None:
    assert number_text(value) == grouped
    assert number_text(value, grouped=False) == plain


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_shown_is_read_back_or_said_to_be_ambiguous(value: float) -> None:
    for text in (number_text(value), number_text(value, grouped=False)):
        read = parse_number(text)
        assert read.value == value or value in read.candidates


@given(DIGITS_AND_SIGNS)
def test_a_normalised_number_keeps_every_digit(text: str) -> None:
    read = parse_number(text)
    if read.value is not None:
        shown = number_text(read.value, grouped=False)
        assert "".join(filter(str.isdigit, shown)).strip("0") == "".join(filter(str.isdigit, text)).strip("0")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("hoàn thành", "Hoàn thành"),
        ("HOÀN  THÀNH", "Hoàn thành"),
        ("Hoàn thành.", "Hoàn thành"),
        ("- Hoàn thành", "Hoàn thành"),
        ("«Hoàn thành»", "Hoàn thành"),
        ("Hòan thành", "Hoàn thành"),
        ("hoan thanh", "Hoàn thành"),
        ("Hoa\u0300n tha\u0300nh", "Hoàn thành"),
        ("Hoàn thành ", "Hoàn thành"),
        ("đã hoàn thành", "Hoàn thành"),
        ("HT", "Hoàn thành"),
        ("dang thuc hien", "Đang thực hiện"),
        ("\u00d0ang thực hiện", "Đang thực hiện"),
        ("đang làm", "Đang thực hiện"),
        ("chưa làm", "Chưa thực hiện"),
        ("Chưa triển khai", "Chưa thực hiện"),
        ("KPS", "Không phát sinh"),
    ],
)
def test_a_word_that_can_mean_one_entry_is_normalised(typed: str, word: str) -> None:
    assert parse_choice(typed, STATUSES, SYNONYMS) == ParsedValue(How.NORMALISED, word)


@pytest.mark.parametrize("word", STATUSES)
def test_a_word_of_the_list_is_exact(word: str) -> None:
    assert parse_choice(word, STATUSES, SYNONYMS) == ParsedValue(How.EXACT, word)


@pytest.mark.parametrize(
    "typed",
    [
        "chưa",
        "chưa hoàn thành",
        "đã thực hiện",
        "ĐTH",
        "không",
        "x",
        "1",
        "",
        "Hoàn thành 80%",
        "Hoàn thành một phần",
        "Hoàn thành/Đang thực hiện",
        1,
        True,
        None,
        AUGUST_15,
    ],
)
def test_a_word_that_can_mean_two_entries_or_none_is_refused(typed: object) -> None:
    assert parse_choice(typed, STATUSES, SYNONYMS) == ParsedValue(How.REFUSED)


def test_synonyms_apply_only_where_their_word_is_in_the_list() -> None:
    assert parse_choice("HT", ("Điều chỉnh", "Bổ sung"), SYNONYMS) == ParsedValue(How.REFUSED)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (None, ""),
        (" x ", " x "),
        (True, "TRUE"),
        (1234.5, "1234,5"),
        (12.0, "12"),
        (AUGUST_15, "15/8/2025"),
        (datetime(2025, 8, 15), "15/8/2025"),
        (datetime(2025, 8, 15, 14, 30), "15/8/2025 14:30:00"),
        (time(14, 30), "14:30:00"),
        (10**400, "1" + "0" * 400),
    ],
)
def test_a_cell_is_quoted_as_the_officer_sees_it(typed: object, text: str) -> None:
    assert typed_text(typed) == text


@given(st.one_of(ANYTHING, DIGITS_AND_SIGNS))
def test_nothing_raises(anything: object) -> None:
    for outcome in (
        parse_date(anything),
        parse_number(anything, unit="người"),
        parse_percent(anything),
        parse_choice(anything, STATUSES, SYNONYMS),
    ):
        assert (outcome.value is not None) == (outcome.how in {How.EXACT, How.NORMALISED})


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()))
def test_any_cell_can_be_quoted(anything: object) -> None:
    assert isinstance(typed_text(anything), str)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Đã ban hành", "Đã ban hành"),
        ("dòng 1\ndòng 2", "dòng 1\ndòng 2"),
        (" a\u200b b\u00a0c\n", "⟨U+0020⟩a⟨U+200B⟩ b⟨U+00A0⟩c⟨U+000A⟩"),
        ("  ", "⟨U+0020⟩⟨U+0020⟩"),
        ("", ""),
    ],
)
def test_what_cannot_be_seen_is_spelt_out(typed: str, text: str) -> None:
    assert visible_text(typed) == text


@given(st.text())
def test_a_text_made_visible_needs_no_cleaning_but_composition(text: str) -> None:
    shown = visible_text(text)
    assert clean_text(shown) == unicodedata.normalize("NFC", shown)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15 tháng năm năm 2025", date(2025, 5, 15)),
        ("15 tháng mười hai 2025", date(2025, 12, 15)),
        ("May 15, 2025", date(2025, 5, 15)),
        ("01-Sept-25", date(2025, 9, 1)),
        ("5-thg 9-25", date(2025, 9, 5)),
        ("2025-08-14T23:30:00+07:00", date(2025, 8, 14)),
    ],
)
def test_months_by_name(typed: str, day: date) -> None:
    assert parse_date(typed) == ParsedValue(How.NORMALISED, day)


@pytest.mark.parametrize(
    ("value", "whole", "read"),
    [
        (12.000000000000002, False, 12.0),
        (0.1 + 0.2, False, 0.3),
        (85.30000000000001, False, 85.3),
        (0.1 * 3 * 40, False, 12.0),
        (sum([0.1] * 10), False, 1.0),
        (100 / 3, False, 100 / 3),
        (12.0000000003, False, 12.0000000003),
        (12.0000000003, True, 12.0),
        (sum([0.1] * 10_000), True, 1000.0),
        (12.5, True, 12.5),
        (12.001, True, 12.001),
        (123456789012.01, False, 123456789012.01),
        (12.0, False, 12.0),
        (0.0, True, 0.0),
        (-3.0000000000000004, False, -3.0),
    ],
)
def test_what_a_calculation_leaves_behind(value: float, whole: bool, read: float) -> None:
    assert without_noise(value, whole=whole) == read
