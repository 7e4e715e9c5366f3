"""What the coordinator said of a round, by slot and key: the value that reports are given."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.campaign.decision import Campaign
from pipeline.intake.identity import names_of
from pipeline.review.content import ReviewContent, member_key, text_digest
from pipeline.review.layout import MARKS, ReviewSheet, Slot
from pipeline.text import folded


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is said of a proposal: in the words of the drop-down or other ones, and why; each may be ""."""

    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What people said of a round; empty where nothing was typed. No state and no count depends on it."""

    remarks: Mapping[Slot, str] = field(default_factory=dict)
    #: By key of a proposal: task, kind ("" where unknown) and digest of its text.
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    #: Whether a result is to be quoted, by its key: agency, task and digest of its text.
    marks: Mapping[str, bool] = field(default_factory=dict)
    #: The label of a cause as it was chosen, by digest of the text of the reason.
    causes: Mapping[str, str] = field(default_factory=dict)
    #: Codes of agencies by SHA-256 of the file.
    senders: Mapping[str, str] = field(default_factory=dict)

    def paragraphs(self, slot: Slot) -> tuple[str, ...]:
        """Return what was typed for a place of the report, a paragraph for each line."""
        return tuple(line.strip() for line in self.remarks.get(slot, "").splitlines() if line.strip())

    def opinions_on(self, task: str, kind: str, texts: Iterable[str]) -> tuple[Opinion, ...]:
        """Return the different opinions on proposals of a task and kind, by their texts; several where people differ."""
        keys = (member_key(task, kind, text_digest(text)) for text in texts)
        return tuple(dict.fromkeys(self.opinions[key] for key in keys if key in self.opinions))

    def mark(self, agency: str, task: str, result: str) -> bool | None:
        """Return whether a result is to be quoted, None where nobody said so."""
        return self.marks.get(member_key(agency, task, text_digest(result)))

    def cause(self, text: str) -> str | None:
        """Return the label of the cause that people gave a reason, None where they gave none."""
        return self.causes.get(text_digest(text))


def review(content: ReviewContent, campaign: Campaign) -> Review:
    """Return what people typed, as far as it can be understood; the rest stays in the workbook."""
    slots = {slot.value: slot for slot in Slot}
    return Review(
        remarks={slots[key]: typed[0] for key, typed in _said(content, ReviewSheet.ASSESSMENT) if key in slots},
        opinions={key: Opinion(*typed) for key, typed in _said(content, ReviewSheet.PROPOSALS)},
        marks={
            key: MARKS[folded(typed[0])]
            for key, typed in _said(content, ReviewSheet.NOTABLE)
            if folded(typed[0]) in MARKS
        },
        causes={key: typed[0] for key, typed in _said(content, ReviewSheet.CAUSES)},
        senders={
            key: agency
            for key, typed in _said(content, ReviewSheet.SENDERS)
            if (agency := _agency(typed[0], campaign)) is not None
        },
    )


def _said(content: ReviewContent, sheet: ReviewSheet) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each source of which something was said, with what; of rows with one key the first counts, gone ones last.

    A source that is back may still be among those that were gone, in a workbook that is not completed yet.
    """
    statements = [(row.members, row.typed) for row in content.typed_rows(sheet)]
    statements += [(row.members, row.typed) for row in content.gone if row.sheet is sheet]
    for members, typed in reversed(statements):
        yield from ((member, typed) for member in members)


def _agency(text: str, campaign: Campaign) -> str | None:
    """Return the one agency that a code or a name means."""
    if text in campaign.agency_by_code:
        return text
    codes = names_of(campaign).agency_codes(text)
    return next(iter(codes)) if len(codes) == 1 else None
