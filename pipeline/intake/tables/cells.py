"""Raw cells and rows of a return: values as the file has them, before any is typed."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.decoration import Decoration
from pipeline.intake.formats.readers import Raw
from pipeline.intake.formats.workbook import RawSheet
from pipeline.intake.shown.number_format import percentage, serial, shown_number, shown_text
from pipeline.intake.shown.numbers import with_vietnamese_marks
from pipeline.intake.tables.location import LocatedTable
from pipeline.problems import Cell
from pipeline.text import clean_text
from pipeline.values import typed_text

#: Texts of at most so many letters are likely to be repeated.
_SHORT = 24


class RawCell(NamedTuple):
    """One cell as the file has it, with its address."""

    cell: Cell
    value: Raw
    #: The error value that stands in the cell (#REF!), None for a sound cell.
    error: str | None = None
    #: The formula that stands in the cell, None for a typed value.
    formula: str | None = None
    #: None for a style that says nothing of the value.
    style: CellStyle | None = None
    #: What the cell shows for a number or date, where the file itself says so.
    shown: str | None = None
    #: What the cell shows besides its value, None where it shows nothing else.
    decoration: Decoration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row of a table; `key` is the task or indicator code, None in the tables of open rows."""

    key: str | None
    sheet: str
    #: Row number from zero.
    row: int
    #: Open cells by column name of the schema.
    cells: Mapping[str, RawCell]


def raw_cell(sheet: RawSheet, row: int, column: int) -> RawCell:
    """Return a cell of a sheet.

    Returns are alike: their blank cells, the addresses of the others and the words of the lists are made once and shared.
    """
    address, value = (row, column), sheet.value(row, column)
    error, formula, style = sheet.errors.get(address), sheet.formulas.get(address), sheet.styles.get(address)
    decoration = sheet.decorations.get(address)
    if value is None and error is None and formula is None and decoration is None:
        return _blank_cell(sheet.name, row, column)
    if type(value) is str and len(value) <= _SHORT:
        value = intern(value)
    place = _cell(sheet.name, row, column)
    return RawCell(place, value, error, formula, style, sheet.shown.get(address), decoration)


@lru_cache(maxsize=20_000)
def _cell(sheet: str, row: int, column: int) -> Cell:
    return Cell(sheet, row, column)


@lru_cache(maxsize=20_000)
def _blank_cell(sheet: str, row: int, column: int) -> RawCell:
    return RawCell(_cell(sheet, row, column), None)


def is_blank(cell: RawCell) -> bool:
    """Return whether nothing at all stands in a cell, nor a picture over it."""
    if cell.error is not None or cell.formula is not None:
        return False
    if cell.decoration is not None and cell.decoration.picture is not None:
        return False
    value = cell.value
    # most texts begin with a letter or figure, which is seen sooner than the text is cleaned
    return value is None or (isinstance(value, str) and not value[:1].isalnum() and not clean_text(value))


def shown_percentage(raw: RawCell) -> float | None:
    """Return the percentage that a cell shows for the fraction it holds, 85 for 0.85 under 0%; None where it shows none."""
    if raw.style is None or isinstance(raw.value, bool) or not isinstance(raw.value, int | float):
        return None
    return percentage(raw.value, raw.style.number_format) if math.isfinite(raw.value) else None


def displayed(raw: RawCell) -> str | None:
    """Return the text that a cell shows by its number format, None where the format is not known.

    A cell that holds nothing, or an error, shows "".
    """
    value, number_format = raw.value, "" if raw.style is None else raw.style.number_format
    if isinstance(value, str):
        return shown_text(value, number_format)
    if raw.shown is not None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return raw.shown
        return with_vietnamese_marks(raw.shown, value)
    if value is None or isinstance(value, bool):
        return typed_text(value)
    of_time = not isinstance(value, int | float)
    try:
        number = serial(value)
    except OverflowError:
        number = math.inf
    if (of_time and not number_format) or not math.isfinite(number):
        return typed_text(value)
    return shown_number(number, number_format)


def raw_rows(table: LocatedTable, keys: Mapping[int, str | None]) -> list[RawRow]:
    """Return some rows of a table, by row and key, with their open cells.

    Cells of a column that is not there are blank and stand behind all others.
    """
    sheet, positions = table.sheet, table.open_positions
    behind = max(table.columns.values()) + 1
    absent = {
        column.name: behind + offset
        for offset, column in enumerate(table.schema.open_columns)
        if column.name not in positions
    }
    return [
        RawRow(
            key=key,
            sheet=sheet.name,
            row=row,
            cells={name: raw_cell(sheet, row, position) for name, position in positions.items()}
            | {name: RawCell(Cell(sheet.name, row, position), None) for name, position in absent.items()},
        )
        for row, key in keys.items()
    ]


def filled_cells(sheet: RawSheet) -> Iterator[tuple[int, int, Raw]]:
    """Give every filled cell of a sheet with its address, row by row; those that stand far from all others last."""
    top, left = sheet.origin
    for row, values in enumerate(sheet.rows, start=top):
        for column, value in enumerate(values, start=left):
            if value is not None:
                yield row, column, value
    for (row, column), value in sorted(sheet.far.items()):
        yield row, column, value
