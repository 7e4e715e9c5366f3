"""Validation of a file by a JSON Schema: everything it refuses, in Vietnamese, with line and field."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConfigurationError
from pipeline.text import clean_text
from pipeline.yaml_files.faults import Fault, fault_at
from pipeline.yaml_files.located import KeyPath, LocatedYaml, field_name

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "string": "chữ",
    "integer": "số nguyên",
    "number": "số",
    "boolean": "true hoặc false",
    "array": "danh sách",
    "object": "nhóm mục có tên",
    "null": "null",
}


def schema_faults(document: LocatedYaml, schema: LocatedYaml) -> list[Fault]:
    """Return everything in a file that its schema refuses, and every text that holds what nobody can see.

    Raises:
        ConfigurationError: `schema` is not a JSON Schema.
    """
    if document.data is None:
        return [Fault(0, "", "tệp rỗng; chép lại từ bản lưu hoặc từ thư mục dự án gốc")]
    # A tenth of a second to import, so only for those who read a campaign.
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415

    try:
        validator = Draft202012Validator(schema.data, format_checker=FormatChecker(("date",)))
        errors = list(validator.iter_errors(document.data))
    except Exception:
        # Judged only now: the schemas are ours and tested, and judging them takes longer than judging the catalogue.
        _check_schema(schema)
        raise
    faults = [fault for error in errors for fault in _faults(error, document)]
    return [*faults, *_hidden_text(document, document.data, ())]


def _check_schema(schema: LocatedYaml) -> None:
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415

    try:
        Draft202012Validator.check_schema(schema.data)
    except SchemaError as error:
        keys, reason = tuple(error.absolute_path), "không phải JSON Schema hợp lệ"
        raise ConfigurationError(schema.path, schema.line(keys), field_name(keys), reason) from error


def _hidden_text(document: LocatedYaml, value: Any, keys: KeyPath) -> Iterator[Fault]:
    match value:
        case str() if value != clean_text(value):
            yield fault_at(document, keys, "có ký tự ẩn, dấu cách thừa ở đầu hoặc cuối, hoặc chữ gõ tổ hợp; gõ lại")
        case dict():
            for key, child in value.items():
                yield from _hidden_text(document, child, (*keys, key))
        case list():
            for position, child in enumerate(value):
                yield from _hidden_text(document, child, (*keys, position))
        case _:
            return


def _faults(error: "ValidationError", document: LocatedYaml) -> Iterator[Fault]:
    keys = tuple(error.absolute_path)
    schema: Any = error.schema
    instance: Any = error.instance
    match error.validator:
        case "required":
            # One error names one missing key, in quotes at the start of its message.
            missing = error.message.split("'")[1]
            yield fault_at(document, keys, f"thiếu mục «{missing}»")
        case "additionalProperties":
            allowed = list(schema.get("properties", {}))
            for key in sorted(set(instance) - set(allowed)):
                near = get_close_matches(key, allowed, n=1)
                remedy = f"có phải là «{near[0]}»?" if near else f"chỉ nhận: {', '.join(allowed)}"
                yield fault_at(document, (*keys, key), f"không có mục tên này; {remedy}")
        case _:
            yield fault_at(document, keys, _reason(error))


def _reason(error: "ValidationError") -> str:  # noqa: PLR0911  # one sentence a keyword
    # Plain values, whatever the stubs say of places that are not set.
    keyword: Any = error.validator
    expected: Any = error.validator_value
    value: Any = error.instance
    described = error.schema.get("description") if isinstance(error.schema, dict) else None
    match keyword:
        case "type":
            names = [expected] if isinstance(expected, str) else expected
            types = " hoặc ".join(_TYPES.get(name, name) for name in names)
            quote = "; đặt giá trị trong dấu nháy kép" if "string" in names and isinstance(value, int | float) else ""
            return f"phải là {types}{quote}"
        case "enum":
            return f"«{value}» không hợp lệ; chỉ nhận: {', '.join(str(choice) for choice in expected)}"
        case "format":
            forms = " hoặc ".join(error.schema.get("examples", ()) if isinstance(error.schema, dict) else ())
            remedy = f"ghi như {forms}" if forms else "ghi năm-tháng-ngày, tháng và ngày hai chữ số"
            return f"«{value}» không phải ngày có thật; {remedy}"
        case "minLength" | "minItems":
            return "không được để trống"
        case "minimum" | "maximum":
            return f"{value} nằm ngoài khoảng cho phép ({'từ' if keyword == 'minimum' else 'đến'} {expected})"
        case "uniqueItems":
            return "danh sách có mục lặp lại"
        case "not":
            return "mục này không dùng ở đây"
        case _:
            return f"không đúng dạng; cần {described}" if described else f"không hợp lệ ({keyword})"
