"""What stands in the open table cells of a form, as one digest: the same however a program saved them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from hashlib import sha256

from pipeline.text import clean_text
from pipeline.values import number_text, parse_date, parse_percent

#: No date or number is written longer, or without a figure.
_LONGEST, _FIGURE = 100, re.compile(r"\d")

#: An open cell by table, key of its row and name of its column, with its value, as typed or as a file gives it.
OpenCell = tuple[str, str | int | None, str, object]


def open_cells_digest(cells: Iterable[OpenCell]) -> str:
    """Return 16 hexadecimal digits over the cells in which anything stands, in whatever order they come.

    Saving changes how a value is kept, not what it says: dates become numbers or texts, 85 becomes 85%, a letter and its
    mark are composed otherwise, line ends and blanks change. None of this changes the digest.
    """
    return sha256("\n".join(sorted(filled_open_cells(cells))).encode()).hexdigest()[:16]


def filled_open_cells(cells: Iterable[OpenCell]) -> frozenset[str]:
    """Return one text for each cell in which anything stands: where it is, and what it says as `open_cells_digest` reads it."""
    return frozenset(
        f"{table}\t{key}\t{column}\t{text}" for table, key, column, value in cells if (text := _meant(value))
    )


def _meant(value: object) -> str:
    """Return what a value says, "" where nothing can be seen: a date, else a number, else the words."""
    text = " ".join(clean_text(value).split()) if isinstance(value, str) else value
    if text is None or text == "":
        return ""
    if isinstance(text, str) and (len(text) > _LONGEST or _FIGURE.search(text) is None):
        return text
    if isinstance(text, date | datetime | str | float | int) and not isinstance(text, bool):
        day = parse_date(text).value
        if day is not None and not (isinstance(text, datetime) and text.time() != time()):
            return day.isoformat()
        amount = parse_percent(text).value
        if amount is not None:
            return number_text(amount, grouped=False)
    return str(text)


#: The digest of a form in which no open table cell is filled.
NOTHING_FILLED_IN = open_cells_digest(())
