"""The workbooks of a round as files."""

from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.errors import OutputError
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.forms.writing import write_templates
from tests.support.forms import form_of


def test_each_form_is_a_file_named_by_round_and_agency(campaign: Campaign, schemas: Schemas, tmp_path: Path) -> None:
    forms = [form_of(campaign, schemas, code) for code in ("SNV", "11383")]
    calls: list[tuple[int, int]] = []
    folder = tmp_path / "templates" / "lan-1"
    write_templates(forms, schemas, folder, progress=lambda *counts: calls.append(counts))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "2025-h2_lan-1_SNV_so-noi-vu.xlsx": template_bytes(forms[0], schemas),
        "2025-h2_lan-1_11383_ubnd-phuong-le-chan.xlsx": template_bytes(forms[1], schemas),
    }
    assert calls == [(1, 2), (2, 2)]


def test_a_folder_that_cannot_be_written_is_one_line(campaign: Campaign, schemas: Schemas, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="Không ghi được biểu mẫu vào"):
        write_templates([], schemas, tmp_path / "file", progress=lambda *_: None)
