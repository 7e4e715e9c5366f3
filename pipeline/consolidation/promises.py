"""Promises: by when agencies said in the round before that a late task would be done, and whether it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.consolidation.compare import sole_heirs
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Status

#: The column of the form that holds a promise.
PROMISED_ON = "promised_on"
_DONE = frozenset({State.DONE_IN_TIME, State.DONE_LATE})
#: What needs no doing any more, or of which nobody can tell whether it was done.
_NOT_JUDGED = frozenset({State.NIL, State.WAIVED, State.IN_ERROR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise of the round before."""

    agency: str
    task: str
    promised_on: date
    #: Whether the task was done by then; None where the day has not passed yet, or nobody can tell.
    kept: bool | None

    @property
    def label(self) -> str:
        """Return the words users see."""
        return {True: "đã thực hiện đúng", False: "không thực hiện đúng", None: "chưa xác định"}[self.kept]


def promises(consolidation: Consolidation) -> dict[tuple[str, str], Promise]:
    """Return the promises of the round before by agency and task, in the order of the assignments.

    Of tasks that were not done then; an agency keeps what those promised that it took over from, of several the latest day.
    """
    days = _promised_days(consolidation)
    rows = consolidation.assignments
    columns = (rows[name].tolist() for name in ("agency", "task", "state", "completed_on"))
    result = {}
    for agency, task, state, completed_on in zip(*columns, strict=True):
        day = days.get((agency, task))
        if day is not None:
            done_on = None if pd.isna(completed_on) else completed_on.date()
            result[agency, task] = Promise(
                agency=agency,
                task=task,
                promised_on=day,
                kept=_is_kept(State(state), day, done_on, as_of=consolidation.as_of.date()),
            )
    return result


def _promised_days(consolidation: Consolidation) -> Mapping[tuple[str, str], date]:
    """Return the days promised in the round before, by the agency that stands for the earlier one now, and by task."""
    earlier = consolidation.earlier
    if earlier is None or PROMISED_ON not in earlier.assignments:
        return {}
    rows = earlier.assignments
    promised = rows[rows[PROMISED_ON].notna() & rows["status"].isin([Status.IN_PROGRESS, Status.NOT_STARTED])]
    heir_of = sole_heirs(promised["agency"].unique(), consolidation, consolidation.round.last_day)
    days: dict[tuple[str, str], date] = {}
    for agency, task, day in zip(promised["agency"], promised["task"], promised[PROMISED_ON], strict=True):
        heir = heir_of[agency]
        if heir is not None:
            days[heir, task] = max(day.date(), days.get((heir, task), date.min))
    return days


def _is_kept(state: State, day: date, done_on: date | None, *, as_of: date) -> bool | None:
    if state in _NOT_JUDGED:
        return None
    if state in _DONE:
        return None if done_on is None else done_on <= day
    return False if day < as_of else None
