"""What a mail is made of: its sender and date, its attachments, and what is no attachment though it came as one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from enum import Enum, auto

from pipeline.intake.envelope import Envelope
from pipeline.intake.files.mail_text import ENCODED_WORD, decoded_words, one_line
from pipeline.intake.formats.limits import Limits, Rejection, no_workbook, too_large

#: Dates of mails are told as they are in Viet Nam, on whatever machine and under whatever clock they were written.
VIETNAM = timezone(timedelta(hours=7))
_LONGEST_NAME, _LONGEST_SENDER = 200, 2_000
_NAMELESS = "(không tên)"

#: A quoted string, a comment, an address in angle brackets (a route before it is obsolete), a bare address.
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"\([^()]*\)")
_IN_BRACKETS = re.compile(r"<\s*(?:@[^:<>]*:)?([^<>\s]+)\s*>")
_BARE = re.compile(r"[^\s,;:<>]+@[^\s,;:<>]+")
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[\w-]{1,63}\.){1,10}[\w-]{2,63}")
#: First bytes of zip packages and of old Office files: what begins so may be a workbook, whatever its headers say.
OFFICE = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")
#: Bytes below which a picture is a logo: scans of a page begin at ten times that.
_LOGO = 16 * 1024
_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emz", ".wmz", ".emf", ".wmf", ".svg", ".webp")
_TEXT_TYPES = {"text/rfc822-headers", "message/delivery-status", "message/disposition-notification"}
WRAPPING = "application/ms-tnef"
_SEALED = no_workbook("thư mã hóa hoặc ký kín, không mở được; gửi lại thư thường")
#: A link in place of a file.
LINK = no_workbook("liên kết tới tệp để nơi khác; gửi chính tệp báo cáo")
#: Parts that hold nothing that could be taken out, by type.
CLOSED: Mapping[str, Rejection] = {
    "multipart/encrypted": _SEALED,
    "application/pkcs7-mime": _SEALED,
    "application/x-pkcs7-mime": _SEALED,
    "message/partial": no_workbook("một mảnh của thư bị chia nhỏ; gửi lại thư nguyên vẹn"),
    "message/external-body": LINK,
}
#: Exchange cuts the text of a mail at each attachment and names the pieces so.
_TEXT_PIECE = re.compile(r"att\d{3,}\.(?:txt|html?)")


class PartKind(Enum):
    """What one part of a mail is; all but attachments are noise."""

    ATTACHMENT = auto()
    #: The message itself, in whatever form, and what servers write about it.
    TEXT = auto()
    SIGNATURE = auto()
    #: Pictures inside the text, and logos.
    PICTURE = auto()
    CALENDAR = auto()
    CARD = auto()
    #: What a mail program adds for itself, such as a winmail.dat whose attachments were taken out.
    WRAPPING = auto()


#: Noise by the types and the endings of names under which it comes.
_NOISE: Mapping[PartKind, tuple[set[str], tuple[str, ...]]] = {
    # what Word and the Mac add to a mail for themselves; a theme is a zip
    PartKind.WRAPPING: (
        {WRAPPING, "application/applefile", "application/x-oledata", "application/x-mso"},
        (".thmx", ".mso"),
    ),
    PartKind.SIGNATURE: (
        {
            "application/pkcs7-signature",
            "application/x-pkcs7-signature",
            "application/pgp-signature",
            "application/pgp-keys",
        },
        (".p7s", ".asc", ".sig"),
    ),
    PartKind.CALENDAR: ({"text/calendar", "application/ics"}, (".ics",)),
    PartKind.CARD: ({"text/vcard", "text/x-vcard", "text/directory"}, (".vcf",)),
}

#: How a path begins that leads from a folder nobody knows.
_UPWARDS = re.compile(r"^(?:\.{1,2}[/\\])+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPart:
    """One part of a mail; noise has no content, for nobody reads it."""

    #: To be shown only: clean, without separators of paths, not unique.
    name: str
    kind: PartKind
    #: A rejection where there is an attachment that cannot be taken out.
    content: bytes | Rejection
    #: Of the message attached to this mail in which the part lay; None for parts of the mail itself.
    forwarded: Envelope | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail and everything attached to it, in the order of the mail."""

    envelope: Envelope
    parts: tuple[MailPart, ...]

    @property
    def attachments(self) -> tuple[MailPart, ...]:
        """Return the parts that are to be judged as files."""
        return tuple(part for part in self.parts if part.kind is PartKind.ATTACHMENT)

    @property
    def noise(self) -> tuple[MailPart, ...]:
        """Return the parts that are no attachments."""
        return tuple(part for part in self.parts if part.kind is not PartKind.ATTACHMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One part as the mail has it, not yet judged."""

    name: str = ""
    #: As declared, lower case; `text/plain` where nothing is.
    media_type: str = "application/octet-stream"
    content: bytes | Rejection = b""
    #: Declared to be an attachment, not to be shown within the text.
    attached: bool = False
    #: Referred to from the text.
    embedded: bool = False
    forwarded: Envelope | None = None


class RefusedMailError(Exception):
    """A mail goes over a limit; `rejection` says which."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection.rule.name)
        self.rejection = rejection


def too_deep(limits: Limits) -> RefusedMailError:
    """Return the refusal of a mail whose parts or messages are nested too deep."""
    return RefusedMailError(too_large(f"{limits.mail_depth} tầng lồng nhau trong một thư", "nhiều tầng hơn"))


def mail_part(leaf: Leaf) -> MailPart:
    """Return a part with what it is: its content decides before its type, its type before its name."""
    name, kind = shown_name(leaf.name), _kind(leaf)
    content = leaf.content if kind is PartKind.ATTACHMENT else b""
    return MailPart(name=name, kind=kind, content=content, forwarded=leaf.forwarded)


def _kind(leaf: Leaf) -> PartKind:
    name, content = leaf.name.lower(), leaf.content
    if isinstance(content, Rejection):
        return PartKind.ATTACHMENT
    declared = next(
        (kind for kind, (types, endings) in _NOISE.items() if leaf.media_type in types or name.endswith(endings)),
        PartKind.ATTACHMENT,
    )
    if content.startswith(OFFICE) and declared is not PartKind.WRAPPING:
        return PartKind.ATTACHMENT
    if declared is PartKind.ATTACHMENT and _is_text(leaf):
        return PartKind.TEXT
    if leaf.media_type.startswith("image/") or name.endswith(_PICTURE_ENDINGS) or content.startswith(_IMAGES):
        within_text = leaf.embedded and not leaf.attached
        return PartKind.PICTURE if within_text or len(content) < _LOGO else PartKind.ATTACHMENT
    return declared


def _is_text(leaf: Leaf) -> bool:
    if leaf.media_type in _TEXT_TYPES or _TEXT_PIECE.fullmatch(leaf.name.lower()):
        return True
    return leaf.media_type.startswith("text/") and not leaf.name and not leaf.attached


def shown_name(name: str) -> str:
    """Return the name of an attachment in one clean line that no path can be made of."""
    # a name that begins with a dot is taken for a file of the system's, a path that begins with one is none
    line = one_line(re.sub(r"[/\\]", "_", _UPWARDS.sub("", name)))
    return line[:_LONGEST_NAME].strip() or _NAMELESS


def sender(value: str) -> tuple[str, str]:
    """Return address and name of a From header; both empty where it holds no address.

    Of several addresses, and of a group, the first counts. Encoded words are decoded after the address is taken out,
    so that a name cannot pass for an address.
    """
    value = value[:_LONGEST_SENDER]
    plain = _COMMENT.sub(" ", _QUOTED.sub(" ", ENCODED_WORD.sub(" ", value)))
    for pattern in (_IN_BRACKETS, _BARE):
        for match in pattern.finditer(plain):
            address = match[match.lastindex or 0].strip("'.").lower()
            if _ADDRESS.fullmatch(address):
                return address, _sender_name(value, match[0], address)
    return "", ""


def _sender_name(value: str, written: str, address: str) -> str:
    before, _, after = value.partition(written)
    comment = _COMMENT.search(after)
    name = decoded_words(before.rpartition(":")[2].strip() or (comment[0][1:-1] if comment else ""))
    name = name.strip("\"'() ").replace('\\"', '"')
    return "" if name.lower() == address else name[:_LONGEST_NAME]


def sent_on(value: str) -> date | None:
    """Return the day in Viet Nam of a Date header; None where it tells none. A time without a zone is local."""
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC if "-0000" in value else VIETNAM)
        return local_day(moment)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def local_day(moment: datetime) -> date | None:
    """Return the day in Viet Nam of a moment; None where it lies outside the years of electronic mail.

    Raises: OverflowError at the end of all years.
    """
    day = moment.astimezone(VIETNAM).date()
    return day if 1980 <= day.year < 2100 else None


def envelope(headers: Mapping[str, str]) -> Envelope:
    """Return what the headers of a message tell, by lower-case name.

    What a text quotes of an earlier message is not looked at. Where there is no Date, the day on which the last server
    took the message counts.
    """
    address, name = next(
        (pair for key in ("from", "sender", "return-path") if (pair := sender(headers.get(key, "")))[0]), ("", "")
    )
    day = sent_on(headers.get("date", "")) or sent_on(headers.get("received", "").rpartition(";")[2].strip())
    subject = decoded_words(headers.get("subject", ""))
    return Envelope(sender_address=address, sender_name=name, sent_on=day, subject=subject[:1_000])
