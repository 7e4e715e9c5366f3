"""Cells mistyped far away from all others, brought nearer for a reader that makes room for all the blanks between."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.intake.formats.readers import Grid, Raw
from pipeline.intake.formats.sheet_facts import FAR_COLUMN, FAR_ROW, Address, SheetFacts


@dataclass(frozen=True, slots=True)
class NearerPlaces:
    """Where the far cells of one sheet stand in what its reader is given; rows and columns keep their order."""

    #: The nearer row by each far row that has a filled cell.
    rows: Mapping[int, int] = field(default_factory=dict)
    places: Mapping[Address, Address] = field(default_factory=dict)

    def row(self, row: int) -> int:
        """Return the row in which a row's cells stand."""
        return self.rows.get(row, row)

    def column(self, row: int, column: int) -> int:
        """Return the column in which a cell stands."""
        return self.places.get((row, column), (row, column))[1]


def nearer_places(facts: SheetFacts) -> NearerPlaces:
    """Return where the far cells of a sheet are put: behind all others, side by side."""
    if not facts.far:
        return NearerPlaces()
    below = FAR_ROW if facts.box is None else facts.box[2] + 1
    far_rows = sorted({row for row, _ in facts.far if row >= FAR_ROW})
    rows = {row: below + position for position, row in enumerate(far_rows)}
    places: dict[Address, Address] = {}
    for row, columns in _by_row(facts.far).items():
        far_columns = [column for column in columns if column >= FAR_COLUMN]
        nearer = {column: FAR_COLUMN + position for position, column in enumerate(far_columns)}
        places |= {(row, column): (rows.get(row, row), nearer.get(column, column)) for column in columns}
    return NearerPlaces(rows=rows, places=places)


def apart(grid: Grid, nearer: NearerPlaces) -> tuple[Grid, dict[Address, Raw]]:
    """Return a grid without its far cells, and these by their true address."""
    if not nearer.places:
        return grid, {}
    top, left = grid.origin
    rows = [list(row) for row in grid.rows]
    far: dict[Address, Raw] = {}
    for address, (row, column) in nearer.places.items():
        inner_row, inner_column = row - top, column - left
        if 0 <= inner_row < len(rows) and 0 <= inner_column < len(rows[inner_row]):
            value, rows[inner_row][inner_column] = rows[inner_row][inner_column], None
            if value is not None:
                far[address] = value
    return Grid(name=grid.name, origin=grid.origin, rows=tuple(map(tuple, rows))), far


def _by_row(addresses: Iterable[Address]) -> dict[int, list[int]]:
    columns: dict[int, list[int]] = {}
    for row, column in sorted(addresses):
        columns.setdefault(row, []).append(column)
    return columns
