"""Mails as they come: what is one, who sent it and when, what is attached to it, and what only looks attached."""

import uuid
from base64 import encodebytes
from binascii import b2a_uu
from dataclasses import replace
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.intake.files.mail import MailKind, mail_kind, mailbox_messages, read_mail
from pipeline.intake.files.mail_parts import Mail, PartKind
from pipeline.intake.formats.limits import LIMITS, Rejection
from pipeline.rules import Rule
from tests.support.mails import (
    PNG,
    SENDER,
    WORKBOOK,
    XLSX,
    base64,
    compound_file_bytes,
    files,
    mail_with_file,
    message,
    opened,
    outlook_mail,
    outlook_storage,
    raw_mail,
    winmail,
    with_file,
)

POSTMARK = b"From snv@vidu.gov.vn Mon Sep  1 08:30:00 2025\n"
OUTLOOK = outlook_mail({0x3701: WORKBOOK, 0x3707: "báo cáo.xlsx", 0x3705: 1}, properties={0x0037: "BC"})
WEB_ARCHIVE = b"""MIME-Version: 1.0
X-Document-Type: Workbook
Content-Type: multipart/related; boundary="----=_NextPart_01"

This document is a Single File Web Page, also known as a Web Archive file.

------=_NextPart_01
Content-Location: file:///C:/0E8D990C/baocao.htm
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="us-ascii"

<html xmlns:x=3D"urn:schemas-microsoft-com:office:excel"></html>
------=_NextPart_01--
"""
SAVED_PAGE = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://vidu.gov.vn/\r\nSubject: BC\r\n"
    b"Date: Mon, 1 Sep 2025 08:30:00 +0700\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="X"\r\n\r\n--X\r\nContent-Type: text/html\r\n\r\n'
    b"<html></html>\r\n--X--\r\n"
)


def kinds(content: bytes) -> list[PartKind]:
    return [part.kind for part in opened(content).parts]


def reason(content: bytes | Rejection) -> str:
    assert isinstance(content, Rejection)
    return content.problem("a.eml").message


# what is a mail


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(mail_with_file(), MailKind.EML, id="a mail"),
        pytest.param(mail_with_file().replace(b"\n", b"\r\n"), MailKind.EML, id="with the line ends of the Internet"),
        pytest.param(b"\xef\xbb\xbf" + mail_with_file(), MailKind.EML, id="after a byte-order mark"),
        pytest.param(b"\r\n \r\n" + mail_with_file(), MailKind.EML, id="after blank lines"),
        pytest.param(b"X-MimeOLE: Produced By Microsoft\nX-A: b\n" + mail_with_file(), MailKind.EML, id="Outlook's own headers first"),
        pytest.param(b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=X\n\n", MailKind.EML, id="bare MIME"),
        pytest.param(b"X-Unsent: 1\nTo: a@b.vn\nSubject: x\n\n", MailKind.EML, id="a draft"),
        pytest.param(
            message().as_bytes().replace(b"text/plain", b"text/html"), MailKind.EML, id="a text in HTML, with a sender"
        ),
        pytest.param(POSTMARK + mail_with_file(), MailKind.MBOX, id="a mailbox"),
        pytest.param(b"From \r\n" + mail_with_file(), MailKind.MBOX, id="a mailbox of Thunderbird"),
        pytest.param(OUTLOOK, MailKind.MSG, id="a mail saved by Outlook"),
        pytest.param(WEB_ARCHIVE, None, id="a workbook saved as web archive"),
        pytest.param(b"X-MimeOLE: a\n" + WEB_ARCHIVE, None, id="a web archive by Outlook's library"),
        pytest.param(SAVED_PAGE, None, id="a page saved by a browser"),
        pytest.param(b"TT,Tr\xe1\xba\xa1ng th\xc3\xa1i\n1.1,HT\n", None, id="CSV"),
        pytest.param(b"From:;To:;Date:\n1;2;3\n", None, id="CSV with such headings"),
        pytest.param("Kính gửi: Sở Nội vụ\nTừ: Sở Y tế\nVề việc: x\n\n".encode(), None, id="a letter"),
        pytest.param(b"Date: 1/9\nSubject: x\nCc: y\n\nabc", None, id="notes without sender"),
        pytest.param(b"From the office\nNote: x\n", None, id="a text that begins as a mailbox"),
        pytest.param(WORKBOOK, None, id="a workbook"),
        pytest.param(compound_file_bytes({"Workbook": b"x", "MBD": {"__properties_version1.0": b""}}), None, id="an old workbook in which a mail lies"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), None, id="a damaged old Office file"),
        pytest.param(b"", None, id="nothing"),
    ],
)  # fmt: skip
def test_a_mail_is_known_by_its_content(content: bytes, kind: MailKind | None) -> None:
    assert mail_kind(content) is kind


# who sent it, when, about what


