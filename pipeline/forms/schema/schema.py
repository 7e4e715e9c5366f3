"""The schemas of the workbook's sheets: strict loader, and what form and validation both read from them."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConfigurationError
from pipeline.forms.schema.checks import COLUMN_CHECKS, ROW_CHECKS, row_check, without_hypothesis
from pipeline.forms.schema.status import Status
from pipeline.forms.schema.strict import Entry
from pipeline.located_yaml import read_located_yaml
from pipeline.rules import Rule

if TYPE_CHECKING:
    from pandera.api.checks import Check
    from pandera.pandas import DataFrameSchema

#: What a typed cell holds; None is an empty cell. Numbers are floats, dates are dates.
Typed = str | float | date | None


class Kind(StrEnum):
    """The type of a column, by its pandera dtype."""

    TEXT = "str"
    NUMBER = "float64"
    DATE = "datetime64[ns]"


class Condition(StrEnum):
    """What a row rule asks of its target column when it applies."""

    REQUIRED = "required_when"
    EMPTY = "empty_when"
    BETWEEN = "between_when"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table (or one field of the header block), as a schema file describes it."""

    name: str
    #: The heading users see; `Báo cáo`'s are fixed by the contract.
    title: str
    kind: Kind
    #: Locked cells are printed by us and never read as data.
    locked: bool
    #: A row (or the header block) cannot do without it: an empty cell is this rule's problem.
    required: Rule | None = None
    #: Closed list; a stop alert in the form, an error in validation.
    allowed: tuple[str, ...] = ()
    #: Offered in a drop-down, anything else is welcome too.
    suggestions: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    #: Written as given, "@" for codes and phone numbers.
    number_format: str = "General"
    #: Column width in characters.
    width: float = 12.0
    #: Input message of an open cell: what to type, with an example.
    help: str = ""
    example: str = ""
    #: A formula of ours (Kiểm tra): never read.
    formula: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """One rule across the columns of a row; the target column carries the problem."""

    condition: Condition
    target: str
    #: The column looked at, and the values of it under which the rule applies.
    when: str
    equals: tuple[str, ...]
    #: Bounds of a BETWEEN rule; an empty target passes.
    minimum: float | None = None
    maximum: float | None = None
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSchema:
    """One sheet of the workbook: its columns in order, its row rules, and the pandera schema that judges typed rows."""

    #: report, header, indicators, models, proposals, meta.
    name: str
    #: The sheet's name: Báo cáo.
    sheet: str
    #: What the sheet is called in words, and what belongs on it.
    title: str
    about: str
    columns: tuple[Column, ...]
    row_rules: tuple[RowRule, ...]
    #: Open rows to fill in; None where each row is printed by us.
    open_rows: int | None
    #: The content of the schema file, from which the pandera schema is built when it is first asked for.
    source: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def pandera(self) -> "DataFrameSchema":
        """Return the pandera schema; its columns carry the `metadata` that pandera itself drops on loading."""
        return _pandera(self)

    def column(self, name: str) -> Column:
        """Return the column of a name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def open_columns(self) -> tuple[Column, ...]:
        """Return the columns that the agency fills."""
        return tuple(column for column in self.columns if not column.locked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schemas:
    """The schemas of all sheets that hold data."""

    header: SheetSchema
    report: SheetSchema
    indicators: SheetSchema
    models: SheetSchema
    proposals: SheetSchema
    meta: SheetSchema

    @property
    def sheets(self) -> tuple[SheetSchema, ...]:
        """Return the schemas that have a sheet of their own, in the order of the workbook."""
        return (self.report, self.indicators, self.models, self.proposals, self.meta)

    def __iter__(self) -> Iterator[SheetSchema]:
        """Give the schemas in the order in which an officer meets the sheets."""
        return iter((self.header, self.report, self.indicators, self.models, self.proposals, self.meta))


#: Locked columns by schema: the program prints them, so the file may style them but not add or drop one.
_PRINTED: dict[str, frozenset[str]] = {
    "header": frozenset({"agency", "round", "deadline"}),
    "report": frozenset({"task", "text", "role", "time_limit", "due", "check"}),
    "indicators": frozenset({"indicator", "task", "name", "unit"}),
    "models": frozenset({"number"}),
    "proposals": frozenset({"number"}),
    "meta": frozenset({"format_version", "campaign", "round", "agency", "fingerprint", "generated_on"}),
}
#: Open columns that rules outside the schemas refer to by name, with their types.
_NEEDED: dict[str, dict[str, Kind]] = {
    "header": {"signer": Kind.TEXT, "report_date": Kind.DATE},
    "report": {"status": Kind.TEXT, "completed_on": Kind.DATE, "result": Kind.TEXT, "difficulties": Kind.TEXT},
    "indicators": {"value": Kind.NUMBER},
    "models": {"name": Kind.TEXT},
    "proposals": {"kind": Kind.TEXT, "task": Kind.TEXT, "content": Kind.TEXT},
    "meta": {},
}
#: Excel shows at most so many characters of an input message.
_MESSAGE_LIMIT = 255


def read_schemas(project: Path) -> Schemas:
    """Return the schemas of <project>/schemas/workbook.

    Raises: ConfigurationError, with file, line and field, for anything that would not be understood in full.
    """
    folder = project / "schemas" / "workbook"
    if not folder.is_dir():
        raise ConfigurationError(
            folder, None, "", "không có thư mục này; chạy lệnh trong thư mục dự án hoặc dùng --project"
        )
    for path in sorted(folder.glob("*.y*ml")):
        if path.suffix != ".yaml" or path.stem not in _PRINTED:
            raise ConfigurationError(
                path, None, "", f"tệp lạ; chỉ dùng {', '.join(f'{name}.yaml' for name in _PRINTED)}"
            )
    return Schemas(**{name: _read_sheet(folder / f"{name}.yaml") for name in _PRINTED})


def _read_sheet(path: Path) -> SheetSchema:
    file = Entry.root(read_located_yaml(path))
    file.only({"name", "title", "strict", "metadata", "columns", "checks"})
    if file.text("name") != path.stem:
        raise file.error("name", f"phải trùng tên tệp: {path.stem}")
    if not file.flag("strict"):
        raise file.error("strict", "phải là true")
    metadata = file.child("metadata")
    metadata.only({"sheet", "open_rows", "about"})
    columns = _columns(file, path.stem)
    return SheetSchema(
        name=path.stem,
        sheet=metadata.text("sheet"),
        title=file.text("title"),
        about=metadata.text("about", ""),
        columns=columns,
        row_rules=tuple(_row_rule(entry, columns) for entry in file.children("checks")),
        open_rows=metadata.count("open_rows") if metadata.has("open_rows") else None,
        source=file.data,
    )


def _columns(file: Entry, name: str) -> tuple[Column, ...]:
    group = file.child("columns")
    columns: list[Column] = []
    for key in group.data:
        column = _column(group.child(key), key)
        if any(column.title == other.title for other in columns):
            raise group.child(key).error("title", f"tên cột «{column.title}» bị lặp lại")
        if column.locked and key not in _PRINTED[name]:
            raise group.error(key, "cột khóa do chương trình in; chỉ thêm được cột để cơ quan điền (bỏ locked)")
        columns.append(column)
    found = {column.name: column for column in columns}
    for key in sorted(_PRINTED[name]):
        if key not in found or not found[key].locked:
            raise group.error(key if key in found else None, f"phải có cột khóa «{key}»")
    if name == "report" and not set(Status) <= set(found["status"].allowed if "status" in found else ()):
        raise group.error("status", f"danh sách phải có {', '.join(Status)}")
    for key, kind in _NEEDED[name].items():
        if key not in found or found[key].locked or found[key].kind is not kind:
            raise group.error(key if key in found else None, f"phải có cột để điền «{key}» kiểu {kind.value}")
    return tuple(columns)


def _column(entry: Entry, name: str) -> Column:
    entry.only({"title", "dtype", "nullable", "checks", "metadata"})
    metadata = entry.child("metadata")
    metadata.only({"locked", "width", "number_format", "help", "example", "formula", "missing", "suggestions"})
    if entry.text("dtype") not in set(Kind):
        raise entry.error("dtype", f"chỉ dùng {', '.join(Kind)}")
    kind = Kind(entry.text("dtype"))
    locked = metadata.flag("locked", default=False)
    nullable = entry.flag("nullable")
    required = None if locked or nullable else Rule.FIELD_MISSING
    if metadata.has("missing"):
        if required is None:
            raise metadata.error("missing", "chỉ dùng cho cột để điền có nullable: false")
        required = metadata.rule("missing")
    formula = metadata.flag("formula", default=False)
    if formula and not locked:
        raise metadata.error("formula", "cột công thức phải có locked: true")
    help_text, example = metadata.text("help", ""), metadata.text("example", "")
    if len(help_text) + len(example) > _MESSAGE_LIMIT - 10:
        raise metadata.error("help", f"help và example dài quá {_MESSAGE_LIMIT - 10} ký tự, Excel không hiện hết")
    limits = _Limits()
    for check in entry.children("checks"):
        _column_check(check, kind, limits)
    suggestions = metadata.texts("suggestions") if metadata.has("suggestions") else ()
    if suggestions and (kind is not Kind.TEXT or limits.allowed):
        raise metadata.error("suggestions", "chỉ dùng cho cột chữ không có danh sách bắt buộc (isin)")
    return Column(
        name=name,
        title=entry.text("title"),
        kind=kind,
        locked=locked,
        required=required,
        allowed=limits.allowed,
        suggestions=suggestions,
        minimum=limits.minimum,
        maximum=limits.maximum,
        max_length=limits.max_length,
        number_format=metadata.text("number_format", "General"),
        width=metadata.number("width", 12.0),
        help=help_text,
        example=example,
        formula=formula,
    )


@dataclass(slots=True)
class _Limits:
    """What the checks of one column say together."""

    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    names: set[str] = field(default_factory=set)


def _column_check(entry: Entry, kind: Kind, limits: _Limits) -> None:
    name, _ = _check_options(entry, {check: set(arguments) for check, arguments in COLUMN_CHECKS.items()})
    if name in limits.names:
        raise entry.error("options", f"kiểm tra «{name}» bị lặp lại trong cột")
    limits.names.add(name)
    if kind is not (Kind.TEXT if name in {"isin", "str_length"} else Kind.NUMBER):
        raise entry.error("options", f"kiểm tra «{name}» không dùng cho cột kiểu {kind.value}")
    match name:
        case "isin":
            limits.allowed = entry.texts("allowed_values")
        case "str_length":
            limits.max_length = entry.count("max_value")
        case _:
            if entry.has("min_value"):
                limits.minimum = entry.number("min_value")
            if entry.has("max_value"):
                limits.maximum = entry.number("max_value")
    if limits.minimum is not None and limits.maximum is not None and limits.minimum > limits.maximum:
        raise entry.error("min_value", "lớn hơn max_value")


def _row_rule(entry: Entry, columns: tuple[Column, ...]) -> RowRule:
    name, rule = _check_options(entry, {check: set(arguments) for check, (_, arguments) in ROW_CHECKS.items()})
    by_name = {column.name: column for column in columns}
    for key in ("column", "when"):
        if entry.text(key) not in by_name:
            raise entry.error(key, f"không có cột «{entry.text(key)}» trong tệp này")
        if by_name[entry.text(key)].locked:
            raise entry.error(key, "phải là cột để điền")
    target, when = by_name[entry.text("column")], by_name[entry.text("when")]
    equals = entry.texts("equals")
    for value in equals:
        if value not in when.allowed:
            raise entry.error("equals", f"«{value}» không có trong danh sách của cột «{when.name}»")
    condition = Condition(name)
    between = condition is Condition.BETWEEN
    if between and target.kind is not Kind.NUMBER:
        raise entry.error("column", "between_when chỉ dùng cho cột số")
    minimum, maximum = (entry.number("min_value"), entry.number("max_value")) if between else (None, None)
    if minimum is not None and maximum is not None and minimum > maximum:
        raise entry.error("min_value", "lớn hơn max_value")
    return RowRule(
        condition=condition,
        target=target.name,
        when=when.name,
        equals=equals,
        minimum=minimum,
        maximum=maximum,
        rule=rule,
    )


def _check_options(entry: Entry, known: Mapping[str, set[str]]) -> tuple[str, Rule]:
    """Return the name of a check and the rule that it reports, after refusing arguments that it does not take."""
    options = entry.child("options")
    options.only({"check_name", "error"})
    name = options.text("check_name")
    if name not in known:
        raise options.error("check_name", f"không có kiểm tra «{name}»; chỉ dùng {', '.join(sorted(known))}")
    entry.only({"options", *known[name]})
    for argument in sorted(known[name]):
        if not entry.has(argument):
            raise entry.error(None, f"kiểm tra «{name}» thiếu «{argument}»")
    return name, options.rule("error")


@cache
def _pandera(schema: SheetSchema) -> "DataFrameSchema":
    """Return the pandera schema of a sheet, built once."""
    # 0.6 s that status and templates need not pay
    import pandas as pd  # noqa: PLC0415
    from pandera.io.pandas_io import deserialize_schema  # noqa: PLC0415

    columns = {name: part for name, part in schema.source.items() if name != "checks"}
    # pandera takes the options out of the mappings that it is given.
    loaded = deserialize_schema(deepcopy(columns))  # type: ignore[no-untyped-call]
    described = {
        name: {"metadata": column["metadata"]}
        for name, column in schema.source["columns"].items()
        if "metadata" in column
    }
    updated: DataFrameSchema = loaded.update_columns(described)
    with without_hypothesis():
        updated.register_default_backends(pd.DataFrame)
    updated.checks = [_frame_check(check) for check in schema.source.get("checks", ())]
    return updated


def _frame_check(entry: Mapping[str, Any]) -> "Check":
    """Return the row check that an entry of `checks` asks for."""
    statistics = {name: argument for name, argument in entry.items() if name != "options"}
    return row_check(entry["options"]["check_name"], entry["options"]["error"], **statistics)
