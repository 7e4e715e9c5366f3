"""What pandera says becomes findings; what says nothing about a cell is a bug of ours and never swallowed."""

import subprocess
import sys
from dataclasses import replace

import pytest

from pipeline.forms.schema.schema import ColumnKind, Schemas, SheetSchema
from pipeline.intake.tables.cells import RawCell, RawRow
from pipeline.problems import Cell
from pipeline.validation.cells import RowOwner
from pipeline.validation.schema_checks import schema_findings
from pipeline.validation.typed_rows import IntakeErrors, TypedRows, typed_rows
from tests.conftest import ROOT
from tests.support.validation import PAST


def rows_of(schema: SheetSchema, *values: dict[str, object]) -> TypedRows:
    rows = [
        (
            RowOwner(file="a.xlsx", agency="SYT"),
            RawRow(
                key=None,
                sheet=schema.sheet,
                row=number,
                cells={
                    column.name: RawCell(cell=Cell(schema.sheet, number, place), value=row.get(column.name))  # type: ignore[arg-type]
                    for place, column in enumerate(schema.columns)
                    if not column.locked
                },
            ),
        )
        for number, row in enumerate(values)
    ]
    return typed_rows(rows, schema, past=PAST, intake=IntakeErrors())


def with_column(schema: SheetSchema, name: str, **changes: object) -> SheetSchema:
    columns = tuple(replace(one, **changes) if one.name == name else one for one in schema.columns)  # type: ignore[arg-type]
    return replace(schema, columns=columns)


def test_cells_alone_come_before_rules_across_the_row(schemas: Schemas) -> None:
    rows = rows_of(
        schemas.report, {"status": "Hoàn thành"}, {"status": "Đang thực hiện", "result": "x", "percent": 120.0}
    )
    assert [(one.row, one.column, one.rule.code) for one in schema_findings(rows)] == [
        (1, "percent", "cell.out-of-range"),
        (0, "completed_on", "row.done-without-date"),
        (0, "result", "row.result-missing"),
        (0, "evidence", "row.evidence-missing"),
        (1, "percent", "row.percent-against-status"),
    ]


def test_rows_may_be_left_out(schemas: Schemas) -> None:
    rows = rows_of(schemas.report, {"status": "Hoàn thành"}, {"status": "Chưa thực hiện"})
    assert {one.row for one in schema_findings(rows, only=[False, True])} == {1}
    assert schema_findings(rows, only=[False, False]) == []


def test_a_failure_that_is_not_about_a_cell_is_raised(schemas: Schemas) -> None:
    """A column typed otherwise than its schema says would hide what else is wrong with it."""
    wrong = with_column(schemas.report, "percent", kind=ColumnKind.TEXT)
    with pytest.raises(RuntimeError, match="percent"):
        schema_findings(rows_of(wrong, {"percent": "sixty"}))


def test_a_required_column_without_a_rule_is_raised(schemas: Schemas) -> None:
    wrong = with_column(schemas.list_of("models"), "name", required=None)
    with pytest.raises(RuntimeError, match="name"):
        schema_findings(rows_of(wrong, {"field": "Khác"}))


def test_validation_does_not_load_hypothesis() -> None:
    """Wherever this test tool is installed pandera would load it, in 0.4 s."""
    code = (
        "import sys; from pathlib import Path; import pandas as pd; from pipeline.forms.schema.loading import read_schemas;"
        "schema = read_schemas(Path('.')).report.pandera.select_columns(['status']);"
        "schema.checks = []; schema.validate(pd.DataFrame({'status': ['Hoàn thành']}), lazy=True);"
        "print('hypothesis' in sys.modules); import hypothesis; print(hypothesis.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["False", "hypothesis"]
