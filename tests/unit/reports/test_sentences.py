"""The words of the written report for none, one and many."""

from datetime import date

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.counts import Counts
from pipeline.reports import sentences


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (1677, "1.677")])
def test_counts_are_written_as_official_texts_do(value: int, shown: str) -> None:
    assert sentences.number(value) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"), [(0, 0, "0"), (5, 0, "5"), (27914, 0, "27.914"), (1234.5, 2, "1.234,50")]
)
def test_figures_of_tables(value: float, decimals: int, shown: str) -> None:
    assert sentences.amount(value, decimals) == shown


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (0.0, "0%"),
        (1.0, "100%"),
        (0.975, "97,5%"),
        (0.89, "89%"),
        (0.99999, "99,9%"),
        (0.00001, "0,1%"),
        (2 / 3, "66,7%"),
    ],
)
def test_only_all_is_100_percent_and_only_none_is_0(rate: float, shown: str) -> None:
    assert sentences.percent(rate) == shown


@pytest.mark.parametrize(
    ("when", "shown"),
    [(date(2025, 9, 5), "05/9/2025"), (date(2025, 2, 14), "14/02/2025"), (date(2025, 12, 31), "31/12/2025")],
)
def test_days_have_two_digits_and_so_have_the_first_two_months(when: date, shown: str) -> None:
    assert sentences.day(when) == shown


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (Counts(), "Không có nhiệm vụ nào được giao trong lần báo cáo này."),
        (Counts(assigned=1, not_reported=1), "Tổng số 01 lượt nhiệm vụ được giao; chưa lượt nào được báo cáo."),
        (
            Counts(assigned=1, done_by_due=1),
            "Tổng số 01 lượt nhiệm vụ được giao; đã hoàn thành 01 (đúng hạn).",
        ),
        (
            Counts(assigned=30, done_by_due=30),
            "Tổng số 30 lượt nhiệm vụ được giao; đã hoàn thành 30 (đều đúng hạn).",
        ),
        (
            Counts(assigned=5, in_progress=4, not_reported=1),
            "Tổng số 05 lượt nhiệm vụ được giao; chưa có lượt nào hoàn thành; đang thực hiện 04 (đều trong hạn); chưa báo cáo 01.",
        ),
        (
            Counts(
                assigned=1066,
                done_by_due=500,
                done_late=20,
                done_without_due=30,
                in_progress=300,
                in_progress_overdue=40,
                not_started=50,
                not_started_overdue=6,
                nil=7,
                in_error=8,
                waived=5,
                not_reported=100,
            ),
            "Tổng số 1.066 lượt nhiệm vụ được giao; đã hoàn thành 550 (đúng hạn 500, quá hạn 20, không có hạn 30); đang thực "
            "hiện 340 (trong hạn 300, quá hạn 40); chưa thực hiện 56 (trong hạn 50, quá hạn 06); không phát sinh 07; báo cáo "
            "có lỗi 08; được miễn báo cáo 05; chưa báo cáo 100.",
        ),
    ],
)
def test_the_official_sentence(counts: Counts, sentence: str) -> None:
    assert sentences.official_sentence(counts) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (Counts(assigned=9, not_reported=9), "Cả 09 cơ quan, đơn vị chủ trì chưa báo cáo."),
        (Counts(assigned=9, done_by_due=9), "Cả 09 cơ quan, đơn vị chủ trì đã hoàn thành (đều đúng hạn)."),
        (
            Counts(assigned=9, done_by_due=8, done_late=1),
            "Cả 09 cơ quan, đơn vị chủ trì đã hoàn thành (đúng hạn 08, quá hạn 01).",
        ),
        (
            Counts(assigned=9, done_by_due=8, nil=1),
            "08/09 cơ quan, đơn vị chủ trì đã hoàn thành (đều đúng hạn); còn lại không phát sinh; tỷ lệ.",
        ),
        (
            Counts(assigned=9, not_reported=7, in_progress=1, in_progress_overdue=1),
            "07/09 cơ quan, đơn vị chủ trì chưa báo cáo; còn lại đang thực hiện (trong hạn 01, quá hạn 01); tỷ lệ.",
        ),
        (
            Counts(assigned=9, done_without_due=7, in_progress=1, in_error=1),
            "07/09 cơ quan, đơn vị chủ trì đã hoàn thành; còn lại: đang thực hiện 01; báo cáo có lỗi 01; tỷ lệ.",
        ),
        (
            Counts(assigned=9, done_by_due=4, in_progress=3, not_started_overdue=2),
            "Trong 09 cơ quan, đơn vị chủ trì: đã hoàn thành 04 (đều đúng hạn); đang thực hiện 03; chưa thực hiện 02 "
            "(đều quá hạn); tỷ lệ.",
        ),
    ],
)
def test_how_a_task_stands_with_its_agencies(counts: Counts, sentence: str) -> None:
    assert sentences.agencies_sentence(counts, "chủ trì", "; tỷ lệ") == sentence


