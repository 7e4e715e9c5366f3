"""The styles of an official document: measures of Decree 30/2020/NĐ-CP, appendix I, part I."""

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

FONT, LANGUAGE = "Times New Roman", "vi-VN"
GRID = "ReportGrid"
_LEFT, _CENTRE, _RIGHT, _JUSTIFIED = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """One paragraph style: its name in Word's gallery and its measures, sizes and spacing in points."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    alignment: WD_ALIGN_PARAGRAPH = _CENTRE
    before: float = 0
    after: float = 0
    #: Indent of the first line in centimetres.
    indent: float = 0
    #: Indent of all lines in centimetres.
    left: float = 0
    #: Outline level from 1: shown in the navigation pane.
    level: int | None = None
    keep_with_next: bool = False
    #: A line on top of the paragraph: the rules of letterhead and title.
    ruled: bool = False


#: Paragraph styles by id. Word knows the first ones by their English names, users see the others as they stand here;
#: a comma in a name would part two names.
_PARAGRAPHS = {
    "BodyText": _Style(name="Body Text", alignment=_JUSTIFIED, after=6, indent=1.27),
    "Heading1": _Style(
        name="Heading 1", bold=True, alignment=_JUSTIFIED, before=6, after=6, indent=1.27, level=1, keep_with_next=True
    ),
    "Heading2": _Style(
        name="Heading 2", bold=True, alignment=_JUSTIFIED, after=6, indent=1.27, level=2, keep_with_next=True
    ),
    "Heading3": _Style(
        name="Heading 3",
        bold=True,
        alignment=_JUSTIFIED,
        after=6,
        indent=1.27,
        level=3,
        keep_with_next=True,
    ),
    "Heading4": _Style(name="Heading 4", alignment=_JUSTIFIED, after=6, indent=1.27, level=4, keep_with_next=True),
    "Caption": _Style(name="Caption", size=13, bold=True, before=6, after=6, keep_with_next=True),
    "Header": _Style(name="Header"),
    "Item": _Style(name="Gạch đầu dòng", alignment=_JUSTIFIED, after=6, indent=1.27),
    "Lead": _Style(name="Đoạn dẫn", alignment=_JUSTIFIED, after=6, indent=1.27, keep_with_next=True),
    "Closing": _Style(name="Đoạn kết", alignment=_JUSTIFIED, after=12, indent=1.27, keep_with_next=True),
    "Note": _Style(name="Ghi chú bảng", size=12, italic=True, alignment=_LEFT, before=4, after=6),
    "Picture": _Style(name="Hình", before=6, after=0, keep_with_next=True),
    "PictureCaption": _Style(name="Tên hình", size=13, bold=True, before=3, after=10),
    "Superior": _Style(name="Cơ quan chủ quản", size=12),
    "Issuer": _Style(name="Cơ quan ban hành", size=13, bold=True),
    "NationalName": _Style(name="Quốc hiệu", size=12, bold=True),
    "Motto": _Style(name="Tiêu ngữ", size=13, bold=True),
    "DocumentNumber": _Style(name="Số và ký hiệu", size=13, before=6),
    "About": _Style(name="Trích yếu công văn", size=12, before=6),
    "PlaceAndDate": _Style(name="Địa danh và thời gian", size=13, italic=True, before=6),
    "DocumentKind": _Style(name="Tên loại", bold=True, before=18),
    "Abstract": _Style(name="Trích yếu", bold=True),
    "Addressee": _Style(name="Kính gửi", before=12, after=12),
    "Addressees": _Style(name="Kính gửi nhiều nơi", alignment=_LEFT, before=12, after=3, left=2.5),
    "AddresseeItem": _Style(name="Nơi được kính gửi", alignment=_LEFT, after=3, left=3.5),
    "SignerTitle": _Style(name="Chức vụ người ký", bold=True),
    "SignerName": _Style(name="Họ tên người ký", bold=True, before=84),
    "RecipientsHead": _Style(name="Nơi nhận", size=12, bold=True, italic=True, alignment=_LEFT),
    "Recipient": _Style(name="Danh sách nơi nhận", size=11, alignment=_LEFT),
    "AnnexLabel": _Style(name="Phụ lục", bold=True, level=1, keep_with_next=True),
    "AnnexTitle": _Style(name="Tên phụ lục", bold=True, keep_with_next=True),
    "AnnexOf": _Style(name="Kèm theo", italic=True, after=12),
    "TableHead": _Style(name="Tiêu đề cột", size=12, bold=True, before=2, after=2, keep_with_next=True),
    "TableText": _Style(name="Chữ trong bảng", size=12, alignment=_LEFT, before=1, after=1),
    "TableCentre": _Style(name="Chữ trong bảng (giữa)", size=12, before=1, after=1),
    "TableRight": _Style(name="Chữ trong bảng (phải)", size=12, alignment=_RIGHT, before=1, after=1),
    "SmallHead": _Style(name="Bảng nhỏ - tiêu đề", size=10.5, bold=True, before=1, after=1, keep_with_next=True),
    "SmallText": _Style(name="Bảng nhỏ - chữ", size=10.5, alignment=_LEFT),
    "SmallCentre": _Style(name="Bảng nhỏ - giữa", size=10.5),
    "SmallRight": _Style(name="Bảng nhỏ - phải", size=10.5, alignment=_RIGHT),
    "MatrixHead": _Style(name="Ma trận - tiêu đề", size=6.5, bold=True),
    "MatrixCell": _Style(name="Ma trận - ô", size=8),
    "MatrixName": _Style(name="Ma trận - tên", size=8, alignment=_LEFT),
    "MatrixGroup": _Style(name="Ma trận - khối", size=8, bold=True, alignment=_LEFT, keep_with_next=True),
    "Rule": _Style(name="Đường kẻ", size=2, before=4, ruled=True),
    "Gap": _Style(name="Khoảng cách sau bảng", size=1, after=6),
    "SectionEnd": _Style(name="Ngắt phần", size=1),
}
#: The styles of python-docx's template that stay; ours are based on them.
_TEMPLATE_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
#: Where the elements that python-docx does not know stand among a paragraph's properties.
_AFTER_BORDER = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def set_styles(document: Document) -> None:
    """Replace the styles of a document by those of the decree; the four that Word needs stay."""
    for unwanted in [style for style in document.styles if style.name not in _TEMPLATE_STYLES]:
        unwanted.delete()
    everything = document.styles.element
    everything.replace(everything.find(qn("w:docDefaults")), parse_xml(_DEFAULTS_XML))
    _without_cell_margins(document)
    for identity, measures in _PARAGRAPHS.items():
        _add(document, identity, measures)
    grid = document.styles.add_style("Bảng báo cáo", WD_STYLE_TYPE.TABLE)
    grid.style_id = GRID
    grid.base_style = document.styles["Normal Table"]
    grid.element.append(parse_xml(_BORDERS_XML))


def _add(document: Document, identity: str, measures: _Style) -> None:
    builtin = measures.name.isascii()
    style: ParagraphStyle = document.styles.add_style(measures.name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    style.style_id = identity
    style.base_style = document.styles["Normal"]
    style.hidden, style.quick_style = False, True
    style.font.size = Pt(measures.size)
    style.font.bold, style.font.italic = measures.bold or None, measures.italic or None
    shape = style.paragraph_format
    shape.alignment = measures.alignment
    shape.space_before, shape.space_after = Pt(measures.before), Pt(measures.after)
    shape.left_indent = Cm(measures.left) if measures.left else None
    shape.first_line_indent = Cm(measures.indent) if measures.indent else None
    shape.keep_with_next = measures.keep_with_next or None
    properties = style.element.get_or_add_pPr()
    if measures.level is not None:
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{measures.level - 1}"/>'))
    if measures.ruled:
        properties.insert_element_before(parse_xml(_RULE_XML), *_AFTER_BORDER)


def _without_cell_margins(document: Document) -> None:
    """Let text in tables begin at the cell's edge: tables of the text set their own margin, letterheads have none."""
    for side in ("left", "right"):
        document.styles["Normal Table"].element.find(f".//{qn(f'w:{side}')}").set(qn("w:w"), "0")


_DEFAULTS_XML = (
    f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" '
    f'w:cs="{FONT}"/><w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)
_RULE_XML = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
_EDGES_XML = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_BORDERS_XML = f"<w:tblPr {nsdecls('w')}><w:tblBorders>{_EDGES_XML}</w:tblBorders></w:tblPr>"
