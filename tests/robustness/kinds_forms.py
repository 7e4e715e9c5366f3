"""Forms that nobody filled in, forms of other versions, and several returns of which one says less."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pipeline.forms.form import Form, blank_form
from pipeline.forms.marks import FormCell
from pipeline.forms.sheets.meta import meta_values
from pipeline.forms.template import template_bytes
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Expected, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_identity import META
from tests.robustness.originals import campaign, dated, printed, schemas
from tests.robustness.plain_books import Book, ods_bytes, plain_book, xls_bytes, xlsb_bytes
from tests.robustness.surgery import Surgery
from tests.support.intake import repacked

_HEADER = {"report_date": date(2025, 9, 5), "signer": "Trần Thị B", "prepared_by": "Lê Văn C", "phone": "0912 345 678"}
_UNFILLED = Expected(verdict=Verdict.UNFILLED, problems=((Rule.UNFILLED, ""),))
_OLDER = Expected(verdict=Verdict.SUPERSEDED, problems=((Rule.SUPERSEDED, ""),))


def blank(draft: Draft) -> Form:
    """The form as it was sent to the agency."""
    form = draft.original.form
    return blank_form(campaign(), form.round, form.agency, schemas(), generated_on=form.round.opens)


def _sent_back(make: Callable[[Draft], bytes], *names: str) -> Spoil:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.content, draft.name = make(draft), draft.chance.choice(names or ("bao-cao.xlsx",))
        return (None,)

    return spoil


def _unfilled(name: str, make: Callable[[Draft], bytes], *names: str) -> Mutation:
    return Mutation(
        name=name, kind=Kind.IDENTITY, spoil=_sent_back(make, *names), verdict=Verdict.UNFILLED, rules=(Rule.UNFILLED,)
    )


def _untouched(draft: Draft) -> bytes:
    return template_bytes(blank(draft), schemas())


def _header_alone(draft: Draft) -> bytes:
    names = draft.chance.sample(sorted(_HEADER), draft.chance.randrange(1, len(_HEADER) + 1))
    return template_bytes(replace(blank(draft), header={name: _HEADER[name] for name in names}), schemas())


def _blanks_typed(draft: Draft) -> bytes:
    """Blanks typed into some cells: still nothing that anybody sees."""
    surgery = Surgery(_untouched(draft))
    for spot, cell in draft.chance.sample(sorted(draft.original.cells.items(), key=str), 40):
        if (spot.table, spot.column) in {
            ("report", "result"),
            ("report", "evidence"),
            ("indicators", "note"),
            ("models", "name"),
        }:
            surgery.sheet(cell.sheet).set(cell.row, cell.column, draft.chance.choice([" ", "\u00a0", "\n"]))
    return surgery.bytes


def _rewritten(write: Callable[[Book], bytes]) -> Callable[[Draft], bytes]:
    return lambda draft: write(plain_book(_header_alone(draft)))


def _unfilled_beside(draft: Draft) -> tuple[Where, ...]:
    """An empty form saved later, dated or not, takes nobody's place."""
    later = repacked(
        draft.chance.choice([_untouched, _header_alone])(draft),
        {"docProps/core.xml": lambda xml: saved_on(xml, "2025-09-07T10:00:00Z")},
    )
    draft.name = draft.chance.choice(["a.xlsx", "z.xlsx"])
    draft.others["k.xlsx"] = (later, _UNFILLED)
    return ()


def saved_on(xml: bytes, moment: str) -> bytes:
    """The properties of a document with another moment of its last saving."""
    start = xml.index(b">", xml.index(b"<dcterms:modified")) + 1
    return xml[:start] + moment.encode() + xml[xml.index(b"<", start) :]


def _undated_beside(draft: Draft) -> tuple[Where, ...]:
    """An undated return saved later does not replace a dated one."""
    spot = next(spot for spot in draft.original.cells if (spot.table, spot.column) == ("header", "report_date"))
    cell = draft.original.cells[spot]
    surgery = Surgery(draft.original.content)
    surgery.sheet(cell.sheet).set(cell.row, cell.column, None)
    later = repacked(surgery.bytes, {"docProps/core.xml": lambda xml: saved_on(xml, "2025-09-07T10:00:00Z")})
    draft.name = draft.chance.choice(["a.xlsx", "z.xlsx"])
    undated = Expected(verdict=Verdict.SUPERSEDED, problems=((Rule.SUPERSEDED, ""),))
    draft.others["k.xlsx"] = (later, undated)
    return ()


def _fewer_rows(draft: Draft) -> tuple[Where, ...]:
    """A later return in which most of the indicators are gone: it counts, and somebody is told."""
    draft.others["cu.xlsx"] = (draft.original.content, _OLDER)
    draft.content = printed(dated(draft.original.form, date(2025, 9, 6))).content
    draft.changes[FormCell("header", None, "report_date")] = date(2025, 9, 6)
    codes = draft.original.lone_indicators()
    kept = draft.chance.choice(codes)
    for asked in draft.original.form.indicators:
        if asked.indicator.code != kept:
            for column in ("value", "note"):
                draft.fill("indicators", asked.indicator.code, column, None)
    return (None,)


def _version(text: str) -> Callable[[Draft], None]:
    def change(draft: Draft) -> None:
        row = list(meta_values(draft.original.form)).index("format_version")
        draft.surgery.sheet(META).set(row, 1, text)
        custom = draft.surgery.parts["docProps/custom.xml"].decode()
        if 'name="format_version"' in custom:
            start = custom.index("<vt:lpwstr>", custom.index('name="format_version"')) + len("<vt:lpwstr>")
            draft.surgery.parts["docProps/custom.xml"] = (
                custom[:start] + text + custom[custom.index("</vt:lpwstr>", start) :]
            ).encode()

    return change


def _of_version(*texts: str) -> Spoil:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        _version(draft.chance.choice(texts))(draft)
        return (None,)

    return spoil


FORMS = (
    _unfilled("form as it was sent", _untouched),
    _unfilled("form with nothing but its header filled in", _header_alone),
    _unfilled("form with blanks typed into it", _blanks_typed),
    Mutation(name="unfilled form beside a return", kind=Kind.SEVERAL, spoil=_unfilled_beside),
    Mutation(name="undated return beside a dated one", kind=Kind.SEVERAL, spoil=_undated_beside),
    Mutation(
        name="later return with far fewer rows", kind=Kind.SEVERAL, spoil=_fewer_rows, rules=(Rule.FAR_FEWER_ROWS,)
    ),
    Mutation(
        name="form of a newer version",
        kind=Kind.IDENTITY,
        spoil=_of_version("99", "3", "10"),
        verdict=Verdict.REJECTED,
        rules=(Rule.NEWER_FORM,),
    ),
    Mutation(
        name="form of a version that is none",
        kind=Kind.IDENTITY,
        spoil=_of_version("abc", "99.0", "-1", "1,0"),
        rules=(Rule.FORMAT_VERSION,),
    ),
)
REWRITTEN_FORMS = (
    _unfilled("unfilled form saved as xls", _rewritten(xls_bytes), "bao-cao.xls"),
    _unfilled("unfilled form saved as xlsb", _rewritten(xlsb_bytes), "bao-cao.xlsb"),
    _unfilled("unfilled form saved as ods", _rewritten(ods_bytes), "bao-cao.ods"),
)
