"""The opening of the written report and section I: who was to report, and who did."""

from pipeline.campaign.agencies import Group
from pipeline.campaign.decision import Decision, Extension, Waiver
from pipeline.consolidation.counts import Submissions
from pipeline.consolidation.waivers import what_is_waived
from pipeline.reports.blocks import Alignment, Block, Column, Heading, Paragraph, ParagraphKind, Table
from pipeline.reports.findings import Findings
from pipeline.reports.sentences import amount, day, enumeration, lower_first, number, percent, sentence, without_end

#: More agencies than this are listed in the annex, not in the text.
NAMED_IN_TEXT = 8
#: The annex that lists the agencies that did not report or reported late.
MISSING_ANNEX = "Phụ lục II"


def decision_name(decision: Decision) -> str:
    """Return the decision as a text names it; a number or date that is not known yet stays open to fill in."""
    issued = decision.issued_on
    when = day(issued) if issued is not None else f"… tháng … năm {decision.year}"
    symbol = decision.symbol.lstrip("/")
    return f"{decision.kind} số {decision.number or '…'}/{symbol} ngày {when} của {decision.issuer}"


def opening(findings: Findings) -> list[Block]:
    """Return the paragraph that says what is reported on, and on what ground."""
    decision, round_ = findings.campaign.decision, findings.round
    return [
        Paragraph(
            f"Thực hiện {decision_name(decision)} {lower_first(without_end(decision.title))}, {findings.body} tổng hợp, "
            f"báo cáo kết quả thực hiện ({round_.name}; số liệu đến ngày {day(round_.cut_off)}, tổng hợp đến hết ngày "
            f"{day(findings.as_of)}) như sau:"
        )
    ]


def returns_section(findings: Findings) -> list[Block]:
    """Return section I: the ground, the agencies by what became of their return, waivers and extensions."""
    everyone = findings.submissions
    blocks: list[Block] = [Heading(1, "I. TÌNH HÌNH BÁO CÁO"), Paragraph(_ground(findings))]
    blocks += [Paragraph(text) for text in submission_sentences(everyone)]
    if everyone.missing or everyone.late:
        blocks.append(Paragraph(_named_or_annexed(findings)))
    if everyone.agencies:
        blocks.append(_by_group(findings))
    return blocks + _on_record(findings)


def _ground(findings: Findings) -> str:
    """Return why, to whom and by when the agencies were to report."""
    decision, round_ = findings.campaign.decision, findings.round
    if round_.ad_hoc:
        return sentence(
            f"Theo yêu cầu báo cáo đột xuất, các cơ quan, đơn vị gửi báo cáo chậm nhất ngày {day(round_.last_day)}"
        )
    groups = dict.fromkeys(Group(value).label for value in findings.submissions_by_group)
    everyone = f" ({', '.join(groups)})" if groups else ""
    article = next((f"Điều {found.number} " for found in decision.articles if round_.verbatim in found.text), "")
    return sentence(f"Theo {article}{decision.kind} nêu trên, các cơ quan, đơn vị{everyone} báo cáo {round_.verbatim}")


def submission_sentences(found: Submissions) -> list[str]:
    """Return how many agencies owed a report and what became of it."""
    if not found.agencies:
        return ["Không có cơ quan, đơn vị nào phải báo cáo trong lần này."]
    waived = f", trong đó {number(found.waived)} cơ quan, đơn vị được miễn báo cáo" if found.waived else ""
    total = f"Tổng số {number(found.agencies)} cơ quan, đơn vị thuộc diện báo cáo{waived}"
    if not found.owing:
        return [f"Tổng số {number(found.agencies)} cơ quan, đơn vị thuộc diện báo cáo, đều được miễn báo cáo."]
    if not found.reported:
        sentences = [f"{total}; đến nay chưa có cơ quan, đơn vị nào báo cáo."]
    elif not found.missing:
        sentences = [f"{total}; tất cả đã báo cáo (đạt 100%), {_punctuality(found)}."]
    else:
        sentences = [
            f"{total}; đã báo cáo {number(found.reported)} (đạt {percent(found.rate or 0)}), {_punctuality(found)}; "
            f"chưa báo cáo {number(found.missing)}."
        ]
    if found.refused:
        sentences.append(
            f"Trong số chưa báo cáo, {number(found.refused)} cơ quan, đơn vị đã gửi tệp nhưng tệp không hợp lệ, "
            "phải gửi lại."
        )
    return sentences


