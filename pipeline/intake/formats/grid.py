"""What a reader gives: the values of a sheet and where they begin."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

#: What a reader gives for one cell; None is an empty cell.
Value = str | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The values of one sheet, the first of them at `origin` (row, column, from zero)."""

    name: str
    origin: tuple[int, int]
    rows: tuple[tuple[Value, ...], ...]
