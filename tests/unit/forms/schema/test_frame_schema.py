"""Row checks as pandera calls them: True where a row is fine, and never an exception."""

import pandas as pd
import pytest

from pipeline.forms.schema.frame_schema import between_when, empty_when, required_when

ROWS = pd.DataFrame(
    {
        "status": ["Xong", "Xong", "Xong", "Chưa", None],
        "result": ["có", None, "  ", None, None],
        "percent": [100.0, 50.0, float("nan"), 3.0, 7.0],
    },
    index=[3, 5, 7, 9, 11],
)


def test_required_when() -> None:
    fine = required_when(ROWS, column="result", when="status", equals=["Xong"])
    assert fine.to_dict() == {3: True, 5: False, 7: False, 9: True, 11: True}


def test_empty_when() -> None:
    fine = empty_when(ROWS, column="result", when="status", equals=["Xong"])
    assert fine.tolist() == [False, True, True, True, True]


def test_between_when_passes_an_empty_cell() -> None:
    fine = between_when(ROWS, column="percent", when="status", equals=["Xong"], min_value=100, max_value=100)
    assert fine.tolist() == [True, False, True, True, True]


def test_text_among_the_numbers_is_another_gates_matter() -> None:
    rows = ROWS.assign(percent=["abc", 50, None, 1, 2])
    fine = between_when(rows, column="percent", when="status", equals=["Xong"], min_value=1, max_value=99)
    assert fine.tolist() == [True] * 5


@pytest.mark.parametrize("check", [required_when, empty_when, between_when])
@pytest.mark.parametrize("missing", ["column", "when"])
def test_a_column_that_is_not_there_is_no_exception(check: object, missing: str) -> None:
    names = {"column": "percent", "when": "status", missing: "không có"}
    bounds = {"min_value": 1, "max_value": 2} if check is between_when else {}
    assert check(ROWS, **names, equals=["Xong"], **bounds).all()  # type: ignore[operator]


def test_an_empty_frame_is_fine() -> None:
    assert required_when(ROWS.iloc[:0], column="result", when="status", equals=["Xong"]).empty
