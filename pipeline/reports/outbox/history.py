"""The history of the outbox: one line for each consolidation that found something new. Lines are only ever added.

Format: docs/contract.md. It serves `tonghop diff` alone; no figure of any report comes from it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.consolidation.history import FileRecord, RunRecord
from pipeline.consolidation.states import State
from pipeline.errors import OperatorError, OutputError
from pipeline.intake.received import Verdict
from pipeline.reports.outbox.ledger import append_line
from pipeline.values import date_text, parse_date

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the history."""

    #: Number of the line, from 1.
    line: int
    #: When the consolidation ran, by the clock.
    run_at: str
    record: RunRecord


def append_history(path: Path, record: RunRecord, *, run_at: str) -> None:
    """Add a line for a consolidation, unless the last one of its round found the very same.

    Raises: OutputError when the history cannot be read or written.
    """
    entries = [entry for entry in read_history(path) if _same_round(entry.record, record)]
    if entries and entries[-1].record == record:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        append_line(path, json.dumps(_line(record, run_at), ensure_ascii=False, separators=(",", ":")))
    except OSError as error:
        raise _trouble(path, error) from error


def read_history(path: Path) -> list[Entry]:
    """Return the lines of the history; none where it is not there yet, and without what a stopped run left half-written.

    Raises: OutputError when it cannot be read.
    """
    try:
        content = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise _trouble(path, error) from error
    entries = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            said = json.loads(line)
            entries.append(Entry(line=number, run_at=str(said["run_at"]), record=_record(said)))
        except (ValueError, KeyError, TypeError):
            continue
    return entries


def earlier_entry(entries: Sequence[Entry], now: RunRecord, *, since: str | None) -> Entry:
    """Return the consolidation with which the present one is compared.

    `since` is a line of the history, or a day: the last consolidation up to this day. Without it, the last one that found
    something else, or the last one where all found the same.

    Raises: OperatorError when there is none.
    """
    own = [entry for entry in entries if _same_round(entry.record, now)]
    if not own:
        raise OperatorError(
            f"Chưa có lần tổng hợp nào của {now.round} để so sánh; hãy chạy: tonghop consolidate --round {now.round}"
        )
    if since is None:
        return next((entry for entry in reversed(own) if entry.record != now), own[-1])
    day = parse_date(since).value
    if since.isdecimal():
        found = [entry for entry in own if entry.line == int(since)]
    elif day is not None:
        found = [entry for entry in own if entry.record.as_of <= day]
    else:
        raise OperatorError(f"--since «{since}» không phải là ngày (05/9/2025) hay số dòng của history.jsonl.")
    if not found:
        known = "; ".join(f"dòng {entry.line}: {date_text(entry.record.as_of)}" for entry in own[-5:])
        raise OperatorError(f"Không có lần tổng hợp nào ứng với --since {since}; gần đây có {known}.")
    return found[-1]


def _same_round(one: RunRecord, other: RunRecord) -> bool:
    return (one.campaign, one.round) == (other.campaign, other.round)


def _trouble(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Không đọc, ghi được sổ các lần tổng hợp {path} ({error.strerror}); "
        "đóng tệp đang mở, kiểm tra quyền ghi rồi chạy lại."
    )


def _line(record: RunRecord, run_at: str) -> dict[str, object]:
    """Return a record as JSON; the states of an agency as one text, in the order of `tasks`."""
    tasks = list(dict.fromkeys(task for _, task in record.states))
    agencies = dict.fromkeys(agency for agency, _ in record.states)
    return {
        "format": FORMAT,
        "run_at": run_at,
        "campaign": record.campaign,
        "round": record.round,
        "as_of": record.as_of.isoformat(),
        "tasks": tasks,
        "states": {code: ",".join(record.states.get((code, task), "") for task in tasks) for code in agencies},
        "files": [
            [path, file.sha256, file.verdict.value, file.agency, file.errors, file.warnings]
            for path, file in record.files.items()
        ],
    }


def _record(said: Mapping[str, Any]) -> RunRecord:
    """Return the record of a line. Raises: ValueError, KeyError or TypeError where it is none."""
    tasks = [str(task) for task in said["tasks"]]
    return RunRecord(
        campaign=str(said["campaign"]),
        round=str(said["round"]),
        as_of=date.fromisoformat(said["as_of"]),
        files={
            str(path): FileRecord(
                sha256=str(sha256), verdict=Verdict(verdict), agency=agency, errors=int(errors), warnings=int(warnings)
            )
            for path, sha256, verdict, agency, errors, warnings in said["files"]
        },
        states={
            (str(code), task): State(state)
            for code, text in said["states"].items()
            for task, state in zip(tasks, text.split(","), strict=True)
            if state
        },
    )
