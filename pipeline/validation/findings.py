"""Findings, each a rule that a cell breaks, turned into problems: one error a cell at most."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.forms.row_check import days_text
from pipeline.forms.schema.schema import Column, Typed
from pipeline.problems import Problem
from pipeline.rules import Rule, Severity
from pipeline.validation.cells import RowOwner
from pipeline.validation.typed_rows import Spot, TypedRows
from pipeline.values import number_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that a cell of typed rows breaks, before it is a sentence."""

    row: int
    column: str
    rule: Rule
    #: What the sentence quotes besides the cell.
    parameters: Mapping[str, object] = field(default_factory=dict)
    #: Other cells that the finding takes as right; where one of them is in error nothing is said.
    rests_on: tuple[Spot, ...] = ()
    #: The value itself cannot be right (a negative number): it is not used.
    refuses_value: bool = False


def judged(rows: TypedRows, findings: Iterable[Finding]) -> TypedRows:
    """Return the rows with the findings among their problems, in order.

    An error that refuses the value takes the place of what was said of the cell before and empties it.
    """
    problems = dict(rows.problems)
    values = {name: list(column) for name, column in rows.values.items()}
    for finding, problem in with_problems(rows, findings):
        spot = (finding.row, finding.column)
        earlier = problems.get(spot, ())
        if finding.refuses_value and problem.severity is Severity.ERROR:
            values[finding.column][finding.row], earlier = None, ()
        problems[spot] = (*earlier, problem)
    return replace(rows, values=values, problems=problems)


def with_problems(rows: TypedRows, findings: Iterable[Finding]) -> Iterator[tuple[Finding, Problem]]:
    """Give each finding with its problem; those about a cell that is in error, or rest on one, stay silent."""
    in_error = rows.spots_in_error
    for finding in findings:
        spot = (finding.row, finding.column)
        if spot in in_error or not in_error.isdisjoint(finding.rests_on):
            continue
        limits = _limits(
            rows.schema.column(finding.column), rows.values[finding.column][finding.row], rows.owners[finding.row]
        )
        problem = rows.problem(finding.rule, spot, **{**limits, **finding.parameters})
        if problem.severity is Severity.ERROR:
            in_error.add(spot)
        yield finding, problem


def _limits(column: Column, value: Typed, owner: RowOwner) -> dict[str, object]:
    """Return what the sentences about a column's own limits quote."""
    return {
        "allowed": owner.offered(column),
        "minimum": "" if column.minimum is None else number_text(column.minimum),
        "maximum": "" if column.maximum is None else number_text(column.maximum),
        "days": days_text(column),
        "limit": column.max_length,
        "length": len(value) if isinstance(value, str) else 0,
    }
