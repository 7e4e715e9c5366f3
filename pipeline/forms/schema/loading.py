"""Reading the schemas of the workbook's sheets: YAML files that are understood in full or refused with all their faults."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.campaign.decision import Campaign
from pipeline.campaign.lists import LISTS_FILE
from pipeline.errors import ConfigurationError
from pipeline.forms.schema.campaign_sheets import (
    change_faults,
    changed_document,
    list_document,
    with_campaign_lists,
)
from pipeline.forms.schema.schema import Column, ColumnKind, Condition, OfferedWord, RowRule, Schemas, SheetSchema
from pipeline.forms.schema.sheet_faults import PRINTED_COLUMNS, closed_list, day_bounds, number_bounds, sheet_faults
from pipeline.rules import Rule
from pipeline.schema_folder import schemas_folder
from pipeline.text import without_marks
from pipeline.yaml_files.faults import Fault, refuse
from pipeline.yaml_files.json_schema import schema_faults
from pipeline.yaml_files.located import LocatedYaml, read_located_yaml

#: What a schema file may say.
SHEET_JSON_SCHEMA = Path(__file__).with_name("sheet.yaml")
#: The folder of a campaign with what its sheets say otherwise, and the sheet that says who a form is: the same for all.
FORMS = "forms"
_UNCHANGEABLE = frozenset({"meta"})


def read_schemas(project: Path, campaign: Campaign | None = None) -> Schemas:
    """Return the schemas of the workbook of a campaign: the sheets that all have, as it changes them, and its lists.

    The sheets that all have are those of the project folder, else those that came with the program. Without a campaign they
    are as they stand, and there are no lists: enough to tell whose a workbook is.

    Raises:
        ConfigurationError: a file is missing, unknown or not valid; all faults of the first such file are told.
    """
    folder = schemas_folder(project) / "workbook"
    if not folder.is_dir():
        raise ConfigurationError(
            folder, None, "", "không có thư mục này; chạy lệnh trong thư mục dự án hoặc dùng --project"
        )
    _refuse_strange_files(folder, PRINTED_COLUMNS)
    json_schema = read_located_yaml(SHEET_JSON_SCHEMA)
    sources = {name: _sheet_document(folder / f"{name}.yaml", json_schema) for name in PRINTED_COLUMNS}
    lists: tuple[SheetSchema, ...] = ()
    if campaign is not None:
        own = project / "catalogue" / campaign.decision.campaign
        groups = reporting_groups(campaign)
        sources |= _changed_sheets(own / FORMS, sources, json_schema, groups)
        lists = tuple(
            _sheet(document, is_list=True) for document in _list_documents(own, campaign, json_schema, groups)
        )
        words = {"causes": [cause.label for cause in campaign.causes]}
        sources = {name: with_campaign_lists(document, words) for name, document in sources.items()}
    return Schemas(lists=lists, **{name: _sheet(document) for name, document in sources.items()})


def reporting_groups(campaign: Campaign) -> tuple[str, ...]:
    """Return the codes of the groups that report, in the campaign's order."""
    return tuple(group.code for group in campaign.groups if group.reports)


def _refuse_strange_files(folder: Path, names: Collection[str]) -> None:
    """Do nothing where a folder holds the schemas of these sheets and no other.

    Raises:
        ConfigurationError: it holds another file.
    """
    for path in sorted(folder.glob("*.y*ml")):
        if path.suffix != ".yaml" or path.stem not in names:
            files = ", ".join(f"{name}.yaml" for name in names)
            lists = f"; danh sách kèm theo khai trong catalogue/<đợt công tác>/{LISTS_FILE}"
            raise ConfigurationError(path, None, "", f"tệp lạ; chỉ dùng {files}{lists}")


