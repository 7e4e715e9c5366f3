"""The formulas of the template, calculated by LibreOffice: the stored texts are true, and Python says what the form says."""

from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.layout import report_layout
from pipeline.forms.row_check import progress_text, row_check
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from tests.libreoffice.office import Document, run_libreoffice
from tests.support.forms import filled_form, form_of, mixed_values, pairs

pytestmark = pytest.mark.libreoffice

#: Rows of one workbook: the progress line names them all and must stay shorter than Excel's limit for formulas.
ROWS = 120


def shown_texts(path: Path, form: Form, schemas: Schemas) -> tuple[str, list[str]]:
    """The progress line and the texts of «Kiểm tra» that stand in a file."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Báo cáo").to_python(skip_empty_area=False)
    layout = report_layout(form, schemas)
    return rows[layout.progress_row][0], [rows[row][layout.columns["check"]] for row in layout.task_rows]


def said_texts(form: Form, schemas: Schemas) -> tuple[str, list[str]]:
    """What Python says of the same rows."""
    texts = [
        row_check(schemas.report, row.assignment, form.round, form.campaign.decision).text(row.values)
        for row in form.rows
    ]
    return progress_text(texts, [row.task.code for row in form.rows]), texts


def test_formulas_and_python_never_disagree(campaign: Campaign, schemas: Schemas, tmp_path: Path) -> None:
    commune = form_of(campaign, schemas, "11383")
    mixed = [*pairs(), *mixed_values(600, seed=7)]
    forms = {
        agency: form_of(campaign, schemas, agency, round_.code)
        for agency in ("SNV", "11383", "TNHP")
        for round_ in campaign.rounds[:1]
    }
    forms |= {
        f"mixed-{start}": filled_form(replace(commune), mixed[start : start + ROWS])
        for start in range(0, len(mixed), ROWS)
    }
    documents = []
    for name, form in forms.items():
        source = tmp_path / f"{name}.xlsx"
        source.write_bytes(template_bytes(form, schemas))
        documents.append(Document(source=source, target=tmp_path / f"{name}-calculated.xlsx", recalculate=True))
    run_libreoffice(documents, tmp_path)
    for document, form in zip(documents, forms.values(), strict=True):
        said = said_texts(form, schemas)
        assert shown_texts(document.source, form, schemas) == said
        assert shown_texts(document.target, form, schemas) == said
