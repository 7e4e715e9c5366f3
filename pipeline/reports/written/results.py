"""Section II of the written report: the sentences, the table of all tasks, then words on those that deserve them."""

import re
from collections.abc import Sequence

from pipeline.campaign.assignment import Role
from pipeline.campaign.tasks import Task
from pipeline.consolidation.figures import IndicatorTotal
from pipeline.consolidation.states import State
from pipeline.reports.comparisons import continued_sentence, counts_sentence, task_sentence
from pipeline.reports.extent import names_everybody
from pipeline.reports.fallen_due import ASSIGNMENT_MEANS, DUE_BASE, due_sentence, due_words, tasks_sentence
from pipeline.reports.figures import WORKBOOK, AnnexKind, Figures, Outcome
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
    without_end,
    words_of,
)
from pipeline.reports.wording import COORDINATED_TASKS, LED_TASKS
from pipeline.reports.written.attention import is_complete, is_late, is_not_open, promise_words
from pipeline.reports.written.blocks import Block, Heading, Paragraph, ParagraphKind
from pipeline.reports.written.indicator_sentences import indicator_sentences
from pipeline.reports.written.lists import list_sentences, lists_of_task, other_lists
from pipeline.reports.written.notable_results import notable_results
from pipeline.reports.written.task_table import task_table

#: What parts documents from each other, and the number of one: "63/TTr-ABC".
_ENTRY_END, _DOCUMENT_NUMBER = re.compile(r"[;\n]"), re.compile(r"\b\d+/[^\W\d][\w&-]*")
#: Up to so many indicators all stand in the text, of more only those that measure something.
_FEW_INDICATORS = 12
#: Characters of a single lead's own words, of its reason, and of evidence.
_LEAD_LENGTH, _REASON_LENGTH, _EVIDENCE_LENGTH = 250, 200, 120


def results_section(figures: Figures) -> list[Block]:
    """Return section II: totals, the table of all tasks, the chart by section, then the tasks that deserve words."""
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
        blocks += task_table(figures)
    blocks.append(Paragraph(_where_to_look(figures)))
    paragraphs = _TaskParagraphs(figures)
    for _, rows in figures.sections():
        blocks += [block for task in rows if _is_told(figures, task) for block in paragraphs.of(task)]
    for open_list in other_lists(figures):
        blocks += _joined(list_sentences(figures, open_list))
    return blocks


def _is_told(figures: Figures, task: Task) -> bool:
    """Return whether a task deserves words beside its row of the table: one lead, something late, all done, measured."""
    if task.code not in figures.by_task:
        return False
    if task.code in figures.sole_leads or figures.round.ad_hoc or task.code not in figures.led_by_task:
        return True
    if len(figures.totals) <= _FEW_INDICATORS and any(total.task == task.code for total in figures.totals):
        return True
    if any(
        figures.review.mark(outcome.agency, outcome.task, outcome.result)
        for outcome in (figures.outcomes if figures.review.marks else ())
        if outcome.task == task.code
    ):
        return True
    return is_late(figures, task.code) or is_complete(figures, task.code) or bool(lists_of_task(figures, task))


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
    places.append(f"toàn văn báo cáo của từng cơ quan, đơn vị tại {WORKBOOK} (tệp Excel gửi kèm)")
    return sentence("; ".join(places))


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


def _due_sentences(figures: Figures) -> list[str]:
    """Return how many tasks there are, and the headline: how the led assignments stand that have fallen due."""
    tasks = tasks_sentence(figures.led_by_task, figures.sole_leads)
    return [f"{tasks} {ASSIGNMENT_MEANS}.".strip(), f"{due_sentence(figures.led)} {DUE_BASE}."]


