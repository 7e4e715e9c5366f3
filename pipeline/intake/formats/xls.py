"""The .xls reader: calamine gives the values; errors, formulas, merged cells and implausible cells are found here."""

import struct
from collections.abc import Callable, Iterator, Mapping

from pipeline.intake.formats.active_content import compound_activity
from pipeline.intake.formats.binary_styles import xls_styles
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.limits import Limits, RefusedError, Rejection, damaged, unsafe
from pipeline.intake.formats.sheet_facts import SheetFacts, SheetNotes, check_names
from pipeline.intake.formats.workbook import RawWorkbook, calamine_sheets
from pipeline.rules import Rule
from pipeline.text import clean_text

# record types of BIFF8, which BIFF5 shares
_FORMULA, _EOF, _PASSWORD, _BOUND_SHEET, _MERGED, _STRINGS, _ROW = 0x06, 0x0A, 0x2F, 0x85, 0xE5, 0xFC, 0x208
_BOOL_OR_ERROR, _SEVERAL_NUMBERS, _DIMENSIONS, _OTHER_BOOK = 0x205, 0xBD, 0x200, 0x1AE
#: Number, number in short, label, text of the table of strings, rich text.
_FILLED = {0x203, 0x27E, 0x204, 0xFD, 0xD6}
_BEGINNING = {0x809, 0x409, 0x209, 0x09}
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
#: The formula is stored as tokens; that there is one is what counts.
SOME_FORMULA = "=…"
_BROKEN = damaged("cấu trúc tệp Excel 97-2003 sai")


def read(container: Container, limits: Limits, is_read: Callable[[str], bool]) -> RawWorkbook:
    """Return the workbook of an .xls.

    Raises: RefusedError.
    """
    stream = container.parts["Workbook" if "Workbook" in container.parts else "Book"]
    try:
        facts = _facts(stream, limits)
        books = [record for kind, record in _records(stream, 0) if kind == _OTHER_BOOK]
    except (struct.error, IndexError) as error:
        raise RefusedError(_BROKEN) from error
    sheets = calamine_sheets(container.content, facts, is_read)
    return RawWorkbook(sheets=sheets, active=compound_activity(container.parts, books))


def _facts(stream: bytes, limits: Limits) -> dict[str, SheetFacts]:
    names, starts = [], []
    for kind, record in _records(stream, 0):
        if kind == _PASSWORD:
            raise RefusedError(Rejection(rule=Rule.ENCRYPTED))
        if kind == _STRINGS and struct.unpack_from("<I", record, 4)[0] > limits.declared:
            raise RefusedError(unsafe("khai báo số lượng không hợp lý"))
        if kind == _BOUND_SHEET:
            names.append(clean_text(_name(record)))
            starts.append(struct.unpack_from("<I", record)[0])
    check_names(names, limits)
    styles = xls_styles(_records(stream, 0)) if _is_biff8(stream) else {}
    return {
        name: _sheet(stream, start, SheetNotes(name, limits), styles) for name, start in zip(names, starts, strict=True)
    }


def _is_biff8(stream: bytes) -> bool:
    """Return whether texts are stored as in Excel 97 and later; older files say nothing of the look of a cell here."""
    return stream[4:6] == b"\x00\x06"


def _sheet(stream: bytes, start: int, notes: SheetNotes, styles: Mapping[int, CellStyle]) -> SheetFacts:
    depth = 0
    for kind, record in _records(stream, start):
        if kind in _BEGINNING or kind == _EOF:
            # charts are written inside their sheet
            depth += 1 if kind in _BEGINNING else -1
            if depth <= 0:
                break
        elif depth == 1:
            _note(kind, record, notes)
            if styles:
                notes.styles.update(_styled(kind, record, styles))
    return notes.facts()


def _note(kind: int, record: bytes, notes: SheetNotes) -> None:
    if kind in _FILLED or kind in {_FORMULA, _BOOL_OR_ERROR}:
        _note_cell(kind, record, notes)
    elif kind == _SEVERAL_NUMBERS:
        row, column = struct.unpack_from("<HH", record)
        notes.fill(row, column, 1, max((len(record) - 6) // 6, 1))
    elif kind == _DIMENSIONS:
        # calamine makes room for all that is declared here
        top, bottom, left, right = struct.unpack_from("<IIHH" if len(record) >= 14 else "<HHHH", record)
        if not (top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
            raise RefusedError(_BROKEN)
    elif kind == _ROW and struct.unpack_from("<H", record, 12)[0] & 0x20:
        notes.hidden_rows.add(struct.unpack_from("<H", record)[0])
    elif kind == _MERGED:
        for at in range(2, len(record) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<4H", record, at)
            if top > bottom or left > right:
                raise RefusedError(_BROKEN)
            notes.merge((top, left, bottom, right))


def _styled(kind: int, record: bytes, styles: Mapping[int, CellStyle]) -> Iterator[tuple[tuple[int, int], CellStyle]]:
    """Give the cells of a record whose style says something of their value."""
    if kind in _FILLED or kind in {_FORMULA, _BOOL_OR_ERROR}:
        row, column, index = struct.unpack_from("<3H", record)
        indices = [index]
    elif kind == _SEVERAL_NUMBERS:
        row, column = struct.unpack_from("<HH", record)
        indices = [struct.unpack_from("<H", record, at)[0] for at in range(4, len(record) - 6, 6)]
    else:
        return
    for position, index in enumerate(indices, start=column):
        if index in styles:
            yield (row, position), styles[index]


def _note_cell(kind: int, record: bytes, notes: SheetNotes) -> None:
    address = struct.unpack_from("<HH", record)
    notes.fill(*address)
    if kind == _FORMULA:
        notes.formulas[address] = SOME_FORMULA
        if record[6] == 2 and record[12:14] == b"\xff\xff":
            notes.errors[address] = ERRORS.get(record[8], "#ERROR!")
    elif kind == _BOOL_OR_ERROR and record[7:8] == b"\x01":
        notes.errors[address] = ERRORS.get(record[6], "#ERROR!")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Give type and content of each record from a place on, up to the end of the stream or of the workbook's globals."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        yield kind, stream[at : at + size]
        at += size
        depth += (kind in _BEGINNING) - (kind == _EOF)
        if depth <= 0:
            return


def _name(record: bytes) -> str:
    """Return the name of a sheet: 8 or 16 bits a letter in BIFF8, which says so; 8 bits in BIFF5."""
    length = record[6]
    rest = record[7:]
    if len(rest) == length:
        return rest.decode("cp1258", "replace")
    wide = rest[0] & 1
    return rest[1:].decode("utf-16-le", "replace") if wide else rest[1:].decode("latin-1")
