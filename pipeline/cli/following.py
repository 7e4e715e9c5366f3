"""The commands that follow a round up: who owes what, what is behind a cell, what changed, reminders, watching."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    any_inbox_option,
    as_of_option,
    common_of,
    inbox_option,
    outbox_option,
    project_options,
    round_option,
    today,
)
from pipeline.cli.vietnamese import VietnameseCommand

if TYPE_CHECKING:
    from pipeline.intake.files.remote import Inbox


@click.command(cls=VietnameseCommand)
@round_option()
@as_of_option
@any_inbox_option
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON cho chương trình khác đọc.")
@project_options
@click.pass_context
def status(
    context: click.Context,
    round_code: str | None,
    as_of: date | None,
    inbox: "Inbox | None",
    as_json: bool,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Xem ai đã báo cáo, ai chậm, ai thiếu; nhiệm vụ nào quá hạn, sắp đến hạn."""
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.cli.terminal.status import status_lines, status_record

    run = flow.status(
        common.workspace,
        campaign_name=common.campaign,
        round_code=round_code,
        as_of=as_of or today(),
        inbox=inbox,
    )
    if as_json:
        click.echo(json.dumps(status_record(run), ensure_ascii=False, indent=1))
        return
    for line in status_lines(run):
        click.echo(line)


@click.command(cls=VietnameseCommand)
@click.argument("agency", metavar="CƠ_QUAN")
@click.argument("task", metavar="NHIỆM_VỤ")
@round_option()
@as_of_option
@any_inbox_option
@project_options
@click.pass_context
def why(
    context: click.Context,
    agency: str,
    task: str,
    round_code: str | None,
    as_of: date | None,
    inbox: "Inbox | None",
    project: Path | None,
    campaign: str | None,
) -> None:
    """Xem mọi điều đằng sau một ô của ma trận, ví dụ: tonghop why SNV 3.1.

    Cơ quan ghi bằng mã hoặc tên đầy đủ; nhiệm vụ ghi bằng mã. In ra tình trạng và căn cứ, nội dung cơ quan đã gõ, tệp,
    ô, lỗi, miễn, gia hạn và lần báo cáo trước.
    """
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.cli.terminal.why import why_lines

    run, story = flow.why(
        common.workspace,
        campaign_name=common.campaign,
        round_code=round_code,
        as_of=as_of or today(),
        inbox=inbox,
        agency=agency,
        task=task,
    )
    for line in why_lines(run, story):
        click.echo(line)


@click.command(cls=VietnameseCommand)
@round_option()
@as_of_option
@click.option(
    "--since", metavar="NGÀY|DÒNG", help="So với lần tổng hợp cuối đến ngày này, hoặc dòng này của history.jsonl."
)
@any_inbox_option
@outbox_option
@project_options
@click.pass_context
def diff(
    context: click.Context,
    round_code: str | None,
    as_of: date | None,
    since: str | None,
    inbox: "Inbox | None",
    outbox: Path | None,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Xem có gì thay đổi trong hộp thư đến so với một lần tổng hợp trước.

    Không có --since thì so với lần tổng hợp gần nhất có kết quả khác bây giờ. Sổ các lần tổng hợp là outbox/history.jsonl.
    """
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.cli.terminal.changes import change_lines

    run, entry, changes = flow.diff(
        common.workspace,
        campaign_name=common.campaign,
        round_code=round_code,
        as_of=as_of or today(),
        inbox=inbox,
        outbox=outbox,
        since=since,
    )
    for line in change_lines(run, entry, changes):
        click.echo(line)


@click.command(cls=VietnameseCommand)
@round_option()
@as_of_option
@any_inbox_option
@outbox_option
@project_options
@click.pass_context
def remind(
    context: click.Context,
    round_code: str | None,
    as_of: date | None,
    inbox: "Inbox | None",
    outbox: Path | None,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Soạn công văn đôn đốc và thư nháp cho từng cơ quan vào outbox/don-doc/LẦN.

    Chỉ đôn đốc những gì còn nợ: báo cáo chưa gửi, nhiệm vụ quá hạn, nội dung phải sửa; cơ quan được miễn không có tên.
    Mức độ theo ngày tổng hợp: nhắc trước hạn, đôn đốc, tiếp tục đôn đốc (từ 7 ngày sau hạn). Không gửi gì đi.
    """
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.cli.terminal.remind import reminder_lines

    drafts, folder = flow.remind(
        common.workspace,
        campaign_name=common.campaign,
        round_code=round_code,
        as_of=as_of or today(),
        inbox=inbox,
        outbox=outbox,
    )
    for line in reminder_lines(drafts, folder):
        click.echo(line)


@click.command(cls=VietnameseCommand)
@round_option()
@as_of_option
@inbox_option
@outbox_option
@click.option("--poll", is_flag=True, help="Dùng cho ổ mạng: tự dò thay đổi thay vì chờ máy báo.")
@project_options
@click.pass_context
def watch(
    context: click.Context,
    round_code: str | None,
    as_of: date | None,
    inbox: Path | None,
    outbox: Path | None,
    poll: bool,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Theo dõi inbox/, tổng hợp lại mỗi khi có báo cáo mới; dừng bằng Ctrl-C.

    Mỗi tệp mới in một dòng kết luận. Tệp đang chép dở được chờ cho xong; lần chạy có lỗi thì in một dòng rồi theo dõi tiếp.
    """
    common = common_of(context, project, campaign)
    from pipeline import flow

    click.echo("Đang theo dõi; dừng bằng Ctrl-C.")
    try:
        flow.watch(
            common.workspace,
            campaign_name=common.campaign,
            round_code=round_code,
            today=today if as_of is None else lambda: as_of,
            inbox=inbox,
            outbox=outbox,
            poll=poll,
            say=click.echo,
        )
    except KeyboardInterrupt:
        click.echo("Đã dừng theo dõi.")
