"""What a file is, by its content and never by its name."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.intake.formats.limits import Rejection, no_workbook
from pipeline.rules import Rule


class Format(Enum):
    """The formats of workbooks that are read."""

    XLSX = auto()
    XLSB = auto()
    XLS = auto()
    ODS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A workbook's file whose container was checked: a zip package or a compound file."""

    format: Format
    #: The whole file.
    content: bytes
    #: Parts of the package, or streams of the compound file, by the names that stand there.
    parts: Mapping[str, bytes]

    @property
    def by_name(self) -> dict[str, bytes]:
        """Return the parts by their names with "/" in small letters, as Office compares them."""
        return {name.replace("\\", "/").lower(): data for name, data in self.parts.items()}


#: Answer to a zip that is no workbook: perhaps an archive of them.
ARCHIVE = no_workbook("tệp nén trong tệp nén; chỉ mở một cấp")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
_COMPOUND_KINDS = (
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


def is_zip(content: bytes) -> bool:
    """Return whether the content begins as a zip does."""
    return content.startswith(_ZIP)


def is_compound(content: bytes) -> bool:
    """Return whether the content begins as an Office file of before 2007 does."""
    return content.startswith(_COMPOUND)


def package_format(names: Collection[str], mimetype: bytes) -> Format | Rejection:
    """Return the format of a zip, by the names of its parts and the text of its part `mimetype`; `ARCHIVE` where it has none."""
    lower = {name.lower() for name in names}
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        kind = mimetype.decode("ascii", "replace").rsplit(".", 1)[1].split("-")[0]
        return Format.ODS if kind == "spreadsheet" else no_workbook(_ODF_KINDS.get(kind, "tài liệu OpenDocument"))
    if "xl/workbook.bin" in lower:
        return Format.XLSB
    if "xl/workbook.xml" in lower:
        return Format.XLSX
    if "[content_types].xml" not in lower:
        return ARCHIVE
    other = next((words for folder, words in _ZIP_KINDS if any(name.startswith(folder) for name in lower)), None)
    if other is None and any(name.endswith("workbook.xml") for name in lower):
        return Format.XLSX
    return no_workbook(other or "gói Office không có bảng tính")


def compound_format(names: Collection[str]) -> Format | Rejection:
    """Return the format of a compound file by the names of its streams."""
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        return Rejection(rule=Rule.ENCRYPTED)
    if "Workbook" in names or "Book" in names:
        return Format.XLS
    for start, words in _COMPOUND_KINDS:
        if any(name.startswith(start) for name in names):
            return no_workbook(words)
    return no_workbook("tệp Office đời cũ không có bảng tính")


def no_container(content: bytes) -> Rejection:
    """Return the rejection of a file that is neither a zip nor a compound file, with what it is in words."""
    if not content:
        return Rejection(rule=Rule.EMPTY_FILE)
    for signature, words in _SIGNATURES:
        if content.startswith(signature):
            return no_workbook(words)
    if _OLD_BIFF.match(content):
        return no_workbook("bảng tính Excel 4.0 trở về trước")
    return no_workbook(_text_kind(content[:4096]))


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
