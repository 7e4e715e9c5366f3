"""What can be read of a return that is rejected for a missing sheet or column: nobody should type it again."""

from dataclasses import replace
from typing import TypeGuard

from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas, SheetSchema
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.tables.cells import RawCell, RawRow, filled_cells, is_blank, open_cells, raw_cell
from pipeline.intake.tables.keyed_rows import indicator_table, report_table
from pipeline.intake.tables.location import Table, located_fields, located_table
from pipeline.intake.tables.reader import RawReturn


def salvaged_return(workbook: RawWorkbook, *, form: Form, schemas: Schemas) -> RawReturn:
    """Return the cells that still have their heading and, where we print the rows, their code."""
    report, indicators = _table(workbook, schemas.report), _table(workbook, schemas.indicators)
    agency = form.agency.code
    return RawReturn(
        header=_header(report, schemas.header),
        report=report_table(report, form, schemas, file="", agency=agency).rows if _has(report, "task") else (),
        indicators=indicator_table(indicators, form, file="", agency=agency).rows
        if _has(indicators, "indicator")
        else (),
        models=_open_rows(_table(workbook, schemas.models)),
        proposals=_open_rows(_table(workbook, schemas.proposals)),
    )


def _table(workbook: RawWorkbook, schema: SheetSchema) -> Table | None:
    """Return a table narrowed to the columns that are there."""
    sheet = workbook.sheet(schema.sheet)
    table = None if sheet is None else located_table(sheet, schema)
    if table is None:
        return None
    there = tuple(column for column in schema.columns if column.name in table.columns)
    return replace(table, schema=replace(schema, columns=there))


def _has(table: Table | None, key: str) -> TypeGuard[Table]:
    """Return whether a table is there with the column that tells its rows apart."""
    return table is not None and key in table.columns


def _header(report: Table | None, schema: SheetSchema) -> dict[str, RawCell]:
    if report is None:
        return {}
    places = located_fields(report.sheet, schema, before=report.header_row)
    return {
        column.name: raw_cell(report.sheet, *places[column.name])
        for column in schema.open_columns
        if column.name in places
    }


def _open_rows(table: Table | None) -> tuple[RawRow, ...]:
    if table is None:
        return ()
    sheet, wanted = table.sheet, table.schema.open_columns
    places = {row for row, _, _ in filled_cells(sheet)} | {row for row, _ in (*sheet.errors, *sheet.formulas)}
    rows = (
        RawRow(key=None, sheet=sheet.name, row=row, cells=open_cells(sheet, row, table.columns, wanted))
        for row in sorted(places)
        if row > table.header_row
    )
    return tuple(row for row in rows if not all(is_blank(cell) for cell in row.cells.values()))
