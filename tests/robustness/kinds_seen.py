"""What people see on a sheet besides the values of its cells: pictures, text boxes, words struck through, links."""

from collections.abc import Callable

from lxml import etree

from pipeline.problems import Cell
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_cells import DONE, some_row
from tests.robustness.places import REPORT
from tests.robustness.surgery import MAIN, ErrorValue, Formula, Xml, part_of_sheet

_SEEN_PICTURE = "(có hình, không đọc được)"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_SHAPES = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
_BOX_TEXT = "Số liệu chưa gồm khối trường học"


def _seen(name: str, spoil: Spoil, *rules: Rule) -> Mutation:
    return Mutation(name=name, kind=Kind.TEXT, spoil=spoil, rules=rules)


def _done_row(draft: Draft) -> str:
    code = some_row(draft)
    draft.fill_row(code, DONE)
    return code


# pictures


def _dispimg(draft: Draft) -> tuple[Where, ...]:
    """A picture in a cell as WPS keeps it: a function of its own, and its text as the result."""
    name = f"ID_{draft.chance.getrandbits(128):032X}"
    stored = draft.chance.choice([f'=DISPIMG("{name}",1)', ErrorValue("#NAME?")])
    formula = draft.chance.choice([f'_xlfn.DISPIMG("{name}",1)', f'DISPIMG("{name}",1)'])
    code = _done_row(draft)
    cell = draft.fill("report", code, "evidence", Formula(formula, stored), reads=_SEEN_PICTURE)
    draft.surgery.parts["xl/media/image1.png"] = _PNG
    draft.surgery.parts["xl/cellimages.xml"] = (
        b'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>'
    )
    return (cell,)


def _dispimg_as_text(draft: Draft) -> tuple[Where, ...]:
    """The same after another program kept nothing but the text."""
    code = _done_row(draft)
    return (
        draft.fill(
            "report", code, "evidence", f'=DISPIMG("ID_{draft.chance.getrandbits(64):X}",1)', reads=_SEEN_PICTURE
        ),
    )


def _placed_in_cell(draft: Draft) -> tuple[Where, ...]:
    """A picture that Excel places in a cell: an error that leads to a value of another kind."""
    code = _done_row(draft)
    cell = draft.fill("report", code, "evidence", Xml("e", "<v>#VALUE!</v>"), reads=_SEEN_PICTURE)
    draft.surgery.sheet(REPORT).element(cell.row, cell.column).set("vm", "1")
    draft.surgery.parts["xl/metadata.xml"] = (
        f'<metadata xmlns="{MAIN}" xmlns:xlrd="{_RICH}"><metadataTypes count="1"><metadataType name="XLRICHVALUE"/></metadataTypes>'
        '<futureMetadata name="XLRICHVALUE" count="1"><bk><extLst><ext uri="{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}">'
        '<xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata><valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
    ).encode()
    draft.surgery.parts["xl/richData/rdrichvalue.xml"] = (
        f'<rvData xmlns="{_RICH}" count="1"><rv s="0"><v>0</v><v>5</v></rv></rvData>'.encode()
    )
    draft.surgery.parts["xl/richData/rdrichvaluestructure.xml"] = (
        f'<rvStructures xmlns="{_RICH}" count="1"><s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/>'
        '<k n="CalcOrigin" t="i"/></s></rvStructures>'
    ).encode()
    draft.surgery.parts["xl/media/image1.png"] = _PNG
    return (cell,)


def anchored(cell: Cell, inside: str) -> str:
    """A drawing of one thing that begins in a cell."""
    corners = "".join(
        f"<xdr:{corner}><xdr:col>{cell.column}</xdr:col><xdr:colOff>{off}</xdr:colOff><xdr:row>{cell.row}</xdr:row>"
        f"<xdr:rowOff>{off}</xdr:rowOff></xdr:{corner}>"
        for corner, off in (("from", 90_000), ("to", 400_000))
    )
    return (
        f'<xdr:wsDr xmlns:xdr="{_DRAWING}" xmlns:a="{_SHAPES}"><xdr:twoCellAnchor>{corners}{inside}<xdr:clientData/>'
        "</xdr:twoCellAnchor></xdr:wsDr>"
    )


def draw(draft: Draft, sheet: str, drawing: str) -> None:
    """Lay a drawing over a sheet."""
    part = part_of_sheet(sheet)
    rels = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    draft.surgery.parts["xl/drawings/drawing9.xml"] = drawing.encode()
    relate(draft, rels, "rId77", f"{_OFFICE}/drawing", "../drawings/drawing9.xml")
    root = draft.surgery.sheet(sheet).root
    element = etree.Element(f"{{{MAIN}}}drawing")
    element.set(f"{{{_OFFICE}}}id", "rId77")
    legacy = root.find(f"{{{MAIN}}}legacyDrawing")
    if legacy is None:
        root.append(element)
    else:
        legacy.addprevious(element)


def relate(draft: Draft, rels: str, identifier: str, kind: str, target: str, mode: str = "") -> None:
    """Add a relation to a part of relations, made where there is none."""
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    one = f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    draft.surgery.parts[rels] = draft.surgery.parts.get(rels, empty).replace(b"</Relationships>", one.encode())


_PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Hinh"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill/><xdr:spPr/></xdr:pic>'
_BOX = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="3" name="Hop"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/>'
    f"<a:p><a:r><a:t>{_BOX_TEXT[:10]}</a:t></a:r><a:r><a:t>{_BOX_TEXT[10:]}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)


