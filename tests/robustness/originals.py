"""The faultless returns that are mutated, with every value that they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pipeline.campaign.assignment import Role, owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form, FormRow, blank_form
from pipeline.forms.layout import form_cells
from pipeline.forms.marks import FormCell
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.forms.template import template_bytes
from pipeline.problems import Cell
from pipeline.simulation.answers import filled_form
from tests.support.campaign import measured_task
from tests.support.simulation import city

ROUND = "lan-1"
AS_OF = date(2025, 9, 8)
REPORT_DATE = date(2025, 9, 4)
#: Tasks whose time begins later cannot be done in the first round.
BEGUN = date(2025, 8, 15)

Values = Mapping[FormCell, Typed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """One faultless return: the form, its bytes, what stands in its open cells, and where each cell stands."""

    form: Form
    content: bytes
    values: Values
    cells: Mapping[FormCell, Cell]

    @property
    def agency(self) -> str:
        """The code of the agency."""
        return self.form.agency.code

    def rows(
        self, *, role: Role | None = None, nil_allowed: bool | None = None, overdue: bool | None = None
    ) -> list[FormRow]:
        """The rows of tasks that fit and have begun; that of the models has rules of its own and is never among them."""
        model_task = measured_task(self.form.campaign)
        return [
            row
            for row in self.form.rows
            if row.task.code != model_task
            and (row.task.time_limit is None or (row.task.time_limit.start or BEGUN) <= BEGUN)
            and role in {None, row.assignment.role}
            and nil_allowed in {None, row.assignment.nil_allowed}
            and overdue in {None, row.assignment.due is not None and row.assignment.due < REPORT_DATE}
        ]

    def lone_indicators(self) -> list[str]:
        """The codes of the indicators that are neither part nor whole of another."""
        wholes = {asked.indicator.part_of for asked in self.form.indicators}
        return [
            asked.indicator.code
            for asked in self.form.indicators
            if asked.indicator.part_of is None and asked.indicator.code not in wholes
        ]


def campaign() -> Campaign:
    """The campaign of the city."""
    return city()[0]


def schemas() -> Schemas:
    """The schemas of the workbook."""
    return city()[1]


@lru_cache(maxsize=1)
def agencies() -> tuple[str, ...]:
    """The agencies whose returns are mutated: those with enough rows and indicators for every kind of mutation."""
    whole = campaign()
    round_ = whole.round_by_code[ROUND]
    fit = []
    for agency in owing_agencies(whole, round_):
        blank = blank_form(whole, round_, agency, schemas(), generated_on=round_.opens)
        roles = {row.assignment.role for row in blank.rows}
        if len(blank.rows) > 12 and len(roles) > 1 and len(blank.indicators) > 5:
            fit.append(agency.code)
    return tuple(fit)


@lru_cache(maxsize=512)
def original(agency: str, *, seed: int = 1) -> Original:
    """The faultless return of an agency, filled in by the simulation."""
    return printed(filled(agency, seed=seed))


@lru_cache(maxsize=512)
def filled(agency: str, *, round_code: str = ROUND, seed: int = 1, report_date: date = REPORT_DATE) -> Form:
    """The form of an agency, filled in by the simulation."""
    whole, workbook, vocabulary = city()
    round_ = whole.round_by_code[round_code]
    blank = blank_form(whole, round_, whole.agency_by_code[agency], workbook, generated_on=round_.opens)
    return filled_form(blank, vocabulary=vocabulary, seed=seed, report_date=report_date)


def printed(form: Form) -> Original:
    """A form as a workbook."""
    return Original(
        form=form, content=template_bytes(form, schemas()), values=values_of(form), cells=form_cells(form, schemas())
    )


def values_of(form: Form) -> dict[FormCell, Typed]:
    """What stands in the open cells of a form, the empty ones left out."""
    held: dict[FormCell, Typed] = {}
    tables: list[tuple[str, str | int | None, Mapping[str, Typed]]] = [("header", None, form.header)]
    tables += [("report", row.task.code, row.values) for row in form.rows]
    tables += [("indicators", asked.indicator.code, asked.values) for asked in form.indicators]
    tables += [("models", number, model) for number, model in enumerate(form.lists.get("models", ()))]
    tables += [("proposals", number, proposal) for number, proposal in enumerate(form.proposals)]
    for table, key, values in tables:
        held |= {FormCell(table, key, column): value for column, value in values.items() if value is not None}
    return held


def dated(form: Form, report_date: date) -> Form:
    """A form with another date of the report."""
    return replace(form, header={**form.header, "report_date": report_date})
