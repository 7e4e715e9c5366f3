"""`Theo nhiệm vụ`, `Theo cơ quan` and `Quá hạn`: every count, by task and by agency, and what is late."""

from collections.abc import Sequence

from pipeline.campaign.assignment import Role
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema import Schemas
from pipeline.intake.inbox import Verdict
from pipeline.reports.excel_columns import agency_columns, column_of, source_columns, typed_column
from pipeline.reports.excel_matrix import task_cell, task_range, totals
from pipeline.reports.excel_table import A3, Link, Look, Table, TableColumn

SUBMISSION_LABELS = {
    "in-time": "Đúng hạn",
    "late": "Muộn",
    "missing": "Chưa báo cáo",
    "waived": "Được miễn",
}


def tasks_table(consolidation: Consolidation) -> Table:
    """Return `Theo nhiệm vụ`: one row a task; all roles together by formula over the matrix, then by role."""
    tasks = consolidation.tasks
    sections = {section.code: section.title for section in consolidation.campaign.sections}
    limits = [task.time_limit for task in tasks]
    by_task = counts_by(consolidation.assignments, "task")
    agencies = len(consolidation.agencies)
    all_roles = [totals(task_range(tasks, task.code, agencies), by_task.get(task.code, Counts())) for task in tasks]
    names = {"assigned": "Được giao"} | {state.value: state.value for state in State}
    return Table(
        name="Theo nhiệm vụ",
        columns=(
            column_of("TT", 7, Look.LINK, [Link(task_cell(tasks, task.code), task.code) for task in tasks]),
            column_of("Nhiệm vụ", 50, Look.WRAPPED, [task.text for task in tasks]),
            column_of("Nhóm nhiệm vụ", 26, Look.TEXT, [f"{task.section}. {sections[task.section]}" for task in tasks]),
            column_of("Cơ quan chủ trì", 24, Look.WRAPPED, [task.lead_text for task in tasks]),
            column_of("Cơ quan phối hợp", 24, Look.WRAPPED, [task.coordinators_text for task in tasks]),
            column_of("Thời gian thực hiện", 17, Look.WRAPPED, [limit and limit.verbatim for limit in limits]),
            column_of("Hạn hoàn thành", 11, Look.DATE, [limit and limit.due for limit in limits]),
            *(column_of(title, 6, Look.COUNTED, [row[name] for row in all_roles]) for name, title in names.items()),
            column_of("Tỷ lệ hoàn thành", 9, Look.RATED, [row["rate"] for row in all_roles]),
            *_role_columns(consolidation, "task", [task.code for task in tasks], tuple(State)),
        ),
        frozen=2,
        paper=A3,
        header_height=62,
    )


def agencies_table(consolidation: Consolidation, schemas: Schemas) -> Table:
    """Return `Theo cơ quan`: one row an agency, what came of its return, its counts by role, who signed it."""
    agencies = consolidation.agencies
    codes = agencies["agency"].tolist()
    by_agency = counts_by(consolidation.assignments, "agency")
    numbers = [by_agency.get(code, Counts()) for code in codes]
    verdicts = [Verdict(verdict).label if isinstance(verdict, str) else None for verdict in agencies["verdict"]]
    return Table(
        name="Theo cơ quan",
        columns=(
            *agency_columns(agencies),
            column_of("Gửi báo cáo", 13, Look.CODE, [SUBMISSION_LABELS[value] for value in agencies["submission"]]),
            column_of("Ngày báo cáo", 11, Look.DATE, agencies["report_date"].tolist()),
            column_of("Số ngày chậm", 8, Look.NUMBER, [days or None for days in agencies["days_late"]]),
            column_of("Kết quả tiếp nhận", 18, Look.TEXT, verdicts),
            column_of("Số lỗi", 7, Look.NUMBER, agencies["errors"].tolist()),
            column_of("Số lưu ý", 7, Look.NUMBER, agencies["warnings"].tolist()),
            column_of("Đã chuẩn hóa", 7, Look.NUMBER, agencies["normalised"].tolist()),
            column_of("Được giao", 7, Look.NUMBER, [each.assigned for each in numbers]),
            *(column_of(state.value, 6, Look.NUMBER, [each.of(state) for each in numbers]) for state in State),
            column_of("Tỷ lệ hoàn thành", 9, Look.RATE, [each.done_rate for each in numbers]),
            *_role_columns(consolidation, "agency", codes, (State.OVERDUE, State.IN_ERROR, State.NOT_REPORTED)),
            *(
                column_of(column.title, 18, Look.TEXT, agencies[column.name].tolist())
                for column in schemas.header.open_columns
                if column.name != "report_date"
            ),
            column_of("Tệp", 40, Look.TEXT, agencies["file"].tolist()),
        ),
        frozen=2,
        paper=A3,
        header_height=62,
    )


def overdue_table(consolidation: Consolidation, schemas: Schemas) -> Table:
    """Return `Quá hạn`: one row an overdue assignment, the longest overdue first."""
    assigned = consolidation.assignments
    overdue = assigned[assigned["state"].eq(State.OVERDUE)]
    overdue = overdue.assign(days=(consolidation.as_of - overdue["due"]).dt.days)
    overdue = overdue.sort_values("days", ascending=False, kind="stable")
    texts = consolidation.campaign.task_by_code
    shown = ("status", "percent", "result", "difficulties")
    return Table(
        name="Quá hạn",
        columns=(
            *agency_columns(overdue),
            column_of("TT", 7, Look.CODE, overdue["task"].tolist()),
            column_of("Nhiệm vụ", 44, Look.TEXT, [texts[code].text for code in overdue["task"]]),
            column_of("Vai trò", 9, Look.CODE, [Role(role).label for role in overdue["role"]]),
            column_of("Hạn hoàn thành", 11, Look.DATE, overdue["due"].tolist()),
            column_of("Số ngày quá hạn", 9, Look.NUMBER, overdue["days"].tolist()),
            *(typed_column(schemas.report.column(name), overdue[name]) for name in shown),
            *source_columns(overdue),
        ),
        frozen=2,
    )


def _role_columns(
    consolidation: Consolidation, column: str, keys: Sequence[str], states: Sequence[State]
) -> list[TableColumn]:
    """Return the counts of led and of coordinated assignments per key, for some of the states."""
    columns = []
    for role in Role:
        of_role = counts_by(consolidation.assignments[consolidation.assignments["role"].eq(role)], column)
        numbers = [of_role.get(key, Counts()) for key in keys]
        columns += [
            column_of(f"{role.label}: giao", 6.5, Look.NUMBER, [each.assigned for each in numbers]),
            column_of(f"{role.label}: hoàn thành", 6.5, Look.NUMBER, [each.done for each in numbers]),
            *(
                column_of(f"{role.label}: {state.value}", 6, Look.NUMBER, [each.of(state) for each in numbers])
                for state in states
            ),
            column_of(f"{role.label}: tỷ lệ", 8, Look.RATE, [each.done_rate for each in numbers]),
        ]
    return columns
