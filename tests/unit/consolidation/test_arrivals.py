"""What came of an agency and does not count: told where it is sure whose it is and that it was meant for this round."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.arrivals import Arrival, arrivals
from pipeline.intake.envelope import Envelope
from pipeline.intake.identity import Identity
from pipeline.intake.received import ReceivedFile, SenderGround, SenderGuess, Verdict
from pipeline.rules import Rule
from tests.support.consolidation import small_campaign

AGENCY = "10002"
AS_OF = date(2025, 12, 31)


@pytest.fixture
def small(tmp_path: Path) -> Campaign:
    return small_campaign(tmp_path)


def arrived(campaign: Campaign, *files: ReceivedFile, round_: str = "lan-1") -> dict[str, tuple[Arrival, ...]]:
    return arrivals(files, campaign=campaign, round_=campaign.round_by_code[round_], as_of=AS_OF)


def a_file(verdict: Verdict, round_: str | None = "lan-1", path: str = "bc.xlsx", **details: object) -> ReceivedFile:
    identity = None if round_ is None else Identity(campaign="small", round=round_, agency=AGENCY, fingerprint=None)
    return ReceivedFile(path=path, sha256="ab", size=1, verdict=verdict, identity=identity, **details)  # type: ignore[arg-type]


def test_a_refused_file_with_its_day_and_reason(small: Campaign) -> None:
    file = a_file(
        Verdict.REJECTED,
        path="Ngay 3-9/a.eml!/bc.xlsx",
        reason="Thiếu trang.",
        mail=Envelope(sent_on=date(2025, 9, 3)),
        modified=datetime(2025, 8, 1, 7, tzinfo=UTC),
    )
    assert arrived(small, file) == {AGENCY: (Arrival(name="bc.xlsx", sent_on=date(2025, 9, 3), reason="Thiếu trang."),)}


def test_a_form_that_came_back_unfilled(small: Campaign) -> None:
    file = a_file(Verdict.UNFILLED, reason="Chưa điền.")
    assert arrived(small, file) == {AGENCY: (Arrival(name="bc.xlsx", unfilled=True, reason="Chưa điền."),)}


def test_the_earliest_first(small: Campaign) -> None:
    days = [date(2025, 9, 4), date(2025, 9, 2)]
    files = [a_file(Verdict.REJECTED, path=f"{day}.xlsx", mail=Envelope(sent_on=day)) for day in days]
    assert [arrival.sent_on for arrival in arrived(small, *files)[AGENCY]] == sorted(days)


def test_a_day_after_the_as_of_date_is_not_told(small: Campaign) -> None:
    file = a_file(Verdict.REJECTED, modified=datetime(2026, 1, 1, 7, tzinfo=UTC))
    assert arrived(small, file)[AGENCY][0].saved_on is None


@pytest.mark.parametrize("sure", [True, False])
def test_a_guess_counts_where_it_is_sure(small: Campaign, sure: bool) -> None:
    guess = SenderGuess(agency=AGENCY, ground=SenderGround.MAIL_SENDER, sure=sure)
    assert (AGENCY in arrived(small, a_file(Verdict.REJECTED, None, sender_guess=guess))) is sure


@pytest.mark.parametrize(
    "verdict",
    [verdict for verdict in Verdict if verdict not in {Verdict.REJECTED, Verdict.UNFILLED, Verdict.OTHER_ROUND}],
)
def test_what_counts_or_is_no_return_is_not_told(small: Campaign, verdict: Verdict) -> None:
    assert arrived(small, a_file(verdict)) == {}


def test_what_only_the_coordinator_can_mend_is_not_told(small: Campaign) -> None:
    assert arrived(small, a_file(Verdict.REJECTED, rule=Rule.OUTSIDE_INBOX.code)) == {}


@pytest.mark.parametrize(
    ("asked", "sent", "day", "told"),
    [
        ("lan-1", "dot-xuat", None, True),
        ("lan-1", "dot-xuat", date(2025, 9, 3), True),
        # of an earlier round: only where it came when this one was open
        ("dot-xuat", "lan-1", date(2025, 10, 2), True),
        ("dot-xuat", "lan-1", date(2025, 9, 3), False),
        ("dot-xuat", "lan-1", None, False),
    ],
)
def test_the_form_of_another_round(small: Campaign, asked: str, sent: str, day: date | None, told: bool) -> None:
    file = a_file(Verdict.OTHER_ROUND, sent, mail=None if day is None else Envelope(sent_on=day))
    found = arrived(small, file, round_=asked)
    assert (AGENCY in found) is told
    if told:
        assert found[AGENCY][0].other_round == small.round_by_code[sent]
