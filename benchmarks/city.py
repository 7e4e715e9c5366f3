"""The city run beside its floor and beside the analyst's way, in turn in one call: medians, peak memory, ratios.

city.py [REPETITIONS]
"""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command: seconds by the clock and of processor time, the memory of its own process."""

    seconds: float
    processor: float
    megabytes: float


def measured(*command: str) -> Measured:
    """Run a command to its end, silently."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=silent)
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    if status != 0:
        raise RuntimeError(f"{command}: {status}")
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main(repetitions: int) -> None:
    """Measure and print."""
    os.chdir(ROOT)
    tonghop = (sys.executable, "-m", "pipeline")
    with tempfile.TemporaryDirectory() as scratch:
        inbox, outbox = f"{scratch}/inbox", f"{scratch}/outbox"
        day = ("--round", "lan-1", "--as-of", "2025-09-08", "--inbox", inbox)
        consolidate = (*tonghop, "consolidate", *day, "--outbox", outbox)
        measured(*tonghop, "simulate", "--round", "lan-1", "--out", inbox)
        measured(*consolidate)
        cases = {
            "--help": (*tonghop, "--help"),
            "status": (*tonghop, "status", *day),
            "why": (*tonghop, "why", "SNV", "3.1", *day),
            "templates": (*tonghop, "templates", "--round", "lan-1", "--out", f"{scratch}/templates"),
            "consolidate": consolidate,
            "floor": (sys.executable, "benchmarks/floor.py", inbox, f"{outbox}/2025-h2/lan-1"),
            "analyst": (sys.executable, "benchmarks/analyst.py", inbox, f"{scratch}/analyst"),
        }
        runs: dict[str, list[Measured]] = {name: [] for name in cases}
        for _ in range(repetitions):
            for name, command in cases.items():
                runs[name].append(measured(*command))
    medians = {name: statistics.median(run.seconds for run in found) for name, found in runs.items()}
    for name, found in runs.items():
        processor = statistics.median(run.processor for run in found)
        memory = max(run.megabytes for run in found)
        sys.stdout.write(f"{name:12} {medians[name]:7.2f} s, {processor:7.2f} s of processor time, {memory:5.0f} MB\n")
    sys.stdout.write(f"consolidate / floor: {medians['consolidate'] / medians['floor']:.2f}\n")
    sys.stdout.write(f"analyst / consolidate: {medians['analyst'] / medians['consolidate']:.2f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
