"""Printed cells: what only looks different is no change; what was changed is told once a sheet."""

from collections.abc import Iterable
from datetime import date

from pipeline.forms.schema.schema import Typed
from pipeline.intake.formats.readers import Raw
from pipeline.intake.tables.codes import code_of
from pipeline.intake.tables.location import LocatedTable, comparable
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import Cell, Problem, cell_ranges
from pipeline.rules import Rule
from pipeline.values import parse_date, typed_text

#: Signs that programs exchange for each other while somebody types.
_SAME_SIGNS = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’`", "'"), **dict.fromkeys("–—‑", "-"), "…": "..."}
)
#: Of several changed cells so many values are quoted.
_QUOTED = 5


def is_as_printed(value: Raw, printed: Typed) -> bool:
    """Return whether a cell still says what we printed, be it as a number, a serial number or a text of another look."""
    if value == printed:
        return True
    if isinstance(printed, date):
        return parse_date(value).value == printed
    if isinstance(printed, str) and not isinstance(value, str) and code_of(value, (printed,), fits=lambda _: True):
        return True
    return _plain(value) == _plain(printed)


def changed_problem(table: LocatedTable, changed: Iterable[tuple[str, str, int]], reporter: Reporter) -> list[Problem]:
    """Return at most one warning: how many printed cells of a sheet were changed, and which.

    `changed` names each cell by the code of its row, the name of its column and its row number.
    """
    cells = {Cell(table.sheet.name, row, table.columns[name]): (code, name) for code, name, row in changed}
    if not cells:
        return []
    first, (code, name) = next(iter(cells.items()))
    values = [typed_text(table.sheet.value(cell.row, cell.column)) for cell in cells]
    more = ["…"] if len(values) > _QUOTED else []
    about = (
        {"cell": first, "task": code, "field": table.schema.column(name).title}
        if len(cells) == 1
        else {"sheet": table.sheet.name}
    )
    return [
        reporter.problem(
            Rule.LOCKED_CELL_CHANGED,
            **about,
            value=" | ".join([*values[:_QUOTED], *more]),
            count=len(cells),
            cells=cell_ranges(cells),
        )
    ]


def _plain(value: Raw | Typed) -> str:
    return comparable(comparable(typed_text(value)).translate(_SAME_SIGNS))
