"""The fixed parts of an official document: letterhead, title, addressees, signature and recipients, heads of annexes.

A report (Mẫu 1.4) is `write_letterhead`, `write_title`, `write_addressees`, text, `write_signature`; an official letter
(Mẫu 1.5) the same with `about` in its letterhead and no title.
"""

from collections.abc import Sequence

from pipeline.campaign.decision import Letterhead, Signer
from pipeline.reports.word.document import OfficialDocument
from pipeline.reports.word.xml import bold_width, dxa

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
#: Blanks that are filled in by hand: no-break spaces keep their width in every word processor.
_BLANK = "\u00a0"
#: Widths of the agency's side of the letterhead, and of the recipients, in millimetres.
_AGENCY_WIDTH, _RECIPIENTS_WIDTH = 70, 80


def write_letterhead(document: OfficialDocument, letterhead: Letterhead, *, year: int, about: str = "") -> None:
    """Write the head: superior and issuing agency left, national name and motto right, number and date below.

    `about` is what an official letter is about ("V/v …"), under its number; a report has a title instead.
    """
    left = dxa(_AGENCY_WIDTH)
    right = document.text_width - left
    (agency, nation), (numbered, dated) = (row.cells for row in document.bare_table((left, right), rows=2).rows)
    document.paragraph("Superior", letterhead.superior, cell=agency)
    document.paragraph("Issuer", letterhead.issuer, cell=agency)
    document.rule(round(bold_width(letterhead.issuer, 13) * 0.45), left, cell=agency)
    document.paragraph("NationalName", NATIONAL_NAME, cell=nation)
    document.paragraph("Motto", MOTTO, cell=nation)
    document.rule(bold_width(MOTTO, 13), right, cell=nation)
    document.open_paragraph("DocumentNumber", f"Số:{_BLANK * 10}/{letterhead.symbol}", cell=numbered)
    if about:
        document.paragraph("About", about, cell=numbered)
    place_and_date = f"{letterhead.place}, ngày{_BLANK * 6}tháng{_BLANK * 6}năm {year}"
    document.open_paragraph("PlaceAndDate", place_and_date, cell=dated)


def write_title(document: OfficialDocument, kind: str, abstract: str) -> None:
    """Write the kind of document ("BÁO CÁO") and what it is about, with its rule."""
    document.paragraph("DocumentKind", kind)
    document.paragraph("Abstract", abstract)
    width = document.text_width
    document.rule(round(min(bold_width(abstract, 14), width) * 0.4), width)


def write_addressees(document: OfficialDocument, addressees: Sequence[str]) -> None:
    """Write "Kính gửi": one addressee on the same line, several below it, each on a line that ends with ";" or "."."""
    if len(addressees) == 1:
        document.paragraph("Addressee", f"Kính gửi: {addressees[0]}")
        return
    document.paragraph("Addressees", "Kính gửi:")
    for line in _dashed(addressees):
        document.paragraph("AddresseeItem", line)


#: Stands where nobody knows yet who signs.
SIGNER_PLACEHOLDER = "[họ và tên người ký]"


def write_signature(document: OfficialDocument, signer: Signer, recipients: Sequence[str]) -> None:
    """Write the recipients left and the signer right, kept on one page."""
    left = dxa(_RECIPIENTS_WIDTH)
    (receiving, signing) = document.bare_table((left, document.text_width - left)).rows[0].cells
    document.paragraph("RecipientsHead", "Nơi nhận:", cell=receiving)
    for line in _dashed(recipients):
        document.paragraph("Recipient", line, cell=receiving)
    for line in (*signer.authority, signer.title):
        document.paragraph("SignerTitle", line, cell=signing)
    document.paragraph("SignerName", signer.name or SIGNER_PLACEHOLDER, cell=signing)


def _dashed(entries: Sequence[str]) -> list[str]:
    """Return the entries of a list as the decree writes them: a dash before, ";" after each and "." after the last."""
    bare = [entry.rstrip(" ;.") for entry in entries]
    return [f"- {entry}{'.' if position == len(bare) else ';'}" for position, entry in enumerate(bare, start=1)]


def begin_annex(document: OfficialDocument, label: str, title: str, *, belongs_to: str, landscape: bool) -> None:
    """Begin an annex on a new page with its own page numbers.

    `belongs_to` is the document that the annex belongs to: "Báo cáo số …/BC-ABC ngày … tháng … năm … của Sở A".
    """
    document.new_section(landscape=landscape)
    document.paragraph("AnnexLabel", label)
    document.paragraph("AnnexTitle", title.upper())
    document.paragraph("AnnexOf", f"(Kèm theo {belongs_to})")
