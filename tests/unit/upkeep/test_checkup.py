"""The checkup tells everything that is missing or doubtful, with its place and what to do; nothing is changed."""

from pathlib import Path

import pytest

from pipeline.upkeep.checkup import Checkup, checkup
from pipeline.upkeep.complaint import Complaint, Gravity
from tests.support.campaign import SMALL, edited, write_small_project
from tests.support.lists import TALKS
from tests.support.terminal import request


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_small_project(tmp_path)
    (tmp_path / "inbox").mkdir()
    return tmp_path


def by_code(project: Path) -> dict[str, Complaint]:
    return {complaint.code: complaint for complaint in found(project).complaints}


def found(project: Path) -> Checkup:
    return checkup(request(project))


def line_of(name: str, words: str) -> int:
    lines = str(SMALL[name]).splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_doubts_do_not_stop_the_work(project: Path) -> None:
    before = sorted(project.rglob("*"))
    result = found(project)
    assert not result.is_stopped
    assert {complaint.gravity for complaint in result.complaints} == {Gravity.DOUBT}
    assert result.campaigns == ("small",)
    assert result.versions["python"].startswith("3.")
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("no-signer", "decision.yaml", "title: GIÁM ĐỐC"),
        ("no-contact", "decision.yaml", "contact:"),
        ("no-return-address", "decision.yaml", "return_address:"),
        ("no-address", "agencies.csv", "TT,"),
        ("unregistered-body", "tasks.yaml", "{text: các hội}"),
    ],
)
def test_each_doubt_has_its_file_and_line(project: Path, code: str, name: str, words: str) -> None:
    complaint = by_code(project)[code]
    assert complaint.place is not None
    assert complaint.place.path == project / "catalogue" / "small" / name
    assert complaint.place.line == line_of(name, words)
    assert complaint.message.endswith(".")
    assert complaint.remedy


def test_agencies_that_cannot_be_written_to_are_named(project: Path) -> None:
    assert by_code(project)["no-address"].agencies == ("TT", "10001", "10002", "10003")


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("decision.yaml", 'number: "12"', "number: null", "no-number"),
        ("decision.yaml", "issued_on: 2025-07-20", "issued_on: null", "no-date"),
        ("agencies.csv", "Xã Hòa Bình;Xã Hoà Bình,yes,2025-07-01,,,,,,yes,,", "x,yes,,,,,,,no,,", "unverified-agency"),
        (
            "agencies.csv",
            "Xã Cẩm Giàng,yes,,,,,,,yes,,",
            "x,yes,,,,,a@example.vn,,yes,,Liên hệ chưa xác nhận: thư điện tử (a.xlsx).",
            "unconfirmed-contact",
        ),
        ("agencies.csv", "0225 123 456", "2253842424", "cut-telephone"),
        ("agencies.csv", ",0225 123 456,yes,", ",0225 123 456,partial,", "unverified-agency"),
        (
            "agencies.csv",
            "Xã Cẩm Giàng,yes,,,,,,,yes,,",
            "x,yes,,,,,,912345678,yes,,",
            "register-remark",
        ),
        ("tasks.yaml", "{group: communes, related_only: true}", "{group: communes, note: x}", "ambiguous-assignment"),
    ],
)
def test_what_a_file_leaves_open_is_a_doubt(project: Path, name: str, old: str, new: str, code: str) -> None:
    assert code not in by_code(project)
    write_small_project(project, edited(name, old, new))
    assert by_code(project)[code].gravity is Gravity.DOUBT


def test_what_an_empty_campaign_leaves_to_be_filled_in_stops_the_work(project: Path) -> None:
    write_small_project(project, edited("decision.yaml", "issuer: Ủy ban nhân dân tỉnh An Bình", "issuer: <điền tên>"))
    complaint = by_code(project)["to-fill-in"]
    assert complaint.gravity is Gravity.STOPS
    assert complaint.place is not None
    assert complaint.place.line == line_of("decision.yaml", "issuer: Ủy ban")


def test_every_fault_of_a_file_stops_the_work(project: Path) -> None:
    write_small_project(project, edited("tasks.yaml", "kind: ongoing", "kind: sometimes"))
    complaint = by_code(project)["invalid-file"]
    assert complaint.gravity is Gravity.STOPS
    assert complaint.place is not None
    assert complaint.place.line == line_of("tasks.yaml", "kind: ongoing")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("lists.yaml", TALKS.replace("dtype: float64", "dtype: float"), 7),
        ("forms/report.yaml", "columns:\n  result: {metadata: {help: 12}}\n", 2),
    ],
)
def test_faults_of_lists_and_of_changed_sheets_are_told_once(project: Path, name: str, text: str, line: int) -> None:
    path = project / "catalogue" / "small" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    places = [complaint.place for complaint in found(project).complaints if complaint.gravity is Gravity.STOPS]
    assert [(place.path, place.line) for place in places if place is not None] == [(path, line)]


def test_a_decision_that_cannot_be_read_is_told_too(project: Path) -> None:
    write_small_project(project, edited("decision.yaml", "campaign: small", "campaign: [small"))
    result = found(project)
    assert [complaint.code for complaint in result.complaints if complaint.gravity is Gravity.STOPS] == ["invalid-file"]


def test_a_project_without_campaign_or_inbox(tmp_path: Path) -> None:
    codes = by_code(tmp_path)
    assert codes["no-campaign"].gravity is Gravity.STOPS
    assert codes["no-inbox"].gravity is Gravity.STOPS


def test_a_folder_that_cannot_be_written_stops_the_work(project: Path) -> None:
    (project / "outbox").write_text("x")
    assert by_code(project)["unwritable-folder"].gravity is Gravity.STOPS
