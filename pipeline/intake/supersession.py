"""Of several returns of one agency, which one counts, on what ground, and where somebody has to choose."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from pipeline.intake.received import ReceivedFile
from pipeline.intake.tables.cells import RawCell, is_blank
from pipeline.intake.tables.location import comparable
from pipeline.intake.tables.reader import RawReturn
from pipeline.problems import Problem, problem
from pipeline.rules import FEWER_ROWS_SHARE, FEWEST_ROWS_LOST, Rule
from pipeline.text import clean_text, without_marks
from pipeline.values import date_text, typed_text

#: Fields of the header block that say who made a return; the first two tell people apart.
_PEOPLE = ("prepared_by", "signer", "position", "phone", "email")
#: Cells that are named; the rest is counted.
_NAMED = 8
#: Table, row and column of a cell, whatever its address.
_Key = tuple[str, str | int | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The return that counts, and the ground on which each other one does not."""

    used: ReceivedFile
    #: Ground by path of the returns that were superseded.
    grounds: dict[str, str]
    #: Set where only the name or the content decided: words for the warning.
    by_chance: str | None


def choice(returns: Sequence[ReceivedFile]) -> Choice:
    """Return which of the returns of one agency counts.

    They are compared by report date, then by the workbook's own last-modified property, then by file name, then by
    SHA-256; the latest wins, and one with a report date goes before one without: who dated it meant to report. A
    last-modified property that one of those still in question lacks decides nothing between them: it is neither early nor
    late, and leaving the comparison to whichever pair has it could run in a circle.
    """
    remaining = list(returns)
    grounds: dict[str, str] = {}
    by_chance = None
    for key, ground, chance in _CRITERIA:
        keys = {file.path: key(file) for file in remaining}
        if len(remaining) == 1 or None in keys.values():
            continue
        latest = max(keys.values())
        losers = [file for file in remaining if keys[file.path] != latest]
        remaining = [file for file in remaining if keys[file.path] == latest]
        grounds |= {loser.path: ground(remaining[0], loser) for loser in losers}
        if losers and chance is not None:
            by_chance = chance
    return Choice(used=remaining[0], grounds=grounds, by_chance=by_chance)


def competing_problem(used: ReceivedFile, other: ReceivedFile) -> Problem | None:
    """Return the warning that a superseded return has the same report date as the used one but is by other people; else None."""
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
        first=_people(used.content),
        other=other.path,
        second=_people(other.content),
        cells=_addresses(differing),
    )


def fewer_rows_problem(used: ReceivedFile, other: ReceivedFile) -> Problem | None:
    """Return the warning that the used return has far fewer filled rows on some sheet than the one it replaces; else None."""
    if used.content is None or other.content is None or used.identity is None:
        return None
    rows, rows_before = _filled_rows(used.content), _filled_rows(other.content)
    counts = [
        f"«{sheet}» {rows[sheet]} dòng thay vì {before}"
        for sheet, before in rows_before.items()
        if rows[sheet] < before * FEWER_ROWS_SHARE and before - rows[sheet] >= FEWEST_ROWS_LOST
    ]
    if not counts:
        return None
    return problem(
        Rule.FAR_FEWER_ROWS,
        file=used.path,
        agency=used.identity.agency,
        used=used.path,
        other=other.path,
        counts=", ".join(counts),
    )


def _filled_rows(content: RawReturn) -> Counter[str]:
    """Return how many rows of each sheet are filled, by its name."""
    return Counter(row.sheet for _, _, row in content.rows() if not all(map(is_blank, row.cells.values())))


def _other_people(first: RawReturn, second: RawReturn) -> bool:
    pairs = [(_text(first.header.get(name)), _text(second.header.get(name))) for name in _PEOPLE[:2]]
    return any(name and other and comparable(name) != comparable(other) for name, other in pairs)


def _people(content: RawReturn) -> str:
    names = dict.fromkeys(filter(None, (_text(content.header.get(name)) for name in _PEOPLE[:2])))
    return ", ".join(names) or "không ghi tên"


def _differing(used: RawReturn, other: RawReturn) -> list[RawCell]:
    """Return the cells that say something else, by their place in the used return where they have one there."""
    cells, others = dict(_cells(used)), dict(_cells(other))
    return [
        cells.get(key) or others[key]
        for key in dict.fromkeys((*cells, *others))
        if _text(cells.get(key)) != _text(others.get(key))
    ]


def _cells(content: RawReturn) -> Iterator[tuple[_Key, RawCell]]:
    yield from ((("header", None, name), cell) for name, cell in content.header.items() if name not in _PEOPLE)
    for table, key, row in content.rows():
        yield from (((table, key, name), cell) for name, cell in row.cells.items())


def _text(cell: RawCell | None) -> str:
    if cell is None:
        return ""
    return cell.error or clean_text(typed_text(cell.value))


def _addresses(cells: list[RawCell]) -> str:
    """Return the cells by sheet and address, the first of them only: «Báo cáo» F12, G12; «Chỉ tiêu» E5 và 3 ô khác."""
    sheets: dict[str, list[str]] = {}
    for cell in cells[:_NAMED]:
        sheets.setdefault(cell.cell.sheet, []).append(cell.cell.reference)
    named = "; ".join(f"«{sheet}» {', '.join(references)}" for sheet, references in sheets.items())
    return named if len(cells) <= _NAMED else f"{named} và {len(cells) - _NAMED} ô khác"


def _name_key(file: ReceivedFile) -> tuple[object, ...]:
    """Return the file name in the order a person gives it: "bc.xlsx", "bc (2).xlsx", "bc (10).xlsx"."""
    stem = PurePosixPath(file.path.rsplit("!/", 1)[-1]).stem
    pieces = re.split("([0-9]+)", without_marks(stem))
    return tuple(
        (piece.strip(), int(number or -1)) for piece, number in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    )


def _date_key(file: ReceivedFile) -> tuple[bool, date]:
    return file.report_date is not None, file.report_date or date.min


def _date_ground(used: ReceivedFile, loser: ReceivedFile) -> str:
    if loser.report_date is None:
        return f"có Ngày báo cáo {_day(used.report_date)}, bản kia không có ngày dùng được"
    return f"Ngày báo cáo {_day(used.report_date)} sau {_day(loser.report_date)}"


def _modified_ground(used: ReceivedFile, loser: ReceivedFile) -> str:
    return f"lần lưu cuối {_moment(used.modified)} sau {_moment(loser.modified)}"


def _day(day: date | None) -> str:
    return "" if day is None else date_text(day)


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{date_text(moment)} {moment:%H:%M:%S}"


#: What is compared, how its ground reads, and, where it says nothing about time, how the warning calls it.
_CRITERIA: tuple[tuple[Callable[[ReceivedFile], Any], Callable[[ReceivedFile, ReceivedFile], str], str | None], ...] = (
    (_date_key, _date_ground, None),
    (lambda file: file.modified, _modified_ground, None),
    (_name_key, lambda _used, _loser: "thứ tự tên tệp", "thứ tự tên tệp"),
    (lambda file: file.sha256, lambda _used, _loser: "mã SHA-256 của tệp", "mã SHA-256 của tệp"),
)
