"""The call list: who is to be reminded of what, and whom to call; for the coordinator alone, to work through and to note in."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter

from pipeline.forms.sheets.heights import row_height
from pipeline.reports.letters.letter import overdue_names, task_names
from pipeline.reports.letters.mail import address_of
from pipeline.reports.letters.reminder import Owed, Reminder
from pipeline.reports.wording import AGENCY, AGENCY_CODE, DAYS_LATE, arrivals_sentence
from pipeline.sheet_text import write_text

_SHEET = "Danh sách"
_DATE = "dd/m/yyyy"
_FONT_SIZE = 11
_LOOK = {"font_name": "Times New Roman", "font_size": _FONT_SIZE, "text_wrap": True, "border": 1}
#: To be filled in by hand while calling.
_BY_HAND = (("Ngày gọi", 12.0), ("Kết quả", 40.0))


@dataclass(frozen=True, slots=True)
class _ListColumn:
    """One column: heading, width in characters, and the cell of an agency."""

    title: str
    width: float
    cell: Callable[[Owed], str | int | date]


def call_list_bytes(reminder: Reminder) -> bytes:
    """Return the workbook: one row an agency that the letter goes to; its time is the as-of date, so that bytes repeat."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": _DATE})
    workbook.set_properties(
        {
            "title": f"Danh sách đôn đốc {reminder.round.name}",
            "author": reminder.body,
            "created": datetime.combine(reminder.as_of, time()),
        }
    )
    heading = workbook.add_format({**_LOOK, "bold": True, "valign": "vcenter", "bg_color": "#DDE7F0"})
    plain = workbook.add_format({**_LOOK, "valign": "top"})
    day = workbook.add_format({**_LOOK, "valign": "top", "num_format": _DATE})
    sheet = workbook.add_worksheet(_SHEET)
    columns = _columns(reminder)
    titles = [(column.title, column.width) for column in columns] + list(_BY_HAND)
    for position, (title, width) in enumerate(titles):
        sheet.set_column(position, position, width)
        write_text(sheet, 0, position, title, heading)
    for row, owed in enumerate(reminder.everyone, start=1):
        values = [column.cell(owed) for column in columns]
        texts = zip(map(str, values), (column.width for column in columns), strict=True)
        sheet.set_row(row, row_height((text, width, _FONT_SIZE, False) for text, width in texts))
        for position, value in enumerate(values):
            if isinstance(value, str):
                write_text(sheet, row, position, value, plain)
            elif isinstance(value, int):
                sheet.write_number(row, position, value, plain)
            else:
                sheet.write_datetime(row, position, datetime.combine(value, time()), day)
        for position in range(len(columns), len(titles)):
            sheet.write_blank(row, position, None, plain)
    _set_up(sheet, rows=len(reminder.everyone), columns=len(titles))
    workbook.close()
    return buffer.getvalue()


def _columns(reminder: Reminder) -> Sequence[_ListColumn]:
    return (
        _ListColumn(AGENCY_CODE, 11, lambda owed: owed.agency.code),
        _ListColumn(AGENCY, 30, lambda owed: owed.agency.name),
        _ListColumn("Khối", 20, lambda owed: owed.agency.group.name),
        _ListColumn("Việc", 16, lambda owed: f"{reminder.case(owed).label} báo cáo".capitalize()),
        _ListColumn(DAYS_LATE, 9, lambda owed: owed.days_late),
        _ListColumn("Đã nhận, lý do chưa dùng được", 40, lambda owed: arrivals_sentence(owed.arrivals)),
        _ListColumn("Có thể đã gửi (đoán, cần hỏi lại)", 28, lambda owed: "\n".join(owed.possible)),
        _ListColumn(f"Nhiệm vụ {reminder.past_due}", 40, lambda owed: "\n".join(overdue_names(reminder, owed))),
        _ListColumn(
            "Nhiệm vụ phải sửa, bổ sung",
            40,
            lambda owed: "\n".join(task_names(reminder, (*owed.to_mend, *owed.left_empty))),
        ),
        _ListColumn("Hạn trả lời", 12, lambda _: reminder.until),
        _ListColumn("Người liên hệ", 22, lambda owed: owed.agency.contact_name),
        _ListColumn("Điện thoại", 15, lambda owed: owed.agency.phone),
        _ListColumn("Thư điện tử", 28, lambda owed: owed.agency.email),
        _ListColumn("Liên hệ", 16, _confirmation),
    )


def _confirmation(owed: Owed) -> str:
    """Return whether somebody has confirmed the contact, and whether there is a draft to send."""
    if owed.agency.has_unconfirmed_contact:
        return "chưa xác nhận"
    return "" if address_of(owed.agency) is not None else "chưa có địa chỉ thư"


def _set_up(sheet: xlsxwriter.worksheet.Worksheet, *, rows: int, columns: int) -> None:
    """Freeze the heading and the names, add filters, and print on A4 across."""
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, rows, columns - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
