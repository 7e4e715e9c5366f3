"""The inbox as a folder: everything under it in a fixed order, read as far as the limits allow; links are never followed."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pipeline.errors import OperatorError
from pipeline.intake.formats.kinds import is_zip
from pipeline.intake.formats.limits import Limits, Rejection, damaged, megabytes, too_large
from pipeline.rules import Rule
from pipeline.text import clean_text, is_unprintable

#: A folder of this name was meant to be a workbook.
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".zip")
#: Traces of systems, programs and unfinished downloads.
_SYSTEM_NAMES = {"thumbs.db", "ehthumbs.db", "desktop.ini"}
_SYSTEM_ENDINGS = (".crdownload", ".part", ".partial", ".tmp", ".download")
#: The inbox's own notice.
_NOTICE = "README.md"
_OUTSIDE = Rejection(rule=Rule.OUTSIDE_INBOX)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """One file of the inbox, or a folder that is refused; `path` is fit to be shown, `location` is where it is."""

    path: str
    location: Path
    #: Set for what can be refused without opening it.
    rejection: Rejection | None = None

    def content(self, limits: Limits) -> bytes | Rejection:
        """Read the file, as far as the limits allow."""
        return read_content(self.location, limits)


def listed_entries(inbox: Path) -> tuple[InboxEntry, ...]:
    """Return every file under the inbox, sorted by path, each path once.

    Raises: OperatorError when the inbox cannot be listed.
    """
    try:
        with os.scandir(inbox):
            pass
    except OSError as error:
        raise OperatorError(
            f"Không mở được thư mục tiếp nhận {inbox} ({error.strerror}); "
            "tạo thư mục này rồi chép báo cáo của các cơ quan vào, hoặc chỉ thư mục khác bằng --inbox."
        ) from error
    return unique(sorted(_entries(inbox, ""), key=lambda entry: (entry.path, os.fsencode(entry.location))))


def shown_path(path: str) -> str:
    """Return a path to the letter, so that it can be found again.

    A name that holds line feeds, control characters or bytes that are no text at all is put into one clean line.
    """
    if path and not is_unprintable(path):
        return path
    return " ".join(clean_text(path).split()) or "(không tên)"


def unique(entries: list[InboxEntry]) -> tuple[InboxEntry, ...]:
    """Return the entries with a number after each path that looks like an earlier one although the names differ."""
    paths = numbered(entry.path for entry in entries)
    return tuple(replace(entry, path=path) for entry, path in zip(entries, paths, strict=True))


def numbered(paths: Iterable[str]) -> Iterator[str]:
    """Give the paths with a number after each that was given before: «a.xlsx», «a.xlsx (2)»."""
    counts: Counter[str] = Counter()
    for path in paths:
        counts[path] += 1
        yield path if counts[path] == 1 else f"{path} ({counts[path]})"


def is_system_file(path: str) -> bool:
    """Return whether a path relative to the inbox (`a.zip!/b` inside an archive) is no return and nobody means it to be one."""
    if path == _NOTICE:
        return True
    parts = PurePosixPath(path.replace("!/", "/")).parts
    name = parts[-1].lower() if parts else ""
    if any(part.startswith(".") for part in parts) or "__MACOSX" in parts:
        return True
    return name in _SYSTEM_NAMES or name.startswith("~$") or name.endswith(_SYSTEM_ENDINGS)


def read_content(path: Path, limits: Limits) -> bytes | Rejection:
    """Read a regular file of the inbox; links, devices and pipes are never opened, nor waited for."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return _OUTSIDE
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        return damaged(f"hệ thống không cho mở tệp: {error.strerror}")
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            return _OUTSIDE
        return read_stream(file, facts.st_size, limits)


def read_stream(stream: BinaryIO, size: int, limits: Limits) -> bytes | Rejection:
    """Read what a file of a stated size holds, never more than the limits allow, whatever size it states."""
    start = stream.read(4)
    limit = limits.archive if is_zip(start) else limits.file
    if size > limit:
        return too_large(f"{megabytes(limit)} một tệp", megabytes(size))
    content = start + stream.read(limit + 1)
    return content if len(content) <= limit else too_large(f"{megabytes(limit)} một tệp", f"hơn {megabytes(limit)}")


def _entries(folder: Path, prefix: str) -> Iterator[InboxEntry]:
    try:
        with os.scandir(folder) as listing:
            children = list(listing)
    except OSError as error:
        yield InboxEntry(
            path=shown_path(prefix), location=folder, rejection=damaged(f"không mở được thư mục: {error.strerror}")
        )
        return
    for child in children:
        path = f"{prefix}/{child.name}" if prefix else child.name
        location = folder / child.name
        if not child.is_dir(follow_symlinks=False):
            yield InboxEntry(path=shown_path(path), location=location)
            continue
        if child.name.lower().endswith(_WORKBOOK_ENDINGS):
            yield InboxEntry(path=shown_path(path), location=location, rejection=_OUTSIDE)
        yield from _entries(location, path)
