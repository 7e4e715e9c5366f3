"""The command line as a whole: every trouble is one line and an exit code."""

import errno

import click
import pytest

from pipeline.cli import commands
from pipeline.cli.vietnamese import VietnameseGroup
from pipeline.errors import OperatorError, OutputError


@pytest.mark.parametrize(
    ("trouble", "line", "code"),
    [
        (KeyboardInterrupt(), "Đã dừng theo yêu cầu.", 130),
        (OperatorError("không có."), "Lỗi: không có.", OperatorError.exit_code),
        (OperatorError("a: sai.\nb: sai."), "Lỗi: a: sai. · b: sai.", OperatorError.exit_code),
        (OutputError("không ghi được."), "Lỗi: không ghi được.", OutputError.exit_code),
        (click.UsageError("sai."), "Lỗi: sai. Xem hướng dẫn: tonghop --help", 2),
        (
            PermissionError(errno.EACCES, "Permission denied", "a.yaml"),
            "Lỗi: máy không cho dùng a.yaml (không có quyền); kiểm tra đường dẫn, quyền và dung lượng đĩa rồi chạy lại.",
            2,
        ),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "Lỗi: máy không cho làm tiếp (đĩa đã đầy); kiểm tra đường dẫn, quyền và dung lượng đĩa rồi chạy lại.",
            2,
        ),
        (MemoryError(), "Lỗi: máy không đủ bộ nhớ; đóng bớt chương trình khác rồi chạy lại.", 2),
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


def test_a_mistake_of_the_program_keeps_its_traceback_fit_to_be_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_arguments: object) -> None:
        raise ValueError("\x1b]0;a\u202e")

    monkeypatch.setattr(commands.tonghop, "main", fail)
    with pytest.raises(SystemExit) as exit_:
        commands.main([])
    lines = capsys.readouterr().err.splitlines()
    assert exit_.value.code == 1
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == "ValueError: ⟨U+001B⟩]0;a⟨U+202E⟩"


def test_ctrl_c_within_the_command_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(VietnameseGroup, "invoke", interrupt)
    with pytest.raises(SystemExit) as exit_:
        commands.main([])
    assert exit_.value.code == 130
    assert capsys.readouterr() == ("", "Đã dừng theo yêu cầu.\n")


def test_without_a_command_the_help_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        commands.main([])
    assert not exit_.value.code
    assert capsys.readouterr().out.startswith("Cách dùng: tonghop")
