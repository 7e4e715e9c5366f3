"""No control or bidi character of a cell, a name, a mail or an argument reaches a terminal from any command."""

import json
from pathlib import Path

import pytest

from tests.cli.outputs import COMMANDS, HOSTILE, ROUND, hostile_project
from tests.support.process import Process, Running, command, ran, side_by_side


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hostile_project(tmp_path_factory.mktemp("hostile"))
    assert ran(command("consolidate", *ROUND), folder).code == 0
    (folder / "inbox" / "mới \u202e\x1b[1m.xlsx").write_bytes(b"no workbook either")
    return folder


def can_be_shown(text: str) -> bool:
    return all(line.isprintable() for line in text.split("\n"))


def test_every_command_prints_what_can_be_seen_alone(project: Path) -> None:
    def met(arguments: tuple[str, ...]) -> Process:
        return ran(command(*arguments), project)

    for arguments, done in zip(COMMANDS, side_by_side(met, COMMANDS), strict=True):
        assert can_be_shown(done.output), arguments
        assert can_be_shown(done.error), arguments
        assert "Traceback" not in done.error, arguments


def test_why_spells_out_what_was_typed(project: Path) -> None:
    output = ran(command("why", "SNV", "1.3", *ROUND), project).output
    for letter in "".join(HOSTILE):
        if letter not in "\u2028\u2029\x85" and letter > "\x1f" and not letter.isprintable():
            assert f"⟨U+{ord(letter):04X}⟩" in output


def test_status_for_programs_is_json_that_commands_nothing(project: Path) -> None:
    done = ran(command("status", *ROUND, "--json"), project)
    assert can_be_shown(done.output)
    assert json.loads(done.output)["rejected"]


def test_watch_prints_what_can_be_seen_alone(project: Path) -> None:
    arriving = project / "inbox" / "sau \u202e\x1b[1m.xlsx"
    running = Running.started(command("watch", *ROUND, "--outbox", "watched"), project)
    output = ""
    for line in running.lines():
        output += line
        if line.startswith("lần 1: "):
            # what comes before the watch has begun is part of the first run
            running.until_printed(lambda count: arriving.write_bytes(b"nor this %d" % count))
        if line.startswith("sau"):
            break
    running.ask_to_end()
    done = running.ended()
    arriving.unlink()
    output += done.output
    assert (done.code, done.error) == (0, "")
    assert can_be_shown(output)
    assert output.endswith("Đã dừng theo dõi.\n")
