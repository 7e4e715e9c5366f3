"""The checks of the schema files: pandera judges typed frames, its failures become findings."""

from collections.abc import Iterator, Sequence

from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from pipeline.rules import Rule
from pipeline.validation.findings import Finding
from pipeline.validation.typed_rows import TypedRows


def schema_findings(rows: TypedRows, *, only: Sequence[bool] | None = None) -> list[Finding]:
    """Return what breaks the schema: checks of single cells first, then those across a row, each in the file's order.

    A column that the agency is not asked for, or that its form did not have, lacks nothing.

    `only` leaves rows out, such as empty ones.
    """
    frame = rows.frame if only is None else rows.frame.loc[list(only)]
    if frame.empty:
        return []
    try:
        rows.schema.pandera.select_columns(list(frame.columns)).validate(frame, lazy=True)
    except SchemaErrors as failed:
        findings = [
            finding for error in failed.schema_errors for finding in _findings(error, rows) if _is_asked(rows, finding)
        ]
        return sorted(findings, key=lambda finding: bool(finding.rests_on))
    return []


def _is_asked(rows: TypedRows, finding: Finding) -> bool:
    column = rows.schema.column(finding.column)
    on_form = column.since == 1 or column.name in rows.raws[finding.row].cells
    return on_form and column.is_asked_of(rows.owners[finding.row].group)


def _findings(error: SchemaError, rows: TypedRows) -> Iterator[Finding]:
    """Return the failures of one check.

    Raises:
        RuntimeError: pandera failed in a way that says nothing about a cell; a finding would be lost otherwise.
    """
    schema = rows.schema
    match error.reason_code:
        case SchemaErrorReason.SERIES_CONTAINS_NULLS:
            column = schema.column(error.schema.name)
            if column.required is None:
                raise RuntimeError(f"{schema.name}.{column.name}: no rule for a missing value")
            for position in error.failure_cases["index"]:
                yield Finding(row=int(position), column=column.name, rule=column.required)
        case SchemaErrorReason.DATAFRAME_CHECK:
            yield from _check_findings(error, rows)
        case _:
            raise RuntimeError(f"{schema.name}: {error.reason_code}: {error.schema.name}: {error.check}")


def _check_findings(error: SchemaError, rows: TypedRows) -> Iterator[Finding]:
    schema, check = rows.schema, error.check
    rule = Rule.of(check.error)
    passed = error.check_output
    positions = [int(position) for position in passed.index[~passed.astype(bool)]]
    if "column" not in check.statistics:
        for position in positions:
            yield Finding(row=position, column=error.schema.name, rule=rule, refuses_value=True)
        return
    when = check.statistics["when"]
    for position in positions:
        yield Finding(
            row=position,
            column=check.statistics["column"],
            rule=rule,
            parameters={"status": rows.values[when][position], "when": schema.column(when).title},
            rests_on=((position, when),),
        )
