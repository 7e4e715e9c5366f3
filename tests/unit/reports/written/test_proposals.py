"""Section IV of the written report: proposals, common difficulties, requests."""

from dataclasses import replace

import pandas as pd

from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from tests.support.report import all_done, everyday
from tests.support.written import section, text_of


def test_proposals_are_grouped_by_task_and_kind_with_who_makes_them(empty: Consolidation, schemas: Schemas) -> None:
    rows = [
        ("SYT", "Điều chỉnh", "1.2", "Lùi thời hạn đến ngày 30/9/2025.", "Bộ máy mới ổn định."),
        ("11383", "Điều chỉnh", "1.2", "lùi thời hạn đến ngày 30/9/2025", "Bộ máy mới ổn định"),
        ("SXD", "Điều chỉnh", "1.2", "Lùi thời hạn đến ngày 31/10/2025.", None),
        ("SXD", "Bổ sung", None, "Bổ sung nhiệm vụ tập huấn.", None),
        ("SNV", "Bãi bỏ", "9.9", "Bỏ nhiệm vụ.", None),
        ("SNV", "Bãi bỏ", "1.2", None, None),
    ]
    proposals = pd.DataFrame(rows, columns=["agency", "kind", "task", "content", "reason"], dtype=object)
    text = section(text_of(replace(all_done(empty), proposals=proposals), schemas), "1. Đề xuất điều chỉnh")
    assert text.splitlines()[1:] == [
        "Có 04 cơ quan, đơn vị gửi 05 đề xuất:",
        "- Nhiệm vụ 1.2 (chương trình, kế hoạch công tác dân vận năm 2025), điều chỉnh, 02 cơ quan: “Lùi thời hạn đến ngày "
        "30/9/2025” (Sở Y tế; 01 cơ quan khác nêu tương tự); lý do: “Bộ máy mới ổn định” (Sở Y tế; 01 cơ quan khác nêu tương "
        "tự).",
        "- Nhiệm vụ 1.2 (chương trình, kế hoạch công tác dân vận năm 2025), điều chỉnh: “Lùi thời hạn đến ngày 31/10/2025” "
        "(Sở Xây dựng).",
        "- Nhiệm vụ mới, nội dung khác, bổ sung: “Bổ sung nhiệm vụ tập huấn” (Sở Xây dựng).",
        "- 01 nội dung khác tại trang “Đề xuất” của Bảng tổng hợp (tệp Excel gửi kèm).",
    ]


def test_difficulties_of_several_agencies_and_requests(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "- “Kinh phí còn hạn hẹp” (Sở Xây dựng; 01 cơ quan khác nêu tương tự)." in text
    assert (
        "Có 01 cơ quan, đơn vị nêu kiến nghị trong báo cáo:\n- “Đề nghị bố trí kinh phí” (Thanh tra thành phố)." in text
    )
