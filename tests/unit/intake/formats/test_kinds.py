"""What a file is, is told by its content: what is no workbook is named."""

import pytest

from pipeline.intake.formats.gate import FORMATS, read_workbook
from pipeline.intake.formats.kinds import ARCHIVE, Format
from pipeline.rules import Rule
from tests.support.intake import flagged, refusal, small_workbook, zipped

FILLED = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')


def compound(*streams: str) -> bytes:
    """A compound file whose streams are all empty."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += b"".join(number.to_bytes(2, "little") for number in (0x3E, 3, 0xFFFE, 9, 6)) + bytes(6)
    numbers = (0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"".join(number.to_bytes(4, "little") for number in numbers)
    header = header.ljust(512, b"\xff")
    table = b"".join(n.to_bytes(4, "little") for n in (0xFFFFFFFD, 0xFFFFFFFE)).ljust(512, b"\xff")
    directory = b""
    for kind, name in ((5, "Root Entry"), *((2, stream) for stream in streams)):
        entry = name.encode("utf-16-le").ljust(64, b"\0") + (len(name) * 2 + 2).to_bytes(2, "little")
        entry += bytes([kind, 1]) + b"\xff" * 12 + bytes(36) + (0xFFFFFFFE).to_bytes(4, "little") + bytes(8)
        directory += entry
    return header + table + directory.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "Word (.docx)"),
        (zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}), "PowerPoint"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"}), ".odt"),
        ("Mã;Tên;Số\n1;a;2\n2;b;3\n".encode(), "CSV"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        ("<!DOCTYPE html><html></html>".encode("utf-16"), "HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 2003"),
        (b"{\\rtf1 x}", "RTF"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"\x89PNG\r\n\x1a\n....", "ảnh PNG"),
        (compound("WordDocument"), "Word 97-2003"),
        (bytes(5000), "byte 0"),
        (bytes(range(128, 256)) * 4, "không nhận dạng được"),
        ("Kính gửi Sở Nội vụ".encode(), "văn bản thuần"),
    ],
)
def test_what_is_no_workbook_is_named_by_its_content(content: bytes, words: str) -> None:
    rule, message = refusal(content)
    assert rule is Rule.NOT_A_WORKBOOK
    assert words in message


def test_an_empty_file_is_called_empty() -> None:
    assert refusal(b"")[0] is Rule.EMPTY_FILE


@pytest.mark.parametrize("content", [compound("EncryptedPackage", "EncryptionInfo"), flagged(FILLED, flag=1)])
def test_a_password_is_told_apart_from_damage(content: bytes) -> None:
    assert refusal(content)[0] is Rule.ENCRYPTED


def test_other_zips_are_told_to_be_archives() -> None:
    assert read_workbook(zipped({"bao-cao.xlsx": FILLED})) == ARCHIVE


def test_every_format_has_its_reader() -> None:
    assert set(FORMATS) == set(Format)
