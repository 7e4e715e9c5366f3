"""The annexes of the written report: matrix, missing and late agencies, overdue tasks, indicators, changes."""

from collections.abc import Callable

import pandas as pd

from pipeline.campaign.groups import Group
from pipeline.consolidation.arrivals import arrivals
from pipeline.consolidation.compare import Change, RateChange
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.consolidation.states import State, Submission
from pipeline.reports import wording
from pipeline.reports.comparisons import change_cell, rate_change_cell
from pipeline.reports.extent import most_listed, names_everybody
from pipeline.reports.figures import AnnexKind, Figures
from pipeline.reports.sentences import (
    NOTHING_ASSIGNED,
    amount,
    day,
    enumeration,
    lower_first,
    number,
    percent,
    sentence,
    without_end,
)
from pipeline.reports.summary import changes_by_task, continued_indicators, continued_tasks, indicators
from pipeline.reports.summary_table import FigureKind, Share, Value
from pipeline.reports.written.blocks import (
    Alignment,
    Annex,
    Block,
    Heading,
    Matrix,
    MatrixGroup,
    MatrixRow,
    Paragraph,
    ParagraphKind,
    Table,
    TextColumn,
)
from pipeline.reports.written.lists import lacking_annex, list_annex
from pipeline.reports.written.overdue_annex import overdue_annex
from pipeline.reports.written.tables import cell, written_table
from pipeline.reports.written.task_table import by_section

_CENTRE, _RIGHT = Alignment.CENTRE, Alignment.RIGHT

#: Where what is not named in a very large register stands.
_REST_IN_WORKBOOK = "Từng cơ quan, đơn vị: trang “{sheet}” của Bảng tổng hợp (tệp Excel gửi kèm)."


def annexes(figures: Figures) -> tuple[Annex, ...]:
    """Return the annexes of `figures.annex_kinds` in their order; the text refers to them by the same labels."""
    return tuple(_annex(figures, kind) for kind in figures.annex_kinds)


def _annex(figures: Figures, kind: AnnexKind) -> Annex:
    large = kind is AnnexKind.MATRIX and not names_everybody(figures.consolidation)
    title, landscape, blocks = _MATRIX_OF_GROUPS if large else _CONTENTS[kind]
    return Annex(label=figures.annex(kind), title=title, landscape=landscape, blocks=blocks(figures))


def _matrix(figures: Figures) -> tuple[Block, ...]:
    """Return the legend and the matrix: agencies by group in the register's order, tasks in the catalogue's."""
    tasks = tuple(figures.by_task)
    if not tasks:
        return (Paragraph(NOTHING_ASSIGNED),)
    state_of = {(outcome.agency, outcome.task): outcome.state for outcome in figures.outcomes}
    agencies = figures.named(figures.consolidation.agencies["agency"])
    groups: dict[Group, list[MatrixRow]] = {group: [] for group in figures.campaign.groups}
    for position, agency in enumerate(agencies, start=1):
        states = tuple(state_of.get((agency.code, task)) for task in tasks)
        groups[agency.group].append(MatrixRow(number=str(position), name=agency.name, states=states))
    occurring = [state for state in State if figures.everything.of(state)]
    legend = "; ".join(f"{state.value}: {lower_first(state.label)}" for state in occurring)
    blank = any(state is None for lines in groups.values() for line in lines for state in line.states)
    unassigned = "; ô trống: không được giao nhiệm vụ" if blank else ""
    return (
        Paragraph(sentence(f"Ký hiệu: {legend}{unassigned}"), ParagraphKind.NOTE),
        Paragraph(
            f"Nhiệm vụ: {'; '.join(f'{task}: {figures.task_name(task)}' for task in tasks)}.", ParagraphKind.NOTE
        ),
        Matrix(
            tasks=tasks,
            groups=tuple(MatrixGroup(title=group.title, rows=tuple(lines)) for group, lines in groups.items() if lines),
            totals=tuple((state, tuple(figures.by_task[task].of(state) for task in tasks)) for state in occurring),
        ),
        *([by_section(figures)] if figures.led.assigned else []),
    )


