"""What a cell shows for the value it holds: the table of formats that officers meet."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.shown.number_format import BUILT_IN, percentage, serial, shown_number, shown_text
from pipeline.intake.shown.numbers import with_vietnamese_marks

DAY = serial(date(2025, 8, 15))

NUMBERS = [
    # no format, or none that changes anything
    ("General", 12.5, "12,5"),
    ("General", 12.000000000000002, "12"),
    ("General", 0.1 + 0.2, "0,3"),
    ("General", 1 / 3, "0,333333333"),
    ("General", 1234.56789012, "1234,56789"),
    ("General", 31_200_012_345.0, "31200012345"),
    ("General", -7.25, "-7,25"),
    ("General", 0.00001234, "1,234E-05"),
    ("@", 12.0, "12"),
    # digits
    ("0", 12.5, "13"),
    ("0", 0.0, "0"),
    ("0.00", 1.005, "1,01"),
    ("0.0#", 60.0, "60,0"),
    ("0.##", 60.0, "60"),
    ("0.##", 60.5, "60,5"),
    ("#,##0", 1_234_567.0, "1.234.567"),
    ("#,##0", 999.0, "999"),
    ("#,##0.00", 1_234.5, "1.234,50"),
    ("#,##0", -1_234.0, "-1.234"),
    ("#,##0,", 1_500_000.0, "1.500"),
    ('#,##0.0,,"\u00a0triệu"', 1_250_000.0, "1,3 triệu"),
    ("0", -0.4, "0"),
    # leading zeros and numbers of something
    ("0000000000", 912_345_678.0, "0912345678"),
    ("0000\\ 000\\ 000", 912_345_678.0, "0912 345 678"),
    ("0000-000-000", 912_345_678.0, "0912-345-678"),
    ("000", 7.0, "007"),
    ("00", 123.0, "123"),
    ('00"/BC-UBND"', 45.0, "45/BC-UBND"),
    ('"Số "0"/KH-UBND"', 12.0, "Số 12/KH-UBND"),
    ("0\\/\\Q\\Đ", 8.0, "8/QĐ"),
    # percentages
    ("0%", 0.85, "85%"),
    ("0.0%", 0.8555, "85,6%"),
    ("0.00%;[Red]-0.00%", -0.05, "-5,00%"),
    ("0 %", 0.85, "85 %"),
    ('[<=1]0%;0"%"', 0.85, "85%"),
    ('[<=1]0%;0"%"', 85.0, "85%"),
    # money
    ('#,##0\\ "₫"', 1_500_000.0, "1.500.000 ₫"),
    ("#,##0 [$₫-42A]", 1_500_000.0, "1.500.000 ₫"),
    ("[$VND] #,##0", 2_000.0, "VND 2.000"),
    ('_-* #,##0.00\\ "₫"_-;\\-* #,##0.00\\ "₫"_-;_-* "-"??\\ "₫"_-;_-@_-', 1_500.0, "1.500,00 ₫"),
    ('_-* #,##0.00\\ "₫"_-;\\-* #,##0.00\\ "₫"_-;_-* "-"??\\ "₫"_-;_-@_-', -3.5, "-3,50 ₫"),
    ('_-* #,##0\\ "₫"_-;\\-* #,##0\\ "₫"_-;_-* "-"\\ "₫"_-;_-@_-', 0.0, "- ₫"),
    ("[$$-409]#,##0.00", 12.0, "$12,00"),
    ("#,##0đ", 50_000.0, "50.000đ"),
    # sections and literal text
    ('0" cuộc"', 12.0, "12 cuộc"),
    ('General" mô hình"', 3.0, "3 mô hình"),
    ('"Đã họp "0" lần";"Thiếu "0;"Chưa họp"', 4.0, "Đã họp 4 lần"),
    ('"Đã họp "0" lần";"Thiếu "0;"Chưa họp"', -4.0, "Thiếu 4"),
    ('"Đã họp "0" lần";"Thiếu "0;"Chưa họp"', 0.0, "Chưa họp"),
    ('[=1]"Có";[=0]"Không";0', 1.0, "Có"),
    ('[=1]"Có";[=0]"Không";0', 0.0, "Không"),
    ('[>=1000000]0.0,," triệu";[>=1000]0," nghìn";0', 2_500_000.0, "2,5 triệu"),
    ('[>=1000000]0.0,," triệu";[>=1000]0," nghìn";0', 45_000.0, "45 nghìn"),
    ('[>=1000000]0.0,," triệu";[>=1000]0," nghìn";0', 45.0, "45"),
    ("#,##0;(#,##0)", -1_234.0, "(1.234)"),
    ("0.0_);(0.0)", 5.0, "5,0"),
    ("[Red]0", 5.0, "5"),
    # fractions and powers of ten
    ("# ?/?", 0.5, "1/2"),
    ("# ?/?", 2.25, "2 1/4"),
    ("# ?/?", 3.0, "3"),
    ("# ??/??", 0.3125, "5/16"),
    ("# ?/8", 0.5, "4/8"),
    ("# ??/100", 1.25, "1 25/100"),
    ("?/?", 1.5, "3/2"),
    ("0.00E+00", 1_500_000.0, "1,50E+06"),
    ("0.0E-0", 0.00012, "1,2E-4"),
    ("##0.0E+0", 12_345.0, "12,3E+3"),
    ("0.00E+00", 0.0, "0,00E+00"),
    # dates
    ("dd/mm/yyyy", DAY, "15/08/2025"),
    ("d/m/yy", DAY, "15/8/25"),
    ("dd/mm/yyyy;@", DAY, "15/08/2025"),
    ("[$-1010000]d/m/yyyy;@", DAY, "15/8/2025"),
    ("yyyy\\-mm\\-dd", DAY, "2025-08-15"),
    ('[$-42A]"Tháng "m/yyyy', serial(date(2025, 8, 1)), "Tháng 8/2025"),
    ('"ngày "d" tháng "m" năm "yyyy', DAY, "ngày 15 tháng 8 năm 2025"),
    ('"Quý III/"yyyy', DAY, "Quý III/2025"),
    ("d-mmm-yy", DAY, "15-thg 8-25"),
    ("[$-409]d-mmm-yy", DAY, "15-Aug-25"),
    ("[$-42A]d mmmm yyyy", DAY, "15 tháng 8 2025"),
    ("[$-409]dddd, mmmm d, yyyy", DAY, "Friday, August 15, 2025"),
    ("dddd, dd/mm", DAY, "Thứ Sáu, 15/08"),
    ("ddd", serial(date(2025, 8, 17)), "CN"),
    # times
    ("h:mm", serial(time(8, 5)), "8:05"),
    ("hh:mm:ss", serial(time(20, 5, 9)), "20:05:09"),
    ("h:mm AM/PM", serial(time(20, 5)), "8:05 CH"),
    ("[$-409]h:mm AM/PM", serial(time(0, 5)), "12:05 AM"),
    ('h"h"mm', serial(time(14, 30)), "14h30"),
    ("dd/mm/yyyy h:mm", serial(datetime(2025, 8, 15, 14, 30)), "15/08/2025 14:30"),  # noqa: DTZ001
    ("mm:ss.0", serial(time(0, 5, 9, 700_000)), "05:09,7"),
    ("[h]:mm", serial(timedelta(hours=36, minutes=30)), "36:30"),
    ("[h]:mm:ss", serial(timedelta(days=2, seconds=5)), "48:00:05"),
    ('[mm]" phút"', serial(timedelta(hours=2)), "120 phút"),
    ("[h]:mm", serial(timedelta(hours=0.1) * 3), "0:18"),
]


@pytest.mark.parametrize(("number_format", "value", "text"), NUMBERS)
def test_what_a_number_looks_like(number_format: str, value: float, text: str) -> None:
    assert shown_number(value, number_format) == text


@pytest.mark.parametrize(
    ("number_format", "value"),
    [
        ("[DBNum1]0", 5.0),
        ("[$-F800]dddd, mmmm dd, yyyy", DAY),
        ("[$-x-sysdate]dddd", DAY),
        ("ge.m.d", DAY),
        ("[$-D000409]0", 5.0),
        ("[$-407]mmmm", DAY),
        ("mmmmm", DAY),
        ("dd/mm/yyyy", -5.0),
        ("dd/mm/yyyy", 1e9),
        # what shows nothing is not taken for nothing
        (";;;", 5.0),
        ("0;-0;;@", 0.0),
        ('""', 5.0),
        ("[<1]0", 5.0),
    ],
)
def test_a_format_that_is_not_known_says_nothing(number_format: str, value: float) -> None:
    assert shown_number(value, number_format) is None


@pytest.mark.parametrize(
    ("number_format", "text", "shown"),
    [
        ("General", "abc", "abc"),
        ("dd/mm/yyyy", "abc", "abc"),
        ("dd/mm/yyyy;@", "abc", "abc"),
        ('@" người"', "12", "12 người"),
        ('"Số "@"/BC-UBND"', "12", "Số 12/BC-UBND"),
        ('0;-0;0;"Đơn vị: "@', "A", "Đơn vị: A"),
        ("[DBNum1]@", "12", "12"),
    ],
)
def test_what_a_text_looks_like(number_format: str, text: str, shown: str) -> None:
    assert shown_text(text, number_format) == shown


@pytest.mark.parametrize(
    ("number_format", "value", "read"),
    [
        ("0%", 0.85, 85.0),
        ("0%", 1.0, 100.0),
        ("0%", 0.1 + 0.2, 30.0),
        ("0.0%;[Red]-0.0%", -0.5, -50.0),
        ('[<=1]0%;0"%"', 85.0, None),
        ('[<=1]0%;0"%"', 0.85, 85.0),
        ('[>1]0"%";0%', 85.0, None),
        ('[>1]0"%";0%', 0.4, 40.0),
        ('0.0%;-0.0%;"0%"', 0.0, None),
        ('0" %"', 85.0, None),
        ("0\\%", 85.0, None),
        ("[$%-42A]0", 85.0, None),
        ("0", 0.85, None),
    ],
)
def test_which_numbers_are_percentages(number_format: str, value: float, read: float | None) -> None:
    assert percentage(value, number_format) == read


@pytest.mark.parametrize(
    ("text", "value", "read"),
    [
        ("1,500,000 ₫", 1_500_000.0, "1.500.000 ₫"),
        ("1.500.000 ₫", 1_500_000.0, "1.500.000 ₫"),
        ("1,234.5", 1_234.5, "1.234,5"),
        ("1.234,5", 1_234.5, "1.234,5"),
        ("85.5%", 0.855, "85,5%"),
        ("85,5%", 0.855, "85,5%"),
        ("1,234", 1_234.0, "1.234"),
        ("1.234", 1_234.0, "1.234"),
        ("1.234", 1.2341, "1,234"),
        ("1,234", 1.2341, "1,234"),
        ("-1,234", -1_234.0, "-1.234"),
        ("12.345%", 0.12345, "12,345%"),
        ("45/BC-UBND", 45.0, "45/BC-UBND"),
        ("", 5.0, ""),
    ],
)
def test_numbers_shown_by_an_english_machine(text: str, value: float, read: str) -> None:
    assert with_vietnamese_marks(text, value) == read


def test_every_built_in_format_is_known() -> None:
    assert [number for number, code in BUILT_IN.items() if shown_number(45884.25, code) is None] == []


PIECES = [
    "0",
    "#",
    "?",
    ",",
    ".",
    "%",
    "/",
    "E+",
    "E-",
    "@",
    ";",
    "yy",
    "mm",
    "d",
    "h",
    "s",
    "[h]",
    "[<=1]",
    "[=0]",
    "AM/PM",
]
PIECES += [
    '"chữ"',
    "\\x",
    "_(",
    "* ",
    "[$₫-42A]",
    "[$-409]",
    "[$-",
    "[",
    "]",
    '"',
    "\\",
    "General",
    "[Red]",
    " ",
    "e",
    "1",
    "đ",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=20),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_no_format_brings_anything_down(number_format: str, value: float) -> None:
    assert shown_number(value, number_format) is None or isinstance(shown_number(value, number_format), str)
    percentage(value, number_format)
    assert isinstance(shown_text("chữ", number_format), str)


@pytest.mark.parametrize(
    ("number_format", "value"), [("0." + "0" * 60, 1.5), ("0.00", 1e30), ("%" * 200 + "0", 5.0), ("0" * 300, 5.0)]
)
def test_more_figures_than_a_number_has(number_format: str, value: float) -> None:
    assert shown_number(value, number_format) is None
