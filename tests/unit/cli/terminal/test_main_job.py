"""What check, consolidate and simulate print."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.cli.terminal.main_job import check_lines, consolidation_lines, problem_line
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


def test_consolidate_prints_counts_times_and_paths(run: Run) -> None:
    lines = list(consolidation_lines(run, Path("outbox"), Stages(seconds={"kiểm tra": 0.25, "ghi Excel": 1.0})))
    assert lines == [
        "Lần 1, tính đến ngày 05/9/2025.",
        "Tệp nhận được: 2 (1 tiếp nhận; 1 từ chối)",
        "Cơ quan phải báo cáo: 5; đã báo cáo: 1; chưa báo cáo: 4.",
        "Đã đến hạn 04 lượt nhiệm vụ chủ trì: đã hoàn thành 01 (25%), chưa báo cáo 03.",
        "Lỗi: 1; Lưu ý: 0; Đã chuẩn hóa: 0.",
        "Thời gian: kiểm tra 0,2 giây, ghi Excel 1,0 giây; tổng 1,2 giây.",
        "Báo cáo Word:  outbox/bao-cao.docx",
        "Báo cáo Excel: outbox/tong-hop.xlsx",
        "Trang xem nhanh: outbox/tong-hop.html",
    ]
