"""Mistakes in one row of `Báo cáo`: its cells as a hurried officer leaves them, None where there is no room for the mistake."""

from collections.abc import Callable, Mapping
from datetime import date

from pipeline.forms.schema.schema import Status, Typed
from pipeline.simulation.random_source import RandomSource
from pipeline.values import swapped

Cells = Mapping[str, Typed]

_OTHER_SPELLINGS = {
    Status.DONE: ("đã hoàn thành", "HOÀN THÀNH", "Hoan thanh", "hoàn  thành"),
    Status.IN_PROGRESS: ("đang thực hiện", "Dang thuc hien", "ĐANG THỰC HIỆN"),
    Status.NOT_STARTED: ("chưa thực hiện", "Chua thuc hien"),
    Status.NIL: ("không phát sinh", "KHÔNG PHÁT SINH"),
}
_MISSPELT = {
    Status.DONE: ("Hoàn thnàh", "Xong rồi", "Hoàn thành 1 phần"),
    Status.IN_PROGRESS: ("Đang làm dở", "Đang thưc hiên tiếp"),
    Status.NOT_STARTED: ("Chưa làm gì", "Chưa có"),
    Status.NIL: ("Không có gì",),
}
_DATE_FORMS = (
    "{0.day}/{0.month}/{0.year}",
    "{0.day:02}-{0.month:02}-{0.year}",
    "ngày {0.day} tháng {0.month} năm {0.year}",
)


def date_as_text(cells: Cells, random: RandomSource) -> Cells | None:
    """Type the completion date as text."""
    day = cells.get("completed_on")
    return {**cells, "completed_on": random.one_of(_DATE_FORMS).format(day)} if isinstance(day, date) else None


def swapped_date(cells: Cells, period_start: date) -> Cells | None:
    """Let an en-US machine take the day for the month."""
    day = cells.get("completed_on")
    other = swapped(day) if isinstance(day, date) else None
    return {**cells, "completed_on": other} if other is not None and other < period_start else None


def date_of_another_year(cells: Cells, earliest: date) -> Cells | None:
    """Type the year before, where nobody could have meant it: before the earliest day that a date may be."""
    day = cells.get("completed_on")
    if not isinstance(day, date) or (day.month, day.day) == (2, 29):
        return None
    other = day.replace(year=day.year - 1)
    return {**cells, "completed_on": other} if other < earliest else None


def percent_with_sign(cells: Cells, random: RandomSource) -> Cells | None:
    """Type the percentage as text with its sign."""
    percent = cells.get("percent")
    if not isinstance(percent, float) or percent <= 1:
        return None
    return {**cells, "percent": f"{percent:.0f}{random.one_of(('%', ' %'))}"}


def status_in_another_spelling(cells: Cells, random: RandomSource) -> Cells | None:
    """Type the status by hand instead of choosing it."""
    return {**cells, "status": random.one_of(_OTHER_SPELLINGS[Status(str(cells["status"]))])}


def status_misspelt(cells: Cells, random: RandomSource) -> Cells | None:
    """Type a status that is none."""
    return {**cells, "status": random.one_of(_MISSPELT[Status(str(cells["status"]))])}


def left_empty(_cells: Cells, _random: RandomSource) -> Cells | None:
    """Leave the whole row empty."""
    return {}


def without(column: str) -> Callable[[Cells, RandomSource], Cells | None]:
    """Return the mistake of forgetting one filled cell."""

    def mistake(cells: Cells, _random: RandomSource) -> Cells | None:
        left = {name: value for name, value in cells.items() if name != column}
        return left if len(left) < len(cells) else None

    return mistake


def done_without(column: str) -> Callable[[Cells, RandomSource], Cells | None]:
    """Return the mistake of forgetting one cell of a task that is done."""

    def mistake(cells: Cells, random: RandomSource) -> Cells | None:
        return without(column)(cells, random) if cells["status"] == Status.DONE else None

    return mistake


def without_reason(cells: Cells, random: RandomSource) -> Cells | None:
    """Forget the reason of a task not begun, or for which nothing came up."""
    return without("difficulties")(cells, random) if cells["status"] in {Status.NOT_STARTED, Status.NIL} else None


def without_overdue_reason(cells: Cells, random: RandomSource) -> Cells | None:
    """Forget to say why a task is late."""
    return without("difficulties")(cells, random) if cells["status"] == Status.IN_PROGRESS else None


def reported_nil(_cells: Cells, _random: RandomSource) -> Cells | None:
    """Say that nothing came up."""
    return {"status": Status.NIL.value, "difficulties": "Trong kỳ không phát sinh nội dung này."}


def under_way_at_100(cells: Cells, _random: RandomSource) -> Cells | None:
    """Report a task under way at 100 percent."""
    return {**cells, "percent": 100.0} if cells["status"] == Status.IN_PROGRESS else None


def under_way_with_date(cells: Cells, _random: RandomSource) -> Cells | None:
    """Go back on a completed task but leave its date."""
    if cells["status"] != Status.DONE:
        return None
    return {**cells, "status": Status.IN_PROGRESS.value, "percent": None}


def changed_text(column: str, change: Callable[[str], str]) -> Callable[[Cells, RandomSource], Cells | None]:
    """Return the mistake of a text that looks the same but is not, or not quite."""

    def mistake(cells: Cells, _random: RandomSource) -> Cells | None:
        text = cells.get(column)
        if not isinstance(text, str) or change(text) == text:
            return None
        return {**cells, column: change(text)}

    return mistake


def repeated(cells: Cells, limit: int) -> Cells | None:
    """Paste the result until it is longer than the cell should hold."""
    text = cells.get("result")
    return {**cells, "result": "\n".join([text] * (limit // len(text) + 1))} if isinstance(text, str) else None
