"""Across rounds and agencies: what was undone, moved or fallen since, who contradicts or copies whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem
from pipeline.round_inputs import RoundInputs
from pipeline.rules import LONG_TEXT, Rule, Severity
from pipeline.validation.across import across_agencies, across_rounds
from pipeline.validation.returns import validated_returns
from tests.spec.test_rows import DONE, IN_PROGRESS, NIL, NOT_STARTED
from tests.support.school_year import school_year
from tests.support.validation import AS_OF, COMMUNE, Cells, place, received, validated

REASON = {"difficulties": "Phải làm lại theo yêu cầu mới."}
OTHER = "11311"
LATER = date(2025, 12, 4)
LONG = (
    "Đã ban hành kế hoạch, tổ chức 3 hội nghị quán triệt tới toàn thể cán bộ, công chức và người lao động; giao từng tổ "
    "phụ trách. Đã kiểm tra 12 tổ dân phố, hướng dẫn sửa quy ước và lập danh sách hộ cần vận động trong quý IV."
)
assert len(LONG) >= LONG_TEXT


@dataclass(frozen=True, kw_only=True)
class Case:
    """One line of the table: an agency's return of the first round, then of the second."""

    about: str
    first: Mapping[str, Cells] = field(default_factory=dict)
    second: Mapping[str, Cells] = field(default_factory=dict)
    first_cells: Cells = field(default_factory=dict)
    second_cells: Cells = field(default_factory=dict)
    finds: Mapping[str, tuple[Rule, str]] = field(default_factory=dict)


CASES = [
    Case(about="nothing changed", first={"1.1": DONE}, second={"1.1": DONE}),
    Case(
        about="what was begun is done",
        first={"1.1": IN_PROGRESS, "1.3": NOT_STARTED},
        second={
            "1.1": {**DONE, "completed_on": date(2025, 8, 31)},
            "1.3": {**DONE, "completed_on": date(2025, 11, 20)},
        },
    ),
    Case(
        about="done on a day on which the return of the round before still said otherwise",
        first={"1.1": IN_PROGRESS, "1.3": NOT_STARTED, "2.2": NIL, "2.1": {}, "2.5": {"status": "xong hết"}},
        second={code: {**DONE, "completed_on": date(2025, 8, 30)} for code in ("1.1", "1.3", "2.2", "2.1", "2.5")},
        finds={
            "1.1/completed_on": (Rule.COMPLETED_BEFORE_CUT_OFF, "30/8/2025"),
            "1.3/completed_on": (Rule.COMPLETED_BEFORE_CUT_OFF, "30/8/2025"),
            "2.2/completed_on": (Rule.COMPLETED_BEFORE_CUT_OFF, "30/8/2025"),
        },
    ),
    Case(
        about="a return made before the cut-off could not know",
        first={"1.1": IN_PROGRESS, "1.3": IN_PROGRESS},
        first_cells={"header/report_date": date(2025, 8, 20)},
        second={
            "1.1": {**DONE, "completed_on": date(2025, 8, 20)},
            "1.3": {**DONE, "completed_on": date(2025, 8, 19)},
        },
        finds={"1.3/completed_on": (Rule.COMPLETED_BEFORE_CUT_OFF, "19/8/2025")},
    ),
    Case(
        about="done, and not done any more",
        first={"1.1": DONE, "1.3": DONE, "2.2": DONE, "2.1": DONE},
        second={"1.1": {**IN_PROGRESS, **REASON}, "1.3": NOT_STARTED, "2.2": NIL, "2.1": {}},
        finds={
            "1.1/status": (Rule.DONE_BEFORE, "Đang thực hiện"),
            "1.3/status": (Rule.DONE_BEFORE, "Chưa thực hiện"),
            "2.2/status": (Rule.DONE_BEFORE, "Không phát sinh"),
        },
    ),
    Case(
        about="done on another day",
        first={"1.1": DONE, "1.3": {**DONE, "completed_on": "15/8/2025"}, "2.1": DONE},
        second={
            "1.1": {**DONE, "completed_on": "20/8/2025"},
            "1.3": {**DONE, "completed_on": date(2025, 8, 15)},
            "2.1": DONE,
        },
        finds={"1.1/completed_on": (Rule.COMPLETION_DATE_CHANGED, "20/8/2025")},
    ),
    Case(
        about="a cell in error, or a return in error before, says nothing here",
        first={"1.1": DONE, "1.3": {**DONE, "completed_on": "hôm qua"}, "2.1": {"status": "xong hết"}},
        second={"1.1": {**NIL}, "1.3": DONE, "2.1": NOT_STARTED},
    ),
    Case(
        about="a cumulative number falls; one that is not cumulative, or was not given, may be smaller",
        first_cells={"CT-1.1-1/value": 12.0, "CT-5.3-1/value": 40.0, "CT-1.1-2/value": 15.0, "CT-4.3-1/value": 9.0},
        second_cells={
            "CT-1.1-1/value": 10.0,
            "CT-5.3-1/value": 30.0,
            "CT-1.1-2/value": None,
            "CT-4.3-1/value": "9 cuộc",
        },
        finds={"CT-1.1-1/value": (Rule.CUMULATIVE_FELL, "10")},
    ),
]


