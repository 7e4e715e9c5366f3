"""The summary tables of a round: groups, sections, tasks, indicators, rounds; Word, Excel and HTML print the same ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter, methodcaller

from pipeline.campaign.decision import Campaign
from pipeline.campaign.indicators import Aggregate
from pipeline.consolidation.compare import Amounts, Change, Compared, Comparison, RateChange
from pipeline.consolidation.continuation import Continuation
from pipeline.consolidation.counts import Counts, Submissions, weakest
from pipeline.consolidation.figures import IndicatorTotal
from pipeline.consolidation.states import State, Submission
from pipeline.reports import wording
from pipeline.reports.comparisons import OUTCOMES, POINTS_NOTE, points
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import amount, lower_first, number, sentence
from pipeline.reports.summary_table import Amount, FigureKind, Share, SummaryColumn, SummaryTable, Value, columns_of

ALL_AGENCIES, NOTHING_OWED = "Thuộc diện báo cáo", "Không phát sinh, được miễn"
#: Agencies by what became of their returns.
RETURNS: dict[str, Callable[[Submissions], int]] = {
    ALL_AGENCIES: attrgetter("agencies"),
    wording.OWING: attrgetter("owing"),
    wording.REPORTED: attrgetter("reported"),
    **{submission.label: methodcaller("of", submission) for submission in Submission},
}
RETURNS_RATE = "Tỷ lệ báo cáo"
#: Assignments by what became of them; the parts overlap, a table chooses.
ASSIGNMENTS: dict[str, Callable[[Counts], int]] = {
    wording.ASSIGNED: attrgetter("assigned"),
    wording.LED: attrgetter("assigned"),
    wording.OWING: attrgetter("owing"),
    wording.DONE: attrgetter("done"),
    wording.WITHIN_TIME: attrgetter("within_time"),
    State.IN_PROGRESS.label: attrgetter("in_progress"),
    State.NOT_STARTED.label: attrgetter("not_started"),
    wording.OVERDUE: attrgetter("overdue"),
    NOTHING_OWED: lambda counts: counts.nil + counts.waived,
    wording.NOT_REPORTED: attrgetter("not_reported"),
    wording.IN_ERROR: attrgetter("in_error"),
}
#: Parts of what is owed: disjoint, and together all of it.
OWED_PARTS = (wording.DONE, wording.WITHIN_TIME, wording.OVERDUE, wording.NOT_REPORTED, wording.IN_ERROR)
#: Parts of what is assigned: disjoint, and together all of it.
ASSIGNED_PARTS = (
    *(wording.DONE, State.IN_PROGRESS.label, State.NOT_STARTED.label, wording.OVERDUE),
    *(NOTHING_OWED, wording.IN_ERROR, wording.NOT_REPORTED),
)
_SECTION = columns_of({wording.SECTION: FigureKind.TEXT, "Nhóm": FigureKind.CODE})
_EARLIER = {wording.EARLIER: FigureKind.NUMBER, wording.DIFFERENCE: FigureKind.DIFFERENCE}
_TASK = columns_of({"TT": FigureKind.CODE, "Nhiệm vụ": FigureKind.TEXT})
#: The rates of both.
_REPORTED: dict[str, Callable[[Submissions], float | None]] = {RETURNS_RATE: attrgetter("rate")}
_DONE: dict[str, Callable[[Counts], float | None]] = {wording.DONE_RATE: attrgetter("done_rate")}


def returns_by_group(figures: Figures) -> SummaryTable:
    """Return the agencies of each group by what became of their returns, with the total."""
    compared = figures.comparison
    earlier = {} if compared is None else compared.submissions_by_group
    rows = [
        (figures.campaign.group_by_code[group].title, *_values(RETURNS, _REPORTED, numbers, earlier.get(group)))
        for group, numbers in figures.submissions_by_group.items()
    ]
    whole = None if compared is None else compared.submissions
    rows.append((wording.TOTAL, *_values(RETURNS, _REPORTED, figures.submissions, whole)))
    return SummaryTable(
        title=wording.RETURNS_TITLE,
        columns=(SummaryColumn("Khối", FigureKind.TEXT), *_columns(RETURNS, _REPORTED)),
        rows=tuple(rows),
        total=True,
    )


def led_by_group(figures: Figures) -> SummaryTable:
    """Return the led assignments of each group that reports by what became of them, with the total."""
    groups = figures.submissions_by_group
    titles = figures.campaign.group_by_code
    numbers = [(titles[group].title, figures.led_by_group.get(group, Counts())) for group in groups]
    return SummaryTable(
        title="Nhiệm vụ chủ trì theo khối",
        columns=(SummaryColumn("Khối", FigureKind.TEXT), *_columns(ASSIGNMENTS, _DONE)),
        rows=tuple(
            (title, *_values(ASSIGNMENTS, _DONE, counts)) for title, counts in (*numbers, (wording.TOTAL, figures.led))
        ),
        total=True,
    )


def led_by_section(figures: Figures, codes: Iterable[str]) -> SummaryTable:
    """Return the led assignments of some sections (by code) by what became of them, with the total of all."""
    compared = figures.comparison
    chosen = set(codes)
    rows: list[tuple[Value, ...]] = []
    for code, title in figures.section_titles.items():
        if code in chosen:
            earlier = None if compared is None else compared.led_by_section.get(code, Compared(Counts(), Counts()))
            counts = figures.led_by_section.get(code, Counts())
            rows.append((title, code, *_values(ASSIGNMENTS, _DONE, counts, earlier)))
    whole = None if compared is None else compared.led
    rows.append((wording.TOTAL, "", *_values(ASSIGNMENTS, _DONE, figures.led, whole)))
    return SummaryTable(
        title="Kết quả thực hiện nhiệm vụ chủ trì theo nhóm nhiệm vụ (lượt)",
        columns=(*_SECTION, *_columns(ASSIGNMENTS, _DONE)),
        rows=tuple(rows),
        total=True,
    )


def states_by_section(figures: Figures) -> SummaryTable:
    """Return the assignments of each section, led and coordinated, by state, with the total."""
    letters: dict[str, Callable[[Counts], int]] = {wording.ASSIGNED: attrgetter("assigned")}
    letters |= {state.value: methodcaller("of", state) for state in State}
    numbers = [
        (title, f"Nhóm {code}", figures.by_section[code])
        for code, title in figures.section_titles.items()
        if code in figures.by_section
    ]
    return SummaryTable(
        title="Tình trạng thực hiện theo nhóm nhiệm vụ, cả chủ trì và phối hợp (lượt)",
        columns=(*_SECTION, *_columns(letters, _DONE)),
        rows=tuple(
            (title, code, *_values(letters, _DONE, counts))
            for title, code, counts in (*numbers, (wording.TOTAL, "", figures.everything))
        ),
        total=True,
        note=sentence("; ".join(f"{state.value}: {lower_first(state.label)}" for state in State)),
    )


def weakest_tasks(figures: Figures, limit: int) -> SummaryTable:
    """Return the tasks in the greatest trouble by what their leads report, worst first; a lead that is alone is named."""
    earlier = {} if figures.comparison is None else figures.comparison.led_by_task
    rates: dict[str, Callable[[Counts], float | None]] = {wording.BEHIND_RATE: attrgetter("behind_rate"), **_DONE}
    rows = []
    for code, counts in weakest(figures.led_by_task, limit):
        task = figures.campaign.task_by_code[code]
        due = None if task.time_limit is None else task.time_limit.due
        values = _values(ASSIGNMENTS, rates, counts, earlier.get(code))
        rows.append((code, figures.task_name(code), figures.sole_leads.get(code, ""), *values, due))
    return SummaryTable(
        title=f"{wording.WEAKEST_TASKS} (lượt chủ trì quá hạn, chưa báo cáo hoặc có lỗi)",
        columns=(
            *_TASK,
            SummaryColumn("Chủ trì", FigureKind.TEXT),
            *_columns(ASSIGNMENTS, rates),
            SummaryColumn("Hạn", FigureKind.DATE),
        ),
        rows=tuple(rows),
        empty="Không có nhiệm vụ nào quá hạn, chưa báo cáo hoặc có lỗi.",
        note="Xếp theo số lượt tồn đọng nhân với tỷ lệ tồn đọng." if rows else "",
    )


def indicators(figures: Figures) -> SummaryTable:
    """Return the totals of every indicator, over all and by group; what nobody reported is empty, which is not zero.

    A part is followed by its share of the whole (`Share`), over all and by group.
    """
    compared = figures.comparison
    rows: list[tuple[Value, ...]] = []
    for total in figures.totals:
        groups = [of_group.get(total.indicator) for of_group in figures.totals_by_group.values()]
        values = [_amount(of_group) for of_group in groups]
        described = (_described(total), total.task, total.unit, total.owing, total.reported)
        rows.append((*described, _amount(total), *values, *_earlier_amounts(total, compared)))
        if total.share is not None:
            shares = [None if part is None or part.share is None else Share(part.share) for part in groups]
            nothing = () if compared is None else (None, None)
            label = ("– tỷ lệ so với tổng", total.task, "", None, None)
            rows.append((*label, Share(total.share), *shares, *nothing))
    shared = any(total.share is not None for total in figures.totals)
    return SummaryTable(
        title="Chỉ tiêu (ô trống: chưa có cơ quan nào báo cáo)",
        columns=columns_of(
            {"Chỉ tiêu": FigureKind.TEXT, "TT": FigureKind.CODE, wording.UNIT: FigureKind.CODE}
            | dict.fromkeys((wording.OWING, wording.FIGURE_GIVEN, wording.TOTAL), FigureKind.NUMBER)
            | {figures.campaign.group_by_code[group].title: FigureKind.NUMBER for group in figures.totals_by_group}
            | ({} if compared is None else _EARLIER)
        ),
        rows=tuple(rows),
        empty="Lần báo cáo này không có chỉ tiêu.",
        note="Tỷ lệ so với tổng chỉ tính trên các cơ quan có đủ cả hai số." if shared else "",
    )


def _described(total: IndicatorTotal) -> str:
    """Return the name of an indicator with how its total comes about where that is no sum."""
    if total.sides is not None:
        part, whole = (amount(side, 0 if side.is_integer() else 2) for side in total.sides)
        return f"{total.name} (tính từ {part}/{whole})"
    how = {
        Aggregate.SUM: "",
        Aggregate.MEAN: f" (bình quân của {number(total.reported)} cơ quan)",
        Aggregate.MAX: " (cao nhất)",
        Aggregate.NONE: " (không cộng giữa các cơ quan)",
    }
    return f"{total.name}{how[total.aggregate] if total.reported or total.aggregate is Aggregate.NONE else ''}"


def _amount(total: IndicatorTotal | None) -> Amount | None:
    return None if total is None or total.total is None else Amount(total.total, total.decimals)


def _earlier_amounts(total: IndicatorTotal, compared: Comparison | None) -> tuple[Value, ...]:
    """Return the total of the round before and the difference; nothing where there was no round before."""
    if compared is None:
        return ()
    sides = compared.indicators[total.indicator]
    difference = None if sides.difference is None else Amount(sides.difference, total.decimals)
    return _amount(sides.before), difference


def rounds_side_by_side(comparison: Comparison, campaign: Campaign) -> SummaryTable:
    """Return the headline figures of two rounds with their differences; those of rates in percentage points."""
    sent, led = comparison.submissions, comparison.led
    rows = [
        _counted("Cơ quan phải báo cáo", sent.number(attrgetter("owing"))),
        _counted("Cơ quan đã báo cáo", sent.number(attrgetter("reported"))),
        _counted("– đúng hạn", sent.number(attrgetter("in_time"))),
        _counted("– chậm", sent.number(attrgetter("late"))),
        _rated("Tỷ lệ cơ quan đã báo cáo", sent.rate(attrgetter("rate"))),
        _counted("Lượt chủ trì được giao", led.number(attrgetter("assigned"))),
        _counted("– đã hoàn thành", led.number(attrgetter("done"))),
        _counted("– quá hạn chưa hoàn thành", led.number(attrgetter("overdue"))),
        _counted("– chưa báo cáo", led.number(attrgetter("not_reported"))),
        _rated("Tỷ lệ hoàn thành nhiệm vụ chủ trì đến hạn", led.rate(attrgetter("due_rate"))),
        _rated("Tỷ lệ hoàn thành nhiệm vụ chủ trì, cả chưa đến hạn", led.rate(attrgetter("done_rate"))),
        _rated("Tỷ lệ hoàn thành, cả chủ trì và phối hợp", comparison.total.rate(attrgetter("done_rate"))),
    ]
    for open_list in campaign.lists:
        if open_list.code in comparison.lists:
            rows.append(
                _counted(
                    f"Cơ quan có {open_list.enough}", comparison.lists[open_list.code].number(attrgetter("covered"))
                )
            )
    return SummaryTable(
        title=f"So với {comparison.earlier.name}",
        columns=columns_of({"Chỉ số": FigureKind.TEXT, "Lần này": FigureKind.NUMBER, **_EARLIER}),
        rows=tuple(rows),
        note=f"Số liệu {comparison.earlier.name} lấy từ báo cáo đang có trong thư mục tiếp nhận. {POINTS_NOTE}",
    )


def _counted(words: str, change: Change) -> tuple[Value, ...]:
    return words, change.now, change.before, change.difference


def _rated(words: str, change: RateChange) -> tuple[Value, ...]:
    shares = [None if rate is None else Share(rate) for rate in (change.now, change.before)]
    return words, *shares, points(change)


def led_rates_by_section(figures: Figures, comparison: Comparison) -> SummaryTable:
    """Return the rate of done of the led assignments of each section in two rounds."""
    rates = {code: compared.rate(attrgetter("done_rate")) for code, compared in comparison.led_by_section.items()}
    return SummaryTable(
        title=f"Tỷ lệ hoàn thành nhiệm vụ chủ trì theo nhóm, so với {comparison.earlier.name}",
        columns=(
            *_SECTION,
            *columns_of(dict.fromkeys((wording.EARLIER, "Lần này"), FigureKind.RATE)),
            SummaryColumn(wording.DIFFERENCE_IN_POINTS, FigureKind.DIFFERENCE),
        ),
        rows=tuple(
            (title, f"Nhóm {code}", rates[code].before, rates[code].now, points(rates[code]))
            for code, title in figures.section_titles.items()
            if code in rates
        ),
    )


def continued_tasks(figures: Figures, continued: Continuation) -> SummaryTable:
    """Return every task that goes on from another campaign beside that campaign's task, led and coordinated together."""
    numbers = {wording.ASSIGNED: ASSIGNMENTS[wording.ASSIGNED], wording.DONE: ASSIGNMENTS[wording.DONE]}
    tasks, tasks_before = figures.campaign.task_by_code, continued.earlier.campaign.task_by_code
    rows: list[tuple[Value, ...]] = []
    for code, sides in continued.by_task.items():
        before = tasks_before[(tasks[code].continues or "").partition("/")[2]]
        name = tasks[code].short or tasks[code].text
        rows.append((code, name, before.code, *_values(numbers, _DONE, sides.now, sides)))
    return SummaryTable(
        title=f"Nhiệm vụ tiếp nối từ {continued.name}",
        columns=(*_TASK, SummaryColumn("TT đợt trước", FigureKind.CODE), *_columns(numbers, _DONE)),
        rows=tuple(rows),
        empty="Không có nhiệm vụ nào tiếp nối.",
    )


