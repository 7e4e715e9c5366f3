"""`Tiếp nhận` and `Lỗi`: what became of each file, and every problem with its cell."""

from collections import Counter
from collections.abc import Sequence

from pipeline.campaign.decision import Campaign
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem, in_order
from pipeline.reports.excel.columns import column_of, link_column
from pipeline.reports.excel.links import SourceLinks
from pipeline.reports.excel.styles import Look
from pipeline.reports.excel.table import A3, Table
from pipeline.rules import Severity


def files_table(
    files: Sequence[ReceivedFile], problems: Sequence[Problem], campaign: Campaign, sources: SourceLinks
) -> Table:
    """Return `Tiếp nhận`: one row a file of the inbox."""
    codes = [None if file.identity is None else file.identity.agency for file in files]
    found = Counter((problem.file, problem.severity) for problem in problems)
    return Table(
        name="Tiếp nhận",
        columns=(
            column_of("Tệp", 46, Look.WRAPPED, [file.path for file in files]),
            link_column([file.path for file in files], sources),
            column_of("Kết quả", 16, Look.WRAPPED, [file.verdict.label for file in files]),
            column_of("Mã cơ quan", 10.5, Look.CODE, codes),
            column_of("Cơ quan", 30, Look.WRAPPED, _names(codes, campaign)),
            column_of("Lý do", 60, Look.WRAPPED, [file.reason for file in files]),
            *(
                column_of(severity.label, 8, Look.NUMBER, [found[file.path, severity] for file in files])
                for severity in Severity
            ),
            column_of("Ngày báo cáo", 11, Look.DATE, [file.report_date for file in files]),
            column_of("Lưu lần cuối", 11, Look.DATE, [file.modified and file.modified.date() for file in files]),
            column_of("Kích thước (byte)", 11, Look.NUMBER, [file.size for file in files]),
            column_of("Mã quy tắc", 28, Look.WRAPPED, [file.rule for file in files]),
            column_of("SHA-256", 36, Look.WRAPPED, [file.sha256 for file in files]),
        ),
        frozen=1,
        paper=A3,
    )


def problems_table(problems: Sequence[Problem], campaign: Campaign, sources: SourceLinks) -> Table:
    """Return `Lỗi`: one row a problem, by file and gravity."""
    found = in_order(problems)
    codes = [each.agency for each in found]
    files = [each.file for each in found]
    return Table(
        name="Lỗi",
        columns=(
            column_of("Mức độ", 13, Look.TEXT, [each.severity.label for each in found]),
            column_of("Mã cơ quan", 10.5, Look.CODE, codes),
            column_of("Cơ quan", 26, Look.WRAPPED, _names(codes, campaign)),
            column_of("Trang", 10, Look.WRAPPED, [each.sheet for each in found]),
            column_of("Ô", 6, Look.CODE, [None if each.cell is None else each.cell.reference for each in found]),
            column_of("TT", 7, Look.CODE, [each.task for each in found]),
            column_of("Mục", 20, Look.WRAPPED, [each.field for each in found]),
            column_of("Giá trị đã gõ", 34, Look.WRAPPED, [each.value for each in found]),
            column_of("Nội dung", 56, Look.WRAPPED, [each.message for each in found]),
            column_of("Cách sửa", 50, Look.WRAPPED, [each.hint for each in found]),
            column_of("Mã quy tắc", 28, Look.WRAPPED, [each.rule.code for each in found]),
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
