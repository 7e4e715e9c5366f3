"""Problems and the catalogue of rules."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Cell, Problem, cell_ranges, grouped, in_order, problem
from pipeline.rules import Rule, Severity


@pytest.mark.parametrize(
    ("reference", "row", "column"), [("A1", 0, 0), ("F12", 11, 5), ("AA3", 2, 26), ("XFD1048576", 1048575, 16383)]
)
def test_addresses(reference: str, row: int, column: int) -> None:
    assert Cell.at("Báo cáo", reference) == Cell("Báo cáo", row, column)
    assert Cell("Báo cáo", row, column).reference == reference


@given(st.integers(0, 1048575), st.integers(0, 16383))
def test_every_address_comes_back(row: int, column: int) -> None:
    assert Cell.at("s", Cell("s", row, column).reference) == Cell("s", row, column)


@pytest.mark.parametrize("reference", ["12", "F", "F12:G13", "ABCD1"])
def test_what_is_no_address_is_refused(reference: str) -> None:
    with pytest.raises(ValueError, match=reference):
        Cell.at("s", reference)


def test_codes_are_unique_and_found() -> None:
    assert len({rule.code for rule in Rule}) == len(Rule)
    assert all(Rule.of(rule.code) is rule for rule in Rule)


@pytest.mark.parametrize("rule", list(Rule))
def test_every_sentence_is_vietnamese_and_ends_like_one(rule: Rule) -> None:
    for text in (rule.value.message, rule.value.hint):
        fields = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        shown = text.format_map(dict.fromkeys(fields, "x"))
        assert shown[0].isupper() or shown[0] in "«x"
        assert shown.rstrip("»)")[-1] in ".?"
        assert "  " not in shown


def test_a_long_value_is_quoted_in_short_and_kept_whole() -> None:
    found = problem(Rule.NOT_A_DATE, file="a.xlsx", field="Ngày hoàn thành", value="x" * 5000, example="15/8/2025")
    assert len(found.message) < 500
    assert found.value == "x" * 5000


def test_braces_in_a_value_are_text() -> None:
    assert "{0} {task}" in problem(Rule.NOT_A_DATE, file="a.xlsx", value="{0} {task}", example="15/8/2025").message


def test_most_serious_first_within_a_file() -> None:
    def found(rule: Rule, file: str, reference: str):
        return problem(rule, file=file, cell=Cell.at("Báo cáo", reference), value="1", read="1", example="15/8/2025")

    late = found(Rule.DATE_NORMALISED, "a.xlsx", "A1")
    first = found(Rule.NOT_A_DATE, "a.xlsx", "B9")
    other = found(Rule.NOT_A_DATE, "b.xlsx", "A1")
    assert in_order([other, late, first]) == [first, late, other]
    assert [severity.label for severity in Severity] == ["Lỗi", "Lưu ý", "Đã chuẩn hóa"]


def test_the_same_sentence_is_told_once_with_its_cells_most_serious_first() -> None:
    def missing(
        cell: str | None, file: str = "a.xlsx", sheet: str = "Đề xuất", rule: Rule = Rule.FIELD_MISSING
    ) -> Problem:
        place = None if cell is None else Cell.at(sheet, cell)
        return problem(rule, file=file, cell=place, sheet=sheet, field="Loại", change="có dòng bị ẩn")

    told = [missing("B9"), missing("B7"), missing("B8"), missing("B4", sheet="Mô hình"), missing("B7", file="b.xlsx")]
    told += [missing(None, rule=Rule.LAYOUT_CHANGED), problem(Rule.TEXT_CLEANED, file="a.xlsx", field="x")]
    groups = grouped(told)
    assert [(group.first.file, group.first.rule, cell_ranges(group.cells)) for group in groups] == [
        ("a.xlsx", Rule.FIELD_MISSING, "B4"),
        ("a.xlsx", Rule.FIELD_MISSING, "B7–B9"),
        ("a.xlsx", Rule.LAYOUT_CHANGED, ""),
        ("a.xlsx", Rule.TEXT_CLEANED, ""),
        ("b.xlsx", Rule.FIELD_MISSING, "B7"),
    ]
    assert sorted(map(str, told)) == sorted(str(found) for group in groups for found in group.problems)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ([], ""),
        (["F12"], "F12"),
        (["F12", "F13"], "F12–F13"),
        (["F14", "F12", "F13", "H3", "F12"], "F12–F14, H3"),
        (["F12", "G12", "F14"], "F12, F14, G12"),
    ],
)
def test_cells_below_each_other_are_told_together(cells: list[str], text: str) -> None:
    assert cell_ranges(Cell.at("Báo cáo", cell) for cell in cells) == text


def test_cells_of_two_sheets_do_not_run_into_each_other() -> None:
    assert cell_ranges([Cell.at("a", "F1"), Cell.at("b", "F2")]) == "F1, F2"
