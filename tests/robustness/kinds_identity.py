"""Whose return it is, told wrongly; and several returns of one agency."""

from datetime import date

from pipeline.forms.marks import FormCell
from pipeline.forms.sheets.meta import meta_values
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import OPEN, Draft, Expected, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_cells import DONE
from tests.robustness.originals import agencies, campaign, dated, filled, printed
from tests.robustness.surgery import SHEETS, Surgery
from tests.support.intake import repacked, zipped

META, CUSTOM = "_meta", "docProps/custom.xml"


def _meta(draft: Draft, key: str, value: str | None) -> None:
    draft.surgery.sheet(META).set(list(meta_values(draft.original.form)).index(key), 1, value)


def _property(draft: Draft, key: str, value: str) -> None:
    custom = draft.surgery.parts[CUSTOM].decode()
    start = custom.index("<vt:lpwstr>", custom.index(f'name="{key}"')) + len("<vt:lpwstr>")
    end = custom.index("</vt:lpwstr>", start)
    draft.surgery.parts[CUSTOM] = (custom[:start] + value + custom[end:]).encode()


def _both(draft: Draft, key: str, value: str) -> None:
    _meta(draft, key, value)
    _property(draft, key, value)


def _printed_field(draft: Draft, column: str, value: str | None) -> None:
    cell = draft.original.cells[FormCell("header", None, column)]
    draft.surgery.sheet(cell.sheet).set(cell.row, cell.column, value)


def _another(draft: Draft) -> str:
    """The code of another agency."""
    return draft.chance.choice([code for code in agencies() if code != draft.original.agency])


def _without_properties(draft: Draft) -> None:
    draft.surgery.text(CUSTOM, lambda text: text.replace('name="', 'name="x_'))


def _wrong_campaign(draft: Draft) -> tuple[Where, ...]:
    _both(draft, "campaign", draft.chance.choice(["2025-h1", "2026-h1", "x"]))
    return (None,)


def _wrong_round(draft: Draft) -> tuple[Where, ...]:
    _both(draft, "round", "lan-9")
    _printed_field(draft, "round", None)
    return (None,)


def _other_round(draft: Draft) -> tuple[Where, ...]:
    form = filled(draft.original.agency, round_code="lan-2", report_date=date(2025, 12, 1))
    draft.content = printed(form).content
    return (None,)


def _wrong_agency(draft: Draft) -> tuple[Where, ...]:
    _both(draft, "agency", draft.chance.choice(["99999", "x", "../etc"]))
    _printed_field(draft, "agency", None)
    return (None,)


def _conflicting_header(draft: Draft) -> tuple[Where, ...]:
    other = campaign().agency_by_code[_another(draft)].name
    _printed_field(draft, "agency", draft.chance.choice([other, "Ủy ban nhân dân xã Không Có"]))
    return (None,)


def _conflicting_meta(draft: Draft) -> tuple[Where, ...]:
    _meta(draft, "agency", _another(draft))
    return (None,)


def _conflicting_properties(draft: Draft) -> tuple[Where, ...]:
    _property(draft, "agency", _another(draft))
    return (None,)


def _conflicting_round(draft: Draft) -> tuple[Where, ...]:
    _printed_field(draft, "round", "Lần 2")
    return (None,)


def _without_meta(draft: Draft) -> tuple[Where, ...]:
    draft.surgery.without_sheet(META)
    return (None,)


def _without_meta_and_properties(draft: Draft) -> tuple[Where, ...]:
    draft.surgery.without_sheet(META)
    _without_properties(draft)
    return (None,)


def _without_anything(draft: Draft) -> tuple[Where, ...]:
    for name in (META, *SHEETS[1:5]):
        draft.surgery.without_sheet(name)
    _without_properties(draft)
    return (None,)


def _doctored_fingerprint(draft: Draft) -> tuple[Where, ...]:
    _both(draft, "fingerprint", "000000000000")
    return (None,)


def _header_in_other_case(draft: Draft) -> tuple[Where, ...]:
    name = draft.original.form.agency.name
    _printed_field(draft, "agency", draft.chance.choice([name.upper(), f" {name} ", name.replace(" ", "\u00a0", 1)]))
    return ()


def _identity(name: str, spoil: Spoil, rule: Rule, verdict: Verdict = Verdict.REJECTED) -> Mutation:
    return Mutation(name=name, kind=Kind.IDENTITY, spoil=spoil, verdict=verdict, rules=(rule,))


# several returns of one agency


def _copied(draft: Draft) -> tuple[Where, ...]:
    copy = Expected(verdict=Verdict.DUPLICATE, problems=((Rule.DUPLICATE, ""),))
    draft.name = "bao-cao (1).xlsx"
    draft.others["bao-cao (2).xlsx"] = (draft.content, copy)
    return ()


def _corrected(draft: Draft) -> bytes:
    """The same return with one row told otherwise; what it says is expected."""
    row = draft.chance.choice(draft.original.rows())
    surgery = Surgery(draft.content)
    for column in OPEN:
        cell = draft.cell("report", row.task.code, column)
        value = {**DONE, "result": "Bản sửa: đã xong."}.get(column)
        surgery.sheet(cell.sheet).set(cell.row, cell.column, value)
        draft.changes[FormCell("report", row.task.code, column)] = value
    return surgery.bytes


