"""The parent waits for no worker beyond its time, whatever that does to its pipes, and no file is lost by it."""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.errors import OperatorError
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.processes import child
from pipeline.processes.child import StopCause, Stopped
from pipeline.rules import Rule, Severity
from tests.support.misbehaving_readers import process_number, unhurried
from tests.unit.processes.test_answers import attack
from tests.unit.processes.test_containment import GOOD, SHORT, read

#: More than a pipe holds: a worker that does not read has the parent wait while it writes.
LARGE = bytes(300_000)
READ = read_workbook(GOOD)
SECOND = replace(SHORT, seconds=1)


def number(outcome: object) -> int:
    """The process that answered."""
    assert isinstance(outcome, Rejection)
    kind = outcome.parameters["kind"]
    assert isinstance(kind, int)
    return kind


def idle_worker() -> int:
    """The process that the next call goes to."""
    (outcome,) = read([b""], reader=process_number)
    return number(outcome)


def without_workers() -> None:
    """Ends the worker that the next call would go to."""
    os.kill(idle_worker(), signal.SIGKILL)
    time.sleep(0.1)


def seconds(action: Callable[[], object]) -> float:
    start = time.monotonic()
    action()
    return time.monotonic() - start


@pytest.mark.parametrize("content", [GOOD, b"PK\x03\x04" + LARGE], ids=["small", "large"])
@pytest.mark.parametrize("sent", [signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_an_idle_worker_that_was_stopped_or_killed_is_replaced(sent: signal.Signals, content: bytes) -> None:
    process = idle_worker()
    os.kill(process, sent)
    time.sleep(0.05)
    outcomes: list[object] = []
    assert seconds(lambda: outcomes.extend(read([content, GOOD], SECOND))) < 8
    assert outcomes == [read_workbook(content), READ]
    assert idle_worker() != process
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.parametrize("delay", [0.0, 0.2, 0.6, 0.95])
def test_a_worker_killed_at_any_moment_loses_no_file(delay: float) -> None:
    process = idle_worker()
    killing = threading.Timer(delay, os.kill, (process, signal.SIGKILL))
    killing.start()
    outcomes = read([GOOD, GOOD], replace(SHORT, seconds=5), reader=unhurried)
    killing.join()
    assert outcomes == [READ, READ]


def test_a_fresh_worker_that_is_killed_has_its_file_read_again_too(monkeypatch: pytest.MonkeyPatch) -> None:
    started = child._started_process
    killed: list[int] = []

    def started_and_killed(*, isolated: bool) -> object:
        process = started(isolated=isolated)
        if not killed:
            threading.Timer(0.7, process.kill).start()
            killed.append(process.pid)
        return process

    without_workers()
    monkeypatch.setattr(child, "_started_process", started_and_killed)
    assert read([GOOD], replace(SHORT, seconds=10), reader=unhurried) == [READ]
    assert len(killed) == 1


@pytest.mark.parametrize("misdeed", [b"stop", b"slow answer", b"no answers"])
def test_an_answer_that_does_not_come_is_given_up(misdeed: bytes) -> None:
    outcomes: list[object] = []
    assert seconds(lambda: outcomes.extend(read([misdeed, GOOD], SECOND))) < 10
    stopped, after = outcomes
    assert isinstance(stopped, Stopped)
    assert stopped.cause in {StopCause.TIME, StopCause.ENDED}
    assert after == READ


@pytest.mark.parametrize("misdeed", [b"slow reading", b"no calls", b"endless"])
@pytest.mark.parametrize("after", [GOOD, b"PK\x03\x04" + LARGE], ids=["small", "large"])
def test_what_a_worker_does_after_its_answer_costs_the_next_file_nothing(misdeed: bytes, after: bytes) -> None:
    outcomes: list[object] = []
    assert seconds(lambda: outcomes.extend(read([misdeed, after, GOOD], SECOND))) < 10
    assert outcomes == [None, read_workbook(after), READ]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff" * 100,
        b"NaN",
        b"[" * 100_000,
        b'{"RawWorkbook":{}}',
        b'{"Rejection":{"rule":{"Rule":"value"},"parameters":[]}}',
        b'{"Detail":{"code":"bad"}}',
        attack("pipeline.rules", "Rule"),
        attack("pipeline.rules", "Severity"),
        attack("pipeline.intake.formats.workbook", "RawWorkbook"),
    ],
    ids=lambda answer: repr(answer[:30]),
)
def test_a_forged_answer_is_none_and_touches_nothing(answer: bytes) -> None:
    before = [dict(kind.__dict__) for kind in (Rule, Severity, RawWorkbook)]
    forged, after = read([b"answer:" + answer, GOOD])
    assert forged == Stopped(StopCause.ENDED, "answer")
    assert after == READ
    assert [dict(kind.__dict__) for kind in (Rule, Severity, RawWorkbook)] == before


def test_an_answer_that_claims_to_be_endless_is_none() -> None:
    (outcome,) = read([b"endless claim"])
    assert outcome == Stopped(StopCause.ENDED, "0")


def test_a_system_that_starts_no_process_is_told_to_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    without_workers()

    def refused(*_arguments: object, **_named: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("pipeline.processes.child.subprocess.Popen", refused)
    with pytest.raises(OperatorError, match="không mở thêm được tiến trình"):
        read([GOOD])


def test_a_worker_that_fails_at_its_start_is_not_for_the_file_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    without_workers()
    monkeypatch.setattr(child.sys, "executable", "/bin/false")
    with pytest.raises(OperatorError, match="Tiến trình đọc tệp không chạy được"):
        read([GOOD])


def test_where_no_isolated_worker_runs_another_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    started = child._started_process

    def started_or_dead(*, isolated: bool) -> object:
        process = started(isolated=isolated)
        if isolated:
            process.kill()
        return process

    without_workers()
    monkeypatch.setattr(child, "_started_process", started_or_dead)
    assert read([GOOD]) == [READ]
    # the tests after this one are to have a worker like any other
    monkeypatch.undo()
    without_workers()
