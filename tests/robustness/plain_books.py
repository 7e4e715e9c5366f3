"""A return as plain cells, and the same cells written as other programs write them: .xls, .xlsb and .ods."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from openpyxl import load_workbook

from tests.support.intake import zipped
from tests.support.mails import compound_file_bytes

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # cells of workbooks have no time zone
_VERY_HIDDEN = 2


@dataclass(frozen=True, slots=True)
class PlainCell:
    """A value, of a date its serial number, and the number format under which it stands."""

    value: str | float | bool
    number_format: str = "General"


#: Cells by sheet, then by row and column from zero.
Book = Mapping[str, Mapping[tuple[int, int], PlainCell]]


@lru_cache(maxsize=64)
def plain_book(content: bytes) -> Book:
    """The cells of an .xlsx; of a formula its stored value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), data_only=True)
    return {
        sheet.title: {
            (cell.row - 1, cell.column - 1): PlainCell(_plain(cell.value), cell.number_format)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def _plain(value: object) -> str | float | bool:
    match value:
        case datetime():
            return (value - _DAY_ZERO).total_seconds() / 86400
        case date():
            return float((value - _DAY_ZERO.date()).days)
        case bool() | str():
            return value
    return float(str(value))


def _formats(book: Book) -> list[str]:
    return sorted({cell.number_format for cells in book.values() for cell in cells.values()} | {"General"})


# .xls: BIFF8 in a compound file


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(text: str, length: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack(f"<{length}B", len(raw) // 2, 1) + raw


def xls_bytes(book: Book, *, stream: str = "Workbook", first_format: int = 164) -> bytes:
    """The cells as an .xls; its own number formats have ids from `first_format` on, whatever ids they take from others."""
    formats = _formats(book)
    beginning = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0x41, 6)
    start = _record(0x809, beginning) + _record(0x42, struct.pack("<H", 1200))
    start += b"".join(
        _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\0Arial") for _ in range(4)
    )
    start += b"".join(
        _record(0x41E, struct.pack("<H", first_format + n) + _text(f, "H")) for n, f in enumerate(formats)
    )
    start += b"".join(
        _record(0xE0, struct.pack("<HHH", 0, 0 if f == "General" else first_format + n, 0) + bytes(14))
        for n, f in enumerate(formats)
    )
    sheets = [_biff_sheet(cells, formats) for cells in book.values()]

    def bound(offsets: list[int]) -> bytes:
        return b"".join(
            _record(0x85, struct.pack("<IBB", at, _VERY_HIDDEN if name.startswith("_") else 0, 0) + _text(name, "B"))
            for name, at in zip(book, offsets, strict=True)
        )

    end = _record(0x0A, b"")
    offsets, at = [], len(start) + len(bound([0] * len(sheets))) + len(end)
    for sheet in sheets:
        offsets.append(at)
        at += len(sheet)
    return compound_file_bytes({stream: start + bound(offsets) + end + b"".join(sheets)})


def _biff_sheet(cells: Mapping[tuple[int, int], PlainCell], formats: list[str]) -> bytes:
    rows, columns = (max((place[axis] for place in cells), default=0) + 1 for axis in (0, 1))
    sheet = _record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0x41, 6))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
    for (row, column), cell in sorted(cells.items()):
        place = struct.pack("<HHH", row, column, formats.index(cell.number_format))
        match cell.value:
            case bool():
                sheet += _record(0x205, place + bytes([cell.value, 0]))
            case str():
                sheet += _record(0x204, place + _text(cell.value, "H"))
            case number:
                sheet += _record(0x203, place + struct.pack("<d", number))
    return sheet + _record(0x0A, b"")


# .xlsb: BIFF12 in a package


def _record_12(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(content), b""
    while size >= 128:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + content


def _wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def xlsb_bytes(book: Book, *, main: str = "xl/workbook.bin", is_short: bool = False) -> bytes:
    """The cells as an .xlsb; `is_short`: a cell right of another says no column, as Excel and SheetJS write it."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    folder, _, name = main.rpartition("/")

    def related(targets: list[tuple[str, str]]) -> bytes:
        listed = "".join(
            f'<Relationship Id="rId{n}" Type="{office}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets, start=1)
        )
        return f'<?xml version="1.0" encoding="UTF-8"?><Relationships {package}>{listed}</Relationships>'.encode()

    formats = _formats(book)
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" '
            'ContentType="application/octet-stream"/><Override PartName="/'
            f'{main}" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
        ).encode(),
        "_rels/.rels": related([("officeDocument", main)]),
        f"{folder}/_rels/{name}.rels": related(
            [
                *(("worksheet", f"worksheets/sheet{n}.bin") for n, _ in enumerate(book, start=1)),
                ("styles", "styles.bin"),
            ]
        ),
        f"{folder}/styles.bin": _styles_12(formats),
    }
    bundles = b"".join(
        _record_12(
            156, struct.pack("<2I", _VERY_HIDDEN if sheet.startswith("_") else 0, n) + _wide(f"rId{n}") + _wide(sheet)
        )
        for n, sheet in enumerate(book, start=1)
    )
    parts[main] = _record_12(131) + _record_12(143) + bundles + _record_12(144) + _record_12(132)
    for n, cells in enumerate(book.values(), start=1):
        parts[f"{folder}/worksheets/sheet{n}.bin"] = _sheet_12(cells, formats, is_short=is_short)
    return zipped(parts)


def _styles_12(formats: list[str]) -> bytes:
    own = [(164 + n, code) for n, code in enumerate(formats) if code != "General"]
    ids = {code: number for number, code in own}
    listed = b"".join(_record_12(44, struct.pack("<H", number) + _wide(code)) for number, code in own)
    cells = b"".join(_record_12(47, struct.pack("<3H", 0, ids.get(code, 0), 0) + bytes(10)) for code in formats)
    return (
        _record_12(278)
        + _record_12(615, struct.pack("<I", len(own)))
        + listed
        + _record_12(616)
        + _record_12(617, struct.pack("<I", len(formats)))
        + cells
        + _record_12(618)
        + _record_12(279)
    )


def _sheet_12(cells: Mapping[tuple[int, int], PlainCell], formats: list[str], *, is_short: bool) -> bytes:
    rows, columns = (max((place[axis] for place in cells), default=0) for axis in (0, 1))
    sheet = _record_12(129) + _record_12(148, struct.pack("<4I", 0, rows, 0, columns)) + _record_12(145)
    last_row, last_column = -1, -2
    for (row, column), cell in sorted(cells.items()):
        if row != last_row:
            sheet, last_row, last_column = sheet + _record_12(0, struct.pack("<I", row) + bytes(13)), row, -2
        follows = is_short and column == last_column + 1
        place = struct.pack("<I", formats.index(cell.number_format))
        place = place if follows else struct.pack("<I", column) + place
        match cell.value:
            case bool():
                kind, content = 4, bytes([cell.value])
            case str():
                kind, content = 6, _wide(cell.value)
            case number:
                kind, content = 5, struct.pack("<d", number)
        sheet += _record_12({4: 15, 5: 16, 6: 17}[kind] if follows else kind, place + content)
        last_column = column
    return sheet + _record_12(146) + _record_12(130)


# .ods

_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods_bytes(book: Book, *, blank: str = "", with_mimetype: bool = True) -> bytes:
    """The cells as an .ods, with `blank` between the elements of its tables."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    tables = "".join(
        f'{blank}<table:table table:name="{escape(name)}">{_ods_rows(cells, blank)}{blank}</table:table>'
        for name, cells in book.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{blank}<office:document-content{names} office:version="1.3">{blank}<office:body>'
        f"{blank}<office:spreadsheet>{tables}{blank}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        if with_mimetype:
            package.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return buffer.getvalue()


def _ods_rows(cells: Mapping[tuple[int, int], PlainCell], blank: str) -> str:
    rows: dict[int, dict[int, PlainCell]] = {}
    for (row, column), cell in cells.items():
        rows.setdefault(row, {})[column] = cell
    written, next_row = "", 0
    for row in sorted(rows):
        if row > next_row:
            written += f'{blank}<table:table-row table:number-rows-repeated="{row - next_row}">{blank}<table:table-cell/></table:table-row>'
        written += f"{blank}<table:table-row>{_ods_cells(rows[row], blank)}{blank}</table:table-row>"
        next_row = row + 1
    return written


def _ods_cells(cells: Mapping[int, PlainCell], blank: str) -> str:
    written, next_column = "", 0
    for column in sorted(cells):
        if column > next_column:
            written += f'{blank}<table:table-cell table:number-columns-repeated="{column - next_column}"/>'
        written += blank + _ods_cell(cells[column], blank)
        next_column = column + 1
    return written


def _ods_cell(cell: PlainCell, blank: str) -> str:
    match cell.value:
        case bool():
            kind, lines = f'office:value-type="boolean" office:boolean-value="{str(cell.value).lower()}"', ["TRUE"]
        case str():
            kind, lines = 'office:value-type="string"', cell.value.split("\n")
        case number if "yy" in cell.number_format:
            day = date.fromordinal(_DAY_ZERO.toordinal() + int(number))
            kind, lines = f'office:value-type="date" office:date-value="{day.isoformat()}"', [f"{day:%d/%m/%Y}"]
        case number:
            kind, lines = f'office:value-type="float" office:value="{number!r}"', [f"{number:g}"]
    paragraphs = "".join(f"{blank}<text:p>{_ods_text(line)}</text:p>" for line in lines)
    return f"<table:table-cell {kind}>{paragraphs}{blank}</table:table-cell>"


def _ods_text(line: str) -> str:
    return escape(line).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>")


#: What writes the cells of a return in some format.
Writer = Callable[[Book], bytes]