@pytest.mark.parametrize(
    ("header", "address", "name"),
    [
        ("SNV@Vidu.gov.vn", SENDER, ""),
        ("<SNV@Vidu.gov.vn>", SENDER, ""),
        ('"Sở Nội vụ" <snv@vidu.gov.vn>', SENDER, "Sở Nội vụ"),
        ("Sở Nội vụ <snv@vidu.gov.vn>", SENDER, "Sở Nội vụ"),
        ("=?utf-8?B?U+G7nyBO4buZaSB24bul?= <snv@vidu.gov.vn>", SENDER, "Sở Nội vụ"),
        ('"=?utf-8?B?U+G7nyBO4buZaSB24bul?=" <snv@vidu.gov.vn>', SENDER, "Sở Nội vụ"),
        ("snv@vidu.gov.vn (Sở Nội vụ)", SENDER, "Sở Nội vụ"),
        ('"snv@vidu.gov.vn" <snv@vidu.gov.vn>', SENDER, ""),
        ("'snv@vidu.gov.vn'", SENDER, ""),
        ("Các sở: SNV <snv@vidu.gov.vn>, b@vidu.gov.vn;", SENDER, "SNV"),
        ("undisclosed-recipients:;", "", ""),
        ("a@vidu.gov.vn, b@vidu.gov.vn", "a@vidu.gov.vn", ""),
        ("<@x.vn,@y.vn:snv@vidu.gov.vn>", SENDER, ""),
        ('"b@gia.vn" <snv@vidu.gov.vn>', SENDER, "b@gia.vn"),
        ("=?utf-8?Q?b@gia.vn_<b@gia.vn>?= <snv@vidu.gov.vn>", SENDER, "b@gia.vn <b@gia.vn>"),
        ("(b@gia.vn) snv@vidu.gov.vn", SENDER, "b@gia.vn"),
        ("/O=EXCHANGE/OU=ADMIN/CN=SNV", "", ""),
        ("Sở Nội vụ", "", ""),
    ],
)
def test_the_sender_is_the_address_alone(header: str, address: str, name: str) -> None:
    envelope = opened(f"From: {header}\nTo: x\nSubject: y\n\n".encode()).envelope
    assert (envelope.sender_address, envelope.sender_name) == (address, name)


def test_without_from_the_sender_counts_then_the_return_path() -> None:
    assert opened(b"From: x\nSender: a@b.vn\nReturn-Path: <c@d.vn>\n\n").envelope.sender_address == "a@b.vn"
    assert opened(b"Return-Path: <c@d.vn>\n\n").envelope.sender_address == "c@d.vn"


def test_what_the_text_quotes_of_another_mail_is_no_sender() -> None:
    mail = message(From="")
    mail.set_content("---- Forwarded ----\nFrom: gia@mao.vn\nTo: x@y.vn\nDate: 1/1/2020\nSubject: z\n\n")
    assert opened(mail.as_bytes()).envelope.sender_address == ""
    assert kinds(mail.as_bytes()) == [PartKind.TEXT]


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("Mon, 01 Sep 2025 08:30:00 +0700", date(2025, 9, 1)),
        ("Mon, 01 Sep 2025 20:30:00 +0000", date(2025, 9, 2)),
        ("Mon, 01 Sep 2025 20:30:00 -0000", date(2025, 9, 2)),
        ("Mon, 01 Sep 2025 20:30:00 GMT", date(2025, 9, 2)),
        ("Mon, 01 Sep 2025 23:30:00", date(2025, 9, 1)),
        ("1 Sep 25 08:30 +0700 (ICT)", date(2025, 9, 1)),
        ("Mon, 01 Sep 1925 08:30:00 +0700", None),
        ("Mon, 31 Feb 2025 08:30:00 +0700", None),
        ("Fri, 31 Dec 9999 23:30:00 -2300", None),
        ("hôm nay", None),
        ("", None),
    ],
)
def test_the_day_of_a_mail_is_that_in_viet_nam(header: str, day: date | None) -> None:
    assert opened(f"From: a@b.vn\nDate: {header}\n\n".encode()).envelope.sent_on == day


def test_without_a_date_the_day_the_last_server_took_it_counts() -> None:
    content = b"Received: by mx.vidu.vn; Tue, 2 Sep 2025 22:00:00 +0000\nReceived: x; Mon, 1 Sep 2025 1:0:0 +0000\n\n"
    assert opened(content).envelope.sent_on == date(2025, 9, 3)


def test_a_subject_is_put_together_from_its_encoded_pieces() -> None:
    # a letter is split between two words, as many programs split it
    first, second = "Nhà nước kỳ".encode()[:8], "Nhà nước kỳ".encode()[8:]
    words = " ".join(f"=?UTF-8?B?{encodebytes(piece).decode().strip()}?=" for piece in (first, second))
    subject = f"Subject: {words}\n =?utf-8?Q?_3?= =?latin-9?Z?x?= 4\n"
    assert opened(f"From: a@b.vn\n{subject}\n".encode()).envelope.subject == "Nhà nước kỳ 3 =?latin-9?Z?x?= 4"
    assert opened("Subject: Báo cáo\n\n".encode()).envelope.subject == "Báo cáo"
    assert opened(b"Subject: s\xf4\xec li\xea\xf2u\n\n").envelope.subject == "số liệu"


