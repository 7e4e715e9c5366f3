"""The Word report, read back: measures of the decree, real styles and tables, inert text, the same bytes."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.colours import STATE_COLOURS
from pipeline.reports.figures import figures
from pipeline.reports.word.pictures import contrast
from pipeline.reports.word.report import word_bytes
from pipeline.reports.written.blocks import (
    Annex,
    Block,
    Heading,
    Letter,
    Matrix,
    MatrixGroup,
    MatrixRow,
    Paragraph,
    ParagraphKind,
    Report,
    TextColumn,
)
from pipeline.reports.written.blocks import Table as TableBlock
from pipeline.reports.written.report import report
from tests.support.report import all_done, empty_consolidation

HOSTILE = '=HYPERLINK("http://evil","x")'


def small(campaign: Campaign, *blocks: Block, annexes: tuple[Annex, ...] = ()) -> Report:
    """Return a report of a few blocks."""
    decision = campaign.decision
    return Report(
        letterhead=decision.report_letterhead,
        abstract="Kết quả thực hiện nhiệm vụ công tác dân vận 6 tháng cuối năm 2025 (lần 1)",
        addressee=decision.addressee,
        blocks=(*blocks, Paragraph("Trên đây là báo cáo./.", ParagraphKind.CLOSING)),
        signer=replace(decision.report_signer, authority=("KT. GIÁM ĐỐC",), title="PHÓ GIÁM ĐỐC", name="Nguyễn Văn A"),
        recipients=decision.report_recipients,
        annexes=annexes,
        reporting_body="Sở Nội vụ",
        subject=decision.subject,
        as_of=date(2025, 9, 5),
    )


def written(text: Report | Letter, folder: Path) -> DocumentObject:
    """Return the document as another program reads it."""
    path = folder / "bao-cao.docx"
    path.write_bytes(word_bytes(text))
    return Document(str(path))


@pytest.fixture(scope="module")
def whole(campaign: Campaign, schemas: Schemas) -> Report:
    found: Consolidation = all_done(empty_consolidation(campaign, schemas))
    return report(figures(found, (), (), schemas))


@pytest.fixture(scope="module")
def document(whole: Report, tmp_path_factory: pytest.TempPathFactory) -> DocumentObject:
    return written(whole, tmp_path_factory.mktemp("word"))


def of_style(document: DocumentObject, identity: str) -> list[str]:
    return [found.text for found in document.paragraphs if found.style is not None and found.style.style_id == identity]


def test_paper_and_margins_follow_the_decree(document: DocumentObject) -> None:
    for section in document.sections:
        sides = sorted((section.page_width, section.page_height))
        assert [round(side.mm) for side in sides] == [210, 297]
        assert [round(side.mm) for side in (section.top_margin, section.bottom_margin)] == [20, 20]
        assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [30, 15]
        assert section.header_distance == pytest.approx(Mm(10), abs=700)


def test_each_annex_is_a_section_with_its_own_page_numbers(document: DocumentObject) -> None:
    turned = [section.orientation is WD_ORIENT.LANDSCAPE for section in document.sections]
    assert turned == [False, True, False, True, True, False]
    for section in document.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
    assert of_style(document, "AnnexLabel") == [f"Phụ lục {number}" for number in ("I", "II", "III", "IV", "V")]
    belongs = "(Kèm theo Báo cáo số …/BC-SNV ngày … tháng … năm 2025 của Sở Nội vụ)"
    assert of_style(document, "AnnexOf") == [belongs] * 5


def test_the_page_number_is_the_only_field(whole: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes(whole))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if not name.endswith(".png")}
    fields = [
        found for part in parts.values() for found in re.findall(r'w:instr="([^"]*)"|<w:instrText[^>]*>([^<]*)', part)
    ]
    assert fields == [(" PAGE ", "")]
    header = Document(str(path)).sections[0].header.paragraphs[0]
    assert header.style is not None
    assert header.style.font.size == Pt(14)
    assert header.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


@pytest.mark.parametrize(
    ("identity", "size", "bold", "italic"),
    [
        ("NationalName", 12, True, None),
        ("Motto", 13, True, None),
        ("Superior", 12, None, None),
        ("Issuer", 13, True, None),
        ("DocumentNumber", 13, None, None),
        ("PlaceAndDate", 13, None, True),
        ("DocumentKind", 14, True, None),
        ("Abstract", 14, True, None),
        ("BodyText", 14, None, None),
        ("SignerTitle", 14, True, None),
        ("RecipientsHead", 12, True, True),
        ("Recipient", 11, None, None),
        ("AnnexLabel", 14, True, None),
        ("TableText", 12, None, None),
    ],
)
def test_sizes_and_weights_follow_the_decree(
    document: DocumentObject, identity: str, size: int, bold: bool | None, italic: bool | None
) -> None:
    (style,) = [found for found in document.styles if found.style_id == identity]
    assert (style.font.size, style.font.bold, style.font.italic) == (Pt(size), bold, italic)


def test_everything_is_times_new_roman_and_vietnamese(document: DocumentObject) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    fonts = defaults.find(f".//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    assert defaults.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"
    assert not document.element.findall(f".//{qn('w:rFonts')}")


def test_the_body_is_justified_and_indented(document: DocumentObject) -> None:
    (style,) = [found for found in document.styles if found.style_id == "BodyText"]
    shape = style.paragraph_format
    assert shape.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert shape.first_line_indent == pytest.approx(Cm(1.27), abs=700)
    assert shape.space_after == Pt(6)


def test_headings_show_in_the_navigation_pane(document: DocumentObject) -> None:
    assert of_style(document, "Heading1") == [
        "TÓM TẮT",
        "I. TÌNH HÌNH CHỈ ĐẠO, TRIỂN KHAI VÀ BÁO CÁO",
        "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "III. ĐÁNH GIÁ CHUNG",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
        "V. NHIỆM VỤ THỜI GIAN TỚI",
    ]
    levels = {style.style_id: style.element.find(f".//{qn('w:outlineLvl')}") for style in document.styles}
    shown = {identity: found.get(qn("w:val")) for identity, found in levels.items() if found is not None}
    assert shown == {"Heading1": "0", "Heading2": "1", "Heading3": "2", "Heading4": "3", "AnnexLabel": "0"}


def test_the_head_of_the_document(campaign: Campaign, tmp_path: Path) -> None:
    found = written(small(campaign), tmp_path)
    head = found.tables[0]
    left, right = head.rows[0].cells
    assert [line.text for line in left.paragraphs] == ["UBND THÀNH PHỐ HẢI PHÒNG", "SỞ NỘI VỤ", ""]
    assert [line.text for line in right.paragraphs] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
    ]
    number, place = head.rows[1].cells
    assert re.fullmatch("Số:\\s+/BC-SNV", number.text)
    assert re.fullmatch("Hải Phòng, ngày\\s+tháng\\s+năm 2025", place.text)
    assert of_style(found, "DocumentKind") == ["BÁO CÁO"]
    assert of_style(found, "Addressee") == ["Kính gửi: Ủy ban nhân dân thành phố Hải Phòng"]


def rule_width(cell_width: int, paragraph: object) -> int:
    indent = paragraph._p.pPr.find(qn("w:ind"))  # type: ignore[attr-defined]
    return cell_width - int(indent.get(qn("w:left"))) - int(indent.get(qn("w:right")))


def test_rules_are_borders_of_the_right_length(campaign: Campaign, tmp_path: Path) -> None:
    found = written(small(campaign), tmp_path)
    widths = [int(column.get(qn("w:w"))) for column in found.tables[0]._tbl.tblGrid]
    left, right = found.tables[0].rows[0].cells
    # SỞ NỘI VỤ in bold 13 is about 25 mm wide, the motto about 55 mm
    assert 25 / 3 <= rule_width(widths[0], left.paragraphs[-1]) / 1440 * 25.4 <= 25 / 2
    assert 53 <= rule_width(widths[1], right.paragraphs[-1]) / 1440 * 25.4 <= 58
    (rule,) = [style for style in found.styles if style.style_id == "Rule"]
    assert rule.element.find(f".//{qn('w:top')}").get(qn("w:val")) == "single"


def test_signature_and_recipients_close_the_text(campaign: Campaign, tmp_path: Path) -> None:
    found = written(small(campaign), tmp_path)
    left, right = found.tables[-1].rows[0].cells
    lines = [line.text for line in left.paragraphs]
    assert lines[:2] == ["Nơi nhận:", "- Như trên;"]
    assert all(line.endswith(";") for line in lines[1:-1])
    assert lines[-1] == "- Lưu: VT, XDCQ&CTTN."
    assert [line.text for line in right.paragraphs] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A"]
    closing = next(line for line in found.paragraphs if line.text.endswith("./."))
    assert closing.style is not None
    assert closing.style.paragraph_format.keep_with_next


def header_rows(table: Table) -> list[bool]:
    return [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]


def test_tables_repeat_one_header_row_and_keep_rows_whole(document: DocumentObject) -> None:
    reporting = [table for table in document.tables if table.style is not None and table.style.style_id == "ReportGrid"]
    assert len(reporting) >= 4
    for table in reporting:
        assert header_rows(table) == [True] + [False] * (len(table.rows) - 1)
        assert table._tbl.find(f".//{qn('w:tblHeader')}").attrib == {}
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        # a row too tall for a page may break
        short = [row for row in table.rows if max(len(cell.text) for cell in row.cells) < 1000]
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in short)


def test_no_table_is_wider_than_its_text_area(document: DocumentObject) -> None:
    widest = max(section.page_width - section.left_margin - section.right_margin for section in document.sections)
    for table in document.tables:
        grid = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid)
        assert grid * 635 <= widest
        for row in table._tbl.tr_lst:
            assert sum(int(width.get(qn("w:w"))) for width in row.iter(qn("w:tcW"))) == grid


def test_a_row_too_tall_for_a_page_may_break(campaign: Campaign, tmp_path: Path) -> None:
    columns = (TextColumn("Tên", 1),)
    found = written(small(campaign, TableBlock(caption="", columns=columns, rows=(("x " * 600,), ("y",)))), tmp_path)
    rows = found.tables[1].rows
    assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows] == [True, False, True]


def test_the_matrix_shows_states_by_letter_and_colour(campaign: Campaign, tmp_path: Path) -> None:
    matrix = Matrix(
        tasks=("1.1", "1.2"),
        groups=(
            MatrixGroup(
                title="Sở, ban, ngành",
                rows=(MatrixRow(number="1", name="Sở Y tế", states=(State.DONE_IN_TIME, None)),),
            ),
        ),
        totals=((State.DONE_IN_TIME, (1, 0)),),
    )
    annex = Annex(label="Phụ lục I", title="Ma trận", landscape=True, blocks=(matrix,))
    table = written(small(campaign, annexes=(annex,)), tmp_path).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["STT", "Cơ quan, đơn vị", "1.1", "1.2"]
    assert rows[1][0] == "Sở, ban, ngành (1)"
    assert rows[2:] == [["1", "Sở Y tế", "H", ""], ["H", "Cộng: Hoàn thành đúng hạn", "1", ""]]
    fills = [shade.get(qn("w:fill")) for shade in table.rows[2]._tr.iter(qn("w:shd"))]
    assert fills == [STATE_COLOURS[State.DONE_IN_TIME][0]]


def test_text_from_agencies_is_plain_text(campaign: Campaign, tmp_path: Path) -> None:
    blocks = (
        Paragraph(HOSTILE, ParagraphKind.ITEM),
        Paragraph('<w:p/> & "q" \x0b\ud800\u202e DDEAUTO c:\\\\x {PAGE}'),
        TableBlock(caption="", columns=(TextColumn("A", 1),), rows=((HOSTILE + "\nhai",),)),
    )
    found = written(small(campaign, *blocks), tmp_path)
    assert of_style(found, "Item") == [f"- {HOSTILE}"]
    assert found.tables[1].rows[1].cells[0].text == f"{HOSTILE}\nhai"
    assert '<w:p/> & "q" DDEAUTO c:\\\\x {PAGE}' in [line.text for line in found.paragraphs]
    assert not found.element.findall(f".//{qn('w:hyperlink')}")
    assert {relation.reltype.rsplit("/", 1)[-1] for relation in found.part.rels.values()} == {
        "styles",
        "settings",
        "header",
        "theme",
        "fontTable",
    }
    assert not [relation for relation in found.part.rels.values() if relation.is_external]


@settings(max_examples=6, deadline=None)
@given(texts=st.lists(st.text(max_size=60), min_size=20, max_size=40))
def test_whatever_agencies_type_the_document_opens(
    campaign: Campaign, tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    blocks = [block for text in texts for block in (Heading(3, text), Paragraph(text))]
    table = TableBlock(caption="", columns=(TextColumn("A", 1),), rows=tuple((text,) for text in texts))
    found = written(small(campaign, *blocks, table), tmp_path_factory.getbasetemp())
    headings = of_style(found, "Heading3")
    assert of_style(found, "BodyText") == headings
    assert len(headings) == len(texts)
    assert not [text for text in headings if "\n" in text]
    assert [row.cells[0].text.replace("\n", " ").split() for row in found.tables[1].rows][1:] == [
        text.split() for text in headings
    ]


def test_the_same_report_gives_the_same_bytes(whole: Report, tmp_path: Path) -> None:
    paths = (tmp_path / "a.docx", tmp_path / "b.docx")
    for path in paths:
        path.write_bytes(word_bytes(whole))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with zipfile.ZipFile(paths[0]) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_come_from_the_report(document: DocumentObject, whole: Report) -> None:
    properties = document.core_properties
    assert properties.title == f"Báo cáo {whole.abstract}"
    assert (properties.author, properties.subject, properties.language) == ("Sở Nội vụ", "công tác dân vận", "vi-VN")
    assert properties.created is not None
    assert properties.created.replace(tzinfo=None) == datetime(2025, 9, 5)  # noqa: DTZ001  # as the library gives it


def test_every_style_used_is_defined_and_every_part_well_formed(whole: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes(whole))
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if not name.endswith(".png")]
        trees = {name: etree.fromstring(package.read(name)) for name in parts}
    defined = {style.get(qn("w:styleId")) for style in trees["word/styles.xml"].iter(qn("w:style"))}
    tags = [qn(f"w:{kind}") for kind in ("pStyle", "tblStyle", "rStyle", "basedOn")]
    used = {found.get(qn("w:val")) for tree in trees.values() for found in tree.iter(*tags)}
    assert used <= defined


def test_an_official_letter_has_its_subject_in_the_letterhead_and_no_title(campaign: Campaign, tmp_path: Path) -> None:
    decision = campaign.decision
    letter = Letter(
        letterhead=replace(decision.report_letterhead, symbol=decision.letter_symbol),
        about="đôn đốc gửi báo cáo",
        addressees=("Các sở, ban, ngành", "Ủy ban nhân dân cấp xã;"),
        blocks=(Paragraph("Đề nghị các cơ quan, đơn vị gửi báo cáo./.", ParagraphKind.CLOSING),),
        signer=decision.report_signer,
        recipients=decision.report_recipients,
        annexes=(Annex(label="Phụ lục", title="Danh sách", landscape=False, blocks=()),),
        reporting_body="Sở Nội vụ",
        subject="đôn đốc",
        as_of=date(2025, 9, 5),
    )
    document = written(letter, tmp_path)
    number = document.tables[0].rows[1].cells[0]
    assert number.paragraphs[0].text.endswith("/SNV-XDCQ&CTTN")
    assert number.paragraphs[1].text == "V/v đôn đốc gửi báo cáo"
    assert of_style(document, "DocumentKind") == []
    assert of_style(document, "Addressees") == ["Kính gửi:"]
    assert of_style(document, "AddresseeItem") == ["- Các sở, ban, ngành;", "- Ủy ban nhân dân cấp xã."]
    assert of_style(document, "AnnexOf") == [
        "(Kèm theo Công văn số …/SNV-XDCQ&CTTN ngày … tháng … năm 2025 của Sở Nội vụ)"
    ]
    assert document.core_properties.title == "Đôn đốc gửi báo cáo"


def test_pictures_have_text_for_those_who_cannot_see_them(document: DocumentObject) -> None:
    texts = [found.get("descr") for found in document.element.iter(qn("wp:docPr"))]
    assert [text.split(".")[0] for text in texts] == ["Tình trạng nhiệm vụ chủ trì theo nhóm nhiệm vụ (số lượt)"]
    assert of_style(document, "PictureCaption") == ["Tình trạng nhiệm vụ chủ trì theo nhóm nhiệm vụ (số lượt)"]


def test_every_table_of_figures_has_an_alternative_text(document: DocumentObject) -> None:
    for table in document.tables:
        if table.style is not None and table.style.style_id == "ReportGrid":
            assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_every_text_reads_on_its_ground(document: DocumentObject) -> None:
    pairs = {("000000", "FFFFFF")}
    for cell in document.element.iter(qn("w:tc")):
        fill = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
        colours = {found.get(qn("w:val")) for found in cell.iter(qn("w:color"))} or {"000000"}
        pairs |= {(colour, "FFFFFF" if fill is None else fill.get(qn("w:fill"))) for colour in colours}
    assert len(pairs) > 2
    assert [pair for pair in sorted(pairs) if contrast(*pair) < 4.5] == []


def test_no_style_name_holds_a_comma(document: DocumentObject) -> None:
    """Word takes a comma as the end of one name and the beginning of another."""
    assert [style.name for style in document.styles if "," in (style.name or "")] == []
