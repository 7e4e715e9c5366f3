"""The command `tonghop`: parse, call the flow, print, exit code."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from pipeline.cli_options import (
    as_of_option,
    common_of,
    inbox_option,
    outbox_option,
    progress,
    project_options,
    round_option,
    today,
)
from pipeline.errors import OperatorError
from pipeline.vietnamese_click import VietnameseGroup, usage_line


@click.group(
    cls=VietnameseGroup,
    context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    subcommand_metavar="LỆNH [THAM_SỐ]...",
)
@project_options
@click.version_option(package_name="tonghop", message="tonghop %(version)s", help="Hiện phiên bản rồi thoát.")
@click.pass_context
def tonghop(context: click.Context, /, **_read_by_the_commands: object) -> None:
    """Tổng hợp báo cáo Excel của các cơ quan thành báo cáo chung (Word, Excel).

    Trình tự: templates (tạo biểu mẫu) → cơ quan điền và gửi lại → đặt tệp vào inbox/ → consolidate (tổng hợp)
    → xem outbox/.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@tonghop.command()
@round_option()
@click.option(
    "--agency", "agency_codes", metavar="MÃ", multiple=True, help="Chỉ tạo cho cơ quan này; dùng nhiều lần được."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help="Nơi ghi; mặc định templates/xlsx/LẦN.")
