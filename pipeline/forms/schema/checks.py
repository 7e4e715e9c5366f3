"""Row checks: rules across the columns of a row, as pandera checks of the whole frame.

Each gives True where a row is fine and never raises: one check that raises would hide the others' findings.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from pandera.api.checks import Check

#: The arguments of the column checks that the form can express, by pandera's name.
COLUMN_CHECKS: dict[str, frozenset[str]] = {
    "isin": frozenset({"allowed_values"}),
    "in_range": frozenset({"min_value", "max_value"}),
    "greater_than_or_equal_to": frozenset({"min_value"}),
    "less_than_or_equal_to": frozenset({"max_value"}),
    "str_length": frozenset({"max_value"}),
}


def required_when(rows: "pd.DataFrame", *, column: str, when: str, equals: Sequence[str]) -> "pd.Series[bool]":
    """Return where `column` is filled, or `when` is none of `equals`."""
    return ~_applies(rows, column, when, equals) | ~_empty(rows, column)


def empty_when(rows: "pd.DataFrame", *, column: str, when: str, equals: Sequence[str]) -> "pd.Series[bool]":
    """Return where `column` is empty, or `when` is none of `equals`."""
    return ~_applies(rows, column, when, equals) | _empty(rows, column)


def between_when(
    rows: "pd.DataFrame", *, column: str, when: str, equals: Sequence[str], min_value: float, max_value: float
) -> "pd.Series[bool]":
    """Return where `column` is empty or within its bounds, or `when` is none of `equals`."""
    import pandas as pd  # noqa: PLC0415  # status and templates start without pandas

    applies = _applies(rows, column, when, equals)
    if column not in rows:
        return ~applies
    numbers = pd.to_numeric(rows[column], errors="coerce")
    return ~applies | numbers.isna() | numbers.between(min_value, max_value)


#: Our frame-level checks by name, with the arguments that they take (their statistics).
ROW_CHECKS: dict[str, tuple[Callable[..., "pd.Series[bool]"], tuple[str, ...]]] = {
    "required_when": (required_when, ("column", "when", "equals")),
    "empty_when": (empty_when, ("column", "when", "equals")),
    "between_when": (between_when, ("column", "when", "equals", "min_value", "max_value")),
}


def row_check(name: str, error: str, **statistics: object) -> "Check":
    """Return one row check as pandera's frame check; what it looks at stands in its statistics.

    Checks registered with pandera give the same, but registering loads hypothesis.
    """
    from pandera.api.checks import Check  # noqa: PLC0415

    function, _ = ROW_CHECKS[name]
    return Check(partial(function, **statistics), name=name, error=error, statistics=statistics)


@contextmanager
def without_hypothesis() -> Iterator[None]:
    """Keep pandera from loading hypothesis, 0.4 s a run wherever this test tool is installed.

    pandera does without it where it is absent, and a module that is None counts as absent. Once loaded it stays.
    """
    if "hypothesis" in sys.modules:
        yield
        return
    sys.modules["hypothesis"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["hypothesis"]


def _applies(rows: "pd.DataFrame", column: str, when: str, equals: Sequence[str]) -> "pd.Series[bool]":
    """Return where a rule applies: nowhere in a frame without its columns, which another gate reports."""
    import pandas as pd  # noqa: PLC0415

    if column not in rows or when not in rows:
        return pd.Series(data=False, index=rows.index, dtype=bool)
    return rows[when].isin(list(equals))


def _empty(rows: "pd.DataFrame", column: str) -> "pd.Series[bool]":
    import pandas as pd  # noqa: PLC0415

    if column not in rows:
        return pd.Series(data=True, index=rows.index, dtype=bool)
    cells = rows[column]
    return cells.isna() | cells.astype(object).map(lambda cell: isinstance(cell, str) and not cell.strip()).astype(bool)
