"""Telephone numbers keep the digits that a spreadsheet takes from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.telephone import restored_telephone


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("2253842424", "02253842424"),
        ("912345678", "0912345678"),
        ("912345678.0", "0912345678"),
        ("842253842424", "+842253842424"),
        ("84912345678", "+84912345678"),
        ("02253842424", "02253842424"),
        ("+84 912 345 678", "+84 912 345 678"),
        ("0225.3842424", "0225.3842424"),
        ("19001234", "19001234"),
        ("3842424", "3842424"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_took_is_put_back(typed: str, restored: str) -> None:
    assert restored_telephone(typed) == restored


@given(st.from_regex(r"0([35789][0-9]{8}|2[0-9]{9})", fullmatch=True))
def test_a_number_survives_being_taken_for_a_number(number: str) -> None:
    assert restored_telephone(str(int(number))) == restored_telephone(number) == number
