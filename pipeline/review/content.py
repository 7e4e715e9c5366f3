"""What the review workbook holds, as a value: rows by sheet, what lost its source, what people added."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pipeline.review.layout import ReviewSheet
from pipeline.text import clean_text

#: Between the parts of a key, and between the digests of the members of a merged proposal.
_PART, _MEMBER = "|", " "
#: Hexadecimal figures of a digest: enough to tell the texts of a round apart.
_DIGEST_LENGTH = 16


def text_digest(text: str) -> str:
    """Return the digest of a cleaned text."""
    return sha256(clean_text(text).encode("utf-8", "replace")).hexdigest()[:_DIGEST_LENGTH]


def member_key(*parts: str) -> str:
    """Return the key of one source: of a proposal (task, kind, digest), of a result (agency, task, digest)."""
    return _PART.join(parts)


def row_key(members: tuple[str, ...]) -> str:
    """Return the key of a row: of a merged proposal task and kind once, then the digest of each member."""
    first, *others = members
    start = first.rpartition(_PART)[0]
    return _MEMBER.join([first, *(member.removeprefix(f"{start}{_PART}") for member in others)])


def members_of(key: str, sheet: ReviewSheet) -> tuple[str, ...]:
    """Return the sources of a row by its key; what is no key of the sheet stands for itself."""
    start, bar, digests = key.rpartition(_PART)
    if sheet is not ReviewSheet.PROPOSALS or not bar:
        return (key,)
    return tuple(member_key(start, digest) for digest in dict.fromkeys(digests.split(_MEMBER)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One row of a sheet: its sources, what the program tells of them, what people typed ("" where nothing)."""

    members: tuple[str, ...]
    shown: tuple[str, ...]
    typed: tuple[str, ...]

    @property
    def is_typed(self) -> bool:
        """Return whether people typed anything."""
        return any(self.typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneRow:
    """What people typed about sources that are gone; `about` is what the program told of them."""

    sheet: ReviewSheet
    members: tuple[str, ...]
    typed: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class AddedText:
    """A text that people put where the program does not look: in a column, row or sheet of their own, a comment."""

    place: str
    about: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContent:
    """The whole workbook."""

    rows: Mapping[ReviewSheet, tuple[ReviewRow, ...]] = field(default_factory=lambda: dict.fromkeys(ReviewSheet, ()))
    gone: tuple[GoneRow, ...] = ()
    added: tuple[AddedText, ...] = ()
    #: Cells of the program that do not hold what it last wrote there.
    edited: tuple[AddedText, ...] = ()

    def typed_rows(self, sheet: ReviewSheet) -> Iterator[ReviewRow]:
        """Give the rows of a sheet in which people typed something."""
        return (row for row in self.rows[sheet] if row.is_typed)

    def blank_rows(self, sheet: ReviewSheet) -> int:
        """Return how many rows of a sheet wait for people."""
        return sum(not row.is_typed for row in self.rows[sheet])

    def typed_members(self, sheet: ReviewSheet) -> frozenset[str]:
        """Return the sources of which people said something, those that were gone too."""
        typed = {member for row in self.typed_rows(sheet) for member in row.members}
        return frozenset(typed | {member for row in self.gone if row.sheet is sheet for member in row.members})
