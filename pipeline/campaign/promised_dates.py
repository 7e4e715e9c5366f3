"""The one rule for promised dates: when a task that is past its due date can be done.

The limits of the form's cells, `Kiểm tra` and validation all ask here, as for dates of the past.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.campaign.decision import Decision
from pipeline.campaign.rounds import Round

#: The example lies so long after the round's last day.
_EXAMPLE_DAYS = 26


@dataclass(frozen=True, slots=True)
class PromisedDates:
    """The days that a promised date may be, first and last."""

    first: date
    last: date
    #: A day of them, to show how a date is typed.
    example: date

    def include(self, day: date) -> bool:
        """Return whether a day lies within."""
        return self.first <= day <= self.last

    def reported_on(self, day: date | None) -> "PromisedDates":
        """Return the days that a return of a report date may promise; None where it has none."""
        return self if day is None or day <= self.first else replace(self, first=day)


def promised_dates(decision: Decision, round_: Round) -> PromisedDates:
    """Return the days that a return of a round may promise: from the sending of the forms to a year after the period."""
    end = decision.period_end
    leap_day = (end.month, end.day) == (2, 29)
    last = end.replace(year=end.year + 1, day=28 if leap_day else end.day)
    return PromisedDates(
        first=round_.opens,
        last=max(last, round_.last_day),
        example=min(round_.last_day + timedelta(days=_EXAMPLE_DAYS), max(last, round_.last_day)),
    )
