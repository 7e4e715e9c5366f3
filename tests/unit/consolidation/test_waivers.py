"""What was excused or put off is round_excuses with who, what, on whose word and why."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.assignment import asked_indicators
from pipeline.campaign.decision import Campaign, Extension, Waiver
from pipeline.campaign.files.reading import read_campaign
from pipeline.consolidation.waivers import Excuse, round_excuses
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import Verdict
from pipeline.reports.feedback.feedback import feedback_forms
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Rule
from tests.support.campaign import write_small_project
from tests.support.consolidation import NOT_STARTED, a_return, consolidated

GROUND = {"by": "Giám đốc Sở", "on": date(2025, 8, 20)}


@pytest.fixture
def small(tmp_path: Path) -> Campaign:
    """The small campaign: 10001 is excused from 1.2, 10002 has until 29/8."""
    write_small_project(tmp_path)
    return read_campaign(tmp_path, "small")


def excused(campaign: Campaign, **waiver: object) -> Campaign:
    """The campaign with one waiver more."""
    added = Waiver(**{"round": "lan-1", "task": None, "why": "Thiên tai.", **GROUND, **waiver})  # type: ignore[arg-type]
    return replace(campaign, waivers=(*campaign.waivers, added))


def test_waivers_and_extensions_in_the_order_of_the_register(small: Campaign) -> None:
    more = excused(small, agency="SNV", rule=Rule.EVIDENCE_MISSING, task="1.2")
    assert [(one.agency, one.kind, one.what) for one in round_excuses(more, more.rounds[0])] == [
        (
            "SNV",
            "Miễn yêu cầu",
            "nhiệm vụ 1.2, riêng yêu cầu về lỗi “Mục 1.2 ghi «Hoàn thành» nhưng chưa có «Văn bản, minh chứng»”",
        ),
        ("10001", "Miễn báo cáo", "nhiệm vụ 1.2"),
        ("10002", "Gia hạn", "nhiệm vụ 1.2 đến ngày 29/8/2025"),
    ]


def test_a_rule_that_quotes_a_case_is_named_with_dots(small: Campaign) -> None:
    more = excused(small, agency="SNV", rule=Rule.PERCENT_AGAINST_STATUS)
    (excuse, *_) = round_excuses(more, more.rounds[0])
    assert excuse == Excuse(
        agency="SNV",
        agency_name="Sở Nội vụ",
        kind="Miễn yêu cầu",
        what="toàn bộ nhiệm vụ, riêng yêu cầu về lỗi “Mục … ghi «…» nhưng tỷ lệ hoàn thành là …”",
        why="Thiên tai.",
        **GROUND,  # type: ignore[arg-type]
    )


def test_another_round_has_its_own(small: Campaign) -> None:
    extension = Extension(agency="SNV", task="1.2", due=date(2025, 10, 30), why="Bão", **GROUND)  # type: ignore[arg-type]
    elsewhere = replace(small, extensions=(*small.extensions, extension))
    assert [one.agency for one in round_excuses(elsewhere, elsewhere.round_by_code["dot-xuat"])] == ["SNV", "10002"]


def test_a_waived_rule_leaves_the_task_owed_and_its_row_good(small: Campaign, schemas: Schemas) -> None:
    files = [a_return(small, schemas, "10003", rows={"1.2": {**NOT_STARTED, "percent": 50.0}})]
    before = consolidated(small, schemas, files)
    assert before.states()["10003", "1.2"] == "L"
    after = consolidated(excused(small, agency="10003", rule=Rule.PERCENT_AGAINST_STATUS), schemas, files)
    assert after.states()["10003", "1.2"] == "Q"
    (problem,) = [one for one in after.problems if one.rule is Rule.PERCENT_AGAINST_STATUS]
    assert problem.hint == "Không phải sửa: đã được miễn (Giám đốc Sở, ngày 20/8/2025: Thiên tai)."


def test_what_an_excused_agency_sends_all_the_same_counts_nowhere(small: Campaign, schemas: Schemas) -> None:
    number = asked_indicators(small, small.rounds[0])["10003"][0]
    cells = {f"{number.code}/value": 40.0, "1.2/percent": 700.0, "header/signer": None}
    files = [a_return(small, schemas, "10003", rows={"1.2": NOT_STARTED}, cells=cells)]
    before = consolidated(small, schemas, files)
    assert before.merged.indicators["value"].max() == 40
    assert before.problems
    campaign = excused(small, agency="10003")
    after = consolidated(campaign, schemas, files)
    assert after.states()["10003", "1.2"] == "M"
    assert (after.merged.indicators["value"].sum(), after.problems) == (0, ())
    assert after.files[0].verdict is Verdict.ACCEPTED
    first = RoundInputs(campaign=campaign, round=campaign.rounds[0], schemas=schemas, as_of=date(2025, 9, 10))
    assert list(feedback_forms(first, after.files, before.problems)) == []
