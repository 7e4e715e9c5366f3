"""Statements that contradict each other: inside one return, against the round before, between agencies."""

from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas
from pipeline.problems import problem
from pipeline.rules import Rule
from tests.support.report import all_done, with_assignments
from tests.support.written import text_of


def test_contradictions_name_their_agencies(empty: Consolidation, schemas: Schemas) -> None:
    listed = {"list": "Mô hình", "noun": "mô hình", "lacking": "chưa có mô hình nào"}
    found = [
        problem(Rule.DONE_WITHOUT_LISTED, file="a.xlsx", agency="SYT", task="3.2", **listed),
        problem(Rule.PART_EXCEEDS_WHOLE, file="a.xlsx", agency="SYT", part="x", whole="y", whole_value=1),
        problem(Rule.PART_EXCEEDS_WHOLE, file="a.xlsx", agency="SYT", part="u", whole="v", whole_value=1),
        problem(Rule.EVIDENCE_MISSING, file="a.xlsx", agency="SYT", task="1.1", example="15/8/2025"),
    ]
    text = text_of(all_done(empty), schemas, problems=found)
    assert (
        "- Số liệu báo cáo còn mâu thuẫn: số thành phần lớn hơn tổng số ở chỉ tiêu (Sở Y tế); "
        "báo cáo hoàn thành nhưng không có mô hình trong danh sách (Sở Y tế)." in text
    )


def test_contradictions_with_the_first_round_and_between_agencies(second: Consolidation, schemas: Schemas) -> None:
    shared = {"file": "a.xlsx", "round": "lần 1"}
    found = [
        problem(Rule.DONE_BEFORE, agency="SYT", task="1.2", read="Đang thực hiện", **shared),
        problem(Rule.CUMULATIVE_FELL, agency="SYT", task="1.1", name="x", before="5", read="3", **shared),
        problem(Rule.LEAD_DONE_ALONE, file="a.xlsx", agency="SNV", task="4.7", count=3, reported=4, agencies="A"),
        *(
            problem(Rule.SAME_RESULT, file="a.xlsx", agency=agency, task=task, agencies="B")
            for agency in ("SYT", "SXD")
            for task in ("1.1", "1.2", "1.3", "2.1", "3.2", "4.3")
        ),
    ]
    rows = {
        (agency, "4.7"): {"state": State.NOT_STARTED.value, "status": "Chưa thực hiện"} for agency in ("SYT", "SXD")
    }
    text = text_of(with_assignments(second, rows), schemas, problems=found)
    assert (
        "- Báo cáo không thống nhất với lần trước: lần trước báo cáo hoàn thành, nay báo cáo chưa hoàn thành (Sở Y tế); "
        "số cộng dồn nhỏ hơn lần trước (Sở Y tế)." in text
    )
    assert (
        "- Nhiệm vụ 4.7 (tiêu chí dân chủ ở cơ sở trong chấm điểm cải cách hành chính): Sở Nội vụ (chủ trì) báo cáo hoàn thành, trong khi phần lớn cơ quan, đơn vị phối hợp đã báo cáo ghi "
        "chưa thực hiện (02 cơ quan)." in text
    )
    assert "cần rà soát: nhiệm vụ 1.1 (tuyên truyền, triển khai các văn bản về công tác dân vận): 02 cơ quan: " in text
    assert "02 cơ quan: Sở Xây dựng; Sở Y tế và 05 nhiệm vụ khác." in text
