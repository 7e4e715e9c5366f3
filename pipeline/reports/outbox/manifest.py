"""The machine-readable account of a run: `manifest.json` and `problems.json`. Format: docs/contract.md."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pipeline.digest import sha256_of
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem, in_order
from pipeline.rules import Severity

FORMAT = 1


def problem_records(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Return the records of `problems.json`, by file and gravity."""
    return [
        {
            "file": found.file,
            "agency": found.agency,
            "sheet": found.sheet,
            "cell": None if found.cell is None else found.cell.reference,
            "task": found.task,
            "field": found.field,
            "rule": found.rule.code,
            "severity": found.severity.value,
            "value": found.value,
            "message": found.message,
            "hint": found.hint,
        }
        for found in in_order(problems)
    ]


def manifest(
    *,
    campaign: str,
    round_code: str,
    as_of: date,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    expected: int,
    reported: int,
    missing: Sequence[str],
    outputs: Mapping[str, str],
) -> dict[str, object]:
    """Return the account of a run; `outputs` maps each path in the outbox to its SHA-256."""
    counts = Counter((found.file, found.severity) for found in problems)
    return {
        "format": FORMAT,
        "campaign": campaign,
        "round": round_code,
        "as_of": as_of.isoformat(),
        "files": [
            {
                "path": file.path,
                "sha256": file.sha256,
                "size": file.size,
                "verdict": file.verdict.value,
                "agency": None if file.identity is None else file.identity.agency,
                "rule": file.rule,
                "reason": file.reason,
                "problems": {severity.value: counts[file.path, severity] for severity in Severity},
            }
            for file in files
        ],
        "agencies": {"expected": expected, "reported": reported, "missing": list(missing)},
        "outputs": [{"path": path, "sha256": outputs[path]} for path in sorted(outputs)],
    }


def write_json(value: object, path: Path) -> None:
    """Write JSON that a person can read too, always in the same bytes."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def output_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path with "/"."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
