"""What an .xlsb says and calamine does not: errors, formulas, merged cells; and whether its cells are plausible."""

import struct
from collections.abc import Iterator, Mapping

from pipeline.intake.formats.binary_styles import xlsb_styles
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.limits import Limits, Rejection, damaged, unsafe
from pipeline.intake.formats.relationships import main_part, relations
from pipeline.intake.formats.sheet_facts import ImplausibleError, SheetFacts, SheetNotes
from pipeline.intake.formats.xls import ERRORS, SOME_FORMULA
from pipeline.text import clean_text

# record types of BIFF12
_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _SHEET, _STRINGS, _MERGED = 0, 1, 3, 11, 156, 159, 176
_CELLS = range(1, 12)
_FORMULAS = range(8, 12)
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
_BROKEN = damaged("cấu trúc tệp Excel nhị phân sai")


def xlsb_facts(parts: Mapping[str, bytes], limits: Limits) -> dict[str, SheetFacts] | Rejection:
    """Return the facts of each sheet of an .xlsb by its clean name; or why it is refused."""
    by_name = {name.replace("\\", "/").lower(): data for name, data in parts.items()}
    main = main_part(by_name)
    related = relations(by_name, main)
    if related is None or main not in by_name:
        return _BROKEN
    try:
        for kind, record in _records(by_name.get("xl/sharedstrings.bin", b"")):
            if kind == _STRINGS and max(struct.unpack_from("<2I", record)) > limits.declared:
                return unsafe("khai báo số lượng không hợp lý")
        styles = xlsb_styles(_records(by_name.get("xl/styles.bin", b"")))
        facts: dict[str, SheetFacts] = {}
        for kind, record in _records(by_name[main]):
            if kind == _SHEET:
                relation, name = _names(record)
                if name in facts or len(facts) == limits.sheets:
                    return unsafe("có hai trang cùng tên hoặc quá nhiều trang")
                part = by_name.get(related.get(relation, ("", ""))[1], b"")
                facts[name] = _sheet(part, SheetNotes(name, limits), styles)
    except ImplausibleError as implausible:
        return implausible.rejection
    except (struct.error, IndexError):
        return _BROKEN
    return facts


def _sheet(part: bytes, notes: SheetNotes, styles: Mapping[int, CellStyle]) -> SheetFacts:
    row = 0
    for kind, record in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0]
        elif kind in _CELLS:
            _note_cell(kind, record, row, notes, styles)
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            if not (top <= bottom <= _LAST_ROW and left <= right <= _LAST_COLUMN):
                raise ImplausibleError(_BROKEN)
            notes.merge((top, left, bottom, right))
    return notes.facts()


def _note_cell(kind: int, record: bytes, row: int, notes: SheetNotes, styles: Mapping[int, CellStyle]) -> None:
    column, style = struct.unpack_from("<II", record)
    place, index = (row, column), style & 0xFFFFFF
    if row > _LAST_ROW or column > _LAST_COLUMN:
        raise ImplausibleError(unsafe(f"trang «{notes.sheet}»: địa chỉ ô vượt giới hạn của Excel"))
    if kind != _BLANK:
        notes.fill(*place)
    if kind in {_ERROR, _FORMULA_ERROR}:
        notes.errors[place] = ERRORS.get(record[8], "#ERROR!")
    if index in styles:
        notes.styles[place] = styles[index]
    if kind in _FORMULAS:
        notes.formulas[place] = SOME_FORMULA


def _names(record: bytes) -> tuple[str, str]:
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
