"""The writer of a form: its .xlsx workbook, the same bytes for the same form."""

from io import BytesIO

from xlsxwriter import Workbook

from pipeline.forms.examples import example_values
from pipeline.forms.form import Form, asked_schemas
from pipeline.forms.layout import form_cells
from pipeline.forms.marks import TO_CORRECT
from pipeline.forms.schema.placeholders import worded
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.sheets.corrections import write_corrections_sheet
from pipeline.forms.sheets.guide import write_guide_sheet
from pipeline.forms.sheets.inputs import DropDownLists
from pipeline.forms.sheets.meta import set_properties, write_meta_sheet
from pipeline.forms.sheets.report import write_report_sheet
from pipeline.forms.sheets.sheet import PlainWorksheet, Sheet
from pipeline.forms.sheets.styles import FONT, SIZE, FormStyles
from pipeline.forms.sheets.tables import write_indicators_sheet, write_list_sheet, write_proposals_sheet

#: The guide has no schema: it holds no data.
GUIDE = "Hướng dẫn"
_OPTIONS = {
    "in_memory": True,
    # texts stay texts, whatever they look like
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def template_bytes(form: Form, schemas: Schemas) -> bytes:
    """Return the workbook of a form.

    A text over the 32,767 characters of a cell is cut with a mark that says so; nothing else is ever left out.

    Raises:
        ValueError: xlsxwriter refused something, so that the file would not hold the whole form.
    """
    schemas = worded(asked_schemas(form, schemas), example_values(form))
    buffer = BytesIO()
    # a dictionary of its own for each workbook: xlsxwriter adds to it, and the next one would be written differently
    workbook = Workbook(buffer, {**_OPTIONS, "default_format_properties": {"font_name": FONT, "font_size": SIZE}})
    styles = FormStyles(workbook)
    cells = form_cells(form, schemas) if form.marks or form.corrections is not None else {}
    if form.corrections is not None:
        corrections = Sheet(workbook.add_worksheet(TO_CORRECT, PlainWorksheet), styles)
        write_corrections_sheet(corrections, form, form.corrections, cells)
    names = (GUIDE, *(schema.sheet for schema in schemas.sheets))
    guide, report, indicators, *list_sheets, proposals, meta = (
        Sheet(workbook.add_worksheet(name, PlainWorksheet), styles) for name in names
    )
    drop_downs = DropDownLists(workbook, {})
    write_guide_sheet(guide, form, schemas)
    write_report_sheet(report, form, schemas, drop_downs, cells)
    write_indicators_sheet(indicators, form, schemas.indicators, drop_downs, cells)
    for sheet, schema in zip(list_sheets, schemas.lists, strict=True):
        write_list_sheet(sheet, form, schema, drop_downs, cells)
    write_proposals_sheet(proposals, form, schemas.proposals, drop_downs, cells)
    # last, when all drop-downs have named their lists
    write_meta_sheet(meta, form, schemas.meta, drop_downs)
    set_properties(drop_downs, form, schemas.meta)
    if form.corrections is None:
        report.worksheet.activate()
    workbook.close()
    return buffer.getvalue()
