"""Project folders for tests: copies of the real catalogue, and a small one whose every line fits on a screen."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.campaign.lists import Measure, OpenList
from pipeline.errors import ConfigurationError

REPOSITORY = Path(__file__).parents[2]
CAMPAIGN = "2025-h2"
#: The project with the campaign on which most tests play: a city of every kind of agency and task, frozen, so that what the
#: real catalogue says today changes no expectation.
CITY = REPOSITORY / "tests" / "data" / "city"


def models_measuring(task: str) -> OpenList:
    """The list of models of the first campaign, which measures a task here and is asked of everybody."""
    return OpenList(
        code="models",
        sheet="Mô hình",
        title="Danh sách mô hình dân vận khéo",
        noun="mô hình",
        state="được triển khai thực hiện",
        verb="đã triển khai",
        measures=Measure(task=task, target_percent=100),
        count_by="field",
    )


def measured_task(campaign: Campaign) -> str:
    """The task that the first list of a campaign measures."""
    measures = campaign.lists[0].measures
    assert measures is not None
    return measures.task


SMALL_DECISION = """\
campaign: small
decision:
  kind: Quyết định
  number: "12"
  symbol: /QĐ-UBND
  issued_on: 2025-07-20
  title: Ban hành danh mục nhiệm vụ 6 tháng cuối năm 2025
  subject: công tác dân vận
  strict_before: true
  period: {name: 6 tháng cuối năm 2025, start: 2025-07-01, end: 2025-12-31}
  issuer: Ủy ban nhân dân tỉnh An Bình
  legal_bases: [Căn cứ Luật Tổ chức chính quyền địa phương;]
  articles: [{number: "1", paragraphs: [Ban hành danh mục., Có hiệu lực từ ngày ký.]}]
  recipients: [Như Điều 1;]
  signer: {authority: [TM. ỦY BAN NHÂN DÂN], title: CHỦ TỊCH, name: ""}
report:
  addressee: Ủy ban nhân dân tỉnh An Bình
  body: SNV
  contact: ""
  return_address: ""
  letterhead: {superior: UBND TỈNH AN BÌNH, issuer: SỞ NỘI VỤ, symbol: BC-SNV, place: An Bình}
  signer: {authority: [], title: GIÁM ĐỐC, name: ""}
  recipients: [Như trên]
  letter_symbol: SNV-XDCQ
rounds:
  - code: lan-1
    name: lần 1
    verbatim: trước ngày 05/9/2025
    deadline: 2025-09-05
    last_day: 2025-09-04
    cut_off: 2025-08-31
    opens: 2025-08-01
  - code: dot-xuat
    name: đột xuất tháng 10
    verbatim: báo cáo đột xuất khi cần thiết theo yêu cầu
    deadline: 2025-10-11
    last_day: 2025-10-10
    cut_off: 2025-10-05
    opens: 2025-10-01
    previous: lan-1
    ad_hoc: true
    tasks: ["1.2", "1.3"]
    groups: [communes]
    agencies: [SNV]
waivers:
  - {agency: "10001", round: lan-1, task: "1.2", by: Giám đốc Sở, on: 2025-08-20, why: Bão lụt}
extensions:
  - {agency: "10002", task: "1.2", due: 2025-08-29, by: Giám đốc Sở, on: 2025-08-13, why: Sáp nhập}
"""

SMALL_TASKS = """\
sections:
  - {code: "1", title: TUYÊN TRUYỀN}
tasks:
  - code: "1.1"
    section: "1"
    reportable: false
    text: Tuyên truyền
  - code: "1.2"
    section: "1"
    parent: "1.1"
    text: Xây dựng kế hoạch
    lead: {verbatim: Các sở và xã, selectors: [{group: departments}, {group: communes}]}
    coordinators: {verbatim: Sở Nội vụ theo dõi, selectors: [{agency: SNV, role: aggregator}]}
    time_limit: {verbatim: Trước ngày 15/8/2025, kind: by_date, due: 2025-08-14, nominal: 2025-08-15}
  - code: "1.3"
    section: "1"
    text: Kiểm tra
    lead: {verbatim: Sở Nội vụ, selectors: [{agency: SNV}]}
    coordinators:
      verbatim: Thanh tra, các xã có liên quan
      selectors: [{agency: TT}, {group: communes, related_only: true}, {text: các hội}]
    time_limit: {verbatim: Thường xuyên, kind: ongoing}
    nil_groups: [{groups: [departments], why: Có thể không có việc}]
"""

SMALL_INDICATORS = """\
indicators:
  - {code: CT-1, task: "1.3", name: Số cuộc kiểm tra, unit: cuộc, decimals: 0}
  - {code: CT-2, task: "1.3", name: Trong đó đột xuất, unit: cuộc, decimals: 0, part_of: CT-1}
"""

SMALL_AGENCIES = """\
code,name,abbreviation,group,aliases,active,valid_from,valid_to,successors,contact_name,email,phone,verified,source,note
SNV,Sở Nội vụ,SNV,departments,Sở Nội vụ tỉnh An Bình,yes,,,,,snv@example.vn,0225 123 456,yes,,
TT,Thanh tra tỉnh,TT,departments,,yes,,,,,,,yes,,
10001,UBND xã Hòa Bình,UBND,communes,Xã Hòa Bình;Xã Hoà Bình,yes,2025-07-01,,,,,,yes,,
10002,UBND xã Cẩm Giang,UBND,communes,Xã Cẩm Giang,yes,,,,,,,yes,,
10003,UBND xã Cẩm Giàng,UBND,communes,Xã Cẩm Giàng,yes,,,,,,,yes,,
MT,Mặt trận Tổ quốc tỉnh,,other_bodies,,yes,,,,,,,yes,,
"""

SMALL_GROUPS = """\
- code: departments
  name: sở, ban, ngành
  addressed: Các sở, ban, ngành
- code: communes
  name: Ủy ban nhân dân cấp xã
  addressed: Ủy ban nhân dân các xã
- code: other_bodies
  name: cơ quan khác
  reports: false
"""

SMALL = {
    "decision.yaml": SMALL_DECISION,
    "tasks.yaml": SMALL_TASKS,
    "indicators.yaml": SMALL_INDICATORS,
    "groups.yaml": SMALL_GROUPS,
    "agencies.csv": SMALL_AGENCIES,
}


def copy_city(project: Path) -> None:
    """Give a project folder the catalogue of the frozen city and the schemas."""
    shutil.copytree(CITY / "catalogue", project / "catalogue")
    shutil.copytree(REPOSITORY / "schemas", project / "schemas")


def write_small_project(project: Path, files: Mapping[str, str | bytes] = SMALL, *, campaign: str = "small") -> Path:
    """Write a campaign, `small` or another one, with these files into a project folder; return the campaign's folder."""
    folder = project / "catalogue" / campaign
    folder.mkdir(parents=True, exist_ok=True)
    if not (project / "schemas").exists():
        shutil.copytree(REPOSITORY / "schemas", project / "schemas")
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
    return folder


def edited(name: str, old: str, new: str) -> dict[str, str | bytes]:
    """Return the files of the small campaign with one passage of one file replaced."""
    text = SMALL[name]
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times in {name}")
    return {**SMALL, name: text.replace(old, new)}


def refused(project: Path, files: Mapping[str, str | bytes]) -> ConfigurationError:
    """Return the error with which the small campaign with these files is refused."""
    write_small_project(project, files)
    with pytest.raises(ConfigurationError) as caught:
        read_campaign(project, "small")
    return caught.value
