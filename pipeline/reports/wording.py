"""Words that more than one report uses: labels, how the decision is named, what a report stands on."""

from pipeline.campaign.decision import Decision
from pipeline.campaign.rounds import Round
from pipeline.consolidation.merge import Consolidation
from pipeline.reports.sentences import day, lower_first, sentence, without_end

SUBMISSION_LABELS = {
    "in-time": "Đúng hạn",
    "late": "Chậm",
    "missing": "Chưa báo cáo",
    "waived": "Được miễn",
}


def decision_name(decision: Decision) -> str:
    """Return the decision as a text names it; a number or date that is not known yet stays open to fill in."""
    issued = decision.issued_on
    when = day(issued) if issued is not None else f"… tháng … năm {decision.year}"
    symbol = decision.symbol.lstrip("/")
    return f"{decision.kind} số {decision.number or '…'}/{symbol} ngày {when} của {decision.issuer}"


def ground_sentence(consolidation: Consolidation) -> str:
    """Return what the reports are made on the ground of, in one line."""
    decision, reference = consolidation.campaign.decision, consolidation.round.reference
    asked = "" if reference is None else f" và {reference}"
    return sentence(f"{decision.kind} {lower_first(without_end(decision.title))}{asked}")


def dates_sentence(consolidation: Consolidation) -> str:
    """Return the three days that a figure depends on, the same as in the written report."""
    round_ = consolidation.round
    return (
        f"Số liệu đến ngày {day(round_.cut_off)}; tổng hợp đến hết ngày {day(consolidation.as_of.date())}; "
        f"hạn gửi báo cáo: trước ngày {day(round_.deadline)}."
    )


def scope_sentence(consolidation: Consolidation) -> str:
    """Return to what an ad hoc or narrowed round narrows itself; "" for a whole one."""
    round_ = consolidation.round
    names = consolidation.campaign.agency_by_code
    whom = [
        *(group.label for group in round_.groups or ()),
        *(names[code].name for code in round_.agencies or () if code in names),
    ]
    parts = [
        *([] if round_.tasks is None else [f"chỉ gồm nhiệm vụ {', '.join(round_.tasks)}"]),
        *([f"chỉ yêu cầu đối với {'; '.join(whom)}"] if whom else []),
    ]
    if not parts:
        return "Báo cáo đột xuất theo yêu cầu." if round_.ad_hoc else ""
    return f"{_kind(round_)} {', '.join(parts)}."


def _kind(round_: Round) -> str:
    return "Báo cáo đột xuất," if round_.ad_hoc else "Lần báo cáo này"
