"""One worksheet of an .xlsx: narrowed to its cells for the readers, with its errors, formulas, merged and hidden cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from pipeline.intake.formats.decoration import Area, Decoration, OverlayKind
from pipeline.intake.formats.limits import Limits, RefusedError, accepted, damaged, grouped, too_large, unsafe
from pipeline.intake.formats.openxml.usual_cells import usual_cells
from pipeline.intake.formats.openxml.xlsx_cells import FORMULA_MARK, Book, CellScan, Formula, column_number
from pipeline.intake.formats.sheet_facts import LAST_COLUMN, LAST_ROW, Address, SheetFacts, SheetNotes, is_far
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
    rb"""\sref\s*=\s*["']\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?["']""",
    re.IGNORECASE,
)
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_COLUMNS = re.compile(rb"<" + PREFIX + rb"col(" + ATTRIBUTES + rb")\s*/?>")
_FIRST_COLUMN = re.compile(rb"""\smin\s*=\s*["']([1-9][0-9]{0,4})["']""")
_LAST_COLUMN = re.compile(rb"""\smax\s*=\s*["']([1-9][0-9]{0,4})["']""")
_WIDEST = LAST_COLUMN + 1
#: Row 10,000 and below, column GS and to the right of it: `is_far` as a pattern.
_FAR_ADDRESS = rb"(?:[A-Z]{1,3}[1-9][0-9]{4,6}|(?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3})[1-9][0-9]{0,6})"
_FAR_CELL = re.compile(rb"""\sr\s*=\s*["']""" + _FAR_ADDRESS + rb"""["']""")
_CELL = re.compile(
    rb"<("
    + PREFIX
    + rb")c("
    + ATTRIBUTES
    + rb")\s*(?:/>|>((?:[^<]++|<(?!/"
    + PREFIX
    + rb"c[\s>]))*+)</"
    + PREFIX
    + rb"c\s*>)"
)
#: A cell whose value is described elsewhere.
_VALUE_NUMBER = re.compile(rb"""<""" + PREFIX + rb"""c\s[^<>]*?\bvm\s*=\s*["']([0-9]{1,7})["'][^<>]*>""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([1-9][0-9]{0,6})["']""")


@dataclass(frozen=True, slots=True)
class _FarCells:
    """Cells mistyped far away from all others; a reader would allocate all the blanks between."""

    #: Row and column of each.
    addresses: tuple[tuple[int, int], ...]
    #: The same cells one below the other in the first column, as the XML of rows.
    rows: bytes
    #: The element of the cells without them.
    rest: bytes


def sheet_facts(part: bytes, sheet: str, *, book: Book, limits: Limits) -> SheetFacts:
    """Return what a worksheet part holds.

    Raises: RefusedError.
    """
    xml = accepted(without_specials(part))
    root, start = _ROOT.match(xml), _DATA_START.search(xml)
    first, last = _data(xml, start) if start is not None else (len(xml), len(xml))
    usual = usual_cells(xml[first:last])
    xml, last = xml[:first] + usual + xml[last:], first + len(usual)
    formulas: list[Formula] = []

    def marked(formula: re.Match[bytes]) -> bytes:
        formulas.append((formula[2], formula[3] or b""))
        return FORMULA_MARK

    body = _FORMULA.sub(marked, xml[first:last])
    far = _far_cells(xml[first:last], limits) if _FAR_CELL.search(body) is not None else None
    if far is not None and root is not None and start is not None and is_well_formed(xml):
        near = xml[:first] + far.rest + xml[last:]
        apart = root[0] + b"<" + start[1] + b">" + far.rows + b"</" + start[1] + b"></" + root[1] + b">"
        read = partial(sheet_facts, sheet=sheet, book=book, limits=limits)
        return _together(read(near), read(apart), far.addresses)
    bare = body.replace(FORMULA_MARK, b"")
    if not is_well_formed(xml[:first] + bare + xml[last:]):
        raise RefusedError(damaged(f"trang «{sheet}» không phải XML đúng"))
    if root is None or _has_second(bare, xml[last:]):
        raise RefusedError(unsafe(f"trang «{sheet}» sai cấu trúc"))
    notes = SheetNotes(sheet, limits)
    CellScan(notes, book=book, formulas=formulas).look_at(body)
    if book.pictures:
        notes.decorations |= dict.fromkeys(_pictured(body, book), Decoration(picture=OverlayKind.PICTURE))
    if notes.errors:
        bare = _ERROR.sub(_KNOWN_ERROR, bare)
    return replace(
        notes.facts(),
        xml=root[0] + bare + b"</" + root[1] + b">",
        merged=_merged(xml[last:], sheet, limits),
        hidden_columns=_hidden_columns(xml[:first]),
        tail=root[0] + xml[last:],
    )


