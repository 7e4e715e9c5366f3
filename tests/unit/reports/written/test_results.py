"""Section II of the written report: how each task stands, in words, indicators and models."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from pipeline.campaign.indicators import Aggregate, Flow
from pipeline.consolidation.compare import ComparedIndicator
from pipeline.consolidation.figures import IndicatorTotal
from pipeline.consolidation.merge import Consolidation
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.written.indicator_sentences import indicator_sentences
from tests.support.report import all_done, everyday, with_assignments
from tests.support.written import text_of


def test_a_single_lead_speaks_for_itself(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "ở cấp xã: Sở Nội vụ (chủ trì) đã hoàn thành ngày 10/8/2025, đúng hạn. Kết quả: " in text
    assert (
        "Kết quả: Đã rà soát bộ tiêu chí; Đã lấy ý kiến 114 xã, phường, đặc khu. "
        "Văn bản, minh chứng: Kế hoạch số 12/KH-UBND." in text
    )
    assert (
        "Sở Nội vụ (chủ trì) chưa hoàn thành, đạt khoảng 40% khối lượng, đã quá hạn (hạn: 31/8/2025); "
        "nguyên nhân: “Thiếu cán bộ. Đã đề nghị bổ sung”." in text
    )
    assert "Sở Nông nghiệp và Môi trường (chủ trì) báo cáo không phát sinh; lý do: “Không thuộc phạm vi”." in text
    assert "Thanh tra thành phố (chủ trì) chưa thực hiện; nguyên nhân: “Chưa đến" in text
    assert "Sở Ngoại vụ (chủ trì) được miễn báo cáo." in text
    assert "Sở Xây dựng (chủ trì) chưa báo cáo; hạn hoàn thành: 31/12/2025." in text


def test_what_is_in_error_is_said_and_not_quoted(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "Sở Khoa học và Công nghệ (chủ trì) đã báo cáo nhưng nội dung còn lỗi, cần chỉnh sửa, bổ sung." in text
    assert "Chưa rõ" not in text
    assert "01 lượt nhiệm vụ của 01 cơ quan, đơn vị báo cáo còn lỗi" in text


def test_a_group_of_leads_is_counted_and_nobody_praised_where_some_are_late(
    empty: Consolidation, schemas: Schemas
) -> None:
    text = text_of(everyday(empty), schemas)
    assert (
        "143/146 cơ quan, đơn vị chủ trì chưa báo cáo; còn lại: đã hoàn thành 02 (đúng hạn 01, quá hạn 01); "
        "đang thực hiện 01 (quá hạn)." in text
    )
    assert "- Sở Xây dựng: Đã ban hành kế hoạch" not in text


@pytest.mark.parametrize(
    ("listed", "sentence"),
    [
        ((), "Chưa có mô hình nào trong danh sách của 137 cơ quan, đơn vị phải thực hiện."),
        (
            (("SYT", "A", "Phát triển kinh tế"), ("SYT", "B", "Y tế"), ("SXD", "C", None), ("STC", None, "Khác")),
            "02/137 cơ quan, đơn vị, địa phương có mô hình được triển khai thực hiện, đạt 1,5% (yêu cầu 100%), với tổng số "
            "03 mô hình; chia theo lĩnh vực: phát triển kinh tế 01; lĩnh vực khác 02. Còn 135 cơ quan, đơn vị chưa có mô hình",
        ),
    ],
)
def test_models_are_measured_against_all_that_owe_one(
    empty: Consolidation, schemas: Schemas, listed: tuple[tuple[str | None, ...], ...], sentence: str
) -> None:
    models = pd.DataFrame(listed, columns=["agency", "name", "field"], dtype=object)
    models["counted"] = models["name"].notna()
    assert sentence in text_of(replace(all_done(empty), lists={"models": models}), schemas)


def test_the_few_without_a_model_are_named(empty: Consolidation, schemas: Schemas) -> None:
    rows = empty.assignments
    owing = rows.loc[rows["task"].eq("3.2"), "agency"]
    models = pd.DataFrame({"agency": owing[owing.ne("SYT")], "name": "A", "field": "Khác", "counted": True})
    text = text_of(replace(all_done(empty), lists={"models": models}), schemas)
    assert "Còn 01 cơ quan, đơn vị chưa có mô hình trong danh sách: Sở Y tế." in text


def total(code: str, **more: Any) -> IndicatorTotal:
    given = {
        "aggregate": Aggregate.SUM,
        "flow": Flow.CUMULATIVE,
        "task": "4.4",
        "name": "Số đã tiếp nhận",
        "unit": "vụ việc",
        "decimals": 0,
        "part_of": None,
        "owing": 128,
    }
    return IndicatorTotal(
        **{"indicator": code, "reported": 120, "total": 3979.0, "share": None, "pairs": 0, **given, **more}
    )


@pytest.mark.parametrize(
    ("totals", "sentences"),
    [
        ([], []),
        ([total("A", total=None, reported=0)], []),
        ([total("A")], ["Theo số liệu của 120/128 cơ quan, đơn vị: số đã tiếp nhận: 3.979 vụ việc."]),
        ([total("A", total=0.0)], ["Theo số liệu của 120/128 cơ quan, đơn vị: số đã tiếp nhận: chưa có."]),
        (
            [total("A"), total("B", name="Trong đó: số đã giải quyết", part_of="A", total=3537.0, share=0.889)],
            [
                "Theo số liệu của 120/128 cơ quan, đơn vị: số đã tiếp nhận: 3.979 vụ việc "
                "(trong đó: số đã giải quyết: 3.537 vụ việc, chiếm 88,9%)."
            ],
        ),
        (
            [
                total("A"),
                total("B", name="Số cuộc", unit="cuộc", total=5.0),
                total("C", reported=1, name="Số dự", total=2.0),
            ],
            [
                "Theo số liệu của 120/128 cơ quan, đơn vị: số đã tiếp nhận: 3.979 vụ việc; số cuộc: 5 cuộc.",
                "Theo số liệu của 01/128 cơ quan, đơn vị: số dự: 2 vụ việc.",
            ],
        ),
    ],
)
def test_indicators_of_a_task(totals: list[IndicatorTotal], sentences: list[str]) -> None:
    assert indicator_sentences(totals) == sentences


def test_the_workbook_that_goes_along_is_named_once(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert text.count("toàn văn báo cáo của từng cơ quan, đơn vị tại Bảng tổng hợp (tệp Excel gửi kèm)") == 1
    assert "kèm theo." not in text


def test_documents_that_the_result_names_are_not_named_again(second: Consolidation, schemas: Schemas) -> None:
    said = {
        "result": "Đã trình tiêu chí tại Tờ trình số 61/TTr-SNV ngày 23/10/2025.",
        "evidence": "Tờ trình số 61/TTr-SNV ngày 23/10/2025; Công văn số 518/SNV-VP ngày 20/10/2025\nBiên bản họp",
    }
    text = text_of(with_assignments(second, {("SNV", "4.7"): said}), schemas)
    assert text.count("61/TTr-SNV") == 1
    assert "Văn bản, minh chứng: Công văn số 518/SNV-VP ngày 20/10/2025; Biên bản họp." in text


def test_no_evidence_is_announced_where_the_result_names_all(second: Consolidation, schemas: Schemas) -> None:
    said = {"result": "Đã ban hành Kế hoạch số 12/KH-SNV ngày 15/8/2025.", "evidence": "Kế hoạch số 12/KH-SNV"}
    text = text_of(with_assignments(second, {("SNV", "4.7"): said}), schemas)
    assert "Kết quả: Đã ban hành Kế hoạch số 12/KH-SNV ngày 15/8/2025.\n" in text


def compared(now: float, before: float | None, **more: Any) -> dict[str, ComparedIndicator]:
    """An indicator in two rounds."""
    earlier = None if before is None else total("A", total=before, **more)
    return {"A": ComparedIndicator(total("A", total=now, **more), earlier)}


@pytest.mark.parametrize(
    ("more", "before", "words"),
    [
        ({}, 10.0, "12 vụ việc, tăng 2 so với lần trước."),
        ({"flow": Flow.STOCK}, 15.0, "12 vụ việc, giảm 3 so với lần trước."),
        ({"flow": Flow.IN_ROUND}, 15.0, "12 vụ việc (lần trước: 15 vụ việc)."),
        ({"flow": Flow.IN_ROUND}, None, "12 vụ việc."),
        (
            {"unit": "%", "aggregate": Aggregate.MEAN, "decimals": 1},
            9.96,
            "đơn vị), tăng 2 điểm phần trăm so với lần trước.",
        ),
        ({}, 12.0, "12 vụ việc."),
    ],
)
def test_a_number_stands_beside_the_earlier_one_as_its_flow_says(
    more: dict[str, Any], before: float | None, words: str
) -> None:
    sides = compared(12.0, before, **more)
    (sentence,) = indicator_sentences([sides["A"].now], sides)
    assert sentence.replace(",0 điểm", " điểm").endswith(words)
