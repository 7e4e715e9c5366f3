"""The ledger: when each content was first seen. Lines are only ever added."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.intake.received import ReceivedFile


def append_ledger(path: Path, files: Iterable[ReceivedFile], *, seen_at: str) -> None:
    """Add a line for each content that the ledger does not hold yet.

    Raises: OutputError when the ledger cannot be read or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.exists() else b""
        known = _known(before)
        lines = []
        for file in files:
            if file.sha256 and file.sha256 not in known:
                known.add(file.sha256)
                entry = {"sha256": file.sha256, "seen_at": seen_at, "name": file.path, "verdict": file.verdict.value}
                lines.append(json.dumps(entry, ensure_ascii=False))
        if lines:
            append_line(path, "\n".join(lines))
    except OSError as error:
        raise OutputError(
            f"Không ghi được sổ tiếp nhận {path} ({error.strerror}); đóng tệp đang mở, kiểm tra quyền ghi rồi chạy lại."
        ) from error


def _known(content: bytes) -> set[str]:
    known = set()
    for line in content.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and isinstance(entry.get("sha256"), str):
            known.add(entry["sha256"])
    return known


def append_line(path: Path, text: str) -> None:
    """Add a line (or some) to the end of a file and bring it to the disk; what stands there is never touched."""
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
