"""What is played on each side, as real processes that run the code of one source tree and no other."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.same.comparing import PRINTED

#: Stands for the project folder in arguments and in printed texts.
PROJECT = "<project>"
STEADY_SAVING = Path(__file__).with_name("steady_saving.py")
_INPUTS = ("catalogue", "schemas")
_DEMO = ("--project", PROJECT, "--round", "lan-1")
_DEMO_DAY = ("--as-of", "2025-09-10")
#: Seconds differ from run to run, so the line that tells them is no part of a printed text.
_TIMINGS = re.compile(r"^Thời gian: .*giây.*\n", re.MULTILINE)
_OWN_PACKAGES = {"pipeline", "tests"}


class SideError(Exception):
    """A side could not be played, or not by its own code."""


@dataclass(frozen=True, slots=True)
class Step:
    """A process: `python -m` with these arguments."""

    name: str
    arguments: tuple[str, ...]
    #: With another exit code nothing was compared that is worth it.
    exit_codes: tuple[int, ...] = (0,)
    #: It saves workbooks with openpyxl, which would note the time in them.
    saves_workbooks: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Steps in one project folder."""

    name: str
    steps: tuple[Step, ...]
    #: The first step makes the project itself, catalogue and all.
    makes_project: bool = False


def _asked(round_: str, day: str, cells: tuple[tuple[str, str], ...]) -> Iterator[Step]:
    """Give the steps that print how a round stands; its outbox stays as it is but for the reminders."""
    options = ("--project", PROJECT, "--round", round_, "--as-of", day)
    yield Step(f"status {round_}", ("pipeline", "status", *options))
    yield Step(f"status json {round_}", ("pipeline", "status", *options, "--json"))
    yield Step(f"check {round_}", ("pipeline", "check", *options), exit_codes=(0, 1))
    for agency, task in cells:
        yield Step(f"why {round_} {agency} {task}", ("pipeline", "why", *options, agency, task))


def _followed_up(round_: str, day: str, since: str, cells: tuple[tuple[str, str], ...]) -> Iterator[Step]:
    """Give the steps that look back at a round of the half-year, whose own reminders are not overwritten."""
    options = ("--project", PROJECT, "--round", round_, "--as-of", day)
    yield from _asked(round_, day, cells)
    yield Step(f"diff {round_}", ("pipeline", "diff", *options, "--since", since))
    yield Step(f"remind {round_}", ("pipeline", "remind", *options, "--outbox", f"{PROJECT}/reminded-afterwards"))