# what is attached


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_an_attachment_comes_out_to_the_byte(newline: bytes) -> None:
    content = mail_with_file().replace(b"\n", newline)
    assert files(content) == [("báo cáo.xlsx", WORKBOOK)]
    assert kinds(content) == [PartKind.TEXT, PartKind.ATTACHMENT]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        pytest.param('Content-Disposition: attachment; filename="a.xlsx"', "a.xlsx", id="plain"),
        pytest.param("Content-Disposition: attachment; filename=bao cao.xlsx", "bao cao.xlsx", id="unquoted blank"),
        pytest.param("Content-Type: application/x; name=a.xlsx", "a.xlsx", id="of the type"),
        pytest.param('Content-Type: a/b; name="b"\nContent-Disposition: attachment; filename="a"', "a", id="of both"),
        pytest.param(
            'Content-Disposition: attachment;\n filename="=?utf-8?B?YsOhbyBjw6FvLnhsc3g=?="', "báo cáo.xlsx", id="RFC 2047"
        ),
        pytest.param(
            "Content-Disposition: attachment;\n filename*0*=utf-8''b%C3%A1o;\n filename*1*=%20c%C3%A1o;\n filename*2=.xlsx",
            "báo cáo.xlsx",
            id="RFC 2231 in pieces",
        ),
        pytest.param("Content-Disposition: attachment; filename*=cp1258''b%E1o.xlsx", "báo.xlsx", id="RFC 2231, cp1258"),
        pytest.param("Content-Disposition: attachment; filename*=la''b%C3%A1o.xlsx", "báo.xlsx", id="an unknown charset"),
        pytest.param('Content-Disposition: attachment; filename="báo cáo.xlsx"', "báo cáo.xlsx", id="raw"),
        pytest.param("Content-Disposition: attachment; filename*x*=a; filename*9y=b", "(không tên)", id="nonsense"),
        pytest.param("Content-Disposition: attachment; filename*=a.xlsx; filename*0=b.xlsx", "a.xlsx", id="two ways at once"),
        pytest.param("Content-Disposition: attachment", "(không tên)", id="none"),
        pytest.param('Content-Disposition: attachment; filename="../../a/b.xlsx"', "a_b.xlsx", id="a path"),
        pytest.param('Content-Disposition: attachment; filename="./b.xlsx"', "b.xlsx", id="a path from here"),
        pytest.param('Content-Disposition: attachment; filename="Số 12/BC.xlsx"', "Số 12_BC.xlsx", id="the number of a document"),
        pytest.param(r'Content-Type: a/b; name="C:\\x\\b.xlsx"', "C:_x_b.xlsx", id="a path of Windows"),
        pytest.param("Content-Type: a/b; name*=utf-8''a%0D%0A%00%E2%80%AEb.xlsx", "a b.xlsx", id="control characters"),
        pytest.param(f"Content-Type: a/b; name={'a' * 500}", "a" * 200, id="a long one"),
    ],
)  # fmt: skip
def test_the_name_of_an_attachment_in_all_its_encodings(fields: str, name: str) -> None:
    assert files(raw_mail((fields, WORKBOOK))) == [(name, WORKBOOK)]


def test_a_raw_name_in_the_vietnamese_code_page() -> None:
    content = raw_mail(('Content-Disposition: attachment; filename="NAME"', WORKBOOK))
    assert files(content.replace(b"NAME", b"b\xe1o c\xe1o.xlsx"))[0][0] == "báo cáo.xlsx"
    # the tone is a letter of its own there
    assert files(content.replace(b"NAME", b"s\xf4\xec.xlsx"))[0][0] == "số.xlsx"


