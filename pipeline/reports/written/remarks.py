"""What the coordinator adds to the written report: paragraphs in their places, opinions on proposals."""

from collections.abc import Iterable

from pipeline.reports.figures import Figures
from pipeline.reports.sentences import lower_first, without_end
from pipeline.reports.written.blocks import Block, Heading, Paragraph
from pipeline.review.layout import OPENING_WORDS, Slot
from pipeline.review.review import Opinion


def remarks(figures: Figures, slot: Slot, heading: str | None = None) -> list[Block]:
    """Return what people wrote for a place, below a heading of the second level where one is given; nothing if they did not."""
    paragraphs = [Paragraph(text) for text in figures.review.paragraphs(slot)]
    return [*([] if heading is None or not paragraphs else [Heading(2, heading)]), *paragraphs]


def opinions_sentence(figures: Figures, task: str, kind: str, texts: Iterable[str]) -> str:
    """Return what the reporting body holds of proposals that ask the same, " " before it; "" where nobody said anything."""
    opinions = figures.review.opinions_on(task, kind, texts)
    if not opinions:
        return ""
    if len(opinions) == 1:
        return f" Ý kiến của {figures.body}: {_opinion(opinions[0])}."
    several = "; ".join(_opinion(opinion) for opinion in opinions)
    return f" {figures.body} có ý kiến khác nhau đối với từng đề xuất cùng nội dung này: {several}."


def _opinion(opinion: Opinion) -> str:
    """Return an opinion with its reason; words of the drop-down go on with the sentence, other words stay as they were typed."""
    words, reason = without_end(opinion.words), without_end(opinion.reason)
    if words.lower().startswith(OPENING_WORDS):
        words = lower_first(words)
    return f"{words} (lý do: {reason})" if words and reason else words or reason
