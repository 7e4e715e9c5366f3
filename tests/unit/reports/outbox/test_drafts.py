"""The folder of a reminder: the official letter and the mail drafts as other programs read them."""

import email
import mailbox
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.envelope import Envelope
from pipeline.intake.identity import Identity
from pipeline.intake.received import ReceivedFile, SenderGround, SenderGuess, Verdict
from pipeline.problems import problem
from pipeline.reports.letters.mail import Enclosure, EnclosureKind
from pipeline.reports.letters.reminder import Reminder
from pipeline.reports.outbox.drafts import CALL_LIST, LETTER, MAILBOX, NOTE, UNCONFIRMED_FOLDER, Drafts, write_reminder
from pipeline.rules import Rule
from tests.support.consolidation import DONE, IN_PROGRESS, a_return
from tests.support.reminders import campaign_with_addresses, reminded


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """Three of its agencies have an address."""
    return campaign_with_addresses(tmp_path)


def written(reminder: Reminder, folder: Path, enclosures: Mapping[str, Enclosure] | None = None) -> Drafts:
    folder.mkdir()
    return write_reminder(reminder, folder, enclosures=enclosures or {})


def marked(code: str) -> dict[str, Enclosure]:
    """The feedback workbook of an agency."""
    name = f"phan-hoi_lan-1_{code}.xlsx"
    return {code: Enclosure(kind=EnclosureKind.FEEDBACK, name=name, content=b"workbook")}


