"""`Tổng quan`: what a leader reads in one minute; the one sheet that is free in form."""

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.consolidation.compare import Comparison
from pipeline.consolidation.continuation import Continuation
from pipeline.consolidation.counts import Counts, Submissions
from pipeline.consolidation.states import State, Submission
from pipeline.reports import wording
from pipeline.reports.colours import ROUND_COLOURS, STATE_CHART_COLOURS, SUBMISSION_COLOURS
from pipeline.reports.comparisons import continued_sentence, points
from pipeline.reports.excel.charts import ChartData, Series, native_chart
from pipeline.reports.excel.overview_notes import (
    control_sentence,
    excuses_table,
    legend_table,
    list_measures,
    method_sentences,
    movement_sentences,
    progress_sentence,
    weakest_sentences,
)
from pipeline.reports.excel.overview_page import LAST_COLUMN, Page, overview_styles
from pipeline.reports.excel.table import A4, set_up_print
from pipeline.reports.fallen_due import ASSIGNMENT_MEANS, DUE_BASE, due_sentence, tasks_sentence
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import (
    enumeration,
    lower_first,
    number,
    official_sentence,
    rate_or_none,
    shortened,
    with_lead,
    words_of,
)
from pipeline.reports.summary import (
    OWED_PARTS,
    RETURNS_RATE,
    continued_indicators,
    continued_tasks,
    indicators,
    led_by_group,
    led_rates_by_section,
    returns_by_group,
    rounds_side_by_side,
    states_by_section,
    weakest_tasks,
)
from pipeline.reports.summary_table import FigureKind, SummaryTable, columns_of, count

NAME = "Tổng quan"
#: Heights in points, widths in pixels: three charts side by side, or one alone.
_CHARTS_HEIGHT, _CHART_WIDTHS, _LONE_CHART_WIDTH = 255, (380, 515, 400), 900
#: Per cent: the grid on A4 landscape. Excel ignores page breaks where a sheet is fitted to the page.
_PRINT_SCALE = 73
#: What fits on a printed page at that scale, in points, with room for what programs measure differently.
_PRINTED_HEIGHT = 690.0
#: A part of less than this share of its bar is too small for its number.
_LEAST_SHARE = 0.05
#: Missing agencies named on the first page; tasks in the table of the weakest, and letters of their wording.
_NAMED_MISSING, _WEAKEST, _TASK_LETTERS = 25, 10, 105
#: How many columns of the grid the columns of wide tables take.
_TASK_SPANS, _EXCUSE_SPANS, _LEGEND_SPANS = (1,) * 10 + (2,), (1, 2, 4, 2, 3, 1), (1, 1, 10, 1)


def write_overview(workbook: Workbook, sheet: Worksheet, figures: Figures, footer: str, *, linked: bool) -> None:
    """Write the sheet: headline, figures, sentences, charts, then the tables that the charts draw on, notes at the end."""
    page = Page(sheet, overview_styles(workbook), printed_height=_PRINTED_HEIGHT)
    sheet.hide_gridlines(2)
    _write_head(page, figures)
    charts_row = page.room(_CHARTS_HEIGHT)
    page.gap()
    charts = []
    for table, spans, chart in (
        (_groups_table(figures), (), _reporting_chart),
        (states_by_section(figures), (), _section_chart),
        (_tasks_table(figures), _TASK_SPANS, _task_chart),
    ):
        first = page.table(table, spans)
        if table.parts:
            charts.append(chart(table, first))
    _insert_charts(workbook, sheet, charts, charts_row)
    if figures.comparison is not None:
        _write_rounds(workbook, sheet, page, figures, figures.comparison)
    if figures.continuation is not None:
        page.sentence(continued_sentence(figures.continuation))
        page.gap()
        page.table(_continued_table(figures, figures.continuation))
        page.table(continued_indicators(figures.continuation))
    page.table(indicators(figures))
    measures = list_measures(figures)
    for sentence in measures:
        page.sentence(sentence)
    if measures:
        page.gap()
    page.table(excuses_table(figures.consolidation), _EXCUSE_SPANS)
    page.table(legend_table(figures), _LEGEND_SPANS)
    page.heading("Nguồn số liệu và cách tính", with_height=60.0)
    for sentence in (*method_sentences(figures.consolidation, linked=linked), control_sentence(figures.files)):
        page.sentence(sentence)
    set_up_print(sheet, paper=A4, footer=footer)
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.set_h_pagebreaks(page.breaks)
    sheet.print_area(0, 0, page.row - 1, LAST_COLUMN)


