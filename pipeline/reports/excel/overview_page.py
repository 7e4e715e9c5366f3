"""`Tổng quan` as a page: its grid and formats, and how sentences, tables and charts follow each other on it."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.consolidation.compare import Change, RateChange
from pipeline.consolidation.states import State
from pipeline.forms.sheets.heights import line_count
from pipeline.reports.excel.styles import (
    DECIMAL_FORMATS,
    FONT_SIZE,
    HEADER_COLOURS,
    HEADER_TEXT_COLOUR,
    LINE_COLOUR,
    NUMBER_FORMATS,
    Look,
    state_colours,
)
from pipeline.reports.excel.table import midnight
from pipeline.reports.summary_table import Amount, FigureKind, Share, SummaryColumn, SummaryTable, Value
from pipeline.sheet_text import write_text

#: The grid: one wide column, then narrow ones.
FIRST_WIDTH, WIDTH, LAST_COLUMN = 58, 10, 12
#: Type size of sentences, and what their lines and a row's margins take, in points.
_SENTENCE_SIZE, _LINE, _MARGIN = 12, 1.2, 4.0
#: How the values of a summary table look.
_LOOKS = {
    FigureKind.TEXT: Look.WRAPPED,
    FigureKind.CODE: Look.CODE,
    FigureKind.STATE: Look.STATE,
    FigureKind.NUMBER: Look.NUMBER,
    FigureKind.DIFFERENCE: Look.CHANGE,
    FigureKind.RATE: Look.RATE,
    FigureKind.DATE: Look.DATE,
}
#: Colours of what has no state.
_PLAIN_CARD = {"bg_color": "#DDE7F2", "font_color": "#0B3D78"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewStyles:
    """The cell formats of the sheet."""

    title: Format
    subtitle: Format
    heading: Format
    sentence: Format
    header: Format
    #: Header cells of state columns and letters of the legend, by letter.
    states: Mapping[str, Format]
    #: Figure, words and more words of a headline card, by the state whose colours it wears.
    cards: Mapping[State | None, tuple[Format, Format, Format]]
    #: By look and whether the record is a total.
    cells: Mapping[tuple[Look, bool], Format]
    #: Figures with decimals, by look and whether the record is a total.
    decimal: Mapping[tuple[Look, bool], Format]


def overview_styles(workbook: Workbook) -> OverviewStyles:
    """Return the formats, added to the workbook."""
    box = {"border": 1, "border_color": f"#{LINE_COLOUR}", "valign": "vcenter"}
    header = {**box, "bold": True, "text_wrap": True, "align": "center"}

    def cell(look: Look, *, total: bool, number_format: str | None = None) -> Format:
        """Return the format of the cells of one look."""
        number_format = number_format or NUMBER_FORMATS.get(look, "General")
        align = {Look.WRAPPED: "left", Look.CODE: "center", Look.DATE: "center"}.get(look, "right")
        filled = {"bold": True, "bg_color": "#F2F2F2"} if total else {}
        return workbook.add_format(
            {**box, **filled, "num_format": number_format, "align": align, "text_wrap": look is Look.WRAPPED}
        )

    def card(state: State | None) -> tuple[Format, Format, Format]:
        """Return the formats of a card from top to bottom."""
        colours = _PLAIN_CARD if state is None else state_colours(state)
        base = {**colours, "align": "center", "valign": "vcenter"}
        sizes = ({"bold": True, "font_size": 18}, {"text_wrap": True}, {"font_size": 9, "text_wrap": True})
        figure, words, more = (workbook.add_format({**base, **size}) for size in sizes)
        return figure, words, more

    heading = {"bold": True, "font_color": f"#{HEADER_COLOURS[0]}"}
    centred = {"align": "center", "valign": "vcenter", "text_wrap": True}
    return OverviewStyles(
        title=workbook.add_format({**centred, **heading, "font_size": 16}),
        subtitle=workbook.add_format({**centred, "italic": True}),
        heading=workbook.add_format({**heading, "font_size": 12}),
        sentence=workbook.add_format({"text_wrap": True, "valign": "top", "font_size": _SENTENCE_SIZE}),
        header=workbook.add_format(
            {**header, "font_color": f"#{HEADER_TEXT_COLOUR}", "bg_color": f"#{HEADER_COLOURS[0]}"}
        ),
        states={state.value: workbook.add_format({**header, **state_colours(state)}) for state in State},
        cards={state: card(state) for state in (None, *State)},
        cells={(look, total): cell(look, total=total) for look in Look for total in (False, True)},
        decimal={
            (look, total): cell(look, total=total, number_format=number_format)
            for look, number_format in DECIMAL_FORMATS.items()
            for total in (False, True)
        },
    )


class Page:
    """The sheet as it is written from top to bottom; rows are never gone back to."""

    def __init__(self, sheet: Worksheet, formats: OverviewStyles, *, printed_height: float) -> None:
        """Start at the top; `printed_height` is what fits on a printed page, in points."""
        self._sheet, self._formats, self._printed_height = sheet, formats, printed_height
        self._on_page = 0.0
        #: The next free row, and the rows before which a printed page ends.
        self.row = 0
        self.breaks: list[int] = []
        sheet.set_column(0, 0, FIRST_WIDTH)
        sheet.set_column(1, LAST_COLUMN, WIDTH)

    def title(self, text: str, height: float) -> None:
        """Write the title."""
        self._across(text, self._formats.title, height)

    def subtitle(self, text: str) -> None:
        """Write a line under the title, in the middle."""
        self._across(text, self._formats.subtitle, _height(text, across_width(), FONT_SIZE))

    def sentence(self, text: str) -> None:
        """Write a sentence over the whole width."""
        self._across(text, self._formats.sentence, _height(text, across_width(), _SENTENCE_SIZE))

    def gap(self, height: float = 9.0) -> None:
        """Leave a row empty."""
        self._next_row(height)

    def cards(self, cards: Sequence[tuple[str, str, str, State | None]]) -> None:
        """Write headline figures side by side: the first in the wide column, each other over two columns."""
        for line, height in enumerate((32.0, 31.0, 27.0)):
            row = self._next_row(height)
            for position, card in enumerate(cards):
                style = self._formats.cards[card[3]][line]
                column = max(0, 2 * position - 1)
                if position:
                    self._sheet.merge_range(row, column, row, column + 1, "", style)
                write_text(self._sheet, row, column, str(card[line]), style)

    def room(self, height: float) -> int:
        """Leave rows of so many points in all for a chart; return the first of them."""
        first = self.row
        for _ in range(math.ceil(height / 15)):
            self._next_row(15.0)
        return first

    def heading(self, text: str, *, with_height: float = 0.0) -> None:
        """Write a heading; it moves to the next printed page where it and what must follow would not fit."""
        self._break_unless(20.0 + with_height)
        row = self._next_row(20.0)
        write_text(self._sheet, row, 0, text, self._formats.heading)

    def table(self, table: SummaryTable, spans: Sequence[int] = (), *, extra: float = 0.0) -> int:
        """Write heading, header row, records and note of a table; return the row of its first record.

        The table moves to the next printed page where it, and `extra` points after it, would not fit. `spans` says how
        many columns of the grid each column takes; empty: one each.
        """
        columns = [
            _GridColumn(column.title, _LOOKS[column.kind], start, span)
            for column, start, span in _places(table.columns, spans)
        ]
        records = [[_shown(value) for value in row] for row in table.rows]
        heights = [_record_height(record, columns, bold=table.total) for record in records]
        header = max(_height(column.title, column.width, FONT_SIZE, bold=True) for column in columns)
        note = _height(table.note, across_width(), _SENTENCE_SIZE) if table.note else 0.0
        self.heading(table.title, with_height=header + sum(heights) + note + extra if records else 30.0)
        if not records:
            self.sentence(table.empty)
            self.gap()
            return self.row
        row = self._next_row(header)
        for column in columns:
            style = self._formats.states.get(column.title, self._formats.header)
            self._merge(row, column.start, column.span, style)
            write_text(self._sheet, row, column.start, column.title, style)
        first = self.row
        for position, (record, height) in enumerate(zip(records, heights, strict=True), start=1):
            self._record(record, columns, height, total=table.total and position == len(records))
        if table.note:
            self.sentence(table.note)
        self.gap(15.0)
        return first

    def _record(
        self, record: Sequence[object], columns: Sequence["_GridColumn"], height: float, *, total: bool
    ) -> None:
        row = self._next_row(height)
        for value, column in zip(record, columns, strict=True):
            look = Look.RATE if isinstance(value, Share) else column.look
            self._merge(row, column.start, column.span, self._formats.cells[look, total])
            cell = value.value if isinstance(value, Share) else value
            _write_value(self._sheet, (row, column.start), cell, look, self._formats, total=total)

    def _merge(self, row: int, column: int, span: int, style: Format) -> None:
        if span > 1:
            self._sheet.merge_range(row, column, row, column + span - 1, "", style)

    def _across(self, text: str, style: Format, height: float) -> None:
        self._break_unless(height)
        row = self._next_row(height)
        self._sheet.merge_range(row, 0, row, LAST_COLUMN, "", style)
        write_text(self._sheet, row, 0, text, style)

    def _next_row(self, height: float) -> int:
        self._break_unless(height)
        self._sheet.set_row(self.row, height)
        self._on_page += height
        self.row += 1
        return self.row - 1

    def _break_unless(self, height: float) -> None:
        """End the printed page here where so much does not fit on it any more; what is longer than a page just begins."""
        if self._on_page and self._on_page + min(height, self._printed_height) > self._printed_height:
            self.breaks.append(self.row)
            self._on_page = 0.0


def across_width() -> float:
    """Return the width of the whole grid, in characters."""
    return FIRST_WIDTH + WIDTH * LAST_COLUMN


def _height(text: str, width: float, size: float, *, bold: bool = False) -> float:
    return line_count(text, width, size, bold=bold) * size * _LINE + _MARGIN


@dataclass(frozen=True, slots=True)
class _GridColumn:
    """A column of a table on the grid of the sheet."""

    title: str
    look: Look
    #: Its first column of the grid, and how many it takes.
    start: int
    span: int

    @property
    def width(self) -> float:
        """Return the width in characters."""
        return (FIRST_WIDTH if self.start == 0 else WIDTH) + WIDTH * (self.span - 1)


def _places(columns: Sequence[SummaryColumn], spans: Sequence[int]) -> Iterator[tuple[SummaryColumn, int, int]]:
    """Yield each column with its first column of the grid and how many it takes."""
    start = 0
    for column, span in zip(columns, spans or (1,) * len(columns), strict=True):
        yield column, start, span
        start += span


def _shown(value: Value) -> object:
    """Return what stands in a cell: of two rounds the present one, which the table of the rounds sets beside the other."""
    match value:
        case Change() | RateChange():
            return value.now
        case Amount():
            return value.value
        case _:
            return value


def _record_height(record: Sequence[object], columns: Sequence[_GridColumn], *, bold: bool) -> float:
    texts = [
        (value, column.width)
        for value, column in zip(record, columns, strict=True)
        if column.look is Look.WRAPPED and isinstance(value, str)
    ]
    return max([18.0, *(_height(text, width, FONT_SIZE, bold=bold) for text, width in texts)])


def _write_value(
    sheet: Worksheet, address: tuple[int, int], value: object, look: Look, formats: OverviewStyles, *, total: bool
) -> None:
    """Write one value at a row and column; None and NaN are empty cells."""
    style = formats.cells[look, total]
    match value:
        case str() if value:
            write_text(sheet, *address, value, formats.states[value] if look is Look.STATE else style)
        case int() | float() if math.isfinite(value):
            decimal = look in DECIMAL_FORMATS and value != int(value)
            sheet.write_number(*address, value, formats.decimal[look, total] if decimal else style)
        case _ if (moment := midnight(value)) is not None:
            sheet.write_datetime(*address, moment, style)
        case _:
            sheet.write_blank(*address, None, style)
