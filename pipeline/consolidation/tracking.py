"""Tracking: who is late, who is missing, what is overdue and what falls due soon, at the as-of date."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State, Submission
from pipeline.consolidation.waivers import Excuse, round_excuses

#: "Sắp đến hạn": due within so many days from the as-of date on.
SOON_DAYS = 14
#: States of what is still to be done; a task that nobody reported on may be done, but nobody knows.
_OPEN = (State.IN_PROGRESS, State.NOT_STARTED, State.IN_ERROR, State.NOT_REPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyDelay:
    """One agency whose return is late or missing."""

    agency: str
    name: str
    #: Days after the round's last day: of the return, or up to the as-of date where there is none; 0 before it.
    days_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDelay:
    """One task that is overdue, or falls due soon, with some agencies."""

    task: str
    #: The earliest due date among these agencies: an extension moves it for one of them.
    due: date
    #: Codes, in the register's order.
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """What the coordinator follows up."""

    late: tuple[AgencyDelay, ...]
    missing: tuple[AgencyDelay, ...]
    #: Excused from the whole report.
    waived: tuple[AgencyDelay, ...]
    overdue: tuple[TaskDelay, ...]
    due_soon: tuple[TaskDelay, ...]
    excuses: tuple[Excuse, ...]


def tracking(consolidation: Consolidation) -> Tracking:
    """Return what is to be followed up, agencies in the register's and tasks in the decision's order."""
    agencies, assignments = consolidation.agencies, consolidation.assignments
    soon_from = consolidation.as_of
    soon = assignments["due"].between(soon_from, soon_from + pd.Timedelta(days=SOON_DAYS))
    return Tracking(
        late=_delays(agencies, Submission.LATE),
        missing=_delays(agencies, Submission.MISSING),
        waived=_delays(agencies, Submission.WAIVED),
        overdue=_task_delays(assignments[assignments["state"].eq(State.OVERDUE)], consolidation),
        due_soon=_task_delays(assignments[soon & assignments["state"].isin(_OPEN)], consolidation),
        excuses=round_excuses(consolidation.campaign, consolidation.round),
    )


def _delays(agencies: pd.DataFrame, submission: Submission) -> tuple[AgencyDelay, ...]:
    of_kind = agencies[agencies["submission"].eq(submission)]
    rows = zip(of_kind["agency"], of_kind["agency_name"], of_kind["days_late"], strict=True)
    return tuple(AgencyDelay(agency=code, name=name, days_late=int(days)) for code, name, days in rows)


def _task_delays(assignments: pd.DataFrame, consolidation: Consolidation) -> tuple[TaskDelay, ...]:
    by_task = {str(task): rows for task, rows in assignments.groupby("task", sort=False)}
    return tuple(
        TaskDelay(
            task=task.code,
            due=by_task[task.code]["due"].min().date(),
            agencies=tuple(by_task[task.code]["agency"]),
        )
        for task in consolidation.tasks
        if task.code in by_task
    )
