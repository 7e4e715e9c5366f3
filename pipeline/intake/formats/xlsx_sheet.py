"""One worksheet of an .xlsx: narrowed to its cells for the readers, with its errors, formulas, merged and hidden cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.limits import Limits, RefusedError, accepted, damaged, too_large, unsafe
from pipeline.intake.formats.sheet_facts import LAST_COLUMN, LAST_ROW, Area, SheetFacts, SheetNotes
from pipeline.intake.formats.xlsx_cells import FORMULA_MARK, CellScan, Formula, column_number, has_usual_cells
from pipeline.intake.formats.xml import ATTRIBUTES, PREFIX, is_well_formed, without_specials

_ROOT = re.compile(rb"\s*<(" + PREFIX + rb"worksheet)" + ATTRIBUTES + rb"\s*>")
_DATA_START = re.compile(rb"<(" + PREFIX + rb"sheetData)(?=[\s/>])")
#: A formula is noted and taken out: readers do not need it, and most of a form's bytes are formulas.
_FORMULA = re.compile(rb"<(" + PREFIX + rb"f)(" + ATTRIBUTES + rb")\s*(?:/>|>([^<]*)</\1\s*>)")
#: Errors are noted by their own words; readers get one that all of them know.
_ERROR = re.compile(rb"""(<[^<>]*\st=(["'])e\2[^<>]*><""" + PREFIX + rb"v>)[^<]*</")
_KNOWN_ERROR = rb"\1#N/A</"
_MERGE = re.compile(rb"<" + PREFIX + rb"mergeCell(" + ATTRIBUTES + rb")\s*/?>")
_MERGE_START = re.compile(rb"<" + PREFIX + rb"mergeCell(?=[\s/>])")
_AREA = re.compile(
    rb"""\sref\s*=\s*["']\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?["']"""
)
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_COLUMNS = re.compile(rb"<" + PREFIX + rb"col(" + ATTRIBUTES + rb")\s*/?>")
_FIRST_COLUMN = re.compile(rb"""\smin\s*=\s*["']([1-9][0-9]{0,4})["']""")
_LAST_COLUMN = re.compile(rb"""\smax\s*=\s*["']([1-9][0-9]{0,4})["']""")
_WIDEST = LAST_COLUMN + 1
#: Row 10,000 and below, column AAA and to the right of it.
_FAR_ADDRESS = rb"(?:[A-Z]{1,2}[1-9][0-9]{4,6}|[A-Z]{3}[1-9][0-9]{0,6})"
_FAR_CELL = re.compile(rb'<c r="' + _FAR_ADDRESS + rb'"')
#: A cell with something in it, as nearly all programs write it; others are measured with the rest of their sheet.
_FILLED_FAR_CELL = re.compile(
    rb'<c r="(' + _FAR_ADDRESS + rb')"((?: s="[0-9]{1,6}")?(?: t="[A-Za-z]+")?>(?:[^<]++|<(?!/c>))*+</c>)'
)


@dataclass(frozen=True, slots=True)
class _FarCells:
    """Cells mistyped far away from all others; a reader would allocate all the blanks between."""

    #: Row and column of each.
    addresses: tuple[tuple[int, int], ...]
    #: The same cells one below the other in the first column, as the XML of rows.
    rows: bytes
    #: The element of the cells without them.
    rest: bytes


def sheet_facts(
    part: bytes, sheet: str, *, strings: int, limits: Limits, styles: Mapping[bytes, CellStyle]
) -> SheetFacts:
    """Return what a worksheet part holds.

    `strings` is the number of shared strings; `styles` are those that change how a value is understood, by their index.

    Raises: RefusedError.
    """
    xml = accepted(without_specials(part))
    root, start = _ROOT.match(xml), _DATA_START.search(xml)
    first, last = _data(xml, start) if start is not None else (len(xml), len(xml))
    formulas: list[Formula] = []

    def marked(formula: re.Match[bytes]) -> bytes:
        formulas.append((formula[2], formula[3] or b""))
        return FORMULA_MARK

    body = _FORMULA.sub(marked, xml[first:last])
    far = _far_cells(xml[first:last], limits) if _FAR_CELL.search(body) is not None else None
    if far is not None and root is not None and is_well_formed(xml):
        near = xml[:first] + far.rest + xml[last:]
        apart = root[0] + b"<sheetData>" + far.rows + b"</sheetData></" + root[1] + b">"
        read = partial(sheet_facts, sheet=sheet, strings=strings, limits=limits, styles=styles)
        return _together(read(near), read(apart), far.addresses)
    bare = body.replace(FORMULA_MARK, b"")
    if not is_well_formed(xml[:first] + bare + xml[last:]):
        raise RefusedError(damaged(f"trang «{sheet}» không phải XML đúng"))
    if root is None or _has_second(bare, xml[last:]):
        raise RefusedError(unsafe(f"trang «{sheet}» sai cấu trúc"))
    notes = SheetNotes(sheet, limits)
    CellScan(notes, strings=strings, formulas=formulas, styles=styles).look_at(body)
    if notes.errors:
        bare = _ERROR.sub(_KNOWN_ERROR, bare)
    return replace(
        notes.facts(),
        xml=root[0] + bare + b"</" + root[1] + b">",
        merged=_merged(xml[last:], sheet, limits),
        hidden_columns=_hidden_columns(xml[:first]),
    )


def _far_cells(data: bytes, limits: Limits) -> _FarCells | None:
    """Return the far cells of a sheet's XML; None where there are none, or more than a person types by mistake."""
    cells = _FILLED_FAR_CELL.findall(data)
    if not 0 < len(cells) <= limits.far_cells or not has_usual_cells(data):
        return None
    addresses = tuple(_address(address) for address, _ in cells)
    if len(set(addresses)) < len(addresses) or any(row > LAST_ROW or column > LAST_COLUMN for row, column in addresses):
        return None
    rows = b"".join(
        b'<row r="%d"><c r="A%d"%s</row>' % (number, number, cell) for number, (_, cell) in enumerate(cells, start=1)
    )
    return _FarCells(addresses, rows, _FILLED_FAR_CELL.sub(b"", data))


def _address(address: bytes) -> tuple[int, int]:
    letters = address.rstrip(b"0123456789")
    return int(address[len(letters) :]) - 1, column_number(letters)


def _together(near: SheetFacts, apart: SheetFacts, addresses: tuple[tuple[int, int], ...]) -> SheetFacts:
    """Return the facts of a sheet whose far cells were looked at apart, the k-th of them in row k."""
    return replace(
        near,
        errors={**near.errors, **{addresses[row]: error for (row, _), error in apart.errors.items()}},
        formulas={**near.formulas, **{addresses[row]: formula for (row, _), formula in apart.formulas.items()}},
        far=addresses,
        apart=apart,
    )


def _data(xml: bytes, start: re.Match[bytes]) -> tuple[int, int]:
    """Return where the element of the cells begins and ends."""
    tag = b"</" + start[1]
    # it is looked for from behind, where little else stands; of several the part is refused anyway
    at = xml.rfind(tag + b">", start.end())
    if at >= 0:
        return start.start(), at + len(tag) + 1
    end = re.compile(re.escape(tag) + rb"\s*>").search(xml, start.end())
    if end is not None:
        return start.start(), end.end()
    close = xml.find(b">", start.end())
    return start.start(), len(xml) if close < 0 else close + 1


def _has_second(data: bytes, tail: bytes) -> bool:
    """Return whether cells begin once more, inside the element of the cells or after it."""
    if data.count(b"sheetData") + tail.count(b"sheetData") <= 2:
        return False
    return _DATA_START.search(data, 1) is not None or _DATA_START.search(tail) is not None


def _merged(xml: bytes, sheet: str, limits: Limits) -> tuple[Area, ...]:
    starts = len(_MERGE_START.findall(xml))
    if starts > limits.merges:
        raise RefusedError(too_large(f"{limits.merges} vùng gộp ô một trang", f"trang «{sheet}» có {starts}"))
    areas = [_area(attributes, sheet) for attributes in _MERGE.findall(xml)]
    cells = sum((area[2] - area[0] + 1) * (area[3] - area[1] + 1) for area in areas)
    if cells > limits.merged_cells:
        raise RefusedError(too_large(f"{limits.merged_cells} ô gộp một trang", f"trang «{sheet}» gộp {cells} ô"))
    return tuple(areas)


def _area(attributes: bytes, sheet: str) -> Area:
    area = _AREA.search(attributes)
    if area is None:
        raise RefusedError(unsafe(f"trang «{sheet}»: vùng gộp ô không hợp lệ"))
    top, bottom = sorted((int(area[2]) - 1, int(area[4] or area[2]) - 1))
    left, right = sorted((column_number(area[1]), column_number(area[3] or area[1])))
    return top, left, bottom, right


def _hidden_columns(xml: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for attributes in _COLUMNS.findall(xml):
        first, last = _FIRST_COLUMN.search(attributes), _LAST_COLUMN.search(attributes)
        if _HIDDEN.search(attributes) and first is not None and last is not None:
            hidden.update(range(int(first[1]) - 1, min(int(last[1]), _WIDEST)))
    return frozenset(hidden)
