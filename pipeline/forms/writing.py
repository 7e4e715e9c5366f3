"""Many workbooks at once: written by other processes while this one goes on, the same bytes as written here."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import repeat

from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes

#: With fewer workbooks the processes are not ready before this one is done.
_WORTH_IT = 12
#: Forms that go to a process together: few enough to spread evenly, and the schemas go with each such handful.
_AT_ONCE = 4


@contextmanager
def writers(processes: int | None = None) -> Iterator[Executor]:
    """Give an executor whose processes write workbooks; they start with their first work and end with the block.

    None: as many processes as there are cores.
    """
    executor = ProcessPoolExecutor(
        max_workers=processes or os.cpu_count(),
        # a fork would copy what this process is in the middle of; there is none on Windows
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_end_with_parent,
    )
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def worth_it(forms: int) -> bool:
    """Return whether so many workbooks are written sooner by processes, which must start first."""
    return forms >= _WORTH_IT


def begun(executor: Executor | None, function: Callable[..., bytes], *arguments: object) -> Callable[[], bytes]:
    """Return what gives the bytes of a function, which an executor makes meanwhile; where it has been ended they are made here."""
    if executor is None:
        return partial(function, *arguments)
    try:
        future = executor.submit(function, *arguments)
    except BrokenProcessPool:
        return partial(function, *arguments)

    def made() -> bytes:
        try:
            return future.result()
        except BrokenProcessPool:
            return function(*arguments)

    return made


def workbooks(forms: Sequence[Form], schemas: Schemas, executor: Executor | None = None) -> Iterator[bytes]:
    """Give the workbook of each form, in order; all are begun at once where the executor is worth asking."""
    if executor is None or not worth_it(len(forms)):
        return (template_bytes(form, schemas) for form in forms)
    try:
        begun = executor.map(template_bytes, forms, repeat(schemas), chunksize=_AT_ONCE)
    except BrokenProcessPool:
        return workbooks(forms, schemas)
    return _finished(begun, forms, schemas)


def _finished(begun: Iterator[bytes], forms: Sequence[Form], schemas: Schemas) -> Iterator[bytes]:
    """Give what the processes write; what they could not, one of them having been ended, is written here."""
    done = 0
    try:
        for content in begun:
            yield content
            done += 1
    except BrokenProcessPool:
        yield from workbooks(forms[done:], schemas)


def _end_with_parent() -> None:
    """Prepare a process: Ctrl-C is for the parent to answer, and no process outlives a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait_for_parent, name="parent-watch", daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
