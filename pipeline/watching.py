"""Watching: the outbox is made anew whenever returns arrive, until the user stops it."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

from pipeline.errors import OperatorError
from pipeline.intake.received import Verdict
from pipeline.reports.outbox.locking import OutboxBusyError
from pipeline.reports.outbox.lost import LostReturnsError
from pipeline.rules import Severity

if TYPE_CHECKING:
    from pipeline.intake.received import ReceivedFile
    from pipeline.run import Run

#: Units: seconds. A file counts as written when its size and time stay the same for so long …
QUIET = 1.0
#: … and a file that never comes to rest is waited for no longer than this; it is read again when it has changed.
PATIENCE = 120.0
#: Units: milliseconds. How long nothing may happen before the date is looked at again.
_LOOK_AGAIN = 60_000

#: Makes the outbox anew as of a day.
Consolidate = Callable[[date], "Run"]


@dataclass(slots=True)
class Watch:
    """Makes the outbox anew after each change of an inbox or of the data of its campaign, and says what it found."""

    #: The inbox, the catalogue, the schemas: a change in any of them changes the outbox.
    folders: Sequence[Path]
    consolidate: Consolidate
    today: Callable[[], date]
    say: Callable[[str], None]
    #: Ask the disk from time to time, where it does not report changes: network drives.
    poll: bool = False
    quiet: float = QUIET
    #: Digest and verdict of each file of the last good run; None before the first.
    _verdicts: Mapping[str, tuple[str, Verdict]] | None = None
    _as_of: date | None = None
    #: The last run failed: the next good one is reported even when it finds nothing new.
    _failed: bool = False
    #: Another run was writing: this one is made up for as soon as that one has ended.
    _is_behind: bool = False
    #: What the last run said that it waits for.
    _waits_for: tuple[str, ...] = ()

    def run(self) -> None:
        """Make the outbox at once, then after every change and every midnight; ends with KeyboardInterrupt."""
        self._make_anew()
        change_sets = watch(
            *self.folders,
            watch_filter=None,
            force_polling=self.poll or None,
            rust_timeout=_LOOK_AGAIN,
            yield_on_timeout=True,
            raise_interrupt=True,
        )
        for changes in change_sets:
            if changes:
                settle(self.folders, quiet=self.quiet)
            if changes or self._is_behind or self._as_of != self.today():
                self._make_anew()

    def _make_anew(self) -> None:
        """Consolidate and report the verdict of each new file; whatever goes wrong is one line, and the watch goes on."""
        new_day, self._as_of = self._as_of != self.today(), self.today()
        report_anyway, self._failed = new_day or self._failed, True
        self._is_behind = False
        try:
            run = self.consolidate(self._as_of)
        except (OutboxBusyError, LostReturnsError) as error:
            self._is_behind = isinstance(error, OutboxBusyError)
            reasons = tuple(waiting_lines(error))
            # not repeated at each look as long as it is the same
            for line in reasons if reasons != self._waits_for or new_day else ():
                self.say(line)
            self._waits_for = reasons
        except OperatorError as error:
            self.say(f"Lỗi: {error.one_line}")
        except Exception as error:  # one bad run must not end the watch; the outbox stands as it was
            reason = " ".join(str(error).split())[:200]
            self.say(f"Lỗi của chương trình ({type(error).__name__}: {reason}); kết quả lần trước vẫn giữ nguyên.")
        else:
            self._failed, self._waits_for = False, ()
            verdicts = {file.path: (file.sha256, file.verdict) for file in run.files}
            if report_anyway or verdicts != self._verdicts:
                for line in self._lines(run, verdicts):
                    self.say(line)
            self._verdicts = verdicts

    def _lines(self, run: "Run", verdicts: Mapping[str, tuple[str, Verdict]]) -> Iterator[str]:
        """Yield the new verdicts, the files that are gone, and the totals."""
        if self._verdicts is not None:
            for file in run.files:
                if self._verdicts.get(file.path) != verdicts[file.path] and file.verdict is not Verdict.IGNORED:
                    yield verdict_line(file, run)
            for path in sorted(set(self._verdicts) - set(verdicts)):
                yield f"{path}: không còn trong thư mục"
        agencies = run.submissions
        yield (
            f"{run.round.name}: {len(run.files)} tệp; đã báo cáo {agencies.reported}/{agencies.owing} cơ quan, "
            f"{run.problem_counts()[Severity.ERROR]} lỗi."
        )


def waiting_lines(error: OutboxBusyError | LostReturnsError) -> Iterator[str]:
    """Yield what the watch waits for."""
    yield f"Chờ: {error}"
    if isinstance(error, LostReturnsError):
        for lost in error.lost:
            yield f"  {error.campaign.agency_by_code[lost.agency].name}: {lost.path}"


def verdict_line(file: "ReceivedFile", run: "Run") -> str:
    """Return the line of one file: its verdict, its agency, and the reason, or how many problems of each severity it has."""
    name = "" if file.identity is None else f" ({run.campaign.agency_by_code[file.identity.agency].name})"
    line = f"{file.path}: {file.verdict.label}{name}"
    if file.reason:
        return f"{line}: {file.reason}"
    severities = [problem.severity for problem in run.problems if problem.file == file.path]
    counts = [f"{count} {severity.label.lower()}" for severity in Severity if (count := severities.count(severity))]
    return f"{line}: {', '.join(counts)}" if counts else line


def settle(folders: Collection[Path], *, quiet: float = QUIET, patience: float = PATIENCE) -> None:
    """Wait until no file of the folders has changed for `quiet` seconds, so that no file is read while it is being copied.

    After `patience` seconds it is given up: the file is read as it is.
    """
    end = time.monotonic() + patience
    before = _sizes_and_times(folders)
    while time.monotonic() < end:
        time.sleep(quiet)
        after = _sizes_and_times(folders)
        if after == before:
            return
        before = after


def _sizes_and_times(folders: Collection[Path]) -> dict[Path, tuple[int, int]]:
    """Return bytes and time of change (nanoseconds) of every file; one that goes away meanwhile is left out."""
    files = {}
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                status = path.lstat()
            except OSError:
                continue
            files[path] = (status.st_size, status.st_mtime_ns)
    return files
