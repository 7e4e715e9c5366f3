"""Whom to remind of what, and how urgently."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.letters.reminder import Level
from tests.support.consolidation import DONE, EMPTY, IN_PROGRESS, NIL, NOT_STARTED, a_return
from tests.support.reminders import reminded


@pytest.mark.parametrize(
    ("as_of", "level"),
    [
        (date(2025, 8, 25), Level.BEFORE_DUE),
        (date(2025, 9, 4), Level.BEFORE_DUE),
        (date(2025, 9, 5), Level.LATE),
        (date(2025, 9, 10), Level.LATE),
        (date(2025, 9, 11), Level.SECOND),
    ],
)
def test_the_date_decides_how_urgent_it_is(campaign: Campaign, schemas: Schemas, as_of: date, level: Level) -> None:
    assert reminded(campaign, schemas, as_of=as_of).level is level


@pytest.mark.parametrize(
    ("as_of", "until", "said"),
    [
        (date(2025, 8, 25), date(2025, 9, 4), "trước ngày 05/9/2025"),
        (date(2025, 9, 4), date(2025, 9, 4), "trước ngày 05/9/2025"),
        # a Monday, a Friday; later, and more urgent, a Saturday
        (date(2025, 9, 8), date(2025, 9, 15), "chậm nhất ngày 15/9/2025"),
        (date(2025, 9, 5), date(2025, 9, 12), "chậm nhất ngày 12/9/2025"),
        (date(2025, 9, 13), date(2025, 9, 17), "chậm nhất ngày 17/9/2025"),
    ],
)
def test_the_answer_is_asked_for_by_a_working_day(
    campaign: Campaign, schemas: Schemas, as_of: date, until: date, said: str
) -> None:
    found = reminded(campaign, schemas, as_of=as_of)
    assert (found.until, found.by_when) == (until, said)
    assert reminded(campaign, schemas, as_of=as_of, until=date(2025, 10, 1)).by_when == "chậm nhất ngày 01/10/2025"


@pytest.mark.parametrize("rows", [None, {"1.2": DONE, "1.3": IN_PROGRESS}])
def test_who_only_follows_the_one_lead_is_not_asked_for_the_task(
    campaign: Campaign, schemas: Schemas, rows: dict[str, dict[str, object]] | None
) -> None:
    tasks = tuple(
        replace(task, time_limit=campaign.task_by_code["1.2"].time_limit) if task.code == "1.3" else task
        for task in campaign.tasks
    )
    due = replace(campaign, tasks=tasks)
    files = [] if rows is None else [a_return(due, schemas, "TT", rows=rows)]
    found = reminded(due, schemas, files)
    owed = {one.agency.code: one.overdue for one in found.everyone}
    assert "1.3" not in owed.get("TT", ())
    assert found.own is not None
    assert found.own.overdue == ("1.2", "1.3")


def test_only_what_is_owed_is_asked_for(campaign: Campaign, schemas: Schemas) -> None:
    files = [
        a_return(campaign, schemas, "TT", rows={"1.2": IN_PROGRESS, "1.3": NOT_STARTED}),
        a_return(campaign, schemas, "10002", rows={"1.2": EMPTY, "1.3": EMPTY}),
        a_return(campaign, schemas, "10003", rows={"1.2": DONE, "1.3": NIL}),
    ]
    found = reminded(campaign, schemas, files)
    missing, (inspectors, commune) = found.missing, found.unfinished
    assert [(owed.agency.code, owed.days_late, owed.overdue) for owed in missing] == [("10001", 4, ())]
    assert (inspectors.agency.code, inspectors.overdue, inspectors.days_late) == ("TT", ("1.2",), 0)
    assert (commune.agency.code, commune.overdue, commune.left_empty) == ("10002", (), ("1.2",))
    assert found.own is not None
    assert found.own.overdue == ("1.2",)


def test_an_agency_with_a_waiver_is_never_reminded(campaign: Campaign, schemas: Schemas) -> None:
    (waiver,) = campaign.waivers
    everything = replace(campaign, waivers=(replace(waiver, task=None),))
    assert "10001" not in [owed.agency.code for owed in reminded(everything, schemas).everyone]


def test_rows_in_error_are_to_be_mended(campaign: Campaign, schemas: Schemas) -> None:
    wrong = a_return(campaign, schemas, "10003", rows={"1.2": {**DONE, "status": "Gần xong"}, "1.3": NIL})
    (owed,) = reminded(campaign, schemas, [wrong]).unfinished
    assert (owed.to_mend, owed.report) == (("1.2",), False)
