"""What people typed, as reports are given it."""

from pathlib import Path

from pipeline.review.content import GoneRow, ReviewContent, ReviewRow, member_key, text_digest
from pipeline.review.layout import ReviewSheet, Slot
from pipeline.review.review import Opinion, Review, review
from tests.support.consolidation import small_campaign


def content(sheet: ReviewSheet, *rows: tuple[tuple[str, ...], tuple[str, ...]]) -> ReviewContent:
    """A workbook with rows of one sheet, each as keys and what was typed."""
    typed = tuple(ReviewRow(members=members, shown=(), typed=words) for members, words in rows)
    return ReviewContent(rows={**ReviewContent().rows, sheet: typed})


def test_a_remark_is_a_paragraph_a_line(tmp_path: Path) -> None:
    said = review(content(ReviewSheet.ASSESSMENT, (("lessons",), ("Một.\n\n Hai. ",))), small_campaign(tmp_path))
    assert said.paragraphs(Slot.LESSONS) == ("Một.", "Hai.")
    assert said.paragraphs(Slot.REQUESTS) == ()


def test_an_opinion_holds_for_each_member_and_different_ones_are_all_told(tmp_path: Path) -> None:
    keys = [member_key("1.2", "Bổ sung", text_digest(text)) for text in ("a", "b", "c")]
    said = review(
        content(ReviewSheet.PROPOSALS, ((keys[0], keys[1]), ("tiếp thu", "")), ((keys[2],), ("không tiếp thu", "vì"))),
        small_campaign(tmp_path),
    )
    assert said.opinions_on("1.2", "Bổ sung", ["a", "b"]) == (Opinion("tiếp thu"),)
    assert said.opinions_on("1.2", "Bổ sung", ["b", "c"]) == (Opinion("tiếp thu"), Opinion("không tiếp thu", "vì"))
    assert said.opinions_on("1.3", "Bổ sung", ["a"]) == ()


def test_of_words_that_are_no_mark_nothing_is_understood(tmp_path: Path) -> None:
    keys = [member_key("10001", "1.2", text_digest(text)) for text in ("a", "b", "c")]
    rows = [((key,), (words,)) for key, words in zip(keys, ("Có", "không", "để xem"), strict=True)]
    said = review(content(ReviewSheet.NOTABLE, *rows), small_campaign(tmp_path))
    assert [said.mark("10001", "1.2", text) for text in "abc"] == [True, False, None]


def test_a_sender_is_named_by_code_name_or_alias(tmp_path: Path) -> None:
    rows = [((name,), (name,)) for name in ("10001", "UBND xã Cẩm Giang", "xã hoà bình", "xã khác")]
    said = review(content(ReviewSheet.SENDERS, *rows), small_campaign(tmp_path))
    assert said.senders == {"10001": "10001", "UBND xã Cẩm Giang": "10002", "xã hoà bình": "10001"}


def test_the_cause_of_a_reason_is_known_by_its_text(tmp_path: Path) -> None:
    said = review(
        content(ReviewSheet.CAUSES, ((text_digest("Thiếu người"),), ("Thiếu nhân lực",))), small_campaign(tmp_path)
    )
    assert (said.cause(" Thiếu người "), said.cause("khác")) == ("Thiếu nhân lực", None)


def test_what_was_said_of_a_source_that_was_gone_counts_once_it_is_back(tmp_path: Path) -> None:
    gone = GoneRow(sheet=ReviewSheet.SENDERS, members=("aa",), typed=("10001",), about="")
    assert review(ReviewContent(gone=(gone,)), small_campaign(tmp_path)).senders == {"aa": "10001"}


def test_a_blank_workbook_says_nothing(tmp_path: Path) -> None:
    assert review(ReviewContent(), small_campaign(tmp_path)) == Review()
