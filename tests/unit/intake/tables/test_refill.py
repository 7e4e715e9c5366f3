"""What goes back into a cell: what the officer typed, or saw."""

# ruff: noqa: DTZ001  # cells of workbooks have no time zone

from datetime import date, datetime, time, timedelta

import pytest

from pipeline.forms.schema.schema import Typed
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.tables.cells import RawCell
from pipeline.intake.tables.refill import as_typed
from pipeline.problems import Cell

PLACE = Cell("Báo cáo", 8, 6)


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (RawCell(cell=PLACE, value=None), None),
        (RawCell(cell=PLACE, value=""), None),
        (RawCell(cell=PLACE, value="  31/02\n"), "  31/02\n"),
        (RawCell(cell=PLACE, value=12), 12.0),
        (RawCell(cell=PLACE, value=float("inf")), "Infinity"),
        (RawCell(cell=PLACE, value=True), "TRUE"),
        (RawCell(cell=PLACE, value=date(2025, 8, 15)), date(2025, 8, 15)),
        (RawCell(cell=PLACE, value=datetime(2025, 8, 15)), date(2025, 8, 15)),
        (RawCell(cell=PLACE, value=datetime(2025, 8, 15, 10, 30)), "15/8/2025 10:30:00"),
        (RawCell(cell=PLACE, value=date(1899, 12, 31)), "31/12/1899"),
        (RawCell(cell=PLACE, value=time(8, 30)), "08:30:00"),
        (RawCell(cell=PLACE, value=timedelta(hours=30)), "1 day, 6:00:00"),
        (RawCell(cell=PLACE, value=None, error="#REF!"), "#REF!"),
        (RawCell(cell=PLACE, value=60.0, formula="=30*2"), 60.0),
        (RawCell(cell=PLACE, value=None, formula="=30*2"), None),
        (RawCell(cell=PLACE, value=0.85, style=CellStyle(percent=True)), "85%"),
        (RawCell(cell=PLACE, value="x", style=CellStyle(percent=True)), "x"),
    ],
    ids=str,
)
def test_as_typed(cell: RawCell, typed: Typed) -> None:
    assert as_typed(cell) == typed
