"""Whose return it is, and for which round: the hidden sheet, with the properties and the header block as witnesses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.formats.readers import Raw
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.tables.location import comparable, located_fields, located_table
from pipeline.problems import Problem, problem
from pipeline.rules import Rule
from pipeline.text import clean_text
from pipeline.values import typed_text

_CITY_HALL = re.compile(r"^ủy ban nhân dân\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Campaign, round and agency of a return, and the template it was filled in."""

    campaign: str
    round: str
    agency: str
    #: Fingerprint of the template; None where the hidden sheet was lost.
    fingerprint: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """What was found of a file's identity. Of its problems, errors reject it and OTHER_ROUND sets it aside."""

    #: None where the file could not be identified.
    identity: Identity | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By which names the agencies and rounds of a campaign are known, and who owes a return in which round."""

    campaign: Campaign
    #: Codes of the agencies of each comparable name: two communes may share one.
    agencies: Mapping[str, frozenset[str]]
    owing: Mapping[str, frozenset[str]]

    def agency_codes(self, text: str) -> frozenset[str]:
        """Return the agencies that a name means: the whole name, with its diacritics, never a part of one."""
        return self.agencies.get(_agency_name(text), frozenset())

    def round_codes(self, text: str) -> frozenset[str]:
        """Return the rounds that are named in a text; of «lần 1» and «lần 1 bổ sung» the longer."""
        words = comparable(text)
        named = {
            round_.code: name
            for round_ in self.campaign.rounds
            for name in (comparable(round_.name), comparable(round_.code))
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)
        }
        longest = max(map(len, named.values()), default=0)
        return frozenset(code for code, name in named.items() if len(name) == longest)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Witness:
    """What one source says: the words that stand there, and the codes they can mean."""

    #: How the source is called in sentences.
    source: str
    said: Mapping[str, str]
    meant: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def code(self, key: str) -> str | None:
        """Return the one code meant, None where there is none or more than one."""
        codes = self.meant.get(key, frozenset())
        return next(iter(codes)) if len(codes) == 1 else None


@lru_cache(maxsize=4)
def names_of(campaign: Campaign) -> Names:
    """Return the names of a campaign; made once for all files and runs."""
    agencies: dict[str, set[str]] = {}
    for agency in campaign.agencies:
        for name in _names(agency):
            agencies.setdefault(_agency_name(name), set()).add(agency.code)
    return Names(
        campaign=campaign,
        agencies={name: frozenset(codes) for name, codes in agencies.items()},
        owing={
            round_.code: frozenset(agency.code for agency in owing_agencies(campaign, round_))
            for round_ in campaign.rounds
        },
    )


def identification(
    workbook: RawWorkbook, *, names: Names, round_: Round, schemas: Schemas, file: str
) -> Identification:
    """Return whose return a workbook is.

    The hidden sheet comes first, then the properties, then the header block; each that is there must agree with the
    others. The campaign is not printed in the header block: where nothing else is left it is taken to be this one.
    """
    header = _header_witness(workbook, names, schemas)
    witnesses = [
        _coded_witness("trang ẩn _meta", _meta_rows(workbook, schemas)),
        _coded_witness("thuộc tính của tệp", _known_properties(workbook, schemas)),
        header if header is not None else _coded_witness("", {}),
    ]
    if header is None and not any(witness.said for witness in witnesses):
        return _refused(Rule.NOT_A_RETURN, file)
    conflict = _conflict(witnesses, file)
    if conflict is not None:
        return Identification(identity=None, problems=(conflict,))
    code = {key: _first(witnesses, key) for key in ("campaign", "round", "agency")}
    campaign = code["campaign"] or names.campaign.decision.campaign
    unknown = _unknown(campaign, code["round"], code["agency"], witnesses, names, file)
    if unknown is not None or code["round"] is None or code["agency"] is None:
        return Identification(identity=None, problems=() if unknown is None else (unknown,))
    identity = Identity(
        campaign=campaign,
        round=code["round"],
        agency=code["agency"],
        fingerprint=witnesses[0].said.get("fingerprint") or witnesses[1].said.get("fingerprint"),
    )
    problems = []
    if not all(witnesses[0].code(key) for key in ("campaign", "round", "agency")):
        used = next(witness.source for witness in witnesses if witness.code("agency"))
        problems.append(problem(Rule.IDENTITY_FROM_HEADER, file=file, agency=identity.agency, source=used))
    if identity.round != round_.code:
        found = names.campaign.round_by_code[identity.round]
        problems.append(
            problem(Rule.OTHER_ROUND, file=file, agency=identity.agency, found=found.name, expected=round_.name)
        )
    return Identification(identity=identity, problems=tuple(problems))


def _meta_rows(workbook: RawWorkbook, schemas: Schemas) -> dict[str, str]:
    """Return the rows of the hidden sheet; it is found by name, LibreOffice makes it an ordinary hidden sheet."""
    sheet = workbook.sheet(schemas.meta.sheet)
    keys = {column.name for column in schemas.meta.columns}
    found: dict[str, str] = {}
    for row in sheet.rows if sheet is not None else ():
        for key, value in pairwise(row):
            if isinstance(key, str) and clean_text(key) in keys and value is not None:
                found.setdefault(clean_text(key), _plain(value))
    return found


def _known_properties(workbook: RawWorkbook, schemas: Schemas) -> dict[str, str]:
    keys = {column.name for column in schemas.meta.columns}
    return {name: text for name, text in workbook.properties.items() if name in keys and text}


def _coded_witness(source: str, said: Mapping[str, str]) -> _Witness:
    meant = {key: frozenset({said[key]}) for key in ("campaign", "round", "agency") if said.get(key)}
    return _Witness(source=source, said=said, meant=meant)


def _header_witness(workbook: RawWorkbook, names: Names, schemas: Schemas) -> _Witness | None:
    """Return what the visible header block says; None unless the sheet holds our table."""
    sheet = workbook.sheet(schemas.report.sheet)
    table = None if sheet is None else located_table(sheet, schemas.report)
    if sheet is None or table is None:
        return None
    fields = located_fields(sheet, schemas.header, before=table.header_row)
    said: dict[str, str] = {
        key: text for key in ("round", "agency") if key in fields and (text := _plain(sheet.value(*fields[key])))
    }
    meant = {}
    if "agency" in said:
        meant["agency"] = names.agency_codes(said["agency"])
    if "round" in said:
        meant["round"] = names.round_codes(said["round"])
    return _Witness(source=f"đầu trang «{schemas.report.sheet}»", said=said, meant=meant)


def _conflict(witnesses: list[_Witness], file: str) -> Problem | None:
    """Return the first disagreement. Words in the header block that mean no agency disagree with any that is named elsewhere."""
    for key in ("agency", "round", "campaign"):
        speaking = [witness for witness in witnesses if key in witness.meant]
        for other in speaking[1:]:
            if not speaking[0].meant[key] <= other.meant[key]:
                return problem(
                    Rule.IDENTITY_CONFLICT,
                    file=file,
                    first_source=speaking[0].source,
                    first=speaking[0].said[key],
                    second_source=other.source,
                    second=other.said[key],
                )
    return None


def _first(witnesses: list[_Witness], key: str) -> str | None:
    return next((code for witness in witnesses if (code := witness.code(key)) is not None), None)


def _unknown(
    campaign: str, round_: str | None, agency: str | None, witnesses: list[_Witness], names: Names, file: str
) -> Problem | None:
    """Return what of an identity the campaign does not know; bodies that owe nothing in the round are unknown too."""

    def words(key: str) -> str:
        return next((witness.said[key] for witness in witnesses if witness.said.get(key)), "(trống)")

    decision = names.campaign.decision
    if campaign != decision.campaign:
        return problem(Rule.UNKNOWN_CAMPAIGN, file=file, found=campaign, expected=decision.campaign)
    if round_ is None or round_ not in names.owing:
        known = ", ".join(round_.name for round_ in names.campaign.rounds)
        return problem(Rule.UNKNOWN_ROUND, file=file, found=round_ or words("round"), expected=known)
    if agency is None or agency not in names.owing[round_]:
        registered = names.campaign.agency_by_code.get(agency or "")
        return problem(Rule.UNKNOWN_AGENCY, file=file, found=words("agency") if registered is None else registered.name)
    return None


def _refused(rule: Rule, file: str) -> Identification:
    return Identification(identity=None, problems=(problem(rule, file=file),))


def _names(agency: Agency) -> tuple[str, ...]:
    return (agency.name, *agency.aliases)


def _agency_name(text: str) -> str:
    return _CITY_HALL.sub("ubnd", comparable(text))


def _plain(value: Raw) -> str:
    return clean_text(typed_text(value))