def _matrix_of_groups(figures: Figures) -> tuple[Block, ...]:
    """Return how much of each task is done in each group and what is behind in all, for registers too large for a matrix."""
    rows = figures.consolidation.assignments
    groups = [group for group in figures.campaign.groups if group.code in set(rows["group"])]
    of_group = {group: counts_by(rows[rows["group"].eq(group.code)], "task") for group in groups}
    columns = (
        TextColumn("TT", 12, _CENTRE),
        TextColumn("Nhiệm vụ", 78),
        *(TextColumn(group.short_title, 26, _CENTRE) for group in groups),
        TextColumn("Tất cả", 26, _CENTRE),
        TextColumn(wording.OVERDUE, 15, _CENTRE),
        TextColumn("Báo cáo có lỗi", 15, _CENTRE),
        TextColumn(wording.NOT_REPORTED, 15, _CENTRE),
    )
    lines = [
        (
            task,
            figures.task_name(task),
            *(_done_of(of_group[group].get(task, Counts())) for group in groups),
            _done_of(numbers),
            *(amount(numbers.of(state)) for state in (State.OVERDUE, State.IN_ERROR, State.NOT_REPORTED)),
        )
        for task, numbers in figures.by_task.items()
    ]
    return (
        Paragraph(
            f"Mỗi ô ghi số lượt đã hoàn thành trên số lượt được giao và tỷ lệ. {_REST_IN_WORKBOOK.format(sheet='Ma trận')}",
            ParagraphKind.NOTE,
        ),
        Table(caption="", columns=columns, rows=tuple(lines), small=True),
    )


def _done_of(numbers: Counts) -> str:
    """Return "45/114 (39,5%)"; a dash where nothing was assigned."""
    if not numbers.assigned:
        return "–"
    rate = "" if numbers.done_rate is None else f" ({percent(numbers.done_rate)})"
    return f"{amount(numbers.done)}/{amount(numbers.assigned)}{rate}"


def _rest(figures: Figures, agencies: int, words: str, sheet: str = wording.AGENCIES_SHEET) -> list[Block]:
    """Return which of so many agencies a list names and where the others stand; nothing where it names all of them."""
    most = most_listed(figures.consolidation)
    if most is None or agencies <= most:
        return []
    text = f"Nêu tối đa {number(most)} cơ quan, đơn vị {words}. {_REST_IN_WORKBOOK.format(sheet=sheet)}"
    return [Paragraph(text, ParagraphKind.NOTE)]


def _missing_and_late(figures: Figures) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(2, "1. Cơ quan, đơn vị chưa báo cáo"), *_missing(figures)]
    if refused := _refused(figures):
        blocks += [Heading(2, "2. Cơ quan, đơn vị đã gửi tệp nhưng chưa dùng được"), *refused]
    blocks += [Heading(2, f"{3 if refused else 2}. Cơ quan, đơn vị báo cáo chậm"), *_late(figures)]
    return tuple(blocks)


def _missing(figures: Figures) -> list[Block]:
    agencies = figures.submitted(Submission.MISSING)
    if not agencies:
        return [Paragraph("Không có cơ quan, đơn vị nào chưa báo cáo.")]
    most = most_listed(figures.consolidation)
    by_group = {group: [agency for agency in agencies if agency.group == group] for group in figures.campaign.groups}
    table = Table(
        caption="",
        columns=(TextColumn("Khối", 3), TextColumn("Số cơ quan", 1.4, _CENTRE), TextColumn("Tên cơ quan, đơn vị", 9)),
        rows=tuple(
            (group.title, amount(len(members)), enumeration(members, most).replace("; UBND", ";\nUBND"))
            for group, members in by_group.items()
            if members
        ),
    )
    return [table, *_rest(figures, max(map(len, by_group.values())), "mỗi khối")]


def _refused(figures: Figures) -> list[Block]:
    """Return the agencies that sent only what does not count, with what came and why; nothing where there are none."""
    by_code = arrivals(figures.files, campaign=figures.campaign, round_=figures.round, as_of=figures.as_of)
    missing = [agency for agency in figures.submitted(Submission.MISSING) if agency.code in by_code]
    if not missing:
        return []
    lines = sorted((agency.name, wording.arrivals_sentence(by_code[agency.code])) for agency in missing)
    rows = tuple(lines[: most_listed(figures.consolidation)])
    table = Table(caption="", columns=(TextColumn(wording.AGENCY, 3), TextColumn("Đã nhận", 6)), rows=rows)
    return [table, *_rest(figures, len(lines), "có tệp chưa dùng được", wording.FILES_SHEET)]


