"""Forms that agencies of this campaign already have stay accepted, whatever the catalogue asks for besides by now."""

from datetime import date

import pytest

from pipeline.campaign.assignment import assignments
from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import Verdict
from pipeline.rules import Severity
from pipeline.simulation.authors import Author
from pipeline.simulation.vocabulary import fitting
from pipeline.simulation.vocabulary_files import read_vocabulary
from tests.conftest import ROOT
from tests.roundtrip.test_released_forms import AGENCY, FORMS, RELEASED
from tests.support.consolidation import consolidated


@pytest.mark.parametrize("name", RELEASED)
def test_a_form_of_before_is_accepted_with_the_same_states(campaign: Campaign, schemas: Schemas, name: str) -> None:
    released = RELEASED[name]
    round_ = campaign.round_by_code[released["round"]]
    files = read_inbox(FORMS, campaign=campaign, round_=round_, schemas=schemas, only=[name])
    result = consolidated(campaign, schemas, files, as_of=date.fromisoformat(released["as_of"]), round_code=round_.code)
    assert [file.verdict for file in result.files] == [Verdict.ACCEPTED]
    assert {problem.severity for file in files for problem in file.problems} <= {Severity.WARNING, Severity.NORMALISED}
    assert {task: state for (agency, task), state in result.states().items() if agency == AGENCY} == released["states"]


def test_every_assignment_has_words_for_simulated_returns(campaign: Campaign) -> None:
    vocabulary = read_vocabulary(ROOT, campaign)
    for assignment in assignments(campaign, campaign.rounds[0]):
        author = Author(agency=campaign.agency_by_code[assignment.agency], vocabulary=vocabulary, seed=1)
        words = vocabulary.tasks[assignment.task]
        blocks = words.blocks(assignment.role, author.keys)
        complete = blocks.done and blocks.doing and len(blocks.steps) >= 2
        assert complete or (assignment.nil_allowed and any(fitting(words.nil, author.keys))), assignment
