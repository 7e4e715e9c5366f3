"""Consolidations built by hand for the written report: an empty round, and rounds with chosen rows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation, consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas, Status
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


def everyday(base: Consolidation) -> Consolidation:
    """Return a round with one of everything."""
    done = {
        "state": State.DONE_IN_TIME.value,
        "status": Status.DONE.value,
        "completed_on": pd.Timestamp(2025, 8, 10),
        "result": "Đã ban hành kế hoạch, tổ chức 02 hội nghị với 120 lượt người dự.",
        "evidence": "Kế hoạch số 12/KH-UBND",
    }
    late = {**done, "state": State.DONE_LATE.value, "difficulties": "Thiếu cán bộ; xong trước 20/8."}
    overdue = {
        "state": State.OVERDUE.value,
        "status": Status.IN_PROGRESS.value,
        "percent": 40.0,
        "result": "Đang lấy ý kiến các cơ quan về dự thảo.",
        "difficulties": "Thiếu cán bộ. Đã đề nghị bổ sung.",
    }
    rows = {
        ("SXD", "1.2"): done,
        ("SYT", "1.2"): late,
        ("11383", "1.2"): overdue,
        ("SNV", "4.7"): overdue,
        ("SNV", "2.4"): {**done, "result": "- Đã rà soát bộ tiêu chí\n- Đã lấy ý kiến 114 xã, phường, đặc khu"},
        ("SNNMT", "2.3"): {
            "state": State.NIL.value,
            "status": Status.NIL.value,
            "difficulties": "Không thuộc phạm vi.",
        },
        ("SKHCN", "2.5"): {"state": State.IN_ERROR.value, "result": "Chưa rõ."},
        ("TTTP", "4.6"): {
            "state": State.NOT_STARTED.value,
            "status": Status.NOT_STARTED.value,
            "difficulties": "Chưa đến thời gian thực hiện.",
            "proposals": "Đề nghị bố trí kinh phí.",
        },
        ("SNGV", "2.6"): {"state": State.WAIVED.value},
        ("SYT", "4.3"): {
            "state": State.IN_PROGRESS.value,
            "status": Status.IN_PROGRESS.value,
            "result": '=HYPERLINK("http://x") đã đối thoại 03 cuộc với người dân.',
            "difficulties": "Kinh phí còn hạn hẹp.",
        },
        ("SXD", "4.3"): {
            "state": State.IN_PROGRESS.value,
            "status": Status.IN_PROGRESS.value,
            "result": "Đang đối thoại.",
            "difficulties": "Kinh phí còn hạn hẹp",
        },
    }
    submitted = dict.fromkeys(("SXD", "SNV", "SNNMT", "SKHCN", "TTTP", "SNGV"), "in-time") | {
        "SYT": "late",
        "11383": "late",
    }
    return with_submissions(with_assignments(base, rows), submitted)
