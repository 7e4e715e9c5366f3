"""The block on the first page answers three questions, whatever came in."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd

from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas, Status
from tests.support.report import all_done, everyday, with_assignments
from tests.support.written import section, text_of

#: Characters of twelve lines in 14 pt.
TWELVE_LINES = 12 * 82


def summary(consolidation: Consolidation, schemas: Schemas) -> str:
    """The lines from its heading to section I."""
    return section(text_of(consolidation, schemas), "TÓM TẮT")


def test_it_has_at_most_twelve_lines(empty: Consolidation, schemas: Schemas) -> None:
    for round_ in (empty, everyday(empty), all_done(empty)):
        assert len(summary(round_, schemas)) <= TWELVE_LINES


def test_nothing_to_ask_is_said(empty: Consolidation, schemas: Schemas) -> None:
    text = summary(all_done(empty), schemas)
    assert "Về báo cáo: 146/146 cơ quan, đơn vị đã báo cáo (100%)." in text
    assert "Báo cáo không có nội dung đề nghị Ủy ban nhân dân thành phố Hải Phòng quyết định." in text


def test_nobody_reported(empty: Consolidation, schemas: Schemas) -> None:
    text = summary(empty, schemas)
    assert "Về báo cáo: 0/146 cơ quan, đơn vị đã báo cáo (0%); chưa báo cáo 146 (Phụ lục II)" in text
    assert re.search(r"nhiệm vụ một cơ quan chủ trì chưa được báo cáo: .*Sở Nội vụ \(\d\d nhiệm vụ\)", text)
    assert "(1) chỉ đạo 146 cơ quan, đơn vị chưa báo cáo" in text


def test_a_late_lead_stands_with_its_promise_and_a_silent_one_with_its_name(
    empty: Consolidation, schemas: Schemas
) -> None:
    late = {"state": State.OVERDUE.value, "status": Status.IN_PROGRESS.value, "percent": 30.0}
    rows = {("SNV", "4.7"): late, ("SXD", "2.2"): {"state": State.NOT_REPORTED.value}}
    found = with_assignments(all_done(empty), rows)
    promised = pd.Series(pd.NaT, index=found.assignments.index).mask(
        found.assignments["state"].eq(State.OVERDUE), pd.Timestamp(2025, 9, 30)
    )
    text = summary(replace(found, assignments=found.assignments.assign(promised_on=promised)), schemas)
    assert (
        "4.7 (tiêu chí dân chủ ở cơ sở trong chấm điểm cải cách hành chính), Sở Nội vụ (đạt 30%; hạn 31/8/2025; "
        in text
    )
    assert "dự kiến hoàn thành ngày 30/9/2025)" in text
    assert date(2025, 9, 30) > empty.as_of.date()


def test_what_several_propose_is_put_to_the_addressee(empty: Consolidation, schemas: Schemas) -> None:
    rows = [
        ("SYT", "Điều chỉnh", "1.2", "Lùi thời hạn đến ngày 30/9/2025", None),
        ("SXD", "Điều chỉnh", "1.2", "Đề nghị gia hạn đến hết tháng 9/2025", None),
        ("STC", "Bãi bỏ", "1.3", "Bỏ nhiệm vụ", None),
    ]
    proposals = pd.DataFrame(rows, columns=["agency", "kind", "task", "content", "reason"], dtype=object)
    text = summary(replace(all_done(empty), proposals=proposals), schemas)
    asked = (
        "(1) cho ý kiến về đề xuất đối với nhiệm vụ 1.2 (chương trình, kế hoạch công tác dân vận năm 2025): điều chỉnh"
    )
    assert f"{asked} (02 cơ quan)." in text
    assert "1.3" not in text
