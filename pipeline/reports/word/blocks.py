"""The blocks of a text in Word: headings, paragraphs, tables, pictures and the matrix."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from pipeline.consolidation.states import State
from pipeline.reports.colours import STATE_COLOURS
from pipeline.reports.word.document import OfficialDocument
from pipeline.reports.word.pictures import PICTURE_WIDTH, bar_chart_png
from pipeline.reports.word.styles import GRID
from pipeline.reports.word.xml import cell, dxa, paragraph, row, shares, table
from pipeline.reports.wording import AGENCY
from pipeline.reports.written.blocks import (
    Alignment,
    BarChart,
    Block,
    Heading,
    Matrix,
    MatrixGroup,
    Paragraph,
    ParagraphKind,
    Table,
)

#: Style of each kind of paragraph and what it begins with.
_PARAGRAPHS = {
    ParagraphKind.BODY: ("BodyText", ""),
    ParagraphKind.LEAD: ("Lead", ""),
    ParagraphKind.CLOSING: ("Closing", ""),
    ParagraphKind.ITEM: ("Item", "- "),
    ParagraphKind.NOTE: ("Note", ""),
}
_CELL_STYLES = {Alignment.LEFT: "Text", Alignment.CENTRE: "Centre", Alignment.RIGHT: "Right"}
_CELL_MARGIN = 40
#: A row with a longer cell may be broken over pages, or it would leave half a page blank.
_LONG_CELL = 900
_MIDDLE = '<w:vAlign w:val="center"/>'
_BOLD = "<w:b/>"
_HEAD_FILL, _GROUP_FILL = "F2F2F2", "E7E6E6"


def write_blocks(document: OfficialDocument, blocks: Iterable[Block]) -> None:
    """Write blocks one below the other, in the width of the page's text."""
    for block in blocks:
        match block:
            case Heading():
                document.paragraph(f"Heading{block.level}", block.text)
            case Paragraph():
                style, opening = _PARAGRAPHS[block.kind]
                document.paragraph(style, opening + block.text)
            case Table():
                if block.caption:
                    document.paragraph("Caption", block.caption)
                document.table_xml(_table_xml(block, document.text_width))
                document.paragraph("Gap")
            case BarChart():
                document.picture(bar_chart_png(block), width=PICTURE_WIDTH, description=block.description)
                document.paragraph("PictureCaption", block.caption)
            case Matrix():
                document.table_xml(_matrix_xml(block, document.text_width))
            case _:
                assert_never(block)


def _fill(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def _table_xml(content: Table, width: int) -> str:
    widths = shares(width, [column.share for column in content.columns])
    size_of_letters = "Small" if content.small else "Table"
    head = row(
        (
            cell(size, paragraph(f"{size_of_letters}Head", column.title), _fill(_HEAD_FILL) + _MIDDLE)
            for size, column in zip(widths, content.columns, strict=True)
        ),
        header=True,
    )
    styles = [size_of_letters + _CELL_STYLES[column.alignment] for column in content.columns]
    rows = [head]
    for position, texts in enumerate(content.rows, start=1):
        bold = _BOLD if content.total and position == len(content.rows) else ""
        cells = (
            cell(size, "".join(paragraph(style, line, run_properties=bold) for line in text.split("\n")), _MIDDLE)
            for size, style, text in zip(widths, styles, texts, strict=True)
        )
        rows.append(row(cells, whole=max(map(len, texts)) <= _LONG_CELL))
    return table(widths, rows, style=GRID, margin=_CELL_MARGIN, title=content.description)


def _matrix_xml(matrix: Matrix, width: int) -> str:
    """Return the matrix: narrow cells without margins, each state by letter and colour."""
    number, count = dxa(8), len(matrix.tasks)
    narrow = min((width - number - dxa(48)) // count, dxa(16))
    name, state_widths = width - number - count * narrow, [narrow] * count
    widths = [number, name, *state_widths]
    titles = ("STT", AGENCY, *matrix.tasks)
    head = row(
        (
            cell(size, paragraph("MatrixHead", title), _fill(_HEAD_FILL) + _MIDDLE)
            for size, title in zip(widths, titles, strict=True)
        ),
        header=True,
    )
    rows = [head]
    for group in matrix.groups:
        rows += _group_rows(group, widths)
    for state, numbers in matrix.totals:
        first = cell(
            number, paragraph("MatrixCell", state.value, run_properties=_colour(state)), _fill(STATE_COLOURS[state][0])
        )
        label = cell(name, paragraph("MatrixName", f"Cộng: {state.label}", run_properties=_BOLD))
        figures = (
            cell(size, paragraph("MatrixHead", str(figure) if figure else ""), _MIDDLE)
            for size, figure in zip(state_widths, numbers, strict=True)
        )
        rows.append(row((first, label, *figures)))
    return table(widths, rows, style=GRID, margin=15, title="Ma trận tình trạng thực hiện nhiệm vụ")


def _colour(state: State) -> str:
    return f'{_BOLD}<w:color w:val="{STATE_COLOURS[state][1]}"/>'


def _group_rows(group: MatrixGroup, widths: list[int]) -> Iterator[str]:
    """Yield the title of a group across the table, then one row per agency."""
    span = f'<w:gridSpan w:val="{len(widths)}"/>{_fill(_GROUP_FILL)}'
    yield row((cell(sum(widths), paragraph("MatrixGroup", f"{group.title} ({len(group.rows)})"), span),))
    # a cell depends on its width and state alone, and a matrix has thousands
    state_cells: dict[tuple[int, State | None], str] = {}
    for line in group.rows:
        cells = [
            cell(widths[0], paragraph("MatrixCell", line.number), _MIDDLE),
            cell(widths[1], paragraph("MatrixName", line.name), _MIDDLE),
        ]
        for size, state in zip(widths[2:], line.states, strict=True):
            if (size, state) not in state_cells:
                state_cells[size, state] = _state_cell(size, state)
            cells.append(state_cells[size, state])
        yield row(cells)


def _state_cell(width: int, state: State | None) -> str:
    if state is None:
        return cell(width, paragraph("MatrixCell", ""))
    return cell(
        width,
        paragraph("MatrixCell", state.value, run_properties=_colour(state)),
        _fill(STATE_COLOURS[state][0]) + _MIDDLE,
    )
