"""Numbers as the digits of their format show them, with the marks of Vietnam: 1.500.000,5."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

#: Excel keeps and shows so many digits of a number, and so many letters of one without a format.
_KEPT, _LETTERS = 15, 11
_MARKED_DIGITS = re.compile(r"\d+(?:[.,]\d+)+")
_EXCHANGED = str.maketrans(",.", ".,")


class FormatToken(NamedTuple):
    """One piece of a number format; the kinds are those that `number_format` tells apart."""

    kind: str
    text: str


def general_text(value: float) -> str:
    """Return what a cell without a format shows; a whole number keeps all its digits, which may be a number of something."""
    number = without_rest(value)
    if number == number.to_integral_value():
        return _point(number.to_integral_value())
    whole = len(str(abs(int(number))))
    if abs(number) < Decimal("0.0001"):
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        return f"{_point(Decimal(mantissa))}E{exponent[0]}{int(exponent[1:]):02d}"
    return _point(round(number, max(_LETTERS - 1 - whole, 0)))


def with_vietnamese_marks(text: str, value: float) -> str:
    """Return what some program shows for a number with the marks of Vietnam: 1.500.000,5 ₫ for 1,500,000.5 ₫."""
    digits = _MARKED_DIGITS.search(text)
    if digits is None or not _is_english(digits[0], abs(value)):
        return text
    return text[: digits.start()] + digits[0].translate(_EXCHANGED) + text[digits.end() :]


def _is_english(digits: str, value: float) -> bool:
    """Return whether commas part the thousands of a number and a point its decimals; where both may be, the value tells."""
    last = digits[max(digits.rfind(","), digits.rfind("."))]
    other = "," if last == "." else "."
    if other in digits or digits.count(last) > 1:
        return (last == ".") is (other in digits)
    if len(digits.partition(last)[2]) != 3:
        return last == "."
    as_decimals, as_thousands = float(digits.replace(last, ".")), float(digits.replace(last, ""))
    decimals = min(abs(as_decimals - value * scale) for scale in (1, 100)) < min(
        abs(as_thousands - value * scale) for scale in (1, 100)
    )
    return decimals is (last == ".")


def without_rest(value: float) -> Decimal:
    """Return a number without what comes of storing it in binary."""
    return Decimal(f"{value:.{_KEPT}g}") if abs(value) < 10**_KEPT else Decimal(repr(float(value)))


def _point(number: Decimal) -> str:
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def literal(token: FormatToken) -> str:
    """Return what a token that stands for itself shows."""
    match token.kind:
        case "quoted" | "escaped" | "literal" | "currency":
            return token.text
        case "room":
            return " "
        case "mark" if token.text in "%/":
            return token.text
    return ""


def number_text(value: float, tokens: Sequence[FormatToken]) -> str | None:
    """Return a number that is not negative as the tokens of one section show it."""
    number = without_rest(value) * 100 ** sum(token == FormatToken("mark", "%") for token in tokens)
    if any(token.kind == "general" for token in tokens):
        return "".join(general_text(float(number)) if token.kind == "general" else literal(token) for token in tokens)
    digits = [position for position, token in enumerate(tokens) if token.kind == "digit"]
    if not digits:
        return "".join(map(literal, tokens))
    slash = next((at for at in range(digits[0], len(tokens)) if tokens[at] == FormatToken("mark", "/")), None)
    if slash is not None:
        return _fraction(number, tokens, slash)
    exponent = next((at for at, token in enumerate(tokens) if token.kind == "exponent"), None)
    if exponent is not None:
        return _power(number, tokens, exponent)
    return _plain_number(number, tokens)


def _plain_number(number: Decimal, tokens: Sequence[FormatToken]) -> str:
    """Return digits in their places, among them whatever else the format writes."""
    places = [position for position, token in enumerate(tokens) if token.kind == "digit"]
    point = next((at for at, token in enumerate(tokens) if token == FormatToken("mark", ".")), len(tokens))
    before = [at for at in places if at < point]
    after = [at for at in places if at > point]
    commas = [at for at, token in enumerate(tokens) if token == FormatToken("mark", ",")]
    grouped = any(before and before[0] < at < before[-1] for at in commas)
    # behind the digits before or after the point each comma stands for thousands that are not shown
    behind = [at for at in commas if (before and before[-1] < at < point) or (after and at > after[-1])]
    rounded = (number / 1000 ** len(behind)).quantize(Decimal(1).scaleb(-len(after)), rounding=ROUND_HALF_UP)
    whole, _, decimals = format(rounded, "f").partition(".")
    digits_behind = _decimals(decimals, [tokens[at].text for at in after])
    written = dict(zip(after, digits_behind, strict=True)) | _whole(whole.lstrip("0"), tokens, before, grouped=grouped)
    if point < len(tokens):
        written[point] = "," if any(digits_behind) else ""
    return "".join(written.get(at, literal(token)) for at, token in enumerate(tokens))


def _whole(digits: str, tokens: Sequence[FormatToken], places: Sequence[int], *, grouped: bool) -> dict[int, str]:
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


def _power(number: Decimal, tokens: Sequence[FormatToken], at: int) -> str | None:
    """Return a number as a power of ten; several places before the point make steps of as many powers."""
    front, rest = tokens[:at], tokens[at + 1 :]
    places = [token for token in front if token.kind == "digit"]
    point = next((position for position, token in enumerate(front) if token == FormatToken("mark", ".")), len(front))
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
    tail = "".join(map(literal, rest[width:]))
    return f"{_plain_number(mantissa, front)}E{sign}{abs(power):0{width}d}{tail}"


def _fraction(number: Decimal, tokens: Sequence[FormatToken], slash: int) -> str | None:
    """Return a number as a fraction, with the whole number before it where the format has a place for one."""
    first = next(at for at, token in enumerate(tokens) if token.kind == "digit")
    blanks = [at for at in range(first, slash) if literal(tokens[at]).isspace()]
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
    head, tail = "".join(map(literal, tokens[:first])), "".join(map(literal, tokens[behind:]))
    return f"{head}{' '.join(pieces)}{tail}"
