"""The command `tonghop`: parse, call the flow, print, exit code."""

import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline import interrupts
from pipeline.cli.console import prepare_console, print_error, print_line, print_lines
from pipeline.cli.following import diff, remind, status, watch, why
from pipeline.cli.options import (
    Number,
    Words,
    any_inbox_option,
    as_of_option,
    inbox_option,
    outbox_option,
    progress,
    project_options,
    round_option,
    with_request,
)
from pipeline.cli.upkeep import catalogue, doctor, init
from pipeline.cli.vietnamese import VietnameseGroup, usage_line, version_option
from pipeline.errors import OperatorError, reason_of

if TYPE_CHECKING:
    from pipeline.workspace import Request


class _InterruptedError(Exception):
    """Ctrl-C, carried past click, which would print an empty line for it."""


@contextmanager
def _carried() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, EOFError) as error:
        raise _InterruptedError from error


class _Program(VietnameseGroup):
    """The command, whose troubles are told by `main`."""

    def make_context(self, *arguments: Any, **named: Any) -> click.Context:
        """Parse the arguments."""
        with _carried():
            return super().make_context(*arguments, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand."""
        with _carried():
            return super().invoke(ctx)


@click.group(
    cls=_Program,
    context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    subcommand_metavar="LỆNH [THAM_SỐ]...",
)
@project_options
@version_option
@click.pass_context
def tonghop(context: click.Context, /, **_read_by_the_commands: object) -> None:
    """Tổng hợp báo cáo Excel của các cơ quan thành báo cáo chung (Word, Excel).

    Trình tự: templates (tạo biểu mẫu) → cơ quan điền và gửi lại → đặt tệp vào inbox/ → consolidate (tổng hợp)
    → xem outbox/.
    """
    if context.invoked_subcommand is None:
        print_lines(context.get_help().splitlines())


tonghop.add_command(init)
tonghop.add_command(doctor)
tonghop.add_command(catalogue)


@tonghop.command()
@round_option()
@click.option(
    "--agency",
    "agency_codes",
    type=Words(),
    metavar="MÃ",
    multiple=True,
    help="Chỉ tạo cho cơ quan này; dùng nhiều lần được.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help="Nơi ghi; mặc định templates/xlsx/ĐỢT/LẦN."
)
@inbox_option
@as_of_option
@with_request
def templates(request: "Request", agency_codes: Sequence[str], out: Path | None) -> None:
    """Tạo biểu mẫu Excel cho từng cơ quan."""
    from pipeline import flow

    folder, count = flow.make_templates(request, agency_codes=agency_codes, out=out, progress=progress("Tạo biểu mẫu"))
    print_line(f"Đã tạo {count} biểu mẫu trong {folder}")


@tonghop.command()
@round_option()
@click.argument("paths", nargs=-1, metavar="[TỆP]...", type=click.Path(path_type=Path))
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi thêm danh sách lỗi dạng JSON."
)
@as_of_option
@outbox_option
@with_request
def check(request: "Request", paths: Sequence[Path], json_file: Path | None) -> None:
    """Kiểm tra báo cáo, in từng lỗi kèm ô; không ghi gì. Mã thoát 1 nếu có lỗi.

    Tệp nêu đích danh được kiểm tra theo đợt công tác và lần báo cáo ghi trong tệp.
    """
    from pipeline import flow
    from pipeline.cli.terminal.inbox import empty_inbox_lines, lost_lines
    from pipeline.cli.terminal.main_job import check_lines

    runs = flow.check(request, paths=paths, json_file=json_file, progress=progress("Đọc báo cáo"))
    for run in () if paths else runs:
        print_lines(empty_inbox_lines(run, request.inbox))
        print_lines(lost_lines(flow.lost_returns_of(request, run), run.campaign))
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
@click.option(
    "--allow-missing",
    is_flag=True,
    help="Vẫn ghi kết quả khi báo cáo đã dùng lần trước nay không còn trong thư mục nhận.",
)
@click.option("--profile", is_flag=True, help="In thêm thời gian của từng bước và bộ nhớ đã dùng.")
@with_request
def consolidate(request: "Request", strict: bool, scheduler: str | None, allow_missing: bool, profile: bool) -> None:
    """Tổng hợp: tiếp nhận, kiểm tra, gộp và ghi toàn bộ kết quả vào outbox/ĐỢT/LẦN.

    Tệp kết quả đã sửa bằng tay được giữ ở outbox/ĐỢT/ban-sua-tay. Nếu báo cáo đã dùng lần trước nay không còn thì dừng
    (mã thoát 5) trừ khi có --allow-missing.
    """
    from pipeline import flow
    from pipeline.cli.terminal.inbox import empty_inbox_lines, lost_lines, meant_lines
    from pipeline.cli.terminal.main_job import consolidation_lines
    from pipeline.cli.terminal.profile import profile_lines
    from pipeline.reports.outbox.lost import LostReturnsError
    from pipeline.run import Stages

    stages = Stages()
    try:
        run, folder = flow.consolidate(
            request,
            scheduler=scheduler,
            allow_missing=allow_missing,
            progress=progress("Đọc báo cáo"),
            stages=stages,
            tell=print_line,
        )
    except LostReturnsError as error:
        print_lines(lost_lines(error.lost, error.campaign))
        raise
    print_lines(meant_lines(request, run))
    print_lines(empty_inbox_lines(run, request.inbox))
    print_lines(consolidation_lines(run, folder, stages))
    if profile:
        print_lines(profile_lines(stages))
    click.get_current_context().exit(1 if strict and (run.has_rejected or run.has_errors) else 0)


for following in (status, why, diff, remind, watch):
    tonghop.add_command(following)


@tonghop.command()
@round_option(required=True)
@click.option(
    "--seed", type=Number(), default=1, show_default=True, metavar="SỐ", help="Cùng số thì cùng kết quả đến từng byte."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help="Nơi ghi; mặc định simulated/ĐỢT/LẦN.")
@with_request
def simulate(request: "Request", seed: int, out: Path | None) -> None:
    """Tạo báo cáo giả lập (đủ loại đúng, sai, chậm, thiếu) để trình diễn và thử nghiệm."""
    from pipeline import flow
    from pipeline.cli.terminal.main_job import simulation_lines

    folder, summary = flow.simulate(request, seed=seed, out=out, progress=progress("Tạo báo cáo giả lập"))
    print_lines(simulation_lines(folder, summary))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command; every trouble that a user can cause is one line on the error stream and an exit code."""
    prepare_console()
    try:
        code = int(tonghop.main(args=arguments, prog_name="tonghop", standalone_mode=False) or 0)
    except BaseException as error:  # a request to end may surface as anything
        code = _failed(error)
    interrupts.stop_listening()
    sys.exit(code)


def _failed(error: BaseException) -> int:
    """Print why the command came to no end, in one line unless the program itself is wrong; return the exit code."""
    stopped = interrupts.exit_code()
    if stopped is not None or isinstance(error, _InterruptedError | KeyboardInterrupt):
        print_error("Đã dừng theo yêu cầu.", below=True)
        return stopped or 130
    match error:
        case click.UsageError():
            print_error(usage_line(error))
            return 2
        case OperatorError():
            print_error(f"Lỗi: {error.one_line}")
            return error.exit_code
        case OSError() if error.errno is not None:
            print_error(f"Lỗi: {_refused_by_system(error)}")
            return OperatorError.exit_code
        case MemoryError():
            print_error("Lỗi: máy không đủ bộ nhớ; đóng bớt chương trình khác rồi chạy lại.")
            return OperatorError.exit_code
        case Exception():
            for line in "".join(traceback.format_exception(error)).splitlines():
                print_error(line)
            return 1
        case _:
            raise error


def _refused_by_system(error: OSError) -> str:
    """Return what is said where a file was refused at a place that has no sentence of its own."""
    action = "làm tiếp" if error.filename is None else f"dùng {error.filename}"
    return f"máy không cho {action} ({reason_of(error)}); kiểm tra đường dẫn, quyền và dung lượng đĩa rồi chạy lại."
