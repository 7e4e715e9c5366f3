"""One rule says when something reported can have happened, whether the form, `Kiểm tra` or validation asks."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.campaign.past_dates import PastDates, Standing, past_dates
from pipeline.campaign.promised_dates import promised_dates
from pipeline.forms.form import blank_form
from pipeline.forms.row_check import COMPLETE, row_check
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.sheets.inputs import input_check
from pipeline.rules import Rule
from tests.support.campaign import SMALL_DECISION, edited, refused, write_small_project
from tests.support.validation import received, validated

PERIOD = "start: 2025-07-01, end: 2025-12-31"
SCHOOL_YEAR = (date(2026, 9, 1), date(2027, 5, 31))


def crossing_new_year(campaign: Campaign, *, earliest: date = date(2026, 1, 1)) -> Campaign:
    """The campaign with a school year for its period, and its round in the first month."""
    start, end = SCHOOL_YEAR
    decision = replace(campaign.decision, period_start=start, period_end=end, period_earliest=earliest)
    first = replace(
        campaign.rounds[0],
        deadline=date(2026, 10, 5),
        last_day=date(2026, 10, 4),
        cut_off=date(2026, 9, 30),
        opens=date(2026, 9, 15),
    )
    return replace(campaign, decision=decision, rounds=(first,))


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2025, 12, 31), Standing.TOO_EARLY),
        (date(2026, 1, 1), Standing.EARLY),
        (date(2026, 8, 31), Standing.EARLY),
        (date(2026, 9, 1), Standing.RIGHT),
        (date(2027, 2, 3), Standing.RIGHT),
        (date(2027, 2, 4), Standing.TOO_LATE),
    ],
)
def test_a_day_stands_to_the_period(campaign: Campaign, day: date, standing: Standing) -> None:
    school = crossing_new_year(campaign)
    assert past_dates(school.decision, school.rounds[0], as_of=date(2027, 2, 3)).standing(day) is standing


def test_the_earliest_day_is_by_default_the_first_of_its_year(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    assert read_campaign(tmp_path, "small").decision.period_earliest == date(2025, 1, 1)
    write_small_project(tmp_path, edited("decision.yaml", PERIOD, f"{PERIOD}, earliest: 2024-06-15"))
    assert read_campaign(tmp_path, "small").decision.period_earliest == date(2024, 6, 15)


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        (f"{PERIOD}, earliest: 2025-07-02", "sau ngày đầu kỳ"),
        (f"{PERIOD}, earliest: 15/6/2025", "earliest"),
    ],
)
def test_an_earliest_day_that_cannot_be_is_told(tmp_path: Path, period: str, reason: str) -> None:
    assert PERIOD in SMALL_DECISION
    assert reason in str(refused(tmp_path, edited("decision.yaml", PERIOD, period)))


def test_an_example_is_a_day_of_the_period() -> None:
    year = PastDates(earliest=date(2026, 1, 1), start=date(2026, 9, 1), end=date(2027, 5, 31), latest=date(2027, 5, 31))
    week = replace(year, end=date(2026, 9, 7))
    assert (year.example, week.example) == (date(2026, 10, 16), date(2026, 9, 4))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2025, 12, 31), {Rule.DATE_OUTSIDE_PERIOD}),
        (date(2026, 1, 1), {Rule.DATE_BEFORE_PERIOD}),
        (date(2026, 8, 31), {Rule.DATE_BEFORE_PERIOD}),
        (date(2026, 9, 1), set()),
        (date(2026, 12, 31), set()),
        (date(2027, 1, 1), set()),
        (date(2027, 5, 31), set()),
    ],
)
def test_form_and_validation_agree_on_every_day_over_new_year(
    campaign: Campaign, schemas: Schemas, day: date, found: set[Rule]
) -> None:
    """On the last day of the period: the form has no clock, and refuses no day that may be right when it comes back."""
    school = crossing_new_year(campaign)
    round_, as_of = school.rounds[0], date(2027, 5, 31)
    done = {"status": "Hoàn thành", "completed_on": day, "result": "Đã ban hành kế hoạch.", "evidence": "12/KH"}
    file = received(school, schemas, rows={"1.1": done}, cells={"header/report_date": as_of})
    problems = validated(school, schemas, file, as_of=as_of).problems
    assert {problem.rule for problem in problems if problem.field == "Ngày hoàn thành"} == found
    form = blank_form(school, round_, school.agency_by_code["11383"], schemas, generated_on=as_of)
    check = input_check(
        schemas.report.column("completed_on"), past=form.past_dates, promised=form.promised_dates, source=None
    )
    refused_by_form = not check["minimum"] <= day <= check["maximum"]
    (row,) = [row for row in form.rows if row.task.code == "1.1"]
    said = row_check(schemas.report, row.assignment, round_, school.decision).text(done)
    assert refused_by_form is (Rule.DATE_OUTSIDE_PERIOD in found)
    assert said.startswith(COMPLETE) is not refused_by_form
    assert ("sớm hơn 01/9/2026" in said) is (Rule.DATE_BEFORE_PERIOD in found)


def many_years(campaign: Campaign) -> Campaign:
    """The campaign as a plan for five years, its round in the third."""
    decision = replace(
        campaign.decision,
        period_start=date(2026, 1, 1),
        period_end=date(2030, 12, 31),
        period_earliest=date(2026, 1, 1),
    )
    third = replace(
        campaign.rounds[0],
        deadline=date(2028, 7, 5),
        last_day=date(2028, 7, 4),
        cut_off=date(2028, 6, 30),
        opens=date(2028, 6, 15),
    )
    return replace(campaign, decision=decision, rounds=(third,))


@pytest.mark.parametrize(
    ("day", "found", "refused_by_form"),
    [
        (date(2025, 12, 31), {Rule.DATE_OUTSIDE_PERIOD}, True),
        (date(2026, 1, 1), set(), False),
        (date(2027, 12, 31), set(), False),
        (date(2028, 7, 4), set(), False),
        # the form has no clock, and late returns have their time
        (date(2029, 1, 15), {Rule.DATE_IN_FUTURE}, False),
        (date(2029, 9, 5), {Rule.DATE_IN_FUTURE}, True),
        (date(2030, 6, 15), {Rule.DATE_IN_FUTURE}, True),
        (date(2031, 1, 15), {Rule.DATE_OUTSIDE_PERIOD}, True),
    ],
)
def test_a_period_of_many_years_takes_the_days_of_them_all(
    campaign: Campaign, schemas: Schemas, day: date, found: set[Rule], refused_by_form: bool
) -> None:
    plan = many_years(campaign)
    round_, as_of = plan.rounds[0], date(2028, 7, 4)
    done = {"status": "Hoàn thành", "completed_on": day, "result": "Đã ban hành kế hoạch.", "evidence": "12/KH"}
    file = received(plan, schemas, rows={"1.1": done}, cells={"header/report_date": as_of})
    problems = validated(plan, schemas, file, as_of=as_of).problems
    assert {problem.rule for problem in problems if problem.field == "Ngày hoàn thành"} == found
    past = past_dates(plan.decision, round_)
    assert (not past.earliest <= day <= past.latest) is refused_by_form
    (row,) = [
        row
        for row in blank_form(plan, round_, plan.agency_by_code["11383"], schemas, generated_on=as_of).rows
        if row.task.code == "1.1"
    ]
    said = row_check(schemas.report, row.assignment, round_, plan.decision).text(done)
    assert said.startswith(COMPLETE) is not refused_by_form


def test_an_example_of_many_years_is_not_long_before_the_round(campaign: Campaign) -> None:
    plan = many_years(campaign)
    assert past_dates(plan.decision, plan.rounds[0]).example == date(2027, 8, 14)


def test_a_form_takes_the_dates_of_a_late_return_and_no_slip_of_a_year(campaign: Campaign, schemas: Schemas) -> None:
    """The last round of a year is often reported in the next."""
    second = campaign.round_by_code["lan-2"]
    past = past_dates(campaign.decision, second)
    assert past.standing(second.last_day + timedelta(days=60)) is Standing.RIGHT
    assert past.standing(second.last_day.replace(year=2026)) is Standing.TOO_LATE


def test_hints_speak_of_the_period(campaign: Campaign, schemas: Schemas) -> None:
    school = crossing_new_year(campaign)
    cells = {"header/report_date": None, "1.1/completed_on": "hôm qua", "1.2/completed_on": date(2024, 9, 3)}
    done = {"status": "Hoàn thành", "result": "Đã ban hành kế hoạch."}
    file = received(school, schemas, rows={"1.1": done, "1.2": done, "1.3": done}, cells=cells)
    hints = [problem.hint for problem in validated(school, schemas, file, as_of=date(2027, 1, 5)).problems]
    assert [hint for hint in hints if "2025" in hint] == []
    assert sum("16/10/2026" in hint for hint in hints) >= 4
    check = input_check(
        schemas.report.column("completed_on"),
        past=past_dates(school.decision, school.rounds[0]),
        promised=promised_dates(school.decision, school.rounds[0]),
        source=None,
    )
    assert check["error_message"] == "Gõ ngày/tháng/năm, từ ngày 01/01/2026 đến ngày 31/5/2027, ví dụ 16/10/2026."
    assert check["input_message"].endswith("Ví dụ: 16/10/2026")
