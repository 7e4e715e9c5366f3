"""Both reports and the review workbook against the schemas of ECMA-376, as Microsoft's own Open XML SDK reads them.

See docs/decisions/2026-11-23-office-validity.md.
"""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.excel.workbook import write_excel
from pipeline.reports.figures import figures
from pipeline.reports.word.report import word_bytes
from pipeline.reports.written.report import report
from pipeline.review.completing import completed
from pipeline.review.content import AddedText, ReviewContent
from pipeline.review.rows import offered_words, required_rows
from pipeline.review.writing import review_bytes
from tests.support.consolidation import small_campaign
from tests.support.report import all_done, empty_consolidation

pytestmark = pytest.mark.ooxml


def violations(path: Path) -> list[str]:
    """Return what the validator finds, in its own words with the place."""
    done = subprocess.run(["ooxml-validator", str(path)], capture_output=True, text=True, timeout=120, check=False)
    found = json.loads(done.stdout)
    return [f"{error['path']} {error['xPath']}: {error['description']}" for error in found["errors"]]


def test_the_word_report_is_valid(campaign: Campaign, schemas: Schemas, tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(word_bytes(report(figures(all_done(empty_consolidation(campaign, schemas)), (), (), schemas))))
    assert violations(path) == []


def test_the_excel_report_is_valid(schemas: Schemas, tmp_path: Path) -> None:
    path = tmp_path / "tong-hop.xlsx"
    small = small_campaign(tmp_path, model_task="1.3")
    write_excel(figures(all_done(empty_consolidation(small, schemas)), (), (), schemas), path)
    assert violations(path) == []


def test_the_review_workbook_is_valid(schemas: Schemas, tmp_path: Path) -> None:
    path = tmp_path / "lan-1.xlsx"
    small = small_campaign(tmp_path)
    calls_for = required_rows(empty_consolidation(small, schemas), (), ReviewContent(), ())
    content = replace(completed(ReviewContent(), calls_for), added=(AddedText("Đề xuất!Z9", "", "<r>chữ</r>"),))
    path.write_bytes(review_bytes(content, offered_words(small, ())))
    assert violations(path) == []


def test_the_validator_sees_what_is_wrong(tmp_path: Path) -> None:
    """A comma in a style's name: Word takes it for two names."""
    document = docx.Document()
    document.styles.add_style("Bảng, giữa", WD_STYLE_TYPE.PARAGRAPH)
    document.save(str(tmp_path / "sai.docx"))
    assert any("Bảng, giữa" in found for found in violations(tmp_path / "sai.docx"))