def _groups_table(figures: Figures) -> SummaryTable:
    """Return the returns and the led assignments by group, with the total."""
    sent = [submission.label for submission in Submission if submission is not Submission.WAIVED]
    returns = returns_by_group(figures).only("Khối", wording.OWING, wording.REPORTED, *sent, RETURNS_RATE)
    led = led_by_group(figures).only(
        "Khối", wording.LED, wording.DONE, wording.OVERDUE, wording.NOT_REPORTED, wording.IN_ERROR, wording.DONE_RATE
    )
    return returns.beside(led, "Tình hình gửi báo cáo và nhiệm vụ chủ trì, theo khối")


def _tasks_table(figures: Figures) -> SummaryTable:
    """Return the ten weakest tasks; a lead that is alone is named behind the task."""
    weakest = weakest_tasks(figures, _WEAKEST)
    table = weakest.only("Nhiệm vụ", "TT", wording.OWING, *OWED_PARTS, wording.BEHIND_RATE, wording.DONE_RATE, "Hạn")
    named = [
        with_lead(shortened(text, _TASK_LETTERS), lead)
        for text, lead in zip(weakest.texts("Nhiệm vụ"), weakest.texts("Chủ trì"), strict=True)
    ]
    return replace(table, rows=tuple((text, *row[1:]) for text, row in zip(named, table.rows, strict=True)))


def _continued_table(figures: Figures, continued: Continuation) -> SummaryTable:
    """Return the tasks that go on from another campaign: their rates of done in both, and the difference in points."""
    table = continued_tasks(figures, continued)
    rates = [sides.rate(attrgetter("done_rate")) for sides in continued.by_task.values()]
    names = zip(table.texts("Nhiệm vụ"), table.texts("TT"), table.texts("TT đợt trước"), strict=True)
    return replace(
        table,
        columns=columns_of(
            {"Nhiệm vụ": FigureKind.TEXT, "TT": FigureKind.CODE, "TT đợt trước": FigureKind.CODE}
            | {"Tỷ lệ hoàn thành đợt trước": FigureKind.RATE, "Tỷ lệ hoàn thành đợt này": FigureKind.RATE}
            | {wording.DIFFERENCE_IN_POINTS: FigureKind.DIFFERENCE}
        ),
        rows=tuple(
            (shortened(text, _TASK_LETTERS), task, before, rate.before, rate.now, points(rate))
            for (text, task, before), rate in zip(names, rates, strict=True)
        ),
    )


def _write_head(page: Page, figures: Figures) -> None:
    """Write title, figures and sentences."""
    consolidation, comparison = figures.consolidation, figures.comparison
    page.title(f"TỔNG HỢP BÁO CÁO {figures.campaign.decision.subject} {figures.round.name}".upper(), 26)
    for subtitle in (
        wording.ground_sentence(consolidation),
        wording.dates_sentence(consolidation),
        wording.scope_sentence(consolidation),
    ):
        if subtitle:
            page.subtitle(subtitle)
    page.gap()
    page.cards(_cards(figures.everything, figures.led, figures.submissions))
    page.gap()
    page.sentence(
        f"{tasks_sentence(figures.led_by_task, figures.sole_leads)} {due_sentence(figures.led)} {DUE_BASE}.".strip()
    )
    page.sentence(f"{official_sentence(figures.everything)} {ASSIGNMENT_MEANS}.")
    page.sentence(_base_sentence(figures.everything, figures.led))
    for text in ("" if comparison is None else progress_sentence(comparison), _missing_sentence(figures)):
        if text:
            page.sentence(text)
    weakest = weakest_sentences(figures)
    if weakest:
        page.heading("Tồn đọng nhiều nhất")
        for sentence in weakest:
            page.sentence(sentence)
    page.gap()


