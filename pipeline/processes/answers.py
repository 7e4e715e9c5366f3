"""Answers of a worker as it writes them: JSON, plain data and nothing else.

A value that JSON has is itself, a collection is a list (a mapping one of pairs), any other value is an object of one entry:
the name of its class, and what it is made of. `answer_reading` reads them.
"""

import json
from binascii import b2a_base64
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields
from datetime import date, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

#: Bytes of an answer; what is read is far smaller, a mail of the largest size included.
LARGEST_ANSWER = 1 << 28


def answer_message(answer: object) -> bytes:
    """Return an answer as bytes. Raises: TypeError or ValueError for what no answer may hold."""
    text = json.dumps(_paired(answer), ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_tagged)
    return text.encode()


@lru_cache(maxsize=100)
def field_names(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a data class, in order."""
    return tuple(field.name for field in fields(kind))


def _paired(value: object) -> object:
    """Return a mapping as its pairs: keys of JSON are texts, ours may be addresses."""
    return list(value.items()) if isinstance(value, Mapping) else value


def _tagged(value: object) -> object:
    """Return in other values what JSON does not have."""
    content: object
    match value:
        case AbstractSet():
            return list(value)
        case Enum():
            content = value.name
        case date() | time():
            content = value.isoformat()
        case timedelta():
            content = (value.days, value.seconds, value.microseconds)
        case bytes():
            content = b2a_base64(value, newline=False).decode("ascii")
        case _:
            content = _named_fields(value)
    return {type(value).__name__: content}


def _named_fields(value: Any) -> dict[str, object]:
    """Return the fields of a data class. Raises: TypeError for a value of any other class."""
    kind: Any = type(value)
    return {name: _paired(getattr(value, name)) for name in field_names(kind)}
