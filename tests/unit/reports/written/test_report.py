"""The written report as a whole: for an empty inbox, for one, for all, for an ad hoc round."""

import re
from dataclasses import replace

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas, Status
from pipeline.reports.written.blocks import Heading, Matrix, Paragraph, Report, Table
from tests.support.report import AS_OF, all_done, empty_consolidation, everyday, with_assignments
from tests.support.written import plain_text, section, text_of, written_report


def test_an_empty_inbox_gives_a_whole_report_in_which_everybody_is_missing(
    empty: Consolidation, schemas: Schemas
) -> None:
    text = text_of(empty, schemas)
    assert "Tổng số 146 cơ quan, đơn vị thuộc diện báo cáo; đến nay chưa có cơ quan, đơn vị nào báo cáo." in text
    assert "Tổng số 3.607 lượt nhiệm vụ được giao; chưa lượt nào được báo cáo." in text
    assert "Tổng cộng | 146 | 0 | 0 | 0 | 146 | 0%" in text
    assert "Chưa có kết quả nổi bật để đánh giá trong lần báo cáo này." in text
    assert (
        "Không có nhiệm vụ nào được báo cáo là quá hạn chưa hoàn thành.\n"
        "Ngoài ra, 566 lượt nhiệm vụ đã đến hạn nhưng chưa được báo cáo." in text
    )
    assert "Ủy ban nhân dân cấp xã | 114 | UBND các phường: Thủy Nguyên," in text
    assert "\n1.1. " not in text


