"""Template → filled by LibreOffice, cell by cell as an officer would → consolidated: what was typed is in the report."""

import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.campaign.assignment import assignments
from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from tests.libreoffice.office import Document, Entry, run_libreoffice
from tests.support.campaign import copy_city
from tests.support.terminal import tonghop

pytestmark = pytest.mark.libreoffice

AS_OF = "2025-09-08"
AGENCIES = ("SNV", "11383", "TNHP")
COMPLETED = date(2025, 8, 12)
HEADER = {
    "Người lập báo cáo": ("text", "Phạm Thị Ngọc Ánh"),
    "Điện thoại": ("text", "0225 000 111"),
    "Người ký": ("text", "Lê Văn Đức"),
    "Ngày báo cáo": ("date", "2025-09-03"),
}
RESULT = 'Đã tổ chức 02 hội nghị, "quán triệt" & phổ biến tới 100% cán bộ <đủ>;\ndòng hai: = không phải công thức.'


def table_places(path: Path, sheet: str) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    """Rows by code, column letters by heading, and the header block's value cells by label."""
    worksheet = openpyxl.load_workbook(path)[sheet]
    rows, columns, labels = {}, {}, {}
    for cells in worksheet.iter_rows():
        texts = [cell.value for cell in cells]
        if not columns and {"TT", "STT"} & set(texts):
            columns = {cell.value: cell.column_letter for cell in cells if cell.value}
            first = next(cell.column_letter for cell in cells if cell.value in {"TT", "Mã", "STT"})
        elif columns:
            code = worksheet[f"{first}{cells[0].row}"].value
            if code is not None:
                rows[str(code)] = cells[0].row
        else:
            for cell in cells:
                if isinstance(cell.value, str):
                    right = next(after for after in cells[cell.column :] if not _inside_merge(worksheet, after))
                    labels[cell.value] = right.coordinate
    return rows, columns, labels


def _inside_merge(worksheet, cell) -> bool:
    return any(
        cell.coordinate in area and cell.coordinate != area.start_cell.coordinate
        for area in worksheet.merged_cells.ranges
    )


def entries(template: Path, campaign: Campaign, agency: str) -> list[Entry]:
    """Every row filled by turns with each status that needs no as-of date."""
    rows, columns, labels = table_places(template, "Báo cáo")
    filled: list[Entry] = [("Báo cáo", labels[label], kind, value) for label, (kind, value) in HEADER.items()]
    owed = [one for one in assignments(campaign, campaign.rounds[0]) if one.agency == agency]
    for number, owed_task in enumerate(owed):
        row = rows[owed_task.task]

        def at(heading: str, row: int = row) -> str:
            return f"{columns[heading]}{row}"

        limit = campaign.task_by_code[owed_task.task].time_limit
        begun = limit is None or limit.start is None or limit.start <= COMPLETED
        if not begun:
            continue  # such rows are filled in as they are sent out
        if number % 2:
            values = [("Trạng thái", "text", "Hoàn thành"), ("Ngày hoàn thành", "date", COMPLETED.isoformat())]
            values += [("Tỷ lệ hoàn thành (%)", "number", 100.0), ("Văn bản, minh chứng", "text", f"{number}/KH-UBND")]
        else:
            values = [("Trạng thái", "text", "Đang thực hiện"), ("Tỷ lệ hoàn thành (%)", "number", 37.5)]
            values += [("Khó khăn, vướng mắc; nguyên nhân", "text", "Thiếu kinh phí; chờ hướng dẫn.")]
            if owed_task.due is not None and owed_task.due < campaign.rounds[0].last_day:
                values += [("Nhóm nguyên nhân", "text", campaign.causes[-1].label)]
                values += [("Dự kiến hoàn thành", "date", "2025-09-30")]
        values += [("Kết quả thực hiện", "text", f"{RESULT} ({number})")]
        filled += [("Báo cáo", at(heading), kind, value) for heading, kind, value in values]
    indicator_rows, indicator_columns, _ = table_places(template, "Chỉ tiêu")
    for number, row in enumerate(indicator_rows.values()):
        filled.append(("Chỉ tiêu", f"{indicator_columns['Giá trị']}{row}", "number", float(20 - number)))
    if "Mô hình" in openpyxl.load_workbook(template, read_only=True).sheetnames:
        model_rows, model_columns, _ = table_places(template, "Mô hình")
        filled.append(("Mô hình", f"{model_columns['Tên mô hình']}{model_rows['1']}", "text", "Tổ dân phố tự quản"))
    return filled


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory, campaign: Campaign) -> tuple[Path, dict[str, list[Entry]]]:
    """A project whose inbox holds three templates filled and saved by LibreOffice, and what was typed into each."""

    project = tmp_path_factory.mktemp("roundtrip")
    copy_city(project)
    (project / "inbox").mkdir()
    chosen = [option for code in AGENCIES for option in ("--agency", code)]
    assert tonghop("templates", "--round", "lan-1", *chosen, project=project).code == 0
    typed, documents = {}, []
    for code in AGENCIES:
        (template,) = (project / "templates" / "xlsx" / "2025-h2" / "lan-1").glob(f"2025-h2_lan-1_{code}_*.xlsx")
        typed[code] = entries(template, campaign, code)
        documents.append(
            Document(source=template, target=project / "inbox" / f"báo cáo {code}.xlsx", entries=typed[code])
        )
    run_libreoffice(documents, project)
    assert tonghop("consolidate", "--round", "lan-1", "--as-of", AS_OF, project=project).code == 0
    return project, typed


