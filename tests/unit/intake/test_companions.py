"""Documents beside returns are no failed returns; alone they are, and their sender is guessed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile, SenderGround, Verdict
from tests.support.intake import COMMUNE, DEPARTMENT, intake, return_bytes, zipped
from tests.support.mails import message, with_file

SCAN = b"%PDF-1.7\nscan"
WORD = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
PHOTOGRAPH = b"\xff\xd8\xff\xe0" + bytes(20_000)


@pytest.fixture
def good(campaign: Campaign, schemas: Schemas) -> bytes:
    return return_bytes(campaign, schemas)


def told(file: ReceivedFile) -> tuple[Verdict, str | None, SenderGround | None]:
    guess = file.sender_guess
    return file.verdict, None if guess is None else guess.agency, None if guess is None else guess.ground


@pytest.mark.parametrize("document", [SCAN, WORD, PHOTOGRAPH], ids=["scan", "text", "photograph"])
@pytest.mark.parametrize(
    ("returned", "beside"),
    [
        ("Phong/bc.xlsx", "Phong/scan 01"),
        ("bc.xlsx", "bc.pdf"),
        ("bc.xlsx", "BC (1).pdf"),
        ("bao cao.xlsx", "Báo cáo_đã ký.pdf"),
        ("bc.xlsx", "bc_signed (2).pdf"),
    ],
    ids=lambda path: path,
)
def test_beside_a_return(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes, returned: str, beside: str, document: bytes
) -> None:
    files = intake(tmp_path, {returned: good, beside: document}, campaign, schemas)
    assert told(files[beside]) == (Verdict.NOT_A_RETURN, COMMUNE, SenderGround.BESIDE_RETURN)
    assert files[beside].reason == (
        f"Tài liệu gửi cùng báo cáo của UBND phường Hồng Bàng ({returned}), không phải báo cáo."
    )
    assert files[beside].problems == ()


def test_by_the_name_of_the_agency_wherever_it_lies(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes
) -> None:
    files = intake(tmp_path, {"bc.xlsx": good, "scan/UBND phường Hồng Bàng.pdf": SCAN}, campaign, schemas)
    assert told(files["scan/UBND phường Hồng Bàng.pdf"]) == (Verdict.NOT_A_RETURN, COMMUNE, SenderGround.FILE_NAME)


def test_in_the_same_mail_or_archive(tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes) -> None:
    mail = with_file(with_file(message(), "bc.xlsx", good), "01.pdf", SCAN).as_bytes()
    department = return_bytes(campaign, schemas, DEPARTMENT)
    archive = zipped({"excel/bc.xlsx": department, "da ky/02.pdf": SCAN + b"2"})
    files = intake(tmp_path, {"a.eml": mail, "b.zip": archive}, campaign, schemas)
    assert told(files["a.eml!/01.pdf"])[:2] == (Verdict.NOT_A_RETURN, COMMUNE)
    assert told(files["b.zip!/da ky/02.pdf"])[:2] == (Verdict.NOT_A_RETURN, DEPARTMENT)


def test_beside_a_return_of_another_round(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    second = return_bytes(campaign, schemas, round_="lan-2", report_date=date(2025, 12, 1))
    files = intake(tmp_path, {"Phong/bc.xlsx": second, "Phong/scan.pdf": SCAN}, campaign, schemas)
    assert told(files["Phong/scan.pdf"])[:2] == (Verdict.NOT_A_RETURN, COMMUNE)


def test_beside_a_return_that_a_later_one_replaced(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes
) -> None:
    later = return_bytes(campaign, schemas, report_date=date(2025, 9, 4))
    files = intake(tmp_path, {"1/bc.xlsx": good, "1/scan.pdf": SCAN, "2/bc.xlsx": later}, campaign, schemas)
    assert files["1/bc.xlsx"].verdict is Verdict.SUPERSEDED
    assert told(files["1/scan.pdf"])[:2] == (Verdict.NOT_A_RETURN, COMMUNE)


def rejected(
    inbox: Path, campaign: Campaign, schemas: Schemas, files: Mapping[str, bytes], path: str
) -> tuple[str | None, SenderGround | None]:
    verdict, agency, ground = told(intake(inbox, files, campaign, schemas)[path])
    assert verdict is Verdict.REJECTED
    return agency, ground


def test_alone_it_is_rejected(tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes) -> None:
    files = {"bc.xlsx": good, "scan.pdf": SCAN}
    assert rejected(tmp_path, campaign, schemas, files, "scan.pdf") == (None, None)


def test_it_does_not_belong_to_whose_return_merely_lies_there(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes
) -> None:
    files = {"Ngày 3-9/bc.xlsx": good, "Ngày 3-9/Sở Tài chính.pdf": SCAN}
    where = rejected(tmp_path, campaign, schemas, files, "Ngày 3-9/Sở Tài chính.pdf")
    assert where == (DEPARTMENT, SenderGround.FILE_NAME)


def test_two_mails_of_one_mailbox_did_not_come_together(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes
) -> None:
    postmark = b"From a@b.vn Mon Sep  1 08:30:00 2025\n"
    mails = [with_file(message(), "bc.xlsx", good), with_file(message(Subject="Công văn"), "01.pdf", SCAN)]
    mailbox = b"\n".join(postmark + mail.as_bytes() for mail in mails)
    assert rejected(tmp_path, campaign, schemas, {"a.mbox": mailbox}, "a.mbox!/2/01.pdf") == (None, None)


def test_with_the_returns_of_two_agencies_it_may_be_of_either(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes
) -> None:
    other = return_bytes(campaign, schemas, DEPARTMENT)
    files = {"cum/1.xlsx": good, "cum/2.xlsx": other, "cum/scan.pdf": SCAN}
    assert rejected(tmp_path, campaign, schemas, files, "cum/scan.pdf") == (None, None)


def test_what_was_meant_to_be_a_return_is_no_document(
    tmp_path: Path, campaign: Campaign, schemas: Schemas, good: bytes
) -> None:
    files = {"Phong/bc.xlsx": good, "Phong/bc 2.xlsx": good[: len(good) // 2], "Phong/bc.csv": b"a,b\n1,2\n3,4\n"}
    for path in ("Phong/bc 2.xlsx", "Phong/bc.csv"):
        assert rejected(tmp_path, campaign, schemas, files, path) == (None, None)


def test_a_return_that_says_whose_it_is_needs_no_guess(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    good = return_bytes(campaign, schemas)
    files = intake(tmp_path, {"bc.xlsx": good}, campaign, schemas)
    assert files["bc.xlsx"].sender_guess is None
