"""Files whose sender the coordinator has confirmed: what was a guess is sure ground then."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.intake.received import ReceivedFile, SenderGround, SenderGuess, Verdict
from pipeline.review.review import Review


def with_confirmed_senders(files: Iterable[ReceivedFile], review: Review) -> tuple[ReceivedFile, ...]:
    """Return the files, those that are rejected and do not say whose they are with the sender that was confirmed.

    Nothing else of them changes: a file that is not used is none the more used for it.
    """
    return tuple(_confirmed(file, review.senders.get(file.sha256)) for file in files)


def _confirmed(file: ReceivedFile, agency: str | None) -> ReceivedFile:
    if agency is None or file.identity is not None or file.verdict is not Verdict.REJECTED:
        return file
    return replace(file, sender_guess=SenderGuess(agency=agency, ground=SenderGround.CONFIRMED, sure=True))
