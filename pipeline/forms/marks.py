"""Marks in a form: single cells with what is wrong with them, and the list of everything to be corrected."""

from dataclasses import dataclass
from datetime import date

from pipeline.rules import Severity

#: The first sheet of a feedback workbook; intake does not take it for a sheet of the agency's own.
TO_CORRECT = "Cần sửa"


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of a form by its meaning; `layout.form_cells` gives its address."""

    #: Name of the schema: header, report, indicators, the code of a list, proposals.
    table: str
    #: Code of the task or indicator, number of the open row from zero, None in the header block.
    key: str | int | None
    #: Name of the column.
    column: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked cell: the severity sets its tint, the text stands in its note."""

    severity: Severity
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of `Cần sửa`: one problem with every cell that has it."""

    severity: Severity
    #: Cells of the form; the line links to the first.
    cells: tuple[FormCell, ...] = ()
    #: Where no cell of the form has it: the place in words, and the sheet to which the line links.
    place: str = ""
    sheet: str | None = None
    #: Task and column, in words.
    subject: str = ""
    #: What was typed, as text.
    value: str = ""
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The content of `Cần sửa`, the first sheet of a feedback workbook."""

    #: The file that was received, as the coordinator knows it.
    file: str
    as_of: date
    #: The file was not accepted.
    rejected: bool
    lines: tuple[Correction, ...]

    def count(self, severity: Severity) -> int:
        """Return how many lines are of a severity."""
        return sum(line.severity is severity for line in self.lines)
