"""Section II of the written report: the official sentence, then every task of the catalogue in its order."""

import re
from collections.abc import Sequence

from pipeline.campaign.assignment import Role
from pipeline.campaign.tasks import Task
from pipeline.campaign.time_limits import TimeLimitKind
from pipeline.consolidation.counts import Counts
from pipeline.consolidation.figures import IndicatorTotal
from pipeline.consolidation.states import State
from pipeline.reports.comparisons import continued_sentence, counts_sentence, task_sentence
from pipeline.reports.extent import names_everybody
from pipeline.reports.fallen_due import ASSIGNMENT_MEANS, DUE_BASE, due_sentence, tasks_sentence
from pipeline.reports.figures import WORKBOOK, WORKBOOK_FILE, AnnexKind, Figures, Outcome
from pipeline.reports.sentences import (
    agencies_sentence,
    clauses,
    day,
    lower_first,
    number,
    official_sentence,
    one_line,
    percent,
    quoted,
    sentence,
    shortened,
    without_end,
    words_of,
)
from pipeline.reports.wording import COORDINATED_TASKS, LED_TASKS
from pipeline.reports.written.blocks import Block, Heading, Paragraph, ParagraphKind
from pipeline.reports.written.by_section import by_section
from pipeline.reports.written.indicator_sentences import indicator_sentences
from pipeline.reports.written.lists import list_sentences, lists_of_task, other_lists
from pipeline.reports.written.notable_results import notable_results

#: Characters of a task's wording in a later round.
_LATER_TASK_LENGTH = 120
#: What parts documents from each other, and the number of one: "63/TTr-ABC".
_ENTRY_END, _DOCUMENT_NUMBER = re.compile(r"[;\n]"), re.compile(r"\b\d+/[^\W\d][\w&-]*")
#: Characters of a single lead's own words, of its reason, and of evidence.
_LEAD_LENGTH, _REASON_LENGTH, _EVIDENCE_LENGTH = 500, 200, 120


def results_section(figures: Figures) -> list[Block]:
    """Return section II: totals, table and chart by section, then each section with its tasks."""
    blocks: list[Block] = [
        Heading(1, "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ"),
        Paragraph(official_sentence(figures.everything)),
    ]
    if not figures.everything.assigned:
        return blocks
    if figures.nothing_reported:
        return [*blocks, Paragraph("Do chưa có báo cáo nên chưa có kết quả để tổng hợp theo từng nhóm nhiệm vụ.")]
    blocks += [Paragraph(text) for text in (*_due_sentences(figures), *_role_sentences(figures))]
    blocks += [Paragraph(text) for text in _compared(figures)]
    if figures.led.assigned:
        blocks += by_section(figures)
    blocks += [Paragraph(_where_to_look(figures)), Paragraph(_how_results_are_chosen(figures))]
    paragraphs = _TaskParagraphs(figures)
    for section, rows in figures.sections():
        blocks.append(Heading(2, f"{section.code}. {figures.section_titles[section.code]}"))
        for task in rows:
            blocks.append(Heading(3 if task.parent is None else 4, f"{_mark(task)} {_wording(figures, task)}"))
            blocks += paragraphs.of(task)
    for open_list in other_lists(figures):
        blocks += _joined(list_sentences(figures, open_list))
    return blocks


def _where_to_look(figures: Figures) -> str:
    """Return what stands in which annex, and what in the workbook that goes out with the report."""
    whose = "từng cơ quan, đơn vị" if names_everybody(figures.consolidation) else "từng khối cơ quan, đơn vị"
    places = [f"tình trạng từng nhiệm vụ của {whose} tại {figures.annex(AnnexKind.MATRIX)}"]
    if AnnexKind.INDICATORS in figures.annex_kinds:
        places.append(f"số liệu các chỉ tiêu tại {figures.annex(AnnexKind.INDICATORS)}")
    if AnnexKind.LISTS in figures.annex_kinds:
        places.append(f"nội dung các danh sách kèm theo tại {figures.annex(AnnexKind.LISTS)}")
    if figures.comparison is not None:
        places.append(f"so sánh với {figures.comparison.earlier.name} tại {figures.annex(AnnexKind.CHANGES)}")
    if figures.continuation is not None:
        places.append(f"so sánh với {figures.continuation.name} tại {figures.annex(AnnexKind.CONTINUED)}")
    places.append(f"toàn văn báo cáo của từng cơ quan, đơn vị tại bảng tính {WORKBOOK_FILE} gửi kèm ({WORKBOOK})")
    return sentence("; ".join(places))


