"""The gate: only regular files of a bearable size are opened, and what a file is, is told by its content."""

import os
import re
import stat
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO

from pipeline.intake.formats.compound_file import stream_names
from pipeline.intake.formats.limits import Limits, Rejection, megabytes, no_workbook, too_large
from pipeline.rules import Rule


class Kind(Enum):
    """What is taken in, by content."""

    XLSX = auto()
    XLSB = auto()
    XLS = auto()
    ODS = auto()
    #: Any other zip: an archive of returns.
    ARCHIVE = auto()


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: First bytes of what people send by mistake; the words stand in the sentence "nội dung là …".
_SIGNATURES = (
    (b"%PDF", "tệp PDF"),
    (b"{\\rtf", "văn bản RTF"),
    (b"Rar!\x1a\x07", "tệp nén RAR; chỉ nhận tệp nén .zip"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7-Zip; chỉ nhận tệp nén .zip"),
    (b"\x1f\x8b", "tệp nén gzip; chỉ nhận tệp nén .zip"),
    (b"\x89PNG\r\n\x1a\n", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"MZ", "chương trình Windows"),
    (b"\x7fELF", "chương trình"),
)
#: BIFF2–BIFF4 streams, which Excel wrote before 1993 and no reader here takes.
_OLD_BIFF = re.compile(rb"\x09[\x00\x02\x04][\x04\x06\x08]\x00")
_ZIP_KINDS = (
    ("word/", "văn bản Word (.docx)"),
    ("ppt/", "bài trình chiếu PowerPoint (.pptx)"),
    ("visio/", "bản vẽ Visio (.vsdx)"),
)
_ODF_KINDS = {
    "text": "văn bản OpenDocument (.odt)",
    "presentation": "bài trình chiếu OpenDocument (.odp)",
    "graphics": "bản vẽ OpenDocument (.odg)",
}
_OLE_KINDS = (
    ("WordDocument", "văn bản Word 97-2003 (.doc)"),
    ("PowerPoint Document", "bài trình chiếu PowerPoint 97-2003 (.ppt)"),
    ("__properties_version1.0", "thư Outlook (.msg)"),
)
_TEXT_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    (
        "trang web HTML lưu dưới tên Excel",
        lambda text: "<html" in text or text.startswith(("<!doctype html", "<table")),
    ),
    ("trang web lưu trữ (MHTML)", lambda text: text.startswith("mime-version") or "content-type: multipart" in text),
    ("bảng tính XML 2003", lambda text: "urn:schemas-microsoft-com:office:spreadsheet" in text),
    ("tệp XML", lambda text: text.startswith("<")),
    ("tệp SYLK", lambda text: text.startswith("id;p")),
)
_OUTSIDE = Rejection(rule=Rule.OUTSIDE_INBOX)


def read_content(path: Path, limits: Limits) -> bytes | Rejection:
    """Read a regular file of the inbox; links, devices and pipes are never opened, nor waited for."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return _OUTSIDE
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        return Rejection(rule=Rule.DAMAGED, parameters={"reason": f"hệ thống không cho mở tệp: {error.strerror}"})
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            return _OUTSIDE
        return read_stream(file, facts.st_size, limits)


def read_stream(stream: BinaryIO, size: int, limits: Limits) -> bytes | Rejection:
    """Read what a file of a stated size holds, never more than the limits allow, whatever size it states."""
    start = stream.read(4)
    limit = limits.archive if start in _ZIP else limits.file
    if size > limit:
        return too_large(f"{megabytes(limit)} một tệp", megabytes(size))
    content = start + stream.read(limit + 1)
    return content if len(content) <= limit else too_large(f"{megabytes(limit)} một tệp", f"hơn {megabytes(limit)}")


def is_zip(content: bytes) -> bool:
    """Return whether the content begins as a zip does."""
    return content.startswith(_ZIP)


def zip_kind(names: frozenset[str], mimetype: bytes) -> Kind | Rejection:
    """Return what a zip is, by the names of its parts and the text of its part `mimetype`."""
    lower = {name.lower() for name in names}
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        kind = mimetype.decode("ascii", "replace").rsplit(".", 1)[1].split("-")[0]
        return Kind.ODS if kind == "spreadsheet" else no_workbook(_ODF_KINDS.get(kind, "tài liệu OpenDocument"))
    if "xl/workbook.bin" in lower:
        return Kind.XLSB
    if "xl/workbook.xml" in lower:
        return Kind.XLSX
    if "[content_types].xml" in lower:
        for folder, words in _ZIP_KINDS:
            if any(name.startswith(folder) for name in lower):
                return no_workbook(words)
        return (
            Kind.XLSX
            if any(name.endswith("workbook.xml") for name in lower)
            else no_workbook("gói Office không có bảng tính")
        )
    return Kind.ARCHIVE


def plain_kind(content: bytes) -> Kind | Rejection:
    """Return what a file is that is no zip."""
    if not content:
        return Rejection(rule=Rule.EMPTY_FILE)
    if content.startswith(_OLE):
        return _ole_kind(content)
    for signature, words in _SIGNATURES:
        if content.startswith(signature):
            return no_workbook(words)
    if _OLD_BIFF.match(content):
        return no_workbook("bảng tính Excel 4.0 trở về trước")
    return no_workbook(_text_kind(content[:4096]))


def _ole_kind(content: bytes) -> Kind | Rejection:
    names = stream_names(content)
    if isinstance(names, Rejection):
        return names
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        return Rejection(rule=Rule.ENCRYPTED)
    if "Workbook" in names or "Book" in names:
        return Kind.XLS
    for name, words in _OLE_KINDS:
        if any(found.startswith(name) for found in names):
            return no_workbook(words)
    return no_workbook("tệp Office đời cũ không có bảng tính")


def _text_kind(start: bytes) -> str:
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = start[: len(start) // 2 * 2].decode(encoding, "replace").lstrip("\ufeff \t\r\n\x00")
    lower = text.lower()
    if not text:
        return "khoảng trắng hoặc các byte 0"
    for words, test in _TEXT_KINDS:
        if test(lower):
            return words
    unreadable = sum(not (letter.isprintable() or letter in "\r\n\t") for letter in text) + text.count("\ufffd")
    if unreadable > len(text) // 10:
        return "không nhận dạng được"
    lines = text.splitlines()
    separated = any(all(mark in line for line in lines[:3]) for mark in ",;\t")
    return "văn bản phân cách (CSV)" if separated else "văn bản thuần"
