"""Text into worksheets: whatever an agency typed stays a string, to the character."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsxwriter.workbook import Workbook

from pipeline.sheet_text import CELL_LIMIT, CUT_MARK, cell_text, write_text
from pipeline.text import clean_text

HOSTILE = [
    "=1+1",
    "+84912345678",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://x.vn","x")',
    "http://x.vn",
    "mailto:a@b.vn",
    "{=A1}",
    "<r><t>a</t></r>",
    "<r></r>",
    "<r>a & b</r>",
    "_x000D_",
    "a\nb",
    "TRUE",
    "001",
]


def read_back(texts: list[str], *, styled: bool = False) -> tuple[list[object], list[object], list[str]]:
    """The texts as two readers find them, and the cells' types."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet()
    style = workbook.add_format({"text_wrap": True}) if styled else None
    for row, text in enumerate(texts):
        write_text(sheet, row, 0, text, style)
    workbook.close()
    buffer.seek(0)
    cells = [row[0] for row in load_workbook(buffer).worksheets[0].iter_rows(max_col=1)]
    buffer.seek(0)
    rows = CalamineWorkbook.from_filelike(buffer).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [cell.value for cell in cells], [row[0] for row in rows], [cell.data_type for cell in cells]


@pytest.mark.parametrize("styled", [False, True])
def test_text_that_looks_like_something_else_stays_text(styled: bool) -> None:
    first, second, types = read_back(HOSTILE, styled=styled)
    assert first == second == HOSTILE
    assert set(types) == {"s"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=20))
def test_any_text_is_written_and_read_back_clean(texts: list[str]) -> None:
    written = [text for text in texts if cell_text(text)]
    if written:
        _, found, _ = read_back(written)
        assert found == [cell_text(text) for text in written]


def test_plain_text_is_left_alone_and_other_text_is_cleaned() -> None:
    assert cell_text("Kế hoạch số 12") == "Kế hoạch số 12"
    dirty = "a\ud800\x00b\r\nc\ufffe"
    assert cell_text(dirty) == clean_text(dirty) == "ab\nc"


@pytest.mark.parametrize("letter", ["a", "ế", "😀"])
def test_a_text_over_the_limit_of_a_cell_is_cut_with_a_mark(letter: str) -> None:
    text = letter * (CELL_LIMIT + 1)
    (found,), _, _ = read_back([text])
    assert isinstance(found, str)
    assert found.endswith(CUT_MARK)
    assert text.startswith(found.removesuffix(CUT_MARK))
    assert CELL_LIMIT - 1 <= len(found.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_a_text_of_exactly_the_limit_is_whole() -> None:
    (found,), _, _ = read_back(["ế" * CELL_LIMIT])
    assert found == "ế" * CELL_LIMIT


def test_a_cell_that_cannot_be_written_is_an_error() -> None:
    workbook = Workbook(BytesIO(), {"in_memory": True})
    sheet = workbook.add_worksheet()
    with pytest.raises(ValueError, match="Sheet1: row 1048576"):
        write_text(sheet, 1_048_576, 0, "a")
