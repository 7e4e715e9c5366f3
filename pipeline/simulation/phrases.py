"""The grammar of building blocks: alternatives, numbers and names inside a Vietnamese phrase.

`[Đã|UBND xã đã|]` one of the alternatives, nesting allowed · `{2-6}` a whole number as offices write it ("02"),
`{1..9}` one in a name ("2") · `{staff}` a name from the context · `{CT-4.3-1}` the value of an indicator.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from pipeline.simulation.random_source import RandomSource

_INNERMOST_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"([0-9]+)(-|\.\.)([0-9]+)")


def written_number(number: int) -> str:
    """Return a number as offices write it: a leading zero under ten, a point before the last three digits."""
    if 0 < number < 10:
        return f"0{number}"
    return f"{number:,}".replace(",", ".")


def written_date(day: date) -> str:
    """Return a date as offices write it inside a sentence: 05/9/2025 (days under ten and months 1, 2 in two digits)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def with_capital(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


@cache
def names_in(block: str) -> frozenset[str]:
    """Return the names that a block takes from its context (ranges of numbers are no names)."""
    return frozenset(name for name in _PLACE.findall(block) if not _RANGE.fullmatch(name))


def phrase(block: str, random: RandomSource, names: Mapping[str, str]) -> str:
    """Return the block with its choices made and its places filled.

    Raises:
        KeyError: the block names something that the context does not have.
    """

    def filled(match: re.Match[str]) -> str:
        bounds = _RANGE.fullmatch(match[1])
        if bounds is not None:
            number = random.between(int(bounds[1]), int(bounds[3]))
            return written_number(number) if bounds[2] == "-" else str(number)
        return names[match[1]]

    while "[" in block and (choice := _INNERMOST_CHOICE.search(block)) is not None:
        block = block[: choice.start()] + random.one_of(choice[1].split("|")) + block[choice.end() :]
    return " ".join(_PLACE.sub(filled, block).split()).replace(" ,", ",").replace(" ;", ";").replace(" .", ".")
