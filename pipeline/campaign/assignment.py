"""Assignments: which agency owes a report on which task, in which role.

Source: columns «Cơ quan chủ trì», «Cơ quan phối hợp» of the catalogue annexed to the decision.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from pipeline.campaign.agencies import Agency
from pipeline.campaign.decision import Campaign
from pipeline.campaign.indicators import Indicator
from pipeline.campaign.register import heirs
from pipeline.campaign.rounds import Round
from pipeline.campaign.tasks import CoordinatorRole, Selector, Task


class Role(StrEnum):
    """An agency's part in a task."""

    LEAD = "lead"
    COORDINATOR = "coordinator"

    @property
    def label(self) -> str:
        """Return the word users see."""
        return {"lead": "Chủ trì", "coordinator": "Phối hợp"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One agency's part in one task: one row of its return and one cell of the matrix."""

    agency: str
    task: str
    role: Role
    #: The decision names it only as "(có) liên quan".
    related_only: bool
    #: Whether `Không phát sinh` is offered and accepted.
    nil_allowed: bool
    #: Last day in time, extension applied; None where the task has no date.
    due: date | None
    extended: bool = False
    #: Whether `Hoàn thành` is offered.
    done_allowed: bool = True
    #: It coordinates a task that exactly one reporting agency leads: late or not, the task is the lead's to finish.
    follows_lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What every agency of one kind owes of a task: the assignment without the agency."""

    task: str
    role: Role
    related_only: bool
    nil_allowed: bool
    due: date | None


@lru_cache(maxsize=4)
def assignments(campaign: Campaign, round_: Round) -> tuple[Assignment, ...]:
    """Return who owes what in a round: agencies in the register's order, each with its tasks in the decision's order.

    Waived assignments are included; extensions have moved the due date. Cached, since every step of a run needs them.
    """
    tasks = [task for task in campaign.reportable_tasks if round_.tasks is None or task.code in round_.tasks]
    names = _names(campaign, tasks, round_.last_day)
    extended = {(extension.agency, extension.task): extension.due for extension in campaign.extensions}
    # Agencies of a group that no selector names owe the same, so their parts are worked out once.
    parts_by_kind: dict[tuple[str, frozenset[str]], list[_Part]] = {}
    leads: Counter[str] = Counter()
    existing = []
    for agency in campaign.agencies:
        if not (agency.reports and agency.exists_on(round_.last_day)):
            continue
        kind = (agency.group.code, names.get(agency.code, frozenset()))
        if kind not in parts_by_kind:
            parts_by_kind[kind] = _parts(tasks, *kind)
        existing.append((agency, parts_by_kind[kind]))
        leads.update(part.task for part in parts_by_kind[kind] if part.role is Role.LEAD)
    result = []
    for agency, parts in existing:
        for part in parts if _is_included(agency, round_) else ():
            extended_due = extended.get((agency.code, part.task))
            result.append(
                Assignment(
                    agency=agency.code,
                    task=part.task,
                    role=part.role,
                    related_only=part.related_only,
                    nil_allowed=part.nil_allowed,
                    due=part.due if extended_due is None else extended_due,
                    extended=extended_due is not None,
                    done_allowed=campaign.task_by_code[part.task].done_allowed,
                    follows_lead=part.role is Role.COORDINATOR and leads[part.task] == 1,
                )
            )
    return tuple(result)


@lru_cache(maxsize=4)
def single_lead_tasks(campaign: Campaign, round_: Round) -> frozenset[str]:
    """Return the codes of the tasks that the catalogue gives to exactly one reporting lead, whomever the round asks."""
    whole = replace(round_, tasks=None, groups=None, agencies=None)
    leads = Counter(assignment.task for assignment in assignments(campaign, whole) if assignment.role is Role.LEAD)
    return frozenset(task for task, number in leads.items() if number == 1)


def owing_agencies(campaign: Campaign, round_: Round) -> tuple[Agency, ...]:
    """Return the agencies that owe a report in a round, in the register's order."""
    codes = {assignment.agency for assignment in assignments(campaign, round_)}
    return tuple(agency for agency in campaign.agencies if agency.code in codes)


@lru_cache(maxsize=4)
def asked_indicators(campaign: Campaign, round_: Round) -> dict[str, tuple[Indicator, ...]]:
    """Return the indicators that each agency is asked to fill in, by agency, in the catalogue's order.

    Those of its tasks, as far as its role and group are asked; none that is computed from others.
    """
    fillable = [indicator for indicator in campaign.indicators_of(round_) if indicator.ratio is None]
    roles: dict[str, dict[str, Role]] = {}
    for assignment in assignments(campaign, round_):
        roles.setdefault(assignment.agency, {})[assignment.task] = assignment.role
    return {
        agency: tuple(
            indicator
            for indicator in fillable
            if indicator.task in of_agency
            and indicator.asked_of.includes(of_agency[indicator.task], campaign.agency_by_code[agency].group.code)
        )
        for agency, of_agency in roles.items()
    }


def _is_included(agency: Agency, round_: Round) -> bool:
    """Return whether a round includes an agency, by its group or by its code."""
    if round_.groups is None and round_.agencies is None:
        return True
    return agency.group.code in (round_.groups or ()) or agency.code in (round_.agencies or ())


def _parts(tasks: Sequence[Task], group: str, names: frozenset[str]) -> list[_Part]:
    """Return what the tasks ask of an agency of a group for which the decision uses the given codes."""
    result = []
    for task in tasks:
        matches = _matching_selectors(task.lead, group, names)
        role = Role.LEAD
        if not matches:
            # Who leads a task never coordinates it as well.
            matches = _matching_selectors(task.coordinators, group, names)
            role = Role.COORDINATOR
        if matches:
            related_only = all(selector.related_only for selector in matches)
            result.append(
                _Part(
                    task=task.code,
                    role=role,
                    related_only=related_only,
                    nil_allowed=related_only or group in task.nil_groups,
                    due=task.time_limit.due if task.time_limit else None,
                )
            )
    return result


def _matching_selectors(selectors: Iterable[Selector], group: str, names: frozenset[str]) -> list[Selector]:
    """Return the selectors that mean such an agency; who only consolidates or is only requested owes nothing."""
    return [
        selector
        for selector in selectors
        if selector.role is CoordinatorRole.COORDINATOR and (selector.group == group or selector.agency in names)
    ]


def _names(campaign: Campaign, tasks: Iterable[Task], day: date) -> dict[str, frozenset[str]]:
    """Return, for each agency that a selector means by name, the codes used: its own and those of its predecessors."""
    named = {selector.agency for task in tasks for selector in (*task.lead, *task.coordinators)}
    result: dict[str, frozenset[str]] = {}
    for code in sorted(code for code in named if code is not None):
        for heir in heirs(campaign, code, day):
            result[heir] = result.get(heir, frozenset()) | {code}
    return result
