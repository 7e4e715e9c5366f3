"""Reading a campaign: the files of one folder under `catalogue/`, judged by `schemas/catalogue/` and against each other."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.campaign.agencies import parse_agency
from pipeline.campaign.causes import parse_cause
from pipeline.campaign.decision import Campaign, parse_decision, parse_extension, parse_waiver
from pipeline.campaign.files.catalogue_faults import agency_faults, group_faults, register_remarks, task_faults
from pipeline.campaign.files.continuation_faults import (
    indicator_continuation_faults,
    round_continuation_faults,
    task_continuation_faults,
)
from pipeline.campaign.files.decision_faults import decision_faults, period_faults, record_faults
from pipeline.campaign.files.documents import Documents
from pipeline.campaign.files.indicator_faults import indicator_faults
from pipeline.campaign.files.list_faults import list_faults, unasked_list_faults
from pipeline.campaign.files.register_file import read_register_file
from pipeline.campaign.groups import parse_group
from pipeline.campaign.indicators import parse_indicator
from pipeline.campaign.lists import LISTS_FILE, parse_list
from pipeline.campaign.rounds import Round, parse_round
from pipeline.campaign.tasks import parse_section, parse_task
from pipeline.errors import ConfigurationError, OperatorError
from pipeline.rules import Rule
from pipeline.schema_folder import schemas_folder
from pipeline.yaml_files.faults import refuse
from pipeline.yaml_files.json_schema import schema_faults
from pipeline.yaml_files.located import LocatedYaml, read_located_yaml


def campaign_names(project: Path) -> tuple[str, ...]:
    """Return the names of the project's campaigns, sorted: the folders under `catalogue/` that hold a decision."""
    catalogue = project / "catalogue"
    folders = sorted(path for path in catalogue.iterdir() if path.is_dir()) if catalogue.is_dir() else []
    # asked one by one, for a pattern passes over what may not be read
    return tuple(folder.name for folder in folders if (folder / "decision.yaml").exists())


def read_campaign(project: Path, campaign: str) -> Campaign:
    """Return a campaign with the content of its whole folder.

    Raises:
        OperatorError: there is no such campaign, or the folder is no project folder.
        ConfigurationError: a file is missing or not valid; all faults of the first such file are told.
    """
    folder = _folder(project, campaign)
    schemas = schemas_folder(project) / "catalogue"
    documents = Documents(
        decision=valid_document(folder / "decision.yaml", schemas / "decision.yaml"),
        groups_file=_groups(folder / "groups.yaml", schemas / "groups.yaml"),
        agencies=valid_document(folder / "agencies.csv", schemas / "agencies.yaml"),
        tasks=valid_document(folder / "tasks.yaml", schemas / "tasks.yaml"),
        indicators=valid_document(folder / "indicators.yaml", schemas / "indicators.yaml"),
        lists=_lists_document(folder, schemas),
    )
    refuse(documents.groups_file, group_faults(documents.groups_file))
    refuse(documents.agencies, agency_faults(documents))
    refuse(documents.decision, period_faults(documents))
    refuse(documents.tasks, task_faults(documents))
    refuse(documents.indicators, indicator_faults(documents))
    if documents.lists is not None:
        refuse(documents.lists, list_faults(documents, documents.lists))
    refuse(documents.decision, decision_faults(documents, campaign))
    _refuse_wrong_continuations(documents, folder, schemas)
    result = _campaign(documents)
    refuse(documents.decision, record_faults(documents, result))
    if documents.lists is not None:
        refuse(documents.lists, unasked_list_faults(documents.lists, result))
    return result


def _refuse_wrong_continuations(documents: Documents, folder: Path, schemas: Path) -> None:
    """Judge what goes on with another campaign of the project, of which the files that are named are read."""

    @cache
    def read(other: Path, name: str) -> LocatedYaml:
        return valid_document(other / name, schemas / name)

    decision = documents.decision
    refuse(decision, round_continuation_faults(decision, folder, read))
    refuse(documents.tasks, task_continuation_faults(documents.tasks, decision, folder, read))
    refuse(
        documents.indicators,
        indicator_continuation_faults(documents.indicators, ("indicators",), decision, folder, read),
    )
    for position, round_ in enumerate(decision.data["rounds"]):
        keys = ("rounds", position, "indicators")
        if "indicators" in round_:
            refuse(decision, indicator_continuation_faults(decision, keys, decision, folder, read))


