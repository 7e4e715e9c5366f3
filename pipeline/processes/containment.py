"""Reading contained: calls are answered by child processes, so that a file that brings its reader down harms no other."""

import atexit
import io
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar, cast

from pipeline.errors import OperatorError
from pipeline.processes.worker import OUT_OF_MEMORY, Call, Failed, received, send

Key = TypeVar("Key")

#: Time for which an answer is waited for at least, when its call was made long ago.
_GRACE = 1.0
_LOOK_EVERY = 0.1
#: Calls that an executor has at a time: enough for a few dozen processes, few enough to hold their files in memory.
_IN_FLIGHT = 64
#: Bytes of an answer. What is read is far smaller; a worker that a file has taken over may claim any length.
_LARGEST_ANSWER = 1 << 30
_PACKAGES = Path(__file__).parents[2]
#: All that an answer may be made of; a worker has read what strangers wrote.
_ANSWERS = {
    "builtins": {"frozenset"},
    "datetime": {"date", "datetime", "time", "timedelta"},
    "pipeline.intake.formats.active_content": {"ActiveContent"},
    "pipeline.intake.formats.cell_style": {"CellStyle"},
    "pipeline.intake.formats.workbook": {"RawSheet", "RawWorkbook"},
    "pipeline.intake.formats.limits": {"Rejection"},
    "pipeline.processes.worker": {"Failed"},
    "pipeline.rules": {"Detail", "Rule", "Severity"},
}


class Cause(Enum):
    """Why a call has no answer."""

    TIME = auto()
    MEMORY = auto()
    #: The process ended: an abort, a signal, an exit.
    ENDED = auto()
    #: The function raised something.
    RAISED = auto()


@dataclass(frozen=True, slots=True)
class Stopped:
    """Takes the place of an answer; `detail` names the exception, the seconds, or the status with which the process ended."""

    cause: Cause
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Keyed(Generic[Key]):
    """A call, and what it is about."""

    key: Key
    call: Call


def outcomes(next_call: Callable[[], Keyed[Key] | None], workers: int) -> Iterator[tuple[Key, Any]]:
    """Give what each call returns, or how it was stopped, in the order of the calls.

    `next_call` gives None while there is none; it is asked again after each outcome, which may have led to more. While
    an outcome is looked at, the workers are busy with the calls after it.

    A call that ends a worker which had answered others before is made once more in a fresh one: what a file needs must
    not depend on those read before it.
    """
    idle = [_idle_worker() for _ in range(workers)]
    busy: deque[tuple[Key, bytes, float, _Worker]] = deque()
    watch = _Watch()

    def engage() -> None:
        while idle and (keyed := next_call()) is not None:
            worker, message = idle.pop(), pickle.dumps(keyed.call, protocol=5)
            worker.ask(message)
            busy.append((keyed.key, message, keyed.call.seconds, worker))

    try:
        engage()
        while busy:
            key, message, seconds, worker = busy[0]
            used = worker.answered > 0
            outcome = watch.answer(worker, seconds)
            if used and isinstance(outcome, Stopped) and outcome.cause in {Cause.MEMORY, Cause.ENDED}:
                worker.ask(message)
                outcome = watch.answer(worker, seconds)
            busy.popleft()
            idle.append(worker)
            engage()
            yield key, outcome
            engage()
    finally:
        watch.end()
        for *_, worker in busy:
            worker.close()
        _waiting.extend(idle)


def outcomes_by(executor: Executor, next_call: Callable[[], Keyed[Key] | None]) -> Iterator[tuple[Key, Any]]:
    """Give what `outcomes` gives, answered by the processes of an executor, on this machine or others.

    Each of them contains its calls in a child of its own, for none may be brought down by a file.

    Raises: OperatorError when the executor does not answer.
    """
    asked: deque[tuple[Key, Future[Any]]] = deque()

    def engage() -> None:
        while len(asked) < _IN_FLIGHT and (keyed := next_call()) is not None:
            asked.append((keyed.key, executor.submit(contained, keyed.call)))

    engage()
    while asked:
        key, future = asked.popleft()
        outcome = _answer_of(future)
        engage()
        yield key, outcome
        engage()


def _answer_of(future: "Future[Any]") -> Any:
    """Return what came of a call; what the call itself met is in it, so whatever is raised comes from the executor."""
    try:
        return future.result()
    except (Exception, CancelledError) as error:
        raise OperatorError(
            f"Cụm máy không trả lời ({type(error).__name__}); kiểm tra các máy của cụm rồi chạy lại, hoặc bỏ --scheduler."
        ) from error