def test_every_return_is_accepted_without_a_single_problem(returned: tuple[Path, dict]) -> None:
    project, _ = returned
    account = json.loads((project / "outbox" / "2025-h2" / "lan-1" / "manifest.json").read_text("utf-8"))
    problems = json.loads((project / "outbox" / "2025-h2" / "lan-1" / "problems.json").read_text("utf-8"))
    assert problems == []
    assert [(file["agency"], file["verdict"]) for file in account["files"]] == [
        (code, "accepted") for code in sorted(AGENCIES)
    ]


def test_every_typed_cell_stands_in_the_report_with_its_source(returned: tuple[Path, dict], schemas: Schemas) -> None:
    project, typed = returned
    workbook = openpyxl.load_workbook(project / "outbox" / "2025-h2" / "lan-1" / "tong-hop.xlsx")
    details = list(workbook["Chi tiết"].iter_rows(values_only=True))
    headings = list(details[0])
    found = {}
    for values in details[1:]:
        record = dict(zip(headings, values, strict=True))
        if record["Tệp"] is not None:
            row = int("".join(filter(str.isdigit, record["Ô"])))
            for column in schemas.report.open_columns:
                if record[column.title] is not None:
                    found[record["Mã cơ quan"], row, column.title] = record[column.title]
    expected = {}
    for code, cells in typed.items():
        (template,) = (project / "templates" / "xlsx" / "2025-h2" / "lan-1").glob(f"2025-h2_lan-1_{code}_*.xlsx")
        _, columns, labels = table_places(template, "Báo cáo")
        headings_by_letter = {letter: heading for heading, letter in columns.items()}
        for sheet, address, kind, value in cells:
            if sheet == "Báo cáo" and address not in labels.values():
                letter = "".join(filter(str.isalpha, address))
                day = datetime.combine(date.fromisoformat(str(value)), datetime.min.time()) if kind == "date" else value
                expected[code, int(address.removeprefix(letter)), headings_by_letter[letter]] = day
    filled_in = {place[:2] for place in found} - {place[:2] for place in expected}
    assert {place: value for place, value in found.items() if place[:2] not in filled_in} == expected
    assert {found[*row, "Trạng thái"] for row in filled_in} == {"Chưa thực hiện"}


def test_every_indicator_stands_in_the_report(returned: tuple[Path, dict]) -> None:
    project, typed = returned
    workbook = openpyxl.load_workbook(project / "outbox" / "2025-h2" / "lan-1" / "tong-hop.xlsx")
    records = list(workbook["Chỉ tiêu"].iter_rows(values_only=True))
    headings = list(records[0])
    values = [dict(zip(headings, record, strict=True)) for record in records[1:]]
    for code, cells in typed.items():
        given = sorted(value for sheet, _, _, value in cells if sheet == "Chỉ tiêu")
        assert sorted(one["Giá trị"] for one in values if one["Mã cơ quan"] == code) == given
