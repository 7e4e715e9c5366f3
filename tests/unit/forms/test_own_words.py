"""Examples in a form fit the agency: an enterprise is shown no address and no document of a commune."""

from dataclasses import replace

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.own_words import in_own_words, own_words
from pipeline.forms.schema.schema import Schemas
from tests.support.forms import form_of


@pytest.mark.parametrize(
    ("agency", "email", "number", "evidence"),
    [
        ("11383", "ubnd@haiphong.gov.vn", "45/BC-UBND", "Kế hoạch số 12/KH-UBND ngày "),
        ("TNHP", "vanphong@congty.com.vn", "45/BC-CTY", "Kế hoạch số 12/KH-CTY ngày "),
    ],
)
def test_examples_are_those_of_the_group(
    campaign: Campaign, schemas: Schemas, agency: str, email: str, number: str, evidence: str
) -> None:
    form = form_of(campaign, schemas, agency)
    fitted = in_own_words(schemas, form)
    assert fitted.header.column("email").example == email
    assert fitted.header.column("document_number").example == number
    assert fitted.report.column("evidence").example.startswith(evidence)
    assert fitted.report.column("evidence").example.endswith("/2025")
    assert [choice.word for choice in fitted.report.column("status").choices] == [
        choice.word for choice in schemas.report.column("status").choices
    ]


def bare(form: Form, abbreviation: str) -> Form:
    group = replace(form.agency.group, example_email="", example_document="", staff="")
    return replace(form, agency=replace(form.agency, group=group, abbreviation=abbreviation))


def test_a_group_that_says_nothing_is_shown_what_fits_anybody(campaign: Campaign, schemas: Schemas) -> None:
    form = form_of(campaign, schemas, "SNV")
    assert own_words(bare(form, "SNV"))["document"] == "Kế hoạch số 12/KH-SNV"
    assert own_words(bare(form, ""))["email"] == "ten@example.vn"


def test_no_name_is_left_open(campaign: Campaign, schemas: Schemas) -> None:
    fitted = in_own_words(schemas, form_of(campaign, schemas, "SNV"))
    texts = [text for sheet in fitted for column in sheet.columns for text in (column.help, column.example)]
    assert not [text for text in texts if "{" in text]
