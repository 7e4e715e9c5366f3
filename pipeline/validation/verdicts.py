"""The last word on each file: accepted, or accepted with some rows in error."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import Problem
from pipeline.rules import Severity


def judged_files(files: Sequence[ReceivedFile], problems: Sequence[Problem]) -> tuple[ReceivedFile, ...]:
    """Return the files with the verdict that the problems of intake and validation together give."""
    in_error = {found.file for found in problems if found.severity is Severity.ERROR}
    in_error |= {found.file for file in files for found in file.problems if found.severity is Severity.ERROR}
    return tuple(
        replace(file, verdict=Verdict.ACCEPTED_WITH_PROBLEMS)
        if file.verdict is Verdict.ACCEPTED and file.path in in_error
        else file
        for file in files
    )
