"""The Excel report: `tong-hop.xlsx`. Sheets and columns: docs/contract.md."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook

from pipeline.consolidation.merge import Consolidation
from pipeline.forms.sheets.sheet import PlainWorksheet
from pipeline.reports.excel.counts import agencies_table, overdue_table, tasks_table
from pipeline.reports.excel.files import files_table, problems_table
from pipeline.reports.excel.links import INBOX, SourceLinks, source_links
from pipeline.reports.excel.matrix import NAME as MATRIX
from pipeline.reports.excel.matrix import write_matrix
from pipeline.reports.excel.overview import NAME as OVERVIEW
from pipeline.reports.excel.overview import write_overview
from pipeline.reports.excel.records import details_table, indicators_table, list_tables, proposals_table
from pipeline.reports.excel.styles import FONT, FONT_SIZE, styles
from pipeline.reports.excel.table import SHEET_LIMITS, SheetLimits, WorksheetTable, sheets_of, write_table
from pipeline.reports.figures import Figures
from pipeline.reports.wording import dates_sentence


def write_excel(figures: Figures, path: Path, *, inbox: str | None = INBOX) -> None:
    """Write the Excel report; `inbox` as `excel_bytes` has it."""
    path.write_bytes(excel_bytes(figures, inbox=inbox))


def excel_bytes(figures: Figures, *, inbox: str | None = INBOX, limits: SheetLimits = SHEET_LIMITS) -> bytes:
    """Return the Excel report; the same input gives the same bytes.

    Args:
        figures: the round.
        inbox: the folder of the inbox as seen from the report, for links to the files; None: no links.
        limits: beyond which sheets are split, links and notes left out, and rows kept on the disk.
    """
    buffer = BytesIO()
    tables = _tables(figures, source_links(figures.files, inbox))
    large = sum(table.records * len(table.columns) for table in tables) > limits.cells
    workbook = Workbook(
        buffer,
        {
            "constant_memory" if large else "in_memory": True,
            "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
        },
    )
    footer = f"Tổng hợp báo cáo {figures.campaign.decision.subject} {figures.round.name}"
    _set_properties(workbook, figures.consolidation, footer)
    formats = styles(workbook)
    overview, matrix = workbook.add_worksheet(OVERVIEW, PlainWorksheet), workbook.add_worksheet(MATRIX, PlainWorksheet)
    write_overview(workbook, overview, figures, footer, linked=inbox is not None and bool(figures.files))
    write_matrix(matrix, figures, formats, limits)
    for table in tables:
        for part in sheets_of(table, limits.records):
            write_table(workbook.add_worksheet(part.name, PlainWorksheet), part, formats, footer, limits)
    overview.activate()
    try:
        workbook.close()
    except FileCreateError as error:
        # rows of a large report are kept on the disk meanwhile, which may be full: the trouble itself, not its wrapping
        raise error.args[0] from error
    return buffer.getvalue()


def _tables(figures: Figures, sources: SourceLinks) -> list[WorksheetTable]:
    """Return the sheets after the matrix, in the contract's order."""
    return [
        tasks_table(figures),
        agencies_table(figures, sources),
        overdue_table(figures, sources),
        details_table(figures, sources),
        indicators_table(figures, sources),
        *list_tables(figures, sources),
        proposals_table(figures, sources),
        files_table(figures, sources),
        problems_table(figures, sources),
    ]


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
