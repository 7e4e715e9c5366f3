"""Reminders on disk: the official letter (Mẫu 1.5, Decree 30/2020/NĐ-CP) and a mail draft per agency. Nothing is sent."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from pipeline.campaign.agencies import Agency
from pipeline.reports.letters.reminder import Owed, Reminder
from pipeline.reports.letters.wording import (
    about,
    addressees,
    annex_blocks,
    body_name,
    letter_blocks,
    mail_text,
    recipients,
)
from pipeline.reports.sentences import day, one_line
from pipeline.reports.word.blocks import write_blocks
from pipeline.reports.word.document import OfficialDocument, Properties
from pipeline.reports.word.head import begin_annex, write_addressees, write_letterhead, write_signature
from pipeline.reports.wording import NOBODY_TO_REMIND

LETTER = "cong-van-don-doc.docx"
NOTE = "README.txt"
_VIETNAM = timezone(timedelta(hours=7))
_EXCEL = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What was written: the agencies with a mail draft, and those without a usable address."""

    reminder: Reminder
    written: tuple[Owed, ...]
    without_address: tuple[Owed, ...]


def write_reminder(reminder: Reminder, folder: Path, *, feedback: Path) -> Drafts:
    """Write the letter, the drafts and a note into an empty folder; without anybody who owes something, the note alone.

    Args:
        reminder: who owes what.
        folder: where to write.
        feedback: the folder of feedback workbooks, which need not be there.
    """
    written, without_address = [], []
    for owed in reminder.everyone:
        address = address_of(owed.agency)
        if address is None:
            without_address.append(owed)
            continue
        workbook = feedback / f"{owed.agency.code}.xlsx"
        enclosed = workbook.read_bytes() if workbook.is_file() else None
        draft = mail_draft(reminder, owed, address, feedback=enclosed)
        (folder / f"{owed.agency.code}.eml").write_bytes(draft)
        written.append(owed)
    drafts = Drafts(reminder=reminder, written=tuple(written), without_address=tuple(without_address))
    if reminder.everyone:
        write_letter(reminder, folder / LETTER)
    (folder / NOTE).write_text(note(drafts), encoding="utf-8", newline="\r\n")
    return drafts


def write_letter(reminder: Reminder, path: Path) -> None:
    """Write the official letter with its list of agencies; the same reminder gives the same bytes."""
    decision, title = reminder.campaign.decision, about(reminder)
    body, year = body_name(reminder), reminder.as_of.year
    document = OfficialDocument(
        Properties(title=title[:1].upper() + title[1:], subject=decision.subject, author=body, created=reminder.as_of)
    )
    letterhead = replace(decision.report_letterhead, symbol=decision.letter_symbol)
    write_letterhead(document, letterhead, year=year, about=f"V/v {title}")
    write_addressees(document, addressees(reminder))
    write_blocks(document, letter_blocks(reminder))
    write_signature(document, decision.report_signer, recipients(reminder))
    itself = f"Công văn số …/{letterhead.symbol} ngày … tháng … năm {year} của {body}"
    begin_annex(document, "Phụ lục", "danh sách cơ quan, đơn vị được đôn đốc", belongs_to=itself, landscape=False)
    write_blocks(document, annex_blocks(reminder))
    path.write_bytes(document.content())


def address_of(agency: Agency) -> Address | None:
    """Return to whom a mail goes; None where the register has no address, or none that a mail program takes."""
    if not agency.email.isascii():
        return None
    try:
        return Address(display_name=one_line(agency.contact_name or agency.name), addr_spec=agency.email)
    except (ValueError, MessageError, IndexError):
        return None


def mail_draft(reminder: Reminder, owed: Owed, address: Address, *, feedback: bytes | None) -> bytes:
    """Return one mail as a draft that mail programs open for editing; date, identity and bounds follow from the data."""
    title, code = about(reminder), owed.agency.code
    mark = f"{reminder.round.code}.{code}.{reminder.as_of.isoformat()}".lower()
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["To"] = address
    mail["Subject"] = title[:1].upper() + title[1:]
    mail["Date"] = format_datetime(datetime.combine(reminder.as_of, time(8), _VIETNAM))
    mail["Message-ID"] = f"<{mark}@tonghop.invalid>"
    own = address_of(reminder.campaign.agency_by_code[reminder.campaign.decision.reporting_body])
    if own is not None:
        mail["From"] = own
    mail.set_content(mail_text(reminder, owed, feedback=feedback is not None))
    if feedback is not None:
        maintype, subtype = _EXCEL
        name = f"phan-hoi_{reminder.round.code}_{code}.xlsx"
        mail.add_attachment(feedback, maintype=maintype, subtype=subtype, filename=name)
        mail.set_boundary(f"=_tonghop.{mark}")
    return mail.as_bytes()


def note(drafts: Drafts) -> str:
    """Return the note that lies in the folder: what is there, and who has to be reminded by other means."""
    reminder = drafts.reminder
    name = f"{reminder.round.name}, {reminder.level.label}, tính đến ngày {day(reminder.as_of)}"
    lines = [f"Đôn đốc báo cáo {name}.", ""]
    if not reminder.everyone:
        lines.append(NOBODY_TO_REMIND)
    else:
        lines.append(f"- {LETTER}: công văn kèm danh sách {len(reminder.everyone)} cơ quan.")
        lines.append(
            f"- {len(drafts.written)} thư nháp (.eml), mỗi cơ quan một thư; mở bằng Outlook, Thunderbird rồi gửi."
        )
        lines.append("Chương trình không tự gửi thư.")
    if drafts.without_address:
        lines += ["", f"Chưa có địa chỉ thư dùng được ({len(drafts.without_address)}), gửi công văn bằng cách khác:"]
        lines += [f"- {owed.agency.name} ({owed.agency.code})" for owed in drafts.without_address]
        lines.append("Ghi địa chỉ vào cột email của agencies.csv rồi chạy lại.")
    if reminder.own is not None:
        lines += ["", f"{reminder.own.agency.name} là đơn vị tổng hợp, cũng còn việc chưa xong: nhắc trong nội bộ."]
    return "\n".join(lines) + "\n"
