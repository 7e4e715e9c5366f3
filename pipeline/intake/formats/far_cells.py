"""Cells that stand far from all others, slips of the keyboard: a reader would make room for the millions of blanks between."""

import re
from dataclasses import dataclass

from pipeline.intake.formats.columns import LAST_COLUMN, LAST_ROW, column_number
from pipeline.intake.formats.limits import Limits
from pipeline.intake.formats.xlsx_cells import has_usual_cells

#: Row 10,000 and below, column AAA and to the right of it.
_FAR_ADDRESS = rb"(?:[A-Z]{1,2}[1-9][0-9]{4,6}|[A-Z]{3}[1-9][0-9]{0,6})"
_FAR = re.compile(rb'<c r="' + _FAR_ADDRESS + rb'"')
#: A cell with something in it, as nearly all programs write it; others are measured with the rest of their sheet.
_FILLED = re.compile(
    rb'<c r="(' + _FAR_ADDRESS + rb')"((?: s="[0-9]{1,6}")?(?: t="[A-Za-z]+")?>(?:[^<]++|<(?!/c>))*+</c>)'
)


@dataclass(frozen=True, slots=True)
class FarCells:
    """The far cells of a sheet, and what is left of it."""

    #: Row and column of each.
    places: tuple[tuple[int, int], ...]
    #: The same cells one below the other in the first column, as the XML of rows.
    rows: bytes
    rest: bytes


def has_far_address(data: bytes) -> bool:
    """Return whether a sheet's XML has a cell far away, filled or blank."""
    return _FAR.search(data) is not None


def far_cells(data: bytes, limits: Limits) -> FarCells | None:
    """Return the far cells of a sheet's XML; None where there are none, or none that a person typed by mistake."""
    found = _FILLED.findall(data)
    if not 0 < len(found) <= limits.far_cells or not has_usual_cells(data):
        return None
    places = tuple(_place(address) for address, _ in found)
    if len(set(places)) < len(places) or any(row > LAST_ROW or column > LAST_COLUMN for row, column in places):
        return None
    rows = b"".join(
        b'<row r="%d"><c r="A%d"%s</row>' % (number, number, cell) for number, (_, cell) in enumerate(found, start=1)
    )
    return FarCells(places, rows, _FILLED.sub(b"", data))


def _place(address: bytes) -> tuple[int, int]:
    letters = address.rstrip(b"0123456789")
    return int(address[len(letters) :]) - 1, column_number(letters)
