"""Formats of `Tổng quan`, and how a block is laid on its grid."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.consolidation.states import State
from pipeline.reports.excel_overview_blocks import Block
from pipeline.reports.excel_table import HEADER_COLOUR, LINE_COLOUR, Look, line_count, midnight, state_colours
from pipeline.sheet_text import write_text

#: The grid: one wide column, then narrow ones.
FIRST_WIDTH, WIDTH, LAST_COLUMN = 60, 9.7, 12
_NUMBER_FORMATS = {Look.NUMBER: "#,##0", Look.RATE: "0.0%", Look.DATE: "dd/mm/yyyy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewStyles:
    """The cell formats of the sheet."""

    title: Format
    subtitle: Format
    heading: Format
    sentence: Format
    header: Format
    #: Header cells of state columns, by letter.
    states: Mapping[str, Format]
    #: Figure and words of a headline card, by the state whose colours it wears.
    cards: Mapping[State | None, tuple[Format, Format]]
    #: By look and whether the record is a total.
    cells: Mapping[tuple[Look, bool], Format]
    #: Figures with decimals, by whether the record is a total.
    decimal: Mapping[bool, Format]


def overview_styles(workbook: Workbook) -> OverviewStyles:
    """Return the formats, added to the workbook."""
    box = {"border": 1, "border_color": f"#{LINE_COLOUR}", "valign": "vcenter"}
    header = {**box, "bold": True, "text_wrap": True, "align": "center"}

    def cell(look: Look, *, total: bool, number_format: str | None = None) -> Format:
        """Return the format of the cells of one look."""
        shown = number_format or _NUMBER_FORMATS.get(look, "General")
        align = {Look.WRAPPED: "left", Look.CODE: "center", Look.DATE: "center"}.get(look, "right")
        filled = {"bold": True, "bg_color": "#F2F2F2"} if total else {}
        return workbook.add_format(
            {**box, **filled, "num_format": shown, "align": align, "text_wrap": look is Look.WRAPPED}
        )

    def card(state: State | None) -> tuple[Format, Format]:
        """Return the formats of figure and words of a card."""
        colours = {"bg_color": "#DDE7F2", "font_color": "#0B3D78"} if state is None else state_colours(state)
        base = {**colours, "align": "center", "valign": "vcenter"}
        small = workbook.add_format({**base, "font_size": 10, "text_wrap": True})
        return workbook.add_format({**base, "bold": True, "font_size": 17}), small

    centred = {"align": "center", "valign": "vcenter", "text_wrap": True}
    return OverviewStyles(
        title=workbook.add_format({**centred, "bold": True, "font_size": 16, "font_color": f"#{HEADER_COLOUR}"}),
        subtitle=workbook.add_format({**centred, "italic": True}),
        heading=workbook.add_format({"bold": True, "font_size": 12, "font_color": f"#{HEADER_COLOUR}"}),
        sentence=workbook.add_format({"text_wrap": True, "valign": "top", "font_size": 12}),
        header=workbook.add_format({**header, "font_color": "#FFFFFF", "bg_color": f"#{HEADER_COLOUR}"}),
        states={state.value: workbook.add_format({**header, **state_colours(state)}) for state in State},
        cards={state: card(state) for state in (None, *State)},
        cells={(look, total): cell(look, total=total) for look in Look for total in (False, True)},
        decimal={total: cell(Look.NUMBER, total=total, number_format="#,##0.0#") for total in (False, True)},
    )


def write_block(sheet: Worksheet, row: int, block: Block, formats: OverviewStyles) -> int:
    """Write heading, header row and records from a row on; return the row after the gap that follows."""
    write_text(sheet, row, 0, block.title, formats.heading)
    sheet.set_row(row, 20)
    if not block.records:
        write_text(sheet, row + 1, 0, block.none, formats.sentence)
        return row + 3
    for column, heading in enumerate(block.headings):
        write_text(sheet, row + 1, column, heading, formats.states.get(heading, formats.header))
    sheet.set_row(row + 1, 15 * max(line_count(heading, WIDTH * 0.85) for heading in block.headings[1:]) + 4)
    for place, record in enumerate(block.records):
        at, total = row + 2 + place, block.totalled and place == len(block.records) - 1
        sheet.set_row(at, 15 * line_count(str(record[0]), FIRST_WIDTH * 1.1) + 3)
        for column, (value, look) in enumerate(zip(record, block.looks, strict=True)):
            _write_value(sheet, (at, column), value, look, formats, total=total)
    return row + len(block.records) + 3


def _write_value(
    sheet: Worksheet, place: tuple[int, int], value: object, look: Look, formats: OverviewStyles, *, total: bool
) -> None:
    """Write one value of a block; None and NaN are empty cells."""
    style = formats.cells[look, total]
    match value:
        case str() if value:
            write_text(sheet, *place, value, style)
        case int() | float() if math.isfinite(value):
            decimal = look is Look.NUMBER and value != int(value)
            sheet.write_number(*place, value, formats.decimal[total] if decimal else style)
        case _ if (moment := midnight(value)) is not None:
            sheet.write_datetime(*place, moment, style)
        case _:
            sheet.write_blank(*place, None, style)