def words(folder: Path) -> str:
    """The letter's words, those of its tables too."""
    document = docx.Document(str(folder / LETTER))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def draft(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_refused_file_is_told_in_the_letter_and_the_mail(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    refused = ReceivedFile(
        path="hong.xlsx",
        sha256="ab",
        size=1,
        verdict=Verdict.REJECTED,
        rule=Rule.SHEET_MISSING.code,
        reason="Thiếu trang «Báo cáo».",
        problems=(problem(Rule.SHEET_MISSING, file="hong.xlsx", sheet="Báo cáo"),),
        modified=datetime(2025, 9, 2, 8, tzinfo=UTC),
        identity=Identity(campaign="small", round="lan-1", agency="10002", fingerprint=None),
    )
    written(reminded(campaign, schemas, [refused]), tmp_path / "out")
    told = "Đã nhận tệp “hong.xlsx” lưu ngày 02/9/2025, chưa dùng được vì thiếu trang “Báo cáo”."
    assert told in words(tmp_path / "out")
    text = draft(tmp_path / "out" / "10002.eml").get_content()
    assert "chưa có báo cáo dùng được của UBND xã Cẩm Giang:" in text
    assert f"- {told} Dùng lại biểu mẫu gốc, không xóa hay đổi tên trang." in text


def test_a_file_is_told_only_to_whom_it_surely_is_of(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    def scan(path: str, guess: SenderGuess) -> ReceivedFile:
        reason = "Tệp không phải là bảng tính Excel (nội dung là tệp PDF)."
        return ReceivedFile(
            path=path, sha256=path, size=1, verdict=Verdict.REJECTED, reason=reason, document=True, sender_guess=guess
        )

    sure = SenderGuess(agency="10001", ground=SenderGround.TEMPLATE_NAME, sure=True)
    unsure = SenderGuess(agency="10002", ground=SenderGround.FILE_NAME)
    confirmed = SenderGuess(agency="10003", ground=SenderGround.CONFIRMED, sure=True)
    files = [
        scan("lan-1_10001_ubnd-xa-hoa-binh.pdf", sure),
        scan("a.eml!/bc xã Cẩm Giang.pdf", unsure),
        scan("img.jpg", confirmed),
    ]
    written(reminded(campaign, schemas, files), tmp_path / "out")
    letter = words(tmp_path / "out")
    assert (
        "Đã nhận tệp “lan-1_10001_ubnd-xa-hoa-binh.pdf”, chưa dùng được vì tệp không phải là bảng tính Excel "
        "(nội dung là tệp PDF)."
    ) in letter
    assert "bc xã Cẩm Giang.pdf" not in letter
    assert "Đã nhận tệp “img.jpg”, chưa dùng được" in letter
    assert "chưa nhận được báo cáo của UBND xã Cẩm Giang." in draft(tmp_path / "out" / "10002.eml").get_content()


def test_a_return_of_another_round_is_told(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    other = ReceivedFile(
        path="bc.xlsx",
        sha256="ab",
        size=1,
        verdict=Verdict.OTHER_ROUND,
        identity=Identity(campaign="small", round="dot-xuat", agency="10002", fingerprint=None),
        mail=Envelope(sent_on=date(2025, 9, 3)),
    )
    written(reminded(campaign, schemas, [other]), tmp_path / "out")
    told = "Đã gửi báo cáo đột xuất tháng 10 ngày 03/9/2025"
    assert told in words(tmp_path / "out")
    assert told in draft(tmp_path / "out" / "10002.eml").get_content()


def test_a_draft_goes_to_each_agency_with_an_address(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    drafts = written(reminded(campaign, schemas), tmp_path / "out")
    assert [owed.agency.code for owed in drafts.written] == ["10001", "10002"]
    assert [owed.agency.code for owed in drafts.without_address] == ["TT", "10003"]
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"10001.eml", "10002.eml", NOTE, LETTER, CALL_LIST, MAILBOX}
    note = (tmp_path / "out" / NOTE).read_text("utf-8")
    assert "- UBND xã Cẩm Giàng (10003)" in note
    assert "Sở Nội vụ là đơn vị tổng hợp" in note
    mail = draft(tmp_path / "out" / "10002.eml")
    assert mail["X-Unsent"] == "1"
    assert mail["To"].addresses[0].addr_spec == "camgiang@example.vn"
    assert mail["To"].addresses[0].display_name == "UBND xã Cẩm Giang"
    assert mail["From"].addresses[0].addr_spec == "snv@example.vn"
    # every blank of it, although mail programs fold the line
    assert mail["Subject"] == (
        "V/v chưa gửi báo cáo kết quả thực hiện nhiệm vụ công tác dân vận 6 tháng cuối năm 2025 (lần 1)"
    )
    assert mail["Date"] == "Mon, 08 Sep 2025 08:00:00 +0700"
    text = mail.get_content()
    assert "Thời hạn gửi báo cáo đã qua 04 ngày. Đề nghị UBND xã Cẩm Giang khẩn trương gửi báo cáo" in text
    assert "(theo biểu mẫu Sở Nội vụ đã gửi) chậm nhất ngày 15/9/2025." in text
    assert "Các nhiệm vụ đã đến hạn, đề nghị báo cáo rõ kết quả:\n- 1.2. Xây dựng kế hoạch" in text.replace(
        "\r\n", "\n"
    )
    assert not list(mail.iter_attachments())


def test_the_workbook_of_an_agency_is_enclosed(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    written(reminded(campaign, schemas), tmp_path / "out", marked("10002"))
    (enclosed,) = draft(tmp_path / "out" / "10002.eml").iter_attachments()
    assert enclosed.get_filename() == "phan-hoi_lan-1_10002.xlsx"
    assert enclosed.get_content() == b"workbook"
    assert not list(draft(tmp_path / "out" / "10001.eml").iter_attachments())


def test_the_mailbox_holds_every_draft_that_may_be_sent(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    note = "Liên hệ chưa xác nhận: thư điện tử (danh-ba.xlsx)"
    doubtful = replace(campaign.agency_by_code["10001"], note=note)
    agencies = tuple(doubtful if agency.code == "10001" else agency for agency in campaign.agencies)
    written(reminded(replace(campaign, agencies=agencies), schemas), tmp_path / "out", marked("10002"))
    assert (tmp_path / "out" / UNCONFIRMED_FOLDER / "10001.eml").is_file()
    with closing(mailbox.mbox(tmp_path / "out" / MAILBOX)) as box:
        (message,) = box
    parsed = email.message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    alone = draft(tmp_path / "out" / "10002.eml")
    assert parsed["Message-ID"] == alone["Message-ID"]
    body, alone_body = parsed.get_body(), alone.get_body()
    assert body is not None
    assert alone_body is not None
    assert body.get_content().split() == alone_body.get_content().split()
    assert [part.get_content() for part in parsed.iter_attachments()] == [b"workbook"]


def test_the_call_list_tells_whom_to_call_of_what(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    known = replace(campaign.agency_by_code["10002"], contact_name="Lê Thị Hoa", phone="0912 345 678")
    agencies = tuple(known if agency.code == "10002" else agency for agency in campaign.agencies)
    scan = ReceivedFile(
        path="bc xã Cẩm Giang.pdf",
        sha256="a",
        size=1,
        verdict=Verdict.REJECTED,
        sender_guess=SenderGuess(agency="10002", ground=SenderGround.FILE_NAME),
    )
    written(reminded(replace(campaign, agencies=agencies), schemas, [scan]), tmp_path / "out")
    heading, *rows = openpyxl.load_workbook(tmp_path / "out" / CALL_LIST).active.values  # type: ignore[union-attr]
    (row,) = (dict(zip(heading, row, strict=True)) for row in rows if row[0] == "10002")
    assert row["Việc"] == "Chưa gửi báo cáo"
    assert row["Số ngày chậm"] == 4
    assert row["Có thể đã gửi (đoán, cần hỏi lại)"] == "bc xã Cẩm Giang.pdf"
    assert row["Nhiệm vụ quá hạn"] == "1.2. Xây dựng kế hoạch"
    assert str(row["Hạn trả lời"]) == "2025-09-15 00:00:00"
    assert (row["Người liên hệ"], row["Điện thoại"]) == ("Lê Thị Hoa", "0912 345 678")
    # what is passed on names no officer
    assert "Lê Thị Hoa" not in words(tmp_path / "out")
    assert b"Hoa" not in (tmp_path / "out" / "10002.eml").read_bytes()


def test_before_the_deadline_nobody_is_late(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    files = [a_return(campaign, schemas, "10002", rows={"1.2": IN_PROGRESS, "1.3": DONE})]
    written(reminded(campaign, schemas, files, as_of=date(2025, 9, 1)), tmp_path / "out")
    texts = [words(tmp_path / "out"), (tmp_path / "out" / NOTE).read_text("utf-8")]
    texts += [draft(path).get_content() + draft(path)["Subject"] for path in (tmp_path / "out").glob("*.eml")]
    rows = openpyxl.load_workbook(tmp_path / "out" / CALL_LIST).active.values  # type: ignore[union-attr]
    texts += [str(row) for row in rows]
    assert [text for text in texts if "quá hạn" in text.lower() or "quá thời hạn" in text.lower()] == []
    due_soon, to_mend = (draft(tmp_path / "out" / f"{code}.eml") for code in ("10001", "10002"))
    assert due_soon["Subject"].startswith("V/v sắp đến hạn gửi báo cáo")
    assert "trước ngày 05/9/2025" in due_soon.get_content()
    assert to_mend["Subject"].startswith("V/v sửa, bổ sung báo cáo")
    assert "Nhiệm vụ đã đến hạn, chưa hoàn thành:\n- 1.2. Xây dựng kế hoạch" in to_mend.get_content().replace(
        "\r\n", "\n"
    )


def test_a_return_that_is_there_is_asked_for_what_it_lacks(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    wrong = a_return(campaign, schemas, "10002", rows={"1.2": {**DONE, "status": "Gần xong"}, "1.3": DONE})
    written(reminded(campaign, schemas, [wrong]), tmp_path / "out", marked("10002"))
    mail = draft(tmp_path / "out" / "10002.eml")
    body = mail.get_body()
    assert body is not None
    text = body.get_content()
    assert mail["Subject"].startswith("V/v sửa, bổ sung báo cáo")
    assert "Sở Nội vụ đã nhận được báo cáo của UBND xã Cẩm Giang" in text
    assert "Đề nghị UBND xã Cẩm Giang sửa các dòng có lỗi; gửi lại báo cáo chậm nhất ngày 15/9/2025." in text
    assert "các ô cần sửa được tô màu" in text


def test_cause_and_promised_day_stand_beside_what_is_late(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    late = {**IN_PROGRESS, "promised_on": date(2025, 9, 20)}
    files = [a_return(campaign, schemas, "10002", rows={"1.2": late, "1.3": DONE})]
    written(reminded(campaign, schemas, files), tmp_path / "out")
    told = "1.2. Xây dựng kế hoạch (dự kiến hoàn thành ngày 20/9/2025)"
    assert told in words(tmp_path / "out")
    text = draft(tmp_path / "out" / "10002.eml").get_content()
    assert f"- {told}" in text
    assert "khẩn trương hoàn thành các nhiệm vụ quá hạn, không để chậm hơn ngày đã dự kiến; gửi lại báo cáo" in text


def test_the_empty_form_that_came_back_is_told(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    empty_form = ReceivedFile(
        path="mau.xlsx",
        sha256="ab",
        size=1,
        verdict=Verdict.UNFILLED,
        rule=Rule.UNFILLED.code,
        reason="Biểu mẫu gửi về còn nguyên như khi được gửi đi, chưa điền nội dung báo cáo.",
        identity=Identity(campaign="small", round="lan-1", agency="10002", fingerprint=None),
    )
    written(reminded(campaign, schemas, [empty_form]), tmp_path / "out")
    told = "Đã nhận tệp “mau.xlsx”; biểu mẫu gửi về còn nguyên như khi được gửi đi, chưa điền nội dung báo cáo."
    assert told in words(tmp_path / "out")
    mail = draft(tmp_path / "out" / "10002.eml")
    assert told in mail.get_content()
    assert mail["Subject"].startswith("V/v chưa gửi báo cáo")


def test_the_same_reminder_gives_the_same_bytes(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    reminder = reminded(campaign, schemas)
    for name in ("one", "other"):
        written(reminder, tmp_path / name, marked("10002"))
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "other"))
    assert one == other


def test_with_nobody_to_remind_there_is_a_note_alone(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    rows = {"1.2": DONE, "1.3": DONE}
    files = [a_return(campaign, schemas, agency.code, rows=rows) for agency in campaign.reporting_agencies]
    drafts = written(reminded(campaign, schemas, files), tmp_path / "out")
    assert drafts.written == ()
    assert [path.name for path in (tmp_path / "out").iterdir()] == [NOTE]
    assert "Không còn cơ quan nào phải đôn đốc." in (tmp_path / "out" / NOTE).read_text("utf-8")


def test_a_name_cannot_add_a_header(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    sly = replace(campaign.agency_by_code["10002"], name="Xã Ánh\r\nBcc: all@example.vn")
    agencies = tuple(sly if agency.code == "10002" else agency for agency in campaign.agencies)
    written(reminded(replace(campaign, agencies=agencies), schemas), tmp_path / "out")
    mail = draft(tmp_path / "out" / "10002.eml")
    assert mail["Bcc"] is None
    assert len(mail["To"].addresses) == 1


def test_the_letter_has_the_form_of_a_cong_van(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    written(reminded(campaign, schemas), tmp_path / "out")
    text = words(tmp_path / "out")
    assert "BÁO CÁO" not in text.splitlines()
    assert "/SNV-XDCQ" in text
    assert "Kính gửi:" in text
    assert "- UBND xã Cẩm Giang;" in text
    assert "- Như trên;" in text
    assert "- Ủy ban nhân dân tỉnh An Bình (để báo cáo)" in text
    assert "GIÁM ĐỐC" in text
    assert "./." in text
    assert "(Kèm theo Công văn số …/SNV-XDCQ ngày … tháng … năm 2025 của Sở Nội vụ)" in text
    assert "- Sở Nội vụ;" not in text
