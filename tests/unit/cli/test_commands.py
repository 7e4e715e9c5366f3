"""The command line as a whole: every trouble is one line and an exit code."""

import click
import pytest

from pipeline.cli import commands
from pipeline.errors import OperatorError, OutputError


@pytest.mark.parametrize(
    ("trouble", "line", "code"),
    [
        (KeyboardInterrupt(), "Đã dừng theo yêu cầu.", 130),
        (click.Abort(), "Đã dừng theo yêu cầu.", 130),
        (OperatorError("không có."), "Lỗi: không có.", OperatorError.exit_code),
        (OutputError("không ghi được."), "Lỗi: không ghi được.", OutputError.exit_code),
        (click.UsageError("sai."), "Lỗi: sai. Xem hướng dẫn: tonghop --help", 2),
    ],
)
def test_every_trouble_is_one_line_on_the_error_stream(
    trouble: BaseException,
    line: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(**_arguments: object) -> None:
        raise trouble

    monkeypatch.setattr(commands.tonghop, "main", fail)
    with pytest.raises(SystemExit) as exit_:
        commands.main([])
    assert exit_.value.code == code
    assert capsys.readouterr() == ("", f"{line}\n")


def test_a_mistake_of_the_program_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(commands.tonghop, "main", fail)
    with pytest.raises(ZeroDivisionError):
        commands.main([])


def test_without_a_command_the_help_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        commands.main([])
    assert not exit_.value.code
    assert capsys.readouterr().out.startswith("Cách dùng: tonghop")
