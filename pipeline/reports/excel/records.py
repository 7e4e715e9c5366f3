"""`Chi tiết`, `Chỉ tiêu`, the lists and `Đề xuất`: everything typed, one record a row, with its source."""

from collections.abc import Mapping

import pandas as pd

from pipeline.campaign.assignment import Role
from pipeline.campaign.groups import Group
from pipeline.consolidation.compare import Comparison, Movement
from pipeline.consolidation.continuation import Continuation
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import SheetSchema
from pipeline.reports import wording
from pipeline.reports.excel.columns import agency_columns, agency_name_columns, column_of, source_columns, typed_column
from pipeline.reports.excel.links import SourceLinks
from pipeline.reports.excel.styles import Look
from pipeline.reports.excel.table import A3, TableColumn, WorksheetTable
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import shortened

#: Letters of a task's wording where it only reminds of the task; the whole stands on `Theo nhiệm vụ`.
TASK_LETTERS = 90
#: The texts of `Báo cáo` stand in more columns than on the officer's screen allows; here they get half as much again.
WIDER = 1.5


def details_table(figures: Figures, sources: SourceLinks) -> WorksheetTable:
    """Return `Chi tiết`: one row an assignment, reported or not."""
    rows = figures.consolidation.assignments
    texts = {task.code: shortened(task.text, TASK_LETTERS) for task in figures.consolidation.tasks}
    return WorksheetTable(
        name="Chi tiết",
        columns=(
            *agency_columns(rows, figures.campaign.group_by_code),
            column_of("TT", 7, Look.CODE, rows["task"].tolist()),
            column_of("Nhiệm vụ", 30, Look.WRAPPED, [texts[code] for code in rows["task"]]),
            column_of("Vai trò", 9, Look.CODE, [Role(role).label for role in rows["role"]]),
            *(typed_column(column, rows[column.name], wider=WIDER) for column in figures.schemas.report.open_columns),
            column_of(wording.STATE, 7, Look.STATE, rows["state"].tolist()),
            *([] if figures.comparison is None else _movement_columns(figures.comparison)),
            *([] if figures.continuation is None else [_continued_column(rows, figures.continuation)]),
            column_of(wording.DUE, 11, Look.DATE, rows["due"].tolist()),
            column_of("Gia hạn", 7, Look.CODE, ["có" if extended else None for extended in rows["extended"]]),
            *source_columns(rows, sources),
        ),
        frozen=4,
        paper=A3,
    )


def _movement_columns(compared: Comparison) -> tuple[TableColumn, ...]:
    """Return the state in the round before, and what became of it."""
    labels = {movement.value: movement.label for movement in Movement}
    return (
        column_of(wording.EARLIER, 7, Look.CODE, compared.cells["shown_before"].tolist()),
        column_of("Biến động", 14, Look.WRAPPED, [labels[value] for value in compared.cells["movement"]]),
    )


def _continued_column(rows: pd.DataFrame, continued: Continuation) -> TableColumn:
    """Return the state in the campaign before, of the tasks that go on from it."""
    pairs = zip(rows["agency"], rows["task"], strict=True)
    return column_of("Đợt trước", 7, Look.CODE, [continued.states.get(pair) for pair in pairs])