def _cards(whole: Counts, led: Counts, returns: Submissions) -> list[tuple[str, str, str, State | None]]:
    """Return the headline figures: figure, what it is, what else there is to know, state whose colours it wears."""
    sent = wording.submission_words(returns)
    reported = f"{number(returns.reported)}/{number(returns.owing)} ({rate_or_none(returns.rate)})"
    figures = (
        (wording.LED_DONE, rate_or_none(led.due_rate), rate_or_none(whole.due_rate), None),
        ("lượt chủ trì được giao", number(led.assigned), number(whole.assigned), None),
        ("lượt chủ trì đã hoàn thành", number(led.done), number(whole.done), State.DONE_IN_TIME),
        ("lượt chủ trì quá hạn", number(led.overdue), number(whole.overdue), State.OVERDUE),
        ("lượt chủ trì chưa báo cáo", number(led.not_reported), number(whole.not_reported), State.NOT_REPORTED),
        ("lượt chủ trì báo cáo có lỗi", number(led.in_error), number(whole.in_error), State.IN_ERROR),
    )
    return [
        (
            reported,
            "cơ quan đã báo cáo",
            sent,
            None,
        ),
        *((of_led, words, f"cả phối hợp: {of_all}", state) for words, of_led, of_all, state in figures),
    ]


def _base_sentence(whole: Counts, led: Counts) -> str:
    """Return what the rates are over, and the led part of the figures."""
    base = f"Tỷ lệ hoàn thành trên toàn bộ {number(whole.owing)} lượt phải báo cáo, đến hạn và chưa đến hạn"
    excused = {
        words_of(State.WITH_LEAD): whole.with_lead,
        words_of(State.NIL): whole.nil,
        lower_first(Submission.WAIVED.label): whole.waived,
    }
    if any(excused.values()):
        base += f" (không kể {', '.join(f'{number(count)} lượt {words}' for words, count in excused.items() if count)})"
    return (
        f"{base}: {rate_or_none(whole.done_rate)}. Riêng nhiệm vụ chủ trì: {number(led.assigned)} lượt, đã hoàn thành "
        f"{number(led.done)}, quá hạn {number(led.overdue)}, chưa báo cáo {number(led.not_reported)}."
    )


def _missing_sentence(figures: Figures) -> str:
    """Return the agencies whose return is missing; "" where none is."""
    missing = figures.submitted(Submission.MISSING)
    words = f"{Submission.MISSING.label} ({number(len(missing))} cơ quan)"
    return f"{words}: {enumeration(missing, _NAMED_MISSING)}." if missing else ""


def _write_rounds(workbook: Workbook, sheet: Worksheet, page: Page, figures: Figures, comparison: Comparison) -> None:
    """Write the figures of both rounds, and the chart of their rates under its table."""
    page.table(rounds_side_by_side(comparison, figures.campaign))
    for sentence in movement_sentences(figures.campaign, comparison):
        page.sentence(sentence)
    page.gap()
    rates = led_rates_by_section(figures, comparison)
    first = page.table(rates, extra=_CHARTS_HEIGHT)
    row = page.room(_CHARTS_HEIGHT)
    page.gap()
    if rates.rows:
        _insert_charts(workbook, sheet, [_rounds_chart(rates, first)], row)


