"""Several hundred hostile and malformed files beside the returns of a whole city: `python -m tests.robustness.hostile`.

They are made by the mutations that no return may survive, over many seeds. Told are the verdicts with their rules, the
time that they add to a run, and the largest memory of a process; then what becomes of good returns beside readers that misbehave.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Container, Iterator
from pathlib import Path

from openpyxl import load_workbook

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Case, Expected, Kind, case
from tests.robustness.inboxes import good_agencies
from tests.robustness.misbehaving_workers import QUICK as QUICK_MISDEEDS
from tests.robustness.misbehaving_workers import SLOW as SLOW_MISDEEDS
from tests.robustness.misbehaving_workers import lay_out, wrong_outcomes
from tests.robustness.mutations import QUICK
from tests.robustness.originals import original
from tests.support.campaign import copy_city

ROOT = Path(__file__).parents[2]
#: Kinds of which nothing is ever used: what wraps a return, what lies beside it, and whose it says that it is.
HOSTILE = tuple(
    mutation
    for mutation in QUICK
    if mutation.kind in {Kind.CONTAINER, Kind.FOLDER, Kind.MAIL, Kind.IDENTITY, Kind.STRUCTURE}
    and mutation.verdict in {Verdict.REJECTED, Verdict.IGNORED, Verdict.UNFILLED}
    and not mutation.by_chance
)

#: How files end of which an earlier seed has made the very same.
_COPIES = {("duplicate", Rule.DUPLICATE.code), ("duplicate", Rule.DUPLICATE_OF_REJECTED.code)}


def hostile_cases(seeds: int) -> Iterator[Case]:
    """The files, made of the returns of agencies that sent good ones as well."""
    good = good_agencies()
    for seed in range(seeds):
        for position, mutation in enumerate(HOSTILE):
            yield case(mutation, original(good[(position + seed) % len(good)]), seed)


def command(project: Path, *arguments: str) -> float:
    """Run the command as a process of its own; return the processor time of it and of its workers, in seconds."""
    before = _processor_time()
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments, "--project", str(project), "--round", "lan-1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return _processor_time() - before


def consolidated(project: Path) -> float:
    """Consolidate a project; return the processor time."""
    return command(project, "consolidate", "--as-of", "2025-09-10")


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def matrix_of(project: Path) -> list[tuple[object, ...]]:
    """The matrix as it stands in the Excel report."""
    book = load_workbook(project / "outbox" / "2025-h2" / "lan-1" / "tong-hop.xlsx", read_only=False)
    return [tuple(cell.value for cell in row) for row in book["Ma trận"].iter_rows()]


def verdicts_of(project: Path, folders: Container[str]) -> dict[str, tuple[str, str]]:
    """Verdict and rule of every listed file below some folders of the inbox."""
    listed = json.loads((project / "outbox" / "2025-h2" / "lan-1" / "manifest.json").read_text("utf-8"))["files"]
    paths = [file["path"] for file in listed]
    assert len(paths) == len(set(paths))
    return {
        file["path"]: (file["verdict"], file["rule"]) for file in listed if file["path"].partition("/")[0] in folders
    }


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=12)
    seeds = parser.parse_args().seeds
    with tempfile.TemporaryDirectory() as name:
        project = Path(name, "city")
        copy_city(project)
        command(project, "simulate", "--seed", "7", "--out", str(project / "inbox"))
        before = min(consolidated(project) for _ in range(2))
        matrix, alone = matrix_of(project), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        wrong: list[str] = []
        count, folders = 0, set()
        expected: dict[str, Expected] = {}
        for one in hostile_cases(seeds):
            one.put(project / "inbox")
            expected |= one.expected
            folders.add(one.folder)
            count += 1
        after = consolidated(project)
        listed = verdicts_of(project, folders)
        wrong += sorted(set(listed) ^ set(expected))
        rules = Counter(rule for _, rule in listed.values())
        for path in set(listed) & set(expected):
            outcome = expected[path]
            rule = outcome.ignored_for or outcome.problems[0][0]
            if listed[path] not in {(outcome.verdict.value, rule.code), *_COPIES}:
                wrong.append(f"{path}: {listed[path]}")
        same = matrix_of(project) == matrix
        lay_out(Path(name, "misbehaving"), (*QUICK_MISDEEDS, *SLOW_MISDEEDS))
        misbehaved = wrong_outcomes(Path(name, "misbehaving"))
        wrong += misbehaved
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{count} cases, {len(listed)} listed files; matrix {'unchanged' if same else 'CHANGED'}")  # noqa: T201
    print(f"{len(QUICK_MISDEEDS + SLOW_MISDEEDS)} misdeeds of readers, {len(misbehaved)} of which took others along")  # noqa: T201
    print("; ".join(f"{rule}: {number}" for rule, number in rules.most_common()))  # noqa: T201
    print(  # noqa: T201
        f"{before:.1f} s of processor time without, {after:.1f} s with; largest process {alone / 1024:.0f} MB without, {largest / 1024:.0f} MB with"
    )
    print("\n".join(wrong) if wrong else "each ended with its own reason")  # noqa: T201
    sys.exit(bool(wrong) or not same)


if __name__ == "__main__":
    main()
