"""One round beside the one before: every figure with its difference, each cell's earlier state, what changed in the register.

What an agency "reported in the round before" is what the inbox holds of that round today, late and corrected returns too;
whether a task was overdue then is judged on that round's own last day, so that time alone changes no earlier figure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

import pandas as pd

from pipeline.campaign.register import RegisterChange, heirs, register_changes
from pipeline.campaign.rounds import Round
from pipeline.consolidation.counts import Counts, Submissions, counts_by
from pipeline.consolidation.figures import IndicatorTotal, ListCoverage, RoundTotals, round_totals
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.values import half_up

Amounts = TypeVar("Amounts", Counts, Submissions, ListCoverage)


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
        """Return one number of both: `compared.number(lambda counts: counts.done)`."""
        return Change(figure(self.now), figure(self.before))

    def rate(self, figure: Callable[[Amounts], float | None]) -> RateChange:
        """Return one rate (0 to 1) of both: `compared.rate(lambda counts: counts.done_rate)`."""
        return RateChange(figure(self.now), figure(self.before))


@dataclass(frozen=True, slots=True)
class ComparedIndicator:
    """The total of one indicator in both rounds; the earlier is None where that round did not ask for it."""

    now: IndicatorTotal
    before: IndicatorTotal | None

    @property
    def difference(self) -> float | None:
        """Return how much the total rose, as both are shown; None where either round has none."""
        earlier, decimals = None if self.before is None else self.before.total, self.now.decimals
        if self.now.total is None or earlier is None:
            return None
        return float(half_up(self.now.total, decimals) - half_up(earlier, decimals))


class Movement(StrEnum):
    """What became of an assignment since the round before; each is in exactly one."""

    SAME = "same"
    #: Done now, not done totals_before.
    NEWLY_DONE = "newly-done"
    #: Done then, in progress, not started or overdue now.
    UNDONE = "undone"
    #: Overdue now, not overdue and not done totals_before.
    NEWLY_OVERDUE = "newly-overdue"
    #: Not reported now, reported totals_before.
    NO_LONGER_REPORTED = "no-longer-reported"
    #: Reported now and not done or overdue, not reported totals_before.
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
    #: By task of this round, in the order of the reports.
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
    #: By code of each list that measures a task of this round.
    lists: Mapping[str, Compared[ListCoverage]]
    #: Rows: one per assignment of this round, in the order and with the index of `Consolidation.assignments`.
    #: Columns: agency, task, state, state_before (State value; None: not comparable), shown_before (letters, of several
    #: predecessors "H/Đ", "" where none was assigned), movement (Movement value).
    cells: pd.DataFrame
    register: tuple[RegisterChange, ...]

    def moved(self, movement: Movement) -> int:
        """Return how many assignments moved in such a way."""
        return int(self.cells["movement"].eq(movement).sum())


def comparison(consolidation: Consolidation, totals: RoundTotals) -> Comparison | None:
    """Return a round, of which the totals are worked out, beside the one before; None where there was none."""
    earlier = consolidation.earlier
    if earlier is None:
        return None
    last_day = consolidation.round.last_day
    heir_of = sole_heirs(earlier.agencies["agency"], consolidation, last_day)
    all_before = earlier.assignments.assign(heir=earlier.assignments["agency"].map(heir_of))
    before = _asked_again(all_before, consolidation)
    part = replace(
        earlier,
        assignments=before,
        agencies=_agencies_asked_again(earlier.agencies, heir_of, consolidation),
        indicators=earlier.indicators[earlier.indicators["agency"].isin(before["agency"])],
        lists={code: entries[entries["agency"].isin(before["agency"])] for code, entries in earlier.lists.items()},
    )
    totals_before = round_totals(part, measuring=consolidation.measuring_lists)
    indicators_before = {total.indicator: total for total in totals_before.indicators}
    return Comparison(
        earlier=earlier.round,
        total=Compared(totals.everything.total, totals_before.everything.total),
        led=Compared(totals.led.total, totals_before.led.total),
        coordinated=Compared(totals.coordinated.total, totals_before.coordinated.total),
        by_task=_side_by_side(totals.everything.by_task, totals_before.everything.by_task),
        led_by_section=_side_by_side(totals.led.by_section, totals_before.led.by_section),
        led_by_task=_side_by_side(totals.led.by_task, totals_before.led.by_task),
        by_agency=_side_by_side(totals.everything.by_agency, counts_by(before[before["heir"].notna()], "heir")),
        submissions=Compared(totals.submissions, totals_before.submissions),
        submissions_by_group={
            group: Compared(numbers, totals_before.submissions_by_group.get(group, Submissions()))
            for group, numbers in totals.submissions_by_group.items()
        },
        indicators={
            total.indicator: ComparedIndicator(total, indicators_before.get(total.indicator))
            for total in totals.indicators
        },
        lists={code: Compared(coverage, totals_before.lists[code]) for code, coverage in totals.lists.items()},
        cells=_cells(consolidation.assignments, all_before),
        register=register_changes(consolidation.campaign, since=earlier.round.last_day, until=last_day),
    )


def sole_heirs(codes: Iterable[str], consolidation: Consolidation, day: date) -> dict[str, str | None]:
    """Return who stands for each earlier agency now; None where nobody does, or several share what it did."""
    heirs_of = {code: heirs(consolidation.campaign, code, day) for code in codes}
    return {code: names[0] if len(names) == 1 else None for code, names in heirs_of.items()}


def _is_narrowed(consolidation: Consolidation) -> bool:
    round_ = consolidation.round
    return any(part is not None for part in (round_.tasks, round_.groups, round_.agencies))


def _asked_again(before: pd.DataFrame, consolidation: Consolidation) -> pd.DataFrame:
    """Return the earlier assignments that a narrowed round asks for again; all where it asks for everything."""
    if not _is_narrowed(consolidation):
        return before
    assignments = consolidation.assignments
    pairs = set(zip(assignments["agency"], assignments["task"], strict=True))
    again = [pair in pairs for pair in zip(before["heir"], before["task"], strict=True)]
    return before[pd.Series(again, index=before.index, dtype=bool)]


def _agencies_asked_again(
    before: pd.DataFrame, heir_of: Mapping[str, str | None], consolidation: Consolidation
) -> pd.DataFrame:
    if not _is_narrowed(consolidation):
        return before
    return before[before["agency"].map(heir_of).isin(consolidation.agencies["agency"])]


def _side_by_side(current: Mapping[str, Counts], earlier: Mapping[str, Counts]) -> dict[str, Compared[Counts]]:
    """Return the figures of both rounds under each key of this one, then under those that only the earlier one had."""
    keys = dict.fromkeys((*current, *earlier))
    return {key: Compared(current.get(key, Counts()), earlier.get(key, Counts())) for key in keys}


def _cells(assignments: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return `Comparison.cells`; `before` has the earlier assignments with the agency that stands for theirs, `heir`."""
    states: dict[tuple[str, str], list[str]] = {}
    for heir, task, state in zip(before["heir"], before["task"], before["state"], strict=True):
        if isinstance(heir, str):
            states.setdefault((heir, task), []).append(state)
    pairs = zip(assignments["agency"], assignments["task"], strict=True)
    earlier = [list(dict.fromkeys(states.get(pair, []))) for pair in pairs]
    only = [letters[0] if len(letters) == 1 else None for letters in earlier]
    movements = [movement(state, letters).value for state, letters in zip(assignments["state"], only, strict=True)]
    index = assignments.index
    return pd.DataFrame(
        {
            "agency": assignments["agency"],
            "task": assignments["task"],
            "state": assignments["state"],
            "state_before": pd.Series(only, index=index, dtype=object),
            "shown_before": pd.Series(["/".join(letters) for letters in earlier], index=index, dtype=object),
            "movement": pd.Series(movements, index=index, dtype=object),
        }
    )


_DONE = frozenset({State.DONE_IN_TIME, State.DONE_LATE})
_OPEN = frozenset({State.IN_PROGRESS, State.NOT_STARTED, State.OVERDUE, State.WITH_LEAD})


def movement(state: str, before: str | None) -> Movement:
    """Return what became of an assignment (State values; before None: nothing to compare with): the first that holds."""
    choices = (
        (before is None, Movement.NOT_COMPARABLE),
        (state == before, Movement.SAME),
        (state == State.NOT_REPORTED, Movement.NO_LONGER_REPORTED),
        (state in _DONE, Movement.OTHER if before in _DONE else Movement.NEWLY_DONE),
        (state in _OPEN and before in _DONE, Movement.UNDONE),
        (state == State.OVERDUE, Movement.NEWLY_OVERDUE),
        (before == State.NOT_REPORTED, Movement.NEWLY_REPORTED),
    )
    return next((choice for holds, choice in choices if holds), Movement.OTHER)
