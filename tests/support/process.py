"""The command as a process of its own, as a user meets it: exit code, standard output, error stream."""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parents[2]
#: Begins each line that says how far a command is.
PROGRESS = ("Đọc báo cáo: ", "Tạo biểu mẫu: ", "Tạo báo cáo giả lập: ")
PATIENCE = 90
_DROP_FROM_BOUNDING_SET = 24  # PR_CAPBSET_DROP of prctl(2)
#: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what lets root read and write where nobody may.
_ABOVE_PERMISSIONS = (1, 2)
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """How a process ended, and what it printed."""

    code: int
    output: str
    error: str

    @property
    def told(self) -> list[str]:
        """The lines of the error stream, those of progress aside."""
        return [line for line in self.error.splitlines() if not line.startswith(PROGRESS)]


def environment(**changes: str | None) -> dict[str, str]:
    """This process's environment with nothing in it that decides an encoding, and with some changes; None takes out."""
    decides = ("LANG", "LC_ALL", "LC_CTYPE", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONCOERCECLOCALE", "PYTHONWARNINGS")
    kept = {name: value for name, value in os.environ.items() if name not in decides}
    changed = {**kept, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **changes}
    return {name: value for name, value in changed.items() if value is not None}


def command(*arguments: str, python: str = sys.executable) -> list[str]:
    """The command line of `tonghop` with these arguments."""
    return [python, "-m", "pipeline", *arguments]


def ran(
    line: Sequence[str],
    project: Path,
    *,
    encoding: str = "utf-8",
    variables: Mapping[str, str | None] | None = None,
    before: Callable[[], object] | None = None,
) -> Process:
    """Run a command line in a project folder to its end; what it prints is read in an encoding."""
    done = subprocess.run(
        line,
        cwd=project,
        env=environment(**(variables or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        preexec_fn=before,
        check=False,
    )
    return Process(code=done.returncode, output=done.stdout.decode(encoding), error=done.stderr.decode(encoding))


def side_by_side(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return what a function that waits for processes gives for each item; three at a time keep two cores busy."""
    with ThreadPoolExecutor(3) as threads:
        return list(threads.map(function, items))


def bound_by_permissions() -> None:
    """Have the permissions of files hold for this process, even for root."""
    library = ctypes.CDLL(None)
    for capability in _ABOVE_PERMISSIONS:
        library.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


@dataclass(slots=True)
class Running:
    """A process in a session of its own, which can be asked to end."""

    process: "subprocess.Popen[bytes]"

    @classmethod
    def started(cls, line: Sequence[str], project: Path, **variables: str | None) -> "Running":
        """Start a command line in a project folder; it hears Ctrl-C, although no terminal started it."""
        return cls(
            subprocess.Popen(
                line,
                cwd=project,
                env=environment(**variables),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        )

    def wait_until_listening(self) -> None:
        """Wait until the command has its own answer to SIGTERM, as it has to Ctrl-C."""
        bit = 1 << (signal.SIGTERM - 1)
        self._wait_until(lambda: int(self._status("SigCgt"), 16) & bit != 0)

    def wait_for_children(self, count: int) -> None:
        """Wait until so many other processes of the session run."""
        self._wait_until(lambda: len(self.others()) >= count)

    def ask_to_end(self, number: int = signal.SIGINT) -> None:
        """Send a signal to every process of the session, as a terminal does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def lines(self) -> Iterator[str]:
        """Give each line of the standard output as it comes."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield line.decode()

    def until_printed(self, act: Callable[[int], object]) -> None:
        """Do something again and again until the command prints something, or ends."""
        assert self.process.stdout is not None
        for count in range(PATIENCE):
            act(count)
            if select.select([self.process.stdout], [], [], 3)[0]:
                return

    def ended(self) -> Process:
        """Wait for the end of the command and of all that it started."""
        output, error = self.process.communicate(timeout=PATIENCE)
        self._wait_until(lambda: not self.others(), seconds=5)
        return Process(code=self.process.returncode, output=output.decode(), error=error.decode())

    def others(self) -> list[int]:
        """The other processes of the session that still run."""
        return [number for number in _of_session(self.process.pid) if number != self.process.pid]

    def _status(self, field: str) -> str:
        with contextlib.suppress(OSError):
            for line in Path("/proc", str(self.process.pid), "status").read_text("ascii", "replace").splitlines():
                if line.startswith(f"{field}:"):
                    return line.split(":")[1].strip()
        return "0"

    def _wait_until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"waited in vain; other processes: {self.others()}"
            if self.process.poll() is not None and seconds == PATIENCE:
                return
            time.sleep(0.005)


def _of_session(session: int) -> Iterator[int]:
    """Give the processes of a session that still run."""
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal():
                state, *fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == session and state != "Z":
                    yield int(entry.name)