LINES = base64(WORKBOOK).split(b"\r\n")
QUOTED = b"".join(bytes([letter]) if 48 <= letter < 58 else f"={letter:02X}".encode() + b"=\r\n" for letter in WORKBOOK)
UUENCODED = b"begin 644 a.xlsx\r\n" + b"\r\n".join(
    b2a_uu(WORKBOOK[at : at + 45]).rstrip(b"\n") for at in range(0, len(WORKBOOK), 45)
) + b"\r\n`\r\nend\r\n"  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("base64", base64(WORKBOOK), id="base64"),
        pytest.param("BASE64 ", base64(WORKBOOK), id="in capitals"),
        pytest.param('"Base64"', base64(WORKBOOK), id="in quotes"),
        pytest.param("base64", b"\r\n\r\n".join(b" " + line + b"\t!" for line in LINES), id="with noise in its lines"),
        pytest.param("base64", base64(WORKBOOK).rstrip(b"="), id="without its padding"),
        pytest.param("base64", base64(WORKBOOK) + b"==", id="with more padding"),
        pytest.param("base64", b"\r\n".join(base64(WORKBOOK[at : at + 50]) for at in range(0, len(WORKBOOK), 50)), id="each piece padded"),
        pytest.param("base64", base64(WORKBOOK).replace(b"\r\n", b" "), id="in one line"),
        pytest.param("base64", base64(WORKBOOK) + b"\r\n-- \r\nPhong Hanh chinh\r\nSo Noi vu", id="with a footer"),
        pytest.param("base64", WORKBOOK, id="only said to be base64"),
        pytest.param("", base64(WORKBOOK), id="not said to be base64"),
        pytest.param("quoted-printable", QUOTED, id="quoted-printable"),
        pytest.param("x-uuencode", UUENCODED, id="uuencoded"),
        pytest.param("8bit", WORKBOOK, id="8bit"),
        pytest.param("binary", WORKBOOK, id="binary"),
        pytest.param("x-unknown", WORKBOOK, id="an unknown encoding"),
    ],
)  # fmt: skip
def test_the_content_of_an_attachment_in_all_its_encodings(encoding: str, body: bytes) -> None:
    fields = f"Content-Type: {XLSX}; name=a.xlsx\nContent-Transfer-Encoding: {encoding}"
    ((_, content),) = files(raw_mail((fields, body)))
    assert content == WORKBOOK


@pytest.mark.parametrize("length", [-1, -2, -3])
def test_a_footer_after_an_attachment_is_no_part_of_it(length: int) -> None:
    fields = f"Content-Type: {XLSX}; name=a.xlsx\nContent-Transfer-Encoding: base64"
    body = base64(WORKBOOK[:length]) + b"\r\n-- \r\nPhong Hanh chinh\r\nSo Noi vu"
    assert files(raw_mail((fields, body))) == [("a.xlsx", WORKBOOK[:length])]


def test_files_uuencoded_within_the_text_are_attachments() -> None:
    text = message().as_bytes().replace(b"Content-Transfer-Encoding: 8bit", b"") + UUENCODED
    assert files(text) == [("a.xlsx", WORKBOOK)]
    assert files(text.replace(b"\nend\r", b"\n")) == [("a.xlsx", WORKBOOK)]
    assert files(message().as_bytes() + b"begin 644 a\nxin\xff\n") == []
    assert files(message().as_bytes() + b"begin-base64 644 b.xlsx\n" + base64(WORKBOOK) + b"\n====\n") == [
        ("b.xlsx", WORKBOOK)
    ]


def test_a_mail_cut_off_gives_what_came() -> None:
    fields = f"Content-Type: {XLSX}; name=a.xlsx\nContent-Transfer-Encoding: base64"
    assert files(raw_mail((fields, base64(WORKBOOK)), end="")) == [("a.xlsx", WORKBOOK)]
    ((_, content),) = files(raw_mail((fields, base64(WORKBOOK)))[:-2000])
    assert isinstance(content, bytes)
    assert WORKBOOK.startswith(content)
    assert opened(b"From: a@b.vn\nTo").parts[0].kind is PartKind.TEXT


def test_a_delimiter_that_the_header_does_not_tell_is_looked_for() -> None:
    content = raw_mail(("Content-Type: text/plain", b"x"), ("Content-Type: a/b; name=a.xlsx", WORKBOOK))
    for wrong in (b'boundary="Y"', b"", b"boundary*9x=Y; boundary*=Y"):
        assert files(content.replace(b'boundary="X"', wrong)) == [("a.xlsx", WORKBOOK)]
    assert kinds(b"From: a@b.vn\nContent-Type: multipart/mixed\n\nxin chao\n") == [PartKind.TEXT]


def test_nested_parts_are_all_taken() -> None:
    mail = message()
    mail.add_alternative("<p>Kính gửi</p>", subtype="html")
    mail.get_payload(1).add_related(PNG + bytes(99_000), "image", "png", cid="<logo>")
    with_file(with_file(mail), "b.zip", b"PK\x05\x06" + bytes(18))
    assert kinds(mail.as_bytes()) == [
        PartKind.TEXT,
        PartKind.TEXT,
        PartKind.PICTURE,
        PartKind.ATTACHMENT,
        PartKind.ATTACHMENT,
    ]
    assert [name for name, _ in files(mail.as_bytes())] == ["báo cáo.xlsx", "b.zip"]


def test_a_mail_may_be_nothing_but_its_attachment() -> None:
    content = f"From: {SENDER}\nContent-Type: {XLSX}; name=a.xlsx\nContent-Transfer-Encoding: base64\n\n".encode()
    assert files(content + base64(WORKBOOK)) == [("a.xlsx", WORKBOOK)]


