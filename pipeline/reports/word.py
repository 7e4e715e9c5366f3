"""The written report as a Word document that could be signed today (Decree 30/2020/NĐ-CP)."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.reports.blocks import Block, Report
from pipeline.reports.word_blocks import block_xml
from pipeline.reports.word_head import annex_head_xml, letterhead_xml, signature_xml, title_xml
from pipeline.reports.word_package import HEADER_REFERENCES, Properties, write_package
from pipeline.reports.word_xml import dxa, paragraph

#: A4 and the margins of the decree, in millimetres.
_SHORT_SIDE, _LONG_SIDE = 210.0, 297.0
_TOP, _BOTTOM, _LEFT, _RIGHT, _HEADER = 20.0, 20.0, 30.0, 15.0, 10.0


def write_word(report: Report, path: Path) -> None:
    """Write the report; the same report gives the same bytes."""
    properties = Properties(
        title=f"Báo cáo {report.abstract}",
        subject=report.subject,
        author=report.reporting_body,
        created=report.as_of,
    )
    write_package(_body_xml(report), properties, path)


def _body_xml(report: Report) -> str:
    """Return the text and its annexes, each in a section of its own."""
    width = _text_width(landscape=False)
    parts = [letterhead_xml(report.letterhead, report.year, width), title_xml(report, width)]
    parts += _blocks_xml(report.blocks, width)
    parts.append(signature_xml(report.signer, report.recipients, width))
    sections = [(parts, False)]
    for annex in report.annexes:
        inside = _text_width(landscape=annex.landscape)
        sections.append(([annex_head_xml(annex, report), *_blocks_xml(annex.blocks, inside)], annex.landscape))
    found = []
    for position, (content, landscape) in enumerate(sections, start=1):
        properties = _section_xml(HEADER_REFERENCES if position == 1 else "", landscape=landscape)
        last = position == len(sections)
        end = properties if last else paragraph("SectionEnd", "", properties=properties)
        found.append("".join(content) + end)
    return "".join(found)


def _blocks_xml(blocks: Iterable[Block], width: int) -> list[str]:
    return [block_xml(block, width) for block in blocks]


def _text_width(*, landscape: bool) -> int:
    return dxa((_LONG_SIDE if landscape else _SHORT_SIDE) - _LEFT - _RIGHT)


def _section_xml(references: str, *, landscape: bool) -> str:
    """Return the properties of a section: a new page, pages numbered from 1, no number on the first."""
    wide, high = (_LONG_SIDE, _SHORT_SIDE) if landscape else (_SHORT_SIDE, _LONG_SIDE)
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{dxa(wide)}" w:h="{dxa(high)}"{turned}/>'
        f'<w:pgMar w:top="{dxa(_TOP)}" w:right="{dxa(_RIGHT)}" w:bottom="{dxa(_BOTTOM)}" w:left="{dxa(_LEFT)}" '
        f'w:header="{dxa(_HEADER)}" w:footer="{dxa(_HEADER)}" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
