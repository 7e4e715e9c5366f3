"""How the workbook looks: one type face, few colours, each format made once."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from pipeline.forms.schema.schema import Column, ColumnKind, Typed
from pipeline.rules import Severity

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

#: On every PC of the administration; LibreOffice takes Liberation Serif, which has the same widths.
FONT = "Times New Roman"
SIZE = 11

#: Colours. Text on each of them keeps a contrast of at least 4.5.
INK = "#1F2937"
QUIET = "#4B5563"
TITLE = "#14375E"
HEAD = "#1F4E79"
HEAD_TEXT = "#FFFFFF"
SECTION = "#D6E3F0"
SUBHEAD = "#EAF1F8"
LED = "#E3F0FB"
LOCKED = "#F5F5F5"
OPEN = "#FFFFFF"
TO_FILL = "#FFE9A8"
NOT_NEEDED = "#D5D5D5"
COMPLETE = "#CDEBD0"
COMPLETE_TEXT = "#0B5A24"
LATE_TEXT = "#B42318"
EARLIER = "#EBEBEB"
LINE = "#9AA5B1"
#: Colours of marked cells; they go before every other colour of a cell.
TINT = {Severity.ERROR: "#F8C4BC", Severity.WARNING: "#FFD8A0", Severity.NORMALISED: "#E2DAF3"}


@dataclass(frozen=True, slots=True)
class FormStyles:
    """The formats of one workbook; equal properties give the same format, which keeps the file small."""

    workbook: "Workbook"
    _formats: dict[tuple[tuple[str, object], ...], "Format"] = field(default_factory=dict)
    _shared: dict[Hashable, "Format"] = field(default_factory=dict)

    def of(self, **properties: object) -> "Format":
        """Return the format with these properties of xlsxwriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(properties))
        return self._formats[key]

    def shared(self, key: Hashable, make: "Callable[[], Format]") -> "Format":
        """Return the format of a key, made by `make` at the first use: cheaper for a table of many cells than `cell`."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    def cell(self, *, fill: str, open_: bool = False, **properties: object) -> "Format":
        """Return the format of a bordered table cell that wraps; only an open one can be typed into."""
        plain = {"border": 1, "border_color": LINE, "text_wrap": True, "valign": "top", "bg_color": fill}
        return self.of(**{**plain, "locked": not open_, "font_color": INK, **properties})

    def heading(self) -> "Format":
        """Return the format of the headings of a table."""
        return self.cell(fill=HEAD, bold=True, font_color=HEAD_TEXT, align="center", valign="vcenter")

    def to_fill(self) -> "Format":
        """Return the conditional format of what is to be filled in or corrected."""
        return self.of(bg_color=TO_FILL)


def shown_format(column: Column, value: Typed, number_format: str) -> str:
    """Return the number format of a cell; a value of another type than the column's is shown as it was typed."""
    if isinstance(value, str):
        return number_format if column.kind is ColumnKind.TEXT else "General"
    if isinstance(value, date):
        return number_format if column.kind is ColumnKind.DATE else "dd/mm/yyyy"
    if value is not None and column.kind is ColumnKind.DATE:
        return "General"  # a date's format would make a date of the number
    return number_format
