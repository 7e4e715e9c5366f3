"""The register over time: who stands for whom, what changed between two days."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.agencies import Agency
from pipeline.campaign.decision import Campaign
from pipeline.campaign.register import ChangeKind, RegisterChange, heirs, register_changes
from tests.support.consolidation import small_campaign

BEFORE, AFTER = date(2025, 9, 4), date(2025, 12, 4)
GONE, COME = {"valid_to": date(2025, 10, 31)}, {"valid_from": date(2025, 11, 1)}


def with_agencies(folder: Path, **changed: dict[str, object]) -> Campaign:
    """The small campaign with some agencies changed; a code that it does not have is a new commune."""
    campaign = small_campaign(folder)
    communes = campaign.agency_by_code["10001"]
    agencies = [replace(agency, **changed.get(f"c{agency.code}", {})) for agency in campaign.agencies]
    known = {f"c{agency.code}" for agency in agencies}
    new = [
        replace(communes, code=code[1:], name=f"Xã {code}", aliases=(), **how)
        for code, how in changed.items()
        if code not in known
    ]
    return replace(campaign, agencies=(*agencies, *new))


def change(kind: ChangeKind, before: str, after: str) -> RegisterChange:
    return RegisterChange(kind=kind, before=tuple(before.split()), after=tuple(after.split()))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        (
            {"c10002": {**GONE, "successors": ("10009",)}, "c10009": COME},
            [change(ChangeKind.RENAMED, "10002", "10009")],
        ),
        (
            {"c10002": {**GONE, "successors": ("10003",)}},
            [change(ChangeKind.MERGED, "10002 10003", "10003")],
        ),
        (
            {
                "c10002": {**GONE, "successors": ("10009",)},
                "c10003": {**GONE, "successors": ("10009",)},
                "c10009": COME,
            },
            [change(ChangeKind.MERGED, "10002 10003", "10009")],
        ),
        (
            {"c10002": {**GONE, "successors": ("10008", "10009")}, "c10008": COME, "c10009": COME},
            [change(ChangeKind.SPLIT, "10002", "10008 10009")],
        ),
        ({"c10002": GONE}, [change(ChangeKind.DISSOLVED, "10002", "")]),
        ({"c10009": COME}, [change(ChangeKind.NEW, "", "10009")]),
        (
            {
                "c10002": {**GONE, "successors": ("10003",)},
                "c10003": {**GONE, "successors": ("10009",)},
                "c10009": COME,
            },
            [change(ChangeKind.MERGED, "10002 10003", "10009")],
        ),
        ({"c10002": {"valid_to": date(2025, 8, 1), "successors": ("10003",)}}, []),
    ],
    ids=["nothing", "renamed", "taken-over", "merged", "split", "dissolved", "new", "chain", "long-before"],
)
def test_changes_between_two_days(
    tmp_path: Path, changed: dict[str, dict[str, object]], expected: list[RegisterChange]
) -> None:
    campaign = with_agencies(tmp_path, **changed)
    assert list(register_changes(campaign, since=BEFORE, until=AFTER)) == expected


def test_an_agency_stands_for_itself_as_long_as_it_exists(tmp_path: Path) -> None:
    campaign = with_agencies(tmp_path, c10002={**GONE, "successors": ("10009",)}, c10009=COME)
    assert heirs(campaign, "10002", BEFORE) == ("10002",)
    assert heirs(campaign, "10002", AFTER) == ("10009",)
    assert heirs(campaign, "nobody", AFTER) == ()


def test_every_kind_of_change_has_a_name() -> None:
    assert len({kind.label for kind in ChangeKind}) == len(ChangeKind)


def test_agencies_that_only_coordinate_are_no_change(tmp_path: Path) -> None:
    campaign = small_campaign(tmp_path)
    body: Agency = campaign.agency_by_code["MT"]
    ended = replace(body, valid_to=date(2025, 10, 31))
    agencies = tuple(ended if agency is body else agency for agency in campaign.agencies)
    assert register_changes(replace(campaign, agencies=agencies), since=BEFORE, until=AFTER) == ()
