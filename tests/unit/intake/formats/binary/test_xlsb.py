"""Returns saved as .xlsb are read as the .xlsx is, and refused for the same reasons."""

import struct

import pytest

from pipeline.rules import Rule
from tests.support.intake import parts_of, refusal, sheets_of, zipped


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
        sheet = sheets_of(xlsb_of(cells + record(176, struct.pack("<4I", 5, 6, 1, 2))))["Báo cáo"]
        assert [sheet.value(2, column) for column in (1, 2, 3)] == ["chữ", 1.5, None]
        assert sheet.errors == {(2, 3): "#REF!", (4, 2): "#DIV/0!"}
        assert sorted(sheet.formulas) == [(4, 1), (4, 2)]
        assert sheet.value(4, 1) == 2.0
        assert sheet.merged == ((5, 1, 6, 2),)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (xlsb_of(row(4294967295) + cell(3, 0, b"\x17")), Rule.UNSAFE),
            (xlsb_of(record(176, struct.pack("<4I", 5, 4, 1, 2))), Rule.FORMAT_NOT_READ),
            (xlsb_of(record(0, b"")), Rule.FORMAT_NOT_READ),
            (xlsb_of(b"", strings=4294967295), Rule.UNSAFE),
        ],
    )
    def test_what_would_bring_the_reader_down(self, content: bytes, expected: Rule) -> None:
        assert refusal(content)[0] is expected

    def test_a_package_without_relations(self) -> None:
        parts = parts_of(xlsb_of(b""))
        del parts["xl/_rels/workbook.bin.rels"]
        assert refusal(zipped(parts))[0] is Rule.FORMAT_NOT_READ

    def test_short_cells_stand_right_of_the_one_before(self) -> None:
        short = record(12, bytes(4)) + record(18, bytes(8)) + record(13, bytes(4) + b"\x0e\0\0\0")
        cells = row(2) + short + cell(5, 7, struct.pack("<d", 1.5)) + record(16, bytes(4) + struct.pack("<d", 2.5))
        cells += row(4) + record(14, bytes(4) + b"\x2a") + record(15, bytes(4) + b"\x01")
        cells += record(17, bytes(4) + struct.pack("<I", 3) + "hai".encode("utf-16-le"))
        sheet = sheets_of(xlsb_of(cells))["Báo cáo"]
        assert [sheet.value(2, column) for column in range(9)] == [None, "chữ", 3, None, None, None, None, 1.5, 2.5]
        assert (sheet.errors, sheet.value(4, 1), sheet.value(4, 2)) == ({(4, 0): "#N/A"}, True, "hai")

    def test_the_main_part_is_the_one_that_the_relations_name(self) -> None:
        parts = parts_of(xlsb_of(row(0) + cell(5, 0, struct.pack("<d", 1.5))))
        moved = {
            name.replace("xl/", "so/").replace("workbook.bin", "workbook22.bin"): data for name, data in parts.items()
        }
        moved["_rels/.rels"] = moved["_rels/.rels"].replace(b"xl/workbook.bin", b"/so/workbook22.bin")
        moved["[Content_Types].xml"] = (
            b'<Types><Override PartName="/so/workbook22.bin" '
            b'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
        )
        assert sheets_of(zipped(moved))["Báo cáo"].value(0, 0) == 1.5

    @pytest.mark.parametrize(("far_row", "column"), [(1048575, 16383), (4999, 701), (60000, 0), (0, 300)])
    def test_a_cell_anywhere_is_read(self, far_row: int, column: int) -> None:
        near = cell(5, 1, struct.pack("<d", 1.5)) + cell(1, 2, b"")
        far = cell(5, column, struct.pack("<d", 7.0))
        cells = row(0) + near + (far if far_row == 0 else row(5) + cell(1, 0, b"") + row(far_row) + far)
        sheet = sheets_of(xlsb_of(cells))["Báo cáo"]
        assert (sheet.value(0, 1), sheet.value(far_row, column)) == (1.5, 7.0)
        assert sheet.far == {(far_row, column): 7.0}

    def test_a_formula_that_shows_the_empty_text_is_a_blank_cell(self) -> None:
        empty, full = (struct.pack("<I", len(text)) + text.encode("utf-16-le") + bytes(10) for text in ("", "có"))
        sheet = sheets_of(xlsb_of(row(0) + cell(8, 0, empty) + cell(8, 1, full)))["Báo cáo"]
        assert (sheet.value(0, 0), sheet.value(0, 1), set(sheet.formulas)) == (None, "có", {(0, 1)})

    def test_sheets_of_other_kinds_are_passed_over(self) -> None:
        parts = parts_of(xlsb_of(row(0) + cell(5, 0, struct.pack("<d", 1.5))))
        related = parts["xl/_rels/workbook.bin.rels"].replace(b"relationships/worksheet", b"relationships/chartsheet")
        assert sheets_of(zipped({**parts, "xl/_rels/workbook.bin.rels": related}))["Báo cáo"].rows == ()
