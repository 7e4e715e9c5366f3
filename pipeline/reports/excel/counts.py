"""`Theo nhiệm vụ`, `Theo cơ quan` and `Quá hạn`: every count, by task and by agency, and what is late."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.campaign.assignment import Role
from pipeline.consolidation.compare import Compared, Comparison, compared
from pipeline.consolidation.counts import Counts, counts_by
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import Verdict
from pipeline.reports.excel.columns import agency_columns, column_of, link_column, source_columns, typed_column
from pipeline.reports.excel.links import SourceLinks
from pipeline.reports.excel.matrix import task_cell, task_range, totals
from pipeline.reports.excel.records import TASK_LETTERS, WIDER
from pipeline.reports.excel.styles import Look
from pipeline.reports.excel.table import A3, Link, Table, TableColumn
from pipeline.reports.sentences import ordinary_case, shortened
from pipeline.reports.wording import SUBMISSION_LABELS

#: Widths of the columns that say who signed and whom to call.
_NARROWEST, _WIDEST = 15.0, 34.0


def tasks_table(consolidation: Consolidation, beside: Comparison | None) -> Table:
    """Return `Theo nhiệm vụ`: one row a task; all roles together by formula over the matrix, then by role."""
    tasks = consolidation.tasks
    codes = [task.code for task in tasks]
    place = consolidation.campaign.decision.report_letterhead.place
    sections = {each.code: ordinary_case(each.title, [place]) for each in consolidation.campaign.sections}
    limits = [task.time_limit for task in tasks]
    by_task = counts_by(consolidation.assignments, "task")
    agencies = len(consolidation.agencies)
    all_roles = [totals(task_range(tasks, code, agencies), by_task.get(code, Counts())) for code in codes]
    names = {"assigned": "Được giao"} | {state.value: state.value for state in State}
    links = [Link(f"internal:{task_cell(tasks, code)}", code) for code in codes]
    return Table(
        name="Theo nhiệm vụ",
        columns=(
            column_of("TT", 7, Look.LINK, links),
            column_of("Nhiệm vụ", 48, Look.WRAPPED, [task.text for task in tasks]),
            column_of(
                "Nhóm nhiệm vụ", 26, Look.WRAPPED, [f"{task.section}. {sections[task.section]}" for task in tasks]
            ),
            column_of("Cơ quan chủ trì", 22, Look.WRAPPED, [task.lead_text for task in tasks]),
            column_of("Cơ quan phối hợp", 22, Look.WRAPPED, [task.coordinators_text for task in tasks]),
            column_of("Thời gian thực hiện", 15, Look.WRAPPED, [limit and limit.verbatim for limit in limits]),
            column_of("Hạn hoàn thành", 11, Look.DATE, [limit and limit.due for limit in limits]),
            *(column_of(title, 6, Look.COUNTED, [row[name] for row in all_roles]) for name, title in names.items()),
            column_of("Tỷ lệ hoàn thành", 8, Look.RATED, [row["rate"] for row in all_roles]),
            *([] if beside is None else _earlier_columns(beside.by_task, codes)),
            *_role_columns(consolidation, "task", codes, tuple(State)),
        ),
        frozen=2,
        paper=A3,
        header_height=62,
    )


def agencies_table(
    consolidation: Consolidation, schemas: Schemas, sources: SourceLinks, beside: Comparison | None
) -> Table:
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
            column_of("Số ngày chậm", 7, Look.NUMBER, [days or None for days in agencies["days_late"]]),
            column_of("Kết quả tiếp nhận", 12, Look.WRAPPED, verdicts),
            column_of("Số lỗi", 6, Look.NUMBER, agencies["errors"].tolist()),
            column_of("Số lưu ý", 6, Look.NUMBER, agencies["warnings"].tolist()),
            column_of("Đã chuẩn hóa", 7, Look.NUMBER, agencies["normalised"].tolist()),
            column_of("Được giao", 6, Look.NUMBER, [each.assigned for each in numbers]),
            *(column_of(state.value, 5, Look.NUMBER, [each.of(state) for each in numbers]) for state in State),
            column_of("Tỷ lệ hoàn thành", 8, Look.RATE, [each.done_rate for each in numbers]),
            *([] if beside is None else _earlier_columns(beside.by_agency, codes)),
            *_role_columns(consolidation, "agency", codes, (State.OVERDUE, State.IN_ERROR, State.NOT_REPORTED)),
            *(
                column_of(
                    column.title, _word_width(agencies[column.name]), Look.WRAPPED, agencies[column.name].tolist()
                )
                for column in schemas.header.open_columns
                if column.name != "report_date"
            ),
            column_of("Tệp", 28, Look.WRAPPED, agencies["file"].tolist()),
            link_column(agencies["file"].tolist(), sources),
        ),
        frozen=2,
        paper=A3,
        header_height=62,
    )


def overdue_table(consolidation: Consolidation, schemas: Schemas, sources: SourceLinks) -> Table:
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
            column_of(
                "Nhiệm vụ", 30, Look.WRAPPED, [shortened(texts[code].text, TASK_LETTERS) for code in overdue["task"]]
            ),
            column_of("Vai trò", 9, Look.CODE, [Role(role).label for role in overdue["role"]]),
            column_of("Hạn hoàn thành", 11, Look.DATE, overdue["due"].tolist()),
            column_of("Số ngày quá hạn", 9, Look.NUMBER, overdue["days"].tolist()),
            *(typed_column(schemas.report.column(name), overdue[name], wider=WIDER) for name in shown),
            *source_columns(overdue, sources),
        ),
        frozen=2,
        paper=A3,
    )


def _earlier_columns(beside: Mapping[str, Compared[Counts]], keys: Sequence[str]) -> list[TableColumn]:
    """Return what was done by the round before, its rate, and how far the rate rose, per key."""
    both = [beside.get(key, compared(Counts(), Counts())) for key in keys]
    points = [each.rate(lambda numbers: numbers.done_rate).difference for each in both]
    return [
        column_of("Lần trước: được giao", 7, Look.NUMBER, [each.before.assigned for each in both]),
        column_of("Lần trước: hoàn thành", 7, Look.NUMBER, [each.before.done for each in both]),
        column_of("Lần trước: tỷ lệ hoàn thành", 8, Look.RATE, [each.before.done_rate for each in both]),
        column_of(
            "Tăng, giảm (điểm %)",
            8,
            Look.CHANGE,
            [None if point is None else round(point * 100, 1) for point in points],
        ),
    ]


def _word_width(texts: pd.Series) -> float:
    """Return the width in which the words of short texts, addresses above all, stand unbroken."""
    words = [word for text in texts if isinstance(text, str) for word in text.split()]
    return min(_WIDEST, max([_NARROWEST, *(1.1 * len(word) + 3 for word in words)]))


def _role_columns(
    consolidation: Consolidation, column: str, keys: Sequence[str], states: Sequence[State]
) -> list[TableColumn]:
    """Return the counts of led and of coordinated assignments per key, for some of the states."""
    columns = []
    for tint, role in enumerate(Role):
        of_role = counts_by(consolidation.assignments[consolidation.assignments["role"].eq(role)], column)
        numbers = [of_role.get(key, Counts()) for key in keys]
        shown: dict[str, tuple[float, Look, Sequence[object]]] = {
            "giao": (6, Look.NUMBER, [each.assigned for each in numbers]),
            "hoàn thành": (6.5, Look.NUMBER, [each.done for each in numbers]),
            **{state.value: (5.5, Look.NUMBER, [each.of(state) for each in numbers]) for state in states},
            "tỷ lệ": (8, Look.RATE, [each.done_rate for each in numbers]),
        }
        columns += [
            column_of(f"{role.label}: {title}", width, look, values, tint=tint)
            for title, (width, look, values) in shown.items()
        ]
    return columns
