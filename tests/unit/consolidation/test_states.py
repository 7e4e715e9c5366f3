"""Every assignment is in exactly one state: the table of the report's definition, line by line."""

from typing import Any

import pandas as pd
import pytest

from pipeline.consolidation.states import State, states
from pipeline.forms.schema.schema import Status

AS_OF = pd.Timestamp(2025, 9, 10)
PAST, TODAY, AHEAD = pd.Timestamp(2025, 8, 14), AS_OF, pd.Timestamp(2025, 12, 31)
DONE, IN_PROGRESS, NOT_STARTED, NIL = Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.NIL


def state(**cells: Any) -> str:
    """The state of one filled row without fault, but for what is said otherwise."""
    row = {
        "status": None,
        "completed_on": pd.NaT,
        "due": PAST,
        "nil_allowed": False,
        "filled": True,
        "in_error": False,
        "waived": False,
        "follows_lead": False,
    }
    frame = pd.DataFrame([{**row, **cells}])
    for column in ("completed_on", "due"):
        frame[column] = pd.to_datetime(frame[column])
    return states(frame, as_of=AS_OF).iloc[0]


@pytest.mark.parametrize(
    ("status", "completed_on", "due", "expected"),
    [
        (DONE, pd.Timestamp(2025, 8, 13), PAST, State.DONE_IN_TIME),
        (DONE, PAST, PAST, State.DONE_IN_TIME),
        (DONE, pd.Timestamp(2025, 8, 15), PAST, State.DONE_LATE),
        (DONE, pd.Timestamp(2025, 9, 9), AHEAD, State.DONE_IN_TIME),
        (DONE, pd.Timestamp(2025, 9, 9), pd.NaT, State.DONE_IN_TIME),
        (DONE, pd.NaT, pd.NaT, State.DONE_IN_TIME),
        (DONE, pd.NaT, PAST, State.IN_ERROR),
        (IN_PROGRESS, pd.NaT, AHEAD, State.IN_PROGRESS),
        (IN_PROGRESS, pd.NaT, TODAY, State.IN_PROGRESS),
        (IN_PROGRESS, pd.NaT, TODAY - pd.Timedelta(days=1), State.OVERDUE),
        (IN_PROGRESS, pd.NaT, pd.NaT, State.IN_PROGRESS),
        (NOT_STARTED, pd.NaT, AHEAD, State.NOT_STARTED),
        (NOT_STARTED, pd.NaT, TODAY, State.NOT_STARTED),
        (NOT_STARTED, pd.NaT, PAST, State.OVERDUE),
        (NOT_STARTED, pd.NaT, pd.NaT, State.NOT_STARTED),
        (None, pd.NaT, AHEAD, State.IN_ERROR),
        ("Xong", pd.NaT, AHEAD, State.IN_ERROR),
    ],
)
def test_status_completion_and_due_date_decide(
    status: str | None, completed_on: pd.Timestamp, due: pd.Timestamp, expected: State
) -> None:
    assert state(status=status, completed_on=completed_on, due=due) == expected


@pytest.mark.parametrize(("allowed", "expected"), [(True, State.NIL), (False, State.IN_ERROR)])
def test_nil_counts_only_where_it_is_allowed_and_never_gets_overdue(allowed: bool, expected: State) -> None:
    assert state(status=NIL, nil_allowed=allowed, due=PAST) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"filled": False}, State.NOT_REPORTED),
        ({"filled": False, "in_error": True}, State.NOT_REPORTED),
        ({"status": DONE, "completed_on": PAST, "in_error": True}, State.IN_ERROR),
        ({"status": IN_PROGRESS, "in_error": True}, State.IN_ERROR),
        ({"status": NIL, "nil_allowed": True, "in_error": True}, State.IN_ERROR),
        ({"status": IN_PROGRESS, "follows_lead": True}, State.WITH_LEAD),
        ({"status": NOT_STARTED, "follows_lead": True}, State.WITH_LEAD),
        ({"status": NOT_STARTED, "follows_lead": True, "due": TODAY}, State.NOT_STARTED),
        ({"status": IN_PROGRESS, "follows_lead": True, "due": pd.NaT}, State.IN_PROGRESS),
        ({"status": DONE, "completed_on": PAST, "follows_lead": True}, State.DONE_IN_TIME),
        ({"status": NIL, "nil_allowed": True, "follows_lead": True}, State.NIL),
        ({"status": IN_PROGRESS, "in_error": True, "follows_lead": True}, State.IN_ERROR),
        ({"filled": False, "follows_lead": True}, State.NOT_REPORTED),
        ({"waived": True, "status": IN_PROGRESS, "follows_lead": True}, State.WAIVED),
        ({"waived": True, "filled": False}, State.WAIVED),
        ({"waived": True, "status": DONE, "completed_on": PAST}, State.WAIVED),
        ({"waived": True, "in_error": True}, State.WAIVED),
    ],
)
def test_what_comes_first_decides(cells: dict[str, Any], expected: State) -> None:
    assert state(**cells) == expected


def test_no_rows_give_no_states() -> None:
    empty = {name: pd.Series(dtype=bool) for name in ("nil_allowed", "filled", "in_error", "waived", "follows_lead")}
    days = {name: pd.Series(dtype="datetime64[ns]") for name in ("completed_on", "due")}
    assert states(pd.DataFrame({"status": pd.Series(dtype=object), **days, **empty}), as_of=AS_OF).empty
