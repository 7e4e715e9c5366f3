"""The files of a campaign side by side, and the questions that are asked of several of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.campaign.files.faults import Fault
from pipeline.campaign.files.json_schema import fault_at
from pipeline.located_yaml import LocatedYaml, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The four files of a campaign, each accepted by its schema."""

    decision: LocatedYaml
    agencies: LocatedYaml
    tasks: LocatedYaml
    indicators: LocatedYaml

    #: The group of each agency, by code.
    groups: dict[str, str] = field(init=False)
    #: Whether each task, by code, is reported on.
    reportable: dict[str, bool] = field(init=False)

    def __post_init__(self) -> None:
        tasks = self.tasks.data["tasks"]
        object.__setattr__(self, "groups", {row["code"]: row["group"] for row in self.agencies.data})
        object.__setattr__(self, "reportable", {task["code"]: task.get("reportable", True) for task in tasks})


def repeated(document: LocatedYaml, place: Place) -> Iterator[Fault]:
    """Return the entries of a list whose code, whatever its case, stands above already."""
    entries: Any = document.data
    for step in place:
        entries = entries[step]
    seen: set[str] = set()
    for position, entry in enumerate(entries):
        code = entry["code"].casefold()
        if code in seen:
            yield fault_at(document, (*place, position, "code"), f"mã «{entry['code']}» bị lặp lại")
        seen.add(code)


def circles(
    document: LocatedYaml, place: Place, name: str, references: Sequence[tuple[str, Sequence[str]]]
) -> Iterator[Fault]:
    """Return the entries from which a chain of references (each entry's code and the codes it names) leads back."""
    following = dict(references)
    for position, (code, named) in enumerate(references):
        reached: set[str] = set()
        ahead = list(named)
        while ahead:
            step = ahead.pop()
            if step not in reached:
                reached.add(step)
                ahead.extend(following.get(step, ()))
        if code in reached:
            yield fault_at(document, (*place, position, name), "dẫn vòng về chính nó")


def task_reference(document: LocatedYaml, place: Place, code: str, reportable: dict[str, bool]) -> Iterator[Fault]:
    """Return the fault of a reference to a task that is not there, or is not reported on."""
    if code not in reportable:
        yield fault_at(document, place, f"không có nhiệm vụ mã «{code}» trong tasks.yaml")
    elif not reportable[code]:
        yield fault_at(document, place, f"nhiệm vụ «{code}» là dòng tiêu đề, không báo cáo")


def reporter_reference(document: LocatedYaml, place: Place, code: str, groups: dict[str, str]) -> Iterator[Fault]:
    """Return the fault of a reference to an agency that is not there, or does not report."""
    if code not in groups:
        yield fault_at(document, place, f"không có cơ quan mã «{code}» trong agencies.csv")
    elif groups[code] == "other_bodies":
        yield fault_at(document, place, f"«{code}» không báo cáo (other_bodies)")