def test_line_ends_of_the_old_mac() -> None:
    content = b"From: a@b.vn\nContent-Type: a/b; name=a.txt\n\nxin\nchao".replace(b"\n", b"\r")
    assert files(content) == [("a.txt", b"xin\nchao")]


# what is no attachment


@pytest.mark.parametrize(
    ("fields", "body", "kind"),
    [
        ("Content-Type: application/pkcs7-signature; name=smime.p7s", b"0\x82", PartKind.SIGNATURE),
        ("Content-Type: application/octet-stream; name=SMIME.P7S", b"0\x82", PartKind.SIGNATURE),
        ("Content-Type: application/pgp-signature; name=signature.asc", b"--", PartKind.SIGNATURE),
        ("Content-Type: text/calendar; method=REQUEST", b"BEGIN:VCALENDAR", PartKind.CALENDAR),
        ("Content-Type: application/octet-stream; name=hop.ics", b"BEGIN:VCALENDAR", PartKind.CALENDAR),
        ("Content-Type: text/x-vcard; name=snv.vcf", b"BEGIN:VCARD", PartKind.CARD),
        ("Content-Type: text/html", b"<p>x</p>", PartKind.TEXT),
        ("Content-Type: text/plain; format=flowed; delsp=yes", b"x \r\ny", PartKind.TEXT),
        ("Content-Type: text/html; name=ATT00001.htm\nContent-Disposition: attachment", b"<p>", PartKind.TEXT),
        ("Content-Type: message/delivery-status", b"Action: failed", PartKind.TEXT),
        ("Content-Type: image/png; name=image001.png\nContent-ID: <a>", PNG + bytes(90_000), PartKind.PICTURE),
        ("Content-Type: image/png\nContent-Disposition: inline", PNG + bytes(90_000), PartKind.PICTURE),
        ("Content-Type: application/octet-stream; name=logo", PNG, PartKind.PICTURE),
        ("Content-Type: application/octet-stream; name=oledata.mso", b"x", PartKind.WRAPPING),
        ("Content-Type: application/vnd.ms-officetheme; name=a.thmx", WORKBOOK, PartKind.WRAPPING),
        ("Content-Type: application/applefile; name=a.xlsx", b"\0\5\x16\7", PartKind.WRAPPING),
    ],
)  # fmt: skip
def test_noise_is_told_from_attachments(fields: str, body: bytes, kind: PartKind) -> None:
    (part,) = opened(raw_mail((fields, body))).noise
    assert (part.kind, part.content) == (kind, b"")


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ("Content-Type: image/png; name=anh.png\nContent-Disposition: attachment", PNG + bytes(90_000)),
        ("Content-Type: image/jpeg; name=a.jpg\nContent-Disposition: attachment\nContent-ID: <f_1>", bytes(90_000)),
        ("Content-Type: application/pdf; name=a.pdf\nContent-Disposition: inline", b"%PDF"),
        ("Content-Type: text/csv; name=a.csv", b"a,b"),
        ("Content-Type: text/plain\nContent-Disposition: attachment", b"a,b"),
        ("Content-Type: image/png; name=a.png\nContent-Disposition: inline\nContent-ID: <a>", WORKBOOK),
        ("Content-Type: text/plain", WORKBOOK),
        ("Content-Type: text/calendar; name=a.ics", WORKBOOK),
        ("Content-Type: application/pgp-signature; name=a.asc", WORKBOOK),
    ],
)
def test_a_workbook_is_an_attachment_whatever_it_is_called(fields: str, body: bytes) -> None:
    assert [content for _, content in files(raw_mail((fields, body)))] == [body]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "ký kín"),
        ("Content-Type: multipart/encrypted; boundary=Y", "mã hóa"),
        ("Content-Type: message/external-body; access-type=url", "liên kết"),
        ("Content-Type: message/partial; id=1; number=1", "mảnh"),
    ],
)
def test_what_cannot_be_taken_out_is_told_so(fields: str, words: str) -> None:
    ((_, content),) = files(raw_mail((fields, b"--Y\r\n\r\nx\r\n--Y--")))
    assert words in reason(content)


def test_a_parcel_of_outlook_is_unpacked() -> None:
    mail = message()
    mail.add_attachment(
        winmail(("báo cáo.xlsx", WORKBOOK), ("Đối tượng", None)), "application", "ms-tnef", filename="winmail.dat"
    )
    (name, content), (other, refused) = files(mail.as_bytes())
    assert (name, content, other) == ("báo cáo.xlsx", WORKBOOK, "Đối tượng")
    assert "đối tượng nhúng" in reason(refused)
    assert kinds(mail.as_bytes())[-1] is PartKind.WRAPPING


