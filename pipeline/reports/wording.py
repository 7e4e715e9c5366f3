"""Words that more than one report uses: labels, how the decision is named, what a report stands on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.campaign.decision import Decision
from pipeline.campaign.rounds import Round
from pipeline.consolidation.states import State
from pipeline.reports.sentences import day, lower_first, number, sentence, without_end

if TYPE_CHECKING:
    # the process that writes Word knows these words too, and has no need of half a second of imports
    from pipeline.consolidation.arrivals import Arrival
    from pipeline.consolidation.counts import Submissions
    from pipeline.consolidation.merge import Consolidation

#: Headings of tables, and names of the same figures elsewhere.
ASSIGNED, OWING, REPORTED, LED = "Được giao", "Phải báo cáo", "Đã báo cáo", "Lượt chủ trì"
DONE, WITHIN_TIME, OVERDUE, IN_ERROR = "Đã hoàn thành", "Còn trong hạn", "Quá hạn", "Có lỗi"
NOT_REPORTED = State.NOT_REPORTED.label
DONE_RATE, DUE_RATE, BEHIND_RATE = "Tỷ lệ hoàn thành", "Tỷ lệ hoàn thành đến hạn", "Tỷ lệ tồn đọng"
EARLIER, DIFFERENCE, DIFFERENCE_IN_POINTS = "Lần trước", "Tăng, giảm", "Tăng, giảm (điểm %)"
SECTION, UNIT, TOTAL, STATE = "Nhóm nhiệm vụ", "Đơn vị tính", "Tổng cộng", "Tình trạng"
LEADS, COORDINATORS = "Cơ quan chủ trì", "Cơ quan phối hợp"
TIME, DUE = "Thời gian thực hiện", "Hạn hoàn thành"
AGENCY_CODE, AGENCY = "Mã cơ quan", "Cơ quan, đơn vị"
RETURN, REPORT_DATE, DAYS_LATE, VERDICT = "Gửi báo cáo", "Ngày báo cáo", "Số ngày chậm", "Kết quả tiếp nhận"
FIGURE_GIVEN = "Đã có số liệu"
EXCUSES = "Miễn báo cáo, gia hạn"
RETURNS_TITLE = "Tình hình gửi báo cáo theo khối"
WEAKEST_TASKS = "Nhiệm vụ còn tồn đọng nhiều nhất"
#: Words of the same meaning inside sentences.
LED_TASKS, COORDINATED_TASKS = "nhiệm vụ chủ trì", "nhiệm vụ phối hợp"
LED_DONE = "nhiệm vụ chủ trì đến hạn đã hoàn thành"
#: Sheets of the workbook that texts refer to.
AGENCIES_SHEET, FILES_SHEET = "Theo cơ quan", "Tiếp nhận"
#: Headings of the form are quoted with «» on a screen, and otherwise in official texts.
_OFFICIAL_MARKS = str.maketrans("«»", "“”")
NOBODY_TO_REMIND = "Không còn cơ quan nào phải đôn đốc."


def submission_words(submissions: "Submissions") -> str:
    """Return how many agencies reported in time, late or not at all, only what occurs: "đúng hạn 05; chậm 01; chưa 02"."""
    numbers = {
        "đúng hạn": submissions.in_time,
        "chậm": submissions.late,
        "chưa": submissions.missing,
        "được miễn": submissions.waived,
    }
    return "; ".join(f"{words} {number(count)}" for words, count in numbers.items() if count)


def decision_name(decision: Decision) -> str:
    """Return the decision as a text names it; a number or date that is not known yet stays open to fill in."""
    issued = decision.issued_on
    when = day(issued) if issued is not None else f"… tháng … năm {decision.period_start.year}"
    symbol = decision.symbol.lstrip("/")
    return f"{decision.kind} số {decision.number or '…'}/{symbol} ngày {when} của {decision.issuer}"


def ground_sentence(consolidation: "Consolidation") -> str:
    """Return what the reports are made on the ground of, in one line."""
    decision, reference = consolidation.campaign.decision, consolidation.round.reference
    request = "" if reference is None else f" và {reference}"
    return sentence(f"{decision.kind} {decision.title_in_sentence}{request}")


def dates_sentence(consolidation: "Consolidation") -> str:
    """Return the three days that a figure depends on, the same as in the written report."""
    round_ = consolidation.round
    return (
        f"Số liệu đến ngày {day(round_.cut_off)}; tổng hợp đến hết ngày {day(consolidation.as_of.date())}; "
        f"hạn gửi báo cáo: trước ngày {day(round_.deadline)}."
    )


def scope_sentence(consolidation: "Consolidation") -> str:
    """Return to what an ad hoc or narrowed round narrows itself; "" for a whole one."""
    round_ = consolidation.round
    names = consolidation.campaign.agency_by_code
    narrowed_to = [
        *(consolidation.campaign.group_by_code[code].name for code in round_.groups or ()),
        *(names[code].name for code in round_.agencies or () if code in names),
    ]
    parts = [
        *([] if round_.tasks is None else [f"chỉ gồm nhiệm vụ {', '.join(round_.tasks)}"]),
        *([f"chỉ yêu cầu đối với {'; '.join(narrowed_to)}"] if narrowed_to else []),
    ]
    if not parts:
        return "Báo cáo đột xuất theo yêu cầu." if round_.ad_hoc else ""
    return f"{_kind(round_)} {', '.join(parts)}."


def _kind(round_: Round) -> str:
    return "Báo cáo đột xuất," if round_.ad_hoc else "Lần báo cáo này"


def arrival_words(arrival: "Arrival") -> str:
    """Return what came, when, and why it does not count, as it stands inside a sentence; what is not known is left out."""
    on = "" if arrival.sent_on is None else f" ngày {day(arrival.sent_on)}"
    if arrival.other_round is not None:
        saved = "" if arrival.saved_on is None else f" (tệp lưu ngày {day(arrival.saved_on)})"
        return f"đã gửi báo cáo {arrival.other_round.name}{on}{saved}"
    if arrival.saved_on is not None:
        on = f" lưu ngày {day(arrival.saved_on)}"
    reason = lower_first(without_end(official_marks(arrival.reason)))
    if arrival.unfilled:
        return f"đã nhận tệp “{arrival.name}”{on}; {reason}"
    return f"đã nhận tệp “{arrival.name}”{on}, chưa dùng được vì {reason}"


def official_marks(text: str) -> str:
    """Return a sentence of the program with the quotation marks of official texts."""
    return text.translate(_OFFICIAL_MARKS)


def arrivals_sentence(arrivals: "Iterable[Arrival]") -> str:
    """Return all that came of an agency in one sentence; "" where nothing came."""
    words = "; ".join(map(arrival_words, arrivals))
    return f"{words[0].upper()}{words[1:]}." if words else ""
