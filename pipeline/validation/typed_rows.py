"""The rows of one sheet over all returns of a round, each open cell typed by its column alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.campaign.past_dates import PastDates
from pipeline.forms.schema.schema import ColumnKind, SheetSchema, Typed
from pipeline.intake.received import ReceivedFile
from pipeline.intake.tables.cells import RawRow, is_blank
from pipeline.problems import Cell, Problem
from pipeline.rules import Rule, Severity
from pipeline.validation.cells import RowOwner, shown_text, typed
from pipeline.values import date_text

#: A cell of typed rows: position of the row, name of the column.
Spot = tuple[int, str]
_DTYPES = {ColumnKind.TEXT: "object", ColumnKind.NUMBER: "float64", ColumnKind.DATE: "datetime64[ns]"}


@dataclass(frozen=True, slots=True)
class IntakeErrors:
    """Where intake found errors: (file, cell), (file, sheet, row number) and (file, sheet, code of the row)."""

    cells: frozenset[tuple[str, Cell]] = frozenset()
    rows: frozenset[tuple[str, str, int]] = frozenset()
    codes: frozenset[tuple[str, str | None, str | None]] = frozenset()

    @classmethod
    def of(cls, files: Iterable[ReceivedFile]) -> "IntakeErrors":
        """Return what stands in the problems of some files."""
        errors = [problem for file in files for problem in file.problems if problem.severity is Severity.ERROR]
        cells = [(error.file, error.cell) for error in errors if error.cell is not None]
        return cls(
            cells=frozenset(cells),
            rows=frozenset((file, cell.sheet, cell.row) for file, cell in cells),
            codes=frozenset((error.file, error.sheet, error.task) for error in errors if error.task is not None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRows:
    """The rows of one sheet over all returns; position n of every sequence is the same row."""

    schema: SheetSchema
    #: Whose each row is.
    owners: tuple[RowOwner, ...]
    #: Each row as it came, with the raw cell of each open column by its name.
    raws: tuple[RawRow, ...]
    #: Whether anything stands in the row.
    filled: tuple[bool, ...]
    #: The values of each open column by its name.
    values: Mapping[str, Sequence[Typed]]
    problems: Mapping[Spot, tuple[Problem, ...]]
    intake: IntakeErrors
    #: The days by which its dates were judged.
    past: PastDates

    @property
    def frame(self) -> pd.DataFrame:
        """Return the values as a typed frame.

        Rows: one a row, index 0 to n - 1, the position.
        Columns: the open columns of the schema; text object, numbers float64, dates datetime64[ns].
        """
        columns = {
            column.name: pd.Series(list(self.values[column.name]), dtype=_DTYPES[column.kind])
            for column in self.schema.open_columns
        }
        return pd.DataFrame(columns, index=pd.RangeIndex(len(self.raws)))

    @property
    def touched(self) -> "pd.Series[bool]":
        """Return for each row whether anything was typed for it, into a cell that counts or not (merged cells)."""
        rows = zip(self.filled, self.owners, self.raws, strict=True)
        return pd.Series(
            [filled or (owner.file, raw.sheet, raw.row) in self.intake.rows for filled, owner, raw in rows], dtype=bool
        )

    @property
    def in_error(self) -> "pd.Series[bool]":
        """Return for each row whether an error of intake or of validation stands on it."""
        positions = {position for (position, _), problems in self.problems.items() if _hold_error(problems)}
        return pd.Series(
            [
                position in positions
                or (owner.file, raw.sheet, raw.row) in self.intake.rows
                or (owner.file, raw.sheet, raw.key) in self.intake.codes
                for position, (owner, raw) in enumerate(zip(self.owners, self.raws, strict=True))
            ],
            dtype=bool,
        )

    @property
    def spots_in_error(self) -> set[Spot]:
        """Return the cells on which an error of intake or of validation stands."""
        spots = {spot for spot, problems in self.problems.items() if _hold_error(problems)}
        if self.intake.cells:
            spots |= {
                (position, name)
                for position, (owner, raw) in enumerate(zip(self.owners, self.raws, strict=True))
                for name, cell in raw.cells.items()
                if (owner.file, cell.cell) in self.intake.cells
            }
        return spots

    def row(self, position: int) -> dict[str, Typed]:
        """Return the values of one row by column name."""
        return {name: column[position] for name, column in self.values.items()}

    def addresses(self, name: str) -> "pd.Series[str]":
        """Return the address of one column's cell in each row, such as F12.

        Columns may have been moved: the workbook's own address counts, the form's where the cell itself is not there.
        """
        column_in_form = [column.name for column in self.schema.columns].index(name)
        cells = (
            Cell(raw.sheet, raw.row, column_in_form) if (cell := raw.cells.get(name)) is None else cell.cell
            for raw in self.raws
        )
        return pd.Series([cell.reference for cell in cells], dtype=object)

    def problem(self, rule: Rule, spot: Spot, **parameters: object) -> Problem:
        """Return a problem of one cell that quotes what was typed into it."""
        position, name = spot
        raw = self.raws[position].cells.get(name)
        return self.owners[position].problem(
            rule,
            cell=None if raw is None else raw.cell,
            sheet=self.raws[position].sheet,
            field=self.schema.column(name).title,
            value=None if raw is None or is_blank(raw) else shown_text(raw),
            **{"example": date_text(self.past.example), **parameters},
        )


def typed_rows(
    rows: Sequence[tuple[RowOwner, RawRow]], schema: SheetSchema, *, past: PastDates, intake: IntakeErrors
) -> TypedRows:
    """Return rows, each with whose it is, with every open cell typed."""
    values: dict[str, list[Typed]] = {column.name: [] for column in schema.open_columns}
    problems: dict[Spot, tuple[Problem, ...]] = {}
    for column in schema.open_columns:
        for position, (owner, row) in enumerate(rows):
            raw = row.cells.get(column.name)
            if raw is None or (
                raw.value is None and raw.error is None and raw.formula is None and raw.decoration is None
            ):
                values[column.name].append(None)
                continue
            cell = typed(raw, column, owner=owner, past=past)
            values[column.name].append(cell.value)
            if cell.problems:
                problems[position, column.name] = cell.problems
    return TypedRows(
        schema=schema,
        owners=tuple(owner for owner, _ in rows),
        raws=tuple(row for _, row in rows),
        filled=tuple(is_filled(row) for _, row in rows),
        values=values,
        problems=problems,
        intake=intake,
        past=past,
    )


def is_filled(row: RawRow) -> bool:
    """Return whether anything stands in a row."""
    return not all(is_blank(cell) for cell in row.cells.values())


def _hold_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
