"""Fuzz of intake and validation for a stated time: `python -m tests.robustness.fuzz --seconds 300`. Each round repeats by its seed."""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from tests.robustness import fuzz_files, fuzz_values
from tests.robustness.fuzz_files import flipped, formats, tokens
from tests.robustness.fuzz_values import cells, values

#: One round of a target: what was found wrong.
Target = Callable[[int], Iterator[str]]

TARGETS: Mapping[str, Target] = {
    "values": values,
    "cells": cells,
    "flipped": flipped,
    "tokens": tokens,
    "formats": formats,
}


def main() -> None:
    """Fuzz for the stated time, the targets in turn, and tell what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", choices=TARGETS, action="append")
    options = parser.parse_args()
    rounds: Counter[str] = Counter()
    found: list[str] = []
    end, seed = time.monotonic() + options.seconds, options.seed
    while time.monotonic() < end:
        for name in options.target or TARGETS:
            new = list(TARGETS[name](seed))
            rounds[name] += 1
            found += new
            if new:
                print("\n".join(f"[{name} {seed}] {words}" for words in new[:5]), flush=True)  # noqa: T201
        seed += 1
    of_values = {"values", "cells"}
    told = ", ".join(
        f"{name}: {count * (fuzz_values.AT_ONCE if name in of_values else fuzz_files.AT_ONCE)}"
        for name, count in rounds.items()
    )
    print(f"{told}; {len(found)} found")  # noqa: T201


if __name__ == "__main__":
    main()
