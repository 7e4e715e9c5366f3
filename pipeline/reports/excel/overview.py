"""`Tổng quan`: what a leader reads in one minute; the one sheet that is free in form."""

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.campaign.assignment import Role
from pipeline.consolidation.compare import Comparison
from pipeline.consolidation.counts import Counts, Submissions, counts, submissions
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.intake.received import ReceivedFile
from pipeline.reports.colours import ROUND_COLOURS, STATE_CHART_COLOURS, SUBMISSION_COLOURS
from pipeline.reports.excel.charts import ChartData, Series, native_chart
from pipeline.reports.excel.overview_blocks import (
    Block,
    groups_block,
    indicators_block,
    models_sentence,
    sections_block,
    tasks_block,
    weakest_sentences,
)
from pipeline.reports.excel.overview_notes import control_sentence, excuses_block, legend_block, method_sentences
from pipeline.reports.excel.overview_page import LAST_COLUMN, Page, overview_styles
from pipeline.reports.excel.overview_rounds import (
    movement_sentences,
    progress_sentence,
    rounds_block,
    sections_compared_block,
)
from pipeline.reports.excel.table import A4, set_up_print
from pipeline.reports.sentences import enumeration, number, official_sentence, percent
from pipeline.reports.wording import dates_sentence, ground_sentence, scope_sentence

NAME = "Tổng quan"
#: Heights in points, widths in pixels: three charts side by side, or one alone.
_CHARTS_HEIGHT, _CHART_WIDTHS, _LONE_CHART_WIDTH = 255, (380, 515, 400), 900
#: Per cent: the grid on A4 landscape. Excel ignores page breaks where a sheet is fitted to the page.
_PRINT_SCALE = 73
#: What fits on a printed page at that scale, in points, with room for what programs measure differently.
_PRINTED_HEIGHT = 690.0
#: A part of less than this share of its bar is too small for its number.
_LEAST_SHARE = 0.05
#: Missing agencies named on the first page.
_NAMED_MISSING = 25


def write_overview(
    workbook: Workbook,
    sheet: Worksheet,
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    footer: str,
    *,
    beside: Comparison | None,
    linked: bool,
) -> None:
    """Write the sheet: headline, figures, sentences, charts, then the tables that the charts draw on, notes at the end."""
    page = Page(sheet, overview_styles(workbook), printed_height=_PRINTED_HEIGHT)
    sheet.hide_gridlines(2)
    _write_head(page, consolidation, beside)
    charts_row = page.room(_CHARTS_HEIGHT)
    page.gap()
    charts = []
    for block, chart in (
        (groups_block(consolidation), _reporting_chart),
        (sections_block(consolidation), _section_chart),
        (tasks_block(consolidation), _task_chart),
    ):
        first = page.block(block)
        if block.charted:
            charts.append(chart(block, first))
    _insert_charts(workbook, sheet, charts, charts_row)
    if beside is not None:
        _write_rounds(workbook, sheet, page, consolidation, beside)
    page.block(indicators_block(consolidation, beside))
    models = models_sentence(consolidation)
    if models:
        page.sentence(models)
        page.gap()
    page.block(excuses_block(consolidation))
    page.block(legend_block(consolidation))
    page.heading("Nguồn số liệu và cách tính", with_height=60.0)
    for sentence in (*method_sentences(consolidation, linked=linked), control_sentence(files)):
        page.sentence(sentence)
    set_up_print(sheet, paper=A4, footer=footer)
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.set_h_pagebreaks(page.breaks)
    sheet.print_area(0, 0, page.row - 1, LAST_COLUMN)


def _write_head(page: Page, consolidation: Consolidation, beside: Comparison | None) -> None:
    """Write title, figures and sentences."""
    decision, round_ = consolidation.campaign.decision, consolidation.round
    whole = counts(consolidation.assignments)
    led = counts(consolidation.assignments[consolidation.assignments["role"].eq(Role.LEAD)])
    page.title(f"TỔNG HỢP BÁO CÁO {decision.subject} {round_.name}".upper(), 26)
    for subtitle in (ground_sentence(consolidation), dates_sentence(consolidation), scope_sentence(consolidation)):
        if subtitle:
            page.subtitle(subtitle)
    page.gap()
    page.cards(_cards(whole, led, submissions(consolidation.agencies)))
    page.gap()
    page.sentence(official_sentence(whole))
    page.sentence(_base_sentence(whole, led))
    for text in ("" if beside is None else progress_sentence(beside), _missing_sentence(consolidation)):
        if text:
            page.sentence(text)
    weakest = weakest_sentences(consolidation)
    if weakest:
        page.heading("Tồn đọng nhiều nhất")
        for sentence in weakest:
            page.sentence(sentence)
    page.gap()


