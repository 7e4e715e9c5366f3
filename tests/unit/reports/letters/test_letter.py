"""The official letter: what it is about, to whom it goes, its form."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.letters.letter import reminder_letter
from tests.support.reminders import reminded


@pytest.mark.parametrize(
    ("as_of", "about"),
    [
        (date(2025, 9, 4), "nhắc gửi báo cáo"),
        (date(2025, 9, 5), "đôn đốc gửi báo cáo"),
        (date(2025, 9, 11), "tiếp tục đôn đốc gửi báo cáo"),
    ],
)
def test_its_subject_says_how_urgent_it_is(campaign: Campaign, schemas: Schemas, as_of: date, about: str) -> None:
    assert reminder_letter(reminded(campaign, schemas, as_of=as_of)).about.startswith(about)


def test_many_agencies_are_addressed_by_their_groups(campaign: Campaign, schemas: Schemas) -> None:
    commune = campaign.agency_by_code["10003"]
    more = tuple(replace(commune, code=f"2000{n}", name=f"UBND xã {n}", aliases=()) for n in range(5))
    found = reminded(replace(campaign, agencies=(*campaign.agencies, *more)), schemas)
    assert reminder_letter(found).addressees == (
        "Thanh tra tỉnh",
        "Ủy ban nhân dân các xã có tên trong danh sách kèm theo",
    )
