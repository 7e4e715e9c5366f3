"""The course of a task at one agency: when it begins and ends. It does not depend on the round, so every round sees the same."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.campaign.assignment import Assignment, Role
from pipeline.campaign.decision import Campaign, Decision
from pipeline.campaign.tasks import Task
from pipeline.campaign.time_limits import TimeLimitKind
from pipeline.forms.schema.schema import Status
from pipeline.simulation.random_source import RandomSource


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCourse:
    """How one task goes at one agency."""

    #: Nothing comes up there.
    nil: bool
    starts: date
    #: After the period where the task goes on.
    completes: date

    def from_day(self, day: date) -> "TaskCourse":
        """Return the course at an agency that was founded on a day: nothing before the week after it."""
        first = working_day(day + timedelta(days=7))
        return replace(self, starts=max(self.starts, first), completes=max(self.completes, first))

    def status(self, on: date) -> Status:
        """Return what a truthful agency says on a day."""
        if self.nil:
            return Status.NIL
        if self.completes <= on:
            return Status.DONE
        return Status.IN_PROGRESS if self.starts <= on else Status.NOT_STARTED

    def progress(self, on: date) -> float:
        """Return the part done on a day, 0 to 1; it never falls."""
        if self.nil or on < self.starts:
            return 0.0
        if self.completes <= on:
            return 1.0
        return ((on - self.starts).days + 1) / ((self.completes - self.starts).days + 2)


_Spread = tuple[tuple[int, int, int], ...]
#: When a task that runs through the whole period is completed: (share of agencies in percent, from, to), the days in
#: percent of the time from its beginning to the end of the period. Later than 100 is after the period.
_THROUGH_THE_PERIOD = ((20, 8, 24), (52, 42, 78), (28, 84, 100))
_ONGOING = ((10, 12, 24), (35, 50, 79), (55, 110, 160))
#: What a list measures is wanted everywhere, so most agencies have an entry early.
_LISTED = ((62, 4, 22), (30, 35, 78), (8, 90, 130))
#: How tasks with a date of their own end: (share in percent, earliest and latest day after the date); 0 is before it.
_DATED = ((82, 0, 0), (11, 1, 18), (7, 19, 60))
#: Public holidays of a fixed date (month, day); offices are closed.
_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 1), (9, 2)})


def task_course(
    task: Task, assignment: Assignment, campaign: Campaign, random: RandomSource, *, nil_percent: int
) -> TaskCourse:
    """Return how a task goes at an agency, drawn from the agency's random source for this task."""
    decision = campaign.decision
    nil = assignment.nil_allowed and random.below(100) < nil_percent
    starts = _starts(task, assignment, decision, random)
    kind = TimeLimitKind.ONGOING if task.time_limit is None else task.time_limit.kind
    if not assignment.done_allowed:
        completes = decision.period_end + timedelta(days=random.between(1, 40))
    elif task.code in {open_list.measures.task for open_list in campaign.lists if open_list.measures is not None}:
        completes = _through(_LISTED, starts, decision.period_end, random)
    elif assignment.due is not None and assignment.due < decision.period_end:
        completes = _around(assignment.due, starts, random)
    elif kind is TimeLimitKind.EVENT and assignment.role is Role.LEAD:
        completes = decision.period_end + timedelta(days=random.between(1, 40))
    else:
        spread = _ONGOING if kind is TimeLimitKind.ONGOING else _THROUGH_THE_PERIOD
        completes = _through(spread, starts, decision.period_end, random)
    # some begin early, but nobody is done before the time of the task begins
    opens = starts if task.time_limit is None or task.time_limit.start is None else task.time_limit.start
    return TaskCourse(nil=nil, starts=starts, completes=max(working_day(completes), starts, opens))


def is_working_day(day: date) -> bool:
    """Return whether offices are open."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def working_day(day: date) -> date:
    """Return the day, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _starts(task: Task, assignment: Assignment, decision: Decision, random: RandomSource) -> date:
    limit = task.time_limit
    named = decision.period_start if limit is None or limit.start is None else limit.start
    if named > decision.period_start:
        return working_day(named + timedelta(days=random.between(-12, 9)))
    if assignment.role is Role.COORDINATOR and random.happens(3):  # never asked to take part
        return decision.period_end
    slow = 45 if (limit is None or limit.due is None or limit.due >= decision.period_end) and random.happens(4) else 0
    return working_day(decision.period_start + timedelta(days=random.between(9, 30) + slow))


def _through(spread: _Spread, starts: date, ends: date, random: RandomSource) -> date:
    """Return a day by a spread over the time from the beginning to the end of the period."""
    low, high = _bounds(spread, random)
    return starts + timedelta(days=(ends - starts).days * random.between(low, high) // 100)


def _around(due: date, starts: date, random: RandomSource) -> date:
    """Return a day before the due date, mostly close to it, or after it for the slow ones."""
    earliest, latest = _bounds(_DATED, random)
    if latest:
        return due + timedelta(days=random.between(earliest, latest))
    days = max(0, (due - starts).days - 2) + 1
    return due - timedelta(days=min(random.below(days), random.below(days)))


def _bounds(spread: _Spread, random: RandomSource) -> tuple[int, int]:
    """Return the bounds of one part of a spread, each part as often as its share says."""
    lot = random.below(100)
    for share, low, high in spread:
        if lot < share:
            return low, high
        lot -= share
    raise ValueError(spread)
