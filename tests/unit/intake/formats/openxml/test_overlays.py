"""Pictures, text boxes, documents and links of an .xlsx, and words struck through, as programs write them."""

import pytest

from pipeline.intake.formats.decoration import Decoration, Overlay, OverlayKind
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook
from tests.support.intake import only_sheet, parts_of, small_workbook, zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>tại đây</t></is></c></row>'
DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{}</xdr:wsDr>'
)


def corner(name: str, row: int, column: int) -> str:
    """One corner of an anchor."""
    return f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"


def with_parts(content: bytes, relations: str, **others: bytes) -> bytes:
    """The workbook with relations of its sheet, and parts by their names in `xl/`."""
    parts = parts_of(content)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = f"<Relationships {RELATIONS}>{relations}</Relationships>".encode()
    return zipped({**parts, **{f"xl/{name.replace('__', '/')}": data for name, data in others.items()}})


def drawn(anchors: str) -> RawSheet:
    """A sheet with a drawing."""
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
    return only_sheet(
        with_parts(small_workbook(CELL), relation, **{"drawings__drawing1.xml": DRAWING.format(anchors).encode()})
    )


class TestDrawings:
    """What lies over the cells is told with the cells that it covers."""

    def test_a_picture(self) -> None:
        anchor = f"<xdr:twoCellAnchor>{corner('from', 9, 8)}{corner('to', 11, 10)}<xdr:pic/></xdr:twoCellAnchor>"
        assert drawn(anchor).overlays == (Overlay(kind=OverlayKind.PICTURE, area=(9, 8, 11, 10)),)

    def test_a_picture_of_a_stated_size(self) -> None:
        anchor = f"<xdr:oneCellAnchor>{corner('from', 9, 8)}<xdr:ext cx='1' cy='1'/><xdr:pic/></xdr:oneCellAnchor>"
        assert drawn(anchor).overlays == (Overlay(kind=OverlayKind.PICTURE, area=(9, 8, 9, 8)),)

    def test_a_text_box_of_several_paragraphs(self) -> None:
        body = "<xdr:txBody><a:p><a:r><a:t>Đã </a:t></a:r><a:r><a:t>làm</a:t></a:r></a:p><a:p><a:r><a:t>xong</a:t></a:r></a:p></xdr:txBody>"
        anchor = (
            f"<xdr:twoCellAnchor>{corner('from', 1, 1)}{corner('to', 1, 1)}<xdr:sp>{body}</xdr:sp></xdr:twoCellAnchor>"
        )
        assert drawn(anchor).overlays == (Overlay(kind=OverlayKind.TEXT_BOX, area=(1, 1, 1, 1), text="Đã làm\nxong"),)

    def test_an_empty_shape_and_a_chart_say_nothing(self) -> None:
        anchor = f"<xdr:twoCellAnchor>{corner('from', 1, 1)}{corner('to', 1, 1)}"
        chart = f"{anchor}<xdr:graphicFrame/></xdr:twoCellAnchor>"
        assert (
            drawn(f"{anchor}<xdr:sp><xdr:txBody><a:p/></xdr:txBody></xdr:sp></xdr:twoCellAnchor>{chart}").overlays == ()
        )

    def test_a_drawing_that_is_not_there_or_broken(self) -> None:
        relation = f'<Relationship Id="rId1" Type="{OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
        assert only_sheet(with_parts(small_workbook(CELL), relation)).overlays == ()
        broken = with_parts(small_workbook(CELL), relation, **{"drawings__drawing1.xml": b"<x>"})
        assert only_sheet(broken).overlays == ()

    def test_an_embedded_document(self) -> None:
        anchor = (
            '<anchor><from xmlns:xdr="x"><xdr:col>8</xdr:col><xdr:row>9</xdr:row></from>'
            '<to xmlns:xdr="x"><xdr:col>9</xdr:col><xdr:row>9</xdr:row></to></anchor>'
        )
        tail = f'<oleObjects><oleObject progId="Word.Document.12" shapeId="1"><objectPr>{anchor}</objectPr></oleObject></oleObjects>'
        sheet = only_sheet(with_parts(small_workbook(CELL, tail=tail), ""))
        assert sheet.overlays == (Overlay(kind=OverlayKind.DOCUMENT, area=(9, 8, 9, 9)),)


