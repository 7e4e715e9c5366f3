"""All tasks in one table: lead, time limit, how much is done of what is due and of all, what is behind; their sections as a chart."""

from pipeline.consolidation.counts import Counts
from pipeline.consolidation.states import State
from pipeline.reports.colours import STATE_CHART_COLOURS
from pipeline.reports.comparisons import signed
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import amount, number, percent, without_end
from pipeline.reports.wording import DUE_RATE, NOT_REPORTED, OVERDUE
from pipeline.reports.written.blocks import (
    Alignment,
    BarChart,
    Block,
    ChartPart,
    Paragraph,
    ParagraphKind,
    Table,
    TextColumn,
)

_CENTRE = Alignment.CENTRE


def task_table(figures: Figures) -> list[Block]:
    """Return the table of the led assignments of every task under its section, with the total, and what its cells say."""
    compared = figures.comparison is not None
    columns = (
        TextColumn("TT", 8, _CENTRE),
        TextColumn("Nhiệm vụ", 50),
        TextColumn("Chủ trì", 24),
        TextColumn("Thời hạn", 29),
        TextColumn("Hoàn thành/ đến hạn", 15, _CENTRE),
        TextColumn("Hoàn thành/ phải làm", 16, _CENTRE),
        TextColumn(OVERDUE, 9, _CENTRE),
        TextColumn(NOT_REPORTED, 11, _CENTRE),
        *([TextColumn("Hoàn thành thêm", 13, _CENTRE)] if compared else []),
    )
    rows: list[tuple[str, ...]] = []
    for section, tasks in figures.sections():
        numbers = figures.led_by_section.get(section.code, Counts())
        rows.append(
            (section.code, figures.section_titles[section.code], "", "", *_cells(figures, numbers, section.code))
        )
        for task in tasks:
            if task.code in figures.led_by_task:
                limit = "" if task.time_limit is None else without_end(task.time_limit.verbatim)
                of_task = figures.led_by_task[task.code]
                rows.append(
                    (
                        task.code,
                        figures.task_name(task.code),
                        _lead(figures, task.code),
                        limit,
                        *_cells(figures, of_task, task.code),
                    )
                )
    rows.append(("", "Tổng cộng", "", "", *_cells(figures, figures.led, None)))
    note = f"Đơn vị tính: lượt chủ trì. “–”: chưa đến hạn. {DUE_RATE} và tỷ lệ trên toàn bộ số lượt phải làm ghi trong ngoặc."
    return [
        Table(caption="Kết quả thực hiện từng nhiệm vụ", columns=columns, rows=tuple(rows), total=True, small=True),
        Paragraph(note, ParagraphKind.NOTE),
    ]


def _lead(figures: Figures, task: str) -> str:
    return figures.sole_leads.get(task) or f"{number(figures.led_by_task[task].assigned)} cơ quan"


def _cells(figures: Figures, numbers: Counts, key: str | None) -> tuple[str, ...]:
    """Return the figures of a task, a section or of all (None)."""
    cells = (
        _of(numbers.done_fallen_due, numbers.fallen_due),
        _of(numbers.done, numbers.owing),
        amount(numbers.overdue),
        amount(numbers.not_reported),
    )
    if figures.comparison is None:
        return cells
    sides = {**figures.comparison.led_by_section, **figures.comparison.led_by_task}
    side = figures.comparison.led if key is None else sides.get(key)
    return (*cells, "–" if side is None else signed(side.now.done - side.before.done))


def _of(part: int, whole: int) -> str:
    """Return "346/434 (79,7%)"; a dash where there is nothing to be done."""
    return f"{amount(part)}/{amount(whole)} ({percent(part / whole)})" if whole else "–"


def by_section(figures: Figures) -> BarChart:
    """Return the chart: each section as a whole, by state."""
    titles = {
        section.code: f"{section.code}. {figures.section_titles[section.code]}" for section, _ in figures.sections()
    }
    sections = [figures.led_by_section.get(code, Counts()) for code in titles]
    return BarChart(
        caption="Tình trạng nhiệm vụ chủ trì theo nhóm nhiệm vụ (số lượt)",
        bars=tuple(titles.values()),
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
