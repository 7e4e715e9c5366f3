"""Tables of the Excel report: one header row in row 1, one record a row, written column by column."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.consolidation.states import State
from pipeline.sheet_text import write_text

FONT = "Times New Roman"
HEADER_COLOUR = "1F4E79"
LINE_COLOUR = "BFBFBF"
A4, A3 = 9, 8
#: Height of one line of text and the greatest height of a row, in points.
_LINE, _GREATEST = 14.5, 180.0
#: Letters that fit in a line per unit of column width, and those that wrapping at whole words leaves free.
_LETTERS, _FREE = 1.1, 3


class Look(StrEnum):
    """How the cells of a column are written and shown."""

    TEXT = "text"
    #: Text in as many lines as it takes.
    WRAPPED = "wrapped"
    #: Short text in the middle: codes, addresses.
    CODE = "code"
    #: Count or figure; decimals are shown where there are any.
    NUMBER = "number"
    DATE = "date"
    #: A share, 0 to 1.
    RATE = "rate"
    #: The letters of a state, in its colours.
    STATE = "state"
    #: `Formula` that gives a count.
    COUNTED = "counted"
    #: `Formula` that gives a share.
    RATED = "rated"
    #: `Link`.
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours with its true value: not every program computes on opening."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Link:
    """A place in this workbook, and a text of ours to show."""

    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column: heading, width in characters, look, and one value a record (None or NaN: empty cell)."""

    title: str
    width: float
    look: Look
    values: Sequence[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet that is a table."""

    name: str
    columns: tuple[TableColumn, ...]
    #: Columns that stay in view, and are repeated on every page.
    frozen: int = 0
    paper: int = A4
    header_height: float = 32.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The cell formats of one workbook."""

    header: Format
    plain: dict[Look, Format]
    #: A figure with decimals.
    decimal: Format
    state: dict[str, Format]
    #: Thin line around each cell of a table, for its one conditional format.
    line: Format


def styles(workbook: Workbook) -> Styles:
    """Return the formats, added to the workbook."""
    top = {"valign": "top"}
    left = {**top, "align": "left", "indent": 1}
    middle = {**top, "align": "center"}
    return Styles(
        header=workbook.add_format(
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": f"#{HEADER_COLOUR}",
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "border": 1,
                "border_color": f"#{LINE_COLOUR}",
            }
        ),
        plain={
            Look.TEXT: workbook.add_format(left),
            Look.WRAPPED: workbook.add_format({**left, "text_wrap": True}),
            Look.CODE: workbook.add_format(middle),
            Look.NUMBER: workbook.add_format({**top, "num_format": "#,##0"}),
            Look.DATE: workbook.add_format({**middle, "num_format": "dd/mm/yyyy"}),
            Look.RATE: workbook.add_format({**top, "num_format": "0.0%"}),
            Look.COUNTED: workbook.add_format({**top, "num_format": "#,##0"}),
            Look.RATED: workbook.add_format({**top, "num_format": "0.0%"}),
            Look.LINK: workbook.add_format({**middle, "font_color": "#0B3D78", "underline": 1}),
        },
        decimal=workbook.add_format({**top, "num_format": "#,##0.0#"}),
        state={state.value: workbook.add_format({**middle, **state_colours(state), "bold": True}) for state in State},
        line=workbook.add_format({"border": 1, "border_color": f"#{LINE_COLOUR}"}),
    )


def state_colours(state: State) -> dict[str, str]:
    """Return the colours of a state as format properties."""
    background, text = state.colours
    return {"bg_color": f"#{background}", "font_color": f"#{text}"}


def write_table(sheet: Worksheet, table: Table, formats: Styles, footer: str) -> None:
    """Write the table and set the sheet up for the screen and for print."""
    last_row, last_column = len(table.columns[0].values), len(table.columns) - 1
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, column.width)
        write_text(sheet, 0, position, column.title, formats.header)
        _WRITERS[column.look](sheet, position, column, formats)
    _set_heights(sheet, table)
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
    sheet.set_footer(f"&L&9{footer.replace('&', '&&')}&R&9Trang &P/&N", {"scale_with_doc": False})


