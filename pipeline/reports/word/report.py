"""Reports and letters as Word documents that could be signed today (Decree 30/2020/NĐ-CP)."""

from typing import assert_never

from pipeline.reports.word.blocks import write_blocks
from pipeline.reports.word.document import DocumentProperties, OfficialDocument
from pipeline.reports.word.head import begin_annex, write_addressees, write_letterhead, write_signature, write_title
from pipeline.reports.written.blocks import Letter, OfficialText, Report


def word_bytes(text: Report | Letter) -> bytes:
    """Return a text as a Word document; the same text gives the same bytes, whichever process makes them."""
    year = text.as_of.year
    match text:
        case Report():
            kind = "Báo cáo"
            document = _empty_document(text, title=f"{kind} {text.abstract}")
            write_letterhead(document, text.letterhead, year=year)
            write_title(document, kind.upper(), text.abstract)
            write_addressees(document, (text.addressee,))
        case Letter():
            kind = "Công văn"
            document = _empty_document(text, title=text.about[:1].upper() + text.about[1:])
            write_letterhead(document, text.letterhead, year=year, about=f"V/v {text.about}")
            write_addressees(document, text.addressees)
        case _:
            assert_never(text)
    write_blocks(document, text.blocks)
    write_signature(document, text.signer, text.recipients)
    itself = f"{kind} số …/{text.letterhead.symbol} ngày … tháng … năm {year} của {text.reporting_body}"
    for annex in text.annexes:
        begin_annex(document, annex.label, annex.title, belongs_to=itself, landscape=annex.landscape)
        write_blocks(document, annex.blocks)
    return document.content()


def _empty_document(text: OfficialText, *, title: str) -> OfficialDocument:
    return OfficialDocument(
        DocumentProperties(title=title, subject=text.subject, author=text.reporting_body, created=text.as_of)
    )
