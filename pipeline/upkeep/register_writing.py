"""Writing into the register: some cells get other texts, every other byte of the file stays as it was."""

import csv
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pipeline.errors import OperatorError, OutputError, writing_trouble

_DELIMITERS = (",", ";", "\t")


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
        OperatorError: the file has changed meanwhile.
        OutputError: it cannot be written.
    """
    if path.read_bytes() != read:
        raise OperatorError(f"{path} vừa bị thay đổi trong lúc chạy; chưa ghi gì, hãy chạy lại.")
    text = read.decode("utf-8")
    draft = path.with_name(f".{path.name}.dang-ghi")
    try:
        with draft.open("wb") as file:
            file.write(with_cells(text, changes).encode())
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

    Raises: KeyError for a cell that is not there.
    """
    delimiter = _delimiter(text)
    header, *records = _records(text, delimiter)
    columns = {_value(text, field, delimiter): position for position, field in enumerate(header)}
    rows = {
        _value(text, record[columns["code"]], delimiter): record for record in records if len(record) == len(header)
    }
    edits = sorted(
        ((rows[code][columns[column]], new) for (code, column), new in changes.items()),
        key=lambda edit: edit[0].start,
        reverse=True,
    )
    for field, new in edits:
        text = text[: field.start] + _quoted(new, delimiter, text[field.start : field.end]) + text[field.end :]
    return text


def _delimiter(text: str) -> str:
    first_line = text.partition("\n")[0]
    return max(_DELIMITERS, key=first_line.count)


def _records(text: str, delimiter: str) -> Iterator[list[_Field]]:
    """Give the cells of each record; the text is such CSV as the reader of the register takes."""
    position = 1 if text.startswith("\ufeff") else 0
    fields: list[_Field] = []
    while position < len(text):
        end = _end_of_field(text, position, delimiter)
        fields.append(_Field(position, end))
        if text[end : end + 1] == delimiter:
            position = end + 1
            if position == len(text):
                fields.append(_Field(position, position))
            continue
        yield fields
        fields = []
        position = end + (2 if text[end : end + 2] == "\r\n" else 1)
    if fields:
        yield fields


def _end_of_field(text: str, start: int, delimiter: str) -> int:
    """Return where the cell ends that begins at a place; inside quotes line ends and delimiters belong to it."""
    position, is_quoted = start, False
    while position < len(text):
        letter = text[position]
        if letter == '"':
            is_quoted = not is_quoted
        elif not is_quoted and (letter == delimiter or letter in "\r\n"):
            break
        position += 1
    return position


def _value(text: str, field: _Field, delimiter: str) -> str:
    (cells,) = csv.reader(StringIO(text[field.start : field.end], newline=""), delimiter=delimiter)
    return cells[0].strip()


def _quoted(new: str, delimiter: str, old: str) -> str:
    """Return a text as it stands in the file; quoted where it must be, or where the old one was."""
    if old.startswith('"') or any(letter in new for letter in (delimiter, '"', "\n", "\r")):
        return '"' + new.replace('"', '""') + '"'
    return new
