"""Mails for tests of intake: real ones as programs write them, in all their forms."""

import struct
from base64 import encodebytes
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from pipeline.intake.files.mail import read_mail
from pipeline.intake.files.mail_parts import Mail
from pipeline.intake.formats.limits import Rejection

#: Begins as a workbook does; what is in it is no matter of mails.
WORKBOOK = b"PK\x03\x04" + bytes(range(256)) * 20 + b"\n\r\n--x\r\nend"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = b"\x89PNG\r\n\x1a\n"
SENDER = "snv@vidu.gov.vn"


def message(**changes: str) -> EmailMessage:
    """A mail of a department with a text and nothing attached; a header given as "" is left out."""
    mail = EmailMessage()
    headers = {
        "From": f'"Sở Nội vụ" <{SENDER.upper()}>',
        "To": "tonghop@vidu.gov.vn",
        "Date": "Mon, 01 Sep 2025 08:30:00 +0700",
        "Subject": "Báo cáo kết quả thực hiện Quyết định",
    }
    for name, value in {**headers, **changes}.items():
        if value:
            mail[name] = value
    mail.set_content("Kính gửi Văn phòng,\nxin gửi báo cáo.\n")
    return mail


def with_file(mail: EmailMessage, name: str = "báo cáo.xlsx", content: bytes = WORKBOOK) -> EmailMessage:
    """The mail with a workbook attached."""
    mail.add_attachment(content, *XLSX.split("/"), filename=name)
    return mail


def mail_with_file(name: str = "báo cáo.xlsx", content: bytes = WORKBOOK) -> bytes:
    """A mail with a workbook attached."""
    return with_file(message(), name, content).as_bytes()


def raw_mail(*parts: tuple[str, bytes], subtype: str = "mixed", headers: str = "", end: str = "--X--") -> bytes:
    """A mail whose parts are given as they stand in it: headers (lines), body."""
    lines = [
        f"From: <{SENDER}>",
        "To: a@b.vn",
        "Date: Mon, 1 Sep 2025 08:30:00 +0700",
        "Subject: BC",
        "MIME-Version: 1.0",
    ]
    head = "\r\n".join([*lines, *filter(None, [headers]), f'Content-Type: multipart/{subtype}; boundary="X"', "", ""])
    pieces = (
        b"--X\r\n" + fields.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body + b"\r\n" for fields, body in parts
    )
    return head.encode() + b"".join(pieces) + end.encode()


def base64(content: bytes) -> bytes:
    """The content in lines of base64, ended as mails end them."""
    return encodebytes(content).rstrip().replace(b"\n", b"\r\n")


def opened(content: bytes) -> Mail:
    """What a mail holds; it must be readable."""
    mail = read_mail(content)
    assert not isinstance(mail, Rejection), mail
    return mail


def files(content: bytes) -> list[tuple[str, bytes | Rejection]]:
    """Name and content of each attachment of a mail."""
    return [(part.name, part.content) for part in opened(content).attachments]


def outlook_mail(
    *attachments: Mapping[int, object],
    properties: Mapping[int, object] | None = None,
) -> bytes:
    """A mail as Outlook saves it (.msg): properties by identifier; a mapping under 0x3701 is an attached message."""
    return compound_file_bytes(outlook_storage(attachments, properties or {}, header=32))


def outlook_storage(
    attachments: Sequence[Mapping[int, object]], properties: Mapping[int, object], header: int
) -> dict[str, object]:
    """Streams and storages of a message."""
    storage = _property_streams(properties, header)
    for number, attachment in enumerate(attachments):
        storage[f"__attach_version1.0_#{number:08X}"] = _property_streams(attachment, 8)
    return storage


