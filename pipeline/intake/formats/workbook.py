"""Sheets of raw cells: what every format is read into."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from pipeline.intake.formats.active_content import ActiveContent, package_activity
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.decoration import Area, Decoration, Overlay, OverlayKind
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.properties import custom_properties, last_saved
from pipeline.intake.formats.readers import Grid, Raw
from pipeline.intake.formats.sheet_facts import SheetFacts
from pipeline.text import clean_text, folded

_PICTURE_FORMULA = "DISPIMG("
_PICTURE_TEXT = re.compile(r"\s*=?(?:_xlfn\.)?DISPIMG\(\s*\"ID_", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One sheet: rows of values, the first of them at `origin` (row, column, from zero)."""

    name: str
    origin: tuple[int, int]
    rows: tuple[tuple[Raw, ...], ...]
    #: Error values by (row, column), such as #REF!; the value of such a cell is None.
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: Formula texts by (row, column), with the leading "="; not of those whose result is the empty text: such a cell is blank.
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: Styles by (row, column); only those that change how a value is understood.
    styles: Mapping[tuple[int, int], CellStyle] = field(default_factory=dict)
    #: What cells show for the numbers and dates in them by (row, column), where the file itself says so.
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: What cells show besides their value.
    decorations: Mapping[tuple[int, int], Decoration] = field(default_factory=dict)
    #: What lies over the cells.
    overlays: tuple[Overlay, ...] = ()
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


def raw_sheet(name: str, grid: Grid, facts: SheetFacts, far: Grid | None = None) -> RawSheet:
    """Return a sheet of the values and the facts of it; `far` holds its far cells one below the other."""
    decorations = {**facts.decorations, **_pictures_by_formula(grid, facts)}
    pictured = {address for address, decoration in decorations.items() if decoration.picture is not None}
    unread = {*facts.errors, *pictured}
    sheet = RawSheet(
        name=name,
        origin=grid.origin,
        rows=_without(grid, unread) if unread else grid.rows,
        errors=_apart_from(pictured, facts.errors),
        formulas=_apart_from(pictured, facts.formulas),
        styles=facts.styles,
        shown=facts.shown,
        decorations=decorations,
        overlays=facts.overlays,
        far={} if far is None else _far_values(far, facts),
        merged=facts.merged,
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
    )
    return without_empty_results(sheet, facts.text_results)


def without_empty_results(sheet: RawSheet, text_results: Iterable[tuple[int, int]]) -> RawSheet:
    """Return a sheet without the formulas that show the empty text; `text_results` are those whose result is a text."""
    empty = {
        address
        for address in text_results
        if address not in sheet.errors
        if (value := sheet.value(*address)) is None or (isinstance(value, str) and not clean_text(value))
    }
    if not empty:
        return sheet
    return replace(sheet, formulas={address: text for address, text in sheet.formulas.items() if address not in empty})


def _far_values(far: Grid, facts: SheetFacts) -> dict[tuple[int, int], Raw]:
    """Return the far cells by their true address; the grid begins with the first that is not empty."""
    values = {row: cells[0] for row, cells in enumerate(far.rows, start=far.origin[0]) if cells}
    return {
        address: values[row]
        for row, address in enumerate(facts.far)
        if values.get(row) is not None and address not in facts.errors
    }


def _pictures_by_formula(grid: Grid, facts: SheetFacts) -> dict[tuple[int, int], Decoration]:
    """Return the cells that WPS shows as a picture: by their formula, or by its text where another program kept only that."""
    top, left = grid.origin
    pictured = [address for address, formula in facts.formulas.items() if _PICTURE_FORMULA in formula.upper()]
    pictured += [
        (row, column)
        for row, values in enumerate(grid.rows, start=top)
        for column, value in enumerate(values, start=left)
        if isinstance(value, str) and _PICTURE_FORMULA in value and _PICTURE_TEXT.match(value)
    ]
    return dict.fromkeys(pictured, Decoration(picture=OverlayKind.PICTURE))


def _apart_from(
    left_out: Collection[tuple[int, int]], noted: Mapping[tuple[int, int], str]
) -> Mapping[tuple[int, int], str]:
    if not left_out:
        return noted
    return {address: text for address, text in noted.items() if address not in left_out}


def _without(grid: Grid, unread: Iterable[tuple[int, int]]) -> tuple[tuple[Raw, ...], ...]:
    """Return the rows with None for each cell whose value is none: of errors readers make different values."""
    rows = [list(row) for row in grid.rows]
    for row, column in unread:
        inner_row, inner_column = row - grid.origin[0], column - grid.origin[1]
        if 0 <= inner_row < len(rows) and 0 <= inner_column < len(rows[inner_row]):
            rows[inner_row][inner_column] = None
    return tuple(tuple(row) for row in rows)