def test_a_parcel_cut_off_gives_what_is_whole() -> None:
    parcel = winmail(("a.xlsx", WORKBOOK), ("b.xlsx", WORKBOOK))[:-100]
    contents = dict(files(raw_mail(("Content-Type: application/octet-stream; name=winmail.dat", parcel))))
    assert contents["a.xlsx"] == WORKBOOK
    assert "cắt cụt" in reason(contents["winmail.dat"])


# messages attached to messages


def forwarding(inner: EmailMessage) -> EmailMessage:
    mail = message(From="vanphong@vidu.gov.vn", Date="Wed, 03 Sep 2025 08:00:00 +0700", Subject="Fwd")
    mail.add_attachment(inner)
    return mail


def test_attachments_of_a_forwarded_mail_count_as_of_the_mail_and_say_whose_they_were() -> None:
    mail = opened(forwarding(with_file(message())).as_bytes())
    assert (mail.envelope.sender_address, mail.envelope.sent_on) == ("vanphong@vidu.gov.vn", date(2025, 9, 3))
    (part,) = mail.attachments
    assert (part.name, part.content) == ("báo cáo.xlsx", WORKBOOK)
    assert part.forwarded is not None
    assert (part.forwarded.sender_address, part.forwarded.sent_on) == (SENDER, date(2025, 9, 1))
    assert [noise.forwarded is None for noise in mail.noise] == [True, False]


def test_of_a_mail_forwarded_twice_the_innermost_sender_is_told() -> None:
    (part,) = opened(forwarding(forwarding(with_file(message()))).as_bytes()).attachments
    assert part.forwarded is not None
    assert part.forwarded.sender_address == SENDER


@pytest.mark.parametrize("content", [mail_with_file(), OUTLOOK], ids=["eml", "msg"])
def test_a_mail_attached_as_a_file_is_opened_too(content: bytes) -> None:
    fields = "Content-Type: application/octet-stream; name=thu.eml\nContent-Transfer-Encoding: base64"
    assert files(raw_mail((fields, base64(content)))) == [("báo cáo.xlsx", WORKBOOK)]


def test_a_workbook_said_to_be_a_message_is_a_workbook() -> None:
    for workbook in (WORKBOOK, compound_file_bytes({"Workbook": b"x"})):
        assert files(raw_mail(("Content-Type: message/rfc822", workbook))) == [("(không tên)", workbook)]


def test_a_digest_holds_messages() -> None:
    assert files(raw_mail(("", mail_with_file()), subtype="digest")) == [("báo cáo.xlsx", WORKBOOK)]


# Outlook


def test_a_mail_saved_by_outlook() -> None:
    content = outlook_mail(
        {0x3701: WORKBOOK, 0x3707: "báo cáo.xlsx", 0x3704: "BOCO~1.XLS", 0x3705: 1},
        {0x3701: b"PK\x03\x04", 0x3704: ("string8", b"s\xf4\xec.xlsx"), 0x3705: 1, 0x3712: "cid"},
        {0x3701: PNG, 0x3707: "image001.png", 0x370E: "image/png", 0x3712: "image001", 0x3705: 1},
        {0x3701: PNG + bytes(90_000), 0x3707: "nền.png", 0x7FFE: 1, 0x3705: 1},
        {0x3705: 7, 0x3707: "báo cáo trên OneDrive.xlsx"},
        {0x3705: 6, 0x3701: {"CONTENTS": b"x"}, 0x3707: "Trang tính"},
        {0x3705: 1, 0x3701: b"0\x82", 0x3707: "smime.p7m", 0x370E: "application/pkcs7-mime"},
        properties={
            0x0037: "Báo cáo",
            0x0C1A: "Sở Nội vụ",
            0x0C1F: "/O=EXCHANGE/CN=SNV",
            0x5D01: "SNV@vidu.gov.vn",
            0x0039: ("time", 134_012_970_000_000_000),
        },
    )
    mail = opened(content)
    envelope = mail.envelope
    assert (envelope.sender_address, envelope.sender_name, envelope.subject) == (SENDER, "Sở Nội vụ", "Báo cáo")
    assert envelope.sent_on == date(2025, 9, 2)
    assert [part.name for part in mail.attachments] == [
        "báo cáo.xlsx",
        "số.xlsx",
        "báo cáo trên OneDrive.xlsx",
        "Trang tính",
        "smime.p7m",
    ]
    assert [part.kind for part in mail.noise] == [PartKind.PICTURE, PartKind.PICTURE]
    assert mail.attachments[0].content == WORKBOOK
    words = [reason(part.content) for part in mail.attachments[2:]]
    assert ["liên kết" in words[0], "đối tượng" in words[1], "ký kín" in words[2]] == [True, True, True]


def test_headers_of_the_internet_go_before_the_properties_of_outlook() -> None:
    headers = f"From: Sở <{SENDER}>\r\nDate: Mon, 1 Sep 2025 08:30:00 +0700\r\nSubject: x\r\n\r\n"
    envelope = opened(outlook_mail(properties={0x007D: headers, 0x0C1F: "khac@vidu.vn"})).envelope
    assert envelope == replace(envelope, sender_address=SENDER, sender_name="Sở", sent_on=date(2025, 9, 1), subject="x")


