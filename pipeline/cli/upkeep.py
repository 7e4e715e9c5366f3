"""The command that looks after a project folder before work starts."""

from typing import TYPE_CHECKING

import click

from pipeline.cli.console import print_error, print_json, print_line, print_lines
from pipeline.cli.options import outbox_option, with_request
from pipeline.cli.vietnamese import VietnameseCommand

if TYPE_CHECKING:
    from pipeline.workspace import Request


@click.command(cls=VietnameseCommand)
@outbox_option
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON cho chương trình khác đọc.")
@click.option("--move", is_flag=True, help="Chuyển kết quả của phiên bản trước sang chỗ mới; chạy lại nhiều lần được.")
@with_request
def doctor(request: "Request", as_json: bool, move: bool) -> None:
    """Xem thư mục dự án có gì phải sửa trước khi làm việc. Mã thoát 1 nếu có việc phải làm trước.

    Từ phiên bản này mỗi đợt công tác có thư mục riêng: outbox/ĐỢT/LẦN, templates/xlsx/ĐỢT/LẦN. Thêm --move để chuyển
    những gì còn ở chỗ cũ.
    """
    from pipeline import flow
    from pipeline.cli.terminal.upkeep import doctor_lines, doctor_record

    first = flow.doctor(request, move=move, tell=print_error if as_json else print_line)
    if as_json:
        print_json(doctor_record(first))
    else:
        print_lines(doctor_lines(first))
    click.get_current_context().exit(1 if first.is_to_move else 0)