def first_round(campaign: Campaign, schemas: Schemas) -> RoundInputs:
    """The first round as it is judged."""
    return RoundInputs(campaign=campaign, round=campaign.round_by_code["lan-1"], schemas=schemas, as_of=AS_OF)


def across(
    campaign: Campaign, schemas: Schemas, firsts: Sequence[ReceivedFile], seconds: Sequence[ReceivedFile]
) -> tuple[Problem, ...]:
    """What is found when the returns of the second round are laid beside those of the first."""
    round_ = campaign.round_by_code["lan-2"]
    return across_rounds(
        validated(campaign, schemas, *seconds, as_of=LATER, round_="lan-2"),
        validated(campaign, schemas, *firsts, as_of=LATER),
        RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=LATER),
    )


def compared(case: Case, campaign: Campaign, schemas: Schemas, *, before: str = COMMUNE) -> tuple[Problem, ...]:
    """What is found when a second return is laid beside the first one of the same agency, or of another."""
    first = received(campaign, schemas, agency=before, rows=case.first, cells=case.first_cells)
    second = received(campaign, schemas, round_="lan-2", rows=case.second, cells=case.second_cells)
    return across(campaign, schemas, [first], [second])


def table_problems(campaign: Campaign, schemas: Schemas) -> tuple[Problem, ...]:
    """What is found in the table, each case reported by another commune: their tasks are the same."""
    communes = [agency.code for agency in campaign.reporting_agencies if agency.group.code == "communes"]
    firsts, seconds = [], []
    for case, agency in zip(CASES, communes, strict=False):
        shared = {"agency": agency, "path": case.about}
        firsts.append(received(campaign, schemas, rows=case.first, cells=case.first_cells, **shared))
        seconds.append(received(campaign, schemas, round_="lan-2", rows=case.second, cells=case.second_cells, **shared))
    return across(campaign, schemas, firsts, seconds)


@pytest.fixture(scope="module")
def problems(campaign: Campaign, schemas: Schemas) -> tuple[Problem, ...]:
    """What is found in the table."""
    return table_problems(campaign, schemas)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_across_rounds(case: Case, problems: tuple[Problem, ...], campaign: Campaign, schemas: Schemas) -> None:
    found = [one for one in problems if one.file == case.about]
    assert [(f"{one.sheet}!{one.cell.reference}", one.rule, one.value) for one in found if one.cell] == [
        (place(campaign, schemas, key), rule, value) for key, (rule, value) in case.finds.items()
    ]
    assert all(one.severity is Severity.WARNING for one in found)


def test_both_values_are_quoted(campaign: Campaign, schemas: Schemas) -> None:
    case = Case(
        about="all three",
        first={"1.1": DONE, "1.3": DONE},
        second={"1.1": {**IN_PROGRESS, **REASON}, "1.3": {**DONE, "completed_on": date(2025, 8, 20)}},
        first_cells={"CT-1.1-2/value": 1500.0},
        second_cells={"CT-1.1-2/value": 900.0},
    )
    assert [problem.message for problem in compared(case, campaign, schemas)] == [
        "Mục 1.1 đã báo cáo «Hoàn thành» ở lần 1, nay lại ghi «Đang thực hiện».",
        "Ngày hoàn thành của mục 1.3 khác lần trước: lần 1 ghi 01/8/2025, nay ghi 20/8/2025.",
        "«Số lượt người tham dự các hội nghị phổ biến, quán triệt, tuyên truyền» giảm so với lần trước: lần 1 báo cáo "
        "1.500, nay 900, trong khi đây là số cộng dồn từ đầu kỳ.",
    ]


def with_successor(campaign: Campaign, *gone: str, heirs: tuple[str, ...]) -> Campaign:
    """The campaign after some agencies went over into others between the rounds."""
    return replace(
        campaign,
        agencies=tuple(
            replace(agency, valid_to=date(2025, 9, 30), successors=heirs) if agency.code in gone else agency
            for agency in campaign.agencies
        ),
    )


