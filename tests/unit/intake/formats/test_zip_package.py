"""A zip that two programs could read in two ways, or that is not whole, is refused."""

import io
import zipfile

import pytest

from pipeline.intake.formats.limits import Limits
from pipeline.rules import Rule
from tests.support.intake import parts_of, refusal, small_workbook, zipped

FILLED = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
SHEET = "xl/worksheets/sheet1.xml"


class TestZip:
    """A directory that two programs could read in two ways is refused, and every byte is verified."""

    def test_the_same_name_twice(self) -> None:
        parts = parts_of(FILLED)
        assert refusal(zipped([*parts.items(), (SHEET, b"<worksheet/>")]))[0] is Rule.UNSAFE
        assert refusal(zipped([*parts.items(), (SHEET.upper(), b"<worksheet/>")]))[0] is Rule.UNSAFE

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x", "C:\\x"])
    def test_names_that_lead_elsewhere(self, name: str) -> None:
        assert refusal(zipped({**parts_of(FILLED), name: b"x"}))[0] is Rule.UNSAFE

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_methods_of_no_office_program(self, method: int) -> None:
        assert refusal(zipped(parts_of(FILLED), method=method))[0] is Rule.UNSAFE

    def test_too_many_entries(self) -> None:
        assert refusal(FILLED, Limits(entries=3))[0] is Rule.TOO_LARGE

    @pytest.mark.parametrize("zip64", [False, True])
    def test_a_directory_without_end_is_not_gone_through(self, zip64: bool) -> None:
        claimed = 500 * 1024 * 1024
        end = FILLED.rfind(b"PK\x05\x06")
        tail = bytearray(FILLED[end:])
        tail[12:16] = (0xFFFFFFFF if zip64 else claimed).to_bytes(4, "little")
        record = b"PK\x06\x06" + bytes(36) + claimed.to_bytes(8, "little") + bytes(8) + b"PK\x06\x07" + bytes(16)
        rule, message = refusal(FILLED[:end] + (record if zip64 else b"") + bytes(tail))
        assert rule is Rule.TOO_LARGE
        assert "danh mục" in message

    def test_a_bomb_is_refused_before_it_is_inflated(self) -> None:
        bomb = zipped({**parts_of(FILLED), "xl/media/x.bin": bytes(70 * 1024 * 1024)})
        rule, message = refusal(bomb)
        assert rule is Rule.TOO_LARGE
        assert "sau khi giải nén" in message or "tỷ lệ" in message

    def test_a_part_larger_than_declared(self) -> None:
        content = bytearray(FILLED)
        with zipfile.ZipFile(io.BytesIO(FILLED)) as package:
            size = package.getinfo(SHEET).file_size
        at = content.rfind(SHEET.encode()) - 46 + 24
        assert int.from_bytes(content[at : at + 4], "little") == size
        content[at : at + 4] = (size - 1).to_bytes(4, "little")
        assert refusal(bytes(content))[0] is Rule.DAMAGED

    @pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_one_wrong_bit_in_any_part_is_noticed(self, method: int) -> None:
        content = zipped(parts_of(FILLED), method=method)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            starts = [
                (entry.header_offset + 30 + len(entry.filename), entry.compress_size) for entry in package.filelist
            ]
        for start, size in starts:
            broken = bytearray(content)
            broken[start + size // 2] ^= 4
            assert refusal(bytes(broken))[0] is Rule.DAMAGED

    def test_every_truncation_is_noticed(self) -> None:
        for size in range(4, len(FILLED), 37):
            assert refusal(FILLED[:size])[0] is Rule.DAMAGED

    def test_a_name_that_differs_in_the_entrys_own_header(self) -> None:
        content = bytearray(FILLED)
        at = content.find(SHEET.encode())
        content[at] ^= 1
        assert refusal(bytes(content))[0] is Rule.DAMAGED
