"""The demo plays the first round of any campaign, in the catalogue or an example."""

from datetime import date
from pathlib import Path

from pipeline.campaign.files.reading import campaign_names
from pipeline.upkeep.starting import example_names
from tests.rounds.first_round import demo_round

ROOT = Path(__file__).parents[2]


def test_every_campaign_can_be_demonstrated() -> None:
    for name in (*campaign_names(ROOT), *example_names()):
        code, day = demo_round(name)
        assert demo_round(name, code) == (code, day)
        assert isinstance(day, date)
