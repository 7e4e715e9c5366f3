"""The indicators of a round as one long table: what was asked of whom, what was given, what is computed from it."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from pipeline.campaign.assignment import asked_indicators
from pipeline.campaign.indicators import Aggregate, Indicator, is_percent
from pipeline.consolidation.states import State
from pipeline.round_inputs import RoundInputs

#: Where something stands in a return.
SOURCE = ("file", "sheet", "cell")
_DESCRIBED = ("indicator", "name", "unit", "decimals", "part_of", "aggregate", "flow", "ratio_part", "ratio_whole")
_OF_AGENCY = ("agency", "agency_name", "group")


def indicator_rows(reported: pd.DataFrame, assigned: pd.DataFrame, inputs: RoundInputs) -> pd.DataFrame:
    """Return `Consolidation.indicators`: every indicator that is asked of an agency, and the ratios computed from them.

    Args:
        reported: `ValidatedReturns.indicators`.
        assigned: `Consolidation.assignments`.
        inputs: the round.
    """
    campaign = inputs.campaign
    indicators = campaign.indicators_of(inputs.round)
    indicators_by_agency = asked_indicators(campaign, inputs.round)
    pairs = {(agency, indicator.code) for agency, of_agency in indicators_by_agency.items() for indicator in of_agency}
    asked_rows = assigned[["task", "agency", "agency_name", "group", "state"]].merge(
        _described(indicators), on="task", validate="many_to_many"
    )
    is_asked = [pair in pairs for pair in zip(asked_rows["agency"], asked_rows["indicator"], strict=True)]
    asked_rows = asked_rows[pd.Series(is_asked, index=asked_rows.index, dtype=bool)]
    rows = joined(asked_rows, reported.drop(columns="task"), ["agency", "indicator"])
    rows["value"] = rows["value"].astype("float64").mask(rows["in_error"])
    excused = rows["state"].isin([State.NIL, State.WAIVED])
    # a 0 where nothing came up is no number to take the mean of, though it adds nothing to a sum
    nothing = rows["state"].eq(State.NIL) & rows["aggregate"].eq(Aggregate.MEAN) & rows["value"].eq(0)
    rows["value"] = rows["value"].mask(nothing)
    rows["owing"] = ~excused | rows["value"].notna()
    reported_rows = rows[[*_DESCRIBED, "task", "position", *_OF_AGENCY, "value", "note", "owing", "in_error", *SOURCE]]
    ratios = [
        _computed(reported_rows, indicator, place) for place, indicator in enumerate(indicators) if indicator.ratio
    ]
    rows = (
        _in_order(pd.concat([reported_rows, *ratios], ignore_index=True), indicators_by_agency)
        if ratios
        else reported_rows
    )
    return rows.astype({"decimals": "int64", "position": "int64"})


def joined(asked_rows: pd.DataFrame, reported: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return what was asked with what came; where nothing came there is no cell and no error."""
    rows = asked_rows.merge(reported, on=keys, how="left", validate="one_to_one")
    rows["in_error"] = rows["in_error"].eq(True)  # noqa: FBT003  # missing rows are neither True nor False
    rows["cell"] = rows["cell"].where(rows["cell"].notna(), None)
    return rows


def _described(indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return one row for each indicator: what it is, its task, its place in the catalogue."""
    rows = [(*_description(indicator), indicator.task, place) for place, indicator in enumerate(indicators)]
    return pd.DataFrame(rows, columns=[*_DESCRIBED, "task", "position"], dtype=object)


def _description(indicator: Indicator) -> tuple[object, ...]:
    part, whole = (None, None) if indicator.ratio is None else (indicator.ratio.part, indicator.ratio.whole)
    return (
        indicator.code,
        indicator.name,
        indicator.unit,
        indicator.decimals,
        indicator.part_of,
        indicator.aggregate.value,
        indicator.flow.value,
        part,
        whole,
    )


def _computed(rows: pd.DataFrame, indicator: Indicator, place: int) -> pd.DataFrame:
    """Return one row of a ratio for each agency that is asked for both of its sides."""
    codes = () if indicator.ratio is None else (indicator.ratio.part, indicator.ratio.whole)
    part, whole = (rows[rows["indicator"].eq(code)].set_index("agency") for code in codes)
    agencies = part.index.intersection(whole.index, sort=False)
    part, whole = part.loc[agencies], whole.loc[agencies]
    times = 100.0 if is_percent(indicator.unit) else 1.0
    described: dict[str, Any] = dict(zip(_DESCRIBED, _description(indicator), strict=True))
    return (
        part[["agency_name", "group"]]
        .assign(
            **described,
            task=indicator.task,
            position=place,
            value=times * part["value"] / whole["value"].where(whole["value"].ne(0)),
            note=None,
            owing=part["owing"] & whole["owing"],
            in_error=part["in_error"] | whole["in_error"],
            **dict.fromkeys(SOURCE),
        )
        .reset_index()[rows.columns.tolist()]
    )


def _in_order(rows: pd.DataFrame, agencies: Iterable[str]) -> pd.DataFrame:
    """Return the rows in the order of the agencies, then of the catalogue."""
    places = {agency: place for place, agency in enumerate(agencies)}
    placed = rows.assign(place=rows["agency"].map(places))
    return placed.sort_values(["place", "position"], kind="stable", ignore_index=True).drop(columns="place")
