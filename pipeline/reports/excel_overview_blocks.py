"""The tables of `Tổng quan` as values: by group, by section, the weakest tasks, the indicators."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.campaign.agencies import Group
from pipeline.campaign.assignment import Role
from pipeline.consolidation.counts import Counts, counts, counts_by, submissions, submissions_by_group, weakest
from pipeline.consolidation.figures import indicator_totals, indicator_totals_by, model_coverage
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.consolidation.waivers import listed
from pipeline.reports.excel_table import Look
from pipeline.reports.sentences import day, number, ordinary_case, percent, shortened, without_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One small table: headings, one record a row, the look of each column."""

    title: str
    headings: Sequence[str]
    looks: Sequence[Look]
    records: Sequence[Sequence[object]]
    #: The last record is the total of the others.
    totalled: bool = False
    #: Stands in place of the table when there is no record.
    none: str = ""
    #: Stands under the table.
    note: str = ""

    @property
    def charted(self) -> int:
        """Return how many records a chart may show: all but the total."""
        return len(self.records) - self.totalled


def groups_block(consolidation: Consolidation) -> Block:
    """Return the returns and the led tasks by group, with the total."""
    led = _led(consolidation)
    by_group = counts_by(led, "group")
    records: list[tuple[object, ...]] = [
        (
            Group(group).title,
            returns.owing,
            returns.reported,
            returns.in_time,
            returns.late,
            returns.missing,
            returns.rate,
            *_led_figures(by_group.get(group, Counts())),
        )
        for group, returns in submissions_by_group(consolidation.agencies).items()
    ]
    all_ = submissions(consolidation.agencies)
    whole = (all_.owing, all_.reported, all_.in_time, all_.late, all_.missing, all_.rate)
    records.append(("Toàn thành phố", *whole, *_led_figures(counts(led))))
    return Block(
        title="Tình hình gửi báo cáo và nhiệm vụ chủ trì, theo khối",
        headings=(
            "Khối",
            "Phải báo cáo",
            "Đã báo cáo",
            "Đúng hạn",
            "Muộn",
            "Chưa báo cáo",
            "Tỷ lệ báo cáo",
            "Lượt chủ trì",
            "Đã hoàn thành",
            "Quá hạn",
            "Chưa báo cáo",
            "Có lỗi",
            "Tỷ lệ hoàn thành",
        ),
        looks=(Look.WRAPPED, *[Look.NUMBER] * 5, Look.RATE, *[Look.NUMBER] * 5, Look.RATE),
        records=records,
        totalled=True,
    )


def _led_figures(numbers: Counts) -> tuple[object, ...]:
    return (
        numbers.assigned,
        numbers.done,
        numbers.overdue,
        numbers.not_reported,
        numbers.in_error,
        numbers.done_rate,
    )


def sections_block(consolidation: Consolidation) -> Block:
    """Return every state by section, led and coordinated, with the total."""
    by_section = counts_by(consolidation.assignments, "section")
    titles = {section.code: section.title for section in consolidation.campaign.sections}
    place = consolidation.campaign.decision.report_letterhead.place
    records = [
        (ordinary_case(titles[code], [place]), f"Nhóm {code}", *_state_figures(by_section[code]))
        for code in titles
        if code in by_section
    ]
    records.append(("Tất cả", "", *_state_figures(counts(consolidation.assignments))))
    return Block(
        title="Tình trạng thực hiện theo nhóm nhiệm vụ, cả chủ trì và phối hợp (lượt)",
        headings=("Nhóm nhiệm vụ", "Nhóm", "Được giao", *(state.value for state in State), "Tỷ lệ hoàn thành"),
        looks=(Look.WRAPPED, Look.CODE, *[Look.NUMBER] * (1 + len(State)), Look.RATE),
        records=records,
        totalled=True,
        note="; ".join(f"{state.value}: {state.label[0].lower()}{state.label[1:]}" for state in State) + ".",
    )


def _state_figures(numbers: Counts) -> tuple[object, ...]:
    return (numbers.assigned, *(numbers.of(state) for state in State), numbers.done_rate)


