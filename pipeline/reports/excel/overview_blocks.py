"""The tables of `Tổng quan` as values: by group, by section, the weakest tasks, the indicators."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.campaign.agencies import Group
from pipeline.campaign.assignment import Role
from pipeline.consolidation.compare import Comparison
from pipeline.consolidation.counts import Counts, counts, counts_by, submissions, submissions_by_group, weakest
from pipeline.consolidation.figures import IndicatorTotal, indicator_totals, indicator_totals_by, model_coverage
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.reports.excel.styles import Look
from pipeline.reports.sentences import number, ordinary_case, percent, shortened

#: Tasks named in words on the first page, and letters of their wording there and in the table.
_NAMED, _NAMED_LETTERS, _TABLE_LETTERS = 3, 90, 105


class Share(float):
    """A rate (0 to 1) in a column of figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One small table: headings, one record a row, the look of each column."""

    title: str
    headings: Sequence[str]
    looks: Sequence[Look]
    records: Sequence[Sequence[object]]
    #: How many columns of the sheet's grid each column takes; empty: one each.
    spans: Sequence[int] = ()
    #: The last record is the total of the others.
    totalled: bool = False
    #: Stands in place of the table when there is no record.
    none: str = ""
    #: Stands under the table.
    note: str = ""

    @property
    def columns(self) -> Sequence[int]:
        """Return how many columns of the grid each column takes."""
        return self.spans or (1,) * len(self.headings)

    @property
    def charted(self) -> int:
        """Return how many records a chart may show: all but the total."""
        return len(self.records) - self.totalled


def groups_block(consolidation: Consolidation) -> Block:
    """Return the returns and the led tasks by group, with the total."""
    led = led_rows(consolidation)
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
    records.append(("Tất cả", *whole, *_led_figures(counts(led))))
    return Block(
        title="Tình hình gửi báo cáo và nhiệm vụ chủ trì, theo khối",
        headings=(
            "Khối",
            "Phải báo cáo",
            "Đã báo cáo",
            "Đúng hạn",
            "Chậm",
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
    records = [
        (title, f"Nhóm {code}", *_state_figures(by_section[code]))
        for code, title in section_titles(consolidation).items()
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


def section_titles(consolidation: Consolidation) -> dict[str, str]:
    """Return the titles of the catalogue's sections in ordinary case, by code."""
    place = consolidation.campaign.decision.report_letterhead.place
    return {section.code: ordinary_case(section.title, [place]) for section in consolidation.campaign.sections}


def _state_figures(numbers: Counts) -> tuple[object, ...]:
    return (numbers.assigned, *(numbers.of(state) for state in State), numbers.done_rate)


def tasks_block(consolidation: Consolidation) -> Block:
    """Return the ten weakest tasks by what the leads report; a lead that is alone is named."""
    texts = consolidation.campaign.task_by_code
    led = led_rows(consolidation)
    leads = _sole_leads(led)
    records = []
    for code, numbers in weakest(_by_task(led, consolidation)):
        limit = texts[code].time_limit
        due = None if limit is None else limit.due
        in_time = numbers.in_progress + numbers.not_started
        figures = (numbers.owing, numbers.done, in_time, numbers.overdue, numbers.not_reported, numbers.in_error)
        shown = _with_lead(shortened(texts[code].text, _TABLE_LETTERS), leads.get(code))
        records.append((shown, code, *figures, numbers.behind_rate, numbers.done_rate, due))
    return Block(
        title="Nhiệm vụ còn tồn đọng nhiều nhất (lượt chủ trì quá hạn, chưa báo cáo hoặc có lỗi)",
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
        spans=(1,) * 10 + (2,),
        records=records,
        none="Không có nhiệm vụ nào quá hạn, chưa báo cáo hoặc có lỗi.",
        note="Xếp theo số lượt tồn đọng nhân với tỷ lệ tồn đọng." if records else "",
    )