class TestLinks:
    """Where a text leads is kept, as long as it leads out of the workbook."""

    @pytest.mark.parametrize(
        ("link", "address"),
        [
            ('ref="A1" r:id="rId1"', "https://example.vn/kh-15"),
            ('ref="$A$1:A2" r:id="rId1"', "https://example.vn/kh-15"),
            ('ref="a1" r:id="rId1" location="trang2"', "https://example.vn/kh-15#trang2"),
            ('ref="A1" location="\'Chỉ tiêu\'!A1" display="x"', None),
            ('ref="A1" r:id="rId9"', None),
            ('ref="A1:XFD1048576" r:id="rId1"', None),
        ],
    )
    def test_links(self, link: str, address: str | None) -> None:
        relation = f'<Relationship Id="rId1" Type="{OFFICE}/hyperlink" Target="https://example.vn/kh-15" TargetMode="External"/>'
        tail = f'<hyperlinks><hyperlink xmlns:r="{OFFICE}" {link}/></hyperlinks>'
        sheet = only_sheet(with_parts(small_workbook(CELL, tail=tail), relation))
        assert sheet.decorations.get((0, 0)) == (None if address is None else Decoration(link=address))


class TestPicturesInCells:
    """A picture in the place of a value is no formula, no error and no text."""

    @pytest.mark.parametrize(
        "cell",
        [
            '<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_0A",1)</f><v>=DISPIMG("ID_0A",1)</v></c>',
            '<c r="A1" t="e"><f>_xlfn.DISPIMG("ID_0A",1)</f><v>#NAME?</v></c>',
            '<c r="A1" t="str"><f>dispimg("ID_0A",1)</f><v></v></c>',
            '<c r="A1" t="inlineStr"><is><t>=DISPIMG("ID_0A",1)</t></is></c>',
        ],
    )
    def test_as_wps_stores_them(self, cell: str) -> None:
        sheet = only_sheet(small_workbook(f'<row r="1">{cell}</row>'))
        assert (sheet.value(0, 0), sheet.formulas, sheet.errors) == (None, {}, {})
        assert sheet.decorations == {(0, 0): Decoration(picture=OverlayKind.PICTURE)}

    def test_a_sentence_about_the_function_is_a_text(self) -> None:
        cell = '<c r="A1" t="inlineStr"><is><t>Ô dùng hàm DISPIMG("ID_0A",1)</t></is></c>'
        assert only_sheet(small_workbook(f'<row r="1">{cell}</row>')).decorations == {}

    @pytest.mark.parametrize(("kind", "is_picture"), [("_localImage", True), ("_webimage", True), ("_error", False)])
    def test_as_excel_places_them(self, kind: str, is_picture: bool) -> None:
        metadata = (
            '<metadata xmlns:xlrd="r"><metadataTypes count="2"><metadataType name="XLDAPR"/>'
            '<metadataType name="XLRICHVALUE"/></metadataTypes>'
            '<futureMetadata name="XLRICHVALUE" count="2"><bk><extLst><ext uri="u"><xlrd:rvb i="1"/></ext></extLst></bk>'
            '<bk><extLst><ext uri="u"><xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata>'
            '<valueMetadata count="2"><bk><rc t="2" v="0"/></bk><bk><rc t="2" v="1"/></bk></valueMetadata></metadata>'
        )
        values = '<rvData count="2"><rv s="0"><v>0</v></rv><rv s="1"><v>1</v></rv></rvData>'
        structures = f'<rvStructures><s t="{kind}"><k n="x"/></s><s t="_linkedentity"><k n="x"/></s></rvStructures>'
        cells = '<row r="1"><c r="A1" t="e" vm="2"><v>#VALUE!</v></c><c r="B1" t="e" vm="1"><v>#FIELD!</v></c></row>'
        parts = parts_of(small_workbook(cells))
        parts["xl/metadata.xml"] = metadata.encode()
        parts["xl/richData/rdrichvalue.xml"] = values.encode()
        parts["xl/richData/rdrichvaluestructure.xml"] = structures.encode()
        sheet = only_sheet(zipped(parts))
        assert sheet.errors == ({(0, 1): "#FIELD!"} if is_picture else {(0, 0): "#VALUE!", (0, 1): "#FIELD!"})
        assert set(sheet.decorations) == ({(0, 0)} if is_picture else set())


