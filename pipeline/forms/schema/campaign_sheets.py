"""Sheets as a campaign has them: what its `forms/` say otherwise than the schemas of all, and the sheet of each of its lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.campaign.lists import USUAL_ROWS
from pipeline.rules import Rule
from pipeline.yaml_files.faults import Fault, fault_at
from pipeline.yaml_files.located import KeyPath, LocatedYaml

#: The numbers of the rows of a list, which its file need not describe.
_NUMBER_COLUMN = {"title": "STT", "dtype": "str", "nullable": True, "metadata": {"locked": True, "width": 6}}
#: The rule of a value that a list of the campaign does not have.
_NOT_LISTED = Rule.CAUSE_NOT_IN_LIST.code
#: What holds a sheet together, so that returns are found again.
_FIXED: tuple[KeyPath, ...] = (("name",), ("strict",), ("metadata", "sheet"))


def changed_document(base: LocatedYaml, changes: LocatedYaml) -> LocatedYaml:
    """Return the schema of a sheet with the changes of a campaign, key by key; null takes a key away.

    New columns stand behind the last one that is filled in. The lines are those of the changes: the base is known to be
    sound, so what is wrong with the whole is theirs.
    """
    data = _merged(base.data, changes.data) if isinstance(changes.data, dict) else changes.data
    if isinstance(data, dict) and isinstance(data.get("columns"), dict):
        data["columns"] = _in_order(data["columns"], base.data["columns"])
    return LocatedYaml(path=changes.path, data=data, lines=changes.lines)


def change_faults(base: LocatedYaml, changes: LocatedYaml) -> Iterator[Fault]:
    """Give what a campaign may not change of a sheet."""
    for keys in _FIXED:
        value, own = changes.data, base.data
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
            own = own[key]
        if value is not None and value != own:
            yield fault_at(changes, keys, f"phải giữ nguyên: {own}")


def with_campaign_lists(document: LocatedYaml, lists: Mapping[str, Sequence[str]]) -> LocatedYaml:
    """Return the schema of a sheet whose columns with a list of the campaign offer its words; without words no column.

    `lists` has the words of each such list by its name. The schema that every campaign has is known to be sound.
    """
    columns: dict[str, Any] = {}
    for name, column in document.data["columns"].items():
        words = lists.get(column.get("metadata", {}).get("list"), None)
        if words is None:
            columns[name] = column
        elif words:
            check = {"allowed_values": list(words), "options": {"check_name": "isin", "error": _NOT_LISTED}}
            columns[name] = {**column, "checks": [*column.get("checks", ()), check]}
    return replace(document, data={**document.data, "columns": columns})


def list_document(lists: LocatedYaml, position: int) -> LocatedYaml:
    """Return one entry of `lists.yaml`, which its schema has accepted, as the schema of its sheet with its lines."""
    entry: Mapping[str, Any] = lists.data[position]
    about = entry.get("about", f"Mỗi {entry['noun']} một dòng. Không có thì để trống.")
    return LocatedYaml(
        path=lists.path,
        data={
            "name": entry["code"],
            "title": entry["title"],
            "strict": True,
            "metadata": {"sheet": entry["sheet"], "open_rows": entry.get("rows", USUAL_ROWS), "about": about},
            "columns": {"number": _NUMBER_COLUMN, **entry["columns"]},
        },
        lines={keys[1:]: line for keys, line in lists.lines.items() if keys[:1] == (position,)},
    )


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merged(merged[key], value)
        else:
            merged[key] = value
    return merged


def _in_order(columns: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns with the new ones behind the last of the base that is filled in, before our own at the end."""
    names_of_base = [name for name in columns if name in base]
    opened = [position for position, name in enumerate(names_of_base) if not _is_locked(columns[name])]
    split = opened[-1] + 1 if opened else len(names_of_base)
    names = [*names_of_base[:split], *(name for name in columns if name not in base), *names_of_base[split:]]
    return {name: columns[name] for name in names}


def _is_locked(column: Any) -> bool:
    metadata = column.get("metadata") if isinstance(column, dict) else None
    return isinstance(metadata, dict) and metadata.get("locked") is True
