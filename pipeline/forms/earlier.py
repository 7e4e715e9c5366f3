"""What an agency reported in the round before: shown beside its rows, and carried over where nothing need change."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.campaign.assignment import Assignment
from pipeline.campaign.rounds import Round
from pipeline.forms.facts import Values
from pipeline.forms.schema.schema import Status

#: A task in one of these states needs no further report unless something changed.
SETTLED = (Status.DONE, Status.NIL)
#: A proposal was made once and has been passed on; carried over it would be counted again.
_SAID_ONCE = frozenset({"proposals"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReturn:
    """The accepted return of an agency for an earlier round, typed."""

    round: Round
    #: Open cells by column name, by task code.
    rows: Mapping[str, Values] = field(default_factory=dict)
    #: Value by indicator code, where one was given.
    indicators: Mapping[str, float] = field(default_factory=dict)
    #: The listed models, open cells by column name.
    models: tuple[Values, ...] = ()

    def carried(self, assignment: Assignment) -> Values:
        """Return what is filled in beforehand for an assignment: all that was said of a settled task, else nothing."""
        said = self.rows.get(assignment.task, {})
        status = said.get("status")
        if status not in SETTLED or (status == Status.NIL and not assignment.nil_allowed):
            return {}
        return {name: value for name, value in said.items() if value is not None and name not in _SAID_ONCE}

    def shown(self, task: str) -> tuple[str, str]:
        """Return the status and the result of a task as they are shown; the reason where there was no result."""
        said = self.rows.get(task, {})
        reason = _text(said, "difficulties")
        return _text(said, "status"), _text(said, "result") or (f"Nguyên nhân: {reason}" if reason else "")

    def titles(self) -> tuple[str, str]:
        """Return the headings over what is shown."""
        return earlier_titles(self.round)


def earlier_titles(round_: Round) -> tuple[str, str]:
    """Return the headings under which the status and the result of an earlier round are shown."""
    return f"Trạng thái {round_.name}", f"Kết quả {round_.name}"


def _text(values: Values, column: str) -> str:
    value = values.get(column)
    return value if isinstance(value, str) else ""
