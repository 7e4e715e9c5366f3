"""A form once sent out is in the hands of an agency: a filled one of every form ever released stays accepted, with the same states.

`tests/data/forms/` holds them, filled and saved by LibreOffice as the form then was, and `states.json` what came of them
then. A new form adds a file and its line; none is ever taken out or made anew.
"""

import json
from datetime import date
from typing import Any

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.conftest import ROOT
from tests.support.consolidation import consolidated

FORMS = ROOT / "tests" / "data" / "forms"
RELEASED: dict[str, Any] = json.loads((FORMS / "states.json").read_text(encoding="utf-8"))
AGENCY = "11383"


@pytest.mark.parametrize("name", RELEASED)
def test_a_filled_form_stays_accepted_with_the_same_states(campaign: Campaign, schemas: Schemas, name: str) -> None:
    released = RELEASED[name]
    round_ = campaign.round_by_code[released["round"]]
    files = read_inbox(FORMS, campaign=campaign, round_=round_, schemas=schemas, only=[name])
    result = consolidated(campaign, schemas, files, as_of=date.fromisoformat(released["as_of"]), round_code=round_.code)
    assert [file.verdict for file in result.files] == [Verdict.ACCEPTED]
    assert {task: state for (agency, task), state in result.states().items() if agency == AGENCY} == released["states"]


@pytest.mark.parametrize("name", RELEASED)
def test_no_released_form_is_called_older_for_the_way_it_is_fingerprinted(
    campaign: Campaign, schemas: Schemas, name: str
) -> None:
    round_ = campaign.round_by_code[RELEASED[name]["round"]]
    (file,) = read_inbox(FORMS, campaign=campaign, round_=round_, schemas=schemas, only=[name])
    assert Rule.OLD_TEMPLATE not in [problem.rule for problem in file.problems]
