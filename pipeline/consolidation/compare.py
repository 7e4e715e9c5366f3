"""One round beside the one before: every figure with its difference, each cell's earlier state, what changed in the register.

What an agency "reported in the round before" is what the inbox holds of that round today, late and corrected returns too;
whether a task was overdue then is judged on that round's own last day, so that time alone changes no earlier figure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

import pandas as pd

from pipeline.campaign.register import RegisterChange, heirs, register_changes
from pipeline.campaign.rounds import Round
from pipeline.consolidation.counts import Counts, Submissions, counts, counts_by, submissions, submissions_by_group
from pipeline.consolidation.figures import IndicatorTotal, ModelCoverage, indicator_totals, model_coverage
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State

Amounts = TypeVar("Amounts", Counts, Submissions, ModelCoverage)


@dataclass(frozen=True, slots=True)
class Change:
    """One number of this round beside that of the round before."""

    now: int
    before: int

    @property
    def difference(self) -> int:
        """Return how much it rose; negative where it fell."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class RateChange:
    """One rate (0 to 1) of this round beside that of the round before; None where nothing was owed."""

    now: float | None
    before: float | None

    @property
    def difference(self) -> float | None:
        """Return how much it rose (0.1 is ten percentage points); None where there is nothing to compare."""
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class Compared(Generic[Amounts]):
    """The same figures of this round and of the round before."""

    now: Amounts
    before: Amounts

    def number(self, figure: Callable[[Amounts], int]) -> Change:
        """Return one number of both: `compared.number(lambda figures: figures.done)`."""
        return Change(figure(self.now), figure(self.before))

    def rate(self, figure: Callable[[Amounts], float | None]) -> RateChange:
        """Return one rate of both: `compared.rate(lambda figures: figures.done_rate)`."""
        return RateChange(figure(self.now), figure(self.before))


def compared(current: Amounts, earlier: Amounts) -> Compared[Amounts]:
    """Return the same figures of two rounds side by side."""
    return Compared(current, earlier)


@dataclass(frozen=True, slots=True)
class ComparedIndicator:
    """The total of one indicator in both rounds; the earlier is None where that round did not ask for it."""

    now: IndicatorTotal
    before: IndicatorTotal | None

    @property
    def difference(self) -> float | None:
        """Return how much the total rose; None where either round has none."""
        earlier = None if self.before is None else self.before.total
        return None if self.now.total is None or earlier is None else self.now.total - earlier


