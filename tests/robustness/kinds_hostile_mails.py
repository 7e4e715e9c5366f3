"""Mails that no return may survive: bombs attached, huge claims, parts by the thousand, names that lead elsewhere."""

import struct
from collections.abc import Callable

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Expected, Kind, Mutation, Where
from tests.robustness.kinds_desktop import refused
from tests.robustness.kinds_mails import MAIL, REST, REST_NAME, attached, deep_parts, mailbox, nested_mail
from tests.robustness.surgery import part_of_sheet
from tests.support.intake import repacked
from tests.support.mails import SENDER, message, outlook_mail, raw_mail, winmail, with_file

_MEGABYTE = 1024 * 1024
_SHEET = part_of_sheet("Báo cáo")
#: What is listed of a mail, by path below it.
Held = dict[str, Expected]


def bomb(draft: Draft) -> bytes:
    """The return with blanks on its main sheet, a thousand times their packed size."""
    blanks = b"<sheetData>" + b" " * (40 * _MEGABYTE)
    return repacked(draft.original.content, {_SHEET: lambda xml: xml.replace(b"<sheetData>", blanks, 1)})


def _opened(name: str, make: Callable[[Draft], tuple[str, bytes, Held]], rule: Rule = Rule.MAIL_OPENED) -> Mutation:
    """A mail that is opened and brings nothing to use."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.name, draft.content, held = make(draft)
        draft.others |= {f"{draft.name}!/{path}": (None, expected) for path, expected in held.items()}
        return (None,)

    return Mutation(name=name, kind=Kind.MAIL, spoil=spoil, verdict=Verdict.IGNORED, rules=(rule,))


def _refused(name: str, rule: Rule, make: Callable[[Draft], bytes], file_name: str = "thu.eml") -> Mutation:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.content, draft.name = make(draft), file_name
        return (None,)

    return Mutation(name=name, kind=Kind.MAIL, spoil=spoil, verdict=Verdict.REJECTED, rules=(rule,))


def _with_bomb(draft: Draft) -> tuple[str, bytes, Held]:
    return (
        "thu.eml",
        with_file(message(), "bc.xlsx", bomb(draft)).as_bytes(),
        {"bc.xlsx": refused(Rule.TOO_LARGE), REST_NAME: REST},
    )


def _with_bomb_of_outlook(draft: Draft) -> tuple[str, bytes, Held]:
    mail = outlook_mail({0x3701: bomb(draft), 0x3707: "bc.xlsx"}, properties={0x0037: "BC", 0x5D01: SENDER})
    return "thu.msg", mail, {"bc.xlsx": refused(Rule.TOO_LARGE)}


def _with_bomb_in_parcel(draft: Draft) -> tuple[str, bytes, Held]:
    mail = attached(message(), winmail(("bc.xlsx", bomb(draft))), "application/ms-tnef", "winmail.dat")
    return "thu.eml", mail.as_bytes(), {"bc.xlsx": refused(Rule.TOO_LARGE), REST_NAME: REST}


def _bombs_in_mailbox(draft: Draft) -> tuple[str, bytes, Held]:
    """Two different bombs in two mails; neither stands in the way of the other."""
    first, second = bomb(draft), repacked(bomb(draft), {"docProps/app.xml": b"<Properties/>"})
    mails = [with_file(message(), "bc.xlsx", content).as_bytes() for content in (first, second)]
    held: Held = {}
    for number in (1, 2):
        held |= {f"{number}": MAIL, f"{number}/bc.xlsx": refused(Rule.TOO_LARGE), f"{number}/{REST_NAME}": REST}
    return "hop.mbox", mailbox(mails), held


def _outside_name(draft: Draft) -> tuple[str, bytes, Held]:
    """A name that leads elsewhere, with control characters: it is a name, and no path is made of it."""
    raw, shown = draft.chance.choice(
        [
            ("../../etc/x.txt", "etc_x.txt"),
            ("/etc/x.txt", "_etc_x.txt"),
            ("..\\..\\x.txt", "x.txt"),
            ("a/b/x.txt", "a_b_x.txt"),
            ("./x.txt", "x.txt"),
        ]
    )
    quoted = raw.replace("\\", "\\\\")
    head = f'Content-Type: text/plain; name="{quoted}"\nContent-Disposition: attachment; filename="{quoted}"'
    return (
        "thu.eml",
        raw_mail((head, f"ra ngoai {draft.chance.random()}".encode())),
        {shown: refused(Rule.NOT_A_WORKBOOK)},
    )


def _control_name(draft: Draft) -> tuple[str, bytes, Held]:
    """Signs in a name that would move the cursor or turn the direction of reading."""
    sign = draft.chance.choice(["\u202e", "\x1b]0;x\x07", "\x9b31m", "\u2066"])
    head = f"Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''x{_percent(sign)}.txt"
    shown = "x" + "".join(letter for letter in sign if letter.isprintable()) + ".txt"
    return (
        "thu.eml",
        raw_mail((head, f"dau la {draft.chance.random()}".encode())),
        {shown: refused(Rule.NOT_A_WORKBOOK)},
    )


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _parts_by_the_thousand(_draft: Draft) -> bytes:
    part = ('Content-Type: text/plain; name="x.txt"\nContent-Disposition: attachment; filename="x.txt"', b"x")
    return raw_mail(*[part] * 2_100)


def _claiming_streams(draft: Draft) -> bytes:
    """A mail of Outlook whose directory says that a stream is as large as two gigabytes."""
    mail = bytearray(
        outlook_mail({0x3701: draft.chance.randbytes(6_000), 0x3707: "bc.xlsx"}, properties={0x0037: "BC"})
    )
    name = "__substg1.0_37010102".encode("utf-16-le")
    at = mail.index(name)
    struct.pack_into("<I", mail, at + 120, 0x7FFF_0000)
    return bytes(mail)


def _circling(draft: Draft) -> bytes:
    """A mail of Outlook whose table of sectors leads in a circle."""
    mail = bytearray(
        outlook_mail({0x3701: draft.chance.randbytes(9_000), 0x3707: "bc.xlsx"}, properties={0x0037: "BC"})
    )
    table = 512 + 512 * struct.unpack_from("<I", mail, 76)[0]
    struct.pack_into("<I", mail, table + 8, 0)
    return bytes(mail)


def _endless_header(_draft: Draft) -> bytes:
    """Headers of many megabytes before anything else."""
    return (
        message(Subject="")
        .as_bytes()
        .replace(b"MIME-Version", b"X-Long: " + b"a b " * (3 * _MEGABYTE) + b"\nMIME-Version", 1)
    )


def _endless_words(_draft: Draft) -> bytes:
    """A subject of encoded words by the hundred thousand."""
    words = b"\n ".join([b"=?utf-8?B?xJE=?="] * 200_000)
    return message(Subject="").as_bytes().replace(b"MIME-Version", b"Subject: " + words + b"\nMIME-Version", 1)


def _too_large(draft: Draft) -> bytes:
    return message().as_bytes() + f"xin gui {draft.chance.randrange(1000)}\n".encode() * (6 * _MEGABYTE)


def _same_delimiters(draft: Draft) -> tuple[str, bytes, Held]:
    """Parts within each other under one delimiter, which programs take apart differently; what is attached is no workbook."""
    inner = 'Content-Type: multipart/mixed; boundary="X"'
    text = ('Content-Type: text/plain; name="x.txt"\nContent-Disposition: attachment; filename="x.txt"', b"x")
    return "thu.eml", raw_mail((inner, b""), text), {"x.txt": refused(Rule.NOT_A_WORKBOOK), REST_NAME: REST}


def _false_length(draft: Draft) -> tuple[str, bytes, Held]:
    """A mailbox whose messages say that they are far longer than they are."""
    subjects = (f"thu {draft.chance.random()}" for _ in range(2))
    mails = [message(**{"Content-Length": "999999999999", "Subject": subject}).as_bytes() for subject in subjects]
    return (
        "hop.mbox",
        mailbox(mails),
        {"1": refused(Rule.MAIL_WITHOUT_FILES), "2": refused(Rule.MAIL_WITHOUT_FILES)},
    )


HOSTILE_MAILS = (
    _opened("bomb in a mail", _with_bomb),
    _opened("bomb in a mail of Outlook", _with_bomb_of_outlook),
    _opened("bomb in a parcel of Outlook", _with_bomb_in_parcel),
    _opened("bombs in a mailbox", _bombs_in_mailbox, Rule.MAILBOX_OPENED),
    _opened("name of an attachment that leads elsewhere", _outside_name),
    _opened("name of an attachment with control signs", _control_name),
    _opened("parts under one delimiter", _same_delimiters),
    _opened("mailbox that claims long mails", _false_length, Rule.MAILBOX_OPENED),
    _refused("attachments by the thousand", Rule.MAIL_REFUSED, _parts_by_the_thousand),
    _refused(
        "mails within mails by the dozen",
        Rule.MAIL_REFUSED,
        lambda draft: nested_mail(b"x", draft.chance.choice([11, 30])),
    ),
    _refused("parts within parts by the ten thousand", Rule.MAIL_REFUSED, lambda _draft: deep_parts(20_000)),
    _refused("stream that claims two gigabytes", Rule.DAMAGED, _claiming_streams, "thu.msg"),
    _refused("sectors that lead in a circle", Rule.DAMAGED, _circling, "thu.msg"),
    _refused("header of many megabytes", Rule.MAIL_WITHOUT_FILES, _endless_header),
    _refused("subject of encoded words without end", Rule.MAIL_WITHOUT_FILES, _endless_words),
    _refused("mail over the limit", Rule.MAIL_REFUSED, _too_large),
)
