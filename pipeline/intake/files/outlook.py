"""What Outlook writes: messages as files (.msg, MS-OXMSG), and parcels of attachments in mails (winmail.dat, MS-OXTNEF)."""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from pipeline.intake.envelope import Envelope
from pipeline.intake.files.mail_parts import (
    CLOSED,
    LINK,
    Leaf,
    envelope,
    local_day,
    sender,
    too_deep,
)
from pipeline.intake.files.mail_text import decoded, one_line
from pipeline.intake.files.mime import header_fields
from pipeline.intake.formats.compound_file import Storage
from pipeline.intake.formats.limits import Limits, damaged, no_workbook

PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_#"
#: Types of properties: text in two forms, bytes, a storage.
_UNICODE, _STRING8, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
#: Identifiers of properties.
_SUBJECT, _HEADERS, _SUBMITTED, _DELIVERED = 0x0037, 0x007D, 0x0039, 0x0E06
_CODE_PAGE, _HIDDEN = 0x3FFD, 0x7FFE
_DATA, _METHOD, _LONG_NAME, _SHORT_NAME, _CONTENT_ID, _MEDIA_TYPE = 0x3701, 0x3705, 0x3707, 0x3704, 0x3712, 0x370E
#: Addresses: of the one in whose name it was sent, then of the one who sent it; within Exchange the last of each is no address.
_ADDRESSES = (0x5D02, 0x5D01, 0x0065, 0x0C1F)
_NAMES = (0x0042, 0x0C1A)
#: Attachments of a link, by reference or to a web page.
_LINKS = {2, 3, 4, 7}
_OBJECT_IN_TEXT = no_workbook("đối tượng nhúng trong thư; đính kèm chính tệp báo cáo")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

_TNEF = b"\x78\x9f\x3e\x22"
_TNEF_ATTACHMENT, _TNEF_NAME, _TNEF_DATA = 0x00069002, 0x00018010, 0x0006800F
_TNEF_ATTRIBUTE = struct.Struct("<BII")


class _Properties:
    """Properties of a message or an attachment: those of fixed size in one stream, each text in a stream of its own."""

    def __init__(self, storage: Storage, header: int) -> None:
        self.storage = storage
        records = storage.streams.get(PROPERTIES, b"")[header:]
        self._fixed = {
            struct.unpack_from("<H", records, at + 2)[0]: records[at + 8 : at + 16]
            for at in range(0, len(records) - 15, 16)
        }

    def number(self, identifier: int) -> int:
        return int.from_bytes(self._fixed.get(identifier, b"")[:4], "little")

    def day(self, identifier: int) -> date | None:
        with suppress(OverflowError):
            ticks = int.from_bytes(self._fixed.get(identifier, b""), "little")
            return local_day(_EPOCH + timedelta(microseconds=ticks // 10)) if ticks else None
        return None

    def text(self, *identifiers: int) -> str:
        """Return the first text that is there."""
        for identifier in identifiers:
            wide = self.storage.streams.get(f"__substg1.0_{identifier:04X}{_UNICODE:04X}")
            narrow = self.storage.streams.get(f"__substg1.0_{identifier:04X}{_STRING8:04X}")
            text = wide.decode("utf-16-le", "replace") if wide else decoded(narrow or b"", self._charset())
            if text.strip("\0 "):
                return text.rstrip("\0")
        return ""

    def data(self) -> bytes:
        return self.storage.streams.get(f"__substg1.0_{_DATA:04X}{_BINARY:04X}", b"")

    def message(self) -> Storage | None:
        """Return the message that is attached as such."""
        return self.storage.storages.get(f"__substg1.0_{_DATA:04X}{_OBJECT:04X}")

    def _charset(self) -> str | None:
        page = self.number(_CODE_PAGE)
        return "utf-8" if page == 65001 else f"cp{page}" if page else None


def outlook_envelope(storage: Storage, *, attached: bool = False) -> Envelope:
    """Return who sent a message; its headers as they came over the Internet know better than Outlook's own properties."""
    properties = _Properties(storage, 24 if attached else 32)
    headers = envelope(header_fields(properties.text(_HEADERS).encode("utf-8", "replace")))
    addresses = (sender(properties.text(identifier))[0] for identifier in _ADDRESSES)
    return Envelope(
        sender_address=headers.sender_address or next(filter(None, addresses), ""),
        sender_name=headers.sender_name or one_line(properties.text(*_NAMES))[:200],
        sent_on=headers.sent_on or properties.day(_SUBMITTED) or properties.day(_DELIVERED),
        subject=one_line(properties.text(_SUBJECT))[:1_000] or headers.subject,
    )


def outlook_leaves(
    storage: Storage, limits: Limits, depth: int = 0, forwarded: Envelope | None = None
) -> Iterator[Leaf]:
    """Yield the attachments of a message, those of the messages attached to it too, each with its message's envelope.

    Raises: RefusedMailError where messages are attached to messages too deep.
    """
    if depth > limits.mail_depth:
        raise too_deep(limits)
    for folder in sorted(name for name in storage.storages if name.startswith(_ATTACHMENT)):
        properties = _Properties(storage.storages[folder], 8)
        message = properties.message()
        if message is not None and PROPERTIES in message.streams:
            yield from outlook_leaves(message, limits, depth + 1, outlook_envelope(message, attached=True))
        else:
            yield _attachment(properties, is_object=message is not None, forwarded=forwarded)


def _attachment(properties: _Properties, *, is_object: bool, forwarded: Envelope | None) -> Leaf:
    content = properties.data()
    name = properties.text(_LONG_NAME, _SHORT_NAME)
    hidden = bool(properties.number(_HIDDEN))
    media_type = properties.text(_MEDIA_TYPE).strip().lower() or "application/octet-stream"
    closed = _OBJECT_IN_TEXT if is_object else CLOSED.get(media_type)
    if not content and properties.number(_METHOD) in _LINKS:
        closed = LINK
    return Leaf(
        name=name,
        media_type=media_type,
        content=closed or content,
        attached=not hidden and not properties.text(_CONTENT_ID),
        embedded=hidden or bool(properties.text(_CONTENT_ID)),
        forwarded=forwarded,
    )


def is_winmail(content: bytes) -> bool:
    """Return whether the content is a parcel that Outlook packed for Outlook."""
    return content.startswith(_TNEF)


def winmail_leaves(content: bytes) -> Iterator[Leaf]:
    """Yield the attachments of such a parcel; what cannot be taken out, as a rejection."""
    file: Leaf | None = None
    at = 6
    while at + _TNEF_ATTRIBUTE.size <= len(content):
        _, attribute, length = _TNEF_ATTRIBUTE.unpack_from(content, at)
        start = at + _TNEF_ATTRIBUTE.size
        value = content[start : start + length]
        if len(value) < length:
            yield Leaf(name="winmail.dat", content=damaged("gói thư winmail.dat bị cắt cụt"))
            break
        if attribute == _TNEF_ATTACHMENT:
            if file is not None:
                yield file
            file = Leaf(content=_OBJECT_IN_TEXT, attached=True)
        elif attribute == _TNEF_NAME and file is not None:
            file = replace(file, name=decoded(value.rstrip(b"\0")))
        elif attribute == _TNEF_DATA and file is not None:
            file = replace(file, content=value)
        at = start + length + 2
    if file is not None:
        yield file
