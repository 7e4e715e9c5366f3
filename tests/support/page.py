"""The real catalogue with four returns, one of them hostile, as the page shows them; most communes left out."""

from dataclasses import replace
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import problem
from pipeline.rules import Rule
from tests.support.consolidation import DONE, EMPTY, IN_PROGRESS, NOT_STARTED, Result, consolidated
from tests.support.validation import received

#: Texts that would do something where they are taken for markup, script or template.
HOSTILE = (
    "</script><img src=x onerror=document.title='hacked'>",
    "<!-- <script>document.title='hacked'</script>",
    "]]><svg onload=document.title='hacked'>",
    "\"'><a href=javascript:document.title='hacked'>bấm</a>",
    "&lt;b&gt; &amp; {{7*7}} ${7*7}",
)
HOSTILE_FILE = "<img src=x onerror=alert(1)>.xlsx"
#: A day after the first due dates, so that some assignments are overdue.
AS_OF = date(2025, 9, 8)


#: Communes kept: UBND phường Lê Chân reports, the others do not.
COMMUNES = ("11329", "11383", "11407")


def city(whole: Campaign, schemas: Schemas) -> Result:
    """A round in which three departments and one commune reported, and one file was refused."""
    kept = (agency for agency in whole.agencies if agency.group.code != "communes" or agency.code in COMMUNES)
    campaign = replace(whole, agencies=tuple(kept))
    hostile = {
        "status": "Đang thực hiện",
        "percent": 60.0,
        "result": HOSTILE[0],
        "evidence": HOSTILE[1],
        "difficulties": HOSTILE[2],
        "proposals": HOSTILE[3],
    }
    files = [
        received(
            campaign,
            schemas,
            agency="STC",
            path=HOSTILE_FILE,
            rows={"1.1": hostile, "1.2": {**DONE, "completed_on": "31/9/2025"}, "1.3": EMPTY},
            cells={"header/prepared_by": HOSTILE[4]},
        ),
        received(campaign, schemas, agency="STP", path="tư pháp.xlsx", rows={"1.1": DONE, "5.3": IN_PROGRESS}),
        received(
            campaign,
            schemas,
            agency="SCT",
            path="sct.xlsx",
            rows={"1.1": NOT_STARTED, "3.2": DONE},
            models=[{"name": "Mô hình «Chợ văn minh»", "field": "Kinh tế", "result": "Tốt."}],
            proposals=[
                {"kind": "Điều chỉnh", "task": "1.1", "content": "Thêm nội dung tập huấn.", "reason": "Cần thiết."},
                {"kind": "Bổ sung", "content": "Giao nhiệm vụ mới.", "reason": "Cần thiết."},
            ],
            cells={"header/report_date": date(2025, 9, 6), "CT-1.1-1/value": "nhiều", "CT-1.1-2/value": None},
        ),
        received(campaign, schemas, path="xã/báo cáo.xlsx"),
        ReceivedFile(
            path="hỏng.xlsx",
            sha256="0" * 64,
            size=4,
            verdict=Verdict.REJECTED,
            rule="container.damaged",
            reason="Hỏng.",
            problems=(problem(Rule.DAMAGED, file="hỏng.xlsx", reason="thiếu phần cuối"),),
        ),
    ]
    return consolidated(campaign, schemas, files, as_of=AS_OF)
