"""One round beside the one before."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.register import ChangeKind
from pipeline.consolidation.compare import Comparison, Movement, comparison, movement
from pipeline.consolidation.figures import round_totals
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from tests.support.campaign import models_measuring
from tests.support.consolidation import DONE, EMPTY, IN_PROGRESS, NIL, NOT_STARTED, a_return, consolidated
from tests.support.rounds import second_round, two_rounds

BOTH = {"1.2": DONE, "1.3": DONE}


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return two_rounds(tmp_path)


def first(campaign: Campaign, schemas: Schemas, agency: str, **filled: Any) -> ReceivedFile:
    return a_return(campaign, schemas, agency, round_="lan-1", **filled)


def second(campaign: Campaign, schemas: Schemas, agency: str, round_: str = "lan-2", **filled: Any) -> ReceivedFile:
    return a_return(campaign, schemas, agency, round_=round_, **filled)


def beside_the_round_before(consolidation: Consolidation) -> Comparison | None:
    return comparison(consolidation, round_totals(consolidation, measuring=consolidation.measuring_lists))


def compared(
    campaign: Campaign, schemas: Schemas, before: list[ReceivedFile], now: list[ReceivedFile], **how: Any
) -> Comparison:
    found = beside_the_round_before(second_round(campaign, schemas, before, now, **how))
    assert found is not None
    return found


def cells(found: Comparison) -> dict[tuple[str, str], tuple[str, str | None, str, str]]:
    """The state now, the one before, the letters shown and the movement, by agency and task."""
    return {
        (row.agency, row.task): (row.state, row.state_before, row.shown_before, row.movement)
        for row in found.cells.itertuples()
    }


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, "H", Movement.NOT_COMPARABLE),
        ("H", "H", Movement.SAME),
        ("X", "X", Movement.SAME),
        ("Đ", "H", Movement.NEWLY_DONE),
        ("X", "HM", Movement.NEWLY_DONE),
        ("H", "HM", Movement.OTHER),
        ("H", "Đ", Movement.UNDONE),
        ("HM", "Q", Movement.UNDONE),
        ("H", "K", Movement.OTHER),
        ("H", "L", Movement.OTHER),
        ("H", "X", Movement.NO_LONGER_REPORTED),
        ("Đ", "X", Movement.NO_LONGER_REPORTED),
        ("Đ", "Q", Movement.NEWLY_OVERDUE),
        ("X", "Q", Movement.NEWLY_OVERDUE),
        ("X", "Đ", Movement.NEWLY_REPORTED),
        ("X", "K", Movement.NEWLY_REPORTED),
        ("C", "Đ", Movement.OTHER),
        ("L", "Đ", Movement.OTHER),
    ],
)
def test_each_assignment_moved_in_one_way(before: str | None, now: str, expected: Movement) -> None:
    assert movement(now, before) is expected


def test_every_movement_has_a_name() -> None:
    assert len({kind.label for kind in Movement}) == len(Movement)


def test_without_an_earlier_round_there_is_nothing_to_compare(campaign: Campaign, schemas: Schemas) -> None:
    assert beside_the_round_before(consolidated(campaign, schemas).merged) is None


def test_figures_stand_side_by_side_with_their_difference(campaign: Campaign, schemas: Schemas) -> None:
    before = [first(campaign, schemas, "10002", rows={"1.2": IN_PROGRESS, "1.3": NIL})]
    now = [second(campaign, schemas, code, rows=BOTH) for code in ("10002", "SNV")]
    found = compared(campaign, schemas, before, now)
    done = found.total.number(lambda figures: figures.done)
    assert (done.now, done.before, done.difference) == (4, 0, 4)
    rate = found.total.rate(lambda figures: figures.done_rate)
    assert rate.before == 0
    assert rate.difference == rate.now
    led = found.led.number(lambda figures: figures.done)
    assert (led.now, led.before) == (3, 0)
    assert found.coordinated.number(lambda figures: figures.nil).difference == -1
    reported = found.submissions.number(lambda figures: figures.reported)
    assert (reported.now, reported.before) == (2, 1)
    assert found.by_task["1.2"].number(lambda figures: figures.done).difference == 2
    assert found.by_agency["10002"].number(lambda figures: figures.done).difference == 2
    assert found.submissions_by_group["communes"].number(lambda figures: figures.reported).difference == 0
    assert sum(found.moved(kind) for kind in Movement) == len(found.cells)


def test_a_rate_of_nothing_has_no_difference(campaign: Campaign, schemas: Schemas) -> None:
    excused = replace(campaign, agencies=campaign.agencies[:1])
    nothing = [first(excused, schemas, "SNV", rows={"1.2": NIL, "1.3": NIL})]
    found = compared(excused, schemas, nothing, [])
    assert found.by_task["1.2"].rate(lambda figures: figures.done_rate).before is not None
    assert found.by_task["1.3"].rate(lambda figures: figures.done_rate).before is None
    assert found.by_task["1.3"].rate(lambda figures: figures.done_rate).difference is None


def test_indicators_are_compared_where_both_rounds_have_a_total(campaign: Campaign, schemas: Schemas) -> None:
    before = [first(campaign, schemas, "SNV", cells={"CT-1/value": 4.0, "CT-2/value": None})]
    found = compared(campaign, schemas, before, [second(campaign, schemas, "SNV")])
    assert found.indicators["CT-1"].difference == 6
    assert found.indicators["CT-2"].difference is None


def test_earlier_states_are_judged_on_the_earlier_last_day(campaign: Campaign, schemas: Schemas) -> None:
    later = replace(
        campaign,
        tasks=tuple(
            replace(task, time_limit=replace(task.time_limit, due=date(2025, 9, 30))) if task.code == "1.2" else task
            for task in campaign.tasks
        ),
        extensions=(),
    )
    files = [first(later, schemas, "10002", rows={"1.2": IN_PROGRESS, "1.3": DONE})]
    now = [second(later, schemas, "10002", rows={"1.2": IN_PROGRESS, "1.3": NOT_STARTED})]
    found = cells(compared(later, schemas, files, now))
    assert found["10002", "1.2"] == ("Q", "Đ", "Đ", "newly-overdue")
    assert found["10002", "1.3"] == ("C", "H", "H", "undone")
    assert found["SNV", "1.2"] == ("X", "X", "X", "same")


def test_a_narrowed_round_is_compared_with_the_same_part(campaign: Campaign, schemas: Schemas) -> None:
    before = [first(campaign, schemas, code, rows=BOTH) for code in ("SNV", "TT", "10002")]
    now = [second(campaign, schemas, "10002", round_="dot-xuat", rows=BOTH)]
    found = compared(campaign, schemas, before, now, round_code="dot-xuat", as_of=date(2025, 10, 12))
    assert found.total.before.assigned == found.total.now.assigned == 8
    assert found.total.before.done == 4
    assert found.submissions.before.agencies == found.submissions.now.agencies == 4
    assert found.indicators["CT-1"].before is not None
    assert found.indicators["CT-1"].before.owing == 4


def test_models_are_compared_where_the_round_asks_for_them(tmp_path: Path, schemas: Schemas) -> None:
    campaign = two_rounds(tmp_path)
    campaign = replace(campaign, lists=(models_measuring("1.2"),))
    named = [{"name": "Tổ tự quản", "field": "Kinh tế"}]
    found = compared(campaign, schemas, [first(campaign, schemas, "SNV", models=named)], [])
    assert found.lists["models"].number(lambda figures: figures.covered).difference == -1
    without = replace(campaign, rounds=tuple(replace(one, tasks=("1.3",)) for one in campaign.rounds))
    assert compared(without, schemas, [], []).lists == {}


def with_changes(campaign: Campaign, **heirs: tuple[str, ...]) -> Campaign:
    """Agencies that are gone since November, by code with a letter before it, and who took over."""
    new = sorted({code for codes in heirs.values() for code in codes} - set(campaign.agency_by_code))
    gone = tuple(
        replace(agency, valid_to=date(2025, 10, 31), successors=heirs[f"c{agency.code}"])
        if f"c{agency.code}" in heirs
        else agency
        for agency in campaign.agencies
    )
    commune = campaign.agency_by_code["10002"]
    come = tuple(
        replace(commune, code=code, name=f"UBND xã {code}", aliases=(), valid_from=date(2025, 11, 1)) for code in new
    )
    return replace(campaign, agencies=(*gone, *come))


def test_a_merger_shows_what_each_said(campaign: Campaign, schemas: Schemas) -> None:
    campaign = with_changes(campaign, c10002=("10003",))
    before = [
        first(campaign, schemas, "10002", rows={"1.2": DONE, "1.3": DONE}),
        first(campaign, schemas, "10003", rows={"1.2": IN_PROGRESS, "1.3": DONE}),
    ]
    found = compared(campaign, schemas, before, [second(campaign, schemas, "10003", rows=BOTH)])
    assert cells(found)["10003", "1.2"] == ("H", None, "H/Q", "not-comparable")
    assert cells(found)["10003", "1.3"] == ("H", "H", "H", "same")
    assert found.by_agency["10003"].number(lambda figures: figures.assigned).difference == -2
    assert [change.kind for change in found.register] == [ChangeKind.MERGED]


def test_a_new_name_keeps_its_past_and_a_split_has_none(campaign: Campaign, schemas: Schemas) -> None:
    campaign = with_changes(campaign, c10002=("10008",), c10003=("10005", "10006"))
    before = [first(campaign, schemas, code, rows=BOTH) for code in ("10002", "10003")]
    now = [second(campaign, schemas, code, rows={"1.2": DONE, "1.3": EMPTY}) for code in ("10008", "10005")]
    found = compared(campaign, schemas, before, now)
    assert cells(found)["10008", "1.2"] == ("H", "H", "H", "same")
    assert cells(found)["10008", "1.3"] == ("X", "H", "H", "no-longer-reported")
    assert cells(found)["10005", "1.2"] == ("H", None, "", "not-comparable")
    assert found.total.before.done == 4
