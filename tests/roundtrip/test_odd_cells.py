"""Cells as programs really write them: percentages, dates counted from 1904, rich text, hyperlinks; in three formats."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.rules import Rule
from tests.libreoffice.office import Document, run_libreoffice
from tests.support.intake import DONE, counted, edited, intake, repacked, return_bytes
from tests.support.validation import validated

#: Rows of the form of a commune: 1.1, 1.2, 1.3.
TASKS = ("1.1", "1.2", "1.3")
Typed = dict[tuple[str, str], Any]


def values(
    file: ReceivedFile, campaign: Campaign, schemas: Schemas
) -> tuple[Typed, set[tuple[Rule, str | None, str | None]]]:
    """The typed cells of the first tasks, and what is said of them as (rule, task, value)."""
    returns = validated(campaign, schemas, file)
    rows = returns.report.set_index("task")
    names = ("percent", "completed_on", "result", "evidence")
    cells = {(task, name): rows.loc[task, name] for task in TASKS for name in names}
    return cells, {(one.rule, one.task, one.value) for one in returns.problems if one.task in TASKS}


def odd(workbook: Workbook) -> None:
    """Three rows as an officer leaves them: per cent typed into the cell, rich text, links, another calendar."""
    workbook.epoch = CALENDAR_MAC_1904
    sheet = workbook["Báo cáo"]
    first = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "1.1")
    columns = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value in TITLES}
    for row, percent in zip(range(first, first + 3), (0.855, 1, 0), strict=True):
        cell = sheet.cell(row, columns["Tỷ lệ hoàn thành (%)"], percent)
        cell.number_format = "0.0%" if percent == 0.855 else "0%"
        sheet.cell(row, columns["Ngày hoàn thành"], date(2025, 8, row - first + 1)).number_format = "dd/mm/yyyy"
    bold = TextBlock(InlineFont(b=True), "12 hội nghị")
    sheet.cell(first, columns["Kết quả thực hiện"]).value = CellRichText("Đã tổ chức ", bold, ", xong.")
    link = sheet.cell(first, columns["Văn bản, minh chứng"], "Kế hoạch số 12/KH-UBND")
    link.hyperlink = "https://haiphong.gov.vn/van-ban/12"


TITLES = {"Tỷ lệ hoàn thành (%)", "Ngày hoàn thành", "Kết quả thực hiện", "Văn bản, minh chứng"}
#: The number and its rule: 85,5 % against the status «Hoàn thành» is another matter.
EXPECTED: Typed = {
    ("1.1", "percent"): 85.5,
    ("1.2", "percent"): 100.0,
    ("1.3", "percent"): 0.0,
    ("1.1", "completed_on"): date(2025, 8, 1),
    ("1.2", "completed_on"): date(2025, 8, 2),
    ("1.3", "completed_on"): date(2025, 8, 3),
    ("1.1", "result"): "Đã tổ chức 12 hội nghị, xong.",
    ("1.2", "result"): "Đã ban hành kế hoạch",
    ("1.3", "result"): "Đã ban hành kế hoạch",
    ("1.1", "evidence"): "Kế hoạch số 12/KH-UBND (https://haiphong.gov.vn/van-ban/12)",
    ("1.2", "evidence"): "Kế hoạch số 12/KH-UBND",
    ("1.3", "evidence"): "Kế hoạch số 12/KH-UBND",
}
SAID = {
    (Rule.NUMBER_NORMALISED, "1.1", "85,5%"),
    (Rule.NUMBER_NORMALISED, "1.2", "100%"),
    (Rule.NUMBER_NORMALISED, "1.3", "0%"),
    (Rule.LINK_KEPT, "1.1", "Kế hoạch số 12/KH-UBND"),
    (Rule.PERCENT_AGAINST_STATUS, "1.1", "85,5%"),
    (Rule.PERCENT_AGAINST_STATUS, "1.3", "0%"),
}


@pytest.fixture(scope="module")
def as_saved(campaign: Campaign, schemas: Schemas) -> bytes:
    """The return of a commune with odd cells, as openpyxl saves it."""
    return edited(return_bytes(campaign, schemas, change=counted), odd)


def check(file: ReceivedFile, campaign: Campaign, schemas: Schemas) -> None:
    cells, said = values(file, campaign, schemas)
    shown = {key: value.date() if key[1] == "completed_on" else value for key, value in cells.items()}
    assert shown == EXPECTED
    assert said == SAID


def test_odd_cells_of_an_xlsx(as_saved: bytes, tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    check(intake(tmp_path, {"a.xlsx": as_saved}, campaign, schemas)["a.xlsx"], campaign, schemas)


@pytest.mark.libreoffice
def test_odd_cells_that_libreoffice_saves(
    as_saved: bytes, tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    source = tmp_path / "source.xlsx"
    source.write_bytes(as_saved)
    targets = [tmp_path / f"a{suffix}" for suffix in (".xlsx", ".ods", ".xls")]
    run_libreoffice([Document(source=source, target=target) for target in targets], tmp_path)
    for target in targets:
        inbox = tmp_path / target.suffix.strip(".")
        received = intake(inbox, {target.name: target.read_bytes()}, campaign, schemas)
        check(received[target.name], campaign, schemas)


def test_rich_text_in_the_table_of_strings_without_its_reading_aid(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    def rich(strings: bytes) -> bytes:
        text = re.compile(f"<si><t>{DONE['result']}</t></si>".encode())
        runs = "<r><t xml:space='preserve'>Đã ban </t></r><r><rPr><b/></rPr><t>hành</t></r>"
        aid = "<rPh sb='0' eb='2'><t>da ban hanh</t></rPh>"
        changed, count = text.subn(f"<si>{runs}{aid}</si>".encode(), strings)
        assert count == 1
        return changed

    content = repacked(return_bytes(campaign, schemas, change=counted), {"xl/sharedStrings.xml": rich})
    cells, said = values(intake(tmp_path, {"a.xlsx": content}, campaign, schemas)["a.xlsx"], campaign, schemas)
    assert {cells[task, "result"] for task in TASKS} == {"Đã ban hành"}
    assert said == set()
