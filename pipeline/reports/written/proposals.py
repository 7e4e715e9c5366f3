"""Section IV of the written report: proposals to amend the catalogue, and what agencies ask for."""

from collections.abc import Collection

from pipeline.consolidation.states import State
from pipeline.consolidation.texts import SimilarTexts, similar_texts
from pipeline.reports.figures import WORKBOOK, Figures, Proposal
from pipeline.reports.sentences import number, shortened, without_end
from pipeline.reports.written.assessment import MOST_ENTRIES, QUOTED_LENGTH, attribution, quoted_entries
from pipeline.reports.written.blocks import Block, Heading, Paragraph, ParagraphKind, items
from pipeline.reports.written.remarks import opinions_sentence, remarks
from pipeline.review.layout import Slot

#: Kinds of proposals, in the order of the report.
_KINDS = ("Điều chỉnh", "Bổ sung", "Bãi bỏ")
#: Characters of a reason.
_REASON_LENGTH = 120
#: Different proposals shown for one task and kind.
_MOST_PER_TASK, _MOST_IN_LATER_ROUND = 2, 1
#: A difficulty is common from this number of agencies on.
_SEVERAL = 2
#: States whose difficulties are no reason for falling short (those stand in section III).
_UNDER_WAY = (State.DONE_IN_TIME, State.IN_PROGRESS)


def proposals_section(figures: Figures) -> list[Block]:
    """Return section IV: amendments to the catalogue, common difficulties, requests; each says so where there is none."""
    heading = Heading(1, "IV. ĐỀ XUẤT, KIẾN NGHỊ")
    if figures.nothing_reported:
        none = Paragraph("Chưa có báo cáo nêu đề xuất, kiến nghị hoặc khó khăn, vướng mắc.")
        return [heading, none, *remarks(figures, Slot.REQUESTS)]
    return [
        heading,
        Heading(2, "1. Đề xuất điều chỉnh, bổ sung danh mục nhiệm vụ"),
        *_amendments(figures),
        Heading(2, "2. Khó khăn, vướng mắc chung"),
        *_difficulties(figures),
        Heading(2, "3. Kiến nghị của cơ quan, đơn vị"),
        *_requests(figures),
        *remarks(figures, Slot.REQUESTS, f"4. Kiến nghị của {figures.body}"),
    ]


def _amendments(figures: Figures) -> list[Block]:
    proposals = [proposal for proposal in figures.proposals if proposal.content]
    if not proposals:
        return [
            Paragraph("Không có cơ quan, đơn vị nào đề xuất điều chỉnh, bổ sung hoặc bãi bỏ nhiệm vụ trong danh mục.")
        ]
    agencies = len({proposal.agency for proposal in proposals})
    opening = f"Có {number(agencies)} cơ quan, đơn vị gửi {number(len(proposals))} đề xuất:"
    entries: list[str] = []
    for (task, kind), same in _by_task_and_kind(figures, proposals).items():
        entries += _entries(figures, task, kind, same)
    return [Paragraph(opening, ParagraphKind.LEAD), *items(entries)]


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


def _entries(figures: Figures, task: str, kind: str, proposals: list[Proposal]) -> list[str]:
    """Return the proposals of one task and kind, those of most agencies, each with its reason, who makes it and opinions on it."""
    where = f"Nhiệm vụ {task}" if task else "Nhiệm vụ mới, nội dung khác"
    heading = f"{where} ({kind.lower()})" if kind else where
    groups = similar_texts(((proposal.agency, proposal.content) for proposal in proposals), same_numbers=True)
    first_groups = groups[: _MOST_PER_TASK if figures.comparison is None else _MOST_IN_LATER_ROUND]
    entries = []
    for group in first_groups:
        content = without_end(shortened(group.text, QUOTED_LENGTH))
        opinions = opinions_sentence(figures, task, kind, group.wordings)
        entries.append(
            f"{heading}: {content}{_reason(group, proposals)} {attribution(figures, group.agencies)}.{opinions}"
        )
    if rest := len(groups) - len(first_groups):
        entries[-1] += f" Còn {number(rest)} đề xuất khác tại {WORKBOOK}."
    return entries


def _reason(group: SimilarTexts, proposals: list[Proposal]) -> str:
    """Return the reason that most agencies of a group give, or ""."""
    reasons = similar_texts(
        (proposal.agency, proposal.reason) for proposal in proposals if proposal.content in group.wordings
    )
    return f"; lý do: {without_end(shortened(reasons[0].text, _REASON_LENGTH))}" if reasons else ""


def _difficulties(figures: Figures) -> list[Block]:
    """Return the difficulties that several agencies raise with tasks under way or done.

    Reasons for what is late or not started stand in section III; the reason why nothing arose is no difficulty.
    """
    groups = similar_texts(
        (outcome.agency, outcome.difficulties) for outcome in figures.outcomes if outcome.state in _UNDER_WAY
    )
    common = [group for group in groups if len(group.agencies) >= _SEVERAL]
    if not common:
        return [Paragraph("Không có khó khăn, vướng mắc nào được nhiều cơ quan, đơn vị cùng nêu.")]
    opening = "Khó khăn, vướng mắc trong quá trình thực hiện được nhiều cơ quan, đơn vị cùng nêu:"
    return [Paragraph(opening, ParagraphKind.LEAD), *items(quoted_entries(figures, common, "khó khăn, vướng mắc"))]


def _requests(figures: Figures) -> list[Block]:
    """Return what agencies ask the city for, over all tasks, the most widely shared first."""
    requests = [outcome for outcome in figures.outcomes if outcome.proposals]
    if not requests:
        return [Paragraph("Các báo cáo nhận được không có kiến nghị.")]
    groups = similar_texts((outcome.agency, outcome.proposals) for outcome in requests)
    agencies = len({outcome.agency for outcome in requests})
    chief = ", nổi bật là" if len(groups) > MOST_ENTRIES else ""
    opening = f"Có {number(agencies)} cơ quan, đơn vị nêu kiến nghị trong báo cáo{chief}:"
    return [Paragraph(opening, ParagraphKind.LEAD), *items(quoted_entries(figures, groups, "kiến nghị"))]
