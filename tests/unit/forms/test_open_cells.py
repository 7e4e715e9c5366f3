"""The digest of a form's open cells is the same however a program saved them, and another when something was typed."""

# ruff: noqa: DTZ001  # cells of workbooks have no time zone

import unicodedata
from datetime import date, datetime

import pytest

from pipeline.forms.open_cells import NOTHING_FILLED_IN, open_cells_digest


def digest(*values: object) -> str:
    """The digest of some cells of one row."""
    return open_cells_digest(("report", "1.1", f"column {place}", value) for place, value in enumerate(values))


@pytest.mark.parametrize(
    ("sent", "saved"),
    [
        (date(2025, 8, 15), datetime(2025, 8, 15)),
        (date(2025, 8, 15), 45884.0),
        (date(2025, 8, 15), "15/8/2025"),
        (date(2025, 8, 15), "2025-08-15"),
        (100.0, 100),
        (100.0, "100"),
        (85.0, "85%"),
        (37.5, "37,5"),
        ("12", 12.0),
        ("15/08/2025", datetime(2025, 8, 15)),
        ("Đã họp,\nđã làm", "Đã họp,\r\nđã làm "),
        ("Đã họp", "\u00a0Đã  họp"),
        ("Đã ban hành Kế hoạch", unicodedata.normalize("NFD", "Đã ban hành Kế hoạch")),
        (None, ""),
        (None, " \n"),
    ],
)
def test_saving_changes_nothing(sent: object, saved: object) -> None:
    assert digest(sent) == digest(saved)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        (None, "x"),
        (None, 0.0),
        (date(2025, 8, 15), date(2025, 8, 16)),
        (100.0, 99.0),
        ("Đã họp", "Đã họp lần 2"),
        ("Cẩm Giang", "Cẩm Giàng"),
        ("Đã họp", None),
    ],
)
def test_typing_does(sent: object, typed: object) -> None:
    assert digest(sent) != digest(typed)


def test_where_a_cell_stands_matters_and_the_order_of_cells_does_not() -> None:
    cells = [("report", "1.1", "result", "a"), ("report", "1.2", "result", "b"), ("models", 0, "name", "c")]
    assert open_cells_digest(cells) == open_cells_digest(reversed(cells))
    moved = [("report", "1.2", "result", "a"), ("report", "1.1", "result", "b"), ("models", 0, "name", "c")]
    assert open_cells_digest(cells) != open_cells_digest(moved)
    assert open_cells_digest([("report", "1.1", "result", " ")]) == NOTHING_FILLED_IN
