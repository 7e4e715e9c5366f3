"""Faults of indicators that no schema of one file can tell: parts and ratios, how numbers go together, who is asked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.campaign.files.documents import Documents, circles, repeated, task_reference
from pipeline.campaign.indicators import Aggregate, Flow, Indicator, is_percent, parse_indicator
from pipeline.yaml_files.faults import Fault, fault_at
from pipeline.yaml_files.located import KeyPath, LocatedYaml

#: What belongs to a number that agencies give, and not to one that is computed.
_OF_GIVEN = ("part_of", "aggregate", "flow", "cumulative", "asked_of", "maximum")
#: Keys of a task under which each role is named.
_ROLES = {"lead": "lead", "coordinators": "coordinator"}


def indicator_faults(documents: Documents) -> Iterator[Fault]:
    """Give what is wrong between the indicators and with the tasks they name."""
    indicators: list[dict[str, Any]] = documents.indicators.data["indicators"]
    yield from listed_indicator_faults(documents, documents.indicators, ("indicators",), indicators, ())


def listed_indicator_faults(
    documents: Documents,
    document: LocatedYaml,
    keys: KeyPath,
    indicators: Sequence[dict[str, Any]],
    others: Sequence[dict[str, Any]],
) -> Iterator[Fault]:
    """Give what is wrong with the indicators of a list to which `keys` lead.

    `others` are the indicators of another file: their codes may be referred to but not used again.
    """
    by_code = {entry["code"]: parse_indicator(entry) for entry in (*others, *indicators)}
    other_codes = {entry["code"].casefold() for entry in others}
    yield from repeated(document, keys)
    for position, entry in enumerate(indicators):
        own_keys = (*keys, position)
        if entry["code"].casefold() in other_codes:
            yield fault_at(document, (*own_keys, "code"), f"mã «{entry['code']}» đã có trong indicators.yaml")
        yield from task_reference(document, (*own_keys, "task"), entry["task"], documents.reportable)
        for name, reason in _entry_faults(entry, by_code):
            yield fault_at(document, (*own_keys, *name), reason)
        for name, reason in _asked_faults(entry, documents):
            yield fault_at(document, (*own_keys, *name), reason)
    wholes = [(part["code"], [part["part_of"]] if "part_of" in part else []) for part in indicators]
    yield from circles(document, keys, "part_of", wholes)


def _entry_faults(entry: dict[str, Any], by_code: Mapping[str, Indicator]) -> Iterator[tuple[KeyPath, str]]:
    """Give what is wrong with one indicator, each with the keys below its own."""
    if "flow" in entry and "cumulative" in entry:
        yield ("cumulative",), "đã có flow; bỏ dòng này (flow thay cho cumulative)"
    if entry.get("aggregate") == Aggregate.SUM and is_percent(entry["unit"]):
        yield ("aggregate",), "không cộng tỷ lệ phần trăm; dùng ratio (tính từ tử số, mẫu số), mean, max hoặc none"
    if "part_of" in entry:
        whole = by_code.get(entry["part_of"])
        yield from ((("part_of",), reason) for reason in _part_faults(parse_indicator(entry), whole))
    if "ratio" in entry:
        for name in _OF_GIVEN:
            if name in entry:
                yield (name,), "chỉ tiêu tính từ chỉ tiêu khác (ratio) không có mục này"
        yield from _ratio_faults(entry, by_code)


def _part_faults(part: Indicator, whole: Indicator | None) -> Iterator[str]:
    if whole is None:
        yield f"không có chỉ tiêu mã «{part.part_of}»"
        return
    if whole.ratio is not None:
        yield f"«{whole.code}» là tỷ lệ được tính (ratio), không có số để so"
    if whole.task != part.task:
        yield f"«{whole.code}» thuộc nhiệm vụ khác ({whole.task})"
    if whole.unit != part.unit:
        yield f"«{whole.code}» có đơn vị tính khác ({whole.unit}) nên không so được"


def _ratio_faults(entry: dict[str, Any], by_code: Mapping[str, Indicator]) -> Iterator[tuple[KeyPath, str]]:
    sides = {name: by_code.get(entry["ratio"][name]) for name in ("part", "whole")}
    for name, side in sides.items():
        keys, code = ("ratio", name), entry["ratio"][name]
        if side is None:
            yield keys, f"không có chỉ tiêu mã «{code}»"
        elif side.ratio is not None:
            yield keys, f"«{code}» cũng là tỷ lệ được tính; tính từ chỉ tiêu mà cơ quan báo cáo"
        elif side.aggregate is not Aggregate.SUM:
            yield keys, f"«{code}» không cộng được (aggregate: {side.aggregate}) nên không tính tỷ lệ từ tổng được"
    part, whole = sides["part"], sides["whole"]
    if part is None or whole is None:
        return
    if part.code == whole.code:
        yield ("ratio", "whole"), "tử số và mẫu số phải là hai chỉ tiêu khác nhau"
    if Flow.IN_ROUND in {part.flow, whole.flow} and part.flow is not whole.flow:
        yield ("ratio",), f"«{part.code}» và «{whole.code}» không cùng thời gian tính (flow)"
    if is_percent(entry["unit"]) and part.unit != whole.unit:
        yield ("ratio",), f"«{part.code}» và «{whole.code}» khác đơn vị tính nên không ra tỷ lệ phần trăm"


def _asked_faults(entry: dict[str, Any], documents: Documents) -> Iterator[tuple[KeyPath, str]]:
    """Give the roles and groups that have no part in the task: nobody would be asked."""
    tasks: dict[str, dict[str, Any]] = {task["code"]: task for task in documents.tasks.data["tasks"]}
    task = tasks.get(entry["task"], {})
    asked_of = entry.get("asked_of", {})
    groups_of: dict[str, set[str]] = {}
    for cell, role in _ROLES.items():
        selectors = task.get(cell, {}).get("selectors", ())
        named = {item.get("group", documents.groups.get(item.get("agency", ""))) for item in selectors}
        groups_of[role] = {group for group in named if group is not None}
    for position, role in enumerate(asked_of.get("roles", ())):
        if not groups_of[role]:
            yield ("asked_of", "roles", position), f"nhiệm vụ {entry['task']} không giao ai vai trò «{role}»"
    concerned = {group for role in asked_of.get("roles") or groups_of for group in groups_of[role]}
    for position, group in enumerate(asked_of.get("groups", ())):
        if group not in concerned:
            yield ("asked_of", "groups", position), f"khối «{group}» không được giao nhiệm vụ {entry['task']}"
