"""Writing the review workbook anew."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook

from pipeline.forms.sheets.heights import row_height
from pipeline.forms.sheets.styles import FONT, HEAD, HEAD_TEXT, LOCKED, OPEN, SIZE, FormStyles
from pipeline.review.content import ReviewContent, ReviewRow, row_key, text_digest
from pipeline.review.layout import (
    ADDED_HEADINGS,
    ADDED_SHEET,
    GONE_HEADINGS,
    GONE_SHEET,
    KEY,
    LAYOUTS,
    META_SHEET,
    Offered,
    ReviewLayout,
    ReviewSheet,
)
from pipeline.sheet_text import write_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: What each drop-down offers; one that offers nothing is left out.
Choices = Mapping[Offered, Sequence[str]]
#: Files of the same content are the same to the byte.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook knows no time zones
_GONE_WIDTHS, _ADDED_WIDTHS = (14, 20, 20, 70, 70), (24, 40, 100)
#: Units: characters that a message beside a cell may have.
_HELP_LIMIT = 255
#: Rows below the last for which drop-downs hold: people may copy rows.
_SPARE_ROWS = 50
#: Units: points. Room to type two lines.
_LOWEST_ROW = 32.0
#: Colours of the columns for people.
_TYPED_HEAD, _TO_TYPE = "#7A4B00", "#FFF8E1"


def signature(choices: Choices) -> str:
    """Return the mark of everything that decides how a workbook looks besides its content."""
    return text_digest(repr((LAYOUTS, sorted((choice.value, tuple(words)) for choice, words in choices.items()))))


def review_bytes(content: ReviewContent, choices: Choices) -> bytes:
    """Return the workbook; the same content gives the same bytes."""
    buffer = BytesIO()
    workbook = Workbook(
        buffer, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": SIZE}}
    )
    workbook.set_properties({"title": "Ý kiến đầu mối", "created": _CREATED})
    styles = FormStyles(workbook)
    sheets = {sheet: workbook.add_worksheet(sheet.value) for sheet in ReviewSheet}
    for review_sheet, sheet in sheets.items():
        _write_sheet(sheet, LAYOUTS[review_sheet], content.rows[review_sheet], choices, styles)
    if content.gone:
        _write_lines(workbook.add_worksheet(GONE_SHEET), GONE_HEADINGS, _GONE_WIDTHS, _gone_lines(content), styles)
    if content.added:
        lines = ((text.place, text.about, text.text) for text in content.added)
        _write_lines(workbook.add_worksheet(ADDED_SHEET), ADDED_HEADINGS, _ADDED_WIDTHS, lines, styles)
    _write_meta(workbook.add_worksheet(META_SHEET), content, choices)
    sheets[ReviewSheet.ASSESSMENT].activate()
    workbook.close()
    return buffer.getvalue()


def _write_sheet(
    sheet: "Worksheet", layout: ReviewLayout, rows: Sequence[ReviewRow], choices: Choices, styles: FormStyles
) -> None:
    head = styles.cell(fill=HEAD, bold=True, font_color=HEAD_TEXT, align="center", valign="vcenter")
    typed_head = styles.cell(fill=_TYPED_HEAD, bold=True, font_color=HEAD_TEXT, align="center", valign="vcenter")
    own, open_ = styles.cell(fill=LOCKED), styles.cell(fill=_TO_TYPE, open_=True)
    write_text(sheet, 0, 0, KEY, head)
    sheet.set_column(0, 0, 24, None, {"hidden": True})
    first_typed = len(layout.shown) + 1
    for column, of_column in enumerate((*layout.shown, *layout.typed), start=1):
        write_text(sheet, 0, column, of_column.heading, typed_head if column >= first_typed else head)
        sheet.set_column(column, column, of_column.width)
    widths = [column.width for column in (*layout.shown, *layout.typed)]
    for number, row in enumerate(rows, start=1):
        _set_height(sheet, number, (*row.shown, *row.typed), widths)
        for column, text in enumerate((row_key(row.members), *row.shown, *row.typed)):
            write_text(sheet, number, column, text, open_ if column >= first_typed else own)
    last = len(rows) + _SPARE_ROWS
    for column, of_column in enumerate(layout.typed, start=first_typed):
        rule: dict[str, object] = {"validate": "any"}
        if of_column.choice is not None and choices.get(of_column.choice):
            # other words than those offered are words too: nothing is refused
            rule = {"validate": "list", "source": _range(of_column.choice, choices), "error_type": "information"}
        sheet.data_validation(
            1,
            column,
            last,
            column,
            {**rule, "input_title": of_column.heading, "input_message": of_column.help[:_HELP_LIMIT]},
        )
    sheet.autofilter(0, 0, max(len(rows), 1), len(layout.headings) - 1)
    _set_page(sheet)


def _write_lines(
    sheet: "Worksheet",
    headings: Sequence[str],
    widths: Sequence[float],
    lines: Iterator[tuple[str, ...]],
    styles: FormStyles,
) -> None:
    head, own = styles.heading(), styles.cell(fill=OPEN, open_=True)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        write_text(sheet, 0, column, heading, head)
        sheet.set_column(column, column, width)
    for number, line in enumerate(lines, start=1):
        _set_height(sheet, number, line, widths)
        for column, text in enumerate(line):
            write_text(sheet, number, column, text, own)
    _set_page(sheet)


def _gone_lines(content: ReviewContent) -> Iterator[tuple[str, ...]]:
    for row in content.gone:
        for column, text in zip(LAYOUTS[row.sheet].typed, row.typed, strict=True):
            if text:
                yield row.sheet.value, row_key(row.members), column.heading, text, row.about


def _write_meta(sheet: "Worksheet", content: ReviewContent, choices: Choices) -> None:
    """Write the signature, the digests of the program's own words below it, and the words that drop-downs offer."""
    own = {
        text for rows in content.rows.values() for row in rows for text in (row_key(row.members), *row.shown) if text
    }
    for row, text in enumerate((signature(choices), *sorted(map(text_digest, own)))):
        write_text(sheet, row, 0, text)
    for choice, words in choices.items():
        for row, word in enumerate(words):
            write_text(sheet, row, _meta_column(choice), word)
    sheet.very_hidden()


def _range(choice: Offered, choices: Choices) -> str:
    letter = chr(ord("A") + _meta_column(choice))
    return f"={META_SHEET}!${letter}$1:${letter}${len(choices[choice])}"


def _meta_column(choice: Offered) -> int:
    return 1 + list(Offered).index(choice)


def _set_height(sheet: "Worksheet", row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    # programs differ in where they break lines
    cells = ((text, width - 1, SIZE, False) for text, width in zip(texts, widths, strict=True))
    sheet.set_row(row, row_height(cells, _LOWEST_ROW))


def _set_page(sheet: "Worksheet") -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
