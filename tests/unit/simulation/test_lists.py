"""Simulated entries of lists: by their own columns and kinds, where their task is done."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.errors import ConfigurationError
from pipeline.forms.form import Form, blank_form
from pipeline.forms.schema.loading import read_schemas
from pipeline.simulation.answers import filled_form
from pipeline.simulation.vocabulary_files import read_vocabulary
from tests.support.lists import WORKS

#: The list of works in the city, of communes with task 1.2, and what communes write on it.
CITY_WORKS = WORKS.replace("at_least: 2", "at_least: 1")
DEFAULTS = '  works: {due: "{since}", stage: Thi công}\n'
ENTRIES = '  works:\n    communes:\n    - {name: "Cầu [treo|bản]", cost: "{1200-2400}"}\n    - {name: Đường, cost: "90", stage: Chuẩn bị}\n'


def forms(project: Path, *, defaults: str = DEFAULTS, entries: str = ENTRIES) -> list[Form]:
    """The forms of the communes as faultless officers fill them in, in a city with one list more."""
    folder = project / "catalogue" / "2025-h2"
    path = folder / "lists.yaml"
    path.write_text(path.read_text("utf-8") + CITY_WORKS, "utf-8")
    path = folder / "simulation" / "other_sheets.yaml"
    text = path.read_text("utf-8")
    text = text.replace("list_defaults:\n", f"list_defaults:\n{defaults}", 1).replace(
        "lists:\n", f"lists:\n{entries}", 1
    )
    path.write_text(text, "utf-8")
    campaign = read_campaign(project, "2025-h2")
    schemas, vocabulary = read_schemas(project, campaign), read_vocabulary(project, campaign)
    campaign = replace(campaign, agencies=campaign.agencies[::9], waivers=(), extensions=())
    round_ = campaign.round_by_code["lan-2"]
    blank = [
        blank_form(campaign, round_, agency, schemas, generated_on=round_.opens)
        for agency in campaign.reporting_agencies
    ]
    return [
        filled_form(form, vocabulary=vocabulary, seed=1, report_date=round_.last_day)
        for form in blank
        if "works" in form.lists
    ]


def test_entries_have_the_kinds_of_their_columns(project: Path) -> None:
    entries = [entry for form in forms(project) for entry in form.lists["works"]]
    assert len(entries) > 5
    for entry in entries:
        assert isinstance(entry["cost"], float)
        assert isinstance(entry["due"], date)
        assert entry["name"] in {"Cầu treo", "Cầu bản", "Đường"}
        assert entry["stage"] == ("Chuẩn bị" if entry["name"] == "Đường" else "Thi công")
        assert (entry["cost"] == 90) is (entry["name"] == "Đường")


@pytest.mark.parametrize(
    ("defaults", "entries", "reason"),
    [
        (DEFAULTS, "", "thiếu danh sách «works» mà nhiệm vụ 1.2 cần"),
        (DEFAULTS, ENTRIES.replace("works", "bridges"), "đợt công tác không có danh sách «bridges» trong lists.yaml"),
        (DEFAULTS, ENTRIES.replace("cost", "price"), "danh sách không có cột «price»"),
        (DEFAULTS.replace("due", "until"), ENTRIES, "danh sách không có cột «until»"),
        (DEFAULTS.replace("since", "then"), ENTRIES, "không có tên «{then}»"),
        (DEFAULTS, ENTRIES.replace("communes", "villages"), "không có cơ quan, loại cơ quan hay khối «villages»"),
    ],
)
def test_faults_of_entries_are_told(project: Path, defaults: str, entries: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        forms(project, defaults=defaults, entries=entries)
    assert reason in str(caught.value)
    assert "other_sheets.yaml" in str(caught.value)
