"""The opening of the written report and section I: who was to report, and who did."""

from itertools import groupby

from pipeline.consolidation.compare import Comparison
from pipeline.consolidation.counts import Submissions
from pipeline.consolidation.states import Submission
from pipeline.consolidation.waivers import Excuse, round_excuses
from pipeline.reports import wording
from pipeline.reports.comparisons import POINTS_NOTE, register_sentences, submissions_sentence
from pipeline.reports.figures import AnnexKind, Figures
from pipeline.reports.sentences import day, enumeration, lower_first, number, percent, sentence, without_end
from pipeline.reports.summary import ALL_AGENCIES, RETURNS_RATE, returns_by_group
from pipeline.reports.written.blocks import Block, Heading, Paragraph, ParagraphKind, items
from pipeline.reports.written.remarks import remarks
from pipeline.reports.written.tables import written_table
from pipeline.review.layout import Slot

#: More agencies than this are listed in the annex, not in the text.
NAMED_IN_TEXT = 8
#: The words with which the wording of a round may begin.
_REPORT = "báo cáo "


def abstract(figures: Figures) -> str:
    """Return what the report is about, as it stands under "BÁO CÁO"."""
    decision, round_ = figures.campaign.decision, figures.round
    tasks = "một số nhiệm vụ" if round_.tasks is not None else "nhiệm vụ"
    return f"Kết quả thực hiện {tasks} {decision.subject} {decision.period_name} ({_round_name(figures)})"


def _round_name(figures: Figures) -> str:
    """Return "lần 1"; of an ad hoc round "báo cáo đột xuất tháng 10", whatever it is called."""
    round_ = figures.round
    if not round_.ad_hoc or round_.name.startswith(_REPORT):
        return round_.name
    return f"{_REPORT}{round_.name}" if "đột xuất" in round_.name.lower() else f"{_REPORT}đột xuất {round_.name}"


def opening(figures: Figures) -> list[Block]:
    """Return the paragraph that says by which decision and up to which days the report is made."""
    decision, round_ = figures.campaign.decision, figures.round
    reference = "" if round_.reference is None else f" và {round_.reference}"
    return [
        Paragraph(
            f"Thực hiện {wording.decision_name(decision)} {decision.title_in_sentence}{reference}, {figures.body} tổng hợp, "
            f"báo cáo kết quả thực hiện ({_round_name(figures)}; số liệu đến ngày {day(round_.cut_off)}, tổng hợp đến hết ngày "
            f"{day(figures.as_of)}) như sau:"
        )
    ]


def returns_section(figures: Figures) -> list[Block]:
    """Return section I: why agencies report, how many did in time, late or not at all, waivers and extensions."""
    everyone = figures.submissions
    blocks: list[Block] = [Heading(1, "I. TÌNH HÌNH CHỈ ĐẠO, TRIỂN KHAI VÀ BÁO CÁO"), Paragraph(_ground(figures))]
    blocks += [Paragraph(text) for text in submission_sentences(everyone)]
    if figures.comparison is not None:
        blocks += [Paragraph(text) for text in _compared(figures, figures.comparison)]
    if everyone.missing or everyone.late:
        blocks.append(Paragraph(_named_or_annexed(figures)))
    if everyone.agencies:
        blocks += _by_group(figures)
    return [*blocks, *_excuses(figures), *remarks(figures, Slot.DIRECTION)]


def _compared(figures: Figures, comparison: Comparison) -> list[str]:
    """Return how the returns stand against the earlier round, and what changed in the register since."""
    sentences = [submissions_sentence(comparison.submissions, comparison.earlier.name)]
    if changes := register_sentences(comparison, figures.campaign):
        opening = f"Danh sách cơ quan, đơn vị báo cáo có thay đổi so với {comparison.earlier.name}."
        sentences.append(" ".join([opening, *changes]))
    return sentences


def _ground(figures: Figures) -> str:
    """Return why, to whom and by when the agencies were to report."""
    decision, round_ = figures.campaign.decision, figures.round
    if round_.ad_hoc:
        ground = "" if round_.reference is None else f"theo {round_.reference}, "
        subject = round_.verbatim.removeprefix(_REPORT)
        return sentence(
            f"{ground}các cơ quan, đơn vị báo cáo {subject}; gửi báo cáo chậm nhất ngày {day(round_.last_day)}"
        )
    groups = dict.fromkeys(figures.campaign.group_by_code[code].name for code in figures.submissions_by_group)
    everyone = f" ({', '.join(groups)})" if groups else ""
    place = decision.provision_with(round_.verbatim)
    source = f"{place} {decision.kind}" if place else decision.kind
    return sentence(f"Theo {source} nêu trên, các cơ quan, đơn vị{everyone} báo cáo {round_.verbatim}")


