"""Returns saved as .ods, .xls or .xlsb are read as the .xlsx is, and refused for the same reasons."""

import random
import struct
from datetime import date
from pathlib import Path

import pytest

from pipeline.intake.formats.compound_file import CompoundFile
from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook, read_workbook
from pipeline.rules import Rule
from tests.support.intake import parts_of, repacked, zipped

#: A sheet of every kind of cell, saved by LibreOffice 7.4 from a workbook of openpyxl.
SAMPLES = Path(__file__).parents[3] / "data" / "intake"
ODS = (SAMPLES / "libreoffice.ods").read_bytes()
XLS = (SAMPLES / "libreoffice.xls").read_bytes()


def sheets(content: bytes) -> dict[str, RawSheet]:
    workbook = read_workbook(content)
    assert isinstance(workbook, RawWorkbook), workbook
    return {sheet.name: sheet for sheet in workbook.sheets}


def rule(content: bytes) -> Rule:
    rejection = read_workbook(content)
    assert isinstance(rejection, Rejection)
    return rejection.rule


@pytest.mark.parametrize("content", [ODS, XLS], ids=["ods", "xls"])
def test_values_errors_formulas_merged_and_hidden_cells(content: bytes) -> None:
    sheet = sheets(content)["Báo cáo"]
    assert [sheet.value(2, column) for column in range(1, 6)] == ["chữ", 1.5, None, None, date(2025, 8, 15)]
    assert sheet.errors == {(2, 3): "#DIV/0!", (2, 4): "#N/A"}
    assert sorted(sheet.formulas) == [(2, 3), (2, 4), (3, 1), (3, 2)]
    assert sheet.value(3, 1) == 2
    assert sheet.merged == ((5, 1, 6, 2),)
    assert sheet.hidden_rows == {8}
    assert sheets(content)["Hai"].value(4, 9) == "x"


def ods_of(cells: str) -> bytes:
    """An .ods with one sheet of these rows."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return repacked(ODS, {"content.xml": content.encode()})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ('<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="999" '
         'office:value-type="float" office:value="1"/></table:table-row>', Rule.TOO_LARGE),
        ('<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
         '<table:table-row table:number-rows-repeated="1048574"/><table:table-row><table:table-cell '
         'table:number-columns-repeated="9999"/><table:table-cell office:value-type="float" office:value="1"/>'
         "</table:table-row>", Rule.TOO_LARGE),
        ('<table:table-row><table:table-cell table:number-columns-repeated="-1"/></table:table-row>', Rule.UNSAFE),
        ('<table:table-row table:number-rows-repeated="99999999999"/>', Rule.UNSAFE),
        ('<table:table-row><table:table-cell table:number-columns-repeated="9999999"/></table:table-row>' * 3,
         Rule.TOO_LARGE),
        ("<x>", Rule.DAMAGED),
    ],
)  # fmt: skip
def test_an_ods_that_would_bring_the_reader_down(cells: str, expected: Rule) -> None:
    assert rule(ods_of(cells)) is expected


def test_tabs_and_line_breaks_in_an_ods_do_not_join_words() -> None:
    text = "<text:p>Kế<text:tab/>hoạch<text:line-break></text:line-break>số<text:s/>1</text:p><text:p>xong</text:p>"
    cell = f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    sheet = sheets(ods_of(f"<table:table-row>{cell}</table:table-row>"))["A"]
    assert sheet.value(0, 0) == "Kế\thoạch\nsố 1\nxong"


def test_an_encrypted_or_emptied_ods() -> None:
    assert rule(repacked(ODS, {"META-INF/manifest.xml": b"<m:encryption-data/>"})) is Rule.ENCRYPTED
    assert rule(repacked(ODS, {"content.xml": None})) is Rule.DAMAGED


def test_two_sheets_of_one_name() -> None:
    table = b'<table:table table:name="Hai"></table:table></office:spreadsheet>'
    doubled = repacked(ODS, {"content.xml": lambda data: data.replace(b"</office:spreadsheet>", table)})
    assert rule(doubled) is Rule.UNSAFE


class TestXls:
    """The compound file and its records are followed before a reader sees them."""

    def changed(self, old: bytes, new: bytes) -> bytes:
        assert len(old) == len(new)
        assert old in XLS
        return XLS.replace(old, new, 1)

    def test_a_password(self) -> None:
        # the first record after the beginning (0x00E1, two bytes) becomes the one that says "encrypted"
        assert rule(self.changed(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00")) is Rule.ENCRYPTED

    def test_a_chain_that_runs_in_a_circle(self) -> None:
        table = struct.pack("<3I", 1, 2, 3)
        assert rule(self.changed(table, struct.pack("<3I", 1, 2, 0))) is Rule.DAMAGED

    def test_a_sector_outside_the_file(self) -> None:
        assert rule(self.changed(struct.pack("<3I", 1, 2, 3), struct.pack("<3I", 1, 2, 99999))) is Rule.DAMAGED

    def test_a_sector_size_of_no_program(self) -> None:
        assert rule(XLS[:30] + b"\x1e\x00" + XLS[32:]) is Rule.DAMAGED

    def test_every_truncation(self) -> None:
        for size in range(600, len(XLS) - 600, 512):
            assert rule(XLS[:size]) in {Rule.DAMAGED, Rule.NOT_A_WORKBOOK}

    def test_a_declared_size_of_no_program(self) -> None:
        at = XLS.find(b"\x00\x02\x0e\x00")
        assert at > 0
        broken = XLS[: at + 8] + struct.pack("<I", 0xFFFFFFFF) + XLS[at + 12 :]
        assert rule(broken) is Rule.DAMAGED

    def test_the_streams_are_those_that_were_written(self) -> None:
        assert CompoundFile(XLS).stream("Workbook")[:2] == b"\x09\x08"

    def test_no_wrong_byte_raises(self) -> None:
        chance = random.Random(1)
        for _ in range(150):
            broken = bytearray(XLS)
            broken[chance.randrange(1536)] = chance.randrange(256)
            assert isinstance(read_workbook(bytes(broken)), RawWorkbook | Rejection)


def record(kind: int, content: bytes) -> bytes:
    """One record of an .xlsb."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content)]) + content


