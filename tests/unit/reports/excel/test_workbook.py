"""The Excel report, read back as a program or a person would."""

import re
from dataclasses import replace
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
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports.colours import STATE_CHART_COLOURS, STATE_COLOURS, SUBMISSION_COLOURS
from pipeline.reports.excel.charts import label_colour
from pipeline.reports.excel.table import SHEET_LIMITS, SheetLimits
from pipeline.reports.excel.workbook import excel_bytes, write_excel
from pipeline.reports.figures import figures
from tests.support.consolidation import (
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
    "Nhóm nguyên nhân",
    "Khó khăn, vướng mắc; nguyên nhân",
    "Dự kiến hoàn thành",
    "Đề xuất, kiến nghị",
]
HOSTILE = ["=1+1", "+84912345678", "@SUM(A1)", "http://x.vn", '=HYPERLINK("http://x.vn")', "<r><t>x</t></r>"]

LATE = {"cause": "Thiếu nhân lực", "promised_on": date(2025, 9, 30)}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory, schemas: Schemas) -> Result:
    """A round in which every state occurs, one return is late and one file is not a return."""
    small = small_campaign(tmp_path_factory.mktemp("small"), model_task="1.3")
    hostile = {**IN_PROGRESS, "result": HOSTILE[0], "difficulties": HOSTILE[5], "proposals": HOSTILE[3], **LATE}
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
    return excel_bytes(figures(result.merged, result.files, result.problems, schemas))


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


def overview_texts(content: bytes) -> list[str]:
    """What stands on `Tổng quan`, cell by cell."""
    sheet = load_workbook(BytesIO(content))["Tổng quan"]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


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
    assert "&A" in sheet.oddFooter.center.text


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
    assert note.text == f"{HOSTILE[0]}\nNguyên nhân: Thiếu nhân lực\nDự kiến hoàn thành: 30/9/2025"


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
        for letter in ("H", "HM", "Đ", "C", "Q", "P", "K", "L", "X", "M"):
            assert row[letter] == column.count(letter) == row[f"Chủ trì: {letter}"] + row[f"Phối hợp: {letter}"]


def test_agencies_show_their_return_and_their_counts(content: bytes) -> None:
    rows = {row["Mã cơ quan"]: row for row in records(content, "Theo cơ quan")}
    assert list(rows) == ["SNV", "TT", "10001", "10002", "10003"]
    assert {code: row["Gửi báo cáo"] for code, row in rows.items()} == {
        "SNV": "Đúng hạn",
        "TT": "Đúng hạn",
        "10001": "Đúng hạn",
        "10002": "Chậm",
        "10003": "Chưa báo cáo",
    }
    assert (rows["10002"]["Ngày báo cáo"], rows["10002"]["Số ngày chậm"]) == (date(2025, 9, 8), 4)
    assert (rows["TT"]["Chủ trì: giao"], rows["TT"]["Phối hợp: giao"], rows["TT"]["Q"]) == (1, 1, 1)
    assert rows["SNV"]["Người ký"] == "Trần Thị B"


def test_overdue_assignments_say_how_long_and_why(content: bytes) -> None:
    (row,) = records(content, "Quá hạn")
    assert row["Nhóm nguyên nhân"] == "Thiếu nhân lực"
    assert row["Dự kiến hoàn thành"] == date(2025, 9, 30)
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
                elif cell.hyperlink and cell.hyperlink.target is None:
                    assert (sheet.title, cell.column) == ("Theo nhiệm vụ", 1)
                elif cell.hyperlink:
                    assert (sheet.cell(1, cell.column).value, cell.value) == ("Mở tệp", "Mở")
                    assert re.fullmatch(r"\.\./\.\./\.\./inbox/(SNV|TT|1000\d)\.xlsx", cell.hyperlink.target)
                texts.add(cell.value)
    assert set(HOSTILE) <= texts


