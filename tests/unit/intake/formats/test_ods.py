"""Returns saved as .ods are read as the .xlsx is, and refused for the same reasons."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from pipeline.intake.formats.decoration import Decoration, Overlay, OverlayKind
from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.readers import calamine_grids
from pipeline.intake.formats.workbook import RawSheet
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
        ('<table:table-row><table:table-cell table:number-columns-repeated="-1"/></table:table-row>', Rule.UNSAFE),
        ('<table:table-row table:number-rows-repeated="99999999999"/>', Rule.UNSAFE),
        ("<x>", Rule.DAMAGED),
    ],
)  # fmt: skip
def test_an_ods_that_would_bring_the_reader_down(cells: str, expected: Rule) -> None:
    assert refusal(ods_of(cells))[0] is expected


@pytest.mark.parametrize("value", ["NaN", "nan"])
def test_what_is_no_number_is_a_text_that_says_so(value: str) -> None:
    """A float of that kind equals nothing, not even itself, and no answer of a worker may hold one."""
    cell = f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    assert sheets_of(ods_of(f"<table:table-row>{cell}</table:table-row>"))["A"].value(0, 0) == "NaN"


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


def row_of(*cells: str) -> str:
    """One row of some cells."""
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def text_cell(inner: str, attributes: str = "") -> str:
    """A cell of a text, as XML."""
    return f'<table:table-cell office:value-type="string" {attributes}>{inner}</table:table-cell>'


def only_table(cells: str) -> RawSheet:
    """The sheet of an .ods with these rows."""
    return sheets_of(ods_of(cells))["A"]


def values_of(content: bytes) -> dict[str, object]:
    """Everything that is read of a workbook, by sheet."""
    return {name: (sheet.origin, sheet.rows, sheet.errors, sheet.merged) for name, sheet in sheets_of(content).items()}


class TestLayoutOfTheFile:
    """How a program lays out its XML is nobody's answer."""

    @pytest.mark.parametrize("blank", ["\n", "\r\n\t\t", "  "])
    def test_white_space_between_elements_changes_nothing(self, blank: str) -> None:
        def laid_out(data: bytes) -> bytes:
            return re.sub(rb">(?=</?(?:table|office|style|number):)", b">" + blank.encode(), data)

        assert values_of(repacked(ODS, {"content.xml": laid_out})) == values_of(ODS)

    def test_a_package_that_does_not_begin_with_its_type(self) -> None:
        manifest = (
            b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            b'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
        )
        assert values_of(repacked(ODS, {"mimetype": None, "META-INF/manifest.xml": manifest})) == values_of(ODS)

    def test_several_blanks_laid_out_within_a_text_are_one(self) -> None:
        sheet = only_table(row_of(text_cell("<text:p>\n   Kế hoạch\n   số 12</text:p>")))
        assert sheet.value(0, 0) == "Kế hoạch số 12"

    def test_rows_in_groups_and_headings_are_rows(self) -> None:
        group = f"<table:table-row-group>{row_of(text_cell('<text:p>b</text:p>'))}</table:table-row-group>"
        heading = f"<table:table-header-rows>{row_of(text_cell('<text:p>a</text:p>'))}</table:table-header-rows>"
        assert only_table(heading + group).rows == (("a",), ("b",))


class TestValues:
    """What a cell says of itself in attributes counts, whatever it shows."""

    @pytest.mark.parametrize(
        ("attributes", "text", "value"),
        [
            ('office:value-type="float" office:value="45882"', "13/08/2025", date(2025, 8, 13)),
            ('office:value-type="float" office:value="45882"', "45882", 45882.0),
            ('office:value-type="float" office:value="3"', "03/8/2025", 3.0),
            ('office:value-type="percentage" office:value="0.85"', "85%", 0.85),
            ('office:value-type="currency" office:value="12.5"', "12,5 đ", 12.5),
            ('office:value-type="date" office:date-value="2025-08-15"', "x", date(2025, 8, 15)),
            ('office:value-type="date" office:date-value="2025-08-15T00:00:00"', "x", date(2025, 8, 15)),
            (
                'office:value-type="date" office:date-value="2025-08-15T10:30:00.000"',
                "x",
                datetime.fromisoformat("2025-08-15T10:30"),
            ),
            ('office:value-type="date" office:date-value="khong"', "hôm qua", "hôm qua"),
            ('office:value-type="time" office:time-value="PT10H30M00S"', "x", time(10, 30)),
            ('office:value-type="time" office:time-value="PT30H30M00.5S"', "x", timedelta(hours=30, minutes=30)),
            ('office:value-type="boolean" office:boolean-value="true"', "x", True),
            ('office:value-type="string" office:string-value="a"', "", "a"),
            ("", "chữ không ghi kiểu", "chữ không ghi kiểu"),
            ('office:value-type="float" office:value="x"', "12 cuộc", "12 cuộc"),
        ],
    )
    def test_values(self, attributes: str, text: str, value: object) -> None:
        cell = f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"
        assert only_table(row_of(cell)).value(0, 0) == value

    @pytest.mark.parametrize(
        ("attributes", "inner", "formula"),
        [
            ("", "<text:p/>", False),
            ('office:value-type="string"', "<text:p> </text:p>", False),
            ('office:value-type="string" office:string-value=""', "", False),
            ("", "", True),
            ('office:value-type="float" office:value="0"', "<text:p/>", True),
        ],
    )
    def test_a_formula_that_shows_the_empty_text_is_a_blank_cell(
        self, attributes: str, inner: str, formula: bool
    ) -> None:
        cell = f'<table:table-cell table:formula="of:=A9" {attributes}>{inner}</table:table-cell>'
        assert bool(only_table(row_of(cell)).formulas) is formula


