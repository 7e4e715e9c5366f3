"""Codes that programs have changed, and which of several returns counts."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.supersession import Contender, decision
from pipeline.intake.tables.codes import code_of, looks_like_code

KNOWN = ("1", "1.1", "1.2", "1.10", "2.1", "3.4.a", "CT-4.4-1")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.1", "1.1"),
        (" 1.10 ", "1.10"),
        ("3.4.A", "3.4.a"),
        ("3 . 4 . a.", "3.4.a"),
        ("ct-4.4-1", "CT-4.4-1"),
        ("1.3", None),
        (1, "1"),
        (1.2, "1.2"),
        (1.3, None),
        (True, None),
        (None, None),
        (date(2025, 2, 10), None),
        (time(1, 1), None),
    ],
)
def test_a_code_is_known_by_its_spelling(value, code: str | None) -> None:
    assert code_of(value, KNOWN, fits=lambda _code: False) == code


@pytest.mark.parametrize(
    ("value", "possible"),
    [
        (1.1, ("1.1", "1.10")),
        (datetime.combine(date(2025, 2, 1), time()), ("1.2", "2.1")),
        (date(2025, 1, 1), ("1.1",)),
    ],
)
def test_the_rest_of_the_row_decides_where_the_text_of_a_code_was_lost(value, possible: tuple[str, ...]) -> None:
    for code in possible:
        assert code_of(value, KNOWN, fits=lambda candidate, code=code: candidate == code) == code
    if len(possible) > 1:
        assert code_of(value, KNOWN, fits=lambda _code: False) is None
        assert code_of(value, KNOWN, fits=lambda _code: True) is None


@pytest.mark.parametrize(
    ("text", "is_code"), [("6.1", True), ("3.4.c", True), ("CT-9", True), ("Ghi chú", False), ("", False)]
)
def test_what_looks_like_a_code(text: str, is_code: bool) -> None:
    assert looks_like_code(text) is is_code


DAYS = st.none() | st.dates(date(2025, 9, 1), date(2025, 9, 3))
CONTENDERS = st.lists(
    st.builds(
        lambda number, day, saved: Contender(
            path=f"{number % 3}/bc {number}.xlsx",
            sha256=f"{number:064d}",
            report_date=day,
            modified=None if saved is None else datetime.combine(saved, time()),
        ),
        st.integers(0, 20),
        DAYS,
        DAYS,
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda contender: contender.path,
)


@given(CONTENDERS, st.randoms(use_true_random=False))
def test_one_return_counts_whatever_the_order(contenders: list[Contender], chance) -> None:
    chosen = decision(contenders)
    assert {chosen.used.path, *chosen.grounds} == {contender.path for contender in contenders}
    assert len(chosen.grounds) == len(contenders) - 1
    shuffled = list(contenders)
    chance.shuffle(shuffled)
    assert decision(shuffled) == chosen


@given(CONTENDERS)
def test_the_latest_report_date_counts_where_all_have_one(contenders: list[Contender]) -> None:
    days = [contender.report_date for contender in contenders]
    if all(day is not None for day in days):
        assert decision(contenders).used.report_date == max(day for day in days if day is not None)


def test_the_same_name_in_two_folders_is_decided_by_content() -> None:
    two = [
        Contender(path=f"{folder}/bc.xlsx", sha256=sha, report_date=None, modified=None) for folder, sha in ("af", "b0")
    ]
    chosen = decision(two)
    assert chosen.used.sha256 == "f"
    assert chosen.by_chance == chosen.grounds["b/bc.xlsx"]
    assert "SHA-256" in (chosen.by_chance or "")
