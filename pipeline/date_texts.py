"""Dates as texts: every way to write one that has a single reading, day first always."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from pipeline.text import half_width, without_marks


def _any_of(words: Iterable[str]) -> str:
    """Return the pattern of some words, longer ones first."""
    return "|".join(sorted(words, key=len, reverse=True))


_SEPARATOR = r"\s*[/.\-\u2013\u2014]\s*"
_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ENGLISH: Mapping[str, int] = {
    **{name: number for number, name in enumerate(_ENGLISH_MONTHS, start=1)},
    **{name[:3]: number for number, name in enumerate(_ENGLISH_MONTHS, start=1)},
    "sept": 9,
}
#: Months by the Vietnamese word for their number.
_COUNTED: Mapping[str, int] = {
    word: number
    for number, word in enumerate(
        ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai"), start=1
    )
}
_MONTHS = {**_ENGLISH, **_COUNTED}
_WEEKDAYS: Mapping[str, int] = {
    **dict(zip(("thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat"), range(7), strict=True)),
    **{f"{word}{number}": number - 2 for number in range(2, 8) for word in ("thu ", "thu", "t")},
    "cn": 6,
    **{
        name[:length]: number
        for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
        for length in (3, len(name))
    },
}
_WEEKDAY = rf"(?:(?P<weekday>{_any_of(_WEEKDAYS)}),?\s+)?"
#: Behind the hour of «12:00:00 SA», «14h30», «00:00:00.000».
_MINUTES = r"[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:am|pm|sa|ch))?"
_TIME_BEFORE = rf"(?:\d{{1,2}}{_MINUTES},?\s+)?"
_TIME_BEHIND = rf"(?:(?:[ t,]|,? luc )\s*(?P<hour>\d{{1,2}}){_MINUTES}(?P<zone>z|[+\-]\d{{2}}:?\d{{2}})?)?"
_NUMBERED_MONTH = r"(?P<month>\d{1,2})"
#: «tháng năm» is the fifth only where another «năm» stands before the year.
_COUNTED_MONTH = rf"(?P<word>{_any_of(word for word in _COUNTED if word != 'nam')}|nam(?= nam ))"
_NAMED_MONTH = rf"(?P<word>{_any_of(_ENGLISH)})"
_FORMS = tuple(
    re.compile(_TIME_BEFORE + _WEEKDAY + form + _TIME_BEHIND, re.ASCII)
    for form in (
        rf"(?:(?:[^\d,]+, )?ngay:? )?(?P<day>\d{{1,2}}){_SEPARATOR}{_NUMBERED_MONTH}{_SEPARATOR}(?P<year>\d{{4}}|\d\d)",
        rf"(?P<year>\d{{4}}){_SEPARATOR}{_NUMBERED_MONTH}{_SEPARATOR}(?P<day>\d{{1,2}})",
        rf"(?:(?:[^\d,]+, )?ngay )?(?P<day>\d{{1,2}}) thang (?:{_NUMBERED_MONTH}|{_COUNTED_MONTH}),? (?:nam )?(?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})[\s/.\-]*(?:thang|thg|th|t)\.?\s*{_NUMBERED_MONTH}[\s/.,\-]+(?P<year>\d{{4}}|\d\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s/.\-]*(?:of )?{_NAMED_MONTH}[\s/.,\-]*(?P<year>\d{{4}}|\d\d)",
        rf"{_NAMED_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
#: What people and programs leave around a date.
_BEFORE, _BEHIND = " '\"‘’“”`(", " '\"‘’“”`).,;"
#: Hours that Vietnam is ahead of Greenwich.
_AHEAD = 7


def date_of_text(text: str) -> date | None:
    """Return the date that a text means, None where it means none, or more than one."""
    plain = without_marks(half_width(text)).lstrip(_BEFORE).rstrip(_BEHIND)
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match is not None:
            return _date(match)
    return None


def _date(match: re.Match[str]) -> date | None:
    """Return the date of the parts, None where there is no such day, or the parts do not go together."""
    parts = match.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    month = int(parts["month"]) if parts.get("month") else _MONTHS[parts["word"]]
    day = date_or_none(year, month, int(parts["day"]))
    if day is None or not _same_day_here(parts["hour"], parts["zone"]):
        return None
    return day if parts["weekday"] is None or _WEEKDAYS[parts["weekday"]] == day.weekday() else None


def _same_day_here(hour: str | None, zone: str | None) -> bool:
    """Return whether a time of another zone falls on the same day in Vietnam."""
    if hour is None or zone is None:
        return True
    offset = 0 if zone == "z" else int(zone[:3])
    return 0 <= int(hour) + _AHEAD - offset < 24


def date_or_none(year: int, month: int, day: int) -> date | None:
    """Return a date, None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
