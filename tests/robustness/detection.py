"""Detection rates, kind by kind, over many seeds: `python -m tests.robustness.detection --seeds N` writes docs/detection.md."""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.robustness.drafts import Mutation
from tests.robustness.inboxes import Ended, alone, cases, ended, good_agencies
from tests.robustness.kinds_programs import save_by_libreoffice
from tests.robustness.mutations import MUTATIONS
from tests.robustness.originals import agencies

TABLE = Path(__file__).parents[2] / "docs" / "detection.md"
_START, _END = "<!-- table: start -->", "<!-- table: end -->"
#: Kinds in one inbox: each that is used needs an agency of its own.
_AT_ONCE = 80


def committed_kinds() -> list[str]:
    """The kinds that the committed table lists, in its order."""
    text = TABLE.read_text(encoding="utf-8")
    table = text[text.index(_START) : text.index(_END)]
    return re.findall(r"^\| (?!\*\*)([^|]+?) \| (?!---)", table, flags=re.MULTILINE)[1:]


def detected(seeds: Sequence[int]) -> Iterator[tuple[Mutation, Ended]]:
    """Give how every case ended, in company and alone."""
    spoilt = [agency for agency in agencies() if agency not in set(good_agencies())]
    save_by_libreoffice(spoilt[(position + seed * 37) % len(spoilt)] for seed in seeds for position in range(3))
    for seed in seeds:
        for start in range(0, len(MUTATIONS), _AT_ONCE):
            some = MUTATIONS[start : start + _AT_ONCE]
            results, changed = ended(some, seed)
            if changed:
                raise AssertionError(f"seed {seed}: the rows of {changed} have changed")
            for one in results:
                yield one.case.mutation, one
            for one in cases(some, seed):
                yield one.mutation, Ended(case=one, differences=tuple(alone(one)))
        print(f"seed {seed} done", flush=True)  # noqa: T201


def table(seeds: Sequence[int]) -> tuple[list[str], list[str]]:
    """The lines of the table, and what did not end as expected."""
    right: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    wrong = []
    for mutation, one in detected(seeds):
        all_[mutation.name] += 1
        right[mutation.name] += not one.differences
        silent[mutation.name] += any(found.silent for found in one.differences)
        wrong += [str(found) for found in one.differences]
    lines = [
        "| kind | acts on | verdict | rules | ended as expected | silent wrong values |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for mutation in MUTATIONS:
        rules = ", ".join(dict.fromkeys(f"`{rule.code}`" for rule in mutation.rules))
        verdict = f"{mutation.verdict.value} or unharmed" if mutation.by_chance else mutation.verdict.value
        name = mutation.name
        lines.append(
            f"| {name} | {mutation.kind.value} | {verdict} | {rules} | {right[name]}/{all_[name]} | {silent[name]} |"
        )
    total = f"{right.total()}/{all_.total()}"
    lines.append(f"| **all {len(MUTATIONS)} kinds** | | | | {total} | {silent.total()} |")
    return lines, wrong


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=5)
    seeds = range(parser.parse_args().seeds)
    lines, wrong = table(seeds)
    text = TABLE.read_text(encoding="utf-8")
    before, after = text[: text.index(_START)], text[text.index(_END) :]
    TABLE.write_text(before + "\n".join([_START, *lines, ""]) + after, encoding="utf-8")
    print("\n".join([*wrong, lines[-1]]))  # noqa: T201


if __name__ == "__main__":
    main()
