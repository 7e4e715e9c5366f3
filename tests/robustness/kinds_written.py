"""Faultless returns as other programs write them: parts elsewhere, references in small letters, other binary records, white space."""

import io
import re
from collections.abc import Callable

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_cells import DONE, in_row, just, some_row
from tests.robustness.plain_books import Book, PlainCell, ods_bytes, plain_book, xls_bytes, xlsb_bytes
from tests.robustness.surgery import SHEETS, Xml, part_of_sheet
from tests.support.intake import parts_of, zipped

_BLANKS = ("\n", "\n    ", " ", "\r\n\t")


def _quiet(change: Callable[[Draft], object]) -> Spoil:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        change(draft)
        return ()

    return spoil


def _harmless(name: str, change: Callable[[Draft], object], *rules: Rule) -> Mutation:
    return Mutation(name=name, kind=Kind.HARMLESS, spoil=_quiet(change), rules=rules)


def _rewritten(name: str, write: Callable[[Draft, Book], bytes], *suffixes: str) -> Mutation:
    """A return whose cells another program has written."""

    def change(draft: Draft) -> None:
        draft.content = write(draft, plain_book(draft.content))
        draft.name = f"bao-cao{draft.chance.choice(suffixes)}"

    return _harmless(name, change)


# .xlsx


def _main_part_elsewhere(draft: Draft) -> None:
    """The relations of the package name the main part; where it lies is the program's own affair."""
    name = draft.chance.choice(["xl/workbook22.xml", "xl/Workbook.xml", "book/main.xml", "workbook.xml"])
    folder, _, base = name.rpartition("/")
    up = "/".join(".." for _ in filter(None, folder.split("/")))
    parts = parts_of(draft.content)
    main = parts.pop("xl/workbook.xml")
    relations = parts.pop("xl/_rels/workbook.xml.rels").decode()
    moved = re.sub('Target="(?!/)', lambda _: f'Target="{up + "/" if up else ""}xl/', relations)
    parts[name] = main
    parts[f"{folder}/_rels/{base}.rels".removeprefix("/")] = moved.encode()
    for part in ("_rels/.rels", "[Content_Types].xml"):
        parts[part] = parts[part].replace(b"xl/workbook.xml", name.encode())
    draft.content = zipped(parts)


def _relations_from_the_root(draft: Draft) -> None:
    """Targets as addresses from the root of the package, as some libraries write them."""
    parts = parts_of(draft.content)
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b'Target="', b'Target="/xl/')
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b'Target="', b'Target="/')
    draft.content = zipped(parts)


def _small_letters(draft: Draft) -> None:
    """References in small letters, on one sheet or on all."""
    names = draft.chance.choice([SHEETS, ("Báo cáo",), ("Chỉ tiêu",), ("Mô hình", "Đề xuất")])
    parts = parts_of(draft.content)
    for name in names:
        part = part_of_sheet(name)
        parts[part] = re.sub(rb'(<c r=")([A-Z]+)', lambda match: match[1] + match[2].lower(), parts[part])
    draft.content = zipped(parts)


def _two_contents(draft: Draft) -> tuple[Where, ...]:
    """An inline text with a value beside it, which no program shows."""
    text = draft.chance.choice(["Đã ban hành kế hoạch", "12/KH-UBND", "85"])
    value = draft.chance.choice(["<v>1</v>", "<v></v>", "<v>0</v>", "<v/>"])
    inline = f"<is><t>{text}</t></is>"
    order = draft.chance.choice([inline + value, value + inline])
    return in_row(DONE, "result", just(Xml("inlineStr", order), reads=text))(draft)[:0]


def _typed_as_inline(draft: Draft) -> tuple[Where, ...]:
    """A cell said to hold an inline text, with the text where values stand."""
    text = "Đã tổ chức hội nghị"
    return in_row(DONE, "result", just(Xml("inlineStr", f"<v>{text}</v>"), reads=text))(draft)[:0]


def _phonetic_pieces(draft: Draft) -> tuple[Where, ...]:
    """A text in pieces of several fonts, with the pronunciation of each between and behind them."""
    inner = (
        '<is><r><t xml:space="preserve">Đã ban hành </t></r><rPh sb="0" eb="2"><t>da</t></rPh>'
        '<r><rPr><b/></rPr><t>kế hoạch</t></r><rPh sb="3" eb="5"><t>ke</t></rPh><phoneticPr fontId="1"/></is>'
    )
    return in_row(DONE, "result", just(Xml("inlineStr", inner), reads="Đã ban hành kế hoạch"))(draft)[:0]


