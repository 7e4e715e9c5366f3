"""The reasons that agencies give, in the written report: by the campaign's causes, else by what they wrote."""

import re
from collections.abc import Iterable, Iterator

from pipeline.campaign.causes import cause_in_words
from pipeline.consolidation.states import State
from pipeline.consolidation.texts import similar_texts
from pipeline.reports.figures import Figures, Outcome
from pipeline.reports.sentences import lower_first, number, quoted, without_end
from pipeline.reports.written.attention import is_not_open
from pipeline.reports.written.attribution import QUOTED_LENGTH, quoted_entries, quoted_with_authors
from pipeline.reports.written.blocks import Block, Paragraph, ParagraphKind, items

#: Reasons for what is not started.
_MOST_EARLY = 3
#: Causes told with an example, those of most agencies.
_MOST_CAUSES = 4
#: States whose difficulties explain why a task is overdue, or was done late.
_FALLING_SHORT = (State.OVERDUE, State.DONE_LATE)
#: Where the cause ends and the promise or explanation begins.
_CAUSE_END = re.compile(r"(?<=\w{2})(?:;|[.!?](?=\s))")


def reasons(figures: Figures) -> list[Block]:
    """Return the reasons for what is overdue or was late, those of most agencies first, then for what is not started."""
    if figures.nothing_reported:
        return [Paragraph("Chưa có báo cáo nêu nguyên nhân.")]
    short = [outcome for outcome in figures.outcomes if outcome.state in _FALLING_SHORT]
    entries = _by_cause(figures, short) or quoted_entries(
        figures, similar_texts(first_sentences(short)), "nguyên nhân", most=2
    )
    blocks: list[Block]
    if entries:
        opening = "Nguyên nhân của các nhiệm vụ quá hạn, hoàn thành chậm do cơ quan, đơn vị nêu:"
        blocks = [Paragraph(opening, ParagraphKind.LEAD), *items(entries)]
    elif short:
        blocks = [Paragraph("Các báo cáo chưa nêu nguyên nhân của những nhiệm vụ quá hạn, hoàn thành chậm.")]
    else:
        blocks = [Paragraph("Không có nhiệm vụ quá hạn, hoàn thành chậm cần nêu nguyên nhân.")]
    return [*blocks, *(Paragraph(text) for text in _reasons_not_started(figures))]


def _by_cause(figures: Figures, outcomes: list[Outcome]) -> list[str]:
    """Return each cause with its kind, how many agencies give it, and the wording of most of them; nothing without causes."""
    by_label: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if label := _cause(figures, outcome):
            by_label.setdefault(label, []).append(outcome)
    kinds = {
        cause.label: f" ({lower_first(cause.kind.label)})"
        for cause in figures.campaign.causes
        if not cause.label.startswith(cause.kind.label)
    }
    entries = []
    for cause, of_cause in sorted(by_label.items(), key=lambda entry: -len({outcome.agency for outcome in entry[1]})):
        agencies = {outcome.agency for outcome in of_cause}
        wordings = similar_texts(first_sentences(of_cause))
        example = f", ví dụ {quoted_with_authors(figures, wordings[0])}" if wordings else ""
        entries.append(
            f"{cause}{kinds.get(cause, '')}: {number(len(of_cause))} lượt của {number(len(agencies))} cơ quan{example}."
        )
    if not entries:
        return []
    examples, others = entries[:_MOST_CAUSES], len(entries[_MOST_CAUSES:])
    without = len(outcomes) - sum(map(len, by_label.values()))
    rest = [f"{number(others)} nhóm nguyên nhân khác"] if others else []
    rest += [f"{number(without)} lượt chưa nêu nhóm nguyên nhân"] if without else []
    return [*examples, f"Ngoài ra: {'; '.join(rest)}."] if rest else examples


def _cause(figures: Figures, outcome: Outcome) -> str:
    """Return the cause that an agency chose, else the coordinator for it, else the one that its words mean; "" where none is known."""
    if outcome.cause:
        return outcome.cause
    if chosen := figures.review.cause(outcome.difficulties):
        return chosen
    meant = cause_in_words(figures.campaign.causes, outcome.difficulties)
    return "" if meant is None else meant.label


def first_sentences(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str]]:
    """Yield what stands first in each line of a reason, with its agency: the cause, before what is promised or explained."""
    for outcome in outcomes:
        for line in outcome.difficulties.splitlines():
            yield outcome.agency, _CAUSE_END.split(line, maxsplit=1)[0]


def _reasons_not_started(figures: Figures) -> list[str]:
    """Return the reasons most often given for what is not started and not due yet."""
    waiting = [
        outcome
        for outcome in figures.outcomes
        if outcome.state is State.NOT_STARTED and not is_not_open(figures, outcome)
    ]
    groups = similar_texts(first_sentences(waiting))[:_MOST_EARLY]
    if not groups:
        return []
    texts = "; ".join(
        f"“{without_end(quoted(group.text, QUOTED_LENGTH))}” ({number(len(group.agencies))} cơ quan)"
        for group in groups
    )
    most = "lý do được nêu nhiều nhất" if len(groups) > 1 else "lý do được nêu"
    return [
        f"Đối với {number(len(waiting))} lượt nhiệm vụ đã đến kỳ thực hiện nhưng chưa thực hiện, còn trong hạn, {most}: {texts}."
    ]
