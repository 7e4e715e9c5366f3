"""Where things stand on a sheet: the table by its headings, the fields of the header block by their labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.forms.schema.schema import Column, SheetSchema
from pipeline.intake.formats.readers import Raw
from pipeline.intake.formats.workbook import RawSheet
from pipeline.text import folded

#: Longer texts are no heading and no label.
_LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedTable:
    """A table of ours on a sheet, located by its headings."""

    sheet: RawSheet
    schema: SheetSchema
    #: Row of the headings, from zero.
    header_row: int
    #: Column from zero by name of the schema, for those whose heading is there.
    columns: Mapping[str, int]
    #: Whether a heading stands there twice; the first counts.
    repeated: bool = False

    def missing(self, required: tuple[Column, ...]) -> tuple[Column, ...]:
        """Return the columns of these whose heading is not there."""
        return tuple(column for column in required if column.name not in self.columns)

    @property
    def open_positions(self) -> dict[str, int]:
        """Return the columns that the agency fills and whose heading is there, by name."""
        return {
            column.name: self.columns[column.name] for column in self.schema.open_columns if column.name in self.columns
        }

    @property
    def rows(self) -> range:
        """Return the rows below the headings, as far as the sheet reaches."""
        return range(self.header_row + 1, self.sheet.origin[0] + len(self.sheet.rows))

    @property
    def reordered(self) -> bool:
        """Return whether our columns do not stand side by side in our order from the first column of the sheet."""
        return [self.columns.get(column.name) for column in self.schema.columns] != list(
            range(len(self.schema.columns))
        )


@lru_cache(maxsize=20_000)
def comparable(text: str) -> str:
    """Return the form in which headings, labels and printed texts are compared."""
    return folded(text)


def as_heading(value: Raw) -> str:
    """Return a cell as a heading or label is compared, without the colon or asterisk some put after it; "" for anything else."""
    if not isinstance(value, str) or len(value) > _LONGEST_HEADING:
        return ""
    return comparable(value).rstrip(" :*")


def located_table(sheet: RawSheet, schema: SheetSchema) -> LocatedTable | None:
    """Return the table of a schema: its headings stand in the row that holds most of them, the first of equals."""
    names = {comparable(column.title): column.name for column in schema.columns}
    best: LocatedTable | None = None
    top, left = sheet.origin
    for index, row in enumerate(sheet.rows):
        columns: dict[str, int] = {}
        repeated = False
        for offset, value in enumerate(row):
            name = names.get(as_heading(value)) if isinstance(value, str) else None
            if name is not None:
                repeated = repeated or name in columns
                columns.setdefault(name, left + offset)
        if len(columns) >= 2 and (best is None or len(columns) > len(best.columns)):
            best = LocatedTable(sheet=sheet, schema=schema, header_row=top + index, columns=columns, repeated=repeated)
            if len(columns) == len(names):
                break
    return best


def located_fields(sheet: RawSheet, schema: SheetSchema, *, before: int) -> dict[str, tuple[int, int]]:
    """Return the cell of each field of the header block, by name: the first filled one to the right of its label.

    Labels are looked for above row `before`. An empty field is the cell beside its label (beside the merged area that
    holds the label; programs that insert columns leave that area behind, so that a field may stand in it).
    """
    names = {comparable(column.title): column.name for column in schema.columns}
    fields: dict[str, tuple[int, int]] = {}
    top, left = sheet.origin
    for row in range(top, min(before, top + len(sheet.rows))):
        labels = {
            left + offset: names[as_heading(value)]
            for offset, value in enumerate(sheet.rows[row - top])
            if isinstance(value, str) and as_heading(value) in names
        }
        for column, name in labels.items():
            end = min((other for other in labels if other > column), default=left + len(sheet.rows[row - top]))
            filled = (
                position
                for position in range(column + 1, end)
                if sheet.value(row, position) is not None or (row, position) in sheet.errors
            )
            fields.setdefault(name, (row, next(filled, _right_of(sheet, row, column))))
    return fields


def _right_of(sheet: RawSheet, row: int, column: int) -> int:
    for first_row, first_column, last_row, last_column in sheet.merged:
        if first_row <= row <= last_row and first_column <= column <= last_column:
            return last_column + 1
    return column + 1
