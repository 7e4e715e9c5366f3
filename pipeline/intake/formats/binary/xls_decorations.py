"""What people see on a sheet of an .xls besides its values: words struck through, links, pictures, text boxes."""

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.intake.formats.decoration import LONGEST_TEXT, Area, Decoration, Overlay, OverlayKind, Strikes
from pipeline.intake.formats.sheet_facts import Address, SheetFacts

# record types of BIFF8
_FONT, _STYLE, _STRINGS, _CONTINUE, _STRING_CELL = 0x31, 0xE0, 0xFC, 0x3C, 0xFD
_LINK, _DRAWING, _OBJECT, _TEXT = 0x1B8, 0xEC, 0x5D, 0x1B6
_CELLS = {0x203, 0x27E, 0x204, 0xFD, 0xD6, 0x06, 0x205}
#: Index that no font has.
_NO_FONT = 4
_STRIKEOUT = 0x08
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
#: Of a drawing: the cells that a shape covers; the mark of what holds other parts.
_ANCHOR, _CONTAINER = 0xF010, 0x0F
#: Kinds of objects: picture, text box. Notes, buttons and lists are others.
_PICTURE, _TEXT_BOXES = 0x08, {0x06, 0x02, 0x03, 0x1E}
#: What an object says of the document in it.
_EMBEDDED = 0x09
_HAS_ADDRESS, _IS_TEXT, _HAS_NAME, _HAS_FRAME = 0x01, 0x100, 0x10, 0x80
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")
#: Links over more cells are of a whole table, and not what somebody typed in one.
_MOST_LINKED = 100

Records = Sequence[tuple[int, bytes]]


def struck_through(book: Records) -> Strikes:
    """Return what the records of a workbook strike through; records that are cut short say nothing of it."""
    try:
        return _struck_through(book)
    except (struct.error, IndexError):
        return Strikes()


def _struck_through(book: Records) -> Strikes:
    fonts: set[int] = set()
    count = 0
    for kind, record in book:
        if kind == _FONT:
            if struct.unpack_from("<H", record, 2)[0] & _STRIKEOUT:
                fonts.add(count)
            count += 2 if count + 1 == _NO_FONT else 1
    if not fonts:
        return Strikes()
    styles = [struct.unpack_from("<H", record)[0] for kind, record in book if kind == _STYLE]
    return Strikes(
        styles=frozenset(index for index, font in enumerate(styles) if font in fonts),
        strings=dict(_struck_strings(book, fonts)),
    )


def with_decorations(facts: SheetFacts, records: Records, strikes: Strikes) -> SheetFacts:
    """Return the facts of a sheet with what its records show besides values, where they are not cut short."""
    try:
        return _with_decorations(facts, records, strikes)
    except (struct.error, IndexError):
        return facts


def _with_decorations(facts: SheetFacts, records: Records, strikes: Strikes) -> SheetFacts:
    decorations = {address: Decoration(all_struck=True) for address in _in_styles(records, strikes.styles)}
    for kind, record in records if strikes.strings else ():
        if kind == _STRING_CELL:
            row, column, _, index = struct.unpack_from("<3HI", record)
            if index in strikes.strings:
                decorations[row, column] = Decoration(struck=strikes.strings[index])
    for kind, record in records:
        if kind == _LINK and (link := _address(record)):
            for address in _linked_cells(record):
                decorations[address] = replace(decorations.get(address, Decoration()), link=link)
    return replace(facts, decorations=decorations, overlays=tuple(_overlays(records)))


def _in_styles(records: Records, styles: frozenset[int]) -> Iterator[Address]:
    for kind, record in records if styles else ():
        if kind in _CELLS:
            row, column, style = struct.unpack_from("<3H", record)
            if style in styles:
                yield row, column


