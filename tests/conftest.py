"""What all tests share: the real campaign and schemas, and throw-away project folders."""

import shutil
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.reading import read_campaign
from pipeline.forms.schema import Schemas, read_schemas

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    """The campaign of the decision."""
    return read_campaign(ROOT, "2025-h2")


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    """The schemas of the workbook."""
    return read_schemas(ROOT)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder of its own, with an empty inbox."""
    folder = tmp_path / "project"
    for part in ("catalogue", "schemas"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "inbox").mkdir()
    return folder
