"""The second round: every figure beside the first's, what moved, and what the two returns deny of each other."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.compare import Change, Compared, RateChange
from pipeline.consolidation.counts import Counts, Submissions
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State, Status
from pipeline.forms.schema.schema import Schemas
from pipeline.problems import problem
from pipeline.reports import comparisons
from pipeline.reports.figures import figures
from pipeline.reports.written.blocks import plain_text
from pipeline.reports.written.report import report
from pipeline.rules import Rule
from tests.support.report import all_done, empty_consolidation, with_assignments, with_submissions

OVERDUE = {"state": State.OVERDUE.value, "status": Status.IN_PROGRESS.value}
AS_OF = date(2025, 12, 5)


@pytest.fixture(scope="module")
def first(campaign: Campaign, schemas: Schemas) -> Consolidation:
    """Everything done but three tasks, two agencies missing."""
    rows = {("SNV", "4.7"): OVERDUE, ("SYT", "1.2"): {"state": State.NOT_REPORTED.value}, ("SXD", "1.2"): OVERDUE}
    return with_submissions(
        with_assignments(all_done(empty_consolidation(campaign, schemas)), rows),
        {"SYT": "missing", "11383": "missing"},
    )


@pytest.fixture(scope="module")
def second(campaign: Campaign, schemas: Schemas, first: Consolidation) -> Consolidation:
    """Those done as well, one overdue that was done, one silent that spoke, all reported but one."""
    base = all_done(empty_consolidation(campaign, schemas, code="lan-2", as_of=AS_OF))
    rows = {("STC", "1.2"): OVERDUE, ("SNV", "5.1"): {"state": State.NOT_REPORTED.value}}
    return replace(with_submissions(with_assignments(base, rows), {"SYT": "missing"}), earlier=first)


@pytest.fixture(scope="module")
def text(second: Consolidation, schemas: Schemas) -> str:
    return plain_text(report(figures(second, (), (), schemas)))


def test_submissions_stand_beside_the_first(text: str) -> None:
    assert "So với lần 1, số cơ quan, đơn vị: đã báo cáo tăng 01 (từ 144 lên 145); đúng hạn tăng 01" in text
    assert "Sở, ban, ngành | Lần này / Lần trước / Tăng, giảm | 14 / 14 / 0 | 13 / 13 / 0" in text
    assert "146 / 146 / 0 | 145 / 144 / +1 | 145 / 144 / +1 | 0 / 0 / 0 | 1 / 2 / -1 | 99,3% / 98,6% / +0,7" in text


def test_assignments_stand_beside_the_first(text: str) -> None:
    assert (
        "So với lần 1: đã hoàn thành tăng 01 (từ 3.604 lên 3.605); quá hạn chưa hoàn thành giảm 01 (từ 02 xuống 01); "
        "tỷ lệ hoàn thành" not in text
    )
    assert (
        "So với lần 1: đã hoàn thành tăng 01 (từ 3.604 lên 3.605); quá hạn chưa hoàn thành giảm 01 (từ 02 xuống 01)."
        in text
    )
    assert "So với lần 1, nhiệm vụ chủ trì: đã hoàn thành tăng 01" in text
    assert "Tổng cộng | Lần này / Lần trước / Tăng, giảm | 1.677 / 1.677 / 0" in text


def test_each_task_stands_beside_the_first(text: str) -> None:
    assert (
        "145/146 cơ quan, đơn vị chủ trì đã hoàn thành (đều đúng hạn); còn lại đang thực hiện (đều quá hạn)" not in text
    )
    assert "So với lần 1: đã hoàn thành tăng 01 (từ 144 lên 145)." in text
    assert "Sở Nội vụ (chủ trì) đã hoàn thành ngày 10/8/2025, đúng hạn (lần trước: quá hạn chưa hoàn thành)." in text
    assert "Phụ lục V. So sánh kết quả thực hiện với lần báo cáo trước" in text
    assert "\n1.2 | Hoàn thiện Chương trình, Kế hoạch và tổ chức triển khai… | 146 | 144 → 145 / (+1)" in text


def test_what_moved_is_assessed(text: str) -> None:
    assert (
        "- So với lần 1, có 03 lượt nhiệm vụ mới hoàn thành; tăng nhiều nhất: nhiệm vụ 1.2 (thêm 01 lượt chủ trì)"
        in text
    )
    assert "- 01 lượt nhiệm vụ lần trước đã báo cáo, lần này không báo cáo." in text
    assert "- 01 lượt nhiệm vụ quá hạn chưa hoàn thành, chi tiết tại Phụ lục III." in text


def test_a_later_round_may_be_all_the_same(second: Consolidation, schemas: Schemas) -> None:
    same = plain_text(report(figures(replace(second, earlier=replace(second, earlier=None)), (), (), schemas)))
    assert "Số cơ quan, đơn vị đã báo cáo, đúng hạn, chậm và chưa báo cáo không thay đổi so với lần 2." in same
    assert "So với lần 2: không có thay đổi." in same


def test_contradictions_with_the_first_round_and_between_agencies(second: Consolidation, schemas: Schemas) -> None:
    shared = {"file": "a.xlsx", "round": "lần 1"}
    found = [
        problem(Rule.DONE_BEFORE, agency="SYT", task="1.2", read="Đang thực hiện", **shared),
        problem(Rule.CUMULATIVE_FELL, agency="SYT", task="1.1", name="x", before="5", read="3", **shared),
        problem(Rule.LEAD_DONE_ALONE, file="a.xlsx", agency="SNV", task="4.7", count=3, reported=4, agencies="A"),
        *(
            problem(Rule.SAME_RESULT, file="a.xlsx", agency=agency, task=task, agencies="B")
            for agency in ("SYT", "SXD")
            for task in ("1.1", "1.2", "1.3", "2.1", "3.2", "4.3")
        ),
    ]
    rows = {
        (agency, "4.7"): {"state": State.NOT_STARTED.value, "status": "Chưa thực hiện"} for agency in ("SYT", "SXD")
    }
    text = plain_text(report(figures(with_assignments(second, rows), (), found, schemas)))
    assert (
        "- Báo cáo không thống nhất với lần trước: lần trước báo cáo hoàn thành, nay báo cáo chưa hoàn thành (01 cơ quan); "
        "số cộng dồn nhỏ hơn lần trước (01 cơ quan)." in text
    )
    assert (
        "- Nhiệm vụ 4.7: Sở Nội vụ (chủ trì) báo cáo hoàn thành, trong khi phần lớn cơ quan, đơn vị phối hợp đã báo cáo ghi "
        "chưa thực hiện (02 cơ quan)." in text
    )
    assert "cần rà soát: nhiệm vụ 1.1 (02 cơ quan); " in text
    assert "nhiệm vụ 3.2 (02 cơ quan) và 01 nhiệm vụ khác." in text


def test_an_agency_that_merged_is_named(campaign: Campaign, schemas: Schemas, first: Consolidation) -> None:
    last = date(2025, 10, 31)
    agencies = tuple(
        replace(agency, valid_to=last, successors=("SYT",)) if agency.code == "SKHCN" else agency
        for agency in campaign.agencies
    )
    merged = replace(campaign, agencies=agencies)
    base = all_done(empty_consolidation(merged, schemas, code="lan-2", as_of=AS_OF))
    text = plain_text(report(figures(replace(base, earlier=first), (), (), schemas)))
    assert (
        "Danh sách cơ quan, đơn vị báo cáo có thay đổi so với lần 1. Sáp nhập: Sở Khoa học và Công nghệ; Sở Y tế thành Sở Y tế."
        in text
    )


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(20, 8, "x tăng 12 (từ 08 lên 20)"), (0, 3, "x giảm 03 (từ 03 xuống 0)")],
)
def test_a_change_in_words(now: int, before: int, said: str) -> None:
    assert comparisons.changed("x", Change(now, before)) == said


@pytest.mark.parametrize(
    ("now", "before", "said", "lines", "narrow"),
    [
        (0.5, 0.25, "x tăng 25 điểm phần trăm (từ 25% lên 50%)", "50%\n25%\n+25", "25% → 50%\n(+25)"),
        (
            0.9041,
            0.9129,
            "x giảm 0,9 điểm phần trăm (từ 91,3% xuống 90,4%)",
            "90,4%\n91,3%\n-0,9",
            "91,3% → 90,4%\n(-0,9)",
        ),
        (0.5, 0.5, "", "50%\n50%\n0", "50%"),
        (None, 0.5, "", "–\n50%\n–", "50% → –\n(–)"),
        (None, None, "", "–\n–\n–", "–"),
    ],
)
def test_a_rate_changes_by_points_as_they_are_shown(
    now: float | None, before: float | None, said: str, lines: str, narrow: str
) -> None:
    change = RateChange(now, before)
    assert comparisons.rate_changed("x", change) == said
    assert comparisons.rate_cell(change) == lines
    assert comparisons.rate_change_cell(change) == narrow


@pytest.mark.parametrize(("value", "decimals", "shown"), [(1234.0, 0, "+1.234"), (-2.5, 1, "-2,5"), (0.04, 1, "0")])
def test_signed_differences(value: float, decimals: int, shown: str) -> None:
    assert comparisons.signed(value, decimals) == shown


def test_a_round_that_asks_for_less_says_so() -> None:
    found = Compared(Counts(assigned=2, done_by_due=2), Counts(assigned=5, done_by_due=2, not_reported=3))
    assert comparisons.counts_sentence(found, "lần 1") == (
        "So với lần 1: số lượt được giao giảm 03 (từ 05 xuống 02); chưa báo cáo giảm 03 (từ 03 xuống 0); tỷ lệ hoàn thành "
        "tăng 60 điểm phần trăm (từ 40% lên 100%)."
    )
    assert comparisons.task_sentence(found, "lần 1") == ""


def test_submissions_that_did_not_change() -> None:
    same = Submissions(agencies=1, in_time=1)
    assert "không thay đổi so với lần 1" in comparisons.submissions_sentence(Compared(same, same), "lần 1")


def test_documents_that_the_result_names_are_not_named_again(second: Consolidation, schemas: Schemas) -> None:
    said = {
        "result": "Đã trình tiêu chí tại Tờ trình số 61/TTr-SNV ngày 23/10/2025.",
        "evidence": "Tờ trình số 61/TTr-SNV ngày 23/10/2025; Công văn số 518/SNV-VP ngày 20/10/2025\nBiên bản họp",
    }
    text = plain_text(report(figures(with_assignments(second, {("SNV", "4.7"): said}), (), (), schemas)))
    assert text.count("61/TTr-SNV") == 1
    assert "Văn bản, minh chứng: Công văn số 518/SNV-VP ngày 20/10/2025; Biên bản họp." in text


def test_no_evidence_is_announced_where_the_result_names_all(second: Consolidation, schemas: Schemas) -> None:
    said = {"result": "Đã ban hành Kế hoạch số 12/KH-SNV ngày 15/8/2025.", "evidence": "Kế hoạch số 12/KH-SNV"}
    text = plain_text(report(figures(with_assignments(second, {("SNV", "4.7"): said}), (), (), schemas)))
    assert "Kết quả: Đã ban hành Kế hoạch số 12/KH-SNV ngày 15/8/2025.\n" in text


def test_overdue_but_silent_the_round_before_is_new_on_record(
    first: Consolidation, second: Consolidation, schemas: Schemas
) -> None:
    earlier = with_assignments(first, {("STC", "1.2"): {"state": State.NOT_REPORTED.value}})
    text = plain_text(report(figures(replace(second, earlier=earlier), (), (), schemas)))
    assert "chi tiết tại Phụ lục III, đều mới ghi nhận quá hạn so với lần báo cáo trước." in text


@pytest.mark.parametrize(
    ("now", "before", "said"), [(2256, 837, "2.256 (+1.419)"), (61, 1067, "61 (-1.006)"), (4, 4, "4 (0)")]
)
def test_a_number_with_its_difference(now: int, before: int, said: str) -> None:
    assert comparisons.with_difference(Change(now, before)) == said
