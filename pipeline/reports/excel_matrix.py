"""`Ma trận`: agencies by tasks, each state by letter and colour, totals by formula at the right edge.

Totals per task stand on `Theo nhiệm vụ` (by formula over this sheet): a row of totals here would be no record.
"""

from collections.abc import Mapping

import pandas as pd
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.campaign.tasks import Task
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.consolidation.merge import Consolidation, matrix
from pipeline.consolidation.states import State
from pipeline.reports.excel_columns import agency_columns, column_of
from pipeline.reports.excel_table import A3, Formula, Look, Styles, Table, TableColumn, write_table
from pipeline.sheet_text import cell_text, write_text

NAME = "Ma trận"
#: Columns before the first task.
_LEFT = 3
_NOTE_LENGTH = 200
_SECTION_COLOURS = ("1F4E79", "3F6F50")
#: Excel's limit of a footer, less room for page numbers.
_FOOTER_LENGTH = 200


def write_matrix(workbook: Workbook, sheet: Worksheet, consolidation: Consolidation, formats: Styles) -> None:
    """Write the sheet with its notes."""
    states = matrix(consolidation)
    legend = "; ".join(f"{state.value} {state.label[0].lower()}{state.label[1:]}" for state in State)
    write_table(sheet, _table(consolidation, states), formats, legend[:_FOOTER_LENGTH])
    _write_headings(workbook, sheet, consolidation)
    _write_notes(sheet, consolidation, states)


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
    return Table(
        name=NAME,
        columns=(
            *agency_columns(agencies),
            *(column_of(str(code), 6, Look.STATE, states[code].tolist()) for code in states.columns),
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


def _write_headings(workbook: Workbook, sheet: Worksheet, consolidation: Consolidation) -> None:
    """Tint the headings by section, and say in a note what each code stands for."""
    sections = consolidation.campaign.sections
    base = {"bold": True, "font_color": "#FFFFFF", "align": "center", "valign": "vcenter", "border": 1}
    tints = {
        section.code: workbook.add_format({**base, "bg_color": f"#{_SECTION_COLOURS[place % len(_SECTION_COLOURS)]}"})
        for place, section in enumerate(sections)
    }
    titles = {section.code: section.title for section in sections}
    for column, task in enumerate(consolidation.tasks, start=_LEFT):
        write_text(sheet, 0, column, task.code, tints[task.section])
        _write_note(sheet, 0, column, f"{task.code}. {task.text}\n(Nhóm {task.section}: {titles[task.section]})")


def _write_notes(sheet: Worksheet, consolidation: Consolidation, states: pd.DataFrame) -> None:
    """Put the beginning of the result as a note on each cell that has one."""
    rows: Mapping[str, int] = {agency: row for row, agency in enumerate(states.index, start=1)}
    columns: Mapping[str, int] = {code: column for column, code in enumerate(states.columns, start=_LEFT)}
    assigned = consolidation.assignments
    for agency, task, result in zip(assigned["agency"], assigned["task"], assigned["result"], strict=True):
        if isinstance(result, str) and result:
            short = result if len(result) <= _NOTE_LENGTH else result[: _NOTE_LENGTH - 1] + "…"
            _write_note(sheet, rows[agency], columns[task], short)


def _write_note(sheet: Worksheet, row: int, column: int, text: str) -> None:
    options = {"author": "", "width": 320, "height": 30 + 18 * (len(text) // 42 + text.count("\n") + 1), "font_size": 9}
    code = sheet.write_comment(row, column, cell_text(text), options)
    if code != 0:
        raise ValueError(f"{NAME}: note at row {row}, column {column}: xlsxwriter code {code}")