def test_the_overview_says_the_figures_and_shows_them(book: ReadWorkbook, content: bytes) -> None:
    sheet = book["Tổng quan"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert texts[0] == "TỔNG HỢP BÁO CÁO CÔNG TÁC DÂN VẬN LẦN 1"
    assert texts[texts.index("04/05 (80%)") + 1 :][:1] == ["50%"]
    assert "đúng hạn 03; chậm 01; chưa 01" in texts
    assert any(text.startswith("Tổng số 10 lượt nhiệm vụ được giao; đã hoàn thành 03") for text in texts)
    assert any(text.startswith("Nhiệm vụ 1.3: 01/04 cơ quan có mô hình (25%)") for text in texts)
    assert any(text.startswith("Đối soát: tổng số 05 tệp đã nhận") for text in texts)
    assert "Chưa báo cáo (01 cơ quan): UBND xã Cẩm Giàng." in texts
    with ZipFile(BytesIO(content)) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert len(charts) == 3
    assert len(re.findall(r'descr="Biểu đồ [^"]+"', drawing)) == 3


def test_the_first_page_names_the_weakest_tasks(content: bytes) -> None:
    texts = overview_texts(content)
    worst = texts.index("Tồn đọng nhiều nhất")
    assert texts[worst + 1] == ("– Nhiệm vụ 1.2 Xây dựng kế hoạch: 02/04 lượt chủ trì (quá hạn 01, chưa báo cáo 01).")


def test_waivers_and_extensions_are_listed_with_who_and_why(content: bytes) -> None:
    texts = overview_texts(content)
    heading = texts.index("Miễn báo cáo, gia hạn")
    assert texts[heading + 7 :][:12] == [
        *("UBND xã Hòa Bình", "Miễn báo cáo", "nhiệm vụ 1.2", "Giám đốc Sở", "Bão lụt", "2025-08-20 00:00:00"),
        *("UBND xã Cẩm Giang", "Gia hạn", "nhiệm vụ 1.2 đến ngày 29/8/2025", "Giám đốc Sở", "Sáp nhập"),
        "2025-08-13 00:00:00",
    ]


def test_the_legend_and_the_method_stand_in_the_workbook(content: bytes) -> None:
    texts = overview_texts(content)
    legend = texts.index("Ký hiệu tình trạng")
    assert texts[legend + 5 :][:3] == [
        "Hoàn thành đúng hạn",
        "H",
        "Báo cáo hoàn thành, ngày hoàn thành không sau hạn của nhiệm vụ, hoặc nhiệm vụ không có hạn.",
    ]
    method = texts[texts.index("Nguồn số liệu và cách tính") + 1 :]
    assert [text[:2] for text in method[:7]] == [f"{number}." for number in range(1, 8)]
    assert "Quyết định số 12/QĐ-UBND ngày 20/7/2025" in method[0]


def test_a_part_stands_beside_its_whole(tmp_path: Path, schemas: Schemas) -> None:
    small = small_campaign(tmp_path)
    files = [
        a_return(small, schemas, "SNV", cells={"CT-1/value": 20.0, "CT-2/value": 5.0}),
        a_return(small, schemas, "TT", cells={"CT-1/value": 0.0, "CT-2/value": 0.0}),
    ]
    result = consolidated(small, schemas, files)
    content = excel_bytes(figures(result.merged, result.files, result.problems, schemas))
    rows = {(row["Mã"], row["Mã cơ quan"]): row for row in records(content, "Chỉ tiêu")}
    assert (rows["CT-2", "SNV"]["Là một phần của"], rows["CT-2", "SNV"]["Tỷ lệ so với tổng"]) == ("CT-1", 0.25)
    assert [rows[key]["Tỷ lệ so với tổng"] for key in (("CT-1", "SNV"), ("CT-2", "TT"), ("CT-2", "10001"))] == [""] * 3
    texts = overview_texts(content)
    assert texts[texts.index("– tỷ lệ so với tổng") + 2] == "0.25"


def links(content: bytes, sheet: str) -> dict[str, str]:
    """Target of the link to each file of a sheet, by the file's path."""
    worksheet = load_workbook(BytesIO(content))[sheet]
    head = [cell.value for cell in worksheet[1]]
    path, link = head.index("Tệp"), head.index("Mở tệp")
    return {
        row[path].value: row[link].hyperlink.target for row in worksheet.iter_rows(min_row=2) if row[link].hyperlink
    }


def test_each_record_opens_its_file(content: bytes, result: Result) -> None:
    assert links(content, "Chi tiết")["SNV.xlsx"] == "../../../inbox/SNV.xlsx"
    assert links(content, "Theo cơ quan")["TT.xlsx"] == "../../../inbox/TT.xlsx"
    assert set(links(content, "Tiếp nhận")) == {"SNV.xlsx", "TT.xlsx", "10001.xlsx", "10002.xlsx"}
    assert set(links(content, "Lỗi")) <= {file.path for file in result.files}
    with ZipFile(BytesIO(content)) as package:
        relations = [package.read(name).decode() for name in package.namelist() if name.endswith(".rels")]
    assert not any("\\" in relation for relation in relations)


def test_without_an_inbox_there_are_no_links(result: Result, schemas: Schemas) -> None:
    content = excel_bytes(figures(result.merged, result.files, result.problems, schemas), inbox=None)
    assert not any(links(content, sheet) for sheet in ("Chi tiết", "Theo cơ quan", "Tiếp nhận", "Lỗi"))
    assert not any("Cột Mở tệp" in text for text in overview_texts(content))


def test_a_table_too_long_for_a_sheet_goes_on_in_the_next(content: bytes, result: Result, schemas: Schemas) -> None:
    split = excel_bytes(figures(result.merged, result.files, result.problems, schemas), limits=SheetLimits(records=6))
    names = load_workbook(BytesIO(split)).sheetnames
    assert names[4:9] == ["Quá hạn", "Chi tiết", "Chi tiết (2)", "Chỉ tiêu", "Chỉ tiêu (2)"]
    parts = [*records(split, "Chi tiết"), *records(split, "Chi tiết (2)")]
    assert parts == records(content, "Chi tiết")


def test_a_large_report_written_row_by_row_says_the_same(content: bytes, result: Result, schemas: Schemas) -> None:
    large = excel_bytes(figures(result.merged, result.files, result.problems, schemas), limits=SheetLimits(cells=0))
    assert large != content
    assert overview_texts(large) == overview_texts(content)
    for name in TABLES:
        assert records(large, name) == records(content, name)
    assert (
        excel_bytes(figures(result.merged, result.files, result.problems, schemas), limits=SheetLimits(cells=0))
        == large
    )


def test_beyond_their_limits_there_are_no_more_links_and_no_notes(result: Result, schemas: Schemas) -> None:
    few = SheetLimits(links=2, notes=0)
    content = excel_bytes(figures(result.merged, result.files, result.problems, schemas), limits=few)
    sheet = load_workbook(BytesIO(content))["Tiếp nhận"]
    assert [bool(row[1].hyperlink) for row in sheet.iter_rows(min_row=2)] == [True, True, False, False, False]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["Mở"] * 4 + [None]
    matrix_sheet = load_workbook(BytesIO(content))["Ma trận"]
    assert [cell.coordinate for row in matrix_sheet for cell in row if cell.comment] == ["D1", "E1"]


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory, schemas: Schemas) -> bytes:
    """An ad hoc round of communes and one department, which continues the first round."""
    small = small_campaign(tmp_path_factory.mktemp("later"), model_task="1.3")
    first = consolidated(
        small,
        schemas,
        [
            a_return(small, schemas, "SNV", rows={"1.2": IN_PROGRESS, "1.3": IN_PROGRESS}, cells={"CT-1/value": 3.0}),
            a_return(small, schemas, "10001", rows={"1.2": DONE, "1.3": DONE}),
        ],
        as_of=date(2025, 9, 4),
    )
    answered = {"1.2": DONE, "1.3": DONE}
    now = consolidated(
        small,
        schemas,
        [
            a_return(small, schemas, "SNV", round_="dot-xuat", rows=answered, cells={"CT-1/value": 8.0}),
            a_return(small, schemas, "10002", round_="dot-xuat", rows=answered),
        ],
        as_of=date(2025, 10, 12),
        round_code="dot-xuat",
    )
    merged = replace(now.merged, earlier=first.merged)
    return excel_bytes(figures(merged, now.files, now.problems, schemas))


