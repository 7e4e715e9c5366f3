"""Each check of the linter: what it lets pass and what it refuses."""

from datetime import datetime

import pytest

from tests.linter.checks import CHECKS, agencies_in
from tests.linter.printed import Book, Line

REASON = "Xã mới kiện toàn bộ máy, cần thêm thời gian rà soát."
BOOK = Book(
    tasks={
        "1.2": ("Kế hoạch năm", "Xây dựng kế hoạch năm…"),
        "3.4.b": ("Quy chế dân chủ", "Rà soát quy chế"),
        "5.4": ("Sơ kết 5 năm Chỉ thị 33",),
    },
    agencies=["UBND xã A Sào", "UBND xã B Lưới", "Sở Tư pháp"],
    documents=["Xã đã làm xong 78% số hồ sơ của năm nay.", "Chương trình “Vì dân… phục vụ” của tỉnh"],
    sheets={
        "Chi tiết": [
            {
                "Mã cơ quan": agency,
                "Cơ quan": name,
                "Khối": "xã",
                "TT": task,
                "Vai trò": "Chủ trì",
                "Tình trạng": state,
                "Hạn hoàn thành": datetime(2025, 8, 14),  # noqa: DTZ001  # as openpyxl reads it
                "Tỷ lệ hoàn thành (%)": 30.0,
                "Khó khăn, vướng mắc; nguyên nhân": reason,
            }
            for agency, name, task, state, reason in (
                ("A", "UBND xã A Sào", "1.2", "H", None),
                ("B", "UBND xã B Lưới", "1.2", "Q", REASON),
                ("C", "Sở Tư pháp", "1.2", "X", None),
                ("C", "Sở Tư pháp", "3.4.b", "K", None),
            )
        ],
    },
)
STRONG, WEAK = ("III. ĐÁNH GIÁ", "1. Ưu điểm"), ("III. ĐÁNH GIÁ", "2. Tồn tại, hạn chế")


def found(check: str, *lines: Line | str) -> list[str]:
    return CHECKS[check]([Line(text=line) if isinstance(line, str) else line for line in lines], BOOK)


def row(*cells: str, header: bool = False, headings: tuple[str, ...] = ()) -> Line:
    return Line(text=" | ".join(cells), cells=cells, is_header=header, headings=headings)


@pytest.mark.parametrize(
    ("check", "lines"),
    [
        ("cut_texts", ["Thực hiện Chương trình “Vì dân… phục vụ” của tỉnh."]),
        ("cut_texts", ["Căn cứ Quyết định số …/QĐ-UBND ngày … tháng … năm 2025 của tỉnh."]),
        ("cut_texts", ["Báo cáo “đủ” và đúng."]),
        ("bare_codes", ["1.2 (kế hoạch năm): quá hạn.", "3.4.b. Quy chế dân chủ", "Kế hoạch năm (1.2) chậm."]),
        ("bare_codes", [row("1.2", "Kế hoạch năm", "3"), row("2", "1.2. Kế hoạch năm", "4")]),
        ("bare_codes", [row("Cơ quan", "1.2", header=True, headings=("Phụ lục I",)),
                        Line(text="1.2: Kế hoạch năm", headings=("Phụ lục I",))]),
        ("bare_codes", ["Tổng số 1.234 lượt, đạt 1,2%, ngày 01/2/2025; 31.2 hộ."]),
        ("nobody_counted", ["10 cơ quan", "không có cơ quan nào", "1.000 cơ quan", row("Xã", "0 cơ quan")]),
        ("baseless_rates", ["01/3 lượt đến hạn đã hoàn thành (33,3%).", "Hoàn thành 01 trong tổng số 03 lượt, đạt 33,3%."]),
        ("baseless_rates", ["Sở Tư pháp: đang thực hiện, đạt 30%.", "02/4 lượt (50%; yêu cầu 100%)."]),
        ("baseless_rates", [row("Xã", "3", "33,3%")]),
        ("baseless_rates", ["Khối xã có 100% cơ quan gửi báo cáo.", "Kết quả: Xã đã làm xong 78% số hồ sơ của năm nay."]),
        ("foreign_reasons", [f"Lùi hạn; lý do: {REASON.rstrip('.')} (01 cơ quan: UBND xã B Lưới)."]),
        ("foreign_reasons", ["Lùi hạn; lý do: thiếu cán bộ làm việc ở địa bàn (UBND xã A Sào)."]),
        ("foreign_reasons", [row("UBND xã A Sào", "Không"), row("UBND xã B Lưới", REASON)]),
        ("praised_and_blamed", [Line(text="1.2 (kế hoạch năm) xong", headings=STRONG),
                                Line(text="3.4.b (quy chế dân chủ) chậm", headings=WEAK)]),
        ("repeated_triples", [Line(text="Trong 15 cơ quan: xong 10, chậm 3.", headings=("II. KẾT QUẢ", f"{code} Tên"))
                              for code in ("1.2.", "3.4.b.")]),
        ("bare_codes", [row("1.2", "Số kế hoạch", "3", headings=("Phụ lục I",)),
                        Line(text="1.2: Kế hoạch năm", headings=("Phụ lục I",))]),
        ("repeated_triples", ["Tổng số 20 lượt; đã xong 12 (đúng hạn 9).", "Nhiệm vụ chủ trì: 20 lượt; đã xong 12 (đúng hạn 9)."]),
        ("repeated_triples", [row("Sơ kết 5 năm Chỉ thị 33", "13"), row("Sơ kết 5 năm Chỉ thị 33", "13", "20")]),
        ("repeated_triples", ["Xã: đúng hạn 10, chậm 5, chưa 3.", "Phường: đúng hạn 10, chậm 5, chưa 3."]),
        ("repeated_triples", [Line(text="Xã: 10, 5, 3.", headings=("Tóm tắt",)), "Xã: 10, 5, 3.",
                              row("Xã", "10", "5", "3", headings=("Phụ lục II",))]),
    ],
)  # fmt: skip
def test_what_passes(check: str, lines: list[Line | str]) -> None:
    assert found(check, *lines) == []


