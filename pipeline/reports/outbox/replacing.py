"""A folder of the outbox is replaced as a whole or not at all, and what a person did in it is kept."""

import ctypes
import errno
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.errors import OutputError, writing_trouble
from pipeline.interrupts import held_off
from pipeline.reports.outbox.locking import LockedOutbox
from pipeline.reports.outbox.pending import KEPT, Pending, set_down, settle
from pipeline.reports.outbox.record import MANIFEST, RECORD, hand_edited_files, keep, write_record

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_CURRENT_FOLDER = -100  # AT_FDCWD
#: Names of folders on their way: of the target, a random part, whether it is the new one or the previous one.
_NEW, _PREVIOUS = "moi", "cu"
_ON_THE_WAY = re.compile(rf"\.(?P<target>.+)\.[0-9a-f]{{8}}\.(?P<which>{_NEW}|{_PREVIOUS})")
#: Units: file names that a line about kept files lists.
_NAMES_TOLD = 3


@dataclass(slots=True)
class Replacement:
    """An empty folder to write into, which is to take the place of another."""

    folder: Path
    #: What ledger and history get once it has.
    pending: Pending | None = None


@contextmanager
def replaced_folder(locked: LockedOutbox, target: Path) -> Iterator[Replacement]:
    """Give an empty folder to write into; when the block ends without an error it takes the place of `target`.

    A run that is stopped at any moment, or fails, leaves the previous folder as it was. What stopped runs left behind is
    cleared away first; what a person changed or added in the previous folder is kept elsewhere, and told in one line.

    Raises: OutputError when the folder cannot be written (no permission, disk full, gone), or is a link.
    """
    locked.outbox.refuse_links(target)
    mark = secrets.token_hex(4)
    fresh, previous = (target.with_name(f".{target.name}.{mark}.{ending}") for ending in (_NEW, _PREVIOUS))
    try:
        if settle(locked.outbox):
            locked.tell("Lần chạy trước bị dừng trước khi ghi sổ; đã ghi bổ sung vào ledger.jsonl và history.jsonl.")
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "", str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        _recover(target.parent, clear=locked.holds)
        fresh.mkdir()
        replacement = Replacement(fresh)
        yield replacement
        _finish(fresh)
        locked.check_still_there()
        # Ctrl-C waits: of what follows nothing is done without the rest, and nothing half-written is left behind
        with held_off():
            if replacement.pending is not None:
                set_down(replacement.pending, locked.outbox)
            hand_edited = _HandEdited(locked, target.name)
            hand_edited.keep(target)
            _swap(fresh, target, previous)
            # what was saved there in the moment between
            for old in (fresh, previous):
                hand_edited.keep(old)
    except OSError as error:
        raise OutputError(f"Không ghi được thư mục kết quả {target}: {writing_trouble(error)} {KEPT}") from error
    finally:
        with held_off():
            for leftover in (fresh, previous):
                shutil.rmtree(leftover, ignore_errors=True)
    settle(locked.outbox)


@dataclass(slots=True)
class _HandEdited:
    """Keeps a person's files of the previous folder, each state of a file once."""

    locked: LockedOutbox
    round: str
    #: Size and time (nanoseconds) of each kept file, by its path in the folder.
    _states: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def keep(self, folder: Path) -> None:
        """Keep what of a folder is a person's work, and tell where; nothing where there is no such folder."""
        record = MANIFEST if (folder / MANIFEST).exists() or not (folder / RECORD).exists() else RECORD
        states = {path: _state(folder / path) for path in hand_edited_files(folder, record=record)}
        paths = tuple(path for path, state in states.items() if state != self._states.get(path))
        if not paths:
            return
        safe = self.locked.outbox.hand_edited(self.round, datetime.now().astimezone())
        self.locked.outbox.refuse_links(safe)
        keep(folder, paths, safe)
        self._states |= states
        names = ", ".join(path.as_posix() for path in paths[:_NAMES_TOLD])
        more = f" và {len(paths) - _NAMES_TOLD} tệp khác" if len(paths) > _NAMES_TOLD else ""
        self.locked.tell(f"Chú ý: {names}{more} đã được sửa hoặc thêm bằng tay; bản ấy được giữ ở {safe}")


def _state(path: Path) -> tuple[int, int]:
    status = path.lstat()
    return status.st_size, status.st_mtime_ns


def _finish(fresh: Path) -> None:
    """Write the record where there is no manifest, and bring every file to the disk before the folder counts."""
    if not (fresh / MANIFEST).exists():
        write_record(fresh)
    for path in sorted(fresh.rglob("*")):
        if path.is_file():
            # Windows flushes only what may be written
            with path.open("r+b") as file:
                os.fsync(file.fileno())


def _recover(parent: Path, *, clear: bool) -> None:
    """Bring back a folder that a stopped run had moved aside, and clear away what stopped runs left half-written.

    Nothing is cleared away where no lock keeps another run out, which may be writing just there.
    """
    for path in sorted(parent.iterdir()):
        match = _ON_THE_WAY.fullmatch(path.name)
        if match is None:
            continue
        if match["which"] == _PREVIOUS and not (parent / match["target"]).exists():
            path.rename(parent / match["target"])
        elif clear:
            shutil.rmtree(path, ignore_errors=True)


def _swap(fresh: Path, target: Path, previous: Path) -> None:
    """Put `fresh` in the place of `target`, in one step where the system has one."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        target.rename(previous)
        try:
            fresh.rename(target)
        except OSError:
            previous.rename(target)
            raise


def _exchanged(fresh: Path, target: Path) -> bool:
    """Exchange two folders in one step; False where the system or file system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_CURRENT_FOLDER, os.fsencode(fresh), _CURRENT_FOLDER, os.fsencode(target), _EXCHANGE) == 0)
