"""Reading a campaign's vocabulary: the files of `catalogue/<campaign>/simulation/`, judged by their schemas and by the campaign."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from pipeline.campaign.assignment import Role
from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.documents import unknown_group
from pipeline.campaign.files.reading import valid_document
from pipeline.errors import OperatorError
from pipeline.schema_folder import schemas_folder
from pipeline.simulation.authors import DOCUMENT_KINDS
from pipeline.simulation.phrases import names_in
from pipeline.simulation.vocabulary import (
    AGENCY_NAMES,
    AgencyKind,
    Amendment,
    Blocks,
    IndicatorVocabulary,
    Listed,
    ListVocabulary,
    People,
    Reasons,
    TaskVocabulary,
    Vocabulary,
)
from pipeline.yaml_files.faults import Fault, fault_at, refuse
from pipeline.yaml_files.located import KeyPath, LocatedYaml

#: Names that every block may use, and those that sentences about a row of the report may use beside them.
_OWN = frozenset(AGENCY_NAMES)
_OF_ROW = _OWN | {"unit", "leader", "task", "subject"}
#: Keys of an indicator that are no agency's range.
_NOT_RANGES = frozenset({"of", "per", "at_once", "listed"})
#: What a kind of agency does not take over from the one that it is like.
_OF_ONE_KIND = frozenset({"begins", "contains"})


def read_vocabulary(project: Path, campaign: Campaign) -> Vocabulary:
    """Return the vocabulary of a campaign.

    Raises:
        OperatorError: the campaign has no data for simulation.
        ConfigurationError: a file is missing or not valid; all faults of the first such file are told.
    """
    folder = project / "catalogue" / campaign.decision.campaign / "simulation"
    schemas = schemas_folder(project) / "catalogue" / "simulation"
    if not folder.is_dir():
        raise OperatorError(
            f"Đợt công tác «{campaign.decision.campaign}» không có dữ liệu để tạo báo cáo giả lập: thiếu thư mục {folder}."
        )

    def document(name: str) -> LocatedYaml:
        return valid_document(folder / name, schemas / name)

    agencies, tasks = document("agencies.yaml"), document("tasks.yaml")
    reasons, other_sheets = document("reasons.yaml"), document("other_sheets.yaml")
    refuse(agencies, _agency_faults(agencies, campaign))
    keys = {*campaign.agency_by_code, *agencies.data["kinds"], *campaign.group_by_code, "any"}
    refuse(tasks, _task_faults(tasks, campaign, keys))
    refuse(reasons, _reason_faults(reasons, keys))
    refuse(other_sheets, _other_sheet_faults(other_sheets, campaign, keys))
    return _vocabulary(campaign, agencies.data, tasks.data, reasons.data, other_sheets.data)


def _vocabulary(
    campaign: Campaign,
    agencies: Mapping[str, Any],
    tasks: Mapping[str, Any],
    reasons: Mapping[str, Any],
    other_sheets: Mapping[str, Any],
) -> Vocabulary:
    kinds = {name: _kind(name, agencies["kinds"], campaign) for name in agencies["kinds"]}
    return Vocabulary(
        kinds=kinds,
        general_kinds={group: kinds[name] for group, name in agencies["general"].items()},
        omitted_from_symbols=frozenset(agencies["omitted_from_symbols"]),
        people=_people(agencies["people"]),
        tasks={code: _task(entry) for code, entry in tasks["tasks"].items()},
        other_tasks={role: _blocks(tasks["other_tasks"][role.value]) for role in (Role.LEAD, Role.COORDINATOR)},
        cut_before=tuple(tasks["cut_before"]),
        reasons=Reasons(
            difficulties=_by_agency(reasons["difficulties"]),
            not_yet_due=_by_role(reasons["not_yet_due"]),
            not_begun=_by_role(reasons["not_begun"]),
            **{name: tuple(reasons[name]) for name in ("overdue", "late", "nil", "requests")},
        ),
        lists={
            code: ListVocabulary(
                defaults=other_sheets.get("list_defaults", {}).get(code, {}),
                entries={key: tuple(entries) for key, entries in by_agency.items()},
            )
            for code, by_agency in other_sheets.get("lists", {}).items()
        },
        indicators={code: _indicator(entry) for code, entry in other_sheets["indicators"].items()},
        amendments=tuple(
            Amendment(**(entry | {"groups": tuple(entry.get("groups", ()))})) for entry in other_sheets["amendments"]
        ),
    )


def _kind(name: str, kinds: Mapping[str, Mapping[str, Any]], campaign: Campaign) -> AgencyKind:
    """Return a kind; its people are called as those of its group where it does not say otherwise."""
    entry = _complete(name, kinds)
    entry.setdefault("staff", campaign.group_by_code[entry["group"]].staff)
    return AgencyKind(
        name=name,
        group=entry["group"],
        names={key: entry[key] for key in AGENCY_NAMES},
        positions=tuple(entry["positions"]),
        **{
            key: entry[key]
            for key in ("begins", "contains", "unit", "symbol", "desk", "documents_a_day")
            if key in entry
        },
    )


def _complete(name: str, kinds: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return a kind with what it takes over from the one that it is like."""
    entry = dict(kinds[name])
    if "like" not in entry:
        return entry
    other = _complete(entry["like"], kinds)
    return {key: value for key, value in other.items() if key not in _OF_ONE_KIND} | entry


