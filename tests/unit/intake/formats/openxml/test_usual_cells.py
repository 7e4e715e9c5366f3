"""Cells however a program writes them: small letters, two contents in one cell, borders around nothing, far away."""

import pytest

from pipeline.rules import Rule
from tests.support.intake import only_sheet, parts_of, refusal, repacked, sheets_of, small_workbook, zipped

SHEET = "xl/worksheets/sheet1.xml"


def row_of(cells: str, number: int = 1) -> str:
    """One row as XML."""
    return f'<row r="{number}">{cells}</row>'


def test_addresses_in_small_letters() -> None:
    cells = '<c r="a1"><v>1</v></c><c s="0" r="aB1" t="str"><f>a1</f><v>hai</v></c><c r=\'Ac1\' t="e"><v>#REF!</v></c>'
    sheet = only_sheet(small_workbook(row_of(cells), tail='<mergeCells><mergeCell ref="a3:b4"/></mergeCells>'))
    assert (sheet.value(0, 0), sheet.value(0, 27), sheet.errors) == (1.0, "hai", {(0, 28): "#REF!"})
    assert (set(sheet.formulas), sheet.merged) == ({(0, 27)}, ((2, 0, 3, 1),))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1" t="inlineStr"><is><t>chữ</t></is><v>1</v></c>', "chữ"),
        ('<c r="A1" t="inlineStr"><v>1</v><is><t>chữ</t></is></c>', "chữ"),
        ('<c r="A1" t="inlineStr"><is><r><t>ch</t></r><r><rPr><b/></rPr><t>ữ</t></r></is><v/></c>', "chữ"),
        ('<c r="A1" t="inlineStr"><v>chữ</v></c>', "chữ"),
        ('<c r="A1"><is><t>chữ</t></is></c>', "chữ"),
        ('<c r="A1" t="str"><is><t>chữ</t></is></c>', "chữ"),
        (
            '<c r="A1" t="inlineStr"><is><t>chữ</t><rPh sb="0" eb="1"><t>âm</t></rPh><phoneticPr fontId="1"/></is></c>',
            "chữ",
        ),
        ('<c r="A1" t="s"><v>0</v></c>', "kế hoạch"),
        ('<c r="A1" t="s"><v>1</v></c>', "kế hoạch"),
    ],
)
def test_of_two_contents_the_text_that_is_seen_counts(cell: str, text: str) -> None:
    strings = (
        '<sst><si><r><t xml:space="preserve">kế </t></r><r><t>hoạch</t></r></si>'
        '<si><t>kế hoạch</t><rPh sb="0" eb="2"><t>âm</t></rPh></si></sst>'
    )
    assert only_sheet(small_workbook(row_of(cell), strings=strings)).value(0, 0) == text


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        ('<c r="A1" t="str"><f>IF(B1,"","x")</f><v></v></c>', False),
        ('<c r="A1" t="str"><f>B1</f><v/></c>', False),
        ('<c r="A1" t="str"><f>B1</f></c>', False),
        ('<c r="A1" t="str"><f>B1</f><v> \u00a0</v></c>', False),
        ('<c r="A1" t="s"><f>B1</f><v>0</v></c>', False),
        ('<c r="A1" t="inlineStr"><f>B1</f><is><t></t></is></c>', False),
        ('<c r="A1"><f>B1</f></c>', True),
        ('<c r="A1"><f>B1</f><v></v></c>', True),
        ('<c r="A1"><f>B1</f><v>0</v></c>', True),
        ('<c r="A1" t="e"><f>B1</f><v>#N/A</v></c>', True),
    ],
)
def test_a_formula_that_shows_the_empty_text_is_a_blank_cell(cell: str, formula: bool) -> None:
    sheet = only_sheet(small_workbook(row_of(cell), strings="<sst><si><t></t></si></sst>"))
    assert bool(sheet.formulas) is formula


