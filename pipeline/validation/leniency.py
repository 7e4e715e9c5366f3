"""Less than the rules ask: rules that a campaign makes warnings, and what an agency is excused from on record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.campaign.decision import Campaign, Waiver
from pipeline.campaign.rounds import Round
from pipeline.problems import Problem
from pipeline.rules import Rule, Severity
from pipeline.values import date_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Leniency:
    """Which rules ask less, of everybody or of one agency."""

    warnings: frozenset[Rule] = frozenset()
    waivers: Mapping[tuple[str, Rule], tuple[Waiver, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, campaign: Campaign, round_: Round) -> "Leniency":
        """Return what a campaign asks less in a round."""
        waivers: dict[tuple[str, Rule], tuple[Waiver, ...]] = {}
        for waiver in campaign.waivers:
            if waiver.round == round_.code and waiver.rule is not None:
                key = (waiver.agency, waiver.rule)
                waivers[key] = (*waivers.get(key, ()), waiver)
        return cls(warnings=campaign.warning_rules, waivers=waivers)

    def applied(self, problem: Problem) -> Problem:
        """Return a problem as grave as it is here.

        What a waiver excuses stays on record, as a warning whose hint says on whose word nothing needs mending.
        """
        for waiver in self.waivers.get((problem.agency or "", problem.rule), ()):
            if waiver.task in {None, problem.task}:
                ground = f"{waiver.by}, ngày {date_text(waiver.on)}: {waiver.why.rstrip('.')}"
                return replace(problem, severity=Severity.WARNING, hint=f"Không phải sửa: đã được miễn ({ground}).")
        return replace(problem, severity=Severity.WARNING) if problem.rule in self.warnings else problem


#: Every rule as it stands.
STRICT = Leniency()
