"""A campaign that changes the sheets, from the workbook to the consolidated one: a column for some groups, another help."""

from pathlib import Path

import openpyxl
import pytest

from tests.support.consolidation import DONE
from tests.support.lists import WORKS, campaign_with_lists, send
from tests.support.terminal import tonghop

ROUND = ("--round", "lan-1", "--as-of", "2025-09-04")
REPORT = """\
columns:
  people:
    title: Số người tham gia
    dtype: float64
    nullable: true
    checks:
    - min_value: 0
      max_value: 1000
      options: {check_name: in_range, error: cell.out-of-range}
    metadata: {groups: [communes], help: Chỉ gõ số người., example: "120"}
"""
HEADER = """\
columns:
  position:
    nullable: false
    metadata: {groups: [departments], help: Chức vụ phải ghi.}
"""


@pytest.fixture
def checked(tmp_path: Path) -> str:
    """What is printed of a department that lacks its field, of a commune that needs it not, and of one out of range."""
    campaign, schemas = campaign_with_lists(tmp_path, WORKS, forms={"report": REPORT, "header": HEADER})
    send(tmp_path, campaign, schemas, "SNV", {"1.2": DONE, "1.3": DONE})
    right, wrong = ({**DONE, "people": people} for people in (120.0, 5000.0))
    send(tmp_path, campaign, schemas, "10002", {"1.2": right, "1.3": DONE})
    send(tmp_path, campaign, schemas, "10003", {"1.2": wrong, "1.3": DONE})
    assert tonghop("templates", "--round", "lan-1", project=tmp_path).code == 0
    return " ".join(tonghop("check", *ROUND, project=tmp_path).output.split())


def headings(folder: Path, agency: str) -> list[object]:
    (path,) = (folder / "templates" / "xlsx" / "small" / "lan-1").glob(f"*_{agency}_*.xlsx")
    rows = openpyxl.load_workbook(path)["Báo cáo"].iter_rows(values_only=True)
    return next([cell for cell in row if cell is not None] for row in rows if "Trạng thái" in row)


def test_the_form_of_a_group_has_its_column(tmp_path: Path, checked: str) -> None:
    assert headings(tmp_path, "10002")[-2:] == ["Số người tham gia", "Kiểm tra"]
    assert "Số người tham gia" not in headings(tmp_path, "SNV")


def test_the_column_is_judged_where_it_is_asked_for(checked: str) -> None:
    assert checked.count("Số người tham gia") == 1
    assert "5000" in checked
    assert checked.count("Thiếu «Chức vụ»") == 1


def test_the_column_reaches_the_consolidated_workbook(tmp_path: Path, checked: str) -> None:
    assert tonghop("consolidate", *ROUND, project=tmp_path).code == 0
    sheet = openpyxl.load_workbook(tmp_path / "outbox" / "small" / "lan-1" / "tong-hop.xlsx")["Chi tiết"]
    heading, *rows = sheet.iter_rows(values_only=True)
    column = heading.index("Số người tham gia")
    values = {(row[0], row[heading.index("TT")]): row[column] for row in rows}
    assert values["10002", "1.2"] == 120
    assert [value for value in values.values() if value is not None] == [120]


@pytest.mark.parametrize("agency", ["SNV", "10003"])
def test_every_command_takes_forms_of_both_kinds(tmp_path: Path, checked: str, agency: str) -> None:
    assert tonghop("consolidate", *ROUND, project=tmp_path).code == 0
    why = tonghop("why", agency, "1.2", *ROUND, project=tmp_path)
    assert (why.code, "Số người tham gia" in why.output) == (0, agency == "10003")
    for command in ("status", "remind"):
        assert tonghop(command, *ROUND, project=tmp_path).code == 0
    feedback = tmp_path / "outbox" / "small" / "lan-1" / "phan-hoi" / f"{agency}.xlsx"
    rows = openpyxl.load_workbook(feedback)["Báo cáo"].iter_rows(values_only=True)
    assert any("Số người tham gia" in row for row in rows) is (agency == "10003")
    later = tonghop("templates", "--round", "lan-2", project=tmp_path)
    assert later.code == 0, later.error
