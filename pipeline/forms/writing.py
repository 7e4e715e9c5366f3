"""The workbooks of a round, a file an agency."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import OutputError, writing_trouble
from pipeline.forms.form import Form, template_file_name
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.processes.writers import results, writer_processes


def write_templates(
    forms: Sequence[Form], schemas: Schemas, folder: Path, *, progress: Callable[[int, int], None]
) -> None:
    """Write each form into the folder, which is made where it is missing; `progress` is called with (written, all).

    Raises: OutputError when a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with writer_processes() as executor:
            workbooks = results(executor, template_bytes, forms, schemas)
            for written, (form, content) in enumerate(zip(forms, workbooks, strict=True), start=1):
                (folder / template_file_name(form.campaign, form.round, form.agency)).write_bytes(content)
                progress(written, len(forms))
    except OSError as error:
        raise OutputError(f"Không ghi được biểu mẫu vào {folder}: {writing_trouble(error)}") from error
