"""The Excel report, read back as a program or a person would."""

import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook as ReadWorkbook
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pipeline.consolidation.merge import matrix
from pipeline.errors import OutputError
from pipeline.forms.schema import Schemas
from pipeline.intake.inbox import ReceivedFile, Verdict
from pipeline.reports.excel import excel_bytes, write_excel
from tests.factories_consolidation import (
    DONE,
    EMPTY,
    IN_PROGRESS,
    NIL,
    NOT_STARTED,
    Result,
    a_return,
    consolidated,
    small_campaign,
)

SHEETS = [
    "Tổng quan",
    "Ma trận",
    "Theo nhiệm vụ",
    "Theo cơ quan",
    "Quá hạn",
    "Chi tiết",
    "Chỉ tiêu",
    "Mô hình",
    "Đề xuất",
    "Tiếp nhận",
    "Lỗi",
]
TABLES = SHEETS[1:]
REPORT_COLUMNS = [
    "Trạng thái",
    "Tỷ lệ hoàn thành (%)",
    "Ngày hoàn thành",
    "Kết quả thực hiện",
    "Văn bản, minh chứng",
    "Khó khăn, vướng mắc; nguyên nhân",
    "Đề xuất, kiến nghị",
]
HOSTILE = ["=1+1", "+84912345678", "@SUM(A1)", "http://x.vn", '=HYPERLINK("http://x.vn")', "<r><t>x</t></r>"]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory, schemas: Schemas) -> Result:
    """A round in which every state occurs, one return is late and one file is not a return."""
    small = small_campaign(tmp_path_factory.mktemp("small"), model_task="1.3")
    hostile = {**IN_PROGRESS, "result": HOSTILE[0], "difficulties": HOSTILE[5], "proposals": HOSTILE[3]}
    files = [
        a_return(
            small, schemas, "10001", rows={"1.2": DONE, "1.3": DONE}, models=[{"name": HOSTILE[4], "result": "Tốt."}]
        ),
        a_return(
            small,
            schemas,
            "10002",
            rows={"1.2": DONE, "1.3": EMPTY},
            cells={"CT-1/value": 12.5, "header/report_date": date(2025, 9, 8)},
        ),
        a_return(
            small,
            schemas,
            "SNV",
            rows={"1.2": {**DONE, "completed_on": date(2025, 8, 20)}, "1.3": NIL},
            proposals=[{"kind": "Bổ sung", "content": HOSTILE[1], "reason": HOSTILE[2]}],
        ),
        a_return(small, schemas, "TT", rows={"1.2": hostile, "1.3": NOT_STARTED}),
        ReceivedFile(
            path="~$=cmd.xlsx",
            sha256="0" * 64,
            size=165,
            verdict=Verdict.IGNORED,
            rule="container.system-file",
            reason="Tệp phụ của hệ thống.",
        ),
    ]
    return consolidated(small, schemas, files)


@pytest.fixture(scope="module")
def content(result: Result, schemas: Schemas) -> bytes:
    """The workbook's bytes."""
    return excel_bytes(result.merged, result.files, result.problems, schemas)


@pytest.fixture(scope="module")
def book(content: bytes) -> ReadWorkbook:
    """The workbook as openpyxl reads it."""
    return load_workbook(BytesIO(content))


