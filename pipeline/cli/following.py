"""The commands that follow a round up: who owes what, what is behind a cell, what changed, reminders, watching."""

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from pipeline.cli.console import print_json, print_line, print_lines
from pipeline.cli.options import (
    Day,
    Words,
    any_inbox_option,
    as_of_option,
    inbox_option,
    outbox_option,
    round_option,
    today,
    with_request,
)
from pipeline.cli.vietnamese import VietnameseCommand

if TYPE_CHECKING:
    from datetime import date

    from pipeline.workspace import Request


@click.command(cls=VietnameseCommand)
@round_option()
@as_of_option
@any_inbox_option
@outbox_option
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON cho chương trình khác đọc.")
@with_request
def status(request: "Request", as_json: bool) -> None:
    """Xem ai đã báo cáo, ai chậm, ai thiếu; nhiệm vụ nào quá hạn, sắp đến hạn."""
    from pipeline import flow
    from pipeline.cli.terminal.inbox import empty_inbox_lines, lost_lines, meant_lines
    from pipeline.cli.terminal.status import status_lines, status_record

    run = flow.status(request)
    lost = flow.lost_returns_of(request, run)
    if as_json:
        print_json(status_record(run, lost))
    else:
        print_lines(meant_lines(request, run))
        print_lines(empty_inbox_lines(run, request.inbox))
        print_lines(lost_lines(lost, run.campaign))
        print_lines(status_lines(run))


@click.command(cls=VietnameseCommand)
@click.argument("agency", type=Words(), metavar="CƠ_QUAN")
@click.argument("task", type=Words(), metavar="NHIỆM_VỤ")
@round_option()
@as_of_option
@any_inbox_option
@with_request
def why(request: "Request", agency: str, task: str) -> None:
    """Xem mọi điều đằng sau một ô của ma trận, ví dụ: tonghop why CQ1 1.1.

    Cơ quan ghi bằng mã hoặc tên đầy đủ; nhiệm vụ ghi bằng mã. In ra tình trạng và căn cứ, nội dung cơ quan đã gõ, tệp,
    ô, lỗi, miễn, gia hạn và lần báo cáo trước.
    """
    from pipeline import flow
    from pipeline.cli.terminal.inbox import meant_lines
    from pipeline.cli.terminal.why import why_lines

    run, story = flow.why(request, agency=agency, task=task)
    print_lines(meant_lines(request, run))
    print_lines(why_lines(run, story))


@click.command(cls=VietnameseCommand)
@round_option()
@as_of_option
@click.option(
    "--since", metavar="NGÀY|DÒNG", help="So với lần tổng hợp cuối đến ngày này, hoặc dòng này của history.jsonl."
)
@any_inbox_option
@outbox_option
@with_request
def diff(request: "Request", since: str | None) -> None:
    """Xem có gì thay đổi trong hộp thư đến so với một lần tổng hợp trước.

    Không có --since thì so với lần tổng hợp gần nhất có kết quả khác bây giờ. Sổ các lần tổng hợp là outbox/ĐỢT/history.jsonl.
    """
    from pipeline import flow
    from pipeline.cli.terminal.changes import change_lines
    from pipeline.cli.terminal.inbox import meant_lines

    run, entry, changes = flow.diff(request, since=since)
    print_lines(meant_lines(request, run))
    print_lines(change_lines(run, entry, changes))


@click.command(cls=VietnameseCommand)
@round_option()
@as_of_option
@any_inbox_option
@outbox_option
@click.option(
    "--until",
    type=Day(),
    help="Hạn trả lời ghi trong công văn và thư; mặc định là hạn của lần báo cáo, quá hạn thì 5 ngày làm việc (từ 7 ngày "
    "sau hạn: 3 ngày làm việc) sau ngày tổng hợp.",
)
@with_request
def remind(request: "Request", until: "date | None") -> None:
    """Soạn công văn đôn đốc, thư nháp cho từng cơ quan, danh sách gọi điện vào outbox/ĐỢT/don-doc/LẦN.

    Chỉ đôn đốc những gì chưa xong: báo cáo chưa gửi, nhiệm vụ quá hạn, nội dung phải sửa; cơ quan được miễn không có tên.
    Mức độ theo ngày tổng hợp: nhắc trước hạn, đôn đốc, tiếp tục đôn đốc (từ 7 ngày sau hạn). Không gửi gì đi.
    """
    from pipeline import flow
    from pipeline.cli.terminal.remind import reminder_lines

    drafts, folder = flow.remind(request, until=until, tell=print_line)
    print_lines(reminder_lines(drafts, folder))


@click.command(cls=VietnameseCommand)
@round_option()
@as_of_option
@inbox_option
@outbox_option
@click.option("--poll", is_flag=True, help="Dùng cho ổ mạng: tự dò thay đổi thay vì chờ máy báo.")
@with_request
def watch(request: "Request", poll: bool) -> None:
    """Theo dõi inbox/, tổng hợp lại mỗi khi có báo cáo mới; dừng bằng Ctrl-C.

    Mỗi tệp mới in một dòng kết luận. Tệp đang chép dở được chờ cho xong; lần chạy có lỗi thì in một dòng rồi theo dõi tiếp.
    """
    from pipeline import flow

    has_fixed_day = click.get_current_context().get_parameter_source("as_of") is ParameterSource.COMMANDLINE
    try:
        flow.watch(request, today=(lambda: request.as_of) if has_fixed_day else today, poll=poll, say=print_line)
    except KeyboardInterrupt:
        print_line("Đã dừng theo dõi.")
