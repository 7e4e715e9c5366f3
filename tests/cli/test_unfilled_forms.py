"""The form as it was sent out, come back: no report, and everybody who looks is told so."""

import json
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from tests.support.campaign import copy_city
from tests.support.forms import form_of
from tests.support.intake import return_bytes

#: One sent the form alone, one a full return and later the form again, one a full return.
UNFILLED, TWICE, FULL = "11311", "10525", "SYT"
NAME = "UBND phường Hồng Bàng"
WHY = "biểu mẫu gửi về còn nguyên như khi được gửi đi, chưa điền nội dung báo cáo"
AS_OF = "2025-09-08"


def tonghop(*arguments: str, project: Path) -> subprocess.CompletedProcess[str]:
    """Call the command as a process of its own."""
    command = [sys.executable, "-m", "pipeline", *arguments, "--round", "lan-1", "--project", str(project)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def consolidated(tmp_path_factory: pytest.TempPathFactory, campaign: Campaign, schemas: Schemas) -> tuple[Path, str]:
    """A project after a run, and what the run printed."""
    project = tmp_path_factory.mktemp("unfilled")
    copy_city(project)
    register = project / "catalogue" / "2025-h2" / "agencies.csv"
    lines = [
        line.replace(",,,yes,", ",hongbang@example.vn,,yes,", 1) if line.startswith(UNFILLED) else line
        for line in register.read_text(encoding="utf-8").splitlines()
    ]
    register.write_text("\n".join(lines) + "\n", encoding="utf-8")
    inbox = project / "inbox"
    inbox.mkdir()
    (inbox / "trống.xlsx").write_bytes(template_bytes(form_of(campaign, schemas, UNFILLED), schemas))
    (inbox / "nhầm tệp.xlsx").write_bytes(template_bytes(form_of(campaign, schemas, TWICE), schemas))
    for code in (TWICE, FULL):
        (inbox / f"{code}.xlsx").write_bytes(return_bytes(campaign, schemas, code))
    run = tonghop("consolidate", "--as-of", AS_OF, project=project)
    assert run.returncode == 0, run.stderr
    return project, run.stdout


def manifest(project: Path) -> dict[str, Any]:
    """The account of the run."""
    account: dict[str, Any] = json.loads(
        (project / "outbox" / "2025-h2" / "lan-1" / "manifest.json").read_text("utf-8")
    )
    return account


def test_the_account_says_so_and_the_agency_stays_missing(consolidated: tuple[Path, str]) -> None:
    project, printed = consolidated
    account = manifest(project)
    accepted = {"accepted", "accepted-with-problems"}
    used = {file["agency"] for file in account["files"] if file["verdict"] in accepted}
    unfilled = {file["path"]: file["agency"] for file in account["files"] if file["verdict"] == "unfilled"}
    assert used == {TWICE, FULL}
    assert unfilled == {"nhầm tệp.xlsx": TWICE, "trống.xlsx": UNFILLED}
    assert account["agencies"]["reported"] == 2
    assert UNFILLED in account["agencies"]["missing"]
    assert TWICE not in account["agencies"]["missing"]
    rules = {file["path"]: file["rule"] for file in account["files"]}
    assert rules["trống.xlsx"] == "identity.unfilled"
    assert "2 biểu mẫu chưa điền" in printed


def test_nothing_is_handed_back_for_it(consolidated: tuple[Path, str]) -> None:
    project, _ = consolidated
    assert not (project / "outbox" / "2025-h2" / "lan-1" / "phan-hoi" / f"{UNFILLED}.xlsx").exists()


def test_the_report_says_so(consolidated: tuple[Path, str]) -> None:
    project, _ = consolidated
    document = docx.Document(str(project / "outbox" / "2025-h2" / "lan-1" / "bao-cao.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Trong số chưa báo cáo, 01 cơ quan, đơn vị gửi về biểu mẫu chưa điền." in text
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    (row,) = [row for row in cells if row[0] == NAME and len(row) == 2]
    assert row[1] == f"Đã nhận tệp “trống.xlsx” lưu ngày 01/8/2025; {WHY}."


def test_the_workbook_says_so(consolidated: tuple[Path, str]) -> None:
    project, _ = consolidated
    workbook = openpyxl.load_workbook(project / "outbox" / "2025-h2" / "lan-1" / "tong-hop.xlsx")
    rows = {row[0]: row for row in workbook["Tiếp nhận"].iter_rows(values_only=True)}
    assert "Biểu mẫu chưa điền" in rows["trống.xlsx"]
    assert any("chưa điền nội dung báo cáo" in str(cell) for cell in rows["trống.xlsx"])


def test_status_and_why_say_so(consolidated: tuple[Path, str]) -> None:
    project, _ = consolidated
    status = tonghop("status", "--as-of", AS_OF, project=project).stdout
    assert "Biểu mẫu chưa điền (2):" in status
    assert f"{NAME}: trống.xlsx" in " ".join(status.split())
    record = json.loads(tonghop("status", "--as-of", AS_OF, "--json", project=project).stdout)
    assert record["unfilled"] == ["nhầm tệp.xlsx", "trống.xlsx"]
    why = tonghop("why", UNFILLED, "1.1", "--as-of", AS_OF, project=project).stdout
    assert "Cơ quan mới gửi về biểu mẫu chưa điền." in why
    assert "Kết luận: Biểu mẫu chưa điền" in why


def test_check_tells_it_once_and_ends_without_an_error(consolidated: tuple[Path, str]) -> None:
    project, _ = consolidated
    done = tonghop("check", "--as-of", AS_OF, str(project / "inbox" / "trống.xlsx"), project=project)
    assert done.returncode == 0
    assert done.stdout.count("[Lưu ý]") == 1
    assert "1 tệp: 0 lỗi, 1 lưu ý" in done.stdout


def test_letter_and_mail_say_so(consolidated: tuple[Path, str]) -> None:
    project, _ = consolidated
    assert tonghop("remind", "--as-of", AS_OF, project=project).returncode == 0
    folder = project / "outbox" / "2025-h2" / "don-doc" / "lan-1"
    (letter,) = folder.glob("*.docx")
    cells = [[cell.text for cell in row.cells] for table in docx.Document(str(letter)).tables for row in table.rows]
    (row,) = [row for row in cells if NAME in row]
    assert any(WHY in cell for cell in row)
    mail = message_from_bytes(next(folder.rglob(f"{UNFILLED}.eml")).read_bytes(), policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    assert WHY in text
    assert "Điền kết quả vào biểu mẫu rồi gửi lại." in text
