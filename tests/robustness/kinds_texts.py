"""What is typed or pasted as text: encodings, hidden characters, lengths, what looks like a formula or a link."""

import random
import unicodedata
from collections.abc import Callable

from pipeline.forms.schema.schema import Typed
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Kind, Mutation, Where
from tests.robustness.kinds_cells import DONE, UNDER_WAY, in_row, just, same, some_row
from tests.robustness.surgery import Xml

_SENTENCE = "Đã ban hành kế hoạch và tổ chức quán triệt đến toàn thể cán bộ, công chức"


def _kept(name: str, *texts: str) -> Mutation:
    """A text that comes back to the letter, with nothing to be said of it."""
    spoil = in_row(DONE, "result", same(*texts))
    return Mutation(name=name, kind=Kind.TEXT, spoil=lambda draft: spoil(draft)[:0])


def _told(name: str, rule: Rule, typing: Callable[[random.Random], tuple[object, Typed]]) -> Mutation:
    """A text that is used, with one thing to be said of it."""
    return Mutation(name=name, kind=Kind.TEXT, spoil=in_row(DONE, "result", typing), rules=(rule,))


def _hidden(*marks: str) -> Callable[[random.Random], tuple[object, Typed]]:
    """A sentence with something invisible at some blank, which is to go; a blank stays one."""

    def typing(chance: random.Random) -> tuple[object, Typed]:
        mark = chance.choice(marks)
        at = chance.choice([place for place, letter in enumerate(_SENTENCE) if letter == " "])
        return f"{_SENTENCE[:at]}{mark}{_SENTENCE[at:]}", _SENTENCE

    return typing


def _no_characters(draft: Draft) -> tuple[Where, ...]:
    """Excel's codes of what is no character, half a surrogate pair among them, stay the codes that they are."""
    code = draft.chance.choice(["_xD800_", "_xDC00_", "_xFFFF_", "_xFFFE_"])
    text = f"{_SENTENCE} {code}"
    typing = just(Xml("inlineStr", f"<is><t>{text}</t></is>"), reads=text)
    return in_row(DONE, "result", typing)(draft)[:0]


def _long(chance: random.Random) -> tuple[object, Typed]:
    text = (f"{_SENTENCE}; " * 600)[: chance.choice([4001, 20_000, 32_767])].rstrip().ljust(4001, ".")
    return text, text


def _link(draft: Draft) -> tuple[Where, ...]:
    """A cell that leads somewhere: its text is what stands in it."""
    code = some_row(draft)
    draft.fill_row(code, DONE)
    text = "Kế hoạch số 5/KH-UBND"
    cell = draft.fill("report", code, "evidence", text, reads=text)
    sheet = draft.surgery.sheet(cell.sheet)
    margins = sheet.root.find("{*}pageMargins")
    links = sheet.root.makeelement("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}hyperlinks")
    link = sheet.root.makeelement("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}hyperlink")
    link.set("ref", cell.reference)
    link.set("location", "'Báo cáo'!A1")
    links.append(link)
    margins.addprevious(links)
    return ()


def _too_long_elsewhere(draft: Draft) -> tuple[Where, ...]:
    code = some_row(draft)
    draft.fill_row(code, UNDER_WAY)
    text = "Thiếu kinh phí. " * 200
    return (draft.fill("report", code, "difficulties", text.strip(), reads=text.strip()),)


def _blanks(draft: Draft) -> tuple[Where, ...]:
    """Blanks in empty cells are nothing."""
    code = some_row(draft)
    draft.fill_row(code, UNDER_WAY)
    draft.fill("report", code, "completed_on", draft.chance.choice([" ", "\u00a0", "\n", "\u200b"]))
    draft.fill("report", code, "proposals", "   ")
    return ()


RICH = Xml(
    "inlineStr",
    '<is><r><rPr><b/></rPr><t xml:space="preserve">Đã ban hành </t></r><r><rPr><i/><sz val="14"/></rPr>'
    "<t>kế hoạch</t></r></is>",
)
PHONETIC = Xml("inlineStr", '<is><t>Đã ban hành</t><rPh sb="0" eb="2"><t>da</t></rPh></is>')

