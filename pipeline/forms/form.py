"""One agency's workbook as a value: its tasks and indicators, what is filled in already, what is marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import Assignment, assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.campaign.tasks import Indicator, Task
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.marks import Corrections, FormCell, Mark
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.text import slug

#: Layout of the workbook and of its hidden sheet; a reader that does not know it must not guess.
FORMAT_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One row of `Báo cáo`: an assigned task with what stands in its open cells."""

    task: Task
    assignment: Assignment
    #: Open cells filled in beforehand, by column name.
    values: Mapping[str, Typed] = field(default_factory=dict)


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
    models: tuple[Mapping[str, Typed], ...] = ()
    proposals: tuple[Mapping[str, Typed], ...] = ()
    #: What the agency reported in the round before, shown beside the rows.
    earlier: EarlierReturn | None = None
    #: Cells that are tinted and carry a note.
    marks: Mapping[FormCell, Mark] = field(default_factory=dict)
    #: The first sheet of a feedback workbook; no such sheet where it is None.
    corrections: Corrections | None = None
    fingerprint: str
    generated_on: date


def blank_form(campaign: Campaign, round_: Round, agency: Agency, schemas: Schemas, *, generated_on: date) -> Form:
    """Return the empty form of an agency for a round: a row for each assignment, and for each indicator of its tasks."""
    owed = _assignments_by_agency(campaign, round_).get(agency.code, ())
    tasks = {assignment.task for assignment in owed}
    indicators = tuple(indicator for indicator in campaign.asked_indicators(round_) if indicator.task in tasks)
    return Form(
        campaign=campaign,
        round=round_,
        agency=agency,
        rows=tuple(FormRow(task=campaign.task_by_code[item.task], assignment=item) for item in owed),
        indicators=tuple(FormIndicator(indicator=indicator) for indicator in indicators),
        fingerprint=fingerprint(
            tasks=(item.task for item in owed),
            indicators=(indicator.code for indicator in indicators),
            schemas=schemas,
        ),
        generated_on=generated_on,
    )


def prefilled_form(form: Form, earlier: EarlierReturn) -> Form:
    """Return the form with the earlier return shown beside its rows, and filled in where that return settled a task.

    The models are carried over whole; the values of indicators are only shown, to be reported anew. The fingerprint
    stays, for tasks, indicators and columns are the same.
    """
    return replace(
        form,
        earlier=earlier,
        rows=tuple(replace(row, values={**earlier.carried(row.assignment), **row.values}) for row in form.rows),
        models=form.models or earlier.models,
    )


def fingerprint(*, tasks: Iterable[str], indicators: Iterable[str], schemas: Schemas) -> str:
    """Return what tells one template from another: 12 hexadecimal digits over task codes, indicator codes and columns.

    Widths, help texts and styles are left out: they do not change what is reported.
    """
    parts = [f"format {FORMAT_VERSION}"]
    parts += [f"task {code}" for code in tasks]
    parts += [f"indicator {code}" for code in indicators]
    parts += [
        f"column {schema.name}.{column.name} {column.title} {column.kind} {'|'.join(column.allowed)}"
        for schema in schemas
        for column in schema.columns
    ]
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def template_file_name(round_: Round, agency: Agency) -> str:
    """Return the name under which a template is written; a return may have any name."""
    return f"{round_.code}_{agency.code}_{slug(agency.name)}.xlsx"


@lru_cache(maxsize=4)
def _assignments_by_agency(campaign: Campaign, round_: Round) -> dict[str, tuple[Assignment, ...]]:
    """Return the assignments of a round by agency code, worked out once and not for each of 146 forms."""
    result: dict[str, tuple[Assignment, ...]] = {}
    for assignment in assignments(campaign, round_):
        result[assignment.agency] = (*result.get(assignment.agency, ()), assignment)
    return result