def _how_results_are_chosen(figures: Figures) -> str:
    """Return the rule of `notable_results` in words."""
    return (
        "Kết quả cụ thể từng nhiệm vụ như sau; với nhiệm vụ giao nhiều cơ quan chủ trì, nêu số lượng và tối đa "
        f"{number(_notable_limit(figures))} kết quả tiêu biểu, chọn theo thứ tự: đã hoàn thành, có văn bản minh chứng, có số "
        "liệu, không trùng nội dung và khác khối."
    )


def _notable_limit(figures: Figures) -> int:
    """Return how many results of one task are quoted: a later round has its figures beside the earlier ones instead."""
    return 2 if figures.comparison is None else 1


def _compared(figures: Figures) -> list[str]:
    """Return how the assignments stand against the earlier round: all, and the led ones."""
    comparison, continued = figures.comparison, figures.continuation
    if comparison is None:
        return [] if continued is None else [continued_sentence(continued)]
    sentences = [counts_sentence(comparison.total, comparison.earlier.name)]
    if figures.led.assigned and figures.coordinated.assigned:
        parts = ((LED_TASKS, comparison.led), (COORDINATED_TASKS, comparison.coordinated))
        sentences.append(" ".join(counts_sentence(side, comparison.earlier.name, part=part) for part, side in parts))
    return sentences


def _wording(figures: Figures, task: Task) -> str:
    """Return a task's short name; without one the decision's wording, in later rounds shortened."""
    if task.short:
        return task.short
    text = task.text if figures.comparison is None else shortened(task.text, _LATER_TASK_LENGTH)
    return without_end(text)


def _mark(task: Task) -> str:
    """Return the number as printed: "1.1.", "I.1." or, for a letter, "a)"."""
    return f"{task.label})" if task.label[:1].islower() else f"{task.label}."


def _due_sentences(figures: Figures) -> list[str]:
    """Return how many tasks there are, and the headline: how the led assignments stand that have fallen due."""
    tasks = tasks_sentence(figures.led_by_task, figures.sole_leads)
    return [f"{tasks} {ASSIGNMENT_MEANS}.".strip(), f"{due_sentence(figures.led)} {DUE_BASE}."]


def _role_sentences(figures: Figures) -> list[str]:
    """Return how the led assignments stand, the headline, and the coordinated ones."""
    return [
        sentence(f"Nhiệm vụ {words}: {number(numbers.assigned)} lượt; {'; '.join(map(str, clauses(numbers)))}")
        for words, numbers in (("chủ trì", figures.led), ("phối hợp", figures.coordinated))
        if numbers.assigned
    ]


def _rate(numbers: Counts) -> str:
    """Return "; tỷ lệ hoàn thành 70,1%" with its base where that is not all assigned, or "" where nothing is done."""
    if not numbers.done or numbers.done_rate is None:
        return ""
    outside = numbers.nil + numbers.waived
    base = f" (tính trên {number(numbers.owing)} lượt phải thực hiện)" if outside else ""
    return f"; tỷ lệ hoàn thành {percent(numbers.done_rate)}{base}"


