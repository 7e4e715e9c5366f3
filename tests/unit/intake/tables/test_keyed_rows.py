"""Rows are told by their codes, also those that programs have changed."""

from datetime import date, datetime, time

import pytest

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
    ("text", "is_code"),
    [("6.1", True), ("3.4.c", True), ("CT-9", True), ("Ghi chú", False), ("TM. UBND", False), ("", False)],
)
def test_what_looks_like_a_code(text: str, is_code: bool) -> None:
    assert looks_like_code(text) is is_code
