"""The mail that reminds one agency, as a draft that mail programs open for editing, and a mailbox of several."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum

from pipeline.campaign.agencies import Agency
from pipeline.consolidation.arrivals import Arrival
from pipeline.reports.letters.letter import contact, ground, overdue_names, report_name, report_to, task_names
from pipeline.reports.letters.reminder import Level, Owed, Reminder
from pipeline.reports.sentences import day, number, one_line
from pipeline.reports.wording import arrival_words, official_marks

_VIETNAM = timezone(timedelta(hours=7))
_EXCEL = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
#: Lines of a message that a mailbox would take for the beginning of the next one.
_FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)


class EnclosureKind(StrEnum):
    """Which workbook goes with a mail."""

    #: The form to fill in: of an agency that sent nothing.
    FORM = "form"
    #: Its own return with the problems marked in their cells.
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """The workbook that goes with a mail, under the name that the agency sees."""

    kind: EnclosureKind
    name: str
    content: bytes


def address_of(agency: Agency) -> Address | None:
    """Return where the mail to an agency goes; None where the register has no address, or none that a mail program takes.

    It is shown under the agency's name: officers' names are not passed on.
    """
    if not agency.email.isascii():
        return None
    try:
        return Address(display_name=one_line(agency.name), addr_spec=agency.email)
    except (ValueError, MessageError, IndexError):
        return None


def mail_draft(reminder: Reminder, owed: Owed, address: Address, enclosure: Enclosure | None) -> bytes:
    """Return the mail to one agency as a draft; its date, identity and boundaries follow from the data, not from the clock.

    Args:
        reminder: who owes what.
        owed: what this agency owes.
        address: where the mail goes.
        enclosure: the workbook to enclose, None where there is none.
    """
    code = owed.agency.code
    mark = f"{reminder.round.code}.{code}.{reminder.as_of.isoformat()}".lower()
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["Date"] = format_datetime(_sent_at(reminder.as_of))
    mail["Message-ID"] = f"<{mark}@tonghop.invalid>"
    mail.set_content(_text(reminder, owed, enclosure))
    if enclosure is not None:
        maintype, subtype = _EXCEL
        mail.add_attachment(enclosure.content, maintype=maintype, subtype=subtype, filename=enclosure.name)
        mail.set_boundary(f"=_tonghop.{mark}")
    worded = [_header("To", address.display_name, address.addr_spec)]
    own = address_of(reminder.campaign.agency_by_code[reminder.campaign.decision.reporting_body])
    if own is not None:
        worded.append(_header("From", own.display_name, own.addr_spec))
    worded.append(_header("Subject", f"V/v {reminder.case(owed).label} {report_name(reminder)}"))
    return b"".join(worded) + mail.as_bytes()


def _header(name: str, text: str, address: str = "") -> bytes:
    """Return a header with words in it, folded; `EmailMessage` loses blanks where it folds words outside ASCII."""
    encoded = Header(one_line(text), "utf-8", header_name=name).encode(linesep="\r\n")
    return f"{name}: {encoded}{f' <{address}>' if address else ''}\r\n".encode("ascii")


def mailbox(drafts: Iterable[bytes], as_of: date) -> bytes:
    """Return several drafts as one mailbox (mbox, RFC 4155) that mail programs import."""
    opening = f"From tonghop {_sent_at(as_of):%a %b %d %H:%M:%S %Y}\n".encode("ascii")
    return b"".join(
        opening + _FROM_LINE.sub(rb">\1", draft.replace(b"\r\n", b"\n")).rstrip(b"\n") + b"\n\n" for draft in drafts
    )


def _sent_at(as_of: date) -> datetime:
    return datetime.combine(as_of, time(8), _VIETNAM)


def _text(reminder: Reminder, owed: Owed, enclosure: Enclosure | None) -> str:
    """Return the text of the mail to one agency: what it owes, the request, until when, what is enclosed."""
    paragraphs = [f"Kính gửi: {owed.agency.name}", ground(reminder)]
    paragraphs += _missing(reminder, owed, enclosure) if owed.report else _unfinished(reminder, owed)
    if enclosure is not None:
        paragraphs.append(_enclosed(owed, enclosure))
    paragraphs.append(f"Nơi nhận báo cáo: {report_to(reminder)}.")
    reachable = contact(reminder)
    paragraphs.append(f"Đầu mối: {reachable}." if reachable else "Khi cần hỏi, xin trả lời thư này.")
    return "\n\n".join([*paragraphs, f"Trân trọng./.\n{reminder.body}"]) + "\n"


def _missing(reminder: Reminder, owed: Owed, enclosure: Enclosure | None) -> list[str]:
    """Return that the agency's return is missing, what came in its place, the request, and which tasks are due."""
    name, until = owed.agency.name, day(reminder.as_of)
    if owed.arrivals:
        state = "\n".join(
            [f"Đến hết ngày {until}, chưa có báo cáo dùng được của {name}:", *map(_arrival, owed.arrivals)]
        )
    else:
        state = f"Đến hết ngày {until}, {reminder.body} chưa nhận được báo cáo của {name}."
    enclosed = enclosure is not None and enclosure.kind is EnclosureKind.FORM
    form = f"theo biểu mẫu {'kèm thư này' if enclosed else f'{reminder.body} đã gửi'}"
    request = f"gửi báo cáo ({form}) {reminder.by_when}"
    if owed.was_refused:
        demand = f"Đề nghị {name} sửa, gửi lại báo cáo ({form}) {reminder.by_when}."
    elif reminder.level is Level.BEFORE_DUE:
        demand = f"Đề nghị {name} hoàn thành, {request}."
    else:
        second = reminder.level is Level.SECOND
        manner = (
            f"Thủ trưởng {name} trực tiếp chỉ đạo {request}, nêu rõ lý do chậm"
            if second
            else f"{name} khẩn trương {request}"
        )
        demand = f"Thời hạn gửi báo cáo đã qua {number(owed.days_late)} ngày. Đề nghị {manner}."
    title = "Các nhiệm vụ đã đến hạn, đề nghị báo cáo rõ kết quả:"
    return [state, demand, *_tasks(title, task_names(reminder, owed.overdue))]


