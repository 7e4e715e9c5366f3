"""The figures of a round: counts whole and by role, returns, totals of indicators, what the lists measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.campaign.assignment import Role
from pipeline.campaign.lists import OpenList
from pipeline.consolidation.counts import Breakdown, Submissions, breakdown, submissions, submissions_by_group
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTotal:
    """One indicator over a set of agencies. Nobody reported: `total` is None, which is not zero."""

    indicator: str
    task: str
    name: str
    unit: str
    decimals: int
    #: Code of the indicator of which this one is a part.
    part_of: str | None
    #: Agencies that owe the number, and those that gave one.
    owing: int
    reported: int
    total: float | None
    #: Share of the whole (0 to 1) over the agencies that gave both numbers; None without a whole or a pair, or whole 0.
    share: float | None
    #: Agencies that gave both numbers.
    pairs: int


def indicator_totals(indicators: pd.DataFrame) -> tuple[IndicatorTotal, ...]:
    """Return one total per indicator over the rows of `Consolidation.indicators`, in the catalogue's order."""
    values = indicators.pivot(index="agency", columns="indicator", values="value")
    owing = indicators.groupby("indicator", sort=False)["owing"].sum()
    columns = ["indicator", "task", "name", "unit", "decimals", "part_of"]
    described = indicators.drop_duplicates("indicator").sort_values("position")[columns]
    totals = []
    for code, task, name, unit, decimals, part_of in described.itertuples(index=False, name=None):
        reported = values[code].dropna()
        share, pairs = _share(values, code, part_of) if isinstance(part_of, str) else (None, 0)
        totals.append(
            IndicatorTotal(
                indicator=code,
                task=task,
                name=name,
                unit=unit,
                decimals=decimals,
                part_of=part_of if isinstance(part_of, str) else None,
                owing=int(owing[code]),
                reported=len(reported),
                total=float(reported.sum()) if len(reported) else None,
                share=share,
                pairs=pairs,
            )
        )
    return tuple(totals)


def indicator_totals_by(indicators: pd.DataFrame, column: str) -> dict[str, tuple[IndicatorTotal, ...]]:
    """Return the totals per value of a column (group, agency, task), in order of first appearance."""
    return {str(key): indicator_totals(rows) for key, rows in indicators.groupby(column, sort=False)}


def _share(values: pd.DataFrame, part: str, whole: str) -> tuple[float | None, int]:
    """Return part over whole, and the number of agencies that gave both: one-sided numbers would bend the share."""
    if whole not in values.columns:
        return None, 0
    pairs = values[[part, whole]].dropna()
    wholes = float(pairs[whole].sum())
    return (float(pairs[part].sum()) / wholes if wholes else None), len(pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCoverage:
    """The measured rate of the task that asks every agency for entries on a list."""

    task: str
    #: Agencies that owe the task and are asked for the list, nil and waived taken out.
    owing: int
    #: Owing agencies with enough entries on their list.
    covered: int
    #: Entries listed by all agencies.
    entries: int

    @property
    def rate(self) -> float | None:
        """Return the share of owing agencies with enough entries, 0 to 1; None where nobody owes the task."""
        return self.covered / self.owing if self.owing else None


def list_coverage(assignments: pd.DataFrame, entries: pd.DataFrame, measuring: OpenList) -> ListCoverage:
    """Return the coverage over `Consolidation.assignments` and the entries of a list that measures a task.

    Raises:
        ValueError: the list measures none.
    """
    if measuring.measures is None:
        raise ValueError(measuring.code)
    owing = owing_entries(assignments, measuring)
    return ListCoverage(
        task=measuring.measures.task,
        owing=len(owing),
        covered=int(owing.isin(covered_agencies(entries, measuring)).sum()),
        entries=int(entries["counted"].sum()),
    )


def owing_entries(assignments: pd.DataFrame, measuring: OpenList) -> "pd.Series[str]":
    """Return the agencies that owe the task that a list measures and are asked for the list."""
    task = "" if measuring.measures is None else measuring.measures.task
    owed = assignments["task"].eq(task) & ~assignments["state"].isin([State.NIL, State.WAIVED])
    of_group = assignments["group"].isin(measuring.groups) if measuring.groups else True
    return assignments.loc[owed & of_group, "agency"]


def covered_agencies(entries: pd.DataFrame, measuring: OpenList) -> frozenset[str]:
    """Return the agencies with so many entries that they count."""
    least = 1 if measuring.measures is None else measuring.measures.at_least
    numbers = entries.loc[entries["counted"], "agency"].value_counts()
    return frozenset(numbers.index[numbers.ge(least)])


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTotals:
    """Everything that is counted and summed of a round."""

    everything: Breakdown
    led: Breakdown
    coordinated: Breakdown
    submissions: Submissions
    #: By the group's code, in the campaign's order.
    submissions_by_group: Mapping[str, Submissions]
    #: In the catalogue's order.
    indicators: tuple[IndicatorTotal, ...]
    #: By code of each list that measures a task of the round.
    lists: Mapping[str, ListCoverage]


def round_totals(consolidation: Consolidation, *, measuring: Sequence[OpenList]) -> RoundTotals:
    """Return the totals of a consolidation, or of a part of one; `measuring` are the lists that measure a task."""
    assignments = consolidation.assignments
    return RoundTotals(
        everything=breakdown(assignments),
        led=breakdown(assignments[assignments["role"].eq(Role.LEAD)]),
        coordinated=breakdown(assignments[assignments["role"].eq(Role.COORDINATOR)]),
        submissions=submissions(consolidation.agencies),
        submissions_by_group=submissions_by_group(consolidation.agencies, consolidation.campaign.groups),
        indicators=indicator_totals(consolidation.indicators),
        lists={
            open_list.code: list_coverage(assignments, consolidation.lists[open_list.code], open_list)
            for open_list in measuring
        },
    )
