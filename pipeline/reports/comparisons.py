"""The words and table cells that set a round beside the one before."""

from collections.abc import Callable, Mapping, Sequence

from pipeline.campaign.decision import Campaign
from pipeline.campaign.register import ChangeKind, RegisterChange
from pipeline.consolidation.compare import Amounts, Change, Compared, Comparison, RateChange
from pipeline.consolidation.counts import Counts, Submissions
from pipeline.reports.sentences import amount, enumeration, number, percent

#: What a table's lines are, one below the other in every cell.
LINES_TITLE, LINES = "Lần báo cáo", "Lần này\nLần trước\nTăng, giảm"
#: Under tables with such cells.
RATES_NOTE = "Tăng, giảm của tỷ lệ tính bằng điểm phần trăm."
#: Amounts of assignments in the order of the official sentence, disjoint, with their words.
OUTCOMES: dict[str, Callable[[Counts], int]] = {
    "đã hoàn thành": lambda numbers: numbers.done,
    "đang thực hiện trong hạn": lambda numbers: numbers.in_progress,
    "chưa thực hiện trong hạn": lambda numbers: numbers.not_started,
    "quá hạn chưa hoàn thành": lambda numbers: numbers.overdue,
    "không phát sinh": lambda numbers: numbers.nil,
    "báo cáo có lỗi": lambda numbers: numbers.in_error,
    "được miễn báo cáo": lambda numbers: numbers.waived,
    "chưa báo cáo": lambda numbers: numbers.not_reported,
}
_HEADLINE = ("đã hoàn thành", "quá hạn chưa hoàn thành")
_SUBMISSIONS: dict[str, Callable[[Submissions], int]] = {
    "đã báo cáo": lambda found: found.reported,
    "đúng hạn": lambda found: found.in_time,
    "chậm": lambda found: found.late,
    "chưa báo cáo": lambda found: found.missing,
    "được miễn báo cáo": lambda found: found.waived,
}


def signed(difference: float, decimals: int = 0) -> str:
    """Return a difference as +12, -3 or 0."""
    shown = amount(abs(difference), decimals)
    if not float(shown.replace(".", "").replace(",", ".")):
        return "0"
    return f"{'+' if difference > 0 else '-'}{shown}"


def with_difference(change: Change) -> str:
    """Return "2.256 (+1.419)"."""
    return f"{amount(change.now)} ({signed(change.difference)})"


def changed(words: str, change: Change) -> str:
    """Return "đã hoàn thành tăng 12 (từ 08 lên 20)"."""
    if change.difference > 0:
        return f"{words} tăng {number(change.difference)} (từ {number(change.before)} lên {number(change.now)})"
    return f"{words} giảm {number(-change.difference)} (từ {number(change.before)} xuống {number(change.now)})"


def rate_changed(words: str, change: RateChange) -> str:
    """Return "tỷ lệ hoàn thành tăng 20,4 điểm phần trăm (từ 15% lên 35,4%)", or "" where there is nothing to compare."""
    points = _points(change)
    if not points or change.now is None or change.before is None:
        return ""
    verb, towards = ("tăng", "lên") if points > 0 else ("giảm", "xuống")
    risen = signed(points, _decimals(points)).lstrip("+-")
    return f"{words} {verb} {risen} điểm phần trăm (từ {percent(change.before)} {towards} {percent(change.now)})"


def _points(change: RateChange) -> float | None:
    """Return the difference of two rates as they are shown, in percentage points; None where one is missing."""
    if change.now is None or change.before is None:
        return None
    return round(round(change.now * 100, 1) - round(change.before * 100, 1), 1)


def _decimals(points: float) -> int:
    return 0 if points == int(points) else 1


def signed_points(change: RateChange) -> str:
    """Return how a rate rose or fell, in percentage points: +12,5; a dash where there is nothing to compare."""
    points = _points(change)
    return "–" if points is None else signed(points, _decimals(points))


def number_before(change: Change, earlier: str) -> str:
    """Return "lần 1: 37 (-35)", to stand beside the number of now."""
    return f"{earlier}: {number(change.before)} ({signed(change.difference)})"


def rate_before(change: RateChange, earlier: str) -> str:
    """Return "lần 1: 35,4% (+34 điểm phần trăm)", to stand beside the rate of now; "" where there is nothing to compare."""
    if change.now is None or change.before is None:
        return ""
    return f"{earlier}: {percent(change.before)} ({signed_points(change)} điểm phần trăm)"


