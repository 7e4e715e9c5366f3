"""Indicators: the numbers that tasks ask for, how those of several agencies and rounds go together, and who is asked.

Lead and coordinators may report the same thing. Each number of an indicator is counted once for each agency that is asked
for it, so where a coordinator's number is part of the lead's, the data says `asked_of: {roles: [lead]}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.text import folded


class Aggregate(StrEnum):
    """How the numbers of several agencies become one."""

    SUM = "sum"
    #: Unweighted, over the agencies that gave one.
    MEAN = "mean"
    MAX = "max"
    #: Not at all.
    NONE = "none"


class Flow(StrEnum):
    """Which time a number covers."""

    #: From the start of the period on, so it cannot fall from round to round.
    CUMULATIVE = "cumulative"
    #: Since the round before.
    IN_ROUND = "in_round"
    #: As it is on the day of the report.
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Ratio:
    """What an indicator is computed from, by code: the part over the whole, summed over the agencies that gave both."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Which of the agencies with the task are asked: by role (lead, coordinator) and by group; empty is all."""

    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def includes(self, role: str, group: str) -> bool:
        """Return whether an agency of a group with a role in the task is asked."""
        return (not self.roles or role in self.roles) and (not self.groups or group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One number to be reported on a task (chỉ tiêu), a row of the sheet `Chỉ tiêu`; a ratio is computed instead."""

    #: Unique: CT-4.4-1.
    code: str
    task: str
    name: str
    unit: str
    decimals: int
    #: Code of the indicator of which this one is a part (resolved ≤ received).
    part_of: str | None = None
    aggregate: Aggregate = Aggregate.SUM
    flow: Flow = Flow.CUMULATIVE
    asked_of: AskedOf = AskedOf()
    #: No value is larger.
    maximum: float | None = None
    ratio: Ratio | None = None
    #: The indicator of another campaign that this one goes on with: "2025-h2/CT-1.1-1".
    continues: str | None = None


def is_percent(unit: str) -> bool:
    """Return whether a unit is that of percentages, which nobody may add up."""
    return "%" in unit or folded(unit) == folded("phần trăm")


def parse_indicator(entry: Mapping[str, Any]) -> Indicator:
    """Return one entry of `indicators`, which its schema has accepted."""
    asked_of, ratio = entry.get("asked_of", {}), entry.get("ratio")
    usual = Aggregate.NONE if is_percent(entry["unit"]) else Aggregate.SUM
    flow = Flow.CUMULATIVE if entry.get("cumulative", True) else Flow.STOCK
    return Indicator(
        code=entry["code"],
        task=entry["task"],
        name=entry["name"],
        unit=entry["unit"],
        decimals=entry["decimals"],
        part_of=entry.get("part_of"),
        aggregate=Aggregate(entry.get("aggregate", usual)),
        flow=Flow(entry.get("flow", flow)),
        asked_of=AskedOf(roles=tuple(asked_of.get("roles", ())), groups=tuple(asked_of.get("groups", ()))),
        maximum=float(entry["maximum"]) if "maximum" in entry else None,
        ratio=None if ratio is None else Ratio(part=ratio["part"], whole=ratio["whole"]),
        continues=entry.get("continues"),
    )
