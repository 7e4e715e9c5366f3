"""A made-up plan for a school year: Roman codes, no articles, monthly numbers, ratios, a period over New Year."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.schema import Schemas
from tests.support.campaign import write_small_project
from tests.support.consolidation import Result, a_return, consolidated

NAME = "nam-hoc-2026"
AS_OF = date(2026, 10, 8)

DECISION = """\
campaign: nam-hoc-2026
decision:
  kind: Kế hoạch
  number: "45"
  symbol: /KH-UBND
  issued_on: 2026-08-20
  title: Bảo đảm an toàn trường học năm học 2026 - 2027
  subject: an toàn trường học
  period: {name: năm học 2026 - 2027, start: 2026-09-01, end: 2027-05-31}
  issuer: Ủy ban nhân dân tỉnh Lâm Sơn
  sections:
    - {number: I, paragraphs: [Mục đích, yêu cầu]}
    - {place: Mục III, paragraphs: [Các đơn vị báo cáo trước ngày 05 hằng tháng.]}
  proper_names: [Bộ Giáo dục và Đào tạo, Lâm Sơn, CNTT]
  recipients: [Như trên;]
  signer: {authority: [TM. ỦY BAN NHÂN DÂN], title: CHỦ TỊCH, name: ""}
report:
  addressee: Ủy ban nhân dân tỉnh Lâm Sơn
  body: SGD
  contact: ""
  return_address: ""
  letterhead: {superior: UBND TỈNH LÂM SƠN, issuer: SỞ GIÁO DỤC VÀ ĐÀO TẠO, symbol: BC-SGDĐT, place: Lâm Sơn}
  signer: {authority: [], title: GIÁM ĐỐC, name: ""}
  recipients: [Như trên]
  letter_symbol: SGDĐT-VP
  model_task: null
rounds:
  - code: thang-9
    name: tháng 9
    verbatim: trước ngày 05 hằng tháng
    deadline: 2026-10-05
    last_day: 2026-10-04
    cut_off: 2026-09-30
    opens: 2026-09-20
  - code: thang-10
    name: tháng 10
    verbatim: trước ngày 05 hằng tháng
    deadline: 2026-11-05
    last_day: 2026-11-04
    cut_off: 2026-10-31
    opens: 2026-10-20
    previous: thang-9
  - code: thang-1
    name: tháng 01/2027
    verbatim: trước ngày 05 hằng tháng
    deadline: 2027-02-05
    last_day: 2027-02-04
    cut_off: 2027-01-31
    opens: 2027-01-20
waivers: []
extensions: []
"""

TASKS = """\
sections:
  - {code: I, title: KIỂM TRA CƠ SỞ VẬT CHẤT THEO QUY ĐỊNH CỦA BỘ GIÁO DỤC VÀ ĐÀO TẠO TẠI LÂM SƠN}
  - {code: II, title: TRUYỀN THÔNG VÀ CNTT TRONG TRƯỜNG HỌC, short: Truyền thông và công nghệ}
tasks:
  - code: I.1
    section: I
    text: Kiểm tra phòng cháy, bếp ăn của các trường trên địa bàn
    short: Phòng cháy và bếp ăn
    lead: {verbatim: Ủy ban nhân dân cấp xã, selectors: [{group: wards}]}
    time_limit: {verbatim: Học kỳ I năm học 2026 - 2027, kind: period, start: 2026-09-01, due: 2027-01-15}
  - code: I.2
    section: I
    text: Ghi nhận, xử lý sự cố trong trường học
    lead: {verbatim: Ủy ban nhân dân cấp xã, selectors: [{group: wards}]}
    coordinators: {verbatim: Các sở, selectors: [{group: offices}]}
    time_limit: {verbatim: Thường xuyên, kind: ongoing}
  - code: II.1
    section: II
    text: Dạy kỹ năng an toàn mạng
    lead: {verbatim: Sở Giáo dục và Đào tạo, selectors: [{agency: SGD}]}
    coordinators: {verbatim: Ủy ban nhân dân cấp xã, selectors: [{group: wards}]}
    time_limit: {verbatim: Quý I/2027, kind: within_quarter, start: 2027-01-01, due: 2027-03-31}
"""

INDICATORS = """\
indicators:
  - {code: KT, task: I.1, name: Số trường đã kiểm tra, unit: trường, decimals: 0}
  - {code: DAT, task: I.1, name: "Trong đó: số trường đạt", unit: trường, decimals: 0, part_of: KT}
  - {code: TL, task: I.1, name: Tỷ lệ trường đạt, unit: "%", decimals: 1, ratio: {part: DAT, whole: KT}}
  - {code: BEP, task: I.1, name: Tỷ lệ bếp ăn đạt yêu cầu, unit: "%", decimals: 1, maximum: 100}
  - {code: DIEM, task: I.1, name: Điểm tự đánh giá, unit: điểm, decimals: 2, aggregate: mean, flow: stock, maximum: 10}
  - {code: NGAY, task: I.2, name: Thời gian xử lý lâu nhất, unit: ngày, decimals: 0, aggregate: max, flow: in_round}
  - code: SC
    task: I.2
    name: Số sự cố
    unit: vụ
    decimals: 0
    flow: in_round
    asked_of: {roles: [lead]}
