"""Ctrl-C at very many moments of every command."""

import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_interrupted import ROUND, check_stopped
from tests.golden.snapshot import small_city
from tests.support.process import Running, command, ran

pytestmark = [pytest.mark.prove, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]

MOMENTS = 25
COMMANDS = (
    ("consolidate", *ROUND),
    ("check", *ROUND),
    ("status", *ROUND, "--json"),
    ("remind", *ROUND),
    ("templates", *ROUND),
    ("simulate", *ROUND[:2], "--out", "giả lập"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interrupted")
    small_city(folder)
    assert ran(command("simulate", "--round", "lan-1", "--seed", "3", "--out", "inbox"), folder).code == 0
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda item: str(item[0]))
def test_at_each_moment_it_is_one_line(arguments: tuple[str, ...], number: int, project: Path, tmp_path: Path) -> None:
    started = time.monotonic()
    ran(command(*arguments), project)
    lasts = time.monotonic() - started
    chance = random.Random(f"{arguments[0]} {number}")
    for count in range(MOMENTS):
        unique = ("--out", str(tmp_path / str(count))) if "--out" in arguments else ()
        running = Running.started(command(*arguments, *unique), project)
        running.wait_until_listening()
        time.sleep(chance.uniform(0, lasts))
        running.ask_to_end(number)
        check_stopped(running.ended(), project, number)
