"""Faults: what is to be mended in one file, each with its line and field; all of them are told in one error."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.rules import Rule
from pipeline.yaml_files.located import KeyPath, LocatedYaml, field_name

#: So many faults are told in full; the rest are counted.
_TOLD_IN_FULL = 10


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend in one file; `line` 0 is the whole file, `keys` lead to the value."""

    line: int
    field: str
    reason: str
    keys: KeyPath = dataclasses.field(default=(), compare=False)


class FaultyFileError(ConfigurationError):
    """A file is not valid: its faults in the order of its lines, one line of text each."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        errors = [
            ConfigurationError(path, fault.line or None, fault.field, fault.reason)
            for fault in self.faults[:_TOLD_IN_FULL]
        ]
        super().__init__(path, errors[0].line, errors[0].field, self.faults[0].reason)
        rest = len(self.faults) - _TOLD_IN_FULL
        closing = [f"{path}: còn {rest} lỗi khác; sửa các lỗi trên rồi chạy lại"] if rest > 0 else []
        self.args = ("\n".join([*(str(error) for error in errors), *closing]),)


def refuse(document: LocatedYaml, faults: Iterable[Fault]) -> None:
    """Do nothing where there are no faults.

    Raises:
        FaultyFileError: there are; it tells all of them.
    """
    if problems := list(faults):
        raise FaultyFileError(document.path, problems)


def fault_at(document: LocatedYaml, keys: KeyPath, reason: str) -> Fault:
    """Return a fault of the value to which the keys lead."""
    return Fault(document.line(keys), _place_name(document, keys), reason, keys)


def rule_faults(document: LocatedYaml, keys: KeyPath, code: str) -> Iterator[Fault]:
    """Give the fault of a code that no rule has."""
    codes = [rule.code for rule in Rule]
    if code not in codes:
        near = get_close_matches(code, codes, n=1)
        remedy = f"có phải là «{near[0]}»?" if near else "xem docs/rules.md"
        yield fault_at(document, keys, f"không có quy tắc mã «{code}»; {remedy}")


def _place_name(document: LocatedYaml, keys: Sequence[str | int]) -> str:
    """Return a key path as errors name it, list entries by their code where they have one: tasks[3.2].lead."""
    name, value = "", document.data
    for key in keys:
        value = _child(value, key)
        code = value.get("code") if isinstance(key, int) and isinstance(value, dict) else None
        part = f"[{code}]" if isinstance(code, str) and code else field_name((key,))
        name += part if isinstance(key, int) or not name else f".{part}"
    return name


def _child(value: Any, key: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(key)
    return value[key] if isinstance(value, list) and isinstance(key, int) else None
