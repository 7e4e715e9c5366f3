"""What can be read of a return that is rejected for a missing sheet or column: nobody should type it again."""

from dataclasses import replace

from pipeline.forms.form import Form, asked_schemas
from pipeline.forms.schema.schema import Schemas, SheetSchema
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.tables.cells import RawRow
from pipeline.intake.tables.keyed_rows import indicator_table, report_table
from pipeline.intake.tables.location import LocatedTable, located_table
from pipeline.intake.tables.open_rows import header_cells, open_rows, without_blank
from pipeline.intake.tables.reader import RawReturn
from pipeline.intake.tables.reporter import Reporter
from pipeline.intake.tables.signatures import without_signatures


def salvaged_return(workbook: RawWorkbook, *, form: Form, schemas: Schemas) -> RawReturn:
    """Return the cells that still have their heading and, where we print the rows, their code."""
    schemas = asked_schemas(form, schemas)
    report, indicators = _table(workbook, schemas.report), _table(workbook, schemas.indicators)
    nobody = Reporter("", form.agency.code)
    return RawReturn(
        header={} if report is None else header_cells(report, schemas.header)[0],
        report=report_table(report, form, schemas, nobody).rows
        if report is not None and "task" in report.columns
        else (),
        indicators=indicator_table(indicators, form, nobody).rows
        if indicators is not None and "indicator" in indicators.columns
        else (),
        lists={schema.name: _open_rows(workbook, schema) for schema in schemas.lists},
        proposals=_open_rows(workbook, schemas.proposals),
    )


def _table(workbook: RawWorkbook, schema: SheetSchema) -> LocatedTable | None:
    """Return a table narrowed to the columns that are there."""
    sheet = workbook.sheet(schema.sheet)
    table = None if sheet is None else located_table(sheet, schema)
    if table is None:
        return None
    columns = tuple(column for column in schema.columns if column.name in table.columns)
    return replace(table, schema=replace(schema, columns=columns))


def _open_rows(workbook: RawWorkbook, schema: SheetSchema) -> tuple[RawRow, ...]:
    table = _table(workbook, schema)
    return () if table is None else without_blank(without_signatures(open_rows(table))[0])
