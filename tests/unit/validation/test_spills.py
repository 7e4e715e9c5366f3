"""Texts that fit paragraphs spilt from the cell above."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.rules import Rule
from tests.support.validation import ROW, received, validated

DONE = {"status": "Hoàn thành", "result": "Đã xong.", "evidence": "Kế hoạch số 12", "completed_on": "15/8/2025"}


def spilt(campaign: Campaign, schemas: Schemas, rows: dict[str, dict[str, Any]]) -> list[tuple[str | None, str | None]]:
    """The task and column of each text that fits a spill."""
    problems = validated(campaign, schemas, received(campaign, schemas, rows=rows)).problems
    return [(found.task, found.field) for found in problems if found.rule is Rule.PASTED_SPILL]


RESULT = "Kết quả thực hiện"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Đã triển khai các việc:", "- Ban hành kế hoạch"),
        ("- Ban hành kế hoạch;", "- Tổ chức hội nghị."),
        ("Ban hành kế hoạch,", "tổ chức hội nghị"),
        ("1. Ban hành kế hoạch.", "2. Tổ chức hội nghị."),
        ("a) Ban hành kế hoạch", "b) Tổ chức hội nghị"),
        ("Mở đầu\n- Ban hành kế hoạch;", "- Tổ chức hội nghị."),
        ("Đã làm:", "+ Việc thứ nhất"),
    ],
)
def test_a_paragraph_that_goes_on(campaign: Campaign, schemas: Schemas, above: str, below: str) -> None:
    rows = {"1.1": {**ROW, "result": above}, "1.2": {**ROW, "result": below}}
    assert spilt(campaign, schemas, rows) == [("1.2", RESULT)]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Đã ban hành kế hoạch.", "Đã tổ chức hội nghị."),
        ("đã ban hành kế hoạch", "đã tổ chức hội nghị"),
        ("- Đã ban hành kế hoạch.", "- Đã tổ chức hội nghị."),
        ("1. Việc một", "1. Việc một của mục khác"),
        ("1. Việc một", "3. Việc ba"),
        ("15/8 họp", "16/8 họp"),
        ("1.5 km đường hoa", "2.5 km đường hoa"),
        ("Đã họp;", "Ban hành kế hoạch"),
        ("- Việc một;", "- Việc hai;\n- Việc ba."),
    ],
)
def test_answers_of_their_own(campaign: Campaign, schemas: Schemas, above: str, below: str) -> None:
    rows = {"1.1": {**ROW, "result": above}, "1.2": {**ROW, "result": below}}
    assert spilt(campaign, schemas, rows) == []


def test_a_text_without_status_has_the_error_of_that_alone(campaign: Campaign, schemas: Schemas) -> None:
    rows = {"1.1": {**DONE, "result": "Đoạn một."}, "1.2": {"result": "Đoạn hai."}}
    assert spilt(campaign, schemas, rows) == []


def test_a_heading_row_between_stops_a_pasting(campaign: Campaign, schemas: Schemas) -> None:
    file = received(campaign, schemas, rows={"1.1": {**DONE, "result": "Đã làm:"}, "1.2": {"result": "- Đoạn hai."}})
    assert file.content is not None
    first, *others = file.content.report
    apart = replace(file.content, report=(first, *(replace(row, row=row.row + 1) for row in others)))
    problems = validated(campaign, schemas, replace(file, content=apart)).problems
    assert not [found for found in problems if found.rule is Rule.PASTED_SPILL]
