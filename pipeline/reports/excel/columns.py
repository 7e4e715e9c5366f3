"""Columns that several tables of the Excel report share."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.campaign.groups import Group
from pipeline.forms.schema.schema import Column, ColumnKind
from pipeline.reports.excel.links import SourceLinks
from pipeline.reports.excel.styles import Look
from pipeline.reports.excel.table import TableColumn
from pipeline.reports.wording import AGENCY_CODE

#: Words of a closed list no longer than this need no second line.
_SHORT_WORD = 20
_LOOKS = {ColumnKind.TEXT: Look.WRAPPED, ColumnKind.NUMBER: Look.NUMBER, ColumnKind.DATE: Look.DATE}


def column_of(title: str, width: float, look: Look, values: Sequence[object], *, tint: int = 0) -> TableColumn:
    """Return one column."""
    return TableColumn(title=title, width=width, look=look, records=values, tint=tint)


def typed_column(column: Column, values: pd.Series, *, wider: float = 1.0) -> TableColumn:
    """Return a column of the form under its own heading; its texts may get more room than on the officer's screen."""
    if column.allowed and max(map(len, column.allowed)) <= _SHORT_WORD:
        return column_of(column.title, 14, Look.TEXT, values.tolist())
    look = _LOOKS[column.kind]
    width = column.width * wider if look is Look.WRAPPED else max(column.width, 10)
    return column_of(column.title, width, look, values.tolist())


def agency_columns(rows: pd.DataFrame, groups: Mapping[str, Group]) -> tuple[TableColumn, ...]:
    """Return code, name and group of the agency of each row; `groups` are those of the campaign by code."""
    return (column_of(AGENCY_CODE, 10.5, Look.CODE, rows["agency"].tolist()), *agency_name_columns(rows, groups))


def agency_name_columns(rows: pd.DataFrame, groups: Mapping[str, Group]) -> tuple[TableColumn, ...]:
    """Return name and group of the agency of each row."""
    return (
        column_of("Cơ quan", 26, Look.WRAPPED, rows["agency_name"].tolist()),
        column_of("Khối", 14, Look.WRAPPED, [groups[code].title for code in rows["group"]]),
    )


def source_columns(rows: pd.DataFrame, sources: SourceLinks) -> tuple[TableColumn, ...]:
    """Return file, sheet and cell behind each row, and a link that opens the file."""
    files = rows["file"].tolist()
    return (
        column_of("Tệp", 28, Look.WRAPPED, files),
        column_of("Trang", 10, Look.CODE, rows["sheet"].tolist()),
        column_of("Ô", 6, Look.CODE, rows["cell"].tolist()),
        link_column(files, sources),
    )


def link_column(files: Sequence[object], sources: SourceLinks) -> TableColumn:
    """Return the column of links to the files."""
    return column_of("Mở tệp", 6, Look.LINK, sources.links(files))
