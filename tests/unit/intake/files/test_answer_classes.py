"""What a worker may answer: every class that a workbook or a mail read from a file can be made of, and no other."""

import dataclasses
import typing
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from pipeline.intake.files import opening, reading

#: What an answer may always be made of.
PLAIN = {bool, int, float, str, bytes, tuple, list, dict, set, frozenset, type(None), date, datetime, time, timedelta}


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
        if dataclasses.is_dataclass(kind):
            waiting += [inner for field in typing.get_type_hints(kind).values() for inner in classes_in(field)]
    return reached


def test_the_classes_of_an_answer_are_those_that_reading_a_file_gives() -> None:
    answer = typing.get_type_hints(opening.read_file, {**vars(reading), "Mail": opening.Mail})["return"]
    assert classes_below(answer) == set(opening.ANSWER_CLASSES)
