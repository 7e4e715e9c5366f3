"""Section IV of the written report: proposals to amend the catalogue, and what agencies ask for."""

from collections.abc import Collection

from pipeline.consolidation.asked_alike import asked_alike
from pipeline.consolidation.states import State
from pipeline.consolidation.texts import SimilarTexts, similar_texts
from pipeline.reports.figures import WORKBOOK, Figures, Proposal
from pipeline.reports.sentences import number, upper_first
from pipeline.reports.written.attribution import quoted_entries, quoted_with_authors
from pipeline.reports.written.blocks import Block, Heading, Paragraph, ParagraphKind, items
from pipeline.reports.written.first_page import petitions
from pipeline.reports.written.remarks import opinions_sentence, remarks
from pipeline.review.layout import Slot
from pipeline.text import clean_text

#: Kinds of proposals, in the order of the report.
_KINDS = ("Điều chỉnh", "Bổ sung", "Bãi bỏ")
#: Difficulties and requests told in words, those of most agencies.
_MOST_SHARED = 2
#: Different reasons given for the same proposal.
_MOST_REASONS = 1
#: Different proposals told in words, those of most agencies.
_MOST_PROPOSALS = 3
#: A difficulty is common from this number of agencies on.
_SEVERAL = 2
#: States whose difficulties are no reason for falling short (those stand in section III).
_UNDER_WAY = (State.DONE_IN_TIME, State.IN_PROGRESS)


def proposals_section(figures: Figures) -> list[Block]:
    """Return section IV: amendments to the catalogue, common difficulties, requests, what is asked of the addressee."""
    heading = Heading(1, "IV. ĐỀ XUẤT, KIẾN NGHỊ")
    parts = {
        "Đề xuất điều chỉnh, bổ sung danh mục nhiệm vụ": _amendments(figures),
        "Khó khăn, vướng mắc chung": _difficulties(figures),
        "Kiến nghị của cơ quan, đơn vị": _requests(figures),
        f"Kiến nghị của {figures.body}": remarks(figures, Slot.REQUESTS),
        f"Nội dung kính đề nghị {figures.campaign.decision.addressee}": _petitions(figures),
    }
    filled = {title: blocks for title, blocks in parts.items() if blocks}
    nothing = "Chưa có báo cáo nêu" if figures.nothing_reported else "Các báo cáo nhận được không có"
    no_text = [Paragraph(f"{nothing} đề xuất, kiến nghị hoặc khó khăn, vướng mắc chung.")]
    titles = [title for title in filled if title in list(parts)[:3]]
    blocks: list[Block] = [heading, *([] if titles else no_text)]
    for position, (title, of_part) in enumerate(filled.items(), start=1):
        blocks += [Heading(2, f"{position}. {title}"), *of_part]
    return blocks


def _petitions(figures: Figures) -> list[Block]:
    """Return the numbered requests, each a paragraph; nothing where there is nothing to ask."""
    entries = petitions(figures)
    ends = [";"] * (len(entries) - 1) + ["."]
    texts = (
        f"({position}) {upper_first(entry)}{end}"
        for position, (entry, end) in enumerate(zip(entries, ends, strict=True), start=1)
    )
    return [Paragraph(text) for text in texts] if entries else []


def _amendments(figures: Figures) -> list[Block]:
    proposals = [proposal for proposal in figures.proposals if proposal.content]
    if not proposals:
        return []
    agencies = len({proposal.agency for proposal in proposals})
    opening = f"Có {number(agencies)} cơ quan, đơn vị gửi {number(len(proposals))} đề xuất:"
    groups = [
        (task, kind, group, same)
        for (task, kind), same in _by_task_and_kind(figures, proposals).items()
        for group in asked_alike((proposal.agency, proposal.content) for proposal in same)
    ]
    chosen = sorted(groups, key=lambda entry: -len(entry[2].agencies))[:_MOST_PROPOSALS]
    chosen += [entry for entry in groups if opinions_sentence(figures, entry[0], entry[1], entry[2].wordings)]
    entries = [_entry(figures, *entry) for entry in groups if entry in chosen]
    rest = len(groups) - len(entries)
    others = [
        f"{number(rest)} nội dung khác tại trang “{figures.schemas.proposals.sheet}” của {WORKBOOK} (tệp Excel gửi kèm)."
    ]
    return [Paragraph(opening, ParagraphKind.LEAD), *items([*entries, *(others if rest else [])])]