def xlsb_of(sheet: bytes, *, strings: int = 1) -> bytes:
    """An .xlsb with one sheet of these records."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

    def related(*targets: tuple[str, str]) -> bytes:
        listed = "".join(
            f'<Relationship Id="rId{n}" Type="{office}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets)
        )
        return f"<Relationships {package}>{listed}</Relationships>".encode()

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    bundle = struct.pack("<2I", 0, 1) + wide("rId0") + wide("Báo cáo")
    book = record(131, b"") + record(143, b"") + record(156, bundle) + record(144, b"") + record(132, b"")
    table = record(159, struct.pack("<2I", 1, strings)) + record(19, b"\0" + wide("chữ")) + record(160, b"")
    whole = record(129, b"") + record(148, struct.pack("<4I", 0, 9, 0, 9)) + record(145, b"") + sheet
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": related(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": related(
                ("worksheet", "worksheets/sheet1.bin"), ("sharedStrings", "sharedStrings.bin")
            ),
            "xl/sharedStrings.bin": table,
            "xl/worksheets/sheet1.bin": whole + record(146, b"") + record(130, b""),
        }
    )


def row(number: int) -> bytes:
    return record(0, struct.pack("<I", number) + bytes(13))


def cell(kind: int, column: int, value: bytes) -> bytes:
    return record(kind, struct.pack("<2I", column, 0) + value)


class TestXlsb:
    """The binary form has the same facts."""

    def test_values_errors_formulas_and_merged_cells(self) -> None:
        cells = row(2) + cell(7, 1, struct.pack("<I", 0)) + cell(5, 2, struct.pack("<d", 1.5)) + cell(3, 3, b"\x17")
        cells += row(4) + cell(9, 1, struct.pack("<d", 2.0) + bytes(10)) + cell(11, 2, b"\x07" + bytes(10))
        sheet = sheets(xlsb_of(cells + record(176, struct.pack("<4I", 5, 6, 1, 2))))["Báo cáo"]
        assert [sheet.value(2, column) for column in (1, 2, 3)] == ["chữ", 1.5, None]
        assert sheet.errors == {(2, 3): "#REF!", (4, 2): "#DIV/0!"}
        assert sorted(sheet.formulas) == [(4, 1), (4, 2)]
        assert sheet.value(4, 1) == 2.0
        assert sheet.merged == ((5, 1, 6, 2),)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (xlsb_of(row(0) + cell(3, 0, b"\x17") + row(1048575) + cell(3, 16383, b"\x17")), Rule.TOO_LARGE),
            (xlsb_of(row(4294967295) + cell(3, 0, b"\x17")), Rule.UNSAFE),
            (xlsb_of(record(176, struct.pack("<4I", 5, 4, 1, 2))), Rule.DAMAGED),
            (xlsb_of(record(0, b"")), Rule.DAMAGED),
            (xlsb_of(b"", strings=4294967295), Rule.UNSAFE),
        ],
    )
    def test_what_would_bring_the_reader_down(self, content: bytes, expected: Rule) -> None:
        assert rule(content) is expected

    def test_a_package_without_relations(self) -> None:
        parts = parts_of(xlsb_of(b""))
        del parts["xl/_rels/workbook.bin.rels"]
        assert rule(zipped(parts)) is Rule.DAMAGED
