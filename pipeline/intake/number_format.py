"""Number formats: what a cell shows for the value it holds, as a Vietnamese machine shows it.

Known is what officers meet: sections with conditions, digits with grouping and literal text, percentages, money,
fractions, powers of ten, dates, times of day and elapsed times. Of any other format nothing is guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from pipeline.intake.shown_dates import DateToken, shown_date

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
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|colou?r\s*\d{1,2}", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
#: Currency and language of a bracket: [$₫-42A], [$-409].
_LANGUAGE = re.compile(r"\$([^\-]*)(?:-([0-9A-F]{1,8}))?", re.IGNORECASE)
#: Language numbers that stand for the machine's own long date and time.
_OF_MACHINE = {0xF800, 0xF400}
#: Excel keeps and shows so many digits of a number, and so many letters of one without a format.
_KEPT, _LETTERS = 15, 11
_EXPONENT_DIGITS = re.compile(r"[0#?]+")


@dataclass(frozen=True, slots=True)
class _Token:
    """One piece of a format: its kind is a group of `_TOKEN`, "elapsed" or "currency"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _FormatSection:
    """The format of some values: those that meet a condition, those of a sign, or texts."""

    tokens: tuple[_Token, ...]
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
        return sum(token == _Token("mark", "%") for token in self.tokens)


def is_plain(number_format: str) -> bool:
    """Return whether a format shows a value as it is."""
    return number_format.strip().lower() in _PLAIN


def shown_text(value: str, number_format: str) -> str:
    """Return what a cell shows for a text: itself, unless the format has a section for texts."""
    sections = _sections(number_format)
    if not sections or not sections[-1].known:
        return value
    last = sections[-1]
    if not last.of_texts and len(sections) < 4:
        return value
    return "".join(value if token == _Token("mark", "@") else _literal(token) for token in last.tokens)


def shown_number(value: float, number_format: str) -> str | None:
    """Return what a cell shows for a number, date or time (as its serial number).

    None where the format is not known, or shows nothing at all.
    """
    if is_plain(number_format):
        return general_text(value)
    section, absolute = _section_of(value, number_format)
    if section is None or not section.known:
        return None
    if section.of_texts:
        return general_text(value)
    if section.of_dates:
        tokens = [DateToken(token.kind, token.text) for token in section.tokens]
        text = None if value < 0 else shown_date(value, tokens, section.language)
    else:
        text = _number(abs(value), section.tokens)
        if text is not None and value < 0 and not absolute and re.search("[1-9]", text):
            text = f"-{text}"
    return None if text is None else " ".join(text.split()) or None


def percentage(value: float, number_format: str) -> float | None:
    """Return the percentage that a format shows for a fraction, 85 for 0.85 under 0%; None where it shows none."""
    if "%" not in number_format:
        return None
    section, _ = _section_of(value, number_format)
    if section is None or section.of_dates or section.percent_signs != 1:
        return None
    return float(_kept(value) * 100)


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


def general_text(value: float) -> str:
    """Return what a cell without a format shows; a whole number keeps all its digits, which may be a number of something."""
    number = _kept(value)
    if number == number.to_integral_value():
        return _point(number.to_integral_value())
    whole = len(str(abs(int(number))))
    if abs(number) < Decimal("0.0001"):
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        return f"{_point(Decimal(mantissa))}E{exponent[0]}{int(exponent[1:]):02d}"
    return _point(round(number, max(_LETTERS - 1 - whole, 0)))


def _kept(value: float) -> Decimal:
    """Return a number without what comes of storing it in binary."""
    return Decimal(f"{value:.{_KEPT}g}") if abs(value) < 10**_KEPT else Decimal(repr(float(value)))


def _point(number: Decimal) -> str:
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


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
    tokens: list[_Token] = []
    condition: tuple[str, float] | None = None
    language: int | None = None
    is_known = True
    for piece in pieces:
        kind = piece.lastgroup or ""
        text = piece[kind]
        if kind != "bracket":
            is_known = is_known and kind != "era"
            tokens.append(_Token(kind, text))
        elif (limit := _CONDITION.fullmatch(text)) is not None:
            condition = (limit[1], float(limit[2]))
        elif _ELAPSED.fullmatch(text):
            tokens.append(_Token("elapsed", text))
        elif (of := _LANGUAGE.fullmatch(text)) is not None:
            tokens.append(_Token("currency", of[1]))
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


def _literal(token: _Token) -> str:
    """Return what a token that stands for itself shows."""
    match token.kind:
        case "quoted" | "escaped" | "literal" | "currency":
            return token.text
        case "room":
            return " "
        case "mark" if token.text in "%/":
            return token.text
    return ""


def _number(value: float, tokens: Sequence[_Token]) -> str | None:
    """Return a number that is not negative as the tokens of one section show it."""
    number = _kept(value) * 100 ** sum(token == _Token("mark", "%") for token in tokens)
    if any(token.kind == "general" for token in tokens):
        return "".join(general_text(float(number)) if token.kind == "general" else _literal(token) for token in tokens)
    digits = [position for position, token in enumerate(tokens) if token.kind == "digit"]
    if not digits:
        return "".join(map(_literal, tokens))
    slash = next((at for at in range(digits[0], len(tokens)) if tokens[at] == _Token("mark", "/")), None)
    if slash is not None:
        return _fraction(number, tokens, slash)
    exponent = next((at for at, token in enumerate(tokens) if token.kind == "exponent"), None)
    if exponent is not None:
        return _power(number, tokens, exponent)
    return _plain_number(number, tokens)


