"""The look of a cell: number formats and fonts of old encodings, in every format of workbook."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from pipeline.intake.formats.binary.binary_styles import xls_styles, xlsb_styles
from pipeline.intake.formats.cell_style import CellStyle, cell_style, xlsx_styles
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.workbook import RawWorkbook
from tests.libreoffice.office import Document, run_libreoffice
from tests.support.intake import repacked

PERCENT = CellStyle(number_format="0%")


@pytest.mark.parametrize(
    ("number_format", "font", "style"),
    [
        ("General", "Times New Roman", None),
        ("0%", "Times New Roman", PERCENT),
        ("0.00%;[Red]-0.00%", "Arial", CellStyle(number_format="0.00%;[Red]-0.00%")),
        ("@", "Arial", None),
        ("General", ".VnTime", CellStyle(encoding="TCVN3")),
        ("General", ".VnTimeH", CellStyle(encoding="TCVN3", capitals=True)),
        ("@", "VNI-Times", CellStyle(encoding="VNI")),
        ("@", "vni-helve", CellStyle(encoding="VNI")),
    ],
)
def test_what_a_look_says(number_format: str, font: str, style: CellStyle | None) -> None:
    assert cell_style(number_format, font) == style


def workbook_bytes() -> bytes:
    """A workbook whose row holds a percentage, two numbers by formats of their own, a plain number and an old text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Báo cáo")
        sheet.write_number(1, 0, 0.85, workbook.add_format({"num_format": 9}))
        sheet.write_number(1, 1, 0.5, workbook.add_format({"num_format": "0.0%"}))
        sheet.write_number(1, 5, 45.0, workbook.add_format({"num_format": '00"/BC-UBND"'}))
        sheet.write_number(1, 2, 0.85)
        sheet.write_string(1, 3, "thµnh phè", workbook.add_format({"font_name": ".VnTimeH"}))
        sheet.write_blank(1, 4, None, workbook.add_format({"num_format": 10}))
    return buffer.getvalue()


def styles_of(content: bytes) -> dict[tuple[int, int], CellStyle]:
    workbook = read_workbook(content)
    assert isinstance(workbook, RawWorkbook), workbook
    (sheet,) = workbook.sheets
    return {place: style for place, style in sheet.styles.items() if sheet.value(*place) is not None}


EXPECTED = {
    (1, 0): PERCENT,
    (1, 1): CellStyle(number_format="0.0%"),
    (1, 3): CellStyle(encoding="TCVN3", capitals=True),
    (1, 5): CellStyle(number_format='00"/BC-UBND"'),
}


def test_styles_of_an_xlsx() -> None:
    assert styles_of(workbook_bytes()) == EXPECTED


def unusual(sheet: bytes) -> bytes:
    """The same cells written with single quotes, as hardly any program does."""
    return sheet.replace(b'"', b"'")


def prefixed(styles: bytes) -> bytes:
    """The same styles in a namespace with a prefix."""
    text = styles.decode().replace("</", "</x:").replace("<?", "\0").replace("<", "<x:").replace("<x:/x:", "</x:")
    return text.replace("\0", "<?").replace("xmlns=", "xmlns:x=").encode()


@pytest.mark.parametrize(
    ("part", "change"), [("xl/worksheets/sheet1.xml", unusual), ("xl/styles.xml", prefixed)], ids=["quotes", "prefix"]
)
def test_however_it_is_written(part: str, change: Callable[[bytes], bytes]) -> None:
    assert styles_of(repacked(workbook_bytes(), {part: change})) == EXPECTED


@pytest.mark.parametrize(
    "styles",
    [
        b"<styleSheet><cellXfs><xf numFmtId='9' fontId='99'/></cellXfs></styleSheet>",
        b"<styleSheet><cellXfs><xf numFmtId='9' fontId='-1'/></cellXfs></styleSheet>",
        b"<styleSheet><cellXfs><xf numFmtId='9'/></cellXfs></styleSheet>",
    ],
)
def test_fonts_that_are_not_there(styles: bytes) -> None:
    assert xlsx_styles(styles) == {b"0": PERCENT}


def test_plain_styles_say_nothing() -> None:
    assert xlsx_styles(b"<styleSheet><cellXfs><xf numFmtId='0'/></cellXfs></styleSheet>") == {}
    assert xlsx_styles(b"<styleSheet/>") == {}


@pytest.mark.libreoffice
def test_styles_that_libreoffice_saves(tmp_path: Path) -> None:
    source = tmp_path / "source.xlsx"
    source.write_bytes(workbook_bytes())
    targets = [tmp_path / f"saved{suffix}" for suffix in (".xlsx", ".xls", ".ods")]
    run_libreoffice([Document(source=source, target=target) for target in targets], tmp_path)
    assert [styles_of(target.read_bytes()) for target in targets[:2]] == [EXPECTED, EXPECTED]
    assert styles_of(targets[2].read_bytes()) == {(1, 0): PERCENT, (1, 1): PERCENT}
    workbook = read_workbook(targets[2].read_bytes())
    assert isinstance(workbook, RawWorkbook)
    assert dict(workbook.sheets[0].shown) in (
        {(1, 0): "85%", (1, 1): "50,0%", (1, 2): "0,85", (1, 5): "45/BC-UBND"},
        {(1, 0): "85%", (1, 1): "50.0%", (1, 2): "0.85", (1, 5): "45/BC-UBND"},
    )


def test_records_of_an_xlsb() -> None:
    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    records = [
        (43, bytes(21) + wide("Arial")),
        (43, bytes(21) + wide(".VnTime")),
        (44, struct.pack("<H", 164) + wide("0.0%")),
        (626, b""),
        (47, struct.pack("<3H", 0xFFFF, 9, 0)),
        (627, b""),
        (617, b""),
        (47, struct.pack("<3H", 0, 0, 0)),
        (47, struct.pack("<3H", 0, 164, 0)),
        (47, struct.pack("<3H", 0, 0, 1)),
        (618, b""),
    ]
    assert xlsb_styles(records) == {1: CellStyle(number_format="0.0%"), 2: CellStyle(encoding="TCVN3")}


def test_the_fifth_font_of_an_xls_is_the_sixth() -> None:
    def font(name: str) -> tuple[int, bytes]:
        return 0x31, bytes(14) + bytes([len(name), 0]) + name.encode("latin-1")

    def style(number_format: int, font: int) -> tuple[int, bytes]:
        return 0xE0, struct.pack("<HH", font, number_format) + bytes(16)

    records = [*(font("Arial") for _ in range(4)), font("VNI-Times"), style(10, 0), style(0, 3), style(0, 5)]
    assert xls_styles(records) == {0: CellStyle(number_format="0.00%"), 2: CellStyle(encoding="VNI")}
