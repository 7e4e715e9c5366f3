"""Which workbook goes with a reminder: the form for those who sent nothing, their own return for the others."""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.enclosures import enclosures
from pipeline.reports.letters.mail import Enclosure, EnclosureKind
from pipeline.reports.letters.reminder import reminder
from pipeline.run import checked
from pipeline.workspace import Request, Workspace
from tests.support.campaign import SMALL, write_small_project
from tests.support.intake import DONE, return_bytes

#: The register with an address for each commune.
AGENCIES = re.sub(r"^(1000\d)(,.*),,yes,,$", r"\1\2\1@vidu.vn,,yes,,", SMALL["agencies.csv"], flags=re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_small_project(tmp_path, {**SMALL, "agencies.csv": AGENCIES})
    (tmp_path / "inbox").mkdir()
    return tmp_path


def enclosed(project: Path) -> dict[str, Enclosure]:
    """The workbooks that go with the mails of the first round."""
    request = Request(
        workspace=Workspace(project=project),
        round_code="lan-1",
        as_of=date(2025, 9, 8),
        inbox=project / "inbox",
        outbox=project / "outbox",
    )
    run = checked(request)
    return enclosures(reminder(run.consolidation, run.files), run, project / "templates" / "xlsx" / "small" / "lan-1")


def test_who_sent_nothing_gets_the_form(project: Path) -> None:
    sent = project / "templates" / "xlsx" / "small" / "lan-1" / "small_lan-1_10002_ubnd-xa-cam-giang.xlsx"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(b"the form as it was sent out")
    found = enclosed(project)
    assert {code: enclosure.kind for code, enclosure in found.items()} == dict.fromkeys(
        ("10001", "10002", "10003"), EnclosureKind.FORM
    )
    assert found["10002"].content == b"the form as it was sent out"
    assert found["10002"].name == sent.name
    made = openpyxl.load_workbook(io.BytesIO(found["10003"].content))
    assert "Báo cáo" in made.sheetnames


def test_a_return_with_problems_comes_back(project: Path) -> None:
    request = Workspace(project=project).round_inputs("small", "lan-1", as_of=date(2025, 9, 8))
    wrong = {"1.2": {**DONE, "status": "Gần xong"}, "1.3": DONE}
    content = return_bytes(request.campaign, request.schemas, "10003", rows=wrong)
    (project / "inbox" / "bc.xlsx").write_bytes(content)
    found = enclosed(project)
    assert (found["10003"].kind, found["10003"].name) == (EnclosureKind.FEEDBACK, "phan-hoi_lan-1_10003.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(found["10003"].content)).sheetnames[0] != "Hướng dẫn"
    assert found["10001"].kind is EnclosureKind.FORM


def test_a_return_without_a_problem_needs_no_workbook(project: Path) -> None:
    request = Workspace(project=project).round_inputs("small", "lan-1", as_of=date(2025, 9, 8))
    for code in ("10001", "10003"):
        content = return_bytes(request.campaign, request.schemas, code, rows={"1.2": DONE, "1.3": DONE})
        (project / "inbox" / f"{code}.xlsx").write_bytes(content)
    assert set(enclosed(project)) == {"10002"}
