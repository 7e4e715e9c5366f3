"""Section III of the written report: what went well, and what did not, the weightiest first."""

import pandas as pd

from pipeline.consolidation.compare import Movement
from pipeline.consolidation.counts import counts_by
from pipeline.consolidation.states import State, Submission
from pipeline.reports.extent import most_listed
from pipeline.reports.figures import AnnexKind, Figures
from pipeline.reports.sentences import enumeration, number
from pipeline.reports.written.attention import is_complete, late_words, single_leads
from pipeline.reports.written.blocks import Block, Heading, Paragraph, items
from pipeline.reports.written.causes import reasons
from pipeline.reports.written.contradictions import contradictions
from pipeline.reports.written.lists import without_entries
from pipeline.reports.written.remarks import remarks
from pipeline.review.layout import Slot

#: Tasks named in one sentence.
_MOST_TASKS = 3


def assessment_section(figures: Figures) -> list[Block]:
    """Return section III of a regular report: achievements, shortcomings, weakest tasks, reasons."""
    return [
        Heading(1, "III. ĐÁNH GIÁ CHUNG"),
        *remarks(figures, Slot.ASSESSMENT),
        Heading(2, "1. Ưu điểm"),
        *(items(_achievements(figures)) or [Paragraph("Chưa có kết quả nổi bật để đánh giá trong lần báo cáo này.")]),
        Heading(2, "2. Tồn tại, hạn chế"),
        *(items(_shortcomings(figures)) or [Paragraph("Chưa phát hiện tồn tại, hạn chế qua báo cáo.")]),
        Heading(2, "3. Nguyên nhân"),
        *reasons(figures),
        *remarks(figures, Slot.LESSONS, "4. Bài học kinh nghiệm"),
    ]


def difficulties_section(figures: Figures) -> list[Block]:
    """Return section III of an ad hoc report: shortcomings and reasons."""
    return [
        Heading(1, "III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN"),
        *remarks(figures, Slot.ASSESSMENT),
        *(items(_shortcomings(figures)) or [Paragraph("Chưa phát hiện tồn tại, hạn chế qua báo cáo.")]),
        *reasons(figures),
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
    done = [task for task in figures.led_by_task if is_complete(figures, task)]
    if done:
        tasks = "; ".join(map(figures.titled, done))
        sentences.append(
            f"{number(len(done))} nhiệm vụ đã hoàn thành toàn bộ phần việc đến hạn, không có lượt tồn đọng: {tasks}."
        )
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
    most = sorted(
        (task for task, rise in rises.items() if rise > 0 and not figures.led_by_task[task].behind),
        key=lambda task: -rises[task],
    )[:3]
    tasks = "; ".join(f"nhiệm vụ {figures.titled(task)} thêm {number(rises[task])} lượt chủ trì" for task in most)
    where = f"; tăng nhiều nhất: {tasks}" if len(most) > 1 else f": {tasks}" if most else ""
    return [f"So với {comparison.earlier.name}, có {number(newly_done)} lượt nhiệm vụ mới hoàn thành{where}."]


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
    """Return the lists on which all have entries that owe them, as far as their tasks are not behind."""
    measured = [(open_list, figures.coverages.get(open_list.code)) for open_list in figures.campaign.lists]
    return [
        f"Tất cả {number(coverage.covered)} cơ quan, đơn vị, địa phương phải thực hiện {open_list.verb} "
        f"{number(coverage.entries)} {open_list.noun} theo nhiệm vụ {figures.titled(coverage.task)}."
        for open_list, coverage in measured
        if coverage is not None
        and coverage.covered == coverage.owing > 0
        and not (coverage.task in figures.led_by_task and figures.led_by_task[coverage.task].behind)
    ]


def _short_lists(figures: Figures) -> list[str]:
    """Return the lists on which agencies lack entries: those that reported without any apart from the silent ones."""
    if figures.nothing_reported:
        return []
    sentences = []
    silent = {agency.code for agency in figures.submitted(Submission.MISSING)}
    for open_list in figures.campaign.lists:
        coverage = figures.coverages.get(open_list.code)
        if coverage is None or coverage.rate is None or coverage.covered == coverage.owing:
            continue
        lacking = without_entries(figures, open_list)
        reported = sum(agency.code not in silent for agency in lacking)
        parts = [
            *([f"{number(reported)} đã báo cáo nhưng chưa có đủ"] if reported else []),
            *([f"{number(len(lacking) - reported)} chưa báo cáo"] if len(lacking) > reported else []),
        ]
        where = (
            f" ({figures.annex(AnnexKind.WITHOUT_ENTRIES)})" if AnnexKind.WITHOUT_ENTRIES in figures.annex_kinds else ""
        )
        sentences.append(
            f"Nhiệm vụ {figures.titled(coverage.task)}: còn {number(len(lacking))}/{number(coverage.owing)} cơ quan, đơn vị, "
            f"địa phương chưa có {open_list.noun} theo yêu cầu{where}: {'; '.join(parts)}."
        )
    return sentences


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
        *_single_leads(figures),
        *sentences,
        *_no_longer_reported(figures),
        *_overdue(figures),
        *_short_lists(figures),
        *_in_error(figures),
        *contradictions(figures),
    ]


