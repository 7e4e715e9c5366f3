"""What the sections of the written report look at, worked out once: figures, outcomes, submissions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

import pandas as pd

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import Role
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.campaign.tasks import Section, Task
from pipeline.consolidation.compare import Comparison, comparison
from pipeline.consolidation.counts import (
    Counts,
    Submissions,
    counts,
    counts_by,
    submissions,
    submissions_by_group,
)
from pipeline.consolidation.figures import IndicatorTotal, ModelCoverage, indicator_totals, model_coverage
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem

#: The workbook that goes out with the report: its file, and how the text names it.
WORKBOOK_FILE, WORKBOOK = "tong-hop.xlsx", "Bảng tổng hợp"


class AnnexKind(Enum):
    """The annexes in their order."""

    MATRIX = "matrix"
    MISSING = "missing"
    OVERDUE = "overdue"
    INDICATORS = "indicators"
    CHANGES = "changes"


class Outcome(NamedTuple):
    """One assignment with what its agency says of it; empty texts are ""."""

    agency: str
    group: str
    task: str
    role: Role
    state: State
    due: date | None
    completed_on: date | None
    percent: float | None
    result: str
    evidence: str
    difficulties: str
    proposals: str


class Proposal(NamedTuple):
    """One row of `Đề xuất`; empty texts are ""."""

    agency: str
    kind: str
    task: str
    content: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One round as the written report sees it; every figure is one of `consolidation.counts` or `.figures`."""

    consolidation: Consolidation
    files: Sequence[ReceivedFile]
    problems: Sequence[Problem]
    #: One per assignment, in the order of the register, then of the catalogue.
    outcomes: tuple[Outcome, ...]
    proposals: tuple[Proposal, ...]
    #: Fields that the form offers for models.
    model_fields: tuple[str, ...]
    everything: Counts
    by_task: dict[str, Counts]
    led: Counts
    led_by_task: dict[str, Counts]
    led_by_section: dict[str, Counts]
    coordinated: Counts
    coordinated_by_task: dict[str, Counts]
    submissions: Submissions
    submissions_by_group: dict[str, Submissions]
    totals: tuple[IndicatorTotal, ...]
    models: ModelCoverage | None
    #: This round beside the one before; None where there was none.
    comparison: Comparison | None
    #: The state of each assignment in the round before, by (agency, task); only those that can be compared.
    state_before: dict[tuple[str, str], State]

    @property
    def annex_kinds(self) -> tuple[AnnexKind, ...]:
        """Return the annexes of this report: a regular one has all, an ad hoc one those with something in them."""
        filled = {
            AnnexKind.MATRIX: bool(self.by_task),
            AnnexKind.MISSING: bool(self.submissions.missing or self.submissions.late),
            AnnexKind.OVERDUE: bool(self.everything.overdue),
            AnnexKind.INDICATORS: bool(self.totals),
        }
        kinds = [kind for kind, anything in filled.items() if anything or not self.round.ad_hoc]
        return (*kinds, *((AnnexKind.CHANGES,) if self.comparison is not None else ()))

    def annex(self, kind: AnnexKind) -> str:
        """Return the label of an annex: "Phụ lục I", of an only one "Phụ lục"."""
        kinds = self.annex_kinds
        return f"Phụ lục {('I', 'II', 'III', 'IV', 'V')[kinds.index(kind)]}" if len(kinds) > 1 else "Phụ lục"

    @property
    def campaign(self) -> Campaign:
        """Return the campaign."""
        return self.consolidation.campaign

    @property
    def round(self) -> Round:
        """Return the round that is reported on."""
        return self.consolidation.round

    @property
    def as_of(self) -> date:
        """Return the day up to which returns were taken in."""
        day: date = self.consolidation.as_of.date()
        return day

    @property
    def body(self) -> str:
        """Return the name of the body that reports."""
        return self.campaign.agency_by_code[self.campaign.decision.reporting_body].name

    @property
    def nothing_reported(self) -> bool:
        """Return whether there is nothing to say about any task."""
        return self.everything.not_reported + self.everything.waived == self.everything.assigned

    @property
    def led_rows(self) -> pd.DataFrame:
        """Return the assignments as lead."""
        rows = self.consolidation.assignments
        return rows[rows["role"].eq(Role.LEAD)]

    @property
    def named_models(self) -> pd.DataFrame:
        """Return the models that count: those with a name, as in `model_coverage`."""
        models = self.consolidation.models
        return models[models["name"].notna()]

    def named(self, codes: Iterable[str]) -> tuple[Agency, ...]:
        """Return the agencies of some codes, in the register's order."""
        wanted = set(codes)
        return tuple(agency for agency in self.campaign.agencies if agency.code in wanted)

    def submitted(self, kind: str) -> tuple[Agency, ...]:
        """Return the agencies whose submission is of a kind: in-time, late, missing, waived."""
        rows = self.consolidation.agencies
        return self.named(rows.loc[rows["submission"].eq(kind), "agency"])

    def sections(self) -> list[tuple[Section, list[Task]]]:
        """Return the sections with this round's tasks; a heading row comes along where one of its tasks does."""
        above = {self.campaign.task_by_code[code].parent for code in self.by_task}
        kept = [
            task
            for task in self.campaign.tasks
            if task.code in self.by_task or (task.code in above and not task.reportable)
        ]
        found = [
            (section, [task for task in kept if task.section == section.code]) for section in self.campaign.sections
        ]
        return [(section, tasks) for section, tasks in found if tasks]

    def next_round(self) -> Round | None:
        """Return the regular round after this one, None where it is the last."""
        last_day = self.round.last_day
        later = [round_ for round_ in self.campaign.rounds if not round_.ad_hoc and round_.last_day > last_day]
        return min(later, key=lambda round_: round_.last_day, default=None)