STRIKE = "<rPr><strike/><sz val='11'/></rPr>"


class TestStruckThrough:
    """Words struck through are told, wherever a program writes that they are."""

    @pytest.mark.parametrize(
        ("text", "struck"),
        [
            (f"<r><t>Kế hoạch </t></r><r>{STRIKE}<t>số 12</t></r>", ("số 12",)),
            (f"<r>{STRIKE}<t>số </t></r><r>{STRIKE}<t>12 &amp; 13</t></r><r><t> số 15</t></r>", ("số 12 & 13",)),
            (f"<r>{STRIKE}<t>một</t></r><r><t> hai </t></r><r>{STRIKE}<t>ba</t></r>", ("một", "ba")),
            ("<r><rPr><strike val='0'/></rPr><t>số 12</t></r>", None),
            (f"<r>{STRIKE}<t> </t></r><r><t>a</t></r>", None),
            ("<t>strike</t>", None),
        ],
    )
    @pytest.mark.parametrize("shared", [True, False])
    def test_in_part(self, text: str, struck: tuple[str, ...] | None, shared: bool) -> None:
        if shared:
            content = small_workbook(
                '<row r="1"><c r="A1" t="s"><v>1</v></c></row>', strings=f"<sst><si><t>x</t></si><si>{text}</si></sst>"
            )
        else:
            content = small_workbook(f'<row r="1"><c r="A1" t="inlineStr"><is>{text}</is></c></row>')
        assert only_sheet(content).decorations == ({} if struck is None else {(0, 0): Decoration(struck=struck)})

    def test_a_whole_cell(self) -> None:
        fonts = "<fonts><font/><font><strike/></font><font><strike val='false'/></font></fonts>"
        styles = '<cellXfs><xf fontId="0"/><xf fontId="1" applyFont="1"/><xf fontId="2"/></cellXfs>'
        cells = "".join(
            f'<c r="{letter}1" s="{style}"><v>1</v></c>' for letter, style in (("A", 0), ("B", 1), ("C", 2))
        )
        parts = parts_of(small_workbook(f'<row r="1">{cells}<c r="D1" s="1"/></row>'))
        parts["xl/styles.xml"] = f"<styleSheet>{fonts}{styles}</styleSheet>".encode()
        relation = f'<Relationship Id="rId9" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'.encode()
        rels = "xl/_rels/workbook.xml.rels"
        parts[rels] = parts[rels].replace(b"</Relationships>", relation)
        assert only_sheet(zipped(parts)).decorations == {(0, 1): Decoration(all_struck=True)}


@pytest.mark.parametrize("kind", ["xlMacrosheet", "xlIntlMacrosheet"])
def test_a_macro_sheet_of_excel_4_counts_as_macros(kind: str) -> None:
    parts = parts_of(small_workbook(CELL))
    rels = "xl/_rels/workbook.xml.rels"
    relation = f'<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/{kind}" Target="m/s.xml"/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    workbook = read_workbook(zipped(parts))
    assert isinstance(workbook, RawWorkbook)
    assert workbook.active.macros
