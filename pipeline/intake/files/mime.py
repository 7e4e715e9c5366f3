"""Messages of the Internet (RFC 5322, MIME): from bytes to their parts, however broken, within limits.

The structure is read here and not by `email.parser`, which nests without a limit and makes an object of every line.
"""

import re
from collections.abc import Iterator, Mapping
from email.message import Message

from pipeline.intake.files.mail_parts import CLOSED, Leaf, RefusedMailError, too_deep
from pipeline.intake.files.mail_text import decoded, decoded_words, unwrapped, uuencoded
from pipeline.intake.formats.limits import Limits, too_large

_BLANK_LINE = re.compile(rb"\n\r*(?=\n)")
_HEADER = re.compile(rb"^([!-9;-~]{1,80})[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_FOLD = re.compile(rb"\r*\n[ \t]+|[\r\0]")
#: Bytes of all headers of a part, and letters of one of them, that are looked at.
_HEADERS, _LONGEST_VALUE = 256 * 1024, 4 * 1024
_FILENAME = re.compile(r"(?:file)?name\*?\s*=\s*\"?([^\";]+)", re.IGNORECASE)
#: What a first delimiter looks like where the header does not tell it.
_LOST_DELIMITER = re.compile(rb"\n--([^\r\n]{1,200}?)[ \t]*\r*\n(?=content-)", re.IGNORECASE)


def header_fields(block: bytes) -> dict[str, str]:
    """Return the headers of a part by lower-case name, unfolded; of several of a name the first."""
    fields: dict[str, str] = {}
    for match in _HEADER.finditer(block[:_HEADERS]):
        value = _FOLD.sub(b" ", match[2][:_LONGEST_VALUE])
        fields.setdefault(match[1].decode("ascii").lower(), decoded(value).strip())
    return fields


def split_message(content: bytes) -> tuple[bytes, bytes]:
    """Return headers and body; the body starts with the line end before its first line, as those of its parts do."""
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    whole = b"\n" + content
    blank = _BLANK_LINE.search(whole)
    if blank is None:
        return whole, b"\n"
    return whole[1 : blank.start() + 1], whole[blank.end() :]


def leaves(content: bytes, limits: Limits, depth: int = 0, default_type: str = "text/plain") -> Iterator[Leaf]:
    """Yield the parts of a message, or of a part, that have no parts of their own, each decoded; attached messages whole.

    Raises: RefusedMailError where the parts are too many or nested too deep.
    """
    block, body = split_message(content)
    fields = header_fields(block)
    declared = _declared(fields.get("content-type") or default_type)
    media_type = declared.get_content_type()
    if media_type in CLOSED:
        yield Leaf(name=_name(fields, declared), media_type=media_type, content=CLOSED[media_type], attached=True)
        return
    pieces = _pieces(body, declared, limits) if media_type.startswith("multipart/") else []
    if not pieces:
        yield from _leaf(fields, declared, body[1:])
        return
    if depth >= limits.mail_depth:
        raise too_deep(limits)
    inner_type = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
    for piece in pieces:
        yield from leaves(piece, limits, depth + 1, inner_type)


def _declared(content_type: str) -> Message:
    message = Message()
    message["Content-Type"] = content_type
    return message


def _pieces(body: bytes, declared: Message, limits: Limits) -> list[bytes]:
    """Return the pieces of a multipart body; where the delimiter is not told or wrong, that with which it starts counts."""
    boundary = _parameter(declared, "boundary", "content-type").rstrip().encode("utf-8", "replace")
    pieces = _delimited(body, boundary, limits) if boundary else []
    if not pieces and (lost := _LOST_DELIMITER.search(body)) is not None:
        pieces = _delimited(body, lost[1], limits)
    return pieces


def _delimited(body: bytes, boundary: bytes, limits: Limits) -> list[bytes]:
    """Return what stands between the delimiters; the end of the body may stand for a missing last one."""
    delimiter = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?[ \t]*\r*(?=\n|\Z)")
    start: int | None = None
    pieces: list[bytes] = []
    for match in delimiter.finditer(body):
        if start is not None:
            pieces.append(body[start : match.start()].removesuffix(b"\r"))
        if match[1]:
            return pieces
        start = match.end() + 1
        if len(pieces) >= limits.entries:
            raise RefusedMailError(too_large(f"{limits.entries} phần trong một thư", f"hơn {limits.entries}"))
    return pieces if start is None else [*pieces, body[start:]]


def _leaf(fields: Mapping[str, str], declared: Message, body: bytes) -> Iterator[Leaf]:
    content = unwrapped(body, fields.get("content-transfer-encoding", ""))
    disposition = fields.get("content-disposition", "").partition(";")[0].strip().lower()
    name, media_type = _name(fields, declared), declared.get_content_type()
    if media_type.startswith("multipart/"):
        media_type = "text/plain"
    yield Leaf(
        name=name,
        media_type=media_type,
        content=content,
        attached=disposition == "attachment",
        embedded=disposition == "inline" or "content-id" in fields,
    )
    if media_type.startswith("text/") and not name:
        for file_name, file in uuencoded(content):
            yield Leaf(name=file_name, content=file, attached=True)


def _name(fields: Mapping[str, str], declared: Message) -> str:
    """Return the name of a part, however it is encoded (RFC 2231, RFC 2047, not at all); empty where it has none."""
    if "content-disposition" in fields:
        declared["Content-Disposition"] = fields["content-disposition"]
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        if name := _parameter(declared, parameter, header):
            return decoded_words(name)
    return ""


def _parameter(message: Message, name: str, header: str) -> str:
    """Return a parameter of a header; what Python does not make out is read as it stands."""
    try:
        value = message.get_param(name, "", header)
    except (ValueError, LookupError, TypeError):
        match = _FILENAME.search(str(message.get(header, "")))
        return match[1] if match and name != "boundary" else ""
    if isinstance(value, tuple):
        charset, _, text = value
        return decoded(text.encode("latin-1", "replace"), charset or None)
    return str(value or "")