def contained(call: Call) -> Any:
    """Return what one call returns, or how it was stopped; made in a child process of this one."""
    calls = [Keyed(None, call)]
    ((_, outcome),) = outcomes(lambda: calls.pop() if calls else None, workers=1)
    return outcome


class _Worker:
    """One child process, started when it is first asked and again after each end."""

    def __init__(self) -> None:
        self.answered = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._asked_at = 0.0
        self._late = False

    def ask(self, message: bytes) -> None:
        """Make a call; that the worker has died is noticed when its answer is read."""
        if self._process is None:
            self._process, self._late = _started(), False
        self._asked_at = time.monotonic()
        try:
            send(cast("BinaryIO", self._process.stdin), message)
        except OSError:
            return

    def answer(self, seconds: float) -> Any:
        """Return the answer to the call, however long it takes; or how the process ended without one."""
        process = cast("subprocess.Popen[bytes]", self._process)
        message = received(cast("BinaryIO", process.stdout), _LARGEST_ANSWER)
        if message is None:
            return self._stopped(seconds)
        found = _unpickled(message)
        if found is None:
            self.close()
            return Stopped(Cause.ENDED, "answer")
        self.answered += 1
        return Stopped(Cause.RAISED, found.name) if isinstance(found, Failed) else found

    def deadline(self, seconds: float) -> float:
        """Return until when an answer is waited for from now on."""
        return max(self._asked_at + seconds, time.monotonic() + _GRACE)

    def end_late(self) -> None:
        """End the process for having taken too long."""
        self._late = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process, self.answered = self._process, None, 0
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                _closed(stream)

    def _stopped(self, seconds: float) -> Stopped:
        """Return why there was no answer, the process being ended."""
        process = cast("subprocess.Popen[bytes]", self._process)
        try:
            status = process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            status = 0
        self.close()
        if self._late:
            return Stopped(Cause.TIME, f"{seconds:g}")
        return Stopped(Cause.MEMORY) if status == OUT_OF_MEMORY else Stopped(Cause.ENDED, str(status))


class _Watch:
    """Ends the worker whose answer is waited for beyond its time; one thread for all calls of a run."""

    def __init__(self) -> None:
        self._waiting_for: tuple[_Worker, float] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="intake-watch", daemon=True)
        self._thread.start()

    def answer(self, worker: _Worker, seconds: float) -> Any:
        """Return the answer of a worker, which is ended where there is none in time."""
        self._waiting_for = (worker, worker.deadline(seconds))
        try:
            return worker.answer(seconds)
        finally:
            self._waiting_for = None

    def end(self) -> None:
        """End the watch."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_EVERY):
            waiting = self._waiting_for
            if waiting is not None and time.monotonic() > waiting[1]:
                waiting[0].end_late()


#: Workers that have nothing to do: those of one run are there for the next.
_waiting: list[_Worker] = []


def _idle_worker() -> _Worker:
    """Return a worker that has nothing to do; several threads of a cluster's process may ask at once."""
    try:
        return _waiting.pop()
    except IndexError:
        return _Worker()


@atexit.register
def _close_all() -> None:
    while _waiting:
        _waiting.pop().close()


def _started() -> "subprocess.Popen[bytes]":
    """Return a new child process: a bare interpreter that is told where the packages are, which is twice as fast to start."""
    path = [str(_PACKAGES), *sys.path]
    code = f"import sys; sys.path[:] = {path!a}; from pipeline.processes.worker import main; main()"
    return subprocess.Popen(  # noqa: S603  # this interpreter, our own module
        [sys.executable, "-S", "-P", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _closed(stream: Any) -> None:
    try:
        stream.close()
    except OSError:  # what was not sent yet has nowhere to go
        return


class _Answers(pickle.Unpickler):
    """Makes values of our own few kinds, and calls nothing else."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        """Return a class that an answer may be made of."""
        if global_name in _ANSWERS.get(module_name, ()):
            return super().find_class(module_name, global_name)
        raise pickle.UnpicklingError(global_name)


def _unpickled(message: bytes) -> Any:
    """Return an answer; None for bytes that are none."""
    try:
        return _Answers(io.BytesIO(message)).load()
    except Exception:  # unpickling what is no pickle may raise anything
        return None
