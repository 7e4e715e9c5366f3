"""Who may have sent a file that does not say so: one reading or none, each with its ground."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.intake.envelope import Envelope
from pipeline.intake.received import ReceivedFile, SenderGround, SenderGuess, Verdict
from pipeline.intake.senders import named_agency, sender_guess
from pipeline.text import slug
from tests.support.consolidation import small_campaign

COMMUNE, OTHER = "11311", "10525"
ADDRESS = "hongbang@vidu.gov.vn"
IN_TIME = date(2025, 9, 3)


@pytest.fixture(scope="module")
def addressed(campaign: Campaign) -> Campaign:
    """The campaign with an address of one commune, one that two share, and that of the body that consolidates."""
    mails = {COMMUNE: ADDRESS, OTHER: "chung@vidu.gov.vn", "11383": "CHUNG@vidu.gov.vn", "SNV": "snv@vidu.gov.vn"}
    agencies = tuple(replace(agency, email=mails.get(agency.code, "")) for agency in campaign.agencies)
    return replace(campaign, agencies=agencies)


def guess_of(campaign: Campaign, path: str, mail: Envelope | None = None, round_: str = "lan-1") -> SenderGuess | None:
    file = ReceivedFile(path=path, sha256="", size=1, verdict=Verdict.REJECTED, mail=mail)
    return sender_guess(file, campaign=campaign, round_=campaign.round_by_code[round_])


def template_name(campaign: Campaign, prefix: str = "lan-1", code: str = COMMUNE) -> str:
    return f"{prefix}_{code}_{slug(campaign.agency_by_code[code].name)}"


@pytest.mark.parametrize("prefix", ["lan-1", "2025-h2_lan-1", "2025-H2_LAN-1"])
@pytest.mark.parametrize("ending", [".pdf", " (2).docx", "_da ky.pdf", ""])
def test_the_templates_own_name_is_a_sure_ground(addressed: Campaign, prefix: str, ending: str) -> None:
    guess = guess_of(addressed, f"Ngay 3-9/{template_name(addressed, prefix)}{ending}")
    assert guess == SenderGuess(agency=COMMUNE, ground=SenderGround.TEMPLATE_NAME, sure=True)


@pytest.mark.parametrize("prefix", ["lan-2", "2024-h1_lan-1"])
def test_the_name_of_another_rounds_template_is_no_sure_ground(addressed: Campaign, prefix: str) -> None:
    guess = guess_of(addressed, f"{template_name(addressed, prefix)}.pdf")
    assert guess == SenderGuess(agency=COMMUNE, ground=SenderGround.FILE_NAME)


def test_an_address_of_the_register_is_a_sure_ground_while_the_round_is_open(addressed: Campaign) -> None:
    def guess(sent_on: date | None) -> SenderGuess | None:
        return guess_of(addressed, "a.eml!/scan.pdf", Envelope(sender_address=ADDRESS, sent_on=sent_on))

    sure = SenderGuess(agency=COMMUNE, ground=SenderGround.MAIL_SENDER, sure=True)
    assert guess(IN_TIME) == sure
    for day in (None, date(2025, 7, 1), date(2025, 12, 3)):
        assert guess(day) == replace(sure, sure=False)


@pytest.mark.parametrize("address", ["chung@vidu.gov.vn", "snv@vidu.gov.vn", "ai-do@vidu.vn", ""])
def test_an_address_that_several_share_or_that_forwards_tells_nothing(addressed: Campaign, address: str) -> None:
    assert guess_of(addressed, "a.eml!/scan.pdf", Envelope(sender_address=address, sent_on=IN_TIME)) is None


def test_sure_grounds_that_contradict_each_other_tell_nothing(addressed: Campaign) -> None:
    mail = Envelope(sender_address=ADDRESS, sent_on=IN_TIME)
    assert guess_of(addressed, f"a.eml!/{template_name(addressed, code=OTHER)}.pdf", mail) is None


@pytest.mark.parametrize(
    ("path", "mail", "ground"),
    [
        ("UBND phường Hồng Bàng.pdf", None, SenderGround.FILE_NAME),
        ("bc/11311 scan.pdf", None, SenderGround.FILE_NAME),
        ("a.eml!/scan.pdf", Envelope(subject="Báo cáo của phường Hồng Bàng"), SenderGround.MAIL_SUBJECT),
        ("a.eml!/scan.pdf", Envelope(sender_name="UBND Phường Hồng Bàng"), SenderGround.MAIL_SENDER_NAME),
        ("Email/Phuong Hong Bang/scan.pdf", None, SenderGround.FOLDER_NAME),
        ("UBND phuong Hong Bang.zip!/scan.pdf", None, SenderGround.FOLDER_NAME),
        ("FW UBND phường Hồng Bàng.eml!/bc.zip!/scan.pdf", None, SenderGround.FOLDER_NAME),
    ],
)
def test_any_other_ground_is_a_guess_for_the_coordinator(
    addressed: Campaign, path: str, mail: Envelope | None, ground: SenderGround
) -> None:
    assert guess_of(addressed, path, mail) == SenderGuess(agency=COMMUNE, ground=ground)


def test_the_innermost_name_counts(addressed: Campaign) -> None:
    guess = guess_of(addressed, "Sở Tài chính/UBND phường Hồng Bàng/scan.pdf")
    assert guess is not None
    assert guess.agency == COMMUNE


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Báo cáo UBND phường Hồng Bàng (lần 1)", COMMUNE),
        ("BAO_CAO-ubnd-phuong-hong-bang", COMMUNE),
        ("Ủy ban nhân dân phường Hồng Bàng", COMMUNE),
        ("UBND phu\u031bo\u031b\u0300ng Ho\u0302\u0300ng Ba\u0300ng", COMMUNE),
        ("BC STC", "STC"),
        ("bc stc", None),
        ("báo cáo", None),
        ("", None),
        # a name inside a longer one is none
        ("UBND phường Trần Hưng Đạo", "10570"),
        ("UBND phuong Tran Hung Dao", "10570"),
        # several
        ("phường Hồng Bàng, phường Lê Chân", None),
        ("11311 phường Lê Chân", None),
        ("11311 phường Hồng Bàng", COMMUNE),
        # to whom it goes, not from whom it comes
        ("Báo cáo gửi Sở Nội vụ", None),
        ("UBND phường Hồng Bàng gửi Sở Nội vụ", COMMUNE),
    ],
)
def test_one_agency_is_named_or_none(campaign: Campaign, text: str, agency: str | None) -> None:
    assert named_agency(text, campaign) == agency


def test_names_that_differ_by_diacritics_alone_are_told_apart_by_them(tmp_path: Path) -> None:
    small = small_campaign(tmp_path)
    assert named_agency("BC xã Cẩm Giang", small) == "10002"
    assert named_agency("BC xã Cẩm Giàng", small) == "10003"
    assert named_agency("BC xa Cam Giang", small) is None
