"""Help and examples of a form name its own campaign, round and agency."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.examples import example_values
from pipeline.forms.schema.placeholders import PLACEHOLDERS, unknown_names
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from tests.support.campaign import SMALL_DECISION, SMALL_TASKS
from tests.support.forms import GENERATED_ON, form_of
from tests.support.lists import TALKS, campaign_with_lists

#: The same campaign five years later, and with other codes.
LATER = {
    "decision.yaml": SMALL_DECISION.replace("2025", "2031").replace('"1.2"', '"II.2"').replace('"1.3"', '"II.3"'),
    "tasks.yaml": SMALL_TASKS.replace("2025", "2031")
    .replace('"1.1"', '"II.1"')
    .replace('"1.2"', '"II.2"')
    .replace('"1.3"', '"II.3"'),
    "indicators.yaml": "indicators: []\n",
}


def test_every_placeholder_has_a_value(tmp_path: Path) -> None:
    form = form_of(*campaign_with_lists(tmp_path), "SNV")
    values = example_values(form)
    assert tuple(values) == PLACEHOLDERS
    assert values == {
        "day": "15/8/2025",
        "cut_off": "31/8/2025",
        "period_end": "31/12/2025",
        "task": "1.2",
        "addressee": "Ủy ban nhân dân tỉnh An Bình",
        "email": "snv@example.vn",
        "document": "Kế hoạch số 12/KH-SNV",
        "report_number": "45/BC-SNV",
        "staff": "cán bộ, nhân viên",
        "one": "sở, ban, ngành",
        "promised_day": "30/9/2025",
        "cause": "",
    }


def test_the_example_of_a_cause_is_one_of_the_campaigns(campaign: Campaign, schemas: Schemas) -> None:
    assert example_values(form_of(campaign, schemas, "11383"))["cause"] == "Chờ hướng dẫn của cấp trên"


def test_examples_are_those_of_the_agencys_group(campaign: Campaign, schemas: Schemas) -> None:
    enterprise = example_values(form_of(campaign, schemas, "TNHP"))
    assert (enterprise["email"], enterprise["staff"]) == ("vanphong@congty.com.vn", "người lao động")
    assert (enterprise["document"], enterprise["report_number"]) == ("Kế hoạch số 12/KH-CTY", "45/BC-CTY")
    department = example_values(form_of(campaign, schemas, "STC"))
    assert department["document"] == "Kế hoạch số 12/KH-STC"


def test_an_agency_without_an_address_is_shown_the_domain_of_the_others(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path)
    assert example_values(form_of(campaign, schemas, "10002"))["email"] == "hoten@example.vn"
    unknown = replace(campaign, agencies=tuple(replace(agency, email="") for agency in campaign.agencies))
    assert example_values(form_of(unknown, schemas, "10002"))["email"] == "hoten@coquan.vn"


def test_no_year_code_or_place_of_another_campaign_stands_in_a_form(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path, TALKS, files=LATER)
    workbook = openpyxl.load_workbook(
        filename=_saved(tmp_path, template_bytes(form_of(campaign, schemas, "10002"), schemas))
    )
    texts = [
        str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    for sheet in workbook:
        for check in sheet.data_validations.dataValidation:
            texts += [str(check.prompt), str(check.error)]
    everything = "\n".join(texts)
    everything = everything.replace(GENERATED_ON.isoformat(), "")
    for foreign in ("2025", "haiphong", "thành phố", "3.2", "Bộ máy mới", "{"):
        assert foreign not in everything, [text for text in texts if foreign in text][:3]
    assert "Đề xuất với Ủy ban nhân dân tỉnh An Bình để làm tốt nhiệm vụ này." in everything
    assert "Ví dụ: II.2" in everything


def _saved(folder: Path, content: bytes) -> Path:
    path = folder / "form.xlsx"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("text", "names"),
    [("Kế hoạch {document} ngày {day}", []), ("{x} {day} {y}", ["x", "y"]), ("a { b", ["{"]), ("{}", [""])],
)
def test_names_that_no_form_knows_are_found(text: str, names: list[str]) -> None:
    assert list(unknown_names(text)) == names
