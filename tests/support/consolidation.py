"""A small city of five agencies and two tasks, with returns as intake hands them on, consolidated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.consolidation.history import RunRecord, run_record
from pipeline.consolidation.merge import Consolidation, consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem
from pipeline.round_inputs import RoundInputs
from pipeline.validation.returns import judged_files, validated_returns
from tests.support.campaign import models_measuring, write_small_project
from tests.support.validation import received

#: 1.2 is due on 14/8 (10002: 29/8), 1.3 has no due date; 10001 is excused from 1.2.
AS_OF = date(2025, 9, 10)
DONE = {
    "status": "Hoàn thành",
    "percent": 100.0,
    "completed_on": date(2025, 8, 10),
    "result": "Đã ban hành kế hoạch.",
    "evidence": "Kế hoạch số 12/KH-UBND",
}
IN_PROGRESS = {
    "status": "Đang thực hiện",
    "percent": 60.0,
    "result": "Đang khảo sát.",
    "difficulties": "Chờ hướng dẫn.",
}
NOT_STARTED = {"status": "Chưa thực hiện", "difficulties": "Chờ hướng dẫn."}
NIL = {"status": "Không phát sinh", "difficulties": "Không có việc."}
EMPTY: dict[str, Any] = {}


@dataclass(frozen=True)
class Result:
    """One consolidation with what it came from."""

    merged: Consolidation
    files: tuple[ReceivedFile, ...]
    problems: tuple[Problem, ...]

    def states(self) -> dict[tuple[str, str], str]:
        """The state letters by agency and task."""
        rows = self.merged.assignments
        return {
            (agency, task): state
            for agency, task, state in zip(rows["agency"], rows["task"], rows["state"], strict=True)
        }

    def agency(self, code: str) -> dict[str, Any]:
        """The row of one agency."""
        rows = self.merged.agencies
        return rows[rows["agency"].eq(code)].iloc[0].to_dict()


def small_campaign(folder: Path, *, model_task: str | None = None) -> Campaign:
    """The small campaign of the campaign tests; with a task that asks for models if wanted."""
    write_small_project(folder)
    campaign = read_campaign(folder, "small")
    return campaign if model_task is None else replace(campaign, lists=(models_measuring(model_task),))


def a_return(
    campaign: Campaign, schemas: Schemas, agency: str, *, modified: datetime | None = None, **filled: Any
) -> ReceivedFile:
    """The return of one agency: whole rows by task, single cells, models, proposals as `received` takes them."""
    return replace(received(campaign, schemas, agency=agency, path=f"{agency}.xlsx", **filled), modified=modified)


def consolidated(
    campaign: Campaign,
    schemas: Schemas,
    files: Sequence[ReceivedFile] = (),
    *,
    as_of: date = AS_OF,
    round_code: str = "lan-1",
) -> Result:
    """The files validated, judged and merged, as the flow does it."""
    inputs = RoundInputs(campaign=campaign, round=campaign.round_by_code[round_code], schemas=schemas, as_of=as_of)
    returns = validated_returns(files, inputs)
    judged = judged_files(files, returns.problems)
    merged = consolidation(returns, judged, inputs)
    problems = (*(found for file in judged for found in file.problems), *returns.problems)
    return Result(merged=merged, files=judged, problems=problems)


def run_record_of(campaign: Campaign, schemas: Schemas, as_of: date = AS_OF, **rows: dict[str, Any]) -> RunRecord:
    """Return the record of a run in which some agencies reported: their row of task 1.2 by code with a letter before it."""
    files = [a_return(campaign, schemas, code[1:], rows={"1.2": row}) for code, row in rows.items()]
    done = consolidated(campaign, schemas, files, as_of=as_of)
    return run_record(done.merged, done.files, done.problems)