def indicators_table(figures: Figures, sources: SourceLinks) -> WorksheetTable:
    """Return `Chỉ tiêu`: one row an agency and indicator asked of it; a part beside the whole of the same agency."""
    rows, schema = figures.consolidation.indicators, figures.schemas.indicators
    values = _values(rows)
    keys = list(zip(rows["agency"], rows["indicator"], strict=True))
    wholes = [part_of if isinstance(part_of, str) else None for part_of in rows["part_of"]]
    shares = [_share(values, agency, part, whole) for (agency, part), whole in zip(keys, wholes, strict=True)]
    return WorksheetTable(
        name="Chỉ tiêu",
        columns=(
            column_of("Mã", 12, Look.CODE, rows["indicator"].tolist()),
            column_of("TT", 7, Look.CODE, rows["task"].tolist()),
            column_of("Chỉ tiêu", 44, Look.WRAPPED, rows["name"].tolist()),
            column_of(wording.UNIT, 12, Look.TEXT, rows["unit"].tolist()),
            *agency_columns(rows, figures.campaign.group_by_code),
            column_of(schema.column("value").title, 12, Look.NUMBER, rows["value"].tolist()),
            *_earlier_columns(figures.consolidation, keys),
            column_of("Là một phần của", 12, Look.CODE, wholes),
            column_of("Tỷ lệ so với tổng", 10, Look.RATE, shares),
            typed_column(schema.column("note"), rows["note"]),
            column_of(wording.STATE, 18, Look.TEXT, _indicator_states(rows)),
            *source_columns(rows, sources),
        ),
        frozen=1,
        paper=A3,
    )


def _values(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return the numbers that were given, by agency and indicator."""
    valued = rows[rows["value"].notna()]
    return dict(zip(zip(valued["agency"], valued["indicator"], strict=True), valued["value"], strict=True))


def _share(values: Mapping[tuple[str, str], float], agency: str, part: str, whole: str | None) -> float | None:
    """Return part over whole of one agency; None unless it gave both, and the whole is not 0."""
    if whole is None or (agency, part) not in values or not values.get((agency, whole)):
        return None
    return values[agency, part] / values[agency, whole]


def _earlier_columns(consolidation: Consolidation, keys: list[tuple[str, str]]) -> list[TableColumn]:
    """Return what the same agency gave in the round before, and the difference."""
    if consolidation.earlier is None:
        return []
    current, before = _values(consolidation.indicators), _values(consolidation.earlier.indicators)
    differences = [current[key] - before[key] if key in current and key in before else None for key in keys]
    return [
        column_of(wording.EARLIER, 12, Look.NUMBER, [before.get(key) for key in keys]),
        column_of(wording.DIFFERENCE, 10, Look.CHANGE, differences),
    ]


def _indicator_states(rows: pd.DataFrame) -> list[str]:
    """Return in words whether each number is there."""
    words = []
    for reported, in_error, owing in zip(rows["value"].notna(), rows["in_error"], rows["owing"], strict=True):
        if in_error:
            words.append("Số liệu có lỗi")
        elif reported:
            words.append(wording.FIGURE_GIVEN)
        else:
            words.append("Chưa có số liệu" if owing else "Không phải báo cáo")
    return words


def list_tables(figures: Figures, sources: SourceLinks) -> list[WorksheetTable]:
    """Return the lists of the campaign, each one row an entry."""
    lists, groups = figures.consolidation.lists, figures.campaign.group_by_code
    return [_open_table(lists[schema.name], schema, groups, sources) for schema in figures.schemas.lists]


def proposals_table(figures: Figures, sources: SourceLinks) -> WorksheetTable:
    """Return `Đề xuất`: one row a proposal to amend the catalogue."""
    return _open_table(
        figures.consolidation.proposals, figures.schemas.proposals, figures.campaign.group_by_code, sources
    )


def _open_table(
    rows: pd.DataFrame, schema: SheetSchema, groups: Mapping[str, Group], sources: SourceLinks
) -> WorksheetTable:
    """Return an open table of the form: the agency's code, then the form's columns, then name and source."""
    form: list[TableColumn] = [
        column_of(column.title, 6, Look.NUMBER, rows["number"].tolist())
        if column.locked
        else typed_column(column, rows[column.name])
        for column in schema.columns
    ]
    return WorksheetTable(
        name=schema.sheet,
        columns=(
            column_of(wording.AGENCY_CODE, 10.5, Look.CODE, rows["agency"].tolist()),
            *form,
            *agency_name_columns(rows, groups),
            *source_columns(rows, sources),
        ),
        frozen=1,
        paper=A3,
    )
