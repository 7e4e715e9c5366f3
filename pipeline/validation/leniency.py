"""Rules asked less strictly: those that a campaign makes warnings, and those that a waiver excuses an agency from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.campaign.decision import Campaign, Waiver
from pipeline.campaign.rounds import Round
from pipeline.problems import Problem
from pipeline.rules import Rule, Severity
from pipeline.values import date_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Leniency:
    """Which rules are only warnings for every agency, and which an agency is excused from, by (agency, rule)."""

    warnings: frozenset[Rule] = frozenset()
    waivers: Mapping[tuple[str, Rule], tuple[Waiver, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, campaign: Campaign, round_: Round) -> "Leniency":
        """Return the leniency of a campaign in one of its rounds."""
        waivers: dict[tuple[str, Rule], tuple[Waiver, ...]] = {}
        for waiver in campaign.waivers:
            if waiver.round == round_.code and waiver.rule is not None:
                key = (waiver.agency, waiver.rule)
                waivers[key] = (*waivers.get(key, ()), waiver)
        return cls(warnings=campaign.warning_rules, waivers=waivers)

    def applied(self, problem: Problem) -> Problem:
        """Return a problem with the severity that is left of it.

        What a waiver excuses stays on record, as a warning whose hint says on whose word nothing needs mending.
        """
        for waiver in self.waivers.get((problem.agency or "", problem.rule), ()):
            if waiver.task in {None, problem.task}:
                ground = f"{waiver.by}, ngày {date_text(waiver.on)}: {waiver.why.rstrip('.')}"
                return replace(problem, severity=Severity.WARNING, hint=f"Không phải sửa: đã được miễn ({ground}).")
        return replace(problem, severity=Severity.WARNING) if problem.rule in self.warnings else problem


#: Every rule as it stands.
STRICT = Leniency()