def _unfinished(reminder: Reminder, owed: Owed) -> list[str]:
    """Return what a return that is there still lacks, and the request for just that."""
    name = owed.agency.name
    requests = []
    if owed.overdue:
        when = (
            "không để chậm hơn ngày đã dự kiến"
            if owed.has_promised
            else "nêu rõ nguyên nhân và ngày dự kiến hoàn thành nếu chưa xong"
        )
        requests.append(f"khẩn trương hoàn thành các nhiệm vụ {reminder.past_due}, {when}")
    if owed.to_mend:
        requests.append("sửa các dòng có lỗi")
    if owed.left_empty:
        requests.append("điền các nhiệm vụ còn để trống")
    updated = " đã cập nhật kết quả, tiến độ" if owed.overdue else ""
    return [
        f"{reminder.body} đã nhận được báo cáo của {name}; còn những nội dung sau cần thực hiện:",
        *_tasks(f"Nhiệm vụ {reminder.past_due}, chưa hoàn thành:", overdue_names(reminder, owed)),
        *_tasks("Nhiệm vụ mà dòng báo cáo có lỗi, cần sửa:", task_names(reminder, owed.to_mend)),
        *_tasks("Nhiệm vụ chủ trì chưa điền:", task_names(reminder, owed.left_empty)),
        f"Đề nghị {name} {'; '.join(requests)}; gửi lại báo cáo{updated} {reminder.by_when}.",
    ]


def _tasks(title: str, names: Sequence[str]) -> list[str]:
    """Return a title with tasks below it; nothing where there are none."""
    return ["\n".join([title, *(f"- {name}" for name in names)])] if names else []


def _arrival(arrival: Arrival) -> str:
    """Return one file that came and does not count, with what to do about it."""
    words = arrival_words(arrival)
    return f"- {words[0].upper()}{words[1:]}. {official_marks(arrival.hint)}".rstrip()


def _enclosed(owed: Owed, enclosure: Enclosure) -> str:
    """Return what the enclosed workbook is and what to do with it."""
    if enclosure.kind is EnclosureKind.FORM:
        return f"Kèm theo: biểu mẫu báo cáo của {owed.agency.name} (tệp {enclosure.name})."
    if owed.report:
        return (
            f"Kèm theo: biểu mẫu đã điền sẵn những gì đọc được từ tệp đã gửi (tệp {enclosure.name}); chỗ cần sửa được tô màu, "
            "có ghi chú. Sửa trực tiếp trong tệp ấy rồi gửi lại."
        )
    cells = "các ô cần sửa" if owed.to_mend or owed.left_empty else "các ô nên xem lại"
    return (
        f"Kèm theo: báo cáo đã gửi (tệp {enclosure.name}), {cells} được tô màu, có ghi chú. Sửa, bổ sung trực tiếp trong tệp "
        "ấy rồi gửi lại."
    )
