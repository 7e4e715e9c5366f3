"""`ledger.jsonl`: when each file content was first seen, under what name, with what verdict; lines are only ever added.

A line: `{"sha256", "seen_at", "name", "verdict"}`.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.intake.received import ReceivedFile


def append_ledger(path: Path, files: Iterable[ReceivedFile], *, seen_at: str) -> None:
    """Add a line for each content that the ledger does not hold yet; `seen_at` is the clock's date and time (ISO 8601).

    A file that was never opened has no SHA-256, hence no line.

    Raises: OutputError when the ledger cannot be read or written.
    """
    try:
        before = path.read_bytes() if path.exists() else b""
        noted = _noted(before)
        lines = []
        for file in files:
            if file.sha256 and file.sha256 not in noted:
                noted.add(file.sha256)
                entry = {"sha256": file.sha256, "seen_at": seen_at, "name": file.path, "verdict": file.verdict.value}
                lines.append(json.dumps(entry, ensure_ascii=False))
        if lines:
            append_line(path, "\n".join(lines))
    except OSError as error:
        raise OutputError(
            f"Không ghi được sổ tiếp nhận {path} ({error.strerror}); đóng tệp đang mở, kiểm tra quyền ghi rồi chạy lại."
        ) from error


def _noted(content: bytes) -> set[str]:
    """Return the SHA-256 of each line; what is no line of ours is passed over."""
    noted = set()
    for line in content.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and isinstance(entry.get("sha256"), str):
            noted.add(entry["sha256"])
    return noted


def append_line(path: Path, text: str) -> None:
    """Add one line or more to the end of a file and bring them to the disk; what the file holds already is left alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    # a run that was stopped in the middle of a line leaves it without its end: start on a fresh one
    start = "" if not before or before.endswith(b"\n") else "\n"
    data = f"{start}{text}\n".encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
