"""Tables as WordprocessingML in one string: python-docx cell by cell takes minutes for the matrix, this takes milliseconds."""

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from pipeline.reports.sentences import one_line

#: Twentieths of a point, the unit of Word's measures.
DXA_PER_MM = 1440 / 25.4
#: Advance widths of Times New Roman bold, in thousandths of the size; marks above and below letters add nothing.
_WIDTHS = {
    letter: width
    for letters, width in {
        "M": 944, "KOGHQ": 778, "ACDĐNRUVXYw": 722, "BELTZ": 667, "FP": 611, "bdhknpquđS": 556,
        "agovxyJ0123456789": 500, "cerz": 444, "Is": 389, "ftj-()": 333, "il/": 278, " .,": 250, "W": 1000, "m": 833,
    }.items()
    for letter in letters
}  # fmt: skip


def dxa(millimetres: float) -> int:
    """Return a length in Word's measure."""
    return round(millimetres * DXA_PER_MM)


def bold_width(text: str, points: float) -> int:
    """Return about how wide a line of bold Times New Roman is, in Word's measure."""
    letters = [letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)]
    return round(sum(_WIDTHS.get(letter, 600) for letter in letters) / 1000 * points * 20)


def paragraph(style: str, text: str, *, run_properties: str = "") -> str:
    """Return a paragraph of one run in a style (by id), its text on one line and escaped: nothing in it is markup."""
    line = one_line(text)
    properties = f"<w:rPr>{run_properties}</w:rPr>" if run_properties else ""
    run = f'<w:r>{properties}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' if line else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def cell(width: int, content: str, properties: str = "") -> str:
    """Return a cell of a width around paragraphs."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, header: bool = False, whole: bool = True) -> str:
    """Return a row; a header row repeats on every page, a `whole` one is not broken over pages."""
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if header else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], rows: Iterable[str], *, style: str, margin: int, title: str) -> str:
    """Return a table of fixed column widths, `margin` left and right inside its cells; `title` is its alternative text."""
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        f"<w:tblCaption w:val={quoteattr(one_line(title))}/></w:tblPr>"
        f"<w:tblGrid>{''.join(f'<w:gridCol w:w={quoteattr(str(width))}/>' for width in widths)}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def shares(total: int, parts: Sequence[float]) -> list[int]:
    """Return whole widths in proportion to `parts` that add up to `total`."""
    edges = [round(total * sum(parts[:count]) / sum(parts)) for count in range(len(parts) + 1)]
    return [right - left for left, right in itertools.pairwise(edges)]