class TestFarAndBlank:
    """Blank cells cost nothing, and a cell mistyped far away brings no return down."""

    @pytest.mark.parametrize("address", ["ZZ5000", "XFD1048576", "A60000", "GS1", "IV9999", "C10000", "AAA3"])
    @pytest.mark.parametrize(
        "written",
        [
            '<c r="{}"><v>7</v></c>',
            '<c s="0" r="{}" t="str"><v>7</v></c>',
            "<c r='{}' t='inlineStr'><is><t>7</t></is></c>",
            '<c r="{}"><f>3+4</f><v>7</v></c>',
        ],
    )
    def test_a_cell_anywhere_is_read(self, address: str, written: str) -> None:
        letters = address.rstrip("0123456789")
        number = int(address[len(letters) :])
        near, far = '<c r="B2"><v>1</v></c>', written.format(address)
        rows = row_of(near + far, 2) if number == 2 else row_of(near, 2) + row_of(far, number)
        sheet = only_sheet(
            small_workbook(row_of('<c r="A1"><v>5</v></c>') + rows if number > 2 else row_of(far) + row_of(near, 2))
        )
        ((place, value),) = sheet.far.items()
        assert (sheet.value(1, 1), place[0] + 1, str(value).removesuffix(".0")) == (1.0, number, "7")

    def test_a_far_cell_under_a_prefix(self) -> None:
        prefixed = (
            b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1">'
            b'<x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="5000"><x:c r="ZZ5000" t="inlineStr"><x:is><x:t>x</x:t></x:is>'
            b"</x:c></x:row></x:sheetData></x:worksheet>"
        )
        sheet = only_sheet(repacked(small_workbook(""), {SHEET: prefixed}))
        assert (sheet.value(0, 0), sheet.far) == (1.0, {(4999, 701): "x"})

    def test_a_table_of_somebodys_far_away_is_no_slip(self) -> None:
        rows = "".join(row_of(f'<c r="A{number}"><v>1</v></c>', number) for number in range(20_001, 21_502))
        assert len(only_sheet(small_workbook(rows)).rows) == 1_501
        wide = row_of('<c r="A1"><v>1</v></c>') + "".join(
            row_of(f'<c r="ZZ{number}"><v>1</v></c>', number) for number in range(9_001, 10_102)
        )
        rule, message = refusal(small_workbook(wide))
        assert rule is Rule.TOO_LARGE
        assert "2.000.000" in message
        assert "ZZ10101" in message

    def test_a_hundred_thousand_rows_of_blank_cells_with_borders(self) -> None:
        bordered = "".join(
            f'<row r="{number}">' + "".join(f'<c r="{letter}{number}" s="3"/>' for letter in "ABCDEFGH") + "</row>"
            for number in range(2, 100_002)
        )
        assert only_sheet(small_workbook(row_of('<c r="A1"><v>5</v></c>') + bordered)).rows == ((5.0,),)

    def test_blank_cells_count_where_others_have_no_address(self) -> None:
        sheet = only_sheet(small_workbook('<row r="1"><c r="A1" s="1"/><c><v>2</v></c></row>'))
        assert sheet.value(0, 1) == 2.0


@pytest.mark.parametrize("main", ["xl/workbook22.xml", "so/sach.xml", "workbook.xml"])
def test_the_main_part_is_the_one_that_the_relations_name(main: str) -> None:
    folder, _, name = main.rpartition("/")
    parts = {}
    for part, data in parts_of(small_workbook(row_of('<c r="A1"><v>5</v></c>'))).items():
        moved = part.replace("workbook.xml", name)
        parts[f"{folder}/{moved.removeprefix('xl/')}".lstrip("/") if part.startswith("xl/") else moved] = data
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", f"/{main}".encode())
    parts["[Content_Types].xml"] = (
        f'<Types><Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>'
    ).encode()
    assert sheets_of(zipped(parts))["Báo cáo"].value(0, 0) == 5.0
