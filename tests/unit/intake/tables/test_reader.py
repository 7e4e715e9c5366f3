"""Rows are found by code and columns by heading; what was moved is tolerated, what is lost is told with its cell."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.support.forms import form_of
from tests.support.intake import COMMUNE, DEPARTMENT, DONE, intake, repacked, return_bytes, row_of, rules_of

Edit = Callable[[Workbook], object]


def insert_column(sheet: Worksheet, at: int) -> None:
    """Insert a column as Excel does, which moves merged cells along."""
    merged = [area.bounds for area in sheet.merged_cells.ranges]
    for left, top, right, bottom in merged:
        sheet.unmerge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
    sheet.insert_cols(at)
    for left, top, right, bottom in merged:
        moved = left + (left >= at), right + (right >= at)
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=moved[0], end_column=moved[1])


def told(file: ReceivedFile) -> list[tuple[Rule, str | None]]:
    """Rule and cell of each problem."""
    return [(found.rule, found.cell.reference if found.cell else None) for found in file.problems]


def done_tasks(file: ReceivedFile) -> list[str | None]:
    """The tasks whose row says what was typed."""
    assert file.content is not None
    return [row.key for row in file.content.report if row.cells["result"].value == DONE["result"]]


def all_tasks(file: ReceivedFile) -> list[str | None]:
    assert file.content is not None
    return [row.key for row in file.content.report]


def test_an_untouched_return_has_no_problem(received) -> None:
    file = received(lambda workbook: None)
    assert (file.verdict, file.problems) == (Verdict.ACCEPTED, ())
    assert file.content is not None
    assert done_tasks(file) == all_tasks(file)
    assert len(all_tasks(file)) > 20
    assert {name: cell.value for name, cell in file.content.header.items() if cell.value is not None} == {
        "signer": "Trần Thị B",
        "report_date": date(2025, 9, 3),
    }
    assert file.report_date == date(2025, 9, 3)
    assert file.content.indicators[0].key is not None
    assert (file.content.lists["models"], file.content.proposals) == ((), ())


def test_each_cell_knows_its_place(received) -> None:
    file = received(lambda workbook: None)
    assert file.content is not None
    row = file.content.report[0]
    assert row.cells["status"].cell.reference == f"F{row.row + 1}"
    assert row.cells["status"].value == "Hoàn thành"
    assert row.sheet == "Báo cáo"


class TestTolerated:
    """The layout may change; one warning a sheet says how."""

    def unmoved(self, file: ReceivedFile, words: str, sheet: str = "Báo cáo") -> None:
        assert file.verdict is Verdict.ACCEPTED
        assert rules_of(file) == [Rule.LAYOUT_CHANGED]
        assert file.problems[0].sheet == sheet
        assert words in file.problems[0].message
        assert done_tasks(file) == all_tasks(file)

    def test_a_row_inserted_above_the_table(self, received) -> None:
        self.unmoved(received(lambda workbook: workbook["Báo cáo"].insert_rows(1)), "dòng")

    def test_a_row_inserted_between_tasks(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Báo cáo"].insert_rows(row_of(workbook["Báo cáo"], "1.2"))

        self.unmoved(received(edit), "thêm hoặc bớt dòng")

    def test_a_column_inserted(self, received) -> None:
        self.unmoved(received(lambda workbook: insert_column(workbook["Báo cáo"], 6)), "cột")

    def test_a_column_inserted_by_a_program_that_leaves_merged_cells_behind(self, received) -> None:
        file = received(lambda workbook: workbook["Báo cáo"].insert_cols(7))
        self.unmoved(file, "cột")
        assert file.content is not None
        assert file.content.header["signer"].value == "Trần Thị B"
        assert file.report_date == date(2025, 9, 3)

    def test_a_column_inserted_before_the_first(self, received) -> None:
        self.unmoved(received(lambda workbook: insert_column(workbook["Báo cáo"], 1)), "cột")

    def test_columns_exchanged(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            for area in list(sheet.merged_cells.ranges):
                if area.min_row >= row_of(sheet, "TT"):
                    sheet.unmerge_cells(str(area))
            for row in range(row_of(sheet, "TT"), sheet.max_row + 1):
                sheet.cell(row, 9).value, sheet.cell(row, 10).value = (
                    sheet.cell(row, 10).value,
                    sheet.cell(row, 9).value,
                )

        self.unmoved(received(edit), "cột")

    def test_rows_sorted(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            first, second = row_of(sheet, "1.1"), row_of(sheet, "1.2")
            for column in range(1, 13):
                sheet.cell(first, column).value, sheet.cell(second, column).value = (
                    sheet.cell(second, column).value,
                    sheet.cell(first, column).value,
                )

        self.unmoved(received(edit), "thứ tự dòng")

    def test_rows_and_columns_hidden(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.row_dimensions[row_of(sheet, "1.1")].hidden = True
            sheet.column_dimensions["I"].hidden = True

        self.unmoved(received(edit), "bị ẩn")

    def test_locked_columns_deleted(self, received) -> None:
        self.unmoved(received(lambda workbook: workbook["Báo cáo"].delete_cols(3, 3)), "cột")

    def test_sheets_in_another_order_and_headings_in_other_letters(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook.move_sheet("Báo cáo", 3)
            sheet = workbook["Báo cáo"]
            heading = row_of(sheet, "TT")
            sheet.cell(heading, 6).value = " TRẠNG  THÁI: "
            sheet.cell(heading, 9).value = "Kết quả\nthực hiện *"

        assert received(edit).problems == ()


class TestFiltered:
    """A filter hides rows and keeps them."""

    def test_rows_that_a_filter_hides_are_read(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            heading, last = row_of(sheet, "TT"), sheet.max_row
            sheet.auto_filter.ref = f"A{heading}:M{last}"
            sheet.auto_filter.add_filter_column(2, ["Chủ trì"])
            for row in range(heading + 1, last + 1):
                sheet.row_dimensions[row].hidden = sheet.cell(row, 3).value != "Chủ trì"

        file = received(edit)
        assert done_tasks(file) == all_tasks(file)
        assert rules_of(file) == [Rule.LAYOUT_CHANGED]
        assert "bị ẩn" in file.problems[0].message

    def test_a_sorted_table(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            first, last = row_of(sheet, "1.1"), sheet.max_row
            for area in [area for area in sheet.merged_cells.ranges if area.min_row > first]:
                sheet.unmerge_cells(str(area))
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(first, last, max_col=13)]
            tasks = [values for values in rows if values[2] in {"Chủ trì", "Phối hợp"}]
            others = [values for values in rows if values not in tasks]
            for row, values in enumerate([*sorted(tasks, key=lambda one: str(one[1])), *others], start=first):
                for column, value in enumerate(values, start=1):
                    sheet.cell(row, column).value = value

        file = received(edit)
        assert done_tasks(file) == all_tasks(file)
        assert rules_of(file) == [Rule.LAYOUT_CHANGED]


class TestFarCells:
    """A slip of the keyboard far from everything costs nothing and is told."""

    @pytest.mark.parametrize("cell", ["A1048576", "XFD1", "XFD1048576", "B10000", "AAA12"])
    def test_a_stray_cell(self, received, cell: str) -> None:
        file = received(lambda workbook: workbook["Báo cáo"].__setitem__(cell, "x"))
        assert (file.verdict, told(file)) == (Verdict.ACCEPTED, [(Rule.TEXT_OUTSIDE, cell)])
        assert done_tasks(file) == all_tasks(file)

    def test_one_in_an_open_column_is_a_row_like_any_other(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Đề xuất"]["D1048576"] = "Nội dung ở rất xa"
            workbook["Đề xuất"]["E1048576"] = "#REF!"
            workbook["Đề xuất"]["E1048576"].data_type = "e"

        file = received(edit)
        assert file.content is not None
        (proposal,) = file.content.proposals
        assert (proposal.row, proposal.cells["content"].value) == (1048575, "Nội dung ở rất xa")
        assert (proposal.cells["reason"].error, proposal.cells["reason"].value) == ("#REF!", None)

    def test_blanks_with_a_look_are_nothing(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Báo cáo"]["XFD1048576"].number_format = "0%"

        assert received(edit).problems == ()


class TestOlderTemplate:
    """What still fits is taken, what no longer fits is told, what is new counts as not filled."""

    @pytest.fixture
    def old(self, campaign: Campaign, schemas: Schemas) -> bytes:
        return return_bytes(
            campaign,
            schemas,
            change=lambda form: replace(form, rows=form.rows[:-1], fingerprint="0123456789ab"),
        )

    def test_a_task_that_was_not_asked_then(self, received, old: bytes, campaign: Campaign, schemas: Schemas) -> None:
        newest = form_of(campaign, schemas, COMMUNE).rows[-1].task.code
        file = received(lambda workbook: None, old)
        assert file.verdict is Verdict.ACCEPTED
        assert [(found.rule, found.task) for found in file.problems] == [
            (Rule.OLD_TEMPLATE, None),
            (Rule.TASK_ROW_NEW, newest),
        ]
        assert newest not in all_tasks(file)
        assert done_tasks(file) == all_tasks(file)

    @pytest.mark.parametrize(("result", "rules"), [("Đã làm", [Rule.TASK_ROW_GONE]), (None, [])])
    def test_a_task_that_is_asked_no_more(self, received, old: bytes, result: str | None, rules: list[Rule]) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.cell(100, 1).value = "6.1"
            sheet.cell(100, 2).value = "Nhiệm vụ đã bỏ"
            sheet.cell(100, 9).value = result

        found = [rule for rule in rules_of(received(edit, old)) if rule is not Rule.TASK_ROW_NEW]
        assert found == [Rule.OLD_TEMPLATE, *rules]

    def test_a_column_that_is_new(self, received, old: bytes) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.delete_cols([cell.value for cell in sheet[row_of(sheet, "TT")]].index("Văn bản, minh chứng") + 1)

        file = received(edit, old)
        assert file.verdict is Verdict.ACCEPTED
        assert [found.field for found in file.problems if found.rule is Rule.COLUMN_NEW] == ["Văn bản, minh chứng"]
        assert file.content is not None
        assert {row.cells["evidence"].value for row in file.content.report} == {None}
        assert done_tasks(file) == all_tasks(file)
        places = [cell.cell for row in file.content.report for cell in row.cells.values()]
        assert len(set(places)) == len(places)

    def test_a_column_that_is_gone(self, received, old: bytes) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            insert_column(sheet, 9)
            sheet.cell(row_of(sheet, "TT"), 9).value = "Kinh phí"
            sheet.cell(row_of(sheet, "1.1"), 9).value = "35 triệu"

        file = received(edit, old)
        assert [found.value for found in file.problems if found.rule is Rule.TEXT_OUTSIDE] == ["35 triệu"]
        assert done_tasks(file) == all_tasks(file)

    def test_without_the_column_of_the_codes_it_is_refused_all_the_same(self, received, old: bytes) -> None:
        file = received(lambda workbook: workbook["Báo cáo"].delete_cols(1), old)
        assert (file.verdict, file.rule) == (Verdict.REJECTED, Rule.COLUMN_MISSING.code)


class TestRejected:
    """Without a sheet or a column to fill in, nothing can be read."""

    @pytest.mark.parametrize("name", ["Báo cáo", "Chỉ tiêu", "Mô hình", "Đề xuất"])
    def test_a_missing_sheet(self, received, name: str) -> None:
        file = received(lambda workbook: workbook.remove(workbook[name]))
        assert (file.verdict, file.rule, file.content) == (Verdict.REJECTED, Rule.SHEET_MISSING.code, None)
        assert name in (file.reason or "")
        assert file.identity is not None

    @pytest.mark.parametrize(
        ("sheet", "heading"),
        [
            ("Báo cáo", "TT"),
            ("Báo cáo", "Trạng thái"),
            ("Báo cáo", "Đề xuất, kiến nghị"),
            ("Chỉ tiêu", "Giá trị"),
            ("Mô hình", "Kết quả nổi bật"),
            ("Đề xuất", "Lý do"),
        ],
    )
    def test_a_missing_column(self, received, sheet: str, heading: str) -> None:
        def edit(workbook: Workbook) -> None:
            (cell,) = [cell for row in workbook[sheet].iter_rows() for cell in row if cell.value == heading]
            workbook[sheet].delete_cols(cell.column)

        file = received(edit)
        assert (file.verdict, file.rule) == (Verdict.REJECTED, Rule.COLUMN_MISSING.code)
        assert heading in (file.reason or "")
        assert sheet in (file.reason or "")

    def test_a_sheet_emptied_of_its_table(self, received) -> None:
        file = received(lambda workbook: workbook["Đề xuất"].delete_rows(1, 60))
        assert rules_of(file) == [Rule.COLUMN_MISSING] * 4

    def test_every_missing_thing_is_told(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook.remove(workbook["Mô hình"])
            workbook.remove(workbook["Đề xuất"])

        assert rules_of(received(edit)) == [Rule.SHEET_MISSING, Rule.SHEET_MISSING]


class TestRows:
    """A task has exactly one row."""

    def test_a_deleted_row(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Báo cáo"].delete_rows(row_of(workbook["Báo cáo"], "1.2"))

        file = received(edit)
        assert [(found.rule, found.task) for found in file.problems] == [
            (Rule.TASK_ROW_MISSING, "1.2"),
            (Rule.LAYOUT_CHANGED, None),
        ]
        assert re.search(r"giữa mục 1\.1 \(dòng \d+\) và mục 1\.3 \(dòng \d+\)", file.problems[0].message)
        assert "1.2" not in all_tasks(file)
        assert file.verdict is Verdict.ACCEPTED

    def test_a_deleted_indicator(self, received, campaign: Campaign) -> None:
        code = campaign.indicators[0].code
        file = received(lambda workbook: workbook["Chỉ tiêu"].delete_rows(row_of(workbook["Chỉ tiêu"], code)))
        assert (file.problems[0].rule, file.problems[0].task) == (Rule.TASK_ROW_MISSING, code)

    def test_a_repeated_code(self, received) -> None:
        rows = []

        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            rows.extend([row_of(sheet, "1.1"), row_of(sheet, "1.2")])
            sheet.cell(rows[1], 1).value = "1.1"

        file = received(edit)
        assert told(file)[:3] == [
            (Rule.REPEATED_TASK_CODE, f"A{rows[0]}"),
            (Rule.REPEATED_TASK_CODE, f"A{rows[1]}"),
            (Rule.TASK_ROW_MISSING, None),
        ]

    @pytest.mark.parametrize("code", ["9.9", "6.1.", 9.5])
    def test_an_unknown_code_with_something_beside_it(self, received, code: object) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            last = sheet.max_row + 1
            sheet.cell(last, 1).value = code
            sheet.cell(last, 9).value = "Kết quả"

        file = received(edit)
        assert [(found.rule, found.value) for found in file.problems] == [
            (Rule.UNKNOWN_TASK_CODE, str(code).replace(".5", ",5"))
        ]
        assert file.problems[0].cell is not None

    def test_a_task_of_other_agencies_is_unknown_here(self, received, campaign: Campaign) -> None:
        mine = {row.key for row in received(lambda workbook: None).content.report}
        foreign = next(task.code for task in campaign.reportable_tasks if task.code not in mine)
        file = received(lambda workbook: workbook["Báo cáo"].append([foreign]))
        assert rules_of(file) == [Rule.UNKNOWN_TASK_CODE]

    @pytest.mark.parametrize(
        ("code", "typed"),
        [
            ("1.1", 1.1),
            ("1.2", datetime.combine(date(2025, 2, 1), time())),
            ("3.4.a", "3.4.A"),
            ("1.1", " 1.1. "),
            ("2.1", datetime.combine(date(2025, 1, 2), time())),
        ],
    )
    def test_a_code_that_a_program_or_person_has_changed(
        self, received, campaign: Campaign, schemas: Schemas, code: str, typed: object
    ) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.cell(row_of(sheet, code), 1).value = typed

        file = received(edit, return_bytes(campaign, schemas, "SNV"))
        assert file.problems == ()
        assert code in done_tasks(file)

    def test_rows_that_head_others_may_change_their_type_too(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.cell(row_of(sheet, "2"), 1).value = 2

        assert received(edit).problems == ()

    def test_a_row_that_is_empty_is_still_there(self, received, campaign: Campaign, schemas: Schemas) -> None:
        file = received(lambda workbook: None, return_bytes(campaign, schemas, rows={"1.1": DONE}))
        assert file.content is not None
        assert len(file.content.report) > 20
        empty = [row for row in file.content.report if row.key != "1.1"]
        assert all(cell.value is None for row in empty for cell in row.cells.values())


class TestOpenRows:
    """Of the open rows only the filled ones count; a number in the first column is nothing."""

    def test_filled_rows_with_gaps(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Mô hình"]["B6"] = "Camera an ninh"
            workbook["Mô hình"]["D9"] = " "
            workbook["Mô hình"]["F10"] = "Đã lắp 35 camera"
            workbook["Đề xuất"]["E28"] = "Lý do"
            workbook["Đề xuất"]["D200"] = "Nội dung ở rất xa"

        file = received(edit)
        assert file.problems == ()
        assert file.content is not None
        assert [
            (row.row, row.cells["name"].value, row.cells["result"].value) for row in file.content.lists["models"]
        ] == [
            (5, "Camera an ninh", None),
            (9, None, "Đã lắp 35 camera"),
        ]
        assert [row.row for row in file.content.proposals] == [27, 199]

    def test_an_error_or_a_formula_is_not_blank(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Mô hình"]["B5"] = "#REF!"
            workbook["Mô hình"]["B5"].data_type = "e"
            workbook["Mô hình"]["C6"] = "=1+1"

        file = received(edit)
        assert file.content is not None
        first, second = file.content.lists["models"]
        assert (first.cells["name"].error, first.cells["name"].value) == ("#REF!", None)
        assert second.cells["field"].formula == "=1+1"


class TestMerged:
    """A merged value counts for the first cell; for the others there is an error."""

    def test_over_the_cells_of_two_tasks(self, received) -> None:
        place = []

        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            row = row_of(sheet, "1.1")
            place.append(row)
            sheet.merge_cells(f"I{row}:I{row + 1}")

        file = received(edit)
        row = place[0]
        assert told(file) == [(Rule.MERGED_CELLS, f"I{row + 1}")]
        assert (file.problems[0].task, file.problems[0].field) == ("1.2", "Kết quả thực hiện")
        assert f"I{row}:I{row + 1}" in file.problems[0].message
        assert file.content is not None
        results = {found.key: found.cells["result"].value for found in file.content.report}
        assert (results["1.1"], results["1.2"]) == (DONE["result"], None)

    def test_over_empty_cells_nothing_is_lost(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Báo cáo"].merge_cells("K10:L10")
            workbook["Mô hình"].merge_cells("B5:B9")

        assert received(edit).problems == ()

    def test_over_open_rows(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            workbook["Mô hình"]["B5"] = "Tên"
            workbook["Mô hình"]["D6"] = "Thôn"
            workbook["Mô hình"].merge_cells("B5:B6")

        file = received(edit)
        assert told(file) == [(Rule.MERGED_CELLS, "B6")]


class TestOutside:
    """What stands beside the tables is told; what we print ourselves is not."""

    @pytest.mark.parametrize(
        ("sheet", "cell"),
        [("Báo cáo", "P12"), ("Báo cáo", "A70"), ("Chỉ tiêu", "H5"), ("Mô hình", "C1"), ("Đề xuất", "G9")],
    )
    def test_a_text_beside_a_table(self, received, sheet: str, cell: str) -> None:
        file = received(lambda workbook: workbook[sheet].__setitem__(cell, "Xem thêm phụ lục"))
        assert told(file) == [(Rule.TEXT_OUTSIDE, cell)]
        assert file.problems[0].value == "Xem thêm phụ lục"

    def test_a_sum_of_their_own(self, tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
        def add(sheet: bytes) -> bytes:
            return re.sub(rb'(<row r="12".*?)(</row>)', rb'\1<c r="P12"><f>SUM(1,1)</f><v>2</v></c>\2', sheet)

        content = repacked(return_bytes(campaign, schemas), {"xl/worksheets/sheet2.xml": add})
        file = intake(tmp_path, {"a.xlsx": content}, campaign, schemas)["a.xlsx"]
        assert told(file) == [(Rule.TEXT_OUTSIDE, "P12")]

    def test_in_a_row_without_code_and_in_a_heading_row(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.cell(row_of(sheet, "2"), 9).value = "Kết quả chung của nhóm"
            sheet.cell(row_of(sheet, "2"), 11).value = 5

        file = received(edit)
        assert rules_of(file) == [Rule.TEXT_OUTSIDE]
        assert file.problems[0].value == "Kết quả chung của nhóm | 5"

    def test_a_long_list_is_told_in_one_sentence(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            for row in range(100, 300):
                workbook["Báo cáo"].cell(row, 16).value = "x"

        file = received(edit)
        assert len(file.problems) == 51
        assert "150 dòng khác" in file.problems[-1].message

    def test_in_a_column_of_their_own(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            insert_column(sheet, 13)
            sheet.cell(row_of(sheet, "TT"), 13).value = "Ghi chú của xã"
            sheet.cell(row_of(sheet, "1.1"), 13).value = "Đã gửi bản giấy"

        assert sorted(rule.name for rule in rules_of(received(edit))) == [
            "LAYOUT_CHANGED",
            "TEXT_OUTSIDE",
            "TEXT_OUTSIDE",
        ]

    def test_an_agency_without_indicators_is_told_nothing(self, tmp_path: Path, campaign, schemas) -> None:
        files = {
            f"{code}.xlsx": return_bytes(campaign, schemas, code)
            for code in ("SNV", DEPARTMENT, COMMUNE, "STTTT")
            if code in campaign.agency_by_code
        }
        for file in intake(tmp_path, files, campaign, schemas).values():
            assert file.problems == (), file.path


class TestChanged:
    """The catalogue's wording stands, whatever is done to the printed cells."""

    def test_a_locked_text(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            row = row_of(sheet, "1.1")
            sheet.cell(row, 2).value = "Nhiệm vụ khác"
            sheet.cell(row, 3).value = "Phối hợp" if sheet.cell(row, 3).value == "Chủ trì" else "Chủ trì"

        file = received(edit)
        assert [(found.rule, found.field, found.task) for found in file.problems] == [
            (Rule.LOCKED_CELL_CHANGED, None, None)
        ]
        assert file.problems[0].value in {"Nhiệm vụ khác | Phối hợp", "Nhiệm vụ khác | Chủ trì"}
        assert file.problems[0].message.startswith("2 ô in sẵn trên trang «Báo cáo» đã bị sửa (B")

    def test_a_moved_deadline_and_an_indicator_with_another_unit(self, received, campaign: Campaign) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            row = next(row for row in range(8, 60) if isinstance(sheet.cell(row, 5).value, datetime))
            sheet.cell(row, 5).value = datetime.combine(date(2026, 1, 1), time())
            indicators = workbook["Chỉ tiêu"]
            indicators.cell(row_of(indicators, campaign.indicators[0].code), 4).value = "nghìn"

        assert [found.field for found in received(edit).problems] == ["Hạn hoàn thành", "Đơn vị tính"]

    def test_other_blanks_and_letters_are_no_change(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            row = row_of(sheet, "1.1")
            sheet.cell(row, 2).value = f"  {sheet.cell(row, 2).value}\u00a0 "

        assert received(edit).problems == ()

    def test_our_own_formulas_are_never_read(self, received) -> None:
        def edit(workbook: Workbook) -> None:
            sheet = workbook["Báo cáo"]
            sheet.cell(row_of(sheet, "1.1"), 13).value = "Đủ"

        assert received(edit).problems == ()

    def test_an_extra_sheet(self, received) -> None:
        file = received(lambda workbook: workbook.create_sheet("Sheet1"))
        assert rules_of(file) == [Rule.EXTRA_SHEET]
        assert "«Sheet1»" in file.problems[0].message


def test_a_header_field_is_read_wherever_its_label_stands(received) -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Báo cáo"]
        insert_column(sheet, 9)
        (label,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Điện thoại"]
        sheet.cell(label.row, label.column + 1).value = "0912345678"

    file = received(edit)
    assert file.content is not None
    assert file.content.header["phone"].value == "0912345678"
    assert file.content.header["signer"].value == "Trần Thị B"