def _shared_pieces(draft: Draft) -> None:
    """The same among the shared texts of the workbook."""
    pieces = (
        '<si><r><t xml:space="preserve">Đã ban </t></r><r><rPr><i/></rPr><t>hành</t></r>'
        '<rPh sb="0" eb="1"><t>da ban</t></rPh></si></sst>'
    )
    code = some_row(draft)
    draft.fill_row(code, DONE)
    strings = draft.surgery.parts["xl/sharedStrings.xml"].decode()
    index = len(re.findall("<si>|<si ", strings))
    counted = re.sub(
        r'(uniqueCount|count)="(\d+)"', lambda match: f'{match[1]}="{int(match[2]) + 1}"', strings, count=2
    )
    draft.surgery.parts["xl/sharedStrings.xml"] = counted.replace("</sst>", pieces).encode()
    draft.fill("report", code, "result", Xml("s", f"<v>{index}</v>"), reads="Đã ban hành")


# .xls


def _redefined_formats(draft: Draft, book: Book) -> bytes:
    """Own number formats under ids that stand for dates where nobody redefines them."""
    percents = {
        sheet: {
            place: PlainCell(cell.value, "0.0##")
            if isinstance(cell.value, float) and "y" not in cell.number_format
            else cell
            for place, cell in cells.items()
        }
        for sheet, cells in book.items()
    }
    return xls_bytes(percents, first_format=draft.chance.choice([27, 45, 50, 56]))


def _of_stream(draft: Draft, book: Book) -> bytes:
    return xls_bytes(book, stream=draft.chance.choice(["WORKBOOK", "BOOK", "Book", "workbook"]))


# .xlsb


def _xlsb_elsewhere(draft: Draft, book: Book) -> bytes:
    return xlsb_bytes(book, main=draft.chance.choice(["xl/workbook2.bin", "book/main.bin", "xl/Book.bin"]))


# .ods


def _pretty(draft: Draft, book: Book) -> bytes:
    return ods_bytes(book, blank=draft.chance.choice(_BLANKS))


# encryption


def encrypted(content: bytes, password: str) -> bytes:
    """A package encrypted as spreadsheets do it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, buffer)
    return buffer.getvalue()


def _read_only_recommended(draft: Draft) -> None:
    """What "read-only recommended" leaves: encrypted with a password that everybody knows and nobody set."""
    draft.content = encrypted(draft.content, "VelvetSweatshop")


def _with_password(draft: Draft) -> tuple[Where, ...]:
    draft.content = encrypted(draft.content, draft.chance.choice(["123456", "Velvetsweatshop", "bao cao"]))
    return (None,)


WRITTEN = (
    _harmless("encrypted as read-only recommended", _read_only_recommended),
    Mutation(
        name="encrypted with a password",
        kind=Kind.CONTAINER,
        spoil=_with_password,
        verdict=Verdict.REJECTED,
        rules=(Rule.ENCRYPTED,),
    ),
    _harmless("main part elsewhere", _main_part_elsewhere),
    _harmless("relations from the root", _relations_from_the_root),
    _harmless("references in small letters", _small_letters),
    Mutation(name="inline text with a value beside it", kind=Kind.TEXT, spoil=_two_contents),
    Mutation(name="inline text where values stand", kind=Kind.TEXT, spoil=_typed_as_inline),
    Mutation(name="text in pieces with pronunciation", kind=Kind.TEXT, spoil=_phonetic_pieces),
    Mutation(name="shared text in pieces with pronunciation", kind=Kind.TEXT, spoil=_quiet(_shared_pieces)),
)
#: Formulas are their results in them.
REWRITTEN = (
    _rewritten("cells as xls", lambda _draft, book: xls_bytes(book), ".xls"),
    _rewritten("xls with redefined formats", _redefined_formats, ".xls"),
    _rewritten("xls with its stream in other letters", _of_stream, ".xls"),
    _rewritten("cells as xlsb", lambda _draft, book: xlsb_bytes(book), ".xlsb", ".xlsx"),
    _rewritten("xlsb with short records", lambda _draft, book: xlsb_bytes(book, is_short=True), ".xlsb"),
    _rewritten("xlsb with its main part elsewhere", _xlsb_elsewhere, ".xlsb"),
    _rewritten("cells as ods", lambda _draft, book: ods_bytes(book), ".ods"),
    _rewritten("ods with white space between cells", _pretty, ".ods"),
    _rewritten("ods without its type", lambda _draft, book: ods_bytes(book, with_mimetype=False), ".ods"),
)
