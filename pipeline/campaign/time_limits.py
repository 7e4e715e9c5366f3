"""Time limits: the words of the decision beside the dates that they mean.

Source: column «Thời gian thực hiện» of the annex to the decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class TimeLimitKind(StrEnum):
    """How the decision words a time limit."""

    ONGOING = "ongoing"
    BY_DATE = "by_date"
    WITHIN_MONTH = "within_month"
    WITHIN_MONTHS = "within_months"
    WITHIN_QUARTER = "within_quarter"
    PERIOD = "period"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """One time limit: `verbatim` as the decision has it, `due` the last day on which the task is in time."""

    verbatim: str
    kind: TimeLimitKind
    #: Last day in time; None where there is none (ongoing) or it is not known yet (event).
    due: date | None = None
    start: date | None = None
    #: The date named after "trước ngày"; `due` is the day before it.
    nominal: date | None = None
    #: The task goes on after this catalogue ("và mùa sau").
    open_ended: bool = False
    event: str | None = None
    #: The doubt about the reading, where there is one.
    note: str | None = None

    def begins_after(self, day: date) -> bool:
        """Return whether the time of the task has not come on a day."""
        return self.start is not None and self.start > day


def parse_time_limit(entry: Mapping[str, Any]) -> TimeLimit:
    """Return a `time_limit`, which its schema has accepted."""
    return TimeLimit(
        verbatim=entry["verbatim"],
        kind=TimeLimitKind(entry["kind"]),
        due=_day(entry.get("due")),
        start=_day(entry.get("start")),
        nominal=_day(entry.get("nominal")),
        open_ended=entry.get("open_ended", False),
        event=entry.get("event"),
        note=entry.get("note"),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
