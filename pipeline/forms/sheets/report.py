"""`Báo cáo`: the header block, the progress line and one row a task with its checks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from pipeline.campaign.assignment import Role
from pipeline.forms.facts import OneOf, quoted
from pipeline.forms.form import Form, FormRow
from pipeline.forms.layout import (
    CellRange,
    HeadingRow,
    Layout,
    footnote_lines,
    header_places,
    printed_cells,
    report_layout,
    report_title,
)
from pipeline.forms.marks import FormCell
from pipeline.forms.row_check import COMPLETE, REPORT_DATE, progress_formula, progress_text, row_check
from pipeline.forms.schema.schema import Column, ColumnKind, Condition, Schemas, SheetSchema, Status, Typed, not_offered
from pipeline.forms.sheets import styles as look
from pipeline.forms.sheets.earlier_columns import EarlierColumns
from pipeline.forms.sheets.header_block import write_header_block
from pipeline.forms.sheets.heights import row_height
from pipeline.forms.sheets.inputs import DropDownLists, input_check, without
from pipeline.forms.sheets.notes import Notes, put_marks, row_tints
from pipeline.forms.sheets.sheet import Sheet
from pipeline.forms.sheets.styles import shown_format
from pipeline.problems import Cell

if TYPE_CHECKING:
    from xlsxwriter.format import Format

#: Type size of the rows: a page of the whole width is printed at two thirds.
_SIZE = 12
#: Type size of `Kiểm tra`, whose sentences are ours and short.
_CHECK_SIZE = 11
#: Room in points for four lines of `Kiểm tra` and of what is to be typed.
_ROW_MINIMUM = 60.0
#: Width in pixels of the box of a note.
_NOTE_WIDTH = 620
#: Stands for the row number in a formula that serves many rows.
_ROW_MARK = "\N{PILCROW SIGN}"
#: Room in characters that the arrow of the filter takes from a heading.
_ARROW = 2.5


def write_report_sheet(
    sheet: Sheet, form: Form, schemas: Schemas, lists: DropDownLists, cells: Mapping[FormCell, Cell]
) -> None:
    """Write the sheet; `cells` holds the addresses of the marked cells."""
    schema, layout = schemas.report, report_layout(form, schemas)
    notes = Notes(sheet)
    put_marks(sheet, form, cells, notes)
    sheet.widths([column.width for column in schema.columns])
    title = report_title(form.campaign.decision)
    sheet.text(0, 0, title, sheet.styles.of(bold=True, font_size=14, font_color=look.TITLE, valign="vcenter"))
    sheet.height(0, 24)
    write_header_block(sheet, form, schemas.header, schema, lists)
    for position, column in enumerate(schema.columns):
        sheet.text(layout.heading_row, position, column.title, sheet.styles.heading())
    headings = [(column.title, column.width - _ARROW, float(look.SIZE), True) for column in schema.columns]
    sheet.height(layout.heading_row, row_height(headings))
    for row, heading in layout.headings.items():
        _write_heading(sheet, row, heading, len(schema.columns))
    place = header_places(schemas.header, schema)["report_date"]
    report_date = f"${xl_col_to_name(place.value)}${place.row + 1}"
    texts = _write_checks(sheet, form, schema, layout, report_date=report_date)
    earlier_columns = EarlierColumns.of(form, layout)
    for row, item, text in zip(layout.task_rows, form.rows, texts, strict=True):
        tints = row_tints(form, schema.name, item.task.code)
        height = _write_task(sheet, row, item, schema, text, tints)
        if earlier_columns is not None:
            height = max(height, earlier_columns.write_row(sheet, row, item))
        sheet.height(row, height)
        _note_footnotes(notes, row, item, schema)
    if earlier_columns is not None:
        earlier_columns.write_headings(sheet)
        earlier_columns.note_unsettled(notes, form, layout)
    notes.write()
    last_row = _write_footnotes(sheet, form, schema, layout)
    _put_input_checks(sheet, form, schema, layout, lists)
    _put_conditions(sheet, form, schema, layout)
    _set_view(sheet, form, schema, layout)
    if earlier_columns is not None:
        sheet.worksheet.print_area(0, 0, last_row, len(schema.columns) - 1)


def _write_heading(sheet: Sheet, row: int, heading: HeadingRow, width: int) -> None:
    """Write a row that heads others; its text runs over the empty cells beside it."""
    fill = look.SECTION if heading.section else look.SUBHEAD
    band = {"bold": True, "bg_color": fill, "font_color": look.TITLE, "valign": "vcenter"}
    band |= {"top": 1, "bottom": 1, "border_color": look.LINE}
    style, code = sheet.styles.of(**band), sheet.styles.of(**band, align="center")
    sheet.text(row, 0, heading.code, code)
    sheet.text(row, 1, heading.text, style)
    for column in range(2, width):
        sheet.value(row, column, None, style)
    sheet.height(row, 20)


def _write_task(
    sheet: Sheet, row: int, item: FormRow, schema: SheetSchema, check: str, tints: Mapping[str, str]
) -> float:
    """Write the printed and the open cells of a task; return the height of its longest text, `check` among them."""
    printed = printed_cells(item)
    fill = look.LED if item.assignment.role is Role.LEAD else look.LOCKED
    sizes = []
    for position, column in enumerate(schema.columns):
        if column.formula:
            sizes.append((check, column.width, float(_CHECK_SIZE), False))
            continue
        value = printed[column.name] if column.locked else item.values.get(column.name)
        usual = fill if column.locked else look.OPEN
        style = _cell_style(sheet, column, value, tints.get(column.name, usual))
        sheet.value(row, position, value, style)
        sizes.append((value if isinstance(value, str) else "", column.width, float(_SIZE), column.name == "task"))
    return row_height(sizes, minimum=_ROW_MINIMUM)


def _note_footnotes(notes: Notes, row: int, item: FormRow, schema: SheetSchema) -> None:
    column = schema.columns.index(schema.column("text"))
    for footnote in item.task.footnotes:
        notes.add(row, column, "\n".join(footnote.paragraphs), width=_NOTE_WIDTH)


def _write_footnotes(sheet: Sheet, form: Form, schema: SheetSchema, layout: Layout) -> int:
    """Write the decision's footnotes under the table too: notes on cells are not printed; return the last row."""
    last, room = len(schema.columns) - 1, sum(column.width for column in schema.columns[1:])
    style = sheet.styles.of(text_wrap=True, valign="top", font_color=look.QUIET, italic=True)
    row = layout.last_row + 2
    for item in form.rows:
        for text in footnote_lines(item):
            sheet.merged((row, 1, row, last), text, style)
            sheet.height(row, row_height([(text, room, look.SIZE, False)]))
            row += 1
    return row - 1


