"""Completing the review workbook: whatever people type between the runs, no word of it is ever lost."""

from dataclasses import replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.review.completing import RequiredRow, completed
from pipeline.review.content import AddedText, ReviewContent, ReviewRow, member_key, members_of, row_key
from pipeline.review.layout import DIFFERING, LAYOUTS, Offered, ReviewSheet
from pipeline.review.reading import ReadReview, read_review_bytes
from pipeline.review.writing import review_bytes, signature

CHOICES = {Offered.OPINIONS: ("tiếp thu", "không tiếp thu")}
PROPOSALS, CAUSES = ReviewSheet.PROPOSALS, ReviewSheet.CAUSES


def required(**rows: list[tuple[str, ...]]) -> dict[ReviewSheet, list[RequiredRow]]:
    """The rows of sheets, each as the names of its sources: `PROPOSALS=[("a", "b")]`."""
    return {sheet: [row_of(sheet, names) for names in rows.get(sheet.name, [])] for sheet in ReviewSheet}


def row_of(sheet: ReviewSheet, names: tuple[str, ...]) -> RequiredRow:
    width = len(LAYOUTS[sheet].shown) - LAYOUTS[sheet].tells_differences
    return RequiredRow(
        {source(sheet, name): tuple(f"{name}, cột {number}" for number in range(width)) for name in names}
    )


def source(sheet: ReviewSheet, name: str) -> str:
    return member_key("1.2", "Bổ sung", name) if sheet is PROPOSALS else name


def typed(content: ReviewContent, sheet: ReviewSheet, name: str, *words: str) -> ReviewContent:
    """The content after people typed into the row of a source."""
    rows = tuple(
        replace(row, typed=words) if source(sheet, name) in row.members else row for row in content.rows[sheet]
    )
    return replace(content, rows={**content.rows, sheet: rows})


def typed_in(content: ReviewContent, sheet: ReviewSheet) -> list[tuple[list[str], tuple[str, ...]]]:
    return [([member.rpartition("|")[2] for member in row.members], row.typed) for row in content.rows[sheet]]


def test_the_first_run_makes_a_blank_row_for_each_source() -> None:
    content = completed(ReviewContent(), required(PROPOSALS=[("a", "b"), ("c",)]))
    assert typed_in(content, PROPOSALS) == [(["a", "b"], ("", "")), (["c"], ("", ""))]
    assert content.rows[PROPOSALS][0].shown[:1] == ("a, cột 0\nb, cột 0",)


def test_the_key_of_merged_proposals_holds_task_kind_and_each_digest() -> None:
    members = (member_key("1.2", "Bổ sung", "aa"), member_key("1.2", "Bổ sung", "bb"))
    assert row_key(members) == "1.2|Bổ sung|aa bb"
    assert members_of("1.2|Bổ sung|aa bb", PROPOSALS) == members


def test_what_was_typed_stays_and_a_new_member_shares_it() -> None:
    content = typed(completed(ReviewContent(), required(PROPOSALS=[("a",)])), PROPOSALS, "a", "tiếp thu", "")
    later = completed(content, required(PROPOSALS=[("b", "a")]))
    assert typed_in(later, PROPOSALS) == [(["b", "a"], ("tiếp thu", ""))]


def test_a_merge_of_members_with_different_opinions_shows_each_and_says_so() -> None:
    content = completed(ReviewContent(), required(PROPOSALS=[("a",), ("b",)]))
    content = typed(typed(content, PROPOSALS, "a", "tiếp thu", ""), PROPOSALS, "b", "không tiếp thu", "Trùng.")
    later = completed(content, required(PROPOSALS=[("a", "b", "c")]))
    assert typed_in(later, PROPOSALS) == [
        (["a"], ("tiếp thu", "")),
        (["b"], ("không tiếp thu", "Trùng.")),
        (["c"], ("", "")),
    ]
    assert {row.shown[-1] for row in later.rows[PROPOSALS]} == {DIFFERING}


def test_what_lost_its_source_is_kept_apart_and_comes_back_with_it() -> None:
    content = typed(completed(ReviewContent(), required(CAUSES=[("a",)])), CAUSES, "a", "Thiếu kinh phí")
    without = completed(content, required())
    assert not without.rows[CAUSES]
    assert [(row.members, row.typed, row.about) for row in without.gone] == [
        (("a",), ("Thiếu kinh phí",), "a, cột 0 · a, cột 1 · a, cột 2")
    ]
    again = completed(without, required(CAUSES=[("a",)]))
    assert typed_in(again, CAUSES) == [(["a"], ("Thiếu kinh phí",))]
    assert not again.gone


def test_of_copied_rows_with_other_words_both_are_kept() -> None:
    content = completed(ReviewContent(), required(CAUSES=[("a",)]))
    (row,) = content.rows[CAUSES]
    copies = (replace(row, typed=("một",)), replace(row, typed=("hai",)))
    later = completed(replace(content, rows={**content.rows, CAUSES: copies}), required(CAUSES=[("a",)]))
    assert typed_in(later, CAUSES) == [(["a"], ("một",))]
    assert [row.typed for row in later.gone] == [("hai",)]


