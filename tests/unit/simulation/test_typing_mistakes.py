"""Mistakes of typing: planted only where they are mistakes."""

from datetime import date

import pytest

from pipeline.simulation.typing_mistakes import date_of_another_year


@pytest.mark.parametrize(
    ("day", "earliest", "typed"),
    [
        (date(2025, 8, 15), date(2025, 1, 1), date(2024, 8, 15)),
        # over New Year, or in a plan of many years, the year before can be right
        (date(2027, 2, 10), date(2026, 1, 1), None),
        (date(2028, 6, 1), date(2026, 1, 1), None),
        (date(2028, 2, 29), date(2028, 1, 1), None),
        ("15/8/2025", date(2025, 1, 1), None),
    ],
)
def test_a_date_of_another_year_cannot_be_right(day: object, earliest: date, typed: date | None) -> None:
    row = {"completed_on": day}
    assert date_of_another_year(row, earliest) == (None if typed is None else {"completed_on": typed})  # type: ignore[arg-type]
