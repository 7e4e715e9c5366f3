"""The annex of overdue tasks: whose, since when, why, and by when it is promised."""

from pipeline.campaign.assignment import Role
from pipeline.consolidation.states import State
from pipeline.reports import wording
from pipeline.reports.extent import most_listed
from pipeline.reports.fallen_due import due_words, is_named_day
from pipeline.reports.figures import Figures, Outcome
from pipeline.reports.sentences import day, enumeration, lower_first, number, one_line, without_end
from pipeline.reports.written.attention import DUE_AFTER_ROUND, was_asked_why
from pipeline.reports.written.blocks import Alignment, Block, Paragraph, ParagraphKind, Table, TextColumn

_CENTRE = Alignment.CENTRE
#: Stands behind who only coordinates a task.
_COORDINATES = f" ({lower_first(Role.COORDINATOR.label)})"


def overdue_annex(figures: Figures) -> tuple[Block, ...]:
    """Return every overdue assignment under its task, leads first; of a large register some of each task."""
    by_task: dict[str, list[Outcome]] = {task: [] for task in figures.by_task}
    for outcome in figures.outcomes:
        if outcome.state is State.OVERDUE:
            by_task[outcome.task].append(outcome)
    overdue = {
        task: sorted(outcomes, key=lambda outcome: outcome.role is not Role.LEAD)
        for task, outcomes in by_task.items()
        if outcomes
    }
    remarks = (*_done_on_the_day(figures), *_due_unreported(figures))
    if not overdue:
        reported = "được báo cáo là " if remarks else ""
        return (Paragraph(f"Không có nhiệm vụ nào {reported}quá hạn chưa hoàn thành."), *remarks)
    columns = (
        TextColumn("TT", 9, _CENTRE),
        TextColumn("Nhiệm vụ", 30),
        TextColumn(wording.DUE, 18, _CENTRE),
        TextColumn(wording.AGENCY, 40),
        TextColumn("Nguyên nhân", 84),
        TextColumn("Dự kiến hoàn thành", 20, _CENTRE),
    )
    most = most_listed(figures.consolidation)
    rows = tuple(
        _row(figures, outcome, first=position == 0)
        for outcomes in overdue.values()
        for position, outcome in enumerate(outcomes[:most])
    )
    return (Table(caption="", columns=columns, rows=rows, small=True), *_rest(overdue, most), *remarks)


def _row(figures: Figures, outcome: Outcome, *, first: bool) -> tuple[str, ...]:
    """Return the row of one assignment; the task's name stands in the first of its rows."""
    tasks = figures.campaign.task_by_code
    promised = "–" if was_asked_why(figures, outcome) else DUE_AFTER_ROUND
    if outcome.promised_on is not None:
        promised = day(outcome.promised_on)
    earlier = figures.promises.get((outcome.agency, outcome.task))
    if earlier is not None and earlier.kept is False:
        promised += f"\n(lần trước hẹn ngày {day(earlier.promised_on)}, {earlier.label})"
    return (
        outcome.task,
        figures.task_name(outcome.task) if first else "",
        due_words(tasks[outcome.task], outcome.due),
        f"{figures.campaign.agency_by_code[outcome.agency].name}{'' if outcome.role is Role.LEAD else _COORDINATES}",
        _reason(figures, outcome),
        promised,
    )


def _reason(figures: Figures, outcome: Outcome) -> str:
    """Return why a task is late as the agency says, cause and words, whole."""
    words = one_line(outcome.difficulties)
    if outcome.cause:
        return f"{without_end(outcome.cause)}: {words}" if words else outcome.cause
    return words or ("chưa nêu" if was_asked_why(figures, outcome) else "–")


def _rest(overdue: dict[str, list[Outcome]], most: int | None) -> list[Block]:
    if most is None or all(len(outcomes) <= most for outcomes in overdue.values()):
        return []
    text = (
        f"Nêu tối đa {number(most)} lượt mỗi nhiệm vụ; toàn bộ ở trang “Quá hạn” của Bảng tổng hợp (tệp Excel gửi kèm)."
    )
    return [Paragraph(text, ParagraphKind.NOTE)]


def _done_on_the_day(figures: Figures) -> list[Paragraph]:
    """Return who finished on the very day before which a task was due: late by the decision's words, and by no more."""
    by_task: dict[str, list[Outcome]] = {}
    for outcome in figures.outcomes:
        task = figures.campaign.task_by_code[outcome.task]
        if outcome.state is State.DONE_LATE and is_named_day(task, outcome.completed_on, outcome.due):
            by_task.setdefault(outcome.task, []).append(outcome)
    most = most_listed(figures.consolidation)
    paragraphs = []
    for code, outcomes in by_task.items():
        due = due_words(figures.campaign.task_by_code[code], outcomes[0].due)
        on = day(outcomes[0].completed_on) if outcomes[0].completed_on is not None else ""
        names = enumeration(figures.named(outcome.agency for outcome in outcomes), most)
        paragraphs.append(
            Paragraph(f"Nhiệm vụ {figures.titled(code)}: hoàn thành ngày {on} (hạn: {due}), tính là quá hạn: {names}.")
        )
    return paragraphs


def _due_unreported(figures: Figures) -> list[Paragraph]:
    """Return how many assignments have fallen due and are not reported; nothing where there are none."""
    unknown = figures.everything.not_reported_fallen_due
    if not unknown:
        return []
    return [Paragraph(f"Ngoài ra, {number(unknown)} lượt nhiệm vụ đã đến hạn nhưng chưa được báo cáo.")]
