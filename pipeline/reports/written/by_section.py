"""The led assignments by section of the catalogue: table and chart."""

from dataclasses import replace

from pipeline.consolidation.counts import Counts
from pipeline.consolidation.states import State
from pipeline.reports.colours import STATE_CHART_COLOURS
from pipeline.reports.comparisons import POINTS_NOTE
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import shortened
from pipeline.reports.summary import ASSIGNED_PARTS, NOTHING_OWED, led_by_section
from pipeline.reports.wording import ASSIGNED, DONE_RATE, SECTION
from pipeline.reports.written.blocks import BarChart, Block, ChartPart, Paragraph, ParagraphKind, Table
from pipeline.reports.written.tables import written_table

#: Characters of a section's title in the table and beside a bar.
_TITLE_LENGTH, _BAR_LENGTH = 100, 62
_WIDTHS = {SECTION: 40, NOTHING_OWED: 16, DONE_RATE: 15, "": 14}


def by_section(figures: Figures) -> list[Block]:
    """Return the table and the chart of the led assignments; outcomes that never occur have no column."""
    titles = {
        section.code: f"{section.code}. {figures.section_titles[section.code]}" for section, _ in figures.sections()
    }
    notes = [] if figures.comparison is None else [Paragraph(POINTS_NOTE, ParagraphKind.NOTE)]
    return [_table(figures, titles), *notes, _chart(figures, titles)]


def _table(figures: Figures, titles: dict[str, str]) -> Table:
    """Return the table, in a later round each figure beside the earlier one."""
    table = led_by_section(figures, titles)
    parts = [part for part in ASSIGNED_PARTS if table.occurs(part)]
    length = _TITLE_LENGTH if figures.comparison is None else _BAR_LENGTH
    names = [*(shortened(title, length) for title in titles.values()), *table.texts(SECTION)[-1:]]
    chosen = table.only(SECTION, ASSIGNED, *parts, DONE_RATE)
    rows = tuple((name, *row[1:]) for name, row in zip(names, chosen.rows, strict=True))
    return written_table(replace(chosen, rows=rows), _WIDTHS, lines_width=22)


def _chart(figures: Figures, titles: dict[str, str]) -> BarChart:
    """Return the chart: each section as a whole, by state."""
    sections = [figures.led_by_section.get(code, Counts()) for code in titles]
    return BarChart(
        caption="Tình trạng nhiệm vụ chủ trì theo nhóm nhiệm vụ (số lượt)",
        bars=tuple(shortened(title, _BAR_LENGTH) for title in titles.values()),
        parts=tuple(
            ChartPart(
                name=state.label,
                mark=state.value,
                colour=STATE_CHART_COLOURS[state],
                values=tuple(counts.of(state) for counts in sections),
            )
            for state in State
            if figures.led.of(state)
        ),
    )
