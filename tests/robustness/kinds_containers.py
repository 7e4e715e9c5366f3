"""What wraps a return: damage, disguise and attack. Files of other kinds, too."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache

from docx import Document

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Expected, Kind, Mutation, Spoil, Where
from tests.robustness.surgery import part_of_sheet
from tests.support.intake import flagged, parts_of, repacked, small_workbook, zipped

SHEET, STRINGS, WORKBOOK = part_of_sheet("Báo cáo"), "xl/sharedStrings.xml", "xl/workbook.xml"
_MEGABYTE = 1024 * 1024


def _content(make: Callable[[Draft], bytes], name: str = "bao-cao.xlsx") -> Spoil:
    """What makes other bytes of the file; nothing of it is used."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.content = make(draft)
        draft.name = name
        return (None,)

    return spoil


def _rejected(name: str, rule: Rule, make: Callable[[Draft], bytes], file_name: str = "bao-cao.xlsx") -> Mutation:
    return Mutation(
        name=name, kind=Kind.CONTAINER, spoil=_content(make, file_name), verdict=Verdict.REJECTED, rules=(rule,)
    )


def _part(name: str, change: Callable[[bytes], bytes]) -> Callable[[Draft], bytes]:
    return lambda draft: repacked(draft.content, {name: change})


def _cells(xml: str, strings: str = "<sst/>", tail: str = "") -> Callable[[Draft], bytes]:
    """The return with these rows alone on its main sheet."""

    def make(draft: Draft) -> bytes:
        small = parts_of(small_workbook(xml, strings=strings, tail=tail))
        return zipped({**parts_of(draft.content), SHEET: small["xl/worksheets/sheet1.xml"], STRINGS: small[STRINGS]})

    return make


# damage


def _truncated(draft: Draft) -> bytes:
    return draft.content[: draft.chance.randrange(100, len(draft.content) - 30)]


def _broken_checksum(draft: Draft) -> bytes:
    """One digit changed in a stored part, its checksum left as it was."""
    parts = parts_of(draft.content)
    stored = bytearray(zipped(parts, method=zipfile.ZIP_STORED))
    value = parts[SHEET].index(b"<v>") + 3
    at = stored.index(parts[SHEET]) + value
    stored[at] = ord("9") if stored[at] != ord("9") else ord("1")
    return bytes(stored)


def _flipped(draft: Draft) -> bytes:
    flipped = bytearray(draft.content)
    for _ in range(draft.chance.choice([1, 2, 3])):
        flipped[draft.chance.randrange(len(flipped))] ^= 1 << draft.chance.randrange(8)
    return bytes(flipped)


def _flipped_stored(draft: Draft) -> bytes:
    flipped = bytearray(zipped(parts_of(draft.content), method=zipfile.ZIP_STORED))
    for _ in range(draft.chance.choice([1, 2, 3])):
        flipped[draft.chance.randrange(len(flipped))] ^= 1 << draft.chance.randrange(8)
    return bytes(flipped)


def _bytes_lost(draft: Draft) -> bytes:
    """A run of bytes lost or doubled on the way, or overwritten with zeros."""
    content, at = draft.content, draft.chance.randrange(len(draft.content) - 600)
    length = draft.chance.randrange(1, 512)
    end = at + length
    return draft.chance.choice(
        [content[:at] + content[end:], content[:end] + content[at:], content[:at] + bytes(length) + content[end:]]
    )


def _by_chance(name: str, make: Callable[[Draft], bytes]) -> Mutation:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.content = make(draft)
        return ()

    return Mutation(name=name, kind=Kind.CONTAINER, spoil=spoil, verdict=Verdict.REJECTED, by_chance=True)


# other kinds of files


