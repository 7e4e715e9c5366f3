"""A signature block under a table is no part of it."""

import pytest
from openpyxl import Workbook

from pipeline.intake.received import Verdict
from pipeline.intake.tables.signatures import is_signature
from pipeline.rules import Rule
from tests.support.intake import rules_of


@pytest.mark.parametrize(
    "text",
    [
        *("NGƯỜI LẬP BIỂU", "Người lập báo cáo", "Người tổng hợp:", "THỦ TRƯỞNG ĐƠN VỊ", "CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        *("KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "TL. GIÁM ĐỐC", "TUQ. CHỦ TỊCH", "Q. GIÁM ĐỐC", "T/M UBND XÃ"),
        *("Giám đốc Sở", "Chủ tịch UBND phường", "Chánh Văn phòng", "Nơi nhận:", "(Ký, ghi rõ họ tên)", "(Đã ký)"),
        *("Hải Phòng, ngày 03 tháng 9 năm 2025", "ngày ... tháng ... năm 2025", "Xác nhận của lãnh đạo"),
    ],
)
def test_the_beginning_of_a_signature_block(text: str) -> None:
    assert is_signature(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Camera an ninh", "Chủ tịch xã tiếp công dân vào thứ bảy", "Tổ công nghệ số cộng đồng"),
        *("Giám đốc cùng cán bộ xuống cơ sở", "Trưởng phòng gương mẫu", "Từ ngày 15 tháng 8 năm 2025 đến nay"),
        *(
            "Đã ký kế hoạch phối hợp",
            "Người cao tuổi gương mẫu",
            "Tháng 8/2025",
            "5 km đường hoa",
            "Tm",
            "Người lập nghiệp trẻ",
        ),
        *("Chủ tịch xã với Nhân dân", "Ký kết giao ước thi đua", "KT.XH phát triển bền vững"),
    ],
)
def test_what_is_no_signature(text: str) -> None:
    assert not is_signature(text)


class TestUnderATable:
    """It is told as a text outside the table, and is no error."""

    def test_under_the_indicators(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Chỉ tiêu"]
            last = sheet.max_row
            sheet.cell(last + 3, 1).value = "Người lập biểu"
            sheet.cell(last + 3, 6).value = "THỦ TRƯỞNG ĐƠN VỊ"
            sheet.cell(last + 4, 6).value = "(Ký tên, đóng dấu)"
            sheet.cell(last + 8, 1).value = "Trần Thị B"
            sheet.cell(last + 8, 6).value = "Nguyễn Văn A"

        file = received(edit)
        assert file.verdict is Verdict.ACCEPTED
        assert set(rules_of(file)) == {Rule.TEXT_OUTSIDE}
        assert file.problems[0].value == "Người lập biểu | THỦ TRƯỞNG ĐƠN VỊ"

    @pytest.mark.parametrize("gap", [1, 3])
    def test_under_the_report(self, received, gap: int) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "5.3")
            for area in [area for area in sheet.merged_cells.ranges if area.min_row > last]:
                sheet.unmerge_cells(str(area))
            sheet.cell(last + gap, 9).value = "TM. ỦY BAN NHÂN DÂN"
            sheet.cell(last + gap + 1, 9).value = "CHỦ TỊCH"
            sheet.cell(last + gap + 5, 9).value = "Nguyễn Văn A"
            sheet.cell(last + gap + 5, 1).value = "Nơi nhận: như trên"

        file = received(edit)
        assert (file.verdict, set(rules_of(file))) == (Verdict.ACCEPTED, {Rule.TEXT_OUTSIDE})

    @pytest.mark.parametrize("models", [0, 2])
    def test_under_a_list(self, received, models: int) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Mô hình"]
            for position in range(models):
                sheet.cell(4 + position, 2).value = f"Mô hình {position}"
            sheet.cell(8, 2).value = "Người lập biểu"
            sheet.cell(8, 6).value = "KT. CHỦ TỊCH"
            sheet.cell(9, 6).value = "PHÓ CHỦ TỊCH"
            sheet.cell(13, 2).value = "Trần Thị B"
            sheet.cell(13, 6).value = "Nguyễn Văn A"

        file = received(edit)
        assert file.content is not None
        assert len(file.content.lists["models"]) == models
        assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [Rule.TEXT_OUTSIDE] * 3)
        assert [found.cell.reference for found in file.problems if found.cell] == ["B8", "F9", "B13"]

    def test_a_row_of_the_list_further_down_is_a_row(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Mô hình"]
            sheet["B4"] = "Chủ tịch xã"
            for column, text in zip("BCDE", ("Camera", "Khác", "Thôn 1", "2024"), strict=True):
                sheet[f"{column}6"] = text

        file = received(edit)
        assert file.content is not None
        assert [row.cells["name"].value for row in file.content.lists["models"]] == ["Chủ tịch xã", "Camera"]
        assert file.problems == ()

    def test_an_added_row_between_the_tasks_is_still_an_unknown_code(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            row = next(row for row in range(1, 60) if sheet.cell(row, 1).value == "1.2")
            sheet.insert_rows(row)
            sheet.cell(row, 1).value = "Việc khác"
            sheet.cell(row, 9).value = "Kết quả"

        assert Rule.UNKNOWN_TASK_CODE in rules_of(received(edit))

    def test_a_numbered_note_is_not_taken_for_the_heading_of_that_number(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.cell(70, 1).value = 1
            sheet.cell(70, 2).value = "Đề nghị tăng kinh phí"

        file = received(edit)
        assert [found.value for found in file.problems] == ["Đề nghị tăng kinh phí"]
