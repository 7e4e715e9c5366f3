"""The folder of a reminder: official letter, a mail draft per agency, a mailbox of them, the call list, a note. Nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.reports.letters.call_list import call_list_bytes
from pipeline.reports.letters.letter import CONTACT_PLACE, contact, reminder_letter
from pipeline.reports.letters.mail import Enclosure, address_of, mail_draft, mailbox
from pipeline.reports.letters.reminder import Owed, Reminder
from pipeline.reports.sentences import day
from pipeline.reports.word.report import word_bytes
from pipeline.reports.wording import NOBODY_TO_REMIND

LETTER = "cong-van-don-doc.docx"
NOTE = "README.txt"
CALL_LIST = "danh-sach.xlsx"
MAILBOX = "thu-nhap.mbox"
#: Where drafts lie whose address nobody has confirmed.
UNCONFIRMED_FOLDER = "chua-xac-nhan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What was written: the agencies with a mail draft, and those without a usable address."""

    reminder: Reminder
    written: tuple[Owed, ...]
    without_address: tuple[Owed, ...]
    #: Of those with a draft the ones whose address came in a return or a list, and nobody has confirmed it.
    unconfirmed: tuple[Owed, ...] = ()


def write_reminder(reminder: Reminder, folder: Path, *, enclosures: Mapping[str, Enclosure]) -> Drafts:
    """Write the letter, the drafts and the call list into an empty folder; without anybody who owes something, a note alone.

    The mailbox holds the drafts that may be sent as they are: none to an address that nobody has confirmed.

    Args:
        reminder: who owes what.
        folder: where to write.
        enclosures: the workbook to enclose by agency; an agency need not have one.
    """
    written, without_address, unconfirmed, ready = [], [], [], []
    for owed in reminder.everyone:
        address = address_of(owed.agency)
        if address is None:
            without_address.append(owed)
            continue
        draft = mail_draft(reminder, owed, address, enclosures.get(owed.agency.code))
        target = folder / UNCONFIRMED_FOLDER if owed.agency.has_unconfirmed_address else folder
        target.mkdir(exist_ok=True)
        (target / f"{owed.agency.code}.eml").write_bytes(draft)
        written.append(owed)
        if owed.agency.has_unconfirmed_address:
            unconfirmed.append(owed)
        else:
            ready.append(draft)
    drafts = Drafts(
        reminder=reminder,
        written=tuple(written),
        without_address=tuple(without_address),
        unconfirmed=tuple(unconfirmed),
    )
    if ready:
        (folder / MAILBOX).write_bytes(mailbox(ready, reminder.as_of))
    if reminder.everyone:
        (folder / LETTER).write_bytes(word_bytes(reminder_letter(reminder)))
        (folder / CALL_LIST).write_bytes(call_list_bytes(reminder))
    (folder / NOTE).write_text(_note(drafts), encoding="utf-8", newline="\r\n")
    return drafts


def _note(drafts: Drafts) -> str:
    """Return the note that lies in the folder: what is there, and who has to be reminded by other means."""
    reminder = drafts.reminder
    name = f"{reminder.round.name}, {reminder.level.label}, tính đến ngày {day(reminder.as_of)}"
    lines = [f"Đôn đốc báo cáo {name}.", ""]
    if not reminder.everyone:
        lines.append(NOBODY_TO_REMIND)
    else:
        lines.append(f"Hạn trả lời ghi trong công văn và thư: {reminder.by_when} (đổi bằng --until).")
        lines.append(f"- {LETTER}: công văn kèm danh sách {len(reminder.everyone)} cơ quan.")
        lines.append(
            f"- {len(drafts.written)} thư nháp (.eml), mỗi cơ quan một thư; mở bằng Outlook, Thunderbird rồi gửi."
        )
        ready = len(drafts.written) - len(drafts.unconfirmed)
        if ready:
            lines.append(
                f"- {MAILBOX}: {ready} thư nháp có địa chỉ đã xác nhận trong một tệp, để nhập vào Thunderbird."
            )
        lines.append(f"- {CALL_LIST}: danh sách để gọi điện, có tên và số điện thoại; chỉ dùng nội bộ, không gửi đi.")
        lines.append("Chương trình không tự gửi thư.")
        if not contact(reminder):
            lines += ["", f"Chưa có đầu mối liên hệ: điền vào chỗ {CONTACT_PLACE} của công văn,"]
            lines.append("hoặc ghi vào report.contact của decision.yaml rồi chạy lại.")
    if drafts.unconfirmed:
        lines += [
            "",
            f"Địa chỉ chưa xác nhận ({len(drafts.unconfirmed)}), thư nháp ở {UNCONFIRMED_FOLDER}, đối chiếu rồi mới gửi:",
        ]
        lines += [f"- {owed.agency.name} ({owed.agency.code}): {owed.agency.email}" for owed in drafts.unconfirmed]
    if drafts.without_address:
        lines += ["", f"Chưa có địa chỉ thư dùng được ({len(drafts.without_address)}), gửi công văn bằng cách khác:"]
        lines += [f"- {owed.agency.name} ({owed.agency.code})" for owed in drafts.without_address]
        lines.append("Ghi địa chỉ vào cột email của agencies.csv rồi chạy lại.")
    if reminder.own is not None:
        lines += ["", f"{reminder.own.agency.name} là đơn vị tổng hợp, cũng còn việc chưa xong: nhắc trong nội bộ."]
    return "\n".join(lines) + "\n"
