"""What lies over the cells of an .xlsx worksheet, and where its links lead: told by its drawing and the elements after its cells."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from pipeline.intake.formats.decoration import LONGEST_TEXT, Area, Decoration, Overlay, OverlayKind
from pipeline.intake.formats.relationships import local_name, outside_targets, relation_id, relations, tree
from pipeline.intake.formats.sheet_facts import LAST_COLUMN, LAST_ROW, Address

_LINK_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?", re.IGNORECASE)
_ANCHORS = {"twoCellAnchor", "oneCellAnchor"}
#: Links over more cells than a row has are of a whole table, and not what somebody typed in one.
_MOST_LINKED = 100


def links(parts: Mapping[str, bytes], part: str, tail: ET.Element) -> dict[Address, Decoration]:
    """Return the cells with a link that leads out of the workbook; `tail` holds the elements after the cells."""
    elements = [element for element in tail.iter() if local_name(element) == "hyperlink"]
    targets = outside_targets(parts, part) if elements else {}
    linked: dict[Address, Decoration] = {}
    for element in elements:
        target, area = targets.get(relation_id(element), ""), _area(element.get("ref", ""))
        if not target or area is None:
            continue
        fragment = element.get("location", "")
        address = f"{target}#{fragment}" if fragment else target
        linked |= dict.fromkeys(_cells(area), Decoration(link=address))
    return linked


def overlays(parts: Mapping[str, bytes], part: str, tail: ET.Element) -> tuple[Overlay, ...]:
    """Return what lies over the cells: pictures, text boxes, documents embedded."""
    related = relations(parts, part) or {}
    drawings = [
        overlay for kind, target in related.values() if kind == "drawing" for overlay in _drawn(tree(parts, target))
    ]
    return (*drawings, *_documents(tail))


def _drawn(drawing: ET.Element | None) -> Iterator[Overlay]:
    for anchor in () if drawing is None else drawing:
        if local_name(anchor) not in _ANCHORS or (area := _anchored(anchor)) is None:
            continue
        inner = {local_name(element) for element in anchor.iter()}
        text = "\n".join(filter(None, map(_text_of_box, _named(anchor, "txBody"))))
        if text:
            yield Overlay(kind=OverlayKind.TEXT_BOX, area=area, text=text[:LONGEST_TEXT])
        if "pic" in inner:
            yield Overlay(kind=OverlayKind.PICTURE, area=area)


def _documents(tail: ET.Element) -> Iterator[Overlay]:
    """Give the embedded documents; two forms of one follow each other for programs old and new."""
    areas = [
        area
        for element in _named(tail, "oleObject")
        for anchor in _named(element, "anchor")
        if (area := _anchored(anchor)) is not None
    ]
    yield from (Overlay(kind=OverlayKind.DOCUMENT, area=area) for area in dict.fromkeys(areas))


def _anchored(anchor: ET.Element) -> Area | None:
    """Return the cells that an anchor covers; None where it stands outside every sheet."""
    corners = {local_name(corner): corner for corner in anchor if local_name(corner) in {"from", "to"}}
    if "from" not in corners:
        return None
    top, left = _corner(corners["from"])
    bottom, right = _corner(corners["to"]) if "to" in corners else (top, left)
    if not (0 <= top <= LAST_ROW and 0 <= left <= LAST_COLUMN):
        return None
    return top, left, max(top, min(bottom, LAST_ROW)), max(left, min(right, LAST_COLUMN))


def _corner(corner: ET.Element) -> Address:
    numbers = {local_name(element): (element.text or "").strip() for element in corner}
    row, column = (numbers.get(name, "") for name in ("row", "col"))
    return (int(row) if row.isdigit() else -1), (int(column) if column.isdigit() else -1)


def _text_of_box(box: ET.Element) -> str:
    paragraphs = ("".join(text.text or "" for text in _named(element, "t")) for element in _named(box, "p"))
    return "\n".join(paragraphs).strip()


def _area(reference: str) -> Area | None:
    match = _LINK_AREA.fullmatch(reference)
    if match is None:
        return None
    left, right = (_column(letters.upper()) for letters in (match[1], match[3] or match[1]))
    top, bottom = int(match[2]) - 1, int(match[4] or match[2]) - 1
    return (top, left, bottom, right) if (bottom - top + 1) * (right - left + 1) <= _MOST_LINKED else None


def _cells(area: Area) -> Iterator[Address]:
    for row in range(area[0], area[2] + 1):
        yield from ((row, column) for column in range(area[1], area[3] + 1))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _named(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (inner for inner in element.iter() if local_name(inner) == name)
