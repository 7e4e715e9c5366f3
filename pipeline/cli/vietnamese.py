"""Click speaks Vietnamese: headings of the help, and each usage error as one line that says how to mend it."""

import click


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
            reason = f"không có lệnh «{error.command_name}»."
        case click.MissingParameter():
            reason = f"thiếu {_parameter_name(error)}."
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


class VietnameseCommand(click.Command):
    """A command whose help has Vietnamese headings."""

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
