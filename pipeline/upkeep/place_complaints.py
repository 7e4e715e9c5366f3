"""What is missing or doubtful around a project: its folders, locks, and what the program runs on."""

import platform
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from pipeline.errors import OperatorError, writing_trouble
from pipeline.intake.files.folder import refuse_unreadable
from pipeline.processes.containment import worker_isolation
from pipeline.reports.outbox.locking import keeps_locks
from pipeline.reports.outbox.places import is_link
from pipeline.upkeep.complaint import Complaint, FileLine, Gravity

_NEEDED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)[^;]*?>=([0-9.]+)")


def folder_complaints(inbox: Path | None, written: tuple[Path, ...]) -> Iterator[Complaint]:
    """Give what is wrong with the folder that is read (None: it is no folder) and with those that are written."""
    if inbox is not None:
        yield from _inbox(inbox)
    for folder in written:
        yield from _written(folder)


def _inbox(inbox: Path) -> Iterator[Complaint]:
    if not inbox.is_dir():
        yield Complaint(
            code="no-inbox",
            gravity=Gravity.STOPS,
            message="Chưa có thư mục nhận báo cáo.",
            remedy="Tạo thư mục ấy.",
            place=FileLine(path=inbox),
        )
        return
    try:
        refuse_unreadable(inbox)
    except OperatorError as error:
        yield Complaint(
            code="unreadable-inbox",
            gravity=Gravity.STOPS,
            message=error.one_line,
            remedy="Kiểm tra quyền đọc của thư mục.",
            place=FileLine(path=inbox),
        )


def _written(folder: Path) -> Iterator[Complaint]:
    """Give why nothing can be written into a folder, or into the nearest one around it that is there."""
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if is_link(folder):
        yield _unwritable(folder, "thư mục là liên kết đến chỗ khác; hãy dùng thư mục thật.")
        return
    try:
        with tempfile.TemporaryDirectory(prefix=".thu-ghi-", dir=existing) as trial:
            holds = keeps_locks(Path(trial))
    except OSError as error:
        yield _unwritable(folder, writing_trouble(error))
        return
    if not holds:
        yield Complaint(
            code="no-locks",
            gravity=Gravity.DOUBT,
            message="Ổ đĩa chứa thư mục này không khóa được tệp (thường là ổ mạng).",
            remedy="Mỗi lúc chỉ chạy chương trình ở một máy, một cửa sổ.",
            place=FileLine(path=folder),
        )


def _unwritable(folder: Path, reason: str) -> Complaint:
    return Complaint(
        code="unwritable-folder",
        gravity=Gravity.STOPS,
        message=f"Không ghi được vào thư mục: {reason}",
        remedy="Mở quyền ghi hoặc chọn chỗ khác.",
        place=FileLine(path=folder),
    )


def versions() -> Mapping[str, str]:
    """Return the versions of Python, of the program and of each package that it needs and that is there."""
    result = {"python": platform.python_version()}
    for package in ("tonghop", *_needed()):
        with suppress(PackageNotFoundError):
            result[package] = version(package)
    return result


def program_complaints(present: Mapping[str, str]) -> Iterator[Complaint]:
    """Give the packages that are missing or older than the program needs, and whether files are read in isolation."""
    for package, least in _needed().items():
        if package not in present:
            yield Complaint(
                code="missing-package",
                gravity=Gravity.STOPS,
                message=f"Thiếu gói {package}.",
                remedy="Cài lại chương trình.",
            )
        elif _numbers(present[package]) < _numbers(least):
            yield Complaint(
                code="old-package",
                gravity=Gravity.DOUBT,
                message=f"Gói {package} {present[package]} cũ hơn bản cần có ({least}).",
                remedy="Cài lại chương trình.",
            )
    isolation = worker_isolation()
    if isolation is None:
        yield Complaint(
            code="no-reader",
            gravity=Gravity.STOPS,
            message="Tiến trình đọc tệp không chạy được trên máy này.",
            remedy="Kiểm tra bộ nhớ còn trống, cài lại chương trình.",
        )


def _needed() -> Mapping[str, str]:
    """Return the least version of each package that the program needs; nothing where it is not installed."""
    try:
        needed = requires("tonghop") or []
    except PackageNotFoundError:
        return {}
    matches = (_NEEDED.match(text) for text in needed if "extra ==" not in text)
    return {match.group(1): match.group(2) for match in matches if match is not None}


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])
