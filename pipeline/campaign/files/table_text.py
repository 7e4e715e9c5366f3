"""The text of a CSV file as spreadsheets write it: UTF-8, UTF-16 or the Vietnamese code page; commas, semicolons or tabs."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from pipeline.errors import ConfigurationError

_SEPARATORS = (",", ";", "\t")
#: What Excel writes, and reads, above the header to name the separator.
_NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
#: A letter that the code page of the machine lacks has become a question mark beside the other letters of its word.
_LOST_LETTER = re.compile(r"(?<![^\s,;\"])[^\s,;/=]*(?:[^\W\d]\?|\?[^\W\d])[^\s,;/=]*(?![^\s,;\"])")
_REMEDY = "trong Excel chọn Lưu thành, kiểu «CSV UTF-8» (dấu phẩy hay chấm phẩy đều đọc được)"


def table_text(data: bytes, path: Path) -> str:
    """Return the text of a file in UTF-8 or UTF-16, else in code page 1258, composed; `path` is named in errors only.

    Raises:
        ConfigurationError: it is none of these, such as a workbook, or letters were lost when it was saved.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, encoding, path)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ConfigurationError(path, None, "", f"tệp là bảng tính hoặc tệp nén đổi đuôi thành .csv; {_REMEDY}")
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8"))
    except UnicodeDecodeError:
        text = _decoded(data, "cp1258", path)
    else:
        if not text.isascii():
            return text
    lost = next((number for number, line in enumerate(text.splitlines(), start=1) if _LOST_LETTER.search(line)), None)
    if lost is not None:
        raise ConfigurationError(path, lost, "", f"chữ có dấu đã mất thành dấu «?» khi lưu; mở bản gốc và {_REMEDY}")
    return text


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    try:
        return unicodedata.normalize("NFC", data.decode(encoding))
    except UnicodeDecodeError as error:
        raise ConfigurationError(path, None, "", f"tệp không ghi bằng mã UTF-8; {_REMEDY}") from error


def separated_by(text: str, columns: Iterable[str]) -> tuple[str, str]:
    """Return the text as a table and its separator: the one that finds most of the columns in the header.

    A first line that only names the separator becomes an empty line, so that the lines keep their numbers.
    """
    named = _NAMED_SEPARATOR.match(text)
    if named is not None:
        return "\n" + text[named.end() :], named[1]
    names = frozenset(columns)
    header = text.partition("\n")[0]

    def found(separator: str) -> int:
        cells = next(csv.reader(StringIO(header), delimiter=separator), [])
        return len(names & {cell.strip() for cell in cells})

    return text, max(_SEPARATORS, key=found)