class Movement(StrEnum):
    """What became of an assignment since the round before; each is in exactly one."""

    SAME = "same"
    #: Done now, not done then.
    NEWLY_DONE = "newly-done"
    #: Done then, in progress, not started or overdue now.
    UNDONE = "undone"
    #: Overdue now, not overdue and not done then.
    NEWLY_OVERDUE = "newly-overdue"
    #: Not reported now, reported then.
    NO_LONGER_REPORTED = "no-longer-reported"
    #: Reported now and not done or overdue, not reported then.
    NEWLY_REPORTED = "newly-reported"
    #: Any other change: not started to in progress, into error, to nil, …
    OTHER = "other"
    #: Nothing to compare with: not assigned then, or several predecessors that said different things.
    NOT_COMPARABLE = "not-comparable"

    @property
    def label(self) -> str:
        """Return the words users see."""
        return {
            "same": "Không thay đổi",
            "newly-done": "Mới hoàn thành",
            "undone": "Lần trước hoàn thành, lần này chưa",
            "newly-overdue": "Mới quá hạn",
            "no-longer-reported": "Lần này không báo cáo",
            "newly-reported": "Lần này mới báo cáo",
            "other": "Thay đổi khác",
            "not-comparable": "Không so sánh được",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A round beside the one before. Where the round asks for less (ad hoc), the earlier figures are cut down to the same."""

    earlier: Round
    total: Compared[Counts]
    led: Compared[Counts]
    coordinated: Compared[Counts]
    #: By Group value, section, task and agency code of this round, in the order of the reports.
    by_group: Mapping[str, Compared[Counts]]
    by_section: Mapping[str, Compared[Counts]]
    by_task: Mapping[str, Compared[Counts]]
    #: The same over the assignments as lead only.
    led_by_section: Mapping[str, Compared[Counts]]
    led_by_task: Mapping[str, Compared[Counts]]
    #: The earlier side is the sum over the agency itself and those it took over from.
    by_agency: Mapping[str, Compared[Counts]]
    submissions: Compared[Submissions]
    submissions_by_group: Mapping[str, Compared[Submissions]]
    #: By indicator code, in the catalogue's order.
    indicators: Mapping[str, ComparedIndicator]
    #: None where no task of this round asks for models.
    models: Compared[ModelCoverage] | None
    #: Rows: one per assignment of this round, in the order and with the index of `Consolidation.assignments`.
    #: Columns: agency, task, state, state_before (State value; None: not comparable), shown_before (letters, of several
    #: predecessors "H/Đ", "" where none was assigned), movement (Movement value).
    cells: pd.DataFrame
    register: tuple[RegisterChange, ...]

    def moved(self, movement: Movement) -> int:
        """Return how many assignments moved in such a way."""
        return int(self.cells["movement"].eq(movement).sum())


def comparison(consolidation: Consolidation) -> Comparison | None:
    """Return a round beside the one before; None where there was none."""
    earlier = consolidation.earlier
    if earlier is None:
        return None
    now, last_day = consolidation.assignments, consolidation.round.last_day
    heir_of = _sole_heirs(earlier.agencies["agency"], consolidation, last_day)
    all_before = earlier.assignments.assign(heir=earlier.assignments["agency"].map(heir_of))
    before = _asked_again(all_before, consolidation)
    led_now, led_before = now[now["role"].eq("lead")], before[before["role"].eq("lead")]
    agencies_before = _agencies_asked_again(earlier.agencies, heir_of, consolidation)
    return Comparison(
        earlier=earlier.round,
        total=compared(counts(now), counts(before)),
        led=compared(counts(led_now), counts(led_before)),
        coordinated=compared(
            counts(now[now["role"].eq("coordinator")]), counts(before[before["role"].eq("coordinator")])
        ),
        by_group=_side_by_side(counts_by(now, "group"), counts_by(before, "group")),
        by_section=_side_by_side(counts_by(now, "section"), counts_by(before, "section")),
        by_task=_side_by_side(counts_by(now, "task"), counts_by(before, "task")),
        led_by_section=_side_by_side(counts_by(led_now, "section"), counts_by(led_before, "section")),
        led_by_task=_side_by_side(counts_by(led_now, "task"), counts_by(led_before, "task")),
        by_agency=_side_by_side(counts_by(now, "agency"), counts_by(before[before["heir"].notna()], "heir")),
        submissions=compared(submissions(consolidation.agencies), submissions(agencies_before)),
        submissions_by_group={
            group: compared(figures, submissions_by_group(agencies_before).get(group, Submissions()))
            for group, figures in submissions_by_group(consolidation.agencies).items()
        },
        indicators=_indicators(consolidation, earlier.indicators[earlier.indicators["agency"].isin(before["agency"])]),
        models=_models(consolidation, earlier, before),
        cells=_cells(now, all_before),
        register=register_changes(consolidation.campaign, since=earlier.round.last_day, until=last_day),
    )


def _sole_heirs(codes: Iterable[str], consolidation: Consolidation, day: date) -> dict[str, str | None]:
    """Return who stands for each earlier agency now; None where nobody does, or several share what it did."""
    found = {code: heirs(consolidation.campaign, code, day) for code in codes}
    return {code: names[0] if len(names) == 1 else None for code, names in found.items()}


def _is_narrowed(consolidation: Consolidation) -> bool:
    round_ = consolidation.round
    return any(part is not None for part in (round_.tasks, round_.groups, round_.agencies))


def _asked_again(before: pd.DataFrame, consolidation: Consolidation) -> pd.DataFrame:
    """Return the earlier assignments that a narrowed round asks for again; all where it asks for everything."""
    if not _is_narrowed(consolidation):
        return before
    now = consolidation.assignments
    pairs = set(zip(now["agency"], now["task"], strict=True))
    again = [pair in pairs for pair in zip(before["heir"], before["task"], strict=True)]
    return before[pd.Series(again, index=before.index, dtype=bool)]


def _agencies_asked_again(
    before: pd.DataFrame, heir_of: Mapping[str, str | None], consolidation: Consolidation
) -> pd.DataFrame:
    if not _is_narrowed(consolidation):
        return before
    return before[before["agency"].map(heir_of).isin(consolidation.agencies["agency"])]


def _side_by_side(now: Mapping[str, Counts], before: Mapping[str, Counts]) -> dict[str, Compared[Counts]]:
    """Return the figures of both under each key of this round, then those that only the earlier one had."""
    keys = dict.fromkeys((*now, *before))
    return {key: compared(now.get(key, Counts()), before.get(key, Counts())) for key in keys}


def _indicators(consolidation: Consolidation, before: pd.DataFrame) -> dict[str, ComparedIndicator]:
    totals = {one.indicator: one for one in indicator_totals(before)}
    return {
        one.indicator: ComparedIndicator(one, totals.get(one.indicator))
        for one in indicator_totals(consolidation.indicators)
    }


def _models(
    consolidation: Consolidation, earlier: Consolidation, before: pd.DataFrame
) -> Compared[ModelCoverage] | None:
    task = consolidation.campaign.decision.model_task
    if task is None or task not in {one.code for one in consolidation.tasks}:
        return None
    models = earlier.models[earlier.models["agency"].isin(before["agency"])]
    now = model_coverage(consolidation.assignments, consolidation.models, task)
    return compared(now, model_coverage(before, models, task))


def _cells(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return the earlier state of each assignment and what became of it."""
    states: dict[tuple[str, str], list[str]] = {}
    for heir, task, state in zip(before["heir"], before["task"], before["state"], strict=True):
        if isinstance(heir, str):
            states.setdefault((heir, task), []).append(state)
    earlier = [list(dict.fromkeys(states.get(pair, []))) for pair in zip(now["agency"], now["task"], strict=True)]
    alone = [found[0] if len(found) == 1 else None for found in earlier]
    return pd.DataFrame(
        {
            "agency": now["agency"],
            "task": now["task"],
            "state": now["state"],
            "state_before": pd.Series(alone, index=now.index, dtype=object),
            "shown_before": pd.Series(["/".join(found) for found in earlier], index=now.index, dtype=object),
            "movement": pd.Series(
                [movement(state, found).value for state, found in zip(now["state"], alone, strict=True)],
                index=now.index,
                dtype=object,
            ),
        }
    )


_DONE = frozenset({State.DONE_IN_TIME, State.DONE_LATE})
_OPEN = frozenset({State.IN_PROGRESS, State.NOT_STARTED, State.OVERDUE})


def movement(now: str, before: str | None) -> Movement:
    """Return what became of an assignment whose state (State values) was known before: the first that holds."""
    choices = (
        (before is None, Movement.NOT_COMPARABLE),
        (now == before, Movement.SAME),
        (now == State.NOT_REPORTED, Movement.NO_LONGER_REPORTED),
        (now in _DONE, Movement.OTHER if before in _DONE else Movement.NEWLY_DONE),
        (now in _OPEN and before in _DONE, Movement.UNDONE),
        (now == State.OVERDUE, Movement.NEWLY_OVERDUE),
        (before == State.NOT_REPORTED, Movement.NEWLY_REPORTED),
    )
    return next((found for holds, found in choices if holds), Movement.OTHER)
