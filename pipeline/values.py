"""Values as officers write them: texts and cells read as dates, numbers and words of closed lists, and written again.

Nothing is guessed: a text is read only where exactly one reading is possible. No function here raises, whatever comes in.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from pipeline.date_texts import date_of_text, date_or_none
from pipeline.text import clean_text, folded, half_width, without_marks

T = TypeVar("T", date, float, str)


class How(StrEnum):
    """How a value was read."""

    #: As typed.
    EXACT = "exact"
    #: After a lossless change, to be recorded.
    NORMALISED = "normalised"
    #: Not read: `candidates` holds the possible readings.
    AMBIGUOUS = "ambiguous"
    #: Not read.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ParsedValue(Generic[T]):
    """The reading of one text or cell: `value` is set where `how` is EXACT or NORMALISED, and only there."""

    how: How
    value: T | None = None
    candidates: tuple[T, ...] = ()


# Dates

_DAY_ZERO = date(1899, 12, 30)
#: Serials of the years 2000 to 2099; a smaller number in a date cell is a slip (a year, a percentage), not a date.
_PLAUSIBLE_SERIALS = range(36526, 73051)


def parse_date(raw: object) -> ParsedValue[date]:
    """Return the date of a cell or text, day first always; a two-digit year is of this century.

    A true date is exact; a text, a date with a time of day and an Excel serial number are normalised.
    """
    match raw:
        case datetime():
            how = How.EXACT if raw.time() == time() else How.NORMALISED
            return ParsedValue(how, raw.date())
        case date():
            return ParsedValue(How.EXACT, raw)
        case bool():
            return ParsedValue(How.REFUSED)
        case int() | float() if (serial := int(_exact_number(raw).value or 0)) in _PLAUSIBLE_SERIALS:
            return ParsedValue(How.NORMALISED, _DAY_ZERO + timedelta(days=serial))
        case str():
            value = date_of_text(raw)
            return ParsedValue(How.REFUSED) if value is None else ParsedValue(How.NORMALISED, value)
    return ParsedValue(How.REFUSED)


def swapped(day: date) -> date | None:
    """Return the date with day and month exchanged, as an en-US machine silently does; None where impossible or equal."""
    return None if day.day == day.month else date_or_none(day.year, day.day, day.month)


def date_text(day: date) -> str:
    """Return the date as official documents write it, 05/9/2025: a zero before a day below 10 and before months 1 and 2."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year:04d}"


# Numbers

_PLAIN = re.compile(r"\d+", re.ASCII)
_GROUPED = re.compile(r"0*[1-9]\d{0,2}(?:\.\d{3})+|0*[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)
_GROUPED_DECIMAL = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:,\d{3})+\.\d+", re.ASCII)
_DECIMAL = re.compile(r"\d+[.,]\d+", re.ASCII)
#: A number with more is the result of a division, and none of its digits are of any more weight.
_FEW_DIGITS = 12
#: What people and programs leave around a number.
_BEFORE_NUMBER, _BEHIND_NUMBER = " '\"‘’“”`", " '\"‘’“”`.,;"
_NUMBER_THEN_UNIT = re.compile(r"([+\-\u2212]?)\s*(\d(?:[\d.,]*\d)?)\s*(\D*)", re.ASCII)


def parse_number(raw: object, *, unit: str = "") -> ParsedValue[float]:
    """Return the number of a cell or text, in Vietnamese (1.234,5) or English (1,234.5) notation.

    After the number only the given unit may stand, or the words it begins with: «12 cuộc» where the unit is «cuộc đối
    thoại». Other words could change the amount («12 triệu», «12 rưỡi»). «1.234» has two readings: ambiguous.
    """
    match raw:
        case bool():
            return ParsedValue(How.REFUSED)
        case int() | float():
            return _exact_number(raw)
        case str():
            match = _NUMBER_THEN_UNIT.fullmatch(folded(half_width(raw)).lstrip(_BEFORE_NUMBER).rstrip(_BEHIND_NUMBER))
            if match is None or not _is_start_of_unit(match[3], folded(unit)):
                return ParsedValue(How.REFUSED)
            sign = "-" if match[1] in {"-", "\u2212"} else ""
            return _number_of_digits(sign, match[2])
    return ParsedValue(How.REFUSED)


def parse_percent(raw: object) -> ParsedValue[float]:
    """Return the percentage of a cell or text, 85 for «85», «85%» and «85 %».

    A text between 0 and 1 without the sign has two readings, «0,85»: 0,85 % or 85 %.
    """
    read = parse_number(raw, unit="%")
    if isinstance(raw, str) and "%" not in half_width(raw) and read.value is not None and 0 < read.value < 1:
        scaled = float(Decimal(repr(read.value)) * 100)
        return ParsedValue(How.AMBIGUOUS, candidates=(scaled, read.value))
    return read


