"""The written report as a Word document that could be signed today (Decree 30/2020/NĐ-CP)."""

from pipeline.reports.word.blocks import write_blocks
from pipeline.reports.word.document import OfficialDocument, Properties
from pipeline.reports.word.head import begin_annex, write_addressees, write_letterhead, write_signature, write_title
from pipeline.reports.written.blocks import Report


def word_bytes(report: Report) -> bytes:
    """Return the report as a Word document; the same report gives the same bytes, whichever process makes them."""
    document = OfficialDocument(
        Properties(
            title=f"Báo cáo {report.abstract}",
            subject=report.subject,
            author=report.reporting_body,
            created=report.as_of,
        )
    )
    write_letterhead(document, report.letterhead, year=report.year)
    write_title(document, "BÁO CÁO", report.abstract)
    write_addressees(document, (report.addressee,))
    write_blocks(document, report.blocks)
    write_signature(document, report.signer, report.recipients)
    itself = f"Báo cáo số …/{report.letterhead.symbol} ngày … tháng … năm {report.year} của {report.reporting_body}"
    for annex in report.annexes:
        begin_annex(document, annex.label, annex.title, belongs_to=itself, landscape=annex.landscape)
        write_blocks(document, annex.blocks)
    return document.content()
