"""Tracking: who is late, who is missing, what is overdue and what falls due soon."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.tracking import Tracking, tracking
from pipeline.forms.schema.schema import Schemas
from tests.support.consolidation import DONE, IN_PROGRESS, a_return, consolidated, small_campaign


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return small_campaign(tmp_path)


def found(campaign: Campaign, schemas: Schemas, as_of: date) -> Tracking:
    files = [
        a_return(campaign, schemas, "SNV", rows={"1.2": IN_PROGRESS, "1.3": DONE}),
        a_return(campaign, schemas, "TT", cells={"header/report_date": date(2025, 9, 8)}),
    ]
    return tracking(consolidated(campaign, schemas, files, as_of=as_of).merged)


def test_late_and_missing_agencies_have_their_days(campaign: Campaign, schemas: Schemas) -> None:
    seen = found(campaign, schemas, date(2025, 9, 10))
    assert [(one.agency, one.days_late) for one in seen.late] == [("TT", 4)]
    assert [(one.agency, one.days_late) for one in seen.missing] == [("10001", 6), ("10002", 6), ("10003", 6)]


def test_before_the_last_day_nobody_is_late(campaign: Campaign, schemas: Schemas) -> None:
    assert {one.days_late for one in found(campaign, schemas, date(2025, 9, 4)).missing} == {0}


@pytest.mark.parametrize(
    ("as_of", "overdue", "soon"),
    [
        (date(2025, 7, 30), [], []),
        (date(2025, 7, 31), [], [("1.2", date(2025, 8, 14), ("SNV", "TT", "10003"))]),
        (date(2025, 8, 14), [], [("1.2", date(2025, 8, 14), ("SNV", "TT", "10003"))]),
        (
            date(2025, 8, 15),
            [("1.2", date(2025, 8, 14), ("SNV", "TT"))],
            [("1.2", date(2025, 8, 29), ("10002",))],
        ),
        (date(2025, 9, 10), [("1.2", date(2025, 8, 14), ("SNV", "TT"))], []),
    ],
)
def test_tasks_are_overdue_or_fall_due_within_fourteen_days(
    campaign: Campaign, schemas: Schemas, as_of: date, overdue: list[object], soon: list[object]
) -> None:
    seen = found(campaign, schemas, as_of)
    assert [(one.task, one.due, one.agencies) for one in seen.overdue] == overdue
    dues = [
        (one.task, one.due, tuple(code for code in one.agencies if code != "10002" or len(one.agencies) == 1))
        for one in seen.due_soon
    ]
    assert dues == soon


def test_who_is_excused_from_everything_is_not_missing(campaign: Campaign, schemas: Schemas) -> None:
    (waiver,) = campaign.waivers
    excused = replace(campaign, waivers=(replace(waiver, task=None),))
    seen = found(excused, schemas, date(2025, 9, 10))
    assert [one.agency for one in seen.waived] == ["10001"]
    assert "10001" not in [one.agency for one in seen.missing]
    assert [one.kind for one in seen.excuses] == ["Miễn báo cáo", "Gia hạn"]
