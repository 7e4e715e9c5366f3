"""The words and table cells that set a round beside the one before."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter

from pipeline.campaign.decision import Campaign
from pipeline.campaign.register import ChangeKind, RegisterChange
from pipeline.consolidation.compare import Amounts, Change, Compared, Comparison, RateChange
from pipeline.consolidation.continuation import Continuation
from pipeline.consolidation.counts import Counts, Submissions
from pipeline.consolidation.states import State
from pipeline.reports.sentences import IS_DONE, amount, enumeration, number, percent, words_of
from pipeline.reports.wording import COORDINATED_TASKS, LED_TASKS
from pipeline.values import half_up

#: What a table's lines are, one below the other in every cell.
LINES_TITLE, LINES = "Lần báo cáo", "Lần này\nLần trước\nTăng, giảm"
#: Under tables with such cells.
POINTS_NOTE = "Tăng, giảm của tỷ lệ tính bằng điểm phần trăm."
#: Amounts of assignments in the order of the official sentence, disjoint, with their words.
OUTCOMES: dict[str, Callable[[Counts], int]] = {
    IS_DONE: attrgetter("done"),
    "đang thực hiện trong hạn": attrgetter("in_progress"),
    "chưa thực hiện trong hạn": attrgetter("not_started"),
    words_of(State.OVERDUE): attrgetter("overdue"),
    words_of(State.WITH_LEAD): attrgetter("with_lead"),
    words_of(State.NIL): attrgetter("nil"),
    words_of(State.IN_ERROR): attrgetter("in_error"),
    words_of(State.WAIVED): attrgetter("waived"),
    words_of(State.NOT_REPORTED): attrgetter("not_reported"),
}
_HEADLINE = {words: OUTCOMES[words] for words in (IS_DONE, words_of(State.OVERDUE))}
_SUBMISSIONS: dict[str, Callable[[Submissions], int]] = {
    "đã báo cáo": attrgetter("reported"),
    "đúng hạn": attrgetter("in_time"),
    "chậm": attrgetter("late"),
    words_of(State.NOT_REPORTED): attrgetter("missing"),
    words_of(State.WAIVED): attrgetter("waived"),
}


def signed(difference: float, decimals: int = 0) -> str:
    """Return a difference as +12, -3 or 0."""
    size = amount(abs(difference), decimals)
    if not float(size.replace(".", "").replace(",", ".")):
        return "0"
    return f"{'+' if difference > 0 else '-'}{size}"


def with_difference(change: Change) -> str:
    """Return "2.256 (+1.419)"."""
    return f"{amount(change.now)} ({signed(change.difference)})"


def changed(words: str, change: Change) -> str:
    """Return "đã hoàn thành tăng 12 (từ 08 lên 20)"."""
    if change.difference > 0:
        return f"{words} tăng {number(change.difference)} (từ {number(change.before)} lên {number(change.now)})"
    return f"{words} giảm {number(-change.difference)} (từ {number(change.before)} xuống {number(change.now)})"


def points(change: RateChange) -> float | None:
    """Return by how many percentage points a rate rose, to one decimal; None where there is nothing to compare."""
    return None if change.difference is None else round(change.difference * 100, 1)


def rate_changed(words: str, change: RateChange) -> str:
    """Return "tỷ lệ hoàn thành tăng 20,4 điểm phần trăm (từ 15% lên 35,4%)", or "" where there is nothing to compare."""
    rise = _rise(change)
    if not rise or change.now is None or change.before is None:
        return ""
    verb, towards = ("tăng", "lên") if rise > 0 else ("giảm", "xuống")
    risen = signed(rise, _decimals(rise)).lstrip("+-")
    return f"{words} {verb} {risen} điểm phần trăm (từ {percent(change.before)} {towards} {percent(change.now)})"


def _rise(change: RateChange) -> float | None:
    """Return the difference of two rates as a text shows them, in percentage points; None where one is missing."""
    if change.now is None or change.before is None:
        return None
    return float(half_up(change.now * 100, 1) - half_up(change.before * 100, 1))


def _decimals(rise: float) -> int:
    return 0 if rise == int(rise) else 1


def signed_points(change: RateChange) -> str:
    """Return how a rate rose or fell, in percentage points: +12,5; a dash where there is nothing to compare."""
    rise = _rise(change)
    return "–" if rise is None else signed(rise, _decimals(rise))


def number_before(change: Change, earlier: str) -> str:
    """Return "lần 1: 37 (-35)", to stand beside the number of now."""
    return f"{earlier}: {number(change.before)} ({signed(change.difference)})"


def rate_before(change: RateChange, earlier: str) -> str:
    """Return "lần 1: 35,4% (+34 điểm phần trăm)", to stand beside the rate of now; "" where there is nothing to compare."""
    if change.now is None or change.before is None:
        return ""
    return f"{earlier}: {percent(change.before)} ({signed_points(change)} điểm phần trăm)"


def rounds_sentences(comparison: Comparison, campaign: Campaign) -> list[str]:
    """Return how a whole round stands against the one before: returns, assignments, both parts, the register."""
    earlier = comparison.earlier.name
    parts = ((LED_TASKS, comparison.led), (COORDINATED_TASKS, comparison.coordinated))
    return [
        submissions_sentence(comparison.submissions, earlier),
        counts_sentence(comparison.total, earlier),
        *(counts_sentence(counts, earlier, part=part) for part, counts in parts if counts.now.assigned),
        *register_sentences(comparison, campaign),
    ]


def continued_sentence(continued: Continuation) -> str:
    """Return how the tasks that go on from another campaign stand beside that campaign's, in one sentence."""
    sides = Compared(
        sum((side.now for side in continued.by_task.values()), Counts()),
        sum((side.before for side in continued.by_task.values()), Counts()),
    )
    tasks = f"{number(len(continued.by_task))} nhiệm vụ tiếp nối từ {continued.name}"
    if not continued.by_task:
        return f"Có {number(len(continued.indicators))} chỉ tiêu tiếp nối từ {continued.name}."
    current, before = (
        f"{number(counts.done)}/{number(counts.owing)} lượt{'' if counts.done_rate is None else f' ({percent(counts.done_rate)})'}"
        for counts in (sides.now, sides.before)
    )
    return f"Ở {tasks}: đã hoàn thành {current}; cùng các nhiệm vụ ấy ở đợt trước: {before}."


