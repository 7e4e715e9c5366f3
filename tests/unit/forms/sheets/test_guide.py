"""`Hướng dẫn`: the facts an officer needs, also where the campaign leaves them blank."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.sheets.guide import legal_basis, needed_columns
from pipeline.forms.template import template_bytes
from tests.support.forms import form_of


def texts(form: Form, schemas: Schemas) -> dict[str, str]:
    """What stands beside each label."""
    workbook = openpyxl.load_workbook(io.BytesIO(template_bytes(form, schemas)))
    return {row[0]: row[1] for row in workbook["Hướng dẫn"].iter_rows(values_only=True) if row[0]}


def test_facts(campaign: Campaign, schemas: Schemas) -> None:
    shown = texts(form_of(campaign, schemas, "SNV"), schemas)
    assert shown["Cơ quan báo cáo"] == "Sở Nội vụ"
    assert shown["Hạn gửi"] == "Trước ngày 05/9/2025 (chậm nhất là hết ngày 04/9/2025)."
    assert shown["Nội dung"].startswith("26 nhiệm vụ (chủ trì 20, phối hợp 6), 16 chỉ tiêu")
    assert {f"Bước {number}" for number in range(1, 6)} <= set(shown)
    assert shown["Chưa đến kỳ"] == (
        "Mục 3.1, 4.8, 5.1: đã ghi sẵn «Chưa thực hiện» với lý do «Chưa đến thời gian thực hiện», "
        "không phải điền gì thêm; đã làm sớm thì sửa lại."
    )
    assert "Việc quá hạn chưa xong: ghi cả «Nhóm nguyên nhân» và «Dự kiến hoàn thành»." in shown["Bước 2"]
    assert "Chưa đến kỳ" not in texts(form_of(campaign, schemas, "SNV", "lan-2"), schemas)
    assert {"Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Không phát sinh"} <= set(shown)


def test_the_document_that_asks_for_an_ad_hoc_round_stands_beside_the_decision(
    campaign: Campaign, schemas: Schemas
) -> None:
    form = form_of(campaign, schemas, "SNV")
    before = texts(form, schemas)["Căn cứ"]
    ordered = replace(form, round=replace(form.round, reference="Công văn số 3021/UBND-VX ngày 02/11/2026"))
    assert texts(ordered, schemas)["Căn cứ"] == f"{before} Công văn số 3021/UBND-VX ngày 02/11/2026."


def test_blank_contact_and_address_fall_back_on_who_consolidates(campaign: Campaign, schemas: Schemas) -> None:
    decision = replace(campaign.decision, contact="", return_address="")
    blank = replace(form_of(campaign, schemas, "SNV"), campaign=replace(campaign, decision=decision), indicators=())
    shown = texts(blank, schemas)
    assert shown["Khi cần hỏi"] == "Liên hệ Sở Nội vụ (đầu mối tổng hợp)."
    assert shown["Gửi về"].startswith("Sở Nội vụ, ")
    assert "chỉ tiêu" not in shown["Nội dung"]
    assert "None" not in " ".join(text for text in shown.values() if text)


@pytest.mark.parametrize(
    ("number", "issued_on", "beginning"),
    [
        (
            "2988",
            date(2025, 7, 28),
            "Quyết định số 2988/QĐ-UBND ngày 28/7/2025 của Ủy ban nhân dân thành phố Hải Phòng ban hành",
        ),
        (
            None,
            None,
            "Quyết định số        /QĐ-UBND năm 2025 của Ủy ban nhân dân thành phố Hải Phòng ban hành danh mục",
        ),
    ],
)
def test_legal_basis(campaign: Campaign, number: str | None, issued_on: date | None, beginning: str) -> None:
    assert legal_basis(replace(campaign.decision, number=number, issued_on=issued_on)).startswith(beginning)


def test_what_must_be_filled_comes_from_the_row_rules(schemas: Schemas) -> None:
    done = needed_columns(schemas.report, "Hoàn thành")
    assert done == "«Ngày hoàn thành», «Kết quả thực hiện»; nên có «Văn bản, minh chứng»"
    assert needed_columns(schemas.report, "Đang thực hiện") == "«Kết quả thực hiện»"
