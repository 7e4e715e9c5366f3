"""What one cell of an .ods says and shows: its text as people see it, links, words struck through, what lies over it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from pipeline.intake.formats.decoration import LONGEST_TEXT, Decoration, OverlayKind

#: Blanks that a document may be laid out with: people see one.
_BLANKS = re.compile(r"[ \t\r\n]+")
#: Elements inside a text that are no part of it: notes of readers, the small letters of a pronunciation.
_ASIDE = frozenset({"annotation", "annotation-end", "ruby-text", "note", "bookmark"})
#: Several blanks are written as a number.
_MOST_BLANKS = 1_000
_SHAPES = frozenset({"frame", "custom-shape", "rect", "ellipse", "caption", "g", "a", "polygon", "path", "control"})


@dataclass(slots=True)
class CellText:
    """Reads the paragraphs of a cell; what is drawn over it is none of its text."""

    #: Names of the styles that strike a text through.
    striking: Collection[str]
    links: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    def text(self, cell: ET.Element) -> str:
        """Return the text of all paragraphs, each in a line."""
        return "\n".join(self._paragraph(element) for element in cell if local(element) in {"p", "h"})

    def decoration(self, *, all_struck: bool) -> Decoration | None:
        """Return what was seen besides the text; None where there was nothing."""
        if not self.links and not self.struck and not all_struck:
            return None
        struck = () if all_struck else tuple(self.struck)
        return Decoration(struck=struck, all_struck=all_struck, link=self.links[0] if self.links else "")

    def _paragraph(self, element: ET.Element) -> str:
        pieces = list(self._pieces(element))
        return "".join(pieces).removeprefix(" ") if pieces and pieces[0].startswith(" ") else "".join(pieces)

    def _pieces(self, element: ET.Element) -> Iterator[str]:
        yield _BLANKS.sub(" ", element.text or "")
        for child in element:
            yield from self._piece(child)
            yield _BLANKS.sub(" ", child.tail or "")

    def _piece(self, element: ET.Element) -> Iterator[str]:
        name = local(element)
        if name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "s":
            count = attribute(element, "c")
            yield " " * min(int(count) if count.isascii() and count.isdigit() else 1, _MOST_BLANKS)
        elif name not in _ASIDE and not is_shape(element):
            if name == "a" and (target := attribute(element, "href")):
                self.links.append(target)
            text = "".join(self._pieces(element))
            if name == "span" and attribute(element, "style-name") in self.striking and text.strip():
                self.struck.append(text.strip())
            yield text


def shapes(cell: ET.Element) -> Iterator[tuple[OverlayKind, str, str]]:
    """Give what is drawn over a cell: its kind, the words of a text box, the cell where it ends."""
    for element in _drawn(cell):
        end = attribute(element, "end-cell-address")
        inner = {local(child) for child in element.iter()}
        text = "\n".join(CellText(()).text(box) for box in element.iter() if any(local(child) == "p" for child in box))
        if "object" in inner or "object-ole" in inner:
            yield OverlayKind.DOCUMENT, "", end
        elif "image" in inner:
            yield OverlayKind.PICTURE, "", end
        elif text.strip():
            yield OverlayKind.TEXT_BOX, text.strip()[:LONGEST_TEXT], end


def _drawn(cell: ET.Element) -> Iterator[ET.Element]:
    """Give the shapes of a cell, those within its paragraphs too, and none within another."""
    for child in cell:
        if is_shape(child):
            yield child
        elif local(child) in {"p", "h", "span", "shapes"}:
            yield from _drawn(child)


def is_shape(element: ET.Element) -> bool:
    """Return whether an element is something drawn."""
    return ":drawing:" in element.tag and local(element) in _SHAPES


def striking_styles(root: ET.Element) -> frozenset[str]:
    """Return the names of the styles that strike a text through."""
    return frozenset(
        attribute(style, "name")
        for style in root.iter()
        if local(style) == "style" and any(_strikes(properties) for properties in style)
    )


def _strikes(properties: ET.Element) -> bool:
    marks = [attribute(properties, name) for name in ("text-line-through-style", "text-line-through-type")]
    return local(properties) == "text-properties" and any(mark not in {"", "none"} for mark in marks)


def attribute(element: ET.Element, name: str) -> str:
    """Return an attribute by its name without namespace, "" where there is none."""
    return next((value for key, value in element.items() if key.rsplit("}", 1)[-1] == name), "")


def local(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rsplit("}", 1)[-1]