def read_rounds_of(project: Path, campaign: str) -> tuple[Round, ...]:
    """Return the rounds of a campaign, from its decision alone.

    Raises:
        OperatorError: there is no such campaign.
        ConfigurationError: the decision is not valid.
    """
    path = _folder(project, campaign) / "decision.yaml"
    decision = valid_document(path, schemas_folder(project) / "catalogue" / "decision.yaml")
    return tuple(parse_round(entry) for entry in decision.data["rounds"])


def _folder(project: Path, campaign: str) -> Path:
    names = campaign_names(project)
    if not names:
        raise OperatorError(
            f"{project} không phải thư mục dự án: không có catalogue/<đợt công tác>/decision.yaml. "
            "Chạy lệnh trong thư mục dự án hoặc chỉ ra bằng --project."
        )
    if campaign not in names:
        raise OperatorError(
            f"Không có đợt công tác «{campaign}» trong {project / 'catalogue'}; hiện có: {', '.join(names)}."
        )
    return project / "catalogue" / campaign


def _lists_document(folder: Path, schemas: Path) -> LocatedYaml | None:
    """Return the lists of a campaign; None where it has none."""
    path = folder / LISTS_FILE
    return valid_document(path, schemas / LISTS_FILE) if path.exists() else None


def valid_document(path: Path, schema: Path) -> LocatedYaml:
    """Return a file of the campaign that its schema accepts."""
    for needed_file in (path, schema):
        if not needed_file.is_file():
            raise ConfigurationError(
                needed_file, None, "", "thiếu tệp này; chép lại từ bản lưu hoặc từ thư mục dự án gốc"
            )
    document = read_register_file(path) if path.suffix == ".csv" else read_located_yaml(path)
    refuse(document, schema_faults(document, read_located_yaml(schema)))
    return document


def _groups(path: Path, schema: Path) -> LocatedYaml:
    if not path.is_file():
        reason = (
            "thiếu tệp này, nơi ghi các khối cơ quan theo thứ tự trong báo cáo; tạo tệp, mỗi khối một dòng như "
            "«- {code: communes, name: Ủy ban nhân dân cấp xã}», code là chữ ở cột group của agencies.csv, "
            "khối không báo cáo thêm «reports: false»"
        )
        raise ConfigurationError(path, None, "", reason)
    return valid_document(path, schema)


def _campaign(documents: Documents) -> Campaign:
    groups = tuple(parse_group(entry) for entry in documents.groups_file.data)
    group_by_code = {group.code: group for group in groups}
    decision: Mapping[str, Any] = documents.decision.data
    tasks: Mapping[str, Any] = documents.tasks.data
    return Campaign(
        decision=parse_decision(decision),
        sections=tuple(parse_section(entry) for entry in tasks["sections"]),
        tasks=tuple(parse_task(entry) for entry in tasks["tasks"]),
        indicators=tuple(parse_indicator(entry) for entry in documents.indicators.data["indicators"]),
        lists=() if documents.lists is None else tuple(parse_list(entry) for entry in documents.lists.data),
        groups=groups,
        agencies=tuple(parse_agency(row, group_by_code) for row in documents.agencies.data),
        rounds=tuple(parse_round(entry) for entry in decision["rounds"]),
        waivers=tuple(parse_waiver(entry) for entry in decision["waivers"]),
        extensions=tuple(parse_extension(entry) for entry in decision["extensions"]),
        causes=tuple(parse_cause(entry) for entry in decision.get("causes", ())),
        remarks=tuple(register_remarks(documents.agencies)),
        warning_rules=frozenset(Rule.of(code) for code in decision.get("rule_severities", {})),
    )
