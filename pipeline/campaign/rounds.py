"""Reporting rounds: the first, the second, and the ad hoc ones that the city orders in between.

Source: article 3.1 of the decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.campaign.indicators import Indicator, parse_indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round (lần báo cáo), an entry of `rounds` in `decision.yaml`."""

    #: Folder name and identity: lan-1.
    code: str
    #: "lần 1", as it stands inside a sentence.
    name: str
    verbatim: str
    #: The day named after "trước ngày".
    deadline: date
    #: Last day on which a report is in time, the day before `deadline`.
    last_day: date
    #: Last day that the figures cover.
    cut_off: date
    #: The day on which templates go out; the earliest plausible report date.
    opens: date
    #: Code of the round that this one continues.
    previous: str | None = None
    #: Campaign and code of a round of another campaign that this one follows: ("2025-h2", "lan-2").
    follows: tuple[str, str] | None = None
    ad_hoc: bool = False
    #: Codes of what an ad hoc round narrows itself to; None is everything.
    tasks: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    agencies: tuple[str, ...] | None = None
    #: Indicators of this round alone, beside those of the catalogue.
    indicators: tuple[Indicator, ...] = ()
    #: The document that orders an ad hoc round: an official letter by its number, day and issuer.
    reference: str | None = None
    #: The doubt about the reading, where there is one.
    note: str | None = None


def parse_round(entry: Mapping[str, Any]) -> Round:
    """Return one entry of `rounds`, which its schema has accepted."""
    campaign, _, code = entry.get("previous", "").rpartition("/")
    tasks, groups, agencies = entry.get("tasks"), entry.get("groups"), entry.get("agencies")
    return Round(
        code=entry["code"],
        name=entry["name"],
        verbatim=entry["verbatim"],
        deadline=date.fromisoformat(entry["deadline"]),
        last_day=date.fromisoformat(entry["last_day"]),
        cut_off=date.fromisoformat(entry["cut_off"]),
        opens=date.fromisoformat(entry["opens"]),
        previous=code if code and not campaign else None,
        follows=(campaign, code) if campaign else None,
        ad_hoc=entry.get("ad_hoc", False),
        tasks=None if tasks is None else tuple(tasks),
        groups=None if groups is None else tuple(groups),
        agencies=None if agencies is None else tuple(agencies),
        indicators=tuple(parse_indicator(indicator) for indicator in entry.get("indicators", ())),
        reference=entry.get("reference"),
        note=entry.get("note"),
    )
