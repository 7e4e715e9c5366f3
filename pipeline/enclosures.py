"""The workbooks that go with reminders: the form for those who sent nothing, their own return with its problems for others."""

from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline.campaign.agencies import Agency
from pipeline.errors import OutputError, writing_trouble
from pipeline.forms.form import Form, blank_form, prefilled_form, template_file_name
from pipeline.forms.template import template_bytes
from pipeline.processes.writers import results, writer_processes
from pipeline.reports.feedback.feedback import feedback_forms
from pipeline.reports.letters.mail import Enclosure, EnclosureKind, address_of
from pipeline.reports.letters.reminder import Case, Reminder
from pipeline.run import Run


def enclosures(reminder: Reminder, run: Run, templates: Path) -> dict[str, Enclosure]:
    """Return the workbook that goes with each mail, by agency; only of agencies with an address.

    Args:
        reminder: who owes what.
        run: the run, with the contents of its files.
        templates: the folder in which the round's forms lie as they were sent out; where one is missing it is made anew.

    Raises: OutputError when a form cannot be read.
    """
    written_to = [owed for owed in reminder.everyone if address_of(owed.agency) is not None]
    with_return = {owed.agency.code for owed in written_to if reminder.case(owed) is Case.TO_MEND}
    marked = dict(_feedback(run, with_return))
    silent = [owed.agency for owed in written_to if owed.report and owed.agency.code not in marked]
    names = {agency.code: template_file_name(run.campaign, run.round, agency) for agency in silent}
    sent = {code: content for code, name in names.items() if (content := _read(templates / name)) is not None}
    fresh = dict(_forms(run, [agency for agency in silent if agency.code not in sent]))
    with writer_processes() as executor:
        workbooks = results(executor, template_bytes, [*marked.values(), *fresh.values()], run.schemas)
        contents = dict(zip([*marked, *fresh], workbooks, strict=True)) | sent
    feedback_names = {code: f"phan-hoi_{run.round.code}_{code}.xlsx" for code in marked}
    return {
        code: Enclosure(
            kind=EnclosureKind.FEEDBACK if code in marked else EnclosureKind.FORM,
            name=feedback_names[code] if code in marked else names[code],
            content=content,
        )
        for code, content in contents.items()
    }


def _feedback(run: Run, codes: Collection[str]) -> Iterator[tuple[str, Form]]:
    """Give the feedback of some agencies, made of what the inbox holds now."""
    forms = feedback_forms(run.inputs, run.files, run.problems, earlier=run.earlier_returns())
    return ((code, form) for code, form in forms if code in codes)


def _forms(run: Run, agencies: Collection[Agency]) -> Iterator[tuple[str, Form]]:
    """Give the forms of some agencies as `templates` makes them."""
    earlier = run.earlier_returns()
    for agency in agencies:
        form = blank_form(run.campaign, run.round, agency, run.schemas, generated_on=run.as_of)
        yield agency.code, prefilled_form(form, earlier[agency.code]) if agency.code in earlier else form


def _read(path: Path) -> bytes | None:
    """Return a form as it was sent out; None where there is none."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise OutputError(f"Không đọc được biểu mẫu {path}: {writing_trouble(error)}") from error
