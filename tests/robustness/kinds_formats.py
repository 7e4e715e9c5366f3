"""A return as some other program writes it, or with what people put into cells besides values; each after public reports."""

import io
import re
from collections.abc import Callable

from msoffcrypto import OfficeFile

from pipeline.forms.marks import FormCell
from pipeline.forms.schema.schema import Typed
from pipeline.intake.received import Verdict
from pipeline.problems import Cell
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Expected, Kind, Mutation, Spoil, Where
from tests.robustness.surgery import part_of_sheet
from tests.support.intake import parts_of, repacked, zipped

SHEET = part_of_sheet("Báo cáo")
_RELS = SHEET.replace("worksheets/", "worksheets/_rels/") + ".rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _written(name: str, change: Callable[[bytes], bytes]) -> Mutation:
    """What changes nothing that anybody sees."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.content = change(draft.content)
        return ()

    return Mutation(name=name, kind=Kind.HARMLESS, spoil=spoil)


def _sheet(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda content: repacked(content, {SHEET: change})


def _main_part_elsewhere(content: bytes) -> bytes:
    parts = {name.replace("workbook.xml", "workbook22.xml"): data for name, data in parts_of(content).items()}
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = parts[name].replace(b"/workbook.xml", b"/workbook22.xml")
    return zipped(parts)


def _small_letters(xml: bytes) -> bytes:
    return re.sub(rb'(<c r=")([A-Z]+)', lambda cell: cell[1] + cell[2].lower(), xml)


def _second_values(xml: bytes) -> bytes:
    """Texts that our writer shares, written into their cells with a number behind."""
    return re.sub(rb"(</is>)(</c>)", rb"\1<v>1</v>\2", xml)


def _bordered_blanks(xml: bytes) -> bytes:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}" s="3"/>' for column in "ABCDEFGH") + "</row>"
        for row in range(2_000, 72_000)
    )
    return xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>")


def _own_password(content: bytes) -> bytes:
    encrypted = io.BytesIO()
    OfficeFile(io.BytesIO(content)).encrypt("VelvetSweatshop", encrypted)
    return encrypted.getvalue()


def _empty_results(draft: Draft) -> tuple[Where, ...]:
    """A formula without anything to show, filled down a column of which nothing is asked."""
    xml = parts_of(draft.content)[SHEET]
    for spot, cell in draft.original.cells.items():
        if spot.table == "report" and spot.column == "proposals":
            blank = re.compile(rf'<c r="{cell.reference}"( s="[0-9]+")/>'.encode())
            xml = blank.sub(rf'<c r="{cell.reference}"\1 t="str"><f>IFERROR(A1/0,"")</f><v></v></c>'.encode(), xml)
    draft.content = repacked(draft.content, {SHEET: xml})
    return ()


def _in_cell(column: str, content: str, *, reads: Callable[[str], Typed]) -> Spoil:
    """Another content of one text cell; `reads` is what it is to be read as, from what stood there."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        spot, cell = _filled(draft, column)
        text = str(draft.original.values[spot])
        pattern = re.compile(rf'<c r="{cell.reference}"( s="[0-9]+")?(?: t="[a-zA-Z]+")?>.*?</c>'.encode(), re.DOTALL)
        written = f'<c r="{cell.reference}"'.encode() + rb"\1" + content.format(text=_escaped(text)).encode()
        xml, changed = pattern.subn(written.replace(b"\\n", b"\\\\n"), parts_of(draft.content)[SHEET], count=1)
        assert changed == 1
        draft.content = repacked(draft.content, {SHEET: xml})
        draft.changes[spot] = reads(text)
        return (cell,)

    return spoil


def _linked(draft: Draft) -> tuple[Where, ...]:
    spot, cell = _filled(draft, "evidence")
    address = "https://vidu.vn/van-ban/15"
    draft.content = repacked(
        draft.content,
        {
            SHEET: lambda xml: xml.replace(
                b"<printOptions",
                f'<hyperlinks><hyperlink xmlns:r="{_OFFICE}" ref="{cell.reference}" r:id="rId88"/></hyperlinks><printOptions'.encode(),
                1,
            ),
            _RELS: lambda xml: xml.replace(
                b"</Relationships>",
                f'<Relationship Id="rId88" Type="{_OFFICE}/hyperlink" Target="{address}" TargetMode="External"/>'
                "</Relationships>".encode(),
            ),
        },
    )
    draft.changes[spot] = f"{draft.original.values[spot]} ({address})"
    return (cell,)


