"""Paragraphs pasted from Word onto a cell: each becomes a cell of its own and lands in the rows of other tasks."""

import re
from collections.abc import Iterator

from pipeline.forms.schema.schema import Column, ColumnKind
from pipeline.rules import Rule
from pipeline.validation.findings import Finding
from pipeline.validation.rows import says_nothing
from pipeline.validation.typed_rows import TypedRows

_BULLET = re.compile(r"[-+*•–—●▪]\s*\S")
#: «1.», «2)», «a)» at the beginning of a paragraph, but no date or number: «15/8», «1.5».
_NUMBER = re.compile(r"(?:(\d{1,2})|([a-zđ]))[.)](?=\s)", re.IGNORECASE)
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_UNFINISHED = (":", ";", ",")


def spill_findings(rows: TypedRows) -> Iterator[Finding]:
    """Give the texts that look like the next paragraph of the one in the cell above.

    They go on with it by their signs. A text that stands alone in a row lacks its status and has that error; what a pasting
    put under «Chưa thực hiện» has a rule of its own.
    """
    texts = [column for column in rows.schema.open_columns if column.kind is ColumnKind.TEXT and not column.allowed]
    for column in texts:
        first = 0
        for position in range(1, len(rows.raws)):
            if not _is_below(rows, position) or not _goes_on(rows, column, position):
                first = position
                continue
            cell = rows.raws[first].cells[column.name].cell
            yield Finding(
                row=position,
                column=column.name,
                rule=Rule.PASTED_SPILL,
                parameters={"above": cell.reference, "first": rows.raws[first].key},
            )


def _is_below(rows: TypedRows, position: int) -> bool:
    """Return whether a row stands right under the one before it; between other rows locked cells stop a pasting."""
    above, below = rows.raws[position - 1], rows.raws[position]
    same_sheet = (rows.owners[position - 1].file, above.sheet) == (rows.owners[position].file, below.sheet)
    return same_sheet and below.row == above.row + 1


def _goes_on(rows: TypedRows, column: Column, position: int) -> bool:
    above, below = rows.values[column.name][position - 1], rows.values[column.name][position]
    if not isinstance(above, str) or not isinstance(below, str) or "\n" in below or says_nothing(below):
        return False
    return _next_paragraph(above, below)


def _next_paragraph(above: str, below: str) -> bool:
    """Return whether a paragraph goes on with the one above: an unfinished sentence or list, the next number."""
    last = above.rpartition("\n")[2]
    if last.endswith(_UNFINISHED):
        return below[:1].islower() or _BULLET.match(below) is not None or _NUMBER.match(below) is not None
    numbers = _NUMBER.match(last), _NUMBER.match(below)
    if numbers[0] is None or numbers[1] is None:
        return False
    return _place(numbers[1]) == _place(numbers[0]) + 1 and (numbers[0][1] is None) == (numbers[1][1] is None)


def _place(number: re.Match[str]) -> int:
    """Return the place that a number or letter has in its list."""
    return int(number[1]) if number[1] is not None else _LETTERS.index(number[2].lower())
