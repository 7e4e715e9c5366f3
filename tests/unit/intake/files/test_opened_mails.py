"""Mails in the inbox: what is attached is taken as if it lay there, the mail and the rest of it are listed beside."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.formats.limits import LIMITS
from pipeline.intake.inbox import read_rounds
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.support.intake import COMMUNE, DEPARTMENT, OTHER_COMMUNE, intake, return_bytes, small_workbook, zipped
from tests.support.mails import PNG, SENDER, message, outlook_mail, with_file

POSTMARK = b"From a@b.vn Mon Sep  1 08:30:00 2025\n"


def verdicts(files: Mapping[str, ReceivedFile]) -> dict[str, Verdict]:
    return {path: file.verdict for path, file in files.items()}


def mailbox(*mails: bytes) -> bytes:
    return b"\n".join(POSTMARK + mail.rstrip() + b"\n" for mail in mails)


def attached(mail: EmailMessage, content: bytes, kind: str, name: str) -> EmailMessage:
    mail.add_attachment(content, *kind.split("/"), filename=name)
    return mail


def test_a_mail_is_opened_and_its_noise_is_one_row(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    mail = with_file(message(), "báo cáo.xlsx", return_bytes(campaign, schemas))
    attached(mail, PNG + bytes(100), "image/png", "logo.png")
    attached(mail, b"BEGIN:VCALENDAR", "text/calendar", "hop.ics")
    attached(mail, b"BEGIN:VCARD", "text/vcard", "nguoi-gui.vcf")
    attached(mail, b"0" * 40, "application/pkcs7-signature", "smime.p7s")
    files = intake(tmp_path, {"thư 1.eml": mail.as_bytes()}, campaign, schemas)
    rest = "thư 1.eml!/(phần khác của thư)"
    assert verdicts(files) == {
        "thư 1.eml": Verdict.IGNORED,
        "thư 1.eml!/báo cáo.xlsx": Verdict.ACCEPTED,
        rest: Verdict.IGNORED,
    }
    assert files["thư 1.eml"].reason == "Thư điện tử, không phải báo cáo; 1 tệp đính kèm được tiếp nhận riêng."
    assert files[rest].reason == (
        "Phần khác của thư (lời thư, ảnh trong thư, chữ ký số, lịch hẹn, danh thiếp), không phải báo cáo."
    )
    sent = files["thư 1.eml!/báo cáo.xlsx"].mail
    assert sent is not None
    assert (sent.sender_address, sent.sent_on, sent.subject[:7]) == (SENDER, date(2025, 9, 1), "Báo cáo")


def test_a_message_of_outlook_is_a_mail(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    content = outlook_mail(
        {0x3701: return_bytes(campaign, schemas), 0x3707: "bc.xlsx"}, properties={0x0037: "Báo cáo", 0x5D01: SENDER}
    )
    files = intake(tmp_path, {"a.msg": content}, campaign, schemas)
    assert verdicts(files) == {"a.msg": Verdict.IGNORED, "a.msg!/bc.xlsx": Verdict.ACCEPTED}


def test_each_message_of_a_mailbox_is_a_mail_of_its_own(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    first, second = (
        with_file(message(), "bc.xlsx", return_bytes(campaign, schemas, agency)).as_bytes()
        for agency in (COMMUNE, DEPARTMENT)
    )
    files = intake(tmp_path, {"thu.mbox": mailbox(first, message().as_bytes(), second)}, campaign, schemas)
    rest = "(phần khác của thư)"
    assert verdicts(files) == {
        "thu.mbox": Verdict.IGNORED,
        "thu.mbox!/1": Verdict.IGNORED,
        "thu.mbox!/1/bc.xlsx": Verdict.ACCEPTED,
        f"thu.mbox!/1/{rest}": Verdict.IGNORED,
        "thu.mbox!/2": Verdict.REJECTED,
        "thu.mbox!/3": Verdict.IGNORED,
        "thu.mbox!/3/bc.xlsx": Verdict.ACCEPTED,
        f"thu.mbox!/3/{rest}": Verdict.IGNORED,
    }
    assert files["thu.mbox"].reason == "Hộp thư, không phải báo cáo; 3 thư bên trong được tiếp nhận riêng."
    assert files["thu.mbox!/2"].rule == Rule.MAIL_WITHOUT_FILES.code


def test_a_message_over_the_limits_is_refused_in_its_place(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    small = with_file(message(), "bc.xlsx", return_bytes(campaign, schemas)).as_bytes()
    large = with_file(message(), "x.xlsx", bytes(len(small))).as_bytes()
    (tmp_path / "thu.mbox").write_bytes(mailbox(large, small))
    (files,) = read_rounds(
        tmp_path,
        campaign=campaign,
        rounds=(campaign.round_by_code["lan-1"],),
        schemas=schemas,
        limits=replace(LIMITS, mail=len(small) + 100),
    )
    by_path = {file.path: file for file in files}
    assert by_path["thu.mbox!/1"].rule == Rule.MAIL_REFUSED.code
    assert by_path["thu.mbox!/2/bc.xlsx"].verdict is Verdict.ACCEPTED


def test_an_archive_in_a_mail_is_the_one_nesting(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    good = return_bytes(campaign, schemas)
    inner = zipped({"c.xlsx": good, "d.zip": zipped({"e.xlsx": good})})
    mail = attached(message(), inner, "application/zip", "b.zip").as_bytes()
    nested = zipped({"thu.eml": mail, "hop.mbox": mailbox(mail)})
    files = intake(tmp_path, {"a.eml": mail, "g.mbox": mailbox(mail), "z.zip": nested}, campaign, schemas)
    assert verdicts(files) == {
        "a.eml": Verdict.IGNORED,
        "a.eml!/(phần khác của thư)": Verdict.IGNORED,
        "a.eml!/b.zip": Verdict.IGNORED,
        "a.eml!/b.zip!/c.xlsx": Verdict.ACCEPTED,
        "a.eml!/b.zip!/d.zip": Verdict.REJECTED,
        "g.mbox": Verdict.IGNORED,
        "g.mbox!/1": Verdict.IGNORED,
        "g.mbox!/1/(phần khác của thư)": Verdict.IGNORED,
        "g.mbox!/1/b.zip": Verdict.IGNORED,
        "g.mbox!/1/b.zip!/c.xlsx": Verdict.DUPLICATE,
        "g.mbox!/1/b.zip!/d.zip": Verdict.DUPLICATE,
        "z.zip": Verdict.IGNORED,
        "z.zip!/hop.mbox": Verdict.REJECTED,
        "z.zip!/thu.eml": Verdict.REJECTED,
    }
    assert {files["z.zip!/thu.eml"].rule, files["z.zip!/hop.mbox"].rule} == {Rule.MAIL_NESTED.code}
    brought = files["a.eml!/b.zip!/c.xlsx"].mail
    assert brought is not None
    assert brought.sender_address == SENDER


def test_what_was_attached_twice_under_one_name_is_there_twice(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    mail = with_file(message(), "bc.xlsx", return_bytes(campaign, schemas))
    with_file(mail, "bc.xlsx", return_bytes(campaign, schemas, DEPARTMENT))
    files = intake(tmp_path, {"a.eml": mail.as_bytes()}, campaign, schemas)
    assert verdicts(files)["a.eml!/bc.xlsx"] is Verdict.ACCEPTED
    assert verdicts(files)["a.eml!/bc.xlsx (2)"] is Verdict.ACCEPTED


def test_a_forwarded_message_tells_who_sent_the_return(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    original = with_file(
        message(From="UBND <hongbang@vidu.gov.vn>", Date="Fri, 29 Aug 2025 09:00:00 +0700"),
        "bc.xlsx",
        return_bytes(campaign, schemas),
    )
    forwarding = message(Subject="FW: báo cáo")
    forwarding.add_attachment(original)
    files = intake(tmp_path, {"fw.eml": forwarding.as_bytes()}, campaign, schemas)
    sent = files["fw.eml!/bc.xlsx"].mail
    assert sent is not None
    assert (sent.sender_address, sent.sent_on) == ("hongbang@vidu.gov.vn", date(2025, 8, 29))


def test_what_cannot_be_taken_out_is_said_so(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    link = outlook_mail({0x3707: "bc.xlsx", 0x3705: 7}, properties={0x0037: "BC"})
    files = intake(tmp_path, {"a.msg": link}, campaign, schemas)
    refused = files["a.msg!/bc.xlsx"]
    assert (refused.verdict, refused.rule) == (Verdict.REJECTED, Rule.ATTACHMENT_REFUSED.code)
    assert refused.reason == "Không lấy được tệp này ra khỏi thư (liên kết tới tệp để nơi khác; gửi chính tệp báo cáo)."


def test_mails_of_the_same_inbox_are_the_same_whatever_the_workers(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    for number, agency in enumerate((COMMUNE, DEPARTMENT, OTHER_COMMUNE)):
        mail = with_file(message(), "bc.xlsx", return_bytes(campaign, schemas, agency))
        (tmp_path / f"{number}.eml").write_bytes(mail.as_bytes())
    rounds = (campaign.round_by_code["lan-1"],)
    one, two = (
        read_rounds(tmp_path, campaign=campaign, rounds=rounds, schemas=schemas, workers=workers) for workers in (1, 2)
    )
    assert one == two


def test_what_is_attached_is_read_in_a_worker_that_may_come_to_grief_alone(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    far = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    mail = with_file(with_file(message(), "a.xlsx", far), "b.xlsx", return_bytes(campaign, schemas))
    (tmp_path / "thu.eml").write_bytes(mail.as_bytes())
    (files,) = read_rounds(
        tmp_path,
        campaign=campaign,
        rounds=(campaign.round_by_code["lan-1"],),
        schemas=schemas,
        limits=replace(LIMITS, far_cells=0, box=10**15, memory=600 * 1024 * 1024),
    )
    by_path = {file.path: file for file in files}
    assert by_path["thu.eml!/a.xlsx"].rule == Rule.UNREADABLE.code
    assert by_path["thu.eml!/b.xlsx"].verdict is Verdict.ACCEPTED
