"""Mails and guessed senders as the coordinator meets them, through real processes."""

import json
import os
import subprocess
import sys
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path

import openpyxl
import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.schema import Schemas
from tests.conftest import ROOT
from tests.support.campaign import SMALL, edited, write_small_project
from tests.support.intake import DONE, return_bytes
from tests.support.mails import message, with_file

SCAN = b"%PDF-1.7\nscan"
#: The register with addresses of two communes.
AGENCIES = (
    SMALL["agencies.csv"]
    .replace("Xã Hoà Bình,yes,2025-07-01,,,,,", "Xã Hoà Bình,yes,2025-07-01,,,,hoabinh@vidu.vn,")
    .replace("Xã Cẩm Giang,yes,,,,,,", "Xã Cẩm Giang,yes,,,,,camgiang@vidu.vn,")
)


@pytest.fixture
def project(tmp_path: Path, schemas: Schemas) -> Path:
    """The small campaign and another one, with whole mails in the inbox.

    10001 sent a scan from its address; of 10002 a scan lies under the name of its template; TT's return came by mail, its
    signed scan beside it; 10003 may have sent a photograph; SNV used the form of the ad hoc round.
    """
    write_small_project(tmp_path, {**SMALL, "agencies.csv": AGENCIES})
    campaign = read_campaign(tmp_path, "small")
    (tmp_path / "catalogue" / "nam-truoc").mkdir()
    (tmp_path / "catalogue" / "nam-truoc" / "decision.yaml").write_text("campaign: nam-truoc\n", "utf-8")
    inbox = tmp_path / "inbox"
    (inbox / "Email").mkdir(parents=True)
    rows = {"1.2": DONE, "1.3": DONE}
    scan = with_file(message(From="Xã <HoaBinh@vidu.vn>", Date="Tue, 02 Sep 2025 08:00:00 +0700"), "scan.pdf", SCAN)
    (inbox / "Email" / "1.eml").write_bytes(scan.as_bytes())
    (inbox / "lan-1_10002_ubnd-xa-cam-giang.pdf").write_bytes(SCAN + b"2")
    mail = with_file(message(), "bc.xlsx", return_bytes(campaign, schemas, "TT", rows=rows))
    (inbox / "2.eml").write_bytes(with_file(mail, "ban ky.pdf", SCAN + b"3").as_bytes())
    (inbox / "xã Cẩm Giàng.jpg").write_bytes(b"\xff\xd8\xff" + bytes(100))
    ad_hoc = return_bytes(campaign, schemas, "SNV", round_="dot-xuat", rows=rows, report_date=date(2025, 9, 1))
    (inbox / "snv.xlsx").write_bytes(ad_hoc)
    return tmp_path


def tonghop(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pipeline",
            *arguments,
            "--campaign",
            "small",
            "--round",
            "lan-1",
            "--as-of",
            "2025-09-07",
        ],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_status_gives_the_reason_and_the_guess(project: Path) -> None:
    done = tonghop(project, "status")
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    assert "Tệp bị từ chối (3):" in text
    assert (
        "Email/1.eml!/scan.pdf: Tệp không phải là bảng tính Excel (nội dung là tệp PDF) (có thể là của UBND xã Hòa Bình, "
        "đoán theo địa chỉ thư đã đăng ký)"
    ) in text
    assert "(có thể là của UBND xã Cẩm Giang, đoán theo tên tệp của biểu mẫu đã gửi)" in text
    assert "(có thể là của UBND xã Cẩm Giàng, đoán theo tên tệp)" in text
    assert "Sở Nội vụ (3 ngày), đã gửi báo cáo đột xuất tháng 10" in text


def test_status_gives_programs_the_same(project: Path) -> None:
    record = json.loads(tonghop(project, "status", "--json").stdout)
    guesses = {file["path"]: file["sender_guess"] for file in record["rejected_files"]}
    assert guesses == {
        "Email/1.eml!/scan.pdf": {"agency": "10001", "ground": "mail-sender"},
        "lan-1_10002_ubnd-xa-cam-giang.pdf": {"agency": "10002", "ground": "template-name"},
        "xã Cẩm Giàng.jpg": {"agency": "10003", "ground": "file-name"},
    }
    assert record["rejected"] == list(guesses)


