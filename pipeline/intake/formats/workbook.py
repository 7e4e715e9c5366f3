"""Sheets of raw cells: what every format is read into."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from pipeline.intake.formats.active_content import ActiveContent, package_activity
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.limits import accepted
from pipeline.intake.formats.properties import custom_properties, last_saved
from pipeline.intake.formats.readers import Grid, Raw, calamine_grids
from pipeline.intake.formats.sheet_facts import Area, SheetFacts
from pipeline.text import folded

_NO_FACTS = SheetFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One sheet: rows of values, the first of them at `origin` (row, column, from zero)."""

    name: str
    origin: tuple[int, int]
    rows: tuple[tuple[Raw, ...], ...]
    #: Error values by (row, column), such as #REF!; the value of such a cell is None.
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: Formula texts by (row, column), with the leading "=".
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: Styles by (row, column); only those that change how a value is understood.
    styles: Mapping[tuple[int, int], CellStyle] = field(default_factory=dict)
    #: Filled cells that stand far from all others, by (row, column); they are not in `rows`.
    far: Mapping[tuple[int, int], Raw] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> Raw:
        """Return the value of a cell by its address from zero; None outside the filled area."""
        inner_row, inner_column = row - self.origin[0], column - self.origin[1]
        if inner_row < 0 or inner_column < 0 or inner_row >= len(self.rows):
            return self.far.get((row, column))
        cells = self.rows[inner_row]
        return cells[inner_column] if inner_column < len(cells) else self.far.get((row, column))


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWorkbook:
    """What one file holds; sheets in order, hidden ones too."""

    sheets: tuple[RawSheet, ...]
    #: Custom document properties.
    properties: Mapping[str, str] = field(default_factory=dict)
    #: Last-modified property of the document.
    modified: datetime | None = None
    #: Macros, links to other files, DDE: noted, never run or followed.
    active: ActiveContent = field(default_factory=ActiveContent)

    def sheet(self, name: str) -> RawSheet | None:
        """Return the sheet of a name (compared folded), or None."""
        folded_name = _folded(name)
        return next((sheet for sheet in self.sheets if _folded(sheet.name) == folded_name), None)


@lru_cache(maxsize=1_000)
def _folded(name: str) -> str:
    return folded(name)


def package_workbook(container: Container, sheets: tuple[RawSheet, ...], facts: Iterable[SheetFacts]) -> RawWorkbook:
    """Return some sheets with what their package says about itself; `facts` are those whose formulas are looked at."""
    formulas: Iterator[str] = (formula for sheet in facts for formula in sheet.formulas.values())
    return RawWorkbook(
        sheets=sheets,
        properties=custom_properties(container.parts),
        modified=last_saved(container.parts),
        active=package_activity(container.by_name, formulas),
    )


def calamine_sheets(
    content: bytes, facts: Mapping[str, SheetFacts], is_read: Callable[[str], bool]
) -> tuple[RawSheet, ...]:
    """Return the sheets of a workbook that calamine can be given as it is, each with its facts by its clean name.

    Of sheets that `is_read` refuses there is only the name.

    Raises: RefusedError.
    """
    return tuple(
        raw_sheet(grid.name, grid, facts.get(grid.name, _NO_FACTS) if is_read(grid.name) else _NO_FACTS)
        for grid in accepted(calamine_grids(content, is_read))
    )


def raw_sheet(name: str, grid: Grid, facts: SheetFacts, far: Grid | None = None) -> RawSheet:
    """Return a sheet of the values and the facts of it; `far` holds its far cells one below the other."""
    return RawSheet(
        name=name,
        origin=grid.origin,
        rows=_without_errors(grid, facts.errors) if facts.errors else grid.rows,
        errors=facts.errors,
        formulas=facts.formulas,
        styles=facts.styles,
        far={} if far is None else _far_values(far, facts),
        merged=facts.merged,
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
    )


def _far_values(far: Grid, facts: SheetFacts) -> dict[tuple[int, int], Raw]:
    """Return the far cells by their true address; the grid begins with the first that is not empty."""
    values = {row: cells[0] for row, cells in enumerate(far.rows, start=far.origin[0]) if cells}
    return {
        address: values[row]
        for row, address in enumerate(facts.far)
        if values.get(row) is not None and address not in facts.errors
    }


def _without_errors(grid: Grid, errors: Iterable[tuple[int, int]]) -> tuple[tuple[Raw, ...], ...]:
    """Return the rows with None for each error, of which readers make different values."""
    rows = [list(row) for row in grid.rows]
    for row, column in errors:
        inner_row, inner_column = row - grid.origin[0], column - grid.origin[1]
        if 0 <= inner_row < len(rows) and 0 <= inner_column < len(rows[inner_row]):
            rows[inner_row][inner_column] = None
    return tuple(tuple(row) for row in rows)
