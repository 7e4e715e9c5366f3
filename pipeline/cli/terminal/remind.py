"""What remind prints."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal.layout import listed, wrapped
from pipeline.values import date_text

if TYPE_CHECKING:
    from pipeline.reports.outbox.drafts import Drafts


def reminder_lines(drafts: "Drafts", folder: Path) -> Iterator[str]:
    """Yield how many are reminded of what, who has no address, and where letter and drafts are."""
    from pipeline.reports.letters.letter import CONTACT_PLACE, contact
    from pipeline.reports.outbox.drafts import CALL_LIST, LETTER, MAILBOX, UNCONFIRMED_FOLDER
    from pipeline.reports.wording import NOBODY_TO_REMIND

    reminder = drafts.reminder
    name = reminder.round.name
    yield from wrapped(
        f"{name[0].upper()}{name[1:]}, hạn gửi {date_text(reminder.round.last_day)}, tính đến ngày {date_text(reminder.as_of)}: "
        f"{reminder.level.label}",
        indent="",
    )
    if not reminder.everyone:
        yield NOBODY_TO_REMIND
    else:
        yield f"Chưa gửi báo cáo: {len(reminder.missing)} cơ quan."
        yield f"Đã báo cáo nhưng còn việc {reminder.past_due} hoặc phải sửa: {len(reminder.unfinished)} cơ quan."
        yield f"Hạn trả lời: {reminder.by_when} (đổi bằng --until NGÀY)."
        yield f"Công văn: {folder / LETTER}"
        if not contact(reminder):
            yield from wrapped(
                f"Chưa có đầu mối liên hệ: ghi vào report.contact của decision.yaml, hoặc điền vào chỗ {CONTACT_PLACE} của "
                "công văn.",
                indent="",
            )
        ready = len(drafts.written) > len(drafts.unconfirmed)
        yield f"Thư nháp: {len(drafts.written)} tệp .eml cùng thư mục{f', gộp ở {MAILBOX}' if ready else ''}."
        yield "Chương trình không tự gửi thư."
        yield f"Danh sách gọi điện (dùng nội bộ): {folder / CALL_LIST}"
    if drafts.unconfirmed:
        names = [f"{owed.agency.name} ({owed.agency.email})" for owed in drafts.unconfirmed]
        yield from listed(f"Địa chỉ chưa xác nhận, thư nháp ở {folder / UNCONFIRMED_FOLDER}", names)
    if drafts.without_address:
        yield from listed("Chưa có địa chỉ thư", [owed.agency.name for owed in drafts.without_address])
    if reminder.own is not None:
        yield ""
        yield from wrapped(f"{reminder.own.agency.name} là đơn vị tổng hợp, cũng còn việc chưa xong.", indent="")
