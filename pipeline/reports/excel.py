"""The Excel report: `tong-hop.xlsx`. Sheets and columns: docs/contract.md."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook

from pipeline.consolidation.merge import Consolidation
from pipeline.errors import OutputError
from pipeline.forms.schema import Schemas
from pipeline.intake.inbox import ReceivedFile
from pipeline.problems import Problem
from pipeline.reports.excel_counts import agencies_table, overdue_table, tasks_table
from pipeline.reports.excel_intake import files_table, problems_table
from pipeline.reports.excel_matrix import NAME as MATRIX
from pipeline.reports.excel_matrix import write_matrix
from pipeline.reports.excel_overview import NAME as OVERVIEW
from pipeline.reports.excel_overview import write_overview
from pipeline.reports.excel_records import details_table, indicators_table, models_table, proposals_table
from pipeline.reports.excel_table import FONT, styles, write_table


def write_excel(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    schemas: Schemas,
    path: Path,
) -> None:
    """Write the Excel report.

    Raises:
        OutputError: the file cannot be written.
    """
    content = excel_bytes(consolidation, files, problems, schemas)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutputError(
            f"Không ghi được {path} ({error.strerror}); đóng tệp nếu đang mở, kiểm tra quyền ghi và dung lượng rồi chạy lại."
        ) from error


def excel_bytes(
    consolidation: Consolidation, files: Sequence[ReceivedFile], problems: Sequence[Problem], schemas: Schemas
) -> bytes:
    """Return the Excel report; the same input gives the same bytes."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 11}})
    campaign = consolidation.campaign
    footer = f"Tổng hợp báo cáo {campaign.decision.subject} {consolidation.round.name}"
    _set_properties(workbook, consolidation, footer)
    formats = styles(workbook)
    overview, matrix = workbook.add_worksheet(OVERVIEW), workbook.add_worksheet(MATRIX)
    write_matrix(workbook, matrix, consolidation, formats)
    for table in (
        tasks_table(consolidation),
        agencies_table(consolidation, schemas),
        overdue_table(consolidation, schemas),
        details_table(consolidation, schemas),
        indicators_table(consolidation, schemas),
        models_table(consolidation, schemas),
        proposals_table(consolidation, schemas),
        files_table(files, problems, campaign),
        problems_table(problems, campaign),
    ):
        write_table(workbook.add_worksheet(table.name), table, formats, footer)
    write_overview(workbook, overview, consolidation, files, footer)
    overview.activate()
    workbook.close()
    return buffer.getvalue()


def _set_properties(workbook: Workbook, consolidation: Consolidation, title: str) -> None:
    """Set the document properties; the creation day is the as-of day, so that the bytes do not tell the time."""
    decision = consolidation.campaign.decision
    workbook.set_properties(
        {
            "title": title,
            "subject": decision.title,
            "author": decision.report_letterhead.issuer,
            "company": decision.issuer,
            "created": datetime.combine(consolidation.as_of.date(), datetime.min.time()),
        }
    )
    workbook.set_custom_property("campaign", decision.campaign, "text")
    workbook.set_custom_property("round", consolidation.round.code, "text")
    workbook.set_custom_property("as_of", consolidation.as_of.date().isoformat(), "text")
