"""Everything behind one cell of the matrix."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.explanation import CellStory, cell_story
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.identity import Identity
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import problem
from pipeline.rules import Rule, Severity
from tests.support.consolidation import DONE, EMPTY, IN_PROGRESS, NIL, NOT_STARTED, a_return, consolidated
from tests.support.rounds import second_round, two_rounds
from tests.support.validation import Formula

AS_OF = date(2025, 9, 10)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return two_rounds(tmp_path)


def story(
    campaign: Campaign, schemas: Schemas, *files: ReceivedFile, agency: str = "SNV", task: str = "1.2"
) -> CellStory:
    done = consolidated(campaign, schemas, files, as_of=AS_OF)
    return cell_story(done.merged, done.files, done.problems, schemas, agency=agency, task=task)


LATE = {**DONE, "completed_on": date(2025, 8, 20)}


@pytest.mark.parametrize(
    ("row", "agency", "task", "state", "ground"),
    [
        (DONE, "SNV", "1.2", "H", "Cơ quan báo «Hoàn thành», ngày hoàn thành 10/8/2025, không sau hạn 14/8/2025."),
        (LATE, "SNV", "1.2", "HM", "Cơ quan báo «Hoàn thành», ngày hoàn thành 20/8/2025, sau hạn 14/8/2025."),
        (LATE, "10002", "1.2", "H", "Cơ quan báo «Hoàn thành», ngày hoàn thành 20/8/2025, không sau hạn 29/8/2025."),
        (DONE, "SNV", "1.3", "H", "Cơ quan báo «Hoàn thành», ngày hoàn thành 10/8/2025; nhiệm vụ không có hạn."),
        (IN_PROGRESS, "SNV", "1.2", "Q", "Cơ quan báo «Đang thực hiện»; hạn 14/8/2025 đã qua tính đến ngày 10/9/2025."),
        (NOT_STARTED, "SNV", "1.3", "C", "Cơ quan báo «Chưa thực hiện»; nhiệm vụ không có hạn."),
        (NIL, "10003", "1.3", "K", "Cơ quan báo «Không phát sinh»; nhiệm vụ này cho phép trả lời như vậy."),
        (
            {**DONE, "status": "Gần xong"},
            "SNV",
            "1.2",
            "L",
            "Dòng báo cáo có lỗi nên chưa dùng được; xem các lỗi dưới đây.",
        ),
        (EMPTY, "SNV", "1.2", "X", "Báo cáo đã nhận nhưng dòng của nhiệm vụ này để trống."),
        (EMPTY, "10001", "1.2", "M", "Cơ quan được miễn báo cáo nhiệm vụ này, có ghi trong dữ liệu của đợt công tác."),
    ],
)
def test_the_state_has_its_ground(
    campaign: Campaign, schemas: Schemas, row: dict[str, Any], agency: str, task: str, state: str, ground: str
) -> None:
    found = story(campaign, schemas, a_return(campaign, schemas, agency, rows={task: row}), agency=agency, task=task)
    assert (found.state, found.ground) == (state, ground)


def test_a_task_within_time_says_so(campaign: Campaign, schemas: Schemas) -> None:
    done = consolidated(
        campaign, schemas, [a_return(campaign, schemas, "SNV", rows={"1.2": IN_PROGRESS})], as_of=date(2025, 8, 10)
    )
    found = cell_story(done.merged, done.files, done.problems, schemas, agency="SNV", task="1.2")
    assert found.ground == "Cơ quan báo «Đang thực hiện»; hạn 14/8/2025 chưa qua tính đến ngày 10/8/2025."


def test_without_a_return_nothing_is_known(campaign: Campaign, schemas: Schemas) -> None:
    found = story(campaign, schemas)
    assert found.ground == "Chưa nhận được báo cáo của cơ quan."
    assert (found.file, found.values, found.problems) == (None, (), ())


def test_a_refused_return_says_why(campaign: Campaign, schemas: Schemas) -> None:
    cause = problem(Rule.SHEET_MISSING, file="hong.xlsx", agency="SNV", sheet="Báo cáo")
    refused = ReceivedFile(
        path="hong.xlsx",
        sha256="ab",
        size=1,
        verdict=Verdict.REJECTED,
        problems=(cause,),
        rule=cause.rule.code,
        reason=cause.message,
        identity=Identity(campaign="small", round="lan-1", agency="SNV", fingerprint=None),
    )
    found = story(campaign, schemas, refused)
    assert found.ground == f"Báo cáo của cơ quan bị từ chối: {cause.message}"
    assert found.file is refused
    assert found.problems == (cause,)


def test_what_is_not_assigned_is_blank(campaign: Campaign, schemas: Schemas) -> None:
    narrowed = replace(campaign, rounds=tuple(replace(one, tasks=("1.2",)) for one in campaign.rounds))
    found = story(narrowed, schemas, task="1.3")
    assert (found.state, found.assignment) == (None, None)
    assert found.ground == "Nhiệm vụ không giao cho cơ quan này trong lần báo cáo này nên ô để trống."


def test_what_was_typed_stands_with_its_cell_and_how_it_was_read(campaign: Campaign, schemas: Schemas) -> None:
    row = {**DONE, "status": "ht", "completed_on": "10-8-25", "percent": Formula("=50+50", 100.0)}
    found = story(campaign, schemas, a_return(campaign, schemas, "SNV", rows={"1.2": row}))
    values = {value.title: (value.cell, value.typed, value.read) for value in found.values}
    assert values["Trạng thái"] == ("F15", "ht", "Hoàn thành")
    assert values["Ngày hoàn thành"] == ("H15", "10-8-25", "10/8/2025")
    assert values["Tỷ lệ hoàn thành (%)"][1:] == ("=50+50 → 100", "100")
    assert sorted(one.severity for one in found.problems) == [
        Severity.NORMALISED,
        Severity.NORMALISED,
        Severity.WARNING,
    ]
    numbers = story(campaign, schemas, a_return(campaign, schemas, "SNV"), task="1.3").indicators
    assert [(value.title, value.typed) for value in numbers] == [("CT-1 Giá trị", "10"), ("CT-2 Giá trị", "10")]


def test_records_and_other_files_are_told(campaign: Campaign, schemas: Schemas) -> None:
    used = a_return(campaign, schemas, "10002")
    older = replace(used, path="cu.xlsx", sha256="cd", verdict=Verdict.SUPERSEDED, content=None)
    found = story(campaign, schemas, used, older, agency="10002")
    assert found.file is not None
    assert found.file.path == "10002.xlsx"
    assert [file.path for file in found.others] == ["cu.xlsx"]
    assert [one.due for one in found.extensions] == [date(2025, 8, 29)]
    assert [one.why for one in story(campaign, schemas, agency="10001").waivers] == ["Bão lụt"]


def test_the_round_before_is_told_of_the_agency_and_of_those_it_took_over_from(
    campaign: Campaign, schemas: Schemas
) -> None:
    gone = replace(campaign.agency_by_code["10002"], valid_to=date(2025, 10, 31), successors=("10003",))
    campaign = replace(
        campaign, agencies=tuple(gone if agency.code == "10002" else agency for agency in campaign.agencies)
    )
    before = [a_return(campaign, schemas, "10002", rows={"1.2": DONE})]
    merged = second_round(campaign, schemas, before, [])
    found = cell_story(merged, [], [], schemas, agency="10003", task="1.2")
    assert [(one.agency, one.state, one.file, one.cell) for one in found.earlier] == [
        ("10002", "H", "10002.xlsx", "F15"),
        ("10003", "X", None, None),
    ]
