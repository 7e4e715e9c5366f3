"""One agency's workbook as a value: its tasks and indicators, what is filled in already, what is marked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import Assignment, asked_indicators, assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.indicators import Indicator
from pipeline.campaign.past_dates import PastDates, past_dates
from pipeline.campaign.promised_dates import PromisedDates, promised_dates
from pipeline.campaign.rounds import Round
from pipeline.campaign.tasks import Task
from pipeline.campaign.time_limits import TimeLimitKind
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.marks import Corrections, FormCell, Mark
from pipeline.forms.open_cells import OpenCell, open_cells_digest
from pipeline.forms.schema.schema import Schemas, SheetSchema, Status, Typed
from pipeline.text import slug

#: Layout of the workbook and of its hidden sheet; a reader that does not know it must not guess.
FORMAT_VERSION = "2"
#: The version of the forms from before there were others.
_FIRST_VERSION = 1
#: Keys of the hidden sheet that came after the first forms: they ask nothing, so forms without them are not older for it.
_NOT_ASKED = frozenset({"prefilled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One row of `Báo cáo`: an assigned task with what stands in its open cells."""

    task: Task
    assignment: Assignment
    #: Open cells filled in beforehand, by column name.
    values: Mapping[str, Typed] = field(default_factory=dict)

    @property
    def is_ongoing(self) -> bool:
        """Return whether the task goes on without an end."""
        return self.task.time_limit is not None and self.task.time_limit.kind is TimeLimitKind.ONGOING


