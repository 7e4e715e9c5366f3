"""Two commits give the same bytes: `python -m tests.same.commits --base HEAD~1` plays both sides and compares.

Compared are the files of the demo and of the half-year, and what the commands print. Exit code 0: the same; 1: something
differs; 2: a side could not be played.
"""

import argparse
import hashlib
import importlib.metadata
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from tests.same.comparing import compare, report
from tests.same.playing import SCENES, STEADY_SAVING, Side, SideError

ROOT = Path(__file__).parents[2]
_ABOUT = "about.json"


def git(repository: Path, *arguments: str) -> str:
    """Return what git prints. Raises SideError with what it says when it fails."""
    done = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SideError(done.stderr.strip())
    return done.stdout.strip()


@contextmanager
def checkout(repository: Path, commit: str, folder: Path) -> Iterator[Path]:
    """Give a worktree of a commit, which is gone again whatever happens meanwhile."""
    git(repository, "worktree", "add", "--quiet", "--detach", str(folder), commit)
    try:
        yield folder
    finally:
        git(repository, "worktree", "remove", "--force", str(folder))


def play(sides: Sequence[Side]) -> None:
    """Play all scenes of all sides, as many at a time as there are cores; at the first failure no further step is begun."""
    for side in sides:
        side.check_code()
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        # scene by scene, so that the sides run beside each other
        plays = [executor.submit(side.play, scene) for scene in SCENES for side in sides]
        try:
            for played in as_completed(plays):
                played.result()
        except BaseException:
            for side in sides:
                side.stopped.set()
            raise
    for side in sides:
        side.check_children()


def about(commit: str) -> dict[str, str]:
    """Return what kept results depend on: the commit, what is played, Python and its packages."""
    steps = b"".join((Path(__file__).parent / name).read_bytes() for name in ("playing.py", STEADY_SAVING.name))
    packages = sorted(f"{package.name} {package.version}" for package in importlib.metadata.distributions())
    return {
        "commit": commit,
        "steps": hashlib.sha256(steps).hexdigest(),
        "python": sys.version,
        "packages": hashlib.sha256("\n".join(packages).encode()).hexdigest(),
    }


def kept_results(keep: Path | None, commit: str) -> Path | None:
    """Return the folder of results that were kept of a commit; None where there is none of just this environment."""
    if keep is None or not (keep / commit / _ABOUT).exists():
        return None
    folder = keep / commit
    return folder / "results" if json.loads((folder / _ABOUT).read_text("utf-8")) == about(commit) else None


def keep_results(keep: Path, commit: str, results: Path) -> Path:
    """Move results to where they are kept, and return their folder; the note of what they depend on comes last."""
    folder = keep / commit
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.move(results, folder / "results")
    (folder / _ABOUT).write_text(json.dumps(about(commit), indent=1) + "\n", encoding="utf-8")
    return folder / "results"


def base_and_tree(base: str, tree: Path, keep: Path | None, scratch: Path) -> tuple[Path, Path]:
    """Return the folders of results of a commit and of a tree; the commit is played only where nothing is kept of it."""
    stopped = threading.Event()
    # names of one length, for the length of a path may tell on what is printed
    tree_side = Side("tree", tree, scratch / "tree", stopped)
    if (kept := kept_results(keep, base)) is not None:
        play([tree_side])
        return kept, tree_side.results
    with checkout(tree, base, scratch / "code") as code:
        base_side = Side("base", code, scratch / "base", stopped)
        play([base_side, tree_side])
    return keep_results(keep, base, base_side.results) if keep else base_side.results, tree_side.results


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print what differs, return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.same.commits", description="Do two commits give the same bytes?"
    )
    parser.add_argument("--base", default="HEAD~1", metavar="REF", help="commit to compare with (default: HEAD~1)")
    parser.add_argument(
        "--tree",
        type=Path,
        default=ROOT,
        metavar="DIR",
        help="checkout to compare, with what is not committed there (default: this one)",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the results of the base here, for the next time")
    options = parser.parse_args(arguments)
    # an end from outside must remove the worktree too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    tree, keep = options.tree.resolve(), options.keep.resolve() if options.keep else None
    try:
        base = git(tree, "rev-parse", "--verify", "--quiet", f"{options.base}^{{commit}}")
    except SideError:
        sys.stderr.write(f"no commit of {tree}: {options.base}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="same-") as scratch:
        try:
            comparison = compare(*base_and_tree(base, tree, keep, Path(scratch).resolve()))
        except SideError as error:
            sys.stderr.write(f"{error}\n")
            return 2
    counted = f"{comparison.files} files and {comparison.texts} printed texts"
    if comparison.differences:
        sys.stdout.writelines(f"{line}\n" for line in report(comparison))
        sys.stdout.write(f"{len(comparison.differences)} differ from {base[:12]}; compared: {counted}\n")
        return 1
    sys.stdout.write(f"The same as {base[:12]}: {counted}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
