"""The summary tables as values: typed columns, rows that add up, changes in a later round."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.compare import Change, RateChange
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.figures import Figures, figures
from pipeline.reports.summary import (
    ASSIGNED_PARTS,
    OWED_PARTS,
    RETURNS_RATE,
    changes_by_task,
    indicators,
    led_by_group,
    led_by_section,
    led_rates_by_section,
    returns_by_group,
    rounds_side_by_side,
    states_by_section,
    weakest_tasks,
)
from pipeline.reports.summary_table import FigureKind, SummaryColumn, SummaryTable, count
from pipeline.reports.wording import ASSIGNED, DONE, LED, OWING
from tests.support.report import all_done, empty_consolidation, with_assignments, with_submissions

OVERDUE = {"state": "Q", "status": "Đang thực hiện"}


@pytest.fixture(scope="module")
def base(campaign: Campaign, schemas: Schemas) -> Consolidation:
    """Everything done but three assignments; one agency late, one missing, one excused."""
    rows = {("SNV", "4.7"): OVERDUE, ("SXD", "1.2"): OVERDUE, ("STC", "1.2"): OVERDUE}
    done = with_assignments(all_done(empty_consolidation(campaign, schemas)), rows)
    return with_submissions(done, {"SYT": "missing", "STC": "late", "SXD": "waived"})


@pytest.fixture(scope="module")
def first(base: Consolidation, schemas: Schemas) -> Figures:
    return figures(base, (), (), schemas)


@pytest.fixture(scope="module")
def later(base: Consolidation, campaign: Campaign, schemas: Schemas) -> Figures:
    second = all_done(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2025, 12, 5)))
    second = with_assignments(second, {("SXD", "1.2"): OVERDUE})
    return figures(replace(second, earlier=base), (), (), schemas)


def tables(numbers: Figures) -> list[SummaryTable]:
    """Every table that needs no round before."""
    return [
        returns_by_group(numbers),
        led_by_group(numbers),
        led_by_section(numbers, numbers.led_by_section),
        states_by_section(numbers),
        weakest_tasks(numbers, 10),
        indicators(numbers),
    ]


def test_rows_are_as_wide_as_the_head(first: Figures, later: Figures) -> None:
    assert later.comparison is not None
    compared = [
        rounds_side_by_side(later.comparison, later.campaign),
        led_rates_by_section(later, later.comparison),
        changes_by_task(later, later.comparison),
    ]
    for table in (*tables(first), *tables(later), *compared):
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}


@pytest.mark.parametrize("which", ["first", "later"])
def test_the_total_is_the_sum_of_the_rows(which: str, request: pytest.FixtureRequest) -> None:
    for table in tables(request.getfixturevalue(which)):
        if table.total:
            for position, column in enumerate(table.columns):
                if column.kind is FigureKind.NUMBER:
                    cells = [count(row[position]) for row in table.rows]
                    assert sum(cells[:-1]) == cells[-1], column.title


def test_parts_of_the_owed_and_of_the_assigned_leave_nothing_out(first: Figures) -> None:
    table = led_by_section(first, first.led_by_section)
    for parts, whole in ((OWED_PARTS, OWING), (ASSIGNED_PARTS, ASSIGNED)):
        for row in table.rows:
            assert sum(count(row[table.position(part)]) for part in parts) == count(row[table.position(whole)])


def test_in_a_later_round_figures_hold_those_of_the_round_before(later: Figures) -> None:
    table = led_by_section(later, later.led_by_section)
    done, rate = (table.rows[-1][table.position(title)] for title in (DONE, "Tỷ lệ hoàn thành"))
    assert isinstance(done, Change)
    assert isinstance(rate, RateChange)
    assert done.now == later.led.done
    assert done.difference == 2


def test_columns_are_chosen_in_the_order_asked_for(first: Figures) -> None:
    table = returns_by_group(first).only("Khối", RETURNS_RATE, OWING)
    assert [column.title for column in table.columns] == ["Khối", RETURNS_RATE, OWING]
    assert table.rows[-1] == ("Tổng cộng", first.submissions.rate, first.submissions.owing)


def test_tables_of_the_same_rows_stand_side_by_side(first: Figures) -> None:
    joined = returns_by_group(first).only("Khối", OWING).beside(led_by_group(first).only("Khối", LED), "Cả hai")
    assert joined.columns == (
        SummaryColumn("Khối", FigureKind.TEXT),
        SummaryColumn(OWING, FigureKind.NUMBER),
        SummaryColumn(LED, FigureKind.NUMBER),
    )
    assert joined.rows[-1] == ("Tổng cộng", first.submissions.owing, first.led.assigned)


def test_the_weakest_tasks_name_a_lead_that_is_alone(first: Figures) -> None:
    table = weakest_tasks(first, 1)
    assert len(table.rows) == 1
    (code,), (lead,) = table.texts("TT"), table.texts("Chủ trì")
    assert lead == first.sole_leads.get(code, "")


def test_where_nothing_is_behind_the_table_says_so(campaign: Campaign, schemas: Schemas) -> None:
    done = figures(all_done(empty_consolidation(campaign, schemas)), (), (), schemas)
    assert weakest_tasks(done, 10).rows == ()
    assert weakest_tasks(done, 10).empty == "Không có nhiệm vụ nào quá hạn, chưa báo cáo hoặc có lỗi."


def test_an_indicator_that_nobody_gave_is_empty_not_zero(first: Figures) -> None:
    table = indicators(first)
    assert {row[table.position("Tổng cộng")] for row in table.rows} == {None}


def test_rates_of_two_rounds_differ_in_percentage_points(later: Figures) -> None:
    comparison = later.comparison
    assert comparison is not None
    table = rounds_side_by_side(comparison, later.campaign)
    (row,) = (row for row in table.rows if row[0] == "Tỷ lệ hoàn thành nhiệm vụ chủ trì đến hạn")
    now, before = comparison.led.now.due_rate, comparison.led.before.due_rate
    assert now is not None
    assert before is not None
    assert row[3] == round((now - before) * 100, 1)
