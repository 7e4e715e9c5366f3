"""Returns saved as .xls are refused for the same reasons as the .xlsx."""

import io
import random
import struct
from datetime import date, timedelta
from pathlib import Path

import pytest
from msoffcrypto import OfficeFile
from openpyxl import Workbook

from pipeline.intake.formats.compound_file import compound_streams, single_stream
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.rules import Rule
from tests.support.intake import only_sheet, refusal

SAMPLES = Path(__file__).parents[4] / "data" / "intake"
XLS = (SAMPLES / "libreoffice.xls").read_bytes()


class TestXls:
    """The compound file and its records are followed before a reader sees them."""

    def changed(self, old: bytes, new: bytes) -> bytes:
        assert len(old) == len(new)
        assert old in XLS
        return XLS.replace(old, new, 1)

    def test_a_password(self) -> None:
        # the first record after the beginning (0x00E1, two bytes) becomes the one that says "encrypted"
        assert refusal(self.changed(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00"))[0] is Rule.ENCRYPTED

    def test_a_chain_that_runs_in_a_circle(self) -> None:
        table = struct.pack("<3I", 1, 2, 3)
        assert refusal(self.changed(table, struct.pack("<3I", 1, 2, 0)))[0] is Rule.DAMAGED

    def test_a_table_of_sectors_that_runs_in_a_circle(self) -> None:
        # its first extra sector is sector 0, which names itself as the next, four billion times
        circle = XLS[:68] + struct.pack("<II", 0, 0xFFFFFFFF) + XLS[76 : 512 + 508] + bytes(4) + XLS[1024:]
        assert refusal(circle)[0] is Rule.DAMAGED

    def test_a_sector_outside_the_file(self) -> None:
        assert refusal(self.changed(struct.pack("<3I", 1, 2, 3), struct.pack("<3I", 1, 2, 99999)))[0] is Rule.DAMAGED

    def test_a_sector_size_of_no_program(self) -> None:
        assert refusal(XLS[:30] + b"\x1e\x00" + XLS[32:])[0] is Rule.DAMAGED

    def test_every_truncation(self) -> None:
        for size in range(600, len(XLS) - 600, 512):
            assert refusal(XLS[:size])[0] in {Rule.DAMAGED, Rule.NOT_A_WORKBOOK}

    def test_a_declared_size_of_no_program(self) -> None:
        at = XLS.find(b"\x00\x02\x0e\x00")
        assert at > 0
        broken = XLS[: at + 8] + struct.pack("<I", 0xFFFFFFFF) + XLS[at + 12 :]
        assert refusal(broken)[0] is Rule.DAMAGED

    def test_the_streams_are_those_that_were_written(self) -> None:
        streams = compound_streams(XLS)
        assert not isinstance(streams, Rejection)
        assert streams["Workbook"][:2] == b"\x09\x08"

    def test_no_wrong_byte_raises(self) -> None:
        chance = random.Random(1)
        for _ in range(150):
            broken = bytearray(XLS)
            broken[chance.randrange(1536)] = chance.randrange(256)
            assert isinstance(read_workbook(bytes(broken)), RawWorkbook | Rejection)


def record(kind: int, content: bytes) -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", kind, len(content)) + content


def beginning(kind: int, version: int = 0x600) -> bytes:
    """The record with which a workbook (5) or a sheet (16) begins."""
    return record(0x809, struct.pack("<HHHH", version, kind, 0, 0) + bytes(8 if version == 0x600 else 0))


def xls_of(
    cells: bytes,
    *,
    formats: dict[int, str] | None = None,
    styles: tuple[int, ...] = (0,),
    name: str = "Workbook",
    kind: int = 0,
) -> bytes:
    """An .xls with one sheet of these records; a style is its number format."""
    book = beginning(5)
    for number, code in (formats or {}).items():
        book += record(0x41E, struct.pack("<HHB", number, len(code), 1) + code.encode("utf-16-le"))
    book += b"".join(record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in styles)
    title = "Báo cáo"
    bound = struct.pack("<BBBB", 0, kind, len(title), 1) + title.encode("utf-16-le")
    start = len(book) + 8 + len(bound) + 4
    book += record(0x85, struct.pack("<I", start) + bound) + record(0x0A, b"")
    return single_stream(name, book + beginning(16) + cells + record(0x0A, b""))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<3Hd", row, column, style, value))


def formula(row: int, column: int, result: bytes, text: str | None = None) -> bytes:
    """A cell of a formula: its stored result, or the text that follows it."""
    cell = record(0x06, struct.pack("<3H", row, column, 0) + result + bytes(8))
    return cell if text is None else cell + record(0x207, struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


class TestAsAnyProgramWritesIt:
    """What programs other than Excel write into an .xls is read as they mean it."""

    @pytest.mark.parametrize(
        ("number_format", "code", "value", "read"),
        [
            (50, "0%", 0.85, 0.85),
            (57, '#,##0 "đ"', 1500.0, 1500.0),
            (28, "General", 12.0, 12.0),
            (14, '0" ngày"', 3.0, 3.0),
            (51, "dd/mm/yyyy", 45884.0, date(2025, 8, 15)),
            (9, '"ngày "d/m/yyyy', 45884.0, date(2025, 8, 15)),
            (46, "0.00", 1.5, 1.5),
            (55, "[h]:mm", 1.25, timedelta(hours=30)),
            (170, "0%", 0.85, 0.85),
            (170, "d/m/yyyy", 45884.0, date(2025, 8, 15)),
        ],
    )
    def test_a_number_format_is_what_its_code_says(
        self, number_format: int, code: str, value: float, read: object
    ) -> None:
        content = xls_of(number(0, 0, value, 1), formats={number_format: code}, styles=(0, number_format))
        assert only_sheet(content).value(0, 0) == read

    @pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "BOOK", "workbook"])
    def test_the_stream_by_any_case_of_its_name(self, name: str) -> None:
        assert only_sheet(xls_of(number(0, 0, 1.5), name=name)).value(0, 0) == 1.5

    def test_a_macro_sheet_of_excel_4_counts_as_macros(self) -> None:
        workbook = read_workbook(xls_of(number(0, 0, 1.5), kind=1))
        assert isinstance(workbook, RawWorkbook)
        assert workbook.active.macros

    @pytest.mark.parametrize(("row", "column"), [(59_999, 0), (4_999, 255), (0, 201), (65_535, 255)])
    def test_a_cell_anywhere_is_read(self, row: int, column: int) -> None:
        sheet = only_sheet(xls_of(number(0, 0, 1.5) + number(3, 2, 2.5) + number(row, column, 7.0)))
        assert (sheet.value(0, 0), sheet.value(3, 2), sheet.far) == (1.5, 2.5, {(row, column): 7.0})

    def test_a_formula_that_shows_the_empty_text_is_a_blank_cell(self) -> None:
        is_text, is_empty = b"\0" * 6 + b"\xff\xff", b"\3" + b"\0" * 5 + b"\xff\xff"
        cells = formula(0, 0, is_text, "") + formula(0, 1, is_text, "có") + formula(0, 2, is_empty)
        sheet = only_sheet(xls_of(cells + formula(0, 3, is_text, " \u00a0")))
        assert (sheet.value(0, 1), set(sheet.formulas)) == ("có", {(0, 1)})

    def test_blank_cells_with_borders_cost_nothing(self) -> None:
        blanks = b"".join(
            record(0xBE, struct.pack("<2H", row, 0) + bytes(2 * 8) + struct.pack("<H", 7)) for row in range(65_000)
        )
        assert only_sheet(xls_of(number(0, 0, 1.5) + blanks)).rows == ((1.5,),)


class TestNotRead:
    """What is not read is told for what it is."""

    @pytest.mark.parametrize("version", [0x200, 0x300, 0x400])
    def test_a_workbook_from_before_excel_5(self, version: int) -> None:
        content = single_stream("Workbook", record(0x809, struct.pack("<HH", version, 5)) + record(0x0A, b""))
        rule, message = refusal(content)
        assert (rule, "Excel 4.0" in message) == (Rule.FORMAT_NOT_READ, True)

    def test_a_workbook_of_an_old_mac(self) -> None:
        title = b"Sheet1"
        book = beginning(5, 0x500) + record(0x42, struct.pack("<H", 0x8000))
        bound = struct.pack("<IBBB", len(book) + 4 + 7 + len(title) + 4, 0, 0, len(title)) + title
        content = single_stream("Book", book + record(0x85, bound) + record(0x0A, b""))
        rule, message = refusal(content)
        assert (rule, "Mac" in message) == (Rule.FORMAT_NOT_READ, True)


class TestExcelsOwnPassword:
    """A workbook that Excel opens without asking is opened; one with a password of somebody's is not."""

    def test_a_workbook_encrypted_as_read_only_is_read(self) -> None:
        assert only_sheet((SAMPLES / "locked.xls").read_bytes()).value(6, 0) == "ô cạnh"

    def test_a_password_that_somebody_set_is_told(self) -> None:
        assert refusal((SAMPLES / "secret.xls").read_bytes())[0] is Rule.ENCRYPTED

    @pytest.mark.parametrize(("password", "is_read"), [("VelvetSweatshop", True), ("mat-khau", False)])
    def test_packages_too(self, password: str, is_read: bool) -> None:
        plain, encrypted = io.BytesIO(), io.BytesIO()
        workbook = Workbook()
        workbook.worksheets[0]["A1"] = 7
        workbook.save(plain)
        OfficeFile(plain).encrypt(password, encrypted)
        outcome = read_workbook(encrypted.getvalue())
        if is_read:
            assert isinstance(outcome, RawWorkbook)
            assert outcome.sheets[0].value(0, 0) == 7
        else:
            assert isinstance(outcome, Rejection)
            assert outcome.rule is Rule.ENCRYPTED
