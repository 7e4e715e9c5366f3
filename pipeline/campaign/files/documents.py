"""The files of a campaign together, and the checks that several of them share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pipeline.yaml_files.faults import Fault, fault_at
from pipeline.yaml_files.located import KeyPath, LocatedYaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The files of a campaign, each accepted by its schema."""

    decision: LocatedYaml
    groups_file: LocatedYaml
    agencies: LocatedYaml
    tasks: LocatedYaml
    indicators: LocatedYaml
    #: None where the campaign has no lists.
    lists: LocatedYaml | None = None

    #: The group of each agency, by code.
    groups: dict[str, str] = field(init=False)
    #: Whether each group, by code, reports.
    reporting_groups: dict[str, bool] = field(init=False)
    #: Whether each task, by code, is reported on.
    reportable: dict[str, bool] = field(init=False)

    def __post_init__(self) -> None:
        tasks = self.tasks.data["tasks"]
        groups = self.groups_file.data
        object.__setattr__(self, "groups", {row["code"]: row["group"] for row in self.agencies.data})
        object.__setattr__(self, "reporting_groups", {group["code"]: group.get("reports", True) for group in groups})
        object.__setattr__(self, "reportable", {task["code"]: task.get("reportable", True) for task in tasks})

    def reports(self, agency: str) -> bool:
        """Return whether the group of an agency of the register reports."""
        return self.reporting_groups.get(self.groups[agency], False)


def repeated(document: LocatedYaml, keys: KeyPath) -> Iterator[Fault]:
    """Give a fault for each entry whose code, in any letter case, an entry above it has; `keys` lead to the list."""
    entries: Any = document.data
    for key in keys:
        entries = entries[key]
    codes: set[str] = set()
    for position, entry in enumerate(entries):
        code = entry["code"].casefold()
        if code in codes:
            yield fault_at(document, (*keys, position, "code"), f"mã «{entry['code']}» bị lặp lại")
        codes.add(code)


def circles(
    document: LocatedYaml, keys: KeyPath, name: str, references: Sequence[tuple[str, Sequence[str]]]
) -> Iterator[Fault]:
    """Give a fault for each entry whose references lead back to it; `keys` lead to the list of the entries.

    `references` holds, of each entry, its code and the codes in its field `name`.
    """
    next_codes = dict(references)
    for position, (code, named) in enumerate(references):
        reached: set[str] = set()
        open_codes = list(named)
        while open_codes:
            next_code = open_codes.pop()
            if next_code not in reached:
                reached.add(next_code)
                open_codes.extend(next_codes.get(next_code, ()))
        if code in reached:
            yield fault_at(document, (*keys, position, name), "dẫn vòng về chính nó")


def task_reference(document: LocatedYaml, keys: KeyPath, code: str, reportable: dict[str, bool]) -> Iterator[Fault]:
    """Give the fault of a reference to a task that is not there, or is not reported on."""
    if code not in reportable:
        yield fault_at(document, keys, f"không có nhiệm vụ mã «{code}» trong tasks.yaml")
    elif not reportable[code]:
        yield fault_at(document, keys, f"nhiệm vụ «{code}» là dòng tiêu đề, không báo cáo")


def reporter_reference(documents: Documents, document: LocatedYaml, keys: KeyPath, code: str) -> Iterator[Fault]:
    """Give the fault of a reference to an agency that is not there, or does not report."""
    if code not in documents.groups:
        yield fault_at(document, keys, f"không có cơ quan mã «{code}» trong agencies.csv")
    elif not documents.reports(code):
        yield fault_at(document, keys, f"«{code}» không báo cáo (khối {documents.groups[code]})")


def group_reference(documents: Documents, document: LocatedYaml, keys: KeyPath, code: str) -> Iterator[Fault]:
    """Give the fault of a reference to a group that is not there; it tells which there are."""
    if code not in documents.reporting_groups:
        yield fault_at(document, keys, unknown_group(code, list(documents.reporting_groups)))


def reporting_group_reference(documents: Documents, document: LocatedYaml, keys: KeyPath, code: str) -> Iterator[Fault]:
    """Give the fault of a reference to a group that is not there, or does not report."""
    yield from group_reference(documents, document, keys, code)
    if documents.reporting_groups.get(code) is False:
        yield fault_at(document, keys, f"khối «{code}» không báo cáo (reports: false trong groups.yaml)")


def unknown_group(code: str, groups: Sequence[str]) -> str:
    """Return what is wrong with the code of a group that is none of these, with the nearest of them."""
    near = get_close_matches(code, groups, n=1)
    guess = f"có phải là «{near[0]}»? " if near else ""
    return f"không có khối «{code}» trong groups.yaml; {guess}hiện có: {', '.join(groups)}"