def _property_streams(properties: Mapping[int, object], header: int) -> dict[str, object]:
    records, streams = bytes(header), {}
    for identifier, value in properties.items():
        match value:
            case str():
                kind, data = 0x001F, value.encode("utf-16-le")
            case bytes():
                kind, data = 0x0102, value
            case dict():
                kind, data = 0x000D, value
            case ("string8", bytes() as text):
                kind, data = 0x001E, text
            case ("time", int() as ticks):
                records += struct.pack("<HHIQ", 0x0040, identifier, 6, ticks)
                continue
            case _:
                records += struct.pack("<HHIIi", 0x0003, identifier, 6, int(value), 0)
                continue
        records += struct.pack("<HHIII", kind, identifier, 6, len(data), 0)
        streams[f"__substg1.0_{identifier:04X}{kind:04X}"] = data
    return {"__properties_version1.0": records, **streams}


def compound_file_bytes(root: Mapping[str, object]) -> bytes:
    """A compound file with streams (bytes) and storages (mappings) by name, its small streams apart as is the rule."""
    rows: list[list[object]] = [["Root Entry", 5, root, _NONE, _NONE]]
    _list_entries(rows, 0)
    fat: list[int] = []
    body = bytearray()

    def stored(data: bytes) -> int:
        if not data:
            return _END
        first, count = len(fat), -(-len(data) // 512)
        fat.extend([*range(first + 1, first + count), _END])
        body.extend(data.ljust(count * 512, b"\0"))
        return first

    small, small_fat = bytearray(), []
    places: list[tuple[int, int]] = []
    for _, kind, content, *_ in rows:
        if kind != 2:
            places.append((0, 0))
        elif len(content) >= 4096:
            places.append((stored(content), len(content)))
        else:
            first, count = len(small_fat), -(-len(content) // 64)
            small_fat.extend([*range(first + 1, first + count), _END] if count else [])
            small.extend(content.ljust(count * 64, b"\0"))
            places.append((first if count else _END, len(content)))
    places[0] = (stored(bytes(small)), len(small))
    directory = b"".join(
        _directory_entry(name, kind, after, below, place)
        for (name, kind, _, after, below), place in zip(rows, places, strict=True)
    )
    small_fat_start = stored(struct.pack(f"<{len(small_fat)}I", *small_fat))
    directory_start = stored(directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    count = 1
    while count * 128 < len(fat) + count:
        count += 1
    table = [*fat, *[0xFFFFFFFD] * count]
    table += [_NONE] * (count * 128 - len(table))
    sectors = [*range(len(fat), len(fat) + count), *[_NONE] * (109 - count)]
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        *(62, 3, 0xFFFE, 9, 6),
        b"",
        *(0, count, directory_start, 0, 4096, small_fat_start, -(-len(small_fat) // 128), _END, 0),
    )
    return header + struct.pack("<109I", *sectors) + bytes(body) + struct.pack(f"<{len(table)}I", *table)


_NONE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def _list_entries(rows: list[list[object]], parent: int) -> None:
    """Add the entries of a storage, each the right neighbour of the one before, then those of the storages in it."""
    first = len(rows)
    children = rows[parent][2]
    rows[parent][4] = first if children else _NONE
    for name, content in children.items():
        rows.append([name, 1 if isinstance(content, Mapping) else 2, content, len(rows) + 1, _NONE])
    if children:
        rows[-1][3] = _NONE
    for number in range(first, first + len(children)):
        if rows[number][1] == 1:
            _list_entries(rows, number)


def _directory_entry(name: str, kind: int, after: int, below: int, place: tuple[int, int]) -> bytes:
    raw = name.encode("utf-16-le")
    start, size = place
    return struct.pack("<64sHBBIII36xIII", raw, len(raw) + 2, kind, 1, _NONE, after, below, start, size, 0)


def winmail(*attachments: tuple[str, bytes | None]) -> bytes:
    """A parcel of Outlook: for each attachment its beginning, its name and, unless it is an object, its content."""

    def attribute(level: int, identifier: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, identifier, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    parcel = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00089006, b"\x00\x00\x01\x00")
    for name, content in attachments:
        parcel += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, name.encode() + b"\0")
        if content is not None:
            parcel += attribute(2, 0x0006800F, content)
    return parcel
