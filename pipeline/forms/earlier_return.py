"""What an agency reported in the round before: shown beside its rows, and filled in beforehand where it is settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.campaign.assignment import Assignment
from pipeline.campaign.rounds import Round
from pipeline.forms.facts import Values
from pipeline.forms.schema.schema import Status, not_offered

#: A task in one of these states needs no further report unless something changed.
SETTLED = (Status.DONE, Status.NIL)
#: A proposal was made once and has been passed on; carried over it would be counted again. What is settled promises nothing.
_NOT_CARRIED = frozenset({"proposals", "promised_on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReturn:
    """The accepted return of an agency for an earlier round, typed."""

    round: Round
    #: Open cells by column name, by task code.
    rows: Mapping[str, Values] = field(default_factory=dict)
    #: Value by indicator code, where one was given.
    indicators: Mapping[str, float] = field(default_factory=dict)
    #: The rows of each list by its code, open cells by column name.
    lists: Mapping[str, tuple[Values, ...]] = field(default_factory=dict)

    def carried(self, assignment: Assignment, *, ongoing: bool) -> Values:
        """Return the values, by column name, that are filled in beforehand: all of a settled task, else none.

        That nothing came up under an ongoing task says nothing of the round to come.
        """
        values = self.rows.get(assignment.task, {})
        status = values.get("status")
        refused = not_offered(nil_allowed=assignment.nil_allowed, done_allowed=assignment.done_allowed)
        if status not in SETTLED or status in refused or (status == Status.NIL and ongoing):
            return {}
        return {name: value for name, value in values.items() if value is not None and name not in _NOT_CARRIED}

    def status_and_result(self, task: str) -> tuple[str, str]:
        """Return the texts shown for a task code, "" where there is none; the reason where there was no result."""
        values = self.rows.get(task, {})
        reason = _text(values, "difficulties")
        return _text(values, "status"), _text(values, "result") or (f"Nguyên nhân: {reason}" if reason else "")

    def titles(self) -> tuple[str, str]:
        """Return the headings of the two columns that show it: status and result."""
        return earlier_titles(self.round)


def earlier_titles(round_: Round) -> tuple[str, str]:
    """Return the headings under which the status and the result of an earlier round are shown."""
    return f"Trạng thái {round_.name}", f"Kết quả {round_.name}"


def _text(values: Values, column: str) -> str:
    value = values.get(column)
    return value if isinstance(value, str) else ""
