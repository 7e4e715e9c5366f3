"""The led assignments by section of the catalogue: table and chart."""

from collections.abc import Callable

from pipeline.consolidation.compare import Compared
from pipeline.consolidation.counts import Counts
from pipeline.consolidation.states import State
from pipeline.reports.colours import STATE_CHART_COLOURS
from pipeline.reports.comparisons import LINES, LINES_TITLE, RATES_NOTE, number_cell, rate_cell
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import amount, ordinary_case, percent, shortened
from pipeline.reports.written.blocks import (
    Alignment,
    BarChart,
    Block,
    ChartPart,
    Column,
    Paragraph,
    ParagraphKind,
    Table,
)

#: Characters of a section's title in the table and beside a bar.
_TITLE_LENGTH, _BAR_LENGTH = 100, 62
#: Columns of the table; they are disjoint and add up to what was assigned.
_OUTCOMES: dict[str, Callable[[Counts], int]] = {
    "Hoàn thành": lambda numbers: numbers.done,
    "Đang thực hiện, trong hạn": lambda numbers: numbers.in_progress,
    "Chưa thực hiện, trong hạn": lambda numbers: numbers.not_started,
    "Quá hạn": lambda numbers: numbers.overdue,
    "Không phát sinh, được miễn": lambda numbers: numbers.nil + numbers.waived,
    "Có lỗi": lambda numbers: numbers.in_error,
    "Chưa báo cáo": lambda numbers: numbers.not_reported,
}


def section_title(figures: Figures, title: str) -> str:
    """Return a section's title, which stands in capitals in the decision, as an ordinary heading."""
    return ordinary_case(title, (figures.campaign.decision.report_letterhead.place,))


def by_section(figures: Figures) -> list[Block]:
    """Return the table and the chart of the led assignments; outcomes that never occur have no column."""
    titles = {
        section.code: f"{position}. {section_title(figures, section.title)}"
        for position, (section, _) in enumerate(figures.sections(), start=1)
    }
    notes = [] if figures.comparison is None else [Paragraph(RATES_NOTE, ParagraphKind.NOTE)]
    return [_table(figures, titles), *notes, _chart(figures, titles)]


def _table(figures: Figures, titles: dict[str, str]) -> Table:
    """Return the table, in a later round each figure beside the earlier one."""
    compared = figures.comparison
    kinds = {
        title: of
        for title, of in _OUTCOMES.items()
        if of(figures.led) or (compared is not None and of(compared.led.before))
    }
    centre = Alignment.CENTRE
    columns = [
        Column("Nhóm nhiệm vụ", 40),
        Column("Được giao", 14, centre),
        *(Column(title, 16 if "Không" in title else 14, centre) for title in kinds),
        Column("Tỷ lệ hoàn thành", 15, centre),
    ]
    length = _TITLE_LENGTH if compared is None else _BAR_LENGTH
    short_titles = [shortened(title, length) for title in titles.values()]
    if compared is None:
        numbers = [figures.led_by_section.get(code, Counts()) for code in titles]
        rows = [
            (title, *_cells(counts, kinds))
            for title, counts in zip((*short_titles, "Tổng cộng"), (*numbers, figures.led), strict=True)
        ]
    else:
        columns.insert(1, Column(LINES_TITLE, 22))
        nothing = Compared(Counts(), Counts())
        sides = [*(compared.led_by_section.get(code, nothing) for code in titles), compared.led]
        rows = [
            (title, LINES, *_compared_cells(side, kinds))
            for title, side in zip((*short_titles, "Tổng cộng"), sides, strict=True)
        ]
    return Table(
        caption="Kết quả thực hiện nhiệm vụ chủ trì theo nhóm nhiệm vụ (lượt)",
        columns=tuple(columns),
        rows=tuple(rows),
        total=True,
        small=compared is not None,
    )


def _cells(numbers: Counts, kinds: dict[str, Callable[[Counts], int]]) -> list[str]:
    rate = "–" if numbers.done_rate is None else percent(numbers.done_rate)
    return [amount(numbers.assigned), *(amount(of(numbers)) for of in kinds.values()), rate]


def _compared_cells(counts: Compared[Counts], kinds: dict[str, Callable[[Counts], int]]) -> list[str]:
    return [
        number_cell(counts.number(lambda numbers: numbers.assigned)),
        *(number_cell(counts.number(of)) for of in kinds.values()),
        rate_cell(counts.rate(lambda numbers: numbers.done_rate)),
    ]


def _chart(figures: Figures, titles: dict[str, str]) -> BarChart:
    """Return the chart: each section as a whole, by state."""
    numbers = [figures.led_by_section.get(code, Counts()) for code in titles]
    return BarChart(
        caption="Tình trạng nhiệm vụ chủ trì theo nhóm nhiệm vụ (số lượt)",
        bars=tuple(shortened(title, _BAR_LENGTH) for title in titles.values()),
        parts=tuple(
            ChartPart(
                name=state.label,
                mark=state.value,
                colour=STATE_CHART_COLOURS[state],
                values=tuple(counts.of(state) for counts in numbers),
            )
            for state in State
            if figures.led.of(state)
        ),
    )
