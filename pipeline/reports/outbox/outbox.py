"""The outbox of a round: replaced as a whole or not at all."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputError

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_CURRENT_FOLDER = -100  # AT_FDCWD


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder to write into; when the block ends without an error it takes the place of `target`.

    A run that is stopped at any moment, or fails, leaves the previous folder as it was. What a stopped run left
    behind is cleared away first.

    Raises: OutputError when the folder cannot be written (read-only, disk full, a file open elsewhere).
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}.moi")
    previous = target.with_name(f".{target.name}.{os.getpid()}.cu")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _recover(target)
        fresh.mkdir()
        yield fresh
        _flush(fresh)
        _swap(fresh, target, previous)
    except OSError as error:
        raise OutputError(_remedy(target, error)) from error
    finally:
        for leftover in (fresh, previous):
            shutil.rmtree(leftover, ignore_errors=True)


def _recover(target: Path) -> None:
    """Bring back a folder that a stopped run had moved aside, and clear away what stopped runs left half-written."""
    for aside in sorted(target.parent.glob(f".{target.name}.*.cu")):
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(target)
    for half_written in target.parent.glob(f".{target.name}.*.moi"):
        if not _running(half_written):
            shutil.rmtree(half_written, ignore_errors=True)


def _running(half_written: Path) -> bool:
    """Return whether the process that writes the folder still runs."""
    number = half_written.name.split(".")[-2]
    return Path("/proc", number).exists() if number.isdigit() and Path("/proc").is_dir() else False


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


def _flush(folder: Path) -> None:
    """Bring every file to the disk before the folder counts."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _remedy(target: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return (
        f"Không ghi được thư mục kết quả {target} ({reason}). Kết quả lần trước vẫn giữ nguyên. "
        "Hãy đóng các tệp kết quả đang mở, kiểm tra quyền ghi và dung lượng đĩa rồi chạy lại."
    )
