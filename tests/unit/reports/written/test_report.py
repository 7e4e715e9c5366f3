"""What the written report says: for an empty inbox, for one, for all, and for what lies between."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from pipeline.campaign.decision import Campaign, Extension, Waiver
from pipeline.consolidation.counts import Submissions
from pipeline.consolidation.figures import IndicatorTotal
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State, Status
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.identity import Identity
from pipeline.intake.inbox import ReceivedFile, Verdict
from pipeline.problems import problem
from pipeline.reports.figures import figures
from pipeline.reports.written.blocks import Heading, Matrix, Paragraph, Report, Table, plain_text
from pipeline.reports.written.report import report
from pipeline.reports.written.results import indicator_sentences
from pipeline.reports.written.returns import submission_sentences
from pipeline.rules import Rule
from tests.support.report import AS_OF, all_done, empty_consolidation, with_assignments, with_submissions


@pytest.fixture(scope="module")
def empty(campaign: Campaign, schemas: Schemas) -> Consolidation:
    return empty_consolidation(campaign, schemas)


def text_of(consolidation: Consolidation, schemas: Schemas, **more: Any) -> str:
    return plain_text(report(figures(consolidation, more.get("files", ()), more.get("problems", ()), schemas)))


def section(text: str, heading: str) -> str:
    """Return the lines from a heading to the next one."""
    return re.split(r"\n\n", text[text.index(f"\n{heading}") :].lstrip("\n"), maxsplit=1)[0]


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


def everyday(base: Consolidation) -> Consolidation:
    """Return a round with one of everything."""
    done = {
        "state": State.DONE_IN_TIME.value,
        "status": Status.DONE.value,
        "completed_on": pd.Timestamp(2025, 8, 10),
        "result": "Đã ban hành kế hoạch, tổ chức 02 hội nghị với 120 lượt người dự.",
        "evidence": "Kế hoạch số 12/KH-UBND",
    }
    late = {**done, "state": State.DONE_LATE.value, "difficulties": "Thiếu cán bộ; xong trước 20/8."}
    overdue = {
        "state": State.OVERDUE.value,
        "status": Status.IN_PROGRESS.value,
        "percent": 40.0,
        "result": "Đang lấy ý kiến các cơ quan về dự thảo.",
        "difficulties": "Thiếu cán bộ. Đã đề nghị bổ sung.",
    }
    rows = {
        ("SXD", "1.2"): done,
        ("SYT", "1.2"): late,
        ("11383", "1.2"): overdue,
        ("SNV", "4.7"): overdue,
        ("SNV", "2.4"): {**done, "result": "- Đã rà soát bộ tiêu chí\n- Đã lấy ý kiến 114 xã, phường, đặc khu"},
        ("SNNMT", "2.3"): {
            "state": State.NIL.value,
            "status": Status.NIL.value,
            "difficulties": "Không thuộc phạm vi.",
        },
        ("SKHCN", "2.5"): {"state": State.IN_ERROR.value, "result": "Chưa rõ."},
        ("TTTP", "4.6"): {
            "state": State.NOT_STARTED.value,
            "status": Status.NOT_STARTED.value,
            "difficulties": "Chưa đến thời gian thực hiện.",
            "proposals": "Đề nghị bố trí kinh phí.",
        },
        ("SNGV", "2.6"): {"state": State.WAIVED.value},
        ("SYT", "4.3"): {
            "state": State.IN_PROGRESS.value,
            "status": Status.IN_PROGRESS.value,
            "result": '=HYPERLINK("http://x") đã đối thoại 03 cuộc với người dân.',
            "difficulties": "Kinh phí còn hạn hẹp.",
        },
        ("SXD", "4.3"): {
            "state": State.IN_PROGRESS.value,
            "status": Status.IN_PROGRESS.value,
            "result": "Đang đối thoại.",
            "difficulties": "Kinh phí còn hạn hẹp",
        },
    }
    submitted = dict.fromkeys(("SXD", "SNV", "SNNMT", "SKHCN", "TTTP", "SNGV"), "in-time") | {
        "SYT": "late",
        "11383": "late",
    }
    return with_submissions(with_assignments(base, rows), submitted)


def test_a_single_lead_speaks_for_itself(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert (
        "Sở Nội vụ (chủ trì) đã hoàn thành ngày 10/8/2025, đúng hạn. Cả 127 cơ quan, đơn vị phối hợp chưa báo cáo."
        in text
    )
    assert (
        "Kết quả: Đã rà soát bộ tiêu chí; Đã lấy ý kiến 114 xã, phường, đặc khu. "
        "Văn bản, minh chứng: Kế hoạch số 12/KH-UBND." in text
    )
    assert (
        "Sở Nội vụ (chủ trì) chưa hoàn thành, đạt khoảng 40% khối lượng, đã quá hạn (hạn 31/8/2025); "
        "nguyên nhân: Thiếu cán bộ. Đã đề nghị bổ sung." in text
    )
    assert "Sở Nông nghiệp và Môi trường (chủ trì) báo cáo không phát sinh; lý do: Không thuộc phạm vi." in text
    assert "Thanh tra thành phố (chủ trì) chưa thực hiện; hạn hoàn thành 31/12/2025; nguyên nhân: Chưa đến" in text
    assert "Sở Ngoại vụ (chủ trì) được miễn báo cáo." in text
    assert "Sở Xây dựng (chủ trì) chưa báo cáo; hạn hoàn thành 31/12/2025." in text


def test_what_is_in_error_is_said_and_not_quoted(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "Sở Khoa học và Công nghệ (chủ trì) đã báo cáo nhưng nội dung còn lỗi, cần chỉnh sửa, bổ sung." in text
    assert "Chưa rõ" not in text
    assert "01 lượt nhiệm vụ của 01 cơ quan, đơn vị báo cáo còn lỗi" in text


def test_a_group_of_leads_is_counted_and_its_notable_results_quoted(empty: Consolidation, schemas: Schemas) -> None:
    text = section(text_of(everyday(empty), schemas), "1.2. ")
    assert (
        "143/146 cơ quan, đơn vị chủ trì chưa báo cáo; còn lại: đã hoàn thành 02 (đúng hạn 01, quá hạn 01); "
        "đang thực hiện 01 (quá hạn); tỷ lệ hoàn thành 1,4%." in text
    )
    assert "- Sở Xây dựng: Đã ban hành kế hoạch, tổ chức 02 hội nghị với 120 lượt người dự." in text


def test_reasons_are_grouped_by_their_cause(empty: Consolidation, schemas: Schemas) -> None:
    text = section(text_of(everyday(empty), schemas), "3. Nguyên nhân")
    assert "- Thiếu cán bộ (03 cơ quan: Sở Nội vụ; Sở Y tế; UBND phường Lê Chân)." in text
    assert (
        "Đối với 01 lượt nhiệm vụ chưa thực hiện, còn trong hạn, lý do được nêu: “Chưa đến thời gian thực hiện”" in text
    )


def test_difficulties_of_several_agencies_and_requests(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "- Kinh phí còn hạn hẹp (02 cơ quan: Sở Xây dựng; Sở Y tế)." in text
    assert (
        "Có 01 cơ quan, đơn vị nêu kiến nghị trong báo cáo:\n- Đề nghị bố trí kinh phí (Thanh tra thành phố)." in text
    )


def test_overdue_tasks_stand_in_text_table_and_annex(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "- 02 lượt nhiệm vụ quá hạn chưa hoàn thành, chi tiết tại Phụ lục III." in text
    assert re.search(r"1\.2 \| Hoàn thiện .* \| 14/8/2025 \| 1 \| Chủ trì \(01\): UBND phường Lê Chân\.", text)


def test_the_weakest_tasks_stand_in_a_table_worst_first(empty: Consolidation, schemas: Schemas) -> None:
    overdue = {"state": State.OVERDUE.value, "status": Status.IN_PROGRESS.value}
    rows = {("SNV", "4.7"): overdue, ("SYT", "1.2"): overdue, ("SXD", "1.2"): {"state": State.IN_ERROR.value}}
    text = section(text_of(with_assignments(all_done(empty), rows), schemas), "2. Tồn tại")
    assert re.findall(r"^(4\.7|1\.2) \| .*? \| (\d.*)$", text, re.MULTILINE) == [
        ("4.7", "1 | 0 | 1 | 0 | 0"),
        ("1.2", "146 | 144 | 1 | 1 | 0"),
    ]


def test_late_and_missing_agencies_stand_in_text_and_annex(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert "đã báo cáo 08 (đạt 5,5%), trong đó đúng hạn 06, chậm 02; chưa báo cáo 138." in text
    assert "Cơ quan, đơn vị báo cáo chậm: Sở Y tế; UBND phường Lê Chân. Danh sách chi tiết tại Phụ lục II." in text
    assert "1 | Sở Y tế | 07/9/2025 | 3" in text


def test_all_done_says_so_everywhere(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(all_done(empty), schemas)
    assert "tất cả đã báo cáo (đạt 100%), đều đúng hạn." in text
    assert "- Tất cả cơ quan, đơn vị phải báo cáo đã gửi báo cáo." in text
    assert "- 28 nhiệm vụ đã được tất cả cơ quan chủ trì hoàn thành: 1.1, 1.2," in text
    assert "Cả 146 cơ quan, đơn vị có nhiệm vụ chủ trì đã đến hạn đều hoàn thành các nhiệm vụ đó." in text
    assert section(text, "2. Tồn tại").endswith("Chưa phát hiện tồn tại, hạn chế qua báo cáo.")
    assert "Không có nhiệm vụ quá hạn, hoàn thành chậm cần nêu nguyên nhân." in text
    assert "Không có cơ quan, đơn vị nào chưa báo cáo." in text
    assert "Không có cơ quan, đơn vị nào báo cáo chậm." in text
    assert "Không có nhiệm vụ nào quá hạn chưa hoàn thành." in text
    assert "Các báo cáo nhận được không có kiến nghị." in text


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
        "- Nhiệm vụ 1.2 (điều chỉnh): Lùi thời hạn đến ngày 30/9/2025; lý do: Bộ máy mới ổn định "
        "(02 cơ quan: Sở Y tế; UBND phường Lê Chân).",
        "- Nhiệm vụ 1.2 (điều chỉnh): Lùi thời hạn đến ngày 31/10/2025 (Sở Xây dựng).",
        "- Nhiệm vụ mới, nội dung khác (bổ sung): Bổ sung nhiệm vụ tập huấn (Sở Xây dựng).",
        "- Nhiệm vụ mới, nội dung khác (bãi bỏ): Bỏ nhiệm vụ (Sở Nội vụ).",
    ]


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
    assert sentence in text_of(replace(all_done(empty), models=models), schemas)


def test_the_few_without_a_model_are_named(empty: Consolidation, schemas: Schemas) -> None:
    rows = empty.assignments
    owing = rows.loc[rows["task"].eq("3.2"), "agency"]
    models = pd.DataFrame({"agency": owing[owing.ne("SYT")], "name": "A", "field": "Khác"}, dtype=object)
    text = text_of(replace(all_done(empty), models=models), schemas)
    assert "Còn 01 cơ quan, đơn vị chưa có mô hình trong danh sách: Sở Y tế." in text


def total(code: str, **more: Any) -> IndicatorTotal:
    given = {"task": "4.4", "name": "Số đã tiếp nhận", "unit": "vụ việc", "decimals": 0, "part_of": None, "owing": 128}
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
                "(trong đó: số đã giải quyết: 3.537 vụ việc, đạt 88,9%)."
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


def test_groups_that_reported_in_full_are_named(empty: Consolidation, schemas: Schemas) -> None:
    agencies = empty.agencies
    units = agencies.loc[agencies["group"].isin(["public_service_units"]), "agency"]
    departments = agencies.loc[agencies["group"].isin(["departments"]), "agency"]
    one = with_submissions(everyday(empty), dict.fromkeys(units, "in-time"))
    assert "- Khối có 100% cơ quan, đơn vị gửi báo cáo: đơn vị sự nghiệp công lập." in text_of(one, schemas)
    two = with_submissions(one, dict.fromkeys(departments, "in-time"))
    assert "- Các khối có 100% cơ quan, đơn vị gửi báo cáo: sở, ban, ngành; đơn vị sự nghiệp" in text_of(two, schemas)


def test_overdue_of_both_roles_is_told_apart(empty: Consolidation, schemas: Schemas) -> None:
    overdue = {"state": State.OVERDUE.value, "status": Status.NOT_STARTED.value}
    rows = {("SNV", "4.7"): overdue, ("SYT", "4.7"): overdue, ("SXD", "4.7"): overdue}
    text = text_of(with_assignments(all_done(empty), rows), schemas)
    assert "- 03 lượt nhiệm vụ quá hạn chưa hoàn thành (chủ trì 01, phối hợp 02), chi tiết tại Phụ lục III." in text
    assert "Chủ trì (01): Sở Nội vụ. / Phối hợp (02): Sở Xây dựng; Sở Y tế." in text


def test_contradictions_are_counted_by_agencies(empty: Consolidation, schemas: Schemas) -> None:
    found = [
        problem(Rule.DONE_WITHOUT_MODEL, file="a.xlsx", agency="SYT", task="3.2"),
        problem(Rule.PART_EXCEEDS_WHOLE, file="a.xlsx", agency="SYT", part="x", whole="y", whole_value=1),
        problem(Rule.PART_EXCEEDS_WHOLE, file="a.xlsx", agency="SYT", part="u", whole="v", whole_value=1),
        problem(Rule.EVIDENCE_MISSING, file="a.xlsx", agency="SYT", task="1.1"),
    ]
    text = text_of(all_done(empty), schemas, problems=found)
    assert (
        "- Số liệu báo cáo còn mâu thuẫn: số thành phần lớn hơn tổng số ở chỉ tiêu (01 cơ quan); "
        "báo cáo hoàn thành nhưng không có mô hình trong danh sách (01 cơ quan)." in text
    )


def test_agencies_whose_file_was_refused_are_listed_with_the_reason(empty: Consolidation, schemas: Schemas) -> None:
    refused = ReceivedFile(
        path="a.xlsx",
        sha256="0",
        size=1,
        verdict=Verdict.REJECTED,
        rule="structure.sheet-missing",
        reason="Thiếu trang «Báo cáo».",
        identity=Identity(campaign="2025-h2", round="lan-1", agency="SYT", fingerprint=None),
    )
    agencies = empty.agencies.copy()
    agencies.loc[agencies["agency"].eq("SYT"), "verdict"] = Verdict.REJECTED.value
    text = text_of(replace(empty, agencies=agencies), schemas, files=(refused,))
    assert "Trong số chưa báo cáo, 01 cơ quan, đơn vị đã gửi tệp nhưng tệp không hợp lệ, phải gửi lại." in text
    assert "Sở Y tế | Thiếu trang «Báo cáo»." in text


def test_waivers_and_extensions_are_on_record(campaign: Campaign, schemas: Schemas) -> None:
    waiver = Waiver(agency="11948", round="lan-1", task="2.6", by="Sở Nội vụ", on=date(2025, 8, 20), why="Đảo xa.")
    extension = Extension(
        agency="SXD", task="1.2", due=date(2025, 9, 29), by="Sở Nội vụ", on=date(2025, 8, 13), why="Mới sáp nhập."
    )
    found = empty_consolidation(replace(campaign, waivers=(waiver,), extensions=(extension,)), schemas)
    text = text_of(found, schemas)
    assert "- UBND đặc khu Bạch Long Vĩ: nhiệm vụ 2.6; lý do: Đảo xa (Sở Nội vụ, ngày 20/8/2025)." in text
    assert "- Sở Xây dựng: nhiệm vụ 1.2 đến ngày 29/9/2025; lý do: Mới sáp nhập (Sở Nội vụ, ngày 13/8/2025)." in text
    assert "M: được miễn báo cáo" in text
    assert "29/9/2025 | 1.2 |" in text


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
    assert "- Tiếp tục thực hiện thường xuyên các nhiệm vụ 1.1, 2.1, 2.6." in text
    assert text.endswith("kính báo cáo Ủy ban nhân dân thành phố Hải Phòng xem xét, chỉ đạo./.")


def test_the_last_round_looks_to_the_end_of_the_period(campaign: Campaign, schemas: Schemas) -> None:
    text = text_of(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2025, 12, 5)), schemas)
    assert "Các nhiệm vụ đến hạn hoàn thành từ nay đến ngày 31/12/2025:" in text
    done = text_of(all_done(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2025, 12, 5))), schemas)
    assert "Các nhiệm vụ đến hạn hoàn thành từ nay đến ngày 31/12/2025 đều đã hoàn thành." in done
    after = text_of(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2026, 1, 5)), schemas)
    assert "Không có nhiệm vụ nào đến hạn hoàn thành từ nay đến ngày 31/12/2025." in after


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
    assert "1. Các nhiệm vụ triển khai các quy định" in text
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
    found = report(figures(with_assignments(all_done(base), overdue), (), (), schemas))
    assert found.abstract.endswith("6 tháng cuối năm 2025 (báo cáo đột xuất tháng 10)")
    text = plain_text(found)
    assert "và Công văn số 6120/UBND-NC ngày 06/10/2025 của UBND thành phố, Sở Nội vụ tổng hợp" in text
    assert (
        "Theo Công văn số 6120/UBND-NC ngày 06/10/2025 của UBND thành phố, các cơ quan, đơn vị báo cáo đột xuất kết quả thực "
        "hiện mô hình dân vận khéo; gửi báo cáo chậm nhất ngày 04/9/2025." in text
    )
    assert [block.text for block in found.blocks if isinstance(block, Heading) and block.level == 1] == [
        "I. TÌNH HÌNH BÁO CÁO",
        "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
    ]
    assert [(annex.label, annex.title) for annex in found.annexes] == [
        ("Phụ lục I", "Tình trạng thực hiện nhiệm vụ của từng cơ quan, đơn vị"),
        ("Phụ lục II", "Danh sách nhiệm vụ quá hạn chưa hoàn thành"),
        ("Phụ lục III", "Tổng hợp chỉ tiêu"),
    ]
    assert "chi tiết tại Phụ lục II." in text


def test_the_workbook_that_goes_along_is_named_once(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(everyday(empty), schemas)
    assert text.count("bảng tính tong-hop.xlsx gửi kèm (Bảng tổng hợp)") == 1
    assert "kèm theo." not in text


def test_the_number_and_date_of_the_decision_are_filled_in_once_known(campaign: Campaign, schemas: Schemas) -> None:
    decision = replace(campaign.decision, number="2988", issued_on=date(2025, 7, 25))
    text = text_of(empty_consolidation(replace(campaign, decision=decision), schemas), schemas)
    assert (
        "Thực hiện Quyết định số 2988/QĐ-UBND ngày 25/7/2025 của Ủy ban nhân dân thành phố Hải Phòng ban hành" in text
    )


@pytest.fixture(scope="module")
def reports(empty: Consolidation, schemas: Schemas) -> tuple[Report, ...]:
    return tuple(report(figures(found, (), (), schemas)) for found in (empty, everyday(empty), all_done(empty)))


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
        assert all(text.endswith((".", ":", "…")) for text in texts)


def test_the_matrix_agrees_with_the_states(empty: Consolidation, schemas: Schemas) -> None:
    found = everyday(empty)
    (matrix,) = [
        block for block in report(figures(found, (), (), schemas)).annexes[0].blocks if isinstance(block, Matrix)
    ]
    rows = [row for group in matrix.groups for row in group.rows]
    assert len(rows) == 146
    assert [len(group.rows) for group in matrix.groups] == [14, 114, 9, 9]
    states = [state for row in rows for state in row.states if state is not None]
    assert sorted(states) == sorted(found.assignments["state"])
    assert sum(sum(numbers) for _, numbers in matrix.totals) == len(states)


def test_the_same_consolidation_gives_the_same_report(empty: Consolidation, schemas: Schemas) -> None:
    assert report(figures(everyday(empty), (), (), schemas)) == report(figures(everyday(empty), (), (), schemas))


def test_the_report_carries_the_day_it_was_made_for(reports: tuple[Report, ...]) -> None:
    assert {found.as_of for found in reports} == {AS_OF}
