"""Two different returns of one agency with the same report date, from different people: somebody has to choose."""

from collections.abc import Iterator, Mapping

from pipeline.intake.received import ReceivedFile
from pipeline.intake.tables.cells import RawCell
from pipeline.intake.tables.location import comparable
from pipeline.intake.tables.reader import RawReturn
from pipeline.problems import Problem, problem
from pipeline.rules import Rule
from pipeline.text import clean_text
from pipeline.values import date_text, typed_text

#: Fields of the header block that say who made a return; the first two tell people apart.
_PEOPLE = ("prepared_by", "signer", "position", "phone", "email")
#: Cells that are named; of the rest the number is told.
_NAMED = 8
#: Table, row and column of a cell, whatever its address.
_Key = tuple[str, str | int | None, str]


def competing_problem(used: ReceivedFile, other: ReceivedFile) -> Problem | None:
    """Return the warning about a return that was put aside for another of the same date; None where nothing competes."""
    if used.content is None or other.content is None or used.identity is None:
        return None
    if used.report_date is None or used.report_date != other.report_date:
        return None
    if not _other_people(used.content, other.content):
        return None
    differing = _differing(used.content, other.content)
    if not differing:
        return None
    return problem(
        Rule.COMPETING_RETURNS,
        file=used.path,
        agency=used.identity.agency,
        day=date_text(used.report_date),
        used=used.path,
        first=_who(used.content),
        other=other.path,
        second=_who(other.content),
        cells=_told(differing),
    )


def _other_people(first: RawReturn, second: RawReturn) -> bool:
    pairs = [(_said(first.header.get(name)), _said(second.header.get(name))) for name in _PEOPLE[:2]]
    return any(one and other and comparable(one) != comparable(other) for one, other in pairs)


def _who(content: RawReturn) -> str:
    names = dict.fromkeys(filter(None, (_said(content.header.get(name)) for name in _PEOPLE[:2])))
    return ", ".join(names) or "không ghi tên"


def _differing(used: RawReturn, other: RawReturn) -> list[RawCell]:
    """Return the cells that say something else, by their place in the used return where they have one there."""
    ours, theirs = dict(_cells(used)), dict(_cells(other))
    return [
        ours.get(key) or theirs[key]
        for key in dict.fromkeys((*ours, *theirs))
        if _said(ours.get(key)) != _said(theirs.get(key))
    ]


def _cells(content: RawReturn) -> Iterator[tuple[_Key, RawCell]]:
    yield from ((("header", None, name), cell) for name, cell in content.header.items() if name not in _PEOPLE)
    for table, rows in (("report", content.report), ("indicators", content.indicators)):
        for row in rows:
            yield from _row(table, row.key, row.cells)
    for table, rows in (("models", content.models), ("proposals", content.proposals)):
        for position, row in enumerate(rows):
            yield from _row(table, position, row.cells)


def _row(table: str, key: str | int | None, cells: Mapping[str, RawCell]) -> Iterator[tuple[_Key, RawCell]]:
    return (((table, key, name), cell) for name, cell in cells.items())


def _said(cell: RawCell | None) -> str:
    if cell is None:
        return ""
    return cell.error or clean_text(typed_text(cell.value))


def _told(cells: list[RawCell]) -> str:
    """Return the cells by sheet and address, the first of them only: «Báo cáo» F12, G12; «Chỉ tiêu» E5 và 3 ô khác."""
    sheets: dict[str, list[str]] = {}
    for cell in cells[:_NAMED]:
        sheets.setdefault(cell.cell.sheet, []).append(cell.cell.reference)
    named = "; ".join(f"«{sheet}» {', '.join(references)}" for sheet, references in sheets.items())
    return named if len(cells) <= _NAMED else f"{named} và {len(cells) - _NAMED} ô khác"
