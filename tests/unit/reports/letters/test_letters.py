"""Reminders: whom, of what, how urgently; the official letter and the mail drafts."""

import email
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import docx
import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.identity import Identity
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports.letters.letters import LETTER, NOTE, Drafts, address_of, write_reminder
from pipeline.reports.letters.reminder import Level, Reminder, reminder
from pipeline.reports.letters.wording import addressees
from tests.support.consolidation import (
    DONE,
    EMPTY,
    IN_PROGRESS,
    NIL,
    NOT_STARTED,
    a_return,
    consolidated,
    small_campaign,
)

LATE = date(2025, 9, 8)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """The small city; 10001 (excused from 1.2), 10002 and SNV have an address."""
    found = small_campaign(tmp_path)
    mails = {"10001": "hoabinh@example.vn", "10002": "camgiang@example.vn"}
    agencies = tuple(replace(agency, email=mails.get(agency.code, agency.email)) for agency in found.agencies)
    return replace(found, agencies=agencies)


def reminded(campaign: Campaign, schemas: Schemas, files: Sequence[ReceivedFile] = (), as_of: date = LATE) -> Reminder:
    done = consolidated(campaign, schemas, files, as_of=as_of)
    return reminder(done.merged, done.files)


def written(found: Reminder, folder: Path, feedback: Path | None = None) -> Drafts:
    folder.mkdir()
    return write_reminder(found, folder, feedback=feedback or folder / "none")


