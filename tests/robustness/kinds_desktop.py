"""What comes with returns from desktops, shares and synchronising programs, and other files than workbooks."""

import json
import plistlib
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Expected, Kind, Mutation, Where
from tests.support.intake import parts_of, zipped

IGNORED = Expected(verdict=Verdict.IGNORED, ignored_for=Rule.SYSTEM_FILE)
BESIDE = Expected(verdict=Verdict.NOT_A_RETURN, ignored_for=Rule.BESIDE_RETURN)
OPENED = Expected(verdict=Verdict.IGNORED, ignored_for=Rule.ARCHIVE_OPENED)


def refused(rule: Rule) -> Expected:
    """What is to become of a file of which nothing is used."""
    return Expected(verdict=Verdict.REJECTED, problems=((rule, ""),))


def duplicate(rule: Rule = Rule.DUPLICATE) -> Expected:
    """What is to become of a second copy."""
    return Expected(verdict=Verdict.DUPLICATE, problems=((rule, ""),))


def _other(name: str, rule: Rule, make: Callable[[Draft], bytes], *names: str) -> Mutation:
    """A file of another kind in the place of a return."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.content, draft.name = make(draft), draft.chance.choice(names)
        return (None,)

    return Mutation(name=name, kind=Kind.CONTAINER, spoil=spoil, verdict=Verdict.REJECTED, rules=(rule,))


def _with(name: str, beside: Callable[[Draft], Mapping[str, tuple[bytes | None, Expected]]]) -> Mutation:
    """A faultless return with other files beside it."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        others = dict(beside(draft))
        plain, nested = (
            {n: c for n, (c, _) in others.items() if (c is not None and "/" in n) is side} for side in (False, True)
        )
        draft.others |= {other: (plain.get(other), expected) for other, (_, expected) in others.items()}

        def put(folder: Path) -> None:
            for other, content in ({draft.name: draft.content} | nested).items():
                path = folder / other
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

        if nested:
            draft.put = put
        return ()

    return Mutation(name=name, kind=Kind.SEVERAL, spoil=spoil)


