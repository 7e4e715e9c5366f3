"""One child process as the parent has it: started, asked, answered by, and ended when it takes too long.

The parent waits for no process beyond a time: neither until it has taken a call nor until its answer is there.
"""

import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, BinaryIO, cast

from pipeline.errors import OperatorError
from pipeline.processes.answer_reading import NoAnswerError, answer_value
from pipeline.processes.answers import LARGEST_ANSWER
from pipeline.processes.worker import OUT_OF_MEMORY, TAKEN, Call, Failed, received, send

#: Time for which an answer is waited for at least, when its call was made long ago.
_GRACE = 1.0
_LOOK_EVERY = 0.1
_PACKAGES = Path(__file__).parents[2]


class StopCause(Enum):
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

    cause: StopCause
    detail: str = ""


class Child:
    """One child process, started when it is first asked and again after each end."""

    def __init__(self) -> None:
        self.answered = 0
        #: Whether the last call came to be made: what ends the process before is not for its file to answer.
        self.has_taken = False
        self._process: subprocess.Popen[bytes] | None = None
        self._sent_at = 0.0
        self._late = False

    def send(self, message: bytes, *, isolated: bool = True) -> bool:
        """Send a call, however long that takes; return whether it has gone out."""
        if self._process is None:
            self._process, self._late = _started_process(isolated=isolated), False
        self.has_taken = False
        self._sent_at = time.monotonic()
        try:
            send(cast("BinaryIO", self._process.stdin), message)
        except OSError:
            return False
        return True

    def answer(self, call: Call) -> Any:
        """Return the answer to the call that was sent, however long it takes; or how the process ended without one."""
        if self._process is None:
            return Stopped(StopCause.ENDED)
        stream = cast("BinaryIO", self._process.stdout)
        self.has_taken = stream.read(len(TAKEN)) == TAKEN
        message = received(stream, LARGEST_ANSWER) if self.has_taken else None
        if message is None:
            return self._stopped(call)
        try:
            answer = answer_value(message, (Failed, *call.answer_classes))
        except NoAnswerError:
            self.close()
            return Stopped(StopCause.ENDED, "answer")
        self.answered += 1
        return Stopped(StopCause.RAISED, answer.name) if isinstance(answer, Failed) else answer

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
                _close(stream)

    def _stopped(self, call: Call) -> Stopped:
        """Return why there was no answer, the process being ended."""
        process = cast("subprocess.Popen[bytes]", self._process)
        try:
            status = process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            status = 0
        self.close()
        if self._late:
            return Stopped(StopCause.TIME, f"{call.seconds:g}")
        return Stopped(StopCause.MEMORY) if status == OUT_OF_MEMORY else Stopped(StopCause.ENDED, str(status))


class Watchdog:
    """Ends the process that is waited for beyond its time; one thread for all calls of a run."""

    def __init__(self) -> None:
        self._late_after: tuple[Child, float] | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="intake-watch", daemon=True)
        self._thread.start()

    def send(self, child: Child, call: Call, *, isolated: bool = True) -> None:
        """Make a call; a process that has died or does not take it in time is replaced by a fresh one."""
        message = pickle.dumps(call, protocol=5)
        for _ in range(2):
            with self._until(child, time.monotonic() + call.seconds):
                if child.send(message, isolated=isolated):
                    return
            child.close()

    def answer(self, child: Child, call: Call) -> Any:
        """Return the answer to a call; where there is none in time, the process is ended."""
        with self._until(child, child.deadline(call)):
            return child.answer(call)

    def end(self) -> None:
        """End the thread."""
        self._ended.set()
        self._thread.join()

    @contextmanager
    def _until(self, child: Child, deadline: float) -> Iterator[None]:
        with self._lock:
            self._late_after = (child, deadline)
        try:
            yield
        finally:
            # under the lock, so that no process is ended for a call that has just been answered
            with self._lock:
                self._late_after = None

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_EVERY):
            with self._lock:
                if self._late_after is not None and time.monotonic() > self._late_after[1]:
                    self._late_after[0].end_late()


def _started_process(*, isolated: bool) -> "subprocess.Popen[bytes]":
    """Return a new child process: a bare interpreter that gets the module path from here, which is twice as fast to start.

    Raises: OperatorError where the system starts no more processes.
    """
    path = [str(_PACKAGES), *sys.path]
    code = f"import sys; sys.path[:] = {path!a}; from pipeline.processes.worker import main; main(isolated={isolated})"
    try:
        return subprocess.Popen(  # noqa: S603  # this interpreter, our own module
            [sys.executable, "-S", "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise OperatorError(
            f"Máy không mở thêm được tiến trình để đọc tệp ({error.strerror}); đóng bớt chương trình đang chạy rồi chạy lại."
        ) from error


def _close(stream: Any) -> None:
    try:
        stream.close()
    except OSError:  # what was not sent yet has nowhere to go
        return
