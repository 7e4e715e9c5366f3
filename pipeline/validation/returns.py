"""The accepted returns of a round as typed frames, with every problem found in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.campaign.assignment import asked_indicators, assignments
from pipeline.campaign.past_dates import past_dates
from pipeline.campaign.promised_dates import promised_dates
from pipeline.forms.schema.schema import Status
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.intake.tables.cells import RawRow
from pipeline.intake.tables.reader import RawReturn
from pipeline.problems import Problem, in_order
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Severity
from pipeline.validation.cells import RowOwner
from pipeline.validation.findings import judged
from pipeline.validation.leniency import Leniency
from pipeline.validation.rows import (
    completion_findings,
    list_findings,
    overdue_findings,
    promise_findings,
    status_findings,
    vague_result_findings,
)
from pipeline.validation.schema_checks import schema_findings
from pipeline.validation.spills import spill_findings
from pipeline.validation.typed_rows import IntakeErrors, TypedRows, is_filled, typed_rows
from pipeline.validation.workbook import (
    TaskCodes,
    blank_sheet_findings,
    indicator_findings,
    mailed_late_findings,
    proposal_findings,
    with_task_codes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidatedReturns:
    """Typed content of all accepted returns of one round; the index of a frame is the position in its typed rows.

    Text columns are object (str or None), numbers float64 (NaN: empty), dates datetime64[ns] (NaT: empty).
    A cell that could not be typed, or whose value alone cannot be right (outside its limits), is empty here and stands
    in `problems`.
    """

    #: Rows: one per (agency, task row found in the return).
    #: Columns: file, agency, task, sheet, row (int, from zero), the open columns of the report schema by name,
    #: cell ("F12": where the status stands), filled (bool: anything typed), in_error (bool: a problem of severity error
    #: stands on the row).
    report: pd.DataFrame
    #: Rows: one per (agency, indicator). Columns: file, agency, indicator, task, sheet, row, value, note, cell (of the
    #: value), in_error.
    indicators: pd.DataFrame
    #: By code of the list. Rows: one per entry. Columns: file, agency, sheet, row, the open columns of the list, cell (of the
    #: first), counted (bool: no cell that it needs is empty).
    lists: Mapping[str, pd.DataFrame]
    #: Rows: one per proposal. Columns: file, agency, sheet, row, the open columns of the proposals schema, cell (of the
    #: first), in_error.
    proposals: pd.DataFrame
    #: Rows: one per accepted return. Columns: file, agency, then the open fields of the header schema.
    headers: pd.DataFrame
    problems: tuple[Problem, ...]
    #: The rows behind the frames, by name of their schema.
    tables: Mapping[str, TypedRows]


def validated_returns(files: Sequence[ReceivedFile], inputs: RoundInputs) -> ValidatedReturns:
    """Return what the used files say, typed and judged by every rule within one return."""
    return judged_returns(typed_returns(files, inputs), inputs)


def typed_returns(files: Sequence[ReceivedFile], inputs: RoundInputs) -> dict[str, TypedRows]:
    """Return what the used files say, each cell typed by its column alone, by name of the schema.

    Of tasks and indicators only the rows that an agency is asked for are there, each once: intake has told of the others. Of an
    agency that is wholly excused there is its header alone.
    """
    campaign, schemas = inputs.campaign, inputs.schemas
    used = [file for file in files if file.verdict.used and file.identity is not None]
    owed = {(assignment.agency, assignment.task): assignment for assignment in assignments(campaign, inputs.round)}
    indicator_of = {
        (agency, indicator.code): indicator
        for agency, indicators in asked_indicators(campaign, inputs.round).items()
        for indicator in indicators
    }
    leniency, excused = Leniency.of(campaign, inputs.round), campaign.wholly_excused(inputs.round)
    past = past_dates(campaign.decision, inputs.round, as_of=inputs.as_of)
    sheets = (schemas.header, schemas.report, schemas.indicators, *schemas.open_tables)
    rows: dict[str, list[tuple[RowOwner, RawRow]]] = {schema.name: [] for schema in sheets}
    for file in used:
        agency = "" if file.identity is None else file.identity.agency
        group = campaign.agency_by_code[agency].group.code
        owner = RowOwner(file=file.path, agency=agency, group=group, sent_on=file.sent_on, leniency=leniency)
        content = file.content or RawReturn()
        header = RawRow(key=None, sheet=schemas.header.sheet, row=-1, cells=content.header)
        rows["header"].append((owner, header))
        if agency in excused:
            continue
        for row in content.report:
            if (assignment := owed.get((agency, row.key or ""))) is not None:
                not_offered = None if assignment.nil_allowed else Status.NIL
                rows["report"].append((replace(owner, task=row.key, not_offered=not_offered), row))
        for row in content.indicators:
            if (indicator := indicator_of.get((agency, row.key or ""))) is not None:
                rows["indicators"].append(
                    (replace(owner, task=indicator.task, unit=indicator.unit, whole=indicator.decimals == 0), row)
                )
        for code, entries in content.lists.items():
            rows[code] += [(owner, row) for row in entries if is_filled(row)]
        rows["proposals"] += [(owner, row) for row in content.proposals if is_filled(row)]
    intake = IntakeErrors.of(used)
    return {schema.name: typed_rows(rows[schema.name], schema, past=past, intake=intake) for schema in sheets}


def judged_returns(tables: Mapping[str, TypedRows], inputs: RoundInputs) -> ValidatedReturns:
    """Return the typed rows judged by every rule within one return.

    Problems of intake are not repeated, but count: a row on which one of severity error stands is in error.
    """
    campaign = inputs.campaign
    header = judged(
        tables["header"],
        [
            *schema_findings(tables["header"]),
            *mailed_late_findings(tables["header"], last_day=inputs.round.last_day),
        ],
    )
    lists = {
        schema.name: judged(tables[schema.name], schema_findings(tables[schema.name]))
        for schema in inputs.schemas.lists
    }
    report = _judged_report(tables["report"], header, lists, inputs)
    by_code = {indicator.code: indicator for indicator in campaign.indicators_of(inputs.round)}
    numbers = tables["indicators"]
    blank = blank_sheet_findings(numbers, report, excused=campaign.excused(inputs.round))
    indicators = judged(numbers, [*schema_findings(numbers), *indicator_findings(numbers, by_code), *blank])
    codes = TaskCodes.of(campaign.tasks)
    proposals = with_task_codes(tables["proposals"], codes)
    proposals = judged(proposals, [*schema_findings(proposals), *proposal_findings(proposals, codes)])
    judged_tables = (header, report, indicators, *lists.values(), proposals)
    return ValidatedReturns(
        report=_frame(report, task=_keys(report)).assign(
            cell=report.addresses("status"), filled=report.touched, in_error=report.in_error
        ),
        indicators=_frame(
            indicators, indicator=_keys(indicators), task=[owner.task for owner in indicators.owners]
        ).assign(cell=indicators.addresses("value"), in_error=indicators.in_error),
        lists={code: _list_frame(rows) for code, rows in lists.items()},
        proposals=_frame(proposals).assign(
            cell=proposals.addresses(proposals.schema.open_columns[0].name), in_error=proposals.in_error
        ),
        headers=_frame(header).drop(columns=["sheet", "row"]),
        problems=tuple(
            in_order(
                problem
                for rows in judged_tables
                for problems in rows.problems.values()
                for problem in problems
                if problem.agency not in campaign.wholly_excused(inputs.round)
            )
        ),
        tables={rows.schema.name: rows for rows in judged_tables},
    )


def _judged_report(
    report: TypedRows, header: TypedRows, lists: Mapping[str, TypedRows], inputs: RoundInputs
) -> TypedRows:
    """Return the rows of `Báo cáo` with all their rules: the status first, for the others rest on it."""
    owed = {
        (assignment.agency, assignment.task): assignment for assignment in assignments(inputs.campaign, inputs.round)
    }
    assigned = [owed[owner.agency, owner.task or ""] for owner in report.owners]
    excused = inputs.campaign.excused(inputs.round)
    waived = [not excused.isdisjoint({(owner.agency, owner.task), (owner.agency, None)}) for owner in report.owners]
    starts = {
        task.code: task.time_limit.start
        for task in inputs.campaign.tasks
        if task.time_limit is not None and task.time_limit.start is not None
    }
    findings = [
        *status_findings(report, assigned, waived=waived),
        *overdue_findings(report, assigned, reference_day=min(inputs.as_of, inputs.round.last_day)),
        *schema_findings(report, only=report.filled),
        *(
            finding
            for measuring in inputs.campaign.measuring_lists(inputs.round)
            for finding in list_findings(report, lists[measuring.code], measuring)
        ),
        *promise_findings(report, header, promised=promised_dates(inputs.campaign.decision, inputs.round)),
        *vague_result_findings(report),
        *completion_findings(report, header, starts=starts),
        *spill_findings(report),
    ]
    return judged(report, findings)


def _keys(rows: TypedRows) -> list[str | None]:
    return [raw.key for raw in rows.raws]


def _list_frame(rows: TypedRows) -> pd.DataFrame:
    """Return the rows of a list; one that lacks what it needs is an error of its return and does not count."""
    needed = [column for column in rows.schema.open_columns if column.required is not None]
    counted = [
        all(rows.row(position)[column.name] is not None for column in needed if column.is_asked_of(owner.group))
        for position, owner in enumerate(rows.owners)
    ]
    first = rows.schema.open_columns[0].name
    return _frame(rows).assign(cell=rows.addresses(first), counted=pd.Series(counted, dtype=bool))


def _frame(rows: TypedRows, **keys: Sequence[str | None]) -> pd.DataFrame:
    """Return typed rows with whose they are and where they stand."""
    columns = {
        "file": [owner.file for owner in rows.owners],
        "agency": [owner.agency for owner in rows.owners],
        **keys,
        "sheet": [raw.sheet for raw in rows.raws],
    }
    located = pd.DataFrame(columns, index=pd.RangeIndex(len(rows.raws)), dtype=object)
    located["row"] = pd.Series([raw.row for raw in rows.raws], dtype="int64")
    return pd.concat([located, rows.frame], axis="columns")


def judged_files(files: Sequence[ReceivedFile], problems: Sequence[Problem]) -> tuple[ReceivedFile, ...]:
    """Return the files with the verdict that the problems of intake and validation together give.

    An accepted file with an error is accepted with problems.
    """
    in_error = {problem.file for problem in problems if problem.severity is Severity.ERROR}
    in_error |= {problem.file for file in files for problem in file.problems if problem.severity is Severity.ERROR}
    return tuple(
        replace(file, verdict=Verdict.ACCEPTED_WITH_PROBLEMS)
        if file.verdict is Verdict.ACCEPTED and file.path in in_error
        else file
        for file in files
    )
