"""What mails wrap their contents in so that they pass as lines of ASCII, taken off; nothing here ever fails."""

import re
from binascii import Error, a2b_base64, a2b_qp, a2b_uu
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby

from pipeline.text import clean_text

#: Charsets of texts; Python's codecs also turn text into other things.
_CHARSET = re.compile("(?:utf|us-ascii|ascii|iso|windows|cp|latin|big5|gb|euc|koi|shift|ks)[a-z0-9_:-]*", re.IGNORECASE)
#: An encoded word (RFC 2047, with the language of RFC 2231), and several with nothing but blanks between them.
ENCODED_WORD = re.compile(r"=\?([\w:-]{1,40})(?:\*[\w-]{0,40})?\?([BbQq])\?([^?\r\n]*)\?=")
_WORDS = re.compile(rf"{ENCODED_WORD.pattern}(?:\s*{ENCODED_WORD.pattern})*")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
#: Letters from which a word in a line of base64 is part of it.
_LONGEST_WORD = 40
_PADDING = re.compile(rb"=[=\s]*")
_BASE64_LINE = re.compile(rb"(?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{2}[A-Za-z0-9+/=]{2}")
_UU_START = re.compile(rb"^begin(-base64)? [0-7]{3,4} ([^\r\n]{1,500}?)[ \t]*\r*\n", re.MULTILINE)
_UU_END = re.compile(rb"^(?:end|====)[ \t]*\r*$", re.MULTILINE)


def decoded(raw: bytes, charset: str | None = None) -> str:
    """Return bytes as text: in the charset that is named, else UTF-8, else Windows' Vietnamese code page."""
    for encoding in (charset, "utf-8", "cp1258"):
        if encoding and _CHARSET.fullmatch(encoding):
            with suppress(LookupError, ValueError):
                return raw.decode(encoding)
    return raw.decode("utf-8", "replace")


def one_line(text: str) -> str:
    """Return text fit to be shown, in one line."""
    return " ".join(clean_text(text).split())


def decoded_words(value: str) -> str:
    """Return a header's text with its encoded words decoded, in one line.

    A letter whose bytes are split between two words, as many programs split them, is put together again.
    """
    return one_line(_WORDS.sub(lambda words: _words_text(words[0]), value))


def _words_text(words: str) -> str:
    pieces = [(word[1].lower(), _word_bytes(word[2], word[3])) for word in ENCODED_WORD.finditer(words)]
    groups = groupby(pieces, key=lambda piece: piece[0])
    return "".join(decoded(b"".join(raw for _, raw in group), charset) for charset, group in groups)


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    return base64_bytes(raw) if encoding in "Bb" else a2b_qp(raw, header=True)


def base64_bytes(data: bytes) -> bytes:
    """Return what base64 stands for; stray characters are skipped, padding may be missing or wrong.

    Some servers add a footer: lines of several words are left out. Some programs pad every piece: after padding, lines
    are read on, those only that are base64.
    """
    if b" " in data:
        data = b"\n".join(line for line in data.split(b"\n") if not _is_prose(line))
    end = _PADDING.search(data)
    if end is None:
        return _unpadded(data)
    later = (line.strip() for line in data[end.end() :].splitlines())
    pieces = (line for line in later if _BASE64_LINE.fullmatch(line))
    return _unpadded(data[: end.start()]) + b"".join(_unpadded(piece) for piece in pieces)


def _is_prose(line: bytes) -> bool:
    words = [word for word in line.split() if word.translate(None, _NOT_BASE64)]
    return len(words) > 1 and max(map(len, words)) < _LONGEST_WORD


def _unpadded(data: bytes) -> bytes:
    letters = data.translate(None, _NOT_BASE64)
    # a single letter over holds no whole byte
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return a2b_base64(whole + b"=" * (-len(whole) % 4))


def unwrapped(data: bytes, encoding: str) -> bytes:
    """Return the content of a part, of the transfer encoding that its header names; an unknown one is none."""
    match encoding.strip(" \t\"'").lower():
        case "base64":
            # what was never encoded is left as it is
            return data if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else base64_bytes(data)
        case "quoted-printable":
            return a2b_qp(data)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return next((content for _, content in uuencoded(data)), data)
        case _:
            # a workbook that some server forgot to call base64
            return base64_bytes(data) if data.lstrip().startswith((b"UEsDB", b"0M8R4KGx")) else data


def uuencoded(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file that stands uuencoded in a text."""
    position = 0
    while (start := _UU_START.search(data, position)) is not None:
        end = _UU_END.search(data, start.end())
        body = data[start.end() : end.start() if end else len(data)]
        content = base64_bytes(body) if start[1] else b"".join(map(_uu_line, body.split(b"\n")))
        if content:
            yield decoded(start[2]), content
        position = end.end() if end else len(data)


def _uu_line(line: bytes) -> bytes:
    if not line.strip():
        return b""
    # some programs write more letters than the line's own length needs
    letters = (((line[0] - 32) & 63) + 2) // 3 * 4
    try:
        return a2b_uu(line[: 1 + letters])
    except Error:
        return b""
