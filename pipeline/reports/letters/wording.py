"""The words of a reminder: the official letter, its annex, and the mail to one agency."""

from pipeline.campaign.agencies import Group
from pipeline.reports.letters.reminder import Level, Owed, Reminder
from pipeline.reports.sentences import day, lower_first, number, one_line, shortened, without_end
from pipeline.reports.wording import AGENCY, DAYS_LATE, decision_name
from pipeline.reports.written.blocks import Alignment, Block, Column, Heading, Paragraph, ParagraphKind, Table

#: More agencies than this are addressed by their groups; the annex names them.
_NAMED_ADDRESSEES = 6
_ANNEX = "danh sách kèm theo"


def body_name(reminder: Reminder) -> str:
    """Return the name of the body that reminds."""
    return reminder.campaign.agency_by_code[reminder.campaign.decision.reporting_body].name


def about(reminder: Reminder) -> str:
    """Return what the letter is about, without "V/v"."""
    decision = reminder.campaign.decision
    what = f"báo cáo kết quả thực hiện nhiệm vụ {decision.subject} {decision.period_name} ({reminder.round.name})"
    match reminder.level:
        case Level.BEFORE_DUE:
            return f"nhắc gửi {what} đúng hạn"
        case Level.LATE:
            return f"đôn đốc gửi {what}"
        case Level.SECOND:
            return f"tiếp tục đôn đốc gửi {what}"


def addressees(reminder: Reminder) -> tuple[str, ...]:
    """Return the lines of "Kính gửi": few agencies by name, many by their groups."""
    agencies = [owed.agency for owed in reminder.everyone]
    if len(agencies) <= _NAMED_ADDRESSEES:
        return tuple(agency.name for agency in agencies)
    lines = []
    for group in Group:
        members = [agency for agency in agencies if agency.group is group]
        if len(members) == 1:
            lines.append(members[0].name)
        elif members:
            several = "" if group is Group.COMMUNES else "Các "
            lines.append(f"{several}{group.label} có tên trong {_ANNEX}")
    return tuple(lines)


def recipients(reminder: Reminder) -> tuple[str, ...]:
    """Return "Nơi nhận": the addressees, the body that gets the report, the files."""
    decision = reminder.campaign.decision
    filed = [entry for entry in decision.report_recipients if entry.startswith("Lưu")]
    return ("Như trên", f"{decision.addressee} (để báo cáo)", *filed[-1:])


def letter_blocks(reminder: Reminder) -> tuple[Block, ...]:
    """Return the text of the letter, for the level of the reminder; only paragraphs for which there is somebody."""
    texts = [_ground(reminder)]
    if reminder.missing:
        texts += [_missing(reminder), _request(reminder)]
    if reminder.unfinished:
        texts.append(_unfinished(reminder))
    texts.append(
        f"Đầu mối tiếp nhận: {without_end(reminder.campaign.decision.contact or body_name(reminder))}. "
        f"{body_name(reminder)} đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện./."
    )
    last = len(texts) - 1
    return tuple(
        Paragraph(text, ParagraphKind.CLOSING if position == last else ParagraphKind.BODY)
        for position, text in enumerate(texts)
    )


def _ground(reminder: Reminder) -> str:
    round_, decision = reminder.round, reminder.campaign.decision
    return (
        f"Thực hiện {decision_name(decision)} {lower_first(without_end(decision.title))}, các cơ quan, đơn vị gửi báo cáo "
        f"{round_.name} về {body_name(reminder)} chậm nhất ngày {day(round_.last_day)} để tổng hợp, báo cáo "
        f"{decision.addressee}."
    )


def _missing(reminder: Reminder) -> str:
    count, until = number(len(reminder.missing)), day(reminder.as_of)
    if reminder.level is Level.BEFORE_DUE:
        return f"Đến hết ngày {until}, còn {count} cơ quan, đơn vị chưa gửi báo cáo ({_ANNEX})."
    days = number((reminder.as_of - reminder.round.last_day).days)
    return (
        f"Đến hết ngày {until}, đã quá thời hạn {days} ngày, còn {count} cơ quan, đơn vị chưa gửi báo cáo hoặc đã gửi nhưng "
        f"tệp không hợp lệ ({_ANNEX})."
    )


def _request(reminder: Reminder) -> str:
    body, address = body_name(reminder), reminder.campaign.decision.return_address
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
        f"hoặc có nội dung phải sửa, bổ sung ({_ANNEX}); đề nghị khẩn trương thực hiện, gửi lại báo cáo đã sửa, bổ sung."
    )


