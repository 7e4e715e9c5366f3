"""Consolidations built by hand for the written report: an empty round, and rounds with chosen rows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation, consolidation
from pipeline.consolidation.states import State, Status
from pipeline.forms.schema.schema import Schemas
from pipeline.round_inputs import RoundInputs
from pipeline.validation.returns import validated_returns

#: The day after the first round.
AS_OF = date(2025, 9, 5)


def empty_consolidation(
    campaign: Campaign, schemas: Schemas, *, code: str = "lan-1", as_of: date = AS_OF
) -> Consolidation:
    """Return the consolidation of an empty inbox."""
    round_ = campaign.round_by_code[code]
    inputs = RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=as_of)
    return consolidation(validated_returns((), inputs), (), inputs)


def with_assignments(base: Consolidation, changes: Mapping[tuple[str, str], Mapping[str, Any]]) -> Consolidation:
    """Return the consolidation with cells of some assignments changed, by (agency, task) and column."""
    rows = base.assignments.copy()
    place = {key: index for index, key in enumerate(zip(rows["agency"], rows["task"], strict=True))}
    for column in sorted({column for cells in changes.values() for column in cells}):
        values = rows[column].tolist()
        for key, cells in changes.items():
            values[place[key]] = cells.get(column, values[place[key]])
        rows[column] = pd.Series(values, index=rows.index, dtype=rows[column].dtype)
    return replace(base, assignments=rows)


def with_submissions(base: Consolidation, submissions: Mapping[str, str]) -> Consolidation:
    """Return the consolidation with the submission of some agencies changed; a late one is three days late."""
    agencies = base.agencies.copy()
    agencies["submission"] = [
        submissions.get(agency, found) for agency, found in zip(agencies["agency"], agencies["submission"], strict=True)
    ]
    agencies["days_late"] = [3 if found == "late" else 0 for found in agencies["submission"]]
    agencies["report_date"] = pd.to_datetime(
        pd.Series(
            [date(2025, 9, 7) if found == "late" else None for found in agencies["submission"]], index=agencies.index
        )
    )
    return replace(base, agencies=agencies)


def all_done(base: Consolidation) -> Consolidation:
    """Return the consolidation in which everybody reported everything done in time."""
    done = {
        "state": State.DONE_IN_TIME,
        "status": Status.DONE.value,
        "completed_on": pd.Timestamp(2025, 8, 10),
        "result": "Đã ban hành kế hoạch, tổ chức 02 hội nghị với 120 lượt người dự.",
        "evidence": "Kế hoạch số 12/KH-UBND ngày 10/8/2025",
    }
    rows = base.assignments.assign(**done)
    reported = with_submissions(base, dict.fromkeys(base.agencies["agency"], "in-time"))
    return replace(reported, assignments=rows)
