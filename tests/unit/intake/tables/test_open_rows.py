"""Under a list somebody may write a note: it is told as text outside, and is no row of the list."""

import pytest
from openpyxl import Workbook

from pipeline.intake.received import Verdict
from pipeline.rules import Rule


@pytest.mark.parametrize("sheet", ["Mô hình", "Đề xuất"])
@pytest.mark.parametrize(
    ("column", "text"),
    [
        (1, "Ghi chú: số liệu tính đến 31/8/2025"),
        (1, "Số liệu do các phòng cung cấp"),
        (2, "Ghi chú: số liệu tính đến 31/8/2025"),
        (4, "(Có phụ lục kèm theo)"),
    ],
)
def test_a_note_is_told(received, sheet: str, column: int, text: str) -> None:
    def edit(workbook: Workbook) -> None:
        last = workbook[sheet].max_row
        workbook[sheet].cell(last + 3, column).value = text

    file = received(edit)
    assert file.verdict is Verdict.ACCEPTED
    assert [(problem.rule, problem.value) for problem in file.problems] == [(Rule.TEXT_OUTSIDE, text)]
    assert file.content is not None
    assert (file.content.lists["models"], file.content.proposals) == ((), ())


def test_a_text_of_the_list_far_beneath_is_a_row(received) -> None:
    def edit(workbook: Workbook) -> None:
        workbook["Đề xuất"]["D60"] = "Đề nghị tập huấn cho cán bộ cơ sở"

    file = received(edit)
    assert file.problems == ()
    assert file.content is not None
    assert [row.row for row in file.content.proposals] == [59]


def test_a_row_right_under_the_numbered_ones_is_a_row(received) -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Đề xuất"]
        sheet.cell(sheet.max_row + 1, 2).value = "Bổ sung"

    file = received(edit)
    assert file.content is not None
    assert len(file.content.proposals) == 1
