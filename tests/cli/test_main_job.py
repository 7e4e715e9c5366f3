"""The main job: templates go out, returns come back, reports come out."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.golden.snapshot import small_city
from tests.support.campaign import copy_city
from tests.support.terminal import tonghop

AS_OF = "2025-09-08"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the simulated returns of the whole city, consolidated once."""

    folder = tmp_path_factory.mktemp("city")
    copy_city(folder)
    assert (
        tonghop("simulate", "--round", "lan-1", "--seed", "7", "--out", str(folder / "inbox"), project=folder).code == 0
    )
    (folder / "before").touch()
    done = tonghop("consolidate", "--round", "lan-1", "--as-of", AS_OF, project=folder)
    assert done.code == 0, done.error
    return folder


@pytest.fixture(scope="module")
def manifest(city: Path) -> dict:
    return json.loads((city / "outbox" / "2025-h2" / "lan-1" / "manifest.json").read_text("utf-8"))


def test_every_file_of_the_inbox_is_accounted_for_once(city: Path, manifest: dict) -> None:
    listed = [file["path"] for file in manifest["files"]]
    on_disk = {path.relative_to(city / "inbox").as_posix() for path in (city / "inbox").rglob("*") if path.is_file()}
    assert len(listed) == len(set(listed))
    loose = {path for path in listed if "!/" not in path}
    archives = {path.split("!/")[0] for path in listed if "!/" in path}
    assert loose | archives == on_disk


def test_agencies_add_up(manifest: dict) -> None:
    agencies = manifest["agencies"]
    assert agencies["expected"] == 146
    assert agencies["reported"] + len(agencies["missing"]) == 146
    assert 120 <= agencies["reported"] <= 140


def test_outputs_carry_their_digests(city: Path, manifest: dict) -> None:
    import hashlib

    folder = city / "outbox" / "2025-h2" / "lan-1"
    assert {output["path"] for output in manifest["outputs"]} >= {"bao-cao.docx", "tong-hop.xlsx", "problems.json"}
    for output in manifest["outputs"]:
        assert hashlib.sha256((folder / output["path"]).read_bytes()).hexdigest() == output["sha256"]


def test_problems_name_their_cell_in_vietnamese(city: Path) -> None:
    problems = json.loads((city / "outbox" / "2025-h2" / "lan-1" / "problems.json").read_text("utf-8"))
    keys = {"file", "agency", "sheet", "cell", "task", "field", "rule", "severity", "value", "message", "hint"}
    assert problems
    for problem in problems:
        assert set(problem) == keys
        assert problem["severity"] in {"error", "warning", "normalised"}
        assert problem["message"]
        assert problem["hint"]


def test_the_inbox_is_only_read(city: Path) -> None:
    newest = max(path.stat().st_mtime_ns for path in (city / "inbox").rglob("*"))
    assert newest <= (city / "before").stat().st_mtime_ns


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A small city with mistakes, consolidated by two processes that order their sets and hashes differently."""
    project = tmp_path_factory.mktemp("twice")
    small_city(project)
    inbox = project / "inbox"
    assert tonghop("simulate", "--round", "lan-1", "--seed", "3", "--out", str(inbox), project=project).code == 0
    codes = []
    for seed in ("1", "2"):
        options = ("--round", "lan-1", "--as-of", AS_OF, "--strict", "--outbox", str(project / seed))
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "consolidate", "--project", str(project), *options],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        codes.append(done.returncode)
    return project, codes


def test_the_same_inbox_gives_the_same_bytes(twice: tuple[Path, list[int]]) -> None:
    project, _ = twice
    first = contents(project / "1" / "2025-h2" / "lan-1")
    assert {"bao-cao.docx", "tong-hop.xlsx", "tong-hop.html", "manifest.json", "problems.json"} <= set(first)
    assert contents(project / "2" / "2025-h2" / "lan-1") == first


def test_strict_says_by_its_exit_code_that_something_is_wrong(twice: tuple[Path, list[int]]) -> None:
    assert twice[1] == [1, 1]


def test_the_ledger_notes_each_content_once(city: Path) -> None:
    lines = (city / "outbox" / "2025-h2" / "ledger.jsonl").read_text("utf-8").splitlines()
    digests = [json.loads(line)["sha256"] for line in lines]
    assert len(digests) == len(set(digests))


def test_status_shows_who_is_missing(city: Path, manifest: dict) -> None:
    done = tonghop("status", "--round", "lan-1", "--as-of", AS_OF, project=city)
    assert done.code == 0
    assert all(len(line) <= 80 for line in done.output.splitlines())
    assert f"{len(manifest['agencies']['missing'])}" in done.output


def test_an_empty_inbox_gives_a_correct_report(project: Path) -> None:
    done = tonghop("consolidate", "--round", "lan-1", "--as-of", AS_OF, "--profile", project=project)
    assert done.code == 0
    assert_is_profile(done.output)
    account = json.loads((project / "outbox" / "2025-h2" / "lan-1" / "manifest.json").read_text("utf-8"))
    assert account["files"] == []
    assert account["agencies"]["reported"] == 0
    assert len(account["agencies"]["missing"]) == 146


def assert_is_profile(output: str) -> None:
    """`--profile` names each stage once with its seconds, and the memory."""
    *_, table = output.partition("Bước")
    steps = ["tiếp nhận tệp", "nhận giá trị", "kiểm tra", "tổng hợp", "ghi Excel", "ghi Word", "ghi trang HTML"]
    for step in steps:
        (seconds,) = re.findall(rf"^{step} +(\d+\.\d\d)  \d+\.\d\d$", table, re.MULTILINE)
        assert 0 <= float(seconds) < 60
    (peak,) = re.findall(r"tiến trình chính: (\d+) MB", table)
    assert 50 < int(peak) < 2000


@pytest.fixture
def bad(city: Path, manifest: dict) -> Path:
    """A return with errors."""
    listed = manifest["files"]
    return (
        city / "inbox" / next(file["path"] for file in listed if file["problems"]["error"] and "!/" not in file["path"])
    )


def test_check_writes_nothing_but_the_json_asked_for(bad: Path, project: Path, tmp_path: Path) -> None:
    (project / "inbox" / "a.xlsx").write_bytes(bad.read_bytes())
    before = contents(project)
    problems = tmp_path / "loi.json"
    done = tonghop("check", "--round", "lan-1", "--as-of", AS_OF, "--json", str(problems), project=project)
    assert done.code == 1
    assert contents(project) == before
    assert json.loads(problems.read_text("utf-8"))


def test_check_of_one_file_names_its_cells(city: Path, bad: Path) -> None:
    done = tonghop("check", "--round", "lan-1", "--as-of", AS_OF, str(bad), project=city)
    assert done.code == 1
    assert "[Lỗi]" in done.output


def test_a_template_that_comes_back_as_it_was_sent_is_no_report(project: Path) -> None:
    assert (
        tonghop(
            "templates", "--round", "lan-1", "--agency", "11383", "--out", str(project / "inbox"), project=project
        ).code
        == 0
    )
    assert tonghop("consolidate", "--round", "lan-1", "--as-of", AS_OF, project=project).code == 0
    problems = json.loads((project / "outbox" / "2025-h2" / "lan-1" / "problems.json").read_text("utf-8"))
    assert {problem["rule"] for problem in problems} == {"identity.unfilled"}
    manifest = json.loads((project / "outbox" / "2025-h2" / "lan-1" / "manifest.json").read_text("utf-8"))
    assert "11383" in manifest["agencies"]["missing"]
