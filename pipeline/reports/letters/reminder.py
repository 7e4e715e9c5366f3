"""Which agencies to remind of what at the as-of date; never of what was waived or is not due yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pandas as pd

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import Role, single_lead_tasks
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.consolidation.arrivals import Arrival, arrivals
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.promises import PROMISED_ON, promises
from pipeline.consolidation.states import State, Submission
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports.sentences import day

#: So many days after a round's last day the reminder is the second one.
SECOND_AFTER_DAYS = 7
#: Working days that a reminder leaves for the answer; the second one is more urgent.
ANSWER_DAYS, SECOND_ANSWER_DAYS = 5, 3
_SATURDAY = 5


class Level(StrEnum):
    """How urgent a reminder is, by the as-of date alone."""

    BEFORE_DUE = "before-due"
    LATE = "late"
    SECOND = "second"

    @property
    def label(self) -> str:
        """Return the Vietnamese words for it."""
        return {
            "before-due": "nhắc trước hạn",
            "late": "đôn đốc quá hạn",
            "second": "tiếp tục đôn đốc",
        }[self.value]


class Case(StrEnum):
    """What an agency is written for: its mail's subject says it."""

    NOT_SENT = "not-sent"
    DUE_SOON = "due-soon"
    TO_MEND = "to-mend"

    @property
    def label(self) -> str:
        """Return the words that open the subject, before "báo cáo …"."""
        return {"not-sent": "chưa gửi", "due-soon": "sắp đến hạn gửi", "to-mend": "sửa, bổ sung"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What one agency still owes: a report, or tasks of one of the three kinds below."""

    agency: Agency
    #: Its return is missing.
    report: bool
    #: Days after the round's last day; 0 before it, or where there is a return.
    days_late: int
    #: What surely came of it and does not count; only of a missing return.
    arrivals: tuple[Arrival, ...]
    #: Names of files that may be of it: for the coordinator alone; only of a missing return.
    possible: tuple[str, ...] = ()
    #: Task codes, in the decision's order: overdue, also of a missing return where the due date has passed …
    overdue: tuple[str, ...]
    #: … and of those what the return says: cause, promised day, and a day promised in the round before that has passed …
    causes: Mapping[str, str] = field(default_factory=dict)
    promised: Mapping[str, date] = field(default_factory=dict)
    broken: Mapping[str, date] = field(default_factory=dict)
    #: … in error, to be mended …
    to_mend: tuple[str, ...]
    #: … and led tasks whose row was left empty in a return that is there.
    left_empty: tuple[str, ...]

    @property
    def has_promised(self) -> bool:
        """Return whether it said of all that is overdue by when it will be done."""
        return all(code in self.promised for code in self.overdue)

    @property
    def was_refused(self) -> bool:
        """Return whether it sent a return that could not be used, and not just the empty form or that of another round."""
        return any(arrival.other_round is None and not arrival.unfilled for arrival in self.arrivals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Who owes what in a round at the as-of date, agencies in the register's order."""

    campaign: Campaign
    round: Round
    as_of: date
    level: Level
    #: The last day for the answer.
    until: date
    #: Agencies whose return is not there.
    missing: tuple[Owed, ...]
    #: Agencies that reported and have something overdue or to mend.
    unfinished: tuple[Owed, ...]
    #: What the reminding body owes itself; a letter to oneself is none.
    own: Owed | None

    @property
    def body(self) -> str:
        """Return the name of the body that reminds."""
        return self.campaign.agency_by_code[self.campaign.decision.reporting_body].name

    @property
    def everyone(self) -> tuple[Owed, ...]:
        """Return the agencies that the letter goes to."""
        return (*self.missing, *self.unfinished)

    @property
    def by_when(self) -> str:
        """Return the last day for the answer in words; the round's own as the decision has it."""
        if self.until == self.round.last_day:
            return f"trước ngày {day(self.round.deadline)}"
        return f"chậm nhất ngày {day(self.until)}"

    @property
    def past_due(self) -> str:
        """Return what unfinished tasks are called whose due date has passed; nobody is blamed before the round is over."""
        return "đã đến hạn" if self.level is Level.BEFORE_DUE else "quá hạn"

    def case(self, owed: Owed) -> Case:
        """Return what an agency is written for."""
        if not owed.report or owed.was_refused:
            return Case.TO_MEND
        return Case.DUE_SOON if self.level is Level.BEFORE_DUE else Case.NOT_SENT


def reminder_level(round_: Round, as_of: date) -> Level:
    """Return how urgent a reminder is: up to the last day, after it, and `SECOND_AFTER_DAYS` after it."""
    days = (as_of - round_.last_day).days
    if days <= 0:
        return Level.BEFORE_DUE
    return Level.LATE if days < SECOND_AFTER_DAYS else Level.SECOND


def answer_day(round_: Round, as_of: date) -> date:
    """Return the last day for the answer where nobody names one: the round's, later some working days on."""
    level = reminder_level(round_, as_of)
    if level is Level.BEFORE_DUE:
        return round_.last_day
    left, until = ANSWER_DAYS if level is Level.LATE else SECOND_ANSWER_DAYS, as_of
    while left:
        until += timedelta(days=1)
        left -= until.weekday() < _SATURDAY
    return until


def reminder(consolidation: Consolidation, files: Sequence[ReceivedFile], *, until: date | None = None) -> Reminder:
    """Return who owes what; an agency whose return is missing owes of its tasks only those whose due date has passed.

    Args:
        consolidation: the round.
        files: all files of the inbox; of those that do not count it is told why, to whom they surely are of.
        until: the last day for the answer; None: see `answer_day`.
    """
    campaign, round_, as_of = consolidation.campaign, consolidation.round, consolidation.as_of
    judged = promises(consolidation)
    broken = {pair: promise.promised_on for pair, promise in judged.items() if promise.kept is False}
    by_agency = {str(code): rows for code, rows in consolidation.assignments.groupby("agency", sort=False)}
    by_code = arrivals(files, campaign=campaign, round_=round_, as_of=as_of.date())
    possible = _possible(files)
    every = [
        _owed(row, by_agency[row["agency"]], consolidation, by_code, possible, broken)
        for row in consolidation.agencies.to_dict("records")
        if row["submission"] != Submission.WAIVED
    ]
    debts = [owed for owed in every if owed.report or owed.overdue or owed.to_mend or owed.left_empty]
    body = campaign.decision.reporting_body
    others = [owed for owed in debts if owed.agency.code != body]
    return Reminder(
        campaign=campaign,
        round=round_,
        as_of=as_of.date(),
        level=reminder_level(round_, as_of.date()),
        until=answer_day(round_, as_of.date()) if until is None else until,
        missing=tuple(owed for owed in others if owed.report),
        unfinished=tuple(owed for owed in others if not owed.report),
        own=next((owed for owed in debts if owed.agency.code == body), None),
    )


def _possible(files: Sequence[ReceivedFile]) -> dict[str, tuple[str, ...]]:
    """Return the names of refused files by the agency that may have sent them, where that is not sure."""
    by_agency: dict[str, tuple[str, ...]] = {}
    for file in files:
        guess = file.sender_guess
        if file.verdict is Verdict.REJECTED and guess is not None and not guess.sure:
            by_agency[guess.agency] = (*by_agency.get(guess.agency, ()), file.path)
    return by_agency


def _owed(
    row: Mapping[Any, Any],
    rows: pd.DataFrame,
    consolidation: Consolidation,
    of_agencies: Mapping[str, tuple[Arrival, ...]],
    possible: Mapping[str, tuple[str, ...]],
    broken: Mapping[tuple[str, str], date],
) -> Owed:
    """Return what one agency owes by the states of its assignments; of a missing return by their due dates.

    Nobody is asked for a task in which it only follows the one lead.

    Args:
        row: the agency's row of `Consolidation.agencies`.
        rows: its rows of `Consolidation.assignments`.
        consolidation: the round.
        of_agencies: what came of an agency and does not count, by its code.
        possible: names of the files that may be of an agency, by its code.
        broken: days promised in the round before that were not kept, by agency and task.
    """
    missing = row["submission"] == Submission.MISSING
    state, silent = rows["state"], rows["state"].eq(State.NOT_REPORTED)
    led_by_one = rows["task"].isin(single_lead_tasks(consolidation.campaign, consolidation.round))
    follows = led_by_one & rows["role"].eq(Role.COORDINATOR)
    past = state.eq(State.OVERDUE) | (silent & missing & rows["due"].lt(consolidation.as_of))
    code = str(row["agency"])
    overdue = rows[past & ~follows]
    return Owed(
        agency=consolidation.campaign.agency_by_code[code],
        report=missing,
        days_late=int(row["days_late"]) if missing else 0,
        arrivals=of_agencies.get(code, ()) if missing else (),
        possible=possible.get(code, ()) if missing else (),
        overdue=tuple(overdue["task"]),
        causes=_said(overdue, "cause"),
        promised={task: day.date() for task, day in _said(overdue, PROMISED_ON).items()},
        broken={task: broken[code, task] for task in overdue["task"] if (code, task) in broken},
        to_mend=tuple(rows.loc[state.eq(State.IN_ERROR), "task"]),
        left_empty=() if missing else tuple(rows.loc[silent & rows["role"].eq(Role.LEAD), "task"]),
    )


def _said(rows: pd.DataFrame, column: str) -> dict[str, Any]:
    """Return what rows say in a column, by task; a campaign need not ask for it."""
    if column not in rows:
        return {}
    filled = rows[rows[column].notna()]
    return dict(zip(filled["task"], filled[column], strict=True))
