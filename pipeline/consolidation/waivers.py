"""Waivers and extensions of a round: what the coordinator excused or put off, as the reports show it."""

import string
from dataclasses import dataclass
from datetime import date

from pipeline.campaign.assignment import assignments
from pipeline.campaign.decision import Campaign, Waiver
from pipeline.campaign.rounds import Round
from pipeline.rules import Rule
from pipeline.values import date_text

#: What is said of the return of an agency that is wholly excused and reported all the same.
NOT_COUNTED = "Cơ quan được miễn báo cáo lần này: đã tiếp nhận, không tính vào số liệu."


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """One waiver or extension that bears on a round."""

    agency: str
    agency_name: str
    #: "Miễn báo cáo", "Miễn yêu cầu" or "Gia hạn".
    kind: str
    #: What is excused, as it stands inside a sentence: the task by its code.
    what: str
    #: None where it is all tasks.
    task: str | None
    by: str
    on: date
    why: str


def round_excuses(campaign: Campaign, round_: Round) -> tuple[Excuse, ...]:
    """Return the waivers and extensions that bear on a round, in the order of the register, then of the file."""
    owed = {(assignment.agency, assignment.task) for assignment in assignments(campaign, round_)}
    excuses = [
        Excuse(
            agency=waiver.agency,
            agency_name=campaign.agency_by_code[waiver.agency].name,
            kind="Miễn báo cáo" if waiver.rule is None else "Miễn yêu cầu",
            what=what_is_waived(waiver),
            task=waiver.task,
            by=waiver.by,
            on=waiver.on,
            why=waiver.why,
        )
        for waiver in campaign.waivers
        if waiver.round == round_.code
    ]
    excuses += [
        Excuse(
            agency=extension.agency,
            agency_name=campaign.agency_by_code[extension.agency].name,
            kind="Gia hạn",
            what=f"nhiệm vụ {extension.task} đến ngày {date_text(extension.due)}",
            task=extension.task,
            by=extension.by,
            on=extension.on,
            why=extension.why,
        )
        for extension in campaign.extensions
        if (extension.agency, extension.task) in owed
    ]
    position_of = {agency.code: position for position, agency in enumerate(campaign.agencies)}
    return tuple(sorted(excuses, key=lambda excuse: position_of[excuse.agency]))


def what_is_waived(waiver: Waiver) -> str:
    """Return the words for what a waiver excuses, to stand inside a sentence."""
    tasks = "toàn bộ nhiệm vụ" if waiver.task is None else f"nhiệm vụ {waiver.task}"
    if waiver.rule is None:
        return tasks
    return f"{tasks}, riêng yêu cầu về lỗi “{_sentence(waiver.rule, waiver.task)}”"


def _sentence(rule: Rule, task: str | None) -> str:
    """Return a rule's sentence with dots where it would quote a case."""
    names = [name for _, name, _, _ in string.Formatter().parse(rule.value.message) if name]
    parameters = dict.fromkeys(names, "…") | ({"task": task} if task else {})
    return rule.value.message.format_map(parameters).rstrip(".")