def figures(
    consolidation: Consolidation, files: Sequence[ReceivedFile], problems: Sequence[Problem], schemas: Schemas
) -> Figures:
    """Return what the sections of the written report look at."""
    rows = consolidation.assignments
    led = rows[rows["role"].eq(Role.LEAD)]
    coordinated = rows[rows["role"].eq(Role.COORDINATOR)]
    by_task = _by_task(consolidation, rows)
    model_task = consolidation.campaign.decision.model_task
    compared = comparison(consolidation)
    return Figures(
        consolidation=consolidation,
        files=files,
        problems=problems,
        outcomes=_outcomes(rows),
        proposals=_proposals(consolidation.proposals),
        model_fields=schemas.models.column("field").suggestions,
        everything=counts(rows),
        by_task=by_task,
        led=counts(led),
        led_by_task=_by_task(consolidation, led),
        led_by_section=counts_by(led, "section"),
        coordinated=counts(coordinated),
        coordinated_by_task=_by_task(consolidation, coordinated),
        submissions=submissions(consolidation.agencies),
        submissions_by_group=submissions_by_group(consolidation.agencies),
        totals=indicator_totals(consolidation.indicators),
        models=model_coverage(rows, consolidation.models, model_task) if model_task in by_task else None,
        comparison=compared,
        state_before={} if compared is None else _states_before(compared.cells),
    )


def _states_before(cells: pd.DataFrame) -> dict[tuple[str, str], State]:
    known = cells[cells["state_before"].notna()]
    pairs = zip(known["agency"], known["task"], known["state_before"], strict=True)
    return {(agency, task): State(state) for agency, task, state in pairs}


def _by_task(consolidation: Consolidation, rows: pd.DataFrame) -> dict[str, Counts]:
    """Return the counts by task in the catalogue's order."""
    found = counts_by(rows, "task")
    return {task.code: found[task.code] for task in consolidation.campaign.tasks if task.code in found}


def _outcomes(rows: pd.DataFrame) -> tuple[Outcome, ...]:
    texts = [_texts(rows, column) for column in ("result", "evidence", "difficulties", "proposals")]
    columns = (
        rows["agency"].tolist(),
        rows["group"].tolist(),
        rows["task"].tolist(),
        [Role(role) for role in rows["role"]],
        [State(state) for state in rows["state"]],
        _dates(rows, "due"),
        _dates(rows, "completed_on"),
        [None if pd.isna(percent) else float(percent) for percent in rows["percent"].tolist()],
    )
    return tuple(Outcome(*cells) for cells in zip(*columns, *texts, strict=True))


def _proposals(rows: pd.DataFrame) -> tuple[Proposal, ...]:
    texts = [_texts(rows, column) for column in ("kind", "task", "content", "reason")]
    return tuple(Proposal(*cells) for cells in zip(rows["agency"].tolist(), *texts, strict=True))


def _texts(rows: pd.DataFrame, column: str) -> list[str]:
    return [cell if isinstance(cell, str) else "" for cell in rows[column].tolist()]


def _dates(rows: pd.DataFrame, column: str) -> list[date | None]:
    return [None if pd.isna(cell) else cell.date() for cell in rows[column].tolist()]
