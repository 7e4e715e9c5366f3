"""Which agencies to remind of what at the as-of date; never of what was waived or is not due yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import Role
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.consolidation.arrivals import Arrival, arrivals
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State, Submission
from pipeline.intake.received import ReceivedFile

#: So many days after a round's last day the reminder is the second one.
SECOND_AFTER_DAYS = 7


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What one agency still owes: a report, or tasks of one of the three kinds below."""

    agency: Agency
    #: Its return is missing.
    report: bool
    #: Days after the round's last day; 0 before it, or where there is a return.
    days_late: int
    #: What came of it all the same and does not count; only of a missing return.
    arrivals: tuple[Arrival, ...]
    #: Task codes, in the decision's order: overdue, also of a missing return where the due date has passed …
    overdue: tuple[str, ...]
    #: … in error, to be mended …
    to_mend: tuple[str, ...]
    #: … and led tasks whose row was left empty in a return that is there.
    left_empty: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Who owes what in a round at the as-of date, agencies in the register's order."""

    campaign: Campaign
    round: Round
    as_of: date
    level: Level
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


def reminder_level(round_: Round, as_of: date) -> Level:
    """Return how urgent a reminder is: up to the last day, after it, and `SECOND_AFTER_DAYS` after it."""
    days = (as_of - round_.last_day).days
    if days <= 0:
        return Level.BEFORE_DUE
    return Level.LATE if days < SECOND_AFTER_DAYS else Level.SECOND


def reminder(consolidation: Consolidation, files: Sequence[ReceivedFile]) -> Reminder:
    """Return who owes what; an agency whose return is missing owes of its tasks only those whose due date has passed.

    Args:
        consolidation: the round.
        files: all files of the inbox; of those that do not count it is told why.
    """
    campaign, round_, as_of = consolidation.campaign, consolidation.round, consolidation.as_of
    by_agency = {str(code): rows for code, rows in consolidation.assignments.groupby("agency", sort=False)}
    by_code = arrivals(files, campaign=campaign, round_=round_, as_of=as_of.date())
    every = [
        _owed(row, by_agency[row["agency"]], campaign, as_of, by_code)
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
        missing=tuple(owed for owed in others if owed.report),
        unfinished=tuple(owed for owed in others if not owed.report),
        own=next((owed for owed in debts if owed.agency.code == body), None),
    )


def _owed(
    row: Mapping[Any, Any],
    rows: pd.DataFrame,
    campaign: Campaign,
    as_of: pd.Timestamp,
    of_agencies: Mapping[str, tuple[Arrival, ...]],
) -> Owed:
    """Return what one agency owes by the states of its assignments; of a missing return by their due dates.

    Args:
        row: the agency's row of `Consolidation.agencies`.
        rows: its rows of `Consolidation.assignments`.
        campaign: the campaign.
        as_of: the day on which "overdue" is judged.
        of_agencies: what came of an agency and does not count, by its code.
    """
    missing = row["submission"] == Submission.MISSING
    state, silent = rows["state"], rows["state"].eq(State.NOT_REPORTED)
    overdue = state.eq(State.OVERDUE) | (silent & missing & rows["due"].lt(as_of))
    code = str(row["agency"])
    return Owed(
        agency=campaign.agency_by_code[code],
        report=missing,
        days_late=int(row["days_late"]) if missing else 0,
        arrivals=of_agencies.get(code, ()) if missing else (),
        overdue=tuple(rows.loc[overdue, "task"]),
        to_mend=tuple(rows.loc[state.eq(State.IN_ERROR), "task"]),
        left_empty=() if missing else tuple(rows.loc[silent & rows["role"].eq(Role.LEAD), "task"]),
    )
