"""Completing the review workbook: the rows that a round calls for, each with what people typed of it, and no word lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.review.content import AddedText, GoneRow, ReviewContent, ReviewRow
from pipeline.review.layout import DIFFERING, LAYOUTS, ReviewSheet
from pipeline.sheet_text import cell_text

_Typed = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequiredRow:
    """One row that a round calls for: what the program tells of each of its sources, by the source's key."""

    cells: Mapping[str, tuple[str, ...]]

    def shown(self, members: Iterable[str]) -> tuple[str, ...]:
        """Return what is told of some of the sources together: in each column every text once, each on a line."""
        columns = zip(*(self.cells[member] for member in members), strict=True)
        return tuple(cell_text("\n".join(dict.fromkeys(filter(None, texts)))) for texts in columns)


def completed(earlier: ReviewContent, required: Mapping[ReviewSheet, Sequence[RequiredRow]]) -> ReviewContent:
    """Return the rows that a round calls for, with everything that people typed into what was found.

    What was typed hangs on the sources of its row. Sources that are merged share it; where people said different things
    of them each opinion keeps a row of its own, and the rows say so. What no source is left for is kept in `gone`, and comes
    back to its row with its source. Completing twice is completing once.
    """
    rows: dict[ReviewSheet, tuple[ReviewRow, ...]] = {}
    sourceless: list[GoneRow] = []
    for sheet in ReviewSheet:
        of_sheet = [row for row in earlier.gone if row.sheet is sheet]
        rows[sheet], lost = _completed_sheet(sheet, earlier.rows[sheet], of_sheet, required[sheet])
        sourceless += lost
    return ReviewContent(rows=rows, gone=tuple(dict.fromkeys(sourceless)), added=_added(earlier, rows))


def _completed_sheet(
    sheet: ReviewSheet, before: Sequence[ReviewRow], sourceless: Sequence[GoneRow], required: Sequence[RequiredRow]
) -> tuple[tuple[ReviewRow, ...], list[GoneRow]]:
    """Return the rows of a sheet, and what was typed of sources that are gone or have something else in their row."""
    typed = {member: row.typed for row in reversed(before) if row.is_typed for member in row.members}
    returning = {member: row.typed for row in reversed(sourceless) for member in row.members}
    rows = tuple(row for group in required for row in _rows(sheet, group, {**returning, **typed}))
    standing = {member: row.typed for row in rows for member in row.members}
    lost = [
        GoneRow(sheet=sheet, members=row.members, typed=row.typed, about=" · ".join(filter(None, row.shown)))
        for row in before
        if row.is_typed and all(standing.get(member) != row.typed for member in row.members)
    ]
    return rows, [*_still_gone(sourceless, standing), *lost]


def _still_gone(sourceless: Sequence[GoneRow], standing: Mapping[str, _Typed]) -> Iterable[GoneRow]:
    """Give what did not come back to a row, of merged sources those that did not."""
    for row in sourceless:
        members = tuple(member for member in row.members if standing.get(member) != row.typed)
        if members:
            yield GoneRow(sheet=row.sheet, members=members, typed=row.typed, about=row.about)


def _rows(sheet: ReviewSheet, group: RequiredRow, typed: Mapping[str, _Typed]) -> Iterable[ReviewRow]:
    """Give the one row of some merged sources, or one for each thing that people said of them."""
    layout = LAYOUTS[sheet]
    nothing = ("",) * len(layout.typed)
    by_typed: dict[_Typed, list[str]] = {}
    for member in group.cells:
        by_typed.setdefault(typed.get(member, nothing), []).append(member)
    if len(by_typed) == 2 and nothing in by_typed:
        # what was said of some of them is said of all
        said_words = next(words for words in by_typed if words != nothing)
        by_typed = {said_words: list(group.cells)}
    note = DIFFERING if len(by_typed) > 1 else ""
    for words, members in by_typed.items():
        printed = group.shown(members)
        yield ReviewRow(
            members=tuple(members), shown=(*printed, note) if layout.tells_differences else printed, typed=words
        )


def _added(earlier: ReviewContent, rows: Mapping[ReviewSheet, Sequence[ReviewRow]]) -> tuple[AddedText, ...]:
    """Return what people added, and what they typed over words of the program that are not written there again."""
    written = {text for of_sheet in rows.values() for row in of_sheet for text in row.shown}
    edited = (text for text in earlier.edited if text.text not in written)
    return tuple(dict.fromkeys((*earlier.added, *edited)))
