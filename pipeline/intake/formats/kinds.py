"""What a file is, by its content and never by its name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.intake.formats.limits import Rejection, no_workbook, other_archive
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
ARCHIVE = other_archive("tệp nén trong tệp nén; chỉ mở một cấp")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPOUND_KINDS = (
    ("WordDocument", "văn bản Word 97-2003 (.doc)"),
    ("PowerPoint Document", "bài trình chiếu PowerPoint 97-2003 (.ppt)"),
    ("__properties_version1.0", "thư Outlook (.msg)"),
)


def is_zip(content: bytes) -> bool:
    """Return whether the content begins as a zip does."""
    return content.startswith(_ZIP)


def is_compound(content: bytes) -> bool:
    """Return whether the content begins as an Office file of before 2007 does."""
    return content.startswith(_COMPOUND)


def compound_format(names: Collection[str]) -> Format | Rejection:
    """Return the format of a compound file by the names of its streams."""
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        return Rejection(rule=Rule.ENCRYPTED)
    if {"workbook", "book"} & {name.lower() for name in names}:
        return Format.XLS
    for start, words in _COMPOUND_KINDS:
        if any(name.startswith(start) for name in names):
            return no_workbook(words)
    return no_workbook("tệp Office đời cũ không có bảng tính")
