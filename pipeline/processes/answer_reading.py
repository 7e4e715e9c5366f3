"""Answers of a worker as the parent reads them: only allowed classes are built, field by field, each by its type.

A worker has read what strangers wrote, so its bytes are judged like theirs: whatever they are, no class of this process is
touched and nothing but values of the allowed classes comes out.
"""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, NoReturn, Union, cast, get_args, get_origin, get_type_hints

from pipeline.processes.answers import LARGEST_ANSWER, field_names

#: Values and collections of an answer: a few bytes of JSON may be a hundred in memory.
_MOST_VALUES = 10_000_000
#: Whole numbers beyond are not counted with in any file: floats have them.
_LARGEST_NUMBER = 2**53
_ESCAPED_SURROGATES = (b"\\ud", b"\\uD")


class NoAnswerError(Exception):
    """Bytes are no answer of the allowed classes."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What values of one annotation look like in JSON, and how each look is read."""

    #: Types of JSON whose values stand for themselves.
    simple: frozenset[type] = frozenset()
    listed: Callable[[list[Any]], Any] | None = None
    #: By the name of the class.
    tagged: Mapping[str, Callable[[Any], Any]] | None = None


def answer_value(message: bytes, allowed: tuple[type, ...]) -> Any:
    """Return what was answered: a plain value, a value of an allowed class, or a tuple of such.

    Raises: NoAnswerError for any other bytes; TypeError for classes that no answer can be made of.
    """
    shape = _answer_shape(allowed)
    try:
        if len(message) > LARGEST_ANSWER or sum(map(message.count, (b",", b"[", b"{"))) > _MOST_VALUES:
            _refuse()
        plain = _DECODER.decode(message.decode())
        if any(escaped in message for escaped in _ESCAPED_SURROGATES):
            # a text that no file can be written with
            json.dumps(plain, ensure_ascii=False).encode()
        return _value(shape, plain)
    except Exception as error:  # whatever the bytes are, the caller goes on
        raise NoAnswerError from error


def _refuse() -> NoReturn:
    raise NoAnswerError


def _whole_number(digits: str) -> int:
    number = int(digits) if len(digits) < 20 else _LARGEST_NUMBER + 1
    return number if abs(number) <= _LARGEST_NUMBER else _refuse()


def _infinity(name: str) -> float:
    """Return the number that a cell holds for 1e999; that is no number at all is no value of any cell."""
    return _refuse() if name == "NaN" else float(name)


_DECODER = json.JSONDecoder(parse_int=_whole_number, parse_constant=_infinity)


def _value(shape: _Shape, plain: Any) -> Any:
    kind = type(plain)
    if kind in shape.simple:
        return plain
    if kind is list and shape.listed is not None:
        return shape.listed(plain)
    if kind is dict and shape.tagged is not None and len(plain) == 1:
        ((name, content),) = plain.items()
        return shape.tagged[name](content)
    return _refuse()


@lru_cache(maxsize=20)
def _answer_shape(allowed: tuple[type, ...]) -> _Shape:
    """Return the shape of a whole answer: a plain value, a list of such, or a value of an allowed class."""
    plain = _union([_shape(kind, allowed) for kind in (object, *_TAGGED, *allowed)])
    return _union([plain, _Shape(listed=lambda plains: tuple([_value(plain, entry) for entry in plains]))])


def _shape(annotation: Any, allowed: tuple[type, ...]) -> _Shape:
    """Return the shape of an annotation; a class that is not allowed has none, so that no value of it is read."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return _union([_shape(argument, allowed) for argument in arguments])
    if origin is not None:
        return _collection_shape(origin, arguments, allowed)
    if annotation in _PLAIN:
        return _Shape(simple=_PLAIN[annotation])
    if annotation in _TAGGED:
        return _Shape(tagged={annotation.__name__: _TAGGED[annotation]})
    if not isinstance(annotation, type) or issubclass(annotation, str | int | float | list | tuple | dict):
        raise TypeError(f"no answer may hold {annotation}")
    if annotation not in allowed:
        return _Shape()
    reading = _member(annotation) if issubclass(annotation, Enum) else _instance(annotation, allowed)
    return _Shape(tagged={annotation.__name__: reading})


def _union(shapes: Sequence[_Shape]) -> _Shape:
    return _Shape(
        simple=frozenset().union(*(shape.simple for shape in shapes)),
        listed=next((shape.listed for shape in shapes if shape.listed is not None), None),
        tagged={name: reading for shape in shapes for name, reading in (shape.tagged or {}).items()},
    )


def _collection_shape(origin: type, arguments: tuple[Any, ...], allowed: tuple[type, ...]) -> _Shape:
    shapes = [_shape(argument, allowed) for argument in arguments if argument is not Ellipsis]
    if origin is tuple and len(shapes) < len(arguments):
        return _Shape(listed=lambda plains: _row(shapes[0], plains))
    if origin is tuple:
        return _Shape(listed=lambda plains: tuple(map(_value, shapes, _counted(plains, len(shapes)))))
    if issubclass(origin, Mapping):
        return _Shape(listed=lambda pairs: _mapping(shapes[0], shapes[1], pairs))
    if issubclass(origin, AbstractSet):
        return _Shape(listed=lambda plains: frozenset(_row(shapes[0], plains)))
    raise TypeError(f"no answer may hold {origin}")


def _row(shape: _Shape, plains: list[Any]) -> tuple[Any, ...]:
    simple = shape.simple
    # nearly all that is read are rows of simple cells
    if simple.issuperset(map(type, plains)):
        return tuple(plains)
    return tuple([plain if type(plain) in simple else _value(shape, plain) for plain in plains])


def _counted(plains: Any, length: int) -> list[Any]:
    return plains if type(plains) is list and len(plains) == length else _refuse()


def _mapping(key: _Shape, value: _Shape, pairs: list[Any]) -> dict[Any, Any]:
    content = {_value(key, own[0]): _value(value, own[1]) for own in (_counted(pair, 2) for pair in pairs)}
    return content if len(content) == len(pairs) else _refuse()


def _member(kind: type[Enum]) -> Callable[[Any], Enum]:
    members: Mapping[str, Enum] = kind.__members__
    return members.__getitem__


def _instance(kind: type, allowed: tuple[type, ...]) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    shapes = {name: _shape(hints[name], allowed) for name in field_names(kind)}

    def instance(content: Any) -> Any:
        if type(content) is not dict or content.keys() != shapes.keys():
            _refuse()
        return kind(**{name: _value(shape, content[name]) for name, shape in shapes.items()})

    return instance


def _without_zone(moment: datetime | time) -> datetime | time:
    # one with a zone cannot be compared with those of all other files
    return moment if moment.tzinfo is None else _refuse()


#: Types that JSON has, with those of its values that may stand for them; of a field of anything no other is read.
_PLAIN: Mapping[Any, frozenset[type]] = {
    NoneType: frozenset({NoneType}),
    bool: frozenset({bool}),
    int: frozenset({int}),
    float: frozenset({float, int}),
    str: frozenset({str}),
    object: frozenset({NoneType, bool, int, float, str}),
}
#: Types that JSON does not have.
_TAGGED: Mapping[Any, Callable[[Any], Any]] = {
    bytes: lambda text: b64decode(cast("str", text), validate=True),
    date: date.fromisoformat,
    datetime: lambda text: _without_zone(datetime.fromisoformat(text)),
    time: lambda text: _without_zone(time.fromisoformat(text)),
    timedelta: lambda numbers: timedelta(*_counted(numbers, 3)),
}
