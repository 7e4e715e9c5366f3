"""Marks put into a sheet: tints that go before every other colour, and notes, one a cell however many texts it has."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.forms.form import Form
from pipeline.forms.marks import FormCell
from pipeline.forms.sheets.sheet import Sheet
from pipeline.forms.sheets.styles import TINT
from pipeline.problems import Cell
from pipeline.rules import Severity

#: Width in pixels of the box of a note with a problem.
_WIDTH = 380


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one sheet; the texts of one cell are joined, since a cell has only one note."""

    sheet: Sheet
    _texts: dict[tuple[int, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    _widths: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, row: int, column: int, text: str, *, width: int) -> None:
        """Add a text to the note of a cell; the widest of its texts, in pixels, sets its width."""
        self._texts[row, column].append(text)
        self._widths[row, column] = max(width, self._widths.get((row, column), 0))

    def write(self) -> None:
        """Write the notes."""
        for (row, column), texts in sorted(self._texts.items()):
            self.sheet.note(row, column, "\n\n".join(texts), width=self._widths[row, column])


def row_tints(form: Form, table: str, key: str | int | None) -> Mapping[str, str]:
    """Return the colours of the marked cells of one row, by column name; `key` as in `FormCell`."""
    if not form.marks:  # nearly every form: not one look-up a row
        return {}
    return {
        cell.column: TINT[mark.severity] for cell, mark in form.marks.items() if (cell.table, cell.key) == (table, key)
    }


def put_marks(sheet: Sheet, form: Form, cells: Mapping[FormCell, Cell], notes: Notes) -> None:
    """Tint the marked cells of a sheet and add their texts to its notes; to be called before any conditional format.

    `cells` holds the address of each cell of the form.
    """
    cells_by_severity: dict[Severity, list[Cell]] = {severity: [] for severity in Severity}
    for form_cell, mark in form.marks.items():
        cell = cells[form_cell]
        if cell.sheet == sheet.name:
            cells_by_severity[mark.severity].append(cell)
            notes.add(cell.row, cell.column, mark.text, width=_WIDTH)
    for severity, marked_cells in cells_by_severity.items():
        sheet.tint(marked_cells, TINT[severity])
