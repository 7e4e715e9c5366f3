"""Whose return it is, and for which round: by the hidden sheet, the properties, the header block; and whose rows it has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, product

from pipeline.campaign.assignment import assignments, owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.campaign.register import why_not_asked
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.formats.readers import Raw
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.tables.codes import code_of
from pipeline.intake.tables.location import LocatedTable, comparable, located_fields, located_table
from pipeline.problems import Problem, problem
from pipeline.rules import Rule
from pipeline.text import clean_text
from pipeline.values import typed_text

#: What a source may give.
_KEYS = ("campaign", "round", "agency")
_CITY_HALL = re.compile(r"^ủy ban nhân dân\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Campaign, round and agency of a return, and the template it was filled in."""

    campaign: str
    round: str
    agency: str
    #: Fingerprint of the template; None where the hidden sheet was lost.
    fingerprint: str | None
    #: The format of the form as it says itself, and the digest of its open table cells as it was sent out; None where it
    #: does not say.
    format_version: str | None = None
    prefilled: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """The identity of a file. Of its problems, errors reject the file and OTHER_ROUND sets it aside."""

    #: None where the file could not be identified.
    identity: Identity | None
    problems: tuple[Problem, ...] = ()
    #: The campaign that the file names throughout, where it is not this one; else None.
    campaign: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of the agencies and rounds of a campaign, and who owes a return in which round."""

    campaign: Campaign
    #: Codes of the agencies of each comparable name: two communes may share one.
    agencies: Mapping[str, frozenset[str]]
    #: Codes of the agencies that owe a return, by code of the round.
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
class _Source:
    """What one place in a file says of its identity, by campaign, round and agency."""

    #: How the place is called in sentences.
    name: str = ""
    #: The words that stand there.
    texts: Mapping[str, str] = field(default_factory=dict)
    #: The codes that they can mean.
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def code(self, key: str) -> str | None:
        """Return the code that is meant, None where there is none or more than one."""
        codes = self.codes.get(key, frozenset())
        return next(iter(codes)) if len(codes) == 1 else None


@lru_cache(maxsize=4)
def names_of(campaign: Campaign) -> Names:
    """Return the names of a campaign; made once for all files and runs."""
    agencies: dict[str, set[str]] = {}
    for agency in campaign.agencies:
        for name in (agency.name, *agency.aliases):
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
    header = _header_source(workbook, names, schemas)
    sources = [
        _coded_source("trang ẩn _meta", _meta_rows(workbook, schemas)),
        _coded_source("thuộc tính của tệp", _meta_properties(workbook, schemas)),
        _Source() if header is None else header,
    ]
    if header is None and not any(source.texts for source in sources):
        return Identification(identity=None, problems=(problem(Rule.NOT_A_RETURN, file=file),))
    campaign = _first_code(sources, "campaign") or names.campaign.decision.campaign
    # the words over the form of another campaign mean nothing by the names of this one
    of_own = campaign == names.campaign.decision.campaign
    fault = _conflict(sources if of_own else sources[:2], file)
    round_code, agency = _first_code(sources, "round"), _first_code(sources, "agency")
    if fault is None:
        fault = _unknown(campaign, round_code, agency, sources, names, file)
    if fault is not None or round_code is None or agency is None:
        other = campaign if fault is not None and fault.rule is Rule.UNKNOWN_CAMPAIGN else None
        return Identification(identity=None, problems=() if fault is None else (fault,), campaign=other)
    hidden = {**sources[1].texts, **{key: text for key, text in sources[0].texts.items() if text}}
    identity = Identity(
        campaign=campaign,
        round=round_code,
        agency=agency,
        fingerprint=hidden.get("fingerprint"),
        format_version=hidden.get("format_version"),
        prefilled=hidden.get("prefilled"),
    )
    problems = []
    if not all(map(sources[0].code, _KEYS)):
        used = next(source.name for source in sources if source.code("agency"))
        problems.append(problem(Rule.IDENTITY_FROM_HEADER, file=file, agency=agency, source=used))
    if round_code != round_.code:
        other = names.campaign.round_by_code[round_code].name
        problems.append(problem(Rule.OTHER_ROUND, file=file, agency=agency, found=other, expected=round_.name))
    return Identification(identity=identity, problems=tuple(problems))


def stated_codes(workbook: RawWorkbook, schemas: Schemas) -> dict[str, str]:
    """Return what the hidden sheet, else the properties say of the file's campaign, round and agency, true or not."""
    texts = {**_meta_properties(workbook, schemas), **_meta_rows(workbook, schemas)}
    return {key: texts[key] for key in _KEYS if texts.get(key)}


def agencies_of_rows(
    workbook: RawWorkbook, *, agency: str, campaign: Campaign, round_: Round, schemas: Schemas
) -> tuple[str, ...]:
    """Return the agencies from whose form the rows of `Báo cáo` are, where they are another's; else none.

    Rows are another's when some are not assigned to the agency and some that are assigned to it are missing; theirs they
    are to whom exactly these tasks are assigned.
    """
    codes = _codes_of_rows(workbook, campaign, schemas)
    assigned: dict[str, set[str]] = {}
    for assignment in assignments(campaign, round_):
        assigned.setdefault(assignment.agency, set()).add(assignment.task)
    own = assigned.get(agency, set())
    if codes <= own or own <= codes:
        return ()
    return tuple(other for other, tasks in assigned.items() if tasks == codes)


