"""A table of figures as a value with typed columns, which each report prints in its own way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from pipeline.consolidation.compare import Change, RateChange


class FigureKind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    #: A short text: number of a task, unit, letter.
    CODE = "code"
    #: The letters of a state.
    STATE = "state"
    #: An integer, an `Amount`, or their `Change`.
    NUMBER = "number"
    DIFFERENCE = "difference"
    #: 0 to 1, or its `RateChange`; None where nothing was owed.
    RATE = "rate"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure that may have decimals."""

    value: float
    decimals: int


@dataclass(frozen=True, slots=True)
class Share:
    """A rate (0 to 1) in a column of numbers."""

    value: float


#: A cell; None is an empty one. In a later round a number or rate is a change, which holds the earlier one too.
Value = str | int | float | date | Amount | Share | Change | RateChange | None


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """Heading of a column, and what its cells hold."""

    title: str
    kind: FigureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryTable:
    """A table with one header row."""

    title: str
    columns: tuple[SummaryColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    #: The last row is the total of the others.
    total: bool = False
    #: Stands in place of the table when there is no row.
    empty: str = ""
    #: Stands under the table.
    note: str = ""

    @property
    def parts(self) -> tuple[tuple[Value, ...], ...]:
        """Return the rows without the total."""
        return self.rows[:-1] if self.total else self.rows

    def position(self, title: str) -> int:
        """Return the position of the column with a heading."""
        return [column.title for column in self.columns].index(title)

    def texts(self, title: str) -> list[str]:
        """Return the texts of the column with a heading."""
        position = self.position(title)
        return [text if isinstance(text := row[position], str) else "" for row in self.rows]

    def occurs(self, title: str) -> bool:
        """Return whether the total of a column of numbers is more than 0, in this round or the one before."""
        value = self.rows[-1][self.position(title)]
        return bool(value.now or value.before) if isinstance(value, Change) else bool(value)

    def only(self, *titles: str) -> "SummaryTable":
        """Return the table with the columns of these headings, in this order."""
        positions = [self.position(title) for title in titles]
        return replace(
            self,
            columns=tuple(self.columns[position] for position in positions),
            rows=tuple(tuple(row[position] for position in positions) for row in self.rows),
        )

    def beside(self, other: "SummaryTable", title: str) -> "SummaryTable":
        """Return the table with the columns of another after its own, but for the other's first; the rows are the same."""
        return replace(
            self,
            title=title,
            columns=(*self.columns, *other.columns[1:]),
            rows=tuple((*row, *more[1:]) for row, more in zip(self.rows, other.rows, strict=True)),
        )


def columns_of(kinds: Mapping[str, FigureKind]) -> tuple[SummaryColumn, ...]:
    """Return columns from the kind of each by its heading."""
    return tuple(SummaryColumn(title, kind) for title, kind in kinds.items())


def count(value: Value) -> int:
    """Return the number in a cell, of two rounds the present one; 0 where there is none."""
    number = value.now if isinstance(value, Change) else value
    return number if isinstance(number, int) else 0
