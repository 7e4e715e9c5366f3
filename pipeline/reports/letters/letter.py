"""The official letter of a reminder (công văn) with its list of agencies, as a value without any formatting."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.campaign.tasks import Task
from pipeline.reports.letters.reminder import Level, Owed, Reminder
from pipeline.reports.sentences import day, lower_first, number, one_line, without_end
from pipeline.reports.wording import AGENCY, DAYS_LATE, arrivals_sentence, decision_name
from pipeline.reports.written.blocks import (
    Alignment,
    Annex,
    Block,
    Heading,
    Letter,
    Paragraph,
    ParagraphKind,
    Table,
    TextColumn,
)

#: More agencies than this are addressed by their groups; the annex names them.
_NAMED_ADDRESSEES = 6
_LIST = "danh sách kèm theo"
_AGENCIES = "cơ quan, đơn vị"
_NOTHING_CAME = "Chưa nhận được."
#: Stands where the campaign does not say whom to call.
CONTACT_PLACE = "[họ tên, điện thoại, thư điện tử của người đầu mối]"


def reminder_letter(reminder: Reminder) -> Letter:
    """Return the letter to all agencies that still owe something."""
    decision = reminder.campaign.decision
    return Letter(
        letterhead=replace(decision.report_letterhead, symbol=decision.letter_symbol),
        about=_about(reminder),
        addressees=_addressees(reminder),
        blocks=_text(reminder),
        signer=decision.report_signer,
        recipients=_recipients(reminder),
        annexes=(
            Annex(
                label="Phụ lục",
                title="danh sách cơ quan, đơn vị được đôn đốc",
                landscape=False,
                blocks=_list_of_agencies(reminder),
            ),
        ),
        reporting_body=reminder.body,
        subject=decision.subject,
        as_of=reminder.as_of,
    )


def report_name(reminder: Reminder) -> str:
    """Return which report is meant, inside a sentence."""
    decision = reminder.campaign.decision
    return f"báo cáo kết quả thực hiện nhiệm vụ {decision.subject} {decision.period_name} ({reminder.round.name})"


def _about(reminder: Reminder) -> str:
    """Return what the letter is about, without "V/v"."""
    report = report_name(reminder)
    if not reminder.missing:
        return f"sửa, bổ sung {report}"
    match reminder.level:
        case Level.BEFORE_DUE:
            return f"nhắc gửi {report} đúng hạn"
        case Level.LATE:
            return f"đôn đốc gửi {report}"
        case Level.SECOND:
            return f"tiếp tục đôn đốc gửi {report}"


def _addressees(reminder: Reminder) -> tuple[str, ...]:
    """Return the lines of "Kính gửi": few agencies by name, many by their groups."""
    agencies = [owed.agency for owed in reminder.everyone]
    if len(agencies) <= _NAMED_ADDRESSEES:
        return tuple(agency.name for agency in agencies)
    lines = []
    for group in reminder.campaign.groups:
        members = [agency for agency in agencies if agency.group == group]
        if len(members) == 1:
            lines.append(members[0].name)
        elif members:
            lines.append(f"{group.addressed} có tên trong {_LIST}")
    return tuple(lines)


def _recipients(reminder: Reminder) -> tuple[str, ...]:
    """Return "Nơi nhận": the addressees, the body that gets the report, the files."""
    decision = reminder.campaign.decision
    filed = [entry for entry in decision.report_recipients if entry.startswith("Lưu")]
    return ("Như trên", f"{decision.addressee} (để báo cáo)", *filed[-1:])


def _text(reminder: Reminder) -> tuple[Block, ...]:
    """Return the text of the letter; a paragraph for missing returns, or unfinished tasks, only where there are some."""
    texts = [ground(reminder)]
    if reminder.missing:
        texts += [_missing(reminder), _request(reminder)]
    if reminder.unfinished:
        texts.append(_unfinished(reminder))
    closing = (
        f"Đầu mối tiếp nhận, giải đáp: {contact(reminder) or CONTACT_PLACE}. "
        f"{reminder.body} đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện./."
    )
    return (*map(Paragraph, texts), Paragraph(closing, ParagraphKind.CLOSING))


def ground(reminder: Reminder) -> str:
    """Return on what ground the reports are asked for, by whom and by when, in the words of the decision where it has them."""
    round_, decision = reminder.round, reminder.campaign.decision
    purpose = f"về {reminder.body} để tổng hợp, báo cáo {decision.addressee}"
    named = f"{decision_name(decision)} {decision.title_in_sentence}"
    place = next((provision.place for provision in decision.provisions if round_.verbatim in provision.text), "")
    if place:
        return f"{place} {named} giao các cơ quan, đơn vị gửi báo cáo kết quả thực hiện “{one_line(round_.verbatim)}” {purpose}."
    order = named if round_.reference is None else round_.reference
    return (
        f"Thực hiện {order}, các cơ quan, đơn vị gửi báo cáo {round_.name} trước ngày {day(round_.deadline)} {purpose}."
    )


def contact(reminder: Reminder) -> str:
    """Return whom to call or write to; "" where the campaign names nobody that can be reached."""
    words = without_end(reminder.campaign.decision.contact)
    return words if "@" in words or any(letter.isdigit() for letter in words) else ""


def report_to(reminder: Reminder) -> str:
    """Return where reports are sent: the body, by the name or at the address that the campaign gives."""
    address = without_end(reminder.campaign.decision.return_address)
    if reminder.body in address:
        return address
    return f"{reminder.body} ({address})" if address else reminder.body


def task_name(task: Task) -> str:
    """Return a task by its code and its name, never cut: "1.2. Chương trình, kế hoạch"."""
    return f"{task.code}. {task.short or without_end(task.text)}"


def task_names(reminder: Reminder, codes: Iterable[str]) -> list[str]:
    """Return tasks by code and name."""
    return [task_name(reminder.campaign.task_by_code[code]) for code in codes]


def overdue_names(reminder: Reminder, owed: Owed) -> list[str]:
    """Return the overdue tasks of an agency, each with what its returns say of cause and day."""
    return [
        f"{name}{_said(owed, code)}"
        for code, name in zip(owed.overdue, task_names(reminder, owed.overdue), strict=True)
    ]


def _said(owed: Owed, code: str) -> str:
    """Return cause and promised day of an overdue task in brackets, a promise that was not kept too; "" without any."""
    parts = []
    if code in owed.causes:
        parts.append(f"nguyên nhân: {lower_first(without_end(owed.causes[code]))}")
    if code in owed.promised:
        parts.append(f"dự kiến hoàn thành ngày {day(owed.promised[code])}")
    if code in owed.broken:
        parts.append(f"lần trước dự kiến ngày {day(owed.broken[code])}, chưa thực hiện đúng")
    return f" ({'; '.join(parts)})" if parts else ""


def _missing(reminder: Reminder) -> str:
    count, until = number(len(reminder.missing)), day(reminder.as_of)
    with_files = sum(bool(owed.arrivals) for owed in reminder.missing)
    if with_files == len(reminder.missing):
        standing = f"còn {count} {_AGENCIES} đã gửi tệp nhưng chưa có báo cáo dùng được"
    elif with_files:
        standing = f"còn {count} {_AGENCIES} chưa có báo cáo, trong đó {number(with_files)} {_AGENCIES} đã gửi tệp nhưng chưa dùng được"
    else:
        standing = f"còn {count} {_AGENCIES} chưa gửi báo cáo"
    if reminder.level is Level.BEFORE_DUE:
        return f"Đến hết ngày {until}, {standing} ({_LIST})."
    days = number((reminder.as_of - reminder.round.last_day).days)
    return f"Đến hết ngày {until}, đã quá thời hạn {days} ngày, {standing} ({_LIST})."


def _request(reminder: Reminder) -> str:
    body = reminder.body
    demand = f"gửi báo cáo (theo biểu mẫu {body} đã gửi) về {report_to(reminder)} {reminder.by_when}"
    match reminder.level:
        case Level.BEFORE_DUE:
            return f"{body} đề nghị các cơ quan, đơn vị nêu trên hoàn thành, {demand}."
        case Level.LATE:
            return f"{body} đề nghị các cơ quan, đơn vị nêu trên khẩn trương hoàn thành, {demand}."
        case Level.SECOND:
            return (
                f"{body} đề nghị Thủ trưởng các cơ quan, đơn vị nêu trên trực tiếp chỉ đạo {demand}, nêu rõ lý do chậm. "
                f"{body} sẽ báo cáo {reminder.campaign.decision.addressee} danh sách các cơ quan, đơn vị không báo cáo."
            )


def _unfinished(reminder: Reminder) -> str:
    """Return how many reported and still have something to do, and the request for just that."""
    also = "Ngoài ra, có" if reminder.missing else f"Đến hết ngày {day(reminder.as_of)}, có"
    every = reminder.unfinished
    with_tasks = sum(bool(owed.overdue) for owed in every)
    with_mistakes = sum(bool(owed.to_mend or owed.left_empty) for owed in every)
    counts = {
        f"nhiệm vụ {reminder.past_due} chưa hoàn thành": with_tasks,
        "nội dung phải sửa, bổ sung": with_mistakes,
    }
    occurring = {words: count for words, count in counts.items() if count}
    parts = [
        words if count == len(every) else f"{words} ({number(count)} {_AGENCIES})" for words, count in occurring.items()
    ]
    requests = []
    if with_tasks:
        requests.append(
            f"khẩn trương hoàn thành các nhiệm vụ {reminder.past_due}; nơi chưa nêu nguyên nhân, ngày dự kiến hoàn thành thì nêu rõ"
        )
    if with_mistakes:
        requests.append("sửa, bổ sung các nội dung nêu tại danh sách")
    return (
        f"{also} {number(len(every))} {_AGENCIES} đã báo cáo nhưng còn {', '.join(parts)} ({_LIST}). {reminder.body} đề nghị "
        f"các cơ quan, đơn vị này {'; '.join(requests)}; gửi lại báo cáo {reminder.by_when}."
    )


def _list_of_agencies(reminder: Reminder) -> tuple[Block, ...]:
    """Return the tables of missing returns and of unfinished tasks, each task with its name."""
    late = reminder.level is not Level.BEFORE_DUE
    missing = _table(
        reminder.missing,
        (
            *([TextColumn(DAYS_LATE, 14, Alignment.CENTRE)] if late else []),
            TextColumn("Đã nhận, lý do chưa dùng được", 45),
            TextColumn("Nhiệm vụ đã đến hạn", 58),
        ),
        lambda owed: (
            *([str(owed.days_late)] if late else []),
            arrivals_sentence(owed.arrivals) or _NOTHING_CAME,
            "\n".join(task_names(reminder, owed.overdue)),
        ),
    )
    unfinished = _table(
        reminder.unfinished,
        (
            TextColumn(f"Nhiệm vụ {reminder.past_due} chưa hoàn thành", 58),
            TextColumn("Nhiệm vụ phải sửa, bổ sung nội dung báo cáo", 58),
        ),
        lambda owed: (
            "\n".join(overdue_names(reminder, owed)),
            "\n".join(task_names(reminder, (*owed.to_mend, *owed.left_empty))),
        ),
    )
    parts = {
        "CƠ QUAN, ĐƠN VỊ CHƯA CÓ BÁO CÁO": missing,
        f"CƠ QUAN, ĐƠN VỊ CÓ NHIỆM VỤ {reminder.past_due.upper()} HOẶC NỘI DUNG PHẢI SỬA, BỔ SUNG": unfinished,
    }
    filled = {title: table for title, table in parts.items() if table.rows}
    blocks: list[Block] = []
    for numeral, (title, table) in zip(("I", "II"), filled.items(), strict=False):
        blocks += [Heading(1, f"{numeral}. {title}" if len(filled) > 1 else title), table]
    return tuple(blocks)


def _table(agencies: Sequence[Owed], columns: Sequence[TextColumn], cells: Callable[[Owed], Sequence[str]]) -> Table:
    """Return a table of agencies, numbered and named, with further columns and their cells."""
    return Table(
        caption="",
        columns=(TextColumn("STT", 11, Alignment.CENTRE), TextColumn(AGENCY, 40), *columns),
        rows=tuple((str(position), owed.agency.name, *cells(owed)) for position, owed in enumerate(agencies, start=1)),
    )
