"""Which campaign a day means: open rounds first, then the round that ended last before."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.current import current_campaigns
from pipeline.campaign.rounds import Round
from tests.support.school_year import next_year, school_year


def a_round(opens: str, last_day: str) -> Round:
    first, last = date.fromisoformat(opens), date.fromisoformat(last_day)
    return Round(
        code="r",
        name="r",
        verbatim="",
        deadline=date.fromordinal(last.toordinal() + 1),
        last_day=last,
        cut_off=first,
        opens=first,
    )


FIRST_HALF = (a_round("2025-02-01", "2025-03-04"), a_round("2025-05-01", "2025-06-04"))
SECOND_HALF = (a_round("2025-08-01", "2025-09-04"), a_round("2025-11-03", "2025-12-04"))
CAMPAIGNS = {"h1": FIRST_HALF, "h2": SECOND_HALF}


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("2025-01-31", ("h1", "h2")),
        ("2025-02-01", ("h1",)),
        ("2025-03-04", ("h1",)),
        ("2025-07-31", ("h1",)),
        ("2025-08-01", ("h2",)),
        # between its two rounds it is still this half-year, not the one before that is over as a whole
        ("2025-10-01", ("h2",)),
        ("2030-01-01", ("h2",)),
    ],
)
def test_the_open_round_then_the_one_that_ended_last(day: str, meant: tuple[str, ...]) -> None:
    assert current_campaigns(CAMPAIGNS, date.fromisoformat(day)) == meant


@pytest.mark.parametrize("day", ["2025-08-15", "2025-10-01"])
def test_equal_ones_are_all_given(day: str) -> None:
    assert current_campaigns({**CAMPAIGNS, "also": SECOND_HALF}, date.fromisoformat(day)) == ("h2", "also")


def test_the_only_one_is_meant_whatever_the_day() -> None:
    assert current_campaigns({"h1": FIRST_HALF}, date.min) == ("h1",)
    assert current_campaigns({"h1": ()}, date.min) == ("h1",)


@pytest.mark.parametrize(
    ("as_of", "campaigns"),
    [
        ("2026-10-01", ("nam-hoc-2026",)),
        ("2026-12-31", ("nam-hoc-2026",)),
        ("2027-01-25", ("nam-hoc-2026",)),
        ("2027-09-01", ("nam-hoc-2026",)),
        ("2027-09-25", ("nam-hoc-2027",)),
        ("2028-03-01", ("nam-hoc-2027",)),
    ],
)
def test_school_years_follow_each_other_over_new_year(tmp_path: Path, as_of: str, campaigns: tuple[str, ...]) -> None:
    both = {campaign.decision.campaign: campaign.rounds for campaign in (school_year(tmp_path), next_year(tmp_path))}
    assert current_campaigns(both, date.fromisoformat(as_of)) == campaigns
