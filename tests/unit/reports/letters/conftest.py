"""The campaign whose agencies are reminded."""

from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from tests.support.reminders import campaign_with_addresses


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """Three of its agencies have an address."""
    return campaign_with_addresses(tmp_path)
