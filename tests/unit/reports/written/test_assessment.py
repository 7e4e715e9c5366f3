"""Section III of the written report: what went well, what did not, and the reasons given."""

import re
from dataclasses import replace

from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas, Status
from tests.support.report import all_done, everyday, with_assignments, with_submissions
from tests.support.written import section, text_of


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
    assert "- 03 lượt nhiệm vụ quá hạn chưa hoàn thành (chủ trì 01, phối hợp 02); danh sách tại Phụ lục III." in text
    leads_first = re.findall(r"^4\.7 \|.*?\| 31/8/2025 \| (.*?) \|", text, re.MULTILINE)
    assert leads_first == ["Sở Nội vụ", "Sở Xây dựng (phối hợp)", "Sở Y tế (phối hợp)"]


def test_overdue_but_silent_the_round_before_is_new_on_record(
    first: Consolidation, second: Consolidation, schemas: Schemas
) -> None:
    earlier = with_assignments(first, {("STC", "1.2"): {"state": State.NOT_REPORTED.value}})
    text = text_of(replace(second, earlier=earlier), schemas)
    assert "danh sách tại Phụ lục III, đều mới ghi nhận quá hạn so với lần báo cáo trước." in text


def test_a_lead_that_is_alone_and_late_stands_before_the_many(empty: Consolidation, schemas: Schemas) -> None:
    overdue = {"state": State.OVERDUE.value, "status": Status.IN_PROGRESS.value}
    rows = {("SNV", "4.7"): overdue, ("SYT", "1.2"): overdue, ("SXD", "1.2"): {"state": State.IN_ERROR.value}}
    text = section(text_of(with_assignments(all_done(empty), rows), schemas), "2. Tồn tại")
    alone, many, _, in_error = text.splitlines()[1:]
    assert alone.startswith("- Nhiệm vụ một cơ quan chủ trì quá hạn chưa hoàn thành: 4.7 (tiêu chí")
    assert "), Sở Nội vụ (" in alone
    assert many.startswith("- 02 lượt nhiệm vụ quá hạn chưa hoàn thành; nhiều nhất: 1.2 (")
    assert in_error.endswith("cần chỉnh sửa và gửi lại: Sở Xây dựng.")


def test_nothing_is_both_praised_and_blamed(empty: Consolidation, schemas: Schemas) -> None:
    text = text_of(with_assignments(all_done(empty), {("SYT", "1.2"): {"state": State.IN_ERROR.value}}), schemas)
    praise = section(text, "1. Ưu điểm")
    assert "1.2 (" not in praise
    assert "1.1 (" in praise


def test_reasons_are_grouped_by_their_cause(empty: Consolidation, schemas: Schemas) -> None:
    text = section(text_of(everyday(empty), schemas), "3. Nguyên nhân")
    assert "- “Thiếu cán bộ” (03 cơ quan: Sở Nội vụ; Sở Y tế và 01 cơ quan khác)." in text
    assert (
        "Đối với 01 lượt nhiệm vụ đã đến kỳ thực hiện nhưng chưa thực hiện, còn trong hạn, lý do được nêu: “Chưa đến thời gian thực hiện”"
        in text
    )