def words(folder: Path) -> str:
    """The letter's words, those of its tables too."""
    document = docx.Document(str(folder / LETTER))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def draft(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(
    ("as_of", "level", "about"),
    [
        (date(2025, 8, 25), Level.BEFORE_DUE, "V/v nhắc gửi báo cáo"),
        (date(2025, 9, 4), Level.BEFORE_DUE, "V/v nhắc gửi báo cáo"),
        (date(2025, 9, 5), Level.LATE, "V/v đôn đốc gửi báo cáo"),
        (date(2025, 9, 10), Level.LATE, "V/v đôn đốc gửi báo cáo"),
        (date(2025, 9, 11), Level.SECOND, "V/v tiếp tục đôn đốc gửi báo cáo"),
    ],
)
def test_the_date_decides_how_urgent_it_is(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, as_of: date, level: Level, about: str
) -> None:
    found = reminded(campaign, schemas, as_of=as_of)
    assert found.level is level
    written(found, tmp_path / "out")
    assert about in words(tmp_path / "out")


def test_only_what_is_owed_is_asked_for(campaign: Campaign, schemas: Schemas) -> None:
    files = [
        a_return(campaign, schemas, "TT", rows={"1.2": IN_PROGRESS, "1.3": NOT_STARTED}),
        a_return(campaign, schemas, "10002", rows={"1.2": EMPTY, "1.3": EMPTY}),
        a_return(campaign, schemas, "10003", rows={"1.2": DONE, "1.3": NIL}),
    ]
    found = reminded(campaign, schemas, files)
    missing, (inspectors, commune) = found.missing, found.unfinished
    assert [(owed.agency.code, owed.days_late, owed.overdue) for owed in missing] == [("10001", 4, ())]
    assert (inspectors.agency.code, inspectors.overdue, inspectors.days_late) == ("TT", ("1.2",), 0)
    assert (commune.agency.code, commune.overdue, commune.left_empty) == ("10002", (), ("1.2",))
    assert found.own is not None
    assert found.own.overdue == ("1.2",)


def test_who_is_excused_is_never_reminded(campaign: Campaign, schemas: Schemas) -> None:
    (waiver,) = campaign.waivers
    everything = replace(campaign, waivers=(replace(waiver, task=None),))
    assert "10001" not in [owed.agency.code for owed in reminded(everything, schemas).everyone]


def test_rows_in_error_are_to_be_mended(campaign: Campaign, schemas: Schemas) -> None:
    wrong = a_return(campaign, schemas, "10003", rows={"1.2": {**DONE, "status": "Gần xong"}, "1.3": NIL})
    (owed,) = reminded(campaign, schemas, [wrong]).unfinished
    assert (owed.to_mend, owed.report) == (("1.2",), False)


def test_a_refused_file_is_told_in_the_letter_and_the_mail(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    refused = ReceivedFile(
        path="hong.xlsx",
        sha256="ab",
        size=1,
        verdict=Verdict.REJECTED,
        reason="Thiếu trang «Báo cáo».",
        identity=Identity(campaign="small", round="lan-1", agency="10002", fingerprint=None),
    )
    written(reminded(campaign, schemas, [refused]), tmp_path / "out")
    assert "Tệp đã gửi bị từ chối: Thiếu trang «Báo cáo»." in words(tmp_path / "out")
    text = draft(tmp_path / "out" / "10002.eml").get_content()
    assert "tệp báo cáo của UBND xã Cẩm Giang chưa dùng được: Thiếu trang «Báo cáo»" in text


def test_the_letter_has_the_form_of_a_cong_van(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    written(reminded(campaign, schemas), tmp_path / "out")
    said = words(tmp_path / "out")
    assert "BÁO CÁO" not in said.splitlines()
    assert "/SNV-XDCQ" in said
    assert "Kính gửi:" in said
    assert "- UBND xã Cẩm Giang;" in said
    assert "- Như trên;" in said
    assert "- Ủy ban nhân dân tỉnh An Bình (để báo cáo)" in said
    assert "GIÁM ĐỐC" in said
    assert "./." in said
    assert "(Kèm theo Công văn số …/SNV-XDCQ ngày … tháng … năm 2025 của Sở Nội vụ)" in said
    assert "- Sở Nội vụ;" not in said


def test_many_agencies_are_addressed_by_their_groups(campaign: Campaign, schemas: Schemas) -> None:
    commune = campaign.agency_by_code["10003"]
    more = tuple(replace(commune, code=f"2000{n}", name=f"UBND xã {n}", aliases=()) for n in range(5))
    found = reminded(replace(campaign, agencies=(*campaign.agencies, *more)), schemas)
    assert addressees(found) == ("Thanh tra tỉnh", "Ủy ban nhân dân cấp xã có tên trong danh sách kèm theo")


def test_a_draft_goes_to_each_agency_with_an_address(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    drafts = written(reminded(campaign, schemas), tmp_path / "out")
    assert [owed.agency.code for owed in drafts.written] == ["10001", "10002"]
    assert [owed.agency.code for owed in drafts.without_address] == ["TT", "10003"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["10001.eml", "10002.eml", NOTE, LETTER]
    note = (tmp_path / "out" / NOTE).read_text("utf-8")
    assert "- UBND xã Cẩm Giàng (10003)" in note
    assert "Sở Nội vụ là đơn vị tổng hợp" in note
    mail = draft(tmp_path / "out" / "10002.eml")
    assert mail["X-Unsent"] == "1"
    assert mail["To"].addresses[0].addr_spec == "camgiang@example.vn"
    assert mail["To"].addresses[0].display_name == "UBND xã Cẩm Giang"
    assert mail["From"].addresses[0].addr_spec == "snv@example.vn"
    assert mail["Subject"].startswith("Đôn đốc gửi báo cáo kết quả thực hiện nhiệm vụ công tác dân vận")
    assert mail["Date"] == "Mon, 08 Sep 2025 08:00:00 +0700"
    text = mail.get_content()
    assert "Đã quá thời hạn 04 ngày" in text
    assert "- 1.2: Xây dựng kế hoạch" in text
    assert not list(mail.iter_attachments())


def test_the_feedback_workbook_is_enclosed_where_there_is_one(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    feedback = tmp_path / "phan-hoi"
    feedback.mkdir()
    (feedback / "10002.xlsx").write_bytes(b"workbook")
    written(reminded(campaign, schemas), tmp_path / "out", feedback)
    (enclosed,) = draft(tmp_path / "out" / "10002.eml").iter_attachments()
    assert enclosed.get_filename() == "phan-hoi_lan-1_10002.xlsx"
    assert enclosed.get_content() == b"workbook"
    assert not list(draft(tmp_path / "out" / "10001.eml").iter_attachments())


def test_the_same_reminder_gives_the_same_bytes(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    found = reminded(campaign, schemas)
    feedback = tmp_path / "phan-hoi"
    feedback.mkdir()
    (feedback / "10002.xlsx").write_bytes(b"workbook")
    for name in ("one", "other"):
        written(found, tmp_path / name, feedback)
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "other"))
    assert one == other


def test_with_nobody_to_remind_there_is_a_note_alone(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    rows = {"1.2": DONE, "1.3": DONE}
    files = [a_return(campaign, schemas, agency.code, rows=rows) for agency in campaign.reporting_agencies]
    drafts = written(reminded(campaign, schemas, files), tmp_path / "out")
    assert drafts.written == ()
    assert [path.name for path in (tmp_path / "out").iterdir()] == [NOTE]
    assert "Không còn cơ quan nào phải đôn đốc." in (tmp_path / "out" / NOTE).read_text("utf-8")


@pytest.mark.parametrize("spoilt", ["", "không-có@vn.vn", "a b@example.vn", "@", "a@b@c.vn", "a\n@example.vn"])
def test_an_address_that_no_mail_program_takes_is_none(campaign: Campaign, spoilt: str) -> None:
    assert address_of(replace(campaign.agencies[0], email=spoilt)) is None


def test_a_name_cannot_add_a_header(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    sly = replace(campaign.agency_by_code["10002"], contact_name="Ánh\r\nBcc: all@example.vn")
    agencies = tuple(sly if agency.code == "10002" else agency for agency in campaign.agencies)
    written(reminded(replace(campaign, agencies=agencies), schemas), tmp_path / "out")
    mail = draft(tmp_path / "out" / "10002.eml")
    assert mail["Bcc"] is None
    assert len(mail["To"].addresses) == 1
