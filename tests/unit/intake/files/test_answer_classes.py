"""What a worker may answer: every class that a workbook read from a file can be made of, and no other."""

import dataclasses
import typing
from collections.abc import Iterator
from enum import Enum

from pipeline.intake.files import opening

#: What pickle makes without looking for a class.
PLAIN = {bool, int, float, str, bytes, tuple, list, dict, set, frozenset, type(None)}


def classes_in(hint: object) -> Iterator[type]:
    """Every class that a type hint names, collections and unions aside."""
    arguments = [argument for argument in typing.get_args(hint) if argument is not ...]
    if arguments:
        for argument in arguments:
            yield from classes_in(argument)
    elif isinstance(hint, type) and hint is not object:
        yield hint


def classes_below(hint: object) -> set[type]:
    """Every class of a hint, of the fields of these classes, and so on, but for the plain ones."""
    reached: set[type] = set()
    waiting = list(classes_in(hint))
    while waiting:
        kind = waiting.pop()
        if kind in reached or kind in PLAIN:
            continue
        reached.add(kind)
        if dataclasses.is_dataclass(kind) or issubclass(kind, tuple):
            waiting += [inner for field in typing.get_type_hints(kind).values() for inner in classes_in(field)]
        elif issubclass(kind, Enum):
            waiting += [type(member.value) for member in kind]
    return reached


def test_the_classes_of_an_answer_are_those_that_reading_a_workbook_gives() -> None:
    answer = typing.get_type_hints(opening.read_workbook)["return"]
    assert classes_below(answer) == set(opening.ANSWER_CLASSES)
