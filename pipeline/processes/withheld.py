"""What a worker cannot do on this system, found out by trying it there."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from pipeline.processes.isolation import steps_taken


class Power(Enum):
    """What a worker must not be able to do."""

    #: To reach other machines, or other programs of this one.
    NETWORK = auto()
    #: To start a process.
    PROCESSES = auto()
    #: To write a file.
    FILES = auto()


@dataclass(frozen=True, slots=True)
class Isolation:
    """What holds in a worker: the steps of isolation that were taken, by name, and what was tried there in vain."""

    steps: frozenset[str]
    withheld: frozenset[Power]


def isolation(folder: Path) -> Isolation:
    """Return what holds in this process, having tried it; a file is tried in a folder, and deleted where it could be made."""
    trials = {
        Power.NETWORK: _open_socket,
        Power.PROCESSES: _start_process,
        Power.FILES: lambda: _make_file(folder / f".tonghop-{os.getpid()}"),
    }
    return Isolation(
        steps=frozenset(steps_taken), withheld=frozenset(power for power, trial in trials.items() if _is_refused(trial))
    )


def _is_refused(trial: Callable[[], None]) -> bool:
    try:
        trial()
    except OSError:
        return True
    return False


def _open_socket() -> None:
    import socket  # noqa: PLC0415

    socket.socket(socket.AF_UNIX if sys.platform != "win32" else socket.AF_INET).close()


def _start_process() -> None:
    if sys.platform == "win32":
        return  # nothing keeps it from that
    if (process := os.fork()) == 0:
        os._exit(0)
    os.waitpid(process, 0)


def _make_file(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    path.unlink()
