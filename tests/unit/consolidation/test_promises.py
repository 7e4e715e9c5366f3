"""What was promised in the round before, and whether it was kept."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.promises import Promise, promises
from pipeline.forms.schema.schema import Schemas
from tests.support.consolidation import DONE, EMPTY, IN_PROGRESS, NIL, a_return, consolidated
from tests.support.rounds import second_round, two_rounds

DAY = date(2025, 9, 30)
PROMISED = {**IN_PROGRESS, "promised_on": DAY}


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return two_rounds(tmp_path)


def done_on(day: date) -> dict[str, Any]:
    return {**DONE, "completed_on": day}


@pytest.mark.parametrize(
    ("now", "as_of", "kept"),
    [
        (done_on(DAY), date(2025, 12, 4), True),
        (done_on(date(2025, 10, 1)), date(2025, 12, 4), False),
        (IN_PROGRESS, date(2025, 12, 4), False),
        (EMPTY, date(2025, 12, 4), False),
        (NIL, date(2025, 12, 4), None),
        ({"status": "Hoàn thành"}, date(2025, 12, 4), None),
    ],
)
def test_a_promise_is_kept_by_what_is_done_until_its_day(
    campaign: Campaign, schemas: Schemas, now: dict[str, Any], as_of: date, kept: bool | None
) -> None:
    before = [a_return(campaign, schemas, "SNV", rows={"1.2": PROMISED})]
    after = [a_return(campaign, schemas, "SNV", round_="lan-2", rows={"1.2": now, "1.3": DONE})]
    found = promises(second_round(campaign, schemas, before, after, as_of=as_of))
    assert found["SNV", "1.2"] == Promise(agency="SNV", task="1.2", promised_on=DAY, kept=kept)


def test_whose_return_is_missing_has_kept_nothing_once_the_day_has_passed(campaign: Campaign, schemas: Schemas) -> None:
    before = [a_return(campaign, schemas, "SNV", rows={"1.2": PROMISED})]
    assert promises(second_round(campaign, schemas, before, [], as_of=date(2025, 12, 4)))["SNV", "1.2"].kept is False
    assert promises(second_round(campaign, schemas, before, [], as_of=DAY))["SNV", "1.2"].kept is None


def test_only_what_was_not_done_then_was_promised(campaign: Campaign, schemas: Schemas) -> None:
    before = [a_return(campaign, schemas, "SNV", rows={"1.2": {**DONE, "promised_on": DAY}})]
    found = promises(second_round(campaign, schemas, before, []))
    assert ("SNV", "1.2") not in found
    assert promises(consolidated(campaign, schemas).merged) == {}
