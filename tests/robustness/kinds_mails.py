"""Mails as they come: what is attached is a return, what surrounds it is none, whatever the nesting."""

from collections.abc import Callable, Iterable
from email.message import EmailMessage

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Expected, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_desktop import BESIDE, OPENED, refused, signed_scan
from tests.support.intake import zipped
from tests.support.mails import PNG, SENDER, XLSX, base64, message, outlook_mail, raw_mail, winmail, with_file

POSTMARK = b"From a@b.vn Mon Sep  1 08:30:00 2025\n"
MAIL = Expected(verdict=Verdict.IGNORED, ignored_for=Rule.MAIL_OPENED)
MAILBOX = Expected(verdict=Verdict.IGNORED, ignored_for=Rule.MAILBOX_OPENED)
REST = Expected(verdict=Verdict.IGNORED, ignored_for=Rule.MAIL_REST)
REST_NAME = "(phần khác của thư)"
_NAMES = ("bao-cao.xlsx", "báo cáo.xlsx", "BC (ký).xlsx", "lan-1_x.xlsx")


def mailbox(mails: Iterable[bytes]) -> bytes:
    """The mails as one mailbox."""
    return b"\n".join(POSTMARK + mail.rstrip() + b"\n" for mail in mails)


def attached(mail: EmailMessage, content: bytes, kind: str, name: str) -> EmailMessage:
    """The mail with something attached."""
    mail.add_attachment(content, *kind.split("/"), filename=name)
    return mail


def _sent(draft: Draft, file_name: str, content: bytes, held: dict[str, Expected], shown: str) -> None:
    """Put a mail in the place of the return that it brings; `held` is what else is listed of it."""
    draft.others[file_name] = (content, MAIL)
    draft.others |= {f"{file_name}!/{name}": (None, expected) for name, expected in held.items()}
    draft.put, draft.shown = lambda _folder: None, f"{file_name}!/{shown}"


def _mail(name: str, send: Callable[[Draft], None]) -> Mutation:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        send(draft)
        return ()

    return Mutation(name=name, kind=Kind.MAIL, spoil=spoil)


def _with_text(draft: Draft) -> None:
    name = draft.chance.choice(_NAMES)
    _sent(draft, "thu.eml", with_file(message(), name, draft.content).as_bytes(), {REST_NAME: REST}, name)


def _with_noise(draft: Draft) -> None:
    """Signature, logo, appointment and card of a mail are one line."""
    mail = with_file(message(), "bc.xlsx", draft.content)
    noise = [
        (PNG + bytes(100), "image/png", "logo.png"),
        (b"BEGIN:VCALENDAR", "text/calendar", "hop.ics"),
        (b"BEGIN:VCARD", "text/vcard", "nguoi-gui.vcf"),
        (b"0" * 40, "application/pkcs7-signature", "smime.p7s"),
    ]
    for content, kind, name in draft.chance.sample(noise, draft.chance.randrange(1, 5)):
        attached(mail, content, kind, name)
    _sent(draft, "thu.eml", mail.as_bytes(), {REST_NAME: REST}, "bc.xlsx")


def _alone(draft: Draft) -> None:
    """A mail that is nothing but the workbook, as scanners and programs send it."""
    head = f'Content-Type: {XLSX}; name="bc.xlsx"\nContent-Disposition: attachment; filename="bc.xlsx"\nContent-Transfer-Encoding: base64'
    _sent(draft, "thu.eml", raw_mail((head, base64(draft.content))), {}, "bc.xlsx")


def _of_outlook(draft: Draft) -> None:
    mail = outlook_mail({0x3701: draft.content, 0x3707: "bc.xlsx"}, properties={0x0037: "Báo cáo", 0x5D01: SENDER})
    _sent(draft, "thu.msg", mail, {}, "bc.xlsx")


def _in_parcel(draft: Draft) -> None:
    """The parcel in which Outlook hides what was attached."""
    mail = attached(message(), winmail(("bc.xlsx", draft.content)), "application/ms-tnef", "winmail.dat")
    _sent(draft, "thu.eml", mail.as_bytes(), {REST_NAME: REST}, "bc.xlsx")


def _with_archive(draft: Draft) -> None:
    inner = zipped({"bc.xlsx": draft.content, "sau.zip": zipped({"bc.xlsx": draft.content})})
    mail = attached(message(), inner, "application/zip", "gui.zip")
    held = {REST_NAME: REST, "gui.zip": OPENED, "gui.zip!/sau.zip": refused(Rule.OTHER_ARCHIVE)}
    _sent(draft, "thu.eml", mail.as_bytes(), held, "gui.zip!/bc.xlsx")


def _forwarded(draft: Draft) -> None:
    """The mail of a unit, sent on by the agency's office."""
    mail = message(Subject="FW: báo cáo")
    mail.add_attachment(with_file(message(), "bc.xlsx", draft.content))
    _sent(draft, "thu.eml", mail.as_bytes(), {REST_NAME: REST}, "bc.xlsx")


def _with_scan(draft: Draft) -> None:
    mail = with_file(message(), "bc.xlsx", draft.content)
    attached(mail, signed_scan(draft), "application/pdf", draft.chance.choice(["bc.pdf", "van ban.pdf"]))
    name = [part.get_filename() for part in mail.iter_attachments()][1]
    _sent(draft, "thu.eml", mail.as_bytes(), {REST_NAME: REST, str(name): BESIDE}, "bc.xlsx")