def test_a_consolidation_accounts_for_every_file(project: Path) -> None:
    assert tonghop(project, "consolidate").returncode == 0
    (outbox,) = (path.parent for path in (project / "outbox").rglob("manifest.json"))
    files = {file["path"]: file for file in json.loads((outbox / "manifest.json").read_text("utf-8"))["files"]}
    assert {path: file["verdict"] for path, file in files.items()} == {
        "2.eml": "ignored",
        "2.eml!/(phần khác của thư)": "ignored",
        "2.eml!/ban ky.pdf": "not-a-return",
        "2.eml!/bc.xlsx": "accepted",
        "Email/1.eml": "ignored",
        "Email/1.eml!/(phần khác của thư)": "ignored",
        "Email/1.eml!/scan.pdf": "rejected",
        "lan-1_10002_ubnd-xa-cam-giang.pdf": "rejected",
        "snv.xlsx": "other-round",
        "xã Cẩm Giàng.jpg": "rejected",
    }
    assert files["2.eml!/ban ky.pdf"]["sender_guess"] == {"agency": "TT", "ground": "beside-return"}
    assert files["2.eml!/ban ky.pdf"]["problems"] == {"error": 0, "warning": 0, "normalised": 0}
    assert "sender_guess" not in files["2.eml!/bc.xlsx"]
    rows = list(openpyxl.load_workbook(outbox / "tong-hop.xlsx")["Tiếp nhận"].values)
    table = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    guessed = {row["Tệp"]: (row["Có thể là của"], row["Đoán theo"]) for row in table if row["Có thể là của"]}
    assert guessed["Email/1.eml!/scan.pdf"] == ("UBND xã Hòa Bình", "địa chỉ thư đã đăng ký")
    assert guessed["xã Cẩm Giàng.jpg"] == ("UBND xã Cẩm Giàng", "tên tệp")
    assert "vidu" not in str(table)


def body(mail: Message) -> str:
    """The text of a mail, without its enclosure."""
    assert isinstance(mail, EmailMessage)
    text = mail.get_body()
    assert text is not None
    return str(text.get_content())


def test_the_mail_to_such_an_agency_says_what_came_and_what_to_do(project: Path) -> None:
    assert tonghop(project, "remind", "--until", "10/9/2025").returncode == 0
    drafts = {
        path.stem: message_from_bytes(path.read_bytes(), policy=default) for path in (project / "outbox").rglob("*.eml")
    }
    assert (
        "- Đã nhận tệp “scan.pdf” ngày 02/9/2025, chưa dùng được vì tệp không phải là bảng tính Excel (nội dung là tệp PDF). "
        "Mở biểu mẫu đã nhận, điền và lưu dưới dạng Excel (.xlsx) rồi gửi lại."
    ) in body(drafts["10001"])
    assert drafts["10001"]["Subject"].startswith("V/v sửa, bổ sung báo cáo")
    assert "“lan-1_10002_ubnd-xa-cam-giang.pdf”, chưa dùng được" in body(drafts["10002"])
    assert "gửi lại báo cáo (theo biểu mẫu kèm thư này) chậm nhất ngày 10/9/2025" in body(drafts["10002"])


def test_an_answer_cannot_be_due_before_the_reminder(project: Path) -> None:
    done = tonghop(project, "remind", "--until", "06/9/2025")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--until 06/9/2025" in done.stderr


def test_a_return_of_another_campaign_of_the_project_is_no_mistake(project: Path, schemas: Schemas) -> None:
    files = edited("decision.yaml", "campaign: small", "campaign: nam-truoc")
    elsewhere = project / "elsewhere"
    write_small_project(elsewhere, files)
    (elsewhere / "catalogue" / "small").rename(elsewhere / "catalogue" / "nam-truoc")
    other = read_campaign(elsewhere, "nam-truoc")
    (project / "inbox" / "cu.xlsx").write_bytes(return_bytes(other, schemas, "10002", rows={"1.2": DONE}))
    assert tonghop(project, "consolidate").returncode == 0
    (path,) = (project / "outbox").rglob("manifest.json")
    (file,) = (file for file in json.loads(path.read_text("utf-8"))["files"] if file["path"] == "cu.xlsx")
    assert (file["verdict"], file["rule"]) == ("other-campaign", "identity.other-campaign")
    assert file["problems"] == {"error": 0, "warning": 0, "normalised": 0}
