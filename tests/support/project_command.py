"""The command as a process of its own, as users and scripts meet it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.support.terminal import Done

ROOT = Path(__file__).parents[2]


def command(*arguments: str, project: Path) -> list[str]:
    """The words of a call in a project folder."""
    return [sys.executable, "-m", "pipeline", *arguments, "--project", str(project)]


def environment(**changed: str) -> dict[str, str]:
    """The environment of a process that runs this code."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **changed}


def run(
    *arguments: str, project: Path, before: Callable[[], object] | None = None, variables: Mapping[str, str] = {}
) -> Done:
    """Run the command and wait for its end."""
    done = subprocess.run(
        command(*arguments, project=project),
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        preexec_fn=before,  # no threads here
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)
