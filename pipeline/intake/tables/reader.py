"""From a workbook to the content of a return: header block by label, rows by code, columns by heading."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.forms.form import FORMAT_VERSION, asked_schemas
from pipeline.forms.schema.schema import Schemas, SheetSchema
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.tables.cells import RawCell, RawRow
from pipeline.intake.tables.keyed_rows import KeyedTable, indicator_table, report_table
from pipeline.intake.tables.location import LocatedTable, comparable, located_table
from pipeline.intake.tables.merged_cells import covered_cells, merged_problems
from pipeline.intake.tables.open_rows import cells_of_rows, header_cells, open_rows, without_blank, without_notes
from pipeline.intake.tables.outside import earlier_cells, layout_problems, outside_problems
from pipeline.intake.tables.overlays import overlay_problems, rows_with_pictures
from pipeline.intake.tables.printed import Printed
from pipeline.intake.tables.reporter import Reporter
from pipeline.intake.tables.sheets import KEYS, Copies, required_columns, sheet_of
from pipeline.intake.tables.signatures import without_signatures
from pipeline.problems import Problem
from pipeline.rules import Rule, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReturn:
    """The content of one workbook before its cells are typed; entirely empty open rows are left out."""

    header: Mapping[str, RawCell] = field(default_factory=dict)
    report: tuple[RawRow, ...] = ()
    indicators: tuple[RawRow, ...] = ()
    #: The rows of each list by its code.
    lists: Mapping[str, tuple[RawRow, ...]] = field(default_factory=dict)
    proposals: tuple[RawRow, ...] = ()

    def rows(self) -> Iterator[tuple[str, str | int | None, RawRow]]:
        """Give every row with the name of its table and its key: the code of a printed row, the position of an open one."""
        for table, rows in (("report", self.report), ("indicators", self.indicators)):
            yield from ((table, row.key, row) for row in rows)
        for table, rows in (*self.lists.items(), ("proposals", self.proposals)):
            yield from ((table, position, row) for position, row in enumerate(rows))


def raw_return(
    workbook: RawWorkbook,
    reporter: Reporter,
    *,
    printed: Printed,
    schemas: Schemas,
    version: int = int(FORMAT_VERSION),
    current: bool = True,
    may_be_older: bool = False,
) -> tuple[RawReturn | None, tuple[Problem, ...]]:
    """Return the content of a workbook and the problems of its structure; no content where it must be rejected.

    `version` is that of its form: of the columns that came later none is missed. `current` is whether it was filled in a
    template that asks the same as the newest: of another one the printed words are not compared.
    `may_be_older`: what would tell its age is lost; like an older one it may lack lists and indicators asked since.
    """
    form, schemas_of_all = printed.form(reporter.agency), schemas
    schemas = asked_schemas(form, schemas)
    tables, missing = _tables(
        workbook,
        schemas,
        reporter,
        ours=printed.sheet_names,
        version=version,
        current=current,
        may_be_older=may_be_older,
    )
    if any(problem.severity is Severity.ERROR for problem in missing):
        return None, tuple(missing)
    reader = _Reader(printed=printed, reporter=reporter, current=current)
    report, indicators = tables["report"], tables["indicators"]
    header, addresses = header_cells(report, schemas.header)
    tasks = report_table(report, form, schemas, reporter, current=current)
    content = RawReturn(
        header=header,
        report=reader.keyed(tasks, others=addresses | earlier_cells(report, tasks.rows, printed.earlier_titles)),
        indicators=reader.keyed(
            indicator_table(indicators, form, reporter, current=current, may_be_older=may_be_older)
        ),
        lists={
            schema.name: reader.open_rows(tables[schema.name]) if schema.name in tables else ()
            for schema in schemas.lists
        },
        proposals=reader.open_rows(tables["proposals"]),
    )
    extra = _extra_sheets(workbook, tables, Copies(form=form, schemas=schemas, reporter=reporter), printed.sheet_names)
    not_asked = [schema for schema in schemas_of_all.lists if schema.name not in content.lists]
    return content, (*missing, *extra, *_filled_unasked(workbook, not_asked, reporter), *reader.problems)


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
        rows = self._with_pictures(keyed.table, self._uncovered(keyed.table, keyed.rows, keys))
        self.problems += keyed.problems
        self._layout(keyed.table, {key: row for row, key in keys.items() if key}, keyed.offsets)
        self._outside(keyed.table, keyed.consumed | others)
        return tuple(rows)

    def open_rows(self, table: LocatedTable) -> tuple[RawRow, ...]:
        """Return the filled rows of a table of open rows."""
        rows, signed = without_signatures(self._with_pictures(table, self._uncovered(table, open_rows(table), {})))
        rows, notes = without_notes(table, rows)
        self._layout(table, {}, {})
        self._outside(table, cells_of_rows(table, {row.row for row in (*signed, *notes)}))
        return without_blank(rows)

    def _uncovered(
        self, table: LocatedTable, rows: Sequence[RawRow], keys: Mapping[int, str | None]
    ) -> Sequence[RawRow]:
        """Return rows whose cells under a merged area are empty, with a problem noted for each of these."""
        covered = covered_cells(table, {row.row for row in rows})
        self.problems += merged_problems(table, covered, keys, self.reporter)
        return [covered.row(row) for row in rows]

    def _with_pictures(self, table: LocatedTable, rows: Sequence[RawRow]) -> Sequence[RawRow]:
        """Return rows with the pictures over their cells, with a warning noted for whatever lies elsewhere."""
        pictured, others = rows_with_pictures(rows, table.sheet)
        self.problems += overlay_problems(table.sheet, others, self.reporter)
        return pictured

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
    workbook: RawWorkbook,
    schemas: Schemas,
    reporter: Reporter,
    *,
    ours: Collection[str],
    version: int,
    current: bool,
    may_be_older: bool,
) -> tuple[dict[str, LocatedTable], list[Problem]]:
    """Return the tables by name of their schema, and the problems of sheets and columns that are missing or renamed.

    An older template may lack columns and lists that the newest has; then they count as not filled.
    """
    tables, problems = {}, []
    for newest in (schemas.report, schemas.indicators, *schemas.open_tables):
        sheet, of_sheet = sheet_of(workbook, newest.released_in(version), ours=ours, reporter=reporter)
        table = None if sheet is None else located_table(sheet, newest)
        schema = newest.released_in(version, present=() if table is None else table.columns)
        if sheet is None and (may_be_older or not current) and newest in schemas.lists:
            problems.append(reporter.problem(Rule.LIST_NEW, sheet=schema.sheet))
            continue
        problems += of_sheet
        if sheet is None:
            continue
        keys = KEYS.get(schema.name, ())
        for column in required_columns(schema) if table is None else table.missing(required_columns(schema)):
            new = table is not None and not current and column.name not in keys
            rule = Rule.COLUMN_NEW if new else Rule.COLUMN_MISSING
            problems.append(reporter.problem(rule, sheet=schema.sheet, field=column.title))
        if table is not None:
            tables[schema.name] = replace(table, schema=schema)
    return tables, problems


def _filled_unasked(workbook: RawWorkbook, schemas: Sequence[SheetSchema], reporter: Reporter) -> Iterator[Problem]:
    """Give a warning for each list that the agency is not asked for and filled in all the same; an empty one is no matter."""
    for schema in schemas:
        sheet = workbook.sheet(schema.sheet)
        table = None if sheet is None else located_table(sheet, schema)
        if table is not None and without_blank(open_rows(table)):
            yield reporter.problem(Rule.LIST_NOT_ASKED, sheet=schema.sheet)


def _extra_sheets(
    workbook: RawWorkbook, tables: Mapping[str, LocatedTable], copies: Copies, ours: Collection[str]
) -> Iterator[Problem]:
    """Give a warning for each sheet that the form does not have; a copy of one of ours is told as such."""
    used = {table.sheet.name for table in tables.values()}
    for sheet in workbook.sheets:
        if comparable(sheet.name) in ours or sheet.name in used:
            continue
        copied = copies.problem(sheet, tables.values())
        yield copies.reporter.problem(Rule.EXTRA_SHEET, sheet=sheet.name) if copied is None else copied
