"""The figures of a round: worked out once, they agree with each other and with the rows."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.assignment import Role
from pipeline.campaign.decision import Campaign
from pipeline.consolidation.counts import Counts, counts, submissions
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import Submission
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.figures import Figures, figures
from tests.support.report import all_done, empty_consolidation, with_assignments, with_submissions


@pytest.fixture(scope="module")
def base(campaign: Campaign, schemas: Schemas) -> Consolidation:
    """Everything done but one assignment; one agency late, two missing."""
    rows = {("SXD", "1.2"): {"state": "Q", "status": "Đang thực hiện"}}
    done = with_assignments(all_done(empty_consolidation(campaign, schemas)), rows)
    return with_submissions(done, {"SYT": "missing", "11383": "missing", "STC": "late"})


@pytest.fixture(scope="module")
def numbers(base: Consolidation, schemas: Schemas) -> Figures:
    return figures(base, (), (), schemas)


def test_counts_by_role_add_up_to_the_whole_in_every_breakdown(numbers: Figures, base: Consolidation) -> None:
    assert numbers.everything == counts(base.assignments) == numbers.led + numbers.coordinated
    for parts in (numbers.by_section, numbers.by_task, numbers.by_agency):
        assert sum(parts.values(), Counts()) == numbers.everything
    for parts in (numbers.led_by_group, numbers.led_by_section, numbers.led_by_task, numbers.led_by_agency):
        assert sum(parts.values(), Counts()) == numbers.led
    for parts in (numbers.coordinated_by_task, numbers.coordinated_by_agency):
        assert sum(parts.values(), Counts()) == numbers.coordinated


def test_tasks_stand_in_the_order_of_the_decision(numbers: Figures, base: Consolidation) -> None:
    order = [task.code for task in base.tasks]
    assert list(numbers.by_task) == [code for code in order if code in numbers.by_task]
    assert list(numbers.led_by_task) == [code for code in order if code in numbers.led_by_task]


def test_a_lead_is_named_where_it_is_alone(numbers: Figures, base: Consolidation) -> None:
    led = base.assignments[base.assignments["role"].eq(Role.LEAD)]
    leads = {task: rows["agency_name"].tolist() for task, rows in led.groupby("task")}
    assert dict(numbers.sole_leads) == {task: names[0] for task, names in leads.items() if len(names) == 1}


def test_agencies_are_named_by_what_became_of_their_returns(numbers: Figures, base: Consolidation) -> None:
    assert [agency.code for agency in numbers.submitted(Submission.LATE)] == ["STC"]
    assert {agency.code for agency in numbers.submitted(Submission.MISSING)} == {"SYT", "11383"}
    assert numbers.submissions == submissions(base.agencies)
    assert sum(of_group.missing for of_group in numbers.submissions_by_group.values()) == 2


def test_a_first_round_is_compared_with_nothing(numbers: Figures) -> None:
    assert numbers.comparison is None
    assert numbers.state_before == {}


def test_a_later_round_is_compared_by_the_same_figures(
    base: Consolidation, campaign: Campaign, schemas: Schemas
) -> None:
    second = all_done(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2025, 12, 5)))
    later = figures(replace(second, earlier=base), (), (), schemas)
    assert later.comparison is not None
    assert later.comparison.led.now == later.led
    assert later.comparison.led.before == figures(base, (), (), schemas).led
    assert later.comparison.submissions.before.missing == 2
    assert later.state_before["SXD", "1.2"].value == "Q"
