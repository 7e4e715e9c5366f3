"""Validation of the catalogue's files by JSON Schema, told in Vietnamese with file, line and field."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pipeline.campaign.files.faults import Fault
from pipeline.located_yaml import LocatedYaml, Place, field_name
from pipeline.text import clean_text

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "string": "chữ",
    "integer": "số nguyên",
    "boolean": "true hoặc false",
    "array": "danh sách",
    "object": "nhóm mục có tên",
    "null": "null",
}


def schema_faults(document: LocatedYaml, schema: LocatedYaml) -> list[Fault]:
    """Return everything in a file that its schema refuses, and every text that holds what nobody can see.

    Raises: ConfigurationError where `schema` is not a JSON Schema.
    """
    if document.data is None:
        return [Fault(0, "", "tệp rỗng")]
    # A tenth of a second to import, so only for those who read a campaign.
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415

    try:
        validator = Draft202012Validator(schema.data, format_checker=FormatChecker(("date",)))
        refused = list(validator.iter_errors(document.data))
    except Exception:
        # Judged only now: the schemas are ours and tested, and judging them takes longer than judging the catalogue.
        _check_schema(schema)
        raise
    faults = [fault for error in refused for fault in _faults(error, document)]
    return [*faults, *_hidden_text(document, document.data, ())]


def _check_schema(schema: LocatedYaml) -> None:
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415

    try:
        Draft202012Validator.check_schema(schema.data)
    except SchemaError as error:
        raise schema.error(tuple(error.absolute_path), "không phải JSON Schema hợp lệ") from error


def _hidden_text(document: LocatedYaml, value: Any, place: Place) -> Iterator[Fault]:
    match value:
        case str() if value != clean_text(value):
            yield fault_at(document, place, "có ký tự ẩn, dấu cách thừa ở đầu hoặc cuối, hoặc chữ gõ tổ hợp; gõ lại")
        case dict():
            for key, child in value.items():
                yield from _hidden_text(document, child, (*place, key))
        case list():
            for position, child in enumerate(value):
                yield from _hidden_text(document, child, (*place, position))
        case _:
            return


def fault_at(document: LocatedYaml, place: Place, reason: str) -> Fault:
    """Return a fault at a place of a file."""
    return Fault(document.line(place), place_name(document, place), reason)


def place_name(document: LocatedYaml, place: Sequence[str | int]) -> str:
    """Return a place as it is named in errors, list entries by their code where they have one: tasks[3.2].lead."""
    name, value = "", document.data
    for step in place:
        value = _child(value, step)
        code = value.get("code") if isinstance(step, int) and isinstance(value, dict) else None
        shown = f"[{code}]" if isinstance(code, str) and code else field_name((step,))
        name += shown if isinstance(step, int) or not name else f".{shown}"
    return name


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) else None


def _faults(error: "ValidationError", document: LocatedYaml) -> Iterator[Fault]:
    place = tuple(error.absolute_path)
    schema: Any = error.schema
    instance: Any = error.instance
    match error.validator:
        case "required":
            # One error names one missing key, in quotes at the start of its message.
            missing = error.message.split("'")[1]
            yield fault_at(document, place, f"thiếu mục «{missing}»")
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            for key in sorted(set(instance) - set(known)):
                near = get_close_matches(key, known, n=1)
                remedy = f"có phải là «{near[0]}»?" if near else f"chỉ nhận: {', '.join(known)}"
                yield fault_at(document, (*place, key), f"không có mục tên này; {remedy}")
        case _:
            yield fault_at(document, place, _reason(error))


def _reason(error: "ValidationError") -> str:  # noqa: PLR0911  # one sentence a keyword
    # Plain values, whatever the stubs say of places that are not set.
    keyword: Any = error.validator
    wanted: Any = error.validator_value
    value: Any = error.instance
    described = error.schema.get("description") if isinstance(error.schema, dict) else None
    match keyword:
        case "type":
            names = [wanted] if isinstance(wanted, str) else wanted
            expected = " hoặc ".join(_TYPES.get(name, name) for name in names)
            quote = "; đặt giá trị trong dấu nháy kép" if "string" in names and _is_bare(value) else ""
            return f"phải là {expected}{quote}"
        case "enum":
            return f"«{value}» không hợp lệ; chỉ nhận: {', '.join(str(one) for one in wanted)}"
        case "format":
            return f"«{value}» không phải ngày có thật; ghi năm-tháng-ngày, ví dụ 2025-09-05"
        case "minLength" | "minItems":
            return "không được để trống"
        case "minimum" | "maximum":
            return f"{value} nằm ngoài khoảng cho phép ({'từ' if keyword == 'minimum' else 'đến'} {wanted})"
        case "uniqueItems":
            return "danh sách có mục lặp lại"
        case "not":
            return "mục này không dùng ở đây"
        case _:
            return f"không đúng dạng; cần {described}" if described else f"không hợp lệ ({keyword})"


def _is_bare(value: object) -> bool:
    return isinstance(value, int | float)
