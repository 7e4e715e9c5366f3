"""From sheets to tables: header block by label, rows by code, columns by heading."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Column, Schemas, SheetSchema
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook
from pipeline.intake.tables.cells import RawCell, RawRow, filled_cells, is_blank, open_cells, raw_cell
from pipeline.intake.tables.earlier_columns import earlier_cells
from pipeline.intake.tables.keyed_rows import KeyedTable, indicator_table, report_table
from pipeline.intake.tables.location import Table, comparable, located_fields, located_table
from pipeline.intake.tables.merged_cells import covered_cells, merged_problems
from pipeline.intake.tables.outside import layout_problems, outside_problems
from pipeline.intake.tables.printed import Printed
from pipeline.problems import Problem, problem
from pipeline.rules import Rule, Severity

__all__ = ["RawCell", "RawReturn", "RawRow", "raw_return"]

#: Columns by which rows are told apart; without them a table cannot be read.
_KEYS = {"report": ("task",), "indicators": ("indicator",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReturn:
    """What one workbook says, before its cells are typed; entirely empty open rows are left out."""

    header: Mapping[str, RawCell] = field(default_factory=dict)
    report: tuple[RawRow, ...] = ()
    indicators: tuple[RawRow, ...] = ()
    models: tuple[RawRow, ...] = ()
    proposals: tuple[RawRow, ...] = ()


def raw_return(
    workbook: RawWorkbook, *, agency: str, printed: Printed, schemas: Schemas, file: str, current: bool = True
) -> tuple[RawReturn | None, tuple[Problem, ...]]:
    """Return what a workbook says, with what is to be said of its structure; no content where it must be rejected.

    `current` is whether it was filled in the newest template: of an older one the printed words are not compared.
    """
    tables, missing = _tables(workbook, schemas, file=file, agency=agency, current=current)
    if any(found.severity is Severity.ERROR for found in missing):
        return None, tuple(missing)
    reader = _Reader(printed=printed, form=printed.form(agency), file=file, agency=agency, current=current)
    report, indicators = tables["report"], tables["indicators"]
    header, header_cells = _header(report, schemas.header)
    found = report_table(report, reader.form, schemas, file=file, agency=agency, current=current)
    content = RawReturn(
        header=header,
        report=reader.keyed(found, taken=header_cells | earlier_cells(report, found.rows, printed.earlier_titles)),
        indicators=reader.keyed(indicator_table(indicators, reader.form, file=file, agency=agency, current=current)),
        models=reader.open_rows(tables["models"]),
        proposals=reader.open_rows(tables["proposals"]),
    )
    return content, (*missing, *_extra_sheets(workbook, printed, file=file, agency=agency), *reader.problems)


def required_columns(schema: SheetSchema) -> tuple[Column, ...]:
    """Return the columns without which a table is not read: what tells its rows apart and what the agency fills."""
    return tuple(column for column in schema.columns if not column.locked or column.name in _KEYS.get(schema.name, ()))


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Reads the tables of one return and gathers what is to be said of them."""

    printed: Printed
    form: Form
    file: str
    agency: str
    current: bool
    problems: list[Problem] = field(default_factory=list)

    def keyed(self, found: KeyedTable, taken: frozenset[tuple[int, int]] = frozenset()) -> tuple[RawRow, ...]:
        """Return the rows of a table whose rows we print, in the order in which we print them."""
        table = found.table
        covered = covered_cells(table, {row.row for row in found.rows})
        keys = {row.row: row.key for row in found.rows}
        self.problems += merged_problems(table, covered, keys, file=self.file, agency=self.agency)
        self.problems += found.problems
        self._layout(table, {key: row for row, key in keys.items() if key}, found.offsets)
        self._outside(table, found.consumed | taken)
        return tuple(covered.row(row) for row in found.rows)

    def open_rows(self, table: Table) -> tuple[RawRow, ...]:
        """Return the filled rows of a table of open rows; a number in the first column alone is blank."""
        sheet, wanted = table.sheet, table.schema.open_columns
        places = {(row, column) for row, column, _ in filled_cells(sheet)} | {*sheet.errors, *sheet.formulas}
        wanted_columns = {table.columns[column.name] for column in wanted if column.name in table.columns}
        filled = {row for row, column in places if column in wanted_columns and row > table.header_row}
        rows = [
            RawRow(key=None, sheet=sheet.name, row=row, cells=open_cells(sheet, row, table.columns, wanted))
            for row in sorted(filled)
        ]
        covered = covered_cells(table, {row.row for row in rows})
        self.problems += merged_problems(table, covered, {}, file=self.file, agency=self.agency)
        self._layout(table, {}, {})
        ours = set(table.columns.values())
        self._outside(table, frozenset(place for place in places if place[0] >= table.header_row and place[1] in ours))
        kept = (covered.row(row) for row in rows)
        return tuple(row for row in kept if not all(is_blank(cell) for cell in row.cells.values()))

    def _layout(self, table: Table, rows: Mapping[str, int], offsets: Mapping[str, int]) -> None:
        self.problems += layout_problems(
            table,
            expected_header=self.printed.header_row(table.schema, self.agency) if self.current else None,
            rows=rows,
            offsets=offsets,
            file=self.file,
            agency=self.agency,
        )

    def _outside(self, table: Table, consumed: frozenset[tuple[int, int]]) -> None:
        found = outside_problems(table, consumed, self.printed, file=self.file, agency=self.agency)
        # what an older template printed above its table is not known any more
        self.problems += [one for one in found if self.current or one.cell is None or one.cell.row > table.header_row]


def _tables(
    workbook: RawWorkbook, schemas: Schemas, *, file: str, agency: str, current: bool
) -> tuple[dict[str, Table], list[Problem]]:
    """Return the tables by name of their schema, and what is missing of them.

    An older template may lack columns that the newest has; then they count as not filled.
    """
    tables, missing = {}, []
    for schema in (schemas.report, schemas.indicators, schemas.models, schemas.proposals):
        sheet = workbook.sheet(schema.sheet)
        if sheet is None:
            missing.append(problem(Rule.SHEET_MISSING, file=file, agency=agency, sheet=schema.sheet))
            continue
        table = located_table(sheet, schema)
        lacking = required_columns(schema) if table is None else table.missing(required_columns(schema))
        keys = _KEYS.get(schema.name, ())
        for column in lacking:
            new = table is not None and not current and column.name not in keys
            rule = Rule.COLUMN_NEW if new else Rule.COLUMN_MISSING
            missing.append(problem(rule, file=file, agency=agency, sheet=schema.sheet, field=column.title))
        if table is not None:
            tables[schema.name] = table
    return tables, missing


def _header(report: Table, schema: SheetSchema) -> tuple[dict[str, RawCell], frozenset[tuple[int, int]]]:
    """Return the open fields of the header block, and the cells of all its fields."""
    sheet: RawSheet = report.sheet
    places = located_fields(sheet, schema, before=report.header_row)
    cells = {
        column.name: raw_cell(sheet, *places[column.name]) for column in schema.open_columns if column.name in places
    }
    return cells, frozenset(places.values())


def _extra_sheets(workbook: RawWorkbook, printed: Printed, *, file: str, agency: str) -> list[Problem]:
    ours = printed.sheet_names
    return [
        problem(Rule.EXTRA_SHEET, file=file, agency=agency, sheet=sheet.name)
        for sheet in workbook.sheets
        if comparable(sheet.name) not in ours
    ]
