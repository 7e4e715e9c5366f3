"""The .xlsb reader: calamine gives the values; errors, formulas, merged cells and implausible cells are found here."""

import struct
from collections.abc import Callable, Iterator, Mapping

from pipeline.intake.formats.binary_styles import xlsb_styles
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.limits import Limits, RefusedError, damaged, unsafe
from pipeline.intake.formats.relationships import main_part, relations
from pipeline.intake.formats.sheet_facts import (
    LAST_COLUMN,
    LAST_ROW,
    SheetFacts,
    SheetNotes,
    check_names,
)
from pipeline.intake.formats.workbook import RawWorkbook, calamine_sheets, package_workbook
from pipeline.intake.formats.xls import ERRORS, SOME_FORMULA
from pipeline.text import clean_text

# record types of BIFF12
_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _SHEET, _STRINGS, _MERGED = 0, 1, 3, 11, 156, 159, 176
_CELLS = range(1, 12)
_FORMULAS = range(8, 12)
_BROKEN = damaged("cấu trúc tệp Excel nhị phân sai")


def read(container: Container, limits: Limits, is_read: Callable[[str], bool]) -> RawWorkbook:
    """Return the workbook of an .xlsb package.

    Raises: RefusedError.
    """
    try:
        facts = _facts(container.by_name, limits)
    except (struct.error, IndexError) as error:
        raise RefusedError(_BROKEN) from error
    return package_workbook(container, calamine_sheets(container.content, facts, is_read), facts.values())


def _facts(parts: Mapping[str, bytes], limits: Limits) -> dict[str, SheetFacts]:
    main = main_part(parts)
    related = relations(parts, main)
    if related is None or main not in parts:
        raise RefusedError(_BROKEN)
    for kind, record in _records(parts.get("xl/sharedstrings.bin", b"")):
        if kind == _STRINGS and max(struct.unpack_from("<2I", record)) > limits.declared:
            raise RefusedError(unsafe("khai báo số lượng không hợp lý"))
    styles = xlsb_styles(_records(parts.get("xl/styles.bin", b"")))
    sheets = [_relation_and_name(record) for kind, record in _records(parts[main]) if kind == _SHEET]
    check_names([name for _, name in sheets], limits)
    return {
        name: _sheet(parts.get(related.get(relation, ("", ""))[1], b""), SheetNotes(name, limits), styles)
        for relation, name in sheets
    }


def _sheet(part: bytes, notes: SheetNotes, styles: Mapping[int, CellStyle]) -> SheetFacts:
    row = 0
    for kind, record in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0]
        elif kind in _CELLS:
            _note_cell(kind, record, row, notes, styles)
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            if not (top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN):
                raise RefusedError(_BROKEN)
            notes.merge((top, left, bottom, right))
    return notes.facts()


def _note_cell(kind: int, record: bytes, row: int, notes: SheetNotes, styles: Mapping[int, CellStyle]) -> None:
    column, style = struct.unpack_from("<II", record)
    address, index = (row, column), style & 0xFFFFFF
    if row > LAST_ROW or column > LAST_COLUMN:
        raise RefusedError(unsafe(f"trang «{notes.sheet}»: địa chỉ ô vượt giới hạn của Excel"))
    if kind != _BLANK:
        notes.fill(*address)
    if kind in {_ERROR, _FORMULA_ERROR}:
        notes.errors[address] = ERRORS.get(record[8], "#ERROR!")
    if index in styles:
        notes.styles[address] = styles[index]
    if kind in _FORMULAS:
        notes.formulas[address] = SOME_FORMULA


def _relation_and_name(record: bytes) -> tuple[str, str]:
    """Return relation and name of a sheet."""
    texts, at = [], 8
    for _ in range(2):
        length = struct.unpack_from("<I", record, at)[0]
        texts.append(record[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace"))
        at += 4 + 2 * length
    return texts[0], clean_text(texts[1])


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Give type and content of each record; both type and size are numbers of seven bits a byte."""
    at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def _number(part: bytes, at: int, longest: int) -> tuple[int, int]:
    value = 0
    for position in range(longest):
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << (7 * position)
        if byte < 0x80:
            break
    return value, at
