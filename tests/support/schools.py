"""A made-up campaign with other groups than the real one: provinces, their schools, and clubs that only help."""

from tests.support.campaign import SMALL, edited

GROUPS = """\
- code: schools
  name: trường phổ thông
  short: trường
  one: trường
  addressed: Các trường trong tỉnh
  staff: thầy, cô giáo
  examples: {email: vanthu@truong.example.vn, document: Kế hoạch số 7/KH-TRUONG}
- code: provinces
  name: tỉnh, thành phố
- code: clubs
  name: câu lạc bộ
  reports: false
"""

#: Not in the order of the groups; `within` says to which province a school belongs, and little else is said.
AGENCIES = """\
code;name;group;within;valid_from;valid_to;successors
SNV;Tỉnh Một;provinces;;;;
TT;Tỉnh Hai;provinces;;;;
TRUONG1;Trường Sông Xanh;schools;SNV;;;
TRUONG2;Trường Đồi Chè;schools;SNV;;2025-09-15;TRUONG3
TRUONG3;Trường Liên cấp Đồi Chè;schools;SNV;2025-09-16;;
TRUONG4;Trường Bến Nước;schools;TT;;;
CLB;Câu lạc bộ Cờ;clubs;;;;
"""


def _decision() -> str:
    text = str(edited("decision.yaml", "groups: [communes]", "groups: [schools]")["decision.yaml"])
    return text.replace('agency: "10001"', "agency: TRUONG1").replace('agency: "10002"', "agency: TRUONG4")


def _tasks() -> str:
    return SMALL["tasks.yaml"].replace("departments", "provinces").replace("communes", "schools")


SCHOOLS: dict[str, str | bytes] = {
    **SMALL,
    "decision.yaml": _decision(),
    "tasks.yaml": _tasks(),
    "groups.yaml": GROUPS,
    "agencies.csv": AGENCIES,
}
