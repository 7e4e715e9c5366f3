"""`ledger.jsonl`: when each file content was first seen, under what name, with what verdict; lines are only ever added.

A line: `{"sha256", "seen_at", "name", "verdict"}`.
"""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.intake.received import ReceivedFile


def ledger_lines(files: Iterable[ReceivedFile], *, seen_at: str) -> tuple[str, ...]:
    """Return a line for each content; `seen_at` is the clock's date and time (ISO 8601).

    A file that was never opened has no SHA-256, hence no line.
    """
    lines: dict[str, str] = {}
    for file in files:
        if file.sha256 and file.sha256 not in lines:
            entry = {"sha256": file.sha256, "seen_at": seen_at, "name": file.path, "verdict": file.verdict.value}
            lines[file.sha256] = json.dumps(entry, ensure_ascii=False)
    return tuple(lines.values())


def append_ledger(path: Path, lines: Sequence[str]) -> None:
    """Add those of some lines whose content the ledger does not hold yet. Raises: OSError when it cannot be written."""
    noted = {content_of(line) for line in read_lines(path)}
    append_lines(path, [line for line in lines if content_of(line) not in noted])


def content_of(line: str) -> str | None:
    """Return the SHA-256 of a line, None for what is no line of ours."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    digest = entry.get("sha256") if isinstance(entry, dict) else None
    return digest if isinstance(digest, str) else None


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file, none where there is no file yet; one that was cut short may be among them."""
    content = path.read_bytes() if path.exists() else b""
    return [line.decode("utf-8", errors="replace") for line in content.split(b"\n") if line]


def append_lines(path: Path, lines: Sequence[str]) -> None:
    """Add lines to the end of a file and bring them to the disk; what the file holds already is left alone.

    Raises: OSError when they cannot be written; none of them is left half-written then.
    """
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        # a run that was killed in the middle of a line leaves it without its end: start on a fresh one
        start = "" if _ends_whole(path, size) else "\n"
        text = "".join(f"{line}\n" for line in lines)
        data = f"{start}{text}".encode()
        try:
            while data:
                data = data[file.write(data) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise


def _ends_whole(path: Path, size: int) -> bool:
    if not size:
        return True
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1) == b"\n"
