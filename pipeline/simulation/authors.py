"""Authors: the agencies that fill in returns, with their documents and the made-up people who prepare and sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from unicodedata import normalize

from pipeline.campaign.agencies import Agency
from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Typed
from pipeline.simulation.course import working_day
from pipeline.simulation.phrases import phrase, written_date
from pipeline.simulation.random_source import RandomSource
from pipeline.simulation.vocabulary import AgencyKind, Vocabulary
from pipeline.text import slug

#: AgencyKind of document by its symbol: its name, and how many of it there are among a hundred documents.
_DOCUMENTS = {
    "KH": ("Kế hoạch", 6),
    "QĐ": ("Quyết định", 34),
    "BC": ("Báo cáo", 12),
    "TB": ("Thông báo", 9),
    "TTr": ("Tờ trình", 7),
    "CV": ("Công văn", 60),
    "BB": ("Biên bản", 0),
}
DOCUMENT_KINDS = frozenset(_DOCUMENTS)
#: Issued at the beginning of a task; all other kinds at its end.
_PLANS = frozenset({"KH", "QĐ"})


@dataclass(frozen=True, kw_only=True)
class Author:
    """An agency as it writes: the same seed gives the same words, documents and people in every round."""

    agency: Agency
    vocabulary: Vocabulary
    seed: int

    def random(self, *key: object) -> RandomSource:
        """Return the agency's random source for a purpose; the round is not in it unless the key says so."""
        return RandomSource(self.seed, self.agency.code, *key)

    @cached_property
    def kind(self) -> AgencyKind:
        """Return the kind of the agency."""
        return self.vocabulary.kind(self.agency)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys under which blocks and ranges fit the agency, the most special first."""
        return (self.agency.code, self.kind.name, self.kind.group, "any")

    def unit(self, random: RandomSource) -> str:
        """Return the name of one of the agency's units."""
        return phrase(self.kind.unit, random, self.kind.names)

    @property
    def symbol(self) -> str:
        """Return what stands for the agency in document numbers, such as UBND, KL or BQL."""
        words = [word for word in self.agency.name.split() if word not in self.vocabulary.omitted_from_symbols]
        initials = "".join(normalize("NFD", word[0])[0].upper() for word in words)
        return self.kind.symbol or self.agency.abbreviation or initials

    def document_number(self, kind: str, day: date) -> str:
        """Return number and symbol of a document, such as 12/KH-UBND, or 215/UBND-VHXH of an official letter."""
        counted_from = date(day.year, 1, 1)
        valid_from = self.agency.valid_from
        if valid_from is not None and counted_from < valid_from <= day:
            counted_from = valid_from
        issued = (day - counted_from).days * self.kind.documents_a_day * _DOCUMENTS[kind][1] // 1000
        number = issued + self.random(kind).between(2, 9)
        symbol = f"{self.symbol}-{self.kind.desk}" if kind == "CV" else f"{kind}-{self.symbol}"
        return f"{number:02}/{symbol}"

    def document(self, kind: str, day: date) -> str:
        """Return the agency's document of a kind and a day as it is quoted; its number rises with the date."""
        number = "" if kind == "BB" else f" số {self.document_number(kind, day)}"  # minutes carry no number
        return f"{_DOCUMENTS[kind][0]}{number} ngày {written_date(day)}"

    def header(self, campaign: Campaign, report_date: date) -> Mapping[str, Typed]:
        """Return the open fields of the header block; phone and e-mail lead nowhere."""
        random = self.random("people")
        prepared_by, signer = self._person(campaign, random), self._person(campaign, random)
        return {
            "prepared_by": prepared_by,
            "position": random.one_of(self.kind.positions),
            "phone": f"0900 000 {random.below(1000):03}",
            "email": f"{slug(self.agency.name).removeprefix('ubnd-')}@example.vn",
            "signer": signer,
            "document_number": self.document_number("BC", report_date),
            "report_date": report_date,
        }

    def _person(self, campaign: Campaign, random: RandomSource) -> str:
        """Return a made-up name that is nobody's whom the campaign knows."""
        real_names = {campaign.decision.signer.name, campaign.decision.report_signer.name}
        real_names |= {agency.contact_name for agency in campaign.agencies}
        people = self.vocabulary.people
        while True:
            middle = random.one_of(tuple(people.given_names))
            name = f"{random.one_of(people.family_names)} {middle} {random.one_of(people.given_names[middle])}"
            if name not in real_names:
                return name


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDocuments:
    """The documents of one task at one agency."""

    author: Author
    task: str
    #: From the task's beginning to its end, or to the day of the report.
    starts: date
    until: date

    def random(self, *key: object) -> RandomSource:
        """Return the agency's random source for a purpose of this task."""
        return self.author.random(self.task, *key)

    def quoted(self, kind: str, *, plan: bool) -> str:
        """Return the document of a kind: a plan from the beginning of the task, else one of its last days."""
        room = (self.until - self.starts).days
        random = self.random(kind, plan)
        if plan and kind in _PLANS:
            day = self.starts + timedelta(days=random.below(min(room, 20) + 1))
        else:
            day = self.until - timedelta(days=random.below(min(room, 4) + 1))
        return self.author.document(kind, max(working_day(day), self.starts))
