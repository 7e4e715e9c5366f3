"""The grammar of building blocks."""

from datetime import date

import pytest

from pipeline.simulation.phrases import names_in, phrase, with_capital, written_date, written_number
from pipeline.simulation.random_source import RandomSource


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (1250, "1.250"), (26000, "26.000")]
)
def test_numbers_are_written_as_offices_write_them(number: int, written: str) -> None:
    assert written_number(number) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2025, 9, 5), "05/9/2025"),
        (date(2025, 8, 15), "15/8/2025"),
        (date(2025, 2, 1), "01/02/2025"),
        (date(2025, 12, 4), "04/12/2025"),
    ],
)
def test_dates_are_written_as_offices_write_them(day: date, written: str) -> None:
    assert written_date(day) == written


@pytest.mark.parametrize(
    ("block", "possible"),
    [
        ("ban hành {document}", {"ban hành Kế hoạch số 12/KH-UBND"}),
        ("[đã|đang] họp", {"đã họp", "đang họp"}),
        (
            "[đã |]họp [thôn|[tổ|khu] dân cư]",
            {f"{a}họp {b}" for a in ("đã ", "") for b in ("thôn", "tổ dân cư", "khu dân cư")},
        ),
        ("họp [cả|] , ghi biên bản", {"họp cả, ghi biên bản", "họp, ghi biên bản"}),
        ("{1-3} cuộc", {"01 cuộc", "02 cuộc", "03 cuộc"}),
        ("tổ số {1..3}", {"tổ số 1", "tổ số 2", "tổ số 3"}),
    ],
)
def test_a_block_becomes_one_of_its_phrases(block: str, possible: set[str]) -> None:
    names = {"document": "Kế hoạch số 12/KH-UBND"}
    assert {phrase(block, RandomSource(seed), names) for seed in range(60)} == possible


def test_the_names_of_a_block_leave_its_numbers_out() -> None:
    assert names_in("[{head}|{CT-4.3-1}] {2-6} {1..9} {date}") == {"head", "CT-4.3-1", "date"}


def test_a_name_that_nobody_knows_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        phrase("{nobody}", RandomSource(1), {})


def test_a_sentence_begins_with_a_capital() -> None:
    assert with_capital("đã họp") == "Đã họp"
    assert with_capital("") == ""