@pytest.mark.parametrize(
    ("codes", "limit", "shown"),
    [
        ((), None, ""),
        (("SYT",), None, "Sở Y tế"),
        (("11383",), None, "UBND phường Lê Chân"),
        (
            ("SVHTTDL", "11383", "11329", "11560", "11824", "11948"),
            None,
            "Sở Văn hóa, Thể thao và Du lịch; UBND các phường: Lê Chân, Ngô Quyền, Thủy Nguyên; UBND xã Vĩnh Bảo; "
            "UBND đặc khu Bạch Long Vĩ",
        ),
        (("SYT", "11383", "11329"), 2, "Sở Y tế; UBND phường Lê Chân và 01 cơ quan khác"),
    ],
)
def test_agencies_are_enumerated_as_an_official_would(
    campaign: Campaign, codes: tuple[str, ...], limit: int | None, shown: str
) -> None:
    agencies = [campaign.agency_by_code[code] for code in codes]
    assert sentences.enumeration(agencies, limit) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Đã xong", "Đã xong."),
        ("Đã xong;\nđang làm tiếp.", "Đã xong; đang làm tiếp."),
        ("- Đã họp 02 lần\n+ Ban kế hoạch.", "Đã họp 02 lần; Ban kế hoạch."),
        ('=HYPERLINK("x")', '=HYPERLINK("x").'),
        ("Một hai ba bốn năm. Sáu bảy tám chín mười.", "Một hai ba bốn năm."),
        ("Một hai ba bốn năm sáu bảy tám chín mười.", "Một hai ba bốn năm sáu bảy tám chín mười."),
        ("Một. Hai ba bốn năm sáu bảy tám chín mười.", "Một."),
        ("x" * 40, "x" * 40 + "."),
    ],
)
def test_a_quotation_is_of_whole_sentences(text: str, shown: str) -> None:
    assert sentences.quoted(text, 30) == shown


def test_shortening_keeps_short_texts_to_the_letter() -> None:
    assert sentences.shortened("Kế hoạch số 12/KH-UBND;", 100) == "Kế hoạch số 12/KH-UBND;"
    assert sentences.shortened("Kế hoạch, chương trình", 12) == "Kế hoạch…"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("CÁC QUY ĐỊNH CỦA ỦY BAN NHÂN DÂN THÀNH PHỐ", "Các quy định của Ủy ban nhân dân thành phố"),
        ("KIẾN NGHỊ CỦA NHÂN DÂN HẢI PHÒNG", "Kiến nghị của Nhân dân Hải Phòng"),
        ("BỨC XÚC CỦA NGƯỜI DÂN", "Bức xúc của người dân"),
        ("Đã viết thường", "Đã viết thường"),
        ("", ""),
    ],
)
def test_headings_in_capitals_become_ordinary_ones_with_their_names(title: str, shown: str) -> None:
    assert sentences.ordinary_case(title, ("Ủy ban nhân dân", "Nhân dân", "Hải Phòng")) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("Thường xuyên", "thường xuyên"), ("UBND cấp xã", "UBND cấp xã"), ("", "")]
)
def test_words_inside_a_sentence_begin_small_but_for_capitals(text: str, shown: str) -> None:
    assert sentences.lower_first(text) == shown


def test_a_quotation_that_has_barely_begun_is_left_out() -> None:
    assert (
        sentences.shortened("Triển khai kế hoạch với chủ đề “Công tác dân vận”", 37)
        == "Triển khai kế hoạch với chủ đề…"
    )
    assert sentences.shortened("Chủ đề “Công tác dân vận chính quyền năm 2025”", 30) == "Chủ đề “Công tác dân vận…"
    assert sentences.shortened("Mô hình “Ba không” ở tổ dân phố số 5", 25) == "Mô hình “Ba không” ở tổ…"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (2.5, 0, "3"),
        (0.125, 2, "0,13"),
        (8.345, 2, "8,35"),
        (-2.5, 0, "-3"),
        (1234567.05, 1, "1.234.567,1"),
        (95.0, 1, "95,0"),
    ],
)
def test_figures_are_rounded_half_up_with_a_decimal_comma(value: float, decimals: int, shown: str) -> None:
    assert sentences.amount(value, decimals) == shown


def test_rates_are_rounded_half_up() -> None:
    assert (sentences.percent(0.0625), sentences.percent(0.9995)) == ("6,3%", "99,9%")


def test_a_percentage_stands_at_its_sign() -> None:
    assert (sentences.measured(95.25, 1, "%"), sentences.measured(1200, 0, "vụ việc")) == ("95,3%", "1.200 vụ việc")
