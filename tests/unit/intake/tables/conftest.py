"""A good return, edited as somebody else's program or hand would."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from tests.support.intake import edited, intake, return_bytes

Edit = Callable[[Workbook], object]


@pytest.fixture
def received(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> Callable[..., ReceivedFile]:
    """What becomes of a good return after an edit in another program."""
    good = return_bytes(campaign, schemas)

    def judged(edit: Edit, content: bytes = good) -> ReceivedFile:
        return intake(tmp_path, {"a.xlsx": edited(content, edit)}, campaign, schemas)["a.xlsx"]

    return judged