class TestFarAndBlank:
    """Blank cells cost nothing, and a cell mistyped far away brings no return down."""

    @pytest.mark.parametrize(("row", "column"), [(1048574, 9999), (4999, 701), (59999, 0), (3, 16383)])
    def test_a_cell_anywhere_is_read(self, row: int, column: int) -> None:
        cells = row_of('<table:table-cell office:value-type="float" office:value="1"/>')
        cells += f'<table:table-row table:number-rows-repeated="{row - 1}"/>'
        blanks = f'<table:table-cell table:number-columns-repeated="{column}"/>' if column else ""
        sheet = only_table(cells + row_of(blanks, text_cell("<text:p>lạc</text:p>")))
        assert (sheet.value(0, 0), sheet.value(row, column), len(sheet.rows)) == (1.0, "lạc", 1)

    def test_blank_cells_with_borders_cost_nothing(self) -> None:
        bordered = row_of('<table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/>')
        sheet = only_table(row_of(text_cell("<text:p>a</text:p>")) + bordered * 100_000)
        assert sheet.rows == (("a",),)


DRAWN = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


class TestBesideTheText:
    """What lies over a cell is none of its text."""

    def test_text_boxes_pictures_and_notes_are_not_glued_to_the_cell_beneath(self) -> None:
        words = "<draw:text-box><text:p>Chữ trong hộp</text:p></draw:text-box>"
        box = f'<draw:frame {DRAWN} table:end-cell-address="A.C3">{words}</draw:frame>'
        shape = f"<draw:custom-shape {DRAWN}><text:p>Chữ trong hình</text:p></draw:custom-shape>"
        picture = f'<draw:frame {DRAWN} table:end-cell-address="A.B2"><draw:image/></draw:frame>'
        document = f"<draw:frame {DRAWN}><draw:object/><draw:image/></draw:frame>"
        note = "<office:annotation><text:p>ghi chú</text:p></office:annotation>"
        sheet = only_table(row_of(text_cell(f"{note}{box}{shape}{picture}{document}<text:p>ô</text:p>")))
        assert sheet.value(0, 0) == "ô"
        assert sheet.overlays == (
            Overlay(kind=OverlayKind.TEXT_BOX, area=(0, 0, 2, 2), text="Chữ trong hộp"),
            Overlay(kind=OverlayKind.TEXT_BOX, area=(0, 0, 0, 0), text="Chữ trong hình"),
            Overlay(kind=OverlayKind.PICTURE, area=(0, 0, 1, 1)),
            Overlay(kind=OverlayKind.DOCUMENT, area=(0, 0, 0, 0)),
        )

    def test_a_picture_over_an_empty_cell_leaves_it_empty(self) -> None:
        sheet = only_table(
            row_of(f"<table:table-cell><draw:frame {DRAWN}><draw:image/></draw:frame></table:table-cell>")
        )
        assert (sheet.value(0, 0), len(sheet.overlays)) == (None, 1)

    def test_pronunciations_are_no_text(self) -> None:
        ruby = "<text:ruby><text:ruby-base>chữ</text:ruby-base><text:ruby-text>âm</text:ruby-text></text:ruby>"
        assert only_table(row_of(text_cell(f"<text:p>{ruby} thường</text:p>"))).value(0, 0) == "chữ thường"


@pytest.mark.parametrize("name", ["decorated.ods", "decorated.xls", "decorated.xlsx"])
def test_what_libreoffice_shows_besides_values(name: str) -> None:
    sheet = sheets_of((SAMPLES / name).read_bytes())["Báo cáo"]
    assert sheet.decorations == {
        (0, 0): Decoration(struck=("Kế hoạch số 12",)),
        (1, 0): Decoration(all_struck=True),
        (2, 0): Decoration(link="https://example.vn/kh-15"),
    }
    assert [(overlay.kind, overlay.text) for overlay in sheet.overlays] == [
        (OverlayKind.PICTURE, ""),
        (OverlayKind.TEXT_BOX, "Chữ trong hộp"),
    ]
    assert [sheet.value(row, 0) for row in (0, 2, 4, 5)] == [
        "Đã ban hành Kế hoạch số 12 Kế hoạch số 15",
        "tại đây",
        None,
        "kết quả",
    ]
    assert set(sheet.formulas) == {(5, 0)}


def test_what_calamine_reads_is_read_here_too() -> None:
    grids = calamine_grids(ODS)
    assert not isinstance(grids, Rejection)
    sheets = sheets_of(ODS)
    assert {grid.name for grid in grids} == set(sheets)
    for grid in grids:
        sheet = sheets[grid.name]
        for row, values in enumerate(grid.rows, start=grid.origin[0]):
            for column, value in enumerate(values, start=grid.origin[1]):
                if (row, column) not in sheet.errors:
                    assert sheet.value(row, column) == value
