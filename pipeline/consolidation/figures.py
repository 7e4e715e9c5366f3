"""The figures of a round: counts whole and by role, returns, totals of indicators, what the lists measure."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.campaign.assignment import Role
from pipeline.campaign.indicators import Aggregate, Flow, is_percent
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
    aggregate: Aggregate
    flow: Flow
    #: Agencies that owe the number, and those that gave one; of a ratio, both numbers.
    owing: int
    reported: int
    #: The sum, mean or highest of what was given, as the indicator says; of a ratio its value. None where nobody gave
    #: anything, where the numbers of several agencies have none in common, and of a ratio whose whole is 0.
    total: float | None
    #: Share of the whole (0 to 1) over the agencies that gave both numbers; None without a whole or a pair, or whole 0.
    share: float | None
    #: Agencies that gave both numbers.
    pairs: int
    #: Of a ratio: numerator and denominator over the agencies that gave both; None of any other indicator.
    sides: tuple[float, float] | None = None


def indicator_totals(indicators: pd.DataFrame) -> tuple[IndicatorTotal, ...]:
    """Return one total per indicator over the rows of `Consolidation.indicators`, in the catalogue's order."""
    values = indicators.pivot(index="agency", columns="indicator", values="value")
    owing = indicators.groupby("indicator", sort=False)["owing"].sum()
    described = indicators.drop_duplicates("indicator").sort_values("position")
    return tuple(_total(row, values, owing=int(owing[row["indicator"]])) for row in described.to_dict(orient="records"))


def _total(described: Mapping[Hashable, Any], values: pd.DataFrame, *, owing: int) -> IndicatorTotal:
    """Return the total of one indicator (a row of the frame) over the values, a row an agency, a column an indicator."""
    code = described["indicator"]
    numbers = values[code].dropna()
    aggregate, part_of = Aggregate(described["aggregate"]), described["part_of"]
    total, share, pairs, sides = _aggregated(numbers, aggregate), None, 0, None
    if isinstance(part_of, str) and aggregate is Aggregate.SUM:
        share, pairs, _ = _share(values, code, part_of)
    part, whole = described["ratio_part"], described["ratio_whole"]
    if isinstance(part, str):
        rate, pairs, sides = _share(values, part, whole)
        total = None if rate is None else rate * (100 if is_percent(described["unit"]) else 1)
    return IndicatorTotal(
        indicator=code,
        **{name: described[name] for name in ("task", "name", "unit", "decimals")},
        part_of=part_of if isinstance(part_of, str) else None,
        aggregate=aggregate,
        flow=Flow(described["flow"]),
        owing=owing,
        reported=len(numbers) if sides is None else pairs,
        total=total,
        share=share,
        pairs=pairs,
        sides=sides,
    )


def _aggregated(numbers: "pd.Series[float]", aggregate: Aggregate) -> float | None:
    """Return what the numbers of several agencies come to; None of none."""
    if numbers.empty or aggregate is Aggregate.NONE:
        return None
    match aggregate:
        case Aggregate.MEAN:
            return float(numbers.mean())
        case Aggregate.MAX:
            return float(numbers.max())
        case _:
            return float(numbers.sum())


def indicator_totals_by(indicators: pd.DataFrame, column: str) -> dict[str, tuple[IndicatorTotal, ...]]:
    """Return the totals per value of a column (group, agency, task), in order of first appearance."""
    return {str(key): indicator_totals(rows) for key, rows in indicators.groupby(column, sort=False)}


def _share(values: pd.DataFrame, part: str, whole: str) -> tuple[float | None, int, tuple[float, float] | None]:
    """Return part over whole, the number of agencies that gave both, and both sums: one-sided numbers would bend it."""
    if part not in values.columns or whole not in values.columns:
        return None, 0, None
    pairs = values[[part, whole]].dropna()
    parts, wholes = float(pairs[part].sum()), float(pairs[whole].sum())
    return (parts / wholes if wholes else None), len(pairs), (parts, wholes)


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
