"""The words and table cells that set a round beside the one before."""

import pytest

from pipeline.consolidation.compare import Change, Compared, RateChange
from pipeline.consolidation.counts import Counts, Submissions
from pipeline.reports import comparisons


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


@pytest.mark.parametrize(
    ("now", "before", "said"), [(2256, 837, "2.256 (+1.419)"), (61, 1067, "61 (-1.006)"), (4, 4, "4 (0)")]
)
def test_a_number_with_its_difference(now: int, before: int, said: str) -> None:
    assert comparisons.with_difference(Change(now, before)) == said


def test_a_round_that_asks_for_less_says_so() -> None:
    found = Compared(
        Counts(assigned=2, done_by_due=2, done_fallen_due=2),
        Counts(assigned=5, done_by_due=2, not_reported=3, done_fallen_due=2, not_reported_fallen_due=3),
    )
    assert comparisons.counts_sentence(found, "lần 1") == (
        "So với lần 1: số lượt được giao giảm 03 (từ 05 xuống 02); chưa báo cáo giảm 03 (từ 03 xuống 0); tỷ lệ hoàn thành "
        "nhiệm vụ đến hạn tăng 60 điểm phần trăm (từ 40% lên 100%)."
    )
    assert comparisons.task_sentence(found, "lần 1") == ""


def test_submissions_that_did_not_change() -> None:
    same = Submissions(agencies=1, in_time=1)
    assert "không thay đổi so với lần 1" in comparisons.submissions_sentence(Compared(same, same), "lần 1")
