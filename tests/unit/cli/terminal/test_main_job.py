"""What check, consolidate and simulate print."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.campaign.decision import Waiver
from pipeline.cli.terminal.main_job import check_lines, consolidation_lines, problem_line, submission_lines
from pipeline.problems import Cell, grouped, problem
from pipeline.rules import Rule
from pipeline.run import Run, Stages, silent
from tests.support.terminal import request


@pytest.fixture(scope="module")
def run(city: Path) -> Run:
    (run,) = flow.check(request(city, "lan-1", date(2025, 9, 5)), paths=(), json_file=None, progress=silent)
    return run


def test_check_prints_problems_under_their_file_and_the_totals(run: Run) -> None:
    lines = list(check_lines([run]))
    assert [line for line in lines if not line.startswith(" ")] == [
        "hong.xlsx",
        "2 tệp: 1 lỗi, 0 lưu ý, 0 giá trị đã chuẩn hóa.",
    ]
    assert lines[1].startswith("  [Lỗi]")


def test_the_same_words_of_several_cells_are_one_line() -> None:
    problems = [
        problem(Rule.SYSTEM_FILE, file="a.xlsx", cell=Cell("Báo cáo", row, 5), sheet="Báo cáo") for row in (11, 12, 13)
    ]
    (group,) = grouped(problems)
    line = problem_line(group)
    assert "Báo cáo!F12–F14" in line
    assert "\n" not in line


def test_the_name_of_a_round_keeps_its_capitals(run: Run) -> None:
    named = replace(run, round=replace(run.round, name="quý II/2026"))
    assert "Quý II/2026, tính đến ngày 05/9/2025." in list(submission_lines(named))


def test_an_excused_agency_that_reported_is_named(run: Run) -> None:
    waiver = Waiver(agency="SNV", round="lan-1", task=None, by="Giám đốc", on=date(2025, 8, 20), why="Bão.")
    excused = replace(run, campaign=replace(run.campaign, waivers=(waiver,)))
    assert "Được miễn mà vẫn gửi báo cáo, không tính vào số liệu: Sở Nội vụ." in list(submission_lines(excused))


def test_consolidate_prints_counts_times_and_paths(run: Run) -> None:
    assert run.found_review is not None
    path = run.found_review.place.path
    lines = list(consolidation_lines(run, Path("outbox"), Stages(seconds={"kiểm tra": 0.25, "ghi Excel": 1.0})))
    assert lines == [
        "Lần 1, tính đến ngày 05/9/2025.",
        "Tệp nhận được: 2 (1 tiếp nhận; 1 từ chối)",
        "Cơ quan phải báo cáo: 5; đã báo cáo: 1; chưa báo cáo: 4.",
        "Đã đến hạn 04 lượt nhiệm vụ chủ trì: đã hoàn thành 01 (25%), chưa báo cáo 03.",
        "Lỗi: 1; Lưu ý: 0; Đã chuẩn hóa: 0.",
        "Thời gian: kiểm tra 0,3 giây, ghi Excel 1,0 giây; tổng 1,3 giây.",
        "Báo cáo Word:  outbox/bao-cao.docx",
        "Báo cáo Excel: outbox/tong-hop.xlsx",
        "Trang xem nhanh: outbox/tong-hop.html",
        f"Ý kiến đầu mối: {path}; còn trống: 4 mục nhận định, cơ quan gửi của 1 tệp bị từ chối.",
    ]
