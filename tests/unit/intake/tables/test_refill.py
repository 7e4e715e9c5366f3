"""What goes back into a cell: what the officer typed, or saw."""

# ruff: noqa: DTZ001  # cells of workbooks have no time zone

from datetime import date, datetime, time, timedelta

import pytest

from pipeline.forms.schema.schema import ColumnKind, Typed
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
        (RawCell(cell=PLACE, value=timedelta(hours=30)), "30:00:00"),
        (RawCell(cell=PLACE, value=None, error="#REF!"), "#REF!"),
        (RawCell(cell=PLACE, value=60.0, formula="=30*2"), 60.0),
        (RawCell(cell=PLACE, value=None, formula="=30*2"), None),
        (RawCell(cell=PLACE, value=0.85, style=CellStyle(number_format="0%")), "85%"),
        (RawCell(cell=PLACE, value="x", style=CellStyle(number_format="0%")), "x"),
    ],
    ids=str,
)
def test_as_typed(cell: RawCell, typed: Typed) -> None:
    assert as_typed(cell) == typed


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (RawCell(cell=PLACE, value=45.0, style=CellStyle(number_format='00"/BC-UBND"')), "45/BC-UBND"),
        (
            RawCell(cell=PLACE, value=datetime(2025, 8, 1), style=CellStyle(number_format='"Tháng "m/yyyy')),
            "Tháng 8/2025",
        ),
        (RawCell(cell=PLACE, value=5.0, style=CellStyle(number_format=";;;")), 5.0),
        (RawCell(cell=PLACE, value=12.5), 12.5),
        (
            RawCell(cell=PLACE, value=datetime(2025, 8, 1), style=CellStyle(number_format="dd/mm/yyyy")),
            date(2025, 8, 1),
        ),
        (RawCell(cell=PLACE, value="=1+1"), "=1+1"),
    ],
    ids=str,
)
def test_in_a_column_of_texts_it_is_what_was_seen(cell: RawCell, typed: Typed) -> None:
    assert as_typed(cell, ColumnKind.TEXT) == typed