"""

AGENCIES = """\
code,name,abbreviation,group,aliases,active,valid_from,valid_to,successors,contact_name,email,phone,verified,source,note
SGD,Sở Giáo dục và Đào tạo,SGDĐT,offices,,yes,,,,,,,yes,,
SYT,Sở Y tế,SYT,offices,,yes,,,,,,,yes,,
X01,UBND xã Tân Hà,UBND,wards,,yes,,,,,,,yes,,
X02,UBND xã Đan Phượng,UBND,wards,,yes,,,,,,,yes,,
X03,UBND phường Lộc Tiến,UBND,wards,,yes,,,,,,,yes,,
"""

GROUPS = """\
- {code: offices, name: sở}
- {code: wards, name: Ủy ban nhân dân cấp xã}
"""

SCHOOL_YEAR = {
    "decision.yaml": DECISION,
    "tasks.yaml": TASKS,
    "indicators.yaml": INDICATORS,
    "agencies.csv": AGENCIES,
    "groups.yaml": GROUPS,
}


def changed(name: str, *replacements: tuple[str, str]) -> dict[str, str | bytes]:
    """The files of the plan with passages of one of them replaced, each of which stands there once."""
    text = SCHOOL_YEAR[name]
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return {**SCHOOL_YEAR, name: text}


def school_year(project: Path, files: Mapping[str, str | bytes] = SCHOOL_YEAR) -> Campaign:
    """The plan as it is read from a project folder."""
    write_small_project(project, files, campaign=NAME)
    return read_campaign(project, NAME)


def month(
    campaign: Campaign,
    schemas: Schemas,
    numbers: Mapping[str, Mapping[str, float]],
    *,
    round_code: str = "thang-9",
    as_of: date = AS_OF,
    rows: Mapping[str, Mapping[str, dict[str, Any]]] | None = None,
) -> Result:
    """A round in which some agencies report their numbers, by agency and indicator, every other cell blank."""
    files = [
        a_return(
            campaign,
            schemas,
            agency,
            round_=round_code,
            values=given,
            rows=(rows or {}).get(agency, {}),
            header={"report_date": campaign.round_by_code[round_code].last_day},
        )
        for agency, given in numbers.items()
    ]
    return consolidated(campaign, schemas, files, as_of=as_of, round_code=round_code)


def lines_with(text: str, words: Sequence[str]) -> list[str]:
    """The lines of a report in which any of the words stands."""
    return [line for line in text.splitlines() if any(word in line for word in words)]


def _later(text: str) -> str:
    """A text a year later, the name of the campaign too."""
    return text.replace("2027", "2028").replace("2026", "2027")


def next_year(project: Path, **replacements: tuple[str, str]) -> Campaign:
    """A second campaign, `nam-hoc-2027`, whose one round follows `nam-hoc-2026/thang-10`; its tasks I.1 and I.2 have changed places.

    `replacements` change a passage of a file, by the file's stem.
    """
    first, _, others = _later(DECISION).partition("  - code: thang-10\n")
    head, *tasks = _later(TASKS).split("  - code: I")
    checks, incidents, online = (f"  - code: I{task}" for task in tasks)
    files = {
        "decision": f"{first}    previous: {NAME}/thang-10\n{others[others.index('waivers:') :]}",
        "tasks": head
        + incidents.replace("code: I.2", "code: I.1")
        + checks.replace("code: I.1", f"code: I.2\n    continues: {NAME}/I.1")
        + online,
        "indicators": INDICATORS.replace("task: I.1", "task: I.9")
        .replace("task: I.2", "task: I.1")
        .replace("task: I.9", "task: I.2")
        .replace("code: KT,", f"code: SO, continues: {NAME}/KT,")
        .replace(": KT}", ": SO}"),
        "groups": GROUPS,
        "agencies": AGENCIES.replace("wards,,yes,,,,", "wards,,yes,,2027-06-30,Y01,", 1)
        + "Y01,UBND xã Tân Hà Mới,UBND,wards,,yes,2027-07-01,,,,,,yes,,\n",
    }
    for stem, (old, new) in replacements.items():
        assert files[stem].count(old) == 1, f"{old!r} stands {files[stem].count(old)} times in {stem}"
        files[stem] = files[stem].replace(old, new)
    suffixed = {f"{stem}.{'csv' if stem == 'agencies' else 'yaml'}": text for stem, text in files.items()}
    write_small_project(project, suffixed, campaign="nam-hoc-2027")
    return read_campaign(project, "nam-hoc-2027")