def _filled(draft: Draft, column: str) -> tuple[FormCell, Cell]:
    """Some filled cell of a column of «Báo cáo» in a task that is done."""
    spots = [
        spot
        for spot in draft.original.values
        if spot.column == column
        and spot.table == "report"
        and draft.original.values.get(FormCell("report", spot.key, "status")) == "Hoàn thành"
    ]
    spot = draft.chance.choice(sorted(spots, key=str))
    return spot, draft.original.cells[spot]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _taken_apart(draft: Draft) -> tuple[Where, ...]:
    draft.name = "gui.zip"
    draft.content = zipped({f"bao-cao/{name}": data for name, data in parts_of(draft.content).items()})
    rejected = Expected(verdict=Verdict.REJECTED, problems=((Rule.REPACKED, ""),))
    draft.others["gui.zip!/bao-cao"] = (None, rejected)
    return (None,)


def _rejected(name: str, rule: Rule, make: Callable[[Draft], bytes], file_name: str = "bao-cao.xlsx") -> Mutation:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.content, draft.name = make(draft), file_name
        return (None,)

    return Mutation(name=name, kind=Kind.CONTAINER, spoil=spoil, verdict=Verdict.REJECTED, rules=(rule,))


FORMATS = (
    _written("main part under another name", _main_part_elsewhere),
    _written("addresses in small letters", _sheet(_small_letters)),
    _written("second values behind texts", _sheet(_second_values)),
    _written("blank cells with borders by the hundred thousand", _sheet(_bordered_blanks)),
    _written("encrypted with Excel's own password", _own_password),
    Mutation(name="formulas that show nothing", kind=Kind.HARMLESS, spoil=_empty_results),
    Mutation(
        name="picture in a cell as evidence",
        kind=Kind.CELL,
        spoil=_in_cell(
            "evidence",
            ' t="str"><f>_xlfn.DISPIMG("ID_0A",1)</f><v>=DISPIMG("ID_0A",1)</v></c>',
            reads=lambda _text: "(có hình, không đọc được)",
        ),
        rules=(Rule.PICTURE,),
    ),
    Mutation(
        name="words struck through",
        kind=Kind.TEXT,
        spoil=_in_cell(
            "result",
            ' t="inlineStr"><is><r><rPr><strike/></rPr><t xml:space="preserve">Bỏ. </t></r><r><t>{text}</t></r></is></c>',
            reads=lambda text: f"Bỏ. {text}",
        ),
        rules=(Rule.STRUCK_THROUGH,),
    ),
    Mutation(name="link behind a text", kind=Kind.TEXT, spoil=_linked, rules=(Rule.LINK_KEPT,)),
    Mutation(
        name="workbook taken apart and zipped",
        kind=Kind.CONTAINER,
        spoil=_taken_apart,
        verdict=Verdict.IGNORED,
        rules=(Rule.ARCHIVE_OPENED,),
    ),
    _rejected(
        "shortcut in place of the file",
        Rule.NOT_THE_FILE,
        lambda draft: b"L\0\0\0\x01\x14\x02\0" + draft.chance.randbytes(200),
        "bao-cao.xlsx.lnk",
    ),
    _rejected("half synchronised", Rule.NOT_THE_FILE, lambda draft: bytes(4_096) + draft.content[4_096:]),
    _rejected(
        "flat OpenDocument",
        Rule.FORMAT_NOT_READ,
        lambda _draft: b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>',
        "bao-cao.fods",
    ),
    _rejected(
        "workbook of Apple Numbers",
        Rule.FORMAT_NOT_READ,
        lambda draft: zipped({"Index/Document.iwa": draft.chance.randbytes(99), "preview.jpg": b"\xff\xd8\xff"}),
        "bao-cao.numbers",
    ),
    _rejected(
        "JSON named xlsx", Rule.NOT_A_WORKBOOK, lambda draft: f'{{"tt": "1.1", "so": {draft.chance.random()}}}'.encode()
    ),
    _rejected(
        "tar",
        Rule.OTHER_ARCHIVE,
        lambda draft: b"bc.xlsx".ljust(257, b"\0") + b"ustar\x0000" + draft.chance.randbytes(400),
        "gui.tar",
    ),
)
