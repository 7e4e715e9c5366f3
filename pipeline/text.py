"""Text from outside: cleaning what agencies typed, folding it for comparison, slugs for file names."""

import re
import unicodedata

#: Turn the direction of writing, so that a name or a text shows as another.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: Characters that look like nothing: zero-width marks, byte-order mark, bidi controls.
_INVISIBLE = re.compile(f"{_BIDI.pattern}|[\u200b-\u200d\u2060-\u2064\ufeff]")
#: Looks like nothing too, but is the letter ư of texts in TCVN3 (fonts .VnTime …).
_SOFT_HYPHEN = "\u00ad"
#: How words of such a text look, and letters that only Unicode has.
_TCVN3 = re.compile("[A-Za-z][µ¶¸¹¨ª¬¼¾©®«]|[µ¶¸¹¨ª¬®][A-Za-z]")
_UNICODE = re.compile("[\u0100-\u1fff]")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
#: C0 and C1 controls but for line feed and tab, surrogates, non-characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
#: Bytes that Python could not read as text.
_BYTES = re.compile("[\udc80-\udcff]+")
_UNCLEAN = re.compile(
    "|".join(part.pattern for part in (_INVISIBLE, re.compile(_SOFT_HYPHEN), _LINE_END, _SPACE, _FORBIDDEN))
)
#: What Windows allows in no name of a file.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
#: Old placement of the tone mark (hoà, thuỷ, khoẻ) to the new one (hòa, thủy, khỏe), as the decision itself mixes both.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE_PLACE = re.compile(f"(?<!q)([ou])([aey])([{_TONES}])(?!\\w)", re.IGNORECASE)


def clean_text(text: str) -> str:
    r"""Return text fit for every writer, log and report: NFC, plain spaces, `\n` line ends, no control characters."""
    # nearly every text; what is printable holds nothing unclean, and that test is 25 times faster than the search
    if text.isprintable() or not _UNCLEAN.search(text):
        return unicodedata.normalize("NFC", text).strip()
    lines = _SPACE.sub(" ", _LINE_END.sub("\n", text))
    if _UNICODE.search(lines) or not _TCVN3.search(lines):
        lines = lines.replace(_SOFT_HYPHEN, "")
    # Composed last: a mark may have been kept from its letter by something invisible.
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", _INVISIBLE.sub("", lines))).strip()


def is_unprintable(text: str) -> bool:
    """Return whether the text holds control characters, line ends, bidi controls, surrogates or non-characters."""
    return "\n" in text or any(pattern.search(text) is not None for pattern in (_FORBIDDEN, _LINE_END, _BIDI))


def from_bytes(text: str) -> str:
    """Return a name or an argument with what Python could not read, in the locale that it is run in, read as UTF-8."""
    return _BYTES.sub(
        lambda match: match.group().encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"), text
    )


def half_width(text: str) -> str:
    """Return text with the wide letters, figures and signs of East Asian keyboards, １２／８, as everybody types them."""
    return text.translate(_HALF_WIDTH)


def folded(text: str) -> str:
    """Return the form in which names and words of closed lists are compared: one case, single blanks, one tone placement.

    Diacritics stay: Đá Bàn and Đá Bán are two communes.
    """
    plain = clean_text(text).replace("\u00d0", "Đ").replace("\u00f0", "đ").casefold()
    decomposed = unicodedata.normalize("NFD", " ".join(plain.split()))
    return unicodedata.normalize("NFC", _OLD_TONE_PLACE.sub(r"\1\3\2", decomposed))


def without_marks(text: str) -> str:
    """Return folded text without diacritics, for short closed lists only, never for names of agencies."""
    decomposed = unicodedata.normalize("NFD", folded(text).replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def file_name(text: str) -> str:
    """Return the text as one name of a file, the signs that a system forbids in names, above all slashes, as hyphens."""
    return _NOT_IN_NAMES.sub("-", text).strip(" .") or "-"


def sentence(text: str) -> str:
    """Return the text as it begins a sentence: its first letter a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """Return the text in lower-case ASCII words joined by hyphens, for file names."""
    return re.sub("[^a-z0-9]+", "-", without_marks(text)).strip("-")
