"""Faults of a schema file that no JSON Schema can tell: what does not fit together, and what the program needs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.forms.schema.placeholders import PLACEHOLDERS, unknown_names
from pipeline.forms.schema.schema import ColumnKind, Condition, Status
from pipeline.text import without_marks
from pipeline.yaml_files.faults import Fault, fault_at, rule_faults
from pipeline.yaml_files.located import KeyPath, LocatedYaml

#: Locked columns by schema: the program prints them, so the file may style them but not add or drop one.
PRINTED_COLUMNS: dict[str, frozenset[str]] = {
    "header": frozenset({"agency", "round", "deadline"}),
    "report": frozenset({"task", "text", "role", "time_limit", "due", "check"}),
    "indicators": frozenset({"indicator", "task", "name", "unit"}),
    "proposals": frozenset({"number"}),
    "meta": frozenset({"format_version", "campaign", "round", "agency", "fingerprint", "prefilled", "generated_on"}),
}
#: Open columns that rules outside the schemas refer to by name, with their types.
_NEEDED_COLUMNS: dict[str, dict[str, ColumnKind]] = {
    "header": {"signer": ColumnKind.TEXT, "report_date": ColumnKind.DATE},
    "report": {
        "status": ColumnKind.TEXT,
        "completed_on": ColumnKind.DATE,
        "result": ColumnKind.TEXT,
        "difficulties": ColumnKind.TEXT,
    },
    "indicators": {"value": ColumnKind.NUMBER},
    "proposals": {"kind": ColumnKind.TEXT, "task": ColumnKind.TEXT, "content": ColumnKind.TEXT},
    "meta": {},
}
#: The same of every list; what else it has is its own.
LIST_PRINTED = frozenset({"number"})
#: Names that our own columns have where the rows of all agencies stand together.
_TAKEN_NAMES = frozenset(
    {
        *("file", "sheet", "row", "cell", "agency", "agency_name", "group", "number", "counted"),
        *("in_error", "filled", "state", "section", "waived", "extended", "nil_allowed", "related_only"),
    }
)
#: Most characters of help and example together: Excel shows 255 of an input message, some of them ours.
_MESSAGE_LIMIT = 245
#: What a limit of a column must be, by the kind of the column.
_BOUNDS = {
    ColumnKind.NUMBER: "phải là số, vì cột kiểu float64",
    ColumnKind.DATE: "phải là ngày, ví dụ 2019-01-31, vì cột là cột ngày",
}
_TEXT_CHECKS = {"isin", "str_length"}


def sheet_faults(
    document: LocatedYaml, refused: Sequence[Fault], *, name: str, groups: Collection[str]
) -> Iterator[Fault]:
    """Give what is wrong between the parts of the schema of a sheet; parts with a fault in `refused` are not looked into.

    `name` is the sheet's or the code of a list, `groups` are the groups for which a column may be alone.
    """

    def is_sound(keys: KeyPath) -> bool:
        return not any(fault.keys[: len(keys)] == keys for fault in refused)

    data = document.data if isinstance(document.data, dict) else {}
    if data.get("name", name) != name and is_sound(("name",)):
        yield fault_at(document, ("name",), f"phải trùng tên tệp: {name}")
    columns = data.get("columns")
    if not isinstance(columns, dict):
        return
    sound = {key: column for key, column in columns.items() if is_sound(("columns", key))}
    for key, column in sound.items():
        yield from _column_faults(document, name, key, column)
        yield from _group_faults(document, name, key, column, groups)
    yield from _set_faults(document, name, columns, sound)
    if name not in PRINTED_COLUMNS and all(_is_locked(column) for column in sound.values()):
        yield fault_at(document, ("columns",), "phải có ít nhất một cột để điền")
    row_checks = data.get("checks", ())
    for position, entry in enumerate(row_checks if isinstance(row_checks, list) else ()):
        if is_sound(("checks", position)):
            yield from _row_rule_faults(document, ("checks", position), entry, columns, sound)


def closed_list(checks: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """Return the words that the checks of a column allow; none where it has no closed list."""
    words: list[str] = next((check["allowed_values"] for check in checks if "allowed_values" in check), [])
    return words


def number_bounds(checks: Sequence[Mapping[str, Any]]) -> tuple[float | None, float | None]:
    """Return the lower and the upper bound that the checks of a column set for its numbers."""
    bounds: dict[str, float] = {}
    for check in checks:
        if check["options"]["check_name"] not in _TEXT_CHECKS:
            bounds |= {name: float(value) for name, value in check.items() if isinstance(value, int | float)}
    return bounds.get("min_value"), bounds.get("max_value")


def day_bounds(checks: Sequence[Mapping[str, Any]]) -> tuple[date | None, date | None]:
    """Return the first and the last day that the checks of a column set for its dates."""
    bounds: dict[str, date] = {}
    for check in checks:
        bounds |= {name: date.fromisoformat(value) for name, value in check.items() if isinstance(value, str)}
    return bounds.get("min_value"), bounds.get("max_value")


def _column_faults(document: LocatedYaml, sheet: str, name: str, column: Mapping[str, Any]) -> Iterator[Fault]:
    """Give what is wrong within one column."""
    keys: KeyPath = ("columns", name)
    metadata: Mapping[str, Any] = column.get("metadata", {})
    locked = metadata.get("locked", False)
    if not locked and name in _TAKEN_NAMES:
        yield fault_at(document, keys, f"tên cột «{name}» chương trình đã dùng; đặt tên khác")
    if locked and name not in PRINTED_COLUMNS.get(sheet, LIST_PRINTED):
        yield fault_at(document, keys, "cột khóa do chương trình in; chỉ thêm được cột để cơ quan điền (bỏ locked)")
    if "missing" in metadata:
        yield from rule_faults(document, (*keys, "metadata", "missing"), metadata["missing"])
        if locked or column["nullable"]:
            reason = "chỉ dùng cho cột để điền có nullable: false"
            yield fault_at(document, (*keys, "metadata", "missing"), reason)
    if metadata.get("formula", False) and not locked:
        yield fault_at(document, (*keys, "metadata", "formula"), "cột công thức phải có locked: true")
    if len(metadata.get("help", "")) + len(metadata.get("example", "")) > _MESSAGE_LIMIT:
        reason = f"help và example dài quá {_MESSAGE_LIMIT} ký tự, Excel không hiện hết"
        yield fault_at(document, (*keys, "metadata", "help"), reason)
    yield from _placeholder_faults(document, (*keys, "metadata"), metadata)
    checks = column.get("checks", ())
    yield from _check_faults(document, (*keys, "checks"), column["dtype"], checks)
    words = closed_list(checks)
    if "suggestions" in metadata and (column["dtype"] != ColumnKind.TEXT or words):
        reason = "chỉ dùng cho cột chữ không có danh sách bắt buộc (isin)"
        yield fault_at(document, (*keys, "metadata", "suggestions"), reason)
    yield from _choice_faults(document, (*keys, "metadata", "choices"), words, metadata.get("choices", {}))
    if metadata.get("future", False) and (locked or column["dtype"] != ColumnKind.DATE):
        yield fault_at(document, (*keys, "metadata", "future"), "chỉ dùng cho cột ngày để điền")
    if "list" in metadata and (locked or column["dtype"] != ColumnKind.TEXT or words):
        reason = "chỉ dùng cho cột chữ để điền không có danh sách riêng (isin)"
        yield fault_at(document, (*keys, "metadata", "list"), reason)


def _placeholder_faults(document: LocatedYaml, keys: KeyPath, metadata: Mapping[str, Any]) -> Iterator[Fault]:
    """Give the names in braces that no form can fill in."""
    texts: list[tuple[KeyPath, str]] = [((key,), metadata.get(key, "")) for key in ("help", "example")]
    for word, choice in metadata.get("choices", {}).items():
        texts += [(("choices", word, key), choice[key]) for key in ("meaning", "example")]
    for place, text in texts:
        for name in unknown_names(text):
            reason = f"không có tên «{{{name.strip('{')}}}» để thay vào câu; chỉ có: {', '.join(PLACEHOLDERS)}"
            yield fault_at(document, (*keys, *place), reason)


def _group_faults(
    document: LocatedYaml, sheet: str, name: str, column: Mapping[str, Any], groups: Collection[str]
) -> Iterator[Fault]:
    """Give what is wrong with the groups of a column that only some forms have."""
    metadata: Mapping[str, Any] = column.get("metadata", {})
    keys: KeyPath = ("columns", name, "metadata", "groups")
    for position, group in enumerate(metadata.get("groups", ())):
        if group not in groups:
            remedy = f"; hiện có: {', '.join(groups)}" if groups else ""
            yield fault_at(document, (*keys, position), f"không có khối phải báo cáo nào mang mã «{group}»{remedy}")
    if "groups" in metadata and (metadata.get("locked", False) or name in _NEEDED_COLUMNS.get(sheet, {})):
        yield fault_at(document, keys, "chỉ dùng cho cột để điền mà chương trình không bắt buộc phải có")


def _check_faults(
    document: LocatedYaml, keys: KeyPath, dtype: str, checks: Sequence[Mapping[str, Any]]
) -> Iterator[Fault]:
    """Give what is wrong between the checks of one column."""
    names: set[str] = set()
    for position, check in enumerate(checks):
        name = check["options"]["check_name"]
        yield from rule_faults(document, (*keys, position, "options", "error"), check["options"]["error"])
        if name in names:
            yield fault_at(document, (*keys, position, "options"), f"kiểm tra «{name}» bị lặp lại trong cột")
        names.add(name)
        if (dtype == ColumnKind.TEXT) is not (name in _TEXT_CHECKS):
            reason = f"kiểm tra «{name}» không dùng cho cột kiểu {dtype}"
            yield fault_at(document, (*keys, position, "options"), reason)
        elif name not in _TEXT_CHECKS:
            for key in check.keys() - {"options"}:
                if not _is_bound(check[key], dtype):
                    yield fault_at(document, (*keys, position, key), _BOUNDS[ColumnKind(dtype)])
                    return
    minimum, maximum = number_bounds(checks)
    first_day, last_day = day_bounds(checks)
    numbers_swapped = minimum is not None and maximum is not None and minimum > maximum
    if numbers_swapped or (first_day is not None and last_day is not None and first_day > last_day):
        position = next(position for position, check in enumerate(checks) if "min_value" in check)
        yield fault_at(document, (*keys, position, "min_value"), "lớn hơn max_value")


def _is_bound(bound: object, dtype: str) -> bool:
    """Return whether a limit is one of a column's kind: a day of a date, as 2019-01-31, a number of a number."""
    if dtype == ColumnKind.NUMBER:
        return not isinstance(bound, str)
    try:
        return isinstance(bound, str) and date.fromisoformat(bound).isoformat() == bound
    except ValueError:
        return False


