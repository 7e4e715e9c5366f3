"""What did arrive of agencies whose return is missing, as far as it is sure whose it is, and why it does not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule

#: Rules that the coordinator alone can do something about: they say nothing of what the agency sent.
_LOCAL = {Rule.OUTSIDE_INBOX.code, Rule.MAIL_NESTED.code}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One file of an agency that does not count in a round."""

    #: As it was called where it came from, without folders.
    name: str
    #: The day of the mail that brought it; None where it did not come by one, or that does not tell.
    sent_on: date | None = None
    #: Without such a day, the day on which the workbook was last saved; None where it does not tell, or not truly.
    saved_on: date | None = None
    #: The other round that it is for; None where it is refused.
    other_round: Round | None = None
    #: Whether it is the form as it was sent out.
    unfilled: bool = False
    #: Why it is refused or no return, and what to do, in sentences; "" where it is for another round.
    reason: str = ""
    hint: str = ""


def arrivals(
    files: Iterable[ReceivedFile], *, campaign: Campaign, round_: Round, as_of: date
) -> dict[str, tuple[Arrival, ...]]:
    """Return by agency what came of it and does not count, the earliest first.

    A return of another round is told only where it may have been meant for this one: of an earlier round, if it came after
    this one opened. A day after the as-of date is none.
    """
    by_agency: dict[str, list[Arrival]] = {}
    for file in files:
        arrival = _arrival(file, campaign, round_, as_of)
        if arrival is not None and file.agency is not None:
            by_agency.setdefault(file.agency, []).append(arrival)
    return {
        agency: tuple(
            sorted(of_agency, key=lambda arrival: (arrival.sent_on or arrival.saved_on or date.min, arrival.name))
        )
        for agency, of_agency in by_agency.items()
    }


def _arrival(file: ReceivedFile, campaign: Campaign, round_: Round, as_of: date) -> Arrival | None:
    name = file.path.replace("!/", "/").rpartition("/")[2]
    sent_on, saved_on = (None if day is None or day > as_of else day for day in (file.sent_on, file.saved_on))
    if sent_on is not None:
        saved_on = None
    if file.verdict in {Verdict.REJECTED, Verdict.UNFILLED} and file.rule not in _LOCAL:
        return Arrival(
            name=name,
            sent_on=sent_on,
            saved_on=saved_on,
            unfilled=file.verdict is Verdict.UNFILLED,
            reason=file.reason or "",
            hint=file.hint,
        )
    if file.verdict is Verdict.OTHER_ROUND and file.identity is not None:
        other = campaign.round_by_code[file.identity.round]
        day = file.sent_on or file.saved_on
        if other.opens > round_.opens or (day is not None and day >= round_.opens):
            return Arrival(name=name, sent_on=sent_on, saved_on=saved_on, other_round=other)
    return None
