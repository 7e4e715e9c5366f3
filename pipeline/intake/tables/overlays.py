"""What lies over the cells of a table: a picture belongs to the open cell that it covers first, anything else to none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from pipeline.intake.formats.decoration import Decoration, Overlay, OverlayKind
from pipeline.intake.formats.workbook import RawSheet
from pipeline.intake.tables.cells import RawRow
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import Cell, Problem
from pipeline.rules import Rule
from pipeline.text import clean_text

#: Things over a sheet that are told by themselves; of more somebody has made a drawing.
_TELLABLE = 50


def rows_with_pictures(rows: Sequence[RawRow], sheet: RawSheet) -> tuple[Sequence[RawRow], list[Overlay]]:
    """Return the rows with the pictures and documents that lie over their open cells, and what lies over none of these."""
    others = list(_in_other_cells(rows, sheet))
    if not sheet.overlays:
        return rows, others
    by_row = {row.row: row for row in rows}
    for overlay in sheet.overlays:
        row_and_name = None if overlay.kind is OverlayKind.TEXT_BOX else _first_covered(rows, overlay)
        if row_and_name is None:
            others.append(overlay)
            continue
        row, name = row_and_name
        cells = dict(by_row[row].cells)
        decoration = cells[name].decoration or Decoration()
        cells[name] = cells[name]._replace(decoration=replace(decoration, picture=overlay.kind))
        by_row[row] = replace(by_row[row], cells=cells)
    return [by_row[row.row] for row in rows], others


def overlay_problems(sheet: RawSheet, overlays: Iterable[Overlay], reporter: Reporter) -> Iterator[Problem]:
    """Give a warning for each thing that lies over a sheet and over no open cell: nobody reads it."""
    for overlay in list(overlays)[:_TELLABLE]:
        cell = None if overlay.area is None else Cell(sheet.name, overlay.area[0], overlay.area[1])
        yield reporter.problem(Rule.TEXT_OUTSIDE, cell=cell, sheet=sheet.name, value=_words(overlay))


def _in_other_cells(rows: Sequence[RawRow], sheet: RawSheet) -> Iterator[Overlay]:
    """Give the pictures that stand in cells which are none of the rows'."""
    pictured = {
        address: kind for address, decoration in sheet.decorations.items() if (kind := decoration.picture) is not None
    }
    open_cells = {(cell.cell.row, cell.cell.column) for row in rows if pictured for cell in row.cells.values()}
    for row, column in sorted(pictured.keys() - open_cells):
        yield Overlay(kind=pictured[row, column], area=(row, column, row, column))


def _first_covered(rows: Sequence[RawRow], overlay: Overlay) -> tuple[int, str] | None:
    if overlay.area is None:
        return None
    top, left, bottom, right = overlay.area
    covered = [
        (row.row, cell.cell.column, name)
        for row in rows
        if top <= row.row <= bottom
        for name, cell in row.cells.items()
        if left <= cell.cell.column <= right
    ]
    return None if not covered else (min(covered)[0], min(covered)[2])


def _words(overlay: Overlay) -> str:
    match overlay.kind:
        case OverlayKind.PICTURE:
            return "(hình ảnh)"
        case OverlayKind.DOCUMENT:
            return "(tệp nhúng)"
        case OverlayKind.TEXT_BOX:
            return f"(hộp chữ) {clean_text(overlay.text)}"
    assert_never(overlay.kind)
