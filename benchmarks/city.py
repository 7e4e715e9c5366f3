"""The city run beside its floor: both in turn in one call, as medians and as a ratio.

city.py [REPETITIONS]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def seconds(*command: str) -> float:
    """Return how long a command takes from start to end."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - started


def main(repetitions: int) -> None:
    """Measure and print."""
    tonghop = (sys.executable, "-m", "pipeline")
    with tempfile.TemporaryDirectory() as scratch:
        inbox, outbox = f"{scratch}/inbox", f"{scratch}/outbox"
        templates = (*tonghop, "templates", "--round", "lan-1", "--out", f"{scratch}/templates")
        consolidate = (*tonghop, "consolidate", "--round", "lan-1", "--as-of", "2025-09-08")
        consolidate += ("--inbox", inbox, "--outbox", outbox)
        floor = (sys.executable, "benchmarks/floor.py", inbox, f"{outbox}/lan-1")
        seconds(*tonghop, "simulate", "--round", "lan-1", "--out", inbox)
        seconds(*consolidate)
        cases = {"help": (*tonghop, "--help"), "templates": templates, "consolidate": consolidate, "floor": floor}
        times: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(repetitions):
            for name, command in cases.items():
                times[name].append(seconds(*command))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        sys.stdout.write(f"{name:12} {median:7.2f} s\n")
    sys.stdout.write(f"consolidate / floor: {medians['consolidate'] / medians['floor']:.2f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