@inbox_option
@as_of_option
@project_options
@click.pass_context
def templates(
    context: click.Context,
    round_code: str | None,
    agency_codes: Sequence[str],
    out: Path | None,
    inbox: Path | None,
    as_of: date | None,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Tạo biểu mẫu Excel cho từng cơ quan."""
    common = common_of(context, project, campaign)
    from pipeline import flow

    folder, count = flow.make_templates(
        common.workspace,
        campaign_name=common.campaign,
        round_code=round_code,
        agency_codes=agency_codes,
        out=out,
        inbox=inbox,
        today=as_of or today(),
        progress=progress("Tạo biểu mẫu"),
    )
    click.echo(f"Đã tạo {count} biểu mẫu trong {folder}")


@tonghop.command()
@round_option()
@click.argument("paths", nargs=-1, metavar="[TỆP]...", type=click.Path(path_type=Path))
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi thêm danh sách lỗi dạng JSON."
)
@as_of_option
@project_options
@click.pass_context
def check(
    context: click.Context,
    round_code: str | None,
    paths: Sequence[Path],
    json_file: Path | None,
    as_of: date | None,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Kiểm tra báo cáo, in từng lỗi kèm ô; không ghi gì. Mã thoát 1 nếu có lỗi."""
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.terminal.main_job import check_lines

    runs = flow.check(
        common.workspace,
        campaign_name=common.campaign,
        round_code=round_code,
        paths=paths,
        as_of=as_of or today(),
        json_file=json_file,
        progress=progress("Đọc báo cáo"),
    )
    for line in check_lines(runs):
        click.echo(line)
    context.exit(1 if any(run.has_errors for run in runs) else 0)


@tonghop.command()
@round_option()
@as_of_option
@inbox_option
@outbox_option
@click.option("--strict", is_flag=True, help="Mã thoát 1 nếu có tệp bị từ chối hoặc có ô lỗi.")
@project_options
@click.pass_context
def consolidate(
    context: click.Context,
    round_code: str | None,
    as_of: date | None,
    inbox: Path | None,
    outbox: Path | None,
    strict: bool,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Tổng hợp: tiếp nhận, kiểm tra, gộp và ghi toàn bộ kết quả vào outbox/LẦN."""
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.run import Stages
    from pipeline.terminal.main_job import consolidation_lines

    stages = Stages()
    run, folder = flow.consolidate(
        common.workspace,
        campaign_name=common.campaign,
        round_code=round_code,
        as_of=as_of or today(),
        inbox=inbox,
        outbox=outbox,
        progress=progress("Đọc báo cáo"),
        stages=stages,
    )
    for line in consolidation_lines(run, folder, stages):
        click.echo(line)
    context.exit(1 if strict and (run.has_rejected or run.has_errors) else 0)


@tonghop.command()
@round_option()
@as_of_option
@inbox_option
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON cho chương trình khác đọc.")
@project_options
@click.pass_context
def status(
    context: click.Context,
    round_code: str | None,
    as_of: date | None,
    inbox: Path | None,
    as_json: bool,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Xem ai đã báo cáo, ai chậm, ai thiếu; nhiệm vụ nào quá hạn, sắp đến hạn."""
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.terminal.status import status_lines, status_record

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


@tonghop.command()
@click.argument("agency", metavar="CƠ_QUAN")
@click.argument("task", metavar="NHIỆM_VỤ")
@round_option()
@as_of_option
@inbox_option
@project_options
@click.pass_context
def why(
    context: click.Context,
    agency: str,
    task: str,
    round_code: str | None,
    as_of: date | None,
    inbox: Path | None,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Xem mọi điều đằng sau một ô của ma trận, ví dụ: tonghop why SNV 3.1.

    Cơ quan ghi bằng mã hoặc tên đầy đủ; nhiệm vụ ghi bằng mã. In ra tình trạng và căn cứ, nội dung cơ quan đã gõ, tệp,
    ô, lỗi, miễn, gia hạn và lần báo cáo trước.
    """
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.terminal.why import why_lines

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


@tonghop.command()
@round_option()
@as_of_option
@click.option(
    "--since", metavar="NGÀY|DÒNG", help="So với lần tổng hợp cuối đến ngày này, hoặc dòng này của history.jsonl."
)
@inbox_option
@outbox_option
@project_options
@click.pass_context
def diff(
    context: click.Context,
    round_code: str | None,
    as_of: date | None,
    since: str | None,
    inbox: Path | None,
    outbox: Path | None,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Xem có gì thay đổi trong hộp thư đến so với một lần tổng hợp trước.

    Không có --since thì so với lần tổng hợp gần nhất có kết quả khác bây giờ. Sổ các lần tổng hợp là outbox/history.jsonl.
    """
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.terminal.changes import change_lines

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


@tonghop.command()
@round_option()
@as_of_option
@inbox_option
@outbox_option
@project_options
@click.pass_context
def remind(
    context: click.Context,
    round_code: str | None,
    as_of: date | None,
    inbox: Path | None,
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
    from pipeline.terminal.remind import reminder_lines

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


@tonghop.command()
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


@tonghop.command()
@round_option(required=True)
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="SỐ", help="Cùng số thì cùng kết quả đến từng byte."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help="Nơi ghi; mặc định simulated/LẦN.")
@project_options
@click.pass_context
def simulate(
    context: click.Context,
    round_code: str,
    seed: int,
    out: Path | None,
    project: Path | None,
    campaign: str | None,
) -> None:
    """Tạo báo cáo giả lập (đủ loại đúng, sai, chậm, thiếu) để trình diễn và thử nghiệm."""
    common = common_of(context, project, campaign)
    from pipeline import flow
    from pipeline.terminal.main_job import simulation_lines

    folder, summary = flow.simulate(
        common.workspace,
        campaign_name=common.campaign,
        round_code=round_code,
        seed=seed,
        out=out,
        progress=progress("Tạo báo cáo giả lập"),
    )
    for line in simulation_lines(folder, summary):
        click.echo(line)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; every trouble that a user can cause is one line on the error stream and an exit code."""
    try:
        code = tonghop.main(args=arguments, prog_name="tonghop", standalone_mode=False)
    except click.UsageError as error:
        click.echo(usage_line(error), err=True)
        code = 2
    except OperatorError as error:
        click.echo(f"Lỗi: {error}", err=True)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng theo yêu cầu.", err=True)
        code = 130
    sys.exit(code)
