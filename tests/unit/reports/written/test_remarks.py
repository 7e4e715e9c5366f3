"""What the coordinator adds to the written report."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.forms.schema.schema import Schemas
from pipeline.reports.figures import Figures, figures
from pipeline.reports.written.blocks import Heading, Paragraph
from pipeline.reports.written.remarks import opinions_sentence, remarks
from pipeline.review.content import member_key, text_digest
from pipeline.review.layout import Slot
from pipeline.review.review import Opinion, Review
from tests.support.consolidation import small_campaign
from tests.support.report import empty_consolidation


@pytest.fixture
def blank(tmp_path: Path, schemas: Schemas) -> Figures:
    return figures(empty_consolidation(small_campaign(tmp_path), schemas), (), (), schemas)


def with_opinions(blank: Figures, *opinions: Opinion) -> Figures:
    """Each opinion on a proposal whose text is its number."""
    keys = (member_key("1.2", "Bổ sung", text_digest(str(number))) for number in range(len(opinions)))
    return replace(blank, review=Review(opinions=dict(zip(keys, opinions, strict=True))))


@pytest.mark.parametrize(
    ("opinion", "words"),
    [
        (Opinion("Tiếp thu"), "tiếp thu"),
        (Opinion("không tiếp thu", "Hải Phòng đã có quy định."), "không tiếp thu (lý do: Hải Phòng đã có quy định)"),
        (Opinion("Trình Ủy ban nhân dân tỉnh xem xét, quyết định"), "trình Ủy ban nhân dân tỉnh xem xét, quyết định"),
        (Opinion("Sở Tài chính cho ý kiến"), "Sở Tài chính cho ý kiến"),
        (Opinion("", "Đang lấy ý kiến."), "Đang lấy ý kiến"),
    ],
)
def test_an_opinion_is_a_sentence(blank: Figures, opinion: Opinion, words: str) -> None:
    told = opinions_sentence(with_opinions(blank, opinion), "1.2", "Bổ sung", ["0"])
    assert told == f" Ý kiến của Sở Nội vụ: {words}."


def test_different_opinions_on_one_merged_proposal_are_both_told(blank: Figures) -> None:
    both = with_opinions(blank, Opinion("tiếp thu"), Opinion("không tiếp thu"))
    assert opinions_sentence(both, "1.2", "Bổ sung", ["0", "1"]) == (
        " Sở Nội vụ có ý kiến khác nhau đối với từng đề xuất cùng nội dung này: tiếp thu; không tiếp thu."
    )


def test_nothing_said_is_nothing_told(blank: Figures) -> None:
    assert opinions_sentence(blank, "1.2", "Bổ sung", ["0"]) == ""
    assert remarks(blank, Slot.LESSONS, "4. Bài học kinh nghiệm") == []


def test_a_remark_stands_below_its_heading(blank: Figures) -> None:
    told = replace(blank, review=Review(remarks={Slot.LESSONS: "Giao việc rõ.\nKiểm tra sớm."}))
    assert remarks(told, Slot.LESSONS, "4. Bài học kinh nghiệm") == [
        Heading(2, "4. Bài học kinh nghiệm"),
        Paragraph("Giao việc rõ."),
        Paragraph("Kiểm tra sớm."),
    ]
