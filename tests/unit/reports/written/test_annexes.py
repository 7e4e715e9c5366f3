"""The annexes of the written report."""

from dataclasses import replace

from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.identity import Identity
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports.written.blocks import Matrix
from tests.support.report import all_done, everyday
from tests.support.written import text_of, written_report


def test_the_matrix_agrees_with_the_states(empty: Consolidation, schemas: Schemas) -> None:
    found = everyday(empty)
    (matrix,) = [block for block in written_report(found, schemas).annexes[0].blocks if isinstance(block, Matrix)]
    rows = [row for group in matrix.groups for row in group.rows]
    assert len(rows) == 146
    assert [len(group.rows) for group in matrix.groups] == [14, 114, 9, 9]
    states = [state for row in rows for state in row.states if state is not None]
    assert sorted(states) == sorted(found.assignments["state"])
    assert sum(sum(numbers) for _, numbers in matrix.totals) == len(states)


def test_agencies_whose_file_was_refused_are_listed_with_the_reason(empty: Consolidation, schemas: Schemas) -> None:
    refused = ReceivedFile(
        path="a.xlsx",
        sha256="0",
        size=1,
        verdict=Verdict.REJECTED,
        rule="structure.sheet-missing",
        reason="Thiếu trang “Báo cáo”.",
        identity=Identity(campaign="2025-h2", round="lan-1", agency="SYT", fingerprint=None),
    )
    agencies = empty.agencies.copy()
    agencies.loc[agencies["agency"].eq("SYT"), "verdict"] = Verdict.REJECTED.value
    text = text_of(replace(empty, agencies=agencies), schemas, files=(refused,))
    assert "Trong số chưa báo cáo, 01 cơ quan, đơn vị đã gửi tệp nhưng tệp không hợp lệ, phải gửi lại." in text
    assert "Sở Y tế | Đã nhận tệp “a.xlsx”, chưa dùng được vì thiếu trang “Báo cáo”." in text


def test_overdue_tasks_stand_in_text_table_and_annex(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "- 02 lượt nhiệm vụ quá hạn chưa hoàn thành; nhiều nhất: 1.2 (" in text
    row = "1.2 | Chương trình, kế hoạch công tác dân vận năm 2025 | trước ngày 15/8/2025 | UBND phường Lê Chân | "
    assert row in text


def test_indicators_stand_by_group_in_the_annex(empty: Consolidation, schemas: Schemas) -> None:
    indicators = empty.indicators.copy()
    indicators.loc[indicators["indicator"].eq("CT-4.4-1") & indicators["agency"].isin(["SYT", "11383"]), "value"] = (
        1200.0
    )
    indicators.loc[indicators["indicator"].eq("CT-4.4-2") & indicators["agency"].isin(["SYT"]), "value"] = 900.0
    text = text_of(replace(all_done(empty), indicators=indicators), schemas)
    assert (
        "4.4 | Số góp ý, phản ánh, kiến nghị, khiếu nại, tố cáo đã tiếp nhận | vụ việc | 2/128 | 1.200 | 1.200" in text
    )
    assert "4.4 | Trong đó: số đã giải quyết | vụ việc | 1/128 | 900 | – | – | – | 900\n" in text
