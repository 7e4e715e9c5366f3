"""The catalogue: sections and tasks, verbatim and normalised.

Source: the annex that article 1 of the decision issues.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.campaign.time_limits import TimeLimit, parse_time_limit


class CoordinatorRole(StrEnum):
    """What a named coordinating body is to do."""

    COORDINATOR = "coordinator"
    #: Named as "… tổng hợp": consolidates, owes no row of its own.
    AGGREGATOR = "aggregator"
    #: "đề nghị … giúp": requested, not obliged.
    REQUESTED = "requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Whom a phrase of the decision means: a group or one agency, by code, or bodies outside the register (`text`).

    Exactly one of `group`, `agency` and `text` is set.
    """

    group: str | None = None
    agency: str | None = None
    text: str | None = None
    #: "(có) liên quan": the agency may answer that it is not concerned.
    related_only: bool = False
    role: CoordinatorRole = CoordinatorRole.COORDINATOR
    #: The doubt about the reading, where there is one.
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the catalogue (nhóm nhiệm vụ)."""

    code: str
    title: str
    #: Its name in headings and tables, of at most 60 characters; "" where it has none.
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote of the annex; `paragraphs` verbatim."""

    mark: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One row of the annex (nhiệm vụ); a row that only heads others (3.4) is not reportable."""

    #: Unique: 1.1, 3.4.a, 3.4.b1.
    code: str
    #: As printed: a, b1.
    label: str
    section: str
    parent: str | None = None
    reportable: bool = True
    text: str
    #: Its name in headings, of at most 60 characters; "" where it has none.
    short: str = ""
    #: Verbatim cells; None where the decision leaves the cell empty.
    lead_text: str | None = None
    coordinators_text: str | None = None
    time_limit: TimeLimit | None = None
    lead: tuple[Selector, ...] = ()
    coordinators: tuple[Selector, ...] = ()
    #: Codes of groups that may answer `Không phát sinh` although the decision does not name them as "có liên quan".
    nil_groups: tuple[str, ...] = ()
    #: Whether it can be done once and for all; the form of a task that goes on does not offer `Hoàn thành`.
    done_allowed: bool = True
    footnotes: tuple[Footnote, ...] = ()
    #: The task of another campaign that this one goes on with: "2025-h2/1.2".
    continues: str | None = None
    note: str | None = None


def parse_section(entry: Mapping[str, Any]) -> Section:
    """Return one entry of `sections`, which its schema has accepted."""
    return Section(code=entry["code"], title=entry["title"], short=entry.get("short", ""))


def parse_task(entry: Mapping[str, Any]) -> Task:
    """Return one entry of `tasks`, which its schema has accepted."""
    lead, coordinators, limit = entry.get("lead", {}), entry.get("coordinators", {}), entry.get("time_limit")
    return Task(
        code=entry["code"],
        label=entry.get("label", entry["code"]),
        section=entry["section"],
        parent=entry.get("parent"),
        reportable=entry.get("reportable", True),
        text=entry["text"],
        short=entry.get("short", ""),
        lead_text=lead.get("verbatim"),
        coordinators_text=coordinators.get("verbatim"),
        time_limit=None if limit is None else parse_time_limit(limit),
        lead=tuple(_selector(selector) for selector in lead.get("selectors", ())),
        coordinators=tuple(_selector(selector) for selector in coordinators.get("selectors", ())),
        nil_groups=tuple(group for nil in entry.get("nil_groups", ()) for group in nil["groups"]),
        done_allowed=entry.get("done_allowed", True),
        footnotes=tuple(
            Footnote(mark=footnote["mark"], paragraphs=tuple(footnote["paragraphs"]))
            for footnote in entry.get("footnotes", ())
        ),
        continues=entry.get("continues"),
        note=entry.get("note"),
    )


def _selector(entry: Mapping[str, Any]) -> Selector:
    return Selector(
        group=entry.get("group"),
        agency=entry.get("agency"),
        text=entry.get("text"),
        related_only=entry.get("related_only", False),
        role=CoordinatorRole(entry.get("role", CoordinatorRole.COORDINATOR)),
        note=entry.get("note"),
    )
