"""One inbox holds the returns of several rounds: each file is opened once and judged for every round asked for."""

from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.inbox import Verdict, read_inbox, read_rounds
from tests.support.intake import COMMUNE, OTHER_COMMUNE, return_bytes, zipped


def test_each_round_sees_what_it_would_see_alone(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    first = return_bytes(campaign, schemas)
    files = {
        "a-1.xlsx": first,
        "a-1 (2).xlsx": first,
        "a-2.xlsx": return_bytes(campaign, schemas, round_="lan-2"),
        "khac.zip": zipped({"b-1.xlsx": return_bytes(campaign, schemas, OTHER_COMMUNE)}),
        "hong.xlsx": first[:900],
        "Thumbs.db": b"x",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    rounds = campaign.rounds
    together = read_rounds(tmp_path, campaign=campaign, rounds=rounds, schemas=schemas)
    alone = [read_inbox(tmp_path, campaign=campaign, round_=round_, schemas=schemas) for round_ in rounds]
    assert [list(files) for files in together] == [list(files) for files in alone]
    first_round, second_round = ({file.path: file for file in files} for files in together)
    assert (first_round["a-1.xlsx"].verdict, second_round["a-1.xlsx"].verdict) == (Verdict.DUPLICATE, Verdict.DUPLICATE)
    assert first_round["a-2.xlsx"].verdict is Verdict.OTHER_ROUND
    used = [
        {file.identity.agency for file in files.values() if file.verdict.used and file.identity is not None}
        for files in (first_round, second_round)
    ]
    assert used == [{COMMUNE, OTHER_COMMUNE}, {COMMUNE}]
