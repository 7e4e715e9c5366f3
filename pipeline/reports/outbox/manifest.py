"""The machine-readable account of a run: `manifest.json` and `problems.json`; format 2 of docs/contract.md."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.consolidation.counts import submissions
from pipeline.consolidation.merge import Consolidation
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import Problem, in_order
from pipeline.rules import Severity

FORMAT = 2


def problem_records(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Return the records of `problems.json`, by file, the most serious first."""
    return [
        {
            "file": problem.file,
            "agency": problem.agency,
            "sheet": problem.sheet,
            "cell": None if problem.cell is None else problem.cell.reference,
            "task": problem.task,
            "field": problem.field,
            "rule": problem.rule.code,
            "severity": problem.severity.value,
            "value": problem.value,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in in_order(problems)
    ]


def manifest(
    consolidation: Consolidation,
    files: Sequence[ReceivedFile],
    problems: Sequence[Problem],
    outputs: Mapping[str, str],
) -> dict[str, object]:
    """Return the account of a run as it stands in `manifest.json`.

    Args:
        consolidation: the round.
        files: every file under the inbox, once.
        problems: all of the run; each file's are counted by severity.
        outputs: the SHA-256 of each output, by its path in the outbox of the round.
    """
    counts = Counter((problem.file, problem.severity) for problem in problems)
    return {
        "format": FORMAT,
        "campaign": consolidation.campaign.decision.campaign,
        "round": consolidation.round.code,
        "as_of": consolidation.as_of.date().isoformat(),
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
                **sender_record(file),
            }
            for file in files
        ],
        "agencies": {
            "expected": len(consolidation.agencies),
            "reported": submissions(consolidation.agencies).reported,
            "missing": list(consolidation.missing_agencies),
        },
        "outputs": [{"path": path, "sha256": outputs[path]} for path in sorted(outputs)],
    }


def sender_record(file: ReceivedFile) -> dict[str, object]:
    """Return who may have sent a file that is rejected or no return, null where nothing tells; nothing for other files."""
    if file.verdict not in {Verdict.REJECTED, Verdict.NOT_A_RETURN}:
        return {}
    guess = file.sender_guess
    return {"sender_guess": None if guess is None else {"agency": guess.agency, "ground": guess.ground.value}}
