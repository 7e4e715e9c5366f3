"""The same tables through real workbooks: written as an officer fills the form, taken in, validated."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.campaign.agencies import Agency
from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form, blank_form
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import ReceivedFile, Verdict
from tests.spec import test_cells, test_rows, test_workbook
from tests.spec.cases import Case
from tests.support.validation import HEADER, ROW, received, validated

Told = tuple[str, str | None, str | None, str | None]


def can_be_written(case: Case) -> bool:
    """Whether the form writer can put the cells of a case down: it fills in texts, numbers and dates only."""
    values = [*case.cells.values()]
    for row in (*case.rows.values(), *case.models, *case.proposals):
        values += row.values()
    return all(
        value is None
        or isinstance(value, float)
        or (isinstance(value, str) and "\x07" not in value and "\r" not in value)
        or (isinstance(value, date) and not isinstance(value, datetime))
        for value in values
    )


CASES = [case for table in (test_cells, test_rows, test_workbook) for case in table.CASES if can_be_written(case)]


def filled_form(case: Case, agency: Agency, campaign: Campaign, schemas: Schemas) -> Form:
    """The form of an agency, filled as the case says."""
    form = blank_form(campaign, campaign.round_by_code["lan-1"], agency, schemas, generated_on=date(2025, 8, 1))

    def changed(key: str, values: Mapping[str, Any]) -> dict[str, Any]:
        cells = {name: value for place, value in case.cells.items() for head, name in [place.split("/")] if head == key}
        return {name: value for name, value in {**values, **cells}.items() if value is not None}

    return replace(
        form,
        header=changed("header", HEADER),
        rows=tuple(replace(row, values=changed(row.task.code, case.rows.get(row.task.code, ROW))) for row in form.rows),
        indicators=tuple(replace(row, values=changed(row.indicator.code, {"value": 10.0})) for row in form.indicators),
        lists={"models": tuple(case.models)},
        proposals=tuple(case.proposals),
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, campaign: Campaign, schemas: Schemas) -> tuple[ReceivedFile, ...]:
    """One inbox with a workbook for each case, each from another commune: their tasks are the same."""
    inbox: Path = tmp_path_factory.mktemp("inbox")
    communes = [agency for agency in campaign.reporting_agencies if agency.group.code == "communes"]
    for number, (case, commune) in enumerate(zip(CASES, communes, strict=False)):
        form = filled_form(case, commune, campaign, schemas)
        (inbox / f"{number:02d}.xlsx").write_bytes(template_bytes(form, schemas))
    return read_inbox(inbox, campaign=campaign, round_=campaign.round_by_code["lan-1"], schemas=schemas)


def told(files: Sequence[ReceivedFile], campaign: Campaign, schemas: Schemas) -> list[list[Told]]:
    """What is told of the file of each case: rule, task, field and value, wherever the cells stand."""
    result: list[list[Told]] = [[] for _ in CASES]
    number_of = {file.path: number for number, file in enumerate(files)}
    for as_of in {case.as_of for case in CASES}:
        chosen = [file for file, case in zip(files, CASES, strict=True) if case.as_of == as_of]
        for problem in validated(campaign, schemas, *chosen, as_of=as_of).problems:
            result[number_of[problem.file]].append((problem.rule.code, problem.task, problem.field, problem.value))
    return [sorted(problems, key=str) for problems in result]


def test_every_workbook_is_taken(files: tuple[ReceivedFile, ...]) -> None:
    assert len(files) == len(CASES) > 30
    assert {(file.verdict, file.problems) for file in files} == {(Verdict.ACCEPTED, ())}


def test_the_workbooks_tell_the_same_as_the_tables(
    files: tuple[ReceivedFile, ...], campaign: Campaign, schemas: Schemas
) -> None:
    built = [
        received(
            campaign,
            schemas,
            path=f"{number:02d}",
            agency=case.agency,
            cells=case.cells,
            rows=case.rows,
            models=case.models,
            proposals=case.proposals,
        )
        for number, case in enumerate(CASES)
    ]
    through_workbooks, directly = told(files, campaign, schemas), told(built, campaign, schemas)
    for case, one, other in zip(CASES, through_workbooks, directly, strict=True):
        assert one == other, case.about
