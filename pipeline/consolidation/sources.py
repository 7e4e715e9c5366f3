"""Sources: the file, sheet and cell behind each merged row, as the workbook that came has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.forms.schema.schema import SheetSchema
from pipeline.intake.received import ReceivedFile
from pipeline.intake.tables.cells import RawRow
from pipeline.problems import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The raw rows of all used files by (file, sheet, row from zero)."""

    rows: Mapping[tuple[str, str, int], RawRow]

    def cells(self, rows: pd.DataFrame, *, column: str, schema: SheetSchema) -> "pd.Series[str]":
        """Return the address of one column's cell for each row (columns file, sheet, row); None where nothing came.

        Columns may have been moved: the workbook's own address counts, the form's where the cell itself is not there.
        """
        place_in_form = [other.name for other in schema.columns].index(column)
        addresses: list[str | None] = []
        for file, sheet, row in zip(rows["file"], rows["sheet"], rows["row"], strict=True):
            if not isinstance(file, str):
                addresses.append(None)
                continue
            raw = self.rows.get((file, sheet, int(row)))
            found = None if raw is None else raw.cells.get(column)
            addresses.append((Cell(sheet, int(row), place_in_form) if found is None else found.cell).reference)
        return pd.Series(addresses, index=rows.index, dtype=object)


def row_sources(files: Sequence[ReceivedFile]) -> Sources:
    """Return where each row of the used files stands."""
    return Sources(
        rows={
            (file.path, row.sheet, row.row): row
            for file in files
            if file.verdict.used and file.content is not None
            for table in (file.content.report, file.content.indicators, file.content.models, file.content.proposals)
            for row in table
        }
    )
