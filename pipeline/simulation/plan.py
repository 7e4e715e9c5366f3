"""The plan of an inbox: who sends what, when and under which name, in stated proportions."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import owing_agencies
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.form import template_file_name
from pipeline.simulation.course import is_working_day, working_day
from pipeline.simulation.mistakes import MISTAKES, Mistake
from pipeline.simulation.random_source import RandomSource
from pipeline.text import file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportions:
    """How an inbox is made up; an agency is missing, late, sends twice, the same file twice or zipped, or none of these.

    Units: percent of the agencies that owe a report, but for `mistakes`.
    """

    #: Send nothing that can be used.
    missing: int = 10
    #: Report after the last day.
    late: int = 6
    #: Send a return with a mistake, then a corrected one with a later report date.
    sent_twice: int = 4
    #: Send the same file under two names.
    same_file_twice: int = 1
    #: Come together in one archive.
    zipped: int = 3
    #: Percent of the returns that hold a mistake and stay as they are.
    mistakes: int = 25
    #: Of the missing agencies: so many fill in the template of another round, send a scan, send a text document that is
    #: named as a workbook. Absolute numbers.
    other_round: int = 1
    scans: int = 1
    text_documents: int = 1


PROPORTIONS = Proportions()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReturn:
    """One workbook to come."""

    agency: Agency
    round: Round
    #: Name below the inbox with "/", inside `archive` where there is one.
    path: str
    report_date: date
    #: The mistake that is tried first, None for a faultless return.
    mistake: Mistake | None = None
    archive: str | None = None
    #: A second name under which the same bytes come.
    copy: str | None = None

    @property
    def inbox_path(self) -> str:
        """Return the path as the inbox lists it, `a.zip!/b.xlsx` inside an archive."""
        return self.path if self.archive is None else f"{self.archive}!/{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is to lie in the inbox."""

    agencies: tuple[Agency, ...]
    missing: tuple[str, ...]
    late: tuple[str, ...]
    sent_twice: tuple[str, ...]
    returns: tuple[PlannedReturn, ...]
    #: Names of files that are no workbooks.
    scans: tuple[str, ...]
    text_documents: tuple[str, ...]
    system_files: tuple[str, ...]