def _choice_faults(
    document: LocatedYaml, keys: KeyPath, words: Sequence[str], choices: Mapping[str, Any]
) -> Iterator[Fault]:
    """Give what is wrong with the meanings and synonyms of a closed list: each synonym must mean one word only."""
    owners = {without_marks(word): word for word in words}
    for word, choice in choices.items():
        if word not in words:
            yield fault_at(document, (*keys, word), f"«{word}» không có trong allowed_values của cột")
        for position, synonym in enumerate(choice.get("synonyms", ())):
            owner = owners.setdefault(without_marks(synonym), f"{word}, {synonym}")
            if owner != f"{word}, {synonym}":
                reason = f"«{synonym}» đã dùng cho «{owner}»; mỗi cách viết chỉ thuộc một giá trị"
                yield fault_at(document, (*keys, word, "synonyms", position), reason)


def _set_faults(
    document: LocatedYaml, name: str, columns: Mapping[str, Any], sound: Mapping[str, Any]
) -> Iterator[Fault]:
    """Give what is wrong with the columns of a file together: a repeated heading, one that the program needs."""
    titles: set[str] = set()
    for key, column in sound.items():
        if column["title"] in titles:
            yield fault_at(document, ("columns", key, "title"), f"tên cột «{column['title']}» bị lặp lại")
        titles.add(column["title"])
    for key in sorted(PRINTED_COLUMNS.get(name, LIST_PRINTED)):
        if key not in columns or (key in sound and not _is_locked(sound[key])):
            keys = ("columns", key) if key in columns else ("columns",)
            yield fault_at(document, keys, f"phải có cột khóa «{key}»")
    for key, kind in _NEEDED_COLUMNS.get(name, {}).items():
        if key not in columns or (key in sound and (_is_locked(sound[key]) or sound[key]["dtype"] != kind)):
            keys = ("columns", key) if key in columns else ("columns",)
            yield fault_at(document, keys, f"phải có cột để điền «{key}» kiểu {kind.value}")
    if name == "report" and "status" in sound:
        status, keys = sound["status"], ("columns", "status")
        if not set(Status) <= set(closed_list(status.get("checks", ()))):
            yield fault_at(document, keys, f"danh sách phải có {', '.join(Status)}")
        if lacking := [word for word in Status if word not in status.get("metadata", {}).get("choices", {})]:
            yield fault_at(document, keys, f"metadata.choices phải giải thích {', '.join(lacking)}")


