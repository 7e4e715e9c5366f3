"""The command `tonghop`: parse, call the flow, print, exit code."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.following import diff, remind, status, watch, why
from pipeline.cli.options import (
    any_inbox_option,
    as_of_option,
    inbox_option,
    outbox_option,
    print_lines,
    progress,
    project_options,
    round_option,
    with_request,
)
from pipeline.cli.vietnamese import VietnameseGroup, usage_line
from pipeline.errors import OperatorError

if TYPE_CHECKING:
    from pipeline.workspace import Request


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
@with_request
def templates(request: "Request", agency_codes: Sequence[str], out: Path | None) -> None:
    """Tạo biểu mẫu Excel cho từng cơ quan."""
    from pipeline import flow

    folder, count = flow.make_templates(request, agency_codes=agency_codes, out=out, progress=progress("Tạo biểu mẫu"))
    click.echo(f"Đã tạo {count} biểu mẫu trong {folder}")


@tonghop.command()
@round_option()
@click.argument("paths", nargs=-1, metavar="[TỆP]...", type=click.Path(path_type=Path))
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi thêm danh sách lỗi dạng JSON."
)
@as_of_option
@with_request
def check(request: "Request", paths: Sequence[Path], json_file: Path | None) -> None:
    """Kiểm tra báo cáo, in từng lỗi kèm ô; không ghi gì. Mã thoát 1 nếu có lỗi."""
    from pipeline import flow
    from pipeline.cli.terminal.main_job import check_lines

    runs = flow.check(request, paths=paths, json_file=json_file, progress=progress("Đọc báo cáo"))
    print_lines(check_lines(runs))
    click.get_current_context().exit(1 if any(run.has_errors for run in runs) else 0)


@tonghop.command()
@round_option()
@as_of_option
@any_inbox_option
@outbox_option
@click.option("--strict", is_flag=True, help="Mã thoát 1 nếu có tệp bị từ chối hoặc có ô lỗi.")
@click.option(
    "--scheduler", metavar="ĐỊA_CHỈ", help="Đọc báo cáo trên cụm máy Dask ở địa chỉ này, ví dụ tcp://10.0.0.5:8786."
)
@click.option("--profile", is_flag=True, help="In thêm thời gian của từng bước và bộ nhớ đã dùng.")
@with_request
def consolidate(request: "Request", strict: bool, scheduler: str | None, profile: bool) -> None:
    """Tổng hợp: tiếp nhận, kiểm tra, gộp và ghi toàn bộ kết quả vào outbox/LẦN."""
    from pipeline import flow
    from pipeline.cli.terminal.main_job import consolidation_lines
    from pipeline.cli.terminal.profile import profile_lines
    from pipeline.run import Stages

    stages = Stages()
    run, folder = flow.consolidate(request, scheduler=scheduler, progress=progress("Đọc báo cáo"), stages=stages)
    print_lines(consolidation_lines(run, folder, stages))
    if profile:
        print_lines(profile_lines(stages))
    click.get_current_context().exit(1 if strict and (run.has_rejected or run.has_errors) else 0)


for following in (status, why, diff, remind, watch):
    tonghop.add_command(following)


@tonghop.command()
@round_option(required=True)
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="SỐ", help="Cùng số thì cùng kết quả đến từng byte."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help="Nơi ghi; mặc định simulated/LẦN.")
@with_request
def simulate(request: "Request", seed: int, out: Path | None) -> None:
    """Tạo báo cáo giả lập (đủ loại đúng, sai, chậm, thiếu) để trình diễn và thử nghiệm."""
    from pipeline import flow
    from pipeline.cli.terminal.main_job import simulation_lines

    folder, summary = flow.simulate(request, seed=seed, out=out, progress=progress("Tạo báo cáo giả lập"))
    print_lines(simulation_lines(folder, summary))


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
