"""What is tested here is the data of the decision itself: without `catalogue/2025-h2` and this folder the suite is green."""

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.schema.schema import Schemas
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    """The campaign of the decision, as it stands in the catalogue today."""
    return read_campaign(ROOT, "2025-h2")


@pytest.fixture(scope="session")
def schemas(campaign: Campaign) -> Schemas:
    """Its schemas."""
    return read_schemas(ROOT, campaign)
