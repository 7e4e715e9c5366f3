"""The vocabulary of a campaign: how its agencies speak of themselves, of its tasks and of their troubles.

"By agency" is a mapping from an agency code, a kind of agency, a group or "any" to what fits there; `fitting` looks it up.
A block is a phrase with choices, see `phrases`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import Role
from pipeline.text import folded

Entry = TypeVar("Entry")
Lines = tuple[str, ...]

#: What blocks call an agency: its own name, its head, its party committee, the mass organisation it works with, its
#: people, its offices, its parts in general, whom it serves, its channel of information, and where it is responsible.
AGENCY_NAMES = ("self", "head", "party", "partner", "staff", "offices", "units", "public", "channel", "within")


def fitting(by_agency: Mapping[str, Entry], keys: Sequence[str]) -> Iterator[Entry]:
    """Yield every entry that fits an agency, the most special first."""
    return (by_agency[key] for key in keys if key in by_agency)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyKind:
    """One kind of agency, such as wards or universities."""

    name: str
    #: Code.
    group: str
    #: The name of such an agency begins with these words, or contains them; "" where names do not tell.
    begins: str = ""
    contains: str = ""
    #: By `AGENCY_NAMES`; each stands inside a sentence as it is.
    names: Mapping[str, str]
    #: One of its parts ("đội {1..12}"), a block.
    unit: str
    #: Symbol of its documents; "" takes the register's abbreviation, else the initials of the name.
    symbol: str = ""
    #: Symbol of the desk in an official letter: 215/UBND-VHXH.
    desk: str
    #: Positions of those who prepare reports.
    positions: Lines
    #: Documents a day, in tenths: numbers rise with the date.
    documents_a_day: int

    def fits(self, agency: Agency) -> bool:
        """Return whether an agency of this group has a name of this kind."""
        words = folded(self.begins or self.contains)
        start = "^" if self.begins else r"\b"
        return bool(words) and re.search(rf"{start}{re.escape(words)}\b", folded(agency.name)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Names from which people are made up."""

    family_names: Lines
    #: Given names by the middle name with which they go.
    given_names: Mapping[str, Lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Phrases for one task and one part in it."""

    #: The finishing step, what is still under way, work done, and what came of it.
    done: Lines = ()
    doing: Lines = ()
    steps: Lines = ()
    effects: Lines = ()

    def __add__(self, other: "Blocks") -> "Blocks":
        """Return the phrases of both."""
        return Blocks(
            done=self.done + other.done,
            doing=self.doing + other.doing,
            steps=self.steps + other.steps,
            effects=self.effects + other.effects,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskVocabulary:
    """What agencies write about one task."""

    #: "về …" of its documents; "" where nothing is said.
    subject: str = ""
    #: Kinds of documents that prove it, the main one first.
    evidence: Lines = ("BC",)
    #: Blocks by role and by agency.
    parts: Mapping[Role, Mapping[str, Blocks]] = field(default_factory=dict)
    #: Reasons why nothing came up, by agency, and how often in a hundred that is so.
    nil: Mapping[str, Lines] = field(default_factory=dict)
    nil_percent: int = 50
    #: Difficulties with this task by agency, beside the general ones.
    difficulties: Mapping[str, Lines] = field(default_factory=dict)

    def blocks(self, role: Role, keys: Sequence[str]) -> Blocks:
        """Return everything that fits an agency's part, the most special first."""
        return sum(fitting(self.parts.get(role, {}), keys), Blocks())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Reasons, difficulties and requests whatever the task; in each list what many agencies say stands first."""

    #: By agency.
    difficulties: Mapping[str, Lines]
    #: Why a task is not done although its date has passed; {expected} is the day now aimed at.
    overdue: Lines
    #: What is added when a task was done after its date.
    late: Lines
    #: Why a task has not begun: because its time has not come, or although it has.
    not_yet_due: Mapping[Role, Lines]
    not_begun: Mapping[Role, Lines]
    #: Why nothing came up.
    nil: Lines
    #: Requests to the city.
    requests: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVocabulary:
    """What agencies write on one list; an entry is a block by the name of its column."""

    #: What an entry says where it has no block of its own for a column.
    defaults: Mapping[str, str]
    #: By agency.
    entries: Mapping[str, tuple[Mapping[str, str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The number of entries of an agency on a list, of those begun in the period alone where `new`."""

    list: str
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorVocabulary:
    """The plausible values of one indicator at the end of the period."""

    #: (lowest, highest) by agency.
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    #: The indicator of which the range is a percentage, or for each unit of which there are so many.
    of: str | None = None
    per: str | None = None
    #: The value does not grow with the work done.
    at_once: bool = False
    #: Counted on a list.
    listed: Listed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One proposal to amend the catalogue; `content` and `reason` are blocks."""

    kind: str
    #: Code, "" for a new task.
    task: str
    content: str
    reason: str
    #: Codes of who would make it; empty: anybody.
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything that simulated returns of a campaign say."""

    #: In the order of trying.
    kinds: Mapping[str, AgencyKind]
    #: The kind of an agency whose name fits none of its group, by the group's code.
    general_kinds: Mapping[str, AgencyKind]
    #: Words of a name that give no initial to the symbol of documents.
    omitted_from_symbols: frozenset[str]
    people: People
    tasks: Mapping[str, TaskVocabulary]
    #: What stands in where a task has no blocks of its own.
    other_tasks: Mapping[Role, Blocks]
    #: Words before which the text of a task is cut, after a comma, where it is quoted.
    cut_before: Lines
    reasons: Reasons
    #: By code of the list.
    lists: Mapping[str, ListVocabulary]
    indicators: Mapping[str, IndicatorVocabulary]
    amendments: tuple[Amendment, ...]

    def kind(self, agency: Agency) -> AgencyKind:
        """Return the kind of an agency, by its group and the words of its name."""
        kinds = (kind for kind in self.kinds.values() if kind.group == agency.group.code and kind.fits(agency))
        return next(kinds, self.general_kinds[agency.group.code])

    def task(self, code: str) -> TaskVocabulary:
        """Return what agencies write about a task; nothing where the campaign's data does not know it."""
        return self.tasks.get(code, TaskVocabulary())

    def blocks(self, task: str, role: Role, keys: Sequence[str]) -> Blocks:
        """Return the blocks for a part in a task, those of other tasks where it has none; effects are always its own."""
        own, other = self.task(task).blocks(role, keys), self.other_tasks[role]
        return Blocks(
            done=own.done or other.done,
            doing=own.doing or other.doing,
            steps=own.steps or other.steps,
            effects=own.effects,
        )
