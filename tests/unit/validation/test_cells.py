"""One cell: what is used is what was typed, or a problem says how it differs."""

# ruff: noqa: DTZ001  # cells of workbooks have no time zone

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forms.schema.schema import Column, ColumnKind
from pipeline.intake.tables.cells import RawCell
from pipeline.problems import Cell
from pipeline.rules import Rule, Severity
from pipeline.text import clean_text
from pipeline.validation.cells import RowOwner, TypedCell, typed
from tests.support.validation import PAST

STATUSES = ("Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Không phát sinh")
COLUMNS = {
    "text": Column(name="result", title="Kết quả", kind=ColumnKind.TEXT, locked=False),
    "code": Column(name="task", title="TT nhiệm vụ", kind=ColumnKind.TEXT, locked=False, number_format="@"),
    "status": Column(
        name="status",
        title="Trạng thái",
        kind=ColumnKind.TEXT,
        locked=False,
        allowed=STATUSES,
        synonyms={"ht": "Hoàn thành"},
    ),
    "percent": Column(name="percent", title="Tỷ lệ (%)", kind=ColumnKind.NUMBER, locked=False),
    "number": Column(name="value", title="Giá trị", kind=ColumnKind.NUMBER, locked=False),
    "date": Column(name="completed_on", title="Ngày", kind=ColumnKind.DATE, locked=False),
}
CELL = Cell("Báo cáo", 11, 5)

VALUES = st.one_of(
    st.none(),
    st.text(),
    st.sampled_from(
        [
            "Hoàn thành",
            "HT",
            "đang thực hiện",
            "60%",
            "0,85",
            "1.234",
            "15/8/2025",
            "05-09-25",
            "8/15/2025",
            "12 người",
            "=1",
            " ",
        ]
    ),
    st.floats(),
    st.integers(min_value=-10, max_value=50_000).map(float),
    st.booleans(),
    st.dates(),
    st.dates(min_value=date(2024, 12, 1), max_value=date(2026, 2, 1)),
    st.datetimes(min_value=datetime(2025, 6, 1), max_value=datetime(2025, 9, 30)),
    st.timedeltas(),
    st.times(),
)


def read(value: Any, column: str, *, error: str | None = None, formula: str | None = None) -> TypedCell:
    raw = RawCell(cell=CELL, value=value, error=error, formula=formula)
    return typed(raw, COLUMNS[column], owner=RowOwner(file="a.xlsx", agency="SYT", task="1.1", unit="người"), past=PAST)


@given(VALUES, st.sampled_from(sorted(COLUMNS)), st.sampled_from([None, "=A1"]))
def test_a_value_is_used_as_typed_or_a_problem_says_so(value: Any, column: str, formula: str | None) -> None:
    cell = read(value, column, formula=formula)
    if not cell.problems:
        blank = value is None or (isinstance(value, str) and not clean_text(value))
        assert (cell.value is None) if blank else (cell.value == value and type(cell.value) in {type(value), date})
    if cell.refused:
        assert cell.value is None
        assert len(cell.problems) == 1
    if formula is not None:
        assert cell.problems


@given(VALUES, st.sampled_from(sorted(COLUMNS)))
def test_a_problem_of_a_cell_names_it_and_quotes_it(value: Any, column: str) -> None:
    for problem in read(value, column).problems:
        assert (problem.cell, problem.file, problem.agency, problem.task) == (CELL, "a.xlsx", "SYT", "1.1")
        assert problem.field == COLUMNS[column].title
        assert problem.value is not None
        assert problem.message
        assert problem.hint


@given(st.dates())
def test_a_date_is_used_only_within_the_year_and_up_to_the_as_of_date(day: date) -> None:
    cell = read(day, "date")
    within = PAST.earliest <= day <= PAST.latest
    assert cell.value in ({day, None} if within else {None})
    if PAST.start <= day <= PAST.latest:
        assert cell == TypedCell(day)


@pytest.mark.parametrize(
    ("value", "column", "used", "rules"),
    [
        (3.2, "code", "3.2", [Rule.TEXT_FROM_VALUE]),
        (3.2, "text", "3,2", [Rule.TEXT_FROM_VALUE]),
        (12.0, "text", "12", [Rule.TEXT_FROM_VALUE]),
        ("12", "text", "12", []),
        (0.85, "percent", 0.85, []),
        ("12 người", "number", 12.0, [Rule.NUMBER_NORMALISED]),
        ("12 người", "percent", None, [Rule.NOT_A_NUMBER]),
        (True, "number", None, [Rule.NOT_A_NUMBER]),
        (1e15, "number", 1e15, []),
        (1e308, "number", None, [Rule.OUT_OF_RANGE]),
        (-1e308, "number", None, [Rule.OUT_OF_RANGE]),
        ("9.999.999.999.999.990", "percent", None, [Rule.OUT_OF_RANGE]),
        (True, "date", None, [Rule.NOT_A_DATE]),
        (date(2025, 8, 15), "number", None, [Rule.NOT_A_NUMBER]),
        (datetime(2025, 8, 15), "date", date(2025, 8, 15), []),
        ("15/6/2025", "date", date(2025, 6, 15), [Rule.DATE_NORMALISED, Rule.DATE_BEFORE_PERIOD]),
        (date(2025, 5, 9), "date", date(2025, 5, 9), [Rule.DATE_BEFORE_PERIOD]),
        (date(2025, 4, 9), "date", None, [Rule.DATE_SWAPPED]),
        (date(2025, 12, 20), "date", None, [Rule.DATE_IN_FUTURE]),
        (date(2025, 11, 8), "date", None, [Rule.DATE_SWAPPED]),
    ],
)
def test_values_of_each_kind(value: Any, column: str, used: Any, rules: list[Rule]) -> None:
    cell = read(value, column)
    assert cell.value == used
    assert [problem.rule for problem in cell.problems] == rules


def test_a_formula_is_quoted_before_what_its_value_needed() -> None:
    cell = read("60%", "percent", formula='="60%"')
    assert cell.value == 60.0
    assert [problem.rule for problem in cell.problems] == [Rule.FORMULA, Rule.NUMBER_NORMALISED]
    assert [problem.value for problem in cell.problems] == ['="60%"', "60%"]


def test_an_error_value_is_an_error_whatever_else_stands_there() -> None:
    cell = read(None, "text", error="#REF!", formula="=X1")
    assert [(problem.rule, problem.value) for problem in cell.problems] == [(Rule.ERROR_VALUE, "#REF!")]


def test_severities_are_the_rules() -> None:
    assert read("HT", "status").problems[0].severity is Severity.NORMALISED
    assert not read("HT", "status").refused
    assert read("x", "status").refused
