"""From the entries of the inbox to opened workbooks; any other file is set aside here, whatever the round."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from pipeline.intake.files.archive import members, opened_archive
from pipeline.intake.files.folder import InboxEntry, is_system_file, numbered, shown_path
from pipeline.intake.formats.active_content import ActiveContent
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.kinds import ARCHIVE
from pipeline.intake.formats.limits import Limits, Rejection, unreadable
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook
from pipeline.intake.received import ReceivedFile, Verdict, set_aside
from pipeline.problems import problem
from pipeline.processes.containment import Cause, Keyed, Stopped, outcomes, outcomes_by
from pipeline.processes.worker import Call
from pipeline.rules import Detail, Rule, Severity

#: With fewer files a second worker is not ready before the first is done with them.
_SEVERAL_FROM = 60
#: Every class that a `RawWorkbook` or a `Rejection` is made of: a worker's answer may hold no other.
ANSWER_CLASSES = (
    RawWorkbook,
    RawSheet,
    CellStyle,
    ActiveContent,
    *(date, datetime, time, timedelta),
    Rejection,
    *(Rule, Detail, Severity),
)
#: What a worker is asked; a test may ask another function.
Reader = Callable[..., RawWorkbook | Rejection]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One workbook that passed the gate."""

    path: str
    content: bytes
    workbook: RawWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One file, in the inbox or in an archive."""

    path: str
    content: bytes | Rejection
    #: Whether it may be an archive: one level is opened.
    archives: bool


def opened_files(
    entries: Iterable[InboxEntry],
    *,
    limits: Limits,
    sheets: frozenset[str],
    workers: int,
    executor: Executor | None = None,
    reader: Reader = read_workbook,
) -> Iterator[ReceivedFile | Opened]:
    """Give the file of each entry, for an archive the files inside it too, in no particular order.

    `sheets` are the folded names of those that hold data. With an executor its processes read, each contained, in place
    of the workers of this one.
    """
    opener = _Opener(limits=limits, sheets=sheets, reader=reader)
    opener.sources.append(
        _Item(path=entry.path, content=entry.rejection or entry.content(limits), archives=True) for entry in entries
    )
    read = outcomes(opener.next_call, workers) if executor is None else outcomes_by(executor, opener.next_call)
    for item, outcome in read:
        opener.judge(item, outcome)
        while opener.done:
            yield opener.done.popleft()
    yield from opener.done


def worker_count(files: int) -> int:
    """Return how many workers read so many files fastest; beside them this process judges what they have read."""
    return 2 if files >= _SEVERAL_FROM and (os.cpu_count() or 1) > 1 else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opener:
    """Gives calls to the workers and notes their outcomes."""

    limits: Limits
    sheets: frozenset[str]
    reader: Reader
    #: The files still to be read: those of the inbox, above them those of the archive that is open.
    sources: list[Iterator[_Item]] = field(default_factory=list)
    done: deque[ReceivedFile | Opened] = field(default_factory=deque)

    def next_call(self) -> Keyed[_Item] | None:
        """Return the next call for a worker, None when no file is left; files that need no worker are set aside on the way."""
        while self.sources:
            item = next(self.sources[-1], None)
            if item is None:
                self.sources.pop()
            elif isinstance(item.content, Rejection):
                verdict = Verdict.IGNORED if is_system_file(item.path) else Verdict.REJECTED
                self.done.append(set_aside(item.path, b"", verdict, (item.content.problem(item.path),)))
            elif is_system_file(item.path):
                ground = problem(Rule.SYSTEM_FILE, file=item.path)
                self.done.append(set_aside(item.path, item.content, Verdict.IGNORED, (ground,)))
            elif len(item.content) > self.limits.file:
                # an archive or too large: no reader ever sees it
                self.judge(item, read_workbook(item.content, self.limits))
            else:
                call = Call(
                    function=self.reader,
                    arguments=(item.content, self.limits, self.sheets),
                    answer_classes=ANSWER_CLASSES,
                    memory=self.limits.memory,
                    seconds=self.limits.seconds,
                )
                return Keyed(item, call)
        return None

    def judge(self, item: _Item, outcome: RawWorkbook | Rejection | Stopped) -> None:
        """Note the outcome of one file; an archive adds its files."""
        content = item.content if isinstance(item.content, bytes) else b""
        if isinstance(outcome, RawWorkbook):
            self.done.append(Opened(path=item.path, content=content, workbook=outcome))
            return
        if outcome == ARCHIVE and item.archives:
            self._open_archive(item.path, content)
            return
        rejection = unreadable(_reason(outcome)) if isinstance(outcome, Stopped) else outcome
        self.done.append(set_aside(item.path, content, Verdict.REJECTED, (rejection.problem(item.path),)))

    def _open_archive(self, path: str, content: bytes) -> None:
        archive = opened_archive(content, self.limits)
        if isinstance(archive, Rejection):
            self.done.append(set_aside(path, content, Verdict.REJECTED, (archive.problem(path),)))
            return
        ground = problem(Rule.ARCHIVE_OPENED, file=path, count=len(archive.entries))
        self.done.append(set_aside(path, content, Verdict.IGNORED, (ground,)))
        paths = numbered(shown_path(f"{path}!/{name}") for name in sorted(archive.entries))
        self.sources.append(
            _Item(path=member, content=data, archives=False)
            for member, data in zip(paths, members(archive, self.limits), strict=True)
        )


def _reason(stopped: Stopped) -> str:
    """Return in words why a file could not be read."""
    return {
        Cause.TIME: f"đọc quá {stopped.detail} giây",
        Cause.MEMORY: "cần quá nhiều bộ nhớ",
        Cause.ENDED: "làm trình đọc dừng đột ngột",
        Cause.RAISED: f"trình đọc báo lỗi {stopped.detail}",
    }[stopped.cause]
