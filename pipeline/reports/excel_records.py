"""`Chi tiết`, `Chỉ tiêu`, `Mô hình` and `Đề xuất`: everything typed, one record a row, with its source."""

import pandas as pd

from pipeline.campaign.assignment import Role
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema import Schemas, SheetSchema
from pipeline.reports.excel_columns import agency_columns, agency_name_columns, column_of, source_columns, typed_column
from pipeline.reports.excel_table import A3, Look, Table, TableColumn


def details_table(consolidation: Consolidation, schemas: Schemas) -> Table:
    """Return `Chi tiết`: one row an assignment, reported or not."""
    rows = consolidation.assignments
    texts = {task.code: task.text for task in consolidation.tasks}
    return Table(
        name="Chi tiết",
        columns=(
            *agency_columns(rows),
            column_of("TT", 7, Look.CODE, rows["task"].tolist()),
            column_of("Nhiệm vụ", 36, Look.TEXT, [texts[code] for code in rows["task"]]),
            column_of("Vai trò", 9, Look.CODE, [Role(role).label for role in rows["role"]]),
            *(typed_column(column, rows[column.name]) for column in schemas.report.open_columns),
            column_of("Tình trạng", 7, Look.STATE, rows["state"].tolist()),
            column_of("Hạn hoàn thành", 11, Look.DATE, rows["due"].tolist()),
            column_of("Gia hạn", 7, Look.CODE, ["có" if extended else None for extended in rows["extended"]]),
            *source_columns(rows),
        ),
        frozen=4,
        paper=A3,
    )


def indicators_table(consolidation: Consolidation, schemas: Schemas) -> Table:
    """Return `Chỉ tiêu`: one row an agency and indicator asked of it."""
    rows = consolidation.indicators
    return Table(
        name="Chỉ tiêu",
        columns=(
            column_of("Mã", 12, Look.CODE, rows["indicator"].tolist()),
            column_of("TT", 7, Look.CODE, rows["task"].tolist()),
            column_of("Chỉ tiêu", 52, Look.WRAPPED, rows["name"].tolist()),
            column_of("Đơn vị tính", 13, Look.TEXT, rows["unit"].tolist()),
            *agency_columns(rows),
            column_of(schemas.indicators.column("value").title, 14, Look.NUMBER, rows["value"].tolist()),
            typed_column(schemas.indicators.column("note"), rows["note"]),
            column_of("Tình trạng", 18, Look.TEXT, _indicator_states(rows)),
            *source_columns(rows),
        ),
        frozen=1,
        paper=A3,
    )


def _indicator_states(rows: pd.DataFrame) -> list[str]:
    """Return in words whether each number is there."""
    words = []
    for given, in_error, owing in zip(rows["value"].notna(), rows["in_error"], rows["owing"], strict=True):
        if in_error:
            words.append("Số liệu có lỗi")
        elif given:
            words.append("Đã có số liệu")
        else:
            words.append("Chưa có số liệu" if owing else "Không phải báo cáo")
    return words


def models_table(consolidation: Consolidation, schemas: Schemas) -> Table:
    """Return `Mô hình`: one row a model."""
    return _open_table(consolidation.models, schemas.models)


def proposals_table(consolidation: Consolidation, schemas: Schemas) -> Table:
    """Return `Đề xuất`: one row a proposal to amend the catalogue."""
    return _open_table(consolidation.proposals, schemas.proposals)


def _open_table(rows: pd.DataFrame, schema: SheetSchema) -> Table:
    """Return an open table of the form: the agency's code, then the form's columns, then name and source."""
    form: list[TableColumn] = [
        column_of(column.title, 6, Look.NUMBER, rows["number"].tolist())
        if column.locked
        else typed_column(column, rows[column.name])
        for column in schema.columns
    ]
    return Table(
        name=schema.sheet,
        columns=(
            column_of("Mã cơ quan", 10, Look.CODE, rows["agency"].tolist()),
            *form,
            *agency_name_columns(rows),
            *source_columns(rows),
        ),
        frozen=1,
        paper=A3,
    )
