"""What status, why, diff and remind print; more of each through the whole command: tests/cli/test_following_up.py."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.cli.terminal.changes import change_lines
from pipeline.cli.terminal.inbox import meant_lines
from pipeline.cli.terminal.remind import reminder_lines
from pipeline.cli.terminal.status import status_lines, status_record
from pipeline.cli.terminal.why import why_lines
from pipeline.reports.outbox.lost import LostReturn
from pipeline.run import Stages
from pipeline.workspace import Request, Workspace
from tests.support.terminal import request


@pytest.fixture(scope="module")
def lan_1(city: Path) -> Request:
    return request(city, "lan-1", date(2025, 9, 5))


def test_status_prints_a_table_of_the_groups_and_who_is_missing(lan_1: Request) -> None:
    lines = list(status_lines(flow.status(lan_1)))
    assert lines[0] == "Lần 1, hạn gửi 04/9/2025 (đã qua 1 ngày), tính đến ngày 05/9/2025"
    assert lines[2].split() == ["Khối", "Phải", "BC", "Đã", "BC", "Đúng", "hạn", "Chậm", "Thiếu"]
    assert ["Tổng", "số", "5", "1", "1", "0", "4"] in [line.split() for line in lines]
    assert "Chưa báo cáo (4):" in lines
    refused = lines[lines.index("Tệp bị từ chối (1):") + 1 :][:2]
    assert refused[0].startswith("  hong.xlsx: Tệp không phải là bảng tính Excel")


def test_status_gives_programs_the_same(lan_1: Request) -> None:
    record = status_record(flow.status(lan_1), (LostReturn(agency="TT", path="tt.xlsx"),))
    assert record["gone"] == [{"agency": "TT", "path": "tt.xlsx"}]
    assert (record["round"], record["as_of"], record["rejected"]) == ("lan-1", "2025-09-05", ["hong.xlsx"])


def test_why_prints_state_ground_values_and_file(lan_1: Request) -> None:
    lines = list(why_lines(*flow.why(lan_1, agency="SNV", task="1.3")))
    assert lines[0] == "Sở Nội vụ (SNV), nhiệm vụ 1.3"
    assert "Trong ma trận: H: Hoàn thành đúng hạn" in lines
    assert "Tệp: a.xlsx, trang Báo cáo" in lines


def test_where_there_is_one_campaign_it_is_not_named(lan_1: Request) -> None:
    assert list(meant_lines(lan_1, flow.status(lan_1))) == []


def test_of_several_campaigns_the_one_that_is_meant_is_named_with_its_round(lan_1: Request, tmp_path: Path) -> None:
    run = flow.status(lan_1)
    shutil.copytree(lan_1.workspace.project / "catalogue", tmp_path / "catalogue")
    shutil.copytree(tmp_path / "catalogue" / "small", tmp_path / "catalogue" / "khac")
    asked = replace(lan_1, workspace=Workspace(project=tmp_path))
    assert list(meant_lines(asked, run)) == ["Đợt công tác small, lần 1 (--round lan-1)"]


def test_an_ad_hoc_round_that_was_passed_over_is_told(lan_1: Request) -> None:
    later = replace(flow.status(lan_1), as_of=date(2025, 10, 2))
    assert list(meant_lines(lan_1, later)) == []
    assert list(meant_lines(replace(lan_1, round_code=None), later)) == [
        "Lần đột xuất tháng 10 cũng đã mở: thêm --round dot-xuat để xem."
    ]


def test_why_of_an_agency_that_is_silent_prints_no_file(lan_1: Request) -> None:
    lines = list(why_lines(*flow.why(lan_1, agency="TT", task="1.3")))
    assert "Trong ma trận: X: Chưa báo cáo" in lines
    assert [line for line in lines if line.startswith(("Tệp", "Cơ quan đã gõ"))] == []


def test_diff_prints_files_agencies_figures_and_cells(lan_1: Request) -> None:
    flow.consolidate(lan_1, stages=Stages())
    assert list(change_lines(*flow.diff(lan_1, since=None)))[-1] == "Không có gì thay đổi."
    path = lan_1.workspace.inbox / "a.xlsx"
    content = path.read_bytes()
    path.unlink()
    try:
        lines = list(change_lines(*flow.diff(lan_1, since=None)))
    finally:
        path.write_bytes(content)
    for line in (
        "Tệp không còn trong thư mục (1):",
        "Cơ quan không còn báo cáo (1):",
        "  Đã hoàn thành: 2 → 0 (-2)",
    ):
        assert line in lines
    (cells,) = [line for line in lines if line.startswith("  Sở Nội vụ: ")]
    assert "H→X: " in cells


def test_remind_prints_whom_and_where(lan_1: Request) -> None:
    drafts, folder = flow.remind(lan_1)
    lines = list(reminder_lines(drafts, folder))
    assert lines[0].endswith("đôn đốc quá hạn")
    assert "Chưa gửi báo cáo: 4 cơ quan." in lines
    assert f"Công văn: {folder / 'cong-van-don-doc.docx'}" in lines
