"""Problems: what intake and validation find wrong, each with its place, its sentence and what to type instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.rules import Rule, Severity
from pipeline.text import clean_text


class Cell(NamedTuple):
    """One cell of a workbook; row and column count from zero, as the reading and writing libraries do.

    A named tuple, which is made twice as fast as a frozen dataclass: a city run makes thirty thousand.
    """

    sheet: str
    row: int
    column: int

    @property
    def reference(self) -> str:
        """Return the address as users see it, such as F12."""
        letters, number = "", self.column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.row + 1}"

    def is_above(self, other: "Cell") -> bool:
        """Return whether another cell stands directly below this one."""
        return (self.sheet, self.column, self.row + 1) == (other.sheet, other.column, other.row)

    @classmethod
    def at(cls, sheet: str, reference: str) -> "Cell":
        """Return the cell of an address such as F12."""
        match = re.fullmatch("([A-Z]{1,3})([0-9]+)", reference)
        if match is None:
            raise ValueError(reference)
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        return cls(sheet, int(match[2]) - 1, column - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to tell: where, what was typed, what is wrong, what to type instead. Texts are clean (`clean_text`)."""

    rule: Rule
    #: The rule's own, unless the campaign or a waiver asks less.
    severity: Severity
    #: Path relative to the inbox, `a.zip!/b.xlsx` inside an archive.
    file: str
    agency: str | None = None
    cell: Cell | None = None
    #: The sheet, also where there is no single cell.
    sheet: str | None = None
    task: str | None = None
    #: Heading of the column or label of the field.
    field: str | None = None
    #: What was typed, as text.
    value: str | None = None
    message: str
    hint: str


def problem(
    rule: Rule,
    *,
    file: str,
    agency: str | None = None,
    cell: Cell | None = None,
    sheet: str | None = None,
    task: str | None = None,
    field: str | None = None,
    value: str | None = None,
    **parameters: object,
) -> Problem:
    """Return a problem with its sentence composed from the rule's templates.

    `value`, `task`, `sheet` and `column` (the field) are at hand in every template; other names come from `parameters`.
    """
    quoted = None if value is None else clean_text(value)
    place = sheet if cell is None else cell.sheet
    names = {"value": _short(quoted or ""), "task": task or "", "sheet": place or "", "column": field or ""}
    names |= {name: _short(clean_text(str(parameter))) for name, parameter in parameters.items()}
    return Problem(
        rule=rule,
        severity=rule.severity,
        file=file,
        agency=agency,
        cell=cell,
        sheet=place,
        task=task,
        field=field,
        value=quoted,
        message=rule.value.message.format_map(names),
        hint=rule.value.hint.format_map(names),
    )


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one file that are told in the same words; at least one."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """Return the one that speaks for all: rule, sentence and hint are the same in each."""
        return self.problems[0]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells of which the sentence is said; none where it is said of a whole sheet or file."""
        return tuple(problem.cell for problem in self.problems if problem.cell is not None)


def grouped(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Return the problems in order (`in_order`), the same sentence about the same sheet of a file told once."""
    groups: dict[tuple[str, Rule, str | None, str, str], list[Problem]] = {}
    for member in in_order(problems):
        key = (member.file, member.rule, member.sheet, member.message, member.hint)
        groups.setdefault(key, []).append(member)
    return [ProblemGroup(tuple(members)) for members in groups.values()]


def cell_ranges(cells: Iterable[Cell]) -> str:
    """Return the addresses of cells, those that stand below each other together: «F12–F18, H3»."""
    runs: list[list[Cell]] = []
    for cell in sorted(set(cells), key=lambda cell: (cell.sheet, cell.column, cell.row)):
        if runs and runs[-1][-1].is_above(cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return ", ".join(run[0].reference if len(run) == 1 else f"{run[0].reference}–{run[-1].reference}" for run in runs)


def _short(text: str) -> str:
    """Return at most 300 characters: a sentence quotes, the value itself stands in its own field."""
    return text if len(text) <= 300 else text[:299] + "…"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by file, most serious first within a file, then by sheet, row, column and rule."""
    gravity = list(Severity)

    def key(problem: Problem) -> tuple[object, ...]:
        cell = problem.cell
        place = ("", -1, -1) if cell is None else (cell.sheet, cell.row, cell.column)
        return (problem.file, gravity.index(problem.severity), place, problem.rule.code, problem.message)

    return sorted(problems, key=key)