def test_text_of_outlook_in_the_code_page_that_it_names() -> None:
    for page, text in ((1258, b"S\xf4\xec"), (65001, "Số".encode()), (99999, "Số".encode())):
        properties = {0x0037: ("string8", text), 0x3FFD: page}
        assert opened(outlook_mail(properties=properties)).envelope.subject == "Số"


def test_a_message_attached_to_a_mail_of_outlook() -> None:
    inner = outlook_storage(
        [{0x3701: WORKBOOK, 0x3707: "a.xlsx", 0x3705: 1}], {0x0037: "trong", 0x5D01: "trong@vidu.vn"}, header=24
    )
    (part,) = opened(outlook_mail({0x3705: 5, 0x3701: inner}, properties={0x5D01: SENDER})).attachments
    assert (part.name, part.content) == ("a.xlsx", WORKBOOK)
    assert part.forwarded is not None
    assert part.forwarded.sender_address == "trong@vidu.vn"


def test_a_signed_mail_of_outlook_holds_its_parts_in_one() -> None:
    signed = raw_mail(("Content-Type: a/b; name=a.xlsx", WORKBOOK), subtype="signed").partition(
        b"MIME-Version: 1.0\r\n"
    )[2]
    content = outlook_mail({0x3705: 1, 0x3701: signed, 0x3707: "smime.p7m", 0x370E: "multipart/signed"})
    assert files(content) == [("a.xlsx", WORKBOOK)]


@pytest.mark.parametrize("change", [{30: b"\x07"}, {48: b"\xfe\xff\xff\x7f"}, {76: b"\x01"}])
def test_a_damaged_mail_of_outlook_is_told_so(change: dict[int, bytes]) -> None:
    content = bytearray(OUTLOOK)
    for at, data in change.items():
        content[at : at + len(data)] = data
    refused = read_mail(bytes(content))
    assert isinstance(refused, Rejection)
    assert refused.rule is Rule.DAMAGED


def test_streams_that_claim_more_than_the_file_holds_are_not_read() -> None:
    name = "__substg1.0_37010102".encode("utf-16-le")
    at = OUTLOOK.index(name)
    for size in (len(OUTLOOK) + 1, 0x7FFFFFFF):
        content = OUTLOOK[: at + 120] + size.to_bytes(4, "little") + OUTLOOK[at + 124 :]
        assert isinstance(read_mail(content), Rejection)


def test_other_old_office_files_are_no_mail() -> None:
    refused = read_mail(compound_file_bytes({"Workbook": bytes(5000)}))
    assert isinstance(refused, Rejection)
    assert refused.rule is Rule.NOT_A_WORKBOOK


# mailboxes


def test_a_mailbox_gives_its_messages_in_order() -> None:
    mails = [mail_with_file(f"{number}.xlsx") for number in range(3)]
    for postmark in (POSTMARK, b"From \r\n", b"From - Mon Sep 01 08:30:00 2025\r\n"):
        mailbox = b"\xef\xbb\xbf" + b"".join(postmark + mail + b"\n" for mail in mails)
        messages = list(mailbox_messages(mailbox))
        assert [files(message)[0][0] for message in messages if isinstance(message, bytes)] == [
            "0.xlsx",
            "1.xlsx",
            "2.xlsx",
        ]


def test_lines_of_a_text_that_begin_like_a_postmark_do_not_cut_it() -> None:
    text = "From here on\nFrom: x@y.vn\n\nFrom Monday 8:30 on\nwe meet\n\n>From me\n>>From you\n"
    mail = message()
    mail.set_content(text)
    quoted = mail.as_bytes().replace(b"\nFrom here", b"\n>From here")
    (single,) = mailbox_messages(POSTMARK + quoted)
    assert isinstance(single, bytes)
    assert b"\n>From you\n" in single
    assert b"\nFrom here" in single


def test_a_message_of_a_mailbox_saved_as_a_mail() -> None:
    assert files(b"\n" + POSTMARK + mail_with_file()) == [("báo cáo.xlsx", WORKBOOK)]


def test_a_mailbox_over_the_limits() -> None:
    mailbox = (POSTMARK + mail_with_file() + b"\n") * 5
    few = list(mailbox_messages(mailbox, replace(LIMITS, entries=3)))
    assert [isinstance(message, Rejection) for message in few] == [False, False, False, True]
    small = list(mailbox_messages(mailbox, replace(LIMITS, mail=1_000)))
    assert [isinstance(message, Rejection) for message in small] == [True] * 5
    (refused,) = mailbox_messages(mailbox, replace(LIMITS, archive=1_000))
    assert isinstance(refused, Rejection)
    assert refused.rule is Rule.TOO_LARGE


