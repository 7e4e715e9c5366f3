"""The campaign's data holds the decision to the character: every verbatim passage, in order, and nothing left over."""

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.campaign.decision import Campaign, Decision
from pipeline.campaign.tasks import Task

TEXT = (Path(__file__).parent / "decision.txt").read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    """Return text without white space: the extraction broke lines anywhere, even after a hyphen."""
    return re.sub(r"\s+", "", text)


LETTERHEAD = squeezed(
    "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
)
TABLE_HEAD = squeezed("TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian thực hiện")
ANNEX_TITLE = squeezed(
    "DANH MỤC Nhiệm vụ thực hiện công tác dân vận 6 tháng cuối năm 2025 của cơ quan hành chính nhà nước, "
    "chính quyền các cấp trên địa bàn thành phố Hải Phòng "
    "(Kèm theo Quyết định số /QĐ-UBND ngày tháng năm 2025 của Ủy ban nhân dân thành phố)"
)
#: The one printed page number.
PAGE_NUMBER = "11"
#: The row that runs over a page break; the other cells and the footnote stand between its two halves.
BROKEN_ROW, BROKEN_AFTER = "1.2", "chủ đề năm của cơ quan,"
#: The footnote's mark stands inside the text of its row.
MARKED_ROW, UNMARKED, MARKED = "1.1", "ở cơ sở;", "ở cơ sở1;"

#: A passage of the data, and what stands before it in the decision and is no data.
Passage = tuple[str, str]


def test_every_word_of_the_decision_is_in_the_data_and_in_its_order(campaign: Campaign) -> None:
    left = squeezed(TEXT)
    for before, passage in passages(campaign):
        place = left.find(squeezed(passage))
        assert place >= 0, passage
        assert without_running_heads(left[:place]) == squeezed(before), passage
        left = left[place + len(squeezed(passage)) :]
    assert without_running_heads(left) == ""


def without_running_heads(gap: str) -> str:
    """Return what stands between two passages but for what is printed anew on each page."""
    for printed in (ANNEX_TITLE, TABLE_HEAD, LETTERHEAD):
        gap = gap.replace(printed, "")
    return gap.removeprefix(PAGE_NUMBER)


def passages(campaign: Campaign) -> Iterator[Passage]:
    yield from decision_passages(campaign.decision)
    footnotes: list[Passage] = []
    section = ""
    for task in campaign.tasks:
        if task.section != section:
            section = task.section
            yield section, next(entry.title for entry in campaign.sections if entry.code == section)
        yield from row_passages(task, footnotes)
        for footnote in task.footnotes:
            marks = [footnote.mark] + [""] * (len(footnote.paragraphs) - 1)
            footnotes += zip(marks, footnote.paragraphs, strict=True)


def row_passages(task: Task, footnotes: list[Passage]) -> Iterator[Passage]:
    cells = (task.lead_text, task.coordinators_text, task.time_limit.verbatim if task.time_limit else None)
    others = [("", cell) for cell in cells if cell is not None]
    if task.code == BROKEN_ROW:
        end = task.text.index(BROKEN_AFTER) + len(BROKEN_AFTER)
        yield from [(task.label, task.text[:end]), *others, *footnotes, ("", task.text[end:])]
        return
    text = task.text.replace(UNMARKED, MARKED) if task.code == MARKED_ROW else task.text
    yield from [(task.label, text), *others]


def decision_passages(decision: Decision) -> Iterator[Passage]:
    yield f"Số {decision.symbol} Hải Phòng, ngày tháng năm 2025 QUYẾT ĐỊNH", decision.title
    for position, basis in enumerate(decision.legal_bases):
        yield "" if position else "UỶ BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG", basis
    for position, article in enumerate(decision.provisions):
        yield ("" if position else "QUYẾT ĐỊNH:") + f"Điều {article.number}.", article.text
    for position, recipient in enumerate(decision.recipients):
        yield "- " if position else "Nơi nhận: -", recipient
    for line in (*decision.signer.authority, decision.signer.title, decision.signer.name):
        yield "", line


def test_the_blank_number_and_date_of_the_decision_stay_blank(campaign: Campaign) -> None:
    assert campaign.decision.number is None
    assert campaign.decision.issued_on is None


def test_the_rounds_are_those_of_article_3(campaign: Campaign) -> None:
    article = next(article.text for article in campaign.decision.provisions if article.number == "3")
    assert all(round_.verbatim in article for round_ in campaign.rounds)


def test_the_report_on_the_decision_leaves_the_signers_name_to_fill_in(campaign: Campaign) -> None:
    decision = campaign.decision
    assert (decision.report_signer.title, decision.report_signer.name) == ("GIÁM ĐỐC", "")
    assert decision.report_letterhead.superior == "UBND THÀNH PHỐ HẢI PHÒNG"
    assert decision.report_letterhead.issuer == "SỞ NỘI VỤ"
    assert decision.report_recipients[0] == "Như trên"
    assert decision.report_recipients[-1] == "Lưu: VT, XDCQ&CTTN."
    assert decision.letter_symbol == "SNV-XDCQ&CTTN"
    assert campaign.agency_by_code[decision.reporting_body].name == "Sở Nội vụ"
