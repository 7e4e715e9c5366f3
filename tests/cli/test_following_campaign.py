"""A campaign that goes on with another one: compared from one inbox, nothing filled in, no rule across."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.forms.schema.schema import Schemas
from tests.support.intake import return_bytes
from tests.support.project_command import run
from tests.support.school_year import next_year, school_year

DONE = {
    "status": "Hoàn thành",
    "percent": 100.0,
    "result": "Đã kiểm tra 5 trường, nhắc 2 trường sửa lối thoát hiểm.",
    "evidence": "Báo cáo số 12/BC-UBND",
}
IN_PROGRESS = {"status": "Đang thực hiện", "percent": 40.0, "result": "Đang kiểm tra trường thứ ba của xã."}


@pytest.fixture
def project(tmp_path: Path, schemas: Schemas) -> Path:
    first, second = school_year(tmp_path), next_year(tmp_path)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    done = {**DONE, "completed_on": date(2026, 10, 20)}
    (inbox / "X02.xlsx").write_bytes(
        return_bytes(
            first, schemas, "X02", round_="thang-10", rows={"I.1": done, "I.2": done}, report_date=date(2026, 11, 2)
        )
    )
    (inbox / "X02-2027.xlsx").write_bytes(
        return_bytes(second, schemas, "X02", round_="thang-9", rows={"I.2": IN_PROGRESS}, report_date=date(2027, 10, 3))
    )
    return tmp_path


def test_both_rounds_are_read_from_the_same_inbox(project: Path) -> None:
    done = run("consolidate", "--campaign", "nam-hoc-2027", "--as-of", "2027-10-04", project=project)
    assert done.code == 0, done.error
    outbox = project / "outbox" / "nam-hoc-2027" / "thang-9"
    workbook = openpyxl.load_workbook(io.BytesIO((outbox / "tong-hop.xlsx").read_bytes()))
    rows = list(workbook["Chi tiết"].iter_rows(values_only=True))
    states = {
        (row[0], row[rows[0].index("TT")]): (row[rows[0].index("Tình trạng")], row[rows[0].index("Đợt trước")])
        for row in rows[1:]
    }
    assert states["X02", "I.2"] == ("Đ", "H")
    assert states["X02", "I.1"][1] is None
    overview = [str(cell) for row in workbook["Tổng quan"].iter_rows(values_only=True) for cell in row if cell]
    assert "Nhiệm vụ tiếp nối từ tháng 10 (năm học 2026 - 2027)" in overview
    page = (outbox / "tong-hop.html").read_text("utf-8")
    assert "Ở 01 nhiệm vụ tiếp nối từ tháng 10 (năm học 2026 - 2027): đã hoàn thành" in page
    problems = json.loads((outbox / "problems.json").read_text("utf-8"))
    assert [problem for problem in problems if problem["rule"].startswith("across.")] == []
    manifest = json.loads((outbox / "manifest.json").read_text("utf-8"))
    assert {file["path"]: file["verdict"] for file in manifest["files"]} == {
        "X02-2027.xlsx": "accepted-with-problems",
        "X02.xlsx": "other-campaign",
    }


def test_terminal_tells_of_both(project: Path) -> None:
    done = run("status", "--campaign", "nam-hoc-2027", "--as-of", "2027-10-04", project=project)
    assert "Ở 01 nhiệm vụ tiếp nối từ tháng 10 (năm học 2026 - 2027)" in done.output.replace("\n", " ")
    story = run("why", "X02", "I.2", "--campaign", "nam-hoc-2027", "--as-of", "2027-10-04", project=project)
    assert "Tháng 10 (năm học 2026 - 2027) (UBND xã Đan Phượng): Hoàn thành" in story.output


def test_nothing_is_filled_in_beforehand(project: Path) -> None:
    done = run("templates", "--campaign", "nam-hoc-2027", "--agency", "X02", "--as-of", "2027-09-20", project=project)
    assert done.code == 0, done.error
    (path,) = (project / "templates" / "xlsx" / "nam-hoc-2027" / "thang-9").iterdir()
    sheet = openpyxl.load_workbook(path)["Báo cáo"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert DONE["result"] not in texts
    assert not any("Lần trước" in text or "tháng 10" in text for text in texts)
