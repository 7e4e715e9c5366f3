"""Section III of the written report: what went well, what did not, and the reasons that agencies give."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from pipeline.consolidation.compare import Movement
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.consolidation.states import State
from pipeline.consolidation.texts import SimilarTexts, similar_texts
from pipeline.reports import wording
from pipeline.reports.figures import WORKBOOK, AnnexKind, Figures, Outcome
from pipeline.reports.sentences import enumeration, number, percent, shortened, without_end
from pipeline.reports.summary import weakest_tasks
from pipeline.reports.summary_table import count
from pipeline.reports.written.blocks import Block, Heading, Paragraph, ParagraphKind, items
from pipeline.reports.written.contradictions import contradictions
from pipeline.reports.written.remarks import remarks
from pipeline.reports.written.tables import written_table
from pipeline.review.layout import Slot

#: Entries of one list in the text, characters of one quoted text, agencies named beside it.
MOST_ENTRIES, QUOTED_LENGTH, _MOST_NAMED = 4, 170, 3
#: Tasks in the table of the weakest, characters of a task's wording in it, and reasons for what is not started.
_MOST_WEAK, _TASK_LENGTH, _MOST_EARLY = 5, 90, 3
#: States whose difficulties explain why a task is overdue, or was done late.
_FALLING_SHORT = (State.OVERDUE, State.DONE_LATE)
#: Where the cause ends and the promise or explanation begins.
_CAUSE_END = re.compile(r"(?<=\w{2})(?:;|[.!?](?=\s))")


def assessment_section(figures: Figures) -> list[Block]:
    """Return section III of a regular report: achievements, shortcomings, weakest tasks, reasons."""
    return [
        Heading(1, "III. ĐÁNH GIÁ CHUNG"),
        *remarks(figures, Slot.ASSESSMENT),
        Heading(2, "1. Kết quả nổi bật"),
        *(items(_achievements(figures)) or [Paragraph("Chưa có kết quả nổi bật để đánh giá trong lần báo cáo này.")]),
        Heading(2, "2. Tồn tại, hạn chế"),
        *(items(_shortcomings(figures)) or [Paragraph("Chưa phát hiện tồn tại, hạn chế qua báo cáo.")]),
        *([] if figures.nothing_reported else _weakest(figures)),
        Heading(2, "3. Nguyên nhân"),
        *_reasons(figures),
        *remarks(figures, Slot.LESSONS, "4. Bài học kinh nghiệm"),
    ]


def difficulties_section(figures: Figures) -> list[Block]:
    """Return section III of an ad hoc report: shortcomings and reasons."""
    return [
        Heading(1, "III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN"),
        *remarks(figures, Slot.ASSESSMENT),
        *(items(_shortcomings(figures)) or [Paragraph("Chưa phát hiện tồn tại, hạn chế qua báo cáo.")]),
        *_reasons(figures),
        *remarks(figures, Slot.LESSONS),
    ]


def _achievements(figures: Figures) -> list[str]:
    """Return a sentence for each of these that is complete or far advanced: returns, tasks, agencies, lists."""
    sentences = []
    names = figures.campaign.group_by_code
    complete = [names[group].name for group, of in figures.submissions_by_group.items() if of.rate == 1]
    if figures.submissions.rate == 1:
        sentences.append("Tất cả cơ quan, đơn vị phải báo cáo đã gửi báo cáo.")
    elif complete:
        groups = "Khối" if len(complete) == 1 else "Các khối"
        sentences.append(f"{groups} có 100% cơ quan, đơn vị gửi báo cáo: {'; '.join(complete)}.")
    done = [task for task, numbers in figures.led_by_task.items() if numbers.done_rate == 1]
    if done:
        sentences.append(f"{number(len(done))} nhiệm vụ đã được tất cả cơ quan chủ trì hoàn thành: {', '.join(done)}.")
    if ahead := _furthest(figures.led_by_task):
        rates = "; ".join(f"{task} ({percent(numbers.done_rate or 0)})" for task, numbers in ahead)
        sentences.append(f"Nhiệm vụ giao nhiều cơ quan chủ trì có tỷ lệ hoàn thành cao: {rates}.")
    return [*sentences, *_progress(figures), *_agencies_all_done(figures), *_lists(figures)]


def _progress(figures: Figures) -> list[str]:
    """Return what was done since the round before, and with which tasks most."""
    comparison = figures.comparison
    newly_done = 0 if comparison is None else comparison.moved(Movement.NEWLY_DONE)
    if comparison is None or not newly_done:
        return []
    rises = {
        task: side.number(lambda numbers: numbers.done).difference for task, side in comparison.led_by_task.items()
    }
    most = sorted((task for task, rise in rises.items() if rise > 0), key=lambda task: -rises[task])[:3]
    tasks = "; ".join(f"nhiệm vụ {task} (thêm {number(rises[task])} lượt chủ trì)" for task in most)
    where = f"; tăng nhiều nhất: {tasks}" if len(most) > 1 else f": {tasks}" if most else ""
    return [f"So với {comparison.earlier.name}, có {number(newly_done)} lượt nhiệm vụ mới hoàn thành{where}."]


def _furthest(by_task: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    """Return the three tasks with several leads that are furthest: at least 50% done, but not all."""
    many = [(task, numbers) for task, numbers in by_task.items() if numbers.owing > 1]
    ahead = [(task, numbers) for task, numbers in many if 0.5 <= (numbers.done_rate or 0) < 1]
    return sorted(ahead, key=lambda entry: -(entry[1].done_rate or 0))[:3]


def _agencies_all_done(figures: Figures) -> list[str]:
    """Return how many agencies have done all the tasks that they lead and that have fallen due."""
    rows = figures.led_rows
    by_agency = counts_by(rows[rows["due"].lt(pd.Timestamp(figures.as_of))], "agency")
    owing = [numbers for numbers in by_agency.values() if numbers.owing]
    complete = sum(numbers.done == numbers.owing for numbers in owing)
    if not complete:
        return []
    if complete == len(owing):
        return [
            f"Cả {number(len(owing))} cơ quan, đơn vị có nhiệm vụ chủ trì đã đến hạn đều hoàn thành các nhiệm vụ đó."
        ]
    return [f"{number(complete)}/{number(len(owing))} cơ quan, đơn vị hoàn thành toàn bộ nhiệm vụ chủ trì đã đến hạn."]


def _lists(figures: Figures) -> list[str]:
    """Return how far the tasks are that lists measure."""
    measured = [(open_list, figures.coverages.get(open_list.code)) for open_list in figures.campaign.lists]
    return [
        f"{number(coverage.covered)} cơ quan, đơn vị, địa phương (đạt {percent(coverage.rate)}) {open_list.verb} "
        f"{number(coverage.entries)} {open_list.noun} theo nhiệm vụ {coverage.task}."
        for open_list, coverage in measured
        if coverage is not None and coverage.covered and coverage.rate is not None
    ]


def _shortcomings(figures: Figures) -> list[str]:
    """Return what is missing, late, overdue, in error or contradictory, each with its number."""
    everyone = figures.submissions
    where = f"({figures.annex(AnnexKind.MISSING)})" if everyone.missing or everyone.late else ""
    sentences = []
    if everyone.missing and everyone.missing == everyone.owing:
        sentences.append(f"Chưa có cơ quan, đơn vị nào gửi báo cáo {where}.")
    elif everyone.missing:
        sentences.append(f"{number(everyone.missing)} cơ quan, đơn vị chưa gửi báo cáo {where}.")
    if everyone.late:
        sentences.append(f"{number(everyone.late)} cơ quan, đơn vị gửi báo cáo chậm so với thời hạn {where}.")
    return [
        *sentences,
        *_no_longer_reported(figures),
        *_overdue(figures),
        *_in_error(figures),
        *contradictions(figures),
    ]


def _overdue(figures: Figures) -> list[str]:
    """Return how much is overdue, by role, and how much of it is new."""
    overdue = figures.everything.overdue
    if not overdue:
        return []
    share = ""
    if figures.led.overdue and figures.coordinated.overdue:
        share = f" (chủ trì {number(figures.led.overdue)}, phối hợp {number(figures.coordinated.overdue)})"
    where = figures.annex(AnnexKind.OVERDUE)
    text = f"{number(overdue)} lượt nhiệm vụ quá hạn chưa hoàn thành{share}, chi tiết tại {where}"
    moved = 0 if figures.comparison is None else figures.comparison.moved(Movement.NEWLY_OVERDUE)
    newly = "" if not moved else ", đều" if moved == overdue else f", trong đó {number(moved)} lượt"
    return [f"{text}{newly} mới ghi nhận quá hạn so với lần báo cáo trước." if newly else f"{text}."]


def _no_longer_reported(figures: Figures) -> list[str]:
    """Return how many assignments were reported in the round before and are not reported now."""
    comparison = figures.comparison
    silent = 0 if comparison is None else comparison.moved(Movement.NO_LONGER_REPORTED)
    return [f"{number(silent)} lượt nhiệm vụ lần trước đã báo cáo, lần này không báo cáo."] if silent else []


def _weakest(figures: Figures) -> list[Block]:
    """Return the table of the led tasks that are furthest behind, worst first; none where nothing is behind."""
    table = weakest_tasks(figures, _MOST_WEAK).only(
        "TT", "Nhiệm vụ", wording.OWING, wording.DONE, wording.OVERDUE, wording.IN_ERROR, wording.NOT_REPORTED
    )
    rows = tuple(
        (code, without_end(shortened(text, _TASK_LENGTH)), *map(count, numbers))
        for (code, _, *numbers), text in zip(table.rows, table.texts("Nhiệm vụ"), strict=True)
    )
    widths = {"TT": 1.1, "Nhiệm vụ": 6, wording.OWING: 1.4, wording.DONE: 1.4, wording.NOT_REPORTED: 1.3, "": 1.2}
    renamed = replace(table, title="Nhiệm vụ chủ trì cần tập trung chỉ đạo (lượt)", rows=rows)
    return [written_table(renamed, widths)] if rows else []


def _in_error(figures: Figures) -> list[str]:
    if not figures.everything.in_error:
        return []
    agencies = {outcome.agency for outcome in figures.outcomes if outcome.state is State.IN_ERROR}
    return [
        f"{number(figures.everything.in_error)} lượt nhiệm vụ của {number(len(agencies))} cơ quan, đơn vị báo cáo còn lỗi, "
        "chưa được tính là hoàn thành; cần chỉnh sửa và gửi lại."
    ]


def _reasons(figures: Figures) -> list[Block]:
    """Return the reasons for what is overdue or was late, those of most agencies first, then for what is not started."""
    if figures.nothing_reported:
        return [Paragraph("Chưa có báo cáo nêu nguyên nhân.")]
    short = [outcome for outcome in figures.outcomes if outcome.state in _FALLING_SHORT]
    groups = similar_texts(_causes(short))
    if groups:
        opening = "Nguyên nhân của các nhiệm vụ quá hạn, hoàn thành chậm do cơ quan, đơn vị nêu:"
        blocks = [Paragraph(opening, ParagraphKind.LEAD), *items(quoted_entries(figures, groups, "nguyên nhân"))]
    elif short:
        blocks = [Paragraph("Các báo cáo chưa nêu nguyên nhân của những nhiệm vụ quá hạn, hoàn thành chậm.")]
    else:
        blocks = [Paragraph("Không có nhiệm vụ quá hạn, hoàn thành chậm cần nêu nguyên nhân.")]
    return [*blocks, *(Paragraph(text) for text in _reasons_not_started(figures))]


def _causes(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str]]:
    """Yield what stands first in each line of a reason: the cause, before what is promised or explained."""
    for outcome in outcomes:
        for line in outcome.difficulties.splitlines():
            yield outcome.agency, _CAUSE_END.split(line, maxsplit=1)[0]


def _reasons_not_started(figures: Figures) -> list[str]:
    """Return the reasons most often given for what is not started and not due yet."""
    waiting = [outcome for outcome in figures.outcomes if outcome.state is State.NOT_STARTED]
    groups = similar_texts(_causes(waiting))[:_MOST_EARLY]
    if not groups:
        return []
    reasons = "; ".join(
        f"“{without_end(shortened(group.text, QUOTED_LENGTH))}” ({number(len(group.agencies))} cơ quan)"
        for group in groups
    )
    most = "lý do được nêu nhiều nhất" if len(groups) > 1 else "lý do được nêu"
    return [f"Đối với {number(len(waiting))} lượt nhiệm vụ chưa thực hiện, còn trong hạn, {most}: {reasons}."]


def quoted_entries(figures: Figures, groups: Sequence[SimilarTexts], noun: str) -> list[str]:
    """Return grouped texts as entries of a list, each with the agencies that wrote it; of a long list how many more.

    Args:
        figures: the round.
        groups: the texts, those to quote first.
        noun: what the texts are ("nguyên nhân", "kiến nghị").
    """
    entries = [
        f"{without_end(shortened(group.text, QUOTED_LENGTH))} {attribution(figures, group.agencies)}."
        for group in groups[:MOST_ENTRIES]
    ]
    rest = len(groups) - len(entries)
    return [*entries, f"Ngoài ra còn {number(rest)} {noun} khác, tại {WORKBOOK}."] if rest else entries


def attribution(figures: Figures, codes: Sequence[str]) -> str:
    """Return "(12 cơ quan: UBND các phường: A, B và 10 cơ quan khác)", or the one agency's name."""
    agencies = figures.named(codes)
    if len(agencies) == 1:
        return f"({agencies[0].name})"
    return f"({number(len(agencies))} cơ quan: {enumeration(agencies, _MOST_NAMED)})"
