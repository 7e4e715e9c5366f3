"""What one file holds: a workbook or a mail, told by content, within the limits of each."""

from dataclasses import replace
from io import BytesIO

import pytest

from pipeline.intake.files.folder import read_stream
from pipeline.intake.files.mail_parts import Mail
from pipeline.intake.files.reading import read_file
from pipeline.intake.formats.limits import LIMITS, Rejection
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.rules import Rule
from tests.support.intake import small_workbook
from tests.support.mails import mail_with_file, outlook_mail

WORKBOOK = small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
SMALL = replace(LIMITS, file=1_000, mail=3_000, archive=6_000)
MAIL = mail_with_file(content=b"PK\x03\x04" + bytes(500))
MAILBOX = b"From a@b.vn Mon Sep  1 08:30:00 2025\n" + MAIL


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (WORKBOOK, RawWorkbook),
        (mail_with_file(content=WORKBOOK), Mail),
        (outlook_mail({0x3701: WORKBOOK, 0x3707: "a.xlsx"}, properties={0x0037: "BC"}), Mail),
        (b"%PDF-1.7", Rejection),
    ],
)
def test_the_content_tells_what_a_file_is(content: bytes, kind: type) -> None:
    assert isinstance(read_file(content), kind)


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        (b"%PDF", 1_000),
        (MAIL[:600], 3_000),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 3_000),
        (MAILBOX, 6_000),
        (b"PK\x03\x04", 6_000),
    ],
    ids=["any file", "mail", "old Office, perhaps a message", "mailbox", "archive"],
)
def test_what_a_file_begins_with_says_how_large_it_may_be(start: bytes, limit: int) -> None:
    fits, too_large = start.ljust(limit, b"\n"), start.ljust(limit + 1, b"\n")
    assert read_stream(BytesIO(fits), len(fits), SMALL) == fits
    refused = read_stream(BytesIO(too_large), len(too_large), SMALL)
    assert isinstance(refused, Rejection)
    assert refused.rule is (Rule.MAIL_REFUSED if start in {MAIL[:600], MAILBOX} else Rule.TOO_LARGE)


def test_an_old_workbook_may_not_be_as_large_as_a_mail() -> None:
    refused = read_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), SMALL)
    assert isinstance(refused, Rejection)
    assert refused.rule is Rule.TOO_LARGE


def test_a_mail_is_refused_in_words_about_mails() -> None:
    refused = read_file(MAIL, replace(SMALL, mail=500))
    assert isinstance(refused, Rejection)
    told = refused.problem("a.eml")
    assert told.rule is Rule.MAIL_REFUSED
    assert "Thư không mở được" in told.message
    assert "Excel" not in told.message + told.hint
