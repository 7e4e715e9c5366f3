"""A local name says what it holds; words that hold anything are refused."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline"
#: Participles, pronouns and adverbs that were once bound to dozens of kinds of things each, and riddles.
REFUSED = frozenset(
    [
        "found",
        "one",
        "ones",
        "said",
        "told",
        "beside",
        "begun",
        "known",
        "given",
        "made",
        "came",
        "seen",
        "gone",
        "kept",
        "wanted",
        "asked",
        "taken",
        "held",
        "drawn",
        "shown",
        "listed",
        "each",
        "here",
        "there",
        "now",
        "then",
        "what",
        "who",
        "whom",
        "which",
        "both",
        "theirs",
        "dice",
        "slips",
        "strays",
        "fates",
        "worth_it",
    ]
)


def local_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and name of every value and parameter that a function or module binds; fields of classes left out."""
    fields = {
        id(node)
        for definition in ast.walk(tree)
        if isinstance(definition, ast.ClassDef)
        for statement in definition.body
        if isinstance(statement, ast.AnnAssign | ast.Assign)
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields:
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.lineno, node.name


def refused_names(source: str) -> list[tuple[int, str]]:
    return [(line, name) for line, name in local_names(ast.parse(source)) if name in REFUSED]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_local_names_say_what_they_hold(path: Path) -> None:
    assert refused_names(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "found = 1",
        "def f(said): ...",
        "for one in range(3): ...",
        "[known for known in ()]",
        "with open('x') as told: ...",
        "(beside := 2)",
        "match 1:\n    case begun: ...",
    ],
)
def test_a_name_that_says_nothing_is_refused_wherever_it_is_bound(source: str) -> None:
    assert len(refused_names(source)) == 1


def test_a_field_may_be_told_by_its_class() -> None:
    assert refused_names("class Change:\n    now: int = 0") == []


def class_names() -> Iterator[tuple[str, str]]:
    """Name and module of every class of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield node.name.strip("_"), str(path.relative_to(PACKAGE))


def test_a_word_names_one_class() -> None:
    modules: dict[str, list[str]] = {}
    for name, module in class_names():
        modules.setdefault(name, []).append(module)
    assert {name: places for name, places in modules.items() if len(places) > 1} == {}


def test_the_glossary_names_classes_that_are_there() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in glossary.splitlines() if line.startswith("| ") and "---" not in line]
    named = {name for row in rows for name in re.findall(r"`(\w+)(?:`|\.)", row[3]) if name[0].isupper()}
    assert len(named) > 30
    assert named - {name for name, _ in class_names()} == set()


def test_the_glossary_names_modules_that_are_there() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:pipeline/)?[\w/]+(?:\.py|/))`", glossary)
    absent = [path for path in paths if not (PACKAGE / path.removeprefix("pipeline/")).exists()]
    assert [path for path in absent if not (ROOT / path).exists()] == []