def _punctuality(found: Submissions) -> str:
    if not found.late:
        return "đúng hạn" if found.reported == 1 else "đều đúng hạn"
    if not found.in_time:
        return "chậm so với thời hạn" if found.reported == 1 else "đều chậm so với thời hạn"
    return f"trong đó đúng hạn {number(found.in_time)}, chậm {number(found.late)}"


def _named_or_annexed(findings: Findings) -> str:
    """Return the names of few missing or late agencies, or where the many are listed."""
    everyone = findings.submissions
    parts = []
    for words, kind, count in (("chưa báo cáo", "missing", everyone.missing), ("báo cáo chậm", "late", everyone.late)):
        if 0 < count <= NAMED_IN_TEXT:
            parts.append(f"Cơ quan, đơn vị {words}: {enumeration(findings.submitted(kind))}")
    return ". ".join([*parts, f"Danh sách chi tiết tại {MISSING_ANNEX}"]) + "."


def _by_group(findings: Findings) -> Table:
    """Return the table of submissions by group, with the total."""
    everyone = findings.submissions
    lines = [(Group(group).title, found) for group, found in findings.submissions_by_group.items()]
    lines.append(("Tổng cộng", everyone))
    figures = Alignment.CENTRE
    titles = ["Thuộc diện báo cáo", "Đã báo cáo", "Đúng hạn", "Chậm", "Chưa báo cáo"]
    if everyone.waived:
        titles.append("Được miễn")
    return Table(
        caption="Tình hình gửi báo cáo theo khối",
        columns=(Column("Khối", 4.6), *(Column(title, 2, figures) for title in titles), Column("Tỷ lệ", 1.8, figures)),
        rows=tuple(
            (
                title,
                *(
                    amount(count)
                    for count in (found.agencies, found.reported, found.in_time, found.late, found.missing)
                ),
                *((amount(found.waived),) if everyone.waived else ()),
                "–" if found.rate is None else percent(found.rate),
            )
            for title, found in lines
        ),
        total=True,
    )


def _on_record(findings: Findings) -> list[Block]:
    """Return the waivers and extensions of this round, each with its ground."""
    campaign = findings.campaign
    here = {str(agency) for agency in findings.consolidation.agencies["agency"]}
    waivers = [found for found in campaign.waivers if found.round == findings.round.code and found.agency in here]
    extensions = [found for found in campaign.extensions if found.agency in here and found.task in findings.by_task]
    blocks: list[Block] = []
    if waivers:
        blocks.append(Paragraph("Các trường hợp được miễn báo cáo:", ParagraphKind.LEAD))
        blocks += [Paragraph(_waiver(findings, found), ParagraphKind.ITEM) for found in waivers]
    if extensions:
        blocks.append(Paragraph("Các trường hợp được gia hạn:", ParagraphKind.LEAD))
        blocks += [Paragraph(_extension(findings, found), ParagraphKind.ITEM) for found in extensions]
    return blocks


def _waiver(findings: Findings, found: Waiver) -> str:
    name = findings.campaign.agency_by_code[found.agency].name
    return f"{name}: {what_is_waived(found)}; lý do: {without_end(found.why)} ({found.by}, ngày {day(found.on)})."


def _extension(findings: Findings, found: Extension) -> str:
    name = findings.campaign.agency_by_code[found.agency].name
    return (
        f"{name}: nhiệm vụ {found.task} đến ngày {day(found.due)}; lý do: {without_end(found.why)} "
        f"({found.by}, ngày {day(found.on)})."
    )
