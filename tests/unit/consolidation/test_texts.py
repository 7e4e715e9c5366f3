"""Same and nearly same texts of many agencies."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.consolidation.texts import nearly_same, similar_texts


def test_equal_but_for_case_blanks_punctuation_and_tone_placement_is_one_text() -> None:
    written = [
        ("A", "Chưa có hướng dẫn của cấp trên."),
        ("B", "chưa  có hướng dẫn của cấp trên"),
        ("C", "Thủy lợi xuống cấp"),
        ("D", "Thuỷ lợi xuống cấp"),
    ]
    first, second = similar_texts(written, likeness=100)
    assert first.agencies == ("A", "B")
    assert second.agencies == ("C", "D")


def test_a_group_shows_the_wording_used_most_and_keeps_the_others() -> None:
    written = [
        ("A", "Chưa có hướng dẫn cụ thể của cấp trên"),
        ("B", "Chưa có hướng dẫn của cấp trên"),
        ("C", "Chưa có hướng dẫn của cấp trên"),
    ]
    (group,) = similar_texts(written)
    assert group.text == "Chưa có hướng dẫn của cấp trên"
    assert group.wordings == ("Chưa có hướng dẫn của cấp trên", "Chưa có hướng dẫn cụ thể của cấp trên")
    assert (group.count, group.agencies) == (3, ("A", "B", "C"))


def test_an_agency_that_repeats_itself_counts_once_as_agency() -> None:
    (group,) = similar_texts([("A", "Thiếu kinh phí"), ("A", "Thiếu kinh phí"), ("B", "Thiếu kinh phí")])
    assert (group.count, group.agencies) == (3, ("A", "B"))


def test_texts_of_most_agencies_come_first_then_the_order_of_the_register() -> None:
    written = [("A", "Thiếu kinh phí"), ("B", "Địa bàn rộng"), ("C", "Địa bàn rộng"), ("D", "Cán bộ mới")]
    assert [group.text for group in similar_texts(written)] == ["Địa bàn rộng", "Thiếu kinh phí", "Cán bộ mới"]


def test_unlike_texts_and_empty_ones_do_not_meet() -> None:
    assert similar_texts([("A", ""), ("B", " … "), ("C", "-")]) == ()
    assert len(similar_texts([("A", "Thiếu kinh phí"), ("B", "Thiếu cán bộ chuyên trách")])) == 2


@pytest.mark.parametrize(("same_numbers", "groups"), [(False, 1), (True, 2)])
def test_other_dates_part_proposals_where_numbers_matter(same_numbers: bool, groups: int) -> None:
    written = [
        ("A", "Lùi thời hạn hoàn thành đến ngày 30/9/2025"),
        ("B", "Lùi thời hạn hoàn thành đến ngày 31/10/2025"),
    ]
    assert len(similar_texts(written, same_numbers=same_numbers)) == groups


def test_nearly_the_same_wherever_the_difference_is() -> None:
    assert nearly_same("Đã ban hành kế hoạch số 12", "Đã ban hành Kế hoạch số 13.")
    assert not nearly_same("Đã ban hành kế hoạch", "Tổ chức hội nghị")


_written = st.lists(st.tuples(st.sampled_from("ABCD"), st.text(alphabet="ab đ.1", max_size=12)), max_size=30)


def test_thousands_of_texts_that_end_alike_are_compared_with_the_200_most_frequent_only() -> None:
    unlike = [f"{sha256(str(number).encode()).hexdigest()} trên địa bàn" for number in range(2_000)]
    written = [("A", text) for text in unlike]
    near_the_first, near_the_last = (f"x{text[1:]}" for text in (unlike[0], unlike[-1]))
    found = similar_texts([*written, ("B", near_the_first), ("B", near_the_last)])
    assert len(found) == 2_001
    assert {near_the_first, unlike[0]} == set(found[0].wordings)


@given(_written)
def test_every_text_is_counted_once(written: list[tuple[str, str]]) -> None:
    groups = similar_texts(written)
    said = [text for _, text in written if any(letter.isalnum() for letter in text)]
    assert sum(group.count for group in groups) == len(said)
    assert all(group.text in group.wordings for group in groups)
