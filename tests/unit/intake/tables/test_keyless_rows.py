"""A row that lost its code is told by its printed words; more lines under a task belong to that task."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.support.intake import DONE, row_of, rules_of

RESULT, EVIDENCE, STATUS = 9, 10, 6


def results(file: ReceivedFile) -> dict[str | None, object]:
    """The result of each task."""
    assert file.content is not None
    return {row.key: row.cells["result"].value for row in file.content.report}


def insert_row(sheet: Worksheet, at: int) -> None:
    """Insert a row as Excel does, which moves merged cells along."""
    merged = [area.bounds for area in sheet.merged_cells.ranges]
    for left, top, right, bottom in merged:
        sheet.unmerge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
    sheet.insert_rows(at)
    for left, top, right, bottom in merged:
        moved = top + (top >= at), bottom + (bottom >= at)
        sheet.merge_cells(start_row=moved[0], end_row=moved[1], start_column=left, end_column=right)


class TestMoreLines:
    """A second result row under a task: its texts are put behind the first."""

    def test_a_row_inserted_under_a_task(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            below = row_of(sheet, "1.1") + 1
            insert_row(sheet, below)
            sheet.cell(below, RESULT).value = "Đã tổ chức 02 hội nghị"
            sheet.cell(below, EVIDENCE).value = "Công văn số 40"

        file = received(edit)
        assert file.verdict is Verdict.ACCEPTED
        assert set(rules_of(file)) == {Rule.ROW_CONTINUED, Rule.LAYOUT_CHANGED}
        assert results(file)["1.1"] == f"{DONE['result']}\nĐã tổ chức 02 hội nghị"
        assert results(file)["1.2"] == DONE["result"]
        (told,) = [found for found in file.problems if found.rule is Rule.ROW_CONTINUED]
        assert (told.task, told.value) == ("1.1", "Đã tổ chức 02 hội nghị\nCông văn số 40")
        assert told.cell is not None
        assert told.cell.reference in told.message

    def test_several_rows_with_the_cells_of_the_code_merged(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            top = row_of(sheet, "2.1")
            for _ in range(2):
                insert_row(sheet, top + 1)
            for column in range(1, 6):
                sheet.merge_cells(start_row=top, end_row=top + 2, start_column=column, end_column=column)
            sheet.cell(top + 1, RESULT).value = "Dòng hai"
            sheet.cell(top + 2, RESULT).value = 35

        file = received(edit)
        assert results(file)["2.1"] == f"{DONE['result']}\nDòng hai\n35"
        assert Rule.TEXT_OUTSIDE not in rules_of(file)

    def test_a_second_status_or_number_cannot_be_added_and_is_told(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            below = row_of(sheet, "1.1") + 1
            insert_row(sheet, below)
            sheet.cell(below, RESULT).value = "Việc thứ hai"
            sheet.cell(below, STATUS).value = "Đang thực hiện"
            sheet.cell(below, STATUS + 1).value = 40

        file = received(edit)
        assert file.content is not None
        first = file.content.report[0]
        assert (first.cells["status"].value, first.cells["percent"].value) == ("Hoàn thành", 100)
        assert [found.value for found in file.problems if found.rule is Rule.TEXT_OUTSIDE] == ["Đang thực hiện | 40"]

    def test_under_the_last_task_too(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.cell(row_of(sheet, "5.3") + 1, RESULT).value = "Đã tập huấn cho 35 người"

        file = received(edit)
        assert results(file)["5.3"] == f"{DONE['result']}\nĐã tập huấn cho 35 người"

    def test_apart_from_the_task_it_is_a_text_outside(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            below = row_of(sheet, "1.1") + 1
            insert_row(sheet, below)
            insert_row(sheet, below)
            sheet.cell(below + 1, RESULT).value = "Không rõ của mục nào"

        file = received(edit)
        assert [found.value for found in file.problems if found.rule is Rule.TEXT_OUTSIDE] == ["Không rõ của mục nào"]
        assert results(file)["1.1"] == DONE["result"]


class TestLostCode:
    """A code that is gone while the words beside it are there."""

    def test_the_code_cleared(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.cell(row_of(sheet, "1.2"), 1).value = None

        file = received(edit)
        assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [Rule.LOCKED_CELL_CHANGED])
        assert file.problems[0].task == "1.2"
        assert results(file)["1.2"] == DONE["result"]

    def test_the_cells_of_two_codes_merged(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            top = row_of(sheet, "1.1")
            sheet.merge_cells(f"A{top}:A{top + 1}")
            sheet.cell(top + 1, RESULT).value = "Của mục 1.2"

        file = received(edit)
        assert results(file)["1.2"] == "Của mục 1.2"
        assert rules_of(file) == [Rule.LOCKED_CELL_CHANGED]

    def test_code_and_words_merged_the_place_between_the_others_tells(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            top = row_of(sheet, "1.1")
            sheet.merge_cells(f"A{top}:A{top + 1}")
            sheet.merge_cells(f"B{top}:B{top + 1}")
            sheet.cell(top + 1, RESULT).value = "Của mục 1.2"

        file = received(edit)
        assert results(file)["1.2"] == "Của mục 1.2"
        assert Rule.TASK_ROW_MISSING not in rules_of(file)

    def test_an_indicator_that_lost_its_code(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Chỉ tiêu"]["A6"] = None
            workbook["Chỉ tiêu"]["E6"] = 12

        file = received(edit)
        assert rules_of(file) == [Rule.LOCKED_CELL_CHANGED]
        assert file.content is not None
        assert [row.cells["value"].value for row in file.content.indicators][2] == 12


class TestMissing:
    """A row that is not there: where it belongs is said."""

    def test_the_first_and_the_last(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.delete_rows(row_of(sheet, "5.3"))
            sheet.delete_rows(row_of(sheet, "1.1"))

        first, last = [found.message for found in received(edit).problems if found.rule is Rule.TASK_ROW_MISSING]
        assert "trang «Báo cáo», ngay trên mục 1.2 (dòng " in first
        assert "trang «Báo cáo», ngay dưới mục 5.2 (dòng " in last

    def test_two_in_a_row(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.delete_rows(row_of(sheet, "1.1"), 2)

        messages = [found.message for found in received(edit).problems if found.rule is Rule.TASK_ROW_MISSING]
        assert len(messages) == 2
        assert all("ngay trên mục 1.3" in message for message in messages)
