"""Section V of the written report: what is to be done until the next round."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.campaign.time_limits import TimeLimitKind
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.reports.fallen_due import due_words
from pipeline.reports.figures import AnnexKind, Figures
from pipeline.reports.sentences import amount, day, lower_first, number, upper_first, without_end
from pipeline.reports.wording import DUE, LEADS
from pipeline.reports.written.blocks import (
    Alignment,
    Block,
    Heading,
    Paragraph,
    ParagraphKind,
    Table,
    TextColumn,
    items,
)
from pipeline.reports.written.returns import abstract


@dataclass(frozen=True, slots=True)
class _DueTask:
    """A task on a day to come on which it is due from some leads, with the counts of their assignments.

    The day is None where an event decides when it is due.
    """

    day: date | None
    task: str
    numbers: Counts


def outlook_section(figures: Figures) -> list[Block]:
    """Return section V: what to catch up on, and what falls due before the next round or the end of the period."""
    coming = figures.next_round()
    horizon = coming.last_day if coming is not None else figures.campaign.decision.period_end
    until = (
        f"trước lần báo cáo tiếp theo ({coming.verbatim})" if coming is not None else f"từ nay đến ngày {day(horizon)}"
    )
    due = _falling_due(figures, horizon)
    blocks: list[Block] = [Heading(1, "V. NHIỆM VỤ THỜI GIAN TỚI")]
    blocks += items(_to_do(figures))
    open_still = [entry for entry in due if entry.numbers.done < entry.numbers.owing]
    if open_still:
        many = "Nhiệm vụ" if len({entry.task for entry in open_still}) == 1 else "Các nhiệm vụ"
        blocks.append(Paragraph(f"{many} đến hạn hoàn thành {until}:", ParagraphKind.LEAD))
        blocks.append(_table(figures, open_still))
    elif due:
        blocks.append(Paragraph(f"Các nhiệm vụ đến hạn hoàn thành {until} đều đã hoàn thành."))
    else:
        blocks.append(Paragraph(f"Không có nhiệm vụ nào đến hạn hoàn thành {until}."))
    return blocks


def closing(figures: Figures) -> Paragraph:
    """Return the last sentence of the report, which ends with "./." as official texts do."""
    subject = lower_first(abstract(figures))
    addressee = figures.campaign.decision.addressee
    text = f"Trên đây là báo cáo {subject}, {figures.body} kính báo cáo {addressee} xem xét, chỉ đạo./."
    return Paragraph(text, ParagraphKind.CLOSING)


def _to_do(figures: Figures) -> list[str]:
    """Return what is to be caught up on and what goes on, as requests to the agencies."""
    everyone, numbers = figures.submissions, figures.everything
    requests = []
    if everyone.missing:
        requests.append(
            f"{figures.body} đôn đốc {number(everyone.missing)} cơ quan, đơn vị chưa báo cáo ({figures.annex(AnnexKind.MISSING)}), "
            "tổng hợp bổ sung."
        )
    if numbers.overdue:
        requests.append(
            f"Các cơ quan, đơn vị có nhiệm vụ quá hạn ({number(numbers.overdue)} lượt, {figures.annex(AnnexKind.OVERDUE)}) hoàn thành đúng "
            "ngày đã cam kết."
        )
    if numbers.in_error:
        requests.append("Các cơ quan, đơn vị có báo cáo còn lỗi chỉnh sửa theo phiếu phản hồi và gửi lại.")
    coming = figures.next_round()
    if coming is not None:
        requests.append(f"Các cơ quan, đơn vị báo cáo kết quả thực hiện {coming.verbatim}.")
    return requests


def _falling_due(figures: Figures, horizon: date) -> list[_DueTask]:
    """Return the led tasks with a date after the as-of date and up to the horizon, by date; extensions apart."""
    rows = figures.led_rows
    entries = []
    for due, of_day in rows[rows["due"].notna()].groupby("due"):
        day_due = pd.Timestamp(str(due)).date()
        if figures.as_of < day_due <= horizon:
            entries += [_DueTask(day_due, task, numbers) for task, numbers in counts_by(of_day, "task").items()]
    tasks = figures.campaign.task_by_code
    entries += [
        _DueTask(None, task, numbers)
        for task, numbers in counts_by(rows[rows["due"].isna()], "task").items()
        if (limit := tasks[task].time_limit) is not None
        and limit.kind is TimeLimitKind.EVENT
        and figures.as_of < horizon
    ]
    order = list(figures.by_task)
    return sorted(entries, key=lambda entry: (entry.day or date.max, order.index(entry.task)))


def _when(figures: Figures, entry: _DueTask) -> str:
    """Return the day as the decision words it, of an event its words."""
    task = figures.campaign.task_by_code[entry.task]
    if entry.day is None:
        return without_end(task.time_limit.verbatim) if task.time_limit is not None else ""
    return upper_first(due_words(task, entry.day))


def _table(figures: Figures, due: list[_DueTask]) -> Table:
    tasks = figures.campaign.task_by_code
    return Table(
        caption="Nhiệm vụ đến hạn trong thời gian tới",
        columns=(
            TextColumn(DUE, 3.2, Alignment.CENTRE),
            TextColumn("TT", 1.3, Alignment.CENTRE),
            TextColumn("Nhiệm vụ", 6.3),
            TextColumn(LEADS, 4.2),
            TextColumn("Chưa hoàn thành (lượt)", 2.4, Alignment.CENTRE),
        ),
        rows=tuple(
            (
                _when(figures, entry),
                entry.task,
                figures.task_name(entry.task),
                without_end(tasks[entry.task].lead_text or figures.sole_leads.get(entry.task, "")),
                f"{amount(entry.numbers.owing - entry.numbers.done)}/{amount(entry.numbers.owing)}",
            )
            for entry in due
        ),
        small=True,
    )
