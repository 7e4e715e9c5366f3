"""The records of an .xlsb: read one by one, and written again in the form that every reader knows."""

import struct
from collections.abc import Iterator, Sequence

from pipeline.intake.formats.binary.nearer import NearerPlaces
from pipeline.intake.formats.sheet_facts import FAR_ROW
from pipeline.intake.formats.zip_package import stored_package

# record types of BIFF12
ROW, BLANK = 0, 1
CELLS = range(1, 12)
#: Short forms of cells: without a column, for they stand right of the one before.
_SHORT_CELLS = range(12, 19)
_TO_USUAL = 11
_BOOK_START, _BOOK_END, _SHEETS_START, _SHEETS_END, _SHEET, _PROPERTIES = 131, 132, 143, 144, 156, 153
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Give type and content of each record; both type and size are numbers of seven bits a byte."""
    at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def record(kind: int, content: bytes) -> bytes:
    """Return a record as it stands in a part."""
    return _head(kind) + _head(len(content)) + content


def usual_cells(part: bytes) -> bytes:
    """Return the part of a sheet with every cell in its long form, which says its column."""
    if not any(kind in _SHORT_CELLS for kind, _ in records(part)):
        return part
    written = bytearray()
    column = -1
    for kind, content in records(part):
        usual, own = kind, content
        if kind == ROW:
            column = -1
        elif kind in CELLS:
            column = struct.unpack_from("<I", content)[0]
        elif kind in _SHORT_CELLS:
            column += 1
            usual, own = kind - _TO_USUAL, struct.pack("<I", column) + content
        written += record(usual, own)
    return bytes(written)


def brought_nearer(part: bytes, places: NearerPlaces) -> bytes:
    """Return the part of a sheet with its far cells nearer; blank cells, and rows of nothing else far away, are left out."""
    if not places.places:
        return part
    written = bytearray()
    row, is_kept = 0, True
    for kind, content in records(part):
        if kind == ROW:
            row = struct.unpack_from("<I", content)[0]
            is_kept = row < FAR_ROW or row in places.rows
            written += record(kind, struct.pack("<I", places.row(row)) + content[4:]) if is_kept else b""
        elif kind in CELLS:
            column = struct.unpack_from("<I", content)[0]
            if kind != BLANK and is_kept:
                written += record(kind, struct.pack("<I", places.column(row, column)) + content[4:])
        else:
            written += record(kind, content)
    return bytes(written)


def narrow_package(sheets: Sequence[bytes], *, strings: bytes, styles: bytes, book: bytes) -> bytes:
    """Return a package of some sheets of a book, known by their order, with the strings and styles that they refer to."""
    own = [("worksheet", f"worksheets/sheet{number}.bin", part) for number, part in enumerate(sheets, start=1)]
    own += [("sharedStrings", "sharedStrings.bin", strings)] if strings else []
    own += [("styles", "styles.bin", styles)] if styles else []
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target, _) in enumerate(own, start=1)
    )
    bundles = b"".join(
        record(_SHEET, struct.pack("<2I", 0, number) + _wide(f"rId{number}") + _wide(f"S{number}"))
        for number in range(1, len(sheets) + 1)
    )
    opening = record(_BOOK_START, b"") + _properties(book) + record(_SHEETS_START, b"") + bundles
    return stored_package(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": (
                f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
                'Target="xl/workbook.bin"/></Relationships>'
            ).encode(),
            "xl/workbook.bin": opening + record(_SHEETS_END, b"") + record(_BOOK_END, b""),
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'.encode(),
            **{f"xl/{target}": part for _, target, part in own},
        }
    )


def _properties(book: bytes) -> bytes:
    """Return the record of a workbook that says from which year it counts its days."""
    return b"".join(record(kind, content) for kind, content in records(book) if kind == _PROPERTIES)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _head(number: int) -> bytes:
    """Return a type or a size: seven bits a byte, the lowest first."""
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _number(part: bytes, at: int, longest: int) -> tuple[int, int]:
    value = 0
    for position in range(longest):
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << (7 * position)
        if byte < 0x80:
            break
    return value, at
