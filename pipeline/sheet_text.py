"""Text written into worksheets: always as a string, whatever it looks like, and never dropped without notice."""

import re
from typing import TYPE_CHECKING

from pipeline.text import clean_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: What a cell of an .xlsx file can hold, in UTF-16 units.
CELL_LIMIT = 32_767
#: Stands at the end of a text that a cell cannot hold.
CUT_MARK = "… (xem tiếp ở tệp gốc)"
#: Lone surrogates and the two code points that XML forbids; xlsxwriter escapes the other control characters.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write_text(
    sheet: "Worksheet", row: int, column: int, text: str, style: "Format | None" = None, *, verbatim: bool = False
) -> None:
    """Write a text as a string: never a formula, number or link; over the limit of a cell it is cut with a mark.

    `verbatim` keeps blanks and hidden characters as they were typed; only what no workbook can hold is removed.

    Raises:
        ValueError: xlsxwriter refused the cell.
    """
    fit = cell_text(text, verbatim=verbatim)
    if fit.startswith("<r>") and fit.endswith("</r>"):
        # xlsxwriter takes a string of this look for ready-made XML of a rich string and would write it raw
        code = sheet.write_rich_string(row, column, "<", "r", fit[2:], *([] if style is None else [style]))
    else:
        code = sheet.write_string(row, column, fit, style)
    if code != 0:
        raise ValueError(f"{sheet.name}: row {row}, column {column}: xlsxwriter code {code}")


def cell_text(text: str, *, verbatim: bool = False) -> str:
    """Return a text as a cell can hold it: cleaned where it is not plain, cut with a mark where it is too long."""
    fit = text
    if not text.isprintable():
        fit = _UNWRITABLE.sub("", text) if verbatim else clean_text(text)
    if len(fit) * 2 <= CELL_LIMIT or _units(fit) <= CELL_LIMIT:
        return fit
    start = fit.encode("utf-16-le")[: 2 * (CELL_LIMIT - len(CUT_MARK))].decode("utf-16-le", "ignore")
    return start + CUT_MARK


def _units(text: str) -> int:
    """Return the length in UTF-16 units, as Excel counts."""
    return len(text.encode("utf-16-le")) // 2
