"""Calls contained: child processes answer them, so that a file that brings its reader down harms no other.

What an answer may be made of is said by the call; nothing of the workbooks that are read is known here.
"""

import atexit
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pipeline.errors import OperatorError
from pipeline.processes.answer_reading import NoAnswerError, answer_value
from pipeline.processes.answers import answer_message
from pipeline.processes.child import Child, StopCause, Stopped, Watchdog
from pipeline.processes.withheld import Isolation, Power, isolation
from pipeline.processes.worker import Call

Key = TypeVar("Key")

#: Calls that an executor has at a time: enough for a few dozen processes, few enough to hold their files in memory.
_IN_FLIGHT = 64


@dataclass(frozen=True, slots=True)
class Keyed(Generic[Key]):
    """A call, and the key under which its outcome is given."""

    key: Key
    call: Call


def outcomes(next_call: Callable[[], Keyed[Key] | None], workers: int) -> Iterator[tuple[Key, Any]]:
    """Give each key with what its call returns, or how it was stopped (`Stopped`), in the order of the calls.

    `next_call` returns None while there is no call; it is called again after each outcome, which may have led to more.
    While the caller looks at an outcome, the workers are busy with the calls after it.

    A call whose worker ends is made once more in a fresh one: what a file needs must not depend on those read before it, nor
    on who else ends processes on this machine.
    """
    idle = [_idle_child() for _ in range(workers)]
    busy: deque[tuple[Key, Call, Child]] = deque()
    watchdog = Watchdog()

    def engage() -> None:
        while idle and (keyed := next_call()) is not None:
            child = idle.pop()
            busy.append((keyed.key, keyed.call, child))
            watchdog.send(child, keyed.call)

    try:
        engage()
        while busy:
            key, call, child = busy[0]
            outcome = _outcome(watchdog, child, call)
            busy.popleft()
            idle.append(child)
            engage()
            yield key, outcome
            engage()
    finally:
        watchdog.end()
        for *_, child in busy:
            child.close()
        _idle_children.extend(idle)


def _outcome(watchdog: Watchdog, child: Child, call: Call) -> Any:
    """Return the outcome of a call that was sent, having made it once more where another worker may do better."""
    used = child.answered > 0
    outcome = _outcome_once_taken(watchdog, child, call)
    if isinstance(outcome, Stopped) and (
        outcome.cause is StopCause.ENDED or (used and outcome.cause is StopCause.MEMORY)
    ):
        watchdog.send(child, call)
        outcome = _outcome_once_taken(watchdog, child, call)
    return outcome


def _outcome_once_taken(watchdog: Watchdog, child: Child, call: Call) -> Any:
    """Return the outcome of a call that was sent; a worker that did not come to take it is no fault of its file.

    Raises: OperatorError where no worker comes to take it.
    """
    for may_be_isolated in (True, False):
        outcome = watchdog.answer(child, call)
        if child.has_taken:
            return outcome
        # a system may allow a step and then not let Python go on; no file has been read by then that could feign it
        isolated = may_be_isolated or outcome.cause is not StopCause.ENDED
        watchdog.send(child, call, isolated=isolated)
    outcome = watchdog.answer(child, call)
    if not child.has_taken:
        raise OperatorError(
            "Tiến trình đọc tệp không chạy được trên máy này; kiểm tra bộ nhớ còn trống và cài lại chương trình rồi chạy lại."
        )
    return outcome


def outcomes_by(executor: Executor, next_call: Callable[[], Keyed[Key] | None]) -> Iterator[tuple[Key, Any]]:
    """Give what `outcomes` gives, answered by the processes of an executor, on this machine or on others.

    Each of them contains its calls in a child process of its own, for none may be brought down by a file.

    Raises: OperatorError when the executor does not answer.
    """
    pending: deque[tuple[Key, Call, Future[bytes]]] = deque()

    def engage() -> None:
        while len(pending) < _IN_FLIGHT and (keyed := next_call()) is not None:
            pending.append((keyed.key, keyed.call, executor.submit(contained, keyed.call)))

    engage()
    while pending:
        key, call, future = pending.popleft()
        outcome = _answer_of(future, call)
        engage()
        yield key, outcome
        engage()


def _answer_of(future: "Future[bytes]", call: Call) -> Any:
    """Return the outcome of a call. A failure of the call itself is an outcome, so what is raised comes from the executor."""
    try:
        message = future.result()
    except (Exception, CancelledError) as error:
        raise OperatorError(
            f"Cụm máy không trả lời ({type(error).__name__}); kiểm tra các máy của cụm rồi chạy lại, hoặc bỏ --scheduler."
        ) from error
    try:
        return answer_value(message, (*call.answer_classes, Stopped, StopCause))
    except NoAnswerError:
        return Stopped(StopCause.ENDED, "answer")


def contained(call: Call) -> bytes:
    """Return what one call returns in a child process of this one, or how it was stopped (`Stopped`), as a message.

    It is read by the class of each value once more where it arrives: of another machine nothing is taken on trust either.
    """
    calls = [Keyed(None, call)]
    ((_, outcome),) = outcomes(lambda: calls.pop() if calls else None, workers=1)
    return answer_message(outcome)


def worker_isolation() -> Isolation | None:
    """Return what a worker on this system cannot do, as it finds out itself; None where it does not answer."""
    call = Call(
        function=isolation,
        arguments=(Path(tempfile.gettempdir()),),
        answer_classes=(Isolation, Power),
        memory=1 << 30,
        seconds=10,
    )
    calls = [Keyed(None, call)]
    ((_, outcome),) = outcomes(lambda: calls.pop() if calls else None, workers=1)
    return outcome if isinstance(outcome, Isolation) else None


#: Workers that have nothing to do: those of one run are there for the next.
_idle_children: list[Child] = []


def _idle_child() -> Child:
    """Return a worker that has nothing to do; several threads of a cluster's process may ask at once."""
    try:
        return _idle_children.pop()
    except IndexError:
        return Child()


@atexit.register
def _close_all() -> None:
    while _idle_children:
        _idle_children.pop().close()
