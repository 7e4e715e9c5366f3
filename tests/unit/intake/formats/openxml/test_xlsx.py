"""What would bring a reader down is refused, and nothing is read wrongly."""

from datetime import UTC, date, datetime

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import Limits, Rejection
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.rules import Rule
from tests.support.intake import only_sheet, parts_of, refusal, repacked, return_bytes, small_workbook, zipped

SHEET = "xl/worksheets/sheet1.xml"
FILLED = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')


class TestImplausibleSheets:
    """What makes calamine abort, panic or read wrongly never reaches it."""

    @pytest.mark.parametrize(
        "cells",
        [
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            '<row><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        ],
    )
    def test_a_far_cell(self, cells: str) -> None:
        rule, message = refusal(small_workbook(cells), Limits(far_cells=0))
        assert rule is Rule.TOO_LARGE
        assert "1048576" in message

    @pytest.mark.parametrize(
        "cell",
        [
            '<c r="AAAAAAAAA1"><v>1</v></c>',
            '<c r="A99999999999"><v>1</v></c>',
            '<c r="XFE1"><v>1</v></c>',
            '<c r="A1048577"><v>1</v></c>',
            '<c r="A0"><v>1</v></c>',
            '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
            '<c x="&gt;" r="A1"><v>1</v></c><c y=">" r="XFD1048576"><v>1</v></c>',
            '<c x=\' r="A1"\' r="XFD1048576"><v>1</v></c>',
            '<c r="A1"><c r="B1"><v>1</v></c></c>',
            '<c r="A1"><c r="B99999"><v>1</v></c><v>2</v></c>',
            '<c r="A1"><v>1</v></c><c r="B99999"><v>1</v></c><c r="B99999"><v>2</v></c>',
            '<c r="A1"><v>1</v><v>2</v></c>',
            '<c r="A1"><f>1</f><f>2</f><v>2</v></c>',
            '<c r="A1"><v><x>1</x></v></c>',
            '<f>1</f><c r="A1"><v>1</v></c>',
        ],
    )
    def test_cells_that_no_program_writes(self, cell: str) -> None:
        assert refusal(small_workbook(f'<row r="1">{cell}</row>'))[0] is Rule.UNSAFE

    @pytest.mark.parametrize("row", ['<row r="99999999999999999999"/>', '<row r="4294967297"/>', '<row x=">" r="9"/>'])
    def test_rows_that_no_program_writes(self, row: str) -> None:
        assert refusal(small_workbook(row))[0] is Rule.UNSAFE

    @pytest.mark.parametrize(
        "cell",
        [
            '<c r="A1" t="s"><v>2 </v></c>',
            '<c r="A1" t="s"><v>-1</v></c>',
            '<c r="A1" t="s"><v>abc</v></c>',
            '<c r="A1" t="s"><v>99999999999999999999</v></c>',
            '<c r="A1" t="s"><v>1</v></c>',
            '<c r="A1"><v>1_000</v></c>',
            '<c r="A1"><v>NaN</v></c>',
            '<c r="A1"><v>inf</v></c>',
            '<c r="A1"><v>&#49;</v></c>',
            '<c r="A1" t="b"><v>2</v></c>',
            '<c r="A1" t="zz"><v>2</v></c>',
        ],
    )
    def test_values_that_readers_disagree_about(self, cell: str) -> None:
        content = small_workbook(f'<row r="1">{cell}</row>', strings="<sst><si><t>một</t></si></sst>")
        assert refusal(content)[0] is Rule.DAMAGED

    @pytest.mark.parametrize("count", ["4294967295", "1000000000000000000", "100000000", "-1", "x"])
    def test_an_absurd_count_of_strings(self, count: str) -> None:
        content = small_workbook("", strings=f'<sst uniqueCount="{count}"><si><t>một</t></si></sst>')
        assert refusal(content)[0] is Rule.UNSAFE

    @pytest.mark.parametrize("start", ['<sst x=">" uniqueCount="4294967295">', "<sst x='\"' uniqueCount='4294967295'>"])
    def test_a_count_behind_a_disguise(self, start: str) -> None:
        assert refusal(small_workbook("", strings=f"{start}<si><t>một</t></si></sst>"))[0] is Rule.UNSAFE

    @pytest.mark.parametrize(
        ("merge", "rule"),
        [
            ("A1:XFD1048576", Rule.TOO_LARGE),
            ("A1:ZZZZ9", Rule.UNSAFE),
            ("A1:A99999999", Rule.UNSAFE),
            ("", Rule.UNSAFE),
        ],
    )
    def test_implausible_merged_areas(self, merge: str, rule: Rule) -> None:
        content = small_workbook("", tail=f'<mergeCells><mergeCell ref="{merge}"/></mergeCells>')
        assert refusal(content)[0] is rule

    def test_limits_of_cells_merges_and_sheets(self) -> None:
        cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
        merges = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'
        content = small_workbook(cells, tail=merges)
        assert isinstance(read_workbook(content), RawWorkbook)
        for limits in (Limits(cells=1), Limits(merges=1), Limits(sheets=0), Limits(box=1), Limits(merged_cells=3)):
            assert refusal(content, limits)[0] is Rule.TOO_LARGE

    @pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_a_document_type_in_any_part(self, part: str, encoding: str) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "1">]>'

        def declared(data: bytes) -> bytes:
            return (bomb + data.decode()).encode(encoding)

        assert refusal(repacked(FILLED, {part: declared}))[0] is Rule.UNSAFE

    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
    def test_a_missing_or_broken_part(self, part: str) -> None:
        assert refusal(repacked(FILLED, {part: lambda data: data[:-5]}))[0] is Rule.DAMAGED
        gone = read_workbook(repacked(FILLED, {part: None}))
        assert isinstance(gone, Rejection)

    def test_a_sheet_that_is_not_asked_for_is_not_looked_at(self) -> None:
        broken = small_workbook('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')
        for sheets in (frozenset(), frozenset({"_meta"}), frozenset({"chỉ tiêu"})):
            workbook = read_workbook(broken, sheets=sheets)
            assert isinstance(workbook, RawWorkbook)
            assert [(sheet.name, sheet.rows) for sheet in workbook.sheets] == [("Báo cáo", ())]

    @pytest.mark.parametrize(
        ("name", "sheets", "is_read"),
        [
            ("Sheet1", {"báo cáo"}, True),
            ("Báo cáo (2)", {"báo cáo"}, True),
            ("Bản sao của Báo cáo", {"báo cáo"}, True),
            ("Sheet1", {"_meta"}, False),
            ("Sheet1", {"_meta", "báo cáo"}, True),
        ],
    )
    def test_a_sheet_that_may_be_a_renamed_or_copied_one_is_read(
        self, name: str, sheets: set[str], is_read: bool
    ) -> None:
        content = repacked(
            small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>'),
            {"xl/workbook.xml": lambda xml: xml.replace("Báo cáo".encode(), name.encode())},
        )
        workbook = read_workbook(content, sheets=frozenset(sheets))
        assert isinstance(workbook, RawWorkbook)
        assert bool(workbook.sheets[0].rows) is is_read