def ole(*streams: str) -> bytes:
    """A compound file whose streams are all empty."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<10I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    table = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    directory = b""
    for kind, name in ((5, "Root Entry"), *((2, stream) for stream in streams)):
        entry = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", len(name) * 2 + 2)
        directory += entry + bytes([kind, 1]) + b"\xff" * 12 + bytes(36) + struct.pack("<I", 0xFFFFFFFE) + bytes(8)
    return header.ljust(512, b"\xff") + table + directory.ljust(512, b"\0")


def _html(draft: Draft) -> bytes:
    cells = "".join(f"<td>{value}</td>" for value in draft.original.values.values())
    return f"<html><head><meta charset='utf-8'></head><body><table><tr>{cells}</tr></table></body></html>".encode()


def _csv(draft: Draft) -> bytes:
    rows = [f"{spot.key};{spot.column};{value}" for spot, value in draft.original.values.items()]
    return "\n".join(["TT;Cột;Giá trị", *rows]).encode("utf-8-sig")


def _docx(draft: Draft) -> bytes:
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph(f"Báo cáo kết quả thực hiện nhiệm vụ của {draft.original.form.agency.name}")
    document.save(buffer)
    return buffer.getvalue()


# bombs


@lru_cache(maxsize=4)
def _deflated_zeros(size: int, filler: bytes = b" ") -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    chunk = filler * _MEGABYTE
    return b"".join(packer.compress(chunk) for _ in range(size // _MEGABYTE)) + packer.flush()


def _with_entry(content: bytes, name: str, packed: bytes, size: int) -> bytes:
    """The zip with one more entry, whose sizes and checksum may be untrue."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        start = package.start_dir
        count = len(package.infolist())
    directory_end = content.rindex(b"PK\x05\x06")
    raw = name.encode()
    shared = (20, 0, 8, 0, 33, 0, len(packed), size, len(raw), 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", *shared) + raw + packed
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *shared, 0, 0, 0, 0, start) + raw
    directory = content[start:directory_end] + entry
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(directory), start + len(local), 0)
    return content[:start] + local + directory + end


def _blanks(draft: Draft) -> bytes:
    """Blanks on the main sheet, a thousand times their packed size."""
    return repacked(
        draft.content, {SHEET: lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * (40 * _MEGABYTE), 1)}
    )


def _many_entries(draft: Draft) -> bytes:
    return zipped({**parts_of(draft.content), **{f"xl/media/{number}.bin": b"" for number in range(2_100)}})


def _merges(count: int) -> list[str]:
    return [f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, count)]


def _far_cells(xml: bytes) -> bytes:
    """More cells near the end of the sheet than anybody types by mistake."""
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1_040_000, 1_042_000))
    return xml.replace(b"</sheetData>", f"{rows}</sheetData>".encode(), 1)


def _laughs(xml: bytes) -> bytes:
    entities = '<!ENTITY l0 "ha">'
    for number in range(1, 10):
        entities += f'<!ENTITY l{number} "' + f"&l{number - 1};" * 10 + '">'
    declaration, rest = xml.split(b"?>", 1)
    return declaration + b"?>" + f"<!DOCTYPE x [{entities}]>".encode() + rest.replace(b"<v>", b"<v>&l9;", 1)


def _outside_entity(xml: bytes) -> bytes:
    declaration, rest = xml.split(b"?>", 1)
    return declaration + b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + rest


def _deep(xml: bytes) -> bytes:
    """Elements in each other by the ten thousand, in the place of the cells."""
    start = xml.index(b"<sheetData>") + len(b"<sheetData>")
    return xml[:start] + b"<row><c><is>" + b"<r>" * 50_000 + b"</r>" * 50_000 + b"</is></c></row>" + xml[start:]


def _deep_aside(draft: Draft) -> bytes:
    """The same behind the cells, where nothing is read."""
    behind = b"</sheetData>" + b"<a>" * 50_000 + b"</a>" * 50_000
    return repacked(draft.content, {SHEET: lambda xml: xml.replace(b"</sheetData>", behind, 1)})


def _duplicated(draft: Draft) -> bytes:
    parts = list(parts_of(draft.content).items())
    return zipped([*parts, (SHEET, dict(parts)[SHEET].replace(b"<v>", b"<v>1", 1))])