def annex_blocks(reminder: Reminder) -> tuple[Block, ...]:
    """Return the list that goes with the letter: who owes a report, who has something overdue or to mend."""
    blocks: list[Block] = []
    parts = [
        ("CƠ QUAN, ĐƠN VỊ CHƯA GỬI BÁO CÁO", _missing_table(reminder)),
        ("CƠ QUAN, ĐƠN VỊ CÓ NHIỆM VỤ QUÁ HẠN HOẶC NỘI DUNG PHẢI SỬA, BỔ SUNG", _unfinished_table(reminder)),
    ]
    filled = [(title, table) for title, table in parts if table.rows]
    for position, (title, table) in enumerate(filled):
        blocks.append(Heading(1, f"{'I' * (position + 1)}. {title}" if len(filled) > 1 else title))
        blocks.append(table)
    named = {code for owed in reminder.everyone for code in (*owed.overdue, *owed.to_mend, *owed.left_empty)}
    tasks = [task for task in reminder.campaign.reportable_tasks if task.code in named]
    if tasks:
        blocks.append(Paragraph("Nội dung các nhiệm vụ nêu trên:", ParagraphKind.LEAD))
    blocks += [
        Paragraph(f"{task.code}: {without_end(shortened(task.text, 300))}", ParagraphKind.NOTE) for task in tasks
    ]
    return tuple(blocks)


def _missing_table(reminder: Reminder) -> Table:
    return Table(
        caption="",
        columns=(
            Column("STT", 11, Alignment.CENTRE),
            Column(AGENCY, 60),
            Column(DAYS_LATE, 17, Alignment.CENTRE),
            Column("Nhiệm vụ đã qua thời hạn", 40),
            Column("Ghi chú", 40),
        ),
        rows=tuple(
            (
                str(position),
                owed.agency.name,
                str(owed.days_late) if owed.days_late else "",
                ", ".join(owed.overdue),
                f"Tệp đã gửi bị từ chối: {owed.refused}" if owed.refused else "",
            )
            for position, owed in enumerate(reminder.missing, start=1)
        ),
    )


def _unfinished_table(reminder: Reminder) -> Table:
    return Table(
        caption="",
        columns=(
            Column("STT", 11, Alignment.CENTRE),
            Column(AGENCY, 60),
            Column("Nhiệm vụ quá hạn chưa hoàn thành", 40),
            Column("Nhiệm vụ phải sửa, bổ sung nội dung báo cáo", 40),
        ),
        rows=tuple(
            (
                str(position),
                owed.agency.name,
                ", ".join(owed.overdue),
                ", ".join((*owed.to_mend, *owed.left_empty)),
            )
            for position, owed in enumerate(reminder.unfinished, start=1)
        ),
    )


def mail_text(reminder: Reminder, owed: Owed, *, feedback: bool) -> str:
    """Return the text of the mail to one agency: what it owes, until when, what is enclosed."""
    decision = reminder.campaign.decision
    paragraphs = [f"Kính gửi: {owed.agency.name}", _ground(reminder)]
    if owed.report:
        paragraphs.append(_own_delay(reminder, owed))
    elif owed.overdue or owed.to_mend or owed.left_empty:
        paragraphs.append(f"Báo cáo của {owed.agency.name} đã nhận được; còn những việc sau cần thực hiện.")
    for title, codes in (
        ("Nhiệm vụ đã quá hạn:" if not owed.report else "Nhiệm vụ đã qua thời hạn:", owed.overdue),
        ("Nhiệm vụ mà dòng báo cáo có lỗi, cần sửa:", owed.to_mend),
        ("Nhiệm vụ chủ trì chưa điền:", owed.left_empty),
    ):
        if codes:
            tasks = (reminder.campaign.task_by_code[code] for code in codes)
            paragraphs.append(
                "\n".join([title, *(f"- {task.code}: {without_end(shortened(task.text, 200))}" for task in tasks)])
            )
    if feedback:
        paragraphs.append(
            "Tệp kèm theo là báo cáo đã gửi với các ô cần sửa được tô màu, có ghi chú; sửa trực tiếp trong tệp ấy rồi gửi lại."
        )
    if decision.return_address:
        paragraphs.append(f"Nơi nhận báo cáo: {one_line(decision.return_address)}")
    if decision.contact:
        paragraphs.append(f"Đầu mối: {one_line(decision.contact)}")
    return "\n\n".join([*paragraphs, f"Trân trọng./.\n{body_name(reminder)}"]) + "\n"


def _own_delay(reminder: Reminder, owed: Owed) -> str:
    """Return that the agency's return is not there, and until when it is wanted."""
    who, until = owed.agency.name, day(reminder.as_of)
    if owed.refused:
        state = f"Đến hết ngày {until}, tệp báo cáo của {who} chưa dùng được: {without_end(owed.refused)}."
    else:
        state = f"Đến hết ngày {until}, chưa nhận được báo cáo của {who}."
    if reminder.level is Level.BEFORE_DUE:
        return f"{state} Đề nghị gửi báo cáo chậm nhất ngày {day(reminder.round.last_day)}."
    return f"{state} Đã quá thời hạn {number(owed.days_late)} ngày, đề nghị gửi báo cáo ngay."
