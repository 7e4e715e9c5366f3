"""Text from outside: cleaning what agencies typed, folding it for comparison, slugs for file names."""

import re
import unicodedata

#: Characters that look like nothing: zero-width marks, byte-order mark, bidi controls.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
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
_UNCLEAN = re.compile(
    "|".join(part.pattern for part in (_INVISIBLE, re.compile(_SOFT_HYPHEN), _LINE_END, _SPACE, _FORBIDDEN))
)
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
    """Return whether the text holds control characters, line ends, surrogates or non-characters."""
    return _FORBIDDEN.search(text) is not None or _LINE_END.search(text) is not None or "\n" in text


def folded(text: str) -> str:
    """Return the form in which names and words of closed lists are compared: one case, single blanks, one tone placement.

    Diacritics stay: Cẩm Giang and Cẩm Giàng are two communes.
    """
    plain = clean_text(text).replace("\u00d0", "Đ").replace("\u00f0", "đ").casefold()
    decomposed = unicodedata.normalize("NFD", " ".join(plain.split()))
    return unicodedata.normalize("NFC", _OLD_TONE_PLACE.sub(r"\1\3\2", decomposed))


def without_marks(text: str) -> str:
    """Return folded text without diacritics, for short closed lists only, never for names of agencies."""
    decomposed = unicodedata.normalize("NFD", folded(text).replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slug(text: str) -> str:
    """Return the text in lower-case ASCII words joined by hyphens, for file names."""
    return re.sub("[^a-z0-9]+", "-", without_marks(text)).strip("-")