def _sheet_document(path: Path, json_schema: LocatedYaml) -> LocatedYaml:
    """Return the schema of a sheet that every campaign has."""
    document = read_located_yaml(path)
    faults = schema_faults(document, json_schema)
    refuse(document, [*faults, *sheet_faults(document, faults, name=path.stem, groups=())])
    return document


def _changed_sheets(
    folder: Path, sources: Mapping[str, LocatedYaml], json_schema: LocatedYaml, groups: Collection[str]
) -> dict[str, LocatedYaml]:
    """Return the sheets that a campaign changes, with what it says in place of what stands in the schemas of all."""
    if not folder.is_dir():
        return {}
    changeable = [name for name in sources if name not in _UNCHANGEABLE]
    _refuse_strange_files(folder, changeable)
    changed = {}
    for name in changeable:
        path = folder / f"{name}.yaml"
        if path.exists():
            changes = read_located_yaml(path)
            merged = changed_document(sources[name], changes)
            faults = [*change_faults(sources[name], changes), *schema_faults(merged, json_schema)]
            refuse(changes, [*faults, *sheet_faults(merged, faults, name=name, groups=groups)])
            changed[name] = merged
    return changed


def _list_documents(
    folder: Path, campaign: Campaign, json_schema: LocatedYaml, groups: Collection[str]
) -> Iterator[LocatedYaml]:
    """Give each list of a campaign as the schema of its sheet; who is asked and what it measures was read before."""
    if not campaign.lists:
        return
    document = read_located_yaml(folder / LISTS_FILE)
    documents = [list_document(document, position) for position in range(len(document.data))]
    faults: list[Fault] = []
    for position, part in enumerate(documents):
        refused = schema_faults(part, json_schema)
        refused += sheet_faults(part, refused, name=part.data["name"], groups=groups)
        faults += [
            replace(fault, field=f"[{part.data['name']}].{fault.field}", keys=(position, *fault.keys))
            for fault in refused
        ]
    refuse(document, faults)
    yield from documents


def _sheet(document: LocatedYaml, *, is_list: bool = False) -> SheetSchema:
    data: Mapping[str, Any] = document.data
    return SheetSchema(
        name=data["name"],
        sheet=data["metadata"]["sheet"],
        title=data["title"],
        about=data["metadata"].get("about", ""),
        columns=tuple(_column(name, entry, of_list=is_list) for name, entry in data["columns"].items()),
        row_rules=tuple(_row_rule(entry) for entry in data.get("checks", ())),
        open_rows=data["metadata"].get("open_rows"),
        source=data,
    )


def _column(name: str, entry: Mapping[str, Any], *, of_list: bool) -> Column:
    metadata = entry.get("metadata", {})
    locked = metadata.get("locked", False)
    checks = entry.get("checks", ())
    minimum, maximum = number_bounds(checks)
    first_day, last_day = day_bounds(checks)
    choices: Mapping[str, Any] = metadata.get("choices", {})
    return Column(
        name=name,
        title=entry["title"],
        kind=ColumnKind(entry["dtype"]),
        locked=locked,
        required=None if locked or entry["nullable"] else Rule.of(metadata.get("missing", Rule.FIELD_MISSING.code)),
        allowed=tuple(closed_list(checks)),
        not_in_list=next(
            (Rule.of(check["options"]["error"]) for check in checks if "allowed_values" in check), Rule.NOT_IN_LIST
        ),
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
        own_days=of_list or first_day is not None or last_day is not None,
        first_day=first_day,
        last_day=last_day,
        max_length=next(
            (check["max_value"] for check in checks if check["options"]["check_name"] == "str_length"), None
        ),
        number_format=metadata.get("number_format", "General"),
        width=float(metadata.get("width", 12.0)),
        help=metadata.get("help", ""),
        example=metadata.get("example", ""),
        formula=metadata.get("formula", False),
        picture_counts=metadata.get("picture_counts", False),
        future=metadata.get("future", False),
        since=metadata.get("since", 1),
        groups=tuple(metadata.get("groups", ())),
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
