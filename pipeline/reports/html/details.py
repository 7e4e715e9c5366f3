"""What the page shows of one cell, one agency and one task at a click: plain values, read by its script."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter, methodcaller
from typing import Any

import pandas as pd

from pipeline.campaign.assignment import Role
from pipeline.consolidation.compare import Compared, Comparison
from pipeline.consolidation.counts import Counts
from pipeline.consolidation.states import State, Submission
from pipeline.forms.schema.schema import Column
from pipeline.problems import in_order
from pipeline.reports import wording
from pipeline.reports.comparisons import number_before, rate_before
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import number, percent
from pipeline.text import clean_text
from pipeline.values import typed_text

#: Term and text, one line of a description.
Line = tuple[str, str]
_INDICATOR_COLUMNS = ["agency", "task", "name", "unit", "value", "note", "owing", "in_error", "sheet", "cell"]
#: What JSON holds.
Details = dict[str, Any]


def details(figures: Figures) -> Details:
    """Return everything behind the matrix by agency and task code; empty values are left out."""
    before = _states_before(figures.comparison)
    problems = _problems_by_assignment(figures)
    attached = _attached(figures)
    columns = figures.schemas.report.open_columns
    cells: dict[str, Details] = {}
    for row in _records(figures.consolidation.assignments):
        assignment = (row["agency"], row["task"])
        typed = [row[column.name] for column in columns]
        cells.setdefault(row["agency"], {})[row["task"]] = _without_empty(
            {
                "role": Role(row["role"]).label,
                "due": row["due"] and row["due"] + (" (đã được gia hạn)" if row["extended"] else ""),
                "before": before.get(assignment),
                "typed": typed if any(typed) else [],
                "attached": attached.get(assignment, []),
                "problems": problems.get(assignment, []),
                "sheet": row["sheet"],
                "cell": row["cell"],
            }
        )
    return {
        "states": {state.value: state.label for state in State},
        "headings": [column.title for column in columns],
        "tasks": _tasks(figures),
        "agencies": _agencies(figures, problems, attached),
        "cells": cells,
    }


def submission_label(submission: Submission, days_late: int) -> str:
    """Return whether a return is there: "Chậm 3 ngày", "Chưa báo cáo"."""
    return submission.label + (f" {number(days_late)} ngày" if submission is Submission.LATE else "")


#: Fields of the header block that stay in the workbook: a page is passed on more easily.
_PRIVATE = frozenset({"phone", "email"})


def count_lines(counts: Counts, compared: Compared[Counts] | None = None, earlier: str = "") -> list[Line]:
    """Return the counts in words, only states that occur, with the rate; each beside the round before (`earlier`)."""

    def line(term: str, figure: Callable[[Counts], int]) -> Line:
        suffix = "" if compared is None else f"; {number_before(compared.number(figure), earlier)}"
        return term, number(figure(counts)) + suffix

    before = Counts() if compared is None else compared.before
    lines = [line("Lượt được giao", attrgetter("assigned"))]
    lines += [line(state.label, methodcaller("of", state)) for state in State if counts.of(state) or before.of(state)]
    if counts.due_rate is not None:
        suffix = "" if compared is None else rate_before(compared.rate(attrgetter("due_rate")), earlier)
        lines.append((wording.DUE_RATE, percent(counts.due_rate) + (f"; {suffix}" if suffix else "")))
    if counts.done_rate is not None:
        suffix = "" if compared is None else rate_before(compared.rate(attrgetter("done_rate")), earlier)
        lines.append((wording.DONE_RATE, percent(counts.done_rate) + (f"; {suffix}" if suffix else "")))
    return lines


def _states_before(comparison: Comparison | None) -> dict[tuple[str, str], str]:
    """Return what each assignment was the round before, in words; several where an agency took over from several."""
    if comparison is None:
        return {}
    cells, earlier = comparison.cells, comparison.earlier.name
    return {
        (agency, task): f"{'; '.join(State(letters).label for letters in before.split('/'))} ({earlier})"
        for agency, task, before in zip(cells["agency"], cells["task"], cells["shown_before"], strict=True)
        if before
    }


def _tasks(figures: Figures) -> Details:
    """Return the tasks as the decision has them, with their counts."""
    comparison = figures.comparison
    compared, earlier = ({}, "") if comparison is None else (comparison.by_task, comparison.earlier.name)
    titles = {section.code: section.title for section in figures.campaign.sections}
    return {
        task.code: {
            "text": clean_text(task.text),
            "time": None if task.time_limit is None else task.time_limit.verbatim,
            "lines": _filled(
                [
                    (f"Nhóm {task.section}", titles[task.section]),
                    (wording.LEADS, task.lead_text),
                    (wording.COORDINATORS, task.coordinators_text),
                    (wording.TIME, None if task.time_limit is None else task.time_limit.verbatim),
                    *count_lines(figures.by_task.get(task.code, Counts()), compared.get(task.code), earlier),
                ]
            ),
        }
        for task in figures.consolidation.tasks
    }


def _agencies(
    figures: Figures,
    problems: Mapping[tuple[str, str], Sequence[Details]],
    attached: Mapping[tuple[str, str], Sequence[Details]],
) -> Details:
    """Return what came of each agency's return, with its counts."""
    comparison = figures.comparison
    compared, earlier = ({}, "") if comparison is None else (comparison.by_agency, comparison.earlier.name)
    by_path = {file.path: file for file in figures.files}
    public = [column for column in figures.schemas.header.open_columns if column.name not in _PRIVATE]
    agencies = {}
    for row in _records(figures.consolidation.agencies):
        file = by_path.get(row["file"])
        agencies[row["agency"]] = _without_empty(
            {
                "name": row["agency_name"],
                "lines": _filled(
                    [
                        (wording.AGENCY_CODE, row["agency"]),
                        ("Khối", figures.campaign.group_by_code[str(row["group"])].title),
                        (wording.RETURN, submission_label(Submission(row["submission"]), int(row["days_late"]))),
                        (wording.VERDICT, None if file is None else file.verdict.label),
                        ("Lý do từ chối", file.reason if file is not None and not file.verdict.used else None),
                        *_typed_lines(public, row),
                        *count_lines(
                            figures.by_agency.get(row["agency"], Counts()), compared.get(row["agency"]), earlier
                        ),
                    ]
                ),
                "problems": problems.get((row["agency"], ""), []),
                "attached": attached.get((row["agency"], ""), []),
                "file": row["file"],
                "sha256": None if file is None else file.sha256,
            }
        )
    return agencies


