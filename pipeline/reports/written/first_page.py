"""`Tóm tắt`, the block on the first page: who reported, how the due work stands and what is late, what is asked of whom."""

from pipeline.consolidation.asked_alike import asked_alike
from pipeline.consolidation.states import State, Submission
from pipeline.reports.fallen_due import due_clauses
from pipeline.reports.figures import AnnexKind, Figures
from pipeline.reports.sentences import enumeration, number, percent, without_end
from pipeline.reports.written.attention import late_words, single_leads, titled_leads
from pipeline.reports.written.blocks import Block, Heading, Paragraph

#: Missing agencies named here, late tasks of one lead said with their promise, and late tasks of many leads.
_NAMED, _MOST_LATE, _MOST_SHARED = 3, 3, 2
#: Proposals on which a decision is asked; a proposal is a question of more than one agency from here on.
_MOST_PROPOSALS, _SEVERAL = 3, 2


def first_page(figures: Figures) -> list[Block]:
    """Return the block of at most twelve lines that answers three questions."""
    return [
        Heading(1, "TÓM TẮT"),
        Paragraph(f"Về báo cáo: {_reported(figures)}."),
        Paragraph(f"Về nhiệm vụ đã đến hạn: {_due(figures)}."),
        Paragraph(_asked(figures)),
    ]


def _reported(figures: Figures) -> str:
    everyone = figures.submissions
    if not everyone.owing:
        return "không có cơ quan, đơn vị nào phải báo cáo"
    text = f"{number(everyone.reported) if everyone.reported else '0'}/{number(everyone.owing)} cơ quan, đơn vị đã báo cáo ({percent(everyone.rate or 0)})"
    if not everyone.missing:
        return text
    missing = figures.submitted(Submission.MISSING)
    names = f" ({enumeration(missing)})" if len(missing) <= _NAMED else f" ({figures.annex(AnnexKind.MISSING)})"
    text += f"; chưa báo cáo {number(everyone.missing)}{names}"
    silent = single_leads(figures, State.NOT_REPORTED)
    return (
        f"{text}; nhiệm vụ một cơ quan chủ trì chưa được báo cáo: {titled_leads(figures, silent)}" if silent else text
    )


def _due(figures: Figures) -> str:
    led = figures.led
    if not led.fallen_due:
        return "đến nay chưa có lượt nhiệm vụ chủ trì nào đến hạn"
    text = f"{number(led.fallen_due)} lượt chủ trì, {due_clauses(led)}"
    late = single_leads(figures, State.OVERDUE)
    if late[_MOST_LATE:]:
        text += f". Quá hạn do một cơ quan chủ trì: {titled_leads(figures, late)}"
    elif late:
        entries = "; ".join(
            f"{figures.titled(single.outcome.task)}, {single.lead} ({late_words(figures, single.outcome)})"
            for single in late
        )
        text += f". Quá hạn do một cơ quan chủ trì: {entries}"
    shared = [
        (task, numbers.overdue)
        for task, numbers in figures.led_by_task.items()
        if numbers.overdue and task not in figures.sole_leads
    ]
    shared.sort(key=lambda entry: -entry[1])
    if shared:
        entries = ", ".join(f"{figures.titled(task)} {number(overdue)}" for task, overdue in shared[:_MOST_SHARED])
        text += f". Nhiều cơ quan cùng quá hạn nhất: {entries}"
    return text


def _asked(figures: Figures) -> str:
    entries = petitions(figures)
    addressee = figures.campaign.decision.addressee
    if not entries:
        return f"Báo cáo không có nội dung đề nghị {addressee} quyết định."
    return f"Kính đề nghị {addressee}: {numbered(entries)}."


def petitions(figures: Figures) -> list[str]:
    """Return what the addressee is asked for, each without number and end mark; nothing where there is nothing to ask."""
    return [*_reports(figures), *_late(figures), *_proposals(figures)]


def numbered(entries: list[str]) -> str:
    """Return "(1) …; (2) …"."""
    return "; ".join(f"({position}) {entry}" for position, entry in enumerate(entries, start=1))


def _reports(figures: Figures) -> list[str]:
    missing = figures.submissions.missing
    if not missing:
        return []
    return [
        f"chỉ đạo {number(missing)} cơ quan, đơn vị chưa báo cáo ({figures.annex(AnnexKind.MISSING)}) gửi báo cáo ngay"
    ]


def _late(figures: Figures) -> list[str]:
    """Return the leads that are alone and late, but for the body that writes; then the many."""
    late = [single for single in single_leads(figures, State.OVERDUE) if single.lead != figures.body]
    several = figures.led.overdue - len(single_leads(figures, State.OVERDUE))
    entries = [f"chỉ đạo hoàn thành ngay nhiệm vụ quá hạn của {titled_leads(figures, late)}"] if late else []
    if several:
        entries.append(
            f"yêu cầu các cơ quan, đơn vị có nhiệm vụ quá hạn ({number(several)} lượt, {figures.annex(AnnexKind.OVERDUE)}) "
            "hoàn thành đúng ngày đã cam kết"
        )
    return entries


def _proposals(figures: Figures) -> list[str]:
    """Return the tasks and kinds for which several agencies propose the same, those of most agencies first."""
    by_place: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for proposal in figures.proposals:
        if proposal.content and proposal.task in figures.campaign.task_by_code and proposal.kind:
            by_place.setdefault((proposal.task, proposal.kind), []).append((proposal.agency, proposal.content))
    shared = [(task, kind, asked_alike(texts)[0]) for (task, kind), texts in by_place.items()]
    shared = [entry for entry in shared if len(entry[2].agencies) >= _SEVERAL]
    shared.sort(key=lambda entry: -len(entry[2].agencies))
    if not shared:
        return []
    proposed = "; ".join(
        f"nhiệm vụ {figures.titled(task)}: {without_end(kind).lower()} ({number(len(group.agencies))} cơ quan)"
        for task, kind, group in shared[:_MOST_PROPOSALS]
    )
    return [f"cho ý kiến về đề xuất đối với {proposed}".replace("; ", ", ")]
