"""Faults of groups, register and tasks that no schema of one file can tell: references, circles, names, dates."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pipeline.campaign.agencies import semicolon_list
from pipeline.campaign.files.documents import Documents, circles, group_reference, repeated, reporting_group_reference
from pipeline.campaign.telephone import restored_telephone
from pipeline.errors import ConfigurationError
from pipeline.text import folded
from pipeline.yaml_files.faults import Fault, fault_at
from pipeline.yaml_files.located import KeyPath, LocatedYaml


def group_faults(document: LocatedYaml) -> Iterator[Fault]:
    """Give what is wrong between the groups."""
    yield from repeated(document, ())
    names: set[str] = set()
    for position, group in enumerate(document.data):
        name = folded(group["name"])
        if name in names:
            yield fault_at(document, (position, "name"), f"tên «{group['name']}» bị lặp lại")
        names.add(name)
    if not any(group.get("reports", True) for group in document.data):
        yield fault_at(document, (), "không khối nào báo cáo; bỏ «reports: false» ở khối phải báo cáo")


def agency_faults(documents: Documents) -> Iterator[Fault]:
    """Give what is wrong between the rows of the register."""
    agencies = documents.agencies
    rows: list[dict[str, str]] = agencies.data
    yield from repeated(agencies, ())
    owners: dict[str, str] = {}
    successors = [(row["code"], semicolon_list(row["successors"])) for row in rows]
    for position, row in enumerate(rows):
        yield from group_reference(documents, agencies, (position, "group"), row["group"])
        names = [("name", row["name"]), *(("aliases", alias) for alias in semicolon_list(row["aliases"]))]
        for column, name in names:
            owner = owners.setdefault(folded(name), row["code"])
            if owner != row["code"]:
                reason = f"«{name}» cũng là tên của {owner}; mỗi tên chỉ thuộc một cơ quan"
                yield fault_at(agencies, (position, column), reason)
        for successor in successors[position][1]:
            if successor not in documents.groups:
                yield fault_at(agencies, (position, "successors"), f"không có cơ quan mã «{successor}»")
        if row["within"] and row["within"] not in documents.groups:
            yield fault_at(agencies, (position, "within"), f"không có cơ quan mã «{row['within']}»")
        # Days written year-month-day compare as text.
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            yield fault_at(agencies, (position, "valid_to"), "trước valid_from")
    yield from circles(agencies, (), "successors", successors)
    above = [(row["code"], [row["within"]] if row["within"] else []) for row in rows]
    yield from circles(agencies, (), "within", above)


def register_remarks(document: LocatedYaml) -> Iterator[str]:
    """Give a line for each telephone number that a spreadsheet cut and that is read with what it lost."""
    for position, row in enumerate(document.data):
        typed, restored = row["phone"], restored_telephone(row["phone"])
        if restored != typed:
            fault = fault_at(document, (position, "phone"), "")
            reason = (
                f"bảng tính đã bỏ phần đầu của số «{typed}», hiểu là {restored}; sửa trong tệp, để cột dạng Văn bản"
            )
            yield str(ConfigurationError(document.path, fault.line, fault.field, reason))


def task_faults(documents: Documents) -> Iterator[Fault]:
    """Give what is wrong between the tasks, their sections and the register."""
    document = documents.tasks
    tasks: list[dict[str, Any]] = document.data["tasks"]
    yield from repeated(document, ("sections",))
    yield from repeated(document, ("tasks",))
    yield from _repeated_short_names(document, "sections")
    yield from _repeated_short_names(document, "tasks")
    section_codes = [section["code"] for section in document.data["sections"]]
    for position in sorted(set(range(len(section_codes))) - {_index(section_codes, task["section"]) for task in tasks}):
        yield fault_at(document, ("sections", position), "nhóm nhiệm vụ không có nhiệm vụ nào")
    section_of: dict[str, str] = {}
    latest_section = 0
    for position, task in enumerate(tasks):
        keys: KeyPath = ("tasks", position)
        section = _index(section_codes, task["section"])
        if section < 0:
            yield fault_at(document, (*keys, "section"), f"không có nhóm nhiệm vụ mã «{task['section']}»")
        elif section < latest_section:
            yield fault_at(document, (*keys, "section"), "các nhiệm vụ phải xếp theo thứ tự của nhóm nhiệm vụ")
        latest_section = max(latest_section, section)
        parent = task.get("parent")
        if parent is not None and section_of.get(parent) != task["section"]:
            reason = f"không có nhiệm vụ mã «{parent}» đứng trước trong cùng nhóm nhiệm vụ"
            yield fault_at(document, (*keys, "parent"), reason)
        section_of[task["code"]] = task["section"]
        yield from _selector_faults(documents, task, keys)
        yield from _nil_faults(documents, task, keys)
        yield from _time_limit_faults(documents, task, keys)


def _repeated_short_names(document: LocatedYaml, part: str) -> Iterator[Fault]:
    """Give the short names of tasks, or of sections, that another one above has: nobody could tell them apart."""
    owners: dict[str, str] = {}
    for position, entry in enumerate(document.data[part]):
        if "short" in entry:
            owner = owners.setdefault(folded(entry["short"]), entry["code"])
            if owner != entry["code"]:
                yield fault_at(document, (part, position, "short"), f"tên ngắn này đã dùng cho «{owner}»")


def _index(codes: list[str], code: str) -> int:
    return codes.index(code) if code in codes else -1


def _selector_faults(documents: Documents, task: dict[str, Any], keys: KeyPath) -> Iterator[Fault]:
    groups = documents.groups
    for cell in ("lead", "coordinators"):
        for position, selector in enumerate(task.get(cell, {}).get("selectors", ())):
            selector_keys = (*keys, cell, "selectors", position)
            code, role = selector.get("agency"), selector.get("role", "coordinator")
            if "group" in selector:
                group_keys = (*selector_keys, "group")
                yield from reporting_group_reference(documents, documents.tasks, group_keys, selector["group"])
            if code is not None and code not in groups:
                yield fault_at(
                    documents.tasks, (*selector_keys, "agency"), f"không có cơ quan mã «{code}» trong agencies.csv"
                )
            elif cell == "lead" and code is not None and not documents.reports(code):
                reason = f"«{code}» không báo cáo (khối {groups[code]}) nên không thể chủ trì"
                yield fault_at(documents.tasks, (*selector_keys, "agency"), reason)
            if code is None and role != "coordinator":
                yield fault_at(
                    documents.tasks, (*selector_keys, "role"), f"«{role}» chỉ dùng cho một cơ quan nêu tên (agency)"
                )


def _nil_faults(documents: Documents, task: dict[str, Any], keys: KeyPath) -> Iterator[Fault]:
    selectors = [item for cell in ("lead", "coordinators") for item in task.get(cell, {}).get("selectors", ())]
    concerned = {item.get("group", documents.groups.get(item.get("agency", ""))) for item in selectors}
    for position, nil in enumerate(task.get("nil_groups", ())):
        for group in nil["groups"]:
            group_keys = (*keys, "nil_groups", position, "groups")
            unknown = list(group_reference(documents, documents.tasks, group_keys, group))
            yield from unknown
            if not unknown and group not in concerned:
                yield fault_at(documents.tasks, group_keys, f"khối «{group}» không được giao nhiệm vụ này")


def _time_limit_faults(documents: Documents, task: dict[str, Any], keys: KeyPath) -> Iterator[Fault]:
    limit = task.get("time_limit", {})
    period = documents.decision.data["decision"]["period"]
    due, start, nominal = limit.get("due"), limit.get("start"), limit.get("nominal")
    keys = (*keys, "time_limit")
    if due and not period["start"] <= due <= period["end"]:
        reason = f"{due} ngoài kỳ của danh mục ({period['start']} đến {period['end']})"
        yield fault_at(documents.tasks, (*keys, "due"), reason)
    if due and start and start > due:
        yield fault_at(documents.tasks, (*keys, "start"), f"{start} sau ngày đến hạn {due}")
    if due and nominal:
        yield from _day_before_faults(documents, keys, due=date.fromisoformat(due), nominal=date.fromisoformat(nominal))


def _day_before_faults(documents: Documents, keys: KeyPath, *, due: date, nominal: date) -> Iterator[Fault]:
    """Yield that the last day in time does not fit the day named after "trước ngày"."""
    day_before = nominal - timedelta(days=1)
    if documents.decision.data["decision"].get("strict_before"):
        if due != day_before:
            reason = f"phải là ngày liền trước {nominal} («trước ngày», strict_before: true)"
            yield fault_at(documents.tasks, (*keys, "due"), reason)
    elif due not in {day_before, nominal}:
        reason = f"phải là ngày liền trước {nominal}, hoặc chính ngày {nominal} nếu ngày ấy vẫn còn kịp («trước ngày»)"
        yield fault_at(documents.tasks, (*keys, "due"), reason)
