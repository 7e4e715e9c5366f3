"""A return put back into the newest template: what the agency typed, as it typed it, in today's places."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from pipeline.forms.form import Form
from pipeline.forms.marks import FormCell
from pipeline.forms.schema.schema import ColumnKind, Schemas, SheetSchema, Typed
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.readers import Raw
from pipeline.intake.tables.cells import RawCell, displayed, shown_percentage
from pipeline.intake.tables.reader import RawReturn
from pipeline.problems import Cell
from pipeline.values import number_text, typed_text

#: Excel takes 1900 for a leap year, and days before for text.
_FIRST_DAY = date(1900, 3, 1)
#: How a template shows a date in a column of texts.
_DAY_FIRST = CellStyle(number_format="dd/mm/yyyy")


def refilled_form(form: Form, content: RawReturn, schemas: Schemas) -> Form:
    """Return the form with what a return says in its open cells; rows that were not in the return stay empty."""
    report = {row.key: _values(row.cells, schemas.report) for row in content.report}
    indicators = {row.key: _values(row.cells, schemas.indicators) for row in content.indicators}
    return replace(
        form,
        header=_values(content.header, schemas.header),
        rows=tuple(replace(row, values=report.get(row.task.code, {})) for row in form.rows),
        indicators=tuple(replace(item, values=indicators.get(item.indicator.code, {})) for item in form.indicators),
        lists={
            code: tuple(_values(row.cells, schemas.list_of(code)) for row in content.lists.get(code, ()))
            for code in form.lists
        },
        proposals=tuple(_values(row.cells, schemas.proposals) for row in content.proposals),
    )


def refilled_cells(content: RawReturn) -> dict[Cell, FormCell]:
    """Return where each open cell of a return has gone to in the refilled form, by its place in the return."""
    cells = {cell.cell: FormCell("header", None, name) for name, cell in content.header.items()}
    for table, key, row in content.rows():
        cells |= {cell.cell: FormCell(table, key, name) for name, cell in row.cells.items()}
    return cells


def refilled_rows(content: RawReturn) -> dict[tuple[str, int], tuple[str, str | int | None]]:
    """Return table and key of each row in the refilled form, by the sheet and row where it stands in the return."""
    return {(row.sheet, row.row): (table, key) for table, key, row in content.rows()}


def as_typed(cell: RawCell, kind: ColumnKind | None = None) -> Typed:
    """Return what goes back into a cell: a number, a date or a text as it was, in words what no template can hold.

    In a column of texts it is the text that was seen where the template would show something else. Of a formula it is the stored result, which is what was used; one without a result has nothing to give, and its text
    sent back would pass for an answer. An error value stays as text, which validation refuses again.
    """
    if cell.error is not None:
        return cell.error
    percentage = shown_percentage(cell)
    if percentage is not None:  # the template's own format would show 0.85
        return f"{number_text(percentage, grouped=False)}%"
    value = cell.value
    if value is None or value == "":
        return None
    if kind is ColumnKind.TEXT and not isinstance(value, str):
        text = displayed(cell)
        in_template = displayed(RawCell(cell.cell, value, style=_DAY_FIRST if isinstance(value, date) else None))
        return _writable(value) if text is None or text == in_template else text
    return _writable(value)


def _writable(value: Raw) -> Typed:
    """Return a value as it is where a cell of a template can hold it, else as it was seen."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() and value.date() >= _FIRST_DAY else typed_text(value)
    if isinstance(value, str) or (isinstance(value, date) and value >= _FIRST_DAY):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return typed_text(value)


def _values(cells: Mapping[str, RawCell], schema: SheetSchema) -> dict[str, Typed]:
    return {
        name: value for name, cell in cells.items() if (value := as_typed(cell, schema.column(name).kind)) is not None
    }
