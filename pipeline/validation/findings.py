"""Typed rows of one sheet over all returns, and the findings in them turned into problems: one error a cell at most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.forms.schema.schema import Column, ColumnKind, SheetSchema, Typed
from pipeline.intake.tables.cells import RawRow, is_blank
from pipeline.problems import Problem
from pipeline.rules import Rule, Severity
from pipeline.validation.cells import Period, Place, shown_text, typed
from pipeline.values import number_text

#: A cell of a table of typed rows: position of the row, name of the column.
Spot = tuple[int, str]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row as it came, and whose it is."""

    place: Place
    raw: RawRow
    #: Whether anything stands in it.
    filled: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "filled", not all(is_blank(cell) for cell in self.raw.cells.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that a cell breaks; later findings about a cell in error, or resting on one, stay silent."""

    row: int
    column: str
    rule: Rule
    parameters: Mapping[str, object] = field(default_factory=dict)
    rests_on: tuple[Spot, ...] = ()
    #: The value itself cannot be right (a negative number): it is not used.
    refuses_value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRows:
    """The rows of one sheet over all returns: the values of each open column, one a source row, and what was found."""

    schema: SheetSchema
    sources: tuple[SourceRow, ...]
    cells: Mapping[str, Sequence[Typed]]
    problems: Mapping[Spot, tuple[Problem, ...]]

    @property
    def frame(self) -> pd.DataFrame:
        """Return the values as a typed frame, one row a source, index 0 to n - 1."""
        dtypes = {ColumnKind.TEXT: "object", ColumnKind.NUMBER: "float64", ColumnKind.DATE: "datetime64[ns]"}
        columns = {
            column.name: pd.Series(list(self.cells[column.name]), dtype=dtypes[column.kind])
            for column in self.schema.open_columns
        }
        return pd.DataFrame(columns, index=pd.RangeIndex(len(self.sources)))

    @property
    def keys(self) -> list[str | None]:
        """Return the code of each row."""
        return [source.raw.key for source in self.sources]

    @property
    def tasks(self) -> list[str | None]:
        """Return the task that each row belongs to."""
        return [source.place.task for source in self.sources]

    @property
    def filled(self) -> list[bool]:
        """Return for each row whether anything was typed."""
        return [source.filled for source in self.sources]

    @property
    def positions_in_error(self) -> frozenset[int]:
        """Return the rows on which a problem of severity error stands."""
        return frozenset(position for (position, _), found in self.problems.items() if _holds_error(found))


def typed_rows(sources: Sequence[SourceRow], schema: SheetSchema, *, period: Period) -> TypedRows:
    """Return the rows with each open cell typed."""
    columns: dict[str, list[Typed]] = {}
    problems: dict[Spot, tuple[Problem, ...]] = {}
    for column in schema.open_columns:
        values = columns[column.name] = []
        for position, source in enumerate(sources):
            raw = source.raw.cells.get(column.name)
            if raw is None or (raw.value is None and raw.error is None and raw.formula is None):
                values.append(None)
                continue
            cell = typed(raw, column, place=source.place, period=period)
            values.append(cell.value)
            if cell.problems:
                problems[position, column.name] = cell.problems
    return TypedRows(schema=schema, sources=tuple(sources), cells=columns, problems=problems)


def judged(rows: TypedRows, findings: Iterable[Finding], *, known: Iterable[Spot] = ()) -> TypedRows:
    """Return the rows with the findings as problems, in order; `known` cells are in error already.

    An error that refuses the value takes the place of what was said of the cell before and empties it.
    """
    problems = dict(rows.problems)
    values = {name: list(column) for name, column in rows.cells.items()}
    in_error = set(known) | {spot for spot, found in problems.items() if _holds_error(found)}
    for finding in findings:
        spot = (finding.row, finding.column)
        if spot in in_error or not in_error.isdisjoint(finding.rests_on):
            continue
        found = _problem(finding, rows)
        before = problems.get(spot, ())
        if found.severity is Severity.ERROR:
            in_error.add(spot)
            if finding.refuses_value:
                values[finding.column][finding.row], before = None, ()
        problems[spot] = (*before, found)
    return replace(rows, cells=values, problems=problems)


def _holds_error(found: Iterable[Problem]) -> bool:
    return any(one.severity is Severity.ERROR for one in found)


def _problem(finding: Finding, rows: TypedRows) -> Problem:
    source = rows.sources[finding.row]
    column = rows.schema.column(finding.column)
    raw = source.raw.cells.get(finding.column)
    value = rows.cells[finding.column][finding.row]
    return source.place.problem(
        finding.rule,
        cell=None if raw is None else raw.cell,
        sheet=source.raw.sheet,
        field=column.title,
        value=None if raw is None or is_blank(raw) else shown_text(raw),
        **{**_limits(column, value, source.place), **finding.parameters},
    )


def _limits(column: Column, value: Typed, place: Place) -> dict[str, object]:
    """Return what the sentences about a column's own limits quote."""
    return {
        "allowed": place.offered(column),
        "minimum": "" if column.minimum is None else number_text(column.minimum),
        "maximum": "" if column.maximum is None else number_text(column.maximum),
        "limit": column.max_length,
        "length": len(value) if isinstance(value, str) else 0,
    }
