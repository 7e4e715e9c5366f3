"""The states: each assignment, and the return of each agency, is in exactly one at the as-of date."""

from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.forms.schema.schema import Status

if TYPE_CHECKING:
    import pandas as pd


class State(StrEnum):
    """The letters shown in the matrix, in the order of every legend and table of counts."""

    DONE_IN_TIME = "H"
    DONE_LATE = "HM"
    IN_PROGRESS = "Đ"
    NOT_STARTED = "C"
    OVERDUE = "Q"
    WITH_LEAD = "P"
    NIL = "K"
    IN_ERROR = "L"
    NOT_REPORTED = "X"
    WAIVED = "M"

    @property
    def label(self) -> str:
        """Return the words users see."""
        return {
            "H": "Hoàn thành đúng hạn",
            "HM": "Hoàn thành quá hạn",
            "Đ": "Đang thực hiện, trong hạn",
            "C": "Chưa thực hiện, trong hạn",
            "Q": "Quá hạn chưa hoàn thành",
            "P": "Phối hợp, theo cơ quan chủ trì",
            "K": "Không phát sinh",
            "L": "Báo cáo có lỗi",
            "X": "Chưa báo cáo",
            "M": "Được miễn báo cáo",
        }[self.value]


class Submission(StrEnum):
    """What became of an agency's return, in the order of every table of counts."""

    IN_TIME = "in-time"
    LATE = "late"
    MISSING = "missing"
    #: Excused from all that the agency was asked for.
    WAIVED = "waived"

    @property
    def label(self) -> str:
        """Return the words users see."""
        return {
            "in-time": "Đúng hạn",
            "late": "Chậm",
            "missing": State.NOT_REPORTED.label,
            "waived": "Được miễn",
        }[self.value]


def states(rows: "pd.DataFrame", *, as_of: "pd.Timestamp") -> "pd.Series[str]":
    """Return the state of each assignment (State values).

    Rows: one per assignment.
    Columns: status (str or None), completed_on, due (datetime64, NaT: none), nil_allowed, filled (False too where no
    return or no row came), in_error, waived, follows_lead (the agency coordinates a task that the catalogue gives to one
    reporting lead; bool).

    The first condition that holds decides: waived; nothing filled; in error; then the status. Who only coordinates is not
    overdue before the one lead is done: that is the lead's to answer for. What validation should have caught (no
    status, no completion date against a due date, nil where it is not allowed) is in error, never good.
    """
    # the process that writes Word knows the states too, and has no need of half a second of imports
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    status, due = rows["status"], rows["due"]
    done = status.eq(Status.DONE)
    open_still = status.isin([Status.IN_PROGRESS, Status.NOT_STARTED])
    choices = [
        (rows["waived"], State.WAIVED),
        (~rows["filled"], State.NOT_REPORTED),
        (rows["in_error"], State.IN_ERROR),
        (done & (due.isna() | rows["completed_on"].le(due)), State.DONE_IN_TIME),
        (done & rows["completed_on"].gt(due), State.DONE_LATE),
        (open_still & due.lt(as_of) & rows["follows_lead"], State.WITH_LEAD),
        (open_still & due.lt(as_of), State.OVERDUE),
        (status.eq(Status.IN_PROGRESS), State.IN_PROGRESS),
        (status.eq(Status.NOT_STARTED), State.NOT_STARTED),
        (status.eq(Status.NIL) & rows["nil_allowed"], State.NIL),
    ]
    conditions = [condition.to_numpy(dtype=bool) for condition, _ in choices]
    values = [np.array(state.value, dtype=object) for _, state in choices]
    chosen = np.select(conditions, values, default=np.array(State.IN_ERROR.value, dtype=object))
    return pd.Series(chosen, index=rows.index, dtype=object)
