"""Submission: which agency's return is there, in time or late, and which is missing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain

import pandas as pd

from pipeline.campaign.agencies import Agency
from pipeline.consolidation.states import Submission
from pipeline.forms.schema.schema import SheetSchema
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import Problem
from pipeline.rules import Severity
from pipeline.validation.returns import ValidatedReturns


def agency_rows(
    returns: ValidatedReturns,
    files: Sequence[ReceivedFile],
    *,
    owing: Sequence[Agency],
    waived: frozenset[str],
    last_day: date,
    as_of: date,
    schema: SheetSchema,
) -> pd.DataFrame:
    """Return `Consolidation.agencies`.

    A return is late when its own report date, else the day of the mail that brought it, else the workbook's last-modified
    property, is after the last day; with none of them it is in time, since nothing says otherwise.
    """
    file_of = _file_by_agency(files)
    report_dates = dict(zip(returns.headers["agency"], returns.headers["report_date"], strict=True))
    problems = _problem_counts(files, returns.problems)
    rows = []
    for agency in owing:
        file = file_of.get(agency.code)
        used = file is not None and file.verdict.used
        ground = _ground(report_dates.get(agency.code), file) if used else as_of
        days_late = 0 if ground is None else max(0, (ground - last_day).days)
        if agency.code in waived:
            submission, days_late = Submission.WAIVED, 0
        elif not used:
            submission = Submission.MISSING
        else:
            submission = Submission.LATE if days_late else Submission.IN_TIME
        path = None if file is None else file.path
        verdict = None if file is None else file.verdict.value
        by_severity = (problems[path, severity] for severity in Severity)
        rows.append(
            (agency.code, agency.name, agency.group.code, submission.value, verdict, days_late, path, *by_severity)
        )
    columns = ["agency", "agency_name", "group", "submission", "verdict", "days_late", "file", "errors", "warnings"]
    agencies = pd.DataFrame(rows, columns=[*columns, "normalised"], dtype=object)
    agencies = agencies.astype(dict.fromkeys(["days_late", "errors", "warnings", "normalised"], "int64"))
    fields = [column.name for column in schema.open_columns]
    headers = returns.headers[["agency", *fields]]
    return agencies.merge(headers, on="agency", how="left", validate="one_to_one")


def _file_by_agency(files: Sequence[ReceivedFile]) -> dict[str, ReceivedFile]:
    """Return the used file of each agency, else the last one refused that is surely of it, else the last unfilled form."""
    unfilled = (file for file in files if file.verdict is Verdict.UNFILLED)
    refused = (file for file in files if file.verdict is Verdict.REJECTED)
    used = (file for file in files if file.verdict.used)
    return {file.agency: file for file in chain(unfilled, refused, used) if file.agency is not None}


def _ground(report_date: object, file: ReceivedFile | None) -> date | None:
    """Return the day by which a return is in time or late."""
    if isinstance(report_date, pd.Timestamp) and not pd.isna(report_date):
        return report_date.date()
    return None if file is None else file.sent_on or file.saved_on


def _problem_counts(files: Sequence[ReceivedFile], problems: Sequence[Problem]) -> Counter[tuple[str | None, Severity]]:
    """Return how many problems each file has by severity, those of intake and of validation."""
    distinct = dict.fromkeys(chain(chain.from_iterable(file.problems for file in files), problems))
    return Counter((problem.file, problem.severity) for problem in distinct)
