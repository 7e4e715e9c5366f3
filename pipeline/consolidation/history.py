"""What one consolidation found, in short, and what changed from one to the next. Never an input of the figures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import Problem
from pipeline.rules import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One file of the inbox, as one consolidation judged it."""

    sha256: str
    verdict: Verdict
    agency: str | None
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What one consolidation of a round found."""

    campaign: str
    round: str
    as_of: date
    #: By path.
    files: Mapping[str, FileRecord]
    #: State of each assignment, by (agency, task).
    states: Mapping[tuple[str, str], State]

    @property
    def reported(self) -> frozenset[str]:
        """Return the agencies whose return was used."""
        return frozenset(file.agency for file in self.files.values() if file.verdict.used and file.agency is not None)

    @property
    def errors(self) -> int:
        """Return how many errors the files had."""
        return sum(file.errors for file in self.files.values())

    @property
    def warnings(self) -> int:
        """Return how many warnings the files had."""
        return sum(file.warnings for file in self.files.values())


def run_record(consolidation: Consolidation, files: Sequence[ReceivedFile], problems: Iterable[Problem]) -> RunRecord:
    """Return what a consolidation found."""
    numbers = Counter((problem.file, problem.severity) for problem in problems)
    rows = consolidation.assignments
    return RunRecord(
        campaign=consolidation.campaign.decision.campaign,
        round=consolidation.round.code,
        as_of=consolidation.as_of.date(),
        files={
            file.path: FileRecord(
                sha256=file.sha256,
                verdict=file.verdict,
                agency=None if file.identity is None else file.identity.agency,
                errors=numbers[file.path, Severity.ERROR],
                warnings=numbers[file.path, Severity.WARNING],
            )
            for file in files
        },
        states={
            (agency, task): State(state)
            for agency, task, state in zip(rows["agency"], rows["task"], rows["state"], strict=True)
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different from one consolidation to a later one."""

    before: RunRecord
    now: RunRecord
    new_files: tuple[str, ...]
    gone_files: tuple[str, ...]
    #: Same path, another verdict or other bytes.
    changed_files: tuple[str, ...]
    newly_reported: tuple[str, ...]
    no_longer_reported: tuple[str, ...]
    #: By agency: task, state before and now; None where the task was or is not assigned.
    moved: Mapping[str, tuple[tuple[str, State | None, State | None], ...]]

    @property
    def none(self) -> bool:
        """Return whether everything is as it was."""
        return not (self.new_files or self.gone_files or self.changed_files or self.moved)

    def count(self, states: Iterable[State]) -> tuple[int, int]:
        """Return the number of assignments in some states, before and now."""
        counted = frozenset(states)
        before, after = (sum(state in counted for state in run.states.values()) for run in (self.before, self.now))
        return before, after


def changes(before: RunRecord, after: RunRecord) -> Changes:
    """Return what changed; agencies and tasks in the order of the later run, those that it does not have behind."""
    moved: dict[str, tuple[tuple[str, State | None, State | None], ...]] = {}
    for pair in dict.fromkeys((*after.states, *before.states)):
        agency, task = pair
        was, became = before.states.get(pair), after.states.get(pair)
        if was is not became:
            moved[agency] = (*moved.get(agency, ()), (task, was, became))
    order = dict.fromkeys(agency for agency, _ in (*after.states, *before.states))
    return Changes(
        before=before,
        now=after,
        new_files=tuple(sorted(set(after.files) - set(before.files))),
        gone_files=tuple(sorted(set(before.files) - set(after.files))),
        changed_files=tuple(path for path, file in after.files.items() if _differs(before.files.get(path), file)),
        newly_reported=tuple(code for code in order if code in after.reported - before.reported),
        no_longer_reported=tuple(code for code in order if code in before.reported - after.reported),
        moved=moved,
    )


def _differs(before: FileRecord | None, after: FileRecord) -> bool:
    return before is not None and (before.sha256, before.verdict) != (after.sha256, after.verdict)
