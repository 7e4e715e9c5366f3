"""What containment costs: the workbooks of a city read in this process and in workers, in turn in one call.

containment.py [REPETITIONS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.campaign.files.reading import read_campaign  # noqa: E402
from pipeline.forms.schema.loading import read_schemas  # noqa: E402
from pipeline.intake.files.opening import ANSWER_CLASSES  # noqa: E402
from pipeline.intake.formats.gate import read_workbook  # noqa: E402
from pipeline.intake.formats.limits import LIMITS  # noqa: E402
from pipeline.intake.formats.workbook import RawWorkbook  # noqa: E402
from pipeline.intake.inbox import read_rounds  # noqa: E402
from pipeline.intake.tables.location import comparable  # noqa: E402
from pipeline.processes.containment import Keyed, outcomes  # noqa: E402
from pipeline.processes.worker import Call  # noqa: E402


def contained(contents: list[bytes], sheets: frozenset[str], workers: int) -> int:
    """Return how many workbooks the workers read."""
    left: Iterator[bytes] = iter(contents)

    def next_call() -> Keyed[int] | None:
        content = next(left, None)
        if content is None:
            return None
        call = Call(
            function=read_workbook,
            arguments=(content, LIMITS, sheets),
            answer_classes=ANSWER_CLASSES,
            memory=LIMITS.memory,
            seconds=20,
        )
        return Keyed(0, call)

    return sum(isinstance(outcome, RawWorkbook) for _, outcome in outcomes(next_call, workers))


def main(repetitions: int) -> None:
    """Measure and print: wall time, processor time of this process and of the workers, in milliseconds a file."""
    campaign = read_campaign(ROOT, "2025-h2")
    schemas = read_schemas(ROOT, campaign)
    sheets = frozenset(comparable(schema.sheet) for schema in schemas)
    rounds = (campaign.round_by_code["lan-1"],)
    with tempfile.TemporaryDirectory() as scratch:
        inbox = Path(scratch) / "inbox"
        command = (sys.executable, "-m", "pipeline", "simulate", "--round", "lan-1", "--out", str(inbox))
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        contents = [path.read_bytes() for path in sorted(inbox.rglob("*")) if path.is_file()]

        def whole(workers: int) -> object:
            return read_rounds(inbox, campaign=campaign, rounds=rounds, schemas=schemas, workers=workers)

        cases: dict[str, Callable[[], object]] = {
            "start of a worker": lambda: subprocess.run(
                (
                    sys.executable,
                    "-S",
                    "-P",
                    "-c",
                    f"import sys; sys.path[:] = {sys.path}; import pipeline.intake.formats.gate",
                ),
                check=True,
            ),
            "read here": lambda: [read_workbook(content, LIMITS, sheets) for content in contents],
            "read by 1 worker": lambda: contained(contents, sheets, 1),
            "read by 2 workers": lambda: contained(contents, sheets, 2),
            "intake, 1 worker": lambda: whole(1),
            "intake, 2 workers": lambda: whole(2),
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
        for _ in range(repetitions):
            for name, case in cases.items():
                wall, processor = time.perf_counter(), time.process_time()
                case()
                times[name].append((time.perf_counter() - wall, time.process_time() - processor))
    sys.stdout.write(f"{len(contents)} files, {os.cpu_count()} cores; median wall (least), this process alone; ms\n")
    for name, values in times.items():
        files = 1 if name.startswith("start") else len(contents)
        walls, processors = zip(*values, strict=True)
        figures = (statistics.median(walls), min(walls), min(processors))
        sys.stdout.write(f"{name:18}" + "".join(f"{1000 * figure / files:8.1f}" for figure in figures) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
