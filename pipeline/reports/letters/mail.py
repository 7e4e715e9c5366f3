"""The mail that reminds one agency, as a draft that mail programs open for editing."""

from datetime import datetime, time, timedelta, timezone
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pipeline.campaign.agencies import Agency
from pipeline.consolidation.arrivals import Arrival
from pipeline.reports.letters.letter import about, ground
from pipeline.reports.letters.reminder import Level, Owed, Reminder
from pipeline.reports.sentences import day, number, one_line, shortened, without_end
from pipeline.reports.wording import arrival_words

_VIETNAM = timezone(timedelta(hours=7))
#: Characters of a task's wording.
_TASK_LENGTH = 200
_EXCEL = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def address_of(agency: Agency) -> Address | None:
    """Return where the mail to an agency goes; None where the register has no address, or none that a mail program takes."""
    if not agency.email.isascii():
        return None
    try:
        return Address(display_name=one_line(agency.contact_name or agency.name), addr_spec=agency.email)
    except (ValueError, MessageError, IndexError):
        return None


def mail_draft(reminder: Reminder, owed: Owed, address: Address, *, feedback: bytes | None) -> bytes:
    """Return the mail to one agency as a draft; its date, identity and boundaries follow from the data, not from the clock.

    Args:
        reminder: who owes what.
        owed: what this agency owes.
        address: where the mail goes.
        feedback: the feedback workbook to enclose, None where there is none.
    """
    subject, code = about(reminder), owed.agency.code
    mark = f"{reminder.round.code}.{code}.{reminder.as_of.isoformat()}".lower()
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["To"] = address
    mail["Subject"] = subject[:1].upper() + subject[1:]
    mail["Date"] = format_datetime(datetime.combine(reminder.as_of, time(8), _VIETNAM))
    mail["Message-ID"] = f"<{mark}@tonghop.invalid>"
    own = address_of(reminder.campaign.agency_by_code[reminder.campaign.decision.reporting_body])
    if own is not None:
        mail["From"] = own
    mail.set_content(_text(reminder, owed, feedback=feedback is not None))
    if feedback is not None:
        maintype, subtype = _EXCEL
        name = f"phan-hoi_{reminder.round.code}_{code}.xlsx"
        mail.add_attachment(feedback, maintype=maintype, subtype=subtype, filename=name)
        mail.set_boundary(f"=_tonghop.{mark}")
    return mail.as_bytes()


def _text(reminder: Reminder, owed: Owed, *, feedback: bool) -> str:
    """Return the text of the mail to one agency: what it owes, until when, what is enclosed."""
    decision = reminder.campaign.decision
    paragraphs = [f"Kính gửi: {owed.agency.name}", ground(reminder)]
    if owed.report:
        paragraphs.append(_own_delay(reminder, owed))
    else:
        paragraphs.append(f"Báo cáo của {owed.agency.name} đã nhận được; còn những việc sau cần thực hiện.")
    for title, codes in (
        ("Nhiệm vụ đã quá hạn:" if not owed.report else "Nhiệm vụ đã qua thời hạn:", owed.overdue),
        ("Nhiệm vụ mà dòng báo cáo có lỗi, cần sửa:", owed.to_mend),
        ("Nhiệm vụ chủ trì chưa điền:", owed.left_empty),
    ):
        if codes:
            tasks = (reminder.campaign.task_by_code[code] for code in codes)
            paragraphs.append(
                "\n".join(
                    [title, *(f"- {task.code}: {without_end(shortened(task.text, _TASK_LENGTH))}" for task in tasks)]
                )
            )
    if feedback:
        paragraphs.append(
            "Tệp kèm theo là báo cáo đã gửi với các ô cần sửa được tô màu, có ghi chú; sửa trực tiếp trong tệp ấy rồi gửi lại."
        )
    if decision.return_address:
        paragraphs.append(f"Nơi nhận báo cáo: {one_line(decision.return_address)}")
    if decision.contact:
        paragraphs.append(f"Đầu mối: {one_line(decision.contact)}")
    return "\n\n".join([*paragraphs, f"Trân trọng./.\n{reminder.body}"]) + "\n"


def _own_delay(reminder: Reminder, owed: Owed) -> str:
    """Return that the agency's return is missing, what came in its place and what to do, and by when to send it."""
    name, until = owed.agency.name, day(reminder.as_of)
    if owed.arrivals:
        lines = [f"Đến hết ngày {until}, chưa có báo cáo dùng được của {name}:", *map(_arrival, owed.arrivals)]
        state = "\n".join(lines) + "\n"
    else:
        state = f"Đến hết ngày {until}, chưa nhận được báo cáo của {name}. "
    if reminder.level is Level.BEFORE_DUE:
        return f"{state}Đề nghị gửi báo cáo chậm nhất ngày {day(reminder.round.last_day)}."
    return f"{state}Đã quá thời hạn {number(owed.days_late)} ngày, đề nghị gửi báo cáo ngay."


def _arrival(arrival: Arrival) -> str:
    """Return one file that came and does not count, with what to do about it."""
    words = arrival_words(arrival)
    return f"- {words[0].upper()}{words[1:]}. {arrival.hint}".rstrip()
