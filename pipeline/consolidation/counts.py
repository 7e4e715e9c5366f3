"""The counts: one definition of every figure of assignments and submissions that the reports and the terminal show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import pandas as pd

from pipeline.campaign.assignment import Role
from pipeline.campaign.groups import Group
from pipeline.consolidation.states import State, Submission
from pipeline.errors import ImbalanceError
from pipeline.forms.schema.schema import Status
from pipeline.intake.received import Verdict

#: A part of `Counts`, and whether its assignment has fallen due.
_Part = tuple[str, bool]
#: Part of `Counts` that a state adds to; `_parts` separates done without a due date and the two kinds of overdue.
_PART_OF_STATE = {
    State.DONE_IN_TIME: "done_by_due",
    State.DONE_LATE: "done_late",
    State.IN_PROGRESS: "in_progress",
    State.NOT_STARTED: "not_started",
    State.OVERDUE: "in_progress_overdue",
    State.WITH_LEAD: "with_lead",
    State.NIL: "nil",
    State.IN_ERROR: "in_error",
    State.NOT_REPORTED: "not_reported",
    State.WAIVED: "waived",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Assignments by what became of them; the parts are disjoint and add up to `assigned`, or it cannot be built.

    Raises:
        ImbalanceError: the parts do not add up.
    """

    assigned: int = 0
    #: Done on or before the due date (state H, đúng hạn).
    done_by_due: int = 0
    #: Done where there is no due date (state H, không có hạn).
    done_without_due: int = 0
    done_late: int = 0
    #: In progress within time, or without a due date.
    in_progress: int = 0
    in_progress_overdue: int = 0
    #: Not started, within time or without a due date.
    not_started: int = 0
    not_started_overdue: int = 0
    #: Coordinated and not done, past the due date of a task that has one lead: it goes with the lead's result (state P).
    with_lead: int = 0
    nil: int = 0
    in_error: int = 0
    not_reported: int = 0
    waived: int = 0
    #: Of what is done, not reported or in error: that which has fallen due, its due date being before the as-of date.
    done_fallen_due: int = 0
    not_reported_fallen_due: int = 0
    in_error_fallen_due: int = 0

    def __post_init__(self) -> None:
        parts = sum(getattr(self, name) for name in _PARTS)
        if parts != self.assigned:
            raise ImbalanceError(f"{self.assigned} assignments, {parts} by their states")
        for fallen_due, part in (
            (self.done_fallen_due, self.done),
            (self.not_reported_fallen_due, self.not_reported),
            (self.in_error_fallen_due, self.in_error),
        ):
            if fallen_due > part:
                raise ImbalanceError(f"{fallen_due} fallen due of {part}")

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})

    @property
    def done(self) -> int:
        """Return all that is done, late or not (đã hoàn thành)."""
        return self.done_by_due + self.done_without_due + self.done_late

    @property
    def done_in_time(self) -> int:
        """Return what is done and not late: state H, with or without a due date."""
        return self.done_by_due + self.done_without_due

    @property
    def all_not_started(self) -> int:
        """Return what is not started, within time and overdue (chưa thực hiện)."""
        return self.not_started + self.not_started_overdue

    @property
    def within_time(self) -> int:
        """Return what is not done and not overdue either: states Đ and C (còn trong hạn)."""
        return self.in_progress + self.not_started

    @property
    def overdue(self) -> int:
        """Return what is not done although its due date has passed: state Q."""
        return self.in_progress_overdue + self.not_started_overdue

    @property
    def owing(self) -> int:
        """Return all assignments but nil and waived ones and those that go with their lead: the base of the rate on everything."""
        return self.assigned - self.nil - self.waived - self.with_lead

    @property
    def fallen_due(self) -> int:
        """Return the base of the headline rate: what is owed and was due before the as-of date."""
        return self.done_fallen_due + self.overdue + self.not_reported_fallen_due + self.in_error_fallen_due

    @property
    def due_rate(self) -> float | None:
        """Return what is done of what has fallen due, 0 to 1; None where nothing has."""
        return _rate(self.done_fallen_due, self.fallen_due)

    @property
    def behind(self) -> int:
        """Return what somebody must see to now: overdue, not reported or in error."""
        return self.overdue + self.not_reported + self.in_error

    @property
    def done_rate(self) -> float | None:
        """Return done over owing, 0 to 1; None where nothing is owed."""
        return _rate(self.done, self.owing)

    @property
    def behind_rate(self) -> float | None:
        """Return behind over owing, 0 to 1; None where nothing is owed."""
        return _rate(self.behind, self.owing)

    @property
    def trouble(self) -> float:
        """Return how much is wrong: the number behind, weighted by its share; 0 where nothing is behind."""
        return self.behind * (self.behind_rate or 0)

    def of(self, state: State) -> int:
        """Return the number of assignments in a state."""
        match state:
            case State.DONE_IN_TIME:
                return self.done_in_time
            case State.OVERDUE:
                return self.overdue
            case _:
                number: int = getattr(self, _PART_OF_STATE[state])
                return number


