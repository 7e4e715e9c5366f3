"""Indicators and models: nobody reported is not zero, shares over those that gave both numbers."""

import math

import pandas as pd
import pytest

from pipeline.consolidation.figures import indicator_totals, indicator_totals_by, list_coverage
from tests.support.campaign import models_measuring


def indicators(values: dict[str, list[float]]) -> pd.DataFrame:
    """Received and resolved cases of three agencies; NaN where nothing was given."""
    rows = [
        (code, f"Số {code}", "vụ việc", 0, "CT-1" if code == "CT-2" else None, "4.4", f"A{place}", group, value, True)
        for place, group in enumerate(["departments", "communes", "communes"])
        for code, value in ((code, of_agency[place]) for code, of_agency in values.items())
    ]
    columns = ["indicator", "name", "unit", "decimals", "part_of", "task", "agency", "group", "value", "owing"]
    alike = {"aggregate": "sum", "flow": "cumulative", "ratio_part": None, "ratio_whole": None}
    return pd.DataFrame(rows, columns=columns).assign(position=[int(row[0][-1]) for row in rows], **alike)


def test_nobody_reported_is_not_zero() -> None:
    (total,) = indicator_totals(indicators({"CT-1": [math.nan, math.nan, math.nan]}))
    assert (total.total, total.owing, total.reported) == (None, 3, 0)
    (total,) = indicator_totals(indicators({"CT-1": [0.0, math.nan, math.nan]}))
    assert (total.total, total.reported) == (0.0, 1)


def test_a_share_is_over_the_agencies_that_gave_both_numbers() -> None:
    whole, part = indicator_totals(indicators({"CT-1": [10.0, math.nan, 10.0], "CT-2": [5.0, 100.0, math.nan]}))
    assert (whole.total, whole.share) == (20.0, None)
    assert (part.total, part.share, part.pairs) == (105.0, 0.5, 1)


def test_no_share_of_nothing() -> None:
    _, part = indicator_totals(indicators({"CT-1": [0.0, 0.0, 0.0], "CT-2": [0.0, 0.0, 0.0]}))
    assert (part.share, part.pairs) == (None, 3)


def test_no_share_where_the_whole_was_not_asked_for() -> None:
    (part,) = indicator_totals(indicators({"CT-2": [1.0, 2.0, 3.0]}))
    assert (part.part_of, part.share, part.pairs) == ("CT-1", None, 0)


def test_totals_stand_in_the_catalogues_order() -> None:
    rows = indicators({"CT-2": [1.0, 2.0, 3.0], "CT-1": [1.0, 2.0, 3.0]})
    assert [total.indicator for total in indicator_totals(rows)] == ["CT-1", "CT-2"]


def test_totals_by_group_add_up_to_the_whole() -> None:
    rows = indicators({"CT-1": [1.0, 2.0, 3.0]})
    by_group = indicator_totals_by(rows, "group")
    assert {group: totals[0].total for group, totals in by_group.items()} == {"departments": 1.0, "communes": 5.0}
    assert indicator_totals(rows)[0].total == 6.0


@pytest.mark.parametrize(
    ("states", "listed", "expected"),
    [
        (["H", "Đ", "X"], ["A0", "A0"], (3, 1, 2, 1 / 3)),
        (["H", "K", "M"], ["A0", "A1"], (1, 1, 2, 1.0)),
        (["X", "X", "X"], [], (3, 0, 0, 0.0)),
        (["K", "M", "M"], [], (0, 0, 0, None)),
    ],
)
def test_list_coverage(states: list[str], listed: list[str], expected: tuple[int, int, int, float | None]) -> None:
    assigned = pd.DataFrame({"task": "3.2", "agency": ["A0", "A1", "A2"], "group": "communes", "state": states})
    entries = pd.DataFrame({"agency": [*listed, "A2"], "counted": [True] * len(listed) + [False]})
    found = list_coverage(assigned, entries, models_measuring("3.2"))
    assert (found.owing, found.covered, found.entries, found.rate) == expected


@pytest.mark.parametrize(
    ("aggregate", "total"),
    [("sum", 6.0), ("mean", 2.0), ("max", 3.0), ("none", None)],
    ids=["sum", "mean", "max", "none"],
)
def test_numbers_of_several_agencies_come_together_as_the_indicator_says(aggregate: str, total: float | None) -> None:
    (whole,) = indicator_totals(indicators({"CT-1": [1.0, 2.0, 3.0]}).assign(aggregate=aggregate))
    assert (whole.total, whole.reported) == (total, 3)


def test_a_ratio_is_sum_over_sum_of_those_that_gave_both() -> None:
    rows = indicators({"CT-1": [10.0, math.nan, 10.0], "CT-2": [5.0, 100.0, 10.0], "CT-3": [50.0, math.nan, 100.0]})
    ratio = rows["indicator"].eq("CT-3")
    rows = rows.assign(
        ratio_part=rows["indicator"].where(~ratio, "CT-2").where(ratio, None),
        ratio_whole=rows["indicator"].where(~ratio, "CT-1").where(ratio, None),
        unit="%",
    )
    *_, total = indicator_totals(rows)
    assert (total.total, total.sides, total.reported) == (75.0, (15.0, 20.0), 2)
