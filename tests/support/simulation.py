"""What the tests of simulation share: a smaller city, and forms filled in without touching the disk."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.form import Form, blank_form
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.schema.schema import Schemas
from pipeline.simulation.answers import filled_form
from pipeline.simulation.authors import Author
from pipeline.simulation.vocabulary import Vocabulary
from pipeline.simulation.vocabulary_files import read_vocabulary
from tests.support.campaign import CAMPAIGN, CITY

ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def city() -> tuple[Campaign, Schemas, Vocabulary]:
    """The whole city with its schemas and its vocabulary."""
    campaign = read_campaign(CITY, CAMPAIGN)
    return campaign, read_schemas(CITY, campaign), read_vocabulary(CITY, campaign)


def generic_vocabulary() -> Vocabulary:
    """The vocabulary as it is for tasks and indicators of which the campaign's data says nothing."""
    return replace(city()[2], tasks={}, indicators={}, amendments=())


def author(agency: Agency) -> Author:
    """An agency as it writes."""
    return Author(agency=agency, vocabulary=city()[2], seed=1)


def smaller(campaign: Campaign, every: int) -> Campaign:
    """The campaign with every n-th agency of its register."""
    return replace(campaign, agencies=campaign.agencies[::every], waivers=(), extensions=())


@lru_cache(maxsize=8)
def filled_forms(round_code: str, *, generic: bool = False) -> tuple[Form, ...]:
    """The forms of a round as faultless officers fill them in on its last day; a sixth of them in generic words."""
    whole, schemas, vocabulary = city()
    campaign = smaller(whole, 6 if generic else 1)
    round_ = campaign.round_by_code[round_code]
    return tuple(
        filled_form(
            blank_form(campaign, round_, agency, schemas, generated_on=round_.opens),
            vocabulary=generic_vocabulary() if generic else vocabulary,
            seed=1,
            report_date=round_.last_day,
        )
        for agency in owing_agencies(campaign, round_)
    )
