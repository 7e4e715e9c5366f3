"""The official letter: what it is about, to whom it goes, its form."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign, Provision
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.letters.letter import CONTACT_PLACE, reminder_letter
from pipeline.reports.letters.reminder import Reminder
from pipeline.reports.written.blocks import Paragraph
from tests.support.consolidation import DONE, IN_PROGRESS, a_return
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


def paragraphs(reminder: Reminder) -> str:
    return "\n".join(block.text for block in reminder_letter(reminder).blocks if isinstance(block, Paragraph))


def test_it_names_form_and_new_deadline(campaign: Campaign, schemas: Schemas) -> None:
    text = paragraphs(reminded(campaign, schemas))
    assert "gửi báo cáo (theo biểu mẫu Sở Nội vụ đã gửi) về Sở Nội vụ chậm nhất ngày 15/9/2025." in text
    text = paragraphs(reminded(campaign, schemas, until=date(2025, 9, 12)))
    assert "chậm nhất ngày 12/9/2025" in text


def test_the_decision_is_quoted_where_it_words_the_deadline(campaign: Campaign, schemas: Schemas) -> None:
    assert "gửi báo cáo lần 1 trước ngày 05/9/2025 về Sở Nội vụ" in paragraphs(reminded(campaign, schemas))
    provision = Provision(number="2", place="Điều 2", text="Các xã báo cáo trước ngày 05/9/2025.")
    decision = replace(campaign.decision, provisions=(*campaign.decision.provisions, provision))
    text = paragraphs(reminded(replace(campaign, decision=decision), schemas))
    assert text.startswith("Điều 2 Quyết định số 12/QĐ-UBND")
    assert "gửi báo cáo kết quả thực hiện “trước ngày 05/9/2025” về Sở Nội vụ" in text


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("", CONTACT_PLACE),
        ("Sở Nội vụ", CONTACT_PLACE),
        ("Bà Mơ, điện thoại 0299 555 018", "Bà Mơ, điện thoại 0299 555 018"),
    ],
)
def test_whom_to_call_is_said_or_to_be_filled_in(campaign: Campaign, schemas: Schemas, contact: str, told: str) -> None:
    decision = replace(campaign.decision, contact=contact)
    text = paragraphs(reminded(replace(campaign, decision=decision), schemas))
    assert f"Đầu mối giải đáp: {told}." in text


def test_without_missing_returns_it_is_about_mending(campaign: Campaign, schemas: Schemas) -> None:
    rows = {"1.2": IN_PROGRESS, "1.3": DONE}
    files = [a_return(campaign, schemas, agency.code, rows=rows) for agency in campaign.reporting_agencies]
    letter = reminder_letter(reminded(campaign, schemas, files))
    assert letter.about.startswith("sửa, bổ sung báo cáo")
    assert "còn nhiệm vụ quá hạn chưa hoàn thành (danh sách kèm theo)" in paragraphs(reminded(campaign, schemas, files))
