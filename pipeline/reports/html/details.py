"""What the page tells of one cell, one agency and one task when asked: plain values, read by its script."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter, methodcaller
from typing import Any

import pandas as pd

from pipeline.campaign.agencies import Group
from pipeline.campaign.assignment import Role
from pipeline.consolidation.compare import Compared, Comparison
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Column, Schemas, SheetSchema
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem, in_order
from pipeline.reports.comparisons import number_before, rate_before
from pipeline.reports.sentences import number, percent
from pipeline.reports.wording import SUBMISSION_LABELS
from pipeline.text import clean_text
from pipeline.values import typed_text

#: Term and text, one line of a description.
Line = tuple[str, str]
_INDICATOR_COLUMNS = ["agency", "task", "name", "unit", "value", "note", "owing", "in_error", "sheet", "cell"]
#: What JSON holds.
Details = dict[str, Any]


def details(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    schemas: Schemas,
    beside: Comparison | None = None,
) -> Details:
    """Return everything behind the matrix by agency and task code; empty values are left out."""
    before = _states_before(beside)
    found = _problems_by_place(consolidation, problems)
    attached = _attached(consolidation, schemas)
    columns = schemas.report.open_columns
    cells: dict[str, Details] = {}
    for row in _records(consolidation.assignments):
        place = (row["agency"], row["task"])
        typed = [row[column.name] for column in columns]
        cells.setdefault(row["agency"], {})[row["task"]] = _without_empty(
            {
                "role": Role(row["role"]).label,
                "due": row["due"] and row["due"] + (" (đã được gia hạn)" if row["extended"] else ""),
                "before": before.get(place),
                "typed": typed if any(typed) else [],
                "attached": attached.get(place, []),
                "problems": found.get(place, []),
                "sheet": row["sheet"],
                "cell": row["cell"],
            }
        )
    return {
        "states": {state.value: state.label for state in State},
        "headings": [column.title for column in columns],
        "tasks": _tasks(consolidation, beside),
        "agencies": _agencies(consolidation, files, found, attached, schemas.header, beside),
        "cells": cells,
    }


def submission_words(submission: str, days_late: int) -> str:
    """Return whether a return is there: "Chậm 3 ngày", "Chưa báo cáo"."""
    return SUBMISSION_LABELS[submission] + (f" {number(days_late)} ngày" if submission == "late" else "")


#: Fields of the header block that stay in the workbook: a page is passed on more easily.
_PRIVATE = frozenset({"phone", "email"})


def count_lines(numbers: Counts, beside: Compared[Counts] | None = None, earlier: str = "") -> list[Line]:
    """Return the counts in words, only states that occur, with the rate; each beside the round before (`earlier`)."""

    def line(term: str, figure: Callable[[Counts], int]) -> Line:
        then = "" if beside is None else f"; {number_before(beside.number(figure), earlier)}"
        return term, number(figure(numbers)) + then

    before = Counts() if beside is None else beside.before
    lines = [line("Lượt được giao", attrgetter("assigned"))]
    lines += [line(one.label, methodcaller("of", one)) for one in State if numbers.of(one) or before.of(one)]
    if numbers.done_rate is not None:
        then = "" if beside is None else rate_before(beside.rate(lambda found: found.done_rate), earlier)
        lines.append(("Tỷ lệ hoàn thành", percent(numbers.done_rate) + (f"; {then}" if then else "")))
    return lines


def _states_before(beside: Comparison | None) -> dict[tuple[str, str], str]:
    """Return what each assignment was the round before, in words; several where an agency took over from several."""
    if beside is None:
        return {}
    cells = beside.cells
    return {
        (agency, task): f"{'; '.join(State(letters).label for letters in shown.split('/'))} ({beside.earlier.name})"
        for agency, task, shown in zip(cells["agency"], cells["task"], cells["shown_before"], strict=True)
        if shown
    }


def _tasks(consolidation: Consolidation, beside: Comparison | None) -> Details:
    """Return the tasks as the decision has them, with their counts."""
    by_task = counts_by(consolidation.assignments, "task")
    compared, earlier = ({}, "") if beside is None else (beside.by_task, beside.earlier.name)
    titles = {section.code: section.title for section in consolidation.campaign.sections}
    return {
        task.code: {
            "text": clean_text(task.text),
            "time": None if task.time_limit is None else task.time_limit.verbatim,
            "lines": _filled(
                [
                    (f"Nhóm {task.section}", titles[task.section]),
                    ("Cơ quan chủ trì", task.lead_text),
                    ("Cơ quan phối hợp", task.coordinators_text),
                    ("Thời gian thực hiện", None if task.time_limit is None else task.time_limit.verbatim),
                    *count_lines(by_task.get(task.code, Counts()), compared.get(task.code), earlier),
                ]
            ),
        }
        for task in consolidation.tasks
    }


def _agencies(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    found: Mapping[tuple[str, str], Sequence[Details]],
    attached: Mapping[tuple[str, str], Sequence[Details]],
    header: SheetSchema,
    beside: Comparison | None,
) -> Details:
    """Return what came of each agency's return, with its counts."""
    by_agency = counts_by(consolidation.assignments, "agency")
    compared, earlier = ({}, "") if beside is None else (beside.by_agency, beside.earlier.name)
    by_path = {file.path: file for file in files}
    agencies = {}
    for row in _records(consolidation.agencies):
        file = by_path.get(row["file"])
        agencies[row["agency"]] = _without_empty(
            {
                "name": row["agency_name"],
                "lines": _filled(
                    [
                        ("Mã cơ quan", row["agency"]),
                        ("Khối", Group(str(row["group"])).title),
                        ("Gửi báo cáo", submission_words(row["submission"], int(row["days_late"]))),
                        ("Kết quả tiếp nhận", None if file is None else file.verdict.label),
                        ("Lý do từ chối", file.reason if file is not None and not file.verdict.used else None),
                        *_typed_lines([column for column in header.open_columns if column.name not in _PRIVATE], row),
                        *count_lines(by_agency.get(row["agency"], Counts()), compared.get(row["agency"]), earlier),
                    ]
                ),
                "problems": found.get((row["agency"], ""), []),
                "attached": attached.get((row["agency"], ""), []),
                "file": row["file"],
                "sha256": None if file is None else file.sha256,
            }
        )
    return agencies


