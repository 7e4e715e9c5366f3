"""`Tiếp nhận` and `Lỗi`: what became of each file, and every problem with its cell."""

from collections import Counter
from collections.abc import Sequence

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.waivers import NOT_COUNTED
from pipeline.problems import in_order
from pipeline.reports.excel.columns import column_of, link_column
from pipeline.reports.excel.links import SourceLinks
from pipeline.reports.excel.styles import Look
from pipeline.reports.excel.table import A3, WorksheetTable
from pipeline.reports.figures import Figures
from pipeline.reports.wording import AGENCY_CODE, FILES_SHEET, REPORT_DATE
from pipeline.rules import Severity


def files_table(figures: Figures, sources: SourceLinks) -> WorksheetTable:
    """Return `Tiếp nhận`: one row a file of the inbox."""
    files = figures.files
    codes = [None if file.identity is None else file.identity.agency for file in files]
    guesses = [file.sender_guess for file in files]
    guessed = [None if guess is None else guess.agency for guess in guesses]
    numbers = Counter((problem.file, problem.severity) for problem in figures.problems)
    return WorksheetTable(
        name=FILES_SHEET,
        columns=(
            column_of("Tệp", 46, Look.WRAPPED, [file.path for file in files]),
            link_column([file.path for file in files], sources),
            column_of("Kết quả", 16, Look.WRAPPED, [file.verdict.label for file in files]),
            column_of(AGENCY_CODE, 10.5, Look.CODE, codes),
            column_of("Cơ quan", 30, Look.WRAPPED, _names(codes, figures.campaign)),
            column_of("Lý do", 60, Look.WRAPPED, _reasons(figures)),
            column_of("Có thể là của", 30, Look.WRAPPED, _names(guessed, figures.campaign)),
            column_of("Đoán theo", 22, Look.WRAPPED, [guess and guess.ground.label for guess in guesses]),
            *(
                column_of(severity.label, 8, Look.NUMBER, [numbers[file.path, severity] for file in files])
                for severity in Severity
            ),
            column_of(REPORT_DATE, 11, Look.DATE, [file.report_date for file in files]),
            column_of("Ngày gửi thư", 11, Look.DATE, [file.mail and file.mail.sent_on for file in files]),
            column_of("Lưu lần cuối", 11, Look.DATE, [file.modified and file.modified.date() for file in files]),
            column_of("Kích thước (byte)", 11, Look.NUMBER, [file.size for file in files]),
            column_of("Mã quy tắc", 28, Look.WRAPPED, [file.rule for file in files]),
            column_of("SHA-256", 36, Look.WRAPPED, [file.sha256 for file in files]),
        ),
        frozen=1,
        paper=A3,
    )


def _reasons(figures: Figures) -> list[str | None]:
    """Return why each file is not used, or is without effect."""
    consolidated = figures.consolidation
    excused = consolidated.campaign.wholly_excused(consolidated.round)
    return [NOT_COUNTED if file.verdict.used and file.agency in excused else file.reason for file in figures.files]


def problems_table(figures: Figures, sources: SourceLinks) -> WorksheetTable:
    """Return `Lỗi`: one row a problem, by file and gravity."""
    problems = in_order(figures.problems)
    codes = [problem.agency for problem in problems]
    files = [problem.file for problem in problems]
    return WorksheetTable(
        name="Lỗi",
        columns=(
            column_of("Mức độ", 13, Look.TEXT, [problem.severity.label for problem in problems]),
            column_of(AGENCY_CODE, 10.5, Look.CODE, codes),
            column_of("Cơ quan", 26, Look.WRAPPED, _names(codes, figures.campaign)),
            column_of("Trang", 10, Look.WRAPPED, [problem.sheet for problem in problems]),
            column_of(
                "Ô", 6, Look.CODE, [None if problem.cell is None else problem.cell.reference for problem in problems]
            ),
            column_of("TT", 7, Look.CODE, [problem.task for problem in problems]),
            column_of("Mục", 20, Look.WRAPPED, [problem.field for problem in problems]),
            column_of("Giá trị đã gõ", 34, Look.WRAPPED, [problem.value for problem in problems]),
            column_of("Nội dung", 56, Look.WRAPPED, [problem.message for problem in problems]),
            column_of("Cách sửa", 50, Look.WRAPPED, [problem.hint for problem in problems]),
            column_of("Mã quy tắc", 28, Look.WRAPPED, [problem.rule.code for problem in problems]),
            column_of("Tệp", 30, Look.WRAPPED, files),
            link_column(files, sources),
        ),
        frozen=0,
        paper=A3,
    )


def _names(codes: Sequence[str | None], campaign: Campaign) -> list[str | None]:
    """Return the agencies' names; a code that is not in the register has none."""
    names = {agency.code: agency.name for agency in campaign.agencies}
    return [None if code is None else names.get(code) for code in codes]
