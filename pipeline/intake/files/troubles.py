"""Troubles of this machine: what the system says when it does not let a file or folder be read, and what that means for users."""

from pipeline.errors import reason_of
from pipeline.intake.formats.limits import Rejection
from pipeline.rules import Rule


def file_trouble(error: OSError) -> Rejection:
    """Return why a file of the inbox could not be read; one that has gone since the inbox was listed is told so."""
    if isinstance(error, FileNotFoundError):
        return Rejection(rule=Rule.VANISHED)
    return local_trouble(reason_of(error))


def local_trouble(reason: str) -> Rejection:
    """Return the rejection of what this machine cannot open, whatever it is."""
    return Rejection(rule=Rule.LOCAL_TROUBLE, parameters={"reason": reason})
