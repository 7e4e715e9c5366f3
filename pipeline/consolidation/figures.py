"""The figures of a round: counts whole and by role, returns, totals of indicators, how many agencies have a model."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.campaign.assignment import Role
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
class ModelCoverage:
    """The measured rate of the task that asks every agency for a model."""

    task: str
    #: Agencies that owe the task, nil and waived taken out.
    owing: int
    #: Owing agencies with at least one model on their list.
    with_model: int
    #: Models listed by all agencies.
    models: int

    @property
    def rate(self) -> float | None:
        """Return the share of owing agencies with a model, 0 to 1; None where nobody owes the task."""
        return self.with_model / self.owing if self.owing else None


def model_coverage(assignments: pd.DataFrame, models: pd.DataFrame, task: str) -> ModelCoverage:
    """Return the coverage of a task over `Consolidation.assignments` and `.models`, or the same selection of both.

    A model without a name is an error of the return and does not count.
    """
    named = models[models["name"].notna()]
    owed = assignments[assignments["task"].eq(task) & ~assignments["state"].isin([State.NIL, State.WAIVED])]
    return ModelCoverage(
        task=task,
        owing=len(owed),
        with_model=int(owed["agency"].isin(named["agency"]).sum()),
        models=len(named),
    )


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
    #: None where no task of the round asks for models.
    models: ModelCoverage | None


def round_totals(consolidation: Consolidation, *, model_task: str | None) -> RoundTotals:
    """Return the totals of a consolidation, or of a part of one; `model_task` is the task that asks for models."""
    assignments = consolidation.assignments
    return RoundTotals(
        everything=breakdown(assignments),
        led=breakdown(assignments[assignments["role"].eq(Role.LEAD)]),
        coordinated=breakdown(assignments[assignments["role"].eq(Role.COORDINATOR)]),
        submissions=submissions(consolidation.agencies),
        submissions_by_group=submissions_by_group(consolidation.agencies, consolidation.campaign.groups),
        indicators=indicator_totals(consolidation.indicators),
        models=None if model_task is None else model_coverage(assignments, consolidation.models, model_task),
    )
