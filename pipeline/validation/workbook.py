"""Rules of the other sheets: indicators against their units and each other, proposals against the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.campaign.tasks import Indicator, Task
from pipeline.rules import Rule
from pipeline.text import folded
from pipeline.validation.findings import Finding
from pipeline.validation.typed_rows import TypedRows
from pipeline.values import number_text


def indicator_findings(rows: TypedRows, indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Give the fractions where the unit is counted in whole numbers, then the parts that exceed their whole.

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
