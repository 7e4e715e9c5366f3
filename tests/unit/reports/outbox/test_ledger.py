"""The ledger only grows, and survives a run that was stopped in the middle of a line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports.outbox.ledger import append_ledger

FILE = ReceivedFile(path="xã/bc.xlsx", sha256="a" * 64, size=1, verdict=Verdict.ACCEPTED)
OTHER = replace(FILE, path="khác.xlsx", sha256="b" * 64, verdict=Verdict.REJECTED)


def entries(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_each_content_is_noted_once_when_it_is_first_seen(tmp_path: Path) -> None:
    ledger = tmp_path / "outbox" / "ledger.jsonl"
    append_ledger(ledger, [FILE, replace(FILE, path="bản sao.xlsx", verdict=Verdict.DUPLICATE)], seen_at="1")
    before = ledger.read_bytes()
    append_ledger(ledger, [replace(FILE, path="đổi tên.xlsx"), OTHER], seen_at="2")
    assert ledger.read_bytes().startswith(before)
    assert entries(ledger) == [
        {"sha256": "a" * 64, "seen_at": "1", "name": "xã/bc.xlsx", "verdict": "accepted"},
        {"sha256": "b" * 64, "seen_at": "2", "name": "khác.xlsx", "verdict": "rejected"},
    ]


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    append_ledger(ledger, [FILE], seen_at="1")
    append_ledger(ledger, [FILE, replace(FILE, sha256="")], seen_at="2")
    assert len(entries(ledger)) == 1


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_after_a_line_that_was_cut_off_a_fresh_one_begins(tmp_path: Path, cut: int) -> None:
    ledger = tmp_path / "ledger.jsonl"
    append_ledger(ledger, [FILE, OTHER], seen_at="1")
    ledger.write_bytes(ledger.read_bytes()[:-cut])
    before = ledger.read_bytes()
    append_ledger(ledger, [FILE, OTHER], seen_at="2")
    after = ledger.read_bytes()
    assert after.startswith(before + b"\n") or (cut == 1 and after == before)
    assert "b" * 64 in after.decode().splitlines()[-1]


def test_strange_lines_are_left_alone(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_bytes(b"[]\n\xff\xfe\n")
    append_ledger(ledger, [FILE], seen_at="1")
    assert ledger.read_bytes().startswith(b"[]\n\xff\xfe\n{")


def test_a_ledger_that_cannot_be_written_is_the_operators_to_mend(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").mkdir()
    with pytest.raises(OutputError, match="sổ tiếp nhận"):
        append_ledger(tmp_path / "ledger.jsonl", [FILE], seen_at="1")
