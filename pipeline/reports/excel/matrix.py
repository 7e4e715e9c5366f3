"""`Ma trận`: agencies by tasks, each state by letter and colour, totals by formula at the right edge.

Totals per task stand on `Theo nhiệm vụ` (by formula over this sheet): a row of totals here would be no record.
"""

from collections.abc import Iterator, Mapping

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.campaign.tasks import Task
from pipeline.consolidation.counts import Counts
from pipeline.consolidation.promises import Promise
from pipeline.consolidation.states import State, Submission
from pipeline.reports.excel.columns import agency_columns, column_of
from pipeline.reports.excel.styles import HEADER_COLOURS, Look, Styles
from pipeline.reports.excel.table import (
    A3,
    SHEET_LIMITS,
    Formula,
    SheetLimits,
    TableColumn,
    WorksheetTable,
    write_table,
)
from pipeline.reports.figures import Figures, Outcome
from pipeline.reports.sentences import IS_IN_PROGRESS, IS_NOT_STARTED, lower_first, words_of
from pipeline.reports.wording import ASSIGNED, DONE_RATE, IN_ERROR
from pipeline.sheet_text import cell_text
from pipeline.values import date_text

NAME = "Ma trận"
#: Columns before the first task.
_LEFT = 3
_NOTE_LENGTH = 200
#: What the state's letters stand for, on every page; the notes on method say it in full.
_LEGEND = {
    State.DONE_IN_TIME: words_of(State.DONE_IN_TIME),
    State.DONE_LATE: words_of(State.DONE_LATE),
    State.IN_PROGRESS: IS_IN_PROGRESS,
    State.NOT_STARTED: IS_NOT_STARTED,
    State.OVERDUE: "quá hạn chưa xong",
    State.WITH_LEAD: "phối hợp, theo chủ trì",
    State.NIL: words_of(State.NIL),
    State.IN_ERROR: lower_first(IN_ERROR),
    State.NOT_REPORTED: words_of(State.NOT_REPORTED),
    State.WAIVED: lower_first(Submission.WAIVED.label),
}


def write_matrix(sheet: Worksheet, figures: Figures, formats: Styles, limits: SheetLimits = SHEET_LIMITS) -> None:
    """Write the sheet with its notes."""
    consolidation = figures.consolidation
    legend = "; ".join(f"{state.value}: {words}" for state, words in _LEGEND.items()) + "; trống: không giao"
    titles = {section.code: section.title for section in consolidation.campaign.sections}
    for column, task in enumerate(consolidation.tasks, start=_LEFT):
        _write_note(sheet, 0, column, f"{task.code}. {task.text}\n(Nhóm {task.section}: {titles[task.section]})")
    if len(consolidation.assignments) <= limits.notes:
        _write_notes(sheet, figures)
    # after the notes: rows that went to the disk take none
    write_table(sheet, _table(figures), formats, legend, limits)


def task_range(tasks: tuple[Task, ...], code: str, agencies: int) -> str:
    """Return the cells of a task's column on this sheet, for formulas on other sheets."""
    column = xl_col_to_name(_task_column(tasks, code))
    return f"'{NAME}'!${column}$2:${column}${agencies + 1}"


def task_cell(tasks: tuple[Task, ...], code: str) -> str:
    """Return the heading cell of a task's column, for links."""
    return f"'{NAME}'!{xl_col_to_name(_task_column(tasks, code))}1"


def totals(cells: str, numbers: Counts) -> dict[str, Formula]:
    """Return the totals over cells of this sheet, by state and as "assigned" and "rate", with their true values."""
    by_state = {state.value: Formula(f'=COUNTIF({cells},"{state.value}")', numbers.of(state)) for state in State}
    excused = f'COUNTIF({cells},"K")-COUNTIF({cells},"M")-COUNTIF({cells},"P")'
    done = f'COUNTIF({cells},"H")+COUNTIF({cells},"HM")'
    rate = f'=IF(COUNTA({cells})-{excused}=0,"",({done})/(COUNTA({cells})-{excused}))'
    return {
        "assigned": Formula(f"=COUNTA({cells})", numbers.assigned),
        **by_state,
        "rate": Formula(rate, "" if numbers.done_rate is None else numbers.done_rate),
    }


