"""XML parts as they are given to any reader: UTF-8, no DOCTYPE, comment, instruction or CDATA, well-formed."""

import re
from html import escape
from xml.parsers import expat

from pipeline.intake.formats.limits import Rejection, damaged, unsafe

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DECLARATION = re.compile(rb"\A\s*<\?xml\s[^<>?]*\?>")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
#: None of these may begin inside another or inside a tag, so a left-to-right replacement is exact.
_SPECIAL = re.compile(rb"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?.*?\?>", re.DOTALL)
_READABLE = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}

#: Attributes of a tag, none of which hides a ">" or another attribute from a scan by pattern.
ATTRIBUTES = rb"""(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"'<>]*"|'[^"'<>]*'))*"""
#: An optional namespace prefix: some writers say x:row for row.
PREFIX = rb"""(?:[^\s<>/:"'=!?]+:)?"""


def plain_xml(data: bytes, name: str) -> bytes | Rejection:
    """Return a part in UTF-8 without declaration, comments, instructions and CDATA; or why it is refused."""
    plain = without_specials(data)
    if isinstance(plain, Rejection) or is_well_formed(plain):
        return plain
    return damaged(f"phần {name} không phải XML đúng")


def without_specials(data: bytes) -> bytes | Rejection:
    """Return a part in UTF-8 in which every "<" begins a tag; it need not be well-formed."""
    plain = utf8(data)
    if isinstance(plain, Rejection):
        return plain
    declaration = _DECLARATION.match(plain)
    plain = plain if declaration is None else plain[declaration.end() :]
    # one byte is looked for many times faster than two
    if not (b"!" in plain and b"<!" in plain) and not (b"?" in plain and b"<?" in plain):
        return plain
    plain = _SPECIAL.sub(_as_text, plain)
    return unsafe("có khai báo DOCTYPE") if b"<!" in plain or b"<?" in plain else plain


def is_well_formed(xml: bytes) -> bool:
    """Return whether an XML parser that knows namespaces accepts a part."""
    try:
        expat.ParserCreate("utf-8", " ").Parse(xml, True)  # noqa: FBT003  # this is the last piece
    except expat.ExpatError:
        return False
    return True


def utf8(data: bytes) -> bytes | Rejection:
    """Return a part in UTF-8, whichever of the two encodings of the standard it is in."""
    if data.startswith(_BYTE_ORDER_MARKS):
        try:
            return data.decode("utf-16").encode("utf-8")
        except UnicodeError:
            return damaged("bảng mã của một phần không đúng")
    declared = _DECLARED.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
    if declared is not None and declared[1].lower() not in _READABLE:
        return damaged("một phần dùng bảng mã lạ")
    return data.removeprefix(b"\xef\xbb\xbf")


def has_doctype(data: bytes) -> bool:
    """Return whether a part declares a document type: the format forbids it, entity attacks need it."""
    return b"<!DOCTYPE" in data or (
        data.startswith(_BYTE_ORDER_MARKS) and "<!DOCTYPE".encode("utf-16-le") in data + b"\0"
    )


def _as_text(special: re.Match[bytes]) -> bytes:
    text = special[1]
    return b"" if text is None else escape(text.decode("utf-8", "replace"), quote=False).encode("utf-8")
