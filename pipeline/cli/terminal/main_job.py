"""What check, consolidate and simulate print."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import remark_lines
from pipeline.problems import ProblemGroup, cell_ranges, grouped
from pipeline.review.layout import ReviewSheet
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
    from pipeline.reports.sentences import amount

    yield from submission_lines(run)
    seconds = ", ".join(f"{name} {amount(spent, 1)} giây" for name, spent in stages.seconds.items())
    yield f"Thời gian: {seconds}; tổng {amount(sum(stages.seconds.values()), 1)} giây."
    yield f"Báo cáo Word:  {folder / 'bao-cao.docx'}"
    yield f"Báo cáo Excel: {folder / 'tong-hop.xlsx'}"
    yield f"Trang xem nhanh: {folder / 'tong-hop.html'}"
    yield from review_lines(run)
    yield from remark_lines(run.campaign.remarks)


def review_lines(run: "Run") -> Iterator[str]:
    """Yield one line of what the coordinator's workbook still waits for; results need not be marked."""
    content, present = run.review_content, run.found_review
    if content is None or present is None:
        return
    waiting = {sheet: content.blank_rows(sheet) for sheet in ReviewSheet}
    parts = [words.format(waiting[sheet]) for sheet, words in _WAITING.items() if waiting[sheet]]
    yield f"Ý kiến đầu mối: {present.place.path}" + (f"; còn trống: {', '.join(parts)}." if parts else "; đã ghi đủ.")


_WAITING = {
    ReviewSheet.ASSESSMENT: "{} mục nhận định",
    ReviewSheet.PROPOSALS: "ý kiến về {} đề xuất",
    ReviewSheet.CAUSES: "nhóm của {} nguyên nhân",
    ReviewSheet.SENDERS: "cơ quan gửi của {} tệp bị từ chối",
}


def submission_lines(run: "Run") -> Iterator[str]:
    """Yield what may be a mix-up of files, the files by verdict, the agencies by submission, the problems by severity."""
    from pipeline.consolidation.counts import led_counts
    from pipeline.reports.fallen_due import due_sentence

    for problem in run.problems:
        if problem.rule is Rule.FAR_FEWER_ROWS:
            yield f"CẦN XEM NGAY: {problem.message} {problem.hint}"
    verdicts = [f"{count} {verdict.label.lower()}" for verdict, count in run.files_by_verdict().items() if count]
    yield f"{sentence(run.round.name)}, tính đến ngày {date_text(run.as_of)}."
    yield f"Tệp nhận được: {len(run.files)}" + (f" ({'; '.join(verdicts)})" if verdicts else "")
    agencies = run.submissions
    yield f"Cơ quan phải báo cáo: {agencies.owing}; đã báo cáo: {agencies.reported}; chưa báo cáo: {agencies.missing}."
    yield due_sentence(led_counts(run.consolidation.assignments))
    excused = run.campaign.wholly_excused(run.round) & run.used_agencies
    names = [agency.name for agency in run.campaign.agencies if agency.code in excused]
    if names:
        yield f"Được miễn mà vẫn gửi báo cáo, không tính vào số liệu: {', '.join(names)}."
    counts = run.problem_counts()
    yield "; ".join(f"{severity.label}: {counts[severity]}" for severity in Severity) + "."


def simulation_lines(folder: Path, summary: "SimulationSummary") -> Iterator[str]:
    """Yield what was simulated and where it lies."""
    yield (
        f"Đã tạo {summary.files} tệp giả lập trong {folder}: {summary.missing} cơ quan không gửi, {summary.late} gửi chậm, "
        f"{summary.sent_twice} gửi hai lần, {summary.with_mistakes} có lỗi cài sẵn."
    )