def _write_texts(sheet: Worksheet, position: int, column: TableColumn, formats: Styles) -> None:
    style = formats.plain[column.look]
    for row, value in enumerate(column.values, start=1):
        if isinstance(value, str) and value:
            write_text(sheet, row, position, value, style)


def _write_numbers(sheet: Worksheet, position: int, column: TableColumn, formats: Styles) -> None:
    whole, decimal = formats.plain[Look.NUMBER], formats.decimal
    for row, value in enumerate(column.values, start=1):
        if isinstance(value, int | float) and math.isfinite(value):
            sheet.write_number(row, position, value, whole if value == int(value) else decimal)


def _write_rates(sheet: Worksheet, position: int, column: TableColumn, formats: Styles) -> None:
    for row, value in enumerate(column.values, start=1):
        if isinstance(value, int | float) and math.isfinite(value):
            sheet.write_number(row, position, value, formats.plain[Look.RATE])


def _write_dates(sheet: Worksheet, position: int, column: TableColumn, formats: Styles) -> None:
    for row, value in enumerate(column.values, start=1):
        moment = midnight(value)
        if moment is not None:
            sheet.write_datetime(row, position, moment, formats.plain[Look.DATE])


def _write_states(sheet: Worksheet, position: int, column: TableColumn, formats: Styles) -> None:
    for row, value in enumerate(column.values, start=1):
        if isinstance(value, str) and value:
            write_text(sheet, row, position, value, formats.state[value])


def _write_formulas(sheet: Worksheet, position: int, column: TableColumn, formats: Styles) -> None:
    for row, value in enumerate(column.values, start=1):
        if isinstance(value, Formula):
            sheet.write_formula(row, position, value.text, formats.plain[column.look], value.value)


def _write_links(sheet: Worksheet, position: int, column: TableColumn, formats: Styles) -> None:
    for row, value in enumerate(column.values, start=1):
        if isinstance(value, Link):
            sheet.write_url(row, position, f"internal:{value.target}", formats.plain[Look.LINK], value.text)


_WRITERS: dict[Look, Callable[[Worksheet, int, TableColumn, Styles], None]] = {
    Look.TEXT: _write_texts,
    Look.WRAPPED: _write_texts,
    Look.CODE: _write_texts,
    Look.NUMBER: _write_numbers,
    Look.DATE: _write_dates,
    Look.RATE: _write_rates,
    Look.STATE: _write_states,
    Look.COUNTED: _write_formulas,
    Look.RATED: _write_formulas,
    Look.LINK: _write_links,
}


def _set_heights(sheet: Worksheet, table: Table) -> None:
    """Set the header's height, and that of each record with wrapped text: not every program fits rows by itself."""
    sheet.set_row(0, table.header_height)
    lines = [1] * len(table.columns[0].values)
    for column in table.columns:
        if column.look is Look.WRAPPED:
            letters = column.width * _LETTERS - _FREE
            for record, value in enumerate(column.values):
                if isinstance(value, str) and (len(value) > letters or "\n" in value):
                    lines[record] = max(lines[record], line_count(value, letters))
    for row, count in enumerate(lines, start=1):
        if count > 1:
            sheet.set_row(row, min(_GREATEST, count * _LINE + 2))


def midnight(value: object) -> datetime | None:
    """Return the beginning of a day, as the writer wants it; None for an empty cell (None, NaT)."""
    return datetime.combine(value, time()) if isinstance(value, date) and not pd.isna(value) else None


def line_count(text: str, letters: float) -> int:
    """Return how many lines a text takes where so many letters fit in one."""
    return sum(max(1, math.ceil(len(line) / letters)) for line in text.split("\n"))
