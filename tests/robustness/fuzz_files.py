"""Fuzz of intake: whole files with bits, bytes or tokens changed."""

import io
import random
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel

from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.intake.tables.cells import RawCell
from pipeline.rules import Severity
from pipeline.text import clean_text, folded
from pipeline.values import date_text, typed_text
from tests.robustness.originals import Original, agencies, original
from tests.robustness.outcomes import Taken, taken
from tests.support.intake import parts_of, zipped

#: Returns in one inbox of a round.
AT_ONCE = 40
_TOKENS = re.compile(rb"<[^>]*>|[^<]+")
_NUMBERS = re.compile(rb"\d+")
_ODD_NUMBERS = (
    b"0",
    b"-1",
    b"1e9",
    b"4294967296",
    b"99999999999999999999",
    b"1048577",
    b"2.5",
    b"NaN",
    b"",
    b"00",
    b" 7 ",
)
_ODD_TOKENS = (
    b"<c/>", b"<row/>", b"</row>", b"<v>1</v>", b"<f>1</f>", b"<f t=\"shared\" si=\"0\"/>", b"<is><t>x</t></is>",
    b"<!-- -->", b"<?x y?>", b"<![CDATA[x]]>", b"&#x0;", b"&amp;", b"\xff", b"\xef\xbf\xbf", b"<r><t>y</t></r>",
    b'<c r="A1" t="e"><v>#REF!</v></c>', b'<mergeCell ref="A1:M40"/>', b"<t xml:space=\"preserve\"> </t>",
)  # fmt: skip
_TYPES = (
    b't="s"',
    b't="str"',
    b't="b"',
    b't="e"',
    b't="d"',
    b't="n"',
    b't="inlineStr"',
    b's="0"',
    b's="29"',
    b's="999"',
)
_PARTS = ("xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet6.xml", "xl/sharedStrings.xml")
_OTHER_PARTS = (
    "xl/workbook.xml",
    "xl/styles.xml",
    "docProps/custom.xml",
    "docProps/core.xml",
    "xl/_rels/workbook.xml.rels",
)


def flipped(seed: int) -> Iterator[str]:
    """Bits flipped in returns, packed and stored: refused, or read as they were."""
    chance = random.Random(seed)

    def make(whole: Original) -> bytes:
        stored = chance.random() < 0.5
        content = bytearray(zipped(parts_of(whole.content), method=zipfile.ZIP_STORED) if stored else whole.content)
        for _ in range(chance.choice([1, 1, 2, 3, 8])):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        return bytes(content)

    originals, result = _inbox(seed, make)
    yield from _listed(originals, result)
    for path, whole in originals.items():
        if result.files[path].verdict.used and result.values.get(path, {}) != whole.values:
            yield f"flipped {seed} {path}: other values than the original's"


def tokens(seed: int) -> Iterator[str]:
    """Tokens of the XML moved, lost, doubled, changed: refused, or read as openpyxl reads it."""
    chance = random.Random(seed)
    contents: dict[str, bytes] = {}

    def make(whole: Original) -> bytes:
        parts = parts_of(whole.content)
        for _ in range(chance.choice([1, 1, 2])):
            part = chance.choice(_PARTS if chance.random() < 0.8 else _OTHER_PARTS)
            parts[part] = _mutated(parts[part], chance)
        contents[f"{whole.agency}.xlsx"] = content = zipped(parts)
        return content

    originals, result = _inbox(seed, make)
    yield from _listed(originals, result)
    for path in originals:
        if result.files[path].verdict.used:
            yield from (f"tokens {seed} {words}" for words in _other_than_openpyxl(contents[path], result.files[path]))


