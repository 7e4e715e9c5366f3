"""The figures of a round, worked out once and handed to every report: counts, totals, comparison, outcomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
from pipeline.consolidation.continuation import Continuation, continuation
from pipeline.consolidation.counts import Counts, Submissions
from pipeline.consolidation.figures import IndicatorTotal, ListCoverage, indicator_totals_by, round_totals
from pipeline.consolidation.merge import Consolidation, matrix
from pipeline.consolidation.promises import Promise, promises
from pipeline.consolidation.states import State, Submission
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem
from pipeline.reports.sentences import lower_first, ordinary_case, without_end
from pipeline.review.review import Review

#: The workbook that goes out with the report: its file, and how the text names it.
WORKBOOK_FILE, WORKBOOK = "tong-hop.xlsx", "Bảng tổng hợp"


class AnnexKind(Enum):
    """The annexes in their order."""

    MATRIX = "matrix"
    MISSING = "missing"
    OVERDUE = "overdue"
    INDICATORS = "indicators"
    #: Only where a campaign wants entries of its lists in the report.
    LISTS = "lists"
    #: Agencies that owe entries on a list and have too few.
    WITHOUT_ENTRIES = "without-entries"
    #: Agencies that reported in time and did in time all that they lead and that has fallen due.
    COMMENDED = "commended"
    CHANGES = "changes"
    CONTINUED = "continued"


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
    #: A label of the campaign's causes, "" where none was given.
    cause: str = ""
    #: By when the agency says that a late task will be done.
    promised_on: date | None = None


class Proposal(NamedTuple):
    """One row of `Đề xuất`; empty texts are ""."""

    agency: str
    kind: str
    task: str
    content: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One round as every report sees it; every figure is one of `consolidation.counts` or `.figures`.

    Mappings by task follow the catalogue, the others the order of first appearance.
    """

    consolidation: Consolidation
    files: Sequence[ReceivedFile]
    problems: Sequence[Problem]
    schemas: Schemas
    #: The short names of all sections of the catalogue, else their titles as ordinary headings, by code.
    section_titles: Mapping[str, str]
    #: The states of `consolidation.matrix`.
    matrix: pd.DataFrame
    #: One per assignment, in the order of the register, then of the catalogue.
    outcomes: tuple[Outcome, ...]
    proposals: tuple[Proposal, ...]
    everything: Counts
    by_section: Mapping[str, Counts]
    by_task: Mapping[str, Counts]
    by_agency: Mapping[str, Counts]
    led: Counts
    #: Their rows of `Consolidation.assignments`.
    led_rows: pd.DataFrame
    led_by_group: Mapping[str, Counts]
    led_by_section: Mapping[str, Counts]
    led_by_task: Mapping[str, Counts]
    led_by_agency: Mapping[str, Counts]
    #: The name of the lead of each task that has one only, by task.
    sole_leads: Mapping[str, str]
    coordinated: Counts
    coordinated_by_task: Mapping[str, Counts]
    coordinated_by_agency: Mapping[str, Counts]
    submissions: Submissions
    submissions_by_group: Mapping[str, Submissions]
    #: In the catalogue's order.
    totals: tuple[IndicatorTotal, ...]
    #: The same by the group's code and by indicator.
    totals_by_group: Mapping[str, Mapping[str, IndicatorTotal]]
    #: By code of each list that measures a task of the round.
    coverages: Mapping[str, ListCoverage]
    #: This round beside the one before; None where there was none.
    comparison: Comparison | None
    #: The tasks and indicators that go on from another campaign, beside theirs; None where none does.
    continuation: Continuation | None
    #: The state of each assignment in the round before, by (agency, task); only those that can be compared.
    state_before: Mapping[tuple[str, str], State]
    #: What agencies promised in the round before of what was late, and whether it was kept, by (agency, task).
    promises: Mapping[tuple[str, str], Promise]
    #: What the coordinator adds; no figure depends on it.
    review: Review = field(default_factory=Review)

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
        if any(len(self.counted_entries(open_list.code)) for open_list in self.campaign.lists if open_list.annex):
            kinds.append(AnnexKind.LISTS)
        if any(0 < coverage.covered < coverage.owing for coverage in self.coverages.values()):
            kinds.append(AnnexKind.WITHOUT_ENTRIES)
        if not self.round.ad_hoc and self.commended():
            kinds.append(AnnexKind.COMMENDED)
        compared = {AnnexKind.CHANGES: self.comparison, AnnexKind.CONTINUED: self.continuation}
        return (*kinds, *(kind for kind, earlier in compared.items() if earlier is not None))

    def annex(self, kind: AnnexKind) -> str:
        """Return the label of an annex: "Phụ lục I", of an only one "Phụ lục"."""
        kinds = self.annex_kinds
        return (
            f"Phụ lục {('I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX')[kinds.index(kind)]}"
            if len(kinds) > 1
            else "Phụ lục"
        )

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
    def reference_day(self) -> date:
        """Return the day on which agencies were asked why something is late: the round's last one, or an earlier as-of date."""
        return min(self.as_of, self.round.last_day)

    def titled(self, code: str) -> str:
        """Return a task's code with its name, so that no code stands alone: "5.2 (tên nhiệm vụ)"."""
        return f"{code} ({lower_first(self.task_name(code))})"

    def task_name(self, code: str) -> str:
        """Return a task's short name, without one the decision's wording without its end mark."""
        task = self.campaign.task_by_code[code]
        return task.short or without_end(task.text)

    def coordinated_behind(self, task: str) -> int:
        """Return how many coordinators of a task are overdue, silent or in error."""
        return self.coordinated_by_task[task].behind if task in self.coordinated_by_task else 0

    def commended(self) -> tuple[Agency, ...]:
        """Return the agencies that reported in time and did in time all that they lead and that has fallen due, with nothing open to blame."""
        in_time = {agency.code for agency in self.submitted(Submission.IN_TIME)}
        return self.named(
            code
            for code, led in self.led_by_agency.items()
            if code in in_time
            and led.fallen_due
            and led.done_fallen_due == led.fallen_due
            and not (led.done_late or self.by_agency[code].behind)
        )

    def counted_entries(self, code: str) -> pd.DataFrame:
        """Return the entries of a list that count, rows of `Consolidation.lists`."""
        entries = self.consolidation.lists[code]
        return entries[entries["counted"]]

    def named(self, codes: Iterable[str]) -> tuple[Agency, ...]:
        """Return the agencies of some codes, in the register's order."""
        chosen = set(codes)
        return tuple(agency for agency in self.campaign.agencies if agency.code in chosen)

    def submitted(self, submission: Submission) -> tuple[Agency, ...]:
        """Return the agencies whose return is there, or not, in such a way; in the register's order."""
        rows = self.consolidation.agencies
        return self.named(rows.loc[rows["submission"].eq(submission), "agency"])

    def sections(self) -> list[tuple[Section, list[Task]]]:
        """Return the sections with this round's tasks; a heading row comes along where one of its tasks does."""
        above = {self.campaign.task_by_code[code].parent for code in self.by_task}
        printed = [
            task
            for task in self.campaign.tasks
            if task.code in self.by_task or (task.code in above and not task.reportable)
        ]
        by_section = [
            (section, [task for task in printed if task.section == section.code]) for section in self.campaign.sections
        ]
        return [(section, tasks) for section, tasks in by_section if tasks]

    def next_round(self) -> Round | None:
        """Return the regular round after this one, None where it is the last."""
        last_day = self.round.last_day
        later = [round_ for round_ in self.campaign.rounds if not round_.ad_hoc and round_.last_day > last_day]
        return min(later, key=lambda round_: round_.last_day, default=None)


