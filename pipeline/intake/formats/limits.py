"""The limits of what one file may cost, and the value that says why a file is not read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pipeline.problems import Problem, problem
from pipeline.rules import Rule
from pipeline.values import number_text

Outcome = TypeVar("Outcome")

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one file; a filled return is 25–60 KB, 100 KB unpacked, about 1,500 cells.

    Units: bytes, unless the name says otherwise.
    """

    file: int = 25 * _MEGABYTE
    #: A .zip archive of returns, as it lies in the inbox.
    archive: int = 200 * _MEGABYTE
    archive_unpacked: int = 1_000 * _MEGABYTE
    #: One mail (.eml, .msg); a third of it is the encoding. A mailbox (.mbox) may be as large as an archive.
    mail: int = 50 * _MEGABYTE
    #: How deep messages may be attached to messages, and the parts of one message nested.
    mail_depth: int = 10
    #: Entries of one zip directory, of a workbook or of an archive; parts of a mail; messages of a mailbox.
    entries: int = 2_000
    part: int = 64 * _MEGABYTE
    unpacked: int = 200 * _MEGABYTE
    #: How many times larger unpacked than packed; looked at only past `ratio_from`, formatted blanks pack very well.
    ratio: int = 300
    ratio_from: int = 8 * _MEGABYTE
    cells: int = 500_000
    #: Cells of the smallest rectangle around the filled cells of a sheet: what calamine allocates.
    box: int = 2_000_000
    merges: int = 5_000
    merged_cells: int = 4_000_000
    #: Any count that a part declares about itself.
    declared: int = 2_000_000
    sheets: int = 200
    #: Filled cells in row 10,000 or below, or in column AAA or to the right, that are taken for mistypings and read all the same.
    far_cells: int = 1_000
    #: Cells up to which openpyxl may be asked where calamine fails: it is slow, and needs a kilobyte a cell.
    second_reader: int = 100_000
    #: Address space that reading one file may take beyond what a worker has at its start.
    memory: int = 1024 * _MEGABYTE
    #: Seconds that reading one file may take.
    seconds: float = 20.0


LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why a file is not read: a rule of the container and what its sentence needs."""

    rule: Rule
    parameters: Mapping[str, object] = field(default_factory=dict)

    def problem(self, file: str) -> Problem:
        """Return the problem of a file."""
        parameters: Mapping[str, Any] = self.parameters
        return problem(self.rule, file=file, **parameters)


class RefusedError(Exception):
    """Carries a rejection out of the reader of a format; the gate makes a value of it again."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection.rule.code)
        self.rejection = rejection


def accepted(outcome: Outcome | Rejection) -> Outcome:
    """Return an outcome that is no rejection.

    Raises: RefusedError with the rejection.
    """
    if isinstance(outcome, Rejection):
        raise RefusedError(outcome)
    return outcome


def too_large(limit: str, measured: str) -> Rejection:
    """Return the rejection of something over a limit; limit and measure in words, with their unit."""
    return Rejection(rule=Rule.TOO_LARGE, parameters={"limit": limit, "measured": measured})


def damaged(reason: str) -> Rejection:
    """Return the rejection of a file that cannot be read."""
    return Rejection(rule=Rule.DAMAGED, parameters={"reason": reason})


def unsafe(reason: str) -> Rejection:
    """Return the rejection of a file that no ordinary program writes."""
    return Rejection(rule=Rule.UNSAFE, parameters={"reason": reason})


def unreadable(reason: str) -> Rejection:
    """Return the rejection of a file that brought its reader down."""
    return Rejection(rule=Rule.UNREADABLE, parameters={"reason": reason})


def no_workbook(kind: str) -> Rejection:
    """Return the rejection of a file that is no workbook; `kind` says in words what it is."""
    return Rejection(rule=Rule.NOT_A_WORKBOOK, parameters={"kind": kind})


def format_not_read(kind: str) -> Rejection:
    """Return the rejection of a sound workbook in a format that is not read; `kind` names the format."""
    return Rejection(rule=Rule.FORMAT_NOT_READ, parameters={"kind": kind})


def other_archive(kind: str) -> Rejection:
    """Return the rejection of an archive that is not opened; `kind` says which it is."""
    return Rejection(rule=Rule.OTHER_ARCHIVE, parameters={"kind": kind})


def not_the_file(kind: str) -> Rejection:
    """Return the rejection of what stands for a file that is elsewhere; `kind` says in words what it is."""
    return Rejection(rule=Rule.NOT_THE_FILE, parameters={"kind": kind})


def megabytes(size: int) -> str:
    """Return a size in bytes as users read it, in MB or KB."""
    text = f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else f"{size / 1024:.1f} KB"
    return text.replace(".", ",")


def grouped(number: int) -> str:
    """Return a whole number as users read it, 2.000.000."""
    return number_text(number)
