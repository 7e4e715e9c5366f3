"""The file of the review workbook: what keeps it from being replaced."""

from datetime import datetime
from pathlib import Path

import pytest

from pipeline.review.completing import RequiredRow, completed
from pipeline.review.layout import Offered, ReviewSheet
from pipeline.review.versions import FoundReview, FoundState, ReviewPlace, read_review, write_review
from pipeline.review.writing import review_bytes, signature
from tests.support.intake import edited

MOMENT = datetime(2025, 9, 10, 8, 30)  # noqa: DTZ001  # names a file
OFFERED = {Offered.OPINIONS: ("tiếp thu",)}


def required(*causes: str) -> dict[ReviewSheet, list[RequiredRow]]:
    return {
        **{sheet: [] for sheet in ReviewSheet},
        ReviewSheet.CAUSES: [RequiredRow({cause: (cause, "1.2", "A")}) for cause in causes],
    }


def written(present: FoundReview, *causes: str, moment: datetime = MOMENT) -> list[str]:
    """The lines told while what was found is completed."""
    lines: list[str] = []
    write_review(
        present,
        completed(present.content, required(*causes)),
        signature=signature(OFFERED),
        make=lambda content: review_bytes(content, OFFERED),
        moment=moment,
        tell=lines.append,
    )
    return lines


@pytest.fixture
def place(tmp_path: Path) -> ReviewPlace:
    """A place with a workbook of one cause."""
    place = ReviewPlace(folder=tmp_path / "review" / "small", round="lan-1")
    assert written(read_review(place), "a") == []
    return place


def causes(place: ReviewPlace) -> list[str]:
    return [row.shown[0] for row in read_review(place).content.rows[ReviewSheet.CAUSES]]


def test_what_is_saved_while_a_run_works_is_left_alone(place: ReviewPlace) -> None:
    present = read_review(place)
    saved = edited(present.data, lambda book: book.create_sheet("Của tôi"))
    place.path.write_bytes(saved)
    (line,) = written(present, "a", "b")
    assert "vừa được lưu trong lúc chạy" in line
    assert place.path.read_bytes() == saved
    written(read_review(place), "a", "b")
    assert causes(place) == ["a", "b"]


def test_one_that_appears_while_a_run_works_is_left_alone(tmp_path: Path) -> None:
    place = ReviewPlace(folder=tmp_path, round="lan-1")
    present = read_review(place)
    assert present.state is FoundState.ABSENT
    place.path.write_bytes(b"mine")
    assert "vừa được lưu" in written(present, "a")[0]
    assert place.path.read_bytes() == b"mine"


def test_a_password_keeps_it_as_it_is(place: ReviewPlace) -> None:
    content = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 504
    place.path.write_bytes(content)
    assert read_review(place).state is FoundState.DAMAGED
    written(read_review(place), "a")
    assert (place.folder / "lan-1.hong-1.xlsx").read_bytes() == content


def test_what_was_saved_as_another_format_is_kept_beside(place: ReviewPlace) -> None:
    ods = Path(__file__).parents[2] / "data"
    found = next(iter(sorted(ods.rglob("*.ods"))), None)
    if found is None:
        pytest.skip("no .ods among the test data")
    place.path.write_bytes(found.read_bytes())
    written(read_review(place), "a")
    assert (place.folder / "lan-1.hong-1.xlsx").read_bytes() == found.read_bytes()
    assert causes(place) == ["a"]


def test_when_the_file_is_gone_a_new_one_is_made_and_the_versions_are_named(place: ReviewPlace) -> None:
    written(read_review(place), "a")
    place.path.unlink()
    (line,) = written(read_review(place), "a")
    assert ".ban-cu" in line
    assert causes(place) == ["a"]


def test_versions_of_one_moment_stand_beside_each_other_in_their_order(place: ReviewPlace) -> None:
    for number in range(11):
        written(read_review(place), *(f"a{n}" for n in range(number + 1)))
    assert [path.name for path in place.versions()][:2] == [
        "lan-1.2025-09-10_083000-2.xlsx",
        "lan-1.2025-09-10_083000-3.xlsx",
    ]
    assert len(place.versions()) == 10


def test_versions_of_another_round_are_another_rounds(place: ReviewPlace) -> None:
    written(read_review(place), "a")
    assert ReviewPlace(folder=place.folder, round="lan").versions() == []


def test_new_words_in_a_drop_down_have_it_written_anew(place: ReviewPlace) -> None:
    present = read_review(place)
    content = completed(present.content, required("a"))
    offered = {Offered.OPINIONS: ("tiếp thu", "khác")}
    write_review(
        present,
        content,
        signature=signature(offered),
        make=lambda content: review_bytes(content, offered),
        moment=MOMENT,
        tell=print,
    )
    assert place.path.read_bytes() == review_bytes(content, offered) != present.data
