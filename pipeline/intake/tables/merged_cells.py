"""Merged cells over open ones: the value counts for the first cell, for the others there is none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pipeline.intake.formats.decoration import Area
from pipeline.intake.formats.workbook import RawSheet
from pipeline.intake.tables.cells import RawCell, RawRow
from pipeline.intake.tables.location import LocatedTable
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import Cell, Problem
from pipeline.rules import Rule
from pipeline.values import typed_text


@dataclass(frozen=True, slots=True)
class Covered:
    """Open cells that stand under a merged area with a value, by address; the area's own first cell is not one."""

    areas: Mapping[tuple[int, int], Area]

    def row(self, row: RawRow) -> RawRow:
        """Return a row whose covered cells are empty: what a program left under the area is not seen by anybody."""
        if not self.areas:
            return row
        cells = {
            name: RawCell(cell=cell.cell, value=None) if (cell.cell.row, cell.cell.column) in self.areas else cell
            for name, cell in row.cells.items()
        }
        return replace(row, cells=cells)


def covered_cells(table: LocatedTable, rows: Collection[int]) -> Covered:
    """Return the open cells of some rows of a table that a merged area covers."""
    sheet = table.sheet
    columns = set(table.open_positions.values())
    areas: dict[tuple[int, int], Area] = {}
    for area in sheet.merged if rows and columns else ():
        if area[2] < min(rows) or area[0] > max(rows) or area[3] < min(columns) or area[1] > max(columns):
            continue
        if not _filled(sheet, area):
            continue
        for row in range(max(area[0], min(rows)), min(area[2], max(rows)) + 1):
            for column in columns if row in rows else ():
                if area[1] <= column <= area[3] and (row, column) != area[:2]:
                    areas[row, column] = area
    return Covered(areas)


def merged_problems(
    table: LocatedTable, covered: Covered, keys: Mapping[int, str | None], reporter: Reporter
) -> list[Problem]:
    """Return a problem for each covered open cell; `keys` gives the task of a row."""
    titles = {position: table.schema.column(name).title for name, position in table.open_positions.items()}
    name = table.sheet.name
    return [
        reporter.problem(
            Rule.MERGED_CELLS,
            cell=Cell(name, row, column),
            task=keys.get(row),
            field=titles[column],
            value=typed_text(table.sheet.value(area[0], area[1])),
            cells=f"{Cell(name, area[0], area[1]).reference}:{Cell(name, area[2], area[3]).reference}",
        )
        for (row, column), area in sorted(covered.areas.items())
    ]


def _filled(sheet: RawSheet, area: Area) -> bool:
    top, left = sheet.origin
    bottom, right = top + len(sheet.rows) - 1, left + max(map(len, sheet.rows), default=0) - 1
    return any(
        sheet.value(row, column) is not None or (row, column) in sheet.errors
        for row in range(max(area[0], top), min(area[2], bottom) + 1)
        for column in range(max(area[1], left), min(area[3], right) + 1)
    )
