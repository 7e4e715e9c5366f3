"""Of several returns of one agency, which one counts, and on what ground."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from pipeline.text import without_marks
from pipeline.values import date_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One of the returns of an agency, by what decides between them."""

    path: str
    sha256: str
    report_date: date | None
    modified: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The return that counts, and the ground on which each other one does not."""

    used: Contender
    #: Ground by path of the returns that were superseded.
    grounds: dict[str, str]
    #: Set where only the name or the content told them apart: words for the warning.
    by_chance: str | None


def decision(contenders: Sequence[Contender]) -> Decision:
    """Return which of the returns of one agency counts.

    They are compared by report date, then by the workbook's own last-modified property, then by file name, then by
    SHA-256; the latest wins. A date that one of those still in question lacks decides nothing between them: a missing
    date is neither early nor late, and leaving the comparison to whichever pair has it could run in a circle.
    """
    left = list(contenders)
    grounds: dict[str, str] = {}
    by_chance = None
    for key, ground, chance in _CRITERIA:
        keys = {contender.path: key(contender) for contender in left}
        if len(left) == 1 or any(value is None for value in keys.values()):
            continue
        latest = max(keys.values())
        losers = [contender for contender in left if keys[contender.path] != latest]
        left = [contender for contender in left if keys[contender.path] == latest]
        grounds |= {loser.path: ground(left[0], loser) for loser in losers}
        if losers and chance is not None:
            by_chance = chance
    return Decision(used=left[0], grounds=grounds, by_chance=by_chance)


def _name_key(contender: Contender) -> tuple[object, ...]:
    """Return the file name in the order a person gives it: "bc.xlsx", "bc (2).xlsx", "bc (10).xlsx"."""
    stem = PurePosixPath(contender.path.rsplit("!/", 1)[-1]).stem
    pieces = re.split("([0-9]+)", without_marks(stem))
    return tuple(
        (piece.strip(), int(number or -1)) for piece, number in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    )


def _date_ground(used: Contender, loser: Contender) -> str:
    return f"Ngày báo cáo {_day(used.report_date)} sau {_day(loser.report_date)}"


def _modified_ground(used: Contender, loser: Contender) -> str:
    return f"lần lưu cuối {_moment(used.modified)} sau {_moment(loser.modified)}"


def _day(day: date | None) -> str:
    return "" if day is None else date_text(day)


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{date_text(moment)} {moment:%H:%M:%S}"


#: What is compared, how its ground reads, and, where it says nothing about time, how the warning calls it.
_CRITERIA: tuple[tuple[Callable[[Contender], Any], Callable[[Contender, Contender], str], str | None], ...] = (
    (lambda contender: contender.report_date, _date_ground, None),
    (lambda contender: contender.modified, _modified_ground, None),
    (_name_key, lambda _used, _loser: "thứ tự tên tệp", "thứ tự tên tệp"),
    (lambda contender: contender.sha256, lambda _used, _loser: "mã SHA-256 của tệp", "mã SHA-256 của tệp"),
)
