"""`_meta`: the identity of the form, as hidden rows and as document properties, and the lists of the drop-downs."""

from datetime import datetime, time

from xlsxwriter.utility import xl_col_to_name

from pipeline.forms.form import FORMAT_VERSION, Form
from pipeline.forms.schema.schema import SheetSchema
from pipeline.forms.sheets.inputs import DropDownLists
from pipeline.forms.sheets.sheet import Sheet

#: Keys stand in the first two columns; the lists stand apart, so that no reader takes them for keys.
_FIRST_LIST = 3


def meta_values(form: Form) -> dict[str, str]:
    """Return the identity of a form, by column name of the meta schema."""
    return {
        "format_version": FORMAT_VERSION,
        "campaign": form.campaign.decision.campaign,
        "round": form.round.code,
        "agency": form.agency.code,
        "fingerprint": form.fingerprint,
        "prefilled": form.prefilled,
        "generated_on": form.generated_on.isoformat(),
    }


def write_meta_sheet(sheet: Sheet, form: Form, schema: SheetSchema, lists: DropDownLists) -> None:
    """Write the identity, a key and a value a row, and the lists to their right; then hide the sheet."""
    plain = sheet.styles.of(num_format="@")
    values = meta_values(form)
    for row, column in enumerate(schema.columns):
        sheet.text(row, 0, column.title, plain)
        sheet.text(row, 1, values[column.name], plain)
    for position, (name, entries) in enumerate(lists.entries.items()):
        for row, entry in enumerate((name, *entries)):
            sheet.text(row, _FIRST_LIST + position, entry, plain)
        letter = xl_col_to_name(_FIRST_LIST + position)
        area = f"='{sheet.name}'!${letter}$2:${letter}${len(entries) + 1}"
        if lists.workbook.define_name(name, area) != 0:
            raise ValueError(f"{name}: not a defined name")
    sheet.worksheet.very_hidden()
    sheet.protect()


def set_properties(lists: DropDownLists, form: Form, schema: SheetSchema) -> None:
    """Set the document's properties: the identity once more, and a fixed time, so that the bytes are repeatable."""
    decision = form.campaign.decision
    workbook = lists.workbook
    workbook.set_properties(
        {
            "title": f"Báo cáo kết quả thực hiện {decision.subject} {form.round.name} – {form.agency.name}",
            "subject": f"{decision.subject}, {decision.period_name}, {form.round.name}",
            "author": decision.issuer,
            "company": form.agency.name,
            "keywords": f"{decision.campaign}; {form.round.code}; {form.agency.code}",
            "created": datetime.combine(form.generated_on, time()),
        }
    )
    values = meta_values(form)
    for column in schema.columns:
        if workbook.set_custom_property(column.title, values[column.name], "text") not in {0, None}:
            raise ValueError(f"{column.name}: not a document property")
