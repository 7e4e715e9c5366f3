"""docs/architecture.md tells what is there: its map is generated, and each place it names exists."""

import ast
import re

import pytest

from tests.architecture.document import PAGE, ROOT, page

TEXT = PAGE.read_text(encoding="utf-8")
_ANSWER = re.compile(r"^\| (?P<question>[^|]+\?) \| `(?P<path>[^`:]+)(?:::(?P<name>\w+))?` \|", re.MULTILINE)
ANSWERS = [match.group("question", "path", "name") for match in _ANSWER.finditer(TEXT)]


def test_the_map_of_rooms_is_the_tree() -> None:
    """Written anew by `python -m tests.architecture.document`."""
    assert page(TEXT) == TEXT


def test_a_newcomer_finds_a_dozen_answers() -> None:
    assert len(ANSWERS) >= 12
    assert len({question for question, _, _ in ANSWERS}) == len(ANSWERS)


@pytest.mark.parametrize(("question", "path", "name"), ANSWERS, ids=[question for question, _, _ in ANSWERS])
def test_each_answer_leads_somewhere(question: str, path: str, name: str | None) -> None:
    place = ROOT / path
    assert place.exists(), question
    if name is not None and place.suffix == ".py":
        names = {
            node.name
            for node in ast.parse(place.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
        assert name in names, question
    elif name is not None:
        assert name in place.read_text(encoding="utf-8"), question