def continued_indicators(continued: Continuation) -> SummaryTable:
    """Return every indicator that goes on from another campaign beside that campaign's."""
    rows = []
    for sides in continued.indicators.values():
        difference = None if sides.difference is None else Amount(sides.difference, sides.now.decimals)
        described = (_described(sides.now), sides.now.task, sides.now.unit)
        rows.append((*described, _amount(sides.now), _amount(sides.before), difference))
    return SummaryTable(
        title=f"Chỉ tiêu tiếp nối từ {continued.name}",
        columns=columns_of(
            {"Chỉ tiêu": FigureKind.TEXT, "TT": FigureKind.CODE, wording.UNIT: FigureKind.CODE}
            | {"Đợt này": FigureKind.NUMBER, "Đợt trước": FigureKind.NUMBER, wording.DIFFERENCE: FigureKind.DIFFERENCE}
        ),
        rows=tuple(rows),
        empty="Không có chỉ tiêu nào tiếp nối.",
    )


def changes_by_task(figures: Figures, comparison: Comparison) -> SummaryTable:
    """Return every task, led and coordinated, beside the round before; outcomes that never occur have no column."""
    total = comparison.total
    occurring = {
        f"{words[:1].upper()}{words[1:]}": outcome
        for words, outcome in OUTCOMES.items()
        if outcome(total.now) or outcome(total.before)
    }
    numbers: dict[str, Callable[[Counts], int]] = {wording.ASSIGNED: attrgetter("assigned"), **occurring}
    return SummaryTable(
        title="",
        columns=(*_TASK, *_columns(numbers, _DONE)),
        rows=tuple(
            (
                code,
                figures.task_name(code),
                *_values(numbers, _DONE, counts, comparison.by_task[code]),
            )
            for code, counts in figures.by_task.items()
        ),
    )


def _columns(numbers: Iterable[str], rates: Iterable[str]) -> tuple[SummaryColumn, ...]:
    return columns_of(dict.fromkeys(numbers, FigureKind.NUMBER) | dict.fromkeys(rates, FigureKind.RATE))


def _values(
    numbers: Mapping[str, Callable[[Amounts], int]],
    rates: Mapping[str, Callable[[Amounts], float | None]],
    amounts: Amounts,
    compared: Compared[Amounts] | None = None,
) -> Sequence[Value]:
    """Return the cells of one row: numbers, then rates, each as a change where there was a round before."""
    if compared is None:
        return [*(number(amounts) for number in numbers.values()), *(rate(amounts) for rate in rates.values())]
    changes: list[Value] = [compared.number(number) for number in numbers.values()]
    return changes + [compared.rate(rate) for rate in rates.values()]
