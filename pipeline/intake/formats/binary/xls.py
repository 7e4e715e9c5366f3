"""The .xls reader: calamine gives the values; errors, formulas, merged cells and implausible cells are found here."""

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.intake.formats.active_content import compound_activity
from pipeline.intake.formats.binary.binary_styles import format_codes, unmistakable_format, xls_styles
from pipeline.intake.formats.binary.nearer import NearerPlaces, apart, nearer_places
from pipeline.intake.formats.binary.xls_decorations import struck_through, with_decorations
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.compound_file import single_stream
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.limits import Limits, RefusedError, Rejection, accepted, damaged, format_not_read, unsafe
from pipeline.intake.formats.readers import Grid, calamine_grids
from pipeline.intake.formats.sheet_facts import SheetFacts, SheetNotes, check_names
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook, raw_sheet, without_empty_results
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
_STRANGE = format_not_read("Excel 97-2003 (.xls), cấu trúc bên trong lạ")
_STYLE, _BLANK, _CODE_PAGE, _MACRO_SHEET = 0xE0, 0x201, 0x42, 1
#: Versions of the records: Excel 5 and 95, Excel 97 and later.
_READ_VERSIONS = {b"\x00\x05", b"\x00\x06"}


def read(container: Container, limits: Limits, is_read: Callable[[str], bool]) -> RawWorkbook:
    """Return the workbook of an .xls. Its reader is given its records alone, with nothing in them that misleads it.

    Raises: RefusedError.
    """
    streams = {name.lower(): stream for name, stream in container.parts.items()}
    stream = streams["workbook"] if "workbook" in streams else streams["book"]
    if stream[4:6] not in _READ_VERSIONS:
        raise RefusedError(format_not_read("Excel 4.0 trở về trước"))
    try:
        sheets = _listed_sheets(stream, limits)
        facts = _facts(stream, [sheet for sheet in sheets if sheet.holds_cells and is_read(sheet.name)], limits)
        books = [record for kind, record in _records(stream, 0) if kind == _OTHER_BOOK]
        nearer = {name: nearer_places(of_sheet) for name, of_sheet in facts.items()}
        narrow = _narrow_stream(stream, sheets, nearer, facts)
    except (struct.error, IndexError) as error:
        raise RefusedError(_STRANGE) from error
    grids = calamine_grids(single_stream("Workbook" if _is_biff8(stream) else "Book", narrow), facts.__contains__)
    if isinstance(grids, Rejection) and _is_of_old_macs(stream):
        raise RefusedError(format_not_read("Excel 5.0/95 của máy Mac đời cũ"))
    active = compound_activity(container.parts, books)
    return RawWorkbook(
        sheets=tuple(_raw_sheet(grid, facts.get(grid.name), nearer.get(grid.name)) for grid in accepted(grids)),
        active=replace(active, macros=active.macros or any(sheet.kind == _MACRO_SHEET for sheet in sheets)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListedSheet:
    """A sheet as the workbook lists it."""

    name: str
    start: int
    #: 0 for cells, 1 for a macro sheet of Excel 4, 2 for a chart, 6 for a module of Visual Basic.
    kind: int

    @property
    def holds_cells(self) -> bool:
        return self.kind in {0, _MACRO_SHEET}


def _listed_sheets(stream: bytes, limits: Limits) -> list[_ListedSheet]:
    sheets = []
    for kind, record in _records(stream, 0):
        if kind == _PASSWORD:
            raise RefusedError(Rejection(rule=Rule.ENCRYPTED))
        if kind == _STRINGS and struct.unpack_from("<I", record, 4)[0] > limits.declared:
            raise RefusedError(unsafe("khai báo số lượng không hợp lý"))
        if kind == _BOUND_SHEET:
            start = struct.unpack_from("<I", record)[0]
            sheets.append(_ListedSheet(name=clean_text(_name(record)), start=start, kind=record[5]))
    check_names([sheet.name for sheet in sheets], limits)
    return sheets


def _facts(stream: bytes, sheets: Iterable[_ListedSheet], limits: Limits) -> dict[str, SheetFacts]:
    """Return the facts of the sheets; of workbooks before Excel 97 nothing is known but their cells."""
    if not _is_biff8(stream):
        return {sheet.name: _sheet(stream, sheet.start, SheetNotes(sheet.name, limits), {}) for sheet in sheets}
    book = list(_records(stream, 0))
    styles, strikes = xls_styles(book), struck_through(book)
    return {
        sheet.name: with_decorations(
            _sheet(stream, sheet.start, SheetNotes(sheet.name, limits), styles),
            list(_records(stream, sheet.start)),
            strikes,
        )
        for sheet in sheets
    }


def _raw_sheet(grid: Grid, facts: SheetFacts | None, nearer: NearerPlaces | None) -> RawSheet:
    if facts is None or nearer is None:
        return RawSheet(name=grid.name, origin=(0, 0), rows=())
    near, far = apart(grid, nearer)
    sheet = replace(raw_sheet(grid.name, near, facts), far=far)
    return without_empty_results(sheet, facts.text_results)


def _narrow_stream(
    stream: bytes, sheets: Iterable[_ListedSheet], nearer: Mapping[str, NearerPlaces], facts: Mapping[str, SheetFacts]
) -> bytes:
    """Return the stream with the formats of its styles unmistakable and the far cells of its sheets brought nearer."""
    narrow = bytearray(stream)
    codes = format_codes(_records(stream, 0), wide=_is_biff8(stream))
    for at, kind, record in _placed_records(stream, 0):
        if kind == _STYLE and len(record) >= 4 and (number := struct.unpack_from("<H", record, 2)[0]) in codes:
            struct.pack_into("<H", narrow, at + 6, unmistakable_format(number, codes[number]))
    for sheet in sheets:
        places = nearer.get(sheet.name, NearerPlaces())
        if not places.places:
            continue
        box = facts[sheet.name].box or (0, 0, 0, 0)
        last_row = max(box[2], *(row for row, _ in places.places.values()))
        last_column = max(box[3], *(column for _, column in places.places.values()))
        for at, kind, record in _placed_records(stream, sheet.start):
            if kind in _FILLED or kind in {_FORMULA, _BOOL_OR_ERROR, _BLANK}:
                row, column = struct.unpack_from("<HH", record)
                struct.pack_into("<HH", narrow, at + 4, places.row(row), places.column(row, column))
            elif kind == _DIMENSIONS:
                form = "<IIHH" if len(record) >= 14 else "<HHHH"
                struct.pack_into(form, narrow, at + 4, 0, last_row + 1, 0, last_column + 1)
    return bytes(narrow)


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
        # where several numbers stand side by side, they are a table and no slip
        notes.fill(row, column, 1, max((len(record) - 6) // 6, 2))
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
        if record[12:14] == b"\xff\xff":
            if record[6] == 2:
                notes.errors[address] = ERRORS.get(record[8], "#ERROR!")
            elif record[6] in {0, 3}:
                notes.text_results.add(address)
    elif kind == _BOOL_OR_ERROR and record[7:8] == b"\x01":
        notes.errors[address] = ERRORS.get(record[6], "#ERROR!")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Give type and content of each record from a place on, up to the end of the stream or of the workbook's globals."""
    return ((kind, record) for _, kind, record in _placed_records(stream, start))


def _placed_records(stream: bytes, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Give each record with the place of its head before it."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
        depth += (kind in _BEGINNING) - (kind == _EOF)
        if depth <= 0:
            return


def _is_of_old_macs(stream: bytes) -> bool:
    """Return whether texts are stored in one of the code pages of the Mac before its tenth system."""
    pages = [struct.unpack_from("<H", record)[0] for kind, record in _records(stream, 0) if kind == _CODE_PAGE]
    return any(page == 0x8000 or 10_000 <= page <= 10_081 for page in pages)


def _name(record: bytes) -> str:
    """Return the name of a sheet: 8 or 16 bits a letter in BIFF8, which says so; 8 bits in BIFF5."""
    length = record[6]
    rest = record[7:]
    if len(rest) == length:
        return rest.decode("cp1258", "replace")
    wide = rest[0] & 1
    return rest[1:].decode("utf-16-le", "replace") if wide else rest[1:].decode("latin-1")