def _pictured(body: bytes, book: Book) -> Iterator[Address]:
    """Give the cells whose value is a picture."""
    for cell in _VALUE_NUMBER.finditer(body):
        address = _ADDRESS.search(cell[0])
        if cell[1] in book.pictures and address is not None:
            yield int(address[2]) - 1, column_number(address[1])


def _far_cells(data: bytes, limits: Limits) -> _FarCells | None:
    """Return the far cells of a sheet's XML; None where there are none, or more than a person types by mistake."""
    addresses: list[Address] = []
    rows: list[bytes] = []
    has_places = True

    def near(cell: re.Match[bytes]) -> bytes:
        nonlocal has_places
        prefix, attributes, content = cell.groups()
        place = _ADDRESS.search(attributes)
        if place is None:
            has_places = False
            return cell[0]
        address = int(place[2]) - 1, column_number(place[1])
        if not is_far(*address) or not content:
            return b"" if is_far(*address) else cell[0]
        addresses.append(address)
        number = len(addresses)
        others = _ADDRESS.sub(b"", attributes)
        rows.append(
            b'<%srow r="%d"><%sc r="A%d"%s>%s</%sc></%srow>'
            % (prefix, number, prefix, number, others, content, prefix, prefix)
        )
        return b""

    rest = _CELL.sub(near, data)
    if not has_places or not 0 < len(addresses) <= limits.far_cells or len(set(addresses)) < len(addresses):
        return None
    if any(row > LAST_ROW or column > LAST_COLUMN for row, column in addresses):
        return None
    return _FarCells(tuple(addresses), b"".join(rows), rest)


def _together(near: SheetFacts, apart: SheetFacts, addresses: tuple[tuple[int, int], ...]) -> SheetFacts:
    """Return the facts of a sheet whose far cells were looked at apart, the k-th of them in row k."""
    return replace(
        near,
        errors={**near.errors, **{addresses[row]: error for (row, _), error in apart.errors.items()}},
        formulas={**near.formulas, **{addresses[row]: formula for (row, _), formula in apart.formulas.items()}},
        text_results=near.text_results | {addresses[row] for row, _ in apart.text_results},
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
        raise RefusedError(
            too_large(f"{grouped(limits.merges)} vùng gộp ô một trang", f"trang «{sheet}» có {grouped(starts)}")
        )
    areas = [_area(attributes, sheet) for attributes in _MERGE.findall(xml)]
    cells = sum((area[2] - area[0] + 1) * (area[3] - area[1] + 1) for area in areas)
    if cells > limits.merged_cells:
        raise RefusedError(
            too_large(f"{grouped(limits.merged_cells)} ô gộp một trang", f"trang «{sheet}» gộp {grouped(cells)} ô")
        )
    return tuple(areas)


def _area(attributes: bytes, sheet: str) -> Area:
    area = _AREA.search(attributes)
    if area is None:
        raise RefusedError(unsafe(f"trang «{sheet}»: vùng gộp ô không hợp lệ"))
    top, bottom = sorted((int(area[2]) - 1, int(area[4] or area[2]) - 1))
    left, right = sorted((column_number(area[1].upper()), column_number((area[3] or area[1]).upper())))
    return top, left, bottom, right


def _hidden_columns(xml: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for attributes in _COLUMNS.findall(xml):
        first, last = _FIRST_COLUMN.search(attributes), _LAST_COLUMN.search(attributes)
        if _HIDDEN.search(attributes) and first is not None and last is not None:
            hidden.update(range(int(first[1]) - 1, min(int(last[1]), _WIDEST)))
    return frozenset(hidden)
