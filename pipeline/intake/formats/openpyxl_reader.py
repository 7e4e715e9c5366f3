"""The second reader: openpyxl, for the narrow workbooks that calamine does not read (a cell with #SPILL!, for one)."""

import io
import warnings
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from pipeline.intake.formats.grid import Grid, Value
from pipeline.intake.formats.limits import Rejection, damaged
from pipeline.intake.formats.sheet_facts import Area

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def openpyxl_grids(content: bytes, boxes: Sequence[Area | None]) -> tuple[Grid, ...] | Rejection:
    """Return the stored values inside the box of each sheet; never in read-only mode, which drops rows."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content), data_only=True)
            return tuple(_grid(sheet, box) for sheet, box in zip(workbook.worksheets, boxes, strict=True))
    except Exception:  # openpyxl raises some twenty kinds on damaged files
        return damaged("trình đọc bảng tính không đọc được")


def _grid(sheet: "Worksheet", box: Area | None) -> Grid:
    if box is None:
        return Grid(name=sheet.title, origin=(0, 0), rows=())
    top, left, bottom, right = box
    found = sheet.iter_rows(min_row=top + 1, max_row=bottom + 1, min_col=left + 1, max_col=right + 1, values_only=True)
    return Grid(name=sheet.title, origin=(top, left), rows=tuple(tuple(_value(cell) for cell in row) for row in found))


def _value(cell: object) -> Value:
    match cell:
        case None | "":
            return None
        case str() | bool() | int() | float() | date() | time() | timedelta():
            return cell
    return str(cell)
