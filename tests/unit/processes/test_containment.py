"""A file that brings its reader down is told with the true reason, and the others are read as if it were not there."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from distributed import KilledWorker

from pipeline.errors import OperatorError
from pipeline.intake.files.opening import ANSWER_CLASSES
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import LIMITS, Limits, Rejection
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.processes import worker
from pipeline.processes.answer_reading import answer_value
from pipeline.processes.child import StopCause, Stopped
from pipeline.processes.containment import Keyed, outcomes, outcomes_by
from pipeline.processes.worker import Call
from tests.support.intake import small_workbook
from tests.support.misbehaving_readers import misbehaving, process_number

GOOD = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
#: Times are short here so that tests are; what takes a tenth of a second is given two.
SHORT = Limits(seconds=2, memory=600 * 1024 * 1024)


def call_of(content: bytes, reader: Callable[..., object] = misbehaving, limits: Limits = SHORT) -> Call:
    """A call as intake makes it."""
    return Call(
        function=reader,
        arguments=(content, limits, None),
        answer_classes=ANSWER_CLASSES,
        memory=limits.memory,
        seconds=limits.seconds,
    )


def read(contents: list[bytes], limits: Limits = SHORT, workers: int = 1, reader=misbehaving) -> list[object]:
    """What comes of some contents, in their order."""
    calls = iter([Keyed(number, call_of(content, reader, limits)) for number, content in enumerate(contents)])
    answers = list(outcomes(lambda: next(calls, None), workers))
    assert [number for number, _ in answers] == list(range(len(contents)))
    return [outcome for _, outcome in answers]


def test_what_a_reader_does_harms_no_other_file() -> None:
    causes = {
        b"abort": StopCause.ENDED,
        b"exit": StopCause.ENDED,
        b"crash": StopCause.ENDED,
        b"eat": StopCause.MEMORY,
        b"gather": StopCause.MEMORY,
        b"loop": StopCause.TIME,
        b"raise": StopCause.RAISED,
        b"class": StopCause.RAISED,
    }
    before, *stopped, after = read([GOOD, *causes, GOOD], replace(SHORT, seconds=1))
    assert [outcome.cause for outcome in stopped if isinstance(outcome, Stopped)] == list(causes.values())
    assert before == after == read_workbook(GOOD)


def test_an_exception_is_named_without_what_it_says() -> None:
    assert read([b"raise"]) == [Stopped(StopCause.RAISED, "KeyError")]


def test_what_libraries_print_is_no_answer() -> None:
    (rejection,) = read([b"print"])
    assert isinstance(rejection, Rejection)


def test_an_answer_holds_only_what_its_call_allows() -> None:
    def answer(*allowed: type) -> object:
        calls = [Keyed("", replace(call_of(b"%PDF"), answer_classes=allowed))]
        ((_, outcome),) = outcomes(lambda: calls.pop() if calls else None, workers=1)
        return outcome

    assert isinstance(answer(*ANSWER_CLASSES), Rejection)
    assert answer(RawWorkbook) == answer() == Stopped(StopCause.ENDED, "answer")


@pytest.mark.parametrize(
    "cells",
    [
        "<c r='A1'><v>1e999</v></c><c r='B1'><v>-1e999</v></c>",
        f"<c r='A1'><v>{'9' * 30}</v></c><c r='B1' t='e'><v xml:space='preserve'>#SPILL!</v></c>",
        f"<c r='A1'><v>{'9' * 400}</v></c><c r='B1' t='e'><v xml:space='preserve'>#SPILL!</v></c>",
        "<c r='A1' t='d'><v>2025-09-08T07:00:00Z</v></c><c r='B1' t='d'><v>2025-09-08T07:00:00.123</v></c>",
        "<c r='A1' t='str'><v>&#x1F600; _x0000_ \\ud800 &quot;</v></c><c r='B1'><v>-0.0</v></c>",
    ],
)
def test_odd_values_of_a_file_come_over(cells: str) -> None:
    content = small_workbook(f"<row r='1'>{cells}</row>".replace("'", '"'))
    workbook = read_workbook(content)
    assert isinstance(workbook, RawWorkbook)
    assert read([content]) == [workbook]


def test_several_workers_give_the_same_in_the_same_order() -> None:
    contents = [GOOD, b"%PDF", b"abort", GOOD, b"", b"raise", GOOD]
    assert read(contents, workers=1) == read(contents, workers=3)


def test_a_call_is_made_again_in_a_fresh_worker_before_its_file_is_refused() -> None:
    first, second = read([b"1", b"2"], reader=process_number)
    assert first == second
    assert read([GOOD, b"abort"])[1] == Stopped(StopCause.ENDED, "-6")
    (third,) = read([b"3"], reader=process_number)
    assert third != first


def test_workers_are_there_for_the_next_run() -> None:
    assert read([b"1"], reader=process_number) == read([b"2"], reader=process_number)


def test_a_run_that_is_given_up_leaves_no_answer_for_the_next() -> None:
    calls = iter([Keyed(number, call_of(b"%PDF")) for number in range(9)])
    run = outcomes(lambda: next(calls, None), 2)
    next(run)
    run.close()
    assert read([GOOD]) == [read_workbook(GOOD)]


def test_the_worker_loads_no_heavy_library() -> None:
    code = "import sys, pipeline.processes.worker, pipeline.intake.formats.workbook; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pandas", "numpy", "openpyxl", "xlsxwriter", "docx", "pandera", "yaml", "click", "urllib.request", "ssl"}
    assert heavy & {name.strip("[]',") for name in done.stdout.split()} == set()


def test_a_worker_whose_parent_is_gone_ends() -> None:
    code = (
        "import os; from pipeline.processes import child, containment; worker = child.Child(); "
        "child.Watchdog().send(worker, containment.Call(function=len, arguments=('',), memory=1 << 30, seconds=9)); "
        "print(worker._process.pid, flush=True); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30)
    process = int(done.stdout)
    for _ in range(100):
        if not Path(f"/proc/{process}").exists():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert not Path(f"/proc/{process}").exists()


class TestTheWorkersLoop:
    """Run here, without a process: messages in, answers out."""

    def answers(self, *calls: Call) -> Iterator[object]:
        questions, answers = BytesIO(), BytesIO()
        for call in calls:
            worker.send(questions, worker.pickle.dumps(call))
        questions.seek(0)
        worker.serve(questions, answers, start=None)
        answers.seek(0)
        while answers.read(1) == worker.TAKEN and (message := worker.received(answers)) is not None:
            yield answer_value(message, (worker.Failed,))

    def test_calls_are_answered_one_by_one(self) -> None:
        answers = self.answers(
            Call(function=len, arguments=("abc",), memory=0, seconds=1),
            Call(function=int, arguments=("x",), memory=0, seconds=1),
        )
        assert list(answers) == [3, worker.Failed("ValueError")]

    def test_a_message_that_is_cut_off_is_none(self) -> None:
        whole = BytesIO()
        worker.send(whole, b"abc")
        for size in range(len(whole.getvalue())):
            assert worker.received(BytesIO(whole.getvalue()[:size])) is None

    def test_a_message_that_claims_to_be_longer_than_any_is_none(self) -> None:
        assert worker.received(BytesIO(b"A 1.2 us" + b"x" * 100), at_most=1 << 30) is None

    def test_the_address_space_is_told(self) -> None:
        size = worker.address_space()
        assert size is not None
        assert 10_000_000 < size < 100_000_000_000


class Unreachable(Executor):
    """An executor all of whose machines have gone."""

    def submit(self, *_arguments: object, **_named: object) -> Future:
        future: Future = Future()
        future.set_exception(KilledWorker("read_workbook", None, 4))
        return future


def test_an_executor_that_gives_up_is_one_line_for_the_operator() -> None:
    calls = [Keyed("a.xlsx", call_of(GOOD))]
    with pytest.raises(OperatorError, match=r"Cụm máy không trả lời .KilledWorker."):
        list(outcomes_by(Unreachable(), lambda: calls.pop() if calls else None))


def test_the_limits_that_are_stated_are_those_that_are_used() -> None:
    assert (LIMITS.memory, LIMITS.seconds) == (1024**3, 20.0)
    assert isinstance(read([GOOD], LIMITS)[0], RawWorkbook)
