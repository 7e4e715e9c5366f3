"""What the commands share: their options, the request made of these, the progress that they show."""

import atexit
import gc
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.cli.console import print_error, print_progress
from pipeline.text import from_bytes
from pipeline.values import parse_date

if TYPE_CHECKING:
    from pipeline.intake.files.remote import Inbox
    from pipeline.run import Progress

Command = TypeVar("Command", bound=Callable[..., object])
#: Letters of a wrong value that are told.
_MOST_LETTERS = 60


class Day(click.ParamType[date]):
    """A day given as 2025-09-05 or 05/9/2025."""

    name = "NGÀY"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; a usage error where it is none."""
        if isinstance(value, date):
            return value
        day = parse_date(value).value
        if day is None:
            self.fail(f"«{value}» không phải là ngày; gõ theo dạng năm-tháng-ngày hoặc ngày/tháng/năm.", param, ctx)
        return day


class Words(click.ParamType[str]):
    """A name or a code as it was typed, whatever encoding the console has."""

    name = "CHỮ"

    def convert(self, value: str, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """Return the text."""
        return from_bytes(value)


class Number(click.ParamType[int]):
    """A whole number."""

    name = "SỐ"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; a usage error where it is none."""
        try:
            return int(value)
        except ValueError:
            self.fail(f"«{str(value)[:_MOST_LETTERS]}» không phải là số nguyên; gõ chữ số, ví dụ 7.", param, ctx)


class Folder(click.ParamType[Path]):
    """A folder that must be there."""

    name = "THƯ_MỤC"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path; a usage error where there is no such folder."""
        path = Path(value)
        if not path.is_dir():
            self.fail(f"không có thư mục «{path}».", param, ctx)
        return path


class AnyInbox(click.ParamType["Inbox"]):
    """A folder that must be there, or the address of a place that fsspec reads."""

    name = "THƯ_MỤC"

    def convert(self, value: "str | Path | Inbox", param: click.Parameter | None, ctx: click.Context | None) -> "Inbox":
        """Return the inbox; a usage error where there is no such folder."""
        if isinstance(value, str) and "://" in value:
            from pipeline.intake.files.remote import RemoteInbox

            return RemoteInbox(value)
        return Folder().convert(str(value), param, ctx)


def with_request(command: Callable[..., None]) -> Callable[..., None]:
    """Add --campaign and --project, and hand the command one `Request` in place of these and of what the options name.

    --campaign and --project may stand before the command's name too.
    """

    @project_options
    @wraps(command)
    def with_parameters(**parameters: Any) -> None:
        from pipeline.workspace import Request, Workspace

        _collect_garbage_seldom()
        shared = click.get_current_context().find_root().params
        workspace = Workspace(project=parameters.pop("project") or shared.get("project") or Path())
        request = Request(
            workspace=workspace,
            campaign_name=parameters.pop("campaign") or shared.get("campaign"),
            round_code=parameters.pop("round_code", None),
            as_of=parameters.pop("as_of", None) or today(),
            inbox=parameters.pop("inbox", None) or workspace.inbox,
            outbox=parameters.pop("outbox", None) or workspace.outbox,
        )
        command(request, **parameters)

    return with_parameters


def _collect_garbage_seldom() -> None:
    """Collect garbage seldom: a run keeps its many values, and looking among them takes a tenth of its time."""
    gc.set_threshold(200_000, 50, 100)
    atexit.register(gc.freeze)


def project_options(command: Command) -> Command:
    """Add --campaign and --project."""
    campaign = click.option(
        "--campaign", metavar="TÊN", help="Đợt công tác (tên thư mục trong catalogue/); mặc định là đợt đang mở."
    )
    project = click.option("--project", type=Folder(), help="Thư mục dự án; mặc định là thư mục hiện tại.")
    return project(campaign(command))


def round_option(
    *, required: bool = False, default: str = "lần định kỳ gần nhất đã mở; lần đột xuất phải ghi mã"
) -> Callable[[Command], Command]:
    """Return what adds --round; `default` says in words which is meant without it."""
    text = "Mã lần báo cáo, ví dụ lan-1" + ("." if required else f"; mặc định là {default}.")
    return click.option("--round", "round_code", type=Words(), metavar="LẦN", required=required, help=text)


def as_of_option(command: Command) -> Command:
    """Add --as-of."""
    return click.option("--as-of", type=Day(), help="Ngày tổng hợp; mặc định là hôm nay.")(command)


def today() -> date:
    """Return today's date by the clock of this machine; every other date in the outputs comes from data."""
    return datetime.now().astimezone().date()


def progress(label: str) -> "Progress":
    """Return a progress display on the error stream: a moving line on a terminal, a line each quarter elsewhere."""
    quarter = 0

    def show(done: int, total: int) -> None:
        nonlocal quarter
        if sys.stderr is not None and sys.stderr.isatty():
            print_progress(f"{label}: {done}/{total}", finished=done == total)
        elif total and done * 4 // total > quarter:
            quarter = done * 4 // total
            print_error(f"{label}: {done}/{total}")

    return show


def inbox_option(command: Command) -> Command:
    """Add --inbox."""
    return click.option("--inbox", type=Folder(), help="Thư mục chứa báo cáo nhận về; mặc định inbox/.")(command)


def any_inbox_option(command: Command) -> Command:
    """Add --inbox, which may be an address too."""
    text = "Thư mục chứa báo cáo nhận về, hoặc địa chỉ fsspec (s3://…, sftp://…); mặc định inbox/."
    return click.option("--inbox", type=AnyInbox(), help=text)(command)


def outbox_option(command: Command) -> Command:
    """Add --outbox."""
    folder = click.Path(path_type=Path)
    return click.option("--outbox", type=folder, metavar="THƯ_MỤC", help="Thư mục kết quả; mặc định outbox/.")(command)