def test_a_later_round_stands_beside_the_one_before(later: bytes) -> None:
    tasks = {row["TT"]: row for row in records(later, "Theo nhiệm vụ")}
    assert (tasks["1.2"]["Lần trước: hoàn thành"], tasks["1.2"]["Lần trước: được giao"]) == (0.0, 4.0)
    assert tasks["1.3"]["Tăng, giảm (điểm %)"] == 25.0
    agencies = {row["Mã cơ quan"]: row for row in records(later, "Theo cơ quan")}
    assert (agencies["SNV"]["Lần trước: tỷ lệ hoàn thành"], agencies["SNV"]["Tỷ lệ hoàn thành"]) == (0.0, 1.0)
    details = {(row["Mã cơ quan"], row["TT"]): row for row in records(later, "Chi tiết")}
    assert (details["SNV", "1.2"]["Lần trước"], details["SNV", "1.2"]["Biến động"]) == ("Q", "Mới hoàn thành")
    indicators = {(row["Mã"], row["Mã cơ quan"]): row for row in records(later, "Chỉ tiêu")}
    assert (indicators["CT-1", "SNV"]["Lần trước"], indicators["CT-1", "SNV"]["Tăng, giảm"]) == (3.0, 5.0)
    assert indicators["CT-1", "10002"]["Lần trước"] == ""


