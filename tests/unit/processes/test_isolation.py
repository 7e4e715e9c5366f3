"""What has taken a worker over can reach no network, start no process and write no file; reading goes on as ever."""

import os
import sys
from pathlib import Path

import pytest

from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import LIMITS
from pipeline.processes.child import StopCause, Stopped
from pipeline.processes.containment import Keyed, outcomes, worker_isolation
from pipeline.processes.withheld import Power
from pipeline.processes.worker import Call
from tests.support.intake import small_workbook
from tests.support.misbehaving_readers import FORBIDDEN, forbidden, needed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes so much away")


def outcome_of(function, *arguments: object) -> object:
    """What comes of one call of a worker."""
    calls = [Keyed(None, Call(function=function, arguments=arguments, memory=LIMITS.memory, seconds=10))]
    ((_, outcome),) = outcomes(lambda: calls.pop() if calls else None, workers=1)
    return outcome


@pytest.mark.parametrize("deed", FORBIDDEN)
def test_a_worker_cannot_do(deed: str, tmp_path: Path) -> None:
    file = tmp_path / "outbox" / "bao-cao.docx"
    file.parent.mkdir()
    file.write_bytes(b"theirs")
    before = file.stat()
    outcome = outcome_of(forbidden, deed.encode(), str(file))
    # the trial ends in an error of its own, not in that of the process, so the next file finds the worker well
    assert isinstance(outcome, Stopped)
    assert outcome.cause is StopCause.RAISED
    assert outcome.detail in {"PermissionError", "OSError", "BlockingIOError"}
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert (file.read_bytes(), file.stat().st_mode, file.stat().st_mtime) == (
        b"theirs",
        before.st_mode,
        before.st_mtime,
    )


def test_reading_does_not_miss_what_was_taken_away() -> None:
    content = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    outcome = outcome_of(needed, b"")
    assert isinstance(outcome, tuple)
    assert outcome[1] == 1000
    assert read_workbook(content) is not None


def test_what_holds_is_told_and_was_tried() -> None:
    held = worker_isolation()
    assert held is not None
    assert held.withheld == set(Power)
    assert {"limits", "no-new-privileges", "system-calls"} <= held.steps


def test_this_process_keeps_what_its_workers_lose(tmp_path: Path) -> None:
    worker_isolation()
    (tmp_path / "a").write_text("x", encoding="utf-8")
    assert os.system("true") == 0