def _struck_strings(book: Records, fonts: Iterable[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the shared strings of which a part is struck through, by their index."""
    pieces: list[bytes] = []
    for kind, record in book:
        if kind == _STRINGS or (kind == _CONTINUE and pieces):
            pieces.append(record)
        elif pieces:
            break
    if not pieces:
        return
    struck_fonts = set(fonts)
    source = _Continued(pieces)
    _, count = struct.unpack("<2I", source.take(8))
    for index in range(count):
        text, runs = source.rich_text()
        words = tuple(_struck_words(text, runs, struck_fonts))
        if words:
            yield index, words


def _struck_words(text: str, runs: Sequence[tuple[int, int]], fonts: set[int]) -> Iterator[str]:
    ends = [*(start for start, _ in runs[1:]), len(text)]
    for (start, font), end in zip(runs, ends, strict=False):
        if font in fonts and (words := text[start:end].strip()):
            yield words


class _Continued:
    """Bytes that run on from record to record; letters are told anew at each start whether they are wide."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = 0

    def take(self, count: int) -> bytes:
        """Return the next bytes. Raises: IndexError where there are too few."""
        gathered = b""
        while len(gathered) < count:
            if self._at >= len(self._pieces[self._piece]):
                self._piece, self._at = self._piece + 1, 0
            some = self._pieces[self._piece][self._at : self._at + count - len(gathered)]
            self._at += len(some)
            gathered += some
        return gathered

    def rich_text(self) -> tuple[str, list[tuple[int, int]]]:
        """Return the next string, with the place and font of each run of letters."""
        length, flags = struct.unpack("<HB", self.take(3))
        run_count = struct.unpack("<H", self.take(2))[0] if flags & _RICH else 0
        extension = struct.unpack("<I", self.take(4))[0] if flags & _EXTENDED else 0
        text = self._letters(length, wide=bool(flags & _WIDE))
        runs = [struct.unpack("<2H", self.take(4)) for _ in range(run_count)]
        self.take(extension)
        return text, [(start, font) for start, font in runs]

    def _letters(self, count: int, *, wide: bool) -> str:
        text, left = "", count
        while left:
            piece = self._pieces[self._piece]
            if self._at >= len(piece):
                self._piece, self._at = self._piece + 1, 1
                piece = self._pieces[self._piece]
                wide = bool(piece[0] & _WIDE)
            width = 2 if wide else 1
            raw = piece[self._at : self._at + min(left, (len(piece) - self._at) // width) * width]
            if not raw:
                raise IndexError
            text += raw.decode("utf-16-le" if wide else "latin-1", "replace")
            self._at += len(raw)
            left -= len(raw) // width
        return text


def _linked_cells(record: bytes) -> Iterator[Address]:
    first_row, last_row, first_column, last_column = struct.unpack_from("<4H", record)
    if (last_row - first_row + 1) * (last_column - first_column + 1) <= _MOST_LINKED:
        for row in range(first_row, last_row + 1):
            yield from ((row, column) for column in range(first_column, last_column + 1))


def _address(record: bytes) -> str:
    """Return the address outside the workbook to which a record of a link leads, "" where there is none."""
    flags = struct.unpack_from("<I", record, 28)[0]
    at = 32
    for flag in (_HAS_NAME, _HAS_FRAME):
        if flags & flag:
            at += 4 + 2 * struct.unpack_from("<I", record, at)[0]
    if not flags & _HAS_ADDRESS:
        return ""
    if flags & _IS_TEXT:
        length = struct.unpack_from("<I", record, at)[0]
        return _wide(record[at + 4 : at + 4 + 2 * length])
    kind, at = record[at : at + 16], at + 16
    if kind == _URL:
        return _wide(record[at + 4 : at + 4 + struct.unpack_from("<I", record, at)[0]])
    if kind == _FILE:
        length = struct.unpack_from("<I", record, at + 2)[0]
        return record[at + 6 : at + 6 + length].partition(b"\0")[0].decode("cp1258", "replace")
    return ""


def _wide(raw: bytes) -> str:
    return raw.decode("utf-16-le", "ignore").partition("\0")[0]


def _overlays(records: Records) -> Iterator[Overlay]:
    """Give pictures and text boxes; shapes and objects follow each other in the same order."""
    areas = list(_anchors(b"".join(record for kind, record in records if kind == _DRAWING)))
    objects = [position for position, (kind, _) in enumerate(records) if kind == _OBJECT]
    for area, position, following in zip(areas, objects, [*objects[1:], len(records)], strict=False):
        kind = struct.unpack_from("<H", records[position][1], 4)[0]
        if kind == _PICTURE:
            is_document = _EMBEDDED in _subrecords(records[position][1])
            yield Overlay(kind=OverlayKind.DOCUMENT if is_document else OverlayKind.PICTURE, area=area)
        elif kind in _TEXT_BOXES and (text := _text_of_box(records[position:following])):
            yield Overlay(kind=OverlayKind.TEXT_BOX, area=area, text=text)


def _subrecords(record: bytes) -> set[int]:
    """Return the types of what is said of an object."""
    kinds, at = set(), 0
    while at + 4 <= len(record):
        kind, size = struct.unpack_from("<2H", record, at)
        kinds.add(kind)
        at += 4 + size
    return kinds


def _anchors(drawing: bytes) -> Iterator[Area]:
    """Give the cells that each shape of a drawing covers."""

    def walk(at: int, end: int, visit: Callable[[int, int], Iterator[Area]]) -> Iterator[Area]:
        while at + 8 <= end:
            head, kind, size = struct.unpack_from("<HHI", drawing, at)
            at += 8
            if kind == _ANCHOR and size >= 18:
                left, _, top, _, right, _, bottom, _ = struct.unpack_from("<8H", drawing, at + 2)
                yield top, left, max(top, bottom), max(left, right)
            elif head & _CONTAINER == _CONTAINER:
                yield from visit(at, min(at + size, end))
            at += size

    def inner(at: int, end: int) -> Iterator[Area]:
        return walk(at, end, inner)

    return walk(0, len(drawing), inner)


def _text_of_box(records: Records) -> str:
    """Return the text of a box, which stands in the record after the one that announces it."""
    for position, (kind, _) in enumerate(records[:-1]):
        following, text = records[position + 1]
        if kind == _TEXT and following == _CONTINUE and text:
            raw = text[1:]
            return raw.decode("utf-16-le" if text[0] & _WIDE else "latin-1", "replace").strip()[:LONGEST_TEXT]
    return ""
