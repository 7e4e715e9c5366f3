"""Texts of an .xlsx, shared or inline: taken only as programs write them, for readers count and join what is nested as each likes."""

import re

from pipeline.intake.formats.xml import ATTRIBUTES, PREFIX


def _element(name: bytes, content: bytes) -> bytes:
    """Return the pattern of an element, which may be empty."""
    tag = PREFIX + name
    return rb"<" + tag + ATTRIBUTES + rb"\s*+(?:/>|>" + content + rb"</" + tag + rb"\s*>)"


def _any_of(*elements: bytes) -> bytes:
    return rb"\s*+(?:(?:" + rb"|".join(elements) + rb")\s*+)*+"


_TEXT = _element(rb"t", rb"[^<]*+")
#: Fonts of a piece of text: anything but what could be taken for text or for the next item.
_FONTS = _element(rb"rPr", rb"(?:\s++|<(?!/?" + PREFIX + rb"(?:rPr|t|r|rPh|si|is)[\s/>])[^<>]*+>)*+")
_PIECE = _element(rb"r", _any_of(_FONTS, _TEXT))
_PRONUNCIATION = _element(rb"rPh", _any_of(_TEXT)) + rb"|" + _element(rb"phoneticPr", rb"\s*+")
_CONTENT = _any_of(_TEXT, _PIECE, _PRONUNCIATION)
_SHARED = re.compile(_any_of(_element(rb"si", _CONTENT)) + rb"(?:<" + PREFIX + rb"extLst[\s>].*)?", re.DOTALL)
_INLINE = re.compile(rb"\s*+" + _element(rb"is", _CONTENT) + rb"\s*+")
_END = re.compile(rb"</" + PREFIX + rb"sst\s*>\s*\Z")


def are_plain_items(xml: bytes) -> bool:
    """Return whether a table of shared strings, without its first tag, holds one item after the other and nothing else.

    The table is well-formed.
    """
    if _are_single_texts(xml):
        return True
    end = _END.search(xml)
    return _SHARED.fullmatch(xml, 0, len(xml) if end is None else end.start()) is not None


def is_plain_inline(content: bytes) -> bool:
    """Return whether what stands in a cell of inline text is just that."""
    return _INLINE.fullmatch(content) is not None


def _are_single_texts(xml: bytes) -> bool:
    """Return whether every item is one text, by counting alone: nearly every table is so, and counting is fast.

    There are as many starts as ends, no other tags, and each start but the first follows an end.
    """
    starts = xml.count(b"<si><t>") + xml.count(b'<si><t xml:space="preserve">')
    return (
        xml.startswith(b"<si><t")
        and xml.endswith(b"</t></si></sst>")
        and xml.count(b"</t></si>") == starts
        and xml.count(b"</t></si><si><t") == starts - 1
        and xml.count(b"<") == 4 * starts + 1
    )
