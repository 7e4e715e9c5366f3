"""Everything that lies under the inbox, in a fixed order; links are listed and never followed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import OperatorError
from pipeline.intake.formats.gate import read_content
from pipeline.intake.formats.limits import Limits, Rejection, damaged
from pipeline.rules import Rule
from pipeline.text import clean_text, is_unprintable

#: A folder of this name was meant to be a workbook.
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing under the inbox; `path` is fit to be shown, `location` is where it is."""

    path: str
    location: Path
    #: Set for what can be refused without opening it.
    rejection: Rejection | None = None

    def content(self, limits: Limits) -> bytes | Rejection:
        """Read the file, as far as the limits allow."""
        return read_content(self.location, limits)


def listed_entries(inbox: Path) -> tuple[Entry, ...]:
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


def unique(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return the entries with a number after each path that looks like an earlier one although the names differ."""
    seen: dict[str, int] = {}
    result = []
    for entry in entries:
        seen[entry.path] = seen.get(entry.path, 0) + 1
        again = seen[entry.path]
        path = entry.path if again == 1 else f"{entry.path} ({again})"
        result.append(replace(entry, path=path))
    return tuple(result)


def _entries(folder: Path, prefix: str) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as listing:
            children = list(listing)
    except OSError as error:
        yield Entry(
            path=shown_path(prefix), location=folder, rejection=damaged(f"không mở được thư mục: {error.strerror}")
        )
        return
    for child in children:
        path = f"{prefix}/{child.name}" if prefix else child.name
        location = folder / child.name
        if not child.is_dir(follow_symlinks=False):
            yield Entry(path=shown_path(path), location=location)
            continue
        if child.name.lower().endswith(_WORKBOOK_ENDINGS):
            yield Entry(path=shown_path(path), location=location, rejection=Rejection(rule=Rule.OUTSIDE_INBOX))
        yield from _entries(location, path)
