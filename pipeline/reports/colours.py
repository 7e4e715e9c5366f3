"""Colours that all reports share, as RRGGBB."""

from pipeline.consolidation.states import State, Submission

#: Ground and text of a state's cell: contrast at least 4.5; in grey its letters tell it from the others.
STATE_COLOURS = {
    State.DONE_IN_TIME: ("C6E7CE", "0B5A24"),
    State.DONE_LATE: ("DDE9A8", "4A5200"),
    State.IN_PROGRESS: ("CFE2F7", "0B3D78"),
    State.NOT_STARTED: ("ECECEC", "3D3D3D"),
    State.OVERDUE: ("F6B8A6", "7A1A00"),
    State.WITH_LEAD: ("DCE6E4", "2F4A46"),
    State.NIL: ("FFFFFF", "555555"),
    State.IN_ERROR: ("E3CCEE", "5A1577"),
    State.NOT_REPORTED: ("FFE699", "6B4A00"),
    State.WAIVED: ("D9D2C5", "4A4030"),
}
#: Stronger tones of the states than their cells have: an area is seen from further away than a letter.
STATE_CHART_COLOURS = {
    State.DONE_IN_TIME: "2F7D4D",
    State.DONE_LATE: "A8B545",
    State.IN_PROGRESS: "5B9BD5",
    State.NOT_STARTED: "BFBFBF",
    State.OVERDUE: "B7472A",
    State.WITH_LEAD: "8FA9A5",
    State.NIL: "EDEDED",
    State.IN_ERROR: "8E5AA8",
    State.NOT_REPORTED: "F2B632",
    State.WAIVED: "7A6A52",
}
#: Chart colours of the agencies by what became of their returns.
SUBMISSION_COLOURS = {
    Submission.IN_TIME: STATE_CHART_COLOURS[State.DONE_IN_TIME],
    Submission.LATE: "D9B310",
    Submission.MISSING: STATE_CHART_COLOURS[State.OVERDUE],
    Submission.WAIVED: STATE_CHART_COLOURS[State.WAIVED],
}
#: Earlier round, this round.
ROUND_COLOURS = ("A6A6A6", "1F4E79")
