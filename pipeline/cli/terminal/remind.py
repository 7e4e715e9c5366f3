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
    from pipeline.reports.outbox.drafts import LETTER

    found = drafts.reminder
    name = found.round.name
    yield from wrapped(
        f"{name[0].upper()}{name[1:]}, hạn gửi {date_text(found.round.last_day)}, tính đến ngày {date_text(found.as_of)}: "
        f"{found.level.label}",
        indent="",
    )
    if not found.everyone:
        yield "Không còn cơ quan nào phải đôn đốc."
    else:
        yield f"Chưa gửi báo cáo: {len(found.missing)} cơ quan."
        yield f"Đã báo cáo nhưng còn việc quá hạn hoặc phải sửa: {len(found.unfinished)} cơ quan."
        yield f"Công văn: {folder / LETTER}"
        yield f"Thư nháp: {len(drafts.written)} tệp .eml cùng thư mục; chương trình không tự gửi thư."
    if drafts.without_address:
        yield from listed("Chưa có địa chỉ thư", [owed.agency.name for owed in drafts.without_address])
    if found.own is not None:
        yield ""
        yield from wrapped(f"{found.own.agency.name} là đơn vị tổng hợp, cũng còn việc chưa xong.", indent="")
