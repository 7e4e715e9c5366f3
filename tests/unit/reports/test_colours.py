"""Colours that all reports share: every state and every return has its own."""

from pipeline.consolidation.states import State, Submission
from pipeline.reports.colours import STATE_CHART_COLOURS, STATE_COLOURS, SUBMISSION_COLOURS


def test_every_state_has_colours_of_its_own_in_cells_and_charts() -> None:
    for colours in (STATE_COLOURS, STATE_CHART_COLOURS):
        assert list(colours) == list(State)
        assert len(set(colours.values())) == len(State)


def test_every_submission_has_a_colour_of_its_own() -> None:
    assert list(SUBMISSION_COLOURS) == list(Submission)
    assert len(set(SUBMISSION_COLOURS.values())) == len(Submission)
