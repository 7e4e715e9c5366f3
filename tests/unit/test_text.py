"""Text at the boundary."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import _UNCLEAN, clean_text, file_name, folded, sentence, slug, without_marks


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Hải\u00a0Phòng ", "Hải Phòng"),
        (unicodedata.normalize("NFD", "Đã hoàn thành"), "Đã hoàn thành"),
        ("dòng một\r\ndòng hai\rdòng ba", "dòng một\ndòng hai\ndòng ba"),
        ("ẩn\u200b\ufeff\u00ad chữ", "ẩn chữ"),
        ("th\u00adong tin", "thong tin"),
        ("ñy ban nh©n d©n ph\u00adêng\u200b", "ñy ban nh©n d©n ph\u00adêng"),
        ("điều\x00khiển\x1b[31m", "điềukhiển[31m"),
        ("nửa cặp \ud83d", "nửa cặp"),
        ("giữ\ttab", "giữ\ttab"),
    ],
)
def test_clean_text(typed: str, clean: str) -> None:
    assert clean_text(typed) == clean


@given(st.text(alphabet=st.characters(), max_size=60))
def test_clean_text_settles_in_one_step_and_can_be_written_anywhere(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    once.encode("utf-8")
    assert not any(unicodedata.category(letter) in {"Cs", "Cc"} and letter not in "\n\t" for letter in once)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND phường Việt Hoà", "ubnd  phường việt hòa"),
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Kiến Thuỵ", "Kiến Thụy"),
        ("Ð\u1ed3 Sơn", "Đồ Sơn"),
        ("UỶ BAN", "Ủy ban"),
        ("khoẻ", "khỏe"),
    ],
)
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("Cẩm Giang", "Cẩm Giàng"), ("Quý", "Qúy"), ("Thuý", "Thùy")])
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_marks_fall_only_where_asked() -> None:
    assert without_marks("Đang Thực Hiện") == "dang thuc hien"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("UBND phường Lê Chân", "ubnd-phuong-le-chan"),
        ("Sở Văn hóa, Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich"),
    ],
)
def test_slug_is_plain_ascii(name: str, made: str) -> None:
    assert slug(name) == made


def test_nothing_that_must_be_cleaned_counts_as_printable() -> None:
    assert (
        _UNCLEAN.search("".join(letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.isprintable()))
        is None
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [("Báo cáo quý II/2026 - Sở A", "Báo cáo quý II-2026 - Sở A"), ("a\\b: c?", "a-b- c-"), ("..", "-"), ("A. ", "A")],
)
def test_a_text_as_the_name_of_a_file_makes_no_folder(text: str, name: str) -> None:
    assert file_name(text) == name


def test_a_text_that_begins_a_sentence_keeps_its_other_letters() -> None:
    assert [sentence(text) for text in ("quý II/2026", "đột xuất của UBND", "")] == [
        "Quý II/2026",
        "Đột xuất của UBND",
        "",
    ]