_OLDER = Expected(verdict=Verdict.SUPERSEDED, problems=((Rule.SUPERSEDED, ""),))


def _by_name(draft: Draft) -> tuple[Where, ...]:
    """Two different returns of one day: only the name tells which is the later."""
    first = draft.content
    draft.content = _corrected(draft)
    draft.name = draft.chance.choice(["bc (2).xlsx", "bc (10).xlsx"])
    draft.others["bc.xlsx"] = (first, _OLDER)
    return (None,)


def _later(names: tuple[str, str]) -> Spoil:
    """The later day wins, whatever the names say."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        draft.name = names[0]
        older = dated(draft.original.form, date(2025, 9, draft.chance.choice([1, 2, 3])))
        draft.others[names[1]] = (printed(older).content, _OLDER)
        return ()

    return spoil


def _rejected_later(draft: Draft) -> tuple[Where, ...]:
    """A later return that is refused takes nobody's place."""
    later = printed(dated(draft.original.form, date(2025, 9, 7)))
    surgery = Surgery(later.content)
    surgery.without_sheet("Chỉ tiêu")
    refused = Expected(verdict=Verdict.REJECTED, problems=((Rule.SHEET_MISSING, "Chỉ tiêu!"),))
    draft.others["z-moi.xlsx"] = (surgery.bytes, refused)
    return ()


def _later_saved(draft: Draft) -> tuple[Where, ...]:
    """Of two returns of one day the one saved later counts."""
    first = draft.content
    second = _corrected(draft)
    draft.content = repacked(second, {"docProps/core.xml": lambda xml: _modified(xml, "2025-09-04T10:00:00Z")})
    draft.name = "a.xlsx"
    draft.others["z.xlsx"] = (first, _OLDER)
    return ()


def _modified(xml: bytes, moment: str) -> bytes:
    start = xml.index(b">", xml.index(b"<dcterms:modified")) + 1
    return xml[:start] + moment.encode() + xml[xml.index(b"<", start) :]


def _three(draft: Draft) -> tuple[Where, ...]:
    """Three returns of three days, in an order of names that says the contrary; one of them in an archive."""
    days = [date(2025, 9, 1), date(2025, 9, 3)]
    older = [printed(dated(draft.original.form, day)).content for day in days]
    draft.name = "a.xlsx"
    draft.others["b.xlsx"] = (older[1], _OLDER)
    draft.others["c.zip"] = (
        zipped({"d.xlsx": older[0]}),
        Expected(verdict=Verdict.IGNORED, ignored_for=Rule.ARCHIVE_OPENED),
    )
    draft.others["c.zip!/d.xlsx"] = (None, _OLDER)
    return ()


def _several(name: str, spoil: Spoil, *rules: Rule) -> Mutation:
    return Mutation(name=name, kind=Kind.SEVERAL, spoil=spoil, rules=rules)


IDENTITY = (
    _identity("unknown campaign", _wrong_campaign, Rule.UNKNOWN_CAMPAIGN),
    _identity("unknown round", _wrong_round, Rule.UNKNOWN_ROUND),
    _identity("return of another round", _other_round, Rule.OTHER_ROUND, Verdict.OTHER_ROUND),
    _identity("unknown agency", _wrong_agency, Rule.UNKNOWN_AGENCY),
    _identity("header names another agency", _conflicting_header, Rule.IDENTITY_CONFLICT),
    _identity("hidden sheet names another agency", _conflicting_meta, Rule.IDENTITY_CONFLICT),
    _identity("properties name another agency", _conflicting_properties, Rule.IDENTITY_CONFLICT),
    _identity("header names another round", _conflicting_round, Rule.IDENTITY_CONFLICT),
    _identity("nothing says whose it is", _without_anything, Rule.NOT_A_RETURN),
    _identity("hidden sheet lost", _without_meta, Rule.IDENTITY_FROM_HEADER, Verdict.ACCEPTED),
    _identity(
        "hidden sheet and properties lost", _without_meta_and_properties, Rule.IDENTITY_FROM_HEADER, Verdict.ACCEPTED
    ),
    _identity("fingerprint doctored", _doctored_fingerprint, Rule.OLD_TEMPLATE, Verdict.ACCEPTED),
    Mutation(name="name of the agency spelt otherwise", kind=Kind.IDENTITY, spoil=_header_in_other_case),
)
SEVERAL = (
    _several("the same return twice", _copied),
    _several("two returns of one day", _by_name, Rule.SUPERSEDED_BY_CHANCE),
    _several("later return sorted first", _later(("a.xlsx", "z.xlsx"))),
    _several("later return sorted last", _later(("z.xlsx", "a.xlsx"))),
    _several("later return refused", _rejected_later),
    _several("two returns of one day, one saved later", _later_saved),
    _several("three returns, one in an archive", _three),
)
