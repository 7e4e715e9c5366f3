"""What a mutation is, and the draft on which it works."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pipeline.forms.marks import FormCell
from pipeline.forms.schema.schema import Typed
from pipeline.intake.received import Verdict
from pipeline.problems import Cell
from pipeline.rules import Rule
from tests.robustness.originals import Original, Values
from tests.robustness.surgery import Surgery

#: Where a problem stands: a cell, a sheet, or (None) the whole file.
Where = Cell | str | None


class Kind(StrEnum):
    """What a mutation acts on."""

    HARMLESS = "nothing that counts"
    CELL = "cells"
    TEXT = "texts"
    ROW = "rows"
    STRUCTURE = "structure"
    IDENTITY = "identity"
    SEVERAL = "several files"
    CONTAINER = "container"
    FOLDER = "folder"
    MAIL = "mails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is to become of one listed file."""

    verdict: Verdict
    #: Rule and place of every problem: «Báo cáo!F12», «Báo cáo!», or «».
    problems: tuple[tuple[Rule, str], ...] = ()
    #: What it says; None where nothing of it is used.
    values: Values | None = None
    #: The rule that says why, of a file that is ignored: that one carries no problem.
    ignored_for: Rule | None = None
    #: Damage at random: other rules of the gate may find it, or it may do no harm, the values being the original's.
    by_chance: bool = False


@dataclass(slots=True, kw_only=True)
class Draft:
    """A faultless return to be spoilt; what the mutation does not touch is expected back as it was."""

    original: Original
    chance: random.Random
    content: bytes = field(init=False)
    #: Name in the inbox.
    name: str = "bao-cao.xlsx"
    #: The path under which it is listed, where that is not the name.
    shown: str | None = None
    #: Expected values that differ from the original's; None: empty.
    changes: dict[FormCell, Typed] = field(default_factory=dict)
    #: Puts the file into its folder in another way than by writing it.
    put: Callable[[Path], None] | None = None
    #: Further files that are listed, with what is to become of them; without content they come about by themselves.
    others: dict[str, tuple[bytes | None, Expected]] = field(default_factory=dict)
    _surgery: Surgery | None = None

    def __post_init__(self) -> None:
        self.content = self.original.content

    @property
    def surgery(self) -> Surgery:
        """The workbook under the knife."""
        if self._surgery is None:
            self._surgery = Surgery(self.content)
        return self._surgery

    def finish(self) -> None:
        """Take over what the surgery left."""
        if self._surgery is not None:
            self.content, self._surgery = self._surgery.bytes, None

    def cell(self, table: str, key: str | int | None, column: str) -> Cell:
        """Where a cell of the form stands."""
        return self.original.cells[FormCell(table, key, column)]

    def fill(self, table: str, key: str | int | None, column: str, value: object, *, reads: Typed = None) -> Cell:
        """Let a value stand in an open cell; `reads` is what it is to be read as."""
        cell = self.cell(table, key, column)
        self.surgery.sheet(cell.sheet).set(cell.row, cell.column, value)
        self.changes[FormCell(table, key, column)] = reads
        return cell

    def fill_row(self, key: str, values: Mapping[str, Typed]) -> None:
        """Let nothing but these values stand in a row of «Báo cáo»; they are to be read as they stand."""
        for spot in [spot for spot in self.original.cells if spot.table == "report" and spot.key == key]:
            if spot.column in OPEN:
                self.fill("report", key, spot.column, values.get(spot.column), reads=values.get(spot.column))

    @property
    def values(self) -> dict[FormCell, Typed]:
        """What is expected to be read."""
        held = {**self.original.values, **self.changes}
        return {spot: value for spot, value in held.items() if value is not None}


#: The open columns of «Báo cáo».
OPEN = (
    "status",
    "percent",
    "completed_on",
    "result",
    "evidence",
    "cause",
    "difficulties",
    "promised_on",
    "proposals",
)

#: Spoils a draft and returns where the problems stand, in the order of the rules of its mutation.
Spoil = Callable[[Draft], tuple[Where, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """One kind of mutation, and how it is to end."""

    name: str
    kind: Kind
    spoil: Spoil
    verdict: Verdict = Verdict.ACCEPTED
    rules: tuple[Rule, ...] = ()
    by_chance: bool = False

    @property
    def used(self) -> bool:
        """Whether what the file says is merged."""
        return self.verdict.used

    @property
    def slug(self) -> str:
        """The name as part of a path."""
        return re.sub("[^a-z0-9]+", "-", self.name.lower()).strip("-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One mutation of one return with one seed."""

    mutation: Mutation
    seed: int
    agency: str
    #: The folder in the inbox that holds its files.
    folder: str
    draft: Draft
    #: What is to become of each listed path below the folder.
    expected: Mapping[str, Expected]

    def put(self, inbox: Path) -> None:
        """Put the files into an inbox."""
        folder = inbox / self.folder
        folder.mkdir(parents=True)
        target = folder / self.draft.name
        if self.draft.put is not None:
            self.draft.put(folder)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.draft.content)
        for name, (content, _) in self.draft.others.items():
            if content is not None:
                (folder / name).write_bytes(content)


def case(mutation: Mutation, original: Original, seed: int) -> Case:
    """A return spoilt by a mutation, ready to be put into an inbox."""
    draft = Draft(original=original, chance=random.Random(f"{mutation.name}/{seed}"))
    places = mutation.spoil(draft)
    draft.finish()
    assert len(places) == len(mutation.rules), mutation.name
    folder = f"{mutation.slug}-{seed}"
    ignored = mutation.verdict is Verdict.IGNORED
    own = Expected(
        verdict=mutation.verdict,
        problems=()
        if ignored
        else tuple((rule, shown_place(place)) for rule, place in zip(mutation.rules, places, strict=True)),
        values=draft.values if mutation.used or mutation.by_chance else None,
        ignored_for=mutation.rules[0] if ignored else None,
        by_chance=mutation.by_chance,
    )
    expected = {draft.shown if draft.shown is not None else draft.name: own}
    expected |= {name: other for name, (_, other) in draft.others.items()}
    return Case(
        mutation=mutation,
        seed=seed,
        agency=original.agency,
        folder=folder,
        draft=draft,
        expected={f"{folder}/{name}": one for name, one in expected.items()},
    )


def shown_place(place: Where) -> str:
    """A place as text."""
    if place is None:
        return ""
    return f"{place}!" if isinstance(place, str) else f"{place.sheet}!{place.reference}"
