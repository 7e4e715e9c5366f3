"""Dates and times as their number format shows them, with Vietnamese names unless the format asks for English ones."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.intake.shown.numbers import FormatToken

#: Language numbers without the country: English, Vietnamese.
_ENGLISH, _VIETNAMESE = 0x09, 0x2A
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_SHORT_DAYS = ("Th 2", "Th 3", "Th 4", "Th 5", "Th 6", "Th 7", "CN")
#: Serial numbers below are a day off: Excel takes 1900 for a leap year.
_LEAP_DAY = 60
_LAST_SERIAL = 2_958_466


_THOUSANDTH = FormatToken("digit", "0")


class _Moment(NamedTuple):
    """A day with its time; `minutes` and the like are of the day, `serial` counts all days."""

    day: date
    hours: int
    minutes: int
    seconds: int
    thousandths: int
    total: timedelta


def date_text(serial: float, tokens: Sequence[FormatToken], language: int | None) -> str | None:
    """Return a serial number as a date or time; None where a name is in a language that is not known here."""
    if serial >= _LAST_SERIAL or (language is not None and language & 0x3FF not in {_ENGLISH, _VIETNAMESE}):
        return None
    english = language is not None and language & 0x3FF == _ENGLISH
    moment = _moment(serial)
    halves = any(token.kind == "ampm" for token in tokens)
    pieces = [
        _shown(tokens, at, moment, halves=halves, english=english)
        for at in range(len(tokens))
        if not _of_thousandths(tokens, at)
    ]
    texts = [piece for piece in pieces if piece is not None]
    return "".join(texts) if len(texts) == len(pieces) else None


def _shown(tokens: Sequence[FormatToken], at: int, moment: _Moment, *, halves: bool, english: bool) -> str | None:
    kind, text = tokens[at]
    match kind:
        case "date" if text[0].lower() == "m" and _of_minutes(tokens, at):
            return f"{moment.minutes:0{len(text)}d}"
        case "date":
            return _piece(moment, text[0].lower(), len(text), halves=halves, english=english)
        case "digit" | "exponent":
            return None
        case "elapsed":
            return _elapsed(moment.total, text)
        case "ampm":
            return _half(moment.hours, short=text.upper() == "A/P", english=english)
    width = sum(_of_thousandths(tokens, behind) for behind in range(at + 1, len(tokens))) if text == "." else 0
    decimals = f",{moment.thousandths:03d}"[: width + 1] if width else text
    return {"room": " ", "fill": "", "general": "", "mark": decimals}.get(kind, text)


def _of_thousandths(tokens: Sequence[FormatToken], at: int) -> bool:
    """Return whether a token is one of the zeros behind a point: they are shown with it."""
    while at and tokens[at] == _THOUSANDTH:
        at -= 1
        if tokens[at] == FormatToken("mark", "."):
            return True
    return False


def _moment(serial: float) -> _Moment:
    thousandths = round(serial * 86_400_000)
    days, rest = divmod(thousandths, 86_400_000)
    seconds, left = divmod(rest, 1_000)
    day = date(1899, 12, 30) + timedelta(days=days + (0 < days < _LEAP_DAY))
    return _Moment(
        day,
        seconds // 3_600,
        seconds // 60 % 60,
        seconds % 60,
        left,
        timedelta(milliseconds=thousandths),
    )


def _of_minutes(tokens: Sequence[FormatToken], at: int) -> bool:
    """Return whether an m stands for minutes: after hours, or before seconds."""
    timed = [
        (position, token.text[0].lower())
        for position, token in enumerate(tokens)
        if token.kind in {"date", "elapsed"} and len(token.text) > 0
    ]
    place = next(index for index, (position, _) in enumerate(timed) if position == at)
    if len(tokens[at].text) > 2:
        return False
    before = timed[place - 1][1] if place else ""
    behind = timed[place + 1][1] if place + 1 < len(timed) else ""
    return before == "h" or behind == "s"


def _piece(moment: _Moment, letter: str, length: int, *, halves: bool, english: bool) -> str | None:
    """Return what a run of one letter shows: figures where it is short, a name where it is long."""
    day = moment.day
    if letter == "y":
        return f"{day.year:04d}" if length > 2 else f"{day.year % 100:02d}"
    if length > 2:
        names = _names(day, english=english).get(letter, ())
        return names[length - 3] if length - 3 < len(names) else None
    hours = (moment.hours % 12 or 12) if halves else moment.hours
    return f"{ {'m': day.month, 'd': day.day, 'h': hours, 's': moment.seconds}[letter]:0{length}d}"


def _names(day: date, *, english: bool) -> dict[str, tuple[str, str]]:
    """Return the names of month and weekday, in short and in full."""
    if english:
        month, weekday = _ENGLISH_MONTHS[day.month - 1], _ENGLISH_DAYS[day.weekday()]
        return {"m": (month[:3], month), "d": (weekday[:3], weekday)}
    return {
        "m": (f"thg {day.month}", f"tháng {day.month}"),
        "d": (_SHORT_DAYS[day.weekday()], _DAYS[day.weekday()]),
    }


def _elapsed(total: timedelta, text: str) -> str:
    unit = {"h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}[text[0].lower()]
    return f"{total // unit:0{len(text)}d}"


def _half(hours: int, *, short: bool, english: bool) -> str:
    """Return the half of the day, as the machine calls it."""
    if english or short:
        return ("AM", "PM")[hours >= 12][: 1 if short else 2]
    return ("SA", "CH")[hours >= 12]
