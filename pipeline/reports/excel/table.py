"""Tables of the Excel report: one header row in row 1, one record a row, written row by row."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import assert_never

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from pipeline.forms.sheets.heights import line_count
from pipeline.reports.excel.styles import FONT_SIZE, Look, Styles
from pipeline.sheet_text import write_text

A4, A3 = 9, 8
#: The longest name of a sheet that Excel takes.
_LONGEST_NAME = 31
#: Height of one line of text, what a row has above and below, and the greatest height of a row, in points.
_LINE, _PADDING, _GREATEST = 13.2, 3.0, 409.0
#: A text of at most this many letters for each unit of the column's width fits in one line, whatever letters it has.
_SURELY_ONE_LINE = 0.6
#: What the indent of a left-aligned cell takes, in units of the column's width.
_INDENT = 1.3


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours with its true value: not every program computes on opening."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Link:
    """A place in this workbook ("internal:…") or a file of the inbox (`FileLink`), and a text of ours to show."""

    target: str | Url
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column: heading, width in characters, look, and one value a record (None or NaN: empty cell)."""

    title: str
    width: float
    look: Look
    records: Sequence[object]
    #: Which of the header colours the heading wears.
    tint: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetTable:
    """One sheet that is a table."""

    name: str
    columns: tuple[TableColumn, ...]
    #: Columns that stay in view.
    frozen: int = 0
    paper: int = A4
    header_height: float = 32.0

    @property
    def records(self) -> int:
        """Return the number of records."""
        return len(self.columns[0].records)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLimits:
    """What one workbook may hold before it is written in another way."""

    #: Records of a sheet: Excel has 1,048,576 rows, one of them is the header.
    records: int = 1_048_575
    #: Excel drops the hyperlinks of a sheet beyond 65,530; records after these stand without one.
    links: int = 65_000
    #: With more results than these the matrix has no notes: they are drawings, which Excel opens slowly.
    notes: int = 20_000
    #: Cells that are held in memory until the end; with more, each row is written to the disk at once.
    cells: int = 500_000


SHEET_LIMITS = SheetLimits()


def sheets_of(table: WorksheetTable, records: int) -> Iterator[WorksheetTable]:
    """Yield a table in sheets of so many records: itself, or `Name`, `Name (2)` and so on."""
    for number, start in enumerate(range(0, max(1, table.records), records), start=1):
        columns = tuple(replace(column, records=column.records[start : start + records]) for column in table.columns)
        suffix = "" if number == 1 else f" ({number})"
        yield replace(table, name=f"{table.name[: _LONGEST_NAME - len(suffix)]}{suffix}", columns=columns)


def write_table(
    sheet: Worksheet, table: WorksheetTable, formats: Styles, footer: str, limits: SheetLimits = SHEET_LIMITS
) -> None:
    """Write the table and set the sheet up for the screen and for print."""
    last_row, last_column = table.records, len(table.columns) - 1
    sheet.set_row(0, table.header_height)
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, column.width)
        write_text(sheet, 0, position, column.title, formats.headers[column.tint])
    _write_records(sheet, table, formats, limits)
    sheet.freeze_panes(1, table.frozen)
    sheet.autofilter(0, 0, last_row, last_column)
    if last_row:
        lines = {"type": "formula", "criteria": "=TRUE", "format": formats.line}
        sheet.conditional_format(1, 0, last_row, last_column, lines)
        cells = xl_range(1, 0, last_row, last_column)
        sheet.ignore_errors({"number_stored_as_text": cells})  # codes are text: no green corners
    set_up_print(sheet, paper=table.paper, footer=footer)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, last_row, last_column)