@dataclass(frozen=True, slots=True, kw_only=True)
class FormIndicator:
    """One row of `Chỉ tiêu`."""

    indicator: Indicator
    values: Mapping[str, Typed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The workbook of one agency for one round, before it is written."""

    campaign: Campaign
    round: Round
    agency: Agency
    rows: tuple[FormRow, ...]
    indicators: tuple[FormIndicator, ...]
    #: Header fields filled in beforehand, by column name of the header schema.
    header: Mapping[str, Typed] = field(default_factory=dict)
    #: The rows of each list that the agency is asked for, by its code.
    lists: Mapping[str, tuple[Mapping[str, Typed], ...]] = field(default_factory=dict)
    proposals: tuple[Mapping[str, Typed], ...] = ()
    #: What the agency reported in the round before, shown beside the rows.
    earlier: EarlierReturn | None = None
    #: Cells that are tinted and carry a note.
    marks: Mapping[FormCell, Mark] = field(default_factory=dict)
    #: The first sheet of a feedback workbook; no such sheet where it is None.
    corrections: Corrections | None = None
    #: What the agency is asked, by which an older form of it is known.
    fingerprint: str
    #: The same as earlier versions of the form had it, so that those in the hands of agencies are not older for that alone.
    earlier_fingerprints: frozenset[str] = frozenset()
    #: Digest of the open table cells as the form is sent out; what an agency fills in later does not change it.
    prefilled: str = ""
    generated_on: date

    @property
    def past_dates(self) -> PastDates:
        """Return the days that a date in the form may be."""
        return past_dates(self.campaign.decision, self.round)

    @property
    def promised_dates(self) -> PromisedDates:
        """Return the days that a promised date may be."""
        return promised_dates(self.campaign.decision, self.round)


def blank_form(campaign: Campaign, round_: Round, agency: Agency, schemas: Schemas, *, generated_on: date) -> Form:
    """Return the empty form of an agency for a round: a row for each assignment, and for each indicator asked of it."""
    owed = _assignments_by_agency(campaign, round_).get(agency.code, ())
    tasks = {assignment.task for assignment in owed}
    group = agency.group.code
    lists = [open_list.code for open_list in campaign.lists if open_list.is_asked_of(group=group, tasks=tasks)]
    indicators = asked_indicators(campaign, round_).get(agency.code, ())
    asked_sheets = schemas.asked_of(group=group, lists=lists)
    tasks_and_roles = [f"{item.task} {item.role}" for item in owed]
    codes = [indicator.code for indicator in indicators]
    sheets = [schema for schema in asked_sheets if indicators or schema.name != schemas.indicators.name]
    return _as_sent(
        Form(
            campaign=campaign,
            round=round_,
            agency=agency,
            rows=tuple(_blank_row(campaign, round_, item, schemas) for item in owed),
            indicators=tuple(FormIndicator(indicator=indicator) for indicator in indicators),
            lists=dict.fromkeys(lists, ()),
            fingerprint=fingerprint(tasks=tasks_and_roles, indicators=codes, schemas=sheets),
            earlier_fingerprints=frozenset(
                fingerprint(tasks=tasks_of_version, indicators=codes, schemas=sheets_of_version, version=_FIRST_VERSION)
                for tasks_of_version, sheets_of_version in (
                    (tasks_and_roles, [schema.released_in(_FIRST_VERSION) for schema in sheets]),
                    # the first forms of all said what every agency was asked
                    ([item.task for item in owed], list(schemas.released_in(_FIRST_VERSION))),
                )
            ),
            generated_on=generated_on,
        )
    )


def _blank_row(campaign: Campaign, round_: Round, assignment: Assignment, schemas: Schemas) -> FormRow:
    """Return the row of a task: empty, or where its time comes after the round's cut-off, not started for this cause."""
    task, cause = campaign.task_by_code[assignment.task], campaign.cause_not_open
    values: dict[str, Typed] = {}
    if cause is not None and task.time_limit is not None and task.time_limit.begins_after(round_.cut_off):
        names = {column.name for column in schemas.report.open_columns}
        reason = {"status": Status.NOT_STARTED.value, "cause": cause.label, "difficulties": f"{cause.label}."}
        values = {name: value for name, value in reason.items() if name in names}
    return FormRow(task=task, assignment=assignment, values=values)


def prefilled_form(form: Form, earlier: EarlierReturn) -> Form:
    """Return the form with the earlier return shown beside its rows, and filled in where that return settled a task.

    The lists are carried over whole; the values of indicators are only shown, to be reported anew. The fingerprint
    stays, for tasks, indicators and columns are the same.
    """
    return _as_sent(
        replace(
            form,
            earlier=earlier,
            rows=tuple(
                replace(row, values=earlier.carried(row.assignment, ongoing=row.is_ongoing) or row.values)
                for row in form.rows
            ),
            lists={code: rows or earlier.lists.get(code, ()) for code, rows in form.lists.items()},
        )
    )


def _as_sent(form: Form) -> Form:
    """Return the form with the digest of its open table cells, by which it is known when it comes back unfilled."""
    return replace(form, prefilled=open_cells_digest(open_cells(form)))


def open_cells(form: Form) -> Iterator[OpenCell]:
    """Give the cells of the tables that are filled in on a form."""
    rows: list[tuple[str, str | int, Mapping[str, Typed]]] = [
        ("report", row.task.code, row.values) for row in form.rows
    ]
    rows += [("indicators", row.indicator.code, row.values) for row in form.indicators]
    for table, filled in (*form.lists.items(), ("proposals", form.proposals)):
        rows += [(table, position, values) for position, values in enumerate(filled)]
    for table, key, values in rows:
        yield from ((table, key, name, value) for name, value in values.items())


def fingerprint(
    *,
    tasks: Iterable[str],
    indicators: Iterable[str],
    schemas: Iterable[SheetSchema],
    version: int = int(FORMAT_VERSION),
) -> str:
    """Return what tells one template from another: 12 hexadecimal digits over tasks, indicators and columns.

    Only what this agency is asked goes in: its tasks with its role in each, its indicators, the sheets and columns that it
    fills, so that what others are asked changes nothing. Widths, help texts and styles do not change what is reported.
    """
    parts = [f"format {version}"]
    parts += [f"task {code}" for code in tasks]
    parts += [f"indicator {code}" for code in indicators]
    parts += [
        f"column {schema.name}.{column.name} {column.title} {column.kind} {'|'.join(column.allowed)}"
        for schema in schemas
        for column in schema.columns
        if column.name not in _NOT_ASKED
    ]
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def asked_schemas(form: Form, schemas: Schemas) -> Schemas:
    """Return the schemas of the sheets and columns that a form has, of all those of its campaign."""
    return schemas.asked_of(group=form.agency.group.code, lists=form.lists)


def template_file_name(campaign: Campaign, round_: Round, agency: Agency) -> str:
    """Return the name under which a template is written; a return may have any name."""
    return f"{campaign.decision.campaign}_{round_.code}_{agency.code}_{slug(agency.name)}.xlsx"


@lru_cache(maxsize=4)
def _assignments_by_agency(campaign: Campaign, round_: Round) -> dict[str, tuple[Assignment, ...]]:
    """Return the assignments of a round by agency code, worked out once and not for each of 146 forms."""
    result: dict[str, tuple[Assignment, ...]] = {}
    for assignment in assignments(campaign, round_):
        result[assignment.agency] = (*result.get(assignment.agency, ()), assignment)
    return result
