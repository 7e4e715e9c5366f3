"""Section I of the written report: who was to report, who did, waivers and extensions."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign, Extension, Waiver
from pipeline.consolidation.counts import Submissions
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.written.returns import submission_sentences
from tests.support.report import empty_consolidation, everyday
from tests.support.written import text_of


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Submissions(), "Không có cơ quan, đơn vị nào phải báo cáo trong lần này."),
        (
            Submissions(agencies=3, waived=3),
            "Tổng số 03 cơ quan, đơn vị thuộc diện báo cáo, đều được miễn báo cáo.",
        ),
        (
            Submissions(agencies=3, waived=1, in_time=2),
            "Tổng số 03 cơ quan, đơn vị thuộc diện báo cáo, trong đó 01 cơ quan, đơn vị được miễn báo cáo; "
            "tất cả đã báo cáo (đạt 100%), đều đúng hạn.",
        ),
        (
            Submissions(agencies=2, late=2),
            "Tổng số 02 cơ quan, đơn vị thuộc diện báo cáo; tất cả đã báo cáo (đạt 100%), đều chậm so với thời hạn.",
        ),
        (
            Submissions(agencies=2, late=1, missing=1),
            "Tổng số 02 cơ quan, đơn vị thuộc diện báo cáo; đã báo cáo 01 (đạt 50%), chậm so với thời hạn; chưa báo cáo 01.",
        ),
        (
            Submissions(agencies=2, in_time=1, missing=1),
            "Tổng số 02 cơ quan, đơn vị thuộc diện báo cáo; đã báo cáo 01 (đạt 50%), đúng hạn; chưa báo cáo 01.",
        ),
    ],
)
def test_who_reported_for_none_one_some_and_all(found: Submissions, said: str) -> None:
    assert submission_sentences(found) == [said]


def test_late_and_missing_agencies_stand_in_text_and_annex(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "đã báo cáo 08 (đạt 5,5%), trong đó đúng hạn 06, chậm 02; chưa báo cáo 138." in text
    assert "Cơ quan, đơn vị báo cáo chậm: Sở Y tế; UBND phường Lê Chân. Danh sách chi tiết tại Phụ lục II." in text
    assert "1 | Sở Y tế | 07/9/2025 | 3" in text


def test_waivers_and_extensions_are_on_record(campaign: Campaign, schemas: Schemas) -> None:
    waiver = Waiver(agency="11948", round="lan-1", task="2.6", by="Sở Nội vụ", on=date(2025, 8, 20), why="Đảo xa.")
    extension = Extension(
        agency="SXD", task="1.2", due=date(2025, 9, 29), by="Sở Nội vụ", on=date(2025, 8, 13), why="Mới sáp nhập."
    )
    found = empty_consolidation(replace(campaign, waivers=(waiver,), extensions=(extension,)), schemas)
    text = text_of(found, schemas)
    assert (
        "- UBND đặc khu Bạch Long Vĩ: nhiệm vụ 2.6 (dân vận trong hợp tác quốc tế, thu hút nguồn ngoại lực); " in text
    )
    assert "; lý do: Đảo xa (Sở Nội vụ, ngày 20/8/2025)." in text
    assert "năm 2025) đến ngày 29/9/2025; lý do: Mới sáp nhập (Sở Nội vụ, ngày 13/8/2025)." in text
    assert "M: được miễn báo cáo" in text
    assert "29/9/2025 | 1.2 |" in text


def test_the_number_and_date_of_the_decision_are_filled_in_once_known(campaign: Campaign, schemas: Schemas) -> None:
    decision = replace(campaign.decision, number="2988", issued_on=date(2025, 7, 25))
    text = text_of(empty_consolidation(replace(campaign, decision=decision), schemas), schemas)
    assert (
        "Thực hiện Quyết định số 2988/QĐ-UBND ngày 25/7/2025 của Ủy ban nhân dân thành phố Hải Phòng ban hành" in text
    )
