"""What check, consolidate and simulate print."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import remark_lines
from pipeline.problems import ProblemGroup, cell_ranges, grouped
from pipeline.rules import Rule, Severity
from pipeline.text import sentence
from pipeline.values import date_text

if TYPE_CHECKING:
    from pipeline.run import Run, Stages
    from pipeline.simulation.returns import SimulationSummary


def check_lines(runs: "Sequence[Run]") -> Iterator[str]:
    """Yield every problem under its file, then the totals."""
    problems = [problem for run in runs for problem in run.problems]
    for path, groups in groupby(grouped(problems), key=lambda group: group.first.file):
        yield path
        for group in groups:
            yield f"  {problem_line(group)}"
    counts = Counter(problem.severity for problem in problems)
    yield (
        f"{sum(len(run.files) for run in runs)} tệp: {counts[Severity.ERROR]} lỗi, {counts[Severity.WARNING]} lưu ý, "
        f"{counts[Severity.NORMALISED]} giá trị đã chuẩn hóa."
    )


def problem_line(group: ProblemGroup) -> str:
    """Return what is said in the same words as one line: where, how serious, what is wrong, what to type."""
    problem = group.first
    place = problem.sheet or ""
    if group.cells:
        place = f"{place}!{cell_ranges(group.cells)}"
    parts = [f"[{problem.severity.label}]", place, problem.message, problem.hint]
    return " ".join(part.replace("\n", " ") for part in parts if part)


def consolidation_lines(run: "Run", folder: Path, stages: "Stages") -> Iterator[str]:
    """Yield the counts, how long each step took and where the reports are."""
    yield from submission_lines(run)
    seconds = ", ".join(f"{name} {spent:.1f} giây" for name, spent in stages.seconds.items())
    yield f"Thời gian: {seconds}; tổng {sum(stages.seconds.values()):.1f} giây."
    yield f"Báo cáo Word:  {folder / 'bao-cao.docx'}"
    yield f"Báo cáo Excel: {folder / 'tong-hop.xlsx'}"
    yield f"Trang xem nhanh: {folder / 'tong-hop.html'}"
    yield from remark_lines(run.campaign.remarks)


def submission_lines(run: "Run") -> Iterator[str]:
    """Yield what may be a mix-up of files, the files by verdict, the agencies by submission, the problems by severity."""
    for problem in run.problems:
        if problem.rule is Rule.FAR_FEWER_ROWS:
            yield f"CẦN XEM NGAY: {problem.message} {problem.hint}"
    verdicts = [f"{count} {verdict.label.lower()}" for verdict, count in run.files_by_verdict().items() if count]
    yield f"{sentence(run.round.name)}, tính đến ngày {date_text(run.as_of)}."
    yield f"Tệp nhận được: {len(run.files)}" + (f" ({'; '.join(verdicts)})" if verdicts else "")
    agencies = run.submissions
    yield f"Cơ quan phải báo cáo: {agencies.owing}; đã báo cáo: {agencies.reported}; chưa báo cáo: {agencies.missing}."
    counts = run.problem_counts()
    yield "; ".join(f"{severity.label}: {counts[severity]}" for severity in Severity) + "."


def simulation_lines(folder: Path, summary: "SimulationSummary") -> Iterator[str]:
    """Yield what was simulated and where it lies."""
    yield (
        f"Đã tạo {summary.files} tệp giả lập trong {folder}: {summary.missing} cơ quan không gửi, {summary.late} gửi chậm, "
        f"{summary.sent_twice} gửi hai lần, {summary.with_mistakes} có lỗi cài sẵn."
    )
