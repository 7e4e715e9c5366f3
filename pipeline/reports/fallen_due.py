"""Due dates and the headline in words: what has fallen due, how much of it is done, and of how many tasks."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from pipeline.campaign.tasks import Task
from pipeline.consolidation.counts import Counts
from pipeline.consolidation.states import State
from pipeline.reports.sentences import Clause, day, number, percent, words_of

#: What the headline rate is over, said once where it stands.
DUE_BASE = (
    "Tỷ lệ hoàn thành tính trên số lượt có hạn trước ngày tổng hợp, không kể lượt không phát sinh, được miễn và "
    "phối hợp theo cơ quan chủ trì"
)
#: What is counted, said once.
ASSIGNMENT_MEANS = "Một lượt nhiệm vụ là một nhiệm vụ giao cho một cơ quan, đơn vị"
NOTHING_DUE = "chưa có lượt nào đến hạn"


def due_share(numbers: Counts) -> str:
    """Return "346/434 lượt đến hạn", or that nothing has fallen due."""
    if not numbers.fallen_due:
        return NOTHING_DUE
    return f"{number(numbers.done_fallen_due) if numbers.done_fallen_due else '0'}/{number(numbers.fallen_due)} lượt đến hạn"


def due_clauses(numbers: Counts) -> str:
    """Return what became of that which has fallen due: "đã hoàn thành 346 (79,7%), quá hạn 37, chưa báo cáo 46"."""
    rate = numbers.due_rate
    done = (
        f"đã hoàn thành {number(numbers.done_fallen_due)} ({percent(rate)})"
        if rate
        else "chưa lượt nào được báo cáo hoàn thành"
    )
    others = (
        Clause("quá hạn chưa hoàn thành", numbers.overdue),
        Clause(words_of(State.NOT_REPORTED), numbers.not_reported_fallen_due),
        Clause(words_of(State.IN_ERROR), numbers.in_error_fallen_due),
    )
    return ", ".join([done, *(str(clause) for clause in others if clause.count)])


def due_sentence(numbers: Counts, part: str = "chủ trì") -> str:
    """Return how the assignments of a part stand that have fallen due; a sentence of its own where none has."""
    if not numbers.fallen_due:
        return f"Đến nay chưa có lượt nhiệm vụ {part} nào đến hạn."
    return f"Đã đến hạn {number(numbers.fallen_due)} lượt nhiệm vụ {part}: {due_clauses(numbers)}."


def tasks_sentence(led_by_task: Mapping[str, Counts], single: Mapping[str, str]) -> str:
    """Return how many tasks there are, and how those stand that have one lead.

    Args:
        led_by_task: the led assignments of each task.
        single: the tasks that have one lead, with its name.
    """
    many = [task for task in led_by_task if task not in single]
    alone = [numbers for task, numbers in led_by_task.items() if task in single]
    if not led_by_task:
        return ""
    occurring = Counter(state for numbers in alone for state in State if numbers.of(state))
    states = "; ".join(
        f"{words} {number(sum(occurring[state] for state in of))}"
        for words, of in _ALONE.items()
        if sum(occurring[state] for state in of)
    )
    single_lead = f"{number(len(alone))} nhiệm vụ có một cơ quan chủ trì ({states})" if alone else ""
    several = f"{number(len(many))} nhiệm vụ có nhiều cơ quan chủ trì" if many else ""
    parts = ", ".join(part for part in (single_lead, several) if part)
    return f"Tổng số {number(len(led_by_task))} nhiệm vụ: {parts}."


_ALONE: dict[str, tuple[State, ...]] = {
    "hoàn thành": (State.DONE_IN_TIME, State.DONE_LATE),
    "đang thực hiện": (State.IN_PROGRESS,),
    "chưa thực hiện": (State.NOT_STARTED,),
    "quá hạn": (State.OVERDUE,),
    "không phát sinh": (State.NIL,),
    "báo cáo có lỗi": (State.IN_ERROR,),
    "chưa báo cáo": (State.NOT_REPORTED,),
    "được miễn": (State.WAIVED,),
}


def due_words(task: Task, due: date | None) -> str:
    """Return when a task is due for one agency: "trước ngày 15/8/2025", "31/8/2025", an extended day; "" for none."""
    if due is None:
        return ""
    limit = task.time_limit
    before = None if limit is None or limit.due != due else limit.nominal
    return day(due) if before is None or before == due else f"trước ngày {day(before)}"


def is_named_day(task: Task, completed_on: date | None, due: date | None) -> bool:
    """Return whether something was done on the very day before which it was due: late, and worth saying so."""
    limit = task.time_limit
    return completed_on is not None and limit is not None and limit.due == due and completed_on == limit.nominal != due
