"""The mail to one agency: where it goes; its contents are tested with the folder of drafts."""

from dataclasses import replace

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.reports.letters.mail import address_of


@pytest.mark.parametrize("spoilt", ["", "không-có@vn.vn", "a b@example.vn", "@", "a@b@c.vn", "a\n@example.vn"])
def test_an_address_that_no_mail_program_takes_is_none(campaign: Campaign, spoilt: str) -> None:
    assert address_of(replace(campaign.agencies[0], email=spoilt)) is None
