"""The recipes of CONTRIBUTING.md are carried out to the letter, each in a copy of the tree of its own."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "CONTRIBUTING.md"
_COPIED = ("pipeline", "schemas", "tests", "docs", "pyproject.toml")
_STEP = re.compile(
    r"^(?:\d+\. )?(?P<kind>New file|In) `(?P<path>[^`]+)`(?:, (?P<side>before|after) the line `(?P<line>[^`]+)`)?:\n+"
    r"```\w*\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_COMMANDS = re.compile(r"^(?:\d+\. )?Then:\n+```sh\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A text that goes into a file: a new one, or before or after a line that stands there once."""

    path: str
    side: str | None
    line: str | None
    text: str

    def carry_out(self, tree: Path) -> None:
        path = tree / self.path
        if self.line is None:
            assert not path.exists(), f"{self.path} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        positions = [number for number, line in enumerate(lines) if line.rstrip("\n") == self.line]
        assert len(positions) == 1, f"{self.path}: {len(positions)} lines are «{self.line}»"
        place = positions[0] + (self.side == "after")
        path.write_text("".join([*lines[:place], self.text, *lines[place:]]), encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    title: str
    steps: tuple[Step, ...]
    commands: tuple[str, ...]


def recipes() -> Iterator[Recipe]:
    for section in GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, text = section.partition("\n")
        commands = _COMMANDS.search(text)
        if commands is not None:
            yield Recipe(
                title=title,
                steps=tuple(
                    Step(path=match["path"], side=match["side"], line=match["line"], text=match["text"])
                    for match in _STEP.finditer(text)
                ),
                commands=tuple(commands["text"].splitlines()),
            )


RECIPES = tuple(recipes())


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def run(command: str, tree: Path) -> "subprocess.CompletedProcess[str]":
    program, *arguments = command.split()
    assert program == "python"
    return subprocess.run(
        [sys.executable, *arguments, "-p", "no:cacheprovider"]
        if "pytest" in arguments
        else [sys.executable, *arguments],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_there_is_a_recipe_for_all_that_is_added_often() -> None:
    assert [recipe.title for recipe in RECIPES] == [
        "A new column",
        "A new rule",
        "A new kind of indicator",
        "A new file format",
        "A new section of the report",
    ]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_recipe_gives_what_it_promises(recipe: Recipe, tree: Path) -> None:
    for step in recipe.steps:
        step.carry_out(tree)
    for command in recipe.commands:
        done = run(command, tree)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_its_test_alone_fails(recipe: Recipe, tree: Path) -> None:
    """The first step of each recipe is its test; without the steps after it the test must fail."""
    test, *others = recipe.steps
    assert test.path.startswith("tests/")
    assert others
    test.carry_out(tree)
    assert run(recipe.commands[-1], tree).returncode in {1, 2}
