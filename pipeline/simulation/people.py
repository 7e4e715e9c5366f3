"""Who prepares and signs a return: made-up names, never those of people that the campaign names."""

from collections.abc import Mapping
from datetime import date

from pipeline.campaign.agencies import Agency
from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Typed
from pipeline.simulation.documents import document_number
from pipeline.simulation.profiles import profile
from pipeline.simulation.random_source import RandomSource
from pipeline.simulation.wording import FAMILY_NAMES, GIVEN_NAMES
from pipeline.text import slug


def header(campaign: Campaign, agency: Agency, *, report_date: date, seed: int) -> Mapping[str, Typed]:
    """Return the open fields of the header block; phone and e-mail lead nowhere."""
    random = RandomSource(seed, agency.code, "people")
    prepared_by, signer = _person(campaign, random), _person(campaign, random)
    return {
        "prepared_by": prepared_by,
        "position": random.one_of(profile(agency).positions),
        "phone": f"0900 000 {random.below(1000):03}",
        "email": f"{slug(agency.name).removeprefix('ubnd-')}@example.vn",
        "signer": signer,
        "document_number": document_number("BC", agency, report_date, seed=seed),
        "report_date": report_date,
    }


def _person(campaign: Campaign, random: RandomSource) -> str:
    """Return a made-up name that is nobody's whom the campaign knows."""
    known = {campaign.decision.signer.name, campaign.decision.report_signer.name}
    known |= {agency.contact_name for agency in campaign.agencies}
    while True:
        middle = random.one_of(tuple(GIVEN_NAMES))
        name = f"{random.one_of(FAMILY_NAMES)} {middle} {random.one_of(GIVEN_NAMES[middle])}"
        if name not in known:
            return name
