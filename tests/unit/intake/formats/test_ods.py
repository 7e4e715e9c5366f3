"""Returns saved as .ods are read as the .xlsx is, and refused for the same reasons."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.rules import Rule
from tests.support.intake import refusal, repacked, sheets_of

#: A sheet of every kind of cell, saved by LibreOffice 7.4 from a workbook of openpyxl.
SAMPLES = Path(__file__).parents[3] / "data" / "intake"
ODS = (SAMPLES / "libreoffice.ods").read_bytes()
XLS = (SAMPLES / "libreoffice.xls").read_bytes()


@pytest.mark.parametrize("content", [ODS, XLS], ids=["ods", "xls"])
def test_values_errors_formulas_merged_and_hidden_cells(content: bytes) -> None:
    sheet = sheets_of(content)["Báo cáo"]
    assert [sheet.value(2, column) for column in range(1, 6)] == ["chữ", 1.5, None, None, date(2025, 8, 15)]
    assert sheet.errors == {(2, 3): "#DIV/0!", (2, 4): "#N/A"}
    assert sorted(sheet.formulas) == [(2, 3), (2, 4), (3, 1), (3, 2)]
    assert sheet.value(3, 1) == 2
    assert sheet.merged == ((5, 1, 6, 2),)
    assert sheet.hidden_rows == {8}
    assert sheets_of(content)["Hai"].value(4, 9) == "x"


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
    assert refusal(ods_of(cells))[0] is expected


def test_tabs_and_line_breaks_in_an_ods_do_not_join_words() -> None:
    text = "<text:p>Kế<text:tab/>hoạch<text:line-break></text:line-break>số<text:s/>1</text:p><text:p>xong</text:p>"
    cell = f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    sheet = sheets_of(ods_of(f"<table:table-row>{cell}</table:table-row>"))["A"]
    assert sheet.value(0, 0) == "Kế\thoạch\nsố 1\nxong"


def test_an_encrypted_or_emptied_ods() -> None:
    assert refusal(repacked(ODS, {"META-INF/manifest.xml": b"<m:encryption-data/>"}))[0] is Rule.ENCRYPTED
    assert refusal(repacked(ODS, {"content.xml": None}))[0] is Rule.DAMAGED


def test_two_sheets_of_one_name() -> None:
    table = b'<table:table table:name="Hai"></table:table></office:spreadsheet>'
    doubled = repacked(ODS, {"content.xml": lambda data: data.replace(b"</office:spreadsheet>", table)})
    assert refusal(doubled)[0] is Rule.UNSAFE
