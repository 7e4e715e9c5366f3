"""Reading the schemas of the workbook's sheets: YAML files that are understood in full or refused with all their faults."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.forms.schema.schema import Column, ColumnKind, Condition, OfferedWord, RowRule, Schemas, SheetSchema
from pipeline.forms.schema.sheet_faults import PRINTED_COLUMNS, closed_list, number_bounds, sheet_faults
from pipeline.rules import Rule
from pipeline.schema_folder import schemas_folder
from pipeline.text import without_marks
from pipeline.yaml_files.faults import refuse
from pipeline.yaml_files.json_schema import schema_faults
from pipeline.yaml_files.located import LocatedYaml, read_located_yaml

#: What a schema file may say.
SHEET_JSON_SCHEMA = Path(__file__).with_name("sheet.yaml")


def read_schemas(project: Path) -> Schemas:
    """Return the schemas of the workbook: those of the project folder, else those that came with the program.

    Raises:
        ConfigurationError: a file is missing, unknown or not valid; all faults of the first such file are told.
    """
    folder = schemas_folder(project) / "workbook"
    if not folder.is_dir():
        raise ConfigurationError(
            folder, None, "", "không có thư mục này; chạy lệnh trong thư mục dự án hoặc dùng --project"
        )
    for path in sorted(folder.glob("*.y*ml")):
        if path.suffix != ".yaml" or path.stem not in PRINTED_COLUMNS:
            names = ", ".join(f"{name}.yaml" for name in PRINTED_COLUMNS)
            raise ConfigurationError(path, None, "", f"tệp lạ; chỉ dùng {names}")
    json_schema = read_located_yaml(SHEET_JSON_SCHEMA)
    return Schemas(**{name: _read_sheet(folder / f"{name}.yaml", json_schema) for name in PRINTED_COLUMNS})


def _read_sheet(path: Path, json_schema: LocatedYaml) -> SheetSchema:
    document = read_located_yaml(path)
    faults = schema_faults(document, json_schema)
    refuse(document, [*faults, *sheet_faults(document, faults)])
    data: Mapping[str, Any] = document.data
    return SheetSchema(
        name=data["name"],
        sheet=data["metadata"]["sheet"],
        title=data["title"],
        about=data["metadata"].get("about", ""),
        columns=tuple(_column(name, entry) for name, entry in data["columns"].items()),
        row_rules=tuple(_row_rule(entry) for entry in data.get("checks", ())),
        open_rows=data["metadata"].get("open_rows"),
        source=data,
    )


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    metadata = entry.get("metadata", {})
    locked = metadata.get("locked", False)
    checks = entry.get("checks", ())
    minimum, maximum = number_bounds(checks)
    choices: Mapping[str, Any] = metadata.get("choices", {})
    return Column(
        name=name,
        title=entry["title"],
        kind=ColumnKind(entry["dtype"]),
        locked=locked,
        required=None if locked or entry["nullable"] else Rule.of(metadata.get("missing", Rule.FIELD_MISSING.code)),
        allowed=tuple(closed_list(checks)),
        choices=tuple(
            OfferedWord(word=word, meaning=choice["meaning"], example=choice["example"])
            for word, choice in choices.items()
        ),
        synonyms={
            without_marks(synonym): word for word, choice in choices.items() for synonym in choice.get("synonyms", ())
        },
        suggestions=tuple(metadata.get("suggestions", ())),
        minimum=minimum,
        maximum=maximum,
        max_length=next(
            (check["max_value"] for check in checks if check["options"]["check_name"] == "str_length"), None
        ),
        number_format=metadata.get("number_format", "General"),
        width=float(metadata.get("width", 12.0)),
        help=metadata.get("help", ""),
        example=metadata.get("example", ""),
        formula=metadata.get("formula", False),
        picture_counts=metadata.get("picture_counts", False),
    )


def _row_rule(entry: Mapping[str, Any]) -> RowRule:
    minimum, maximum = entry.get("min_value"), entry.get("max_value")
    return RowRule(
        condition=Condition(entry["options"]["check_name"]),
        target=entry["column"],
        when=entry["when"],
        equals=tuple(entry["equals"]),
        minimum=None if minimum is None else float(minimum),
        maximum=None if maximum is None else float(maximum),
        rule=Rule.of(entry["options"]["error"]),
    )
