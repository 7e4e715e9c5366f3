"""What the commands share: values of options, the request made of them, progress."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest

from pipeline.cli.options import (
    AnyInbox,
    Day,
    Folder,
    any_inbox_option,
    as_of_option,
    outbox_option,
    progress,
    project_options,
    round_option,
    today,
    with_request,
)
from pipeline.intake.files.remote import RemoteInbox
from pipeline.workspace import Request


@pytest.fixture
def call() -> Callable[..., Request]:
    """Call a command that has every shared option; give the request that it gets."""
    requests: list[Request] = []

    @click.group()
    @project_options
    def program(**_parameters: object) -> None:
        """Hold the command."""

    @program.command()
    @round_option()
    @as_of_option
    @any_inbox_option
    @outbox_option
    @with_request
    def command(request: Request) -> None:
        requests.append(request)

    def called(*arguments: str) -> Request:
        program.main(args=arguments, standalone_mode=False)
        return requests[-1]

    return called


def test_without_options_a_request_is_of_this_folder_and_day(call: Callable[..., Request]) -> None:
    request = call("command")
    assert request.workspace.project == Path()
    assert (request.campaign_name, request.round_code, request.as_of) == (None, None, today())
    assert (request.inbox, request.outbox) == (Path("inbox"), Path("outbox"))


def test_inbox_and_outbox_lie_in_the_project(call: Callable[..., Request], tmp_path: Path) -> None:
    request = call("command", "--project", str(tmp_path))
    assert (request.inbox, request.outbox) == (tmp_path / "inbox", tmp_path / "outbox")


def test_each_option_reaches_the_request(call: Callable[..., Request], tmp_path: Path) -> None:
    folders = ("--inbox", str(tmp_path), "--outbox", str(tmp_path / "out"))
    request = call("command", "--campaign", "2025", "--round", "lan-1", "--as-of", "05/9/2025", *folders)
    assert (request.campaign_name, request.round_code, request.as_of) == ("2025", "lan-1", date(2025, 9, 5))
    assert (request.inbox, request.outbox) == (tmp_path, tmp_path / "out")


def test_the_project_may_stand_before_the_command_and_is_overruled_behind_it(
    call: Callable[..., Request], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    before = ("--campaign", "a", "--project", str(tmp_path))
    assert call(*before, "command").workspace.project == tmp_path
    request = call(*before, "command", "--project", str(tmp_path / "other"))
    assert (request.campaign_name, request.workspace.project) == ("a", tmp_path / "other")


def test_a_day_is_typed_either_way_and_nothing_else_is_one() -> None:
    assert Day().convert("2025-09-05", None, None) == Day().convert("05/9/2025", None, None) == date(2025, 9, 5)
    assert Day().convert(date(2025, 9, 5), None, None) == date(2025, 9, 5)
    with pytest.raises(click.BadParameter, match="«mai» không phải là ngày"):
        Day().convert("mai", None, None)


def test_an_inbox_is_a_folder_that_exists_or_an_address(tmp_path: Path) -> None:
    assert AnyInbox().convert(str(tmp_path), None, None) == Folder().convert(tmp_path, None, None) == tmp_path
    assert AnyInbox().convert("s3://bucket/inbox", None, None) == RemoteInbox("s3://bucket/inbox")
    with pytest.raises(click.BadParameter, match="không có thư mục"):
        AnyInbox().convert(str(tmp_path / "nowhere"), None, None)


class TestProgress:
    """The display on the error stream."""

    def test_elsewhere_than_on_a_terminal_it_is_a_line_each_quarter(self, capsys: pytest.CaptureFixture[str]) -> None:
        show = progress("Đọc")
        for done in range(9):
            show(done, 8)
        assert capsys.readouterr().err.splitlines() == ["Đọc: 2/8", "Đọc: 4/8", "Đọc: 6/8", "Đọc: 8/8"]

    def test_of_nothing_there_is_no_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        progress("Đọc")(0, 0)
        assert capsys.readouterr().err == ""

    def test_on_a_terminal_it_is_one_moving_line(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        show = progress("Đọc")
        show(1, 2)
        show(2, 2)
        assert capsys.readouterr().err == "\rĐọc: 1/2\rĐọc: 2/2\n"