def _plain_number(number: Decimal, tokens: Sequence[_Token]) -> str:
    """Return digits in their places, among them whatever else the format writes."""
    places = [position for position, token in enumerate(tokens) if token.kind == "digit"]
    point = next((at for at, token in enumerate(tokens) if token == _Token("mark", ".")), len(tokens))
    before = [at for at in places if at < point]
    after = [at for at in places if at > point]
    commas = [at for at, token in enumerate(tokens) if token == _Token("mark", ",")]
    grouped = any(before and before[0] < at < before[-1] for at in commas)
    # behind the digits before or after the point each comma stands for thousands that are not shown
    behind = [at for at in commas if (before and before[-1] < at < point) or (after and at > after[-1])]
    rounded = (number / 1000 ** len(behind)).quantize(Decimal(1).scaleb(-len(after)), rounding=ROUND_HALF_UP)
    whole, _, decimals = format(rounded, "f").partition(".")
    digits_behind = _decimals(decimals, [tokens[at].text for at in after])
    written = dict(zip(after, digits_behind, strict=True)) | _whole(whole.lstrip("0"), tokens, before, grouped=grouped)
    if point < len(tokens):
        written[point] = "," if any(digits_behind) else ""
    return "".join(written.get(at, _literal(token)) for at, token in enumerate(tokens))


def _whole(digits: str, tokens: Sequence[_Token], places: Sequence[int], *, grouped: bool) -> dict[int, str]:
    """Return what stands in the places before the point: the first takes all digits that are left."""
    written: dict[int, str] = {}
    count = 0
    for at in reversed(places):
        if at == places[0] and digits:
            own, digits = digits, ""
        elif digits:
            own, digits = digits[-1], digits[:-1]
        else:
            own = "0" if tokens[at].text == "0" else ""
        letters = ""
        for letter in reversed(own):
            letters = letter + ("." if grouped and count and count % 3 == 0 else "") + letters
            count += 1
        written[at] = letters
    return written


def _decimals(digits: str, places: Sequence[str]) -> list[str]:
    """Return the digit of each place behind the point; of those that need not be shown none."""
    letters = list(digits[: len(places)])
    for at in reversed(range(len(places))):
        if letters[at] != "0" or places[at] == "0":
            break
        letters[at] = ""
    return letters


def _power(number: Decimal, tokens: Sequence[_Token], at: int) -> str | None:
    """Return a number as a power of ten; several places before the point make steps of as many powers."""
    front, rest = tokens[:at], tokens[at + 1 :]
    places = [token for token in front if token.kind == "digit"]
    point = next((position for position, token in enumerate(front) if token == _Token("mark", ".")), len(front))
    step = max(sum(token.kind == "digit" for token in front[:point]), 1)
    decimals = len(places) - step
    power = 0 if number == 0 else number.adjusted() - number.adjusted() % step
    mantissa = number.scaleb(-power).quantize(Decimal(1).scaleb(-max(decimals, 0)), rounding=ROUND_HALF_UP)
    if mantissa >= 10**step:
        mantissa, power = mantissa.scaleb(-step), power + step
    width = 0
    while width < len(rest) and rest[width].kind == "digit":
        width += 1
    if not width:
        return None
    sign = "-" if power < 0 else "+" if tokens[at].text.endswith("+") else ""
    tail = "".join(map(_literal, rest[width:]))
    return f"{_plain_number(mantissa, front)}E{sign}{abs(power):0{width}d}{tail}"


def _fraction(number: Decimal, tokens: Sequence[_Token], slash: int) -> str | None:
    """Return a number as a fraction, with the whole number before it where the format has a place for one."""
    first = next(at for at, token in enumerate(tokens) if token.kind == "digit")
    blanks = [at for at in range(first, slash) if _literal(tokens[at]).isspace()]
    behind = slash + 1
    while behind < len(tokens) and (tokens[behind].kind == "digit" or tokens[behind].text.isdigit()):
        behind += 1
    under = "".join(token.text for token in tokens[slash + 1 : behind])
    if not under:
        return None
    fixed = int(under) if under.isdigit() and int(under) else None
    part = Fraction(number)
    whole = int(part) if blanks else 0
    part -= whole
    rounded = (
        Fraction(round(part * fixed), fixed) if fixed is not None else part.limit_denominator(10 ** len(under) - 1)
    )
    if blanks and rounded == 1:
        whole, rounded = whole + 1, Fraction(0)
    below = fixed or rounded.denominator
    above = int(rounded * below)
    pieces = [str(whole)] if blanks and (whole or not above) else []
    pieces += [f"{above}/{below}"] if above or not blanks else []
    head, tail = "".join(map(_literal, tokens[:first])), "".join(map(_literal, tokens[behind:]))
    return f"{head}{' '.join(pieces)}{tail}"
