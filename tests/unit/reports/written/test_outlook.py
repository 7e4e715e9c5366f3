"""Section V of the written report: what falls due until the next round."""

import re
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from tests.support.report import all_done, empty_consolidation
from tests.support.written import section, text_of


def test_what_falls_due_before_the_next_round(empty: Consolidation, schemas: Schemas) -> None:
    text = section(text_of(empty, schemas), "V. NHIỆM VỤ")
    due = re.findall(r"^(\S+) \| (\S+) \|.*\| (\S+)$", text, re.MULTILINE)
    assert due == [
        ("30/9/2025", "1.3", "137/137"),
        ("30/9/2025", "2.4", "1/1"),
        ("31/10/2025", "5.1", "1/1"),
        ("30/11/2025", "3.1", "1/1"),
        ("30/11/2025", "4.8", "1/1"),
    ]
    assert "Kỳ họp HĐND thành phố cuối năm 2025 | 3.4.a | " in text
    assert text.endswith("kính báo cáo Ủy ban nhân dân thành phố Hải Phòng xem xét, chỉ đạo./.")


def test_the_last_round_looks_to_the_end_of_the_period(campaign: Campaign, schemas: Schemas) -> None:
    text = text_of(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2025, 12, 5)), schemas)
    assert "Các nhiệm vụ đến hạn hoàn thành từ nay đến ngày 31/12/2025:" in text
    done = text_of(all_done(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2025, 12, 5))), schemas)
    assert "Các nhiệm vụ đến hạn hoàn thành từ nay đến ngày 31/12/2025 đều đã hoàn thành." in done
    after = text_of(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2026, 1, 5)), schemas)
    assert "Không có nhiệm vụ nào đến hạn hoàn thành từ nay đến ngày 31/12/2025." in after
