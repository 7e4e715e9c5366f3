"""Same and nearly same texts: reasons, difficulties and proposals of many agencies, grouped and counted."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from pipeline.text import clean_text, folded

#: Two texts are nearly the same from this likeness on (0 to 100, share of common characters in order).
LIKENESS = 82.0
#: Texts with this many opening or closing words in common are compared at all.
_EDGE_WORDS = 2
#: Leaders with the same edge words that a text is compared with, the most frequent: thousands of agencies end their texts alike.
_MOST_COMPARED = 200
_NOT_A_WORD = re.compile(r"[^\w%]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarTexts:
    """One text as several agencies wrote it, to the letter or nearly."""

    #: The wording most often used, as it was typed (cleaned).
    text: str
    #: How often it was written; an agency may write it for several tasks.
    count: int
    #: Codes of the agencies, in the order in which they came.
    agencies: tuple[str, ...]
    #: Of these, the ones that wrote `text` itself.
    authors: tuple[str, ...]
    #: Every wording that was taken as the same, most frequent first.
    wordings: tuple[str, ...]


@dataclass(slots=True)
class _Wordings:
    """All texts that are equal once case, blanks, punctuation and tone placement are evened out."""

    form: str
    #: Rows that wrote it, as (position, agency, text).
    rows: list[tuple[int, str, str]]


def similar_texts(
    written: Iterable[tuple[str, str]], *, likeness: float = LIKENESS, same_numbers: bool = False
) -> tuple[SimilarTexts, ...]:
    """Return the texts in groups of the same or nearly the same, those of most agencies first.

    Equal texts fall together by their normal form, so only distinct forms are compared. The most frequent form leads
    a group; a rarer one joins the most alike leader among the 200 most frequent that share its first two words, the 200
    that share its last two, and whose length allows the likeness. Texts with other words at both ends stay apart,
    however alike, which keeps the work linear. The result depends on the texts and their order alone.

    Args:
        written: (agency code, text) in the order of the register; empty texts are passed over.
        likeness: from 0 to 100; 100 groups equal forms only.
        same_numbers: whether texts with other numbers (dates, amounts) stay apart.
    """
    groups: list[list[_Wordings]] = []
    leaders_at: dict[tuple[str, ...], list[int]] = {}
    for distinct in _distinct(written):
        edges = _edges(distinct.form, same_numbers=same_numbers)
        compared = sorted({index for edge in edges for index in leaders_at.get(edge, ())})
        joined = _closest(distinct.form, {index: groups[index][0].form for index in compared}, likeness)
        if joined is None:
            for edge in edges:
                if len(leaders := leaders_at.setdefault(edge, [])) < _MOST_COMPARED:
                    leaders.append(len(groups))
            groups.append([distinct])
        else:
            groups[joined].append(distinct)
    similar = [_similar(group) for group in groups]
    return tuple(sorted(similar, key=lambda texts: (-len(texts.agencies), -texts.count)))


def _distinct(written: Iterable[tuple[str, str]]) -> list[_Wordings]:
    """Return the distinct forms, most frequent first, then in the order in which they came."""
    by_text: dict[str, list[tuple[int, str]]] = {}
    for position, (agency, text) in enumerate(written):
        by_text.setdefault(text, []).append((position, agency))
    by_form: dict[str, _Wordings] = {}
    for text, places in by_text.items():
        cleaned, form = clean_text(text), _form(text)
        if form:
            wordings = by_form.setdefault(form, _Wordings(form=form, rows=[]))
            wordings.rows += [(position, agency, cleaned) for position, agency in places]
    return sorted(by_form.values(), key=lambda wordings: (-len(wordings.rows), min(wordings.rows)))


def _form(text: str) -> str:
    """Return the text with case, blanks, punctuation and tone placement evened out."""
    return " ".join(_NOT_A_WORD.sub(" ", folded(text)).split())


def _edges(form: str, *, same_numbers: bool) -> tuple[tuple[str, ...], ...]:
    """Return the keys under which a form is looked for: its first words and its last words."""
    words = form.split(" ")
    numbers = [word for word in words if word.isdigit()] if same_numbers else []
    return ("first", *words[:_EDGE_WORDS], *numbers), ("last", *words[-_EDGE_WORDS:], *numbers)


def _closest(form: str, leaders: dict[int, str], likeness: float) -> int | None:
    """Return the key of the leader most alike, the first one of equals; None where none is near."""
    # likeness = 200·common/(a+b), and common is at most the shorter: other lengths cannot reach it
    shortest = likeness * len(form) / (200 - likeness)
    longest = len(form) * (200 - likeness) / likeness
    near = {index: leader for index, leader in leaders.items() if shortest <= len(leader) <= longest}
    best = process.extractOne(form, near, scorer=fuzz.ratio, score_cutoff=likeness)
    return None if best is None else int(best[2])


def _similar(group: Sequence[_Wordings]) -> SimilarTexts:
    rows = sorted(row for wordings in group for row in wordings.rows)
    wordings = Counter(text for _, _, text in rows)
    by_use = sorted(wordings, key=lambda text: -wordings[text])
    return SimilarTexts(
        text=by_use[0],
        count=len(rows),
        agencies=tuple(dict.fromkeys(agency for _, agency, _ in rows)),
        authors=tuple(dict.fromkeys(agency for _, agency, text in rows if text == by_use[0])),
        wordings=tuple(by_use),
    )


def nearly_same(first: str, second: str, *, likeness: float = LIKENESS) -> bool:
    """Return whether two texts are alike enough, wherever they differ."""
    return fuzz.ratio(_form(first), _form(second), score_cutoff=likeness) >= likeness