def test_all_done_says_so_everywhere(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(all_done(empty), schemas)
    assert "tất cả đã báo cáo (đạt 100%), đều đúng hạn." in text
    assert "- Tất cả cơ quan, đơn vị phải báo cáo đã gửi báo cáo." in text
    assert "- 28 nhiệm vụ đã hoàn thành toàn bộ phần việc đến hạn, không có lượt tồn đọng: 1.1 (tuyên" in text
    assert "Cả 146 cơ quan, đơn vị có nhiệm vụ chủ trì đã đến hạn đều hoàn thành các nhiệm vụ đó." in text
    assert len(section(text, "2. Tồn tại").splitlines()) == 2
    assert "- Nhiệm vụ 3.2 (mô hình dân vận khéo): còn 137/137 cơ quan" in text
    assert "Không có nhiệm vụ quá hạn, hoàn thành chậm cần nêu nguyên nhân." in text
    assert "Không có cơ quan, đơn vị nào chưa báo cáo." in text
    assert "Không có cơ quan, đơn vị nào báo cáo chậm." in text
    assert "Không có nhiệm vụ nào quá hạn chưa hoàn thành." in text
    assert "Các báo cáo nhận được không có đề xuất, kiến nghị hoặc khó khăn, vướng mắc chung." in text


def test_an_ad_hoc_round_speaks_of_its_own_tasks_and_agencies(campaign: Campaign, schemas: Schemas) -> None:
    ad_hoc = replace(
        campaign.rounds[0], code="dot-xuat", name="đột xuất", ad_hoc=True, tasks=("3.2",), agencies=("SYT", "SXD")
    )
    found = empty_consolidation(replace(campaign, rounds=(*campaign.rounds, ad_hoc)), schemas, code="dot-xuat")
    text = text_of(all_done(found), schemas)
    assert "(báo cáo đột xuất)" in text
    assert "Trên đây là báo cáo kết quả thực hiện một số nhiệm vụ" in text
    assert "gửi báo cáo chậm nhất ngày 04/9/2025" in text
    assert "Cả 02 cơ quan, đơn vị chủ trì đã hoàn thành (đều đúng hạn)." in text
    assert "3. Quy định của thành phố về công tác dân vận và dân chủ" in text
    assert "Lần báo cáo này không yêu cầu chỉ tiêu" not in text
    assert "\n1.1. " not in text


def test_a_round_that_asks_nobody_is_still_a_whole_report(campaign: Campaign, schemas: Schemas) -> None:
    ad_hoc = replace(campaign.rounds[0], code="dot-xuat", name="đột xuất", ad_hoc=True, agencies=())
    found = empty_consolidation(replace(campaign, rounds=(*campaign.rounds, ad_hoc)), schemas, code="dot-xuat")
    text = text_of(found, schemas)
    assert "Không có cơ quan, đơn vị nào phải báo cáo trong lần này." in text
    assert text.count("Không có nhiệm vụ nào được giao trong lần báo cáo này.") == 1
    assert "Phụ lục" not in text


def test_an_ad_hoc_report_is_shorter_and_names_what_asked_for_it(campaign: Campaign, schemas: Schemas) -> None:
    ad_hoc = replace(
        campaign.rounds[0],
        code="dot-xuat",
        name="tháng 10",
        verbatim="báo cáo đột xuất kết quả thực hiện mô hình dân vận khéo",
        reference="Công văn số 6120/UBND-NC ngày 06/10/2025 của UBND thành phố",
        ad_hoc=True,
        tasks=("3.2", "4.7"),
    )
    base = empty_consolidation(replace(campaign, rounds=(*campaign.rounds, ad_hoc)), schemas, code="dot-xuat")
    overdue = {("SNV", "4.7"): {"state": State.OVERDUE.value, "status": Status.IN_PROGRESS.value}}
    found = written_report(with_assignments(all_done(base), overdue), schemas)
    assert found.abstract.endswith("6 tháng cuối năm 2025 (báo cáo đột xuất tháng 10)")
    text = plain_text(found)
    assert "và Công văn số 6120/UBND-NC ngày 06/10/2025 của UBND thành phố, Sở Nội vụ tổng hợp" in text
    assert (
        "Theo Công văn số 6120/UBND-NC ngày 06/10/2025 của UBND thành phố, các cơ quan, đơn vị báo cáo đột xuất kết quả thực "
        "hiện mô hình dân vận khéo; gửi báo cáo chậm nhất ngày 04/9/2025." in text
    )
    assert [block.text for block in found.blocks if isinstance(block, Heading) and block.level == 1] == [
        "TÓM TẮT",
        "I. TÌNH HÌNH CHỈ ĐẠO, TRIỂN KHAI VÀ BÁO CÁO",
        "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
    ]
    assert [(annex.label, annex.title) for annex in found.annexes] == [
        ("Phụ lục I", "Tình trạng thực hiện nhiệm vụ của từng cơ quan, đơn vị"),
        ("Phụ lục II", "Danh sách nhiệm vụ quá hạn chưa hoàn thành, nguyên nhân và ngày dự kiến hoàn thành"),
        ("Phụ lục III", "Tổng hợp chỉ tiêu"),
    ]
    assert "danh sách tại Phụ lục II." in text


@pytest.fixture(scope="module")
def reports(empty: Consolidation, schemas: Schemas) -> tuple[Report, ...]:
    return tuple(written_report(found, schemas) for found in (empty, everyday(empty), all_done(empty)))


def test_no_heading_is_empty_and_no_paragraph_blank(reports: tuple[Report, ...]) -> None:
    for found in reports:
        for blocks in (found.blocks, *(annex.blocks for annex in found.annexes)):
            for block, following in zip(blocks, (*blocks[1:], None), strict=True):
                if isinstance(block, Heading):
                    assert isinstance(following, Paragraph | Table | Matrix) or (
                        isinstance(following, Heading) and following.level > block.level
                    )
                if isinstance(block, Paragraph):
                    assert block.text.strip()


def test_no_sentence_counts_nothing_or_ends_twice(reports: tuple[Report, ...]) -> None:
    for found in reports:
        texts = [block.text for block in found.blocks if isinstance(block, Paragraph)]
        assert not [text for text in texts if re.search(r"\b0 (cơ quan|lượt|nhiệm vụ)|: *[.;]|\.\.|;;|  |\( *\)", text)]
        assert all(text.endswith((".", ":", ";")) for text in texts)


def test_the_same_consolidation_gives_the_same_report(empty: Consolidation, schemas: Schemas) -> None:
    assert written_report(everyday(empty), schemas) == written_report(everyday(empty), schemas)


def test_the_report_carries_the_day_it_was_made_for(reports: tuple[Report, ...]) -> None:
    assert {found.as_of for found in reports} == {AS_OF}
