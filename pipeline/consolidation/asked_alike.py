"""Proposals that ask the same: dates and times are understood, so that "hết tháng 9/2025" is "ngày 30/9/2025"."""

import calendar
import re
from collections.abc import Iterable, Sequence

from pipeline.consolidation.texts import SimilarTexts, similar_texts
from pipeline.text import clean_text, folded

_DAY = re.compile(r"\b(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:(?:đến\s+)?(?:hết|cuối)\s+)?tháng\s+(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b(?:(?:hết|cuối)\s+)?quý\s+(IV|III|II|I|[1-4])\s*(?:[/.-]|năm)\s*(\d{4})\b", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMBER = re.compile(r"\d+")
#: What asks for a later date.
_DELAY = re.compile(r"\b(?:lùi|gia hạn|kéo dài|(?:điều chỉnh|thay đổi) (?:thời hạn|thời gian|hạn)|thêm thời gian)\b")


def asked_alike(written: Iterable[tuple[str, str]]) -> tuple[SimilarTexts, ...]:
    """Return proposals on one task that ask the same in groups, those of most agencies first.

    Who asks for a later date asks the same where the dates are the same, however it is worded and whatever year, month
    or day they are written as; of all other texts those are together that are nearly the same and hold the same numbers.

    Args:
        written: (agency code, text) in the order of the register; empty texts are passed over.
    """
    delays: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    others: list[tuple[str, str]] = []
    for agency, text in written:
        key = _delay_until(text)
        if key:
            delays.setdefault(key, []).append((agency, text))
        else:
            others.append((agency, text))
    groups = [_together(texts) for texts in delays.values()]
    return tuple(
        sorted(
            (*groups, *similar_texts(others, same_numbers=True)), key=lambda texts: (-len(texts.agencies), -texts.count)
        )
    )


def _delay_until(text: str) -> tuple[str, ...]:
    """Return the dates that a text asks a time limit to be moved to; nothing where it asks for something else too."""
    line = " ".join(clean_text(text).split())
    if not _DELAY.search(folded(line)):
        return ()
    days: list[str] = []

    def taken(day: str) -> str:
        days.append(day)
        return ""

    line = _DAY.sub(lambda match: taken(_date(int(match[3]), int(match[2]), int(match[1]))), line)
    line = _QUARTER.sub(lambda match: taken(_end(int(match[2]), 3 * _quarter(match[1]))), line)
    line = _MONTH.sub(lambda match: taken(_end(int(match[2]), int(match[1]))), line)
    return () if _NUMBER.search(line) else tuple(sorted(days))


def _quarter(text: str) -> int:
    return _QUARTERS.get(text.lower()) or int(text)


def _end(year: int, month: int) -> str:
    """Return the last day of a month; of what is no month what was written."""
    if not 1 <= month <= 12:
        return f"{year}-{month}"
    return _date(year, month, calendar.monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def _together(texts: Sequence[tuple[str, str]]) -> SimilarTexts:
    """Return texts as one group, whatever they have in common; the wording of most agencies leads."""
    parts = similar_texts(texts, same_numbers=True)
    return SimilarTexts(
        text=parts[0].text,
        count=sum(part.count for part in parts),
        agencies=tuple(dict.fromkeys(agency for part in parts for agency in part.agencies)),
        authors=parts[0].authors,
        wordings=tuple(wording for part in parts for wording in part.wordings),
    )