def _late(figures: Figures) -> list[Block]:
    rows = figures.consolidation.agencies
    late = rows[rows["submission"].eq(Submission.LATE)]
    if late.empty:
        return [Paragraph("Không có cơ quan, đơn vị nào báo cáo chậm.")]
    most = most_listed(figures.consolidation)
    # of very many, those that are latest
    named = late if most is None else late.sort_values("days_late", ascending=False, kind="stable").head(most)
    lines = []
    cells = zip(named["agency_name"], named["report_date"], named["days_late"], strict=True)
    for position, (name, sent, days) in enumerate(cells, start=1):
        lines.append((str(position), name, "–" if pd.isna(sent) else day(sent.date()), amount(days)))
    columns = (
        TextColumn("STT", 1, _CENTRE),
        TextColumn(wording.AGENCY, 7),
        TextColumn(wording.REPORT_DATE, 2.2, _CENTRE),
        TextColumn(wording.DAYS_LATE, 2.2, _CENTRE),
    )
    return [Table(caption="", columns=columns, rows=tuple(lines)), *_rest(figures, len(late), "chậm nhiều ngày nhất")]


def _indicators(figures: Figures) -> tuple[Block, ...]:
    """Return each indicator by group and in all; a figure that nobody gave is a dash, which is not zero."""
    table = indicators(figures)
    if not table.rows:
        return (Paragraph("Lần báo cáo này không yêu cầu chỉ tiêu."),)
    groups = [group for group in figures.campaign.groups if group.code in figures.totals_by_group]
    changes = [] if figures.comparison is None else [wording.EARLIER, wording.DIFFERENCE]
    chosen = table.only(
        "TT",
        "Chỉ tiêu",
        wording.UNIT,
        wording.FIGURE_GIVEN,
        wording.OWING,
        *(group.title for group in groups),
        wording.TOTAL,
        *changes,
    )
    columns = (
        TextColumn("TT", 12, _CENTRE),
        TextColumn("Chỉ tiêu", 118),
        TextColumn(wording.UNIT, 20, _CENTRE),
        TextColumn("Số cơ quan báo cáo", 20, _CENTRE),
        *(TextColumn(group.short_title, 16, _RIGHT) for group in groups),
        TextColumn(wording.TOTAL, 18, _RIGHT),
        *(TextColumn(title, width, _RIGHT) for title, width in zip(changes, (18, 16), strict=False)),
    )
    kinds = [column.kind for column in chosen.columns]
    lines = []
    tasks = dict.fromkeys(total.task for total in figures.totals)
    for row in chosen.rows:
        if not any(isinstance(value, Share) for value in row):
            task, name, unit, reported, owing, *values = map(cell, row, kinds)
            lines.append((task, name, unit, f"{reported}/{owing}", *values))
    return (
        Table(caption="", columns=columns, rows=tuple(lines), small=True),
        Paragraph("Dấu “–”: chưa có số liệu báo cáo.", ParagraphKind.NOTE),
        Paragraph(f"Các nhiệm vụ: {'; '.join(map(figures.titled, tasks))}.", ParagraphKind.NOTE),
    )


def _changes(figures: Figures) -> tuple[Block, ...]:
    """Return every task beside the earlier round, led and coordinated assignments together."""
    comparison = figures.comparison
    if comparison is None or not figures.by_task:
        return (Paragraph("Không có nhiệm vụ nào để so sánh với lần báo cáo trước."),)
    table = changes_by_task(figures, comparison)
    widths = {"TT": 12.0, "Nhiệm vụ": 62.0, wording.ASSIGNED: 14.0, wording.DONE_RATE: 32.0}
    return (
        Paragraph(
            f"Mỗi ô ghi số liệu {comparison.earlier.name} → {figures.round.name}, trong ngoặc là mức tăng, giảm (của tỷ lệ: "
            "điểm phần trăm); một số là không thay đổi. Gồm cả nhiệm vụ chủ trì và phối hợp.",
            ParagraphKind.NOTE,
        ),
        Table(
            caption="",
            columns=tuple(
                TextColumn(
                    column.title,
                    widths.get(column.title, 18),
                    Alignment.LEFT if column.kind is FigureKind.TEXT else _CENTRE,
                )
                for column in table.columns
            ),
            rows=tuple(tuple(map(_changed, row)) for row in table.rows),
            small=True,
        ),
    )


def _changed(value: Value) -> str:
    """Return a narrow cell."""
    match value:
        case Change():
            return change_cell(value)
        case RateChange():
            return rate_change_cell(value)
        case _:
            return without_end(str(value))


