"""One run at a time on the outbox of a campaign: a lock of the operating system, which ends with its process however it ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import OutputError, writing_trouble
from pipeline.reports.outbox.places import CampaignOutbox

#: Stays where it is: a lock file that is removed lets two runs lock two files of one name.
_NAME = ".khoa"

#: Tells the user one line.
Tell = Callable[[str], object]


class OutboxBusyError(OutputError):
    """Another run is writing into the same outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedOutbox:
    """The outbox of a campaign while this run alone writes into it."""

    outbox: CampaignOutbox
    tell: Tell
    #: Whether the lock keeps others out. Where it does not, nothing that another run may be writing is cleared away.
    holds: bool
    #: Device and number of the lock file: another file in its place means that the folder was replaced meanwhile.
    _file: tuple[int, int] | None

    def check_still_there(self) -> None:
        """Make sure that the folder is still the one that was locked. Raises: OutputError when it is not."""
        if self._file != _number(self.outbox.folder / _NAME):
            raise OutputError(
                f"Thư mục kết quả {self.outbox.folder} đã bị xóa, đổi tên hoặc mất kết nối trong lúc chạy; chưa ghi gì vào đó. "
                "Kiểm tra thư mục, ổ đĩa rồi chạy lại."
            )


@contextmanager
def locked_outbox(outbox: CampaignOutbox, tell: Tell) -> Iterator[LockedOutbox]:
    """Lock the outbox of a campaign, which is made where it is missing, until the block ends.

    Raises:
        OutboxBusyError: another run has it.
        OutputError: it cannot be written, or is a link.
    """
    outbox.refuse_links(outbox.folder)
    path = outbox.folder / _NAME
    lock = FileLock(path, blocking=False, fallback_to_soft=False)
    try:
        outbox.folder.mkdir(parents=True, exist_ok=True)
        # a file that can be made can be written: a folder where it cannot is told before any work is done
        path.touch()
    except OSError as error:
        raise OutputError(_unusable(outbox, error)) from error
    try:
        lock.acquire()
    except Timeout:
        raise OutboxBusyError(
            f"Một lần chạy khác đang ghi vào {outbox.folder}; đợi lần ấy xong rồi chạy lại. Chưa có gì thay đổi."
        ) from None
    except OSError:
        # the file can be written, so it is the file system that knows no locks
        holds = False
    else:
        holds = _keeps_others_out(path)
    try:
        if not holds:
            tell(
                f"Chú ý: ổ chứa {outbox.folder} không khóa được tệp (thường là ổ mạng); "
                "mỗi lúc chỉ chạy chương trình ở một máy, một cửa sổ."
            )
        yield LockedOutbox(outbox=outbox, tell=tell, holds=holds, _file=_number(path))
    finally:
        lock.release()


def _keeps_others_out(path: Path) -> bool:
    """Return whether a lock that is held refuses another one: some shares grant every lock that is asked for."""
    other = FileLock(path, blocking=False, fallback_to_soft=False)
    try:
        other.acquire()
    except (Timeout, OSError):
        return True
    other.release()
    return False


def keeps_locks(folder: Path) -> bool:
    """Return whether the file system of a folder keeps locks; a file is made in the folder for it.

    Raises: OSError when none can be made.
    """
    path = folder / _NAME
    path.touch()
    lock = FileLock(path, blocking=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return False
    try:
        return _keeps_others_out(path)
    finally:
        lock.release()


def _number(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _unusable(outbox: CampaignOutbox, error: OSError) -> str:
    return f"Không ghi được vào thư mục kết quả {outbox.folder}: {writing_trouble(error)}"