def figures(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    schemas: Schemas,
    review: Review | None = None,
) -> Figures:
    """Return the figures of a round; `files` and `problems` are all that intake and validation had to do with.

    `review` is what the coordinator says of the round; None: nothing.
    """
    totals = round_totals(consolidation, measuring=consolidation.measuring_lists)
    compared = comparison(consolidation, totals)
    campaign, assignments = consolidation.campaign, consolidation.assignments
    names = (*campaign.decision.proper_names, campaign.decision.report_letterhead.place)
    led_rows = assignments[assignments["role"].eq(Role.LEAD)]
    alone = led_rows[~led_rows["task"].duplicated(keep=False)]
    by_group = indicator_totals_by(consolidation.indicators, "group")
    return Figures(
        consolidation=consolidation,
        files=files,
        problems=problems,
        schemas=schemas,
        section_titles={
            section.code: section.short or ordinary_case(section.title, names) for section in campaign.sections
        },
        matrix=matrix(consolidation),
        outcomes=_outcomes(assignments),
        proposals=_proposals(consolidation.proposals),
        everything=totals.everything.total,
        by_section=totals.everything.by_section,
        by_task=_in_order(totals.everything.by_task, consolidation),
        by_agency=totals.everything.by_agency,
        led=totals.led.total,
        led_rows=led_rows,
        led_by_group=totals.led.by_group,
        led_by_section=totals.led.by_section,
        led_by_task=_in_order(totals.led.by_task, consolidation),
        led_by_agency=totals.led.by_agency,
        sole_leads=dict(zip(alone["task"], alone["agency_name"], strict=True)),
        coordinated=totals.coordinated.total,
        coordinated_by_task=_in_order(totals.coordinated.by_task, consolidation),
        coordinated_by_agency=totals.coordinated.by_agency,
        submissions=totals.submissions,
        submissions_by_group=totals.submissions_by_group,
        totals=totals.indicators,
        totals_by_group={
            group.code: {total.indicator: total for total in by_group[group.code]}
            for group in campaign.groups
            if group.code in by_group
        },
        coverages=totals.lists,
        comparison=compared,
        continuation=continuation(consolidation),
        promises=promises(consolidation),
        state_before={} if compared is None else _states_before(compared.cells),
        review=Review() if review is None else review,
    )


