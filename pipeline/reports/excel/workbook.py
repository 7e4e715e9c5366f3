"""The Excel report: `tong-hop.xlsx`. Sheets and columns: docs/contract.md."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook

from pipeline.consolidation.compare import Comparison, comparison
from pipeline.consolidation.merge import Consolidation
from pipeline.errors import OutputError, reason_of
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.sheets.sheet import PlainWorksheet
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem
from pipeline.reports.excel.counts import agencies_table, overdue_table, tasks_table
from pipeline.reports.excel.files import files_table, problems_table
from pipeline.reports.excel.links import INBOX, SourceLinks, source_links
from pipeline.reports.excel.matrix import NAME as MATRIX
from pipeline.reports.excel.matrix import write_matrix
from pipeline.reports.excel.overview import NAME as OVERVIEW
from pipeline.reports.excel.overview import write_overview
from pipeline.reports.excel.records import details_table, indicators_table, models_table, proposals_table
from pipeline.reports.excel.styles import FONT, FONT_SIZE, styles
from pipeline.reports.excel.table import SHEET_LIMITS, SheetLimits, Table, sheets_of, write_table
from pipeline.reports.wording import dates_sentence


def write_excel(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    schemas: Schemas,
    path: Path,
    *,
    inbox: str | None = INBOX,
) -> None:
    """Write the Excel report; `inbox` as `excel_bytes` has it.

    Raises:
        OutputError: the file cannot be written.
    """
    content = excel_bytes(consolidation, files, problems, schemas, inbox=inbox)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutputError(
            f"Không ghi được {path} ({reason_of(error)}); đóng tệp nếu đang mở, kiểm tra quyền ghi và dung lượng rồi chạy lại."
        ) from error


def excel_bytes(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    schemas: Schemas,
    *,
    inbox: str | None = INBOX,
    limits: SheetLimits = SHEET_LIMITS,
) -> bytes:
    """Return the Excel report; the same input gives the same bytes.

    Args:
        consolidation: the figures.
        files: every file of the inbox.
        problems: every problem of intake and validation.
        schemas: the headings of the form.
        inbox: the folder of the inbox as seen from the report, for links to the files; None: no links.
        limits: beyond which sheets are split, links and notes left out, and rows kept on the disk.
    """
    buffer = BytesIO()
    sources = source_links(files, inbox)
    beside = comparison(consolidation)
    tables = list(_tables(consolidation, files, problems, schemas, sources, beside))
    large = sum(table.records * len(table.columns) for table in tables) > limits.cells
    workbook = Workbook(
        buffer,
        {
            "constant_memory" if large else "in_memory": True,
            "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
        },
    )
    campaign = consolidation.campaign
    footer = f"Tổng hợp báo cáo {campaign.decision.subject} {consolidation.round.name}"
    _set_properties(workbook, consolidation, footer)
    formats = styles(workbook)
    overview, matrix = workbook.add_worksheet(OVERVIEW, PlainWorksheet), workbook.add_worksheet(MATRIX, PlainWorksheet)
    write_overview(
        workbook, overview, consolidation, files, footer, beside=beside, linked=inbox is not None and bool(files)
    )
    write_matrix(matrix, consolidation, formats, beside, limits)
    for table in tables:
        for part in sheets_of(table, limits.records):
            write_table(workbook.add_worksheet(part.name, PlainWorksheet), part, formats, footer, limits)
    overview.activate()
    workbook.close()
    return buffer.getvalue()


def _tables(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    schemas: Schemas,
    sources: SourceLinks,
    beside: Comparison | None,
) -> Iterator[Table]:
    """Yield the sheets after the matrix, in the contract's order."""
    campaign = consolidation.campaign
    yield tasks_table(consolidation, beside)
    yield agencies_table(consolidation, schemas, sources, beside)
    yield overdue_table(consolidation, schemas, sources)
    yield details_table(consolidation, schemas, sources, beside)
    yield indicators_table(consolidation, schemas, sources)
    yield models_table(consolidation, schemas, sources)
    yield proposals_table(consolidation, schemas, sources)
    yield files_table(files, problems, campaign, sources)
    yield problems_table(problems, campaign, sources)


def _set_properties(workbook: Workbook, consolidation: Consolidation, title: str) -> None:
    """Set the document properties; the creation day is the as-of day, so that the bytes do not tell the time."""
    decision = consolidation.campaign.decision
    workbook.set_properties(
        {
            "title": title,
            "subject": decision.title,
            "author": decision.report_letterhead.issuer,
            "company": decision.issuer,
            "category": "Báo cáo tổng hợp",
            "keywords": f"{decision.subject}; {consolidation.round.name}; {decision.period_name}",
            "comments": dates_sentence(consolidation),
            "created": datetime.combine(consolidation.as_of.date(), datetime.min.time()),
        }
    )
    workbook.set_custom_property("campaign", decision.campaign, "text")
    workbook.set_custom_property("round", consolidation.round.code, "text")
    workbook.set_custom_property("as_of", consolidation.as_of.date().isoformat(), "text")
