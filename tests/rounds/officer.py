"""Reporting officers: they fill the workbooks that `tonghop templates` wrote, with openpyxl and by what the sheet says.

Nothing of `pipeline` is imported here: what they type, and what is counted afterwards, goes another way than the program.
"""

import hashlib
import shutil
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

DONE, IN_PROGRESS, NOT_STARTED = "Hoàn thành", "Đang thực hiện", "Chưa thực hiện"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """How an agency fills a workbook: how far it is, and cells that it types otherwise."""

    report_date: date
    #: Tasks are done with the first so many of a hundred, in progress with the next 40.
    done: int
    #: Status typed for some tasks instead: a word that is none, or "" for an empty row.
    statuses: Mapping[str, str] = field(default_factory=dict)


def fill(template: Path, target: Path, agency: str, filling: Filling) -> None:
    """Fill a workbook and save it as a return."""
    book = loaded(template)
    sheet = book["Báo cáo"]
    headings, top = header_row(sheet)
    for row in task_rows(sheet, headings, top):
        task = str(sheet.cell(row, headings["TT"]).value)
        due = as_day(sheet.cell(row, headings["Hạn hoàn thành"]).value)
        typed = answer(agency, task, due, filling)
        for heading in ("Trạng thái", *_OPEN):
            sheet.cell(row, headings[heading]).value = typed.get(heading)
    _set_field(sheet, "Ngày báo cáo", filling.report_date)
    _set_field(sheet, "Người ký", "Trần Thị B")
    numbers = book["Chỉ tiêu"]
    headings, top = header_row(numbers, known=("Mã", "Giá trị"))
    for row in range(top + 1, numbers.max_row + 1):
        if numbers.cell(row, headings["Mã"]).value:
            numbers.cell(row, headings["Giá trị"]).value = chance(agency, "numbers") % 9 + 1 + filling.done
    target.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(target)


_OPEN = (
    "Tỷ lệ hoàn thành (%)",
    "Ngày hoàn thành",
    "Kết quả thực hiện",
    "Văn bản, minh chứng",
    "Khó khăn, vướng mắc; nguyên nhân",
)


def answer(agency: str, task: str, due: date | None, filling: Filling) -> dict[str, Any]:
    """Return what an agency types in the row of a task; what was done once stays done, on the same day."""
    score = chance(agency, task)
    status = DONE if score < filling.done else IN_PROGRESS if score < filling.done + 40 else NOT_STARTED
    status = filling.statuses.get(task, status)
    if not status:
        return {}
    result = f"Cơ quan {agency} đã triển khai nhiệm vụ {task} theo kế hoạch."
    if status == DONE:
        return {
            "Trạng thái": status,
            "Ngày hoàn thành": _done_on(score, due),
            "Kết quả thực hiện": result,
            "Văn bản, minh chứng": f"Kế hoạch số {score + 1}/KH",
        }
    reason = f"Cơ quan {agency} chờ hướng dẫn về nhiệm vụ {task}."
    if status == NOT_STARTED:
        return {"Trạng thái": status, "Khó khăn, vướng mắc; nguyên nhân": reason}
    return {
        "Trạng thái": status,
        "Tỷ lệ hoàn thành (%)": 40,
        "Kết quả thực hiện": result,
        "Khó khăn, vướng mắc; nguyên nhân": reason,
    }


def _done_on(score: int, due: date | None) -> date:
    """Return when a task was done: by its due date, every seventh three days late; never after the first report."""
    latest = date(2025, 8, 26)
    if due is None or due > latest:
        return latest - timedelta(days=score % 20)
    return due + timedelta(days=3) if score % 7 == 0 else due - timedelta(days=score % 10)


def chance(*parts: str) -> int:
    """Return a number from 0 to 99 that depends on the words alone."""
    return int.from_bytes(hashlib.sha256("/".join(parts).encode()).digest()[:4]) % 100


def loaded(path: Path) -> openpyxl.Workbook:
    """Open a workbook; what openpyxl does not keep is no matter here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def header_row(sheet: Worksheet, known: tuple[str, ...] = ("TT", "Trạng thái")) -> tuple[dict[str, int], int]:
    """Return the columns of a table by heading, and the number of its header row."""
    for row in sheet.iter_rows(max_row=40):
        headings = {str(cell.value): cell.column for cell in row if cell.value is not None}
        if all(heading in headings for heading in known):
            return headings, row[0].row
    raise ValueError(sheet.title)


def task_rows(sheet: Worksheet, headings: Mapping[str, int], top: int) -> Iterator[int]:
    """Give the rows that hold a task: those with a code and a role; section headings have none."""
    for row in range(top + 1, sheet.max_row + 1):
        if sheet.cell(row, headings["TT"]).value and sheet.cell(row, headings["Vai trò"]).value:
            yield row


def as_day(value: object) -> date | None:
    """Return a cell's day."""
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def field_cell(sheet: Worksheet, label: str) -> Any:
    """Return the cell to fill in beside a label of the header block."""
    for row in sheet.iter_rows(max_row=20):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip().startswith(label):
                return next(other for other in row if other.column > cell.column and not other.protection.locked)
    raise ValueError(label)


def _set_field(sheet: Worksheet, label: str, value: object) -> None:
    field_cell(sheet, label).value = value


def send_again(source: Path, target: Path) -> None:
    """Send the very same file once more under another name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
