"""Documents that prove a result: kind, number, symbol and date as the agency would write them."""

from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.campaign.agencies import Agency
from pipeline.simulation.course import working_day
from pipeline.simulation.phrases import written_date, written_number
from pipeline.simulation.profiles import profile, symbol
from pipeline.simulation.random_source import RandomSource

#: Kind by its symbol: its name, and how many of it there are among a hundred documents.
_KINDS = {
    "KH": ("Kế hoạch", 6),
    "QĐ": ("Quyết định", 34),
    "BC": ("Báo cáo", 12),
    "TB": ("Thông báo", 9),
    "TTr": ("Tờ trình", 7),
    "CV": ("Công văn", 60),
    "BB": ("Biên bản", 0),
}
KINDS = frozenset(_KINDS)
#: Issued at the beginning of a task; all other kinds at its end.
PLANS = frozenset({"KH", "QĐ"})


def document(kind: str, agency: Agency, day: date, *, seed: int) -> str:
    """Return the agency's document of a kind and a day as it is quoted; its number rises with the date."""
    name = _KINDS[kind][0]
    if kind == "BB":  # minutes carry no number
        return f"{name} ngày {written_date(day)}"
    return f"{name} số {document_number(kind, agency, day, seed=seed)} ngày {written_date(day)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The documents of one task at one agency."""

    agency: Agency
    task: str
    #: From the task's beginning to its end, or to the day of the report.
    starts: date
    until: date
    seed: int

    def quoted(self, kind: str, *, plan: bool) -> str:
        """Return the document of a kind: a plan from the beginning of the task, else one of its last days."""
        room = (self.until - self.starts).days
        random = RandomSource(self.seed, self.agency.code, self.task, kind, plan)
        if plan and kind in PLANS:
            day = self.starts + timedelta(days=random.below(min(room, 20) + 1))
        else:
            day = self.until - timedelta(days=random.below(min(room, 4) + 1))
        return document(kind, self.agency, max(working_day(day), self.starts), seed=self.seed)


def document_number(kind: str, agency: Agency, day: date, *, seed: int) -> str:
    """Return number and symbol of a document, such as 12/KH-UBND, or 215/UBND-VHXH of an official letter."""
    counted_from = date(day.year, 1, 1)
    if agency.valid_from is not None and counted_from < agency.valid_from <= day:
        counted_from = agency.valid_from
    issued = (day - counted_from).days * profile(agency).documents_a_day * _KINDS[kind][1] // 1000
    number = issued + RandomSource(seed, agency.code, kind).between(2, 9)
    by = symbol(agency)
    sign = f"{by}-{profile(agency).desk}" if kind == "CV" else f"{kind}-{by}"
    return f"{written_number(number).replace('.', '')}/{sign}"
