"""The Word report as LibreOffice prints it: as long as it should be, no page blank, no word broken or cut."""

import re
import subprocess
from pathlib import Path

import docx
import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.figures import figures
from pipeline.reports.word.report import word_bytes
from pipeline.reports.written.report import report
from tests.libreoffice.office import Document, run_libreoffice
from tests.support.report import all_done, empty_consolidation

pytestmark = pytest.mark.libreoffice
_WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def document(campaign: Campaign, schemas: Schemas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the whole city."""
    path = tmp_path_factory.mktemp("word") / "bao-cao.docx"
    path.write_bytes(word_bytes(report(figures(all_done(empty_consolidation(campaign, schemas)), (), (), schemas))))
    return path


@pytest.fixture(scope="module")
def pages(document: Path) -> list[str]:
    """The text of each printed page."""
    run_libreoffice([Document(source=document, target=document.with_suffix(".pdf"))], document.parent)
    text = subprocess.run(
        ["pdftotext", "-layout", str(document.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.split("\f")[:-1]


def test_the_report_of_the_city_has_a_length_that_is_read(pages: list[str]) -> None:
    assert 10 <= len(pages) <= 25


def test_no_page_is_blank(pages: list[str]) -> None:
    assert [number for number, page in enumerate(pages, start=1) if len(page.split()) < 10] == []


def test_every_annex_begins_on_a_page_of_its_own(pages: list[str]) -> None:
    starts = [page.split("\n")[0].strip() for page in pages]
    assert [start for start in starts if start.startswith("Phụ lục")] == [
        "Phụ lục I",
        "Phụ lục II",
        "Phụ lục III",
        "Phụ lục IV",
        "Phụ lục V",
    ]


def test_no_word_is_cut_or_broken_by_a_narrow_column(document: Path, pages: list[str]) -> None:
    written = docx.Document(str(document))
    cells = [cell.text for table in written.tables for row in table.rows[:3] for cell in row.cells]
    texts = [*(paragraph.text for paragraph in written.paragraphs), *cells]
    printed = set(_WORD.findall(" ".join(pages)))
    assert sorted({word for text in texts for word in _WORD.findall(text)} - printed) == []
