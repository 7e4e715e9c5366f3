"""Words struck through in an .xlsx: in pieces of a text, and by the style of a whole cell."""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree as ET

from pipeline.intake.formats.relationships import local_name
from pipeline.intake.formats.xml import PREFIX

_MARK = b"strike"
_ITEM = re.compile(rb"<" + PREFIX + rb"si(?:\s[^<>]*)?(?:/>|>(.*?)</" + PREFIX + rb"si\s*>)", re.DOTALL)
_PIECE = re.compile(rb"<" + PREFIX + rb"r(?:\s[^<>]*)?>(.*?)</" + PREFIX + rb"r\s*>", re.DOTALL)
_STRUCK = re.compile(rb"<" + PREFIX + rb"strike(?![^<>]*val\s*=\s*[\"'](?:0|false|off)[\"'])[\s/>]")
_TEXT = re.compile(rb"<" + PREFIX + rb"t(?:\s[^<>]*)?>([^<]*)<")
_FALSE = {"0", "false", "off"}


def struck_words(text: bytes) -> tuple[str, ...]:
    """Return the struck pieces of a rich text, given as the XML inside its element."""
    if _MARK not in text:
        return ()
    return tuple(_joined(_pieces(text)))


def struck_items(table: bytes) -> dict[bytes, tuple[str, ...]]:
    """Return the struck pieces of the shared strings that have some, by their index as cells name it."""
    if _MARK not in table:
        return {}
    struck = {str(index).encode(): struck_words(item[1] or b"") for index, item in enumerate(_ITEM.finditer(table))}
    return {index: words for index, words in struck.items() if words}


def striking_styles(part: bytes) -> frozenset[bytes]:
    """Return the styles that strike a whole cell through, by their index as cells name it; the part is plain XML."""
    if _MARK not in part:
        return frozenset()
    tables = {local_name(element): list(element) for element in ET.fromstring(part)}  # noqa: S314  # plain XML
    fonts = {str(index) for index, font in enumerate(tables.get("fonts", ())) if any(map(_strikes, font))}
    return frozenset(
        str(index).encode()
        for index, style in enumerate(tables.get("cellXfs", ()))
        if style.get("fontId", "") in fonts and style.get("applyFont", "1").lower() not in _FALSE
    )


def _strikes(element: ET.Element) -> bool:
    return local_name(element) == _MARK.decode() and element.get("val", "1").lower() not in _FALSE


def _pieces(text: bytes) -> Iterator[tuple[bool, str]]:
    for piece in _PIECE.finditer(text):
        words = b"".join(_TEXT.findall(piece[1])).decode("utf-8", "ignore")
        yield _STRUCK.search(piece[1]) is not None, unescape(words)


def _joined(pieces: Iterator[tuple[bool, str]]) -> Iterator[str]:
    """Give struck texts; pieces that follow each other are one, however a program cut them."""
    words = ""
    for is_struck, text in (*pieces, (False, "")):
        if is_struck:
            words += text
        elif words:
            if words.strip():
                yield words.strip()
            words = ""