def test_words_typed_over_those_of_the_program_are_kept() -> None:
    found = replace(
        ReviewContent(), edited=(AddedText("Đề xuất!D2", "Nội dung", "sửa"), AddedText("x", "y", "a, cột 0"))
    )
    later = completed(found, required(CAUSES=[("a",)]))
    assert [text.text for text in later.added] == ["sửa"]


NAMES = "abcdef"
GROUPS = st.lists(st.sampled_from(NAMES), unique=True).flatmap(
    lambda names: st.lists(st.integers(0, 2), min_size=len(names), max_size=len(names)).map(
        lambda numbers: [
            group
            for number in range(3)
            if (group := tuple(n for n, own in zip(names, numbers, strict=True) if own == number))
        ]
    )
)
ROUND = st.fixed_dictionaries({"PROPOSALS": GROUPS, "CAUSES": st.lists(st.sampled_from(NAMES), unique=True)})
#: (what people do, where, which row)
ACT = st.tuples(
    st.sampled_from(["type", "type", "type more", "copy", "sort", "delete row", "add"]),
    st.sampled_from([PROPOSALS, CAUSES]),
    st.integers(0, 9),
)
STEP = st.tuples(ROUND, st.lists(ACT, max_size=4))


def words_of(content: ReviewContent) -> str:
    """Everything that stands in a workbook."""
    rows = (text for of_sheet in content.rows.values() for row in of_sheet for text in (*row.shown, *row.typed))
    gone = (text for row in content.gone for text in (*row.typed, row.about))
    return "\n".join((*rows, *gone, *(text.text for text in content.added)))


class Coordinator:
    """Types between the runs, each time a word that nobody typed before, and remembers what must be there."""

    def __init__(self) -> None:
        self.numbers = count()
        self.words: set[str] = set()

    def word(self) -> str:
        word = f"chữ{next(self.numbers)}chữ"
        self.words.add(word)
        return word

    def act(self, content: ReviewContent, act: str, sheet: ReviewSheet, number: int) -> ReviewContent:
        rows = list(content.rows[sheet])
        if act == "sort":
            rows.reverse()
        elif act == "add":
            return replace(content, added=(*content.added, AddedText("Trang của tôi!A1", "", self.word())))
        elif rows:
            row = rows[number % len(rows)]
            width = len(row.typed)
            self.forget(row if act in {"type", "delete row"} else None, content)
            fresh = tuple(self.word() if column == number % width else "" for column in range(width))
            changed = {
                "type": [replace(row, typed=fresh)],
                "type more": [
                    replace(row, typed=tuple(f"{a} {b}".strip() for a, b in zip(row.typed, fresh, strict=True)))
                ],
                "copy": [row, replace(row, typed=fresh)],
                "delete row": [],
            }[act]
            rows[number % len(rows) : number % len(rows) + 1] = changed
            if act == "delete row":
                self.words -= {word for word in fresh if word}
        return replace(content, rows={**content.rows, sheet: tuple(rows)})

    def forget(self, row: ReviewRow | None, content: ReviewContent) -> None:
        """What people wipe out themselves need not be kept, unless it stands elsewhere too."""
        if row is not None:
            wiped = {word for text in row.typed for word in text.split()}
            self.words -= wiped


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, min_size=1, max_size=8))
def test_no_sequence_of_runs_and_typing_loses_a_word(
    steps: list[tuple[dict[str, list[tuple[str, ...]]], list[tuple[str, ReviewSheet, int]]]],
) -> None:
    people, content = Coordinator(), ReviewContent()
    for rows, acts in steps:
        calls_for = required(**{name: [tuple(group) for group in groups] for name, groups in rows.items()})
        content = completed(content, calls_for)
        assert {word for word in people.words if word not in words_of(content)} == set()
        assert completed(content, calls_for) == content
        present = {member for row in content.rows[PROPOSALS] for member in row.members}
        assert present == {member for row in calls_for[PROPOSALS] for member in row.cells}
        for act, sheet, number in acts:
            content = people.act(content, act, sheet, number)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, min_size=1, max_size=3))
def test_what_is_written_is_what_is_read(
    steps: list[tuple[dict[str, list[tuple[str, ...]]], list[tuple[str, ReviewSheet, int]]]],
) -> None:
    people, content = Coordinator(), ReviewContent()
    for rows, acts in steps:
        for act, sheet, number in acts:
            content = people.act(content, act, sheet, number)
        content = completed(
            content, required(**{name: [tuple(group) for group in groups] for name, groups in rows.items()})
        )
    read = read_review_bytes(review_bytes(content, CHOICES))
    assert isinstance(read, ReadReview)
    assert read.content == content
    assert (read.signature, read.has_more) == (signature(CHOICES), False)
