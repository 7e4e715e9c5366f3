"""Number formats: what a cell shows for the value it holds, as a Vietnamese machine shows it.

Known is what officers meet: sections with conditions, digits with grouping and literal text, percentages, money,
fractions, powers of ten, dates, times of day and elapsed times. Of any other format nothing is guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from pipeline.intake.shown.dates import date_text
from pipeline.intake.shown.numbers import FormatToken, general_text, literal, number_text, without_rest

#: The formats that files name by number alone; those that follow the machine (5 to 8, 14, 22, 37 to 44) as in Vietnam.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    **dict.fromkeys((5, 6), '#,##0 "₫"'),
    **dict.fromkeys((7, 8), '#,##0.00 "₫"'),
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    **dict.fromkeys((37, 38, 41), "#,##0"),
    **dict.fromkeys((39, 40, 43), "#,##0.00"),
    42: '#,##0 "₫"',
    44: '#,##0.00 "₫"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
}
#: Formats that show a value as it is.
_PLAIN = {"", "general", "@", "standard"}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<room>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<ampm>AM/PM|A/P)|(?P<exponent>E[+\-])"
    r"|(?P<date>y+|m+|d+|h+|s+)|(?P<era>[beg])|(?P<digit>[0#?])|(?P<mark>[.,%/@;])|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
#: Spreadsheets write no longer ones.
_LONGEST = 255
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|colou?r\s*\d{1,2}", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
#: Currency and language of a bracket: [$₫-42A], [$-409].
_LANGUAGE = re.compile(r"\$([^\-]*)(?:-([0-9A-F]{1,8}))?", re.IGNORECASE)
#: Language numbers that stand for the machine's own long date and time.
_OF_MACHINE = {0xF800, 0xF400}


@dataclass(frozen=True, slots=True, kw_only=True)
class _FormatSection:
    """The format of some values: those that meet a condition, those of a sign, or texts."""

    tokens: tuple[FormatToken, ...]
    condition: tuple[str, float] | None = None
    #: Language number of names, None for the machine's own.
    language: int | None = None
    known: bool = True

    def has(self, kind: str, *texts: str) -> bool:
        """Return whether a token of a kind (and, where given, one of these texts) is there."""
        return any(token.kind == kind and (not texts or token.text in texts) for token in self.tokens)

    @property
    def of_dates(self) -> bool:
        return self.has("date") or self.has("elapsed") or self.has("ampm")

    @property
    def of_texts(self) -> bool:
        return self.has("mark", "@")

    @property
    def percent_signs(self) -> int:
        return sum(token == FormatToken("mark", "%") for token in self.tokens)


def is_plain(number_format: str) -> bool:
    """Return whether a format shows a value as it is."""
    return number_format.strip().lower() in _PLAIN


def shown_text(value: str, number_format: str) -> str:
    """Return what a cell shows for a text: itself, unless the format has a section for texts."""
    last = (sections := _sections(number_format[:_LONGEST]))[-1]
    if not last.known:
        return value
    if not last.of_texts and len(sections) < 4:
        return value
    return "".join(value if token == FormatToken("mark", "@") else literal(token) for token in last.tokens)


def shown_number(value: float, number_format: str) -> str | None:
    """Return what a cell shows for a number, date or time (as its serial number).

    None where the format is not known, or shows nothing at all.
    """
    if is_plain(number_format):
        return general_text(value)
    if len(number_format) > _LONGEST:
        return None
    try:
        return _shown_number(value, number_format)
    except (ArithmeticError, ValueError):
        return None  # more figures than a number has


def _shown_number(value: float, number_format: str) -> str | None:
    section, absolute = _section_of(value, number_format)
    if section is None or not section.known:
        return None
    if section.of_texts:
        return general_text(value)
    if section.of_dates:
        text = None if value < 0 else date_text(value, section.tokens, section.language)
    else:
        text = number_text(abs(value), section.tokens)
        if text is not None and value < 0 and not absolute and re.search("[1-9]", text):
            text = f"-{text}"
    return None if text is None else " ".join(text.split()) or None


def percentage(value: float, number_format: str) -> float | None:
    """Return the percentage that a format shows for a fraction, 85 for 0.85 under 0%; None where it shows none."""
    if "%" not in number_format or len(number_format) > _LONGEST:
        return None
    section, _ = _section_of(value, number_format)
    if section is None or section.of_dates or section.percent_signs != 1:
        return None
    return float(without_rest(value) * 100)


def serial(value: "float | date | time | timedelta") -> float:
    """Return the number that a date or time is stored as: days since 30 December 1899."""
    match value:
        case timedelta():
            return value / timedelta(days=1)
        case time():
            return serial(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)) + (
                value.microsecond / 86_400_000_000
            )
        case datetime():
            return (value.replace(tzinfo=None) - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
        case date():
            return float((value - date(1899, 12, 30)).days)
    return float(value)


@lru_cache(maxsize=1_000)
def _sections(number_format: str) -> tuple[_FormatSection, ...]:
    sections: list[_FormatSection] = []
    tokens: list[re.Match[str]] = []
    for token in (*_TOKEN.finditer(number_format), None):
        if token is None or token["mark"] == ";":
            sections.append(_section(tokens))
            tokens = []
        else:
            tokens.append(token)
    return tuple(sections)


def _section(pieces: Sequence[re.Match[str]]) -> _FormatSection:
    tokens: list[FormatToken] = []
    condition: tuple[str, float] | None = None
    language: int | None = None
    is_known = True
    for piece in pieces:
        kind = piece.lastgroup or ""
        text = piece[kind]
        if kind != "bracket":
            is_known = is_known and kind != "era"
            tokens.append(FormatToken(kind, text))
        elif (limit := _CONDITION.fullmatch(text)) is not None:
            condition = (limit[1], float(limit[2]))
        elif _ELAPSED.fullmatch(text):
            tokens.append(FormatToken("elapsed", text))
        elif (of := _LANGUAGE.fullmatch(text)) is not None:
            tokens.append(FormatToken("currency", of[1]))
            number = int(of[2] or "0", 16)
            # above the language stand the shapes of the figures and the calendar: 0 and 1 are the usual ones
            is_known = is_known and number & 0xFFFF not in _OF_MACHINE and {number >> 16 & 0xFF, number >> 24} <= {0, 1}
            language = number & 0xFFFF or language
        elif not _COLOUR.fullmatch(text):
            is_known = False
    return _FormatSection(tokens=tuple(tokens), condition=condition, language=language, known=is_known)


def _section_of(value: float, number_format: str) -> tuple[_FormatSection | None, bool]:
    """Return the section for a number, and whether it is shown without its sign, which the section itself may write."""
    sections = _sections(number_format)
    if len(sections) > 1 and (sections[-1].of_texts or len(sections) == 4):
        sections = sections[:-1]
    if len(sections) == 1:
        only = sections[0]
        return (only if only.condition is None or _meets(value, only.condition) else None), False
    if sections[0].condition is None and sections[1].condition is None:
        if value < 0:
            return sections[1], True
        return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), False
    for position, section in enumerate(sections[:-1]):
        limit = section.condition or ((">", 0.0) if position == 0 else ("<", 0.0))
        if _meets(value, limit):
            return section, limit[0] in {"<", "<="} and limit[1] <= 0
    last = sections[-1]
    if last.condition is not None and not _meets(value, last.condition):
        return None, False
    return last, False


def _meets(value: float, condition: tuple[str, float]) -> bool:
    sign, limit = condition
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]