def _states_before(cells: pd.DataFrame) -> dict[tuple[str, str], State]:
    comparable = cells[cells["state_before"].notna()]
    rows = zip(comparable["agency"], comparable["task"], comparable["state_before"], strict=True)
    return {(agency, task): State(state) for agency, task, state in rows}


def _in_order(by_task: Mapping[str, Counts], consolidation: Consolidation) -> dict[str, Counts]:
    """Return the counts by task in the catalogue's order."""
    return {task.code: by_task[task.code] for task in consolidation.campaign.tasks if task.code in by_task}


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
    late = (_texts(rows, "cause"), _dates(rows, "promised_on"))
    return tuple(Outcome(*cells) for cells in zip(*columns, *texts, *late, strict=True))


def _proposals(rows: pd.DataFrame) -> tuple[Proposal, ...]:
    texts = [_texts(rows, column) for column in ("kind", "task", "content", "reason")]
    return tuple(Proposal(*cells) for cells in zip(rows["agency"].tolist(), *texts, strict=True))


def _texts(rows: pd.DataFrame, column: str) -> list[str]:
    """Return the texts of a column, "" where one is empty or the form has no such column."""
    if column not in rows:
        return [""] * len(rows)
    return [cell if isinstance(cell, str) else "" for cell in rows[column].tolist()]


def _dates(rows: pd.DataFrame, column: str) -> list[date | None]:
    """Return the days of a column, None where one is empty or the form has no such column."""
    if column not in rows:
        return [None] * len(rows)
    return [None if pd.isna(cell) else cell.date() for cell in rows[column].tolist()]
