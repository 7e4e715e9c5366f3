"""The accepted returns of a round as typed frames, with every problem found in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pipeline.campaign.assignment import Assignment, assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem, in_order
from pipeline.validation.cells import Period
from pipeline.validation.findings import TypedRows, judged, typed_rows
from pipeline.validation.leniency import Leniency
from pipeline.validation.rows import model_findings, overdue_findings, status_findings
from pipeline.validation.schema_checks import schema_findings
from pipeline.validation.sources import (
    IntakeErrors,
    UsedReturn,
    header_sources,
    indicator_sources,
    open_sources,
    report_sources,
)
from pipeline.validation.workbook import TaskCodes, indicator_findings, proposal_findings, with_task_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidatedReturns:
    """Typed content of all accepted returns of one round; all frames have a unique integer index.

    Text columns are object (str or None), numbers float64 (NaN: empty), dates datetime64[ns] (NaT: empty).
    A cell that could not be typed, or whose value alone cannot be right (outside its limits), is empty here and stands
    in `problems`.
    """

    #: Rows: one per (agency, task row found in the return).
    #: Columns: file, agency, task, sheet, row (int, from zero), the open columns of the report schema by name,
    #: filled (bool: anything typed), in_error (bool: a problem of severity error stands on the row).
    report: pd.DataFrame
    #: Rows: one per (agency, indicator). Columns: file, agency, indicator, task, sheet, row, value, note, in_error.
    indicators: pd.DataFrame
    #: Rows: one per listed model. Columns: file, agency, sheet, row, then the open columns of the models schema.
    models: pd.DataFrame
    #: Rows: one per proposal. Columns: file, agency, sheet, row, then the open columns of the proposals schema, in_error.
    proposals: pd.DataFrame
    #: Rows: one per accepted return. Columns: file, agency, then the open fields of the header schema.
    headers: pd.DataFrame
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedReturns:
    """What the used files say, each cell typed by its column alone."""

    headers: TypedRows
    report: TypedRows
    indicators: TypedRows
    models: TypedRows
    proposals: TypedRows
    #: Where intake found errors.
    intake: IntakeErrors
    owed: Mapping[tuple[str, str], Assignment]


def typed_returns(
    files: Sequence[ReceivedFile], *, campaign: Campaign, round_: Round, schemas: Schemas, as_of: date
) -> TypedReturns:
    """Return what the used files say, typed as one table a sheet, column by column."""
    leniency = Leniency.of(campaign, round_)
    used = [UsedReturn.of(file, leniency) for file in files if file.verdict.used and file.identity is not None]
    decision = campaign.decision
    period = Period(start=decision.period_start, year=decision.year, as_of=as_of)
    owed = {(assignment.agency, assignment.task): assignment for assignment in assignments(campaign, round_)}
    indicators = {indicator.code: indicator for indicator in campaign.asked_indicators(round_)}
    return TypedReturns(
        headers=typed_rows(header_sources(used, schemas.header), schemas.header, period=period),
        report=typed_rows(report_sources(used, owed), schemas.report, period=period),
        indicators=typed_rows(indicator_sources(used, owed, indicators), schemas.indicators, period=period),
        models=typed_rows(open_sources(used, "models"), schemas.models, period=period),
        proposals=typed_rows(open_sources(used, "proposals"), schemas.proposals, period=period),
        intake=IntakeErrors.of(used),
        owed=owed,
    )


def validated_returns(
    files: Sequence[ReceivedFile], *, campaign: Campaign, round_: Round, schemas: Schemas, as_of: date
) -> ValidatedReturns:
    """Return what the used files say, typed and judged as one frame a sheet."""
    said = typed_returns(files, campaign=campaign, round_=round_, schemas=schemas, as_of=as_of)
    return judged_returns(said, campaign=campaign, round_=round_, as_of=as_of)


def judged_returns(said: TypedReturns, *, campaign: Campaign, round_: Round, as_of: date) -> ValidatedReturns:
    """Return the typed rows judged by every rule within one return.

    Problems of intake are not repeated, but count: a row on which one of severity error stands is in error.
    """
    intake = said.intake
    headers = judged(said.headers, schema_findings(said.headers), known=intake.spots(said.headers))
    models = judged(said.models, schema_findings(said.models), known=intake.spots(said.models))
    report = _judged_report(said.report, models, said.owed, intake, campaign=campaign, round_=round_, as_of=as_of)
    codes = {indicator.code: indicator for indicator in campaign.asked_indicators(round_)}
    indicators = judged(
        said.indicators,
        [*schema_findings(said.indicators), *indicator_findings(said.indicators, codes)],
        known=intake.spots(said.indicators),
    )
    catalogue = TaskCodes.of(campaign.tasks)
    proposals = with_task_codes(said.proposals, catalogue)
    proposals = judged(
        proposals,
        [*schema_findings(proposals), *proposal_findings(proposals, catalogue)],
        known=intake.spots(proposals),
    )

    tables = (headers, report, indicators, models, proposals)
    return ValidatedReturns(
        report=_frame(report, task=report.keys).assign(
            filled=np.array(intake.rows_filled(report), dtype=bool), in_error=_in_error(report, intake)
        ),
        indicators=_frame(indicators, indicator=indicators.keys, task=indicators.tasks).assign(
            in_error=_in_error(indicators, intake)
        ),
        models=_frame(models),
        proposals=_frame(proposals).assign(in_error=_in_error(proposals, intake)),
        headers=_frame(headers).drop(columns=["sheet", "row"]),
        problems=tuple(
            in_order(found for table in tables for problems in table.problems.values() for found in problems)
        ),
    )


def _judged_report(
    report: TypedRows,
    models: TypedRows,
    owed: Mapping[tuple[str, str], Assignment],
    intake: IntakeErrors,
    *,
    campaign: Campaign,
    round_: Round,
    as_of: date,
) -> TypedRows:
    """Return the rows of `Báo cáo` with all their rules: the status first, for the others rest on it."""
    assigned = [owed[source.place.agency, source.raw.key or ""] for source in report.sources]
    excused = campaign.excused(round_)
    waived = [not excused.isdisjoint({(one.agency, one.task), (one.agency, None)}) for one in assigned]
    findings = [
        *status_findings(report, assigned, waived=waived),
        *overdue_findings(report, assigned, reference_day=min(as_of, round_.last_day)),
        *schema_findings(report, only=report.filled),
        *model_findings(report, models, model_task=campaign.decision.model_task),
    ]
    return judged(report, findings, known=intake.spots(report))


def _in_error(rows: TypedRows, intake: IntakeErrors) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.array(intake.rows_in_error(rows), dtype=bool)


def _frame(rows: TypedRows, **keys: Sequence[str | None]) -> pd.DataFrame:
    """Return typed rows with whose they are and where they stand."""
    places = {
        "file": [source.place.file for source in rows.sources],
        "agency": [source.place.agency for source in rows.sources],
        **keys,
        "sheet": [source.raw.sheet for source in rows.sources],
    }
    located = pd.DataFrame(places, index=pd.RangeIndex(len(rows.sources)), dtype=object)
    located["row"] = pd.Series([source.raw.row for source in rows.sources], dtype="int64")
    return pd.concat([located, rows.frame], axis="columns")
