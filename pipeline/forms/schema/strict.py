"""Strict reading of one mapping of a YAML file: what is unknown, missing or of another type is refused with its line."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.located_yaml import LocatedYaml, Place
from pipeline.rules import Rule
from pipeline.text import clean_text


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a YAML file, with its place."""

    file: LocatedYaml
    place: Place = ()
    data: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def root(cls, file: LocatedYaml) -> "Entry":
        """Return the mapping that a whole file is."""
        return cls._mapping(file, (), file.data)

    @classmethod
    def _mapping(cls, file: LocatedYaml, place: Place, data: object) -> "Entry":
        if not isinstance(data, dict):
            raise file.error(place, "phải là một nhóm mục dạng «tên: giá trị»")
        return cls(file, place, data)

    def error(self, key: str | None, reason: str) -> ConfigurationError:
        """Return the error at one key of this mapping, or at the mapping itself."""
        return self.file.error(self.place if key is None else (*self.place, key), reason)

    def only(self, known: Collection[str]) -> None:
        """Refuse keys that nobody reads: a misspelt one would be a rule silently lost."""
        for key in self.data:
            if key not in known:
                raise self.error(key, f"mục không được hỗ trợ; chỉ dùng {', '.join(sorted(known))}")

    def has(self, key: str) -> bool:
        """Return whether a key is there."""
        return key in self.data

    def child(self, key: str) -> "Entry":
        """Return the mapping under a key; an empty one where the key is left out."""
        if key not in self.data:
            return Entry(self.file, (*self.place, key), {})
        return self._mapping(self.file, (*self.place, key), self.data[key])

    def children(self, key: str) -> Iterator["Entry"]:
        """Give the mappings of the list under a key; none where the key is left out."""
        items = self.data.get(key, [])
        if not isinstance(items, list):
            raise self.error(key, "phải là danh sách, mỗi mục bắt đầu bằng dấu «-»")
        for position, item in enumerate(items):
            yield self._mapping(self.file, (*self.place, key, position), item)

    def text(self, key: str, default: str | None = None) -> str:
        """Return text that is not blank and has no hidden characters; required where there is no default."""
        value = self._value(key, default)
        if not isinstance(value, str) or (value != default and not value.strip()):
            raise self.error(key, "phải là chữ; đặt trong dấu nháy nếu là số")
        if value != clean_text(value):
            raise self.error(key, "có khoảng trắng thừa, ký tự ẩn hoặc chữ Việt chưa ở dạng dựng sẵn (NFC)")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:  # noqa: FBT001  # the default of a flag is a flag
        """Return true or false; required where there is no default."""
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self.error(key, "phải là true hoặc false")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Return a number; required where there is no default."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, "phải là số")
        return float(value)

    def count(self, key: str) -> int:
        """Return a whole number above zero."""
        value = self._value(key, None)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.error(key, "phải là số nguyên từ 1 trở lên")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of different texts, at least one."""
        values = self._value(key, None)
        if not isinstance(values, list) or not values:
            raise self.error(key, 'phải là danh sách có ít nhất một giá trị, ví dụ ["A", "B"]')
        for position, value in enumerate(values):
            place = (*self.place, key, position)
            if not isinstance(value, str) or not value:
                raise self.file.error(place, "phải là chữ; đặt trong dấu nháy")
            if value != clean_text(value):
                raise self.file.error(place, "có khoảng trắng thừa, ký tự ẩn hoặc chữ Việt chưa ở dạng dựng sẵn (NFC)")
            if value in values[:position]:
                raise self.file.error(place, f"giá trị «{value}» bị lặp lại")
        return tuple(values)

    def rule(self, key: str) -> Rule:
        """Return the rule whose code stands under a key."""
        code = self.text(key)
        try:
            return Rule.of(code)
        except KeyError:
            raise self.error(key, f"mã quy tắc «{code}» không có trong pipeline/rules.py") from None

    def _value(self, key: str, default: object) -> object:
        if key in self.data:
            return self.data[key]
        if default is None:
            raise self.error(None, f"thiếu mục «{key}»")
        return default