def test_notes_of_a_later_round_say_what_the_cell_was(later: bytes) -> None:
    sheet = load_workbook(BytesIO(later))["Ma trận"]
    notes = {cell.coordinate: cell.comment.text for row in sheet["D2:E5"] for cell in row if cell.comment}
    assert notes["D2"] == "Lần trước: Q → lần này: H\nĐã ban hành kế hoạch."
    assert notes["E5"] == "Lần trước: X → lần này: X"


def test_the_overview_of_a_later_round_says_what_it_asks_and_what_changed(later: bytes) -> None:
    texts = overview_texts(later)
    assert texts[0] == "TỔNG HỢP BÁO CÁO CÔNG TÁC DÂN VẬN ĐỘT XUẤT THÁNG 10"
    assert (
        "Báo cáo đột xuất, chỉ gồm nhiệm vụ 1.2, 1.3, chỉ yêu cầu đối với Ủy ban nhân dân cấp xã; Sở Nội vụ." in texts
    )
    assert any(text.startswith("So với lần 1: tỷ lệ hoàn thành nhiệm vụ chủ trì đến hạn tăng") for text in texts)
    assert "So với lần 1" in texts
    reported = texts.index("Cơ quan đã báo cáo")
    assert texts[reported + 1 : reported + 4] == ["2", "2", "0"]
    assert any(text.startswith("Biến động (lượt nhiệm vụ, cả chủ trì và phối hợp): mới hoàn thành") for text in texts)
    with ZipFile(BytesIO(later)) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert 'descr="Biểu đồ cột: tỷ lệ hoàn thành nhiệm vụ chủ trì theo nhóm' in drawing


def luminance(colour: str) -> float:
    """Relative luminance of RRGGBB. Source: WCAG 2.1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_text_reads_on_its_ground(book: ReadWorkbook) -> None:
    pairs = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                ground = cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else "FFFFFF"
                text = cell.font.color.rgb[-6:] if cell.font.color and cell.font.color.type == "rgb" else "000000"
                pairs.add((ground, text))
    pairs |= {
        (colour, label_colour(colour)) for colour in {*STATE_CHART_COLOURS.values(), *SUBMISSION_COLOURS.values()}
    }
    pairs |= set(STATE_COLOURS.values())
    assert len(pairs) > 20
    for ground, text in pairs:
        dark, light = sorted((luminance(ground), luminance(text)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ground, text)


def test_no_error_value_anywhere(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(SHEETS)
    assert not any('t="e"' in sheet for sheet in sheets)


def test_the_same_input_gives_the_same_bytes(content: bytes, result: Result, schemas: Schemas) -> None:
    assert excel_bytes(figures(result.merged, result.files, result.problems, schemas)) == content
    properties = load_workbook(BytesIO(content)).properties
    assert properties.created == datetime.fromisoformat("2025-09-10")


def test_an_empty_inbox_still_makes_a_whole_report(tmp_path: Path, schemas: Schemas) -> None:
    small = small_campaign(tmp_path)
    result = consolidated(small, schemas)
    content = excel_bytes(figures(result.merged, result.files, result.problems, schemas))
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
    content = excel_bytes(figures(result.merged, result.files, result.problems, schemas))
    sheet = load_workbook(BytesIO(content))["Tổng quan"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "Không có nhiệm vụ nào quá hạn, chưa báo cáo hoặc có lỗi." in texts
    assert "Nhiệm vụ 1.3: không có cơ quan nào phải báo cáo mô hình." in texts


def test_rows_that_cannot_be_kept_on_the_disk_meanwhile_are_a_trouble_of_the_disk(
    result: Result, schemas: Schemas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(FileNotFoundError):
        excel_bytes(
            figures(result.merged, result.files, result.problems, schemas), limits=replace(SHEET_LIMITS, cells=0)
        )


def test_the_report_is_written_as_a_file(result: Result, schemas: Schemas, tmp_path: Path) -> None:
    write_excel(figures(result.merged, result.files, result.problems, schemas), tmp_path / "tong-hop.xlsx")
    assert (tmp_path / "tong-hop.xlsx").stat().st_size > 10_000
