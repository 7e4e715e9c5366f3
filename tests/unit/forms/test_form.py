"""A form as a value: what is asked, under which name, with which fingerprint."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.assignment import Role, owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.form import blank_form, fingerprint, prefilled_form, template_file_name
from pipeline.forms.row_check import COMPLETE, row_check
from pipeline.forms.schema.schema import Schemas
from tests.support.forms import GENERATED_ON, form_of


def test_a_form_asks_what_is_assigned_in_the_decisions_order(campaign: Campaign, schemas: Schemas) -> None:
    form = form_of(campaign, schemas, "11383")
    codes = [row.task.code for row in form.rows]
    order = [task.code for task in campaign.tasks]
    assert codes == sorted(codes, key=order.index)
    assert "3.4" not in codes
    assert {row.assignment.agency for row in form.rows} == {"11383"}
    assert {row.assignment.role for row in form.rows} == {Role.LEAD, Role.COORDINATOR}
    assert {item.indicator.task for item in form.indicators} <= set(codes)
    assert {row.task.code for row in form.rows if row.values} == {"3.1", "4.8", "5.1"}


NOT_OPEN = {
    "status": "Chưa thực hiện",
    "cause": "Chưa đến thời gian thực hiện",
    "difficulties": "Chưa đến thời gian thực hiện.",
}


def test_a_task_whose_time_comes_after_the_cut_off_is_filled_in_with_this_cause(
    campaign: Campaign, schemas: Schemas
) -> None:
    form = form_of(campaign, schemas, "11383")
    (row,) = [row for row in form.rows if row.task.code == "4.8"]
    assert row.values == NOT_OPEN
    check = row_check(schemas.report, row.assignment, form.round, campaign.decision)
    assert check.text(row.values) == COMPLETE
    assert not any(row.values for row in form_of(campaign, schemas, "11383", "lan-2").rows)


def test_a_campaign_without_such_a_cause_fills_in_nothing(campaign: Campaign, schemas: Schemas) -> None:
    without = replace(campaign, causes=tuple(cause for cause in campaign.causes if cause.code != "not-open"))
    assert not any(row.values for row in form_of(without, schemas, "11383").rows)


def test_what_was_done_before_its_time_stays_done(campaign: Campaign, schemas: Schemas) -> None:
    form = form_of(campaign, schemas, "11383")
    done = {"status": "Hoàn thành", "completed_on": date(2025, 8, 20), "result": "Đã họp."}
    carried = prefilled_form(
        form, EarlierReturn(round=form.round, rows={"4.8": done, "5.1": {"status": "Đang thực hiện"}})
    )
    values = {row.task.code: row.values for row in carried.rows}
    assert (values["4.8"], values["5.1"], values["3.1"]) == (done, NOT_OPEN, NOT_OPEN)


def test_an_agency_that_owes_nothing_has_an_empty_form(campaign: Campaign, schemas: Schemas) -> None:
    outside = replace(campaign.agencies[0], code="KHONG-CO")
    form = blank_form(campaign, campaign.rounds[0], outside, schemas, generated_on=GENERATED_ON)
    assert (form.rows, form.indicators) == ((), ())


def test_fingerprint_follows_what_is_asked(campaign: Campaign, schemas: Schemas) -> None:
    form = form_of(campaign, schemas, "11383")
    tasks = [f"{row.task.code} {row.assignment.role}" for row in form.rows]
    indicators = [item.indicator.code for item in form.indicators]

    def of(**changed: object) -> str:
        return fingerprint(**{"tasks": tasks, "indicators": indicators, "schemas": schemas, **changed})  # type: ignore[arg-type]

    same = form_of(campaign, schemas, "11395") if "11395" in campaign.agency_by_code else form
    assert form.fingerprint == of() == same.fingerprint
    assert len(form.fingerprint) == 12
    report = schemas.report
    renamed = replace(report.columns[8], title="Kết quả")
    wider = replace(report.columns[8], width=99.0, help="Lời nhắc khác")
    others = [
        of(tasks=tasks[1:]),
        of(tasks=list(reversed(tasks))),
        of(indicators=[]),
        of(
            schemas=replace(
                schemas, report=replace(report, columns=(*report.columns[:8], renamed, *report.columns[9:]))
            )
        ),
        of(schemas=replace(schemas, report=replace(report, columns=report.columns[1:]))),
    ]
    assert len({form.fingerprint, *others}) == 6
    looks = replace(report, columns=(*report.columns[:8], wider, *report.columns[9:]))
    assert of(schemas=replace(schemas, report=looks)) == form.fingerprint


def test_what_others_are_asked_changes_no_fingerprint(campaign: Campaign, schemas: Schemas) -> None:
    """A commune's form stays the newest when a department gets a new task, an indicator or the sheet for them."""
    without = replace(
        campaign,
        indicators=(),
        tasks=tuple(replace(task, coordinators=()) if task.code == "3.1" else task for task in campaign.tasks),
    )
    lead, commune = (form_of(without, schemas, agency) for agency in ("SNV", "11383"))
    moved = replace(
        without, tasks=tuple(replace(task, lead=()) if task.code == "3.1" else task for task in without.tasks)
    )
    assert form_of(moved, schemas, "11383").fingerprint == commune.fingerprint
    assert form_of(moved, schemas, "SNV").fingerprint != lead.fingerprint
    value = replace(schemas.indicators.column("value"), title="Số liệu")
    changed = replace(schemas, indicators=replace(schemas.indicators, columns=(value,)))
    assert form_of(without, changed, "11383").fingerprint == commune.fingerprint
    assert form_of(campaign, changed, "11383").fingerprint != form_of(campaign, schemas, "11383").fingerprint


def test_another_role_in_a_task_is_another_form(campaign: Campaign, schemas: Schemas) -> None:
    task = campaign.task_by_code["3.1"]
    swapped = replace(task, lead=task.coordinators, coordinators=task.lead)
    changed = replace(campaign, tasks=tuple(swapped if other is task else other for other in campaign.tasks))
    forms = [form_of(version, schemas, "STC") for version in (campaign, changed)]
    assert len({form.fingerprint for form in forms}) == 2
    assert len(frozenset.intersection(*(form.earlier_fingerprints for form in forms))) == 1


@pytest.mark.parametrize(
    ("agency", "name"),
    [
        ("SNV", "2025-h2_lan-1_SNV_so-noi-vu.xlsx"),
        ("11383", "2025-h2_lan-1_11383_ubnd-phuong-le-chan.xlsx"),
    ],
)
def test_file_names(campaign: Campaign, agency: str, name: str) -> None:
    assert template_file_name(campaign, campaign.rounds[0], campaign.agency_by_code[agency]) == name


def test_file_names_are_ascii_and_different(campaign: Campaign) -> None:
    names = [
        template_file_name(campaign, campaign.rounds[0], agency)
        for agency in owing_agencies(campaign, campaign.rounds[0])
    ]
    assert all(name.isascii() for name in names)
    assert len(set(names)) == len(names) == 146