def _single_leads(figures: Figures) -> list[str]:
    """Return the tasks that depend on one lead and are late, silent or in error, with that lead: nothing weighs more."""
    late = single_leads(figures, State.OVERDUE)
    sentences = []
    if late:
        entries = "; ".join(
            f"{figures.titled(single.outcome.task)}, {single.lead} ({late_words(figures, single.outcome)})"
            for single in late
        )
        sentences.append(f"Nhiệm vụ một cơ quan chủ trì quá hạn chưa hoàn thành: {entries}.")
    if figures.nothing_reported:
        return sentences
    for state, words in ((State.NOT_REPORTED, "chưa được báo cáo"), (State.IN_ERROR, "báo cáo có lỗi")):
        if leads := single_leads(figures, state):
            entries = "; ".join(f"{figures.titled(single.outcome.task)}, {single.lead}" for single in leads)
            sentences.append(f"Nhiệm vụ một cơ quan chủ trì {words}: {entries}.")
    return sentences


def _overdue(figures: Figures) -> list[str]:
    """Return how much is overdue, by role, and how much of it is new."""
    overdue = figures.everything.overdue
    if not overdue:
        return []
    share = ""
    if figures.led.overdue and figures.coordinated.overdue:
        share = f" (chủ trì {number(figures.led.overdue)}, phối hợp {number(figures.coordinated.overdue)})"
    where = figures.annex(AnnexKind.OVERDUE)
    tasks = sorted(
        (
            (task, of.overdue)
            for task, of in figures.led_by_task.items()
            if of.overdue and task not in figures.sole_leads
        ),
        key=lambda entry: -entry[1],
    )
    most = ", ".join(f"{figures.titled(task)} {number(count)} cơ quan" for task, count in tasks[:_MOST_TASKS])
    text = f"{number(overdue)} lượt nhiệm vụ quá hạn chưa hoàn thành{share}{f'; nhiều nhất: {most}' if most else ''}; danh sách tại {where}"
    moved = 0 if figures.comparison is None else figures.comparison.moved(Movement.NEWLY_OVERDUE)
    newly = "" if not moved else ", đều" if moved == overdue else f", trong đó {number(moved)} lượt"
    return [f"{text}{newly} mới ghi nhận quá hạn so với lần báo cáo trước." if newly else f"{text}."]


def _no_longer_reported(figures: Figures) -> list[str]:
    """Return how many assignments were reported in the round before and are not reported now."""
    comparison = figures.comparison
    silent = 0 if comparison is None else comparison.moved(Movement.NO_LONGER_REPORTED)
    return [f"{number(silent)} lượt nhiệm vụ lần trước đã báo cáo, lần này không báo cáo."] if silent else []


def _in_error(figures: Figures) -> list[str]:
    if not figures.everything.in_error:
        return []
    agencies = {outcome.agency for outcome in figures.outcomes if outcome.state is State.IN_ERROR}
    return [
        f"{number(figures.everything.in_error)} lượt nhiệm vụ của {number(len(agencies))} cơ quan, đơn vị báo cáo còn lỗi, "
        f"chưa được tính là hoàn thành, cần chỉnh sửa và gửi lại: {enumeration(figures.named(agencies), most_listed(figures.consolidation))}."
    ]
