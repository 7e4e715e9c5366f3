"""The inbox as a folder: everything under it in a fixed order, read as far as the limits allow; links are never followed."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import OperatorError, reason_of
from pipeline.intake.files.reading import START, over_limit, size_limit
from pipeline.intake.files.troubles import file_trouble, local_trouble
from pipeline.intake.formats.limits import Limits, Rejection, format_not_read, megabytes
from pipeline.rules import Rule
from pipeline.text import clean_text, from_bytes, is_unprintable

#: A folder of this name was meant to be a workbook.
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".zip")
#: The inbox's own notice, which the project puts there; nobody sent it.
NOTICE = "README.md"
#: What the Mac shows as one file is a folder everywhere else.
_NUMBERS_ENDING = ".numbers"
_NUMBERS = format_not_read("Apple Numbers")
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


def refuse_unreadable(inbox: Path) -> None:
    """Do nothing where the inbox can be listed.

    Raises: OperatorError where it cannot.
    """
    try:
        with os.scandir(inbox):
            pass
    except OSError as error:
        remedy = (
            "tạo thư mục này rồi chép báo cáo của các cơ quan vào"
            if isinstance(error, FileNotFoundError)
            else "kiểm tra quyền và đường dẫn rồi chạy lại"
        )
        raise OperatorError(
            f"Không mở được thư mục tiếp nhận {inbox} ({reason_of(error)}); {remedy}, hoặc chỉ thư mục khác bằng --inbox."
        ) from error


def listed_entries(inbox: Path) -> tuple[InboxEntry, ...]:
    """Return every file under the inbox, sorted by path, each path once.

    Raises: OperatorError when the inbox cannot be listed.
    """
    refuse_unreadable(inbox)
    return unique(sorted(_entries(inbox, ""), key=lambda entry: (entry.path, os.fsencode(entry.location))))


def shown_path(path: str) -> str:
    """Return a path to the letter, so that it can be found again.

    A name that holds line feeds, control characters or bytes that are no text at all is put into one clean line.
    """
    name = from_bytes(path)
    if name and not is_unprintable(name):
        return name
    return " ".join(clean_text(name).split()) or "(không tên)"


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


def read_content(path: Path, limits: Limits) -> bytes | Rejection:
    """Read a regular file of the inbox; links, devices and pipes are never opened, nor waited for."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return _OUTSIDE
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        return file_trouble(error)
    try:
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                return _OUTSIDE
            return read_stream(file, facts.st_size, limits)
    except OSError as error:  # a share that goes away while it is read
        return local_trouble(reason_of(error))


def read_stream(stream: BinaryIO, size: int, limits: Limits) -> bytes | Rejection:
    """Read what a file of a stated size holds, never more than the limits allow, whatever size it states."""
    start = stream.read(START)
    limit = size_limit(start, limits)
    if size > limit:
        return over_limit(start, limits, megabytes(size))
    content = start + stream.read(limit + 1)
    return content if len(content) <= limit else over_limit(start, limits, f"hơn {megabytes(limit)}")


def _entries(folder: Path, prefix: str) -> Iterator[InboxEntry]:
    try:
        with os.scandir(folder) as listing:
            children = list(listing)
    except OSError as error:
        trouble = local_trouble(f"thư mục, {reason_of(error)}")
        if not isinstance(error, FileNotFoundError):
            yield InboxEntry(path=shown_path(prefix), location=folder, rejection=trouble)
        return
    for child in children:
        path = f"{prefix}/{child.name}" if prefix else child.name
        location = folder / child.name
        if path == NOTICE:
            continue
        if not child.is_dir(follow_symlinks=False):
            yield InboxEntry(path=shown_path(path), location=location)
            continue
        if child.name.lower().endswith(_NUMBERS_ENDING):
            yield InboxEntry(path=shown_path(path), location=location, rejection=_NUMBERS)
            continue
        if child.name.lower().endswith(_WORKBOOK_ENDINGS):
            yield InboxEntry(path=shown_path(path), location=location, rejection=_OUTSIDE)
        yield from _entries(location, path)