def counts_sentence(counts: Compared[Counts], earlier: str, *, part: str = "") -> str:
    """Return how assignments stand against the earlier round, only what changed; `earlier` is its name ("lần 1").

    Of a part ("nhiệm vụ chủ trì") only the headline figures: tables and annexes have the others.
    """
    opening = f"So với {earlier}{f', {part}' if part else ''}"
    changes = _changes(counts, {"số lượt được giao": attrgetter("assigned"), **(_HEADLINE if part else OUTCOMES)})
    if rate := rate_changed("tỷ lệ hoàn thành nhiệm vụ đến hạn", counts.rate(attrgetter("due_rate"))):
        changes.append(rate)
    return f"{opening}: {'; '.join(changes)}." if changes else f"{opening}: không có thay đổi."


def task_sentence(counts: Compared[Counts], earlier: str) -> str:
    """Return the two figures of a task that matter most against the earlier round; the others stand in the annex."""
    changes = _changes(counts, _HEADLINE)
    return f"So với {earlier}: {'; '.join(changes)}." if changes else ""


def submissions_sentence(submissions: Compared[Submissions], earlier: str) -> str:
    """Return how the agencies' returns stand against the earlier round."""
    parts = _changes(submissions, _SUBMISSIONS)
    if not parts:
        return f"Số cơ quan, đơn vị đã báo cáo, đúng hạn, chậm và chưa báo cáo không thay đổi so với {earlier}."
    return f"So với {earlier}, số cơ quan, đơn vị: {'; '.join(parts)}."


def _changes(amounts: Compared[Amounts], figures: Mapping[str, Callable[[Amounts], int]]) -> list[str]:
    changes = {words: amounts.number(figure) for words, figure in figures.items()}
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
    current, before = ("–" if rate is None else percent(rate) for rate in (change.now, change.before))
    return current if current == before else f"{before} → {current}\n({signed_points(change)})"


def rate_cell(change: RateChange) -> str:
    """Return the lines of a table's cell for a rate; a dash where nothing was owed."""
    current, before = ("–" if rate is None else percent(rate) for rate in (change.now, change.before))
    return "\n".join((current, before, signed_points(change)))


def register_sentences(comparison: Comparison, campaign: Campaign) -> list[str]:
    """Return what changed among the agencies since the earlier round, one sentence a change."""
    return [f"{_register_change(change, campaign)}." for change in comparison.register]


def _register_change(change: RegisterChange, campaign: Campaign) -> str:
    before, after = _names(change.before, campaign), _names(change.after, campaign)
    if change.kind in {ChangeKind.NEW, ChangeKind.DISSOLVED}:
        return f"{change.kind.label}: {before or after}"
    if change.kind is ChangeKind.MERGED:
        names = [campaign.agency_by_code[code].name for code in change.before]
        return f"{' và '.join(names)} sáp nhập thành {after}"
    return f"{change.kind.label}: {before} thành {after}"


def _names(codes: Sequence[str], campaign: Campaign) -> str:
    return enumeration([campaign.agency_by_code[code] for code in codes])