def _people(entry: Mapping[str, Any]) -> People:
    return People(
        family_names=tuple(entry["family_names"]),
        given_names={
            middle: tuple(name for group in groups for name in entry["given_names"][group])
            for middle, groups in entry["middle_names"].items()
        },
    )


def _task(entry: Mapping[str, Any]) -> TaskVocabulary:
    return TaskVocabulary(
        parts={
            role: {key: _blocks(blocks) for key, blocks in entry[role.value].items()}
            for role in Role
            if role.value in entry
        },
        nil=_by_agency(entry.get("nil", {})),
        difficulties=_by_agency(entry.get("difficulties", {})),
        evidence=tuple(entry.get("evidence", ("BC",))),
        **{key: entry[key] for key in ("subject", "nil_percent") if key in entry},
    )


def _blocks(entry: Mapping[str, list[str]]) -> Blocks:
    return Blocks(**{name: tuple(lines) for name, lines in entry.items()})


def _by_agency(entry: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(lines) for key, lines in entry.items()}


def _by_role(entry: Mapping[str, list[str]]) -> dict[Role, tuple[str, ...]]:
    return {Role(name): tuple(lines) for name, lines in entry.items()}


def _indicator(entry: Mapping[str, Any]) -> IndicatorVocabulary:
    return IndicatorVocabulary(
        ranges={key: (bounds[0], bounds[1]) for key, bounds in entry.items() if key not in _NOT_RANGES},
        listed=Listed(**entry["listed"]) if "listed" in entry else None,
        **{key: value for key, value in entry.items() if key in _NOT_RANGES - {"listed"}},
    )


def _agency_faults(document: LocatedYaml, campaign: Campaign) -> Iterator[Fault]:
    """Yield the names of kinds that the file does not have, above where they are used, and unknown names in blocks.

    So are groups that the campaign does not have, and those that report without a general kind.
    """
    above: set[str] = set()
    for name, entry in document.data["kinds"].items():
        place = ("kinds", name)
        yield from _group_faults(document, (*place, "group"), entry.get("group"), campaign)
        group = campaign.group_by_code.get(entry.get("group", ""))
        if group is not None and not group.staff and "staff" not in entry and "like" not in entry:
            yield fault_at(
                document, place, f"thiếu mục «staff»; khối {group.code} trong groups.yaml cũng không ghi staff"
            )
        if "like" in entry and entry["like"] not in above:
            yield fault_at(document, (*place, "like"), f"không có loại cơ quan «{entry['like']}» ở phía trên")
        yield from _name_faults(document, (*place, "unit"), entry.get("unit"), _OWN)
        above.add(name)
    for group, name in document.data["general"].items():
        if name not in above:
            yield fault_at(document, ("general", group), f"không có loại cơ quan «{name}»")
        yield from _group_faults(document, ("general", group), group, campaign)
    for group in campaign.groups:
        if group.reports and group.code not in document.data["general"]:
            yield fault_at(document, ("general",), f"thiếu loại cơ quan chung của khối «{group.code}»")


def _group_faults(document: LocatedYaml, place: KeyPath, code: str | None, campaign: Campaign) -> Iterator[Fault]:
    if code is not None and code not in campaign.group_by_code:
        yield fault_at(document, place, unknown_group(code, list(campaign.group_by_code)))


def _task_faults(document: LocatedYaml, campaign: Campaign, keys: AbstractSet[str]) -> Iterator[Fault]:
    """Yield the codes, kinds of agencies and names inside blocks that this campaign does not have."""
    for code, entry in document.data["tasks"].items():
        if code not in campaign.task_by_code:
            yield fault_at(document, ("tasks", code), f"danh mục không có nhiệm vụ «{code}»")
        for part in (*Role, "nil", "difficulties"):
            yield from _key_faults(document, ("tasks", code, str(part)), entry.get(part, {}), keys)
    names = _OF_ROW | {"document", "date", *DOCUMENT_KINDS} | _given(campaign)
    for part in ("tasks", "other_tasks"):
        yield from _name_faults(document, (part,), document.data[part], names)


