"""A column or rule added to a schema file is validated with no other change."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.schema.schema import Schemas
from pipeline.rules import Rule
from tests.support.validation import found, place, received, validated

ADDED = """\
  participants:
    title: Số người tham gia
    dtype: float64
    nullable: true
    checks:
    - min_value: 0
      max_value: 5000
      options: {check_name: in_range, error: cell.out-of-range}
    metadata: {help: "Chỉ gõ số.", example: "120"}
  form_of_work:
    title: Hình thức
    dtype: str
    nullable: false
    checks:
    - allowed_values: ["Trực tiếp", "Trực tuyến"]
      options: {check_name: isin, error: cell.not-in-list}
    metadata: {help: "Chọn từ danh sách.", example: "Trực tiếp"}
  planned_for:
    title: Ngày dự kiến
    dtype: datetime64[ns]
    nullable: true
    metadata: {number_format: dd/mm/yyyy, help: "Gõ ngày/tháng/năm.", example: "15/8/2025"}
  founded:
    title: Ngày thành lập tổ
    dtype: datetime64[ns]
    nullable: true
    checks:
    - min_value: 2019-01-01
      max_value: 2026-12-31
      options: {check_name: in_range, error: cell.date-outside-limits}
    metadata: {number_format: dd/mm/yyyy, help: "Gõ ngày/tháng/năm.", example: "15/8/2019"}
  check:
"""
ADDED_RULE = """\
- column: planned_for
  when: status
  equals: ["Hoàn thành"]
  options: {check_name: empty_when, error: row.field-not-applicable}
"""
#: What the added column shows, for the list of rules that have a case.
RULES = {Rule.FIELD_NOT_APPLICABLE, Rule.DATE_OUTSIDE_LIMITS}
#: What an officer typed into such a cell, and reads then, by rule.
EXAMPLES = {
    Rule.FIELD_NOT_APPLICABLE: ("15/8/2025", "«Ngày dự kiến» không điền khi «Trạng thái» là «Hoàn thành»."),
    Rule.DATE_OUTSIDE_LIMITS: (
        "15/8/2018",
        "Ngày 15/8/2018 ở cột «Ngày thành lập tổ» không thuộc khoảng cho phép (từ ngày 01/01/2019 đến ngày 31/12/2026).",
    ),
}


@pytest.fixture
def wider(project: Path) -> Schemas:
    """The schemas with four columns and a rule more."""
    path = project / "schemas" / "workbook" / "report.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\n  check:\n" in text
    path.write_text(text.replace("  check:\n", ADDED) + ADDED_RULE, encoding="utf-8")
    return read_schemas(project, read_campaign(project, "2025-h2"))


def test_an_added_column_is_validated(campaign: Campaign, wider: Schemas) -> None:
    form = {f"{task}/form_of_work": "Trực tiếp" for task in TASKS}
    cells = {
        **form,
        "1.1/form_of_work": "truc tuyen",
        "1.2/form_of_work": "Qua điện thoại",
        "1.3/form_of_work": None,
        "2.1/participants": 9000.0,
        "2.4/participants": "đông",
        "2.5/planned_for": "15/8/2025",
        "3.1/planned_for": "31/02/2025",
        "3.2/founded": date(2019, 3, 4),
        "3.4.a/founded": date(2018, 8, 15),
    }
    rows = {
        "3.3": {
            "status": "Hoàn thành",
            "completed_on": date(2025, 8, 1),
            "result": "Đã ban hành kế hoạch.",
            "evidence": "Kế hoạch",
            "planned_for": date(2025, 8, 15),
        }
    }
    file = received(campaign, wider, rows=rows, cells=cells)
    returns = validated(campaign, wider, file)
    assert found(returns.problems) == sorted(
        (rule.code, place(campaign, wider, key))
        for key, rule in {
            "1.1/form_of_work": Rule.LIST_VALUE_NORMALISED,
            "1.2/form_of_work": Rule.NOT_IN_LIST,
            "1.3/form_of_work": Rule.FIELD_MISSING,
            "2.1/participants": Rule.OUT_OF_RANGE,
            "2.4/participants": Rule.NOT_A_NUMBER,
            "2.5/planned_for": Rule.DATE_NORMALISED,
            "3.1/planned_for": Rule.NOT_A_DATE,
            "3.4.a/founded": Rule.DATE_OUTSIDE_LIMITS,
            "3.3/planned_for": Rule.FIELD_NOT_APPLICABLE,
        }.items()
    )
    assert {"participants", "form_of_work", "planned_for"} <= set(returns.report.columns)


def test_the_sentence_of_an_added_rule(campaign: Campaign, wider: Schemas) -> None:
    cells = {f"{task}/form_of_work": "Trực tiếp" for task in TASKS}
    done = {
        "status": "Hoàn thành",
        "completed_on": date(2025, 8, 1),
        "result": "Đã ban hành kế hoạch.",
        "evidence": "Kế hoạch",
    }
    file = received(campaign, wider, rows={"1.1": {**done, "planned_for": date(2025, 8, 15)}}, cells=cells)
    (problem,) = validated(campaign, wider, file).problems
    assert (problem.value, problem.message) == EXAMPLES[Rule.FIELD_NOT_APPLICABLE]


def test_the_sentence_of_days_of_a_column(campaign: Campaign, wider: Schemas) -> None:
    cells = {f"{task}/form_of_work": "Trực tiếp" for task in TASKS}
    file = received(campaign, wider, cells={**cells, "1.1/founded": date(2018, 8, 15)})
    (problem,) = validated(campaign, wider, file).problems
    assert (problem.value, problem.message) == EXAMPLES[Rule.DATE_OUTSIDE_LIMITS]
    assert problem.hint == "Kiểm tra lại; gõ một ngày từ ngày 01/01/2019 đến ngày 31/12/2026."


TASKS = (
    "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "3.1", "3.2", "3.3", "3.4.a", "3.4.b", "3.4.b2",
    "3.4.b3", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "5.1", "5.2", "5.3",
)  # fmt: skip