def _cell_style(sheet: Sheet, column: Column, value: Typed, fill: str) -> "Format":
    number_format = shown_format(column, value, column.number_format)

    def make() -> "Format":
        special: dict[str, object] = {"num_format": number_format, "font_size": _SIZE}
        if column.name == "task":
            special |= {"bold": True, "align": "center"}
        elif column.kind is not ColumnKind.TEXT or column.allowed or column.name in {"role", "time_limit"}:
            special |= {"align": "center"}
        return sheet.styles.cell(fill=fill, open_=not column.locked, **special)

    return sheet.styles.shared((sheet.name, column.name, number_format, fill), make)


def _write_checks(sheet: Sheet, form: Form, schema: SheetSchema, layout: Layout, *, report_date: str) -> list[str]:
    """Write `Kiểm tra` and the progress line, formulas with their true results; return the texts of `Kiểm tra`.

    `report_date` is the address of the header's report date.
    """
    letters = {name: xl_col_to_name(position) for name, position in layout.columns.items()}
    check_column = next(column for column in schema.columns if column.formula)
    style = sheet.styles.cell(fill=look.OPEN, font_size=_CHECK_SIZE, font_color=look.LATE_TEXT)
    cells = {column.name: f"${letters[column.name]}{_ROW_MARK}" for column in schema.open_columns}
    cells[REPORT_DATE] = report_date
    row_checks = [row_check(schema, item.assignment, form.round, form.campaign.decision) for item in form.rows]
    formulas: dict[int, str] = {}
    results = []
    for row, item, check in zip(layout.task_rows, form.rows, row_checks, strict=True):
        if id(check) not in formulas:
            formulas[id(check)] = check.formula(cells)
        results.append(check.text({**item.values, REPORT_DATE: form.header.get("report_date")}))
        formula = formulas[id(check)].replace(_ROW_MARK, str(row + 1))
        sheet.formula(row, layout.columns[check_column.name], formula, style, results[-1])
    checks = [f"${letters[check_column.name]}${row + 1}" for row in layout.task_rows]
    codes = [f"$A${row + 1}" for row in layout.task_rows]
    line = progress_text(results, [item.task.code for item in form.rows])
    bold = sheet.styles.of(bold=True, font_color=look.TITLE, valign="vcenter")
    sheet.formula(layout.progress_row, 0, progress_formula(checks, codes), bold, line)
    sheet.height(layout.progress_row, 21)
    return results


