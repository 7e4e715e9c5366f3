"""The vocabulary of a campaign: what agencies write about its tasks, read from `simulation.yaml`, generic where it is silent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.campaign.agencies import Agency, Group
from pipeline.campaign.assignment import Role
from pipeline.campaign.decision import Campaign
from pipeline.simulation.documents import KINDS
from pipeline.simulation.phrases import names_in
from pipeline.simulation.profiles import PROFILES, names, profile
from pipeline.yaml_files.faults import Fault, FaultyFileError, fault_at
from pipeline.yaml_files.json_schema import schema_faults
from pipeline.yaml_files.located import KeyPath, LocatedYaml, read_located_yaml

#: Names that the blocks of a row may use beside those of the agency and the codes of indicators.
_ROW_NAMES = frozenset({"unit", "document", "date", "leader", "task", "subject", *KINDS})
#: Keys of an indicator that are no agency's range.
_NOT_RANGES = frozenset({"of", "per", "at_once", "models"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Phrases for one task and one part in it."""

    #: The finishing step, what is still under way, work done, and what came of it.
    done: tuple[str, ...] = ()
    doing: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()

    def __add__(self, other: "Blocks") -> "Blocks":
        """Return the phrases of both."""
        return Blocks(
            done=self.done + other.done,
            doing=self.doing + other.doing,
            steps=self.steps + other.steps,
            effects=self.effects + other.effects,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskVocabulary:
    """What agencies write about one task."""

    #: "về …" of its documents; "" where nothing is said.
    subject: str = ""
    #: Kinds of documents that prove it, the main one first.
    evidence: tuple[str, ...] = ()
    #: Blocks by role and by agency code, kind, group or "any".
    parts: Mapping[Role, Mapping[str, Blocks]] = field(default_factory=dict)
    #: Reasons why nothing came up, by agency code, kind, group or "any", and how often that is so.
    nil: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nil_percent: int = 50
    #: Troubles with this task, beside the general ones.
    difficulties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def main_evidence(self) -> str:
        """Return the kind of document that proves the task first of all."""
        return self.evidence[0] if self.evidence else "BC"

    def blocks(self, role: Role, agency: Agency) -> Blocks:
        """Return everything that fits an agency's part, the most special first."""
        part = self.parts.get(role, {})
        return sum((part[key] for key in keys(agency) if key in part), Blocks())

    def nil_reasons(self, agency: Agency) -> tuple[str, ...]:
        """Return the reasons of the most special kind that fits an agency, none where nothing fits."""
        return next((self.nil[key] for key in keys(agency) if key in self.nil), ())

    def own_difficulties(self, agency: Agency) -> tuple[str, ...]:
        """Return every trouble that fits an agency, the most special first."""
        return tuple(block for key in keys(agency) for block in self.difficulties.get(key, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorVocabulary:
    """The plausible values of one indicator at the end of the period."""

    #: (lowest, highest) by agency code, kind, group or "any".
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    #: The indicator of which the range is a percentage, or for each unit of which there are so many.
    of: str | None = None
    per: str | None = None
    #: The value does not grow with the work done.
    at_once: bool = False
    #: Counted from the list of models: "all" or "new".
    models: str | None = None

    def range_of(self, agency: Agency) -> tuple[int, int] | None:
        """Return the range of an agency, None where the data names none."""
        return next((self.ranges[key] for key in keys(agency) if key in self.ranges), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One proposal to amend the catalogue; `content` and `reason` are blocks."""

    kind: str
    #: Code, "" for a new task.
    task: str
    content: str
    reason: str
    #: Who would make it; empty: anybody.
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything that is special to a campaign; empty, generic blocks stand in."""

    tasks: Mapping[str, TaskVocabulary] = field(default_factory=dict)
    indicators: Mapping[str, IndicatorVocabulary] = field(default_factory=dict)
    amendments: tuple[Amendment, ...] = ()


def keys(agency: Agency) -> tuple[str, ...]:
    """Return the keys under which blocks and ranges fit an agency, the most special first."""
    return (agency.code, profile(agency).name, agency.group.value, "any")


def read_vocabulary(project: Path, campaign: Campaign) -> Vocabulary:
    """Return the vocabulary of a campaign, an empty one where its folder has no `simulation.yaml`.

    Raises:
        ConfigurationError: the file is not valid; all its faults are told.
    """
    path = project / "catalogue" / campaign.decision.campaign / "simulation.yaml"
    if not path.is_file():
        return Vocabulary()
    document = read_located_yaml(path)
    schema = read_located_yaml(project / "schemas" / "catalogue" / "simulation.yaml")
    faults = schema_faults(document, schema) or [*_faults(document, campaign)]
    if faults:
        raise FaultyFileError(path, faults)
    return _vocabulary(document.data)


def _vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    return Vocabulary(
        tasks={code: _task(entry) for code, entry in data.get("tasks", {}).items()},
        indicators={code: _indicator(entry) for code, entry in data.get("indicators", {}).items()},
        amendments=tuple(
            Amendment(**(entry | {"groups": tuple(Group(name) for name in entry.get("groups", ()))}))
            for entry in data.get("amendments", ())
        ),
    )


def _task(entry: Mapping[str, Any]) -> TaskVocabulary:
    return TaskVocabulary(
        subject=entry.get("subject", ""),
        evidence=tuple(entry.get("evidence", ())),
        parts={
            role: {
                key: Blocks(**{name: tuple(lines) for name, lines in blocks.items()})
                for key, blocks in entry.get(role.value, {}).items()
            }
            for role in Role
        },
        nil={key: tuple(lines) for key, lines in entry.get("nil", {}).items()},
        difficulties={key: tuple(lines) for key, lines in entry.get("difficulties", {}).items()},
        nil_percent=entry.get("nil_percent", 50),
    )


def _indicator(entry: Mapping[str, Any]) -> IndicatorVocabulary:
    return IndicatorVocabulary(
        ranges={key: (bounds[0], bounds[1]) for key, bounds in entry.items() if key not in _NOT_RANGES},
        **{key: value for key, value in entry.items() if key in _NOT_RANGES},
    )


def _faults(document: LocatedYaml, campaign: Campaign) -> Iterator[Fault]:
    """Give the codes, kinds of agencies and names inside blocks that this campaign does not have."""
    indicators = {indicator.code for indicator in campaign.indicators}
    agencies = {*campaign.agency_by_code, *(kind.name for kind in PROFILES), *Group, "any"}
    yield from _task_faults(document, campaign, agencies)
    yield from _indicator_faults(document, indicators, agencies)
    for position, entry in enumerate(document.data.get("amendments", ())):
        if entry["task"] and entry["task"] not in campaign.task_by_code:
            yield fault_at(document, ("amendments", position), f"danh mục không có nhiệm vụ «{entry['task']}»")
    own = set(names(campaign.agencies[0]))
    for part, known in (("tasks", own | _ROW_NAMES | indicators), ("amendments", own)):
        yield from _unknown_names(document, (part,), document.data.get(part), known)


def _task_faults(document: LocatedYaml, campaign: Campaign, agencies: set[str]) -> Iterator[Fault]:
    for code, entry in document.data.get("tasks", {}).items():
        if code not in campaign.task_by_code:
            yield fault_at(document, ("tasks", code), f"danh mục không có nhiệm vụ «{code}»")
        for part in (*Role, "nil", "difficulties"):
            yield from _unknown(document, ("tasks", code, str(part)), entry.get(part, {}), agencies)


def _indicator_faults(document: LocatedYaml, indicators: set[str], agencies: set[str]) -> Iterator[Fault]:
    for code, entry in document.data.get("indicators", {}).items():
        place = ("indicators", code)
        named = {code, *(entry[key] for key in ("of", "per") if key in entry)}
        for unknown in sorted(named - indicators):
            yield fault_at(document, place, f"danh mục không có chỉ tiêu «{unknown}»")
        yield from _unknown(document, place, entry, agencies | _NOT_RANGES)
        for key in sorted(entry.keys() - _NOT_RANGES):
            bounds = entry[key]
            if len(bounds) != 2 or bounds[0] > bounds[1]:
                yield fault_at(document, (*place, key), "cần hai số nguyên [nhỏ nhất, lớn nhất]")


def _unknown(document: LocatedYaml, place: KeyPath, entry: Mapping[str, Any], known: set[str]) -> Iterator[Fault]:
    for key in entry:
        if key not in known:
            yield fault_at(document, (*place, key), f"không có cơ quan, loại cơ quan hay khối «{key}»")


def _unknown_names(document: LocatedYaml, place: KeyPath, value: Any, known: set[str]) -> Iterator[Fault]:
    match value:
        case str():
            for name in sorted(names_in(value) - known):
                yield fault_at(document, place, f"không có tên «{{{name}}}» để thay vào câu")
        case dict():
            for key, child in value.items():
                yield from _unknown_names(document, (*place, key), child, known)
        case list():
            for position, child in enumerate(value):
                yield from _unknown_names(document, (*place, position), child, known)
        case _:
            return