class _TaskParagraphs:
    """The paragraphs on each task; the outcomes and totals of the round are sorted by task once."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._led: dict[str, list[Outcome]] = {}
        self._coordinated: dict[str, list[Outcome]] = {}
        self._totals: dict[str, list[IndicatorTotal]] = {}
        for outcome in figures.outcomes:
            by_task = self._led if outcome.role is Role.LEAD else self._coordinated
            by_task.setdefault(outcome.task, []).append(outcome)
        self._compared = {} if figures.comparison is None else figures.comparison.indicators
        for total in figures.totals:
            self._totals.setdefault(total.task, []).append(total)

    def of(self, task: Task) -> list[Block]:
        """Return the paragraphs of one task; none for a heading row."""
        led, coordinated = self._led.get(task.code, []), self._coordinated.get(task.code, [])
        standing = " ".join(part for part in (self._led_by(task, led), self._coordinated_by(task, coordinated)) if part)
        blocks: list[Block] = [Paragraph(_time_limit(task) + standing)] if standing else []
        if len(led) == 1:
            blocks += _own_words(led[0])
        blocks += _joined(indicator_sentences(self._totals.get(task.code, []), self._compared))
        for open_list in lists_of_task(self._figures, task):
            blocks += _joined(list_sentences(self._figures, open_list))
        return blocks + (self._notable(led) if len(led) > 1 else [])

    def _led_by(self, task: Task, led: list[Outcome]) -> str:
        """Return how a task stands with its lead or leads."""
        if len(led) < 2:
            return "".join(self._standing(outcome, "chủ trì") for outcome in led)
        numbers = self._figures.led_by_task[task.code]
        ongoing = task.time_limit is not None and task.time_limit.kind is TimeLimitKind.ONGOING
        return agencies_sentence(numbers, "chủ trì", "" if ongoing else _rate(numbers)) + self._changes(task)

    def _changes(self, task: Task) -> str:
        """Return how the leads of a task stand against the earlier round, "" where there was none."""
        comparison = self._figures.comparison
        if comparison is None:
            return ""
        changes = task_sentence(comparison.led_by_task[task.code], comparison.earlier.name)
        return f" {changes}" if changes else ""

    def _coordinated_by(self, task: Task, coordinated: list[Outcome]) -> str:
        """Return how a task stands with its coordinators."""
        if len(coordinated) < 2:
            return "".join(self._standing(outcome, "phối hợp") for outcome in coordinated)
        return agencies_sentence(self._figures.coordinated_by_task[task.code], "phối hợp")

    def _notable(self, led: list[Outcome]) -> list[Block]:
        results = notable_results(led, limit=_notable_limit(self._figures), review=self._figures.review)
        agencies = self._figures.campaign.agency_by_code
        return [Paragraph(f"{agencies[code].name}: {words}", ParagraphKind.ITEM) for code, words in results]

    def _name(self, outcome: Outcome) -> str:
        return self._figures.campaign.agency_by_code[outcome.agency].name

    def _standing(self, outcome: Outcome, part: str) -> str:
        """Return how one agency stands with a task, in a sentence."""
        before = self._figures.state_before.get((outcome.agency, outcome.task))
        earlier = "" if before is None else f" (lần trước: {lower_first(before.label)})"
        return sentence(f"{self._name(outcome)} ({part}) {_standing(outcome)}{earlier}")


def _joined(sentences: Sequence[str]) -> list[Block]:
    """Return sentences as one paragraph, none where there are none."""
    return [Paragraph(" ".join(sentences))] if sentences else []


def _own_words(outcome: Outcome) -> list[Block]:
    """Return the result and evidence that a single lead reports; nothing of a row in error."""
    if outcome.state is State.IN_ERROR:
        return []
    words = [f"Kết quả: {quoted(outcome.result, _LEAD_LENGTH)}"] if outcome.result else []
    evidence = _not_named_yet(outcome.evidence, outcome.result)
    words += [f"Văn bản, minh chứng: {quoted(evidence, _EVIDENCE_LENGTH)}"] if evidence else []
    return [Paragraph(" ".join(words))] if words else []


def _not_named_yet(evidence: str, result: str) -> str:
    """Return the documents whose number the result does not give already; an entry without a number stays."""
    text = one_line(result)
    entries = [one_line(entry) for entry in _ENTRY_END.split(evidence)]
    numbers = [_DOCUMENT_NUMBER.findall(entry) for entry in entries]
    missing = [
        entry
        for entry, named in zip(entries, numbers, strict=True)
        if entry and not (named and all(document in text for document in named))
    ]
    return "; ".join(missing)


def _standing(outcome: Outcome) -> str:
    """Return what one agency has done, to stand after its name."""
    due = "" if outcome.due is None else day(outcome.due)
    until = f"; hạn hoàn thành {due}" if due else ""
    missed = f" (hạn {due})" if due else ""
    on = "" if outcome.completed_on is None else f" ngày {day(outcome.completed_on)}"
    share = f", đạt khoảng {percent(outcome.percent / 100)} khối lượng" if outcome.percent else ""
    reason = without_end(shortened(outcome.difficulties, _REASON_LENGTH)) if outcome.difficulties else ""
    because = f"; nguyên nhân: {reason}" if reason else ""
    return {
        State.DONE_IN_TIME: f"đã hoàn thành{on}{', đúng hạn' if due else ''}",
        State.DONE_LATE: f"đã hoàn thành{on}, quá hạn{missed}",
        State.IN_PROGRESS: f"đang thực hiện{share}{until}",
        State.NOT_STARTED: f"chưa thực hiện{until}{because}",
        State.OVERDUE: f"chưa hoàn thành{share}, đã quá hạn{missed}{because}",
        State.WITH_LEAD: f"{words_of(State.WITH_LEAD)}{share}{missed}",
        State.NIL: f"báo cáo không phát sinh{f'; lý do: {reason}' if reason else ''}",
        State.IN_ERROR: "đã báo cáo nhưng nội dung còn lỗi, cần chỉnh sửa, bổ sung",
        State.NOT_REPORTED: f"chưa báo cáo{until}",
        State.WAIVED: words_of(State.WAIVED),
    }[outcome.state]


def _time_limit(task: Task) -> str:
    return (
        ""
        if task.time_limit is None
        else f"Thời gian thực hiện: {lower_first(without_end(task.time_limit.verbatim))}. "
    )
