"""What stands on a console for characters that its encoding lacks: the same word without its marks, never a row of "?"."""

import codecs
import unicodedata

#: Stands for characters of which no letter is left.
_UNKNOWN = "?"
_PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "⟨": "<",
        "⟩": ">",
        "–": "-",
        "—": "-",
        "−": "-",
        "→": "->",
        "←": "<-",
        "≥": ">=",
        "≤": "<=",
        "×": "x",
        "•": "-",
        "·": ",",
        "✓": "v",
    }
)


def register_plain_letters(encoding: str) -> str:
    """Return the name of an error handler for an encoding that never fails: what it cannot encode is put plainly."""
    name = f"plain-letters-{encoding}"

    def replace(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        letters = error.object[error.start : error.end]
        return "".join(plain_letter(letter, encoding) for letter in letters), error.end

    codecs.register_error(name, replace)
    return name


def plain_letter(letter: str, encoding: str) -> str:
    """Return what stands for a letter in an encoding: the letter with its marks beside it, without them, or "?"."""
    if _fits(letter, encoding):
        return letter
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if unicodedata.combining(base):
        return ""
    for spelling in _beside(base, marks):
        if _fits(spelling, encoding):
            return spelling
    plain = unicodedata.normalize("NFKD", base).translate(_PLAIN)
    return plain if _fits(plain, encoding) else _UNKNOWN


def _beside(base: str, marks: list[str]) -> list[str]:
    """Return the ways to write a letter with one of its marks in it and the others beside it, as in cp1258: ê + ́ for ế."""
    ways = [
        unicodedata.normalize("NFC", base + mark) + "".join(other for other in marks if other != mark) for mark in marks
    ]
    return [*ways, base + "".join(marks)] if marks else []


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True
