"""Ctrl-C at any moment: one short line or none, exit code 130, no traceback, no process and no half-written file left."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.golden.snapshot import small_city
from tests.support.process import Process, Running, command, ran

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ROUND = ("--round", "lan-1", "--as-of", "2025-09-10")
STOPPED = ["Đã dừng theo yêu cầu."]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city with simulated returns."""
    folder = tmp_path_factory.mktemp("interrupted")
    small_city(folder)
    assert ran(command("simulate", "--round", "lan-1", "--seed", "3", "--out", "inbox"), folder).code == 0
    return folder


def hidden(project: Path) -> list[str]:
    """What a stopped run must not leave; the file that it locks stays for the next, and versions of the review workbook stay."""
    return [path.name for path in project.rglob(".*") if path.name not in {".khoa", ".ban-cu"}]


def check_stopped(done: Process, project: Path, number: int = signal.SIGINT) -> None:
    """See that a command was stopped as it must be, or had just ended."""
    assert "Traceback" not in done.error, done.error
    assert done.code in {0, 128 + number}, done
    assert done.told in ([], STOPPED), done
    assert hidden(project) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", [("consolidate", *ROUND), ("templates", *ROUND)], ids=lambda item: str(item[0]))
def test_at_any_moment_it_is_one_line(arguments: tuple[str, ...], number: int, project: Path) -> None:
    chance = random.Random(f"{arguments[0]} {number}")
    for _ in range(3):
        running = Running.started(command(*arguments), project)
        running.wait_until_listening()
        time.sleep(chance.uniform(0, 2.5))
        running.ask_to_end(number)
        check_stopped(running.ended(), project, number)


def test_while_workers_read_it_is_one_line(project: Path) -> None:
    running = Running.started(command("consolidate", *ROUND), project)
    running.wait_for_children(1)
    running.ask_to_end()
    done = running.ended()
    assert (done.code, done.output, done.told) == (130, "", STOPPED)
    assert hidden(project) == []


def test_pressed_again_and_again_it_is_still_one_line(project: Path) -> None:
    running = Running.started(command("consolidate", *ROUND), project)
    running.wait_for_children(1)
    for _ in range(20):
        running.ask_to_end()
        time.sleep(0.01)
    check_stopped(running.ended(), project)


def test_while_modules_are_imported_there_is_nothing_to_say(project: Path, tmp_path: Path) -> None:
    """An import that takes long stands in for all of them: here that of click."""
    (tmp_path / "click.py").write_text(
        "import time\nprint('importing', flush=True)\ntime.sleep(60)\n", encoding="utf-8"
    )
    path = f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}"
    running = Running.started(command("status"), project, PYTHONPATH=path)
    assert next(running.lines()) == "importing\n"
    running.ask_to_end()
    assert running.ended() == Process(code=130, output="", error="")


def test_the_old_results_stand(project: Path) -> None:
    assert ran(command("consolidate", *ROUND, "--outbox", "kept"), project).code == 0
    before = {path: path.read_bytes() for path in (project / "kept" / "lan-1").rglob("*") if path.is_file()}
    running = Running.started(command("consolidate", "--round", "lan-1", "--outbox", "kept"), project)
    running.wait_for_children(1)
    running.ask_to_end()
    assert running.ended().code == 130
    assert {path: path.read_bytes() for path in (project / "kept" / "lan-1").rglob("*") if path.is_file()} == before


def test_what_runs_in_the_background_goes_on(project: Path) -> None:
    """A shell has its background jobs ignore Ctrl-C."""
    line = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command("status", *ROUND)]
    running = Running.started(line, project)
    running.wait_until_listening()
    running.ask_to_end()
    assert running.ended().code == 0
