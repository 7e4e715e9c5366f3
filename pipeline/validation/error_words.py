"""The words that spreadsheets show where a formula has no result, in whatever language; as text they are no better."""

import re

from pipeline.text import clean_text, folded

#: #REF!, #TÊN?, #GIÁ TRỊ!, #CHIA/0!: capitals between the marks, whatever a newer program will call its error.
_MARKED = r"#[^\W_][\w/]*(?: [\w/]+)?[!?]"
#: Those without a mark at the end, and what stands there while a formula is still at work.
_WORDS = (
    *("#N/A", "#N/D", "#NV", "#N/B", "#I/T", "#GETTING_DATA", "#BUSY", "#UNKNOWN"),
    *("Loading...", "Loading…", "Calculating...", "Calculating…"),
    *("Đang tải...", "Đang tải…"),
)
#: LibreOffice: Err:502.
_NUMBERED = r"(?:err|error|lỗi|fehler|erreur)\s?:\s?[1-9]\d{2}"
#: What is left of a number or date in a column that is too narrow.
_TOO_NARROW = r"#{3,}"
_ERROR = "|".join((_MARKED, *map(re.escape, map(folded, _WORDS)), _NUMBERED, _TOO_NARROW))
_ONLY_ERRORS = re.compile(rf"['\"]?(?:{_ERROR})(?:[\s,;|]+(?:{_ERROR}))*['\"]?")
_FIRST_SIGNS = ("#", "Err", "err", "ERR", "Lỗi", "lỗi", "Load", "Calc", "Đang t", "Fehler", "Erreur", "Error", "'", '"')


def is_error_word(text: str) -> bool:
    """Return whether nothing stands in a text but words of failed formulas; a sentence that quotes one is a sentence."""
    clean = clean_text(text)
    if not clean.startswith(_FIRST_SIGNS) or _ONLY_ERRORS.fullmatch(folded(clean)) is None:
        return False
    # «#hoànthành!» is somebody's own word
    return not clean.startswith("#") or clean == clean.upper()