UNDONE = Case(about="undone", first={"1.1": DONE}, second={"1.1": {**IN_PROGRESS, **REASON}})


def test_a_successor_is_compared_with_the_one_it_stands_for(campaign: Campaign, schemas: Schemas) -> None:
    merged = with_successor(campaign, OTHER, heirs=(COMMUNE,))
    (problem,) = compared(UNDONE, merged, schemas, before=OTHER)
    assert (problem.rule, problem.agency) == (Rule.DONE_BEFORE, COMMUNE)


def test_nobody_is_compared_with_one_of_several_successors(campaign: Campaign, schemas: Schemas) -> None:
    split = with_successor(campaign, OTHER, heirs=(COMMUNE, "10525"))
    assert compared(UNDONE, split, schemas, before=OTHER) == ()


def test_who_reported_itself_is_compared_with_itself_alone(campaign: Campaign, schemas: Schemas) -> None:
    merged = with_successor(campaign, OTHER, heirs=(COMMUNE,))
    firsts = [
        received(merged, schemas, agency=OTHER, path="a.xlsx", rows={"1.1": DONE}),
        received(merged, schemas, path="b.xlsx", rows={"1.1": IN_PROGRESS}),
    ]
    second = received(merged, schemas, round_="lan-2", rows={"1.1": {**IN_PROGRESS, **REASON}})
    assert across(merged, schemas, firsts, [second]) == ()


def test_who_took_over_from_two_is_compared_with_none(campaign: Campaign, schemas: Schemas) -> None:
    merged = with_successor(campaign, OTHER, "10525", heirs=(COMMUNE,))
    firsts = [
        received(merged, schemas, agency=agency, path=f"{agency}.xlsx", rows={"1.1": DONE})
        for agency in (OTHER, "10525")
    ]
    second = received(merged, schemas, round_="lan-2", rows={"1.1": {**IN_PROGRESS, **REASON}})
    assert across(merged, schemas, firsts, [second]) == ()


def test_a_round_that_continues_none_has_nothing_to_compare(campaign: Campaign, schemas: Schemas) -> None:
    first = received(campaign, schemas)
    returns = validated(campaign, schemas, first)
    assert across_rounds(returns, returns, first_round(campaign, schemas)) == ()


def test_where_nobody_reported_in_the_round_before_there_is_nothing_to_compare(
    campaign: Campaign, schemas: Schemas
) -> None:
    second = received(campaign, schemas, round_="lan-2", rows={"1.1": DONE})
    assert across(campaign, schemas, [], [second]) == ()


# Across agencies. 2.3 is led by SNNMT alone; the communes and most departments coordinate it.
LED_ALONE = "2.3"


def agencies_found(campaign: Campaign, schemas: Schemas, rows: Mapping[str, Mapping[str, Cells]]) -> list[Problem]:
    """What is found across the returns of one round, given as rows by task by agency."""
    files = [
        received(campaign, schemas, agency=agency, path=f"{agency}.xlsx", rows=of_agency)
        for agency, of_agency in rows.items()
    ]
    return list(across_agencies(validated(campaign, schemas, *files), first_round(campaign, schemas)))


COMMUNES = ("11311", "11383", "10525", "10507")


def test_a_lead_that_is_done_while_most_coordinators_have_not_started(campaign: Campaign, schemas: Schemas) -> None:
    #: Task and its lead, what the lead says, what some communes say, whether it is told.
    table: list[tuple[str, str, Cells, list[Cells], bool]] = [
        ("2.3", "SNNMT", DONE, [NOT_STARTED, NOT_STARTED, IN_PROGRESS], True),
        ("2.2", "SXD", DONE, [NOT_STARTED, NOT_STARTED, IN_PROGRESS, NIL], True),
        ("2.4", "SNV", DONE, [NOT_STARTED, NOT_STARTED, IN_PROGRESS, DONE], False),
        ("3.1", "SNV", DONE, [NOT_STARTED, NOT_STARTED], False),
        ("3.3", "SNNMT", DONE, [NOT_STARTED, NOT_STARTED, {}, {}], False),
        ("4.7", "SNV", {**IN_PROGRESS, "difficulties": "Chậm"}, [NOT_STARTED, NOT_STARTED, NOT_STARTED], False),
        ("4.8", "SNV", {}, [NOT_STARTED, NOT_STARTED, NOT_STARTED], False),
    ]
    agencies = {*COMMUNES, *(lead for _, lead, *_ in table)}
    rows: dict[str, dict[str, Cells]] = {agency: {task: {} for task, *_ in table} for agency in sorted(agencies)}
    for task, lead, of_lead, of_communes, _ in table:
        rows[lead][task] = of_lead
        for code, cells in zip(COMMUNES, of_communes, strict=False):
            rows[code][task] = cells
    assert sorted(
        (one.rule.code, one.task, one.agency, one.value) for one in agencies_found(campaign, schemas, rows)
    ) == sorted((Rule.LEAD_DONE_ALONE.code, task, lead, "Hoàn thành") for task, lead, *_, told in table if told)


