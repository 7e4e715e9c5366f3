"""`Ma trận`: agencies by tasks, each state by letter and colour, totals by formula at the right edge.

Totals per task stand on `Theo nhiệm vụ` (by formula over this sheet): a row of totals here would be no record.
"""

from collections.abc import Iterator, Mapping

import pandas as pd
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.campaign.tasks import Task
from pipeline.consolidation.compare import Comparison
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.consolidation.merge import Consolidation, matrix
from pipeline.consolidation.states import State
from pipeline.reports.excel.columns import agency_columns, column_of
from pipeline.reports.excel.styles import HEADER_COLOURS, Look, Styles
from pipeline.reports.excel.table import (
    A3,
    SHEET_LIMITS,
    Formula,
    SheetLimits,
    Table,
    TableColumn,
    write_table,
)
from pipeline.sheet_text import cell_text

NAME = "Ma trận"
#: Columns before the first task.
_LEFT = 3
_NOTE_LENGTH = 200
#: What the state's letters stand for, on every page; the notes on method say it in full.
_LEGEND = {
    State.DONE_IN_TIME: "hoàn thành đúng hạn",
    State.DONE_LATE: "hoàn thành quá hạn",
    State.IN_PROGRESS: "đang thực hiện",
    State.NOT_STARTED: "chưa thực hiện",
    State.OVERDUE: "quá hạn chưa xong",
    State.NIL: "không phát sinh",
    State.IN_ERROR: "có lỗi",
    State.NOT_REPORTED: "chưa báo cáo",
    State.WAIVED: "được miễn",
}


def write_matrix(
    sheet: Worksheet,
    consolidation: Consolidation,
    formats: Styles,
    beside: Comparison | None,
    limits: SheetLimits = SHEET_LIMITS,
) -> None:
    """Write the sheet with its notes."""
    states = matrix(consolidation)
    legend = "; ".join(f"{state.value}: {words}" for state, words in _LEGEND.items()) + "; trống: không giao"
    titles = {section.code: section.title for section in consolidation.campaign.sections}
    for column, task in enumerate(consolidation.tasks, start=_LEFT):
        _write_note(sheet, 0, column, f"{task.code}. {task.text}\n(Nhóm {task.section}: {titles[task.section]})")
    if len(consolidation.assignments) <= limits.notes:
        _write_notes(sheet, consolidation, states, beside)
    # after the notes: rows that went to the disk take none
    write_table(sheet, _table(consolidation, states), formats, legend, limits)


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
    excused = f'COUNTIF({cells},"K")-COUNTIF({cells},"M")'
    done = f'COUNTIF({cells},"H")+COUNTIF({cells},"HM")'
    rate = f'=IF(COUNTA({cells})-{excused}=0,"",({done})/(COUNTA({cells})-{excused}))'
    return {
        "assigned": Formula(f"=COUNTA({cells})", numbers.assigned),
        **by_state,
        "rate": Formula(rate, "" if numbers.done_rate is None else numbers.done_rate),
    }


def _task_column(tasks: tuple[Task, ...], code: str) -> int:
    return _LEFT + [task.code for task in tasks].index(code)


def _table(consolidation: Consolidation, states: pd.DataFrame) -> Table:
    agencies = consolidation.agencies
    by_agency = counts_by(consolidation.assignments, "agency")
    first, last = xl_col_to_name(_LEFT), xl_col_to_name(_LEFT + len(states.columns) - 1)
    edge = [
        totals(f"${first}{row}:${last}{row}", by_agency.get(agency, Counts()))
        for row, agency in enumerate(agencies["agency"], start=2)
    ]
    code, name, group = agency_columns(agencies)
    sections = [section.code for section in consolidation.campaign.sections]
    tints = {section: place % len(HEADER_COLOURS) for place, section in enumerate(sections)}
    return Table(
        name=NAME,
        columns=(
            code,
            column_of(name.title, 40, Look.WRAPPED, name.records),
            column_of(group.title, 25, Look.WRAPPED, group.records),
            *(
                column_of(task.code, 6, Look.STATE, states[task.code].tolist(), tint=tints[task.section])
                for task in consolidation.tasks
            ),
            *_edge_columns(edge),
        ),
        frozen=_LEFT,
        paper=A3,
    )


def _edge_columns(edge: list[dict[str, Formula]]) -> list[TableColumn]:
    titles = {"assigned": "Được giao"} | {state.value: f"Số {state.value}" for state in State}
    return [
        *(column_of(title, 5.5, Look.COUNTED, [row[name] for row in edge]) for name, title in titles.items()),
        column_of("Tỷ lệ hoàn thành", 9, Look.RATED, [row["rate"] for row in edge]),
    ]


def _write_notes(
    sheet: Worksheet, consolidation: Consolidation, states: pd.DataFrame, beside: Comparison | None
) -> None:
    """Put the state in the round before and the beginning of the result as a note on each cell that has one."""
    rows: Mapping[str, int] = {agency: row for row, agency in enumerate(states.index, start=1)}
    columns: Mapping[str, int] = {code: column for column, code in enumerate(states.columns, start=_LEFT)}
    for agency, task, note in _notes(consolidation.assignments, beside):
        if note:
            _write_note(sheet, rows[agency], columns[task], note)


def _notes(assigned: pd.DataFrame, beside: Comparison | None) -> Iterator[tuple[str, str, str]]:
    """Yield agency, task and note of each assignment; "" where there is nothing to say."""
    before = [""] * len(assigned) if beside is None else beside.cells["shown_before"].tolist()
    told = zip(assigned["agency"], assigned["task"], assigned["state"], assigned["result"], before, strict=True)
    for agency, task, state, result, shown_before in told:
        lines = [f"Lần trước: {shown_before} → lần này: {state}"] if shown_before else []
        if isinstance(result, str) and result:
            lines.append(result if len(result) <= _NOTE_LENGTH else result[: _NOTE_LENGTH - 1] + "…")
        yield agency, task, "\n".join(lines)


def _write_note(sheet: Worksheet, row: int, column: int, text: str) -> None:
    options = {"author": "", "width": 320, "height": 30 + 18 * (len(text) // 42 + text.count("\n") + 1), "font_size": 9}
    code = sheet.write_comment(row, column, cell_text(text), options)
    if code != 0:
        raise ValueError(f"{NAME}: note at row {row}, column {column}: xlsxwriter code {code}")
