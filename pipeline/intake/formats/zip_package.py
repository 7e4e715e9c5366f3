"""Zip packages: the directory is checked, every part inflated within limits and its checksum verified."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.intake.formats.limits import Limits, Rejection, damaged, grouped, megabytes, too_large, unsafe
from pipeline.rules import Rule

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_DRIVE = re.compile("[A-Za-z]:")
_ENCRYPTED, _UTF8_NAMES = 0x1, 0x800
#: Bytes that one entry of a directory may have with its name and extra fields before the entries are counted.
_LARGEST_ENTRY = 2_048
_IN_ZIP64 = 0xFFFFFFFF
_CUT_OFF = damaged("tệp nén bị cắt cụt hoặc sai cấu trúc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A zip whose directory has passed the checks; parts by name, in the directory's order."""

    content: bytes
    entries: Mapping[str, zipfile.ZipInfo]

    def part(self, name: str, limits: Limits) -> bytes | Rejection:
        """Return one part, inflated and verified."""
        return inflated(self.content, self.entries[name], limits)


def inflated(content: bytes, entry: zipfile.ZipInfo, limits: Limits) -> bytes | Rejection:
    """Return what an entry of a zip holds, verified."""
    title = PurePosixPath(entry.filename).name
    if entry.file_size > limits.part:
        return too_large(f"{megabytes(limits.part)} một phần sau khi giải nén", megabytes(entry.file_size))
    packed = _packed(content, entry)
    if packed is None:
        return _CUT_OFF
    if entry.compress_type == zipfile.ZIP_STORED:
        data = packed
    else:
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
        except zlib.error:
            return damaged(f"phần {title} không giải nén được")
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        return damaged(f"phần {title} sai mã kiểm tra")
    return data


def _packed(content: bytes, entry: zipfile.ZipInfo) -> bytes | None:
    """Return the packed bytes of an entry; None unless its own header agrees with the directory."""
    at = entry.header_offset
    if at < 0 or at + _LOCAL_HEADER.size > len(content):
        return None
    header = _LOCAL_HEADER.unpack_from(content, at)
    name_start = at + _LOCAL_HEADER.size
    start = name_start + header[9] + header[10]
    name = content[name_start : name_start + header[9]]
    if header[0] != b"PK\x03\x04" or header[3] != entry.compress_type or name != _raw_name(entry):
        return None
    packed = content[start : start + entry.compress_size]
    return packed if len(packed) == entry.compress_size else None


def package(content: bytes, all_entries: Sequence[zipfile.ZipInfo]) -> Package | Rejection:
    """Return the package of some bytes and what they list; refuses directories that two programs could read in two ways."""
    entries = {entry.filename: entry for entry in all_entries}
    if len({name.replace("\\", "/").casefold() for name in entries}) != len(all_entries):
        return unsafe("tệp nén có hai mục trùng tên")
    for entry in all_entries:
        if is_encrypted(entry):
            return Rejection(rule=Rule.ENCRYPTED)
        if (reason := oddity(entry)) is not None:
            return unsafe(f"tệp nén có {reason}")
    return Package(content=content, entries={name: entry for name, entry in entries.items() if not is_folder(entry)})


def directory(content: bytes, limits: Limits) -> list[zipfile.ZipInfo] | Rejection:
    """Return the entries that a zip lists, as far as they can be counted without harm; or why it is not opened."""
    if _directory_size(content) > limits.entries * _LARGEST_ENTRY:
        return too_large(f"{grouped(limits.entries)} mục trong tệp nén", "danh mục của tệp nén dài quá mức")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        OSError,
        struct.error,
        EOFError,
        IndexError,
        RecursionError,
    ):
        return _CUT_OFF
    if len(entries) > limits.entries:
        return too_large(f"{grouped(limits.entries)} mục trong tệp nén", grouped(len(entries)))
    return entries


def _directory_size(content: bytes) -> int:
    """Return the stated size of the directory in bytes: zipfile makes an object of every entry before they can be counted."""
    at = content.rfind(b"PK\x05\x06")
    if not 0 <= at <= len(content) - 22:
        return 0
    size = int(struct.unpack_from("<I", content, at + 12)[0])
    if at >= 76 and content.startswith(b"PK\x06\x07", at - 20):
        return max(size if size < _IN_ZIP64 else 0, int(struct.unpack_from("<Q", content, at - 36)[0]))
    return size


def parts(checked: Package, limits: Limits) -> dict[str, bytes] | Rejection:
    """Return every part of a package, each verified: a reader that stops early would not notice a wrong byte."""
    unpacked = sum(entry.file_size for entry in checked.entries.values())
    if unpacked > limits.unpacked:
        return too_large(f"{megabytes(limits.unpacked)} sau khi giải nén", megabytes(unpacked))
    if unpacked > limits.ratio_from and unpacked > limits.ratio * len(checked.content):
        return too_large(f"tỷ lệ nén {limits.ratio} lần", f"{unpacked // len(checked.content)} lần")
    verified: dict[str, bytes] = {}
    for name in checked.entries:
        data = checked.part(name, limits)
        if isinstance(data, Rejection):
            return data
        verified[name] = data
    return verified


def stored_package(contents: Mapping[str, bytes]) -> bytes:
    """Return an uncompressed zip of some parts: the reader sees exactly the bytes that were checked, and nothing else."""
    body, directory = bytearray(), bytearray()
    for name, data in contents.items():
        raw = name.encode("utf-8")
        shared = (20, _UTF8_NAMES, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(raw), 0)
        directory += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *shared, 0, 0, 0, 0, len(body)) + raw
        body += struct.pack("<4s5H3I2H", b"PK\x03\x04", *shared) + raw + data
    count = len(contents)
    return bytes(
        body + directory + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    )


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry of an archive of returns: UTF-8, else Windows' Vietnamese code page, else as listed."""
    if entry.flag_bits & _UTF8_NAMES:
        return entry.filename
    raw = _raw_name(entry)
    for encoding in ("utf-8", "cp1258"):
        try:
            # that code page writes the tone as a letter of its own
            return unicodedata.normalize("NFC", raw.decode(encoding)) if encoding == "cp1258" else raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    encoding = "utf-8" if entry.flag_bits & _UTF8_NAMES else "cp437"
    return entry.orig_filename.encode(encoding, "surrogateescape")


def is_folder(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry is a folder; it may have no name at all, which zipfile does not expect."""
    return entry.filename.endswith("/")


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry needs a password."""
    return bool(entry.flag_bits & _ENCRYPTED)


def oddity(entry: zipfile.ZipInfo) -> str | None:
    """Return in words why an entry is not taken out, None where nothing speaks against it."""
    path = PurePosixPath(entry.orig_filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(entry.orig_filename) or "\0" in entry.orig_filename:
        return "mục trỏ ra ngoài"
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "kiểu nén lạ"
    if entry.external_attr >> 28 == 0xA:
        return "liên kết thay cho tệp"
    return None
