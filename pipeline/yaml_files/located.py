"""YAML files with the line of every value, so that an error names the line to mend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import ConfigurationError, reason_of
from pipeline.yaml_files.syntax import syntax_fault

#: Keys and list positions from the root of a file to a value: ("tasks", 3, "lead").
KeyPath = tuple[str | int, ...]

#: The C parser is ten times faster; the other one stands in where PyYAML was built without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedYaml:
    """The plain content of one file (dict, list, str, int, float, bool, None) and the line of each value, from 1."""

    path: Path
    data: Any
    lines: Mapping[KeyPath, int]

    def line(self, keys: Sequence[str | int]) -> int:
        """Return the line, from 1, of a value; of the nearest value around it where it does not exist."""
        existing = tuple(keys)
        while existing and existing not in self.lines:
            existing = existing[:-1]
        return self.lines.get(existing, 1)


def field_name(keys: Sequence[str | int]) -> str:
    """Return a key path as errors name it: columns.status.checks[0]."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text


def read_located_yaml(path: Path) -> LocatedYaml:
    """Return the content of a YAML file with its lines.

    Raises:
        ConfigurationError: the file is missing, not UTF-8 or not such YAML as `located_yaml` takes.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            path, None, "", f"không đọc được tệp ({reason_of(error)}); kiểm tra đường dẫn và quyền đọc"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(path, None, "", "tệp không ghi bằng mã UTF-8; lưu lại tệp với mã UTF-8") from error
    return located_yaml(text, path)


def located_yaml(text: str, path: Path) -> LocatedYaml:
    """Return the content of YAML text with its lines; `path` is named in errors only.

    Only true, false, null and plain numbers are more than text: dates, times and words such as `no` stay as typed.

    Raises:
        ConfigurationError: a syntax error, a repeated key, a key that is not text, a tag or a circle of anchors.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        line, remedy = syntax_fault(text, error)
        raise ConfigurationError(path, line, "", f"sai cú pháp YAML: {remedy}") from error
    lines: dict[KeyPath, int] = {}
    data = None if root is None else _Builder(path, lines).value(root, ())
    return LocatedYaml(path=path, data=data, lines=lines)


class _Builder:
    """Turns nodes into plain values and records the line of each."""

    def __init__(self, path: Path, lines: dict[KeyPath, int]) -> None:
        self._path = path
        self._lines = lines
        self._open: set[int] = set()

    def value(self, node: yaml.Node, keys: KeyPath) -> Any:
        # The line of a key, recorded before, says more than the line on which its value begins.
        self._lines.setdefault(keys, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, keys)
        if id(node) in self._open:
            raise self._error(node, keys, "neo (anchor) trỏ vòng vào chính nó")
        self._open.add(id(node))
        result: Any
        if isinstance(node, yaml.MappingNode):
            result = {key: self.value(child, (*keys, key)) for key, child in self._items(node, keys)}
        elif isinstance(node, yaml.SequenceNode):
            result = [self.value(child, (*keys, position)) for position, child in enumerate(node.value)]
        else:
            raise TypeError(type(node))
        self._open.remove(id(node))
        return result

    def _items(self, node: yaml.MappingNode, keys: KeyPath) -> Iterator[tuple[str, yaml.Node]]:
        names: set[str] = set()
        for key_node, child in node.value:
            key = self._scalar(key_node, keys) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                raise self._error(key_node, keys, "tên mục phải là chữ; đặt trong dấu nháy nếu là số")
            if key in names:
                raise self._error(key_node, (*keys, key), "mục bị lặp lại; chỉ giữ một")
            names.add(key)
            self._lines.setdefault((*keys, key), key_node.start_mark.line + 1)
            yield key, child

    def _scalar(self, node: yaml.ScalarNode, keys: KeyPath) -> str | int | float | bool | None:
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
                raise self._error(node, keys, f"không dùng nhãn {tag}")

    def _error(self, node: yaml.Node, keys: KeyPath, reason: str) -> ConfigurationError:
        return ConfigurationError(self._path, node.start_mark.line + 1, field_name(keys), reason)


def _number(text: str) -> str | int | float:
    """Return a decimal number; anything else that YAML 1.1 takes for one (12:30, 0x1F, 010, .inf) stays text."""
    digits = text.lstrip("+-")
    if digits.isdecimal() and (digits == "0" or not digits.startswith("0")):
        return int(text)
    whole, point, fraction = digits.partition(".")
    if point and whole.isdecimal() and fraction.isdecimal():
        return float(text)
    return text
