"""A task that goes on is not done once and for all: the form does not offer it, and validation asks to look again."""

from dataclasses import replace
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.form import prefilled_form
from pipeline.forms.row_check import row_check
from pipeline.forms.schema.schema import Schemas
from pipeline.rules import Rule
from tests.support.forms import form_of
from tests.support.validation import received, validated

DONE = {
    "status": "Hoàn thành",
    "completed_on": date(2025, 8, 1),
    "result": "Đã ban hành kế hoạch.",
    "evidence": "Kế hoạch số 12/KH-UBND",
}
#: What it shows, for the list of rules that have a case.
RULES = {Rule.DONE_NOT_ALLOWED}
EXAMPLE = ("Hoàn thành", "Mục 1.1 là việc thường xuyên nhưng ghi «Hoàn thành».")


def ongoing(campaign: Campaign) -> Campaign:
    """The campaign with a task that goes on."""
    return replace(
        campaign,
        tasks=tuple(replace(task, done_allowed=task.code != "1.1") for task in campaign.tasks),
    )


def test_done_is_used_and_looked_at(campaign: Campaign, schemas: Schemas) -> None:
    file = received(campaign, schemas, rows={"1.1": DONE, "1.3": DONE})
    assert validated(campaign, schemas, file).problems == ()
    (problem,) = validated(ongoing(campaign), schemas, file).problems
    assert (problem.rule, problem.task) == (Rule.DONE_NOT_ALLOWED, "1.1")
    assert (problem.value, problem.message) == EXAMPLE


def test_the_form_says_so_and_does_not_carry_it_over(campaign: Campaign, schemas: Schemas) -> None:
    form = form_of(ongoing(campaign), schemas, "11383")
    row = form.rows[0]
    text = row_check(schemas.report, row.assignment, form.round, campaign.decision).text(DONE)
    assert text == "Đủ\nLưu ý: việc thường xuyên, xem lại «Trạng thái»"
    carried = prefilled_form(form, EarlierReturn(round=form.round, rows={"1.1": DONE, "1.3": DONE}))
    assert {item.task.code: item.values for item in carried.rows if item.task.code in {"1.1", "1.3"}} == {
        "1.1": {},
        "1.3": DONE,
    }