def _in_mailbox(draft: Draft) -> None:
    """One of several mails of a mailbox, at any place."""
    place = draft.chance.randrange(1, 4)
    mails = [message(Subject=f"thư {draft.chance.random()}").as_bytes() for _ in range(3)]
    mails[place - 1] = with_file(message(), "bc.xlsx", draft.content).as_bytes()
    draft.others["hop.mbox"] = (mailbox(mails), MAILBOX)
    for number in range(1, 4):
        path = f"hop.mbox!/{number}"
        draft.others[path] = (None, MAIL if number == place else refused(Rule.MAIL_WITHOUT_FILES))
    draft.others[f"hop.mbox!/{place}/{REST_NAME}"] = (None, REST)
    draft.put, draft.shown = lambda _folder: None, f"hop.mbox!/{place}/bc.xlsx"


def _twice_in_mailbox(draft: Draft) -> None:
    """The same mail twice: the second copy of the workbook is a copy."""
    mail = with_file(message(), "bc.xlsx", draft.content).as_bytes()
    draft.others["hop.mbox"] = (mailbox([mail, mail]), MAILBOX)
    for number in (1, 2):
        draft.others[f"hop.mbox!/{number}"] = (None, MAIL)
        draft.others[f"hop.mbox!/{number}/{REST_NAME}"] = (None, REST)
    draft.others["hop.mbox!/2/bc.xlsx"] = (None, Expected(verdict=Verdict.DUPLICATE, problems=((Rule.DUPLICATE, ""),)))
    draft.put, draft.shown = lambda _folder: None, "hop.mbox!/1/bc.xlsx"


# mails of which nothing is used


def _refused(name: str, rule: Rule, make: Callable[[Draft], bytes], *names: str) -> Mutation:
    return Mutation(name=name, kind=Kind.MAIL, spoil=_content(make, *names), verdict=Verdict.REJECTED, rules=(rule,))


def _content(make: Callable[[Draft], bytes], *names: str) -> Spoil:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.content, draft.name = make(draft), draft.chance.choice(names)
        return (None,)

    return spoil


def _with_nothing(draft: Draft) -> bytes:
    return message(Subject=f"báo cáo {draft.chance.random()}").as_bytes()


def nested_mail(content: bytes, depth: int) -> bytes:
    """A mail of parts within parts."""
    part = with_file(message(), "bc.xlsx", content)
    for _ in range(depth):
        around = message()
        around.add_attachment(part)
        part = around
    return part.as_bytes()


def deep_parts(depth: int) -> bytes:
    """A mail of nothing but the beginnings of parts within parts, each with a boundary of its own."""
    start = f"From: <{SENDER}>\r\nTo: a@b.vn\r\nDate: Mon, 1 Sep 2025 08:30:00 +0700\r\nSubject: BC\r\nMIME-Version: 1.0\r\n"
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth))
    return (start + parts + "Content-Type: text/plain\r\n\r\nx\r\n").encode()


def _opened(name: str, members: Callable[[Draft], tuple[str, bytes, Expected, dict[str, Expected]]]) -> Mutation:
    """A mail that is opened and brings nothing to use."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.name, draft.content, _, held = members(draft)
        draft.others |= {f"{draft.name}!/{name}": (None, expected) for name, expected in held.items()}
        return (None,)

    return Mutation(name=name, kind=Kind.MAIL, spoil=spoil, verdict=Verdict.IGNORED, rules=(Rule.MAIL_OPENED,))


def _with_link(draft: Draft) -> tuple[str, bytes, Expected, dict[str, Expected]]:
    mail = outlook_mail({0x3707: "bc.xlsx", 0x3705: 7}, properties={0x0037: "BC"})
    return "thu.msg", mail, MAIL, {"bc.xlsx": refused(Rule.ATTACHMENT_REFUSED)}


def _with_junk(draft: Draft) -> tuple[str, bytes, Expected, dict[str, Expected]]:
    mail = with_file(message(), "bc.xlsx", draft.content[: len(draft.content) // 2])
    return "thu.eml", mail.as_bytes(), MAIL, {"bc.xlsx": refused(Rule.DAMAGED), REST_NAME: REST}


def _in_archive(draft: Draft) -> tuple[Where, ...]:
    draft.name = "gui.zip"
    mail = with_file(message(), "bc.xlsx", draft.content).as_bytes()
    inner = draft.chance.choice([("thu.eml", mail), ("hop.mbox", mailbox([mail]))])
    draft.content = zipped(dict([inner]))
    draft.others[f"gui.zip!/{inner[0]}"] = (None, refused(Rule.MAIL_NESTED))
    return (None,)


MAILS = (
    _mail("mail with a return", _with_text),
    _mail("mail with noise beside the return", _with_noise),
    _mail("mail that is nothing but the return", _alone),
    _mail("mail of Outlook", _of_outlook),
    _mail("return in a parcel of Outlook", _in_parcel),
    _mail("archive in a mail", _with_archive),
    _mail("mail sent on", _forwarded),
    _mail("mail with a signed scan beside the return", _with_scan),
    _mail("mailbox", _in_mailbox),
    _mail("the same mail twice in a mailbox", _twice_in_mailbox),
    _opened("mail with a link for a file", _with_link),
    _opened("mail with a damaged workbook", _with_junk),
    Mutation(
        name="mail in an archive",
        kind=Kind.MAIL,
        spoil=_in_archive,
        verdict=Verdict.IGNORED,
        rules=(Rule.ARCHIVE_OPENED,),
    ),
    _refused("mail with nothing attached", Rule.MAIL_WITHOUT_FILES, _with_nothing, "thu.eml"),
    _refused("mails within mails", Rule.MAIL_REFUSED, lambda draft: nested_mail(draft.content, 12), "thu.eml"),
    _refused("parts within parts by the thousand", Rule.MAIL_REFUSED, lambda _draft: deep_parts(5_000), "thu.eml"),
)