def submission_sentences(submissions: Submissions) -> list[str]:
    """Return how many agencies owed a report, and how many reported in time, late or not at all."""
    if not submissions.agencies:
        return ["Không có cơ quan, đơn vị nào phải báo cáo trong lần này."]
    waived = f", trong đó {number(submissions.waived)} cơ quan, đơn vị được miễn báo cáo" if submissions.waived else ""
    total = f"Tổng số {number(submissions.agencies)} cơ quan, đơn vị thuộc diện báo cáo{waived}"
    if not submissions.owing:
        return [f"Tổng số {number(submissions.agencies)} cơ quan, đơn vị thuộc diện báo cáo, đều được miễn báo cáo."]
    if not submissions.reported:
        sentences = [f"{total}; đến nay chưa có cơ quan, đơn vị nào báo cáo."]
    elif not submissions.missing:
        sentences = [f"{total}; tất cả đã báo cáo (đạt 100%), {_punctuality(submissions)}."]
    else:
        sentences = [
            f"{total}; đã báo cáo {number(submissions.reported)} (đạt {percent(submissions.rate or 0)}), {_punctuality(submissions)}; "
            f"chưa báo cáo {number(submissions.missing)}."
        ]
    if submissions.refused:
        sentences.append(
            f"Trong số chưa báo cáo, {number(submissions.refused)} cơ quan, đơn vị đã gửi tệp nhưng tệp không hợp lệ, "
            "phải gửi lại."
        )
    if submissions.unfilled:
        also = "Ngoài ra" if submissions.refused else "Trong số chưa báo cáo"
        sentences.append(f"{also}, {number(submissions.unfilled)} cơ quan, đơn vị gửi về biểu mẫu chưa điền.")
    return sentences


def _punctuality(submissions: Submissions) -> str:
    if not submissions.late:
        return "đúng hạn" if submissions.reported == 1 else "đều đúng hạn"
    if not submissions.in_time:
        return "chậm so với thời hạn" if submissions.reported == 1 else "đều chậm so với thời hạn"
    return f"trong đó đúng hạn {number(submissions.in_time)}, chậm {number(submissions.late)}"


def _named_or_annexed(figures: Figures) -> str:
    """Return the names of few missing or late agencies, or where the many are listed."""
    everyone = figures.submissions
    parts = []
    for words, submission in (
        (lower_first(Submission.MISSING.label), Submission.MISSING),
        ("báo cáo chậm", Submission.LATE),
    ):
        if 0 < everyone.of(submission) <= NAMED_IN_TEXT:
            parts.append(f"{wording.AGENCY} {words}: {enumeration(figures.submitted(submission))}")
    return ". ".join([*parts, f"Danh sách chi tiết tại {figures.annex(AnnexKind.MISSING)}"]) + "."


def _by_group(figures: Figures) -> list[Block]:
    """Return the table of submissions by group, with the total; in a later round each figure beside the earlier one."""
    waived = [Submission.WAIVED.label] if figures.submissions.waived else []
    sent = [submission.label for submission in Submission if submission is not Submission.WAIVED]
    table = returns_by_group(figures).only("Khối", ALL_AGENCIES, wording.REPORTED, *sent, *waived, RETURNS_RATE)
    written = written_table(table, {"Khối": 5, RETURNS_RATE: 1.8, "": 2}, lines_width=2.6)
    return [written] if figures.comparison is None else [written, Paragraph(POINTS_NOTE, ParagraphKind.NOTE)]


def _excuses(figures: Figures) -> list[Block]:
    """Return the waivers and extensions of this round, each with who decided it, when and why."""
    blocks: list[Block] = []
    excuses = sorted(round_excuses(figures.campaign, figures.round), key=lambda excuse: _KINDS.index(excuse.kind))
    for kind, entries in groupby(excuses, key=lambda excuse: excuse.kind):
        blocks.append(Paragraph(_RECORDED[kind], ParagraphKind.LEAD))
        blocks += items(_excuse(figures, excuse) for excuse in entries)
    return blocks


_RECORDED = {
    "Miễn báo cáo": "Các trường hợp được miễn báo cáo:",
    "Miễn yêu cầu": "Các trường hợp được miễn một yêu cầu khi báo cáo:",
    "Gia hạn": "Các trường hợp được gia hạn:",
}
_KINDS = tuple(_RECORDED)


def _excuse(figures: Figures, excuse: Excuse) -> str:
    task = excuse.task
    content = excuse.what if task is None else excuse.what.replace(task, figures.titled(task), 1)
    return f"{excuse.agency_name}: {content}; lý do: {without_end(excuse.why)} ({excuse.by}, ngày {day(excuse.on)})."
