"""Number formats of .xls and .xlsb that redefine one of Excel's own: whether they show a date is said by their code alone."""

import re

#: Formats below this are Excel's own; a reader takes some of them for dates whatever a file says of them.
_FIRST_CUSTOM = 164
#: Excel's own formats for a plain number, a date with its time, and a time beyond a day.
_NUMBER, _MOMENT, _ELAPSED = 0, 22, 46
_ELAPSED_MARK = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
#: Quoted words, escaped letters, blanks of a letter's width, what fills a cell, colours and conditions.
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PARTS_OF_A_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)


def unmistakable_format(number: int, code: str) -> int:
    """Return the number of the format under which a reader takes a value as the code of its own shows it."""
    if number >= _FIRST_CUSTOM:
        return number
    if _ELAPSED_MARK.search(code):
        return _ELAPSED
    bare = _ASIDE.sub("", code).partition(";")[0]
    if "general" in bare.lower() or not _PARTS_OF_A_DATE.search(bare):
        return _NUMBER
    return _MOMENT
