"""Markup by construction: what is not built by `tag` is text, and text is always escaped."""

import json
import re
from collections.abc import Iterable

from pipeline.text import clean_text

#: Elements without content or end tag.
_VOID = {"meta", "input", "col", "br"}
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
#: What could end a script element, open a comment, or is no character at all.
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


class Markup(str):
    """Text that is markup already; only `tag`, `raw` and `joined` make it."""

    __slots__ = ()


def tag(name: str, /, *children: object, **attributes: str | int | bool | None) -> Markup:
    """Return an element; `class_` and `for_` lose their underscore, others turn it into a hyphen.

    An attribute that is True stands without a value, one that is None or False not at all.
    """
    opening = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{opening}>")
    return Markup(f"<{name}{opening}>{joined(children)}</{name}>")


def joined(children: Iterable[object]) -> Markup:
    """Return children one after the other: markup as it is, text escaped, nothing for None."""
    return Markup("".join(_child(child) for child in children))


def escaped(text: str) -> Markup:
    """Return a text as markup that shows it: nothing in it is markup, and nothing of it is hidden."""
    return Markup((text if text.isprintable() else clean_text(text)).translate(_ESCAPED))


def raw(text: str) -> Markup:
    """Return our own files (style, script) as they are; refuse what would end their element.

    Raises:
        ValueError: the text holds an end tag or the opening of a comment.
    """
    if re.search("</|<!--", text):
        raise ValueError("style or script that would end its element")
    return Markup(text)


def json_text(value: object) -> str:
    """Return JSON that can stand in a script element whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _child(child: object) -> str:
    match child:
        case Markup():
            return child
        case str():
            return escaped(child)
        case None:
            return ""
        case int():
            return str(child)
        case Iterable():
            return joined(child)
    raise TypeError(type(child))


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'
