"""YAML files with the line of every value, so that whoever mends a file is told where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import ConfigurationError

#: Keys and positions from the root to a value, as `jsonschema` also names places.
Place = tuple[str | int, ...]

#: The C parser is ten times faster; the other one stands in where PyYAML was built without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedYaml:
    """The plain content of one YAML file (dict, list, str, int, float, bool, None) and the line of each of its places."""

    path: Path
    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Sequence[str | int]) -> int:
        """Return the line, from 1, of a place; of the nearest place around it where it does not exist."""
        known = tuple(place)
        while known and known not in self.lines:
            known = known[:-1]
        return self.lines.get(known, 1)

    def error(self, place: Sequence[str | int], reason: str) -> ConfigurationError:
        """Return the error that names file, line and field."""
        return ConfigurationError(self.path, self.line(place), field_name(place), reason)


def field_name(place: Sequence[str | int]) -> str:
    """Return a place as it is named in errors: columns.status.checks[0]."""
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_located_yaml(path: Path) -> LocatedYaml:
    """Return the content of a YAML file with its lines; see `located_yaml`."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(path, None, "", f"không đọc được tệp ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(path, None, "", "tệp không ghi bằng mã UTF-8; lưu lại tệp với mã UTF-8") from error
    return located_yaml(text, path)


def located_yaml(text: str, path: Path) -> LocatedYaml:
    """Return the content of YAML text with its lines.

    Only true, false, null and plain numbers are more than text: dates, times and words such as `no` stay as typed.

    Raises: ConfigurationError for a syntax error, a repeated key, a key that is not text, a tag or a circle of anchors.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        detail = getattr(error, "problem", None) or getattr(error, "reason", "")
        raise ConfigurationError(path, line, "", f"sai cú pháp YAML ({detail})") from error
    lines: dict[Place, int] = {}
    data = None if root is None else _Builder(path, lines).value(root, ())
    return LocatedYaml(path=path, data=data, lines=lines)


class _Builder:
    """Turns nodes into plain values, noting the line of each place."""

    def __init__(self, path: Path, lines: dict[Place, int]) -> None:
        self._path = path
        self._lines = lines
        self._open: set[int] = set()

    def value(self, node: yaml.Node, place: Place) -> Any:
        # The line of a key, noted before, says more than the line on which its value begins.
        self._lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        if id(node) in self._open:
            raise self._error(node, place, "neo (anchor) trỏ vòng vào chính nó")
        self._open.add(id(node))
        result: Any
        if isinstance(node, yaml.MappingNode):
            result = {key: self.value(child, (*place, key)) for key, child in self._entries(node, place)}
        elif isinstance(node, yaml.SequenceNode):
            result = [self.value(child, (*place, position)) for position, child in enumerate(node.value)]
        else:
            raise TypeError(type(node))
        self._open.remove(id(node))
        return result

    def _entries(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, yaml.Node]]:
        seen: set[str] = set()
        for key_node, child in node.value:
            key = self._scalar(key_node, place) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                raise self._error(key_node, place, "tên mục phải là chữ; đặt trong dấu nháy nếu là số")
            if key in seen:
                raise self._error(key_node, (*place, key), "mục bị lặp lại; chỉ giữ một")
            seen.add(key)
            self._lines.setdefault((*place, key), key_node.start_mark.line + 1)
            yield key, child

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> str | int | float | bool | None:
        text: str = node.value
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "str" | "timestamp" | "value" | "merge":
                return text
            case "null":
                return None
            case "bool":
                return {"true": True, "false": False}.get(text.lower(), text)
            case "int" | "float":
                return _number(text)
            case tag:
                raise self._error(node, place, f"không dùng nhãn {tag}")

    def _error(self, node: yaml.Node, place: Place, reason: str) -> ConfigurationError:
        return ConfigurationError(self._path, node.start_mark.line + 1, field_name(place), reason)


def _number(text: str) -> str | int | float:
    """Return a decimal number; anything else that YAML 1.1 takes for one (12:30, 0x1F, 010, .inf) stays text."""
    digits = text.lstrip("+-")
    if digits.isdecimal() and (digits == "0" or not digits.startswith("0")):
        return int(text)
    whole, point, fraction = digits.partition(".")
    if point and whole.isdecimal() and fraction.isdecimal():
        return float(text)
    return text
