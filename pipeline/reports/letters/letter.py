"""The official letter of a reminder (công văn) with its list of agencies, as a value without any formatting."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.reports.letters.reminder import Level, Owed, Reminder
from pipeline.reports.sentences import day, number, shortened, without_end
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
#: Characters of a task's wording below the list.
_TASK_LENGTH = 300


def reminder_letter(reminder: Reminder) -> Letter:
    """Return the letter to all agencies that still owe something."""
    decision = reminder.campaign.decision
    return Letter(
        letterhead=replace(decision.report_letterhead, symbol=decision.letter_symbol),
        about=about(reminder),
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


def about(reminder: Reminder) -> str:
    """Return what the letter is about, without "V/v"."""
    decision = reminder.campaign.decision
    report = f"báo cáo kết quả thực hiện nhiệm vụ {decision.subject} {decision.period_name} ({reminder.round.name})"
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
        f"Đầu mối tiếp nhận: {without_end(reminder.campaign.decision.contact or reminder.body)}. "
        f"{reminder.body} đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện./."
    )
    return (*map(Paragraph, texts), Paragraph(closing, ParagraphKind.CLOSING))


def ground(reminder: Reminder) -> str:
    """Return on what decision the reports are asked for, by whom and by when."""
    round_, decision = reminder.round, reminder.campaign.decision
    return (
        f"Thực hiện {decision_name(decision)} {decision.title_in_sentence}, các cơ quan, đơn vị gửi báo cáo "
        f"{round_.name} về {reminder.body} chậm nhất ngày {day(round_.last_day)} để tổng hợp, báo cáo "
        f"{decision.addressee}."
    )


def _missing(reminder: Reminder) -> str:
    count, until = number(len(reminder.missing)), day(reminder.as_of)
    if reminder.level is Level.BEFORE_DUE:
        return f"Đến hết ngày {until}, còn {count} cơ quan, đơn vị chưa gửi báo cáo ({_LIST})."
    days = number((reminder.as_of - reminder.round.last_day).days)
    return (
        f"Đến hết ngày {until}, đã quá thời hạn {days} ngày, còn {count} cơ quan, đơn vị chưa gửi báo cáo hoặc đã gửi nhưng "
        f"tệp chưa dùng được ({_LIST})."
    )


def _request(reminder: Reminder) -> str:
    body, address = reminder.body, reminder.campaign.decision.return_address
    where = f" về {without_end(address)}" if address else ""
    match reminder.level:
        case Level.BEFORE_DUE:
            return (
                f"{body} đề nghị các cơ quan, đơn vị nêu trên hoàn thành, gửi báo cáo theo biểu mẫu đã gửi{where} chậm nhất "
                f"ngày {day(reminder.round.last_day)}."
            )
        case Level.LATE:
            return (
                f"{body} đề nghị các cơ quan, đơn vị nêu trên khẩn trương hoàn thành, gửi báo cáo theo biểu mẫu đã gửi{where} "
                "ngay sau khi nhận được văn bản này."
            )
        case Level.SECOND:
            return (
                f"{body} đề nghị Thủ trưởng các cơ quan, đơn vị nêu trên trực tiếp chỉ đạo gửi báo cáo theo biểu mẫu đã "
                f"gửi{where} ngay sau khi nhận được văn bản này, nêu rõ lý do chậm. {body} sẽ báo cáo "
                f"{reminder.campaign.decision.addressee} danh sách các cơ quan, đơn vị không báo cáo."
            )


def _unfinished(reminder: Reminder) -> str:
    also = "Ngoài ra, có" if reminder.missing else f"Đến hết ngày {day(reminder.as_of)}, có"
    return (
        f"{also} {number(len(reminder.unfinished))} cơ quan, đơn vị đã báo cáo nhưng còn nhiệm vụ quá hạn chưa hoàn thành "
        f"hoặc có nội dung phải sửa, bổ sung ({_LIST}); đề nghị khẩn trương thực hiện, gửi lại báo cáo đã sửa, bổ sung."
    )


def _list_of_agencies(reminder: Reminder) -> tuple[Block, ...]:
    """Return the tables of missing returns and of unfinished tasks, then the wording of the tasks in them."""
    missing = _table(
        reminder.missing,
        (
            TextColumn(DAYS_LATE, 17, Alignment.CENTRE),
            TextColumn("Nhiệm vụ đã qua thời hạn", 40),
            TextColumn("Ghi chú", 40),
        ),
        lambda owed: (
            str(owed.days_late) if owed.days_late else "",
            ", ".join(owed.overdue),
            arrivals_sentence(owed.arrivals),
        ),
    )
    unfinished = _table(
        reminder.unfinished,
        (
            TextColumn("Nhiệm vụ quá hạn chưa hoàn thành", 40),
            TextColumn("Nhiệm vụ phải sửa, bổ sung nội dung báo cáo", 40),
        ),
        lambda owed: (", ".join(owed.overdue), ", ".join((*owed.to_mend, *owed.left_empty))),
    )
    parts = {
        "CƠ QUAN, ĐƠN VỊ CHƯA GỬI BÁO CÁO": missing,
        "CƠ QUAN, ĐƠN VỊ CÓ NHIỆM VỤ QUÁ HẠN HOẶC NỘI DUNG PHẢI SỬA, BỔ SUNG": unfinished,
    }
    filled = {title: table for title, table in parts.items() if table.rows}
    blocks: list[Block] = []
    for numeral, (title, table) in zip(("I", "II"), filled.items(), strict=False):
        blocks += [Heading(1, f"{numeral}. {title}" if len(filled) > 1 else title), table]
    named = {code for owed in reminder.everyone for code in (*owed.overdue, *owed.to_mend, *owed.left_empty)}
    tasks = [task for task in reminder.campaign.reportable_tasks if task.code in named]
    if tasks:
        blocks.append(Paragraph("Nội dung các nhiệm vụ nêu trên:", ParagraphKind.LEAD))
    wordings = (f"{task.code}: {without_end(shortened(task.text, _TASK_LENGTH))}" for task in tasks)
    return (*blocks, *(Paragraph(wording, ParagraphKind.NOTE) for wording in wordings))


def _table(agencies: Sequence[Owed], columns: Sequence[TextColumn], cells: Callable[[Owed], Sequence[str]]) -> Table:
    """Return a table of agencies, numbered and named, with further columns and their cells."""
    return Table(
        caption="",
        columns=(TextColumn("STT", 11, Alignment.CENTRE), TextColumn(AGENCY, 60), *columns),
        rows=tuple((str(position), owed.agency.name, *cells(owed)) for position, owed in enumerate(agencies, start=1)),
    )
