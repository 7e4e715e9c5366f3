"""Readers that do to their process what reading libraries have done on hostile files; workers import them by this module."""

import ctypes
import os
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


_MISDEEDS: Mapping[bytes, Callable[[], object]] = {
    b"abort": os.abort,
    b"exit": lambda: os._exit(0),
    b"crash": lambda: ctypes.string_at(0),
    b"loop": _loop,
    b"eat": lambda: len(bytearray(3 * 1024**3)),
    b"gather": _gather,
    b"raise": _raise,
    b"print": _print,
    # no value of ours: whoever unpickles it gets a class
    b"forge": lambda: Path,
}


def misbehaving(content: bytes, limits: Limits = LIMITS, sheets: frozenset[str] | None = None) -> object:
    """Does what the content says; reads any other content."""
    misdeed = _MISDEEDS.get(content)
    done = None if misdeed is None else misdeed()
    return read_workbook(content, limits, sheets) if done is None else done


def process_number(_content: bytes, _limits: Limits, _sheets: frozenset[str] | None) -> Rejection:
    """Tells which process reads."""
    return Rejection(rule=ARCHIVE.rule, parameters={"kind": os.getpid()})
