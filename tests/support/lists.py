"""Small campaigns with lists of other kinds: measured against a target or not, asked of some or of all, with other columns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.facts import Values
from pipeline.forms.form import Form
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.schema.schema import Schemas
from tests.support.campaign import SMALL, SMALL_DECISION, write_small_project
from tests.support.intake import return_bytes

#: Measured against a target, of communes alone, with a number and a date, and counted by a closed list.
WORKS = """\
- code: works
  sheet: Công trình
  title: Danh sách công trình an toàn
  noun: công trình
  rows: 12
  asked_of: {tasks: ["1.2"], groups: [communes]}
  measures: {task: "1.2", of: agencies, at_least: 2, target_percent: 80}
  count_by: stage
  columns:
    name: {title: Tên công trình, dtype: str, nullable: false, metadata: {width: 40, help: Tên đầy đủ.}}
    cost:
      title: Kinh phí (triệu đồng)
      dtype: float64
      nullable: true
      checks:
      - min_value: 0
        options: {check_name: greater_than_or_equal_to, error: cell.negative}
    due: {title: Ngày xong, dtype: "datetime64[ns]", nullable: true, metadata: {number_format: dd/mm/yyyy}}
    stage:
      title: Giai đoạn
      dtype: str
      nullable: true
      checks:
      - allowed_values: [Chuẩn bị, Thi công, Bàn giao]
        options: {check_name: isin, error: cell.not-in-list}
"""
#: Measures nothing, is counted by nothing and asked of everybody.
TALKS = """\
- code: talks
  sheet: Đối thoại
  title: Danh sách cuộc đối thoại
  noun: cuộc đối thoại
  columns:
    topic: {title: Chủ đề, dtype: str, nullable: true}
    people: {title: Số người, dtype: float64, nullable: true}
"""
#: Measures a task without a target, counted by what was typed.
TEAMS = """\
- code: teams
  sheet: Tổ cộng đồng
  title: Danh sách tổ cộng đồng
  noun: tổ cộng đồng
  asked_of: {tasks: ["1.3", "1.2"]}
  measures: {task: "1.3", of: agencies}
  count_by: area
  columns:
    area: {title: Địa bàn, dtype: str, nullable: false}
"""
LATER_ROUND = """\
  - code: lan-2
    name: lần 2
    verbatim: trước ngày 05/12/2025
    deadline: 2025-12-05
    last_day: 2025-12-04
    cut_off: 2025-11-30
    opens: 2025-11-03
    previous: lan-1
waivers:
"""


def campaign_with_lists(
    folder: Path, *lists: str, forms: Mapping[str, str] | None = None, files: Mapping[str, str] | None = None
) -> tuple[Campaign, Schemas]:
    """Write the small campaign with a second round, with these lists and changed sheets; read it and its schemas."""
    decision = SMALL_DECISION.replace("waivers:\n", LATER_ROUND)
    content: dict[str, str | bytes] = {**SMALL, "decision.yaml": decision, **(files or {})}
    if lists:
        content["lists.yaml"] = "".join(lists)
    campaign_folder = write_small_project(folder, content)
    for name, text in (forms or {}).items():
        (campaign_folder / "forms").mkdir(exist_ok=True)
        (campaign_folder / "forms" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "inbox").mkdir(exist_ok=True)
    campaign = read_campaign(folder, "small")
    return campaign, read_schemas(folder, campaign)


def send(
    folder: Path,
    campaign: Campaign,
    schemas: Schemas,
    agency: str,
    rows: Mapping[str, Values],
    lists: Mapping[str, Sequence[Values]] | None = None,
    *,
    round_: str = "lan-1",
) -> None:
    """Put the return of an agency into the inbox: its rows by task, its entries by list."""

    def with_entries(form: Form) -> Form:
        entries = {code: tuple((lists or {}).get(code, ())) for code in form.lists}
        return replace(form, lists=entries)

    content = return_bytes(campaign, schemas, agency, round_=round_, rows=rows, change=with_entries)
    (folder / "inbox" / f"{agency}-{round_}.xlsx").write_bytes(content)