def test_tasks_with_many_leads_are_not_judged_by_one_of_them(campaign: Campaign, schemas: Schemas) -> None:
    rows = {"SNNMT": {"1.1": DONE}, **{code: {"1.1": NOT_STARTED} for code in COMMUNES}}
    assert agencies_found(campaign, schemas, rows) == []


#: Rows of a round in which a lead is done alone and two communes wrote the same.
ACROSS_AGENCIES: dict[str, dict[str, Cells]] = {
    "SNNMT": {LED_ALONE: DONE},
    **{code: {LED_ALONE: NOT_STARTED} for code in COMMUNES},
    "11329": {"1.1": {**IN_PROGRESS, "result": LONG}},
    "10543": {"1.1": {**IN_PROGRESS, "result": LONG}},
}


def test_the_idle_coordinators_are_counted_and_the_first_named(campaign: Campaign, schemas: Schemas) -> None:
    (problem,) = (one for one in agencies_found(campaign, schemas, ACROSS_AGENCIES) if one.rule is Rule.LEAD_DONE_ALONE)
    in_order = [agency.name for agency in campaign.agencies if agency.code in COMMUNES]
    assert problem.message == (
        "Mục 2.3: cơ quan chủ trì ghi «Hoàn thành» nhưng 4/6 cơ quan phối hợp đã báo cáo ghi «Chưa thực hiện» "
        f"({', '.join(in_order[:3])} và 1 cơ quan khác)."
    )


def test_a_long_result_that_several_agencies_wrote(campaign: Campaign, schemas: Schemas) -> None:
    texts = [LONG, LONG.upper(), LONG.replace(" ", "  "), LONG.replace("hòa", "hoà"), f"{LONG} Xong."]
    codes = (*COMMUNES, "10543")
    rows = {code: {"1.1": {**IN_PROGRESS, "result": text}} for code, text in zip(codes, texts, strict=True)}
    problems = agencies_found(campaign, schemas, rows)
    assert {(one.rule, one.agency, one.field) for one in problems} == {
        (Rule.SAME_RESULT, code, "Kết quả thực hiện") for code in COMMUNES
    }
    names = [campaign.agency_by_code[code].name for code in COMMUNES[1:]]
    (first,) = [one for one in problems if one.agency == COMMUNES[0]]
    assert first.message == f"Kết quả thực hiện mục 1.1 giống hệt báo cáo của {', '.join(names)}."


def test_short_results_and_an_agency_that_repeats_itself_are_nobodys_copy(campaign: Campaign, schemas: Schemas) -> None:
    short = {"1.1": {**IN_PROGRESS, "result": LONG[: LONG_TEXT - 1]}}
    own = {"1.1": {**IN_PROGRESS, "result": LONG}, "1.3": {**IN_PROGRESS, "result": LONG}}
    assert agencies_found(campaign, schemas, {"11311": short, "11383": short, "10525": own}) == []


def test_nothing_came_and_nothing_is_found(campaign: Campaign, schemas: Schemas) -> None:
    assert agencies_found(campaign, schemas, {}) == []


@pytest.mark.parametrize(("code", "falls"), [("KT", True), ("SC", False), ("DIEM", False)])
def test_only_what_counts_from_the_start_of_the_period_cannot_fall(
    tmp_path: Path, schemas: Schemas, code: str, falls: bool
) -> None:
    campaign = school_year(tmp_path)
    inputs = [
        RoundInputs(campaign=campaign, round=campaign.round_by_code[round_], schemas=schemas, as_of=date(2026, 11, 4))
        for round_ in ("thang-9", "thang-10")
    ]
    before, now = (
        validated_returns([received(campaign, schemas, agency="X01", round_=one.round.code, values={code: value})], one)
        for one, value in zip(inputs, (9.0, 4.0), strict=True)
    )
    problems = across_rounds(now, before, inputs[1])
    assert [problem.rule for problem in problems] == ([Rule.CUMULATIVE_FELL] if falls else [])
