"""The libraries that read values: python-calamine first, openpyxl for what it refuses. Only checked content may come here."""

import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from pipeline.intake.formats.decoration import Area
from pipeline.intake.formats.limits import Rejection, format_not_read
from pipeline.rules import Rule
from pipeline.text import clean_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: What a reader gives for one cell; None is an empty cell.
Raw = str | float | bool | date | datetime | time | timedelta | None
#: Text in place of a value that is no number; it is refused where a number is asked for, and that cell alone.
NO_NUMBER = "NaN"
#: Whole numbers beyond are floats, as calamine has all of them.
_LARGEST_WHOLE = 2**53
#: Answer where no reader makes anything of a workbook.
UNREADABLE = format_not_read("cách ghi của chương trình đã lưu tệp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The values of one sheet, the first of them at `origin` (row, column, from zero)."""

    name: str
    origin: tuple[int, int] = (0, 0)
    rows: tuple[tuple[Raw, ...], ...] = ()


def calamine_grids(content: bytes, is_read: Callable[[str], bool] = lambda _name: True) -> tuple[Grid, ...] | Rejection:
    """Return a grid for every sheet in order, or why there are none.

    Sheets whose clean name `is_read` refuses have an empty grid. A panic of the library becomes a rejection; an abort
    ends the process.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(
                _calamine_grid(workbook, index) if is_read(clean_text(name)) else Grid(name=clean_text(name))
                for index, name in enumerate(workbook.sheet_names)
            )
    except PasswordError:
        return Rejection(rule=Rule.ENCRYPTED)
    except (CalamineError, OSError, ValueError, OverflowError):
        return UNREADABLE
    except BaseException as panic:
        # PyO3 turns a Rust panic into a BaseException that cannot be imported
        if type(panic).__module__ != "pyo3_runtime":
            raise
        return UNREADABLE


def openpyxl_grids(content: bytes, boxes: Sequence[Area | None]) -> tuple[Grid, ...] | Rejection:
    """Return the stored values inside the box of each sheet, or that openpyxl cannot read the workbook.

    It reads what calamine does not, a cell with #SPILL! for one.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  # 0.2 s, and hardly ever needed

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # never in read-only mode, which drops rows
            workbook = load_workbook(io.BytesIO(content), data_only=True)
            return tuple(_openpyxl_grid(sheet, box) for sheet, box in zip(workbook.worksheets, boxes, strict=True))
    except Exception:  # openpyxl raises some twenty kinds on damaged files
        return UNREADABLE


def _calamine_grid(workbook: CalamineWorkbook, index: int) -> Grid:
    sheet = workbook.get_sheet_by_index(index)
    rows: Sequence[Sequence[Raw]] = sheet.to_python(skip_empty_area=True)
    return Grid(
        name=clean_text(sheet.name),
        origin=sheet.start or (0, 0),
        # what is no number at all, as some programs write, equals nothing, and is looked at here once for all
        rows=tuple(
            tuple([None if value == "" else value if value == value else NO_NUMBER for value in row])  # noqa: PLR0124
            for row in rows
        ),
    )


def _openpyxl_grid(sheet: "Worksheet", box: Area | None) -> Grid:
    if box is None:
        return Grid(name=sheet.title)
    top, left, bottom, right = box
    rows = sheet.iter_rows(min_row=top + 1, max_row=bottom + 1, min_col=left + 1, max_col=right + 1, values_only=True)
    return Grid(name=sheet.title, origin=(top, left), rows=tuple(tuple(_value(cell) for cell in row) for row in rows))


def _value(cell: object) -> Raw:
    match cell:
        case None | "":
            return None
        case int() if abs(cell) > _LARGEST_WHOLE:
            # a text of digits may be a number too large for any float
            return float(str(cell))
        case str() | bool() | int() | float() | date() | time() | timedelta():
            return cell
    return str(cell)
