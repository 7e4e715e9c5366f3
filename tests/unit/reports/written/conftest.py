"""The rounds that the written report is tested on."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas, Status
from tests.support.report import all_done, empty_consolidation, with_assignments, with_submissions

OVERDUE = {"state": State.OVERDUE.value, "status": Status.IN_PROGRESS.value}


@pytest.fixture(scope="package")
def empty(campaign: Campaign, schemas: Schemas) -> Consolidation:
    """The first round with an empty inbox."""
    return empty_consolidation(campaign, schemas)


@pytest.fixture(scope="package")
def first(campaign: Campaign, schemas: Schemas) -> Consolidation:
    """Everything done but three tasks, two agencies missing."""
    rows = {("SNV", "4.7"): OVERDUE, ("SYT", "1.2"): {"state": State.NOT_REPORTED.value}, ("SXD", "1.2"): OVERDUE}
    return with_submissions(
        with_assignments(all_done(empty_consolidation(campaign, schemas)), rows),
        {"SYT": "missing", "11383": "missing"},
    )


@pytest.fixture(scope="package")
def second(campaign: Campaign, schemas: Schemas, first: Consolidation) -> Consolidation:
    """Those done as well, one overdue that was done, one silent that spoke, all reported but one."""
    base = all_done(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2025, 12, 5)))
    rows = {("STC", "1.2"): OVERDUE, ("SNV", "5.1"): {"state": State.NOT_REPORTED.value}}
    return replace(with_submissions(with_assignments(base, rows), {"SYT": "missing"}), earlier=first)
