"""Processes that make files of bytes while this one goes on; the same bytes as made here."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from itertools import repeat
from typing import TypeVar

from pipeline.interrupts import held_off

Item = TypeVar("Item")
Shared = TypeVar("Shared")

#: With fewer files the processes are not ready before this one is done.
_FEWEST_FOR_PROCESSES = 12
#: Items that go to a process together: few enough to spread evenly, and what they share goes with each such handful.
_ITEMS_PER_MESSAGE = 4


@contextmanager
def writer_processes(count: int | None = None) -> Iterator[Executor]:
    """Give an executor of `count` processes, by default one a core; they start with their first work and end with the block."""
    # making it starts a process of its own, which clears up after the others
    with held_off():
        executor = ProcessPoolExecutor(
            max_workers=count or os.cpu_count(),
            # a fork would copy what this process is in the middle of; there is none on Windows
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_end_with_parent,
        )
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def enough_for_processes(files: int) -> bool:
    """Return whether so many files are made sooner by processes, which must start first."""
    return files >= _FEWEST_FOR_PROCESSES


def background_call(
    executor: Executor | None, function: Callable[..., bytes], *arguments: object
) -> Callable[[], bytes]:
    """Start a call in a process of the executor and return a function that waits for its result.

    Without an executor, or where its process has been ended, that function makes the call here.
    """
    call = partial(function, *arguments)
    if executor is None:
        return call
    try:
        with held_off():
            future = executor.submit(call)
    except BrokenProcessPool:
        return call

    def result() -> bytes:
        try:
            return future.result()
        except BrokenProcessPool:
            return call()

    return result


def results(
    executor: Executor | None, function: Callable[[Item, Shared], bytes], items: Sequence[Item], shared: Shared
) -> Iterator[bytes]:
    """Give `function(item, shared)` of each item, in order.

    With an executor and enough items all calls are started at once in its processes. What they did not make, one of them
    having been ended, is made here.
    """
    started: Iterator[bytes] = iter(())
    if executor is not None and enough_for_processes(len(items)):
        # an executor that has been ended starts nothing
        with suppress(BrokenProcessPool), held_off():
            started = executor.map(function, items, repeat(shared), chunksize=_ITEMS_PER_MESSAGE)
    return _completed(started, function, items, shared)


def _completed(
    started: Iterator[bytes], function: Callable[[Item, Shared], bytes], items: Sequence[Item], shared: Shared
) -> Iterator[bytes]:
    """Give the results of the started calls, then those that they lack."""
    finished = 0
    with suppress(BrokenProcessPool):
        for result in started:
            yield result
            finished += 1
    yield from (function(item, shared) for item in items[finished:])


def _end_with_parent() -> None:
    """Prepare a process: Ctrl-C is for the parent to answer, and no process outlives a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait_for_parent, name="parent-watch", daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
