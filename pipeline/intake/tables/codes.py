"""Codes of tasks and indicators as they stand in returns, whatever a program or person made of them."""

import re
from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache

from pipeline.intake.formats.readers import Raw
from pipeline.intake.tables.location import comparable

_NUMERIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
#: What looks like a code of a catalogue: 6.1, 3.4.c, CT-4.4-1; not «TM.UBND».
_CODE = re.compile(r"[0-9]+(?:\.[0-9a-z]+)*\.?|(?=.*[0-9])[a-z]{2,4}(?:[-.][0-9a-z]+)+", re.IGNORECASE)


def code_of(value: Raw, codes: Collection[str], *, fits: Callable[[str], bool]) -> str | None:
    """Return which of some codes a cell means, None where it means none.

    A text means the code it spells, whatever its case and blanks. Of a number or a date the text is lost: 1.1 and 1.10
    are the same number, 1.2 typed on some machines becomes 1 February; where several codes are possible, `fits` says
    which one the rest of the row belongs to.
    """
    if isinstance(value, str):
        return _by_spelling(tuple(codes)).get(_spelt(value))
    possible = _possible(value, codes)
    if len(possible) == 1:
        return possible[0]
    fitting = [code for code in possible if fits(code)]
    return fitting[0] if len(fitting) == 1 else None


@lru_cache(maxsize=256)
def _by_spelling(codes: tuple[str, ...]) -> dict[str, str]:
    return {_spelt(code): code for code in codes}


def looks_like_code(text: str) -> bool:
    """Return whether a text could be meant as a code."""
    return _CODE.fullmatch(_spelt(text)) is not None


def _possible(value: Raw, codes: Collection[str]) -> list[str]:
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [code for code in codes if _NUMERIC.fullmatch(code) and float(code) == value]
    if isinstance(value, date):
        spelt = {f"{value.day}.{value.month}", f"{value.month}.{value.day}"}
        return [code for code in codes if code in spelt]
    return []


def _spelt(text: str) -> str:
    return comparable(text).replace(" ", "").rstrip(".")
