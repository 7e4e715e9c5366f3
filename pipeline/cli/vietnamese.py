"""Click speaks Vietnamese: headings of the help, and each usage error as one line that says how to mend it."""

from collections.abc import Callable
from typing import TypeVar

import click

from pipeline.cli.console import print_line, print_lines

Command = TypeVar("Command", bound=Callable[..., object])


def usage_line(error: click.UsageError) -> str:
    """Return the one line that the user sees for a usage error."""
    command = error.ctx.command_path if error.ctx is not None else "tonghop"
    return f"Lỗi: {_reason(error)} Xem hướng dẫn: {command} --help"


def _reason(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            hint = f" (có phải {', '.join(error.possibilities)}?)" if error.possibilities else ""
            reason = f"không có tùy chọn {error.option_name}{hint}."
        case click.NoSuchCommand():
            hint = f" (có phải {', '.join(error.possibilities)}?)" if error.possibilities else ""
            reason = f"không có lệnh «{error.command_name}»{hint}."
        case click.MissingParameter():
            reason = f"thiếu {_parameter_name(error)}."
        case click.BadOptionUsage() if _is_flag(error):
            reason = f"tùy chọn {error.option_name} không kèm giá trị; gõ {error.option_name} là đủ."
        case click.BadOptionUsage():
            reason = f"tùy chọn {error.option_name} cần một giá trị."
        case click.BadParameter():
            reason = f"giá trị của {_parameter_name(error)} không hợp lệ: {error.message}"
        case _:
            reason = f"{error.message}"
    return reason


def _parameter_name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "tham số")
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.make_metavar(error.ctx) if error.ctx is not None else error.param.human_readable_name


def _is_flag(error: click.BadOptionUsage) -> bool:
    parameters = [] if error.ctx is None else error.ctx.command.get_params(error.ctx)
    return any(
        isinstance(other, click.Option) and other.is_flag and error.option_name in other.opts for other in parameters
    )


def version_option(command: Command) -> Command:
    """Add --version."""
    return click.option(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help="Hiện phiên bản rồi thoát.",
    )(command)


def _show_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # click's way
    if value and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("tonghop")
        except PackageNotFoundError:
            number = "(chưa cài đặt, chạy từ mã nguồn)"
        print_line(f"tonghop {number}")
        context.exit()


def _show_help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # click's way
    if value and not context.resilient_parsing:
        print_lines(context.get_help().splitlines())
        context.exit()


class VietnameseCommand(click.Command):
    """A command whose help has Vietnamese headings."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; each usage error knows its command, and those too many are told in Vietnamese."""
        is_group, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not is_group:
            raise click.UsageError(f"thừa «{' '.join(rest)}».", ctx)
        return rest

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the pieces of the usage line."""
        return [piece.replace("[OPTIONS]", "[TÙY_CHỌN]") for piece in super().collect_usage_pieces(ctx)]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a Vietnamese heading."""
        records = [record for parameter in self.get_params(ctx) if (record := parameter.get_help_record(ctx))]
        with formatter.section("Tùy chọn"):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with its text in Vietnamese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện hướng dẫn này rồi thoát."
            option.callback = _show_help
        return option


class VietnameseGroup(VietnameseCommand, click.Group):
    """A group of commands whose help has Vietnamese headings."""

    command_class = VietnameseCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, command.get_short_help_str(limit=100)) for name, command in commands])

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a round goes."""
        return list(self.commands)
