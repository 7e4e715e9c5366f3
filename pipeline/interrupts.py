"""Ends from outside: Ctrl-C, a request to end, a terminal that is closed. Heard at any moment, held off where they do harm."""

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

#: What asks a command to end; there is no SIGHUP on Windows.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: Units: seconds for which a command that was asked to end may clear up; another request after that ends it at once.
_CLEARING_UP = 3.0
#: Shells give a program that a signal ended this much more than the signal's number.
_ENDED_BY_SIGNAL = 128
#: Units: seconds after which an interrupt that was dropped is raised again.
_SOON = 0.01


@dataclass(slots=True)
class _Hearing:
    """What this process was asked; a process has but one."""

    #: The first signal, and when it came, by the monotonic clock.
    first: int | None = None
    first_at: float = 0.0
    #: How many blocks hold the signals off, and whether one came meanwhile.
    holds: int = 0
    waits: bool = False


_state = _Hearing()


def listen() -> None:
    """Have a request to end raise KeyboardInterrupt: the first alone, for others would disturb the clearing up.

    What the caller of this process has it ignore (nohup, a job in the background) stays ignored.
    """
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    sys.unraisablehook = _raise_again


def exit_code() -> int | None:
    """Return the exit code of a command that was asked to end; None where it was not."""
    return None if _state.first is None else _ENDED_BY_SIGNAL + _state.first


def stop_listening() -> None:
    """Have requests to end ignored from now on, when all is done but what Python itself clears up: it must not be disturbed.

    Where none was listened for, as in a test, nothing changes.
    """
    for number in _SIGNALS:
        if signal.getsignal(number) is _interrupt:
            # what hangs even now can still be ended
            signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    # Python ends itself by SIGINT, whatever the exit code, where one came in code that was text; running a text forgets it
    exec("")  # noqa: S102


@contextmanager
def held_off() -> Iterator[None]:
    """Hold requests to end off until the block is left; processes that are started within never hear what a terminal sends.

    For a few steps that must not be parted, and for the start of processes: a terminal sends Ctrl-C, and that it is closed,
    to them too, and one that is not ready yet would tell of it in forty lines.
    """
    mask = _mask_terminal()
    _state.holds += 1
    try:
        yield
    finally:
        _state.holds -= 1
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if _state.waits and not _state.holds:
            _state.waits = False
            raise KeyboardInterrupt


def _mask_terminal() -> set[int | signal.Signals] | None:
    """Mask what a terminal sends in this thread and the processes it starts; return the mask of before, None on Windows."""
    if sys.platform == "win32":
        return None
    return signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})


def _interrupt(number: int, frame: FrameType | None) -> None:
    if _drops(frame):
        _send_soon(number)
        return
    if _state.first is not None:
        if time.monotonic() - _state.first_at > _CLEARING_UP:
            os._exit(_ENDED_BY_SIGNAL + number)
        return
    _state.first, _state.first_at = number, time.monotonic()
    if _state.holds:
        _state.waits = True
        return
    raise KeyboardInterrupt


def _raise_again(unraisable: "sys.UnraisableHookArgs") -> None:
    """Raise an interrupt once more that came where Python drops exceptions, in a finaliser or a callback."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    number, _state.first = _state.first or signal.SIGINT, None
    _send_soon(number)


def _drops(frame: FrameType | None) -> bool:
    """Return whether what is raised in a frame would be dropped once more."""
    while frame is not None and frame.f_code is not _raise_again.__code__:
        frame = frame.f_back
    return frame is not None


def _send_soon(number: int) -> None:
    again = threading.Timer(_SOON, _send_to_main_thread, [number])
    again.daemon = True
    again.start()


def _send_to_main_thread(number: int) -> None:
    """Send a signal to the thread that hears signals, which may be waiting for something."""
    if sys.platform == "win32":
        _thread.interrupt_main(number)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, number)
