"""The counts: every figure from one definition, the parts adding up to the whole."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.campaign.groups import Group
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
    ("P", PAST, "Đang thực hiện", "a"),
    ("K", PAST, "Không phát sinh", "a"),
    ("L", PAST, "Hoàn thành", "a"),
    ("X", PAST, None, "a"),
    ("M", PAST, None, "a"),
]


def assigned(rows: list[tuple[str, object, str | None, str]]) -> pd.DataFrame:
    """Assignments of these states, due dates, statuses and tasks."""
    frame = pd.DataFrame(rows, columns=["state", "due", "status", "task"], dtype=object)
    frame["due"] = pd.to_datetime(frame["due"])
    frame["fallen_due"] = frame["due"].lt(pd.Timestamp(2025, 9, 10))
    return frame


def test_each_assignment_is_counted_in_its_part() -> None:
    assert counts(assigned(ROWS)) == Counts(
        assigned=14,
        done_by_due=2,
        done_without_due=1,
        done_late=1,
        in_progress=1,
        in_progress_overdue=1,
        not_started=1,
        not_started_overdue=2,
        with_lead=1,
        nil=1,
        in_error=1,
        not_reported=1,
        waived=1,
        done_fallen_due=3,
        not_reported_fallen_due=1,
        in_error_fallen_due=1,
    )


def test_the_sums_of_the_official_sentence() -> None:
    numbers = counts(assigned(ROWS))
    assert (numbers.done, numbers.done_in_time, numbers.overdue) == (4, 3, 3)
    assert (numbers.within_time, numbers.all_not_started) == (2, 3)
    outcome = numbers.done + numbers.within_time + numbers.overdue
    assert (
        outcome + numbers.nil + numbers.in_error + numbers.not_reported + numbers.waived + numbers.with_lead
        == numbers.assigned
    )


def test_rates_are_over_all_that_owe_nil_and_waived_taken_out() -> None:
    numbers = counts(assigned(ROWS))
    assert numbers.owing == 11
    assert numbers.done_rate == pytest.approx(4 / 11)
    assert (numbers.behind, numbers.behind_rate) == (5, pytest.approx(5 / 11))


def test_the_headline_rate_is_over_what_has_fallen_due() -> None:
    numbers = counts(assigned(ROWS))
    assert numbers.fallen_due == 8 == numbers.done_fallen_due + numbers.overdue + 2
    assert numbers.due_rate == pytest.approx(3 / 8)
    assert counts(assigned([("Đ", pd.NaT, "Đang thực hiện", "a")])).due_rate is None


def test_more_fallen_due_than_there_is_cannot_be_built() -> None:
    with pytest.raises(ImbalanceError):
        Counts(assigned=1, done_by_due=1, done_fallen_due=2)


def test_nothing_owed_has_no_rate() -> None:
    numbers = counts(assigned([("K", PAST, "Không phát sinh", "a"), ("M", PAST, None, "a")]))
    assert numbers.done_rate is numbers.behind_rate is None
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


def test_the_weakest_tasks_have_much_behind_and_a_great_share_of_it() -> None:
    by_task = {
        "unfinished": Counts(assigned=10, in_progress=10),
        "one silent lead": Counts(assigned=1, not_reported=1),
        "widespread": Counts(assigned=146, in_progress_overdue=16, not_reported=16, in_error=2, done_by_due=112),
        "few of many": Counts(assigned=146, not_reported=8, done_by_due=138),
        "half of few": Counts(assigned=8, in_error=4, in_progress=4),
        "as many, overdue": Counts(assigned=8, not_started_overdue=4, in_progress=4),
    }
    ranked = [task for task, _ in weakest(by_task)]
    assert ranked == ["widespread", "as many, overdue", "half of few", "one silent lead", "few of many"]
    assert [task for task, _ in weakest(by_task, limit=1)] == ["widespread"]


def test_where_nobody_reported_the_task_of_most_agencies_is_the_weakest() -> None:
    by_task = {"1.1": Counts(assigned=1, not_reported=1), "1.2": Counts(assigned=146, not_reported=146)}
    assert [task for task, _ in weakest(by_task)] == ["1.2", "1.1"]


def test_what_is_wrong_is_nothing_where_nothing_is_owed() -> None:
    assert Counts(assigned=2, nil=2).trouble == 0


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
    named = ("schools", "communes", "departments")
    groups = [Group(code=name, name=name, short=name, one=name, addressed=name) for name in named]
    by_group = submissions_by_group(rows, groups)
    assert list(by_group) == ["communes", "departments"]
    assert by_group["communes"] == Submissions(agencies=3, late=1, missing=1, waived=1)


def test_submissions_that_do_not_add_up_cannot_be_built() -> None:
    with pytest.raises(ImbalanceError):
        Submissions(agencies=1)
    with pytest.raises(ImbalanceError):
        Submissions(agencies=1, missing=1, refused=2)
    assert Submissions().rate is None
