"""What every step of a round needs besides its data: whose it is, what was asked, by which schemas, judged as of which day."""

from dataclasses import dataclass
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Schemas


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInputs:
    """A round of a campaign, the schemas of its sheets, and the day as of which it is judged."""

    campaign: Campaign
    round: Round
    schemas: Schemas
    as_of: date
