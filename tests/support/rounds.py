"""Two rounds of the small city: the second one regular, or narrowed to some tasks and agencies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from tests.support.consolidation import consolidated, small_campaign

AS_OF = date(2025, 12, 10)


def two_rounds(folder: Path) -> Campaign:
    """The small campaign with a second regular round after the ad hoc one."""
    campaign = small_campaign(folder)
    second = replace(
        campaign.round_by_code["lan-1"],
        code="lan-2",
        name="lần 2",
        verbatim="trước ngày 05/12/2025",
        deadline=date(2025, 12, 5),
        last_day=date(2025, 12, 4),
        cut_off=date(2025, 11, 30),
        opens=date(2025, 11, 3),
        previous="lan-1",
    )
    return replace(campaign, rounds=(*campaign.rounds, second))


def second_round(
    campaign: Campaign,
    schemas: Schemas,
    before: Sequence[ReceivedFile],
    now: Sequence[ReceivedFile],
    *,
    round_code: str = "lan-2",
    as_of: date = AS_OF,
) -> Consolidation:
    """A round with the one before, consolidated as the flow does it."""
    last_day = campaign.round_by_code["lan-1"].last_day
    earlier = consolidated(campaign, schemas, before, as_of=last_day).merged
    return replace(consolidated(campaign, schemas, now, as_of=as_of, round_code=round_code).merged, earlier=earlier)
