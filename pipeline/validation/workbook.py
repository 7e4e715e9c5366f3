"""Rules beside the rows: the report date, indicators against their units and each other, proposals against the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipeline.campaign.indicators import Indicator
from pipeline.campaign.tasks import Task
from pipeline.forms.schema.schema import Status
from pipeline.rules import Rule
from pipeline.text import folded
from pipeline.validation.findings import Finding
from pipeline.validation.typed_rows import TypedRows
from pipeline.values import date_text, number_text


def mailed_late_findings(header: TypedRows, *, last_day: date) -> Iterator[Finding]:
    """Give the returns dated within the round's time whose mail was sent after it."""
    for position, (owner, reported) in enumerate(zip(header.owners, header.values["report_date"], strict=True)):
        sent_on = owner.sent_on
        if isinstance(reported, date) and sent_on is not None and reported <= last_day < sent_on:
            parameters = {"sent": date_text(sent_on), "last_day": date_text(last_day)}
            yield Finding(row=position, column="report_date", rule=Rule.MAILED_LATE, parameters=parameters)


def indicator_findings(rows: TypedRows, indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Give the fractions where the unit is counted in whole numbers, what is over the maximum, the parts over their whole.

    `indicators` are those of the round by code.
    """
    values = {
        (owner.file, raw.key): (position, value)
        for position, (owner, raw, value) in enumerate(zip(rows.owners, rows.raws, rows.values["value"], strict=True))
        if isinstance(value, float)
    }
    for (_, code), (position, value) in values.items():
        indicator = indicators[code or ""]
        if indicator.decimals == 0 and not value.is_integer():
            unit = {"unit": indicator.unit}
            yield Finding(row=position, column="value", rule=Rule.NOT_WHOLE, parameters=unit, refuses_value=True)
        if indicator.maximum is not None and value > indicator.maximum:
            limits = {"minimum": "0", "maximum": number_text(indicator.maximum)}
            yield Finding(row=position, column="value", rule=Rule.OUT_OF_RANGE, parameters=limits, refuses_value=True)
    for (file, code), (position, value) in values.items():
        part = indicators[code or ""]
        whole_position, whole_value = values.get((file, part.part_of), (None, None))
        if part.part_of is None or whole_position is None or whole_value is None or value <= whole_value:
            continue
        yield Finding(
            row=position,
            column="value",
            rule=Rule.PART_EXCEEDS_WHOLE,
            parameters={
                "part": part.name,
                "whole": indicators[part.part_of].name,
                "whole_value": number_text(whole_value, grouped=False),
            },
            rests_on=((whole_position, "value"),),
        )


def blank_sheet_findings(
    rows: TypedRows, report: TypedRows, *, excused: frozenset[tuple[str, str | None]]
) -> Iterator[Finding]:
    """Give the first indicator of each return in which none is given and no note says why.

    Of tasks that are nil, or excused (by agency and task, None for all), none need be given.
    """
    not_asked = {
        (owner.file, owner.task or "")
        for owner, status in zip(report.owners, report.values["status"], strict=True)
        if status == Status.NIL or not excused.isdisjoint({(owner.agency, owner.task), (owner.agency, None)})
    }
    positions: dict[str, list[int]] = {}
    for position, owner in enumerate(rows.owners):
        if (owner.file, owner.task or "") not in not_asked:
            positions.setdefault(owner.file, []).append(position)
    with_any = {owner.file for owner, filled in zip(rows.owners, rows.filled, strict=True) if filled}
    for file, asked_positions in positions.items():
        if file not in with_any:
            parameters = {"count": len(asked_positions)}
            yield Finding(row=asked_positions[0], column="value", rule=Rule.INDICATORS_BLANK, parameters=parameters)


@dataclass(frozen=True, slots=True)
class TaskCodes:
    """The codes that a proposal may name, by the form in which codes are compared.

    Every row of the catalogue, headings too: those can be amended as well.
    """

    by_form: Mapping[str, str]

    @classmethod
    def of(cls, tasks: tuple[Task, ...]) -> "TaskCodes":
        """Return the codes of a catalogue."""
        return cls({_code_form(task.code): task.code for task in tasks})

    def read(self, text: str) -> str | None:
        """Return the code that a text means, «3.4.B1» or «Mục 3,2» too; None where there is none."""
        return self.by_form.get(_code_form(text))


def _code_form(text: str) -> str:
    """Return the form in which codes are compared: without case, blanks, a word before it, a dot behind it."""
    bare = folded(text).removeprefix("mục ").removeprefix("nhiệm vụ ")
    return bare.replace(" ", "").replace(",", ".").rstrip(".")


def with_task_codes(rows: TypedRows, codes: TaskCodes) -> TypedRows:
    """Return the proposals with their task codes as the catalogue writes them; each change is a problem `normalised`."""
    values, problems = list(rows.values["task"]), dict(rows.problems)
    for position, code in enumerate(rows.values["task"]):
        read = codes.read(code) if isinstance(code, str) else None
        if read is None or read == code:
            continue
        spot = (position, "task")
        values[position] = read
        problems[spot] = (*problems.get(spot, ()), rows.problem(Rule.LIST_VALUE_NORMALISED, spot, read=read))
    return replace(rows, values={**rows.values, "task": values}, problems=problems)


def proposal_findings(rows: TypedRows, codes: TaskCodes) -> Iterator[Finding]:
    """Give the proposals for a task that the catalogue does not have."""
    for position, code in enumerate(rows.values["task"]):
        if isinstance(code, str) and codes.read(code) is None:
            yield Finding(row=position, column="task", rule=Rule.PROPOSAL_UNKNOWN_TASK, refuses_value=True)