def _put_input_checks(sheet: Sheet, form: Form, schema: SheetSchema, layout: Layout, lists: DropDownLists) -> None:
    for column in schema.open_columns:
        if column.name != "status":
            areas = _areas(layout, column, layout.task_rows)
            check = input_check(
                column, past=form.past_dates, promised=form.promised_dates, source=lists.of(schema, column)
            )
            sheet.validation(areas, check)
            continue
        rows_by_words: dict[frozenset[Status], list[int]] = {}
        for row, item in zip(layout.task_rows, form.rows, strict=True):
            assignment = item.assignment
            refused = not_offered(nil_allowed=assignment.nil_allowed, done_allowed=assignment.done_allowed)
            rows_by_words.setdefault(refused, []).append(row)
        # the whole list first, as the forms in the hands of agencies have it
        for words, rows in sorted(rows_by_words.items(), key=lambda entry: sorted(entry[0])):
            choice = without(column, words)
            check = input_check(
                choice, past=form.past_dates, promised=form.promised_dates, source=lists.of(schema, choice)
            )
            sheet.validation(_areas(layout, column, rows), check)


def _areas(layout: Layout, column: Column, rows: "list[int] | tuple[int, ...]") -> list[CellRange]:
    """Return the cells of a column in some rows, adjoining ones together."""
    position = layout.columns[column.name]
    areas: list[CellRange] = []
    for row in rows:
        if areas and areas[-1][2] == row - 1:
            areas[-1] = (areas[-1][0], position, row, position)
        else:
            areas.append((row, position, row, position))
    return areas


def _put_conditions(sheet: Sheet, form: Form, schema: SheetSchema, layout: Layout) -> None:
    """Put the conditional formats: few, each over a whole column or block, since every one is slow."""
    first = layout.heading_row + 2
    letters = {name: xl_col_to_name(position) for name, position in layout.columns.items()}
    check = letters[next(column.name for column in schema.columns if column.formula)]
    styles = sheet.styles
    complete = f"=LEFT(${check}{first},{len(COMPLETE)})={quoted(COMPLETE)}"
    check_area = layout.column_cells(next(column.name for column in schema.columns if column.formula))
    sheet.condition(check_area, complete, styles.of(bg_color=look.COMPLETE, font_color=look.COMPLETE_TEXT))
    status = {"status": f"${letters['status']}{first}"}
    not_done = OneOf("status", (Status.IN_PROGRESS, Status.NOT_STARTED)).formula(status)
    due, last = f"${letters['due']}{first}", form.round.last_day
    late = f"=AND(ISNUMBER({due}),{due}<DATE({last.year},{last.month},{last.day}),{not_done})"
    sheet.condition(
        layout.column_cells("due"), late, styles.of(bold=True, font_color=look.LATE_TEXT, bg_color="#FBD9D3")
    )
    # a cell is tinted when Kiểm tra names its column
    open_columns = schema.open_columns
    left, right = layout.columns[open_columns[0].name], layout.columns[open_columns[-1].name]
    heading = f"{xl_col_to_name(left)}${layout.heading_row + 1}"
    named = f'=ISNUMBER(FIND("«"&{heading}&"»",${check}{first}))'
    sheet.condition((layout.heading_row + 1, left, layout.last_row, right), named, styles.to_fill(), last=True)
    for column in open_columns:
        words = _statuses_without(column, schema)
        if words:
            grey = styles.of(bg_color=look.NOT_NEEDED, font_color=look.QUIET)
            sheet.condition(layout.column_cells(column.name), "=" + OneOf("status", words).formula(status), grey)


def _statuses_without(column: Column, schema: SheetSchema) -> tuple[str, ...]:
    """Return the statuses under which a number or date is not needed: it must be empty, or no rule names it."""
    rules = [rule for rule in schema.row_rules if rule.target == column.name and rule.when == "status"]
    if column.future:
        return (Status.DONE, Status.NIL)
    if column.kind is ColumnKind.TEXT or not rules:
        return ()
    needed = {word for rule in rules if rule.condition is not Condition.EMPTY for word in rule.equals}
    return tuple(word for word in schema.column("status").allowed if word not in needed)


def _set_view(sheet: Sheet, form: Form, schema: SheetSchema, layout: Layout) -> None:
    worksheet = sheet.worksheet
    worksheet.freeze_panes(layout.heading_row + 1, 2)
    worksheet.autofilter(layout.heading_row, 0, layout.last_row, len(schema.columns) - 1)
    first_row, status = layout.task_rows[0] if layout.task_rows else layout.heading_row + 1, layout.columns["status"]
    worksheet.set_selection(first_row, status, first_row, status)
    worksheet.set_zoom(80)
    worksheet.hide_gridlines(2)
    worksheet.ignore_errors(
        {"number_stored_as_text": f"A1:{xl_col_to_name(len(schema.columns) - 1)}{layout.last_row + 1}"}
    )
    sheet.page(f"{form.agency.name} – {form.round.name}", repeat=layout.heading_row)
    sheet.protect()