TEXTS = (
    _kept(
        "text that looks like a formula", "=1+1", "+84 912 345 678", "-5", "@SUM(A1)", "=cmd|'/C calc'!A0", "-5 vụ việc"
    ),
    _kept(
        "text that looks like a link",
        "http://haiphong.gov.vn",
        "mailto:a@b.vn",
        "file:///etc/passwd",
        "internal:Sheet1!A1",
    ),
    _kept("text with marks of XML", "a < b & c > d \"e\" 'f' ]]>", "<b>đậm</b> &amp; &#49;"),
    _kept("text with a code of Excel's own", "_x0041_ là chữ A", "mục _x000D_ cuối", "_x005F_"),
    _kept("text of several lines", "dòng 1\ndòng 2\n\ndòng 4", "- một\n- hai\tba"),
    _kept("text beyond the basic plane", "Đạt 👍 kết quả 𝟙", "漢字 และ عربى"),
    _kept("text that looks like a number", "007", "12", "1/2", "TRUE", "#1", "15/8/2025", "None", "nan", "NaT"),
    _kept("text of template marks", "{{ 7*7 }} {% raw %}", "%s %d {0} {value}", "${jndi:ldap://a}"),
    _told(
        "text with marks typed apart", Rule.TEXT_CLEANED, just(unicodedata.normalize("NFD", _SENTENCE), reads=_SENTENCE)
    ),
    _told(
        "text with hard blanks",
        Rule.TEXT_CLEANED,
        just(_SENTENCE.replace(" ", "\u00a0"), _SENTENCE.replace(" ", "\u2003", 3), reads=_SENTENCE),
    ),
    _told("text with zero-width characters", Rule.TEXT_CLEANED, _hidden("\u200b", "\ufeff", "\u00ad", "\u2060")),
    _told("text with bidi controls", Rule.TEXT_CLEANED, _hidden("\u202e", "\u2066", "\u200f")),
    _told("text with control characters", Rule.TEXT_CLEANED, _hidden("\x07", "\x00", "\x1b", "\x0b", "\x9b")),
    Mutation(name="text with codes of no character", kind=Kind.TEXT, spoil=_no_characters),
    _told("text with line ends of Windows", Rule.TEXT_CLEANED, just("dòng 1\r\ndòng 2", reads="dòng 1\ndòng 2")),
    _told(
        "text with blanks around it", Rule.TEXT_CLEANED, just(f"  {_SENTENCE} ", f"\n{_SENTENCE}\n\n", reads=_SENTENCE)
    ),
    _told(
        "text in TCVN3",
        Rule.LEGACY_ENCODING,
        same("§· ban hµnh kÕ ho¹ch", "Tæ chøc héi nghÞ qu¸n triÖt", "C¸n bé, c«ng chøc"),
    ),
    _told(
        "text in VNI",
        Rule.LEGACY_ENCODING,
        same("Ñaõ ban haønh keá hoaïch", "Toå chöùc hoäi nghò quaùn trieät", "caùn boä, coâng chöùc"),
    ),
    _told("text over the limit", Rule.TOO_LONG, _long),
    Mutation(name="reason over the limit", kind=Kind.TEXT, spoil=_too_long_elsewhere, rules=(Rule.TOO_LONG,)),
    _told("number in a text cell", Rule.TEXT_FROM_VALUE, just(12.0, 12, reads="12")),
    _told("truth value in a text cell", Rule.TEXT_FROM_VALUE, just(True, reads="TRUE")),
    Mutation(
        name="text in pieces of several fonts",
        kind=Kind.TEXT,
        spoil=lambda draft: in_row(DONE, "result", just(RICH, reads="Đã ban hành kế hoạch"))(draft)[:0],
    ),
    Mutation(
        name="text with its pronunciation",
        kind=Kind.TEXT,
        spoil=lambda draft: in_row(DONE, "result", just(PHONETIC, reads="Đã ban hành"))(draft)[:0],
    ),
    Mutation(name="cell that is a link", kind=Kind.TEXT, spoil=_link),
    Mutation(
        name="number in the cell of a code",
        kind=Kind.TEXT,
        spoil=lambda draft: (draft.fill("header", None, "document_number", 45.0, reads="45"),),
        rules=(Rule.TEXT_FROM_VALUE,),
        verdict=Verdict.ACCEPTED,
    ),
    Mutation(
        name="blanks alone in a cell",
        kind=Kind.TEXT,
        spoil=_blanks,
    ),
)
