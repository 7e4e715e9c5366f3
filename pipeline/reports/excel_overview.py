"""`Tổng quan`: what a leader reads in one minute; the one sheet that is free in form."""

from collections import Counter
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.campaign.assignment import Role
from pipeline.consolidation.counts import Counts, Submissions, counts, submissions
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.intake.inbox import ReceivedFile, Verdict
from pipeline.reports.charts import STATE_CHART_COLOURS, SUBMISSION_COLOURS, Series, StackedBars, stacked_bars
from pipeline.reports.excel_overview_blocks import (
    Block,
    excuse_sentences,
    groups_block,
    indicators_block,
    models_sentence,
    sections_block,
    tasks_block,
)
from pipeline.reports.excel_overview_layout import (
    FIRST_WIDTH,
    LAST_COLUMN,
    WIDTH,
    OverviewStyles,
    overview_styles,
    write_block,
)
from pipeline.reports.excel_table import A4, line_count, set_up_print
from pipeline.reports.sentences import day, number, official_sentence, percent
from pipeline.sheet_text import write_text

NAME = "Tổng quan"
#: Letters in one line across the sheet, in the size of its sentences.
_LETTERS_ACROSS = 180
_CHART_ROWS, _CHART_WIDTHS = 18, (380, 506, 394)
#: Per cent: the grid on A4 landscape. Excel ignores page breaks where a sheet is fitted to the page.
_PRINT_SCALE = 73
#: A part of less than this share of its bar is too small for its number.
_LEAST_SHARE = 0.05


def write_overview(
    workbook: Workbook, sheet: Worksheet, consolidation: Consolidation, files: Sequence[ReceivedFile], footer: str
) -> None:
    """Write the sheet: headline, figures, sentence, charts, then the tables that the charts draw on."""
    formats = overview_styles(workbook)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, LAST_COLUMN, WIDTH)
    charts_row = _write_head(sheet, consolidation, formats)
    row = charts_row + _CHART_ROWS + 1
    charts, breaks = [], []
    for block, bars in (
        (groups_block(consolidation), _reporting_bars),
        (sections_block(consolidation), _section_bars),
        (tasks_block(consolidation), _task_bars),
        (indicators_block(consolidation), None),
    ):
        if bars is not _task_bars:
            breaks.append(row)
        if bars is not None and block.charted:
            charts.append(bars(block, row + 2))
        row = write_block(sheet, row, block, formats)
        if block.note:
            row = _write_across(sheet, row - 1, block.note, formats) + 1
    for text in (models_sentence(consolidation), *excuse_sentences(consolidation), _control_sentence(files)):
        if text:
            row = _write_across(sheet, row, text, formats)
    _insert_charts(workbook, sheet, charts, charts_row)
    set_up_print(sheet, paper=A4, footer=footer)
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.set_h_pagebreaks(breaks[1:])
    sheet.print_area(0, 0, row - 1, LAST_COLUMN)


def _write_head(sheet: Worksheet, consolidation: Consolidation, formats: OverviewStyles) -> int:
    """Write title, figures and sentence; return the next free row."""
    decision, round_ = consolidation.campaign.decision, consolidation.round
    whole = counts(consolidation.assignments)
    led = counts(consolidation.assignments[consolidation.assignments["role"].eq(Role.LEAD)])
    returns = submissions(consolidation.agencies)
    title = f"TỔNG HỢP BÁO CÁO {decision.subject} {round_.name}".upper()
    _merge(sheet, 0, title, formats.title, 26)
    _merge(sheet, 1, decision.title, formats.subtitle, 15 * line_count(decision.title, _LETTERS_ACROSS) + 4)
    dates = (
        f"Số liệu tính đến ngày {day(consolidation.as_of.date())}. Hạn gửi báo cáo: trước ngày {day(round_.deadline)}."
    )
    _merge(sheet, 2, dates, formats.subtitle, 18)
    _write_cards(sheet, 4, _cards(whole, led, returns), formats)
    row = _write_across(sheet, 7, official_sentence(whole), formats)
    return _write_across(sheet, row, _base_sentence(whole, led), formats) + 1


def _cards(whole: Counts, led: Counts, returns: Submissions) -> list[tuple[str, str, State | None]]:
    """Return the headline figures: figure, what it is, state whose colours it wears."""
    return [
        (f"{returns.reported}/{returns.owing} ({_rate(returns.rate)})", "cơ quan đã báo cáo", None),
        (_rate(led.done_rate), "nhiệm vụ chủ trì đã hoàn thành", None),
        (number(whole.assigned), "lượt nhiệm vụ được giao", None),
        (number(whole.done), "lượt đã hoàn thành", State.DONE_IN_TIME),
        (number(whole.overdue), "lượt quá hạn", State.OVERDUE),
        (number(whole.not_reported), "lượt chưa báo cáo", State.NOT_REPORTED),
        (number(whole.in_error), "lượt báo cáo có lỗi", State.IN_ERROR),
    ]


def _rate(rate: float | None) -> str:
    return "không có" if rate is None else percent(rate)