def _commended(figures: Figures) -> tuple[Block, ...]:
    """Return who reported in time and did in time all that had fallen due, by group; the rule stands above it."""
    agencies = figures.commended()
    by_group = {group: [agency for agency in agencies if agency.group == group] for group in figures.campaign.groups}
    table = Table(
        caption="",
        columns=(TextColumn("Khối", 3), TextColumn("Số cơ quan", 1.4, _CENTRE), TextColumn("Tên cơ quan, đơn vị", 9)),
        rows=tuple(
            (
                group.title,
                amount(len(members)),
                enumeration(members, most_listed(figures.consolidation)).replace("; UBND", ";\nUBND"),
            )
            for group, members in by_group.items()
            if members
        ),
    )
    rule = (
        "Gồm các cơ quan, đơn vị gửi báo cáo đúng hạn, hoàn thành đúng hạn toàn bộ nhiệm vụ chủ trì đã đến hạn, không có "
        "nhiệm vụ quá hạn, chưa báo cáo hoặc báo cáo có lỗi."
    )
    return (Paragraph(rule, ParagraphKind.NOTE), table, *_rest(figures, max(map(len, by_group.values())), "mỗi khối"))


def _continued(figures: Figures) -> tuple[Block, ...]:
    """Return the tasks and indicators that go on from another campaign beside theirs."""
    continued = figures.continuation
    if continued is None:
        return (Paragraph("Không có nhiệm vụ, chỉ tiêu nào tiếp nối đợt trước."),)
    tasks, numbers = continued_tasks(figures, continued), continued_indicators(continued)
    blocks: list[Block] = [
        Paragraph(
            f"Chỉ so sánh các nhiệm vụ, chỉ tiêu tiếp nối từ {continued.name}. Mỗi ô ghi số liệu đợt trước → đợt này, trong "
            "ngoặc là mức tăng, giảm (của tỷ lệ: điểm phần trăm). Gồm cả nhiệm vụ chủ trì và phối hợp.",
            ParagraphKind.NOTE,
        )
    ]
    if tasks.rows:
        columns = tuple(
            TextColumn(column.title, _CONTINUED_WIDTHS.get(column.title, 18), _CENTRE) for column in tasks.columns
        )
        rows = tuple(tuple(map(_changed, row)) for row in tasks.rows)
        blocks.append(Table(caption="", columns=columns, rows=rows, small=True))
    if numbers.rows:
        blocks.append(written_table(numbers, {"Chỉ tiêu": 90, "": 20}, small=True))
    return tuple(blocks)


_CONTINUED_WIDTHS = {"TT": 12.0, "Nhiệm vụ": 80.0, "TT đợt trước": 14.0, wording.DONE_RATE: 32.0}
_MATRIX_OF_GROUPS = ("Tình trạng thực hiện nhiệm vụ của từng khối cơ quan, đơn vị", True, _matrix_of_groups)
#: Title of each annex, whether it is in landscape, what makes its content.
_CONTENTS: dict[AnnexKind, tuple[str, bool, Callable[[Figures], tuple[Block, ...]]]] = {
    AnnexKind.MATRIX: ("Tình trạng thực hiện nhiệm vụ của từng cơ quan, đơn vị", True, _matrix),
    AnnexKind.MISSING: ("Danh sách cơ quan, đơn vị chưa báo cáo, báo cáo chậm", False, _missing_and_late),
    AnnexKind.OVERDUE: (
        "Danh sách nhiệm vụ quá hạn chưa hoàn thành, nguyên nhân và ngày dự kiến hoàn thành",
        True,
        overdue_annex,
    ),
    AnnexKind.INDICATORS: ("Tổng hợp chỉ tiêu", True, _indicators),
    AnnexKind.LISTS: ("Danh sách kèm theo", True, list_annex),
    AnnexKind.WITHOUT_ENTRIES: (
        "Danh sách cơ quan, đơn vị chưa có nội dung trong danh sách phải lập",
        False,
        lacking_annex,
    ),
    AnnexKind.COMMENDED: ("Danh sách đề nghị biểu dương", False, _commended),
    AnnexKind.CHANGES: ("So sánh kết quả thực hiện với lần báo cáo trước", True, _changes),
    AnnexKind.CONTINUED: ("So sánh kết quả thực hiện với đợt trước", True, _continued),
}
