"""What ledger and history still get of a run: set down before its results change places, added after.

A run that is stopped in between is recognised by the manifest that stands: if it is that of the run, its results have come
and its lines are added by the next run, each once; else they never came, and neither do the lines.
"""

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.errors import OutputError, writing_trouble
from pipeline.reports.outbox.history import append_history
from pipeline.reports.outbox.ledger import append_ledger
from pipeline.reports.outbox.places import CampaignOutbox
from pipeline.reports.outbox.record import MANIFEST, read_record

_NAME = ".cho-ghi-so.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The lines that a run has for ledger and history."""

    round: str
    #: SHA-256 of the run's manifest.
    manifest: str
    #: Lines of the ledger, one for each content of the inbox.
    ledger: tuple[str, ...]
    #: A line of the history.
    history: str


def set_down(pending: Pending, outbox: CampaignOutbox) -> None:
    """Write the lines beside ledger and history, after making sure that these can be written.

    Raises: OutputError when they cannot; OSError when there is no room for the lines.
    """
    for path in (outbox.ledger, outbox.history):
        try:
            if path.exists():
                with path.open("r+b"):
                    pass
        except OSError as error:
            raise OutputError(f"Không ghi được sổ {path}: {writing_trouble(error)} {KEPT}") from error
    path = outbox.folder / _NAME
    fresh = path.with_suffix(".moi")
    with fresh.open("wb") as file:
        file.write(json.dumps(asdict(pending), ensure_ascii=False).encode())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


#: Said of a run that failed before its results came.
KEPT = "Kết quả lần trước vẫn giữ nguyên."


def settle(outbox: CampaignOutbox) -> bool:
    """Add the lines that were set down, if the results that they belong to have come; return whether there were any.

    Raises: OutputError when ledger or history cannot be written; the lines are kept for the next run.
    """
    path = outbox.folder / _NAME
    pending = _read(path)
    has_come = pending is not None and pending.manifest == _manifest_digest(outbox, pending.round)
    if pending is not None and has_come:
        try:
            append_ledger(outbox.ledger, pending.ledger)
            append_history(outbox.history, pending.history)
        except OSError as error:
            raise OutputError(
                f"Kết quả mới đã ghi xong, nhưng chưa ghi được sổ trong {outbox.folder}: {writing_trouble(error)} "
                "Lần chạy sau sẽ ghi bổ sung."
            ) from error
    path.unlink(missing_ok=True)
    return has_come


def _read(path: Path) -> Pending | None:
    fields = read_record(path)
    if fields is None:
        return None
    try:
        return Pending(
            round=str(fields["round"]),
            manifest=str(fields["manifest"]),
            ledger=tuple(str(line) for line in _list(fields["ledger"])),
            history=str(fields["history"]),
        )
    except (KeyError, TypeError):
        return None


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _manifest_digest(outbox: CampaignOutbox, round_: str) -> str | None:
    try:
        return sha256((outbox.round(round_) / MANIFEST).read_bytes()).hexdigest()
    except OSError:
        return None
