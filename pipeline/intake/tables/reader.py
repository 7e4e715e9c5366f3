"""From a workbook to the content of a return: header block by label, rows by code, columns by heading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.forms.schema.schema import Column, Schemas, SheetSchema
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.tables.cells import RawCell, RawRow
from pipeline.intake.tables.keyed_rows import KeyedTable, indicator_table, report_table
from pipeline.intake.tables.location import LocatedTable, comparable, located_table
from pipeline.intake.tables.merged_cells import covered_cells, merged_problems
from pipeline.intake.tables.open_rows import header_cells, occupied, open_rows, without_blank
from pipeline.intake.tables.outside import earlier_cells, layout_problems, outside_problems
from pipeline.intake.tables.printed import Printed
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import Problem
from pipeline.rules import Rule, Severity

#: Columns by which rows are told apart; without them a table cannot be read.
_KEYS = {"report": ("task",), "indicators": ("indicator",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReturn:
    """The content of one workbook before its cells are typed; entirely empty open rows are left out."""

    header: Mapping[str, RawCell] = field(default_factory=dict)
    report: tuple[RawRow, ...] = ()
    indicators: tuple[RawRow, ...] = ()
    models: tuple[RawRow, ...] = ()
    proposals: tuple[RawRow, ...] = ()

    def rows(self) -> Iterator[tuple[str, str | int | None, RawRow]]:
        """Give every row with the name of its table and its key: the code of a printed row, the position of an open one."""
        for table, rows in (("report", self.report), ("indicators", self.indicators)):
            yield from ((table, row.key, row) for row in rows)
        for table, rows in (("models", self.models), ("proposals", self.proposals)):
            yield from ((table, position, row) for position, row in enumerate(rows))


def raw_return(
    workbook: RawWorkbook, reporter: Reporter, *, printed: Printed, schemas: Schemas, current: bool = True
) -> tuple[RawReturn | None, tuple[Problem, ...]]:
    """Return the content of a workbook and the problems of its structure; no content where it must be rejected.

    `current` is whether it was filled in the newest template: of an older one the printed words are not compared.
    """
    tables, missing = _tables(workbook, schemas, reporter, current=current)
    if any(problem.severity is Severity.ERROR for problem in missing):
        return None, tuple(missing)
    reader = _Reader(printed=printed, reporter=reporter, current=current)
    form, report, indicators = printed.form(reporter.agency), tables["report"], tables["indicators"]
    header, addresses = header_cells(report, schemas.header)
    tasks = report_table(report, form, schemas, reporter, current=current)
    content = RawReturn(
        header=header,
        report=reader.keyed(tasks, others=addresses | earlier_cells(report, tasks.rows, printed.earlier_titles)),
        indicators=reader.keyed(indicator_table(indicators, form, reporter, current=current)),
        models=reader.open_rows(tables["models"]),
        proposals=reader.open_rows(tables["proposals"]),
    )
    ours = printed.sheet_names
    extra = [
        reporter.problem(Rule.EXTRA_SHEET, sheet=sheet.name)
        for sheet in workbook.sheets
        if comparable(sheet.name) not in ours
    ]
    return content, (*missing, *extra, *reader.problems)


def required_columns(schema: SheetSchema) -> tuple[Column, ...]:
    """Return the columns without which a table is not read: its key and what the agency fills."""
    return tuple(column for column in schema.columns if not column.locked or column.name in _KEYS.get(schema.name, ()))


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Reads the tables of one return and gathers the problems of their structure."""

    printed: Printed
    reporter: Reporter
    current: bool
    problems: list[Problem] = field(default_factory=list)

    def keyed(self, keyed: KeyedTable, others: frozenset[tuple[int, int]] = frozenset()) -> tuple[RawRow, ...]:
        """Return the rows of a table whose rows we print in the printed order; `others` are cells of ours outside it."""
        keys = {row.row: row.key for row in keyed.rows}
        rows = self._uncovered(keyed.table, keyed.rows, keys)
        self.problems += keyed.problems
        self._layout(keyed.table, {key: row for row, key in keys.items() if key}, keyed.offsets)
        self._outside(keyed.table, keyed.consumed | others)
        return tuple(rows)

    def open_rows(self, table: LocatedTable) -> tuple[RawRow, ...]:
        """Return the filled rows of a table of open rows."""
        rows = self._uncovered(table, open_rows(table), {})
        self._layout(table, {}, {})
        columns = set(table.columns.values())
        self._outside(
            table,
            frozenset(
                (row, column) for row, column in occupied(table.sheet) if row >= table.header_row and column in columns
            ),
        )
        return without_blank(rows)

    def _uncovered(
        self, table: LocatedTable, rows: Sequence[RawRow], keys: Mapping[int, str | None]
    ) -> Sequence[RawRow]:
        """Return rows whose cells under a merged area are empty, with a problem noted for each of these."""
        covered = covered_cells(table, {row.row for row in rows})
        self.problems += merged_problems(table, covered, keys, self.reporter)
        return [covered.row(row) for row in rows]

    def _layout(self, table: LocatedTable, rows: Mapping[str, int], offsets: Mapping[str, int]) -> None:
        header = self.printed.header_row(table.schema, self.reporter.agency) if self.current else None
        self.problems += layout_problems(table, self.reporter, expected_header=header, rows=rows, offsets=offsets)

    def _outside(self, table: LocatedTable, consumed: frozenset[tuple[int, int]]) -> None:
        problems = outside_problems(table, consumed, self.printed, self.reporter)
        # what an older template printed above its table is not known any more
        self.problems += [
            problem
            for problem in problems
            if self.current or problem.cell is None or problem.cell.row > table.header_row
        ]


def _tables(
    workbook: RawWorkbook, schemas: Schemas, reporter: Reporter, *, current: bool
) -> tuple[dict[str, LocatedTable], list[Problem]]:
    """Return the tables by name of their schema, and the problems of what is missing.

    An older template may lack columns that the newest has; then they count as not filled.
    """
    tables, missing = {}, []
    for schema in (schemas.report, schemas.indicators, schemas.models, schemas.proposals):
        sheet = workbook.sheet(schema.sheet)
        if sheet is None:
            missing.append(reporter.problem(Rule.SHEET_MISSING, sheet=schema.sheet))
            continue
        table = located_table(sheet, schema)
        keys = _KEYS.get(schema.name, ())
        for column in required_columns(schema) if table is None else table.missing(required_columns(schema)):
            new = table is not None and not current and column.name not in keys
            rule = Rule.COLUMN_NEW if new else Rule.COLUMN_MISSING
            missing.append(reporter.problem(rule, sheet=schema.sheet, field=column.title))
        if table is not None:
            tables[schema.name] = table
    return tables, missing
