"""The lists of a campaign: open tables besides the report, who is asked for them and which task they measure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

#: The file of a campaign's lists, which it may do without.
LISTS_FILE = "lists.yaml"
#: Open rows of a list where its file names no number.
USUAL_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The task that is measured by the agencies with enough rows on a list."""

    task: str
    #: So many rows make an agency count.
    at_least: int = 1
    #: The share of agencies that the decision asks for, 0 to 100; None where it names none.
    target_percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenList:
    """One list; its columns are those of the sheet of the same code in `Schemas.lists`."""

    code: str
    #: The name of its sheet in every workbook.
    sheet: str
    title: str
    #: What one entry is, as it stands inside sentences: "công trình".
    noun: str
    #: What is said of entries that count: "được làm xong", and of agencies that have some: "đã làm".
    state: str = ""
    verb: str = "có"
    #: Who is asked: agencies with one of the tasks, of one of the groups; empty: whatever the task, whatever the group.
    tasks: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    measures: Measure | None = None
    #: The column by which the report counts the entries, None where it only adds them up.
    count_by: str | None = None
    #: Whether the written report has its entries in an annex.
    annex: bool = False
    #: The dtype of each column that is filled in, by its name.
    dtypes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def is_asked_of(self, *, group: str, tasks: Collection[str]) -> bool:
        """Return whether an agency of a group that is assigned some tasks is asked for the list."""
        of_task = not self.tasks or any(task in tasks for task in self.tasks)
        return of_task and (not self.groups or group in self.groups)

    @property
    def enough(self) -> str:
        """Return in words what an agency needs to count: "công trình", or "từ 02 công trình trở lên"."""
        least = 1 if self.measures is None else self.measures.at_least
        return self.noun if least == 1 else f"từ {least:02} {self.noun} trở lên"

    @property
    def report_tasks(self) -> tuple[str, ...]:
        """Return the tasks under the first of which in a round the report speaks of the list; none where none asks for it."""
        return self.tasks if self.measures is None else (self.measures.task,)


def parse_list(entry: Mapping[str, Any]) -> OpenList:
    """Return one entry of `lists.yaml`, which its schema has accepted."""
    asked_of, measures, wording = entry.get("asked_of", {}), entry.get("measures"), entry.get("wording", {})
    return OpenList(
        code=entry["code"],
        sheet=entry["sheet"],
        title=entry["title"],
        noun=entry["noun"],
        state=wording.get("state", ""),
        verb=wording.get("verb", "có"),
        tasks=tuple(asked_of.get("tasks", ())),
        groups=tuple(asked_of.get("groups", ())),
        measures=None
        if measures is None
        else Measure(
            task=measures["task"],
            at_least=measures.get("at_least", 1),
            target_percent=measures.get("target_percent"),
        ),
        count_by=entry.get("count_by"),
        annex=entry.get("annex", False),
        dtypes={name: column.get("dtype", "") for name, column in entry["columns"].items()},
    )
