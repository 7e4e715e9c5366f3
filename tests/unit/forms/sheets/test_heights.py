"""Row heights: no printed text is cut."""

import pytest

from pipeline.forms.sheets.heights import line_count, row_height


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("Sở Nội vụ", 1),
        ("một\nhai\nba", 3),
        ("Thực hiện công tác dân vận gắn với thực hiện", 2),
        ("x" * 200, 8),
    ],
)
def test_lines(text: str, lines: int) -> None:
    assert line_count(text, 33, 12) == lines


def test_marks_take_no_room_and_capitals_take_more() -> None:
    assert line_count("ộ" * 33, 33, 12) == line_count("o" * 33, 33, 12)
    assert line_count("Ộ" * 60, 33, 12) > line_count("o" * 60, 33, 12)


def test_a_row_is_as_high_as_its_highest_cell() -> None:
    low = row_height([("a", 20, 11, False), ("", 5, 11, False)])
    high = row_height([("a", 20, 11, False), ("a\nb\nc", 5, 11, True)])
    assert low < high
    assert row_height([], minimum=57) == 57
    assert row_height([("\n" * 100, 5, 11, False)]) == 409
