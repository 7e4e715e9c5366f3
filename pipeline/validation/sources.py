"""The raw rows that validation takes from the used returns, and what intake already found wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.campaign.assignment import Assignment
from pipeline.campaign.tasks import Indicator
from pipeline.forms.schema.schema import SheetSchema, Status
from pipeline.intake.received import ReceivedFile
from pipeline.intake.tables.cells import RawRow
from pipeline.intake.tables.reader import RawReturn
from pipeline.problems import Cell, Problem
from pipeline.rules import Severity
from pipeline.validation.cells import Place
from pipeline.validation.findings import SourceRow, Spot, TypedRows
from pipeline.validation.leniency import Leniency


@dataclass(frozen=True, slots=True)
class UsedReturn:
    """One return that is merged."""

    path: str
    agency: str
    content: RawReturn
    problems: tuple[Problem, ...]
    leniency: Leniency

    @classmethod
    def of(cls, file: ReceivedFile, leniency: Leniency) -> "UsedReturn":
        """Return a file with the verdict to be used; without content it says nothing at all."""
        agency = "" if file.identity is None else file.identity.agency
        return cls(file.path, agency, file.content or RawReturn(), file.problems, leniency)

    def place(self, *, task: str | None = None, unit: str = "", not_offered: str | None = None) -> Place:
        """Return whose a row is."""
        return Place(
            file=self.path,
            agency=self.agency,
            task=task,
            unit=unit,
            not_offered=not_offered,
            leniency=self.leniency,
        )


def header_sources(used: Sequence[UsedReturn], schema: SheetSchema) -> list[SourceRow]:
    """Return the header blocks as rows, one a return."""
    return [
        SourceRow(one.place(), RawRow(key=None, sheet=schema.sheet, row=-1, cells=one.content.header)) for one in used
    ]


def report_sources(used: Sequence[UsedReturn], owed: Mapping[tuple[str, str], Assignment]) -> list[SourceRow]:
    """Return the rows of the tasks that each agency owes; intake gives one a code and has told of the others."""
    return [
        SourceRow(one.place(task=row.key, not_offered=None if assignment.nil_allowed else Status.NIL), row)
        for one in used
        for row in one.content.report
        if (assignment := owed.get((one.agency, row.key or ""))) is not None
    ]


def indicator_sources(
    used: Sequence[UsedReturn], owed: Mapping[tuple[str, str], Assignment], indicators: Mapping[str, Indicator]
) -> list[SourceRow]:
    """Return the rows of the indicators of the tasks that each agency owes; intake has told of the others."""
    return [
        SourceRow(one.place(task=indicator.task, unit=indicator.unit), row)
        for one in used
        for row in one.content.indicators
        if (indicator := indicators.get(row.key or "")) is not None and (one.agency, indicator.task) in owed
    ]


def open_sources(used: Sequence[UsedReturn], table: Literal["models", "proposals"]) -> list[SourceRow]:
    """Return the filled rows of a table of open rows."""
    return [
        source
        for one in used
        for row in (one.content.models if table == "models" else one.content.proposals)
        if (source := SourceRow(one.place(), row)).filled
    ]


@dataclass(frozen=True, slots=True)
class IntakeErrors:
    """Where intake found errors, by file: single cells, rows, codes of rows."""

    cells: frozenset[tuple[str, Cell]]
    rows: frozenset[tuple[str, str, int]]
    codes: frozenset[tuple[str, str | None, str]]

    @classmethod
    def of(cls, used: Sequence[UsedReturn]) -> "IntakeErrors":
        """Return what stands in the problems of the used returns."""
        errors = [found for one in used for found in one.problems if found.severity is Severity.ERROR]
        placed = [(found.file, found.cell) for found in errors if found.cell is not None]
        return cls(
            cells=frozenset(placed),
            rows=frozenset((file, cell.sheet, cell.row) for file, cell in placed),
            codes=frozenset((found.file, found.sheet, found.task) for found in errors if found.task is not None),
        )

    def spots(self, rows: TypedRows) -> list[Spot]:
        """Return the cells that are in error already and get no second problem."""
        if not self.cells:
            return []
        return [
            (position, name)
            for position, source in enumerate(rows.sources)
            for name, raw in source.raw.cells.items()
            if (source.place.file, raw.cell) in self.cells
        ]

    def rows_filled(self, rows: TypedRows) -> list[bool]:
        """Return for each row whether anything was typed for it, into a cell that counts or not (merged cells)."""
        return [
            source.filled or (source.place.file, source.raw.sheet, source.raw.row) in self.rows
            for source in rows.sources
        ]

    def rows_in_error(self, rows: TypedRows) -> list[bool]:
        """Return for each row whether an error of intake or of validation stands on it."""
        in_error = rows.positions_in_error
        return [
            position in in_error
            or (source.place.file, source.raw.sheet, source.raw.row) in self.rows
            or (source.place.file, source.raw.sheet, source.raw.key) in self.codes
            for position, source in enumerate(rows.sources)
        ]