def _packed(name: str, members: Callable[[Draft], Mapping[str, tuple[bytes, Expected]]]) -> Mutation:
    """A faultless return in an archive with other files in it."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        others = dict(members(draft))
        archive = zipped({**{name: content for name, (content, _) in others.items()}, "bao-cao.xlsx": draft.content})
        draft.others["gui.zip"] = (archive, OPENED)
        draft.others |= {f"gui.zip!/{name}": (None, expected) for name, (_, expected) in others.items()}
        draft.put, draft.shown = lambda _folder: None, "gui.zip!/bao-cao.xlsx"
        return ()

    return Mutation(name=name, kind=Kind.CONTAINER, spoil=spoil)


# other kinds of files


def numbers_package(draft: Draft) -> bytes:
    """A workbook of Apple Numbers: an archive of its own kind."""
    chance = draft.chance
    tables = {f"Index/Tables/DataList-{chance.randrange(9999)}.iwa": chance.randbytes(40) for _ in range(8)}
    return zipped(
        {
            "Index/Document.iwa": chance.randbytes(90),
            **tables,
            "Metadata/Properties.plist": b"bplist00",
            "preview.jpg": b"\xff\xd8\xff\xe0",
        }
    )


def _flat_ods(draft: Draft) -> bytes:
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    declared = draft.chance.choice(['<?xml version="1.0" encoding="UTF-8"?>\n', ""])
    return (
        f'{declared}<office:document {names} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        "<office:body/></office:document>"
    ).encode()


def _json(draft: Draft) -> bytes:
    rows = [{"tt": spot.key, spot.column: str(value)} for spot, value in draft.original.values.items()]
    return json.dumps(
        draft.chance.choice([rows, {"rows": rows}]), ensure_ascii=False, indent=draft.chance.choice([None, 2])
    ).encode()


def _shortcut(draft: Draft) -> bytes:
    return struct.pack("<I16s", 0x4C, bytes.fromhex("0114020000000000c000000000000046")) + draft.chance.randbytes(300)


def _tar(draft: Draft) -> bytes:
    head = bytearray(512)
    head[:12], head[124:136], head[257:265] = b"bao-cao.xlsx", f"{len(draft.content):011o} ".encode(), b"ustar\x0000"
    return bytes(head) + draft.content + bytes(-len(draft.content) % 512 + 1024)


def _half_synchronised(draft: Draft) -> bytes:
    """The beginning still zeros, the rest already there."""
    size = draft.chance.choice([4096, 8192, 16384])
    return bytes(size) + draft.content[size:]


def _placeholder(draft: Draft) -> bytes:
    return plistlib.dumps(
        {"NSURLNameKey": "bao-cao.xlsx", "NSURLFileSizeKey": draft.chance.randrange(30_000, 90_000)},
        fmt=plistlib.FMT_BINARY,
    )


def _drive_link(draft: Draft) -> bytes:
    return json.dumps(
        {"url": "https://docs.google.com/open?id=1", "doc_id": str(draft.chance.random()), "email": "a@b.vn"}
    ).encode()


def signed_scan(draft: Draft) -> bytes:
    """A signed PDF."""
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Sig /Filter /Adobe.PPKLite>> endobj\n"
        + draft.chance.randbytes(400)
    )


# beside a return

_ZONE = b"[ZoneTransfer]\r\nZoneId=3\r\n"


def _leftovers(draft: Draft) -> dict[str, tuple[bytes | None, Expected]]:
    names = ["bao-cao.xlsx:Zone.Identifier", "@eaDir/bao-cao.xlsx/SYNOINDEX_MEDIA_INFO", "__MACOSX/._bao-cao.xlsx", ".~lock.bao-cao.xlsx#",
             "Thumbs.db", ".DS_Store", "desktop.ini", "#recycle/cu.xlsx", ".owncloudsync.log"]  # fmt: skip
    return {name: (_ZONE + name.encode(), IGNORED) for name in draft.chance.sample(names, 4)}


def _archived_leftovers(draft: Draft) -> dict[str, tuple[bytes, Expected]]:
    names = ["__MACOSX/._bao-cao.xlsx", "__MACOSX/bao/._cao.xlsx", "@eaDir/bao-cao.xlsx/SYNOINDEX_MEDIA_INFO", "bao-cao.xlsx:Zone.Identifier", "Thumbs.db"]  # fmt: skip
    return {name: (_ZONE + name.encode(), IGNORED) for name in draft.chance.sample(names, 3)}


def _placeholder_beside(draft: Draft) -> dict[str, tuple[bytes | None, Expected]]:
    name = draft.chance.choice([".bao-cao (2).xlsx.icloud", "bao cao them.gsheet", "phu luc.xlsx.nextcloud"])
    return {name: (_placeholder(draft), refused(Rule.NOT_THE_FILE))}


def _scan_beside(draft: Draft) -> dict[str, tuple[bytes | None, Expected]]:
    """The scan of what was signed, under the name of the return."""
    name = draft.chance.choice(["bao-cao.pdf", "bao-cao (đã ký).pdf", "bao-cao_signed.pdf", "van ban kem theo.pdf"])
    return {name: (signed_scan(draft), BESIDE)}


def _archived_scan(draft: Draft) -> dict[str, tuple[bytes, Expected]]:
    name = draft.chance.choice(["van-ban.pdf", "ban ky/bao-cao.pdf"])
    return {name: (signed_scan(draft), BESIDE)}


def _bad_member(draft: Draft) -> dict[str, tuple[bytes, Expected]]:
    name = draft.chance.choice(["../bao-cao.xlsx", "/etc/bao-cao.xlsx", "a/../../bao-cao.xlsx", "C:/bao-cao.xlsx"])
    return {name: (draft.chance.randbytes(60), refused(Rule.MEMBER_REFUSED))}


def _unpacked(draft: Draft) -> tuple[Where, ...]:
    """A workbook unpacked into a folder, and the folder zipped."""
    folder = draft.chance.choice(["bao-cao", "gửi/bao-cao"])
    draft.name, draft.content = (
        "gui.zip",
        zipped({f"{folder}/{name}": data for name, data in parts_of(draft.content).items()}),
    )
    draft.others[f"gui.zip!/{folder}"] = (None, refused(Rule.REPACKED))
    return (None,)


def _copies_of_refused(draft: Draft) -> tuple[Where, ...]:
    """The same file twice, and none of it can be used: the copy is not told that all is well."""
    draft.content, draft.name = signed_scan(draft), "a.pdf"
    draft.others["b.pdf"] = (draft.content, duplicate(Rule.DUPLICATE_OF_REJECTED))
    return (None,)


DESKTOP = (
    _other(
        "workbook of Numbers", Rule.FORMAT_NOT_READ, numbers_package, "bao-cao.numbers", "bao-cao.xlsx", "bao-cao.zip"
    ),
    _other("flat ods", Rule.FORMAT_NOT_READ, _flat_ods, "bao-cao.fods", "bao-cao.ods", "bao-cao.xml"),
    _other("json", Rule.NOT_A_WORKBOOK, _json, "bao-cao.json", "bao-cao.csv", "bao-cao.xlsx"),
    _other("shortcut", Rule.NOT_THE_FILE, _shortcut, "bao-cao.xlsx.lnk", "bao-cao - Shortcut.lnk"),
    _other("tar", Rule.OTHER_ARCHIVE, _tar, "gui.tar", "bao-cao.zip"),
    _other(
        "7z", Rule.OTHER_ARCHIVE, lambda draft: b"7z\xbc\xaf\x27\x1c\x00\x04" + draft.chance.randbytes(99), "gui.7z"
    ),
    _other("half-synchronised file", Rule.NOT_THE_FILE, _half_synchronised, "bao-cao.xlsx"),
    _other("placeholder of a cloud", Rule.NOT_THE_FILE, _placeholder, ".bao-cao.xlsx.icloud"),
    _other("link to a document in a cloud", Rule.NOT_THE_FILE, _drive_link, "bao-cao.gsheet", "bao-cao.xlsx"),
    _other("signed scan alone", Rule.NOT_A_WORKBOOK, signed_scan, "bao-cao.pdf", "bao-cao.signed.pdf"),
    Mutation(
        name="workbook unpacked and zipped",
        kind=Kind.CONTAINER,
        spoil=_unpacked,
        verdict=Verdict.IGNORED,
        rules=(Rule.ARCHIVE_OPENED,),
    ),
    Mutation(
        name="copy of a refused file",
        kind=Kind.CONTAINER,
        spoil=_copies_of_refused,
        verdict=Verdict.REJECTED,
        rules=(Rule.NOT_A_WORKBOOK,),
    ),
    _with("leftovers of systems beside a return", _leftovers),
    _with("placeholder beside a return", _placeholder_beside),
    _with("signed scan beside a return", _scan_beside),
    _packed("leftovers of systems in an archive", _archived_leftovers),
    _packed("signed scan in an archive", _archived_scan),
    _packed("archive with one bad name", _bad_member),
)
