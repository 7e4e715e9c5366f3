"""The first reader: python-calamine. Only content that has passed the gate may come here."""

import io
from collections.abc import Callable, Sequence

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from pipeline.intake.formats.grid import Grid, Value
from pipeline.intake.formats.limits import Rejection, damaged
from pipeline.rules import Rule
from pipeline.text import clean_text


def calamine_grids(content: bytes, wanted: Callable[[str], bool] = lambda _name: True) -> tuple[Grid, ...] | Rejection:
    """Return the values of every sheet that is wanted by its name, of others none; or why there are none at all.

    Its own panics are caught, an abort of the process cannot be.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(
                _grid(workbook, index)
                if wanted(clean_text(name))
                else Grid(name=clean_text(name), origin=(0, 0), rows=())
                for index, name in enumerate(workbook.sheet_names)
            )
    except PasswordError:
        return Rejection(rule=Rule.ENCRYPTED)
    except (CalamineError, OSError, ValueError, OverflowError):
        return damaged("trình đọc bảng tính không đọc được")
    except BaseException as panic:
        # PyO3 turns a Rust panic into a BaseException that cannot be imported
        if type(panic).__module__ != "pyo3_runtime":
            raise
        return damaged("trình đọc bảng tính không đọc được")


def _grid(workbook: CalamineWorkbook, index: int) -> Grid:
    sheet = workbook.get_sheet_by_index(index)
    rows: Sequence[Sequence[Value]] = sheet.to_python(skip_empty_area=True)
    return Grid(
        name=clean_text(sheet.name),
        origin=sheet.start or (0, 0),
        rows=tuple(tuple([None if value == "" else value for value in row]) for row in rows),
    )
