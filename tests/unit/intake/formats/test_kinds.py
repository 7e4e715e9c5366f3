"""What a file is, is told by its content: what is no workbook is named."""

import pytest

from pipeline.intake.formats.gate import FORMATS, read_workbook
from pipeline.intake.formats.kinds import ARCHIVE, Format
from pipeline.intake.formats.limits import Rejection
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
        (b"{\\rtf1 x}", "RTF"),
        (b"\x89PNG\r\n\x1a\n....", "ảnh PNG"),
        (compound("WordDocument"), "Word 97-2003"),
        (bytes(range(128, 256)) * 4, "dữ liệu mà chương trình không nhận ra"),
        ("Kính gửi Sở Nội vụ".encode(), "văn bản thuần"),
        (b'{"rows": [{"tt": "1.1", "status": "x, y; z\\t"}]}', "JSON"),
        ('\ufeff[\n  ["1.1", "a"]\n]'.encode(), "JSON"),
        (b"[1.1, 2]", "JSON"),
        (b"bplist00\xd1\x01", "máy Mac"),
        (b"   \r\n\t", "khoảng trắng"),
        (
            zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "word/xl/workbook2.xml": b""}),
            ".docx",
        ),
    ],
)
def test_what_is_no_workbook_is_named_by_its_content(content: bytes, words: str) -> None:
    rule, message = refusal(content)
    assert rule is Rule.NOT_A_WORKBOOK
    assert words in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 2003"),
        (
            b'<?xml version="1.0"?>\n<office:document xmlns:office="x" '
            b'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>',
            ".fods",
        ),
        (b"ID;PWXL;N;E\nC;Y1;X1;K1\n", "SYLK"),
        (b"TABLE\r\n0,1\r\n", "DIF"),
        (b"\x09\x04\x06\x00\x00\x04\x10\x00", "Excel 4.0"),
        (zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x", "Metadata/Properties.plist": b"x"}), "Numbers"),
    ],
)
def test_a_sound_workbook_in_a_format_that_is_not_read_is_not_called_damaged(content: bytes, words: str) -> None:
    rejection = read_workbook(content)
    assert isinstance(rejection, Rejection)
    told = rejection.problem("x.xlsx")
    assert (told.rule, words in told.message) == (Rule.FORMAT_NOT_READ, True)
    assert ".xlsx" in told.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip"),
        (b"bc.xlsx".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0"), "tar"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"PK\x07\x08PK\x03\x04", "chia nhỏ"),
    ],
)
def test_another_archive_is_to_be_unpacked_or_packed_anew(content: bytes, words: str) -> None:
    rejection = read_workbook(content)
    assert isinstance(rejection, Rejection)
    told = rejection.problem("x.rar")
    assert (told.rule, words in told.message) == (Rule.OTHER_ARCHIVE, True)
    assert "Giải nén" in told.hint
    assert ".zip" in told.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(range(60)), "lối tắt (shortcut)"),
        (b"[InternetShortcut]\r\nURL=https://example.vn\r\n", "trang web"),
        (b'{"url":"https://docs.google.com/open?id=1","doc_id":"1","email":"a@b.vn"}', "Google Drive"),
        (bytes(5000), "dở dang"),
        (bytes(4096) + small_workbook("")[4096:] + b"PK\x05\x06", "dở dang"),
        (bytes(12), "dở dang"),
    ],
)
def test_what_stands_for_a_file_that_is_elsewhere(content: bytes, words: str) -> None:
    rule, message = refusal(content)
    assert rule is Rule.NOT_THE_FILE
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