def _codes_of_rows(workbook: RawWorkbook, campaign: Campaign, schemas: Schemas) -> set[str]:
    table = _report_table(workbook, schemas)
    if table is None or "task" not in table.columns:
        return set()
    tasks = [task.code for task in campaign.reportable_tasks]
    values = (table.sheet.value(row, table.columns["task"]) for row in table.rows)
    codes = (code_of(value, tasks, fits=lambda _code: False) for value in values)
    return {code for code in codes if code is not None}


def _report_table(workbook: RawWorkbook, schemas: Schemas) -> LocatedTable | None:
    sheet = workbook.sheet(schemas.report.sheet)
    return None if sheet is None else located_table(sheet, schemas.report)


def _meta_rows(workbook: RawWorkbook, schemas: Schemas) -> dict[str, str]:
    """Return the rows of the hidden sheet; it is found by name, LibreOffice makes it an ordinary hidden sheet."""
    sheet = workbook.sheet(schemas.meta.sheet)
    keys = {column.name for column in schemas.meta.columns}
    texts: dict[str, str] = {}
    for row in sheet.rows if sheet is not None else ():
        for key, value in pairwise(row):
            if isinstance(key, str) and clean_text(key) in keys and value is not None:
                texts.setdefault(clean_text(key), _plain(value))
    return texts


def _meta_properties(workbook: RawWorkbook, schemas: Schemas) -> dict[str, str]:
    keys = {column.name for column in schemas.meta.columns}
    return {name: text for name, text in workbook.properties.items() if name in keys and text}


def _coded_source(name: str, texts: Mapping[str, str]) -> _Source:
    return _Source(name=name, texts=texts, codes={key: frozenset({texts[key]}) for key in _KEYS if texts.get(key)})


def _header_source(workbook: RawWorkbook, names: Names, schemas: Schemas) -> _Source | None:
    """Return what the visible header block says; None unless the sheet holds our table."""
    table = _report_table(workbook, schemas)
    if table is None:
        return None
    fields = located_fields(table.sheet, schemas.header, before=table.header_row)
    meanings = {"round": names.round_codes, "agency": names.agency_codes}
    texts = {key: text for key in meanings if key in fields and (text := _plain(table.sheet.value(*fields[key])))}
    return _Source(
        name=f"đầu trang «{schemas.report.sheet}»",
        texts=texts,
        codes={key: meanings[key](text) for key, text in texts.items()},
    )


def _conflict(sources: list[_Source], file: str) -> Problem | None:
    """Return the first disagreement. Words in the header block that mean no agency disagree with any that is named elsewhere."""
    for key in ("agency", "round", "campaign"):
        speaking = [source for source in sources if key in source.codes]
        for first, other in product(speaking[:1], speaking[1:]):
            if not first.codes[key] <= other.codes[key]:
                return problem(
                    Rule.IDENTITY_CONFLICT,
                    file=file,
                    first_source=first.name,
                    first=first.texts[key],
                    second_source=other.name,
                    second=other.texts[key],
                )
    return None


def _first_code(sources: list[_Source], key: str) -> str | None:
    return next((code for source in sources if (code := source.code(key)) is not None), None)


def _unknown(
    campaign: str, round_: str | None, agency: str | None, sources: list[_Source], names: Names, file: str
) -> Problem | None:
    """Return what of an identity the campaign does not know; bodies that owe nothing in the round are unknown too."""

    def words(key: str) -> str:
        return next((source.texts[key] for source in sources if source.texts.get(key)), "(trống)")

    decision = names.campaign.decision
    if campaign != decision.campaign:
        return problem(Rule.UNKNOWN_CAMPAIGN, file=file, found=campaign, expected=decision.campaign)
    if round_ is None or round_ not in names.owing:
        rounds = ", ".join(round_.name for round_ in names.campaign.rounds)
        return problem(Rule.UNKNOWN_ROUND, file=file, found=round_ or words("round"), expected=rounds)
    if agency is None or agency not in names.owing[round_]:
        registered = names.campaign.agency_by_code.get(agency or "")
        if registered is None:
            return problem(Rule.UNKNOWN_AGENCY, file=file, found=words("agency"))
        reason = why_not_asked(names.campaign, registered, names.campaign.round_by_code[round_])
        words_found = f"{registered.name}, không phải báo cáo {names.campaign.round_by_code[round_].name}: {reason}"
        return problem(Rule.UNKNOWN_AGENCY, file=file, found=words_found)
    return None


def _agency_name(text: str) -> str:
    return _CITY_HALL.sub("ubnd", comparable(text))


def _plain(value: Raw) -> str:
    return clean_text(typed_text(value))
