"""Cells of a worksheet's XML rewritten as all readers take them: blank ones left out, addresses in capitals, one content each."""

import re

from pipeline.intake.formats.xml import ATTRIBUTES, PREFIX

_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\r", b"<c\t")
_ADDRESSED = b'<c r="'
_BLANK = re.compile(rb'<c r="[A-Za-z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]{1,6}")?\s?(?:/>|></c>)')
_SMALL_LETTERS = re.compile(rb"""\sr\s*=\s*["'][A-Z]{0,2}[a-z]""")
_ADDRESS = re.compile(
    rb"""(<""" + PREFIX + rb"""c\s(?:[^<>]*?\s)?r\s*=\s*["'])([A-Za-z]{1,3})(?=[1-9][0-9]{0,6}["'])"""
)
_CELL = re.compile(
    rb"(<"
    + PREFIX
    + rb"c)("
    + ATTRIBUTES
    + rb")\s*>((?:[^<]++|<(?!/"
    + PREFIX
    + rb"c[\s>]))*+)(?=</"
    + PREFIX
    + rb"c\s*>)"
)
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
_INLINE_START = re.compile(rb"<" + PREFIX + rb"is[\s/>]")
_VALUE = re.compile(rb"<" + PREFIX + rb"v(?:\s[^<>]*)?(?:/>|>[^<]*</" + PREFIX + rb"v\s*>)")


def usual_cells(data: bytes) -> bytes:
    """Return the element of the cells with each of them in the usual form, as far as that loses nothing.

    A cell of inline text may hold a second value, which no program shows: its text is what counts. One that has an inline
    text, or is said to have one, is read as the text that it has.
    """
    if data.count(_ADDRESSED) == sum(map(data.count, _CELL_STARTS)):
        # a cell without address stands beside the one before it, be that a blank one
        data = _BLANK.sub(b"", data)
    if _SMALL_LETTERS.search(data) is not None:
        data = _ADDRESS.sub(lambda address: address[1] + address[2].upper(), data)
    if b"inlineStr" in data or b"<is" in data or b":is" in data:
        data = _CELL.sub(_usual_text, data)
    return data


def _usual_text(cell: re.Match[bytes]) -> bytes:
    start, attributes, content = cell.groups()
    kind = _TYPE.search(attributes)
    has_text, has_value = _INLINE_START.search(content) is not None, _VALUE.search(content) is not None
    is_inline = kind is not None and kind[1] == b"inlineStr"
    if is_inline and has_text and has_value:
        content = _VALUE.sub(b"", content)
    elif is_inline and has_value:
        attributes = _TYPE.sub(b' t="str"', attributes)
    elif has_text and not has_value and not is_inline:
        attributes = _TYPE.sub(b"", attributes) + b' t="inlineStr"'
    return start + attributes + b">" + content
