"""A file that brings its reader down is refused alone, with the reason; the others are read as if it were not there."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.files.folder import listed_entries
from pipeline.intake.files.opening import Opened, opened_files, worker_count
from pipeline.intake.formats.limits import Limits
from pipeline.intake.inbox import read_rounds
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.support.intake import COMMUNE, DEPARTMENT, OTHER_COMMUNE, return_bytes, small_workbook, zipped
from tests.support.misbehaving_readers import misbehaving

GOOD = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
#: Times are short here so that tests are; what takes a tenth of a second is given two.
SHORT = Limits(seconds=2, memory=600 * 1024 * 1024)


FAR = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
#: Every limit that keeps such a file from calamine, let go.
LOOSE = replace(SHORT, far_cells=0, box=10**15)


def test_a_file_on_which_calamine_aborts_is_refused_alone(tmp_path: Path, campaign, schemas) -> None:
    contents = {
        "1.xlsx": return_bytes(campaign, schemas, COMMUNE),
        "2.xlsx": FAR,
        "3.zip": zipped({"a.xlsx": return_bytes(campaign, schemas, DEPARTMENT), "b.xlsx": FAR}),
        "4.xlsx": return_bytes(campaign, schemas, OTHER_COMMUNE),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (files,) = read_rounds(
        tmp_path,
        campaign=campaign,
        rounds=(campaign.round_by_code["lan-1"],),
        schemas=schemas,
        limits=LOOSE,
    )
    assert {file.path: file.verdict for file in files} == {
        "1.xlsx": Verdict.ACCEPTED,
        "2.xlsx": Verdict.REJECTED,
        "3.zip": Verdict.IGNORED,
        "3.zip!/a.xlsx": Verdict.ACCEPTED,
        "3.zip!/b.xlsx": Verdict.DUPLICATE,
        "4.xlsx": Verdict.ACCEPTED,
    }
    refused = files[1]
    assert (refused.rule, refused.reason) == (
        Rule.UNREADABLE.code,
        "Chương trình không đọc xong tệp: làm trình đọc dừng đột ngột.",
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"loop", "quá 1 giây"), (b"eat", "bộ nhớ"), (b"raise", "KeyError")],
)
def test_the_reason_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    (tmp_path / "b.xlsx").write_bytes(GOOD)
    limits = replace(SHORT, seconds=1)
    refused, good = opened_files(
        listed_entries(tmp_path), limits=limits, sheets=frozenset(), workers=1, reader=misbehaving
    )
    assert isinstance(refused, ReceivedFile)
    assert refused.rule == Rule.UNREADABLE.code
    assert words in (refused.reason or "")
    assert "văn bản" not in (refused.reason or "")
    assert isinstance(good, Opened)


@pytest.mark.parametrize(
    "answer",
    [
        b"null",
        b"7",
        b'"Tep"',
        b"[]",
        b'{"CellStyle":{}}',
        b'{"Rejection":{"rule":{"Rule":"TOO_LARGE"},"parameters":[]}}',
        b'{"Rejection":{"rule":{"Rule":"EMPTY_FILE"},"parameters":[["file","x"]]}}',
        b'{"Rejection":{"rule":{"Rule":"EMPTY_FILE"},"parameters":[["rule",1]]}}',
    ],
)
def test_what_no_reader_answers_refuses_the_file_alone(tmp_path: Path, answer: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"answer:" + answer)
    (tmp_path / "b.xlsx").write_bytes(GOOD)
    limits = replace(SHORT, seconds=1)
    refused, good = opened_files(
        listed_entries(tmp_path), limits=limits, sheets=frozenset(), workers=1, reader=misbehaving
    )
    assert isinstance(refused, ReceivedFile)
    assert refused.rule == Rule.UNREADABLE.code
    assert isinstance(good, Opened)


def test_any_number_of_workers_gives_the_same(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    for number, content in enumerate((return_bytes(campaign, schemas), GOOD, b"", FAR, b"%PDF")):
        (tmp_path / f"{number}.xlsx").write_bytes(content)
    rounds = (campaign.round_by_code["lan-1"],)
    one, two = (
        read_rounds(tmp_path, campaign=campaign, rounds=rounds, schemas=schemas, workers=workers) for workers in (1, 2)
    )
    assert one == two


def test_small_inboxes_get_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert (worker_count(1), worker_count(59), worker_count(5_000)) == (1, 1, 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert worker_count(5_000) == 1
