"""Faults of the lists that no schema of one file can tell: names of sheets, and the tasks, groups and columns they name."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.campaign.assignment import assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.documents import Documents, repeated, reporting_group_reference, task_reference
from pipeline.text import folded
from pipeline.yaml_files.faults import Fault, fault_at
from pipeline.yaml_files.located import KeyPath, LocatedYaml

#: Names of tables and sheets that every campaign has, in the workbook or in the consolidated one.
_TABLES = frozenset({"header", "report", "indicators", "proposals", "meta"})
_SHEETS = (
    *("Hướng dẫn", "Báo cáo", "Chỉ tiêu", "Đề xuất", "_meta", "Cần sửa", "Nguồn"),
    *("Tổng quan", "Ma trận", "Theo nhiệm vụ", "Theo cơ quan", "Quá hạn", "Chi tiết", "Tiếp nhận", "Lỗi"),
)
#: What Excel does not take as the name of a sheet.
_LONGEST_SHEET, _FORBIDDEN = 31, "[]:*?/\\"


def list_faults(documents: Documents, document: LocatedYaml) -> Iterator[Fault]:
    """Give what is wrong between the lists, and with the tasks, groups and columns that they name."""
    yield from repeated(document, ())
    titles: dict[str, str] = {}
    sheets = {folded(name): "trang cố định của biểu mẫu hoặc của bảng tổng hợp" for name in _SHEETS}
    for position, entry in enumerate(document.data):
        keys: KeyPath = (position,)
        if entry["code"] in _TABLES:
            yield fault_at(document, (*keys, "code"), f"«{entry['code']}» là tên bảng cố định; đặt mã khác")
        yield from _sheet_faults(document, (*keys, "sheet"), entry["sheet"])
        for name, owners in (("sheet", sheets), ("title", titles)):
            owner = owners.setdefault(folded(entry[name]), f"danh sách {entry['code']}")
            if owner != f"danh sách {entry['code']}":
                yield fault_at(document, (*keys, name), f"«{entry[name]}» đã là tên của {owner}; đặt tên khác")
        yield from _asked_faults(documents, document, keys, entry)
        yield from _column_faults(document, keys, entry)


def unasked_list_faults(document: LocatedYaml, campaign: Campaign) -> Iterator[Fault]:
    """Give the lists that no agency is asked for in any round."""
    unasked = dict(enumerate(campaign.lists))
    for round_ in campaign.rounds:
        if not unasked:
            break
        tasks_of: dict[str, set[str]] = {}
        for part in assignments(campaign, round_):
            tasks_of.setdefault(part.agency, set()).add(part.task)
        groups = {code: campaign.agency_by_code[code].group.code for code in tasks_of}
        unasked = {
            position: open_list
            for position, open_list in unasked.items()
            if not any(open_list.is_asked_of(group=groups[code], tasks=tasks) for code, tasks in tasks_of.items())
        }
    for position in unasked:
        reason = (
            "không cơ quan nào được hỏi: không cơ quan thuộc các khối này được giao nhiệm vụ nào trong các nhiệm vụ này"
        )
        yield fault_at(document, (position, "asked_of"), reason)


def _sheet_faults(document: LocatedYaml, keys: KeyPath, sheet: str) -> Iterator[Fault]:
    """Give what Excel refuses in the name of a sheet."""
    if len(sheet) > _LONGEST_SHEET:
        yield fault_at(document, keys, f"tên trang dài {len(sheet)} ký tự; Excel chỉ nhận đến {_LONGEST_SHEET}")
    if used := [sign for sign in _FORBIDDEN if sign in sheet]:
        yield fault_at(document, keys, f"tên trang không được có {' '.join(used)}")
    if sheet.startswith("'") or sheet.endswith("'"):
        yield fault_at(document, keys, "tên trang không được bắt đầu hay kết thúc bằng dấu nháy đơn")


def _asked_faults(
    documents: Documents, document: LocatedYaml, keys: KeyPath, entry: Mapping[str, Any]
) -> Iterator[Fault]:
    """Give what is wrong with who is asked for a list and with the task that it measures."""
    asked_of: Mapping[str, list[str]] = entry.get("asked_of", {})
    tasks = asked_of.get("tasks", [])
    for position, code in enumerate(tasks):
        yield from task_reference(document, (*keys, "asked_of", "tasks", position), code, documents.reportable)
    for position, group in enumerate(asked_of.get("groups", ())):
        place = (*keys, "asked_of", "groups", position)
        yield from reporting_group_reference(documents, document, place, group)
    if "measures" in entry:
        measured, place = entry["measures"]["task"], (*keys, "measures", "task")
        yield from task_reference(document, place, measured, documents.reportable)
        if tasks and measured not in tasks:
            reason = f"nhiệm vụ «{measured}» không có trong asked_of.tasks nên không ai được hỏi danh sách để đo"
            yield fault_at(document, place, reason)


def _column_faults(document: LocatedYaml, keys: KeyPath, entry: Mapping[str, Any]) -> Iterator[Fault]:
    count_by, columns = entry.get("count_by"), entry["columns"]
    if count_by is None:
        return
    if count_by not in columns:
        reason = f"không có cột «{count_by}»; chỉ có: {', '.join(columns) or 'không cột nào'}"
        yield fault_at(document, (*keys, "count_by"), reason)
    elif columns[count_by].get("dtype") != "str":
        yield fault_at(document, (*keys, "count_by"), f"cột «{count_by}» phải là cột chữ (dtype: str)")
