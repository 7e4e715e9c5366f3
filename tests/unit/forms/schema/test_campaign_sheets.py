"""The sheets as a campaign has them: changed key by key in `forms/`, with columns for some groups only."""

import re
from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from pipeline.forms.schema.loading import read_schemas
from tests.support.forms import form_of
from tests.support.lists import TALKS, campaign_with_lists

NEW_COLUMN = """\
columns:
  people:
    title: Số người tham gia
    dtype: float64
    nullable: true
    metadata: {groups: [communes], help: Chỉ gõ số., example: "120"}
"""


def test_a_text_is_replaced_and_all_else_stays(tmp_path: Path) -> None:
    change = 'columns:\n  result: {metadata: {help: "Nêu kết quả của trường."}}\n'
    _, schemas = campaign_with_lists(tmp_path, forms={"report": change})
    plain = campaign_with_lists(tmp_path / "plain")[1]
    result, before = schemas.report.column("result"), plain.report.column("result")
    assert result.help == "Nêu kết quả của trường."
    assert (result.title, result.max_length, result.example) == (before.title, before.max_length, before.example)
    assert [column.name for column in schemas.report.columns] == [column.name for column in plain.report.columns]
    assert (schemas.header, schemas.meta) == (plain.header, plain.meta)


def test_a_new_column_stands_behind_the_open_ones(tmp_path: Path) -> None:
    _, schemas = campaign_with_lists(tmp_path, forms={"report": NEW_COLUMN})
    assert [column.name for column in schemas.report.columns][-3:] == ["proposals", "people", "check"]
    assert "people" not in [column.name for column in read_schemas(tmp_path).report.columns]


def test_null_takes_a_column_away(tmp_path: Path) -> None:
    _, schemas = campaign_with_lists(tmp_path, forms={"indicators": "columns: {note: null}\n"})
    assert [column.name for column in schemas.indicators.open_columns] == ["value"]


def test_a_column_for_a_group_is_in_its_forms_alone(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path, forms={"report": NEW_COLUMN})
    plain = campaign_with_lists(tmp_path / "plain")[1]
    of_commune = schemas.asked_of(group="communes", lists=())
    of_department = schemas.asked_of(group="departments", lists=())
    assert "people" in [column.name for column in of_commune.report.columns]
    assert of_department.report.columns == plain.report.columns
    without, _ = campaign_with_lists(tmp_path / "without"), None
    assert form_of(campaign, schemas, "SNV").fingerprint == form_of(*without, "SNV").fingerprint
    assert form_of(campaign, schemas, "10002").fingerprint != form_of(*without, "10002").fingerprint


def test_a_rule_falls_away_with_a_column_that_it_needs(tmp_path: Path) -> None:
    change = NEW_COLUMN.replace("columns:\n", "columns:\n", 1) + (
        'checks:\n- {column: people, when: status, equals: ["Hoàn thành"], '
        "options: {check_name: required_when, error: row.field-missing}}\n"
    )
    _, schemas = campaign_with_lists(tmp_path, forms={"report": change})
    assert [rule.target for rule in schemas.asked_of(group="communes", lists=()).report.row_rules] == ["people"]
    assert schemas.asked_of(group="departments", lists=()).report.row_rules == ()


@pytest.mark.parametrize(
    ("name", "text", "place", "reason"),
    [
        ("report", "name: bao-cao\n", "name", "phải giữ nguyên: report"),
        ("report", "metadata: {sheet: Kết quả}\n", "metadata.sheet", "phải giữ nguyên: Báo cáo"),
        ("report", "columns:\n  difficulties: null\n", "columns", "phải có cột để điền «difficulties»"),
        ("report", "columns:\n  check: null\n", "columns", "phải có cột khóa «check»"),
        ("report", "columns:\n  people: {title: Số người, dtype: int}\n", "columns.people", "thiếu mục «nullable»"),
        (
            "report",
            NEW_COLUMN.replace("communes", "schools"),
            "metadata.groups[0]",
            "mã «schools»; hiện có: departments",
        ),
        (
            "report",
            "columns: {status: {metadata: {groups: [communes]}}}\n",
            "status.metadata.groups",
            "không bắt buộc phải có",
        ),
        ("report", "columns: {task: {metadata: {groups: [communes]}}}\n", "task.metadata.groups", "cột để điền"),
        ("report", NEW_COLUMN.replace("people:", "state:"), "columns.state", "chương trình đã dùng"),
        (
            "report",
            'columns: {result: {metadata: {example: "{place}"}}}\n',
            "result.metadata.example",
            "không có tên «{place}»",
        ),
        ("report", 'columns: {result: {metadata: {help: "a } b"}}}\n', "result.metadata.help", "để thay vào câu"),
        ("report", "column: {}\n", "column", "có phải là «columns»?"),
        ("report", "- a\n", "", "nhóm mục có tên"),
        ("meta", "title: x\n", "", "tệp lạ"),
        ("talks", "title: x\n", "", "danh sách kèm theo khai trong"),
    ],
)
def test_a_fault_names_the_file_of_the_campaign(tmp_path: Path, name: str, text: str, place: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        campaign_with_lists(tmp_path, TALKS, forms={name: text})
    lines = [line for line in str(caught.value).splitlines() if reason in line]
    assert len(lines) == 1, str(caught.value)
    assert re.match(rf".*catalogue/small/forms/{name}\.yaml:(\d+:)? ?", lines[0])
    assert place in lines[0]
