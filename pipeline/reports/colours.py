"""Colours that all reports share, as RRGGBB."""

from pipeline.consolidation.states import State

#: Chart colours of a return in time, late and missing.
SUBMISSION_COLOURS = {"Đúng hạn": "2F7D4D", "Chậm": "D9B310", "Chưa báo cáo": "B7472A"}
#: Stronger tones of the states than their cells have: an area is seen from further away than a letter.
STATE_CHART_COLOURS = {
    State.DONE_IN_TIME: "2F7D4D",
    State.DONE_LATE: "A8B545",
    State.IN_PROGRESS: "5B9BD5",
    State.NOT_STARTED: "BFBFBF",
    State.OVERDUE: "B7472A",
    State.NIL: "EDEDED",
    State.IN_ERROR: "8E5AA8",
    State.NOT_REPORTED: "F2B632",
    State.WAIVED: "7A6A52",
}
#: Earlier round, this round.
ROUND_COLOURS = ("A6A6A6", "1F4E79")