def _role_sentences(figures: Figures) -> list[str]:
    """Return how the led assignments stand, the headline, and the coordinated ones."""
    return [
        sentence(
            f"Nhiệm vụ {words}: {number(numbers.assigned)} lượt; {'; '.join(map(str, clauses(numbers, brief=True)))}"
        )
        for words, numbers in (("chủ trì", figures.led), ("phối hợp", figures.coordinated))
        if numbers.assigned
    ]


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
        """Return the paragraphs of one task, the first with its number and name; none for a heading row."""
        led, coordinated = self._led.get(task.code, []), self._coordinated.get(task.code, [])
        if len(led) == 1 and led[0].state is State.NOT_STARTED and is_not_open(self._figures, led[0]):
            return []
        standing = self._led_by(task, led) or self._coordinated_by(task, coordinated)
        if not standing:
            return []
        words = [standing, *(_own_words(led[0]) if len(led) == 1 else [])]
        totals = self._totals.get(task.code, [])
        if len(self._figures.totals) > _FEW_INDICATORS:
            totals = _with_parts(totals)
        words += indicator_sentences(totals, self._compared)
        for open_list in lists_of_task(self._figures, task):
            words += list_sentences(self._figures, open_list)
        opening = f"{task.code}. {self._figures.task_name(task.code)}: "
        return [
            Paragraph(opening + " ".join(words)),
            *(self._notable(led) if len(led) > 1 else []),
        ]

    def _led_by(self, task: Task, led: list[Outcome]) -> str:
        """Return how a task stands with its lead or leads."""
        if len(led) < 2:
            return "".join(self._standing(outcome, "chủ trì") for outcome in led)
        numbers = self._figures.led_by_task[task.code]
        return agencies_sentence(numbers, "chủ trì") + self._changes(task)

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
        most = 0 if is_late(self._figures, led[0].task) else 1
        results = notable_results(led, limit=most, review=self._figures.review)
        agencies = self._figures.campaign.agency_by_code
        return [Paragraph(f"{agencies[code].name}: {words}", ParagraphKind.ITEM) for code, words in results]

    def _name(self, outcome: Outcome) -> str:
        return self._figures.campaign.agency_by_code[outcome.agency].name

    def _standing(self, outcome: Outcome, part: str) -> str:
        """Return how one agency stands with a task, in a sentence."""
        before = self._figures.state_before.get((outcome.agency, outcome.task))
        earlier = "" if before is None else f" (lần trước: {lower_first(before.label)})"
        return sentence(f"{self._name(outcome)} ({part}) {_standing(self._figures, outcome)}{earlier}")


def _with_parts(totals: Sequence[IndicatorTotal]) -> list[IndicatorTotal]:
    """Return the indicators that measure something: a whole with a part, or a ratio; plain numbers stand in their annex."""
    wholes = {total.part_of for total in totals if total.part_of is not None}
    return [total for total in totals if total.part_of is not None or total.indicator in wholes]


def _joined(sentences: Sequence[str]) -> list[Block]:
    """Return sentences as one paragraph, none where there are none."""
    return [Paragraph(" ".join(sentences))] if sentences else []


def _own_words(outcome: Outcome) -> list[str]:
    """Return the result and evidence that a single lead reports; nothing of a row in error."""
    if outcome.state is State.IN_ERROR:
        return []
    words = [f"Kết quả: {quoted(outcome.result, _LEAD_LENGTH)}"] if outcome.result else []
    evidence = _not_named_yet(outcome.evidence, outcome.result)
    words += [f"Văn bản, minh chứng: {quoted(evidence, _EVIDENCE_LENGTH)}"] if evidence else []
    return words


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


def _standing(figures: Figures, outcome: Outcome) -> str:
    """Return what one agency has done, to stand after its name."""
    due = due_words(figures.campaign.task_by_code[outcome.task], outcome.due)
    until = f"; hạn hoàn thành: {due}" if due else ""
    missed = f" (hạn: {due})" if due else ""
    on = "" if outcome.completed_on is None else f" ngày {day(outcome.completed_on)}"
    share = f", đạt khoảng {percent(outcome.percent / 100)} khối lượng" if outcome.percent else ""
    reason = without_end(quoted(outcome.difficulties, _REASON_LENGTH)) if outcome.difficulties else ""
    because = f"; nguyên nhân: “{reason}”" if reason else ""
    promised = ""
    said_already = outcome.promised_on is not None and day(outcome.promised_on) in reason
    if outcome.state is State.OVERDUE and not said_already and (outcome.promised_on is not None or not reason):
        promised = f"; {promise_words(figures, outcome)}"
    return {
        State.DONE_IN_TIME: f"đã hoàn thành{on}{', đúng hạn' if due else ''}",
        State.DONE_LATE: f"đã hoàn thành{on}, quá hạn{missed}",
        State.IN_PROGRESS: f"đang thực hiện{share}",
        State.NOT_STARTED: f"chưa thực hiện{because}",
        State.OVERDUE: f"chưa hoàn thành{share}, đã quá hạn{missed}{because}{promised}",
        State.WITH_LEAD: f"{words_of(State.WITH_LEAD)}{share}{missed}",
        State.NIL: f"báo cáo không phát sinh{f'; lý do: “{reason}”' if reason else ''}",
        State.IN_ERROR: "đã báo cáo nhưng nội dung còn lỗi, cần chỉnh sửa, bổ sung",
        State.NOT_REPORTED: f"chưa báo cáo{until}",
        State.WAIVED: words_of(State.WAIVED),
    }[outcome.state]
