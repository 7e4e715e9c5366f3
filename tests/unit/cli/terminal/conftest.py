"""One small city for what the commands print."""

from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.loading import read_schemas
from tests.support.campaign import write_small_project
from tests.support.intake import DONE, counted, return_bytes


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of five agencies: one has reported, one sent something unreadable."""
    project = tmp_path_factory.mktemp("city")
    write_small_project(project)
    (project / "inbox").mkdir()
    campaign = read_campaign(project, "small")
    content = return_bytes(
        campaign, read_schemas(project, campaign), "SNV", rows={"1.2": DONE, "1.3": DONE}, change=counted
    )
    (project / "inbox" / "a.xlsx").write_bytes(content)
    (project / "inbox" / "hong.xlsx").write_bytes(b"no workbook")
    return project
