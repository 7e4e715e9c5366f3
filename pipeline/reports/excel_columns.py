"""Columns that several tables of the Excel report share."""

from collections.abc import Sequence

import pandas as pd

from pipeline.campaign.agencies import Group
from pipeline.forms.schema import Column, Kind
from pipeline.reports.excel_table import Look, TableColumn

_GROUP_TITLES = {group.value: group.title for group in Group}
_LOOKS = {Kind.TEXT: Look.WRAPPED, Kind.NUMBER: Look.NUMBER, Kind.DATE: Look.DATE}


def column_of(title: str, width: float, look: Look, values: Sequence[object]) -> TableColumn:
    """Return one column."""
    return TableColumn(title=title, width=width, look=look, values=values)


def typed_column(column: Column, values: pd.Series) -> TableColumn:
    """Return a column of the form under its own heading, in about the width that it has there."""
    look = Look.TEXT if column.allowed else _LOOKS[column.kind]
    return column_of(column.title, max(column.width, 10) + 2, look, values.tolist())


def agency_columns(rows: pd.DataFrame) -> tuple[TableColumn, ...]:
    """Return code, name and group of the agency of each row."""
    return (column_of("Mã cơ quan", 10, Look.CODE, rows["agency"].tolist()), *agency_name_columns(rows))


def agency_name_columns(rows: pd.DataFrame) -> tuple[TableColumn, ...]:
    """Return name and group of the agency of each row."""
    return (
        column_of("Cơ quan", 36, Look.WRAPPED, rows["agency_name"].tolist()),
        column_of("Khối", 24, Look.TEXT, [_GROUP_TITLES[group] for group in rows["group"]]),
    )


def source_columns(rows: pd.DataFrame) -> tuple[TableColumn, ...]:
    """Return file, sheet and cell behind each row."""
    return (
        column_of("Tệp", 38, Look.TEXT, rows["file"].tolist()),
        column_of("Trang", 10, Look.CODE, rows["sheet"].tolist()),
        column_of("Ô", 6, Look.CODE, rows["cell"].tolist()),
    )