def set_up_print(sheet: Worksheet, *, paper: int, footer: str) -> None:
    """Set the sheet to landscape with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.55)
    sheet.set_footer(f"&L&9{footer.replace('&', '&&')}&C&9&A&R&9Trang &P/&N", {"scale_with_doc": False})


def _write_records(sheet: Worksheet, table: WorksheetTable, formats: Styles, limits: SheetLimits) -> None:
    """Write the records with the heights of their rows: not every program fits rows by itself."""
    writers = [_writer(column.look, formats) for column in table.columns]
    wrapped = [(position, column.width) for position, column in enumerate(table.columns) if column.look is Look.WRAPPED]
    linking = [position for position, column in enumerate(table.columns) if column.look is Look.LINK]
    last_linked = limits.links // len(linking) if linking else 0
    unlinked = _writer(Look.CODE, formats)
    for row, record in enumerate(zip(*(column.records for column in table.columns), strict=True), start=1):
        lines = _lines(record, wrapped)
        if lines > 1:
            sheet.set_row(row, min(_GREATEST, lines * _LINE + _PADDING))
        for position, value in enumerate(record):
            if value is None or value == "":
                continue
            if row > last_linked and isinstance(value, Link):
                unlinked(sheet, row, position, value.text)
            else:
                writers[position](sheet, row, position, value)


def _lines(record: tuple[object, ...], wrapped: Sequence[tuple[int, float]]) -> int:
    """Return how many lines the longest wrapped text of a record takes."""
    most = 1
    for position, width in wrapped:
        text = record[position]
        if isinstance(text, str) and (len(text) > width * most * _SURELY_ONE_LINE or "\n" in text):
            # programs end lines at hyphens too, which file names and addresses are full of
            most = max(most, line_count(text.replace("-", "- "), width - _INDENT, FONT_SIZE))
    return most


#: Writes one value at a row and column.
_Writer = Callable[[Worksheet, int, int, object], None]


def _writer(look: Look, formats: Styles) -> _Writer:
    """Return what writes the values of a column; a value of another kind (NaN, NaT) leaves the cell empty."""
    match look:
        case Look.NUMBER | Look.CHANGE | Look.RATE:
            return _number_writer(formats.plain[look], formats.decimal.get(look, formats.plain[look]))
        case Look.DATE:
            return _date_writer(formats.plain[look])
        case Look.STATE:
            return _state_writer(formats.state)
        case Look.COUNTED | Look.RATED:
            return _formula_writer(formats.plain[look])
        case Look.LINK:
            return _link_writer(formats.plain[look])
        case Look.TEXT | Look.WRAPPED | Look.CODE:
            return _text_writer(formats.plain[look])
        case _:
            assert_never(look)


def _text_writer(style: Format) -> _Writer:
    def write(sheet: Worksheet, row: int, column: int, value: object) -> None:
        if isinstance(value, str):
            write_text(sheet, row, column, value, style)

    return write


def _number_writer(whole: Format, decimal: Format) -> _Writer:
    def write(sheet: Worksheet, row: int, column: int, value: object) -> None:
        if isinstance(value, int | float) and math.isfinite(value):
            sheet.write_number(row, column, value, whole if value == int(value) else decimal)

    return write


def _date_writer(style: Format) -> _Writer:
    def write(sheet: Worksheet, row: int, column: int, value: object) -> None:
        moment = midnight(value)
        if moment is not None:
            sheet.write_datetime(row, column, moment, style)

    return write


def _state_writer(of_state: Mapping[str, Format]) -> _Writer:
    def write(sheet: Worksheet, row: int, column: int, value: object) -> None:
        if isinstance(value, str):
            write_text(sheet, row, column, value, of_state[value])

    return write


def _formula_writer(style: Format) -> _Writer:
    def write(sheet: Worksheet, row: int, column: int, value: object) -> None:
        if isinstance(value, Formula):
            sheet.write_formula(row, column, value.text, style, value.value)

    return write


def _link_writer(style: Format) -> _Writer:
    def write(sheet: Worksheet, row: int, column: int, value: object) -> None:
        if isinstance(value, Link):
            # xlsxwriter takes its `Url` as well as a string
            code = sheet.write_url(row, column, value.target, style, value.text)  # type: ignore[arg-type]
            if code != 0:
                raise ValueError(f"{sheet.name}: row {row}, column {column}: xlsxwriter code {code}")

    return write


def midnight(value: object) -> datetime | None:
    """Return the beginning of a day, as the writer wants it; None for an empty cell (None, NaT)."""
    return datetime.combine(value, time()) if isinstance(value, date) and not pd.isna(value) else None