def _cards(whole: Counts, led: Counts, returns: Submissions) -> list[tuple[str, str, str, State | None]]:
    """Return the headline figures: figure, what it is, what else there is to know, state whose colours it wears."""
    sent = {"đúng hạn": returns.in_time, "chậm": returns.late, "chưa": returns.missing, "được miễn": returns.waived}
    reported = f"{number(returns.reported)}/{number(returns.owing)} ({_rate(returns.rate)})"
    figures = (
        ("nhiệm vụ chủ trì đã hoàn thành", _rate(led.done_rate), _rate(whole.done_rate), None),
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
            "; ".join(f"{words} {number(count)}" for words, count in sent.items() if count),
            None,
        ),
        *((of_led, words, f"cả phối hợp: {of_all}", state) for words, of_led, of_all, state in figures),
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


def _missing_sentence(consolidation: Consolidation) -> str:
    """Return the agencies whose return is missing; "" where none is."""
    codes = consolidation.missing_agencies
    by_code = consolidation.campaign.agency_by_code
    names = enumeration([by_code[code] for code in codes], _NAMED_MISSING)
    return f"Chưa báo cáo ({number(len(codes))} cơ quan): {names}." if codes else ""


def _write_rounds(
    workbook: Workbook, sheet: Worksheet, page: Page, consolidation: Consolidation, beside: Comparison
) -> None:
    """Write the figures of both rounds, and the chart of their rates under its table."""
    page.block(rounds_block(beside))
    for sentence in movement_sentences(consolidation, beside):
        page.sentence(sentence)
    page.gap()
    block = sections_compared_block(consolidation, beside)
    first = page.block(block, extra=_CHARTS_HEIGHT)
    row = page.room(_CHARTS_HEIGHT)
    page.gap()
    if block.records:
        _insert_charts(workbook, sheet, [_rounds_chart(block, first)], row)


def _insert_charts(workbook: Workbook, sheet: Worksheet, charts: Sequence[ChartData], row: int) -> None:
    """Put the charts side by side."""
    widths = _CHART_WIDTHS if len(charts) > 1 else (_LONE_CHART_WIDTH,)
    offset = 0
    for shown, width in zip(charts, widths, strict=False):
        chart = native_chart(workbook, shown, width=width, height=round(_CHARTS_HEIGHT / 0.75))
        options = {"x_offset": offset, "object_position": 1, "description": shown.description}
        sheet.insert_chart(row, 0, chart, options)
        offset += width + 6


def _reporting_chart(block: Block, first: int) -> ChartData:
    return _stacked(
        block,
        first,
        title="Tình hình gửi báo cáo theo khối",
        axis="Tỷ lệ cơ quan; số trong thanh là số cơ quan",
        names=0,
        parts=[(name, column, SUBMISSION_COLOURS[name]) for column, name in enumerate(SUBMISSION_COLOURS, start=3)],
    )


def _section_chart(block: Block, first: int) -> ChartData:
    return _stacked(
        block,
        first,
        title="Tình trạng thực hiện theo nhóm nhiệm vụ",
        axis="Tỷ lệ lượt nhiệm vụ; số trong thanh là số lượt",
        names=1,
        parts=[(state.label, column, STATE_CHART_COLOURS[state]) for column, state in enumerate(State, start=3)],
    )


def _task_chart(block: Block, first: int) -> ChartData:
    late = (State.OVERDUE, State.NOT_REPORTED, State.IN_ERROR)
    return _stacked(
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


def _rounds_chart(block: Block, first: int) -> ChartData:
    every = [True] * len(block.records)
    earlier, now = ROUND_COLOURS
    return ChartData(
        title=block.title,
        axis="Tỷ lệ hoàn thành",
        sheet=NAME,
        rows=(first, first + len(block.records) - 1),
        names=1,
        series=[
            Series(name="Lần trước", column=2, colour=earlier, labelled=every),
            Series(name="Lần này", column=3, colour=now, labelled=every),
        ],
        stacked=False,
    )


def _stacked(
    block: Block, first: int, *, title: str, axis: str, names: int, parts: Sequence[tuple[str, int, str]]
) -> ChartData:
    """Return the chart of a block whose records start in a row of this sheet; a part that is nowhere is left out."""
    records = block.records[: block.charted]
    numbers = {column: [_count(record[column]) for record in records] for _, column, _ in parts}
    wholes = [sum(of_record) for of_record in zip(*numbers.values(), strict=True)]
    return ChartData(
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
