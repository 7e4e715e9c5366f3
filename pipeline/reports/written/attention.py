"""Which tasks the written report speaks of one by one: those of one lead, late ones, strong ones, measured ones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.campaign.assignment import Role
from pipeline.campaign.causes import NOT_OPEN
from pipeline.consolidation.states import State
from pipeline.reports.fallen_due import due_words
from pipeline.reports.figures import Figures, Outcome
from pipeline.reports.sentences import day, number, percent, without_end

#: More tasks of one lead than this are counted by lead where there is little room.
_MOST_TITLED = 4
#: A day inside a reason.
_A_DAY = re.compile(r"\d{1,2}/\d{1,2}")
#: What to say of a task that fell due when nobody was asked any more why it is late.
DUE_AFTER_ROUND = "đến hạn sau kỳ báo cáo"


@dataclass(frozen=True, slots=True)
class SingleLead:
    """A task that has one lead, and what became of it."""

    lead: str
    outcome: Outcome


def single_leads(figures: Figures, *states: State) -> list[SingleLead]:
    """Return the tasks of one lead that are in one of some states, in the catalogue's order."""
    return [
        SingleLead(figures.sole_leads[outcome.task], outcome)
        for outcome in sorted(figures.outcomes, key=lambda outcome: list(figures.by_task).index(outcome.task))
        if outcome.role is Role.LEAD and outcome.task in figures.sole_leads and outcome.state in states
    ]


def titled_leads(figures: Figures, tasks: Iterable[SingleLead]) -> str:
    """Return the leads with their tasks: "Sở A: 2.2 (…), 2.3 (…)"; of many tasks only how many each lead has."""
    by_lead: dict[str, list[str]] = {}
    for single in tasks:
        by_lead.setdefault(single.lead, []).append(single.outcome.task)
    if sum(map(len, by_lead.values())) > _MOST_TITLED:
        return "; ".join(f"{lead} ({number(len(codes))} nhiệm vụ)" for lead, codes in by_lead.items())
    return "; ".join(f"{lead}: {', '.join(map(figures.titled, codes))}" for lead, codes in by_lead.items())


def late_words(figures: Figures, outcome: Outcome) -> str:
    """Return how far a late task is, when it was due and by when it is promised: "đạt 30%; hạn …; dự kiến …"."""
    share = [f"đạt {percent(outcome.percent / 100)}"] if outcome.percent else []
    due = due_words(figures.campaign.task_by_code[outcome.task], outcome.due)
    return "; ".join([*share, f"hạn {due}", promise_words(figures, outcome)])


def promise_words(figures: Figures, outcome: Outcome) -> str:
    """Return by when the agency says that a late task will be done, or why it does not say."""
    if outcome.promised_on is not None:
        return f"dự kiến hoàn thành ngày {day(outcome.promised_on)}"
    if not was_asked_why(figures, outcome):
        return DUE_AFTER_ROUND
    # forms of the first edition have no column for the day, and officers put it into their reasons
    if _A_DAY.search(outcome.difficulties):
        return f"cơ quan nêu: “{without_end(outcome.difficulties)}”"
    return "chưa nêu ngày dự kiến hoàn thành"


def was_asked_why(figures: Figures, outcome: Outcome) -> bool:
    """Return whether the form asked why a task is late: it had fallen due on the round's reference day."""
    return outcome.due is None or outcome.due < figures.reference_day


def is_not_open(figures: Figures, outcome: Outcome) -> bool:
    """Return whether an agency says no more of a task than that its time has not come."""
    return any(cause.code == NOT_OPEN and cause.label == outcome.cause for cause in figures.campaign.causes)


def is_late(figures: Figures, task: str) -> bool:
    """Return whether something that a task's leads owe is overdue."""
    return figures.led_by_task[task].overdue > 0


def is_complete(figures: Figures, task: str) -> bool:
    """Return whether a task is worth praise: all that has fallen due is done, or all of it, and nothing is behind."""
    numbers = figures.led_by_task[task]
    everything = numbers.done_rate == 1 or (numbers.fallen_due > 0 and numbers.due_rate == 1)
    return everything and not (numbers.behind or figures.coordinated_behind(task))
