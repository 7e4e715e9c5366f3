"""Mails as they come: what is one, told by content, and what is attached to it; from bytes to plain values.

Nothing here opens a file. `read_mail` is meant for a worker; `mailbox_messages` only cuts, and may run anywhere.

A message attached to a mail is not a level of its own: what is attached to it counts as attached to the mail, so that a
zip in a mail stays the one nesting there is. Each such part carries the envelope of its own message beside.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto

from pipeline.intake.envelope import Envelope
from pipeline.intake.files.mail_parts import (
    OFFICE,
    WRAPPING,
    Leaf,
    Mail,
    MailPart,
    RefusedMailError,
    envelope,
    mail_part,
    sender,
    too_deep,
)
from pipeline.intake.files.mime import header_fields, leaves, split_message
from pipeline.intake.files.outlook import PROPERTIES, is_winmail, outlook_envelope, outlook_leaves, winmail_leaves
from pipeline.intake.formats.compound_file import Storage, storage_tree
from pipeline.intake.formats.limits import LIMITS, Limits, Rejection, megabytes, no_workbook, too_large

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A byte-order mark and blank lines, which saving and copying put before a message.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?[\s\0]*")
_POSTMARK = re.compile(rb"From [^\r\n]*\r*\n(?=[!-9;-~]{1,80}[ \t]*:|>From )")
#: The line between two messages of a mailbox: with a time, or, as newer Thunderbird writes it, with nothing.
_BETWEEN = re.compile(rb"\nFrom (?:[^\n]{0,200}\d\d:\d\d[^\n]{0,60}|-?[ \t]*\r*)\n(?=[!-9;-~]{1,80}[ \t]*:|>From )")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER_LINE = re.compile(rb"([!-9;-~]{1,80})[ \t]*:|[ \t]+[^ \t\r\n]|>?From ")
#: Bytes at the start of a file in which its headers are looked for.
_START = 64 * 1024
#: Headers that every mail has some of; text that somebody typed has hardly three, one of them of the second kind.
_COMMON = {b"date", b"subject", b"cc", b"bcc", b"reply-to", b"mime-version", b"content-type", b"in-reply-to"}
_TELLING = {b"from", b"to", b"sender", b"received", b"return-path", b"message-id", b"delivered-to", b"x-unsent"}
_MULTIPART_MAIL = re.compile(r"multipart/(?:mixed|signed|report|alternative)\b", re.IGNORECASE)
_WEB_PAGE = re.compile(r"(?:multipart/related|text/html)\b", re.IGNORECASE)


class MailKind(Enum):
    """Files that hold mails."""

    EML = auto()
    MSG = auto()
    #: Several messages one after the other.
    MBOX = auto()


def mail_kind(content: bytes) -> MailKind | None:
    """Return which kind of mail some bytes are; None for anything else.

    A page that Excel or a browser saved as one file (MHTML) has the form of a mail, but no sender.
    """
    if content.startswith(_OLE):
        tree = storage_tree(content)
        return MailKind.MSG if isinstance(tree, Storage) and PROPERTIES in tree.streams else None
    start = _start(content)
    if _POSTMARK.match(start):
        return MailKind.MBOX if is_mailbox(content) else None
    names = _leading_headers(start)
    fields = header_fields(split_message(start)[0])
    content_type = fields.get("content-type", "")
    if b"mime-version" in names and _MULTIPART_MAIL.match(content_type):
        return MailKind.EML
    if (
        _WEB_PAGE.match(content_type)
        and not sender(fields.get("from", ""))[0]
        and not names & {b"received", b"x-unsent"}
    ):
        return None
    return MailKind.EML if names & _TELLING and len(names & (_TELLING | _COMMON)) >= 3 else None


def is_mailbox(content: bytes) -> bool:
    """Return whether some bytes are a mailbox, by their beginning; cheap, and safe to ask anywhere."""
    start = _start(content)
    postmark = _POSTMARK.match(start)
    return postmark is not None and bool(_leading_headers(start[postmark.end() :]) & (_TELLING | _COMMON))


def mailbox_messages(content: bytes, limits: Limits = LIMITS) -> Iterator[bytes | Rejection]:
    """Yield the messages of a mailbox, in its order; a message over the limits as a rejection, the rest unread then.

    What a mailbox quotes (`>From `) is put back as it was.
    """
    if len(content) > limits.archive:
        yield too_large(f"{megabytes(limits.archive)} một hộp thư", megabytes(len(content)))
        return
    postmark = _POSTMARK.match(content, _before(content))
    start = postmark.end() if postmark else 0
    number = 1
    for match in _BETWEEN.finditer(content, max(start - 1, 0)):
        yield _mailbox_message(content[start : match.start() + 1], limits)
        start, number = match.end(), number + 1
        if number > limits.entries:
            yield too_large(f"{limits.entries} thư trong một hộp thư", f"hơn {limits.entries}")
            return
    yield _mailbox_message(content[start:], limits)


def read_mail(content: bytes, limits: Limits = LIMITS) -> Mail | Rejection:
    """Return a mail (.eml, .msg) with all that is attached to it, or why it is not read."""
    if len(content) > limits.mail:
        return too_large(f"{megabytes(limits.mail)} một thư", megabytes(len(content)))
    parts: list[MailPart] = []
    try:
        own, source = _message(content, limits, depth=0)
        for leaf in source:
            parts.append(mail_part(leaf))
            if len(parts) > limits.entries:
                return too_large(f"{limits.entries} phần trong một thư", f"hơn {limits.entries}")
    except RefusedMailError as error:
        return error.rejection
    return Mail(envelope=own, parts=tuple(parts))


def _message(content: bytes, limits: Limits, depth: int) -> tuple[Envelope, Iterator[Leaf]]:
    """Return envelope and parts of a message, with those of the messages attached to it.

    Raises: RefusedMailError where it is damaged or goes over a limit.
    """
    if depth > limits.mail_depth:
        raise too_deep(limits)
    if not content.startswith(_OLE):
        content = content[_before(content) :]
        postmark = _POSTMARK.match(content)
        content = content[postmark.end() :] if postmark else content
        own = envelope(header_fields(split_message(content)[0]))
        return own, _opened(leaves(content, limits), limits, depth)
    tree = storage_tree(content)
    if isinstance(tree, Rejection):
        raise RefusedMailError(tree)
    if PROPERTIES not in tree.streams:
        raise RefusedMailError(no_workbook("tệp Office đời cũ, không phải thư"))
    return outlook_envelope(tree), _opened(_signed_apart(outlook_leaves(tree, limits), limits), limits, depth)


def _opened(source: Iterator[Leaf], limits: Limits, depth: int) -> Iterator[Leaf]:
    """Yield parts with messages and parcels among them replaced by what they hold."""
    for leaf in source:
        if isinstance(leaf.content, Rejection):
            yield leaf
        elif is_winmail(leaf.content):
            yield from (replace(file, forwarded=leaf.forwarded) for file in winmail_leaves(leaf.content))
            yield replace(leaf, media_type=WRAPPING)
        elif _is_message(leaf):
            own, inner = _message(leaf.content, limits, depth + 1)
            yield from (replace(part, forwarded=part.forwarded or own) for part in inner)
        else:
            yield leaf


def _is_message(leaf: Leaf) -> bool:
    """Return whether a part is a message; not so the text of a mail that quotes the headers of another."""
    if isinstance(leaf.content, Rejection) or (leaf.media_type.startswith("text/") and not leaf.name):
        return False
    if leaf.media_type == "message/rfc822" and not leaf.content.startswith(OFFICE):
        return True
    return mail_kind(leaf.content) in {MailKind.EML, MailKind.MSG}


def _signed_apart(source: Iterator[Leaf], limits: Limits) -> Iterator[Leaf]:
    """Yield parts of an Outlook message; a signed one holds all of them in a single attachment, in the form of the Internet."""
    for leaf in source:
        if leaf.media_type == "multipart/signed" and isinstance(leaf.content, bytes):
            yield from (replace(part, forwarded=leaf.forwarded) for part in leaves(leaf.content, limits))
        else:
            yield leaf


def _start(content: bytes) -> bytes:
    before = _before(content)
    return content[before : before + _START]


def _before(content: bytes) -> int:
    match = _BEFORE.match(content)
    return match.end() if match else 0


def _leading_headers(start: bytes) -> set[bytes]:
    """Return the names, lower case, of the headers with which a text starts."""
    names: set[bytes] = set()
    for line in start.splitlines():
        match = _HEADER_LINE.match(line)
        if match is None:
            break
        names.add((match[1] or b"").lower())
    return names


def _mailbox_message(content: bytes, limits: Limits) -> bytes | Rejection:
    if len(content) > limits.mail:
        return too_large(f"{megabytes(limits.mail)} một thư", megabytes(len(content)))
    return _QUOTED_FROM.sub(rb"\1", content) if b"\n>From " in content or b">>From " in content else content