def _by_task_and_kind(figures: Figures, proposals: list[Proposal]) -> dict[tuple[str, str], list[Proposal]]:
    """Return the proposals by task and kind in the catalogue's order, those for new tasks and unknown codes last ("")."""
    tasks = {task.code: position for position, task in enumerate(figures.campaign.tasks)}
    groups: dict[tuple[str, str], list[Proposal]] = {}
    for proposal in proposals:
        groups.setdefault((_one_of(proposal.task, tasks), _one_of(proposal.kind, _KINDS)), []).append(proposal)
    kinds = (*_KINDS, "")
    return dict(
        sorted(groups.items(), key=lambda entry: (tasks.get(entry[0][0], len(tasks)), kinds.index(entry[0][1])))
    )


def _one_of(value: str, values: Collection[str]) -> str:
    return value if value in values else ""


def _entry(figures: Figures, task: str, kind: str, group: SimilarTexts, proposals: list[Proposal]) -> str:
    """Return what agencies propose alike of a task, who they are, and the reasons of these."""
    where = f"Nhiệm vụ {figures.titled(task)}" if task else "Nhiệm vụ mới, nội dung khác"
    heading = f"{where}, {kind.lower()}" if kind else where
    opinions = opinions_sentence(figures, task, kind, group.wordings)
    return f"{heading}{_several(group)}: {quoted_with_authors(figures, group)}{_reasons(figures, group, proposals)}.{opinions}"


def _several(group: SimilarTexts) -> str:
    return f", {number(len(group.agencies))} cơ quan" if len(group.agencies) > 1 else ""


def _reasons(figures: Figures, group: SimilarTexts, proposals: list[Proposal]) -> str:
    """Return the reasons that agencies of a group give, each beside those who gave it; "" where none is given."""
    wordings = set(group.wordings)
    reasons = similar_texts(
        (proposal.agency, proposal.reason) for proposal in proposals if clean_text(proposal.content) in wordings
    )
    if not reasons:
        return ""
    words = "; ".join(quoted_with_authors(figures, reason) for reason in reasons[:_MOST_REASONS])
    return f"; lý do: {words}"


def _difficulties(figures: Figures) -> list[Block]:
    """Return the difficulties that several agencies raise with tasks under way or done.

    Reasons for what is late or not started stand in section III; the reason why nothing arose is no difficulty.
    """
    groups = similar_texts(
        (outcome.agency, outcome.difficulties) for outcome in figures.outcomes if outcome.state in _UNDER_WAY
    )
    common = [group for group in groups if len(group.agencies) >= _SEVERAL]
    if not common:
        return []
    opening = "Khó khăn, vướng mắc trong quá trình thực hiện được nhiều cơ quan, đơn vị cùng nêu:"
    return [
        Paragraph(opening, ParagraphKind.LEAD),
        *items(quoted_entries(figures, common, "khó khăn, vướng mắc", most=_MOST_SHARED)),
    ]


def _requests(figures: Figures) -> list[Block]:
    """Return what agencies ask the city for, over all tasks, the most widely shared first."""
    requests = [outcome for outcome in figures.outcomes if outcome.proposals]
    if not requests:
        return []
    groups = similar_texts((outcome.agency, outcome.proposals) for outcome in requests)
    agencies = len({outcome.agency for outcome in requests})
    chief = ", nổi bật là" if len(groups) > _MOST_SHARED else ""
    opening = f"Có {number(agencies)} cơ quan, đơn vị nêu kiến nghị trong báo cáo{chief}:"
    return [
        Paragraph(opening, ParagraphKind.LEAD),
        *items(quoted_entries(figures, groups, "kiến nghị", most=_MOST_SHARED)),
    ]
