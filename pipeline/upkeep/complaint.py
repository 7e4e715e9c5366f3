"""What may be said against a project before work starts: each complaint says where, and what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.yaml_files.faults import FaultyFileError


class Gravity(StrEnum):
    """Whether a complaint keeps the work from starting."""

    STOPS = "stops"
    DOUBT = "doubt"

    @property
    def label(self) -> str:
        """Return the words users see."""
        return {"stops": "DỪNG", "doubt": "Xem lại"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """Where something stands: a file or folder, and the line in it, from 1, where it has one."""

    path: Path
    line: int | None = None

    def __str__(self) -> str:
        return str(self.path) if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing that is missing or doubtful."""

    #: What kind of thing, for programs: no-number, ambiguous-assignment …
    code: str
    gravity: Gravity
    #: A Vietnamese sentence, and one that says what to do.
    message: str
    remedy: str
    place: FileLine | None = None
    #: The codes of the agencies that it is about, where it is about several.
    agencies: tuple[str, ...] = field(default=())


def faults_of(error: ConfigurationError) -> Iterator[Complaint]:
    """Give what is wrong with a file that cannot be used, each fault with its line."""
    path = error.path
    if isinstance(error, FaultyFileError):
        for fault in error.faults:
            message = f"{fault.field}: {fault.reason}" if fault.field else fault.reason
            yield _invalid(message, FileLine(path=path, line=fault.line or None))
    else:
        message = str(error).removeprefix(str(FileLine(path=path, line=error.line))).removeprefix(": ")
        yield _invalid(message, FileLine(path=path, line=error.line))


def _invalid(message: str, place: FileLine) -> Complaint:
    return Complaint(
        code="invalid-file", gravity=Gravity.STOPS, message=message, remedy="Sửa tệp ở dòng ấy.", place=place
    )


def is_stopped_by(complaints: Iterable[Complaint]) -> bool:
    """Return whether any of some complaints keeps the work from starting."""
    return any(complaint.gravity is Gravity.STOPS for complaint in complaints)
