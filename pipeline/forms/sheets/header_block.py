"""The header block above the table of `Báo cáo`: whose report it is, who made and signs it, a label and a value each."""

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.forms.facts import Missing
from pipeline.forms.form import Form
from pipeline.forms.layout import header_places, printed_fields
from pipeline.forms.schema.schema import Column, SheetSchema, Typed
from pipeline.forms.sheets.heights import row_height
from pipeline.forms.sheets.inputs import DropDownLists, input_check
from pipeline.forms.sheets.notes import row_tints
from pipeline.forms.sheets.sheet import Sheet
from pipeline.forms.sheets.styles import LOCKED, OPEN, QUIET, SIZE, FormStyles, shown_format

if TYPE_CHECKING:
    from xlsxwriter.format import Format


def write_header_block(
    sheet: Sheet, form: Form, header: SheetSchema, report: SheetSchema, lists: DropDownLists
) -> None:
    """Write the labels, the printed values, the open cells with their messages; tint what must not stay empty."""
    places = header_places(header, report)
    printed = printed_fields(form)
    widths = [column.width for column in report.columns]
    heights: dict[int, float] = {}
    tints = row_tints(form, header.name, None)
    for column in header.columns:
        place = places[column.name]
        # to the right, so that a label longer than its column runs over the empty cells before it
        label = sheet.styles.of(align="right", valign="vcenter", font_color=QUIET, indent=1)
        sheet.text(place.row, place.label, column.title, label)
        value = printed[column.name] if column.locked else form.header.get(column.name)
        style = _value_style(sheet.styles, column, value, tints.get(column.name))
        sheet.merged(place.cells, value, style)
        room = sum(widths[place.value : place.last + 1]) - 1
        height = row_height([(str(value or ""), room, SIZE, column.locked)], minimum=18.0)
        heights[place.row] = max(heights.get(place.row, 0.0), height)
        if not column.locked:
            source = lists.of(header, column)
            sheet.validation(
                [place.cells], input_check(column, past=form.past_dates, promised=form.promised_dates, source=source)
            )
        if column.required is not None:
            cell = xl_rowcol_to_cell(place.row, place.value, row_abs=True, col_abs=True)
            sheet.condition(
                place.cells, "=" + Missing(column.name).formula({column.name: cell}), sheet.styles.to_fill()
            )
    for row, height in heights.items():
        sheet.height(row, height)


def _value_style(styles: FormStyles, column: Column, value: Typed, tint: str | None) -> "Format":
    if column.locked:
        return styles.cell(fill=tint or LOCKED, bold=True, valign="vcenter")
    number_format = shown_format(column, value, column.number_format)
    return styles.cell(fill=tint or OPEN, open_=True, valign="vcenter", num_format=number_format, align="left")
