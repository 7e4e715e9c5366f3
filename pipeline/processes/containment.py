"""Calls contained: child processes answer them, so that a file that brings its reader down harms no other.

What an answer may be made of is said by the call; nothing of the workbooks that are read is known here.
"""

import atexit
import io
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
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
    """Stands in place of an answer; `detail` is the exception's name, the seconds, or the exit status of the process."""

    cause: Cause
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Keyed(Generic[Key]):
    """A call, and the key under which its outcome is given."""

    key: Key
    call: Call


def outcomes(next_call: Callable[[], Keyed[Key] | None], workers: int) -> Iterator[tuple[Key, Any]]:
    """Give each key with what its call returns, or how it was stopped (`Stopped`), in the order of the calls.

    `next_call` returns None while there is no call; it is called again after each outcome, which may have led to more.
    While the caller looks at an outcome, the workers are busy with the calls after it.

    A call that ends a worker which had answered others before is made once more in a fresh one: what a file needs must
    not depend on those read before it.
    """
    idle = [_idle_worker() for _ in range(workers)]
    busy: deque[tuple[Key, Call, _Worker]] = deque()
    time_limit = _Watchdog()

    def engage() -> None:
        while idle and (keyed := next_call()) is not None:
            worker = idle.pop()
            worker.send(keyed.call)
            busy.append((keyed.key, keyed.call, worker))

    try:
        engage()
        while busy:
            key, call, worker = busy[0]
            used = worker.answered > 0
            outcome = time_limit.answer(worker, call)
            if used and isinstance(outcome, Stopped) and outcome.cause in {Cause.MEMORY, Cause.ENDED}:
                worker.send(call)
                outcome = time_limit.answer(worker, call)
            busy.popleft()
            idle.append(worker)
            engage()
            yield key, outcome
            engage()
    finally:
        time_limit.end()
        for *_, worker in busy:
            worker.close()
        _idle_workers.extend(idle)


def outcomes_by(executor: Executor, next_call: Callable[[], Keyed[Key] | None]) -> Iterator[tuple[Key, Any]]:
    """Give what `outcomes` gives, answered by the processes of an executor, on this machine or on others.

    Each of them contains its calls in a child process of its own, for none may be brought down by a file.

    Raises: OperatorError when the executor does not answer.
    """
    pending: deque[tuple[Key, Future[Any]]] = deque()

    def engage() -> None:
        while len(pending) < _IN_FLIGHT and (keyed := next_call()) is not None:
            pending.append((keyed.key, executor.submit(contained, keyed.call)))

    engage()
    while pending:
        key, future = pending.popleft()
        outcome = _answer_of(future)
        engage()
        yield key, outcome
        engage()


def _answer_of(future: "Future[Any]") -> Any:
    """Return the outcome of a call. A failure of the call itself is an outcome, so what is raised comes from the executor."""
    try:
        return future.result()
    except (Exception, CancelledError) as error:
        raise OperatorError(
            f"Cụm máy không trả lời ({type(error).__name__}); kiểm tra các máy của cụm rồi chạy lại, hoặc bỏ --scheduler."
        ) from error


def contained(call: Call) -> Any:
    """Return what one call returns in a child process of this one, or how it was stopped (`Stopped`)."""
    calls = [Keyed(None, call)]
    ((_, outcome),) = outcomes(lambda: calls.pop() if calls else None, workers=1)
    return outcome


class _Worker:
    """One child process, started when it is first asked and again after each end."""

    def __init__(self) -> None:
        self.answered = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._sent_at = 0.0
        self._late = False

    def send(self, call: Call) -> None:
        """Make a call; that the worker has died is noticed when its answer is read."""
        message = pickle.dumps(call, protocol=5)
        if self._process is None:
            self._process, self._late = _started_process(), False
        self._sent_at = time.monotonic()
        try:
            send(cast("BinaryIO", self._process.stdin), message)
        except OSError:
            return

    def answer(self, call: Call) -> Any:
        """Return the answer to the call that was sent, however long it takes; or how the process ended without one."""
        process = cast("subprocess.Popen[bytes]", self._process)
        message = received(cast("BinaryIO", process.stdout), _LARGEST_ANSWER)
        if message is None:
            return self._stopped(call)
        answer = _unpickled(message, call.answer_classes)
        if answer is None:
            self.close()
            return Stopped(Cause.ENDED, "answer")
        self.answered += 1
        return Stopped(Cause.RAISED, answer.name) if isinstance(answer, Failed) else answer

    def deadline(self, call: Call) -> float:
        """Return until when the answer to the call is waited for from now on, by the monotonic clock."""
        return max(self._sent_at + call.seconds, time.monotonic() + _GRACE)

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

    def _stopped(self, call: Call) -> Stopped:
        """Return why there was no answer, the process being ended."""
        process = cast("subprocess.Popen[bytes]", self._process)
        try:
            status = process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            status = 0
        self.close()
        if self._late:
            return Stopped(Cause.TIME, f"{call.seconds:g}")
        return Stopped(Cause.MEMORY) if status == OUT_OF_MEMORY else Stopped(Cause.ENDED, str(status))


class _Watchdog:
    """Ends the worker whose answer is waited for beyond its time; one thread for all calls of a run."""

    def __init__(self) -> None:
        self._late_after: tuple[_Worker, float] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="intake-watch", daemon=True)
        self._thread.start()

    def answer(self, worker: _Worker, call: Call) -> Any:
        """Return the worker's answer to a call; where there is none in time, the worker is ended."""
        self._late_after = (worker, worker.deadline(call))
        try:
            return worker.answer(call)
        finally:
            self._late_after = None

    def end(self) -> None:
        """End the thread."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_EVERY):
            late_after = self._late_after
            if late_after is not None and time.monotonic() > late_after[1]:
                late_after[0].end_late()


#: Workers that have nothing to do: those of one run are there for the next.
_idle_workers: list[_Worker] = []


def _idle_worker() -> _Worker:
    """Return a worker that has nothing to do; several threads of a cluster's process may ask at once."""
    try:
        return _idle_workers.pop()
    except IndexError:
        return _Worker()


@atexit.register
def _close_all() -> None:
    while _idle_workers:
        _idle_workers.pop().close()


def _started_process() -> "subprocess.Popen[bytes]":
    """Return a new child process: a bare interpreter that gets the module path from here, which is twice as fast to start."""
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


class _AnswerUnpickler(pickle.Unpickler):
    """Makes values of the allowed classes and calls nothing else: a worker has read what strangers wrote."""

    def __init__(self, message: bytes, allowed: Iterable[type]) -> None:
        super().__init__(io.BytesIO(message))
        self._allowed = {(kind.__module__, kind.__qualname__): kind for kind in allowed}

    def find_class(self, module_name: str, global_name: str) -> type:
        """Return the allowed class of a name. Raises: UnpicklingError for any other name."""
        kind = self._allowed.get((module_name, global_name))
        if kind is None:
            raise pickle.UnpicklingError(global_name)
        return kind


def _unpickled(message: bytes, allowed: Iterable[type]) -> Any:
    """Return an answer; None for bytes that are none."""
    try:
        return _AnswerUnpickler(message, (Failed, *allowed)).load()
    except Exception:  # unpickling what is no pickle may raise anything
        return None
