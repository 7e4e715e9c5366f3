"""The round before, beside the table of `Báo cáo`: two locked, greyed columns after an empty one, outside what is printed.

The heading row holds exactly the columns of the contract, so the headings of these two stand in the row above it and run
down over it.
"""

from dataclasses import dataclass

from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.form import Form, FormRow
from pipeline.forms.layout import Layout
from pipeline.forms.sheets import styles as look
from pipeline.forms.sheets.heights import row_height
from pipeline.forms.sheets.notes import Notes
from pipeline.forms.sheets.sheet import Sheet

_GAP, _WIDTHS = 2.5, (13.0, 46.0)
_SIZE = 11
#: A row does not grow higher than this for what is not printed; the whole text is in the cell all the same.
_HIGHEST = 140.0
#: Width in pixels of the box of a note.
_NOTE_WIDTH = 380
#: A note reminds; the whole text stands in the column.
_NOTE_LIMIT = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierColumns:
    """The two columns: where they stand and what they show."""

    earlier: EarlierReturn
    #: First of the two columns.
    column: int
    heading_row: int

    @classmethod
    def of(cls, form: Form, layout: Layout) -> "EarlierColumns | None":
        """Return the columns of a form; None where there was no earlier return."""
        if form.earlier is None:
            return None
        return cls(earlier=form.earlier, column=len(layout.columns) + 1, heading_row=layout.heading_row)

    def write_headings(self, sheet: Sheet) -> None:
        """Write the headings and set the widths."""
        style = sheet.styles.cell(fill=look.EARLIER, bold=True, align="center", valign="vcenter", font_color=look.QUIET)
        for position, title in enumerate(self.earlier.titles()):
            column = self.column + position
            sheet.merged((self.heading_row - 1, column, self.heading_row, column), title, style)
        sheet.widths((_GAP, *_WIDTHS), first=self.column - 1)

    def write_row(self, sheet: Sheet, row: int, item: FormRow) -> float:
        """Write what was reported of a task; return the height in points that it needs."""
        style = sheet.styles.cell(fill=look.EARLIER, font_color=look.QUIET, font_size=_SIZE)
        texts = self.earlier.status_and_result(item.task.code)
        for position, text in enumerate(texts):
            sheet.value(row, self.column + position, text or None, style)
        sizes = [(text, width, float(_SIZE), False) for text, width in zip(texts, _WIDTHS, strict=True)]
        return min(_HIGHEST, row_height(sizes))

    def note_unsettled(self, notes: Notes, form: Form, layout: Layout) -> None:
        """Add a note with the earlier report to the status cell of each reported task that is not filled in beforehand."""
        for row, item in zip(layout.task_rows, form.rows, strict=True):
            status, result = self.earlier.status_and_result(item.task.code)
            if status and not self.earlier.carried(item.assignment, ongoing=item.is_ongoing):
                name = self.earlier.round.name
                text = f"{name[0].upper()}{name[1:]}: {status}." + (f"\n{result}" if result else "")
                notes.add(row, layout.columns["status"], text[:_NOTE_LIMIT], width=_NOTE_WIDTH)
