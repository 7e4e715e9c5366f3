"""The child's side of containment: it answers one call after another, within limits that end this process and no other.

It imports next to nothing: what a call needs is imported with its function.
"""

import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.processes.answers import LARGEST_ANSWER, answer_message
from pipeline.processes.isolation import isolate

#: Exit status of a worker that ran out of memory where Python could still tell.
OUT_OF_MEMORY = 87
#: Written when a call has come whole and before anything is read: from here on its file may be to blame.
TAKEN = b"\x06"
_LENGTH = struct.Struct(">Q")
_STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A function of a module, sent by its name, with its arguments, limits, and what its answer may be made of."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    #: Data classes and enums that the answer may be made of besides numbers, texts, bytes, moments and collections of them.
    answer_classes: tuple[type, ...] = ()
    #: Units: bytes of address space beyond what the worker has at its start.
    memory: int
    #: Units: seconds, which the parent enforces.
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Answer of a call that raised: the name of the exception's class, and nothing of its message."""

    name: str

    def __post_init__(self) -> None:
        """Check the name, which users are told."""
        if not self.name.isidentifier() or len(self.name) > 100:
            raise ValueError(self.name)


def main(*, isolated: bool = True) -> None:
    """Answer the calls of standard input on standard output until the parent closes its end."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # what a library prints must not be taken for an answer
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    # numpy, which openpyxl imports, takes memory for each core
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    if isolated:
        isolate()
    serve(calls, answers, start=address_space())


def serve(calls: BinaryIO, answers: BinaryIO, *, start: int | None) -> None:
    """Answer calls until there are no more; `start` is the address space, in bytes, to which each call may add."""
    while (message := received(calls)) is not None:
        call: Call = pickle.loads(message)  # noqa: S301  # written by the parent
        answers.write(TAKEN)
        answers.flush()
        if start is not None:
            limit_memory(start + call.memory)
        if sys.platform != "win32":
            # should the parent be gone, nobody else would end a loop
            signal.alarm(int(2 * call.seconds) + 10)
        answer = _answer(call)
        if sys.platform != "win32":
            signal.alarm(0)
        send(answers, answer)


def _answer(call: Call) -> bytes:
    """Return the answer to a call as the parent gets it."""
    try:
        message = answer_message(call.function(*call.arguments))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # anything else may need memory
    except Exception as error:  # reading hostile files may raise anything
        return answer_message(Failed(type(error).__name__))
    if len(message) > LARGEST_ANSWER:
        os._exit(OUT_OF_MEMORY)
    return message


def address_space() -> int | None:
    """Return how much address space this process has, in bytes; None where it cannot be told or limited."""
    return int(_STATM.read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE") if _STATM.exists() else None


def limit_memory(size: int) -> None:
    """Limit the address space of this process, as far as it may be, and have an abort write no core file."""
    import resource  # noqa: PLC0415  # not on Windows

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message with its length before it."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def received(stream: BinaryIO, at_most: int = sys.maxsize) -> bytes | None:
    """Return the next message; None at the end of the stream, where it ends in the middle of one, or claims to be longer."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > at_most:
        return None
    message = stream.read(length)
    return message if len(message) == length else None
