"""Readers that do to their process what reading libraries have done on hostile files; workers import them by this module."""

import ctypes
import fcntl
import os
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.kinds import ARCHIVE
from pipeline.intake.formats.limits import LIMITS, Limits, Rejection


def _loop() -> None:
    while True:
        time.sleep(0.01)


def _gather() -> None:
    gathered: list[bytes] = []
    while True:
        gathered.append(bytes(10_000_000))


def _raise() -> None:
    raise KeyError("văn bản của cơ quan")


def _print() -> None:
    os.write(1, b"noise on the standard output")
    os.write(2, b"thread '<unnamed>' panicked at src/xlsx.rs")


def _end(*, writable: bool) -> int:
    """The worker's own end of the pipe to the parent, or from it."""
    mode = os.O_WRONLY if writable else os.O_RDONLY
    return next(
        number
        for number in range(3, 20)
        if stat.S_ISFIFO(os.fstat(number).st_mode) and fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == mode
    )


def _write(message: bytes) -> None:
    """Writes to the parent past the worker's loop, as code that has taken the worker over can."""
    answers = _end(writable=True)
    while message:
        message = message[os.write(answers, message) :]


def answer_now(message: bytes) -> None:
    """Gives the parent these bytes as the answer."""
    _write(struct.pack(">Q", len(message)) + message)


def _answer_endlessly() -> None:
    answer_now(b"null")
    while True:
        _write(bytes(1000))


def _answer_slowly() -> None:
    _write(struct.pack(">Q", 1000))
    while True:
        _write(b" ")
        time.sleep(0.1)


def _read_slowly() -> None:
    answer_now(b"null")
    while os.read(_end(writable=False), 1):
        time.sleep(0.1)


def _close(*, writable: bool) -> None:
    if not writable:
        answer_now(b"null")
    os.close(_end(writable=writable))
    time.sleep(60)


_MISDEEDS: Mapping[bytes, Callable[[], object]] = {
    b"abort": os.abort,
    b"exit": lambda: os._exit(0),
    b"crash": lambda: ctypes.string_at(0),
    b"loop": _loop,
    b"eat": lambda: len(bytearray(3 * 1024**3)),
    b"gather": _gather,
    b"raise": _raise,
    b"print": _print,
    # no value that an answer can hold
    b"class": lambda: Path,
    b"stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    b"endless": _answer_endlessly,
    b"endless claim": lambda: _write(struct.pack(">Q", 1 << 62)) or time.sleep(60),
    b"slow answer": _answer_slowly,
    b"slow reading": _read_slowly,
    b"no answers": lambda: _close(writable=True),
    b"no calls": lambda: _close(writable=False),
}


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _connect(family: int, address: object) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as channel:
        channel.connect(address)


#: What a worker must not be able to do; each raises OSError. The argument is a file of the parent's.
FORBIDDEN: Mapping[str, Callable[[Path], object]] = {
    "a connection to this machine": lambda file: _connect(socket.AF_INET, ("127.0.0.1", 9)),
    "a connection to a program": lambda file: _connect(socket.AF_UNIX, str(file)),
    "a socket of its own": lambda file: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).bind(("::", 0)),
    "a pair of sockets": lambda file: socket.socketpair(),
    "a program": lambda file: subprocess.run([sys.executable, "-c", ""], check=True),
    "a program by a shell": lambda file: _raise_for(os.system(f"touch {file}.new")),
    "a program spawned": lambda file: os.posix_spawn("/bin/true", ["true"], {}),
    "another program in its place": lambda file: os.execv("/bin/true", ["true"]),
    "a copy of itself": lambda file: _fork(),
    "a file beside": lambda file: file.with_suffix(".new").write_text("x"),
    "an empty file beside": lambda file: file.with_suffix(".new").touch(),
    "a file changed": lambda file: file.open("ab").write(b"x"),
    "a file emptied": lambda file: os.truncate(file, 0),
    "a file emptied by opening": lambda file: os.open(file, os.O_RDONLY | os.O_TRUNC),
    "a nameless file": lambda file: os.open(file.parent, os.O_TMPFILE | os.O_RDWR),
    "a file deleted": lambda file: file.unlink(),
    "a file renamed": lambda file: file.rename(file.with_suffix(".new")),
    "a file linked": lambda file: os.link(file, file.with_suffix(".new")),
    "a symbolic link": lambda file: file.with_suffix(".new").symlink_to(file),
    "a folder": lambda file: file.with_suffix(".new").mkdir(),
    "a folder deleted": lambda file: _raise_for(shutil.rmtree(file.parent)),
    "a file made unreadable": lambda file: file.chmod(0),
    "a file dated back": lambda file: os.utime(file, (0, 0)),
    "a named pipe": lambda file: os.mkfifo(file.with_suffix(".new")),
    "a signal to the parent": lambda file: os.kill(os.getppid(), signal.SIGTERM),
    "a signal to its group": lambda file: os.kill(0, signal.SIGTERM),
    "the parent's limits": lambda file: _limit_parent(),
    "a key typed into the terminal": lambda file: fcntl.ioctl(2, 0x5412, b"x"),
    "signals by a file": lambda file: fcntl.fcntl(_end(writable=False), fcntl.F_SETOWN, os.getppid()),
}


def _raise_for(status: object) -> None:
    if status:
        raise OSError(status)


def _limit_parent() -> None:
    import resource

    resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))


def forbidden(content: bytes, file: str) -> int:
    """Does what the content names, to a file of the parent's; 0 where nothing kept it from that."""
    FORBIDDEN[content.decode()](Path(file))
    return 0


def needed(_content: bytes) -> tuple[int, int]:
    """Imports what a reader may have to, opens a file to read it, and looks at the clock."""
    import numpy as np
    import openpyxl

    return len(Path(openpyxl.__file__).read_bytes()), int(np.ones(1000) @ np.ones(1000))


def unhurried(content: bytes, limits: Limits, sheets: frozenset[str] | None) -> object:
    """Reads what another does at once in a second."""
    time.sleep(1)
    return read_workbook(content, limits, sheets)


def misbehaving(content: bytes, limits: Limits = LIMITS, sheets: frozenset[str] | None = None) -> object:
    """Does what the content says; reads any other content."""
    if content.startswith(b"answer:"):
        answer_now(content.removeprefix(b"answer:"))
        time.sleep(60)
    misdeed = _MISDEEDS.get(content.rstrip(b"\0"))
    done = None if misdeed is None else misdeed()
    return read_workbook(content, limits, sheets) if done is None else done


def process_number(_content: bytes, _limits: Limits, _sheets: frozenset[str] | None) -> Rejection:
    """Tells which process reads."""
    return Rejection(rule=ARCHIVE.rule, parameters={"kind": os.getpid()})
