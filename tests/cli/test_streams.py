"""Outputs that take nothing more, are closed, or lack letters: one line at most, an exit code, never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.outputs import ROUND, hostile_project
from tests.support.process import PATIENCE, PROGRESS, Process, command, environment, ran, side_by_side

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="has no /dev/full")

COMMANDS = (
    (),
    ("--help",),
    ("--version",),
    ("status", "--help"),
    ("status", *ROUND),
    ("status", *ROUND, "--json"),
    ("check", *ROUND),
    ("why", "SNV", "1.3", *ROUND),
    ("templates", *ROUND),
)
#: One after the other: each has the outbox to itself.
WRITERS = (("consolidate", *ROUND), ("remind", *ROUND))
#: What a console of each encoding shows of «Lỗi: không có lệnh «gop»».
WORDS = {
    "utf-8": "Lỗi: không có lệnh «gop»",
    "cp1252": "Loi: không có lenh «gop»",
    "cp437": "Loi: không có lenh «gop»",
    "cp1258": "Lô\u0303i: không có lê\u0323nh «gop»",
    "ascii": 'Loi: khong co lenh "gop"',
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_project(tmp_path_factory.mktemp("streams"))


def redirected(project: Path, redirection: str, arguments: tuple[str, ...]) -> Process:
    """Run the command in a shell, its streams redirected there."""
    return ran(["sh", "-c", f'exec "$@" {redirection}', "sh", *command(*arguments)], project)


def each(run: Callable[[tuple[str, ...]], Process]) -> Iterator[tuple[tuple[str, ...], Process]]:
    """What becomes of each command."""
    yield from zip(COMMANDS, side_by_side(run, COMMANDS), strict=True)
    yield from ((arguments, run(arguments)) for arguments in WRITERS)


def test_a_full_disk_behind_the_output_is_one_line(project: Path) -> None:
    for arguments, done in each(lambda item: redirected(project, ">/dev/full", item)):
        assert (done.code, len(done.told)) == (4, 1), (arguments, done)
        assert "Không in tiếp được (đĩa đã đầy)" in done.told[0]


def test_an_output_that_nobody_reads_is_one_line(project: Path) -> None:
    def unread(arguments: tuple[str, ...]) -> Process:
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            command(*arguments),
            cwd=project,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=write,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
        os.close(write)
        return Process(code=done.returncode, output="", error=done.stderr.decode())

    for arguments, done in each(unread):
        assert (done.code, len(done.told)) == (141, 1), (arguments, done)
        assert "nơi nhận đã đóng" in done.told[0]


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-", ">&-", "<&- >&- 2>&-"])
def test_streams_that_are_full_or_closed_change_no_result(project: Path, redirection: str) -> None:
    for arguments in (("status", *ROUND), ("consolidate", *ROUND, "--outbox", "other")):
        done = redirected(project, redirection, arguments)
        assert done.code == 0, done
        assert "Traceback" not in done.error
    assert (project / "other" / "small" / "lan-1" / "bao-cao.docx").is_file()


def test_both_streams_full_leave_the_exit_code(project: Path) -> None:
    assert redirected(project, ">/dev/full 2>/dev/full", ("--help",)).code == 4
    assert redirected(project, ">/dev/full 2>/dev/full", ("gop",)).code == 2


@pytest.mark.parametrize("encoding", WORDS)
def test_what_a_console_lacks_is_put_plainly(project: Path, encoding: str) -> None:
    variables = {"PYTHONIOENCODING": encoding}
    told = ran(command("gop"), project, encoding=encoding, variables=variables)
    assert (told.code, len(told.told)) == (2, 1)
    assert told.error.startswith(WORDS[encoding])
    status = ran(command("status", *ROUND), project, encoding=encoding, variables=variables)
    assert (status.code, status.error, "?" in status.output) == (0, "", False)


def test_the_console_of_the_c_locale_lacks_nothing_that_json_needs(project: Path) -> None:
    plain = ran(command("status", *ROUND, "--json"), project)
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ascii_ = ran(command("status", *ROUND, "--json"), project, encoding="ascii", variables=variables)
    assert (ascii_.code, ascii_.error) == (0, "")
    assert json.loads(ascii_.output)["missing"] == json.loads(plain.output)["missing"]


def test_the_c_locale_takes_vietnamese_arguments(project: Path) -> None:
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = ran(command("why", "Sở Nội vụ", "1.3", *ROUND), project, encoding="ascii", variables=variables)
    assert (done.code, done.error) == (0, "")
    assert done.output.startswith("So Noi vu (SNV)")
    wrong = ran(command("why", "Sở Ngoại vụ", "1.3", *ROUND), project, encoding="ascii", variables=variables)
    assert wrong.told[0].startswith('Loi: Khong co co quan nao mang ma hay ten "So Ngoai vu".')


def test_the_c_locale_gives_the_same_account(project: Path) -> None:
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for outbox, changed in (("plain", {}), ("ascii", variables)):
        assert ran(command("consolidate", *ROUND, "--outbox", outbox), project, variables=changed).code == 0
    manifests = [(project / outbox / "small" / "lan-1" / "manifest.json").read_bytes() for outbox in ("plain", "ascii")]
    assert manifests[0] == manifests[1]


def test_progress_is_told_on_the_error_stream_alone(project: Path) -> None:
    done = ran(command("consolidate", *ROUND), project)
    assert done.error.startswith(PROGRESS)
    assert not any(line.startswith(PROGRESS) for line in done.output.splitlines())
