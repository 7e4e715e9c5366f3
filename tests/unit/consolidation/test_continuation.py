"""A round beside one of another campaign: only what says that it goes on, agencies by code and successors."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.consolidation.continuation import Continuation, continuation
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.figures import figures
from tests.support.consolidation import DONE, IN_PROGRESS
from tests.support.school_year import month, next_year, school_year
from tests.support.written import text_of

DONE_THEN = {**DONE, "completed_on": date(2026, 10, 20)}
DONE_NOW = {**DONE, "completed_on": date(2027, 9, 20)}


@pytest.fixture
def later(tmp_path: Path, schemas: Schemas) -> Consolidation:
    """The second year's first month: I.2 goes on with I.1 of the year before, SO with KT, X01 became Y01."""
    before = month(
        school_year(tmp_path),
        schemas,
        {"X01": {"KT": 10.0}, "X02": {"KT": 6.0}},
        round_code="thang-10",
        as_of=date(2026, 11, 4),
        rows={"X01": {"I.1": DONE_THEN, "I.2": DONE_THEN}, "X02": {"I.1": IN_PROGRESS}},
    ).merged
    after = month(
        next_year(tmp_path),
        schemas,
        {"Y01": {"SO": 12.0}, "X02": {"SO": 9.0}},
        as_of=date(2027, 10, 4),
        rows={"Y01": {"I.2": IN_PROGRESS}, "X02": {"I.2": DONE_NOW}},
    ).merged
    return replace(after, continued=before)


@pytest.fixture
def continued(later: Consolidation) -> Continuation:
    found = continuation(later)
    assert found is not None
    return found


def test_tasks_are_compared_where_they_say_so(continued: Continuation) -> None:
    assert list(continued.by_task) == ["I.2"]
    sides = continued.by_task["I.2"]
    assert (sides.now.done, sides.now.owing, sides.before.done, sides.before.owing) == (1, 3, 1, 3)
    assert continued.name == "tháng 10 (năm học 2026 - 2027)"


def test_indicators_are_compared_where_they_say_so(continued: Continuation) -> None:
    assert list(continued.indicators) == ["SO"]
    sides = continued.indicators["SO"]
    assert (sides.now.total, sides.difference) == (21.0, 5.0)


def test_agencies_go_by_code_and_by_who_took_over(continued: Continuation) -> None:
    assert continued.states == {("Y01", "I.2"): "H", ("X02", "I.2"): "Đ", ("X03", "I.2"): "X"}


def test_an_agency_that_only_the_earlier_register_knows_goes_by_its_successor(later: Consolidation) -> None:
    earlier = later.continued
    assert earlier is not None
    old = replace(earlier.campaign.agency_by_code["X01"], code="Z01", successors=("X01",))
    renamed = replace(
        earlier,
        campaign=replace(earlier.campaign, agencies=(*earlier.campaign.agencies, old)),
        assignments=earlier.assignments.assign(agency=earlier.assignments["agency"].replace("X01", "Z01")),
    )
    found = continuation(replace(later, continued=renamed))
    assert found is not None
    assert found.states["Y01", "I.2"] == "H"


def test_nothing_goes_on_where_nothing_says_so(later: Consolidation) -> None:
    assert continuation(replace(later, continued=None)) is None
    silent = replace(
        later.campaign,
        tasks=tuple(replace(task, continues=None) for task in later.campaign.tasks),
        indicators=tuple(replace(indicator, continues=None) for indicator in later.campaign.indicators),
    )
    assert continuation(replace(later, campaign=silent)) is None


def test_the_report_compares_them_and_nothing_else(later: Consolidation, schemas: Schemas) -> None:
    assert figures(later, (), (), schemas).comparison is None
    text = text_of(later, schemas)
    assert (
        "Ở 01 nhiệm vụ tiếp nối từ tháng 10 (năm học 2026 - 2027): đã hoàn thành 01/03 lượt (33,3%); cùng các nhiệm vụ ấy ở "
        "đợt trước: 01/03 lượt (33,3%)."
    ) in text
    assert "so sánh với tháng 10 (năm học 2026 - 2027) tại Phụ lục V" in text
    annex = text[text.index("Phụ lục V. So sánh kết quả thực hiện với đợt trước") :]
    assert "I.2 | Phòng cháy và bếp ăn | I.1 | 3 | 1 | 33,3%" in annex
    assert "Số trường đã kiểm tra | I.2 | trường | 21 | 16 | +5" in annex
    assert "So với" not in text
    assert "lần trước" not in text