def formats(seed: int) -> Iterator[str]:
    """Bytes changed in an .ods and an .xls: no file harms another."""
    chance = random.Random(seed)

    def make(_whole: Original) -> bytes:
        name, content = chance.choice(list(_other_formats().items()))
        if name.endswith(".ods") and chance.random() < 0.7:
            parts = parts_of(content)
            parts["content.xml"] = _mutated(parts["content.xml"], chance)
            return zipped(parts)
        changed = bytearray(content)
        for _ in range(chance.choice([1, 2, 8, 64])):
            at = chance.randrange(len(changed) if chance.random() < 0.5 else 1024)
            changed[at] = chance.choice([0, 0xFF, chance.randrange(256)])
        return bytes(changed)

    yield from _listed(*_inbox(seed, make))


def _inbox(seed: int, make: Callable[[Original], bytes]) -> tuple[Mapping[str, Original], Taken]:
    originals = {}
    with tempfile.TemporaryDirectory() as name:
        for position in range(AT_ONCE):
            whole = original(agencies()[(seed + position * 3) % len(agencies())])
            path = f"{whole.agency}.xlsx"
            originals[path] = whole
            Path(name, path).write_bytes(make(whole))
        return originals, taken(Path(name))


def _listed(originals: Mapping[str, Original], result: Taken) -> Iterator[str]:
    """Each file once, with a verdict, and with a sentence and a rule where it is refused."""
    loose = {path for path in result.files if "!/" not in path}
    if loose != set(originals):
        yield f"listed otherwise: {sorted(loose ^ set(originals))}"
    for file in result.files.values():
        if file.verdict is Verdict.REJECTED and not (file.rule and file.reason):
            yield f"{file.path}: rejected without a reason"


def _mutated(xml: bytes, chance: random.Random) -> bytes:
    pieces = _TOKENS.findall(xml)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        at = chance.randrange(len(pieces))
        match chance.randrange(7):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(at, pieces[at])
            case 2:
                other = chance.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 3:
                pieces.insert(at, chance.choice(_ODD_TOKENS))
            case 4 | 5:
                pieces[at] = _NUMBERS.sub(lambda _: chance.choice(_ODD_NUMBERS), pieces[at], count=1)
            case 6:
                pieces[at] = re.sub(rb'[ts]="[^"]*"', lambda _: chance.choice(_TYPES), pieces[at], count=1)
    return b"".join(pieces)


@lru_cache(maxsize=1)
def _other_formats() -> dict[str, bytes]:
    folder = Path(__file__).parents[1] / "data" / "intake"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("libreoffice.*"))}


def _other_than_openpyxl(content: bytes, file: ReceivedFile) -> Iterator[str]:
    """Give the open cells that openpyxl reads otherwise; where it cannot read the file there is no second opinion."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), data_only=True)
    except Exception:  # it raises anything
        return
    said = file.content
    rows = [] if said is None else [said.header, *(row.cells for row in (*said.report, *said.indicators))]
    # what lies under a merged cell is not read but refused, wherever in the part the merge stands
    refused = {found.cell for found in file.problems if found.severity is Severity.ERROR}
    for raw in (cell for row in rows for cell in row.values()):
        if raw.formula is None and raw.error is None and raw.cell not in refused:
            other = _second_opinion(book, raw)
            if other is not None and not _agree(raw.value, other):
                yield f"{file.path} {raw.cell.sheet}!{raw.cell.reference}: {raw.value!r}, openpyxl {other!r}"


def _second_opinion(book: Workbook, raw: RawCell) -> object:
    sheet = next((sheet for sheet in book.worksheets if folded(sheet.title) == folded(raw.cell.sheet)), None)
    return None if sheet is None else sheet.cell(raw.cell.row + 1, raw.cell.column + 1).value


def _agree(one: object, other: object) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return _unescaped(one) == _unescaped(other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one == other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return float(one) == float(other)
    if isinstance(one, int | float) and isinstance(other, date):
        # a spoilt number format is no date format for one of them; the serial number means the same day
        return float(one) == to_excel(other)
    return date_text(one) == date_text(other) if isinstance(one, date) and isinstance(other, date) else one == other


def _unescaped(value: object) -> str:
    text = re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), typed_text(value))
    return clean_text(text)
