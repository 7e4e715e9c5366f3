"""The schemas of the workbook's sheets as values: what form, validation and reports read from them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.forms.schema.frame_schema import frame_schema
from pipeline.rules import Rule

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

#: What a typed cell holds; None is an empty cell. Numbers are floats, dates are dates.
Typed = str | float | date | None


class Status(StrEnum):
    """What an agency says of a task: the words of the closed list of `Trạng thái` that rules and states refer to."""

    DONE = "Hoàn thành"
    IN_PROGRESS = "Đang thực hiện"
    NOT_STARTED = "Chưa thực hiện"
    NIL = "Không phát sinh"


def not_offered(*, nil_allowed: bool, done_allowed: bool) -> frozenset[Status]:
    """Return the statuses that an assignment is not offered."""
    allowed = {Status.NIL: nil_allowed, Status.DONE: done_allowed}
    return frozenset(status for status, is_allowed in allowed.items() if not is_allowed)


class ColumnKind(StrEnum):
    """The type of a column's cells, by its pandera dtype."""

    TEXT = "str"
    NUMBER = "float64"
    DATE = "datetime64[ns]"


class Condition(StrEnum):
    """What a row rule asks of its target column when it applies, by the name of its check."""

    REQUIRED = "required_when"
    EMPTY = "empty_when"
    BETWEEN = "between_when"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedWord:
    """What the guide says of one word of a closed list: when to choose it, and what a row of it may look like."""

    word: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table (or one field of the header block), as a schema file describes it."""

    name: str
    #: The heading users see; `Báo cáo`'s are fixed by the contract.
    title: str
    kind: ColumnKind
    #: Locked cells are printed by us and never read as data.
    locked: bool
    #: A row (or the header block) cannot do without it: an empty cell is this rule's problem.
    required: Rule | None = None
    #: Closed list; a stop alert in the form, an error in validation.
    allowed: tuple[str, ...] = ()
    #: What the guide says of words of the closed list.
    choices: tuple[OfferedWord, ...] = ()
    #: The rule that a value outside the closed list breaks.
    not_in_list: Rule = Rule.NOT_IN_LIST
    #: Other ways to write a word of the closed list: the word by each of them, in lower case and without marks.
    synonyms: Mapping[str, str] = field(default_factory=dict, hash=False)
    #: Offered in a drop-down, anything else is welcome too.
    suggestions: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    #: A date of a list, or one whose checks name days: these are its limits, not the campaign's; None: no limit.
    own_days: bool = False
    first_day: date | None = None
    last_day: date | None = None
    #: Most characters of a text.
    max_length: int | None = None
    #: Written as given, "@" for codes and phone numbers.
    number_format: str = "General"
    #: Column width in characters.
    width: float = 12.0
    #: Input message of an open cell: what to type, with an example.
    help: str = ""
    example: str = ""
    #: A formula of ours (Kiểm tra): never read.
    formula: bool = False
    #: A picture or document in the cell can be what is asked for, as of evidence.
    picture_counts: bool = False
    #: A date still to come, with limits of its own.
    future: bool = False
    #: The version of the form that first had the column; older ones are whole without it.
    since: int = 1
    #: Codes of the groups whose form has the column; empty: all.
    groups: tuple[str, ...] = ()

    def is_asked_of(self, group: str) -> bool:
        """Return whether the form of an agency of a group has the column."""
        return not self.groups or group in self.groups


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """One rule across the columns of a row; the target column carries the problem."""

    condition: Condition
    target: str
    #: The column looked at, and the values of it under which the rule applies.
    when: str
    equals: tuple[str, ...]
    #: Bounds of a BETWEEN rule; an empty target passes.
    minimum: float | None = None
    maximum: float | None = None
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSchema:
    """One sheet of the workbook: its columns in order, its row rules, and the pandera schema that judges typed rows."""

    #: report, header, indicators, proposals, meta, or the code of a list.
    name: str
    #: The sheet's name: Báo cáo.
    sheet: str
    #: What the sheet is called in words, and what belongs on it.
    title: str
    about: str
    columns: tuple[Column, ...]
    row_rules: tuple[RowRule, ...]
    #: Open rows to fill in; None where each row is printed by us.
    open_rows: int | None
    #: The content of the schema file, from which the pandera schema is built when it is first asked for.
    source: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def pandera(self) -> "DataFrameSchema":
        """Return the pandera schema; its columns carry the `metadata` that pandera itself drops on loading."""
        return _pandera(self)

    def column(self, name: str) -> Column:
        """Return the column of a name.

        Raises:
            KeyError: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def asked_of(self, group: str) -> "SheetSchema":
        """Return the sheet as the form of an agency of a group has it."""
        return self._with_columns(column for column in self.columns if column.is_asked_of(group))

    def released_in(self, version: int, *, present: Collection[str] = ()) -> "SheetSchema":
        """Return the sheet as a version of the form had it, with the newer columns that are `present` all the same."""
        return self._with_columns(
            column for column in self.columns if column.since <= version or column.name in present
        )

    def _with_columns(self, chosen: Iterable[Column]) -> "SheetSchema":
        """Return the sheet with some of its columns; rules fall away with a column that they need."""
        columns = tuple(chosen)
        if len(columns) == len(self.columns):
            return self
        names = {column.name for column in columns}
        rules = tuple(rule for rule in self.row_rules if {rule.target, rule.when} <= names)
        return replace(self, columns=columns, row_rules=rules)

    @property
    def open_columns(self) -> tuple[Column, ...]:
        """Return the columns that the agency fills."""
        return tuple(column for column in self.columns if not column.locked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schemas:
    """The schemas of all sheets that hold data."""

    header: SheetSchema
    report: SheetSchema
    indicators: SheetSchema
    #: One for each list of the campaign, named by its code, in the order of `lists.yaml`.
    lists: tuple[SheetSchema, ...] = ()
    proposals: SheetSchema
    meta: SheetSchema

    @property
    def open_tables(self) -> tuple[SheetSchema, ...]:
        """Return the schemas of the tables of open rows: the lists, then the proposals."""
        return (*self.lists, self.proposals)

    def list_of(self, code: str) -> SheetSchema:
        """Return the schema of a list.

        Raises:
            KeyError: there is none of this code.
        """
        return {schema.name: schema for schema in self.lists}[code]

    def asked_of(self, *, group: str, lists: Collection[str]) -> "Schemas":
        """Return the schemas as the form of an agency has them: with these lists, and the columns asked of its group."""
        sheets = {name: getattr(self, name).asked_of(group) for name in ("header", "report", "indicators", "proposals")}
        asked_lists = tuple(schema.asked_of(group) for schema in self.lists if schema.name in lists)
        return replace(self, lists=asked_lists, **sheets)

    def released_in(self, version: int) -> "Schemas":
        """Return the schemas as a version of the form had them."""
        sheets = {
            name: getattr(self, name).released_in(version) for name in ("header", "report", "indicators", "proposals")
        }
        return replace(self, lists=tuple(schema.released_in(version) for schema in self.lists), **sheets)

    @property
    def sheets(self) -> tuple[SheetSchema, ...]:
        """Return the schemas that have a sheet of their own, in the order of the workbook."""
        return (self.report, self.indicators, *self.open_tables, self.meta)

    def __iter__(self) -> Iterator[SheetSchema]:
        """Give the schemas in the order in which an officer meets the sheets."""
        return iter((self.header, *self.sheets))


@cache
def _pandera(schema: SheetSchema) -> "DataFrameSchema":
    """Return the pandera schema of a sheet, built once."""
    return frame_schema(schema.source)