def _floating_picture(draft: Draft) -> tuple[Where, ...]:
    """A picture pasted over a cell, which is empty or says what it shows."""
    code = _done_row(draft)
    text = draft.chance.choice([None, "Kế hoạch số 12/KH-UBND"])
    cell = draft.fill("report", code, "evidence", text, reads=text or _SEEN_PICTURE)
    draw(draft, REPORT, anchored(cell, _PICTURE))
    return (cell,)


def _picture_beside(draft: Draft) -> tuple[Where, ...]:
    """A picture over no cell to be filled in: a stamp, a logo."""
    cell = Cell(REPORT, draft.chance.choice([0, 45, 60]), draft.chance.choice([0, 3, 16]))
    draw(draft, REPORT, anchored(cell, _PICTURE))
    return (cell,)


def _text_box(draft: Draft) -> tuple[Where, ...]:
    """A text box over some cell: what it says belongs to none."""
    code = some_row(draft)
    cell = draft.chance.choice([draft.cell("report", code, "result"), Cell(REPORT, 50, 2), Cell(REPORT, 8, 16)])
    draw(draft, REPORT, anchored(cell, _BOX))
    return (cell,)


# words struck through


def _struck_run(draft: Draft) -> tuple[Where, ...]:
    """Part of a text struck through, before or behind what took its place."""
    struck = draft.chance.choice(["<strike/>", '<strike val="1"/>', "<b/><strike/>"])
    pieces = [f"<r><rPr>{struck}</rPr><t>Kế hoạch số 12</t></r>", '<r><t xml:space="preserve"> Kế hoạch số 15</t></r>']
    text = "Kế hoạch số 12 Kế hoạch số 15"
    if draft.chance.random() < 0.5:
        pieces, text = (
            ['<r><t xml:space="preserve">Kế hoạch số 15 </t></r>', pieces[0]],
            "Kế hoạch số 15 Kế hoạch số 12",
        )
    return (
        draft.fill("report", _done_row(draft), "result", Xml("inlineStr", f"<is>{''.join(pieces)}</is>"), reads=text),
    )


def _not_struck(draft: Draft) -> tuple[Where, ...]:
    """A run that says that it is not struck through."""
    runs = '<is><r><rPr><strike val="0"/></rPr><t>Kế hoạch</t></r><r><t> số 15</t></r></is>'
    draft.fill(
        "report",
        _done_row(draft),
        "result",
        Xml("inlineStr", runs.replace("<t> ", '<t xml:space="preserve"> ')),
        reads="Kế hoạch số 15",
    )
    return ()


def _struck_cell(draft: Draft) -> tuple[Where, ...]:
    """A whole cell struck through."""
    styles = draft.surgery.parts["xl/styles.xml"].decode()
    count = int(styles.split('<fonts count="')[1].split('"')[0])
    font = '<font><strike/><sz val="11"/><name val="Times New Roman"/></font></fonts>'
    draft.surgery.parts["xl/styles.xml"] = (
        styles.replace(f'<fonts count="{count}"', f'<fonts count="{count + 1}"').replace("</fonts>", font).encode()
    )
    cell = draft.fill("report", _done_row(draft), "result", "Đã ban hành kế hoạch", reads="Đã ban hành kế hoạch")
    draft.surgery.restyle(cell, f'fontId="{count}" applyFont="1"')
    return (cell,)


# links


def _link_out(text: str, address: str, reads: str) -> Callable[[Draft], Cell]:
    def change(draft: Draft) -> Cell:
        cell = draft.fill("report", _done_row(draft), "evidence", text, reads=reads)
        relate(
            draft,
            "xl/worksheets/_rels/sheet2.xml.rels",
            "rId78",
            f"{_OFFICE}/hyperlink",
            address,
            ' TargetMode="External"',
        )
        root = draft.surgery.sheet(REPORT).root
        links = etree.Element(f"{{{MAIN}}}hyperlinks")
        link = etree.SubElement(links, f"{{{MAIN}}}hyperlink", ref=cell.reference)
        link.set(f"{{{_OFFICE}}}id", "rId78")
        root.find("{*}printOptions").addprevious(links)
        return cell

    return change


def _target(draft: Draft) -> tuple[Where, ...]:
    """Words that lead to an address, which only the link holds."""
    text = draft.chance.choice(["tại đây", "Kế hoạch số 12", "xem tệp"])
    address = draft.chance.choice(["https://vidu.gov.vn/kh-12.pdf", "https://drive.vidu.vn/d/1a2b"])
    return (_link_out(text, address, f"{text} ({address})")(draft),)


def _target_in_words(draft: Draft) -> tuple[Where, ...]:
    """An address that is written out leads to itself: there is nothing to add."""
    address = "https://vidu.gov.vn/kh-12.pdf"
    _link_out(address, address, address)(draft)
    return ()


SEEN = (
    _seen("picture in a cell by WPS", _dispimg, Rule.PICTURE),
    _seen("picture in a cell by WPS as text", _dispimg_as_text, Rule.PICTURE),
    _seen("picture placed in a cell by Excel", _placed_in_cell, Rule.PICTURE),
    _seen("picture over a cell", _floating_picture, Rule.PICTURE),
    _seen("picture beside the table", _picture_beside, Rule.TEXT_OUTSIDE),
    _seen("text box", _text_box, Rule.TEXT_OUTSIDE),
    _seen("words struck through", _struck_run, Rule.STRUCK_THROUGH),
    _seen("words that are not struck through", _not_struck),
    _seen("cell struck through", _struck_cell, Rule.STRUCK_THROUGH),
    _seen("words that lead to an address", _target, Rule.LINK_KEPT),
    _seen("address that leads to itself", _target_in_words),
)