def _insert_charts(workbook: Workbook, sheet: Worksheet, charts: Sequence[ChartData], row: int) -> None:
    """Put the charts side by side."""
    widths = _CHART_WIDTHS if len(charts) > 1 else (_LONE_CHART_WIDTH,)
    offset = 0
    for data, width in zip(charts, widths, strict=False):
        chart = native_chart(workbook, data, width=width, height=round(_CHARTS_HEIGHT / 0.75))
        options = {"x_offset": offset, "object_position": 1, "description": data.description}
        sheet.insert_chart(row, 0, chart, options)
        offset += width + 6


def _reporting_chart(table: SummaryTable, first: int) -> ChartData:
    return _stacked(
        table,
        first,
        title=wording.RETURNS_TITLE,
        axis="Tỷ lệ cơ quan; số trong thanh là số cơ quan",
        names=0,
        parts=[
            (submission.label, submission.label, SUBMISSION_COLOURS[submission])
            for submission in Submission
            if submission is not Submission.WAIVED
        ],
    )


def _section_chart(table: SummaryTable, first: int) -> ChartData:
    return _stacked(
        table,
        first,
        title="Tình trạng thực hiện theo nhóm nhiệm vụ",
        axis="Tỷ lệ lượt nhiệm vụ; số trong thanh là số lượt",
        names=1,
        parts=[(state.label, state.value, STATE_CHART_COLOURS[state]) for state in State],
    )


def _task_chart(table: SummaryTable, first: int) -> ChartData:
    late = {wording.OVERDUE: State.OVERDUE, wording.NOT_REPORTED: State.NOT_REPORTED, wording.IN_ERROR: State.IN_ERROR}
    return _stacked(
        table,
        first,
        title=wording.WEAKEST_TASKS,
        axis="Tỷ lệ lượt chủ trì; số trong thanh là số lượt",
        names=1,
        parts=[
            (wording.DONE, wording.DONE, STATE_CHART_COLOURS[State.DONE_IN_TIME]),
            (wording.WITHIN_TIME, wording.WITHIN_TIME, STATE_CHART_COLOURS[State.IN_PROGRESS]),
            *((state.label, heading, STATE_CHART_COLOURS[state]) for heading, state in late.items()),
        ],
    )


def _rounds_chart(table: SummaryTable, first: int) -> ChartData:
    every = [True] * len(table.rows)
    colours = dict(zip((wording.EARLIER, "Lần này"), ROUND_COLOURS, strict=True))
    return ChartData(
        title=table.title,
        axis=wording.DONE_RATE,
        sheet=NAME,
        rows=(first, first + len(table.rows) - 1),
        names=1,
        series=[
            Series(name=name, column=table.position(name), colour=colour, labelled=every)
            for name, colour in colours.items()
        ],
        stacked=False,
    )


def _stacked(
    table: SummaryTable, first: int, *, title: str, axis: str, names: int, parts: Sequence[tuple[str, str, str]]
) -> ChartData:
    """Return the chart of a table whose records start in a row of this sheet.

    Args:
        table: its columns take one column of the grid each as far as the chart draws on them.
        first: row of its first record.
        title: heading of the chart.
        axis: what the value axis counts.
        names: column of the bars' names.
        parts: name, heading of the column and colour of each part; one that is nowhere is left out.
    """
    columns = {heading: table.position(heading) for _, heading, _ in parts}
    numbers = {heading: [count(row[position]) for row in table.parts] for heading, position in columns.items()}
    wholes = [sum(of_record) for of_record in zip(*numbers.values(), strict=True)]
    return ChartData(
        title=title,
        axis=axis,
        sheet=NAME,
        rows=(first, first + len(table.parts) - 1),
        names=names,
        series=[
            Series(
                name=name,
                column=columns[heading],
                colour=colour,
                labelled=[
                    number > 0 and number >= _LEAST_SHARE * whole
                    for number, whole in zip(numbers[heading], wholes, strict=True)
                ],
            )
            for name, heading, colour in parts
            if any(numbers[heading])
        ],
    )