def plan(campaign: Campaign, round_: Round, *, seed: int, proportions: Proportions = PROPORTIONS) -> Plan:
    """Return the plan of a round's inbox: the same for the same seed."""
    agencies = owing_agencies(campaign, round_)
    free = sorted(
        RandomSource(seed, round_.code, "fates").shuffled(agencies),
        key=lambda agency: agency.code != campaign.decision.reporting_body,  # who consolidates does report, and in time
    )

    def share(percent: int) -> list[Agency]:
        return [free.pop() for _ in range(min(len(free), (len(agencies) * percent + 50) // 100))]

    missing, late, twice = share(proportions.missing), share(proportions.late), share(proportions.sent_twice)
    copied, zipped = share(proportions.same_file_twice), share(proportions.zipped)
    planner = _ReturnPlanner(campaign=campaign, round=round_, seed=seed)
    faulty = planner.mistakes(free, (len(agencies) - len(missing)) * proportions.mistakes // 100)
    other, scans, texts = planner.lost(missing, proportions)
    returns = [
        *(planner.planned(agency, planner.late_day(agency)) for agency in late),
        *(planned for agency in twice for planned in planner.twice(agency)),
        *(replace(planned, copy=_copied(planned.path)) for planned in map(planner.in_time, copied)),
        *(replace(planner.in_time(agency), archive=planner.archive) for agency in zipped),
        *(replace(planner.in_time(agency), mistake=faulty.get(agency.code)) for agency in free),
        *planner.other_round(other),
    ]
    first = min((planned.path for planned in returns if planned.archive is None), default="bao-cao.xlsx")
    return Plan(
        agencies=agencies,
        missing=tuple(agency.code for agency in missing),
        late=tuple(agency.code for agency in late),
        sent_twice=tuple(agency.code for agency in twice),
        returns=_distinct(sorted(returns, key=lambda planned: (planned.archive or "", planned.path))),
        scans=tuple(planner.path(agency, planner.day(agency), ".pdf") for agency in scans),
        text_documents=tuple(planner.path(agency, planner.day(agency), ".xlsx") for agency in texts),
        system_files=("Thumbs.db", *([_lock_name(first)] if returns else [])),
    )


def _distinct(returns: Sequence[PlannedReturn]) -> tuple[PlannedReturn, ...]:
    """Return the returns with names of their own: without diacritics or capitals, two agencies may have the same."""
    names: set[tuple[str | None, str]] = set()
    distinct = []
    for planned in returns:
        path = planned.path
        if (planned.archive, path.casefold()) in names:
            path = f"{path.removesuffix('.xlsx')} {planned.agency.code}.xlsx"
        names.add((planned.archive, path.casefold()))
        distinct.append(replace(planned, path=path))
    return tuple(distinct)


def _copied(path: str) -> str:
    """Return the name that a mail program gives the second copy."""
    return f"{path.removesuffix('.xlsx')} (1).xlsx"


def _lock_name(path: str) -> str:
    """Return the name of the lock file that Excel leaves beside an open workbook."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}~${name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReturnPlanner:
    """Plans the returns of single agencies in a round."""

    campaign: Campaign
    round: Round
    seed: int

    def random(self, agency: Agency, purpose: str) -> RandomSource:
        return RandomSource(self.seed, self.round.code, agency.code, purpose)

    @property
    def archive(self) -> str:
        return f"Bao cao gop {self.round.code}.zip"

    def day(self, agency: Agency) -> date:
        """Return a report date in time: mostly in the last days, never before the templates went out."""
        random = self.random(agency, "day")
        before = min(random.below(13), random.below(13))
        return max(working_day(self.round.last_day - timedelta(days=before)), self.round.opens)

    def late_day(self, agency: Agency) -> date:
        """Return one of the four working days after the last day."""
        day, days_late = self.round.last_day, self.random(agency, "late").between(1, 4)
        while days_late:
            day += timedelta(days=1)
            days_late -= is_working_day(day)
        return day

    def path(self, agency: Agency, day: date, ending: str) -> str:
        return _file_name(self.campaign, self.round, agency, day, ending=ending, seed=self.seed)

    def planned(self, agency: Agency, day: date) -> PlannedReturn:
        return PlannedReturn(agency=agency, round=self.round, path=self.path(agency, day, ".xlsx"), report_date=day)

    def in_time(self, agency: Agency) -> PlannedReturn:
        return self.planned(agency, self.day(agency))

    def twice(self, agency: Agency) -> Iterator[PlannedReturn]:
        """Yield a return with a mistake and, some days later, the corrected one."""
        random = self.random(agency, "twice")
        second = working_day(self.round.last_day - timedelta(days=random.below(2)))
        first = max(working_day(second - timedelta(days=random.between(2, 5))), self.round.opens - timedelta(days=1))
        yield replace(self.planned(agency, first), mistake=MISTAKES[random.below(len(MISTAKES))])
        corrected = self.planned(agency, second)
        yield replace(
            corrected,
            path=f"{corrected.path.removesuffix('.xlsx')} {random.one_of(('sua', 'BO SUNG', 'ban moi'))}.xlsx",
        )

    def mistakes(self, agencies: Sequence[Agency], count: int) -> dict[str, Mistake]:
        """Return so many agencies with the mistake each of them makes, the mistakes in their proportions."""
        whole = sum(mistake.share for mistake in MISTAKES)
        count = min(count, len(agencies))
        chosen: list[Mistake] = []
        owed = [0] * len(MISTAKES)
        for _ in range(count):
            owed = [part + mistake.share for part, mistake in zip(owed, MISTAKES, strict=True)]
            most = max(range(len(owed)), key=lambda position: (owed[position], -position))
            owed[most] -= whole
            chosen.append(MISTAKES[most])
        return {agency.code: mistake for agency, mistake in zip(agencies, chosen, strict=False)}

    def lost(self, missing: Sequence[Agency], proportions: Proportions) -> tuple[Sequence[Agency], ...]:
        """Return the missing agencies that send something of no use: another round's template, a scan, a text document."""
        first = proportions.other_round
        second = first + proportions.scans
        return missing[:first], missing[first:second], missing[second : second + proportions.text_documents]

    def other_round(self, agencies: Sequence[Agency]) -> Iterator[PlannedReturn]:
        """Yield returns in the template of another round, where there is one: the round before, else any."""
        others = [other for other in self.campaign.rounds if other.code != self.round.code]
        before = [other for other in others if other.code == self.round.previous]
        for agency in agencies:
            for other in (before or others)[:1]:
                if agency in owing_agencies(self.campaign, other):
                    day = min(self.day(agency), other.last_day)
                    yield replace(self.planned(agency, day), round=other)


def _file_name(campaign: Campaign, round_: Round, agency: Agency, day: date, *, ending: str, seed: int) -> str:
    """Return where a file of an agency lies below the inbox, with "/"."""
    random = RandomSource(seed, round_.code, agency.code, "file name")
    short = agency.name.removeprefix("UBND ")
    subject = campaign.decision.subject
    names = (
        template_file_name(campaign, round_, agency).removesuffix(".xlsx"),
        template_file_name(campaign, round_, agency).removesuffix(".xlsx"),
        f"Bao cao {_plain(subject)} {_plain(short)} (1)",
        f"Báo cáo {subject} {round_.name} - {agency.name}",
        f"BC {short}",
        f"{_plain(agency.name)} {round_.code}".upper(),
        f"{template_file_name(campaign, round_, agency).removesuffix('.xlsx')} (2)",
        unicodedata.normalize("NFD", f"{agency.name} báo cáo {round_.name}"),  # as a Mac names files
    )
    folders = ("", "", f"{day.isoformat()}/", f"Ngay {day.day}-{day.month}/", "Email/")
    return f"{random.one_of(folders)}{file_name(random.one_of(names))}{ending}"


def _plain(text: str) -> str:
    """Return the text without diacritics, capitals kept."""
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
