"""Every trouble a user can cause ends, as a process, in one clear Vietnamese line and an exit code, never in a traceback."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.cli.troubles import CALLS, CATALOGUE, FOLDERS, PERMISSIONS, Trouble, check_told, project_of
from tests.support.process import Process, bound_by_permissions, command, environment, ran, side_by_side

#: Tables that one test runs side by side; a process takes the third of a second.
TABLES: dict[str, Sequence[Trouble]] = {"calls": CALLS, "folders": FOLDERS, "catalogue": CATALOGUE}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where project folders are made; what was closed is opened again, so that it can be cleared away."""
    yield tmp_path
    for path in (tmp_path, *tmp_path.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)


@pytest.mark.parametrize("table", TABLES)
def test_each_is_one_line_that_says_what_to_do(table: str, folder: Path) -> None:
    def met(numbered: tuple[int, Trouble]) -> Process:
        number, trouble = numbered
        return ran(command(*trouble.arguments), project_of(trouble, folder / str(number)))

    troubles = TABLES[table]
    for trouble, done in zip(troubles, side_by_side(met, list(enumerate(troubles))), strict=True):
        check_told(trouble, done)


@pytest.mark.skipif(sys.platform != "linux", reason="takes from root what it may do above permissions")
def test_what_may_not_be_read_or_written_is_one_line(folder: Path) -> None:
    def met(numbered: tuple[int, Trouble]) -> Process:
        number, trouble = numbered
        project = project_of(trouble, folder / str(number))
        return ran(command(*trouble.arguments), project, before=bound_by_permissions)

    for trouble, done in zip(PERMISSIONS, side_by_side(met, list(enumerate(PERMISSIONS))), strict=True):
        check_told(trouble, done)


def test_the_installed_command_tells_it_the_same(folder: Path) -> None:
    installed = Path(sys.executable).with_name("tonghop")
    if not installed.exists():
        pytest.skip("the package is not installed in this environment")
    for trouble in (FOLDERS[0], CALLS[0]):
        project = project_of(trouble, folder / trouble.name)
        check_told(trouble, ran([str(installed), *trouble.arguments], project))


def test_an_empty_folder_is_no_project(folder: Path) -> None:
    for name in ("status", "consolidate", "templates", "check", "remind", "diff", "watch"):
        done = ran(command(name), folder)
        assert (done.code, done.output, len(done.told)) == (2, "", 1)
        assert "không phải thư mục dự án" in done.error


def test_without_a_command_the_help_is_printed_and_the_version_is_asked_for_anywhere(folder: Path) -> None:
    help_ = ran(command(), folder)
    assert (help_.code, help_.error) == (0, "")
    assert help_.output.startswith("Cách dùng: tonghop")
    assert ran(command("--help"), folder) == help_
    version = ran(command("--version"), folder)
    assert (version.code, version.error, version.output.count("\n")) == (0, "", 1)
    assert version.output.startswith("tonghop ")


def test_a_checkout_that_is_not_installed_has_a_version_too(folder: Path) -> None:
    shutil.copytree(Path(environment()["PYTHONPATH"]) / "pipeline", folder / "pipeline")
    # without site-packages nothing is installed; click alone is brought along
    click = Path(str(__import__("click").__file__)).parent
    (folder / "click").symlink_to(click)
    done = ran([sys.executable, "-S", "-m", "pipeline", "--version"], folder, variables={"PYTHONPATH": str(folder)})
    assert (done.code, done.output, done.error) == (0, "tonghop (chưa cài đặt, chạy từ mã nguồn)\n", "")


def test_a_read_only_outbox_leaves_the_previous_one(folder: Path) -> None:
    trouble = FOLDERS[0]
    project = project_of(Trouble(name="", code=0, words=""), folder / "project")
    assert ran(command(*trouble.arguments), project).code == 0
    before = {
        path: path.read_bytes() for path in (project / "outbox" / "2025-h2" / "lan-1").rglob("*") if path.is_file()
    }
    (project / "occupied").write_text("đã có tệp ở đây", encoding="utf-8")
    done = ran(command(*trouble.arguments, "--outbox", "occupied"), project)
    assert (done.code, len(done.told)) == (4, 1)
    assert {
        path: path.read_bytes() for path in (project / "outbox" / "2025-h2" / "lan-1").rglob("*") if path.is_file()
    } == before
