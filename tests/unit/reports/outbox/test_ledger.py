"""The ledger only grows, and survives a run that was stopped in the middle of a line."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports.outbox.ledger import append_ledger, append_lines, ledger_lines

FILE = ReceivedFile(path="xã/bc.xlsx", sha256="a" * 64, size=1, verdict=Verdict.ACCEPTED)
OTHER = replace(FILE, path="khác.xlsx", sha256="b" * 64, verdict=Verdict.REJECTED)


def append(path: Path, files: list[ReceivedFile], *, seen_at: str) -> None:
    append_ledger(path, ledger_lines(files, seen_at=seen_at))


def entries(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_each_content_is_noted_once_when_it_is_first_seen(tmp_path: Path) -> None:
    ledger = tmp_path / "outbox" / "ledger.jsonl"
    append(ledger, [FILE, replace(FILE, path="bản sao.xlsx", verdict=Verdict.DUPLICATE)], seen_at="1")
    before = ledger.read_bytes()
    append(ledger, [replace(FILE, path="đổi tên.xlsx"), OTHER], seen_at="2")
    assert ledger.read_bytes().startswith(before)
    assert entries(ledger) == [
        {"sha256": "a" * 64, "seen_at": "1", "name": "xã/bc.xlsx", "verdict": "accepted"},
        {"sha256": "b" * 64, "seen_at": "2", "name": "khác.xlsx", "verdict": "rejected"},
    ]


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    append(ledger, [FILE], seen_at="1")
    append(ledger, [FILE, replace(FILE, sha256="")], seen_at="2")
    assert len(entries(ledger)) == 1


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_after_a_line_that_was_cut_off_a_fresh_one_begins(tmp_path: Path, cut: int) -> None:
    ledger = tmp_path / "ledger.jsonl"
    append(ledger, [FILE, OTHER], seen_at="1")
    ledger.write_bytes(ledger.read_bytes()[:-cut])
    before = ledger.read_bytes()
    append(ledger, [FILE, OTHER], seen_at="2")
    after = ledger.read_bytes()
    assert after.startswith(before + b"\n") or (cut == 1 and after == before)
    assert "b" * 64 in after.decode().splitlines()[-1]


def test_strange_lines_are_left_alone(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_bytes(b"[]\n\xff\xfe\n")
    append(ledger, [FILE], seen_at="1")
    assert ledger.read_bytes().startswith(b"[]\n\xff\xfe\n{")


def test_lines_that_find_no_room_leave_no_half_line(tmp_path: Path) -> None:
    """The file may grow to 100 bytes only, as on a disk that is full from there on."""
    path = tmp_path / "ledger.jsonl"
    append_lines(path, ["a" * 60])
    code = (
        "import resource, signal, sys; from pathlib import Path; from pipeline.reports.outbox.ledger import append_lines;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "append_lines(Path(sys.argv[1]), ['b' * 60])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert path.read_bytes() == b"a" * 60 + b"\n"
