"""The counts: every figure from one definition, the parts adding up to the whole."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidation.counts import (
    Counts,
    Submissions,
    counts,
    counts_by,
    submissions,
    submissions_by_group,
    weakest,
)
from pipeline.consolidation.states import State
from pipeline.errors import ImbalanceError

PAST = pd.Timestamp(2025, 8, 14)
ROWS = [
    ("H", PAST, "Hoàn thành", "a"),
    ("H", PAST, "Hoàn thành", "b"),
    ("H", pd.NaT, "Hoàn thành", "a"),
    ("HM", PAST, "Hoàn thành", "a"),
    ("Đ", pd.NaT, "Đang thực hiện", "a"),
    ("C", pd.NaT, "Chưa thực hiện", "a"),
    ("Q", PAST, "Đang thực hiện", "a"),
    ("Q", PAST, "Chưa thực hiện", "b"),
    ("Q", PAST, "Chưa thực hiện", "b"),
    ("K", PAST, "Không phát sinh", "a"),
    ("L", PAST, "Hoàn thành", "a"),
    ("X", PAST, None, "a"),
    ("M", PAST, None, "a"),
]


def assigned(rows: list[tuple[str, object, str | None, str]]) -> pd.DataFrame:
    """Assignments of these states, due dates, statuses and tasks."""
    frame = pd.DataFrame(rows, columns=["state", "due", "status", "task"], dtype=object)
    frame["due"] = pd.to_datetime(frame["due"])
    return frame


def test_each_assignment_is_counted_in_its_part() -> None:
    assert counts(assigned(ROWS)) == Counts(
        assigned=13,
        done_by_due=2,
        done_without_due=1,
        done_late=1,
        in_progress=1,
        in_progress_overdue=1,
        not_started=1,
        not_started_overdue=2,
        nil=1,
        in_error=1,
        not_reported=1,
        waived=1,
    )


def test_the_sums_of_the_official_sentence() -> None:
    numbers = counts(assigned(ROWS))
    assert (numbers.done, numbers.done_in_time, numbers.overdue) == (4, 3, 3)
    assert (numbers.all_in_progress, numbers.all_not_started) == (2, 3)
    outcome = numbers.done + numbers.all_in_progress + numbers.all_not_started
    assert outcome + numbers.nil + numbers.in_error + numbers.not_reported + numbers.waived == numbers.assigned


def test_rates_are_over_all_that_owe_nil_and_waived_taken_out() -> None:
    numbers = counts(assigned(ROWS))
    assert numbers.owing == 11
    assert numbers.done_rate == pytest.approx(4 / 11)
    assert numbers.reported_rate == pytest.approx(10 / 11)
    assert (numbers.behind, numbers.behind_rate) == (5, pytest.approx(5 / 11))


def test_nothing_owed_has_no_rate() -> None:
    numbers = counts(assigned([("K", PAST, "Không phát sinh", "a"), ("M", PAST, None, "a")]))
    assert numbers.done_rate is numbers.reported_rate is numbers.behind_rate is None
    assert counts(assigned([])) == Counts()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ROWS)))
def test_states_add_up_and_the_parts_of_a_division_are_the_whole(
    rows: list[tuple[str, object, str | None, str]],
) -> None:
    frame = assigned(rows)
    whole = counts(frame)
    assert sum(whole.of(state) for state in State) == whole.assigned == len(rows)
    assert {state: whole.of(state) for state in State} == {
        state: sum(row[0] == state for row in rows) for state in State
    }
    assert sum(counts_by(frame, "task").values(), Counts()) == whole


def test_parts_that_do_not_add_up_cannot_be_built() -> None:
    with pytest.raises(ImbalanceError):
        Counts(assigned=2, nil=1)
    with pytest.raises(ImbalanceError):
        counts(assigned([("?", PAST, None, "a")]))


def test_the_weakest_task_has_the_greatest_share_behind_and_unfinished_is_not_weak() -> None:
    by_task = {
        "1.1": Counts(assigned=10, in_progress=10),
        "1.2": Counts(assigned=10, not_reported=4, done_by_due=6),
        "1.3": Counts(assigned=2, in_progress_overdue=1, done_by_due=1),
        "1.4": Counts(assigned=20, in_error=8, in_progress=12),
        "1.5": Counts(assigned=10, in_error=4, in_progress=6),
    }
    assert [task for task, _ in weakest(by_task)] == ["1.3", "1.4", "1.5", "1.2"]
    assert [task for task, _ in weakest(by_task, limit=1)] == ["1.3"]


def agencies(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Agencies by group, submission and verdict."""
    return pd.DataFrame(rows, columns=["group", "submission", "verdict"], dtype=object)


def test_submissions_by_group_add_up() -> None:
    rows = agencies(
        ("departments", "in-time", "accepted"),
        ("departments", "missing", "rejected"),
        ("communes", "late", "accepted-with-problems"),
        ("communes", "missing", None),
        ("communes", "waived", None),
    )
    whole = submissions(rows)
    assert whole == Submissions(agencies=5, in_time=1, late=1, missing=2, waived=1, refused=1)
    assert (whole.owing, whole.reported, whole.rate) == (4, 2, 0.5)
    by_group = submissions_by_group(rows)
    assert list(by_group) == ["departments", "communes"]
    assert by_group["communes"] == Submissions(agencies=3, late=1, missing=1, waived=1)


def test_submissions_that_do_not_add_up_cannot_be_built() -> None:
    with pytest.raises(ImbalanceError):
        Submissions(agencies=1)
    with pytest.raises(ImbalanceError):
        Submissions(agencies=1, missing=1, refused=2)
    assert Submissions().rate is None
