"""Following up: status, why, diff and remind as the coordinator calls them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.schema import Schemas
from tests.support.campaign import SMALL, edited, write_small_project
from tests.support.intake import DONE, return_bytes
from tests.support.terminal import Done, tonghop

IN_PROGRESS = {"status": "Đang thực hiện", "percent": 40.0, "result": "Đang soạn kế hoạch.", "difficulties": "Chờ."}
LAN_2 = """\
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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small campaign with a second regular round and an empty inbox."""
    write_small_project(tmp_path, edited("decision.yaml", "waivers:\n", LAN_2))
    (tmp_path / "inbox").mkdir()
    return tmp_path


@pytest.fixture
def small(project: Path) -> Campaign:
    return read_campaign(project, "small")


def send(
    project: Path, campaign: Campaign, schemas: Schemas, agency: str, rows: Mapping[str, object], **how: object
) -> None:
    """Put a return into the inbox."""
    content = return_bytes(campaign, schemas, agency, rows=rows, **how)  # type: ignore[arg-type]
    (project / "inbox" / f"{how.get('round_', 'lan-1')} {agency}.xlsx").write_bytes(content)


def lines_of(done: Done) -> list[str]:
    """The lines of an output that succeeded, none wider than a terminal but for a path that cannot be broken."""
    assert (done.code, done.error) == (0, "")
    lines = done.output.splitlines()
    assert [line for line in lines if len(line) > 80 and max(map(len, line.split())) < 60] == []
    return lines


def test_status_tells_who_is_late_and_what_falls_due(project: Path, small: Campaign, schemas: Schemas) -> None:
    send(project, small, schemas, "SNV", {"1.2": IN_PROGRESS, "1.3": DONE}, report_date=date(2025, 9, 6))
    lines = lines_of(tonghop("status", "--round", "lan-1", "--as-of", "2025-09-07", project=project))
    assert lines[0] == "Lần 1, hạn gửi 04/9/2025 (đã qua 3 ngày), tính đến ngày 07/9/2025"
    assert "  Sở Nội vụ (2 ngày)" in lines
    assert "Chưa báo cáo (4):" in lines
    assert "  1.2 (hạn 14/8/2025, 1 cơ quan)" in lines
    text = "\n".join(lines)
    assert "Nhiệm vụ đến hạn trong 14 ngày tới: không có" in text
    assert "UBND xã Hòa Bình: miễn báo cáo nhiệm vụ 1.2 (Giám đốc Sở, 20/8/2025)" in text.replace("\n  ", " ")


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("2025-08-16", "còn 19 ngày"), ("2025-09-04", "hôm nay là ngày cuối"), ("2025-09-05", "đã qua 1 ngày")],
)
def test_status_tells_the_days_left(project: Path, as_of: str, said: str) -> None:
    lines = lines_of(tonghop("status", "--round", "lan-1", "--as-of", as_of, project=project))
    assert f"({said})" in next(line for line in lines if line.startswith("Lần 1"))


def test_status_sets_the_second_round_beside_the_first(project: Path, small: Campaign, schemas: Schemas) -> None:
    send(project, small, schemas, "SNV", {"1.2": IN_PROGRESS, "1.3": IN_PROGRESS})
    done = {"1.2": DONE, "1.3": DONE}
    for agency in ("SNV", "TT"):
        send(project, small, schemas, agency, done, round_="lan-2", report_date=date(2025, 12, 3))
    text = "\n".join(lines_of(tonghop("status", "--round", "lan-2", "--as-of", "2025-12-04", project=project)))
    assert "So với lần 1: cơ quan đã báo cáo 2 (+1); lượt nhiệm vụ đã hoàn thành 4 (+4), quá" in text
    assert "hạn 0 (-1)." in text


def test_status_for_programs_says_the_same(project: Path, small: Campaign, schemas: Schemas) -> None:
    send(project, small, schemas, "SNV", {"1.2": IN_PROGRESS, "1.3": DONE}, report_date=date(2025, 9, 6))
    done = tonghop("status", "--round", "lan-1", "--as-of", "2025-09-07", "--json", project=project)
    record = json.loads(done.output)
    assert record["submissions"]["total"] == {
        "owing": 5,
        "reported": 1,
        "in_time": 0,
        "late": 1,
        "missing": 4,
        "waived": 0,
    }
    assert record["late"] == [{"agency": "SNV", "name": "Sở Nội vụ", "days_late": 2}]
    assert record["overdue"] == [{"task": "1.2", "due": "2025-08-14", "agencies": ["SNV"]}]
    assert record["due_soon"] == []
    assert [excuse["kind"] for excuse in record["excuses"]] == ["Miễn báo cáo", "Gia hạn"]
    assert (record["as_of"], record["last_day"]) == ("2025-09-07", "2025-09-04")


def test_why_tells_everything_of_a_cell(project: Path, small: Campaign, schemas: Schemas) -> None:
    send(
        project,
        small,
        schemas,
        "10002",
        {"1.2": IN_PROGRESS, "1.3": {"status": "Không phát sinh", "difficulties": "Không."}},
    )
    second = {"1.2": {**DONE, "status": "xong"}, "1.3": {**DONE, "status": "Gần xong"}}
    send(project, small, schemas, "10002", second, round_="lan-2", report_date=date(2025, 12, 3))
    asked = ("--round", "lan-2", "--as-of", "2025-12-04")
    text = "\n".join(lines_of(tonghop("why", "ubnd xã cẩm giang", "1.2", *asked, project=project)))
    for part in (
        "UBND xã Cẩm Giang (10002), nhiệm vụ 1.2",
        "Được giao chủ trì, hạn 29/8/2025",
        "Trong ma trận: H: Hoàn thành đúng hạn",
        "Tệp: lan-2 10002.xlsx, trang Báo cáo",
        "SHA-256: ",
        "Trạng thái: xong [đọc là: Hoàn thành]",
        "[Đã chuẩn hóa] Báo cáo!F",
        "Gia hạn đến ngày 29/8/2025: Sáp nhập (Giám đốc Sở, ngày 13/8/2025)",
        "lan-1 10002.xlsx (thuộc lần báo cáo khác)",
        "Lần 1 (UBND xã Cẩm Giang): Quá hạn chưa hoàn thành",
        "Kết quả: Đang soạn kế hoạch.",
    ):
        assert part in text
    wrong = "\n".join(lines_of(tonghop("why", "10002", "1.3", *asked, project=project)))
    assert "Trong ma trận: L: Báo cáo có lỗi" in wrong
    assert "[Lỗi] Báo cáo!F" in wrong
    waived = "\n".join(
        lines_of(tonghop("why", "10001", "1.2", "--round", "lan-1", "--as-of", "2025-09-05", project=project))
    )
    assert "Miễn nhiệm vụ 1.2: Bão lụt (Giám đốc Sở, ngày 20/8/2025)" in waived


def test_diff_tells_what_came_since_the_last_consolidation(project: Path, small: Campaign, schemas: Schemas) -> None:
    asked = ("--round", "lan-1", "--as-of", "2025-09-05")
    send(project, small, schemas, "SNV", {"1.2": IN_PROGRESS, "1.3": DONE})
    assert tonghop("consolidate", *asked, project=project).code == 0
    assert lines_of(tonghop("diff", *asked, project=project))[-1] == "Không có gì thay đổi."
    send(project, small, schemas, "SNV", {"1.2": DONE, "1.3": DONE}, report_date=date(2025, 9, 4))
    send(project, small, schemas, "TT", {"1.2": DONE, "1.3": IN_PROGRESS})
    text = "\n".join(lines_of(tonghop("diff", *asked, project=project)))
    for part in (
        "so với lần tổng hợp tính đến ngày 05/9/2025\n(dòng 1 của history.jsonl):",
        "Tệp mới (1):\n  lan-1 TT.xlsx (tiếp nhận, Thanh tra tỉnh)",
        "lan-1 SNV.xlsx (nội dung khác, vẫn tiếp nhận)",
        "Cơ quan mới báo cáo (1):\n  Thanh tra tỉnh",
        "  Đã hoàn thành: 1 → 3 (+2)",
        "  Sở Nội vụ: Q→",
        "  Thanh tra tỉnh: X→",
    ):
        assert part in text
    (project / "inbox" / "lan-1 SNV.xlsx").unlink()
    gone = "\n".join(lines_of(tonghop("diff", *asked, "--since", "1", project=project)))
    assert "Tệp không còn trong thư mục (1):\n  lan-1 SNV.xlsx" in gone
    assert "Cơ quan không còn báo cáo (1):\n  Sở Nội vụ" in gone


def test_the_history_is_no_input_of_the_reports(project: Path, small: Campaign, schemas: Schemas) -> None:
    asked = ("consolidate", "--round", "lan-1", "--as-of", "2025-09-05")
    send(project, small, schemas, "SNV", {"1.2": DONE, "1.3": DONE})
    outputs = []
    for _ in range(2):
        assert tonghop(*asked, project=project).code == 0
        outputs.append((project / "outbox" / "small" / "lan-1" / "manifest.json").read_bytes())
        (project / "outbox" / "small" / "history.jsonl").write_text("not a line of the history\n", encoding="utf-8")
    assert outputs[0] == outputs[1]


def test_remind_writes_letter_and_drafts_anew_as_a_whole(project: Path, small: Campaign, schemas: Schemas) -> None:
    folder = project / "outbox" / "small" / "don-doc" / "lan-1"
    first = lines_of(tonghop("remind", "--round", "lan-1", "--as-of", "2025-09-05", project=project))
    assert first[0] == "Lần 1, hạn gửi 04/9/2025, tính đến ngày 05/9/2025: đôn đốc quá hạn"
    assert "Chưa gửi báo cáo: 4 cơ quan." in first
    assert "Chưa có địa chỉ thư (4):" in first
    assert "Sở Nội vụ là đơn vị tổng hợp, cũng còn việc chưa xong." in first
    assert (folder / "cong-van-don-doc.docx").is_file()
    for agency in small.reporting_agencies:
        send(project, small, schemas, agency.code, {"1.2": DONE, "1.3": DONE})
    second = lines_of(tonghop("remind", "--round", "lan-1", "--as-of", "2025-09-05", project=project))
    assert "Không còn cơ quan nào phải đôn đốc." in second
    assert {path.name for path in folder.iterdir()} == {"README.txt", ".da-ghi.json"}


def test_an_ad_hoc_round_goes_through_every_command(tmp_path: Path, schemas: Schemas) -> None:
    own = '    indicators: [{code: DX-1, task: "1.3", name: Số đợt, unit: đợt, decimals: 0}]\n'
    reference = "    reference: Công văn số 12/UBND-NC ngày 01/10/2025 của UBND tỉnh\n"
    text = SMALL["decision.yaml"]
    assert isinstance(text, str)
    decision = text.replace("    agencies: [SNV]\n", f"    agencies: [SNV]\n{own}{reference}")
    write_small_project(tmp_path, {**SMALL, "decision.yaml": decision})
    (tmp_path / "inbox").mkdir()
    campaign = read_campaign(tmp_path, "small")
    asked = ("--round", "dot-xuat", "--as-of", "2025-10-12")
    assert "Đã tạo 4 biểu mẫu" in tonghop("templates", *asked, project=tmp_path).output
    numbers = {"CT-1": 4.0, "CT-2": 1.0, "DX-1": 7.0}
    content = return_bytes(
        campaign,
        schemas,
        "SNV",
        round_="dot-xuat",
        rows={"1.2": DONE, "1.3": DONE},
        report_date=date(2025, 10, 9),
        change=lambda form: replace(
            form,
            indicators=tuple(replace(one, values={"value": numbers[one.indicator.code]}) for one in form.indicators),
        ),
    )
    (tmp_path / "inbox" / "snv.xlsx").write_bytes(content)
    assert tonghop("check", *asked, project=tmp_path).code == 0
    assert tonghop("consolidate", *asked, "--strict", project=tmp_path).code == 0
    manifest = json.loads((tmp_path / "outbox" / "small" / "dot-xuat" / "manifest.json").read_text("utf-8"))
    assert manifest["agencies"] == {"expected": 4, "reported": 1, "missing": ["10001", "10002", "10003"]}
    text = "\n".join(lines_of(tonghop("why", "SNV", "1.3", *asked, project=tmp_path)))
    assert "DX-1 Giá trị: 7" in text
    assert "Chưa gửi báo cáo: 3 cơ quan." in tonghop("remind", *asked, project=tmp_path).output
