"""The one rule for dates of the past: when something that is reported can have happened.

The limits of the form's cells, `Kiểm tra` and validation all ask here, or a form would refuse what validation takes.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from pipeline.campaign.decision import Decision
from pipeline.campaign.rounds import Round

#: A form knows no as-of date: it takes dates of the period, and for late returns so many days after the round's last day.
_LATE_DAYS = 180
#: Of a period of many years it takes no dates later than so many days after the round's last day, which are slips.
_LATEST_DAYS = 366
#: An example lies so far into the period, in the middle of a shorter one; of many years into the last before the cut-off.
_EXAMPLE_DAYS = 45
_YEAR = timedelta(days=366)
#: The days that Excel knows.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)


class Standing(Enum):
    """How a date of the past stands to the period of the campaign."""

    RIGHT = auto()
    #: Before the period, but not too early to be true: done early.
    EARLY = auto()
    TOO_EARLY = auto()
    TOO_LATE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDates:
    """The days from which dates of completion and of reports are judged."""

    #: Nothing reported can have happened before this day.
    earliest: date
    #: First and last day of the campaign's period; it may span years.
    start: date
    end: date
    #: Nothing reported can have happened after this day.
    latest: date
    #: Up to which day the round counts, None where no round is meant.
    cut_off: date | None = None

    def standing(self, day: date) -> Standing:
        """Return how a day stands to the period."""
        if day > self.latest:
            return Standing.TOO_LATE
        if day < self.earliest:
            return Standing.TOO_EARLY
        return Standing.EARLY if day < self.start else Standing.RIGHT

    def within(self, first: date | None, last: date | None) -> "PastDates":
        """Return the same with these limits in place of the campaign's; None is no limit."""
        earliest, latest = first or _FIRST_DAY, last or _LAST_DAY
        return replace(self, earliest=earliest, start=earliest, end=latest, latest=latest)

    @property
    def example(self) -> date:
        """Return a day of the period not long before the round, to show how a date is typed."""
        start = self.start if self.cut_off is None else max(self.start, self.cut_off - _YEAR)
        return min(start + timedelta(days=_EXAMPLE_DAYS), start + (self.end - start) // 2)


def past_dates(decision: Decision, round_: Round, *, as_of: date | None = None) -> PastDates:
    """Return the days from which the dates of a round are judged on an as-of date; without one, as its form judges them."""
    of_period = min(decision.period_end, round_.last_day + timedelta(days=_LATEST_DAYS))
    in_form = max(of_period, round_.last_day + timedelta(days=_LATE_DAYS))
    return PastDates(
        earliest=decision.period_earliest,
        start=decision.period_start,
        end=decision.period_end,
        latest=in_form if as_of is None else as_of,
        cut_off=round_.cut_off,
    )
