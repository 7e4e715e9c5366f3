"""An official document in Word, written from top to bottom with python-docx; pages as in Decree 30/2020/NĐ-CP, appendix I.

Raw XML stands only where python-docx has no call for it; the same content gives the same bytes.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pipeline.reports.sentences import one_line
from pipeline.reports.word.styles import LANGUAGE, set_styles
from pipeline.reports.word.xml import DXA_PER_MM, dxa
from pipeline.text import clean_text

#: A4 and the margins of the decree, in millimetres.
_SHORT_SIDE, _LONG_SIDE = 210.0, 297.0
_TOP, _BOTTOM, _LEFT, _RIGHT, _HEADER = 20.0, 20.0, 30.0, 15.0, 10.0
#: Parts of python-docx's template that this document does not need.
_FOREIGN_PARTS = (
    "customXml",
    "extended-properties",
    "numbering",
    "stylesWithEffects",
    "thumbnail",
    "webSettings",
)
#: The earliest time that a zip archive can carry.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProperties:
    """The properties of the file; its date is the as-of date of the text, never the clock's."""

    title: str
    subject: str
    author: str
    created: date


class OfficialDocument:
    """A document to which paragraphs, tables, pictures and annexes are added in order, then saved."""

    def __init__(self, properties: DocumentProperties) -> None:
        self._document = docx.Document()
        self._landscape = False
        self._pictures = 0
        _drop_foreign_parts(self._document)
        set_styles(self._document)
        self._set_properties(properties)
        self._set_settings()
        self._set_first_section()

    @property
    def text_width(self) -> int:
        """Return the width between the margins of the page, in twentieths of a point."""
        return dxa((_LONG_SIDE if self._landscape else _SHORT_SIDE) - _LEFT - _RIGHT)

    def paragraph(self, style: str, text: str = "", *, cell: _Cell | None = None) -> Paragraph:
        """Add a paragraph of plain text on one line, to the document or to a cell; `style` is a style's id."""
        return self.open_paragraph(style, one_line(text), cell=cell)

    def open_paragraph(self, style: str, text: str, *, cell: _Cell | None = None) -> Paragraph:
        """Add a paragraph whose blanks stay as they are: lines of the letterhead that are filled in by hand."""
        added: Paragraph
        if cell is None:
            added = self._document.add_paragraph(text)
        elif (added := cell.paragraphs[0]).paragraph_format.element.pPr is None:
            added.add_run(text)  # a new cell holds one paragraph, without any properties
        else:
            added = cell.add_paragraph(text)
        # by its id: to look a style up takes python-docx longer than all the rest
        added.paragraph_format.element.style = style
        return added

    def rule(self, length: int, width: int, *, cell: _Cell | None = None) -> None:
        """Add a horizontal line of a length, in the middle of a width."""
        shape = self.paragraph("Rule", cell=cell).paragraph_format
        shape.left_indent = shape.right_indent = Mm((width - length) / 2 / DXA_PER_MM)

    def bare_table(self, widths: Sequence[int], *, rows: int = 1) -> Table:
        """Add a table without lines, whose rows stay whole: the layout of letterhead and signature."""
        table: Table = self._document.add_table(rows=rows, cols=len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width / DXA_PER_MM)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width / DXA_PER_MM)
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # no public way to keep a row whole
            properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        return table

    def table_xml(self, xml: str) -> None:
        """Add a table written as XML, which is many times faster than python-docx cell by cell."""
        self._document.element.body.sectPr.addprevious(parse_xml(xml))

    def picture(self, png: bytes, *, width: float, description: str) -> None:
        """Add a picture of a width in millimetres, with the text for those who cannot see it."""
        self._pictures += 1
        run = self.paragraph("Picture").add_run()
        run.add_picture(io.BytesIO(png), width=Mm(width))
        (properties,) = run.element.xpath(".//wp:docPr")
        properties.set("name", f"Hình {self._pictures}")
        properties.set("descr", one_line(description))

    def new_section(self, *, landscape: bool) -> None:
        """Begin a section on a new page, its pages numbered from 1 again."""
        section = self._document.add_section()
        self._document.paragraphs[-1].paragraph_format.element.style = "SectionEnd"
        self._turn(landscape=landscape)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT

    def content(self) -> bytes:
        """Return the bytes of the document; the archive carries no time."""
        saved, content = io.BytesIO(), io.BytesIO()
        self._document.save(saved)
        with zipfile.ZipFile(saved) as source, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                target.writestr(entry, source.read(name))
        return content.getvalue()

    def _set_first_section(self) -> None:
        """Set paper and margins, page numbers top centre from the second page on, counted from 1 in each section."""
        section = self._document.sections[0]
        section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
        section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
        section.header_distance = section.footer_distance = Mm(_HEADER)
        section.different_first_page_header_footer = True
        section.first_page_header.is_linked_to_previous = False
        number = section.header.paragraphs[0].add_run("2").element
        field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>')
        number.addprevious(field)
        field.append(number)
        margins = self._document.element.body.sectPr.find(qn("w:pgMar"))
        margins.addnext(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))
        self._turn(landscape=False)

    def _turn(self, *, landscape: bool) -> None:
        self._landscape = landscape
        section = self._document.sections[-1]
        sides = Mm(_SHORT_SIDE), Mm(_LONG_SIDE)
        section.page_width, section.page_height = reversed(sides) if landscape else sides

    def _set_properties(self, properties: DocumentProperties) -> None:
        own = self._document.core_properties
        own.title, own.subject = clean_text(properties.title), clean_text(properties.subject)
        own.author = own.last_modified_by = clean_text(properties.author)
        own.created = own.modified = datetime.combine(properties.created, time(), tzinfo=UTC)
        own.language, own.comments, own.revision = LANGUAGE, "", 1

    def _set_settings(self) -> None:
        """Replace the template's settings: no compatibility mode, Vietnamese, comma as decimal mark."""
        settings = self._document.settings.element
        for child in list(settings):
            settings.remove(child)
        for child in list(parse_xml(_SETTINGS_XML)):
            settings.append(child)


def _drop_foreign_parts(document: Document) -> None:
    """Take out the parts of python-docx's template that no document of ours needs: 450 KB."""
    for relations in (document.part.rels, document.part.package.rels):
        foreign = [key for key, relation in relations.items() if relation.reltype.rsplit("/", 1)[-1] in _FOREIGN_PARTS]
        for key in foreign:
            relations.pop(key)


_SETTINGS_XML = (
    f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    f'<w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
