"""Writing into the register: some cells get other texts, every other byte of the file stays as it was."""

import codecs
import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pipeline.errors import OperatorError, OutputError, writing_trouble

_SEPARATORS = (",", ";", "\t")
#: What Excel writes above the header to name the separator.
_NAMED_SEPARATOR = "sep="
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class _Field:
    """Where one cell stands in the text."""

    start: int
    end: int


def write_cells(path: Path, read: bytes, changes: Mapping[tuple[str, str], str]) -> None:
    """Write texts into the cells of some agencies' columns; the file is new or old, never half.

    Args:
        path: the register.
        read: its bytes when the changes were decided upon.
        changes: the new texts, by code of the agency and name of the column.

    Raises:
        OperatorError: the file has changed meanwhile, or is in an encoding that cannot hold the texts.
        OutputError: it cannot be written.
    """
    if path.read_bytes() != read:
        raise OperatorError(f"{path} vừa bị thay đổi trong lúc chạy; chưa ghi gì, hãy chạy lại.")
    encoding = next((name for mark, name in _UTF_16.items() if read.startswith(mark)), "utf-8")
    try:
        content = with_cells(read.decode(encoding), changes).encode(encoding)
    except UnicodeDecodeError as error:
        raise OperatorError(
            f"{path} không ghi bằng mã UTF-8 nên không ghi thêm vào được; trong Excel lưu lại kiểu «CSV UTF-8» rồi chạy lại."
        ) from error
    draft = path.with_name(f".{path.name}.dang-ghi")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(path.stat().st_mode)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise OutputError(f"Không ghi được {path}: {writing_trouble(error)}") from error


def with_cells(text: str, changes: Mapping[tuple[str, str], str]) -> str:
    """Return the text of a register with some cells changed, by code of the agency and name of the column.

    A column that the register does not have is added behind the others.

    Raises: KeyError for an agency that is not there.
    """
    start, separator = _table_start(text)
    records = [
        record for record in _records(text, start, separator) if any(field.start < field.end for field in record)
    ]
    if not changes or not records:
        return text
    header, *rows = records
    names = [_value(text, field, separator) for field in header]
    added = list(dict.fromkeys(column for _, column in changes if column not in names))
    by_code = {_value(text, row[names.index("code")], separator): row for row in rows}
    edits = [(header[-1].end, header[-1].end, "".join(separator + name for name in added))]
    for code in dict.fromkeys(code for code, _ in changes):
        row = by_code[code]
        cells = {column: new for (agency, column), new in changes.items() if agency == code}
        edits += _row_edits(text, row, [*names, *added], cells, separator)
    for begin, end, new in sorted(edits, reverse=True):
        text = text[:begin] + new + text[end:]
    return text


def _row_edits(
    text: str, row: Sequence[_Field], names: Sequence[str], cells: Mapping[str, str], separator: str
) -> Iterator[tuple[int, int, str]]:
    """Give the passages of one row to replace; a row that ends early, as spreadsheets write it, is filled up."""
    beyond = ""
    for position, name in enumerate(names[len(row) :], start=len(row)):
        if any(later in cells for later in names[position:]):
            beyond += separator + _quoted(cells.get(name, ""), separator, "")
    for field, name in zip(row, names, strict=False):
        if name in cells:
            yield field.start, field.end, _quoted(cells[name], separator, text[field.start : field.end])
    if beyond:
        yield row[-1].end, row[-1].end, beyond


def _table_start(text: str) -> tuple[int, str]:
    """Return where the header begins, behind a byte-order mark and a line that names the separator, and the separator."""
    start = 1 if text.startswith("\ufeff") else 0
    line = text[start:].partition("\n")[0]
    if line.lower().startswith(_NAMED_SEPARATOR) and len(line) > len(_NAMED_SEPARATOR):
        return start + len(line) + 1, line[len(_NAMED_SEPARATOR)]
    return start, max(_SEPARATORS, key=line.count)


def _records(text: str, position: int, separator: str) -> Iterator[list[_Field]]:
    """Give the cells of each record; the text is such CSV as the reader of the register takes."""
    fields: list[_Field] = []
    while position < len(text):
        end = _end_of_field(text, position, separator)
        fields.append(_Field(position, end))
        if text[end : end + 1] == separator:
            position = end + 1
            if position == len(text):
                fields.append(_Field(position, position))
            continue
        yield fields
        fields = []
        position = end + (2 if text[end : end + 2] == "\r\n" else 1)
    if fields:
        yield fields


def _end_of_field(text: str, start: int, separator: str) -> int:
    """Return where the cell ends that begins at a place; inside quotes line ends and separators belong to it."""
    position, is_quoted = start, False
    while position < len(text):
        letter = text[position]
        if letter == '"':
            is_quoted = not is_quoted
        elif not is_quoted and (letter == separator or letter in "\r\n"):
            break
        position += 1
    return position


def _value(text: str, field: _Field, separator: str) -> str:
    cells = next(csv.reader(StringIO(text[field.start : field.end], newline=""), delimiter=separator), [""])
    return cells[0].strip()


def _quoted(new: str, separator: str, old: str) -> str:
    """Return a text as it stands in the file; quoted where it must be, or where the old one was."""
    if old.startswith('"') or any(letter in new for letter in (separator, '"', "\n", "\r")):
        return '"' + new.replace('"', '""') + '"'
    return new