def rounds_sentences(found: Comparison, campaign: Campaign) -> list[str]:
    """Return how a whole round stands against the one before: returns, assignments, both parts, the register."""
    earlier = found.earlier.name
    parts = (("nhiệm vụ chủ trì", found.led), ("nhiệm vụ phối hợp", found.coordinated))
    return [
        submissions_sentence(found.submissions, earlier),
        counts_sentence(found.total, earlier),
        *(counts_sentence(side, earlier, what=what) for what, side in parts if side.now.assigned),
        *register_sentences(found, campaign),
    ]


def counts_sentence(found: Compared[Counts], earlier: str, *, what: str = "") -> str:
    """Return how assignments stand against the earlier round, only what changed; `earlier` is its name ("lần 1").

    Of a part (`what`: "nhiệm vụ chủ trì") only the headline figures: tables and annexes have the others.
    """
    opening = f"So với {earlier}{f', {what}' if what else ''}"
    parts = [changed("số lượt được giao", found.number(lambda numbers: numbers.assigned))] if _asked(found) else []
    parts += _changes(found, {words: OUTCOMES[words] for words in _HEADLINE} if what else OUTCOMES)
    if rate := rate_changed("tỷ lệ hoàn thành", found.rate(lambda numbers: numbers.done_rate)):
        parts.append(rate)
    return f"{opening}: {'; '.join(parts)}." if parts else f"{opening}: không có thay đổi."


def _asked(found: Compared[Counts]) -> bool:
    return found.now.assigned != found.before.assigned


def task_sentence(found: Compared[Counts], earlier: str) -> str:
    """Return the two figures of a task that matter most against the earlier round; the others stand in the annex."""
    parts = _changes(found, {words: OUTCOMES[words] for words in _HEADLINE})
    return f"So với {earlier}: {'; '.join(parts)}." if parts else ""


def submissions_sentence(found: Compared[Submissions], earlier: str) -> str:
    """Return how the agencies' returns stand against the earlier round."""
    parts = _changes(found, _SUBMISSIONS)
    if not parts:
        return f"Số cơ quan, đơn vị đã báo cáo, đúng hạn, chậm và chưa báo cáo không thay đổi so với {earlier}."
    return f"So với {earlier}, số cơ quan, đơn vị: {'; '.join(parts)}."


def _changes(found: Compared[Amounts], figures: Mapping[str, Callable[[Amounts], int]]) -> list[str]:
    changes = {words: found.number(figure) for words, figure in figures.items()}
    return [changed(words, change) for words, change in changes.items() if change.difference]


def number_cell(change: Change) -> str:
    """Return the lines of a table's cell: now, before, difference."""
    return "\n".join((amount(change.now), amount(change.before), signed(change.difference)))


def change_cell(change: Change) -> str:
    """Return a narrow cell: "32 → 77", below it "(+45)"; one number where nothing changed."""
    if not change.difference:
        return amount(change.now)
    return f"{amount(change.before)} → {amount(change.now)}\n({signed(change.difference)})"


def rate_change_cell(change: RateChange) -> str:
    """Return a narrow cell for a rate; a dash where nothing was owed in either round."""
    now, before = ("–" if rate is None else percent(rate) for rate in (change.now, change.before))
    return now if now == before else f"{before} → {now}\n({signed_points(change)})"


def rate_cell(change: RateChange) -> str:
    """Return the lines of a table's cell for a rate; a dash where nothing was owed."""
    now, before = ("–" if rate is None else percent(rate) for rate in (change.now, change.before))
    return "\n".join((now, before, signed_points(change)))


def register_sentences(comparison: Comparison, campaign: Campaign) -> list[str]:
    """Return what changed among the agencies since the earlier round, one sentence a change."""
    return [f"{_register_change(change, campaign)}." for change in comparison.register]


def _register_change(change: RegisterChange, campaign: Campaign) -> str:
    before, after = _names(change.before, campaign), _names(change.after, campaign)
    if change.kind in {ChangeKind.NEW, ChangeKind.DISSOLVED}:
        return f"{change.kind.label}: {before or after}"
    return f"{change.kind.label}: {before} thành {after}"


def _names(codes: Sequence[str], campaign: Campaign) -> str:
    return enumeration([campaign.agency_by_code[code] for code in codes])
