"""What the written report says of the lists: how many agencies have entries, how these are spread, and who has none."""

from collections import Counter

from pipeline.campaign.agencies import Agency
from pipeline.campaign.lists import OpenList
from pipeline.campaign.tasks import Task
from pipeline.consolidation.figures import ListCoverage, covered_agencies, owing_entries
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import enumeration, lower_first, number, one_line, percent
from pipeline.reports.written.returns import NAMED_IN_TEXT

#: The word of a closed list that stands for everything else, and the most values named where a column offers none.
_OTHER, _MOST_VALUES = "Khác", 5


def lists_of_task(figures: Figures, task: Task) -> list[OpenList]:
    """Return the lists of which the report speaks under a task: those that measure it, or are asked because of it."""
    return [open_list for open_list in figures.campaign.lists if _task_of(figures, open_list) == task.code]


def other_lists(figures: Figures) -> list[OpenList]:
    """Return the lists that belong to no task."""
    return [open_list for open_list in figures.campaign.lists if open_list.report_tasks == ()]


def list_sentences(figures: Figures, open_list: OpenList) -> list[str]:
    """Return how many agencies have entries on a list, against all that owe them where it measures a task, and their kinds."""
    coverage = figures.coverages.get(open_list.code)
    if coverage is None:
        return [] if open_list.measures is not None else _listed(figures, open_list)
    return _measured(figures, open_list, coverage)


def _task_of(figures: Figures, open_list: OpenList) -> str | None:
    return next((code for code in open_list.report_tasks if code in figures.by_task), None)


def _measured(figures: Figures, open_list: OpenList, coverage: ListCoverage) -> list[str]:
    noun, measure = open_list.noun, open_list.measures
    if coverage.rate is None or measure is None:
        return []
    if not coverage.covered and measure.at_least == 1:
        return [f"Chưa có {noun} nào trong danh sách của {number(coverage.owing)} cơ quan, đơn vị phải thực hiện."]
    target = "" if measure.target_percent is None else f" (yêu cầu {percent(measure.target_percent / 100)})"
    sentences = [
        f"Theo danh sách {noun}, {number(coverage.covered)}/{number(coverage.owing)} cơ quan, đơn vị, địa phương có "
        f"{' '.join(filter(None, (open_list.enough, open_list.state)))}, đạt {percent(coverage.rate)}{target}, "
        f"với tổng số {number(coverage.entries)} {noun}{_kinds(figures, open_list)}."
    ]
    without = coverage.owing - coverage.covered
    if without:
        names = f": {enumeration(_without(figures, open_list))}" if without <= NAMED_IN_TEXT else ""
        lacking = f"chưa có {noun}" if measure.at_least == 1 else f"chưa đủ {number(measure.at_least)} {noun}"
        sentences.append(f"Còn {number(without)} cơ quan, đơn vị {lacking} trong danh sách{names}.")
    return sentences


def _listed(figures: Figures, open_list: OpenList) -> list[str]:
    """Return what stands on a list that measures nothing."""
    entries = figures.counted_entries(open_list.code)
    agencies, noun = entries["agency"].nunique(), open_list.noun
    if not agencies:
        return [f"Chưa có cơ quan, đơn vị nào ghi {noun} vào danh sách."]
    return [
        f"Theo danh sách {noun}, {number(agencies)} cơ quan, đơn vị {open_list.verb} {number(len(entries))} {noun}"
        f"{_kinds(figures, open_list)}."
    ]


def _without(figures: Figures, open_list: OpenList) -> tuple[Agency, ...]:
    """Return the agencies that owe entries and have too few."""
    consolidation = figures.consolidation
    covered = covered_agencies(consolidation.lists[open_list.code], open_list)
    return figures.named(code for code in owing_entries(consolidation.assignments, open_list) if code not in covered)


def _kinds(figures: Figures, open_list: OpenList) -> str:
    """Return "; chia theo lĩnh vực: …": entries by what the form offers, or by what is typed most, the rest together."""
    if open_list.count_by is None:
        return ""
    column = figures.schemas.list_of(open_list.code).column(open_list.count_by)
    typed = Counter(
        one_line(cell) if isinstance(cell, str) else "" for cell in figures.counted_entries(open_list.code)[column.name]
    )
    offered = column.allowed or column.suggestions
    names = offered or [name for name, _ in typed.most_common() if name][:_MOST_VALUES]
    numbers = dict(sorted(((name, typed[name]) for name in names if name != _OTHER), key=lambda entry: -entry[1]))
    title = lower_first(column.title)
    rest = {f"{title} khác": typed.total() - sum(numbers.values())}
    parts = [f"{lower_first(name)} {number(count)}" for name, count in (numbers | rest).items() if count]
    return f"; chia theo {title}: {'; '.join(parts)}" if parts else ""
