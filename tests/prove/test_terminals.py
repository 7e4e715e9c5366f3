"""The installed wheel under each Python: every trouble, every console encoding, hostile texts, an empty folder."""

import json
from pathlib import Path

import pytest

from tests.cli.outputs import COMMANDS, ROUND, hostile_project
from tests.cli.troubles import CALLS, CATALOGUE, FOLDERS, PERMISSIONS, Trouble, check_told, project_of
from tests.prove.pythons import VERSIONS, Installed, installed, wheel
from tests.support.process import Process, bound_by_permissions, command, ran, side_by_side

pytestmark = pytest.mark.prove

ENCODINGS = ("cp1252", "cp1258", "cp437", "ascii", "utf-8")
#: Nothing of the checkout may be imported.
NO_PATH = {"PYTHONPATH": None}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module", params=VERSIONS)
def environment(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return installed(request.param, built, tmp_path_factory.mktemp("environment") / "venv")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hostile_project(tmp_path_factory.mktemp("hostile"))
    assert ran(command("consolidate", *ROUND), folder).code == 0
    return folder


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_trouble_is_one_line_in_every_encoding(environment: Installed, encoding: str, tmp_path: Path) -> None:
    def met(numbered: tuple[int, Trouble]) -> Process:
        number, trouble = numbered
        variables = {**NO_PATH, "PYTHONIOENCODING": encoding}
        before = bound_by_permissions if trouble in PERMISSIONS else None
        folder = project_of(trouble, tmp_path / str(number))
        line = command(*trouble.arguments, python=environment.python)
        return ran(line, folder, encoding=encoding, variables=variables, before=before)

    troubles = [*CALLS, *FOLDERS, *CATALOGUE, *PERMISSIONS]
    for trouble, done in zip(troubles, side_by_side(met, list(enumerate(troubles))), strict=True):
        if encoding == "utf-8":
            check_told(trouble, done)
        else:
            assert (done.code, done.output, len(done.told)) == (trouble.code, "", 1), (trouble.name, done)
    for path in tmp_path.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_command_prints_in_every_encoding(environment: Installed, encoding: str, project: Path) -> None:
    def met(arguments: tuple[str, ...]) -> Process:
        variables = {**NO_PATH, "PYTHONIOENCODING": encoding}
        line = command(*arguments, python=environment.python)
        return ran(line, project, encoding=encoding, variables=variables)

    for arguments, done in zip(COMMANDS, side_by_side(met, COMMANDS), strict=True):
        assert "Traceback" not in done.error, arguments
        assert all(part.isprintable() for part in (done.output + done.error).split("\n")), arguments
    record = met(("status", *ROUND, "--json")).output
    assert json.loads(record)["rejected"]


def test_the_installed_command_in_an_empty_folder_is_one_line(environment: Installed, tmp_path: Path) -> None:
    for name in ("status", "consolidate", "templates", "check", "remind", "diff", "watch"):
        done = ran([environment.tonghop, name], tmp_path, variables=NO_PATH)
        assert (done.code, done.output, len(done.told)) == (2, "", 1), done
    assert ran([environment.tonghop], tmp_path, variables=NO_PATH).output.startswith("Cách dùng: tonghop")
    assert ran([environment.tonghop, "--version"], tmp_path, variables=NO_PATH).output.startswith("tonghop 0.")
