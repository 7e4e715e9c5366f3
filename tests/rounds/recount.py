"""A recount by hand, as it were: templates and returns read with openpyxl, states by the rules in words. No `pipeline`."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.rounds.officer import as_day, field_cell, header_row, loaded, task_rows

STATUSES = {"Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Không phát sinh"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a workbook."""

    due: date | None
    status: str | None
    coordinates: bool
    completed: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One workbook, template or return."""

    round: str
    agency: str
    report_date: date | None
    rows: dict[str, Row]


def book(path: Path) -> Book:
    """Read a workbook."""
    workbook = loaded(path)
    sheet = workbook["Báo cáo"]
    meta = {str(row[0]): str(row[1]) for row in workbook["_meta"].iter_rows(values_only=True, max_col=2)}
    headings, top = header_row(sheet)
    rows = {
        str(sheet.cell(row, headings["TT"]).value): Row(
            due=as_day(sheet.cell(row, headings["Hạn hoàn thành"]).value),
            coordinates=sheet.cell(row, headings["Vai trò"]).value == "Phối hợp",
            status=sheet.cell(row, headings["Trạng thái"]).value,
            completed=as_day(sheet.cell(row, headings["Ngày hoàn thành"]).value),
        )
        for row in task_rows(sheet, headings, top)
    }
    named = {key: value for key, value in meta.items() if key in {"round", "agency"}}
    return Book(
        round=named["round"],
        agency=named["agency"],
        report_date=as_day(field_cell(sheet, "Ngày báo cáo").value),
        rows=rows,
    )


def letter(row: Row | None, due: date | None, as_of: date, *, one_lead: bool) -> str:
    """Return the letter of a cell of the matrix."""
    if row is None or not row.status:
        return "X"
    if row.status not in STATUSES:
        return "L"
    if row.status == "Hoàn thành":
        return "HM" if due is not None and row.completed is not None and row.completed > due else "H"
    if row.status == "Không phát sinh":
        return "K"
    if due is not None and due < as_of:
        return "P" if one_lead and row.coordinates else "Q"
    return "Đ" if row.status == "Đang thực hiện" else "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A round as it stands at a date."""

    #: Letter by (agency, task).
    letters: dict[tuple[str, str], str]
    in_time: set[str]
    late: set[str]
    missing: set[str]

    def count(self, *letters: str) -> int:
        """Return how many cells hold one of some letters."""
        return sum(letter in letters for letter in self.letters.values())


class Recounter:
    """Reads each workbook of a project once."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._books: dict[Path, Book] = {}

    def recount(self, round_: str, *, as_of: date, last_day: date, waived: set[tuple[str, str]]) -> Recount:
        """Return a round over all returns in the inbox; who was asked for what stands in the templates."""
        latest: dict[str, Book] = {}
        returns = [self._book(path) for path in sorted((self._project / "inbox").rglob("*.xlsx"))]
        for found in sorted(returns, key=lambda found: str(found.report_date)):
            if found.round == round_:
                latest[found.agency] = found
        templates = {path.name.split("_")[2]: path for path in self._templates(round_)}
        # a round may ask only some; who leads stands in the forms of a round that asks everybody
        leads = Counter(
            task
            for path in self._templates("lan-1" if round_.startswith("dot") else round_)
            for task, row in self._book(path).rows.items()
            if not row.coordinates
        )
        letters = {}
        for agency, template in templates.items():
            said = latest.get(agency)
            # the tasks and their due dates are printed in both
            for task, row in (said or self._book(template)).rows.items():
                found = letter(row if said else None, row.due, as_of, one_lead=leads[task] == 1)
                letters[agency, task] = "M" if (agency, task) in waived else found
        late = {code for code, found in latest.items() if found.report_date and found.report_date > last_day}
        agencies = set(templates)
        return Recount(
            letters=letters,
            in_time=(agencies & set(latest)) - late,
            late=agencies & late,
            missing=agencies - set(latest),
        )

    def _templates(self, round_: str) -> list[Path]:
        return sorted((self._project / "templates" / "xlsx" / "2025-h2" / round_).glob("*.xlsx"))

    def _book(self, path: Path) -> Book:
        if path not in self._books:
            self._books[path] = book(path)
        return self._books[path]
