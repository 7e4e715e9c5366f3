"""Faults: what is wrong in a file of the catalogue, each with its line and field; all of one file are told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigurationError

#: Faults told in full; the rest are counted.
_TOLD = 10


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend in one file; `line` 0 is the whole file."""

    line: int
    field: str
    reason: str


class CatalogueError(ConfigurationError):
    """A file of the catalogue is not valid: its faults in the order of its lines, one line of text each."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        told = [
            ConfigurationError(path, fault.line or None, fault.field, fault.reason) for fault in self.faults[:_TOLD]
        ]
        super().__init__(path, told[0].line, told[0].field, self.faults[0].reason)
        left = len(self.faults) - _TOLD
        rest = [f"{path}: còn {left} lỗi khác; sửa các lỗi trên rồi chạy lại"] if left > 0 else []
        self.args = ("\n".join([*(str(error) for error in told), *rest]),)