def _task_column(tasks: tuple[Task, ...], code: str) -> int:
    return _LEFT + [task.code for task in tasks].index(code)


def _table(figures: Figures) -> WorksheetTable:
    agencies, states = figures.consolidation.agencies, figures.matrix
    first, last = xl_col_to_name(_LEFT), xl_col_to_name(_LEFT + len(states.columns) - 1)
    edge = [
        totals(f"${first}{row}:${last}{row}", figures.by_agency.get(agency, Counts()))
        for row, agency in enumerate(agencies["agency"], start=2)
    ]
    code, name, group = agency_columns(agencies, figures.campaign.group_by_code)
    tints = {code: position % len(HEADER_COLOURS) for position, code in enumerate(figures.section_titles)}
    return WorksheetTable(
        name=NAME,
        columns=(
            code,
            column_of(name.title, 40, Look.WRAPPED, name.records),
            column_of(group.title, 25, Look.WRAPPED, group.records),
            *(
                column_of(task.code, 6, Look.STATE, states[task.code].tolist(), tint=tints[task.section])
                for task in figures.consolidation.tasks
            ),
            *_edge_columns(edge),
        ),
        frozen=_LEFT,
        paper=A3,
    )


def _edge_columns(edge: list[dict[str, Formula]]) -> list[TableColumn]:
    titles = {"assigned": ASSIGNED} | {state.value: f"Số {state.value}" for state in State}
    return [
        *(column_of(title, 5.5, Look.COUNTED, [row[name] for row in edge]) for name, title in titles.items()),
        column_of(DONE_RATE, 9, Look.RATED, [row["rate"] for row in edge]),
    ]


def _write_notes(sheet: Worksheet, figures: Figures) -> None:
    """Put a note on each cell: the state in the round before, the beginning of the result, of what is late why and until when."""
    rows: Mapping[str, int] = {agency: row for row, agency in enumerate(figures.matrix.index, start=1)}
    columns: Mapping[str, int] = {code: column for column, code in enumerate(figures.matrix.columns, start=_LEFT)}
    for agency, task, note in _notes(figures):
        if note:
            _write_note(sheet, rows[agency], columns[task], note)


def _notes(figures: Figures) -> Iterator[tuple[str, str, str]]:
    """Yield agency, task and note of each assignment; "" where there is nothing to say."""
    comparison, outcomes = figures.comparison, figures.outcomes
    before = [""] * len(outcomes) if comparison is None else comparison.cells["shown_before"].tolist()
    for outcome, shown_before in zip(outcomes, before, strict=True):
        lines = [f"Lần trước: {shown_before} → lần này: {outcome.state.value}"] if shown_before else []
        if outcome.result:
            cut = len(outcome.result) > _NOTE_LENGTH
            lines.append(outcome.result[: _NOTE_LENGTH - 1] + "…" if cut else outcome.result)
        if outcome.state is State.OVERDUE:
            lines += _late_lines(outcome, figures.promises.get((outcome.agency, outcome.task)))
        yield outcome.agency, outcome.task, "\n".join(lines)


def _late_lines(outcome: Outcome, promise: Promise | None) -> Iterator[str]:
    """Yield why a task is late, by when it will be done, and what was said of that in the round before."""
    if outcome.cause:
        yield f"Nguyên nhân: {outcome.cause}"
    if outcome.promised_on is not None:
        yield f"Dự kiến hoàn thành: {date_text(outcome.promised_on)}"
    if promise is not None:
        yield f"Lần trước dự kiến hoàn thành: {date_text(promise.promised_on)}"


def _write_note(sheet: Worksheet, row: int, column: int, text: str) -> None:
    options = {"author": "", "width": 320, "height": 30 + 18 * (len(text) // 42 + text.count("\n") + 1), "font_size": 9}
    code = sheet.write_comment(row, column, cell_text(text), options)
    if code != 0:
        raise ValueError(f"{NAME}: note at row {row}, column {column}: xlsxwriter code {code}")
