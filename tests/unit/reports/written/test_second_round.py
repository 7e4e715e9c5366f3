"""The second round: every figure beside the first's, and what moved."""

import re
from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from tests.support.report import all_done, empty_consolidation
from tests.support.written import text_of

AS_OF = date(2025, 12, 5)


@pytest.fixture(scope="module")
def text(second: Consolidation, schemas: Schemas) -> str:
    return text_of(second, schemas)


def test_submissions_stand_beside_the_first(text: str) -> None:
    assert "So với lần 1, số cơ quan, đơn vị: đã báo cáo tăng 01 (từ 144 lên 145); đúng hạn tăng 01" in text
    assert "Sở, ban, ngành | Lần này / Lần trước / Tăng, giảm | 14 / 14 / 0 | 13 / 13 / 0" in text
    assert "146 / 146 / 0 | 145 / 144 / +1 | 145 / 144 / +1 | 0 / 0 / 0 | 1 / 2 / -1 | 99,3% / 98,6% / +0,7" in text


def test_assignments_stand_beside_the_first(text: str) -> None:
    assert (
        "So với lần 1: đã hoàn thành tăng 01 (từ 3.604 lên 3.605); quá hạn chưa hoàn thành giảm 01 (từ 02 xuống 01); "
        "tỷ lệ hoàn thành nhiệm vụ đến hạn tăng 0,3 điểm phần trăm (từ 99,5% lên 99,8%)." in text
    )
    assert "So với lần 1, nhiệm vụ chủ trì: đã hoàn thành tăng 01" in text
    assert re.search(r"^ \| Tổng cộng \|  \|  \| .* \| \+1$", text, re.MULTILINE)


def test_each_task_stands_beside_the_first(text: str) -> None:
    assert (
        "145/146 cơ quan, đơn vị chủ trì đã hoàn thành (đều đúng hạn); còn lại đang thực hiện (đều quá hạn)" not in text
    )
    assert "So với lần 1: đã hoàn thành tăng 01 (từ 144 lên 145)." in text
    assert "Sở Nội vụ (chủ trì) đã hoàn thành ngày 10/8/2025, đúng hạn (lần trước: quá hạn chưa hoàn thành)." in text
    assert "Phụ lục VI. So sánh kết quả thực hiện với lần báo cáo trước" in text
    assert "\n1.2 | Chương trình, kế hoạch công tác dân vận năm 2025 | 146 | 144 → 145 / (+1)" in text


def test_what_moved_is_assessed(text: str) -> None:
    assert "- So với lần 1, có 03 lượt nhiệm vụ mới hoàn thành" in text
    assert "- 01 lượt nhiệm vụ lần trước đã báo cáo, lần này không báo cáo." in text
    assert "- 01 lượt nhiệm vụ quá hạn chưa hoàn thành; nhiều nhất: " in text


def test_a_later_round_may_be_all_the_same(second: Consolidation, schemas: Schemas) -> None:
    same = text_of(replace(second, earlier=replace(second, earlier=None)), schemas)
    assert "Số cơ quan, đơn vị đã báo cáo, đúng hạn, chậm và chưa báo cáo không thay đổi so với lần 2." in same
    assert "So với lần 2: không có thay đổi." in same


def test_an_agency_that_merged_is_named(campaign: Campaign, schemas: Schemas, first: Consolidation) -> None:
    last = date(2025, 10, 31)
    agencies = tuple(
        replace(agency, valid_to=last, successors=("SYT",)) if agency.code == "SKHCN" else agency
        for agency in campaign.agencies
    )
    merged = replace(campaign, agencies=agencies)
    base = all_done(empty_consolidation(merged, schemas, code="lan-2", as_of=AS_OF))
    text = text_of(replace(base, earlier=first), schemas)
    assert (
        "Danh sách cơ quan, đơn vị báo cáo có thay đổi so với lần 1. Sở Khoa học và Công nghệ và Sở Y tế sáp nhập thành Sở Y tế."
        in text
    )
