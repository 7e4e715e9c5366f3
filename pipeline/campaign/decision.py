"""The decision and the campaign: the content of one folder of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.campaign.agencies import Agency
from pipeline.campaign.causes import NOT_OPEN, Cause
from pipeline.campaign.groups import Group
from pipeline.campaign.indicators import Indicator
from pipeline.campaign.lists import OpenList
from pipeline.campaign.rounds import Round
from pipeline.campaign.tasks import Section, Task
from pipeline.rules import Rule

#: A decision's title goes on the sentence by itself, and so do titles that begin with these words.
_DECISION, _LINKS = "Quyết định", ("về ", "v/v ", "ban hành ", "phê duyệt ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs: `authority` lines such as "KT. GIÁM ĐỐC" above `title`; `name` is "" while not known.

    Source: Decree 30/2020/NĐ-CP, annex I, ô 7a–7c.
    """

    authority: tuple[str, ...]
    title: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Head of a document under Decree 30/2020/NĐ-CP, ô 1–4."""

    superior: str
    issuer: str
    #: Symbol after the blank number: "BC-ABC".
    symbol: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One article or section of the decision, verbatim; the paragraphs of `text` stand on lines of their own."""

    #: As printed, "" where it has none: "3", "III".
    number: str
    #: How texts refer to it: "Điều 3", "Mục III".
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The document that orders the campaign, and what the report on it needs; number and date are None while not known."""

    campaign: str
    #: "Quyết định", "Kế hoạch", "Công văn".
    kind: str
    #: "/QĐ-UBND" with the number before it, None while blank.
    number: str | None
    symbol: str
    issued_on: date | None
    #: What it decides, as its head says.
    title: str
    #: "an toàn giao thông": the subject in short, as it stands inside sentences and file properties.
    subject: str
    #: "năm học 2030–2031"
    period_name: str
    period_start: date
    period_end: date
    #: The first day on which something reported can have happened: done before the period began.
    period_earliest: date
    #: Whether the day named after "trước ngày" is late itself.
    strict_before: bool
    issuer: str
    legal_bases: tuple[str, ...]
    #: Its articles, or the sections of a plan; none where it has neither.
    provisions: tuple[Provision, ...]
    #: Where it orders the reports, for rounds whose wording no provision has: "Mục III"; "" where it is not said.
    place: str
    #: Names that keep their capitals where a heading in capitals becomes an ordinary one, as they are written.
    proper_names: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: Signer
    #: The body that gets the consolidated report: a people's committee, a ministry.
    addressee: str
    #: The agency that consolidates: code in the register.
    reporting_body: str
    #: Whom an officer may call, and where returns are sent; "" where not known yet.
    contact: str
    return_address: str
    report_letterhead: Letterhead
    report_signer: Signer
    report_recipients: tuple[str, ...]
    #: Symbol of an official letter (công văn): "ABC-TH".
    letter_symbol: str

    @property
    def title_in_sentence(self) -> str:
        """Return the title to stand behind the document's name: "ban hành …", of a plan "về bảo đảm …"."""
        title = self.title.rstrip(" .;")
        named = any(title.startswith(name) for name in self.proper_names) or title[1:2].isupper()
        inside = title if named else title[:1].lower() + title[1:]
        linked = self.kind == _DECISION or inside.startswith(_LINKS)
        return inside if linked else f"về {inside}"

    def provision_with(self, wording: str) -> str:
        """Return the place in the document that words a duty so, else where it orders the reports; "" where it is not said."""
        return next((provision.place for provision in self.provisions if wording in provision.text), self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An agency is excused from reporting a task (or all, task None) in a round; `by` decided it `on` a day.

    With a rule, only this rule is waived for the task (or all); the task itself must be reported.
    """

    agency: str
    round: str
    task: str | None
    rule: Rule | None = None
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A later due date for one agency and task; `by` decided it `on` a day."""

    agency: str
    task: str
    due: date
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One decision with its catalogue, register and rounds; tuples in the order of the files."""

    decision: Decision
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    indicators: tuple[Indicator, ...]
    #: Their order is the order of every table.
    groups: tuple[Group, ...]
    agencies: tuple[Agency, ...]
    rounds: tuple[Round, ...]
    lists: tuple[OpenList, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    extensions: tuple[Extension, ...] = ()
    #: What `Nhóm nguyên nhân` offers, in this order; without any the form has no such column.
    causes: tuple[Cause, ...] = ()
    #: Rules that are errors elsewhere and only warnings in this campaign.
    warning_rules: frozenset[Rule] = frozenset()
    #: What was mended on reading the files and should be mended in them, a line each with file, line and field.
    remarks: tuple[str, ...] = ()
    group_by_code: dict[str, Group] = field(init=False, repr=False, compare=False)
    agency_by_code: dict[str, Agency] = field(init=False, repr=False, compare=False)
    task_by_code: dict[str, Task] = field(init=False, repr=False, compare=False)
    round_by_code: dict[str, Round] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "group_by_code", {group.code: group for group in self.groups})
        object.__setattr__(self, "agency_by_code", {agency.code: agency for agency in self.agencies})
        object.__setattr__(self, "task_by_code", {task.code: task for task in self.tasks})
        object.__setattr__(self, "round_by_code", {round_.code: round_ for round_ in self.rounds})

    def __hash__(self) -> int:
        """Return a hash of a few counts instead of the whole catalogue: caches compute it very often."""
        return hash((self.decision.campaign, len(self.tasks), len(self.agencies), len(self.waivers)))

    @property
    def reportable_tasks(self) -> tuple[Task, ...]:
        """Return the tasks that are reported on, in the decision's order."""
        return tuple(task for task in self.tasks if task.reportable)

    @property
    def reporting_agencies(self) -> tuple[Agency, ...]:
        """Return the agencies that owe reports, in the register's order."""
        return tuple(agency for agency in self.agencies if agency.reports)

    @property
    def cause_not_open(self) -> Cause | None:
        """Return the cause of tasks whose time has not come; None where the campaign names none."""
        return next((cause for cause in self.causes if cause.code == NOT_OPEN), None)

    def indicators_of(self, round_: Round) -> tuple[Indicator, ...]:
        """Return the indicators of a round, computed ones too: those of the catalogue, then those of the round alone."""
        return (*self.indicators, *round_.indicators)

    def measuring_lists(self, round_: Round) -> tuple[OpenList, ...]:
        """Return the lists that measure a task of a round, each with its measure."""
        return tuple(
            open_list
            for open_list in self.lists
            if open_list.measures is not None and (round_.tasks is None or open_list.measures.task in round_.tasks)
        )

    def excused(self, round_: Round) -> frozenset[tuple[str, str | None]]:
        """Return the codes (agency, task) that are excused from reporting in a round; task None is every task."""
        return frozenset(
            (waiver.agency, waiver.task)
            for waiver in self.waivers
            if waiver.round == round_.code and waiver.rule is None
        )

    def wholly_excused(self, round_: Round) -> frozenset[str]:
        """Return the codes of the agencies that need not report in a round at all; what they send all the same counts nowhere."""
        return frozenset(agency for agency, task in self.excused(round_) if task is None)


def parse_decision(entry: Mapping[str, Any]) -> Decision:
    """Return what `decision.yaml`, which its schema has accepted, says of the decision and of the report on it."""
    decision, report = entry["decision"], entry["report"]
    issued_on, period = decision["issued_on"], decision["period"]
    start = date.fromisoformat(period["start"])
    return Decision(
        campaign=entry["campaign"],
        kind=decision["kind"],
        number=decision["number"],
        symbol=decision["symbol"],
        issued_on=None if issued_on is None else date.fromisoformat(issued_on),
        title=decision["title"],
        subject=decision["subject"],
        period_name=period["name"],
        period_start=start,
        period_end=date.fromisoformat(period["end"]),
        period_earliest=date.fromisoformat(period["earliest"]) if "earliest" in period else date(start.year, 1, 1),
        strict_before=decision.get("strict_before", False),
        issuer=decision["issuer"],
        legal_bases=tuple(decision.get("legal_bases", ())),
        provisions=tuple(
            _provision(provision, word) for key, word in _PROVISIONS.items() for provision in decision.get(key, ())
        ),
        place=decision.get("place", ""),
        proper_names=tuple(decision.get("proper_names", ())),
        recipients=tuple(decision["recipients"]),
        signer=_signer(decision["signer"]),
        addressee=report["addressee"],
        reporting_body=report["body"],
        contact=_contact(report["contact"]),
        return_address=report["return_address"],
        report_letterhead=Letterhead(**report["letterhead"]),
        report_signer=_signer(report["signer"]),
        report_recipients=tuple(report["recipients"]),
        letter_symbol=report["letter_symbol"],
    )


#: What the provisions under each key are called.
_PROVISIONS = {"articles": "Điều", "sections": "Mục"}


def _provision(entry: Mapping[str, Any], word: str) -> Provision:
    number = entry.get("number", "")
    return Provision(
        number=number, place=entry.get("place", f"{word} {number}".strip()), text="\n".join(entry["paragraphs"])
    )


def _contact(entry: str | Mapping[str, str]) -> str:
    """Return whom an officer may call in one line, however the file gives it."""
    if isinstance(entry, str):
        return entry
    words = {"name": "", "phone": "điện thoại ", "email": "thư điện tử "}
    return ", ".join(f"{before}{entry[key]}" for key, before in words.items() if entry.get(key))


def _signer(entry: Mapping[str, Any]) -> Signer:
    return Signer(authority=tuple(entry["authority"]), title=entry["title"], name=entry["name"])


def parse_waiver(entry: Mapping[str, Any]) -> Waiver:
    """Return one entry of `waivers`, which its schema has accepted."""
    return Waiver(
        agency=entry["agency"],
        round=entry["round"],
        task=entry["task"],
        rule=Rule.of(entry["rule"]) if "rule" in entry else None,
        by=entry["by"],
        on=date.fromisoformat(entry["on"]),
        why=entry["why"],
    )


def parse_extension(entry: Mapping[str, Any]) -> Extension:
    """Return one entry of `extensions`, which its schema has accepted."""
    return Extension(
        agency=entry["agency"],
        task=entry["task"],
        due=date.fromisoformat(entry["due"]),
        by=entry["by"],
        on=date.fromisoformat(entry["on"]),
        why=entry["why"],
    )