def tasks_block(consolidation: Consolidation) -> Block:
    """Return the ten weakest tasks by what the leads report; a lead that is alone is named."""
    texts = consolidation.campaign.task_by_code
    led = _led(consolidation)
    in_order = counts_by(led, "task")
    by_task = {task.code: in_order[task.code] for task in consolidation.tasks if task.code in in_order}
    records = []
    for code, numbers in weakest(by_task):
        limit = texts[code].time_limit
        due = None if limit is None else limit.due
        in_time = numbers.in_progress + numbers.not_started
        figures = (numbers.owing, numbers.done, in_time, numbers.overdue, numbers.not_reported, numbers.in_error)
        text = shortened(texts[code].text, 105)
        leads = led.loc[led["task"].eq(code), "agency_name"]
        shown = f"{text} ({leads.iloc[0]})" if len(leads) == 1 else text
        records.append((shown, code, *figures, numbers.behind_rate, numbers.done_rate, due))
    return Block(
        title="Nhiệm vụ còn tồn đọng nhiều nhất (lượt chủ trì quá hạn, chưa báo cáo hoặc có lỗi trên lượt phải báo cáo)",
        headings=(
            "Nhiệm vụ",
            "TT",
            "Lượt phải báo cáo",
            "Đã hoàn thành",
            "Còn trong hạn",
            "Quá hạn",
            "Chưa báo cáo",
            "Có lỗi",
            "Tỷ lệ tồn đọng",
            "Tỷ lệ hoàn thành",
            "Hạn",
        ),
        looks=(Look.WRAPPED, Look.CODE, *[Look.NUMBER] * 6, Look.RATE, Look.RATE, Look.DATE),
        records=records,
        none="Không có nhiệm vụ nào quá hạn, chưa báo cáo hoặc có lỗi.",
    )


def indicators_block(consolidation: Consolidation) -> Block:
    """Return the totals of every indicator, over all and by group; nobody reported stays empty, it is not zero."""
    by_group = indicator_totals_by(consolidation.indicators, "group")
    of_group = {group: {total.indicator: total.total for total in totals} for group, totals in by_group.items()}
    records = [
        (
            total.name,
            total.task,
            total.unit,
            total.owing,
            total.reported,
            total.total,
            *(totals.get(total.indicator) for totals in of_group.values()),
            total.share,
        )
        for total in indicator_totals(consolidation.indicators)
    ]
    groups = [Group(group).title for group in of_group]
    return Block(
        title="Chỉ tiêu (ô trống: chưa có cơ quan nào báo cáo)",
        headings=(
            *("Chỉ tiêu", "TT", "Đơn vị tính", "Phải báo cáo", "Đã có số liệu", "Tổng cộng"),
            *groups,
            "Tỷ lệ so với tổng",
        ),
        looks=(Look.WRAPPED, Look.CODE, Look.CODE, *[Look.NUMBER] * (3 + len(groups)), Look.RATE),
        records=records,
        none="Lần báo cáo này không có chỉ tiêu.",
    )


def excuse_sentences(consolidation: Consolidation) -> list[str]:
    """Return one sentence for each waiver and extension of the round: who, what, why, on whose word."""
    return [
        f"{excuse.kind}: {excuse.agency_name}: {excuse.what}; lý do: {without_end(excuse.why)} "
        f"({excuse.by}, ngày {day(excuse.on)})."
        for excuse in listed(consolidation.campaign, consolidation.round)
    ]


def models_sentence(consolidation: Consolidation) -> str:
    """Return how many agencies have a model; "" where no task of the round asks for one."""
    task = consolidation.campaign.decision.model_task
    if task is None or task not in {asked.code for asked in consolidation.tasks}:
        return ""
    coverage = model_coverage(consolidation.assignments, consolidation.models, task)
    if coverage.rate is None:
        return f"Nhiệm vụ {task}: không có cơ quan nào phải báo cáo mô hình."
    return (
        f"Nhiệm vụ {task}: {number(coverage.with_model)}/{number(coverage.owing)} cơ quan có mô hình "
        f"({percent(coverage.rate)}), tổng số {number(coverage.models)} mô hình."
    )


def _led(consolidation: Consolidation) -> pd.DataFrame:
    return consolidation.assignments[consolidation.assignments["role"].eq(Role.LEAD)]
