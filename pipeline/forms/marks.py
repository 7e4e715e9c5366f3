"""What is marked in a form: single cells with what is wrong with them, and the list of all that is to be corrected."""

from dataclasses import dataclass
from datetime import date

from pipeline.rules import Severity

#: The first sheet of a feedback workbook; intake does not take it for a sheet of the agency's own.
TO_CORRECT = "Cần sửa"


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of a form by what it means; where it stands is for the layout to say."""

    #: Name of the schema: header, report, indicators, models, proposals.
    table: str
    #: Code of the task or indicator, number of the open row from zero, None in the header block.
    key: str | int | None
    #: Name of the column.
    column: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said in a cell: its tint goes by the severity, the text stands in a note."""

    severity: Severity
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of `Cần sửa`: a sentence with every cell that it is said of."""

    severity: Severity
    #: Cells of the form; the first is the one that the line leads to.
    cells: tuple[FormCell, ...] = ()
    #: Where it was found, in words, and the sheet that the line leads to, where no cell of the form is meant.
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
    """What the first sheet of a feedback workbook says."""

    #: The file that was received, as the coordinator knows it.
    file: str
    as_of: date
    #: The file was not accepted: why, and what to do.
    rejected: bool
    lines: tuple[Correction, ...]

    def count(self, severity: Severity) -> int:
        """Return how many lines are of a severity."""
        return sum(line.severity is severity for line in self.lines)
