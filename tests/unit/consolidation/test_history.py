"""What changed from one consolidation to the next."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.history import changes
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas
from tests.support.consolidation import DONE, IN_PROGRESS, run_record_of, small_campaign


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return small_campaign(tmp_path)


def test_what_changed_is_told_by_file_agency_and_cell(campaign: Campaign, schemas: Schemas) -> None:
    before = run_record_of(campaign, schemas, cSNV=IN_PROGRESS, cTT=DONE)
    now = run_record_of(campaign, schemas, cSNV=DONE, c10003=DONE)
    different = changes(before, now)
    assert (different.new_files, different.gone_files) == (("10003.xlsx",), ("TT.xlsx",))
    assert (different.newly_reported, different.no_longer_reported) == (("10003",), ("TT",))
    assert different.moved["SNV"] == (("1.2", State.OVERDUE, State.DONE_IN_TIME),)
    assert list(different.moved) == ["SNV", "TT", "10003"]
    assert different.count((State.DONE_IN_TIME,)) == (1, 2)
    assert not different.none


def test_a_file_whose_bytes_changed_is_told(campaign: Campaign, schemas: Schemas) -> None:
    before = run_record_of(campaign, schemas, cSNV=DONE)
    file = replace(before.files["SNV.xlsx"], sha256="other")
    assert changes(before, replace(before, files={"SNV.xlsx": file})).changed_files == ("SNV.xlsx",)


def test_a_task_that_is_asked_no_longer_is_told(campaign: Campaign, schemas: Schemas) -> None:
    before = run_record_of(campaign, schemas)
    now = replace(before, states={pair: state for pair, state in before.states.items() if pair != ("TT", "1.3")})
    assert changes(before, now).moved == {"TT": (("1.3", State.NOT_REPORTED, None),)}


def test_the_same_is_no_change(campaign: Campaign, schemas: Schemas) -> None:
    assert changes(run_record_of(campaign, schemas), run_record_of(campaign, schemas)).none