#: A cell in each state but M, one that is not assigned, and two agencies whose only file was rejected.
_DEMO_CELLS = (
    ("VPUBND", "1.1"),  # Đ
    ("VPUBND", "1.2"),  # HM
    ("VPUBND", "2.2"),  # not assigned
    ("SNV", "3.1"),  # C
    ("SNV", "4.5"),  # K
    ("SNV", "4.7"),  # Q
    ("STC", "2.4"),  # H
    ("10726", "1.2"),  # L
    ("SXD", "1.1"),  # X, no file at all
    ("11914", "1.1"),  # X, its file was rejected
)
SCENES = (
    Scene(
        "demo",
        (
            Step("templates", ("pipeline", "templates", *_DEMO, *_DEMO_DAY)),
            # the returns depend on the seed alone; the command takes no day
            Step("simulate", ("pipeline", "simulate", *_DEMO, "--out", f"{PROJECT}/inbox")),
            Step("consolidate", ("pipeline", "consolidate", *_DEMO, *_DEMO_DAY)),
            *_asked("lan-1", _DEMO_DAY[1], _DEMO_CELLS),
            Step("remind", ("pipeline", "remind", *_DEMO, *_DEMO_DAY)),
        ),
    ),
    Scene(
        "half-year",
        (
            Step("half-year", ("tests.rounds.half_year", PROJECT), saves_workbooks=True),
            # 2.6 is waived for 11948; STC corrected its return
            *_followed_up("lan-1", "2025-10-01", "2025-09-04", (("11948", "2.6"), ("STC", "1.1"))),
            *_followed_up("dot-xuat-1", "2025-10-17", "2025-10-17", (("10903", "3.2"),)),
            # 10888 took over a commune, TNHP2 has a new name
            *_followed_up("lan-2", "2025-12-09", "2025-12-04", (("10888", "1.1"), ("TNHP2", "1.1"), ("TTTP", "2.4"))),
        ),
        makes_project=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Side:
    """A source tree, and the folder in which it is played."""

    name: str
    tree: Path
    scratch: Path
    #: Set where it is of no use any more to go on.
    stopped: threading.Event

    @property
    def results(self) -> Path:
        """The folder of what the scenes leave, each in a folder of its name."""
        return self.scratch / "results"

    @property
    def compiled(self) -> Path:
        """The folder to which every process of the side writes the modules it compiled."""
        return self.scratch / "compiled"

    def check_code(self) -> None:
        """Make sure that a process of this side imports the package of this side."""
        code = "import pipeline; print(pipeline.__file__)"
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=False,
            cwd=self.tree,
            env=self._environment(),
            capture_output=True,
            text=True,
        )
        package = self.tree / "pipeline" / "__init__.py"
        if done.returncode or Path(done.stdout.strip()).resolve() != package.resolve():
            raise SideError(f"{self.name}: imports {done.stdout.strip() or done.stderr}, not {package}")

    def check_children(self) -> None:
        """Make sure that no process of this side, workers and writers among them, ran code of another tree."""
        if strange := foreign_modules(self.compiled, self.tree):
            raise SideError(f"{self.name}: code from elsewhere was run: {', '.join(map(str, strange[:5]))}")
        if not any(self.compiled.rglob("pipeline/*.pyc")):
            raise SideError(f"{self.name}: no process left a trace of the code it ran")

    def play(self, scene: Scene) -> None:
        """Play a scene and keep its files, and what it printed as files beside them."""
        project, results = self.scratch / scene.name, self.results / scene.name
        if not scene.makes_project:
            for part in _INPUTS:
                shutil.copytree(self.tree / part, project / part)
        (results / PRINTED).mkdir(parents=True)
        for step in scene.steps:
            if self.stopped.is_set():
                return
            text = self._printed(step, project)
            (results / PRINTED / f"{step.name}.txt").write_text(text, encoding="utf-8")
        for entry in project.iterdir():
            if entry.name not in _INPUTS:
                entry.rename(results / entry.name)

    def _printed(self, step: Step, project: Path) -> str:
        arguments = [argument.replace(PROJECT, str(project)) for argument in step.arguments]
        done = subprocess.run(
            [sys.executable, str(STEADY_SAVING) if step.saves_workbooks else "-m", *arguments],
            check=False,
            cwd=self.tree,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
        )
        if done.returncode not in step.exit_codes:
            raise SideError(
                f"{self.name}: {' '.join(step.arguments)} exits {done.returncode}\n{done.stderr or done.stdout}"
            )
        return printed_text(step, done, project)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {
            **kept,
            "PYTHONPATH": str(self.tree),
            # where modules are compiled to tells from where they came, in child processes too
            "PYTHONPYCACHEPREFIX": str(self.compiled),
            "PYTHONUTF8": "1",
        }


def printed_text(step: Step, done: "subprocess.CompletedProcess[str]", project: Path) -> str:
    """Return what a process printed and how it ended, without timings and without the folder it worked in."""
    text = f"$ {' '.join(step.arguments)}\nexit {done.returncode}\n--- output\n{done.stdout}--- errors\n{done.stderr}"
    return _TIMINGS.sub("", text).replace(str(project), PROJECT)


def foreign_modules(compiled: Path, tree: Path) -> list[Path]:
    """Return the folders of modules that were compiled and belong neither to a tree nor to libraries.

    Args:
        compiled: a folder given to Python as PYTHONPYCACHEPREFIX, in which each module lies under its full path.
        tree: where the modules of `pipeline` and `tests` must come from.
    """
    folders = {Path("/", path.parent.relative_to(compiled)) for path in compiled.rglob("*.pyc")}
    return sorted(folder for folder in folders if _is_foreign(folder, tree.resolve()))


def _is_foreign(folder: Path, tree: Path) -> bool:
    for libraries in ("site-packages", "dist-packages"):
        if libraries in folder.parts:
            inside = folder.parts[folder.parts.index(libraries) + 1 :]
            return bool(inside) and inside[0] in _OWN_PACKAGES
    resolved = folder.resolve()
    return not (resolved.is_relative_to(tree) or resolved.is_relative_to(Path(sys.base_prefix).resolve()))