def _base_sentence(whole: Counts, led: Counts) -> str:
    """Return what the rates are over, and the led part of the figures."""
    base = f"Tỷ lệ hoàn thành tính trên {number(whole.owing)} lượt phải báo cáo"
    excused = {"không phát sinh": whole.nil, "được miễn": whole.waived}
    if any(excused.values()):
        base += f" (không kể {', '.join(f'{number(count)} lượt {words}' for words, count in excused.items() if count)})"
    return (
        f"{base}: {_rate(whole.done_rate)}. Riêng nhiệm vụ chủ trì: {number(led.assigned)} lượt, đã hoàn thành "
        f"{number(led.done)}, quá hạn {number(led.overdue)}, chưa báo cáo {number(led.not_reported)}."
    )


def _write_cards(
    sheet: Worksheet, row: int, cards: Sequence[tuple[str, str, State | None]], formats: OverviewStyles
) -> None:
    """Write the figures side by side: the first in the wide column, each other over two columns."""
    sheet.set_row(row, 32)
    sheet.set_row(row + 1, 30)
    for place, (figure, words, state) in enumerate(cards):
        big, small = formats.cards[state]
        column = 2 * place - 1
        if place == 0:
            write_text(sheet, row, 0, figure, big)
            write_text(sheet, row + 1, 0, words, small)
        else:
            for line, text, style in ((row, figure, big), (row + 1, words, small)):
                sheet.merge_range(line, column, line, column + 1, "", style)
                write_text(sheet, line, column, text, style)


def _write_across(sheet: Worksheet, row: int, text: str, formats: OverviewStyles) -> int:
    """Write a sentence over the whole width; return the next row."""
    _merge(sheet, row, text, formats.sentence, 17 * line_count(text, _LETTERS_ACROSS) + 4)
    return row + 1


def _merge(sheet: Worksheet, row: int, text: str, style: Format, height: float) -> None:
    sheet.set_row(row, height)
    sheet.merge_range(row, 0, row, LAST_COLUMN, "", style)
    write_text(sheet, row, 0, text, style)


def _control_sentence(files: Sequence[ReceivedFile]) -> str:
    """Return the control total of files: all that came, by verdict."""
    if not files:
        return "Đối soát: chưa có tệp nào trong thư mục tiếp nhận."
    by_verdict = Counter(file.verdict for file in files)
    parts = (f"{verdict.label.lower()} {number(by_verdict[verdict])}" for verdict in Verdict if by_verdict[verdict])
    return f"Đối soát: tổng số {number(len(files))} tệp đã nhận; trong đó: {'; '.join(parts)}."


def _insert_charts(workbook: Workbook, sheet: Worksheet, charts: Sequence[StackedBars], row: int) -> None:
    """Put the charts side by side under the sentences."""
    offset = 0
    for bars, width in zip(charts, _CHART_WIDTHS, strict=False):
        chart = stacked_bars(workbook, bars, width=width, height=_CHART_ROWS * 20 - 8)
        options = {"x_offset": offset, "object_position": 1, "description": bars.description}
        sheet.insert_chart(row, 0, chart, options)
        offset += width + 6


def _reporting_bars(block: Block, first: int) -> StackedBars:
    return _bars(
        block,
        first,
        title="Tình hình gửi báo cáo theo khối",
        axis="Tỷ lệ cơ quan; số trong thanh là số cơ quan",
        names=0,
        parts=[(name, column, SUBMISSION_COLOURS[name]) for column, name in enumerate(SUBMISSION_COLOURS, start=3)],
    )


def _section_bars(block: Block, first: int) -> StackedBars:
    return _bars(
        block,
        first,
        title="Tình trạng thực hiện theo nhóm nhiệm vụ",
        axis="Tỷ lệ lượt nhiệm vụ; số trong thanh là số lượt",
        names=1,
        parts=[(state.label, column, STATE_CHART_COLOURS[state]) for column, state in enumerate(State, start=3)],
    )


def _task_bars(block: Block, first: int) -> StackedBars:
    late = (State.OVERDUE, State.NOT_REPORTED, State.IN_ERROR)
    return _bars(
        block,
        first,
        title="Nhiệm vụ còn tồn đọng nhiều nhất",
        axis="Tỷ lệ lượt chủ trì; số trong thanh là số lượt",
        names=1,
        parts=[
            ("Đã hoàn thành", 3, STATE_CHART_COLOURS[State.DONE_IN_TIME]),
            ("Còn trong hạn", 4, STATE_CHART_COLOURS[State.IN_PROGRESS]),
            *((state.label, column, STATE_CHART_COLOURS[state]) for column, state in enumerate(late, start=5)),
        ],
    )


def _bars(
    block: Block, first: int, *, title: str, axis: str, names: int, parts: Sequence[tuple[str, int, str]]
) -> StackedBars:
    """Return the chart of a block whose records start in a row of this sheet; a part that is nowhere is left out."""
    records = block.records[: block.charted]
    numbers = {column: [_count(record[column]) for record in records] for _, column, _ in parts}
    wholes = [sum(of_record) for of_record in zip(*numbers.values(), strict=True)]
    return StackedBars(
        title=title,
        axis=axis,
        sheet=NAME,
        rows=(first, first + len(records) - 1),
        names=names,
        series=[
            Series(
                name=name,
                column=column,
                colour=colour,
                labelled=[
                    number > 0 and number >= _LEAST_SHARE * whole
                    for number, whole in zip(numbers[column], wholes, strict=True)
                ],
            )
            for name, column, colour in parts
            if any(numbers[column])
        ],
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