# limits


def nested(levels: int) -> bytes:
    content = mail_with_file()
    for _ in range(levels):
        content = b"From: a@b.vn\nTo: c@d.vn\nSubject: x\nContent-Type: message/rfc822\n\n" + content
    return content


def nested_multipart(levels: int) -> bytes:
    content = b"\n\nx"
    for level in range(levels):
        content = b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n%b\n--B%d--\n" % (
            level,
            level,
            content,
            level,
        )
    return b"From: a@b.vn\n" + content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(nested(LIMITS.mail_depth + 1), "tầng", id="messages in messages"),
        pytest.param(nested_multipart(LIMITS.mail_depth + 1), "tầng", id="parts in parts"),
        pytest.param(nested_multipart(5_000), "tầng", id="parts in parts, endlessly"),
        pytest.param(raw_mail(*[("", b"x")] * 10_000), "2000 phần", id="ten thousand parts"),
        pytest.param(forwarding(message()).as_bytes() + bytes(LIMITS.mail), "50,0 MB", id="size"),
        pytest.param(raw_mail(*[("", raw_mail(*[("", b"x")] * 60).replace(b"X", b"Y"))] * 60, subtype="digest"), "2000 phần", id="many parts in many messages"),
    ],
)  # fmt: skip
def test_a_mail_over_the_limits_is_refused(content: bytes, words: str) -> None:
    refused = read_mail(content)
    assert words in reason(refused if isinstance(refused, Rejection) else b"")


def test_messages_of_outlook_nested_too_deep_are_refused() -> None:
    inner: dict[str, object] = outlook_storage([{0x3701: WORKBOOK}], {}, header=24)
    for levels in range(1, 40):
        inner = outlook_storage([{0x3705: 5, 0x3701: inner}], {}, header=24)
        content = compound_file_bytes(inner)
        assert isinstance(read_mail(content), Rejection) == (levels > LIMITS.mail_depth)


def test_a_mail_up_to_the_limits_is_read() -> None:
    assert files(nested(LIMITS.mail_depth)) == [("báo cáo.xlsx", WORKBOOK)]
    assert kinds(nested_multipart(LIMITS.mail_depth)) == [PartKind.TEXT]


# whatever comes

SIGNED = raw_mail(
    ("Content-Type: application/pkcs7-signature; name=smime.p7s", b"0\x82"),
    ("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", b"a=\r\n=E1=BB"),
    ("Content-Type: application/ms-tnef; name=winmail.dat", winmail(("a.xlsx", WORKBOOK[:50]))),
    ("Content-Type: a/b;\n name*0*=utf-8''b%C3;\n name*1*=%A1o.xlsx\nContent-Transfer-Encoding: base64", LINES[0]),
    ("Content-Type: text/plain", UUENCODED[:200]),
    subtype="signed",
)
SMALL_OUTLOOK = outlook_mail({0x3701: b"PK\x03\x04", 0x3707: "a"}, properties={0x0037: "x", 0x007D: "From: a@b.vn"})
SAMPLES = [
    SIGNED,
    SMALL_OUTLOOK,
    forwarding(with_file(message(), "a", b"PK")).as_bytes(),
    POSTMARK + SIGNED,
    WEB_ARCHIVE,
]
TOKENS = [b"\n", b"\r\n\r\n", b"--X", b"--X--", b'"', b";", b"=?utf-8?B?", b"?=", b"From ", b"*0*=", b"boundary=", b"\0", b"\xff\xff\xff\xff"]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.sampled_from([0, 0, 1, 4, 60, 5_000]))
        content[start : start + length] = draw(st.sampled_from(TOKENS) | st.binary(max_size=8))
    return bytes(content)


def check_anything(content: bytes) -> None:
    mail_kind(content)
    mail = read_mail(content)
    assert isinstance(mail, Mail | Rejection)
    if isinstance(mail, Mail):
        for part in mail.parts:
            assert part.name.isprintable()
            assert not set("/\\") & set(part.name)
            assert 0 < len(part.name) <= 200
    for message_ in mailbox_messages(content):
        assert isinstance(message_, bytes | Rejection)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000) | st.lists(st.sampled_from(TOKENS), max_size=40).map(b"".join))
def test_any_bytes_give_a_mail_or_a_rejection(content: bytes) -> None:
    check_anything(content)


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_a_mail_that_was_tampered_with_gives_a_mail_or_a_rejection(content: bytes) -> None:
    check_anything(content)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=3_000), st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_what_was_attached_comes_out(content: bytes, name: str) -> None:
    body = b"PK\x03\x04" + content
    boundary = uuid.uuid5(uuid.NAMESPACE_DNS, name).hex
    mail = with_file(message(), name, body)
    mail.set_boundary(boundary)
    assert [part.content for part in opened(mail.as_bytes()).attachments] == [body]
