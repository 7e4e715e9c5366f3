"""The report on a plan for a school year: its numbers, its words and its dates are those of the plan."""

from pathlib import Path

import pytest

from pipeline.forms.schema.schema import Schemas
from pipeline.reports.figures import figures
from pipeline.reports.summary import indicators
from tests.support.school_year import month, school_year
from tests.support.written import cells_of, text_of

NUMBERS = {
    "SGD": {"NGAY": 2.0},
    "X01": {"KT": 10.0, "DAT": 7.0, "BEP": 95.0, "DIEM": 8.5, "NGAY": 4.0, "SC": 1.0},
    "X02": {"KT": 6.0, "DAT": 5.0, "BEP": 95.0, "DIEM": 9.0, "NGAY": 11.0, "SC": 3.0},
    "X03": {"KT": 8.0, "BEP": 95.0},
}


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory, schemas: Schemas) -> str:
    campaign = school_year(tmp_path_factory.mktemp("school"))
    return text_of(month(campaign, schemas, NUMBERS).merged, schemas)


def test_the_numbers_of_a_task_go_together_each_in_its_way(text: str) -> None:
    assert "số trường đã kiểm tra: 24 trường (trong đó: số trường đạt: 12 trường, chiếm 75%)" in text
    assert "tỷ lệ trường đạt: 75,0% (12/16)" in text
    assert (
        "tỷ lệ bếp ăn đạt yêu cầu: số của từng cơ quan, đơn vị tại trang “Chỉ tiêu” của Bảng tổng hợp (tệp Excel gửi kèm)"
        in text
    )
    assert "điểm tự đánh giá: bình quân 8,75 điểm (trung bình cộng của 02 cơ quan, đơn vị)" in text
    assert "thời gian xử lý lâu nhất: cao nhất 11 ngày" in text


def test_what_only_leads_are_asked_is_counted_once(text: str) -> None:
    assert "Theo số liệu của 02/03 cơ quan, đơn vị: số sự cố: 4 vụ." in text


def test_percentages_are_never_added_up(text: str) -> None:
    assert "285" not in text
    assert "190" not in text


def test_the_table_says_how_each_figure_comes_about(tmp_path: Path, schemas: Schemas) -> None:
    merged = month(school_year(tmp_path), schemas, NUMBERS).merged
    names = {row[0]: row[5] for row in cells_of(indicators(figures(merged, (), (), schemas)))}
    assert names == {
        "Số trường đã kiểm tra": "24",
        "Trong đó: số trường đạt": "12",
        "– tỷ lệ so với tổng": "75%",
        "Tỷ lệ trường đạt (tính từ 12/16)": "75,0",
        "Tỷ lệ bếp ăn đạt yêu cầu (không cộng giữa các cơ quan)": "–",
        "Điểm tự đánh giá (bình quân của 02 cơ quan)": "8,75",
        "Thời gian xử lý lâu nhất (cao nhất)": "11",
        "Số sự cố": "4",
    }


def test_the_document_is_named_as_it_is(text: str) -> None:
    assert (
        "Thực hiện Kế hoạch số 45/KH-UBND ngày 20/8/2026 của Ủy ban nhân dân tỉnh Lâm Sơn về bảo đảm an toàn trường học năm "
        "học 2026 - 2027, Sở Giáo dục và Đào tạo tổng hợp"
    ) in text
    assert "Theo Mục III Kế hoạch nêu trên, các cơ quan, đơn vị" in text
    assert "Điều" not in text


def test_headings_carry_the_codes_of_the_catalogue(text: str) -> None:
    assert "\nI | Kiểm tra cơ sở vật chất theo quy định của Bộ Giáo dục và Đào tạo tại Lâm Sơn | " in text
    assert "\nI.1. Phòng cháy và bếp ăn: " in text
    assert "\nI.2. Ghi nhận, xử lý sự cố trong trường học: " in text
    assert "\nII | Truyền thông và công nghệ | " in text
    assert "\n1. " not in text.split("II. KẾT QUẢ")[1].split("III. ", maxsplit=1)[0]