class TestCells:
    """Values keep their address and their type; what calamine does not tell is found beside it."""

    def test_values_and_addresses(self) -> None:
        sheet = only_sheet(
            small_workbook(
                '<row r="3"><c r="C3" t="s"><v>1</v></c><c r="D3"><v>1.50</v></c><c r="E3" t="b"><v>1</v></c></row>'
                '<row r="9"><c r="B9" s="0"/><c r="F9" t="inlineStr"><is><t>chữ</t></is></c></row>',
                strings="<sst><si><t>không</t></si><si><t>một</t></si></sst>",
            )
        )
        assert sheet.origin == (2, 2)
        assert [sheet.value(2, column) for column in range(1, 6)] == [None, "một", 1.5, True, None]
        assert (sheet.value(8, 5), sheet.value(8, 1), sheet.value(99, 99)) == ("chữ", None, None)

    def test_errors_are_told_by_address_and_are_not_values(self) -> None:
        sheet = only_sheet(
            small_workbook(
                '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c>'
                '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
            )
        )
        assert sheet.errors == {(0, 1): "#REF!", (0, 2): "#DIV/0!"}
        assert [sheet.value(0, column) for column in range(3)] == [1.0, None, None]

    @pytest.mark.parametrize("error", ["#SPILL!", "#GETTING_DATA", "#BUSY!", "#FIELD!"])
    def test_an_error_that_calamine_does_not_know_brings_no_sheet_down(self, error: str) -> None:
        row = f'<row r="1"><c r="A1" t="e"><v>{error}</v></c><c r="B1" s="0" t=\'e\'><f>A1</f><v>{error}</v></c></row>'
        workbook = read_workbook(small_workbook(row), Limits(second_reader=0))
        assert isinstance(workbook, RawWorkbook), workbook
        assert workbook.sheets[0].errors == {(0, 0): error, (0, 1): error}

    def test_what_calamine_does_not_read_is_read_by_the_second_reader(self) -> None:
        sheet = only_sheet(
            small_workbook(
                '<row r="2"><c r="B2" t="e"><v xml:space="preserve">#SPILL!</v></c><c r="C2"><v>7</v></c>'
                '<c r="D2" t="s"><v>0</v></c></row>',
                strings="<sst><si><t>một</t></si></sst>",
            )
        )
        assert sheet.errors == {(1, 1): "#SPILL!"}
        assert [sheet.value(1, column) for column in range(4)] == [None, None, 7, "một"]

    def test_the_second_reader_is_not_asked_for_large_sheets(self) -> None:
        content = small_workbook('<row r="1"><c r="A1" t="e"><v xml:space="preserve">#SPILL!</v></c></row>')
        assert refusal(content, Limits(second_reader=0))[0] is Rule.FORMAT_NOT_READ

    def test_formulas_are_quoted_and_their_stored_value_is_the_value(self) -> None:
        sheet = only_sheet(
            small_workbook(
                '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1&amp;"x"</f></c>'
                '<c r="C1" t="str"><f t="shared" ref="C1:D1" si="0">A1&lt;3</f><v>kết quả</v></c>'
                '<c r="D1" t="str"><f t="shared" si="0"/><v></v></c><c r="E1"><f/><v>5</v></c></row>'
            )
        )
        assert sheet.formulas == {(0, 0): "=1+1", (0, 1): '=A1&"x"', (0, 2): "=A1<3", (0, 4): "="}
        assert [sheet.value(0, column) for column in range(5)] == [2.0, None, "kết quả", None, 5.0]

    def test_a_formula_of_an_area_is_that_of_all_its_cells(self) -> None:
        sheet = only_sheet(
            small_workbook(
                '<row r="1"><c r="A1"><f t="array" ref="A1:B2">C1:D2*2</f><v>2</v></c><c r="B1"><v>4</v></c></row>'
                '<row r="2"><c r="A2"><v>6</v></c><c r="B2"/><c r="C2"><v>1</v></c></row>'
            )
        )
        assert sheet.formulas == dict.fromkeys([(0, 0), (0, 1), (1, 0)], "=C1:D2*2")

    def test_areas_of_formulas_that_no_program_writes(self) -> None:
        areas = "".join(f'<c r="{letter}1"><f t="array" ref="A1:J10">1</f><v>1</v></c>' for letter in "ABCDEFGHIJ")
        content = small_workbook(f'<row r="1">{areas}</row><row r="10"><c r="J10"><v>1</v></c></row>')
        assert refusal(content, Limits(box=500))[0] is Rule.UNSAFE

    def test_cells_without_address_stand_in_the_order_of_the_file(self) -> None:
        sheet = only_sheet(
            small_workbook('<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row r="5"><c><v>3</v></c></row>')
        )
        assert sheet.value(0, 0) == 1.0
        assert sheet.errors == {(0, 1): "#N/A"}
        assert sheet.value(4, 0) == 3.0

    def test_a_namespace_prefix_is_no_obstacle(self) -> None:
        content = small_workbook("")
        prefixed = (
            b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1">'
            b'<x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="e"><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c>'
            b"</x:row></x:sheetData><x:mergeCells><x:mergeCell ref='A3:B3'/></x:mergeCells></x:worksheet>"
        )
        sheet = only_sheet(repacked(content, {SHEET: prefixed}))
        assert (sheet.value(0, 0), sheet.errors, sheet.merged) == (1.0, {(0, 1): "#DIV/0!"}, ((2, 0, 2, 1),))

    def test_comments_instructions_and_cdata_mean_what_xml_says(self) -> None:
        sheet = only_sheet(
            small_workbook(
                '<?x y?><row r="1"><c r="A1"><v>1<!-- <c r="XFD9"> -->2</v></c>'
                '<c r="B1" t="inlineStr"><is><t><![CDATA[a<b & c]]></t></is></c></row>'
            )
        )
        assert (sheet.value(0, 0), sheet.value(0, 1)) == (12.0, "a<b & c")

    def test_a_sheet_in_utf_16(self) -> None:
        def as_utf_16(data: bytes) -> bytes:
            return ('<?xml version="1.0" encoding="UTF-16"?>' + data.decode()).encode("utf-16")

        content = small_workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>dân vận</t></is></c></row>')
        assert only_sheet(repacked(content, {SHEET: as_utf_16})).value(0, 0) == "dân vận"

    def test_merged_areas_and_what_is_hidden(self) -> None:
        content = small_workbook(
            '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
            tail='<mergeCells count="1"><mergeCell ref="$B$7:A5"/></mergeCells>',
        )
        columns = b'<cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols><sheetData>'
        sheet = only_sheet(repacked(content, {SHEET: lambda data: data.replace(b"<sheetData>", columns)}))
        assert (sheet.merged, sheet.hidden_rows, sheet.hidden_columns) == (((4, 0, 6, 1),), {1}, {1, 2})

    def test_a_text_may_speak_of_counts(self) -> None:
        text = "số đếm count=&quot;999999999999&quot;"
        content = small_workbook(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=f"<sst><si><t>{text}</t></si></sst>"
        )
        assert only_sheet(content).value(0, 0) == 'số đếm count="999999999999"'


def test_our_own_template_is_read_whole(campaign: Campaign, schemas: Schemas) -> None:
    workbook = read_workbook(return_bytes(campaign, schemas))
    assert isinstance(workbook, RawWorkbook)
    assert [sheet.name for sheet in workbook.sheets] == [
        "Hướng dẫn",
        "Báo cáo",
        "Chỉ tiêu",
        "Mô hình",
        "Đề xuất",
        "_meta",
    ]
    assert workbook.properties["round"] == "lan-1"
    assert workbook.modified == datetime(2025, 8, 1, tzinfo=UTC).replace(tzinfo=None)
    report = workbook.sheet("báo  CÁO")
    assert report is not None
    assert date(2025, 8, 15) in report.rows[10]


def test_macros_are_noted(campaign: Campaign, schemas: Schemas) -> None:
    parts = parts_of(return_bytes(campaign, schemas))
    workbook = read_workbook(zipped({**parts, "xl/vbaProject.bin": b"\xd0\xcf"}))
    assert isinstance(workbook, RawWorkbook)
    assert workbook.active.macros
