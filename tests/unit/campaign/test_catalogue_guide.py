"""The guide to the catalogue shows what is really read, and names every field of indicators."""

import re
from datetime import date
from pathlib import Path

import yaml

from pipeline.campaign.files.reading import read_campaign
from tests.conftest import ROOT
from tests.support.campaign import write_small_project
from tests.support.lists import campaign_with_lists
from tests.support.school_year import DECISION, NAME, SCHOOL_YEAR

GUIDE = (ROOT / "docs" / "danh-muc.md").read_text("utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[:4]]


def test_its_examples_are_accepted(tmp_path: Path) -> None:
    decision, causes, indicators, _ = BLOCKS
    shown = yaml.safe_load(DECISION)
    shown["decision"].update(decision["decision"])
    shown |= causes
    files = {
        **SCHOOL_YEAR,
        "decision.yaml": yaml.safe_dump(shown, allow_unicode=True),
        "indicators.yaml": yaml.safe_dump(indicators, allow_unicode=True),
    }
    write_small_project(tmp_path, files, campaign=NAME)
    campaign = read_campaign(tmp_path, NAME)
    assert [indicator.code for indicator in campaign.indicators] == ["KT", "DAT", "TL", "DIEM", "SC"]
    assert [cause.code for cause in campaign.causes] == ["not-open", "funds", "slow"]
    assert campaign.decision.provision_with("trước ngày 05 hằng tháng") == "Mục III"


def test_it_names_every_field_of_an_indicator() -> None:
    schema = yaml.safe_load((ROOT / "schemas" / "catalogue" / "indicators.yaml").read_text("utf-8"))
    fields = schema["properties"]["indicators"]["items"]["properties"]
    assert [name for name in fields if f"`{name}" not in GUIDE and f"{name}:" not in GUIDE] == []


def test_its_list_is_accepted(tmp_path: Path) -> None:
    shown = [{**BLOCKS[3][0], "asked_of": {"tasks": ["1.2"]}}]
    campaign, schemas = campaign_with_lists(tmp_path, yaml.safe_dump(shown, allow_unicode=True))
    assert [open_list.code for open_list in campaign.lists] == ["teams"]
    (sheet,) = schemas.lists
    assert sheet.column("founded").first_day == date(2015, 1, 1)
