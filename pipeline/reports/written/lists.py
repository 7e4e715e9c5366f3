"""What the written report says of the lists: who has entries, how these are spread, who has none; and the entries in an annex."""

from collections import Counter

import pandas as pd

from pipeline.campaign.agencies import Agency
from pipeline.campaign.lists import OpenList
from pipeline.campaign.tasks import Task
from pipeline.consolidation.figures import ListCoverage, covered_agencies, owing_entries
from pipeline.consolidation.states import Submission
from pipeline.reports.extent import most_listed
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import day, enumeration, lower_first, number, one_line, percent
from pipeline.reports.wording import AGENCY
from pipeline.reports.written.blocks import Alignment, Block, Heading, Paragraph, ParagraphKind, Table, TextColumn
from pipeline.reports.written.returns import NAMED_IN_TEXT
from pipeline.values import number_text

#: Entries of one list in the annex; the workbook has all.
MOST_IN_ANNEX = 200
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
        names = f": {enumeration(without_entries(figures, open_list))}" if without <= NAMED_IN_TEXT else ""
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


def without_entries(figures: Figures, open_list: OpenList) -> tuple[Agency, ...]:
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


def lacking_annex(figures: Figures) -> tuple[Block, ...]:
    """Return who owes entries on a list and has too few: those that reported, then those that did not."""
    blocks: list[Block] = []
    silent = {agency.code for agency in figures.submitted(Submission.MISSING)}
    most = most_listed(figures.consolidation)
    for open_list in figures.campaign.lists:
        coverage = figures.coverages.get(open_list.code)
        if coverage is None or coverage.covered in {0, coverage.owing}:
            continue
        lacking = without_entries(figures, open_list)
        sides = {
            "Đã báo cáo": [agency for agency in lacking if agency.code not in silent],
            "Chưa báo cáo": [agency for agency in lacking if agency.code in silent],
        }
        rows = tuple(
            (words, str(len(of)), enumeration(of, most).replace("; UBND", ";\nUBND"))
            for words, of in sides.items()
            if of
        )
        columns = (
            TextColumn("Tình trạng", 2.4),
            TextColumn("Số cơ quan", 1.6, Alignment.CENTRE),
            TextColumn(AGENCY, 9),
        )
        about = f"Chưa có {open_list.noun} theo nhiệm vụ {figures.titled(coverage.task)}:"
        blocks += [Paragraph(about, ParagraphKind.LEAD), Table(caption="", columns=columns, rows=rows)]
    return tuple(blocks)


def list_annex(figures: Figures) -> tuple[Block, ...]:
    """Return the entries of the lists that the campaign wants in its report, one table a list."""
    lists = [open_list for open_list in figures.campaign.lists if open_list.annex]
    blocks: list[Block] = []
    for position, open_list in enumerate(lists, start=1):
        entries = figures.counted_entries(open_list.code)
        blocks.append(Heading(2, f"{position}. {open_list.title} ({number(len(entries))})"))
        blocks.append(_entries_table(figures, open_list, entries.head(MOST_IN_ANNEX)))
        if len(entries) > MOST_IN_ANNEX:
            place = f"trang “{open_list.sheet}” của Bảng tổng hợp (tệp Excel gửi kèm)"
            text = f"Nêu {number(MOST_IN_ANNEX)} {open_list.noun} đầu theo thứ tự cơ quan; toàn bộ ở {place}."
            blocks.append(Paragraph(text, ParagraphKind.NOTE))
    return tuple(blocks)


def _entries_table(figures: Figures, open_list: OpenList, entries: pd.DataFrame) -> Block:
    columns = figures.schemas.list_of(open_list.code).open_columns
    if entries.empty:
        return Paragraph(f"Chưa có {open_list.noun} nào.")
    cells = [[_shown_cell(value) for value in entries[column.name]] for column in columns]
    numbers = [str(position) for position in range(1, len(entries) + 1)]
    heads = (
        TextColumn("STT", 5, Alignment.CENTRE),
        TextColumn(AGENCY, 26),
        *(TextColumn(column.title, column.width) for column in columns),
    )
    rows = tuple(zip(numbers, entries["agency_name"], *cells, strict=True))
    return Table(caption="", columns=heads, rows=rows, small=True)


def _shown_cell(value: object) -> str:
    """Return a cell of a list as official texts show it."""
    if isinstance(value, str):
        return one_line(value)
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return day(value.date()) if isinstance(value, pd.Timestamp) else number_text(float(str(value)))
