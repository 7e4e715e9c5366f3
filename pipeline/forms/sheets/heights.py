"""Row heights: how many lines a text takes in a cell, since LibreOffice and PDF do not fit rows by themselves.

Units: widths of columns in characters, type sizes and heights in points.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: Advance widths of Times New Roman in thousandths of the type size; Liberation Serif and Tinos have the same.
_WIDTHS = {
    " .,;:·": 250,
    "ijlt/'|": 278,
    "frI()[]-!": 333,
    "sJ": 389,
    "acez?“”": 444,
    "SPFZTEL": 590,
    "BCRwU": 680,
    "mM%": 850,
    "W…—": 1000,
}
_WIDTH = {letter: width for letters, width in _WIDTHS.items() for letter in letters}
#: Programs differ by a few pixels; a line too many is better than a text cut off.
_SAFETY = 1.03


def column_points(width: float) -> float:
    """Return the room for text, in points, of a column of a width in characters (Excel: 7 pixels each and 5 of padding)."""
    return (width * 7 + 5 - 6) * 0.75


def row_height(texts: Iterable[tuple[str, float, float, bool]], minimum: float = 15.0) -> float:
    """Return the height in points of a row of cells, each given as (text, column width, type size, bold)."""
    needed = [line_count(text, width, size, bold=bold) * size * 1.19 + 4 for text, width, size, bold in texts if text]
    return min(409.0, max([minimum, *needed]))


@lru_cache(maxsize=4096)
def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return the number of lines of a wrapped text in a column of a width in characters."""
    room = column_points(width)
    factor = size / 1000 * _SAFETY * (1.06 if bold else 1.0)
    space = _WIDTH[" "] * factor
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            long = text_units(word) * factor
            if used and used + space + long > room:
                lines += 1
                used = 0.0
            elif used:
                used += space
            while long > room:
                lines += 1
                long -= room
            used += long
    return lines


@lru_cache(maxsize=65536)
def text_units(text: str) -> int:
    """Return the length of a text in thousandths of the type size; marks above and below a letter take no room."""
    letters = unicodedata.normalize("NFD", text)
    return sum(
        _WIDTH.get(letter, 722 if letter.isupper() else 500) for letter in letters if not unicodedata.combining(letter)
    )
