"""`Chỉ tiêu`, the lists and `Đề xuất`: plain tables under a title and one line that says what belongs there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from pipeline.campaign.indicators import Aggregate, Flow
from pipeline.forms.facts import Addresses, Missing, visible_length
from pipeline.forms.form import Form, FormIndicator
from pipeline.forms.layout import TABLE_FIRST_ROW, TABLE_HEADING_ROW, CellRange, indicators_about, row_count
from pipeline.forms.marks import FormCell
from pipeline.forms.schema.schema import Column, ColumnKind, SheetSchema, Typed
from pipeline.forms.sheets import styles as look
from pipeline.forms.sheets.heights import row_height
from pipeline.forms.sheets.inputs import DropDownLists, input_check, whole_number_check
from pipeline.forms.sheets.notes import Notes, put_marks, row_tints
from pipeline.forms.sheets.sheet import Sheet
from pipeline.forms.sheets.styles import shown_format
from pipeline.problems import Cell
from pipeline.values import number_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format

#: What to type where a number is not counted from the start of the period on, as the schema's help says.
_HELP = {
    Flow.IN_ROUND: "Chỉ gõ số của riêng lần báo cáo này, không cộng dồn, không kèm đơn vị. Không có thì gõ 0.",
    Flow.STOCK: "Chỉ gõ số tại thời điểm báo cáo, không cộng dồn, không kèm đơn vị. Không có thì gõ 0.",
}
#: Of numbers that are not added up a 0 says something else than that there is nothing.
_IF_NONE, _IF_NONE_TO_ADD = "Không có thì để trống.", "Không có thì gõ 0."
#: Width in pixels of the box of the note with the earlier value.
_EARLIER_WIDTH = 240


def write_indicators_sheet(
    sheet: Sheet, form: Form, schema: SheetSchema, lists: DropDownLists, cells: Mapping[FormCell, Cell]
) -> None:
    """Write one row an indicator, whose value is a number with the decimals of the indicator."""
    notes = Notes(sheet)
    put_marks(sheet, form, cells, notes)
    _write_top(sheet, schema, indicators_about(form))
    value_column = schema.columns.index(schema.column("value"))
    for row, item in enumerate(form.indicators, start=TABLE_FIRST_ROW):
        indicator = item.indicator
        printed: dict[str, Typed] = {
            "indicator": indicator.code,
            "task": indicator.task,
            "name": indicator.name,
            "unit": indicator.unit,
        }
        formats = {"value": number_format(indicator.decimals)}
        tints = row_tints(form, schema.name, indicator.code)
        _write_row(sheet, row, schema, {**item.values, **printed}, formats, tints, minimum=24.0)
        if form.earlier is not None and indicator.code in form.earlier.indicators:
            earlier = number_text(form.earlier.indicators[indicator.code])
            note = f"{_capitalised(form.earlier.round.name)} đã báo cáo: {earlier} {indicator.unit}."
            notes.add(row, value_column, note, width=_EARLIER_WIDTH)
    notes.write()
    if form.indicators:
        _put_indicator_checks(sheet, form, schema, lists)
    _set_view(sheet, form, schema, last_row=TABLE_FIRST_ROW + max(len(form.indicators), 1) - 1)


def write_list_sheet(
    sheet: Sheet, form: Form, schema: SheetSchema, lists: DropDownLists, cells: Mapping[FormCell, Cell]
) -> None:
    """Write the open rows of one list."""
    notes = Notes(sheet)
    put_marks(sheet, form, cells, notes)
    _write_top(sheet, schema, schema.about)
    _write_open_rows(sheet, form, schema, form.lists[schema.name], lists)
    notes.write()


def write_proposals_sheet(
    sheet: Sheet, form: Form, schema: SheetSchema, lists: DropDownLists, cells: Mapping[FormCell, Cell]
) -> None:
    """Write the open rows of the proposals to amend the catalogue."""
    codes = tuple(task.code for task in form.campaign.tasks)
    columns = tuple(replace(column, allowed=codes) if column.name == "task" else column for column in schema.columns)
    notes = Notes(sheet)
    put_marks(sheet, form, cells, notes)
    _write_top(sheet, schema, schema.about)
    _write_open_rows(sheet, form, replace(schema, columns=columns), form.proposals, lists)
    notes.write()


def number_format(decimals: int) -> str:
    """Return the number format with separators of thousands and a number of decimals."""
    return "#,##0" if decimals == 0 else f"#,##0.{'0' * decimals}"


def _capitalised(name: str) -> str:
    return name[0].upper() + name[1:]


def _write_top(sheet: Sheet, schema: SheetSchema, about: str) -> None:
    sheet.widths([column.width for column in schema.columns])
    sheet.text(
        0, 0, schema.title.upper(), sheet.styles.of(bold=True, font_size=14, font_color=look.TITLE, valign="vcenter")
    )
    sheet.text(1, 0, about, sheet.styles.of(italic=True, font_color=look.QUIET, valign="vcenter"))
    for position, column in enumerate(schema.columns):
        sheet.text(TABLE_HEADING_ROW, position, column.title, sheet.styles.heading())
    sheet.height(0, 24)
    sheet.height(1, 20)
    texts = [(column.title, column.width, float(look.SIZE), True) for column in schema.columns]
    sheet.height(TABLE_HEADING_ROW, row_height(texts, minimum=24.0))


def _write_row(
    sheet: Sheet,
    row: int,
    schema: SheetSchema,
    values: Mapping[str, Typed],
    formats: Mapping[str, str],
    tints: Mapping[str, str],
    *,
    minimum: float,
) -> None:
    texts = []
    for position, column in enumerate(schema.columns):
        value = values.get(column.name)
        number_format_ = shown_format(column, value, formats.get(column.name, column.number_format))
        style = _cell_style(sheet, column, number_format_, tints.get(column.name))
        sheet.value(row, position, value, style)
        texts.append((value if isinstance(value, str) else "", column.width, float(look.SIZE), False))
    sheet.height(row, row_height(texts, minimum=minimum))


def _cell_style(sheet: Sheet, column: Column, number_format_: str, tint: str | None) -> "Format":
    def make() -> "Format":
        centred = {"align": "center"} if column.kind is ColumnKind.TEXT and column.width < 15 else {}
        fill = tint or (look.LOCKED if column.locked else look.OPEN)
        special = {"num_format": number_format_, "valign": "vcenter", **centred}
        return sheet.styles.cell(fill=fill, open_=not column.locked, **special)

    return sheet.styles.shared((sheet.name, column.name, number_format_, tint), make)


def _put_indicator_checks(sheet: Sheet, form: Form, schema: SheetSchema, lists: DropDownLists) -> None:
    for column in schema.open_columns:
        position = schema.columns.index(column)
        if column.name != "value":
            check = input_check(
                column, past=form.past_dates, promised=form.promised_dates, source=lists.of(schema, column)
            )
            sheet.validation([(TABLE_FIRST_ROW, position, TABLE_FIRST_ROW + len(form.indicators) - 1, position)], check)
            continue
        areas: dict[tuple[bool, Flow, bool, float | None], list[CellRange]] = {}
        for row, item in enumerate(form.indicators, start=TABLE_FIRST_ROW):
            indicator, added_up = item.indicator, item.indicator.aggregate is Aggregate.SUM
            kind = (indicator.decimals > 0, indicator.flow, added_up, indicator.maximum)
            areas.setdefault(kind, []).append((row, position, row, position))
        # whole numbers first, as the forms in the hands of agencies have them
        for (decimals, flow, added_up, maximum), cells in sorted(areas.items(), key=lambda entry: entry[0][0]):
            words = _HELP.get(flow, column.help)
            words = words if added_up else words.replace(_IF_NONE_TO_ADD, _IF_NONE)
            of_kind = replace(column, maximum=maximum, help=words)
            check = input_check(of_kind, past=form.past_dates, promised=form.promised_dates, source=None)
            sheet.validation(cells, check if decimals else whole_number_check(check))
        _mark_parts(sheet, form.indicators, position)


def _mark_parts(sheet: Sheet, indicators: Sequence[FormIndicator], position: int) -> None:
    """Tint a part that is larger than its whole."""
    rows = {item.indicator.code: row for row, item in enumerate(indicators, start=TABLE_FIRST_ROW)}
    letter = xl_col_to_name(position)
    for item in indicators:
        row, whole = rows[item.indicator.code], rows.get(item.indicator.part_of or "")
        if whole is not None:
            part_cell, whole_cell = f"${letter}${row + 1}", f"${letter}${whole + 1}"
            larger = f"=AND(ISNUMBER({part_cell}),ISNUMBER({whole_cell}),{part_cell}>{whole_cell})"
            sheet.condition((row, position, row, position), larger, sheet.styles.to_fill())


def _write_open_rows(
    sheet: Sheet, form: Form, schema: SheetSchema, filled: Sequence[Mapping[str, Typed]], lists: DropDownLists
) -> None:
    """Write the numbered rows, those filled in beforehand first; never fewer than are filled in."""
    count = row_count(schema, filled)
    for position in range(count):
        values = filled[position] if position < len(filled) else {}
        row = TABLE_FIRST_ROW + position
        tints = row_tints(form, schema.name, position)
        _write_row(sheet, row, schema, {**values, "number": float(position + 1)}, {}, tints, minimum=27.0)
    last_row = TABLE_FIRST_ROW + count - 1
    positions = {column.name: position for position, column in enumerate(schema.columns)}
    letters = {name: xl_col_to_name(position) for name, position in positions.items()}
    cells: Addresses = {name: f"${letter}{TABLE_FIRST_ROW + 1}" for name, letter in letters.items()}
    names = [column.name for column in schema.open_columns]
    whole_row = visible_length(f"{cells[names[0]]}:{cells[names[-1]]}")
    for column in schema.open_columns:
        area = (TABLE_FIRST_ROW, positions[column.name], last_row, positions[column.name])
        sheet.validation(
            [area],
            input_check(column, past=form.past_dates, promised=form.promised_dates, source=lists.of(schema, column)),
        )
        if column.required is not None:
            lacking = f"=AND(SUMPRODUCT({whole_row})>0,{Missing(column.name).formula(cells)})"
            sheet.condition(area, lacking, sheet.styles.to_fill())
    _set_view(sheet, form, schema, last_row=last_row)


def _set_view(sheet: Sheet, form: Form, schema: SheetSchema, *, last_row: int) -> None:
    worksheet = sheet.worksheet
    first_open = next(position for position, column in enumerate(schema.columns) if not column.locked)
    worksheet.freeze_panes(TABLE_FIRST_ROW, 0)
    worksheet.set_selection(TABLE_FIRST_ROW, first_open, TABLE_FIRST_ROW, first_open)
    worksheet.autofilter(TABLE_HEADING_ROW, 0, last_row, len(schema.columns) - 1)
    worksheet.hide_gridlines(2)
    last = xl_col_to_name(len(schema.columns) - 1)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:{last}{last_row + 1}"})
    sheet.page(f"{form.agency.name} – {form.round.name}", repeat=TABLE_HEADING_ROW)
    sheet.protect()
