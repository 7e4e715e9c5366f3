"""Rows of `Báo cáo`: what each status needs and excludes, who owes what, what is overdue."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign, Extension, Waiver
from pipeline.forms.schema.schema import Schemas
from pipeline.rules import Rule
from tests.spec.cases import Case, Found, problems_expected, problems_found
from tests.support.validation import LATE, found, place, received, validated

DONE = {
    "status": "Hoàn thành",
    "percent": 100.0,
    "completed_on": date(2025, 8, 1),
    "result": "Đã ban hành kế hoạch.",
    "evidence": "Kế hoạch số 12/KH-UBND",
}
IN_PROGRESS = {"status": "Đang thực hiện", "percent": 60.0, "result": "Đã ban hành kế hoạch."}
NOT_STARTED = {"status": "Chưa thực hiện", "percent": 0.0, "difficulties": "Chờ hướng dẫn."}
NIL = {"status": "Không phát sinh", "difficulties": "Không có đối tượng trên địa bàn."}

# 1.3 is led and due on 30/9, 1.2 led and due on 14/8, 1.1 led without a date, 2.2 coordinated with nil allowed,
# 2.5 coordinated, 3.4.b3 led with nil allowed.
CASES = [
    Case(
        about="paragraphs pasted from Word that spilt into the rows below",
        cells={
            "1.1/result": "Đã triển khai các việc sau:",
            "1.2/result": "- Ban hành kế hoạch;",
            "1.3/result": "- Tổ chức 02 hội nghị.",
        },
        finds={
            "1.2/result": (Rule.PASTED_SPILL, "- Ban hành kế hoạch;"),
            "1.3/result": (Rule.PASTED_SPILL, "- Tổ chức 02 hội nghị."),
        },
    ),
    Case(
        about="rows that say all that their status needs",
        rows={"1.1": DONE, "1.3": IN_PROGRESS, "2.1": NOT_STARTED, "2.2": NIL},
    ),
    Case(
        about="the percentage may be left out",
        rows={"1.1": {**DONE, "percent": None}, "1.3": {**IN_PROGRESS, "percent": None}},
    ),
    # nothing filled
    Case(
        about="a led row left empty is an error, a coordinated one a warning",
        rows={"1.1": {}, "1.2": {"result": "  "}, "2.2": {}, "2.5": {}},
        finds={
            "1.1/status": (Rule.LED_ROW_EMPTY, None),
            "1.2/status": (Rule.LED_ROW_EMPTY, None),
            "2.2/status": (Rule.COORDINATED_ROW_EMPTY, None),
            "2.5/status": (Rule.COORDINATED_ROW_EMPTY, None),
        },
    ),
    Case(
        about="anything filled without a status",
        rows={"1.1": {"result": "Đã làm."}, "1.3": {"percent": 60.0}, "2.2": {"proposals": "Tập huấn."}},
        finds={
            "1.1/status": (Rule.STATUS_MISSING, None),
            "1.3/status": (Rule.STATUS_MISSING, None),
            "2.2/status": (Rule.STATUS_MISSING, None),
        },
    ),
    # done
    Case(
        about="done needs its date and result, and should have evidence",
        rows={"1.1": {"status": "Hoàn thành"}, "1.3": {**DONE, "completed_on": None}},
        finds={
            "1.1/completed_on": (Rule.DONE_WITHOUT_DATE, None),
            "1.1/result": (Rule.RESULT_MISSING, None),
            "1.1/evidence": (Rule.EVIDENCE_MISSING, None),
            "1.3/completed_on": (Rule.DONE_WITHOUT_DATE, None),
        },
    ),
    Case(
        about="done is 100 %",
        rows={"1.1": {**DONE, "percent": 99.0}, "1.3": {**DONE, "percent": 0.0}},
        finds={
            "1.1/percent": (Rule.PERCENT_AGAINST_STATUS, "99"),
            "1.3/percent": (Rule.PERCENT_AGAINST_STATUS, "0"),
        },
    ),
    # in progress
    Case(
        about="in progress needs what was done so far, is neither 0 nor 100 %, and has no completion date",
        rows={
            "1.1": {"status": "Đang thực hiện"},
            "1.3": {**IN_PROGRESS, "percent": 100.0},
            "2.1": {**IN_PROGRESS, "percent": 0.0},
            "2.5": {**IN_PROGRESS, "completed_on": date(2025, 8, 1)},
            "3.1": {**IN_PROGRESS, "percent": 1.0},
            "3.3": {**IN_PROGRESS, "percent": 99.0},
        },
        finds={
            "1.1/result": (Rule.RESULT_MISSING, None),
            "1.3/percent": (Rule.PERCENT_AGAINST_STATUS, "100"),
            "2.1/percent": (Rule.PERCENT_AGAINST_STATUS, "0"),
            "2.5/completed_on": (Rule.DATE_AGAINST_STATUS, "01/8/2025"),
        },
    ),
    # not started, nil
    Case(
        about="not started and nil need a reason",
        rows={
            "1.1": {"status": "Chưa thực hiện"},
            "2.2": {"status": "Không phát sinh"},
            "2.5": {**NOT_STARTED, "percent": 10.0},
            "3.3": {**NOT_STARTED, "completed_on": date(2025, 8, 1)},
        },
        finds={
            "1.1/difficulties": (Rule.REASON_MISSING, None),
            "2.2/difficulties": (Rule.REASON_MISSING, None),
            "2.5/percent": (Rule.PERCENT_AGAINST_STATUS, "10"),
            "3.3/completed_on": (Rule.DATE_AGAINST_STATUS, "01/8/2025"),
        },
    ),
    Case(
        about="nil only where it is allowed; elsewhere its reason is not asked as well",
        rows={"1.1": NIL, "2.5": {"status": "Không phát sinh"}, "3.4.b3": NIL},
        finds={
            "1.1/status": (Rule.NIL_NOT_ALLOWED, "Không phát sinh"),
            "2.5/status": (Rule.NIL_NOT_ALLOWED, "Không phát sinh"),
        },
    ),
    Case(
        about="a result under a task that was not started is looked at: a status forgotten, or a text of another row",
        rows={
            "1.1": {**NOT_STARTED, "result": "Đã tổ chức 02 hội nghị."},
            "2.1": {**NOT_STARTED, "result": "nt"},
            "2.2": {**NIL, "result": "Không có đối tượng."},
        },
        finds={
            "1.1/result": (Rule.RESULT_AGAINST_STATUS, "Đã tổ chức 02 hội nghị."),
            "2.1/result": (Rule.RESULT_AGAINST_STATUS, "nt"),
        },
    ),
    Case(
        about="a result that says nothing is looked at",
        rows={
            "1.1": {**DONE, "result": "nt"},
            "1.3": {**IN_PROGRESS, "result": "…"},
            "2.1": {**DONE, "result": "NHƯ TRÊN."},
            "2.4": {**DONE, "result": "- Đã thực hiện;"},
            "2.5": {**IN_PROGRESS, "result": "dang trien khai"},
            "3.3": {**DONE, "result": "Đã thực hiện 05 cuộc"},
            "4.3": {**DONE, "result": "Như trên; đã tổ chức thêm 01 hội nghị"},
        },
        finds={
            "1.1/result": (Rule.VAGUE_RESULT, "nt"),
            "1.3/result": (Rule.VAGUE_RESULT, "…"),
            "2.1/result": (Rule.VAGUE_RESULT, "NHƯ TRÊN."),
            "2.4/result": (Rule.VAGUE_RESULT, "- Đã thực hiện;"),
            "2.5/result": (Rule.VAGUE_RESULT, "dang trien khai"),
        },
    ),
    # days
    Case(
        about="done after the agency's own report date",
        cells={"header/report_date": date(2025, 8, 20)},
        rows={
            "1.1": {**DONE, "completed_on": date(2025, 8, 21)},
            "1.3": {**DONE, "completed_on": date(2025, 8, 20)},
            "2.1": {**IN_PROGRESS, "completed_on": date(2025, 8, 25)},
        },
        finds={
            "1.1/completed_on": (Rule.COMPLETED_AFTER_REPORT, "21/8/2025"),
            "2.1/completed_on": (Rule.DATE_AGAINST_STATUS, "25/8/2025"),
        },
    ),
    Case(
        about="a report date that cannot be read is no measure",
        cells={"header/report_date": "đầu tháng 8"},
        rows={"1.1": {**DONE, "completed_on": date(2025, 8, 21)}},
        finds={"header/report_date": (Rule.NOT_A_DATE, "đầu tháng 8")},
    ),
    Case(
        about="done before the task's time began; before the period it is said as that",
        rows={
            "4.7": {**DONE, "completed_on": date(2025, 7, 31)},
            "5.3": {**DONE, "completed_on": date(2025, 8, 1)},
            "4.8": {**DONE, "completed_on": date(2025, 6, 30)},
        },
        finds={
            "4.7/completed_on": (Rule.COMPLETED_BEFORE_WINDOW, "31/7/2025"),
            "4.8/completed_on": (Rule.DATE_BEFORE_PERIOD, "30/6/2025"),
        },
    ),
    # overdue
    Case(
        about="past its due date and not done has a cause and a promised date",
        rows={
            "1.2": {**IN_PROGRESS, "difficulties": "Chờ hướng dẫn."},
            "5.3": {**NOT_STARTED, **LATE},
            # due later, done, or coordinated under a single lead
            "1.3": IN_PROGRESS,
            "3.4.b": DONE,
            "4.7": {**IN_PROGRESS, "difficulties": "Chờ cơ quan chủ trì."},
        },
        finds={"1.2/cause": (Rule.CAUSE_MISSING, None), "1.2/promised_on": (Rule.PROMISE_MISSING, None)},
    ),
    Case(
        about="a cause is one of the campaign's, in any writing; another one is not counted",
        cells={"1.1/cause": "thieu nhan luc", "1.2/cause": "Mưa nhiều"},
        finds={
            "1.1/cause": (Rule.LIST_VALUE_NORMALISED, "thieu nhan luc"),
            "1.2/cause": (Rule.CAUSE_NOT_IN_LIST, "Mưa nhiều"),
        },
    ),
    Case(
        about="a promised date lies between the report date and a year after the period",
        cells={
            "1.1/promised_on": date(2025, 9, 2),
            "1.2/promised_on": date(2025, 9, 3),
            "1.3/promised_on": date(2026, 12, 31),
            "2.1/promised_on": date(2027, 1, 1),
            "2.4/promised_on": "15/10/2025",
            "2.5/promised_on": "cuối tháng 10",
        },
        finds={
            "1.1/promised_on": (Rule.PROMISE_OUTSIDE, "02/9/2025"),
            "2.1/promised_on": (Rule.PROMISE_OUTSIDE, "01/01/2027"),
            "2.4/promised_on": (Rule.DATE_NORMALISED, "15/10/2025"),
            "2.5/promised_on": (Rule.PROMISE_NOT_A_DATE, "cuối tháng 10"),
        },
    ),
    Case(
        about="past its due date and not done needs a reason, said once",
        rows={
            "1.2": {**IN_PROGRESS, **LATE},
            "3.4.b": {"status": "Chưa thực hiện", **LATE},
            "1.3": IN_PROGRESS,
            "4.7": DONE,
        },
        finds={
            "1.2/difficulties": (Rule.OVERDUE_REASON_MISSING, None),
            "3.4.b/difficulties": (Rule.OVERDUE_REASON_MISSING, None),
        },
    ),
    Case(
        about="on its due date a task is not overdue",
        rows={"1.2": IN_PROGRESS},
        cells={"header/report_date": date(2025, 8, 14)},
        as_of=date(2025, 8, 14),
    ),
    Case(
        about="long after the round, overdue is judged at its last day, as the form does",
        rows={"1.3": IN_PROGRESS, "5.3": {**IN_PROGRESS, **LATE}},
        as_of=date(2025, 12, 31),
        finds={"5.3/difficulties": (Rule.OVERDUE_REASON_MISSING, None)},
    ),
    # one error a cell
    Case(
        about="a cell that cannot be read is not missed as well, nor judged against the status",
        rows={
            "1.1": {**DONE, "completed_on": "hôm qua"},
            "1.3": {**IN_PROGRESS, "percent": "nhiều"},
            "2.1": {**IN_PROGRESS, "completed_on": "hôm qua"},
        },
        finds={
            "1.1/completed_on": (Rule.NOT_A_DATE, "hôm qua"),
            "1.3/percent": (Rule.NOT_A_NUMBER, "nhiều"),
            "2.1/completed_on": (Rule.NOT_A_DATE, "hôm qua"),
        },
    ),
    Case(
        about="a normalised value that contradicts the status is used, and both are said",
        rows={"1.1": {**DONE, "percent": "60%"}},
        finds={
            "1.1/percent": (Rule.PERCENT_AGAINST_STATUS, "60%"),
            "1.1/percent#": (Rule.NUMBER_NORMALISED, "60%"),
        },
    ),
    # the model task
    Case(
        about="the model task is done but no model is listed",
        rows={"3.2": DONE},
        finds={"3.2/status": (Rule.DONE_WITHOUT_LISTED, "Hoàn thành")},
    ),
    Case(about="the model task is done and models are listed", rows={"3.2": DONE}, models=[{"name": "Camera an ninh"}]),
    Case(
        about="models may be listed while the model task is in progress",
        rows={"3.2": IN_PROGRESS},
        models=[{"name": "Camera an ninh"}],
    ),
    Case(
        about="models are listed but the model task is not started",
        rows={"3.2": NOT_STARTED},
        models=[{"name": "Camera an ninh"}, {"name": "Tổ tự quản"}],
        finds={"3.2/status": (Rule.LISTED_WITHOUT_DONE, "Chưa thực hiện")},
    ),
    Case(
        about="an empty model task is missed once, whatever is listed",
        rows={"3.2": {}},
        models=[{"name": "Camera an ninh"}],
        finds={"3.2/status": (Rule.LED_ROW_EMPTY, None)},
    ),
]


@pytest.fixture(scope="module")
def results(campaign: Campaign, schemas: Schemas) -> dict[str, list[Found]]:
    """The table, validated as one round."""
    return problems_found(CASES, campaign, schemas)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_rows(case: Case, results: dict[str, list[Found]], campaign: Campaign, schemas: Schemas) -> None:
    assert results[case.about] == problems_expected(case, campaign, schemas)


def test_a_waived_row_may_stay_empty(campaign: Campaign, schemas: Schemas) -> None:
    waiver = Waiver(
        agency="11383", round="lan-1", task="1.1", by="Sở Nội vụ", on=date(2025, 8, 20), why="Mới thành lập"
    )
    excused = replace(campaign, waivers=(waiver,))
    file = received(campaign, schemas, rows={"1.1": {}, "1.2": {}})
    assert found(validated(excused, schemas, file).problems) == [
        ("row.led-empty", place(campaign, schemas, "1.2/status"))
    ]


def test_a_waiver_of_everything_and_of_another_round(campaign: Campaign, schemas: Schemas) -> None:
    waiver = Waiver(agency="11383", round="lan-1", task=None, by="Sở Nội vụ", on=date(2025, 8, 20), why="Mới thành lập")
    file = received(campaign, schemas, rows={"1.1": {}, "1.2": {}})
    assert validated(replace(campaign, waivers=(waiver,)), schemas, file).problems == ()
    other_round = replace(campaign, waivers=(replace(waiver, round="lan-2"),))
    assert len(validated(other_round, schemas, file).problems) == 2


def test_an_extension_moves_the_day_on_which_a_reason_is_owed(campaign: Campaign, schemas: Schemas) -> None:
    extension = Extension(
        agency="11383", task="1.2", due=date(2025, 9, 30), by="Sở Nội vụ", on=date(2025, 8, 20), why="Thiên tai"
    )
    file = received(campaign, schemas, rows={"1.2": IN_PROGRESS})
    assert validated(replace(campaign, extensions=(extension,)), schemas, file).problems == ()


@pytest.mark.parametrize(
    ("rows", "message", "hint"),
    [
        (
            {"1.2": {**IN_PROGRESS, **LATE}},
            "Mục 1.2 đã quá hạn (14/8/2025) mà chưa hoàn thành, chưa nêu nguyên nhân ở cột «Khó khăn, vướng mắc; nguyên nhân».",
            "Nêu ngắn gọn nguyên nhân chậm và thời gian dự kiến hoàn thành.",
        ),
        (
            {"1.2": {**IN_PROGRESS, **LATE, "difficulties": "Chờ hướng dẫn.", "cause": None}},
            "Mục 1.2 đã quá hạn (14/8/2025) mà chưa hoàn thành, chưa chọn «Nhóm nguyên nhân».",
            "Chọn nhóm nguyên nhân trong danh sách thả xuống.",
        ),
        (
            {"1.2": {**IN_PROGRESS, **LATE, "difficulties": "Chờ hướng dẫn.", "promised_on": date(2025, 9, 1)}},
            "Mục 1.2 ghi «Dự kiến hoàn thành» là 01/9/2025; ngày này phải từ 03/9/2025 đến 31/12/2026.",
            "Gõ ngày dự kiến làm xong, không trước ngày báo cáo.",
        ),
        (
            {"1.1": NIL},
            "Mục 1.1 không được chọn «Không phát sinh».",
            "Chọn một trong: Hoàn thành, Đang thực hiện, Chưa thực hiện.",
        ),
        (
            {"2.2": {"result": "x", "evidence": "y"}},
            "Mục 2.2 đã điền nội dung nhưng chưa chọn «Trạng thái».",
            "Chọn một trong: Hoàn thành, Đang thực hiện, Chưa thực hiện, Không phát sinh.",
        ),
        (
            {"1.1": {**IN_PROGRESS, "percent": 100.0}},
            "Mục 1.1 ghi «Đang thực hiện» nhưng tỷ lệ hoàn thành là 100.",
            "«Hoàn thành»: 100 hoặc để trống; «Đang thực hiện»: 1 đến 99 hoặc để trống; «Chưa thực hiện»: 0 hoặc để trống.",
        ),
    ],
)
def test_what_the_officer_reads(
    rows: dict[str, dict[str, object]], message: str, hint: str, campaign: Campaign, schemas: Schemas
) -> None:
    (problem,) = validated(campaign, schemas, received(campaign, schemas, rows=rows)).problems
    assert (problem.message, problem.hint) == (message, hint)
