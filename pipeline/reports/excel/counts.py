"""`Theo nhiệm vụ`, `Theo cơ quan` and `Quá hạn`: every count, by task and by agency, and what is late."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

import pandas as pd

from pipeline.campaign.assignment import Role
from pipeline.consolidation.compare import Compared
from pipeline.consolidation.counts import Counts
from pipeline.consolidation.states import State, Submission
from pipeline.intake.received import Verdict
from pipeline.reports import wording
from pipeline.reports.comparisons import points
from pipeline.reports.excel.columns import agency_columns, column_of, link_column, source_columns, typed_column
from pipeline.reports.excel.links import SourceLinks
from pipeline.reports.excel.matrix import task_cell, task_range, totals
from pipeline.reports.excel.records import TASK_LETTERS, WIDER
from pipeline.reports.excel.styles import Look
from pipeline.reports.excel.table import A3, Link, TableColumn, WorksheetTable
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import shortened

#: What is shown of an overdue assignment as it was typed.
_OF_OVERDUE = frozenset({"status", "percent", "result", "cause", "difficulties", "promised_on"})
#: Widths of the columns that say who signed and whom to call.
_NARROWEST, _WIDEST = 15.0, 34.0


def tasks_table(figures: Figures) -> WorksheetTable:
    """Return `Theo nhiệm vụ`: one row a task; all roles together by formula over the matrix, then by role."""
    tasks, sections = figures.consolidation.tasks, figures.section_titles
    codes = [task.code for task in tasks]
    limits = [task.time_limit for task in tasks]
    agencies = len(figures.consolidation.agencies)
    all_roles = [totals(task_range(tasks, code, agencies), figures.by_task.get(code, Counts())) for code in codes]
    names = {"assigned": wording.ASSIGNED} | {state.value: state.value for state in State}
    links = [Link(f"internal:{task_cell(tasks, code)}", code) for code in codes]
    return WorksheetTable(
        name="Theo nhiệm vụ",
        columns=(
            column_of("TT", 7, Look.LINK, links),
            column_of("Nhiệm vụ", 48, Look.WRAPPED, [task.text for task in tasks]),
            column_of(
                wording.SECTION, 26, Look.WRAPPED, [f"{task.section}. {sections[task.section]}" for task in tasks]
            ),
            column_of(wording.LEADS, 22, Look.WRAPPED, [task.lead_text for task in tasks]),
            column_of(wording.COORDINATORS, 22, Look.WRAPPED, [task.coordinators_text for task in tasks]),
            column_of(wording.TIME, 15, Look.WRAPPED, [limit and limit.verbatim for limit in limits]),
            column_of(wording.DUE, 11, Look.DATE, [limit and limit.due for limit in limits]),
            *(column_of(title, 6, Look.COUNTED, [row[name] for row in all_roles]) for name, title in names.items()),
            column_of(wording.DONE_RATE, 8, Look.RATED, [row["rate"] for row in all_roles]),
            *([] if figures.comparison is None else _earlier_columns(figures.comparison.by_task, codes)),
            *_role_columns(Role.LEAD, figures.led_by_task, codes, tuple(State)),
            *_role_columns(Role.COORDINATOR, figures.coordinated_by_task, codes, tuple(State)),
        ),
        frozen=2,
        paper=A3,
        header_height=62,
    )


def agencies_table(figures: Figures, sources: SourceLinks) -> WorksheetTable:
    """Return `Theo cơ quan`: one row an agency, what came of its return, its counts by role, who signed it."""
    agencies = figures.consolidation.agencies
    codes = agencies["agency"].tolist()
    numbers = [figures.by_agency.get(code, Counts()) for code in codes]
    late_states = (State.OVERDUE, State.IN_ERROR, State.NOT_REPORTED)
    verdicts = [Verdict(verdict).label if isinstance(verdict, str) else None for verdict in agencies["verdict"]]
    return WorksheetTable(
        name=wording.AGENCIES_SHEET,
        columns=(
            *agency_columns(agencies, figures.campaign.group_by_code),
            column_of(wording.RETURN, 13, Look.CODE, [Submission(value).label for value in agencies["submission"]]),
            column_of(wording.REPORT_DATE, 11, Look.DATE, agencies["report_date"].tolist()),
            column_of(wording.DAYS_LATE, 7, Look.NUMBER, [days or None for days in agencies["days_late"]]),
            column_of(wording.VERDICT, 12, Look.WRAPPED, verdicts),
            column_of("Số lỗi", 6, Look.NUMBER, agencies["errors"].tolist()),
            column_of("Số lưu ý", 6, Look.NUMBER, agencies["warnings"].tolist()),
            column_of("Đã chuẩn hóa", 7, Look.NUMBER, agencies["normalised"].tolist()),
            column_of(wording.ASSIGNED, 6, Look.NUMBER, [counts.assigned for counts in numbers]),
            *(column_of(state.value, 5, Look.NUMBER, [counts.of(state) for counts in numbers]) for state in State),
            column_of(wording.DONE_RATE, 8, Look.RATE, [counts.done_rate for counts in numbers]),
            *([] if figures.comparison is None else _earlier_columns(figures.comparison.by_agency, codes)),
            *_role_columns(Role.LEAD, figures.led_by_agency, codes, late_states),
            *_role_columns(Role.COORDINATOR, figures.coordinated_by_agency, codes, late_states),
            *(
                column_of(
                    column.title, _word_width(agencies[column.name]), Look.WRAPPED, agencies[column.name].tolist()
                )
                for column in figures.schemas.header.open_columns
                if column.name != "report_date"
            ),
            column_of("Tệp", 28, Look.WRAPPED, agencies["file"].tolist()),
            link_column(agencies["file"].tolist(), sources),
        ),
        frozen=2,
        paper=A3,
        header_height=62,
    )


def overdue_table(figures: Figures, sources: SourceLinks) -> WorksheetTable:
    """Return `Quá hạn`: one row an overdue assignment, the longest overdue first."""
    assigned = figures.consolidation.assignments
    overdue = assigned[assigned["state"].eq(State.OVERDUE)]
    overdue = overdue.assign(days=(figures.consolidation.as_of - overdue["due"]).dt.days)
    overdue = overdue.sort_values("days", ascending=False, kind="stable")
    texts = figures.campaign.task_by_code
    typed = [column for column in figures.schemas.report.open_columns if column.name in _OF_OVERDUE]
    return WorksheetTable(
        name="Quá hạn",
        columns=(
            *agency_columns(overdue, figures.campaign.group_by_code),
            column_of("TT", 7, Look.CODE, overdue["task"].tolist()),
            column_of(
                "Nhiệm vụ", 30, Look.WRAPPED, [shortened(texts[code].text, TASK_LETTERS) for code in overdue["task"]]
            ),
            column_of("Vai trò", 9, Look.CODE, [Role(role).label for role in overdue["role"]]),
            column_of(wording.DUE, 11, Look.DATE, overdue["due"].tolist()),
            column_of("Số ngày quá hạn", 9, Look.NUMBER, overdue["days"].tolist()),
            *(typed_column(column, overdue[column.name], wider=WIDER) for column in typed),
            *([] if figures.comparison is None else [_promised_column(figures, overdue)]),
            *source_columns(overdue, sources),
        ),
        frozen=2,
        paper=A3,
    )


def _promised_column(figures: Figures, overdue: pd.DataFrame) -> TableColumn:
    """Return by when each task was to be done as the agency said in the round before."""
    promised = [figures.promises.get(pair) for pair in zip(overdue["agency"], overdue["task"], strict=True)]
    days = [None if promise is None else promise.promised_on for promise in promised]
    return column_of("Lần trước: dự kiến hoàn thành", 11, Look.DATE, days)


def _earlier_columns(compared: Mapping[str, Compared[Counts]], keys: Sequence[str]) -> list[TableColumn]:
    """Return what was done by the round before, its rate, and how far the rate rose, per key."""
    sides = [compared.get(key, Compared(Counts(), Counts())) for key in keys]
    rises = [points(side.rate(attrgetter("done_rate"))) for side in sides]
    return [
        column_of("Lần trước: được giao", 7, Look.NUMBER, [side.before.assigned for side in sides]),
        column_of("Lần trước: hoàn thành", 7, Look.NUMBER, [side.before.done for side in sides]),
        column_of("Lần trước: tỷ lệ hoàn thành", 8, Look.RATE, [side.before.done_rate for side in sides]),
        column_of(
            wording.DIFFERENCE_IN_POINTS,
            8,
            Look.CHANGE,
            rises,
        ),
    ]


def _word_width(texts: pd.Series) -> float:
    """Return the width in which the words of short texts, addresses above all, stand unbroken."""
    words = [word for text in texts if isinstance(text, str) for word in text.split()]
    return min(_WIDEST, max([_NARROWEST, *(1.1 * len(word) + 3 for word in words)]))


def _role_columns(
    role: Role, by_key: Mapping[str, Counts], keys: Sequence[str], states: Sequence[State]
) -> list[TableColumn]:
    """Return the counts of the assignments in a role per key, for some of the states."""
    numbers = [by_key.get(key, Counts()) for key in keys]
    columns: dict[str, tuple[float, Look, Sequence[object]]] = {
        "giao": (6, Look.NUMBER, [counts.assigned for counts in numbers]),
        "hoàn thành": (6.5, Look.NUMBER, [counts.done for counts in numbers]),
        **{state.value: (5.5, Look.NUMBER, [counts.of(state) for counts in numbers]) for state in states},
        "tỷ lệ": (8, Look.RATE, [counts.done_rate for counts in numbers]),
        "tỷ lệ đến hạn": (8, Look.RATE, [counts.due_rate for counts in numbers]),
    }
    tint = 0 if role is Role.LEAD else 1
    return [
        column_of(f"{role.label}: {title}", width, look, values, tint=tint)
        for title, (width, look, values) in columns.items()
    ]
