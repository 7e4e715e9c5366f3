"""The example campaign with all commands run on it, each as a process of its own, and everything that they print and write."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pipeline.campaign.files.reading import read_rounds_of
from pipeline.campaign.rounds import Round
from tests.support.process import side_by_side
from tests.support.project_command import environment, run
from tests.support.terminal import Done

EXAMPLE = "mua-kho-2026"
#: A round, one that follows it, and an ad hoc one.
ROUNDS = ("ky-1", "ky-2", "nang-nong")
_AGENCY, _TASK = "XDB", "IV.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRun:
    """A project folder with the example in which every command has run."""

    project: Path
    rounds: Mapping[str, Round]
    #: What each call left, by its words.
    calls: Mapping[tuple[str, ...], Done]

    def call(self, *start: str) -> Done:
        """Return what the first call left that begins with these words."""
        return next(done for words, done in self.calls.items() if words[: len(start)] == start)

    @property
    def written(self) -> tuple[Path, ...]:
        """Return all files that the commands wrote, those of the inbox too, which were simulated."""
        folders = ("inbox", "outbox", "templates")
        return tuple(path for name in folders for path in sorted((self.project / name).rglob("*")) if path.is_file())


def play_example(project: Path) -> ExampleRun:
    """Run all commands on the example in a new project folder, round after round."""
    calls: dict[tuple[str, ...], Done] = {}

    def played(*words: str) -> Done:
        done = run(*words, project=project)
        calls[words] = done
        return done

    calls["init",] = _started(project)
    rounds = {round_.code: round_ for round_ in read_rounds_of(project, EXAMPLE)}
    for code in ROUNDS:
        asked, after = ("--round", code, "--as-of"), _after(rounds[code])
        made = ("templates", *asked, rounds[code].opens.isoformat())
        filled = ("simulate", "--round", code, "--out", str(project / "inbox" / code))
        side_by_side(lambda words: played(*words), [made, filled])
        played("consolidate", *asked, after)
    asked, after = ("--round", ROUNDS[1], "--as-of"), _after(rounds[ROUNDS[1]])
    looked_at = [
        ("check", *asked, after),
        ("status", *asked, after),
        ("remind", *asked, after),
        ("why", _AGENCY, _TASK, *asked, after),
        ("diff", "--since", "2", *asked, after),
        ("doctor", "--as-of", after),
        ("catalogue", "addresses", "--as-of", after),
    ]
    side_by_side(lambda words: played(*words), looked_at)
    return ExampleRun(project=project, rounds=rounds, calls=calls)


def _after(round_: Round) -> str:
    return (round_.last_day + timedelta(days=5)).isoformat()


def _started(project: Path) -> Done:
    words = [sys.executable, "-m", "pipeline", "init", str(project), "--example", EXAMPLE]
    done = subprocess.run(words, env=environment(), capture_output=True, encoding="utf-8", check=False, timeout=120)
    return Done(done.returncode, done.stdout, done.stderr)
