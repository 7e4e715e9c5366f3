"""One run of the program: what it knows, how long its stages took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.schema import Schemas
from pipeline.intake.inbox import ReceivedFile, Verdict
from pipeline.problems import Problem
from pipeline.rules import Severity

if TYPE_CHECKING:
    from pipeline.consolidation.counts import Submissions
    from pipeline.consolidation.merge import Consolidation
    from pipeline.validation.returns import ValidatedReturns

#: Called with (done, all) while many files are written or read.
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Stages:
    """How long each stage of a run took, in seconds, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a block as the stage of a name."""
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRound:
    """What the same inbox holds of the round before."""

    files: tuple[ReceivedFile, ...]
    returns: "ValidatedReturns"
    consolidation: "Consolidation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one consolidation knows: the figures, the files they come from, the problems found."""

    campaign: Campaign
    round: Round
    as_of: date
    schemas: Schemas
    files: tuple[ReceivedFile, ...]
    problems: tuple[Problem, ...]
    consolidation: "Consolidation"
    #: None where there was no round before.
    earlier: EarlierRound | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the codes of the agencies whose return is not there."""
        return self.consolidation.missing_agencies

    @property
    def submissions(self) -> "Submissions":
        """Return the agencies by what became of their returns."""
        from pipeline.consolidation.counts import submissions

        return submissions(self.consolidation.agencies)

    @property
    def has_errors(self) -> bool:
        """Return whether any problem is an error."""
        return any(found.severity is Severity.ERROR for found in self.problems)

    @property
    def has_rejected(self) -> bool:
        """Return whether any file was rejected."""
        return any(file.verdict is Verdict.REJECTED for file in self.files)

    def problem_counts(self) -> dict[Severity, int]:
        """Return how many problems there are of each severity."""
        return {severity: sum(found.severity is severity for found in self.problems) for severity in Severity}

    def files_by_verdict(self) -> dict[Verdict, int]:
        """Return how many files ended in each verdict."""
        return {verdict: sum(file.verdict is verdict for file in self.files) for verdict in Verdict}