def records(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """The records of a table, read by another library: values, not formulas."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    header = [str(title) for title in rows[0]]
    assert len(set(header)) == len(header), f"{sheet}: two columns of one name"
    return [dict(zip(header, row, strict=True)) for row in rows[1:]]


def test_the_sheets_stand_in_their_order(book: ReadWorkbook) -> None:
    assert book.sheetnames == SHEETS


@pytest.mark.parametrize("name", TABLES)
def test_each_sheet_is_a_real_table(book: ReadWorkbook, name: str) -> None:
    sheet = book[name]
    assert all(cell.value for cell in sheet[1]), "the header row has a gap"
    assert sheet.freeze_panes is not None
    assert re.fullmatch("[A-Z]+2", sheet.freeze_panes)
    assert sheet.auto_filter.ref == sheet.dimensions
    assert not sheet.merged_cells.ranges
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"
    assert "&P" in sheet.oddFooter.right.text


def test_the_columns_of_the_contract(book: ReadWorkbook) -> None:
    headers = {name: [cell.value for cell in book[name][1]] for name in TABLES}
    assert headers["Ma trận"][:5] == ["Mã cơ quan", "Cơ quan", "Khối", "1.2", "1.3"]
    wanted = ["Mã cơ quan", "Cơ quan", "Khối", "TT", "Vai trò", *REPORT_COLUMNS, "Tình trạng", "Tệp", "Trang", "Ô"]
    assert [title for title in headers["Chi tiết"] if title in wanted] == wanted
    assert {"Mã", "Mã cơ quan", "Giá trị"} <= set(headers["Chỉ tiêu"])
    assert headers["Mô hình"][:7] == [
        "Mã cơ quan",
        "STT",
        "Tên mô hình",
        "Lĩnh vực",
        "Địa bàn, đơn vị thực hiện",
        "Thời điểm bắt đầu",
        "Kết quả nổi bật",
    ]
    assert headers["Đề xuất"][:6] == ["Mã cơ quan", "STT", "Loại", "TT nhiệm vụ", "Nội dung đề xuất", "Lý do"]


def test_the_matrix_shows_the_states_by_letter_and_colour(book: ReadWorkbook, result: Result, content: bytes) -> None:
    letters = matrix(result.merged)
    shown = records(content, "Ma trận")
    assert [row["Mã cơ quan"] for row in shown] == letters.index.tolist()
    assert [[row[code] for code in letters.columns] for row in shown] == letters.values.tolist()
    assert {letter for row in letters.values.tolist() for letter in row} == {"H", "HM", "Q", "C", "K", "X", "M"}
    colours = {cell.value: cell.fill.fgColor.rgb for row in book["Ma trận"]["D2:E6"] for cell in row}
    assert len(set(colours.values())) == len(colours)


def test_the_matrix_has_the_results_as_notes(book: ReadWorkbook) -> None:
    note = book["Ma trận"]["D3"].comment
    assert note is not None
    assert note.text == HOSTILE[0]


def test_totals_at_the_edge_are_formulas_with_their_true_values(
    book: ReadWorkbook, content: bytes, result: Result
) -> None:
    shown = records(content, "Ma trận")
    letters = matrix(result.merged)
    for row, (_, states) in zip(shown, letters.iterrows(), strict=True):
        assert row["Được giao"] == sum(bool(state) for state in states)
        assert [row[f"Số {letter}"] for letter in ("H", "HM", "Q", "X")] == [
            sum(state == letter for state in states) for letter in ("H", "HM", "Q", "X")
        ]
    assert shown[0]["Tỷ lệ hoàn thành"] == 1.0
    header = [cell.value for cell in book["Ma trận"][1]]
    assert book["Ma trận"].cell(2, header.index("Số Q") + 1).value == '=COUNTIF($D2:$E2,"Q")'


def test_tasks_link_to_the_matrix_and_count_over_it(book: ReadWorkbook, content: bytes, result: Result) -> None:
    sheet = book["Theo nhiệm vụ"]
    assert sheet["A2"].value == "1.2"
    assert sheet["A2"].hyperlink.location == "'Ma trận'!D1"
    letters = matrix(result.merged)
    for row in records(content, "Theo nhiệm vụ"):
        column = letters[row["TT"]].tolist()
        for letter in ("H", "HM", "Đ", "C", "Q", "K", "L", "X", "M"):
            assert row[letter] == column.count(letter) == row[f"Chủ trì: {letter}"] + row[f"Phối hợp: {letter}"]


def test_agencies_show_their_return_and_their_counts(content: bytes) -> None:
    rows = {row["Mã cơ quan"]: row for row in records(content, "Theo cơ quan")}
    assert list(rows) == ["SNV", "TT", "10001", "10002", "10003"]
    assert {code: row["Gửi báo cáo"] for code, row in rows.items()} == {
        "SNV": "Đúng hạn",
        "TT": "Đúng hạn",
        "10001": "Đúng hạn",
        "10002": "Muộn",
        "10003": "Chưa báo cáo",
    }
    assert (rows["10002"]["Ngày báo cáo"], rows["10002"]["Số ngày chậm"]) == (date(2025, 9, 8), 4)
    assert (rows["TT"]["Chủ trì: giao"], rows["TT"]["Phối hợp: giao"], rows["TT"]["Q"]) == (1, 1, 1)
    assert rows["SNV"]["Người ký"] == "Trần Thị B"


def test_overdue_assignments_say_how_long_and_why(content: bytes) -> None:
    (row,) = records(content, "Quá hạn")
    assert (row["Mã cơ quan"], row["TT"], row["Vai trò"]) == ("TT", "1.2", "Chủ trì")
    assert (row["Hạn hoàn thành"], row["Số ngày quá hạn"]) == (date(2025, 8, 14), 27)
    assert row["Khó khăn, vướng mắc; nguyên nhân"] == HOSTILE[5]


def test_details_hold_everything_typed_with_its_source(content: bytes, result: Result) -> None:
    rows = records(content, "Chi tiết")
    assert len(rows) == len(result.merged.assignments)
    by_key = {(row["Mã cơ quan"], row["TT"]): row for row in rows}
    done = by_key["SNV", "1.2"]
    assert [done[title] for title in REPORT_COLUMNS[:5]] == [
        "Hoàn thành",
        100.0,
        date(2025, 8, 20),
        "Đã ban hành kế hoạch.",
        "Kế hoạch số 12/KH-UBND",
    ]
    assert (done["Tình trạng"], done["Tệp"], done["Trang"], done["Ô"]) == ("HM", "SNV.xlsx", "Báo cáo", "F15")
    missing = by_key["10003", "1.2"]
    assert (missing["Tình trạng"], missing["Tệp"], missing["Trạng thái"]) == ("X", "", "")
    assert by_key["10002", "1.2"]["Gia hạn"] == "có"


def test_indicators_are_numbers_and_missing_ones_are_not_zero(content: bytes) -> None:
    rows = {(row["Mã"], row["Mã cơ quan"]): row for row in records(content, "Chỉ tiêu")}
    assert rows["CT-1", "TT"]["Giá trị"] == 10.0
    assert (rows["CT-1", "10003"]["Giá trị"], rows["CT-1", "10003"]["Tình trạng"]) == ("", "Chưa có số liệu")


def test_intake_lists_every_file_and_problems_every_finding(content: bytes, result: Result) -> None:
    files = {row["Tệp"]: row for row in records(content, "Tiếp nhận")}
    assert set(files) == {file.path for file in result.files}
    assert files["~$=cmd.xlsx"]["Kết quả"] == "Bỏ qua"
    assert files["~$=cmd.xlsx"]["Kích thước (byte)"] == 165
    problems = records(content, "Lỗi")
    assert len(problems) == len(result.problems)
    assert {row["Mã quy tắc"] for row in problems} == {found.rule.code for found in result.problems}


def test_text_of_agencies_is_never_a_formula_or_a_link(book: ReadWorkbook) -> None:
    texts: set[object] = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert re.match(r"=(COUNTIF|COUNTA|IF\(COUNTA)\(", cell.value)
                elif cell.hyperlink:
                    assert (sheet.title, cell.column, cell.hyperlink.target) == ("Theo nhiệm vụ", 1, None)
                texts.add(cell.value)
    assert set(HOSTILE) <= texts


def test_the_overview_says_the_figures_and_shows_them(book: ReadWorkbook, content: bytes) -> None:
    sheet = book["Tổng quan"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert texts[0] == "TỔNG HỢP BÁO CÁO CÔNG TÁC DÂN VẬN LẦN 1"
    assert "4/5 (80%)" in texts
    assert any(text.startswith("Tổng số 10 lượt nhiệm vụ được giao; đã hoàn thành 03") for text in texts)
    assert any(text.startswith("Nhiệm vụ 1.3: 01/04 cơ quan có mô hình (25%)") for text in texts)
    assert any(text.startswith("Đối soát: tổng số 05 tệp đã nhận") for text in texts)
    with ZipFile(BytesIO(content)) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert len(charts) == 3
    assert len(re.findall(r'descr="Biểu đồ [^"]+"', drawing)) == 3


def test_no_error_value_anywhere(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(SHEETS)
    assert not any('t="e"' in sheet for sheet in sheets)


def test_the_same_input_gives_the_same_bytes(content: bytes, result: Result, schemas: Schemas) -> None:
    assert excel_bytes(result.merged, result.files, result.problems, schemas) == content
    properties = load_workbook(BytesIO(content)).properties
    assert properties.created == datetime.fromisoformat("2025-09-10")


def test_an_empty_inbox_still_makes_a_whole_report(tmp_path: Path, schemas: Schemas) -> None:
    small = small_campaign(tmp_path)
    result = consolidated(small, schemas)
    content = excel_bytes(result.merged, result.files, result.problems, schemas)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == SHEETS
    assert {row["1.2"] for row in records(content, "Ma trận")} == {"X", "M"}
    assert book["Quá hạn"].max_row == book["Mô hình"].max_row == book["Tiếp nhận"].max_row == 1
    texts = [str(cell.value) for row in book["Tổng quan"].iter_rows() for cell in row if cell.value is not None]
    assert "Đối soát: chưa có tệp nào trong thư mục tiếp nhận." in texts


def test_a_round_with_nothing_behind_says_so(tmp_path: Path, schemas: Schemas) -> None:
    small = small_campaign(tmp_path, model_task="1.3")
    files = [
        a_return(small, schemas, agency, rows={"1.2": DONE, "1.3": NIL})
        for agency in ("SNV", "TT", "10001", "10002", "10003")
    ]
    result = consolidated(small, schemas, files)
    content = excel_bytes(result.merged, result.files, result.problems, schemas)
    sheet = load_workbook(BytesIO(content))["Tổng quan"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "Không có nhiệm vụ nào quá hạn, chưa báo cáo hoặc có lỗi." in texts
    assert "Nhiệm vụ 1.3: không có cơ quan nào phải báo cáo mô hình." in texts


def test_a_file_that_cannot_be_written_is_told_in_one_line(result: Result, schemas: Schemas, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Không ghi được"):
        write_excel(result.merged, result.files, result.problems, schemas, tmp_path / "missing" / "tong-hop.xlsx")
    write_excel(result.merged, result.files, result.problems, schemas, tmp_path / "tong-hop.xlsx")
    assert (tmp_path / "tong-hop.xlsx").stat().st_size > 10_000
