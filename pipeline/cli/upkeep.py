"""The commands that look after a project folder before work starts."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import print_error, print_json, print_line, print_lines
from pipeline.cli.options import Words, as_of_option, inbox_option, outbox_option, round_option, today, with_request
from pipeline.cli.vietnamese import VietnameseCommand, VietnameseGroup

if TYPE_CHECKING:
    from datetime import date

    from pipeline.workspace import Request


@click.command(cls=VietnameseCommand)
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path))
@click.option(
    "--example", type=Words(), metavar="TÊN", help="Đợt ví dụ chép vào; không ghi thì tạo một đợt trống để điền."
)
@as_of_option
def init(folder: Path, example: str | None, as_of: "date | None") -> None:
    """Tạo một thư mục dự án mới để làm việc ngay.

    Trong đó có một đợt công tác (trống để điền, hoặc ví dụ), inbox/, tệp khởi động cho Windows và Linux, hướng dẫn.
    Thư mục phải chưa có hoặc trống.
    """
    from pipeline import flow
    from pipeline.cli.terminal.upkeep import started_lines

    campaign = flow.init(folder, example=example, as_of=as_of or today())
    print_lines(started_lines(folder, campaign, is_example=example is not None))


@click.command(cls=VietnameseCommand)
@inbox_option
@outbox_option
@as_of_option
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON cho chương trình khác đọc.")
@click.option("--move", is_flag=True, help="Chuyển kết quả của phiên bản trước sang chỗ mới; chạy lại nhiều lần được.")
@with_request
def doctor(request: "Request", as_json: bool, move: bool) -> None:
    """Xem thư mục dự án thiếu gì, có gì chưa chắc trước khi làm việc. Mã thoát 1 nếu có việc phải làm trước.

    Từ phiên bản này mỗi đợt công tác có thư mục riêng: outbox/ĐỢT/LẦN, templates/xlsx/ĐỢT/LẦN. Thêm --move để chuyển
    những gì còn ở chỗ cũ.
    """
    from pipeline import flow
    from pipeline.cli.terminal.upkeep import doctor_lines, doctor_record

    checkup = flow.doctor(request, move=move, tell=print_error if as_json else print_line)
    if as_json:
        print_json(doctor_record(checkup))
    else:
        print_lines(doctor_lines(checkup))
    click.get_current_context().exit(1 if checkup.is_stopped else 0)


@click.group(
    cls=VietnameseGroup,
    invoke_without_command=True,
    subcommand_metavar="LỆNH [THAM_SỐ]...",
)
@click.pass_context
def catalogue(context: click.Context, /) -> None:
    """Sửa dữ liệu của đợt công tác: liên hệ của các cơ quan trong danh sách."""
    if context.invoked_subcommand is None:
        print_lines(context.get_help().splitlines())


@catalogue.command()
@click.argument("file", metavar="[TỆP]", required=False, type=click.Path(path_type=Path))
@round_option(default="mọi lần")
@inbox_option
@as_of_option
@with_request
def addresses(request: "Request", file: Path | None) -> None:
    """Ghi địa chỉ thư, điện thoại, người liên hệ vào danh sách cơ quan (agencies.csv).

    Lấy từ một danh bạ Excel có tên cơ quan và địa chỉ; không nêu tệp thì lấy từ các báo cáo đã tiếp nhận trong inbox/. Chỉ ghi
    chỗ còn trống, kèm nguồn và chữ «chưa xác nhận»; chỗ nào khác với danh sách thì chỉ nêu ra, không sửa.
    """
    from pipeline import flow
    from pipeline.cli.terminal.addresses import address_lines

    print_lines(address_lines(flow.fill_addresses(request, file=file)))