def _traversing(draft: Draft) -> bytes:
    name = draft.chance.choice(["../../../tmp/x.xml", "/etc/cron.d/x", "C:/x.xml", "xl/../../x.xml", "..\\x.xml"])
    return zipped({**parts_of(draft.content), name: b"<x/>"})


def _linked_entry(draft: Draft) -> bytes:
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO(draft.content)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(link, "/etc/passwd")
    return buffer.getvalue()


# archives


def _archive(members: Callable[[Draft], list[tuple[str, bytes, Expected]]]) -> Spoil:
    """An archive of which no return comes, with what is to become of its members."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.name = "gui.zip"
        listed = members(draft)
        draft.content = zipped({name: content for name, content, _ in listed})
        draft.others |= {f"gui.zip!/{name}": (None, expected) for name, _, expected in listed}
        return (None,)

    return spoil


def _set_aside(rule: Rule) -> Expected:
    return Expected(verdict=Verdict.REJECTED, problems=((rule, ""),))


def _archived_junk(draft: Draft) -> list[tuple[str, bytes, Expected]]:
    return [
        ("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(50), _set_aside(Rule.NOT_A_WORKBOOK)),
        ("rong.xlsx", b"", _set_aside(Rule.EMPTY_FILE)),
        ("sau.zip", zipped({"bao-cao.xlsx": draft.content}), _set_aside(Rule.OTHER_ARCHIVE)),
        ("~$bc.xlsx", b"\x05abc", Expected(verdict=Verdict.IGNORED, ignored_for=Rule.SYSTEM_FILE)),
        ("__MACOSX/._bc.xlsx", b"\x00\x05", Expected(verdict=Verdict.IGNORED, ignored_for=Rule.SYSTEM_FILE)),
    ]


CONTAINERS = (
    _rejected("zero bytes", Rule.EMPTY_FILE, lambda _draft: b""),
    _rejected("truncated", Rule.DAMAGED, _truncated),
    _rejected("checksum broken", Rule.DAMAGED, _broken_checksum),
    _by_chance("bits flipped", _flipped),
    _by_chance("bits flipped in stored parts", _flipped_stored),
    _by_chance("bytes lost or doubled", _bytes_lost),
    _by_chance("elements too deep behind the cells", _deep_aside),
    _rejected("zeros alone", Rule.NOT_THE_FILE, lambda draft: bytes(draft.chance.randrange(100, 9999))),
    _rejected("noise", Rule.NOT_A_WORKBOOK, lambda draft: b"\x01" + draft.chance.randbytes(5000)),
    _rejected("html named xls", Rule.NOT_A_WORKBOOK, _html, "bao-cao.xls"),
    _rejected("csv named xlsx", Rule.NOT_A_WORKBOOK, _csv),
    _rejected("pdf", Rule.NOT_A_WORKBOOK, lambda draft: b"%PDF-1.7\n%" + draft.chance.randbytes(400), "bao-cao.pdf"),
    _rejected("docx named xlsx", Rule.NOT_A_WORKBOOK, _docx),
    _rejected(
        "picture named xlsx", Rule.NOT_A_WORKBOOK, lambda draft: b"\xff\xd8\xff\xe0" + draft.chance.randbytes(99)
    ),
    _rejected(
        "rar", Rule.OTHER_ARCHIVE, lambda draft: b"Rar!\x1a\x07\x01\x00" + draft.chance.randbytes(99), "bao-cao.rar"
    ),
    _rejected(
        "doc of old",
        Rule.NOT_A_WORKBOOK,
        lambda draft: ole("WordDocument") + draft.chance.randbytes(512),
        "bao-cao.doc",
    ),
    _rejected(
        "workbook with a password",
        Rule.ENCRYPTED,
        lambda draft: ole("EncryptedPackage", "EncryptionInfo") + draft.chance.randbytes(512),
    ),
    _rejected("encrypted entries", Rule.ENCRYPTED, lambda draft: flagged(draft.content, flag=1)),
    _rejected("unknown compression", Rule.UNSAFE, lambda draft: flagged(draft.content, method=93)),
    _rejected("far cells by the thousand", Rule.TOO_LARGE, _part(SHEET, _far_cells)),
    _rejected("cell beyond the sheet", Rule.UNSAFE, _cells('<row r="1"><c r="AAAAAAAAA1"><v>1</v></c></row>')),
    _rejected("row beyond the sheet", Rule.UNSAFE, _cells('<row r="4294967297"><c r="A4294967297"><v>1</v></c></row>')),
    _rejected("cell twice", Rule.UNSAFE, _cells('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
    _rejected(
        "absurd count of texts",
        Rule.UNSAFE,
        _cells("", strings='<sst uniqueCount="4294967295"><si><t>x</t></si></sst>'),
    ),
    _rejected("text that is not there", Rule.DAMAGED, _cells('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
    _rejected(
        "whole sheet merged",
        Rule.TOO_LARGE,
        _cells("", tail='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    ),
    _rejected(
        "too many merged areas",
        Rule.TOO_LARGE,
        _cells("", tail="<mergeCells>" + "".join(_merges(5_100)) + "</mergeCells>"),
    ),
    _rejected(
        "part that unpacks to a gigabyte",
        Rule.TOO_LARGE,
        lambda draft: _with_entry(draft.content, "xl/media/a.bin", _deflated_zeros(70 * _MEGABYTE), 1024 * _MEGABYTE),
    ),
    _rejected(
        "part larger than it says",
        Rule.DAMAGED,
        lambda draft: _with_entry(draft.content, "xl/media/a.bin", _deflated_zeros(70 * _MEGABYTE), 100),
    ),
    _rejected("blanks by the million", Rule.TOO_LARGE, _blanks),
    _rejected("thousands of entries", Rule.TOO_LARGE, _many_entries),
    _rejected(
        "too large a file",
        Rule.TOO_LARGE,
        lambda draft: ole("Workbook") + bytes(25 * _MEGABYTE + draft.chance.randrange(_MEGABYTE)),
    ),
    _rejected("entities that multiply", Rule.UNSAFE, _part(SHEET, _laughs)),
    _rejected("entity from outside", Rule.UNSAFE, _part(WORKBOOK, _outside_entity)),
    _rejected("elements too deep", Rule.UNSAFE, _part(SHEET, _deep)),
    _rejected("XML cut off", Rule.DAMAGED, _part(SHEET, lambda xml: xml[: len(xml) // 2])),
    _rejected(
        "list of sheets missing",
        Rule.DAMAGED,
        lambda draft: repacked(draft.content, {"xl/_rels/workbook.xml.rels": None}),
    ),
    _rejected("sheet part missing", Rule.DAMAGED, lambda draft: repacked(draft.content, {SHEET: None})),
    _rejected("entry twice", Rule.UNSAFE, _duplicated),
    _rejected("entry outside", Rule.UNSAFE, _traversing),
    _rejected("entry that is a link", Rule.UNSAFE, _linked_entry),
    Mutation(
        name="archive with an entry outside",
        kind=Kind.CONTAINER,
        spoil=_archive(lambda draft: [("../../bao-cao.xlsx", draft.content, _set_aside(Rule.MEMBER_REFUSED))]),
        verdict=Verdict.IGNORED,
        rules=(Rule.ARCHIVE_OPENED,),
    ),
    _rejected("archive without files", Rule.NOT_A_WORKBOOK, lambda _draft: zipped({}), "gui.zip"),
    Mutation(
        name="archive of junk and of an archive",
        kind=Kind.CONTAINER,
        spoil=_archive(_archived_junk),
        verdict=Verdict.IGNORED,
        rules=(Rule.ARCHIVE_OPENED,),
    ),
)