def _is_locked(column: Mapping[str, Any]) -> bool:
    return bool(column.get("metadata", {}).get("locked", False))


def _row_rule_faults(
    document: LocatedYaml,
    keys: KeyPath,
    entry: Mapping[str, Any],
    columns: Mapping[str, Any],
    sound: Mapping[str, Any],
) -> Iterator[Fault]:
    """Give what is wrong between one row check and the columns that it names."""
    yield from rule_faults(document, (*keys, "options", "error"), entry["options"]["error"])
    for key in ("column", "when"):
        if entry[key] not in columns:
            yield fault_at(document, (*keys, key), f"không có cột «{entry[key]}» trong tệp này")
        elif entry[key] in sound and _is_locked(sound[entry[key]]):
            yield fault_at(document, (*keys, key), "phải là cột để điền")
    if entry["when"] in sound:
        words = closed_list(sound[entry["when"]].get("checks", ()))
        for value in entry["equals"]:
            if value not in words:
                reason = f"«{value}» không có trong danh sách của cột «{entry['when']}»"
                yield fault_at(document, (*keys, "equals"), reason)
    if entry["options"]["check_name"] == Condition.BETWEEN:
        if entry["column"] in sound and sound[entry["column"]]["dtype"] != ColumnKind.NUMBER:
            yield fault_at(document, (*keys, "column"), "between_when chỉ dùng cho cột số")
        if entry["min_value"] > entry["max_value"]:
            yield fault_at(document, (*keys, "min_value"), "lớn hơn max_value")
