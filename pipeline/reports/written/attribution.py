"""Whose words stand in the written report: every quoted text beside those who wrote it, and nobody else."""

from collections.abc import Sequence

from pipeline.consolidation.texts import SimilarTexts
from pipeline.reports.figures import WORKBOOK, Figures
from pipeline.reports.sentences import enumeration, number, quoted, without_end

#: Characters of one quoted text (whole sentences), agencies named beside it.
QUOTED_LENGTH, _MOST_NAMED = 170, 2


def quoted_entries(figures: Figures, groups: Sequence[SimilarTexts], noun: str, *, most: int = 3) -> list[str]:
    """Return grouped texts as entries of a list, each with the agencies that wrote it; of a long list how many more.

    Args:
        figures: the round.
        groups: the texts, those to quote first.
        noun: what the texts are ("nguyên nhân", "kiến nghị").
        most: how many are quoted.
    """
    entries = [quoted_with_authors(figures, group) + "." for group in groups[:most]]
    rest = len(groups) - len(entries)
    return (
        [*entries, f"Ngoài ra còn {number(rest)} {noun} khác, tại {WORKBOOK} (tệp Excel gửi kèm)."] if rest else entries
    )


def quoted_with_authors(figures: Figures, group: SimilarTexts) -> str:
    """Return "“Thiếu kinh phí” (03 cơ quan: Sở A; UBND xã B và 01 cơ quan khác; 02 cơ quan khác nêu tương tự)"."""
    text = without_end(quoted(group.text, QUOTED_LENGTH))
    return f"“{text}” ({authors(figures, group)})"


def authors(figures: Figures, group: SimilarTexts) -> str:
    """Return who wrote the quoted text, and how many others wrote nearly the same, which is not put in their mouths."""
    named = figures.named(group.authors)
    others = len(group.agencies) - len(named)
    alike = f"; {number(others)} cơ quan khác nêu tương tự" if others else ""
    if len(named) == 1:
        return f"{named[0].name}{alike}"
    return f"{number(len(named))} cơ quan: {enumeration(named, _MOST_NAMED)}{alike}"
