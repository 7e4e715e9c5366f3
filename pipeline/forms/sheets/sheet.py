"""One worksheet written with every return code checked: xlsxwriter drops what Excel cannot hold and only returns a code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal

from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from pipeline.forms.layout import CellRange
from pipeline.forms.schema.schema import Typed
from pipeline.forms.sheets.heights import line_count
from pipeline.forms.sheets.styles import FONT, FormStyles
from pipeline.problems import Cell
from pipeline.sheet_text import cell_text, write_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_FORMULA_LIMIT = 8192
#: Type size of notes in points, and the width of a character in pixels.
_NOTE_SIZE = 10
_NOTE_LETTER = 7
#: What an officer may do on a protected sheet: choose cells, size rows and columns, filter.
_ALLOWED = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_rows": True,
    "format_columns": True,
    "autofilter": True,
}


class PlainWorksheet(Worksheet):
    """A worksheet that takes formulas as they are: ours use no function newer than Excel 2010.

    xlsxwriter looks for the newer ones with 155 searches a formula, most of the time of writing a form, a sixteenth of that of a report.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        return formula.removeprefix("=")

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: "Format | None" = None, value: str | float = ""
    ) -> Literal[0, -1, -2]:
        if self._check_dimensions(row, col):
            return -1
        if self.constant_memory and row > self.previous_row:
            self._write_single_row(row)
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet that refuses to lose anything."""

    worksheet: Worksheet
    styles: FormStyles

    @property
    def name(self) -> str:
        """Return the sheet's name."""
        return str(self.worksheet.name)

    def text(self, row: int, column: int, text: str, style: "Format") -> None:
        """Write a text of ours."""
        write_text(self.worksheet, row, column, text, style)

    def value(self, row: int, column: int, value: Typed, style: "Format") -> None:
        """Write what an agency typed, of whatever type, as that type: a text in a date column stays text."""
        match value:
            case None:
                self._checked(self.worksheet.write_blank(row, column, None, style))
            case str():
                write_text(self.worksheet, row, column, value, style, verbatim=True)
            case date():
                self._checked(self.worksheet.write_datetime(row, column, datetime.combine(value, time()), style))
            case _:
                self._checked(self.worksheet.write_number(row, column, value, style))

    def formula(self, row: int, column: int, formula: str, style: "Format", result: str) -> None:
        """Write a formula with its true result: LibreOffice shows what is stored.

        Raises:
            ValueError: the formula is longer than Excel takes; xlsxwriter writes it all the same.
        """
        if len(formula) > _FORMULA_LIMIT:
            raise ValueError(f"{self.name}: formula of {len(formula)} characters; Excel takes {_FORMULA_LIMIT}")
        self._checked(self.worksheet.write_formula(row, column, formula, style, result))

    def merged(self, area: CellRange, value: Typed, style: "Format") -> None:
        """Write a value over merged cells; one cell needs no merging."""
        if area[:2] != area[2:]:
            self._checked(self.worksheet.merge_range(*area, "", style))
        self.value(area[0], area[1], value, style)

    def height(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self._checked(self.worksheet.set_row(row, points))

    def widths(self, widths: Sequence[float], first: int = 0) -> None:
        """Set the widths of the columns, from the first."""
        for column, width in enumerate(widths, start=first):
            self._checked(self.worksheet.set_column(column, column, width))

    def validation(self, areas: Sequence[CellRange], options: Mapping[str, Any]) -> None:
        """Put one input check on several areas."""
        if areas:
            self._checked(self.worksheet.data_validation(*areas[0], {**options, "other_cells": list(areas[1:])}))

    def condition(self, area: CellRange, formula: str, style: "Format", *, last: bool = False) -> None:
        """Put a conditional format on an area; the formula is for its first cell."""
        options = {"type": "formula", "criteria": formula, "format": style, "stop_if_true": last}
        self._checked(self.worksheet.conditional_format(*area, options))

    def tint(self, cells: Sequence[Cell], fill: str) -> None:
        """Give cells a colour that goes before every conditional format put on them later."""
        if cells:
            references = [cell.reference for cell in cells]
            options = {
                "type": "formula",
                "criteria": "=TRUE",
                "format": self.styles.of(bg_color=fill),
                "stop_if_true": True,
                "multi_range": " ".join(references),
            }
            first = cells[0]
            area = (first.row, first.column, first.row, first.column)
            self._checked(self.worksheet.conditional_format(*area, options))

    def note(self, row: int, column: int, text: str, *, width: int) -> None:
        """Put a note on a cell, in a box of a width in pixels and as high as the text needs."""
        note = cell_text(text)
        height = 24 + 17 * line_count(note, width / _NOTE_LETTER, _NOTE_SIZE)
        options = {"width": width, "height": height, "font_name": FONT, "font_size": _NOTE_SIZE, "font_family": 1}
        self._checked(self.worksheet.write_comment(row, column, note, options))

    def link(self, row: int, column: int, cell: Cell, last: Cell, text: str, style: "Format") -> None:
        """Write a text of ours as a link to cells of this workbook, from `cell` to `last` below it."""
        area = cell.reference if last == cell else f"{cell.reference}:{last.reference}"
        sheet = cell.sheet.replace("'", "''")
        self._checked(self.worksheet.write_url(row, column, f"internal:'{sheet}'!{area}", style, text))

    def protect(self) -> None:
        """Lock what is not open, without a password: against slips, not against people."""
        self.worksheet.protect("", _ALLOWED)

    def page(self, footer: str, *, repeat: int | None, tall: int = 0) -> None:
        """Set up printing: A4 landscape, one page wide, the heading row on each page, page numbers in the footer."""
        sheet = self.worksheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.6)
        sheet.fit_to_pages(1, tall)
        sheet.center_horizontally()
        if repeat is not None:
            sheet.repeat_rows(repeat)
        sheet.set_footer(f'&L&"{FONT}"&9{footer.replace("&", "&&")}&R&"{FONT}"&9Trang &P/&N')

    def _checked(self, code: object) -> None:
        """Raise when xlsxwriter refused something.

        Raises:
            ValueError: something would be missing from the file.
        """
        if code not in {0, None}:
            raise ValueError(f"{self.name}: xlsxwriter code {code}")
