"""The workbook as a whole: header, indicators, models, proposals."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.envelope import Envelope
from pipeline.rules import Rule
from pipeline.values import date_text
from tests.spec.cases import Case, Found, problems_expected, problems_found
from tests.support.school_year import month, school_year
from tests.support.validation import COMMUNE, owed_tasks, received, validated

#: The indicators that a commune is asked for.
VALUES = [
    f"CT-{number}/value"
    for number in (
        *("1.1-1", "1.1-2", "1.2-1", "1.3-1", "3.2-1", "3.2-2", "3.4.b-1", "4.3-1", "4.3-2"),
        *("4.4-1", "4.4-2", "4.5-1", "4.5-2", "4.8-1", "5.3-1", "5.3-2"),
    )
]

CASES = [
    Case(
        about="signer and report date should be there",
        cells={"header/signer": None, "header/report_date": " "},
        finds={
            "header/signer": (Rule.SIGNER_MISSING, None),
            "header/report_date": (Rule.REPORT_DATE_MISSING, None),
        },
    ),
    Case(
        about="a report date that cannot be read is not missed as well",
        cells={"header/report_date": "đầu tháng 9"},
        finds={"header/report_date": (Rule.NOT_A_DATE, "đầu tháng 9")},
    ),
    Case(about="the other fields of the header may be empty", cells={"header/phone": None, "header/email": None}),
    # indicators
    Case(about="indicators may be empty, or equal their whole", cells={"CT-4.4-1/value": None, "CT-3.2-2/value": 10.0}),
    Case(
        about="a part exceeds its whole",
        cells={"CT-4.4-1/value": 5.0, "CT-4.4-2/value": 6.0, "CT-3.2-2/value": 11.0},
        finds={
            "CT-4.4-2/value": (Rule.PART_EXCEEDS_WHOLE, "6"),
            "CT-3.2-2/value": (Rule.PART_EXCEEDS_WHOLE, "11"),
        },
    ),
    Case(
        about="a part is not judged against a whole that cannot be right",
        cells={"CT-4.4-1/value": -5.0, "CT-3.2-1/value": "vài", "CT-5.3-2/value": 10.5},
        finds={
            "CT-4.4-1/value": (Rule.NEGATIVE, "-5"),
            "CT-3.2-1/value": (Rule.NOT_A_NUMBER, "vài"),
            "CT-5.3-2/value": (Rule.NOT_WHOLE, "10,5"),
        },
    ),
    Case(
        about="a sheet of indicators left blank is told once",
        cells=dict.fromkeys(VALUES),
        finds={"CT-1.1-1/value": (Rule.INDICATORS_BLANK, None)},
    ),
    Case(about="a note says why none is given", cells={**dict.fromkeys(VALUES), "CT-4.4-1/note": "Chưa có số liệu."}),
    Case(about="a nought is a number", cells={**dict.fromkeys(VALUES), "CT-5.3-2/value": 0.0}),
    # models
    Case(
        about="a model needs a name",
        rows={"3.2": {}},
        models=[{"name": "Camera an ninh"}, {"place": "Tổ dân phố số 5"}, {"field": "  "}],
        finds={"3.2/status": (Rule.LED_ROW_EMPTY, None), "models/1/name": (Rule.FIELD_MISSING, None)},
    ),
    # proposals
    Case(
        about="a proposal names its kind and says what is proposed",
        proposals=[
            {"kind": "Điều chỉnh", "task": "3.2", "content": "Lùi thời hạn."},
            {"kind": "Bổ sung", "content": "Thêm nhiệm vụ."},
            {"kind": "Bãi bỏ", "task": "1.2"},
            {"content": "Lùi thời hạn."},
            {"reason": "Bộ máy mới."},
        ],
        finds={
            "proposals/2/content": (Rule.PROPOSAL_WITHOUT_CONTENT, None),
            "proposals/3/kind": (Rule.FIELD_MISSING, None),
            "proposals/4/content": (Rule.PROPOSAL_WITHOUT_CONTENT, None),
            "proposals/4/kind": (Rule.FIELD_MISSING, None),
        },
    ),
    Case(
        about="who wants a task changed or dropped says which",
        proposals=[
            {"kind": "Điều chỉnh", "content": "Lùi thời hạn."},
            {"kind": "bãi bỏ", "content": "Không còn phù hợp.", "task": " "},
            {"kind": "Điều chỉnh", "content": "Lùi thời hạn.", "task": "9.9"},
            {"kind": "Bổ sung", "content": "Thêm nhiệm vụ."},
        ],
        finds={
            "proposals/0/task": (Rule.PROPOSAL_WITHOUT_TASK, None),
            "proposals/1/kind": (Rule.LIST_VALUE_NORMALISED, "bãi bỏ"),
            "proposals/1/task": (Rule.PROPOSAL_WITHOUT_TASK, None),
            "proposals/2/task": (Rule.PROPOSAL_UNKNOWN_TASK, "9.9"),
        },
    ),
    Case(
        about="the kind of a proposal is one of the list",
        proposals=[{"kind": "bo sung", "content": "x"}, {"kind": "Khác", "content": "x"}],
        finds={
            "proposals/0/kind": (Rule.LIST_VALUE_NORMALISED, "bo sung"),
            "proposals/1/kind": (Rule.NOT_IN_LIST, "Khác"),
        },
    ),
    Case(
        about="a proposal names a task of the catalogue, a heading too, in any notation",
        proposals=[
            {"kind": "Bổ sung", "task": code, "content": "x"}
            for code in ("3.4", "3.4.B1", "Mục 3.2.", "3,2", 3.2, "9.9", "3.2, 3.3", "III")
        ],
        finds={
            "proposals/1/task": (Rule.LIST_VALUE_NORMALISED, "3.4.B1"),
            "proposals/2/task": (Rule.LIST_VALUE_NORMALISED, "Mục 3.2."),
            "proposals/3/task": (Rule.LIST_VALUE_NORMALISED, "3,2"),
            "proposals/4/task": (Rule.TEXT_FROM_VALUE, "3,2"),
            "proposals/5/task": (Rule.PROPOSAL_UNKNOWN_TASK, "9.9"),
            "proposals/6/task": (Rule.PROPOSAL_UNKNOWN_TASK, "3.2, 3.3"),
            "proposals/7/task": (Rule.PROPOSAL_UNKNOWN_TASK, "III"),
        },
    ),
]


@pytest.fixture(scope="module")
def results(campaign: Campaign, schemas: Schemas) -> dict[str, list[Found]]:
    """The table, validated as one round."""
    return problems_found(CASES, campaign, schemas)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_workbook(case: Case, results: dict[str, list[Found]], campaign: Campaign, schemas: Schemas) -> None:
    assert results[case.about] == problems_expected(case, campaign, schemas)


def test_the_task_of_a_proposal_is_read_as_the_catalogue_writes_it(campaign: Campaign, schemas: Schemas) -> None:
    proposals = [{"kind": "Bổ sung", "task": code, "content": "x"} for code in ("3.4.b1", "mục 3.4.B1", 3.2, "9.9")]
    read = validated(campaign, schemas, received(campaign, schemas, proposals=proposals)).proposals["task"]
    assert read.tolist() == ["3.4.b1", "3.4.b1", "3.2", None]


@pytest.mark.parametrize(
    ("reported", "sent", "last", "late"),
    [
        (date(2025, 9, 3), date(2025, 9, 6), 4, True),
        (date(2025, 9, 4), date(2025, 9, 5), 4, True),
        (date(2025, 9, 3), date(2025, 9, 4), 4, False),
        (date(2025, 9, 5), date(2025, 9, 6), 4, False),
        (None, date(2025, 9, 6), 4, False),
        (date(2025, 9, 3), None, 4, False),
    ],
)
def test_dated_in_time_and_mailed_late(
    campaign: Campaign, schemas: Schemas, reported: date | None, sent: date | None, last: int, late: bool
) -> None:
    file = replace(
        received(campaign, schemas, cells={"header/report_date": reported}),
        mail=None if sent is None else Envelope(sent_on=sent),
    )
    problems = validated(campaign, schemas, file, as_of=date(2025, 9, 8)).problems
    told = [problem for problem in problems if problem.rule is Rule.MAILED_LATE]
    assert bool(told) is late
    if told:
        assert date_text(sent or date.min) in told[0].message


def test_indicators_of_tasks_that_are_nil_need_not_be_given(campaign: Campaign, schemas: Schemas) -> None:
    nil = {"status": "Không phát sinh", "difficulties": "Không có đối tượng trên địa bàn."}
    owed = owed_tasks(campaign, COMMUNE, "lan-1")
    file = received(campaign, schemas, cells=dict.fromkeys(VALUES), rows=dict.fromkeys(owed, nil))
    assert Rule.INDICATORS_BLANK not in {problem.rule for problem in validated(campaign, schemas, file).problems}


def test_an_indicator_says_which_numbers_do_not_go_together(campaign: Campaign, schemas: Schemas) -> None:
    file = received(campaign, schemas, cells={"CT-4.5-1/value": 5.0, "CT-4.5-2/value": 6.0})
    (problem,) = validated(campaign, schemas, file).problems
    names = {indicator.code: indicator.name for indicator in campaign.indicators}
    assert problem.message == f"«{names['CT-4.5-2']}» (6) lớn hơn «{names['CT-4.5-1']}» (5)."


def test_a_value_over_the_maximum_of_its_indicator_is_refused(tmp_path: Path, schemas: Schemas) -> None:
    result = month(school_year(tmp_path), schemas, {"X01": {"BEP": 100.0, "DIEM": 10.5}})
    problems = [problem for problem in result.problems if problem.rule is Rule.OUT_OF_RANGE]
    assert [(problem.value, problem.message) for problem in problems] == [
        ("10,5", "10,5 ở cột «Giá trị» nằm ngoài khoảng cho phép (0 đến 10).")
    ]
    values = result.merged.indicators.set_index(["agency", "indicator"])["value"]
    assert (values["X01", "BEP"], values.isna()["X01", "DIEM"]) == (100.0, True)
