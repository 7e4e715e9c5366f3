"""Operator errors: what the coordinator or maintainer mends, one line each, with its own exit code. Never for data."""

from pathlib import Path


class OperatorError(Exception):
    """Something the person who runs the program can mend; the message is Vietnamese and holds the remedy."""

    exit_code = 2


class ConfigurationError(OperatorError):
    """A file of the campaign or a schema is not valid."""

    exit_code = 3

    def __init__(self, path: Path, line: int | None, field: str, reason: str) -> None:
        self.path = path
        self.line = line
        self.field = field
        place = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{place}: {field}: {reason}" if field else f"{place}: {reason}")


class OutputError(OperatorError):
    """An output cannot be written: locked, read-only, disk full."""

    exit_code = 4


class ImbalanceError(Exception):
    """Control totals do not balance: the program's own failure, so the old outbox stands."""