@pytest.mark.parametrize(
    ("check", "lines"),
    [
        ("cut_texts", ["Hoàn thiện Chương trình, kế hoạch với chủ đề…"]),
        ("cut_texts", ["Thiếu trang «Báo cáo»."]),
        ("cut_texts", ["Niêm yết và trên cổng thông..."]),
        ("bare_codes", ["Đã hoàn thành: 1.2."]),
        ("bare_codes", ["Nhiệm vụ 1.2; 3.4.b (quy chế dân chủ)."]),
        ("bare_codes", [row("UBND xã A Sào", "1.2, 3.4.b")]),
        ("bare_codes", [row("Cơ quan", "1.2", header=True, headings=("Phụ lục I",))]),
        ("nobody_counted", ["Có 0 cơ quan gồm:"]),
        ("nobody_counted", ["00 cơ quan chậm."]),
        ("baseless_rates", ["Tỷ lệ hoàn thành là 33,3%."]),
        ("baseless_rates", ["15/49 vụ việc (31,2%)."]),
        ("baseless_rates", ["Hoàn thành 07/21 lượt (33,3%)."]),
        ("foreign_reasons", [f"Lùi hạn; lý do: {REASON.rstrip('.')} (02 cơ quan: UBND các xã: A Sào, B Lưới)."]),
        ("foreign_reasons", [row("Lùi hạn", f"{REASON} (UBND xã A Sào)")]),
        ("praised_and_blamed", [Line(text="1.2 (kế hoạch năm) cao", headings=STRONG),
                                row("1.2", "Kế hoạch năm", "12", headings=WEAK)]),
        ("repeated_triples", ["Bảng. Xã: 10, 5, 3; Phường: 20, 5, 3.", row("Phường", "20", "5", "3")]),
        ("repeated_triples", [row("Xã", "10", "5", "3"), "Kết quả theo khối. Xã: đúng hạn 10, chậm 5, chưa 3."]),
    ],
)  # fmt: skip
def test_what_is_refused(check: str, lines: list[Line | str]) -> None:
    assert found(check, *lines) != []


def test_every_check_has_a_case_of_both_kinds() -> None:
    for cases in (test_what_passes, test_what_is_refused):
        (mark,) = cases.pytestmark  # type: ignore[attr-defined]
        assert {check for check, _ in mark.args[1]} == set(CHECKS)


def test_agencies_are_known_in_every_way_they_are_named() -> None:
    assert agencies_in("UBND các xã: A Sào, B Lưới và 12 cơ quan khác; Sở Tư pháp", BOOK) == set(BOOK.agencies)
