"""A renamed sheet is known by its headings, a copy is told with whose it is and what it says."""

import pytest
from openpyxl import Workbook

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.support.intake import DONE, OTHER_COMMUNE, copied, return_bytes, row_of, rules_of


def done_tasks(file: ReceivedFile) -> list[str | None]:
    """The tasks whose row says what was typed."""
    assert file.content is not None
    return [row.key for row in file.content.report if row.cells["result"].value == DONE["result"]]


class TestRenamed:
    """The name is gone, the headings are there."""

    @pytest.mark.parametrize("name", ["Báo cáo", "Chỉ tiêu", "Mô hình", "Đề xuất"])
    @pytest.mark.parametrize("new", ["Sheet1", "BC thang 8", "Báo cáo (2)"])
    def test_any_sheet(self, received, name: str, new: str) -> None:
        file = received(lambda workbook: setattr(workbook[name], "title", f"{new} "))
        assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [Rule.SHEET_RENAMED])
        assert file.problems[0].message == (f"Trang «{name}» đã bị đổi tên thành «{new}»; nội dung vẫn được dùng.")
        assert len(done_tasks(file)) > 20

    def test_all_of_them(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            for position, name in enumerate(("Báo cáo", "Chỉ tiêu", "Mô hình", "Đề xuất")):
                workbook[name].title = f"Sheet{position}"

        file = received(edit)
        assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [Rule.SHEET_RENAMED] * 4)
        assert file.content is not None
        assert file.content.report[0].sheet == "Sheet0"

    def test_problems_name_the_sheet_as_it_is_called(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.delete_rows(row_of(sheet, "1.2"))
            sheet.title = "BC"

        (missing,) = [found for found in received(edit).problems if found.rule is Rule.TASK_ROW_MISSING]
        assert missing.sheet == "BC"

    def test_of_two_that_may_be_it_nobody_can_choose(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            copied(workbook, "Báo cáo", "Bản nháp")
            workbook["Báo cáo"].title = "Bản chính"

        file = received(edit)
        assert (file.verdict, file.rule) == (Verdict.REJECTED, Rule.SHEET_AMBIGUOUS.code)
        assert "«Bản chính», «Bản nháp»" in (file.reason or "")

    def test_a_sheet_without_one_of_the_headings_is_not_taken(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Đề xuất"]
            sheet.title = "Góp ý"
            sheet.delete_cols(4)

        file = received(edit)
        assert (file.verdict, file.rule) == (Verdict.REJECTED, Rule.SHEET_MISSING.code)

    def test_without_meta_the_report_must_be_found_by_its_name(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook.remove(workbook["_meta"])
            for name in list(workbook.custom_doc_props.names):
                del workbook.custom_doc_props[name]
            workbook["Báo cáo"].title = "BC"

        file = received(edit)
        assert (file.verdict, file.rule) == (Verdict.REJECTED, Rule.NOT_A_RETURN.code)


class TestCopied:
    """A copy is not read, but what it says is told."""

    def message(self, file: ReceivedFile, name: str = "Báo cáo (2)") -> str:
        (found,) = file.problems
        assert (file.verdict, found.rule, found.sheet) == (Verdict.ACCEPTED, Rule.SHEET_COPIED, name)
        return found.message

    def test_the_same_once_more(self, received) -> None:
        file = received(lambda workbook: copied(workbook, "Báo cáo", "Báo cáo (2)"))
        assert "bản sao của trang «Báo cáo» (mang tên chính cơ quan, giống hệt trang «Báo cáo»)" in self.message(file)

    @pytest.mark.parametrize("name", ["Copy of Báo cáo", "Bản sao của Báo cáo", "Báo cáo_2", "BÁO CÁO cũ"])
    def test_under_the_names_that_programs_give(self, received, name: str) -> None:
        file = received(lambda workbook: copied(workbook, "Báo cáo", name))
        assert "giống hệt" in self.message(file, name)

    def test_filled_otherwise(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = copied(workbook, "Báo cáo", "Báo cáo (2)")
            row = row_of(sheet, "1.1")
            sheet.cell(row, 9).value = "Kết quả khác"

        file = received(edit)
        assert "khác trang «Báo cáo» ở 1 ô (I" in self.message(file)
        assert len(done_tasks(file)) > 20

    def test_filled_for_another_agency(self, received, campaign: Campaign) -> None:
        other = campaign.agency_by_code[OTHER_COMMUNE].name

        def edit(workbook: Workbook) -> None:
            sheet = copied(workbook, "Báo cáo", "Báo cáo (2)")
            (name,) = [
                cell for row in sheet.iter_rows(max_row=4) for cell in row if cell.value == "UBND phường Hồng Bàng"
            ]
            name.value = other

        assert f"mang tên «{other}»" in self.message(received(edit))

    def test_filled_while_ours_is_blank(self, received, campaign: Campaign, schemas: Schemas) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = copied(workbook, "Báo cáo", "Báo cáo (2)")
            sheet.cell(row_of(sheet, "1.1"), 6).value = "Hoàn thành"

        file = received(edit, return_bytes(campaign, schemas, rows={}))
        assert "đã điền 1 ô trong khi trang «Báo cáo» để trống" in file.problems[-1].message

    def test_a_blank_one(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = copied(workbook, "Báo cáo", "Báo cáo (2)")
            top = row_of(sheet, "TT") + 1
            for row in sheet.iter_rows(min_row=top, min_col=6, max_col=12):
                for cell in row:
                    if type(cell).__name__ == "Cell":
                        cell.value = None

        assert "chưa điền" in self.message(received(edit))

    def test_a_list(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Mô hình"]["B4"] = "Camera"
            copied(workbook, "Mô hình", "Mô hình (2)")["B5"] = "Đường hoa"

        assert "khác trang «Mô hình» ở 1 ô (B5)" in self.message(received(edit), "Mô hình (2)")

    def test_a_sheet_of_their_own_of_a_like_name(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook.create_sheet("Báo cáo tháng 8")["A1"] = "Số liệu"

        assert rules_of(received(edit)) == [Rule.EXTRA_SHEET]
