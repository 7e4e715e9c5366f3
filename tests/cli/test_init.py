"""A project folder to work in at once, also where the program was installed from a wheel."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.upkeep.starting import example_names
from tests.support.process import ROOT, environment
from tests.support.project_command import run


def init(*arguments: str, program: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "init", *arguments],
        env=environment(PYTHONPATH=str(program)),
        cwd=program,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def fill_in(folder: Path) -> None:
    """Write something in the place of every blank of an empty campaign."""
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        path.write_text(re.sub("<điền[^>]*>", "Sở Nội vụ", text), "utf-8")


def test_an_empty_campaign_runs_and_doctor_lists_what_is_to_be_filled_in(tmp_path: Path) -> None:
    project = tmp_path / "du-an"
    done = init(str(project), "--as-of", "2031-02-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "tonghop doctor" in done.stdout
    checked = run("doctor", project=project)
    assert checked.code == 1
    assert "<điền" in checked.output
    assert "decision.yaml:" in checked.output
    refused = run("templates", "--as-of", "2031-06-05", project=project)
    assert (refused.code, refused.output) == (2, "")
    assert "còn chỗ chưa điền" in refused.error
    assert "tonghop doctor" in refused.error
    fill_in(project / "catalogue" / "dot-moi")
    made = run("templates", "--as-of", "2031-06-05", project=project)
    assert made.code == 0, made.error
    assert len(list((project / "templates" / "xlsx" / "dot-moi" / "lan-1").iterdir())) == 1


def test_the_notice_in_the_inbox_is_in_nobodys_way(tmp_path: Path) -> None:
    (example,) = example_names()
    project = tmp_path / "du-an"
    assert init(str(project), "--example", example).returncode == 0
    done = run("simulate", "--round", "ky-1", "--out", str(project / "inbox"), project=project)
    assert done.code == 0, done.error


@pytest.mark.parametrize("arguments", [("--example", "khong-co"), ()])
def test_a_refusal_is_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    if not arguments:
        (tmp_path / "a.txt").write_text("x")
    done = init(str(tmp_path), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as a wheel brings it."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "setup.py", "-q", "egg_info", "-e", str(folder), "build_py", "--build-lib", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return folder


@pytest.mark.parametrize("example", [None, *example_names()])
def test_it_works_from_an_installed_wheel(installed: Path, tmp_path: Path, example: str | None) -> None:
    project = tmp_path / "du-an"
    done = init(str(project), *(() if example is None else ("--example", example)), program=installed)
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "HUONG-DAN.md").is_file()
    assert (project / "bat-dau.cmd").is_file()
    assert [path.name for path in (project / "catalogue").iterdir()] == [example or "dot-moi"]