def weakest_sentences(consolidation: Consolidation) -> list[str]:
    """Return the three weakest tasks in words, and what is behind with tasks of which one agency alone is the lead.

    Nothing where nobody reported yet: every task is as weak as the next.
    """
    led = led_rows(consolidation)
    if led["state"].isin([State.NOT_REPORTED, State.WAIVED]).all():
        return []
    leads, by_task = _sole_leads(led), _by_task(led, consolidation)
    named = weakest(by_task, _NAMED)
    sentences = []
    for code, numbers in named:
        text = shortened(consolidation.campaign.task_by_code[code].text, _NAMED_LETTERS).rstrip(".;")
        behind = ", ".join(f"{words} {number(count)}" for words, count in _behind(numbers).items())
        sentences.append(
            f"– Nhiệm vụ {_with_lead(f'{code} {text}', leads.get(code))}: {number(numbers.behind)}/"
            f"{number(numbers.owing)} lượt chủ trì ({behind})."
        )
    told = {code for code, _ in named}
    alone: dict[tuple[str, str], list[str]] = {}
    for code, numbers in by_task.items():
        if code in leads and numbers.behind and code not in told:
            alone.setdefault((leads[code], ", ".join(_behind(numbers))), []).append(code)
    if alone:
        listed = "; ".join(f"{lead} {', '.join(codes)} ({words})" for (lead, words), codes in alone.items())
        sentences.append(f"– Nhiệm vụ chỉ có một cơ quan chủ trì: {listed}.")
    return sentences


def _behind(numbers: Counts) -> dict[str, int]:
    parts = {"quá hạn": numbers.overdue, "chưa báo cáo": numbers.not_reported, "báo cáo có lỗi": numbers.in_error}
    return {words: count for words, count in parts.items() if count}


def _with_lead(text: str, lead: str | None) -> str:
    return text if lead is None else f"{text} ({lead})"


def _sole_leads(led: pd.DataFrame) -> dict[str, str]:
    """Return the name of the lead of each task that has one only, by task code."""
    alone = led[~led["task"].duplicated(keep=False)]
    return dict(zip(alone["task"], alone["agency_name"], strict=True))


def _by_task(led: pd.DataFrame, consolidation: Consolidation) -> dict[str, Counts]:
    """Return the counts of the led assignments by task, in the decision's order."""
    found = counts_by(led, "task")
    return {task.code: found[task.code] for task in consolidation.tasks if task.code in found}


def indicators_block(consolidation: Consolidation, beside: Comparison | None) -> Block:
    """Return the totals of every indicator, over all and by group; nobody reported stays empty, it is not zero.

    A part is followed by its share of the whole, over all and by group.
    """
    by_group = indicator_totals_by(consolidation.indicators, "group")
    of_group = {group: {total.indicator: total for total in totals} for group, totals in by_group.items()}
    records: list[tuple[object, ...]] = []
    for total in indicator_totals(consolidation.indicators):
        groups = [totals.get(total.indicator) for totals in of_group.values()]
        figures = [None if each is None else each.total for each in groups]
        records.append(
            (
                *(total.name, total.task, total.unit, total.owing, total.reported, total.total),
                *figures,
                *_change(total, beside),
            )
        )
        if total.share is not None:
            shares = [None if each is None or each.share is None else Share(each.share) for each in groups]
            change = () if beside is None else (None, None)
            records.append(("– tỷ lệ so với tổng", total.task, "", None, None, Share(total.share), *shares, *change))
    groups_shown = [Group(group).title for group in of_group]
    return Block(
        title="Chỉ tiêu (ô trống: chưa có cơ quan nào báo cáo)",
        headings=(
            *("Chỉ tiêu", "TT", "Đơn vị tính", "Phải báo cáo", "Đã có số liệu", "Tổng cộng"),
            *groups_shown,
            *(() if beside is None else ("Lần trước", "Tăng, giảm")),
        ),
        looks=(
            *(Look.WRAPPED, Look.CODE, Look.CODE, *[Look.NUMBER] * (3 + len(groups_shown))),
            *(() if beside is None else (Look.NUMBER, Look.CHANGE)),
        ),
        records=records,
        none="Lần báo cáo này không có chỉ tiêu.",
        note="Tỷ lệ so với tổng chỉ tính trên các cơ quan có đủ cả hai số." if _has_share(records) else "",
    )


def _change(total: IndicatorTotal, beside: Comparison | None) -> tuple[object, ...]:
    """Return the total of the round before and the difference; nothing where there was no round before."""
    if beside is None:
        return ()
    both = beside.indicators[total.indicator]
    return (None if both.before is None else both.before.total, both.difference)


def _has_share(records: Sequence[Sequence[object]]) -> bool:
    return any(isinstance(value, Share) for record in records for value in record)


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


def led_rows(consolidation: Consolidation) -> pd.DataFrame:
    """Return the assignments as lead."""
    return consolidation.assignments[consolidation.assignments["role"].eq(Role.LEAD)]