#: Parts of which some has fallen due and some not; the other parts are one or the other by what they are.
_FALLEN_DUE = {
    **dict.fromkeys(("done_by_due", "done_without_due", "done_late"), "done_fallen_due"),
    "not_reported": "not_reported_fallen_due",
    "in_error": "in_error_fallen_due",
}
_PARTS = tuple(
    field.name for field in fields(Counts) if field.name != "assigned" and field.name not in _FALLEN_DUE.values()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The counts of a set of assignments: of the whole, and by columns in order of first appearance.

    A value without any assignment is not there: ask with `.get(value, Counts())`.
    """

    total: Counts
    #: By the group's code.
    by_group: Mapping[str, Counts]
    #: By code.
    by_section: Mapping[str, Counts]
    by_task: Mapping[str, Counts]
    by_agency: Mapping[str, Counts]


def counts(assignments: pd.DataFrame) -> Counts:
    """Return the counts over all rows of `Consolidation.assignments`, or of any selection of them."""
    return _counts(Counter(_parts(assignments)))


def led_counts(assignments: pd.DataFrame) -> Counts:
    """Return the counts over the rows of `Consolidation.assignments` whose agency is the lead."""
    return counts(assignments[assignments["role"].eq(Role.LEAD)])


def counts_by(assignments: pd.DataFrame, column: str) -> dict[str, Counts]:
    """Return the counts per value of a column (task, agency, group, section, role), in order of first appearance.

    A value without any row is not there: ask with `.get(value, Counts())`.
    """
    return _counts_by(assignments[column], _parts(assignments))


def breakdown(assignments: pd.DataFrame) -> Breakdown:
    """Return the counts over all rows of `Consolidation.assignments`, or of any selection of them, whole and by columns."""
    parts = _parts(assignments)
    return Breakdown(
        total=_counts(Counter(parts)),
        by_group=_counts_by(assignments["group"], parts),
        by_section=_counts_by(assignments["section"], parts),
        by_task=_counts_by(assignments["task"], parts),
        by_agency=_counts_by(assignments["agency"], parts),
    )


def weakest(by_task: Mapping[str, Counts], limit: int = 10) -> list[tuple[str, Counts]]:
    """Return the tasks in the greatest trouble, worst first: only tasks with something behind.

    By the number behind (overdue, not reported, in error) times the share that is behind, then the number overdue, then
    the lower rate of done, then the catalogue's order. The share alone would put a task of one lead that is silent (1 of
    1) above a task with which forty communes are behind; the number alone would only tell which tasks most agencies
    have. A task that is only not finished yet, with its due date to come, is not weak.
    """
    in_trouble = [(task, numbers) for task, numbers in by_task.items() if numbers.behind]
    in_trouble.sort(key=lambda row: (-row[1].trouble, -row[1].overdue, row[1].done_rate or 0))
    return in_trouble[:limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submissions:
    """Agencies by what became of their return; in time, late, missing and waived add up to `agencies`.

    Raises:
        ImbalanceError: the parts do not add up.
    """

    agencies: int = 0
    in_time: int = 0
    late: int = 0
    missing: int = 0
    waived: int = 0
    #: Missing although a file came: it was refused.
    refused: int = 0
    #: Missing although a file came: it was the form as it had been sent out.
    unfilled: int = 0

    def __post_init__(self) -> None:
        parts = self.in_time + self.late + self.missing + self.waived
        if parts != self.agencies or self.refused + self.unfilled > self.missing:
            raise ImbalanceError(
                f"{self.agencies} agencies, {parts} by their submissions, {self.refused} refused, {self.unfilled} unfilled"
            )

    @property
    def owing(self) -> int:
        """Return the agencies that owe a return: all but the waived."""
        return self.agencies - self.waived

    @property
    def reported(self) -> int:
        """Return the agencies whose return is used."""
        return self.in_time + self.late

    @property
    def rate(self) -> float | None:
        """Return reported over owing, 0 to 1; None where nothing is owed."""
        return _rate(self.reported, self.owing)

    def of(self, submission: Submission) -> int:
        """Return the number of agencies whose return is there, or not, in such a way."""
        number: int = getattr(self, submission.name.lower())
        return number


def submissions(agencies: pd.DataFrame) -> Submissions:
    """Return the counts over all rows of `Consolidation.agencies`, or of any selection of them."""
    number = Counter(agencies["submission"].tolist())
    verdicts = agencies.loc[agencies["submission"].eq(Submission.MISSING), "verdict"]
    return Submissions(
        agencies=len(agencies),
        refused=int(verdicts.eq(Verdict.REJECTED).sum()),
        unfilled=int(verdicts.eq(Verdict.UNFILLED).sum()),
        **{submission.name.lower(): number[submission] for submission in Submission},
    )


def submissions_by_group(agencies: pd.DataFrame, groups: Iterable[Group]) -> dict[str, Submissions]:
    """Return the submissions of each of the groups that has rows, by its code."""
    rows_of = {str(code): rows for code, rows in agencies.groupby("group", sort=False)}
    return {group.code: submissions(rows_of[group.code]) for group in groups if group.code in rows_of}


def _parts(assignments: pd.DataFrame) -> Sequence[_Part]:
    """Return the part of `Counts` that each assignment adds to, and whether it has fallen due."""
    state = assignments["state"]
    parts = state.map(_PART_OF_STATE)
    parts = parts.mask(state.eq(State.DONE_IN_TIME) & assignments["due"].isna(), "done_without_due")
    late_start = state.eq(State.OVERDUE) & assignments["status"].eq(Status.NOT_STARTED)
    parts = parts.mask(late_start, "not_started_overdue")
    return list(zip(parts.tolist(), assignments["fallen_due"].tolist(), strict=True))


def _counts_by(keys: "pd.Series[str]", parts: Sequence[_Part]) -> dict[str, Counts]:
    """Return the counts per key from the key and the part of each assignment."""
    by_key: dict[str, dict[_Part, int]] = {}
    for (key, part), number in Counter(zip(keys.tolist(), parts, strict=True)).items():
        by_key.setdefault(key, {})[part] = number
    return {key: _counts(numbers) for key, numbers in by_key.items()}


def _counts(numbers: Mapping[_Part, int]) -> Counts:
    """Return the counts from the number of each part; what is none of them makes the sum wrong."""
    parts = dict.fromkeys((*_PARTS, *_FALLEN_DUE.values()), 0)
    for (part, fallen_due), number in numbers.items():
        if part in parts:
            parts[part] += number
            if fallen_due and part in _FALLEN_DUE:
                parts[_FALLEN_DUE[part]] += number
    return Counts(assigned=sum(numbers.values()), **parts)


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
