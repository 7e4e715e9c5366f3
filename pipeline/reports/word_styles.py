"""The styles of the written report: measures of Decree 30/2020/NĐ-CP, appendix I, part I."""

from dataclasses import dataclass
from typing import Literal

from pipeline.reports.word_xml import NAMESPACES

FONT, LANGUAGE = "Times New Roman", "vi-VN"
_Alignment = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """One paragraph style: its name in Word's gallery and its measures, sizes and spacing in points."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    alignment: _Alignment = "center"
    before: float = 0
    after: float = 0
    #: Indent of the first line in centimetres.
    indent: float = 0
    #: Outline level from 1: shown in the navigation pane.
    level: int | None = None
    keep_with_next: bool = False
    #: A line on top of the paragraph: the rules of letterhead and title.
    ruled: bool = False


#: Paragraph styles by id. Word knows the first ones by their English names, users see the others as they stand here.
_PARAGRAPHS = {
    "BodyText": _Style(name="Body Text", alignment="both", after=6, indent=1.27),
    "Heading1": _Style(
        name="heading 1", bold=True, alignment="both", before=6, after=6, indent=1.27, level=1, keep_with_next=True
    ),
    "Heading2": _Style(
        name="heading 2", bold=True, alignment="both", after=6, indent=1.27, level=2, keep_with_next=True
    ),
    "Heading3": _Style(
        name="heading 3", bold=True, italic=True, alignment="both", after=6, indent=1.27, level=3, keep_with_next=True
    ),
    "Heading4": _Style(
        name="heading 4", italic=True, alignment="both", after=6, indent=1.27, level=4, keep_with_next=True
    ),
    "Caption": _Style(name="caption", size=13, bold=True, before=6, after=6, keep_with_next=True),
    "Header": _Style(name="header"),
    "Item": _Style(name="Gạch đầu dòng", alignment="both", after=6, indent=1.27),
    "Note": _Style(name="Ghi chú bảng", size=12, italic=True, alignment="left", before=4, after=6),
    "Superior": _Style(name="Cơ quan chủ quản", size=12),
    "Issuer": _Style(name="Cơ quan ban hành", size=13, bold=True),
    "NationalName": _Style(name="Quốc hiệu", size=12, bold=True),
    "Motto": _Style(name="Tiêu ngữ", size=13, bold=True),
    "DocumentNumber": _Style(name="Số, ký hiệu", size=13, before=6),
    "PlaceAndDate": _Style(name="Địa danh, thời gian", size=13, italic=True, before=6),
    "DocumentKind": _Style(name="Tên loại", bold=True, before=18),
    "Abstract": _Style(name="Trích yếu", bold=True),
    "Addressee": _Style(name="Kính gửi", before=12, after=12),
    "SignerTitle": _Style(name="Chức vụ người ký", bold=True),
    "SignerName": _Style(name="Họ tên người ký", bold=True, before=84),
    "RecipientsHead": _Style(name="Nơi nhận", size=12, bold=True, italic=True, alignment="left"),
    "Recipient": _Style(name="Danh sách nơi nhận", size=11, alignment="left"),
    "AnnexLabel": _Style(name="Phụ lục", bold=True, level=1, keep_with_next=True),
    "AnnexTitle": _Style(name="Tên phụ lục", bold=True, keep_with_next=True),
    "AnnexOf": _Style(name="Kèm theo", italic=True, after=12),
    "TableHead": _Style(name="Tiêu đề cột", size=12, bold=True, before=2, after=2),
    "TableText": _Style(name="Chữ trong bảng", size=12, alignment="left", before=1, after=1),
    "TableCentre": _Style(name="Chữ trong bảng, giữa", size=12, before=1, after=1),
    "TableRight": _Style(name="Chữ trong bảng, phải", size=12, alignment="right", before=1, after=1),
    "MatrixHead": _Style(name="Ma trận, tiêu đề", size=6.5, bold=True),
    "MatrixCell": _Style(name="Ma trận, ô", size=8),
    "MatrixName": _Style(name="Ma trận, tên", size=8, alignment="left"),
    "MatrixGroup": _Style(name="Ma trận, khối", size=8, bold=True, alignment="left", keep_with_next=True),
    "Rule": _Style(name="Đường kẻ", size=2, before=3, ruled=True),
    "SectionEnd": _Style(name="Ngắt phần", size=1),
}
GRID, BARE = "ReportGrid", "TableNormal"


def styles_xml() -> str:
    """Return the styles part: what everything has in common, and our styles only."""
    paragraphs = "".join(_paragraph_xml(identity, style) for identity, style in _PARAGRAPHS.items())
    return f"<w:styles {NAMESPACES}>{_DEFAULTS_XML}{_BASE_XML}{paragraphs}{_GRID_XML}</w:styles>"


def _paragraph_xml(identity: str, style: _Style) -> str:
    own = "" if style.name.isascii() else ' w:customStyle="1"'
    ruled = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>' if style.ruled else ""
    indent = f'<w:ind w:firstLine="{round(style.indent * 1440 / 2.54)}"/>' if style.indent else ""
    level = "" if style.level is None else f'<w:outlineLvl w:val="{style.level - 1}"/>'
    size = round(style.size * 2)
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{identity}"><w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{'<w:keepNext/>' if style.keep_with_next else ''}{ruled}"
        f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}"/>{indent}'
        f'<w:jc w:val="{style.alignment}"/>{level}</w:pPr><w:rPr>{"<w:b/><w:bCs/>" if style.bold else ""}'
        f'{"<w:i/><w:iCs/>" if style.italic else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


_DEFAULTS_XML = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    '<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)
_BASE_XML = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    f'<w:style w:type="table" w:default="1" w:styleId="{BARE}"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>'
    "<w:semiHidden/><w:unhideWhenUsed/></w:style>"
)
_EDGES_XML = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_GRID_XML = (
    f'<w:style w:type="table" w:customStyle="1" w:styleId="{GRID}"><w:name w:val="Bảng báo cáo"/>'
    f'<w:basedOn w:val="{BARE}"/><w:uiPriority w:val="59"/><w:tblPr><w:tblBorders>{_EDGES_XML}</w:tblBorders></w:tblPr>'
    "</w:style>"
)