def _attached(consolidation: Consolidation, schemas: Schemas) -> dict[tuple[str, str], list[Details]]:
    """Return what the other sheets say, by agency and task: indicators, models, proposals.

    The task is "" for what is on no assignment of the agency, such as a proposal of a new task.
    """
    attached: dict[tuple[str, str], list[Details]] = {}
    asked = _places(consolidation)

    def add(row: Details, task: str | None, title: str, lines: list[Line]) -> None:
        place = (row["agency"], task or "")
        entry = {"title": title, "lines": lines, "sheet": row["sheet"], "cell": row["cell"]}
        attached.setdefault(place if place in asked else (row["agency"], ""), []).append(entry)

    value, note = schemas.indicators.column("value"), schemas.indicators.column("note")
    came = consolidation.indicators["file"].notna()
    for row in _records(consolidation.indicators.loc[came, _INDICATOR_COLUMNS]):
        add(row, row["task"], row["name"], _filled([(value.title, _amount(row)), (note.title, row["note"])]))
    for row in _records(consolidation.models):
        lines = _typed_lines(schemas.models.open_columns, row)
        add(row, consolidation.campaign.decision.model_task, f"{schemas.models.sheet} {row['number']}", lines)
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


def _problems_by_place(
    consolidation: Consolidation, problems: Sequence[Problem]
) -> dict[tuple[str, str], list[Details]]:
    """Return the problems of the files that stand behind the agencies, by agency and task.

    The task is "" for what does not stand on the row of an assignment.
    """
    rows = consolidation.agencies
    agency_of = {
        clean_text(file): agency
        for agency, file in zip(rows["agency"], rows["file"], strict=True)
        if isinstance(file, str)
    }
    asked = _places(consolidation)
    by_place: dict[tuple[str, str], list[Details]] = {}
    for found in in_order(problems):
        agency = agency_of.get(found.file)
        if agency is None:
            continue
        task = found.task if found.task is not None and (agency, found.task) in asked else ""
        by_place.setdefault((agency, task), []).append(
            _without_empty(
                {
                    "severity": found.severity.value,
                    "label": found.severity.label,
                    "sheet": found.sheet,
                    "cell": None if found.cell is None else found.cell.reference,
                    "field": found.field,
                    "value": found.value,
                    "message": found.message,
                    "hint": found.hint,
                }
            )
        )
    return by_place


def _places(consolidation: Consolidation) -> set[tuple[str, str]]:
    """Return the agency and task of every assignment."""
    return set(zip(consolidation.assignments["agency"], consolidation.assignments["task"], strict=True))


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
    shown = {value: _shown(value) for value in cells.dropna().drop_duplicates().tolist()}
    return [shown.get(value) for value in cells.tolist()]


def _shown(value: object) -> str:
    text = typed_text(value)
    return text if text.isprintable() else clean_text(text)
