"""A campaign with groups of its own, from the templates to the letter: no group of another decision anywhere."""

import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.support.campaign import write_small_project
from tests.support.process import command, ran
from tests.support.schools import SCHOOLS

ROUND = ("--round", "lan-1", "--as-of", "2025-09-08")
#: Of the first decision.
OTHERS = ("sở, ban, ngành", "cấp xã", "công lập", "doanh nghiệp", "ubnd@")
IN_PROGRESS = {
    "Trạng thái": "Đang thực hiện",
    "Tỷ lệ hoàn thành (%)": 40,
    "Kết quả thực hiện": "Đang soạn kế hoạch.",
    "Khó khăn, vướng mắc; nguyên nhân": "Chờ hướng dẫn.",
    "Dự kiến hoàn thành": date(2025, 9, 30),
}
HEADER = {"Người ký": "Trần Thị B", "Ngày báo cáo": date(2025, 9, 3)}


def tonghop(project: Path, *arguments: str) -> str:
    """What a command says that ends well."""
    done = ran(command(*arguments), project)
    assert (done.code, done.told) == (0, [])
    return done.output


def fill(template: Path, into: Path) -> None:
    """Fill every row of a template as an officer does who is still at work, and save it."""
    workbook = openpyxl.load_workbook(template)
    sheet = workbook["Báo cáo"]
    headings: dict[object, int] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in HEADER:
                value_cell = next(other for other in row[cell.column :] if not other.protection.locked)
                value_cell.value = HEADER[str(cell.value)]
        if headings and row[headings["TT"] - 1].value is not None:
            for heading, value in IN_PROGRESS.items():
                if heading in headings:
                    row[headings[heading] - 1].value = value
        if any(cell.value == "TT" for cell in row):
            headings = {cell.value: cell.column for cell in row}
    workbook.save(into)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schools and their provinces after a first round, in which one of each reported."""
    project = tmp_path_factory.mktemp("schools")
    write_small_project(project, SCHOOLS)
    (project / "inbox").mkdir()
    assert "5 biểu mẫu" in tonghop(project, "templates", "--round", "lan-1", "--as-of", "2025-08-01")
    for agency in ("SNV", "TRUONG2"):
        (template,) = (project / "templates").rglob(f"*_{agency}_*.xlsx")
        fill(template, project / "inbox" / f"{agency}.xlsx")
    tonghop(project, "consolidate", *ROUND)
    return project


def test_who_owes_a_round_follows_from_the_dates(project: Path) -> None:
    account = json.loads((project / "outbox" / "small" / "lan-1" / "manifest.json").read_text("utf-8"))
    assert [file["verdict"] for file in account["files"]] == ["accepted", "accepted"]
    assert account["agencies"] == {"expected": 5, "reported": 2, "missing": ["TT", "TRUONG1", "TRUONG4"]}
    asked = {path.name.split("_")[2] for path in (project / "templates").rglob("*.xlsx")}
    assert asked == {"SNV", "TT", "TRUONG1", "TRUONG2", "TRUONG4"}


def test_an_agency_outside_its_dates_is_refused_with_the_reason(project: Path) -> None:
    done = ran(command("why", "TRUONG3", "1.2", *ROUND), project)
    assert (done.code, len(done.told)) == (2, 1)
    assert "không phải báo cáo lần 1" in done.told[0]
    assert "thành lập ngày 16/9/2025" in done.told[0]
    done = ran(command("templates", "--round", "dot-xuat", "--agency", "TRUONG2"), project)
    assert "chỉ hoạt động đến hết ngày 15/9/2025, Trường Liên cấp Đồi Chè báo cáo thay" in done.told[0]


def test_tables_stand_in_the_order_of_the_groups(project: Path) -> None:
    said = tonghop(project, "status", *ROUND).splitlines()
    rows = [line.split("  ")[0] for line in said if line.startswith(("Trường phổ thông", "Tỉnh, thành phố", "Tổng số"))]
    assert rows == ["Trường phổ thông", "Tỉnh, thành phố", "Tổng số"]
    record = json.loads(tonghop(project, "status", "--json", *ROUND))
    assert list(record["submissions"]["groups"]) == ["schools", "provinces"]
    workbook = openpyxl.load_workbook(project / "outbox" / "small" / "lan-1" / "tong-hop.xlsx")
    groups = {row[0]: row[2] for row in workbook["Ma trận"].iter_rows(min_row=2, values_only=True)}
    assert groups["SNV"] == "Tỉnh, thành phố"
    assert groups["TRUONG1"] == "Trường phổ thông"
    assert "CLB" not in groups


def test_a_form_shows_examples_of_its_group(project: Path) -> None:
    (template,) = (project / "templates").rglob("*_TRUONG1_*.xlsx")
    prompts = [
        str(check.prompt)
        for check in openpyxl.load_workbook(template)["Báo cáo"].data_validations.dataValidation
        if check.prompt
    ]
    assert any("vanthu@truong.example.vn" in prompt for prompt in prompts)
    assert any("45/BC-TRUONG" in prompt for prompt in prompts)
    assert any("Kế hoạch số 7/KH-TRUONG ngày " in prompt for prompt in prompts)
    assert not [prompt for prompt in prompts if "{" in prompt or "UBND" in prompt]


def test_the_letter_addresses_the_groups_as_they_say(project: Path, tmp_path: Path) -> None:
    more = "".join(f"TRUONG{number};Trường số {number};schools;TT;;;\n" for number in range(5, 10))
    many = {**SCHOOLS, "agencies.csv": f"{SCHOOLS['agencies.csv']}{more}"}
    write_small_project(tmp_path, many)
    (tmp_path / "inbox").mkdir()
    tonghop(tmp_path, "remind", *ROUND)
    letter = docx.Document(str(next((tmp_path / "outbox").rglob("cong-van-don-doc.docx"))))
    texts = [paragraph.text for paragraph in letter.paragraphs]
    assert any("Các trường trong tỉnh có tên trong danh sách kèm theo" in text for text in texts)
    assert "- Tỉnh Hai." in texts


def test_no_group_of_another_decision_is_named(project: Path) -> None:
    folder = project / "outbox" / "small" / "lan-1"
    report = docx.Document(str(folder / "bao-cao.docx"))
    texts = [paragraph.text for paragraph in report.paragraphs]
    texts += [cell.text for table in report.tables for row in table.rows for cell in row.cells]
    for sheet in openpyxl.load_workbook(folder / "tong-hop.xlsx"):
        texts += [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    texts.append((folder / "tong-hop.html").read_text("utf-8"))
    texts.append(tonghop(project, "status", *ROUND))
    assert any("Trường phổ thông" in text for text in texts)
    assert [text[:80] for text in texts for other in OTHERS if other in text.lower()] == []
