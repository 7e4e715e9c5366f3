"""What has fallen due, in words that are right for none, one and many."""

from dataclasses import replace
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.counts import Counts
from pipeline.reports.fallen_due import due_sentence, due_share, due_words, is_named_day, tasks_sentence

DUE = Counts(
    assigned=10,
    done_by_due=4,
    done_without_due=1,
    in_progress_overdue=2,
    not_reported=2,
    in_error=1,
    done_fallen_due=4,
    not_reported_fallen_due=1,
    in_error_fallen_due=1,
)


def test_what_has_fallen_due_is_said_with_its_parts() -> None:
    assert due_sentence(DUE) == (
        "Đã đến hạn 08 lượt nhiệm vụ chủ trì: đã hoàn thành 04 (50%), quá hạn chưa hoàn thành 02, chưa báo cáo 01, "
        "báo cáo có lỗi 01."
    )
    assert due_share(DUE) == "04/08 lượt đến hạn"


def test_nothing_fallen_due_has_a_sentence_and_no_rate() -> None:
    assert due_sentence(Counts()) == "Đến nay chưa có lượt nhiệm vụ chủ trì nào đến hạn."
    assert due_share(Counts(assigned=1, in_progress=1)) == "chưa có lượt nào đến hạn"


def test_nothing_done_is_said_in_words() -> None:
    overdue = Counts(assigned=1, in_progress_overdue=1)
    assert due_sentence(overdue) == (
        "Đã đến hạn 01 lượt nhiệm vụ chủ trì: chưa lượt nào được báo cáo hoàn thành, quá hạn chưa hoàn thành 01."
    )
    assert due_share(overdue) == "0/01 lượt đến hạn"


def test_tasks_are_counted_beside_assignments() -> None:
    done, silent = Counts(assigned=1, done_without_due=1), Counts(assigned=1, not_reported=1)
    led = {"1": done, "2": silent, "3": DUE}
    assert tasks_sentence(led, {"1": "Sở A", "2": "Sở B"}) == (
        "Tổng số 03 nhiệm vụ: 02 nhiệm vụ có một cơ quan chủ trì (hoàn thành 01; chưa báo cáo 01), 01 nhiệm vụ có nhiều "
        "cơ quan chủ trì."
    )
    assert tasks_sentence({"3": DUE}, {}) == "Tổng số 01 nhiệm vụ: 01 nhiệm vụ có nhiều cơ quan chủ trì."
    assert tasks_sentence({}, {}) == ""


def test_due_dates_are_said_as_the_decision_words_them(campaign: Campaign) -> None:
    task = campaign.task_by_code["1.2"]
    assert due_words(task, date(2025, 8, 14)) == "trước ngày 15/8/2025"
    assert due_words(task, date(2025, 8, 29)) == "29/8/2025"
    assert due_words(task, None) == ""
    assert is_named_day(task, date(2025, 8, 15), date(2025, 8, 14))
    assert not is_named_day(task, date(2025, 8, 16), date(2025, 8, 14))
    assert not is_named_day(replace(task, time_limit=None), date(2025, 8, 15), None)