def without_noise(value: float, *, whole: bool = False) -> float:
    """Return a number without what a calculation in binary left behind: 12 for 12.000000000000002.

    Only numbers with more digits than anybody can type into a spreadsheet (15) are changed, and only where few digits
    are left. `whole` is whether the number can only be a whole one; then any tiny rest is what was left behind.
    """
    if whole and abs(value) < 1e9 and value != round(value) and abs(value - round(value)) < 1e-9:
        return float(round(value))
    rounded = float(f"{value:.15g}")
    short = len(Decimal(repr(rounded)).normalize().as_tuple().digits) <= _FEW_DIGITS
    return rounded if rounded != value and short else value


def _exact_number(raw: float) -> ParsedValue[float]:
    try:
        value = float(raw)
    except OverflowError:
        return ParsedValue(How.REFUSED)
    return ParsedValue(How.EXACT, value) if math.isfinite(value) else ParsedValue(How.REFUSED)


def _is_start_of_unit(words: str, unit: str) -> bool:
    words = words.strip().removesuffix(".")
    return not words or words == unit or unit.startswith(f"{words} ")


def _number_of_digits(sign: str, digits: str) -> ParsedValue[float]:
    """Return the number that digits with separators mean; a single separator before three digits may group or split."""
    ungrouped = digits.replace(".", "").replace(",", "")
    pointed = digits.replace(",", ".")
    if _PLAIN.fullmatch(digits):
        return _normalised_number(sign + digits)
    if _GROUPED.fullmatch(digits):
        if ungrouped == pointed.replace(".", "", 1):
            candidates = tuple(_normalised_number(sign + text).value for text in (ungrouped, pointed))
            return ParsedValue(How.AMBIGUOUS, candidates=tuple(value for value in candidates if value is not None))
        return _normalised_number(sign + ungrouped)
    if _GROUPED_DECIMAL.fullmatch(digits):
        whole, _, fraction = pointed.rpartition(".")
        return _normalised_number(f"{sign}{whole.replace('.', '')}.{fraction}")
    if _DECIMAL.fullmatch(digits):
        return _normalised_number(sign + pointed)
    return ParsedValue(How.REFUSED)


def _normalised_number(text: str) -> ParsedValue[float]:
    """Return the number unless a float cannot hold it to the last digit."""
    value = float(text)
    if not math.isfinite(value) or Decimal(repr(value)) != Decimal(text):
        return ParsedValue(How.REFUSED)
    return ParsedValue(How.NORMALISED, value + 0.0)  # no negative zero


def half_up(value: float, decimals: int) -> Decimal:
    """Return a number rounded to some decimals, a half away from zero; the noise of binary floats does not count."""
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number_text(value: float, *, grouped: bool = True) -> str:
    """Return a finite number the Vietnamese way, 1.234,5; without grouping it can be typed into a cell as it stands."""
    try:
        digits = format(Decimal(repr(float(value))), "f")
    except OverflowError:
        return str(value)
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if digits == "-0":
        digits = "0"
    whole, _, fraction = digits.partition(".")
    if grouped:
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        whole = sign + f"{int(whole):,}".replace(",", ".") if whole.isdecimal() else sign + whole
    return f"{whole},{fraction}" if fraction else whole


# Words of closed lists

_NO_SYNONYMS: Mapping[str, str] = {}
#: What may stand around a word without changing it.
_AROUND_WORD = " \n\t.,;:!-\u2013+*\"'\u201c\u201d\u2018\u2019«»()"


def parse_choice(raw: object, allowed: Iterable[str], synonyms: Mapping[str, str] = _NO_SYNONYMS) -> ParsedValue[str]:
    """Return the word of a closed list: exact, or normalised where case, blanks, marks or a synonym leave one word.

    `synonyms` holds the word that is meant by each other way to write it, in lower case and without marks.
    """
    words = tuple(allowed)
    if not isinstance(raw, str):
        return ParsedValue(How.REFUSED)
    if raw in words:
        return ParsedValue(How.EXACT, raw)
    text = clean_text(raw).strip(_AROUND_WORD)
    for form in (folded, without_marks):
        matches = [word for word in words if form(word) == form(text)]
        if len(matches) == 1:
            return ParsedValue(How.NORMALISED, matches[0])
    meant = synonyms.get(without_marks(text))
    return ParsedValue(How.NORMALISED, meant) if meant in words else ParsedValue(How.REFUSED)


# Any cell, shown


def typed_text(raw: object) -> str:
    """Return what stands in a cell as the officer sees it, to quote it: 1234,5 · 15/8/2025 · TRUE."""
    match raw:
        case None | bool():
            return "" if raw is None else str(raw).upper()
        case int() | float():
            return number_text(raw, grouped=False)
        case timedelta():
            minutes, seconds = divmod(round(raw.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
        case datetime() if raw.time() != time():
            return f"{date_text(raw)} {raw:%H:%M:%S}"
        case date():
            return date_text(raw)
    return str(raw)


def visible_text(text: str) -> str:
    """Return a text with what cannot be seen spelt out, ⟨U+200B⟩: hidden characters, foreign blanks, blanks around it."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return "".join(
        letter if start <= position < end and (letter.isprintable() or letter == "\n") else f"⟨U+{ord(letter):04X}⟩"
        for position, letter in enumerate(text)
    )
