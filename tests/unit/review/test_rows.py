"""The rows that a round calls for."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.campaign.causes import Cause, CauseKind
from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile, SenderGround, SenderGuess, Verdict
from pipeline.review.completing import completed
from pipeline.review.content import ReviewContent, text_digest
from pipeline.review.layout import Offered, ReviewSheet
from pipeline.review.rows import offered_words, required_rows
from tests.support.consolidation import DONE, IN_PROGRESS, Result, a_return, consolidated, small_campaign

CAUSES = (
    Cause(code="guidance", label="Thiếu hướng dẫn", kind=CauseKind.OBJECTIVE, keywords=("hướng dẫn",)),
    Cause(code="staff", label="Thiếu nhân lực", kind=CauseKind.OBJECTIVE, keywords=("biên chế",)),
)


@pytest.fixture
def small(tmp_path: Path) -> Campaign:
    return small_campaign(tmp_path)


def shown(result: Result, sheet: ReviewSheet, *, causes: tuple[Cause, ...] = CAUSES) -> list[tuple[str, ...]]:
    rows = required_rows(result.merged, result.files, ReviewContent(), causes)
    return [row.shown for row in completed(ReviewContent(), rows).rows[sheet]]


def late(text: str) -> dict[str, Any]:
    return {"1.2": {**IN_PROGRESS, "difficulties": text}}


def test_reasons_that_no_keyword_places_are_offered_once_a_text(small: Campaign, schemas: Schemas) -> None:
    files = [
        a_return(small, schemas, "10002", rows=late("Mới sáp nhập xã.")),
        a_return(small, schemas, "10003", rows=late("Mới sáp nhập xã.")),
        a_return(small, schemas, "SNV", rows=late("Chưa có HƯỚNG DẪN của bộ.")),
    ]
    result = consolidated(small, schemas, files)
    assert shown(result, ReviewSheet.CAUSES) == [("Mới sáp nhập xã.", "1.2", "UBND xã Cẩm Giang; UBND xã Cẩm Giàng")]
    assert shown(result, ReviewSheet.CAUSES, causes=()) == []


def test_a_reason_that_was_placed_keeps_its_row_when_keywords_place_it_too(small: Campaign, schemas: Schemas) -> None:
    text = "Chưa có hướng dẫn."
    result = consolidated(small, schemas, [a_return(small, schemas, "10002", rows=late(text))])
    before = completed(ReviewContent(), required_rows(result.merged, (), ReviewContent(), CAUSES[1:]))
    (row,) = before.rows[ReviewSheet.CAUSES]
    said = replace(before, rows={**before.rows, ReviewSheet.CAUSES: (replace(row, typed=("Thiếu hướng dẫn",)),)})
    after = completed(said, required_rows(result.merged, (), said, CAUSES))
    assert [row.members for row in after.rows[ReviewSheet.CAUSES]] == [(text_digest(text),)]
    assert not after.gone


def test_results_of_tasks_with_several_leads_are_offered_best_first(small: Campaign, schemas: Schemas) -> None:
    words = "Đã tổ chức họp dân tại tất cả các thôn trong xã"
    files = [
        a_return(small, schemas, "10002", rows={"1.2": {**DONE, "result": f"{words}."}}),
        a_return(small, schemas, "10003", rows={"1.2": {**DONE, "result": f"{words} với 300 người."}}),
    ]
    result = consolidated(small, schemas, files)
    assert [(row[0], row[1]) for row in shown(result, ReviewSheet.NOTABLE)] == [
        ("1.2", "UBND xã Cẩm Giàng"),
        ("1.2", "UBND xã Cẩm Giang"),
    ]


def test_rejected_files_are_listed_once_a_content_with_their_guess(small: Campaign, schemas: Schemas) -> None:
    guess = SenderGuess(agency="10002", ground=SenderGround.FILE_NAME)
    file = ReceivedFile(
        path="a.xlsx", sha256="ab", size=1, verdict=Verdict.REJECTED, reason="Không đọc được.", sender_guess=guess
    )
    files = (file, replace(file, path="b.xlsx"), replace(file, sha256="cd", verdict=Verdict.IGNORED))
    rows = required_rows(consolidated(small, schemas).merged, files, ReviewContent(), ())[ReviewSheet.SENDERS]
    (row,) = completed(ReviewContent(), {**dict.fromkeys(ReviewSheet, ()), ReviewSheet.SENDERS: rows}).rows[
        ReviewSheet.SENDERS
    ]
    assert row.members == ("ab",)
    assert row.shown == ("a.xlsx\nb.xlsx", "Không đọc được.", "UBND xã Cẩm Giang", "tên tệp")


def test_drop_downs_offer_the_words_of_the_campaign(small: Campaign) -> None:
    offered = offered_words(small, CAUSES)
    assert offered[Offered.OPINIONS][-1] == f"trình {small.decision.addressee} xem xét, quyết định"
    assert offered[Offered.CAUSES] == ("Thiếu hướng dẫn", "Thiếu nhân lực")
    assert "UBND xã Cẩm Giang" in offered[Offered.AGENCIES]


def test_proposals_that_ask_the_same_are_one_row_as_in_the_report(small: Campaign, schemas: Schemas) -> None:
    def asks(text: str) -> list[dict[str, Any]]:
        return [{"kind": "Điều chỉnh", "task": "1.2", "content": text, "reason": "Mới sáp nhập."}]

    month, day = "Lùi thời hạn đến hết tháng 9/2025.", "Đề nghị gia hạn đến ngày 30/9/2025."
    files = [
        a_return(small, schemas, "10002", rows={"1.2": DONE}, proposals=asks(month)),
        a_return(small, schemas, "10003", rows={"1.2": DONE}, proposals=asks(day)),
    ]
    ((task, kind, texts, reason, _agencies, note),) = shown(consolidated(small, schemas, files), ReviewSheet.PROPOSALS)
    assert (task, kind, texts, reason, note) == ("1.2", "Điều chỉnh", f"{month}\n{day}", "Mới sáp nhập.", "")