def _reason_faults(document: LocatedYaml, keys: AbstractSet[str]) -> Iterator[Fault]:
    yield from _key_faults(document, ("difficulties",), document.data["difficulties"], keys)
    for part, value in document.data.items():
        # Why a task is overdue is said of every part in it, and who leads it has no other leader.
        names = (_OF_ROW - {"leader"}) | {"expected"} if part == "overdue" else _OF_ROW
        yield from _name_faults(document, (part,), value, names)


def _other_sheet_faults(document: LocatedYaml, campaign: Campaign, keys: AbstractSet[str]) -> Iterator[Fault]:
    yield from _list_faults(document, campaign, keys)
    of_rounds = {indicator.code for round_ in campaign.rounds for indicator in round_.indicators}
    indicators = _given(campaign) | of_rounds
    for code, entry in document.data["indicators"].items():
        place = ("indicators", code)
        if "listed" in entry and entry["listed"]["list"] not in document.data.get("lists", {}):
            yield fault_at(
                document, (*place, "listed", "list"), f"không có danh sách «{entry['listed']['list']}» ở trên"
            )
        for unknown in sorted({code, *(entry[key] for key in ("of", "per") if key in entry)} - indicators):
            yield fault_at(document, place, f"danh mục không có chỉ tiêu «{unknown}»")
        yield from _key_faults(document, place, entry, keys | _NOT_RANGES)
        for key in sorted(entry.keys() - _NOT_RANGES):
            if len(entry[key]) != 2 or entry[key][0] > entry[key][1]:
                yield fault_at(document, (*place, key), "cần hai số nguyên [nhỏ nhất, lớn nhất]")
    for position, entry in enumerate(document.data["amendments"]):
        if entry["task"] and entry["task"] not in campaign.task_by_code:
            yield fault_at(document, ("amendments", position), f"danh mục không có nhiệm vụ «{entry['task']}»")
        for group in entry.get("groups", ()):
            yield from _group_faults(document, ("amendments", position, "groups"), group, campaign)
    yield from _name_faults(document, ("amendments",), document.data["amendments"], _OWN)


def _list_faults(document: LocatedYaml, campaign: Campaign, keys: AbstractSet[str]) -> Iterator[Fault]:
    """Yield the lists, columns, agencies and names that this campaign does not have, and measured lists that are not there."""
    lists = {open_list.code: open_list for open_list in campaign.lists}
    for code, by_agency in document.data.get("lists", {}).items():
        yield from _key_faults(document, ("lists", code), by_agency, keys)
    for part in ("list_defaults", "lists"):
        for code, value in document.data.get(part, {}).items():
            if code not in lists:
                yield fault_at(document, (part, code), f"đợt công tác không có danh sách «{code}» trong lists.yaml")
                continue
            entries = [((), value)] if part == "list_defaults" else _entries(value)
            for place, entry in entries:
                for name in entry:
                    if name not in lists[code].dtypes:
                        yield fault_at(document, (part, code, *place, name), f"danh sách không có cột «{name}»")
            yield from _name_faults(document, (part, code), value, _OWN | {"unit", "since"})
    for open_list in campaign.lists:
        if open_list.measures is not None and open_list.code not in document.data.get("lists", {}):
            yield fault_at(
                document, ("lists",), f"thiếu danh sách «{open_list.code}» mà nhiệm vụ {open_list.measures.task} cần"
            )


def _entries(by_agency: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Mapping[str, str]]]:
    for key, entries in by_agency.items():
        yield from (((key, position), entry) for position, entry in enumerate(entries))


def _given(campaign: Campaign) -> set[str]:
    """Return the codes of the indicators that agencies give; those that are computed have no words."""
    return {indicator.code for indicator in campaign.indicators if indicator.ratio is None}


def _key_faults(
    document: LocatedYaml, place: KeyPath, by_agency: Mapping[str, Any], keys: AbstractSet[str]
) -> Iterator[Fault]:
    for key in by_agency:
        if key not in keys:
            yield fault_at(document, (*place, key), f"không có cơ quan, loại cơ quan hay khối «{key}»")


def _name_faults(document: LocatedYaml, place: KeyPath, value: Any, names: AbstractSet[str]) -> Iterator[Fault]:
    """Yield the names inside blocks, at any depth, that cannot be filled in there."""
    match value:
        case str():
            for name in sorted(names_in(value) - names):
                yield fault_at(document, place, f"không có tên «{{{name}}}» để thay vào câu")
        case dict():
            for key, child in value.items():
                yield from _name_faults(document, (*place, key), child, names)
        case list():
            for position, child in enumerate(value):
                yield from _name_faults(document, (*place, position), child, names)
        case _:
            return
