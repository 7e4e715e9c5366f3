"""`history.jsonl`: one line for each consolidation that found something new; lines are only ever added.

Format 1 of docs/contract.md. It serves `tonghop diff` alone; no figure of any report comes from it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.consolidation.history import FileRecord, RunRecord
from pipeline.consolidation.states import State
from pipeline.errors import OperatorError, OutputError
from pipeline.intake.received import Verdict
from pipeline.reports.outbox.ledger import append_lines
from pipeline.values import date_text, parse_date

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One line of the history."""

    #: Its place in the file, from 1.
    number: int
    #: When the consolidation ran: date and time of the clock (ISO 8601, UTC).
    run_at: str
    record: RunRecord


def history_line(record: RunRecord, *, run_at: str) -> str:
    """Return the line of a consolidation that ran at a date and time of the clock."""
    return json.dumps(_fields(record, run_at), ensure_ascii=False, separators=(",", ":"))


def append_history(path: Path, line: str) -> None:
    """Add the line of a consolidation, unless the last line of its round holds the same record.

    Raises: OSError when the history cannot be written; OutputError when it cannot be read.
    """
    for added in _history_lines([line]):
        before = _of_round(read_history(path), added.record)
        if not before or before[-1].record != added.record:
            append_lines(path, [line])


def read_history(path: Path) -> list[HistoryLine]:
    """Return the lines of the history, none where there is no file yet; what is no record, such as half a line, is skipped.

    Raises: OutputError when it cannot be read.
    """
    try:
        content = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise OutputError(
            f"Không đọc được sổ các lần tổng hợp {path}; hãy đóng tệp nếu đang mở, kiểm tra quyền đọc rồi chạy lại."
        ) from error
    return _history_lines(content.split(b"\n"))


def _history_lines(lines: Iterable[str | bytes]) -> list[HistoryLine]:
    history = []
    for number, text in enumerate(lines, start=1):
        try:
            fields = json.loads(text)
            history.append(HistoryLine(number=number, run_at=str(fields["run_at"]), record=_record(fields)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
    return history


def earlier_line(lines: Sequence[HistoryLine], present: RunRecord, *, since: str | None) -> HistoryLine:
    """Return the consolidation with which the present one is compared.

    `since` is the number of a line, or a day: the last consolidation up to this day. Without it, the last one that found
    something else, or the last one where all found the same.

    Raises: OperatorError when there is none.
    """
    same_round = _of_round(lines, present)
    if not same_round:
        raise OperatorError(
            f"Chưa có lần tổng hợp nào của {present.round} để so sánh; "
            f"hãy chạy: tonghop consolidate --round {present.round}"
        )
    if since is None:
        return next((line for line in reversed(same_round) if line.record != present), same_round[-1])
    day = parse_date(since).value
    if since.isdecimal():
        matches = [line for line in same_round if line.number == int(since)]
    elif day is not None:
        matches = [line for line in same_round if line.record.as_of <= day]
    else:
        raise OperatorError(f"--since «{since}» không phải là ngày (ngày/tháng/năm) hay số dòng của history.jsonl.")
    if not matches:
        latest = "; ".join(f"dòng {line.number}: {date_text(line.record.as_of)}" for line in same_round[-5:])
        raise OperatorError(f"Không có lần tổng hợp nào ứng với --since {since}; gần đây có {latest}.")
    return matches[-1]


def _of_round(lines: Sequence[HistoryLine], record: RunRecord) -> list[HistoryLine]:
    """Return the lines of the same campaign and round as a record."""
    campaign_and_round = (record.campaign, record.round)
    return [line for line in lines if (line.record.campaign, line.record.round) == campaign_and_round]


def _fields(record: RunRecord, run_at: str) -> dict[str, object]:
    """Return a record as the fields of a line; the states of an agency are one text, in the order of `tasks`."""
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


def _record(fields: Mapping[str, Any]) -> RunRecord:
    """Return the record of a line's fields. Raises: ValueError, KeyError or TypeError where they hold none."""
    tasks = [str(task) for task in fields["tasks"]]
    return RunRecord(
        campaign=str(fields["campaign"]),
        round=str(fields["round"]),
        as_of=date.fromisoformat(fields["as_of"]),
        files={
            str(path): FileRecord(
                sha256=str(sha256), verdict=Verdict(verdict), agency=agency, errors=int(errors), warnings=int(warnings)
            )
            for path, sha256, verdict, agency, errors, warnings in fields["files"]
        },
        states={
            (str(code), task): State(state)
            for code, text in fields["states"].items()
            for task, state in zip(tasks, text.split(","), strict=True)
            if state
        },
    )
