"""The fixed parts of an official document: letterhead, title, addressee, signature and recipients."""

from collections.abc import Sequence

from pipeline.campaign.decision import Letterhead, Signer
from pipeline.reports.blocks import Annex, Report
from pipeline.reports.word_styles import BARE
from pipeline.reports.word_xml import bold_width, cell, dxa, paragraph, row, rule, table

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
#: Open places that are filled in by hand: no-break spaces keep their width in every word processor.
_OPEN = "\u00a0"


def letterhead_xml(letterhead: Letterhead, year: int, width: int) -> str:
    """Return the head: superior and issuing agency left, national name and motto right, number and date below."""
    left = dxa(70)
    right = width - left
    agencies = (
        paragraph("Superior", letterhead.superior)
        + paragraph("Issuer", letterhead.issuer)
        + rule("Rule", (left - round(bold_width(letterhead.issuer, 13) * 0.45)) // 2)
    )
    nation = (
        paragraph("NationalName", NATIONAL_NAME)
        + paragraph("Motto", MOTTO)
        + rule("Rule", (right - bold_width(MOTTO, 13)) // 2)
    )
    number = _filled_in("DocumentNumber", f"Số:{_OPEN * 10}/{letterhead.symbol}")
    date = _filled_in("PlaceAndDate", f"{letterhead.place}, ngày{_OPEN * 6}tháng{_OPEN * 6}năm {year}")
    rows = (row((cell(left, agencies), cell(right, nation))), row((cell(left, number), cell(right, date))))
    return table((left, right), rows, style=BARE, margin=0)


def _filled_in(style: str, text: str) -> str:
    """Return a paragraph with open places in it, which cleaning would close up."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def title_xml(report: Report, width: int) -> str:
    """Return the kind of document, what it is about with its rule, and the addressee."""
    line = min(bold_width(report.abstract, 14), width)
    return (
        paragraph("DocumentKind", "BÁO CÁO")
        + paragraph("Abstract", report.abstract)
        + rule("Rule", (width - round(line * 0.4)) // 2)
        + paragraph("Addressee", f"Kính gửi: {report.addressee}")
    )


def signature_xml(signer: Signer, recipients: Sequence[str], width: int) -> str:
    """Return the recipients left and the signer right, kept on one page."""
    left = dxa(80)
    right = width - left
    signing = "".join(paragraph("SignerTitle", line) for line in (*signer.authority, signer.title))
    return table(
        (left, right),
        (row((cell(left, _recipients(recipients)), cell(right, signing + paragraph("SignerName", signer.name)))),),
        style=BARE,
        margin=0,
    )


def _recipients(recipients: Sequence[str]) -> str:
    """Return "Nơi nhận:" and its list: each entry ends with ";", the last with "."."""
    bare = [entry.rstrip(" ;.") for entry in recipients]
    entries = [f"- {entry}{'.' if position == len(bare) else ';'}" for position, entry in enumerate(bare, start=1)]
    return paragraph("RecipientsHead", "Nơi nhận:") + "".join(paragraph("Recipient", entry) for entry in entries)


def annex_head_xml(annex: Annex, report: Report) -> str:
    """Return the label, the title in capitals, and the document that the annex belongs to."""
    belongs = f"(Kèm theo Báo cáo số …/{report.letterhead.symbol} ngày … tháng … năm {report.year} của {report.reporting_body})"
    return (
        paragraph("AnnexLabel", annex.label)
        + paragraph("AnnexTitle", annex.title.upper())
        + paragraph("AnnexOf", belongs)
    )
