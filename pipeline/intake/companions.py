"""What stands beside the returns of a round: documents that came with one, and a guess of who sent what is not used."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.intake.received import ReceivedFile, SenderGround, SenderGuess, Verdict, replaced
from pipeline.intake.senders import sender_guess
from pipeline.problems import problem
from pipeline.rules import Rule
from pipeline.text import without_marks

#: Returns that could be used, now or in their own round: a document beside one of them is no failed return.
_USABLE = {
    Verdict.ACCEPTED,
    Verdict.ACCEPTED_WITH_PROBLEMS,
    Verdict.SUPERSEDED,
    Verdict.OTHER_ROUND,
}
#: What is added to the name of a return that was signed, scanned or saved twice.
_ADDED = re.compile(r"[\s_.-]*(?:\(\d+\)|\(?(?:da ky|ky so|signed|scan|ban scan|dau do|co dau)\)?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Returns:
    """The usable returns of an inbox, by what a document may share with them."""

    #: Paths of the mailboxes: what lies in two mails of one did not come together.
    mailboxes: frozenset[str]
    #: By each mail and archive around them, else by their folder; the inbox itself left out.
    by_place: dict[str, list[ReceivedFile]]
    #: By folder and name, without what signing and scanning add to it.
    by_name: dict[tuple[str, str], list[ReceivedFile]]
    #: Those of this round alone.
    by_agency: dict[str, list[ReceivedFile]]


def with_senders(files: Sequence[ReceivedFile], *, campaign: Campaign, round_: Round) -> list[ReceivedFile]:
    """Return the files with documents beside usable returns set apart, and senders guessed of what is rejected."""
    returns = _usable_returns(files)
    return [
        _with_sender(file, returns, campaign, round_)
        if file.verdict is Verdict.REJECTED and file.identity is None
        else file
        for file in files
    ]


def _usable_returns(files: Sequence[ReceivedFile]) -> _Returns:
    mailboxes = frozenset(file.path for file in files if file.rule == Rule.MAILBOX_OPENED.code)
    returns = _Returns(
        mailboxes=mailboxes, by_place=defaultdict(list), by_name=defaultdict(list), by_agency=defaultdict(list)
    )
    contents = {file.sha256 for file in files if file.verdict in _USABLE}
    for file in files:
        is_copy = file.verdict is Verdict.DUPLICATE and file.sha256 in contents
        if file.identity is not None and (file.verdict in _USABLE or is_copy):
            for place in _places(file.path, mailboxes):
                returns.by_place[place].append(file)
            returns.by_name[_bare_name(file.path)].append(file)
            if file.verdict is not Verdict.OTHER_ROUND:
                returns.by_agency[file.identity.agency].append(file)
    return returns


def _with_sender(file: ReceivedFile, returns: _Returns, campaign: Campaign, round_: Round) -> ReceivedFile:
    guess = sender_guess(file, campaign=campaign, round_=round_)
    companion = _beside(file, guess, returns) if file.document else None
    if companion is None or companion.identity is None:
        return replace(file, sender_guess=guess)
    agency = companion.identity.agency
    if guess is None or guess.agency != agency:
        guess = SenderGuess(agency=agency, ground=SenderGround.BESIDE_RETURN)
    name = campaign.agency_by_code[agency].name
    ground = problem(Rule.BESIDE_RETURN, file=file.path, name=name, beside=companion.path)
    return replace(replaced(file, Verdict.NOT_A_RETURN, ground), sender_guess=guess)


def _beside(file: ReceivedFile, guess: SenderGuess | None, returns: _Returns) -> ReceivedFile | None:
    """Return the return with which a document came: of its name, from the same mail, archive or folder, of the same agency.

    What tells of an agency goes before what merely lies beside it.
    """
    of_name = returns.by_name.get(_bare_name(file.path), ())
    if (only := _of_one_agency(of_name)) is not None:
        return only
    for place in _places(file.path, returns.mailboxes):
        in_place = returns.by_place.get(place, [])
        if guess is not None:
            in_place = [
                other for other in in_place if other.identity is not None and other.identity.agency == guess.agency
            ]
        if (only := _of_one_agency(in_place)) is not None:
            return only
    return None if guess is None else _of_one_agency(returns.by_agency.get(guess.agency, ()))


def _of_one_agency(returns: Sequence[ReceivedFile]) -> ReceivedFile | None:
    """Return the first of some returns where all are of one agency, those that count before others."""
    agencies = {file.identity.agency for file in returns if file.identity is not None}
    return min(returns, key=lambda file: not file.verdict.used) if len(agencies) == 1 else None


def _places(path: str, mailboxes: Collection[str]) -> list[str]:
    """Return the archives and mails around a path, the innermost first; its folder where there are none."""
    places: list[str] = []
    rest = path
    while "!/" in rest:
        inside, _, name = rest.rpartition("!/")
        if inside in mailboxes:
            return [*places, f"{inside}!/{name.split('/')[0]}"]
        places.append(inside)
        rest = inside
    folder = str(PurePosixPath(path).parent)
    return places or ([] if folder == "." else [folder])


def _bare_name(path: str) -> tuple[str, str]:
    inside, mark, name = path.rpartition("!/")
    pure = PurePosixPath(name)
    stem = without_marks(re.sub(r" \(\d+\)$", "", pure.name).rsplit(".", 1)[0])
    while (shorter := _ADDED.sub("", stem)) not in {"", stem}:
        stem = shorter
    return f"{inside}{mark}{pure.parent}", stem