def _attached(figures: Figures) -> dict[tuple[str, str], list[Details]]:
    """Return what the other sheets say, by agency and task: indicators, lists, proposals.

    The task is "" for what is on no assignment of the agency, such as a proposal of a new task.
    """
    attached: dict[tuple[str, str], list[Details]] = {}
    consolidation, schemas, assigned = figures.consolidation, figures.schemas, _assigned(figures)

    def add(row: Details, task: str | None, title: str, lines: list[Line]) -> None:
        assignment = (row["agency"], task or "")
        entry = {"title": title, "lines": lines, "sheet": row["sheet"], "cell": row["cell"]}
        attached.setdefault(assignment if assignment in assigned else (row["agency"], ""), []).append(entry)

    value, note = schemas.indicators.column("value"), schemas.indicators.column("note")
    reported = consolidation.indicators["file"].notna()
    for row in _records(consolidation.indicators.loc[reported, _INDICATOR_COLUMNS]):
        add(row, row["task"], row["name"], _filled([(value.title, _amount(row)), (note.title, row["note"])]))
    tasks_of_list = {open_list.code: open_list.report_tasks for open_list in consolidation.campaign.lists}
    for schema in schemas.lists:
        for row in _records(consolidation.lists[schema.name]):
            lines = _typed_lines(schema.open_columns, row)
            task = next((code for code in tasks_of_list[schema.name] if (row["agency"], code) in assigned), None)
            add(row, task, f"{schema.sheet} {row['number']}", lines)
    for row in _records(consolidation.proposals):
        lines = _typed_lines(schemas.proposals.open_columns, row)
        add(row, row["task"], f"{schemas.proposals.sheet} {row['number']}", lines)
    return attached


def _amount(row: Details) -> str:
    """Return the figure given for an indicator, or in words why there is none."""
    if row["value"] is not None:
        return f"{row['value']} {row['unit']}"
    if row["in_error"]:
        return "số liệu có lỗi"
    return "chưa có số liệu" if row["owing"] else "không phải báo cáo"


def _problems_by_assignment(figures: Figures) -> dict[tuple[str, str], list[Details]]:
    """Return the problems of the files that stand behind the agencies, by agency and task.

    The task is "" for what does not stand on the row of an assignment.
    """
    rows = figures.consolidation.agencies
    agency_of = {
        clean_text(file): agency
        for agency, file in zip(rows["agency"], rows["file"], strict=True)
        if isinstance(file, str)
    }
    assigned = _assigned(figures)
    by_assignment: dict[tuple[str, str], list[Details]] = {}
    for problem in in_order(figures.problems):
        agency = agency_of.get(problem.file)
        if agency is None:
            continue
        task = problem.task if problem.task is not None and (agency, problem.task) in assigned else ""
        by_assignment.setdefault((agency, task), []).append(
            _without_empty(
                {
                    "severity": problem.severity.value,
                    "label": problem.severity.label,
                    "sheet": problem.sheet,
                    "cell": None if problem.cell is None else problem.cell.reference,
                    "field": problem.field,
                    "value": problem.value,
                    "message": problem.message,
                    "hint": problem.hint,
                }
            )
        )
    return by_assignment


def _assigned(figures: Figures) -> set[tuple[str, str]]:
    """Return the agency and task of every assignment."""
    return {(outcome.agency, outcome.task) for outcome in figures.outcomes}


def _typed_lines(columns: Sequence[Column], row: Details) -> list[Line]:
    return _filled([(column.title, row[column.name]) for column in columns])


def _filled(lines: Sequence[tuple[str, str | None]]) -> list[Line]:
    return [(term, text) for term, text in lines if text]


def _without_empty(entry: Details) -> Details:
    """Return an entry without what is None, or an empty list."""
    return {key: value for key, value in entry.items() if value}


def _records(rows: pd.DataFrame) -> list[Details]:
    """Return each row by column name: flags as they are, everything else as the text that is shown, None for nothing."""
    names = rows.columns.tolist()
    columns = [rows[name].tolist() if pd.api.types.is_bool_dtype(rows[name]) else _texts(rows[name]) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _texts(values: "pd.Series[Any]") -> list[str | None]:
    """Return cells as their text, each distinct one made once; None for an empty cell."""
    cells = values.astype(object)
    texts = {value: _text(value) for value in cells.dropna().drop_duplicates().tolist()}
    return [texts.get(value) for value in cells.tolist()]


def _text(value: object) -> str:
    text = typed_text(value)
    return text if text.isprintable() else clean_text(text)
