"""What a file is that is neither a zip nor a compound file: told by its content, in words, with what is to be done."""

import re
from collections.abc import Callable, Sequence

from pipeline.intake.formats.limits import Rejection, format_not_read, no_workbook, not_the_file, other_archive
from pipeline.rules import Rule

#: First bytes of what people send by mistake, with the rejection.
_SIGNATURES: Sequence[tuple[bytes, Rejection]] = (
    (b"%PDF", no_workbook("tệp PDF")),
    (b"{\\rtf", no_workbook("văn bản RTF")),
    (b"Rar!\x1a\x07", other_archive("RAR")),
    (b"7z\xbc\xaf\x27\x1c", other_archive("7-Zip")),
    (b"\x1f\x8b", other_archive("gzip")),
    (b"BZh", other_archive("bzip2")),
    (b"\xfd7zXZ\x00", other_archive("xz")),
    (b"\x28\xb5\x2f\xfd", other_archive("zstd")),
    (b"MSCF", other_archive("CAB")),
    (b"PK\x07\x08", other_archive("một phần của tệp .zip chia nhỏ")),
    (b"PK00PK\x03\x04", other_archive("một phần của tệp .zip chia nhỏ")),
    (b"\x89PNG\r\n\x1a\n", no_workbook("ảnh PNG")),
    (b"\xff\xd8\xff", no_workbook("ảnh JPEG")),
    (b"GIF8", no_workbook("ảnh GIF")),
    (b"BM", no_workbook("ảnh BMP")),
    (b"II*\x00", no_workbook("ảnh TIFF")),
    (b"MM\x00*", no_workbook("ảnh TIFF")),
    (b"MZ", no_workbook("chương trình Windows")),
    (b"\x7fELF", no_workbook("chương trình")),
    (b"L\x00\x00\x00\x01\x14\x02\x00", not_the_file("lối tắt (shortcut) của Windows")),
    (b"[InternetShortcut]", not_the_file("lối tắt tới một trang web")),
    (b"[Desktop Entry]", not_the_file("lối tắt của Linux")),
    (b"book\x00\x00\x00\x00mark", not_the_file("lối tắt (alias) của máy Mac")),
    (b"XSym\n", not_the_file("liên kết tới tệp ở nơi khác")),
    (b"bplist00", no_workbook("tệp cài đặt của máy Mac")),
    (b"SQLite format 3\x00", no_workbook("cơ sở dữ liệu SQLite")),
    (b"\x00\x01\x00\x00Standard Jet DB", no_workbook("cơ sở dữ liệu Access")),
    (b"\x00\x01\x00\x00Standard ACE DB", no_workbook("cơ sở dữ liệu Access")),
    (b"PAR1", no_workbook("tệp dữ liệu Parquet")),
)
#: BIFF2–BIFF4 streams, which Excel wrote before 1993 and no reader here takes.
_OLD_BIFF = re.compile(rb"\x09[\x00\x02\x04][\x04\x06\x08]\x00")
_OLD_EXCEL = format_not_read("Excel 4.0 trở về trước")
_TAR_MARK = slice(257, 262)
_HALF_SYNCHRONISED = not_the_file("tệp đồng bộ hoặc tải về dở dang, phần đầu còn trống")
#: Zeros at the start of a file of which only the rest has arrived; no format begins so.
_ZEROS = bytes(512)
_JSON = re.compile(r'[{\[]\s*(?:["{\[\]}]|-?[0-9]|true|false|null)')
_CLOUD_DOCUMENT = re.compile(r'"(?:doc_id|url)"\s*:')
_WEB_LOCATION = "<key>url</key>"
#: Words of a rejection by what the start of a text is, in small letters.
_TEXT_KINDS: Sequence[tuple[Rejection, Callable[[str], bool]]] = (
    (
        no_workbook("trang web HTML lưu dưới tên Excel"),
        lambda text: "<html" in text or text.startswith(("<!doctype html", "<table")),
    ),
    (
        no_workbook("trang web lưu trữ (MHTML)"),
        lambda text: text.startswith("mime-version") or "content-type: multipart" in text,
    ),
    (
        format_not_read("bảng tính XML 2003"),
        lambda text: "urn:schemas-microsoft-com:office:spreadsheet" in text,
    ),
    (
        format_not_read("bảng tính OpenDocument dạng XML phẳng, .fods"),
        lambda text: "<office:document" in text and "opendocument.spreadsheet" in text,
    ),
    (format_not_read("bảng tính Uniform Office, .uos"), lambda text: "<uof:uof" in text or "<uof:电子表格" in text),
    (not_the_file("lối tắt tới một trang web"), lambda text: text.startswith("<") and _WEB_LOCATION in text),
    (no_workbook("tệp XML"), lambda text: text.startswith("<")),
    (format_not_read("bảng tính SYLK"), lambda text: text.startswith("id;p")),
    (format_not_read("bảng tính DIF"), lambda text: text.startswith("table\n0,1")),
    (
        not_the_file("đường dẫn tới tài liệu trên Google Drive"),
        lambda text: text.startswith("{") and len(text) < 2_000 and _CLOUD_DOCUMENT.search(text) is not None,
    ),
    (no_workbook("tệp dữ liệu JSON"), lambda text: _JSON.match(text) is not None),
)


def no_container(content: bytes) -> Rejection:
    """Return the rejection of a file that is neither a zip nor a compound file."""
    if not content:
        return Rejection(rule=Rule.EMPTY_FILE)
    for signature, rejection in _SIGNATURES:
        if content.startswith(signature):
            return rejection
    if _OLD_BIFF.match(content):
        return _OLD_EXCEL
    if content[_TAR_MARK] == b"ustar":
        return other_archive("tar")
    if content.startswith(_ZEROS[: len(content)]):
        return _HALF_SYNCHRONISED
    return _text(content[:4096])


def _text(start: bytes) -> Rejection:
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = start[: len(start) // 2 * 2].decode(encoding, "replace").lstrip("\ufeff \t\r\n\x00")
    lower = text.lower()
    if not text:
        return no_workbook("toàn khoảng trắng")
    for rejection, fits in _TEXT_KINDS:
        if fits(lower.replace("\r\n", "\n")):
            return rejection
    unreadable = sum(not (letter.isprintable() or letter in "\r\n\t") for letter in text) + text.count("\ufffd")
    if unreadable > len(text) // 10:
        return no_workbook("dữ liệu mà chương trình không nhận ra")
    lines = text.splitlines()
    separated = any(all(mark in line for line in lines[:3]) for mark in ",;\t")
    return no_workbook("văn bản phân cách (CSV)" if separated else "văn bản thuần")
