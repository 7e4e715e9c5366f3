"""What the first edition left is brought to the places of this one, once, and nothing of it is lost."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.schema import Schemas
from tests.cli.test_campaigns import add_later_campaign
from tests.support.campaign import write_small_project
from tests.support.intake import DONE, return_bytes
from tests.support.project_command import run

ASKED = ("--campaign", "small", "--round", "lan-1", "--as-of", "2025-09-10")


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, schemas: Schemas) -> Path:
    """A project as the first edition left it: no path names a campaign."""
    project = tmp_path_factory.mktemp("first") / "project"
    write_small_project(project)
    (project / "inbox").mkdir()
    content = return_bytes(read_campaign(project, "small"), schemas, "SNV", rows={"1.2": DONE, "1.3": DONE})
    (project / "inbox" / "a.xlsx").write_bytes(content)
    (project / "inbox" / "hong.xlsx").write_bytes(b"no workbook")
    for name in ("templates", "consolidate", "remind"):
        done = run(name, *ASKED, project=project)
        assert done.code == 0, done.error
    outbox, templates = project / "outbox", project / "templates" / "xlsx"
    (outbox / "small" / ".khoa").unlink()
    for path in (outbox / "small").iterdir():
        path.rename(outbox / path.name)
    (outbox / "small").rmdir()
    (outbox / "don-doc" / "lan-1" / ".da-ghi.json").unlink()
    (outbox / "README.md").write_text("x")
    for path in (templates / "small" / "lan-1").iterdir():
        target = templates / "lan-1" / path.name.removeprefix("small_")
        target.parent.mkdir(exist_ok=True)
        path.rename(target)
    shutil.rmtree(templates / "small")
    return project


@pytest.fixture
def project(first: Path, tmp_path: Path) -> Path:
    return shutil.copytree(first, tmp_path / "project")


@pytest.mark.parametrize("command", ["templates", "consolidate", "remind", "watch", "diff"])
def test_until_then_commands_that_write_stop_with_the_line_to_type(project: Path, command: str) -> None:
    before = contents(project)
    done = run(command, *ASKED, project=project)
    assert (done.code, done.output) == (2, "")
    assert done.error.count("\n") == 1
    assert "outbox/lan-1" in done.error or "templates/xlsx/lan-1" in done.error
    assert "tonghop doctor --move" in done.error
    assert contents(project) == before


def test_doctor_says_what_there_is_and_moves_nothing_unasked(project: Path) -> None:
    before = contents(project)
    done = run("doctor", project=project)
    assert done.code == 1
    for part in ("outbox/lan-1", "outbox/don-doc/lan-1", "templates/xlsx/lan-1", "ledger.jsonl", "history.jsonl"):
        assert part in done.output
    record = json.loads(run("doctor", "--json", project=project).output)
    assert record["format"] == 1
    assert {Path(move["to"]).relative_to(project).parts[0] for move in record["to_move"]} == {"outbox", "templates"}
    assert contents(project) == before


def test_each_move_is_told_nothing_is_lost_and_it_can_be_run_twice(project: Path) -> None:
    before = contents(project / "outbox")
    workbooks = contents(project / "templates" / "xlsx" / "lan-1")
    done = run("doctor", "--move", project=project)
    assert done.code == 0, done.error
    outbox = project / "outbox"
    for part in (
        f"{outbox / 'lan-1'} → {outbox / 'small' / 'lan-1'}",
        f"{outbox / 'don-doc' / 'lan-1'} → {outbox / 'small' / 'don-doc' / 'lan-1'}",
        f"{outbox / 'ledger.jsonl'} (2 dòng) → {outbox / 'small' / 'ledger.jsonl'}",
        f"{outbox / 'history.jsonl'} (1 dòng) → {outbox / 'small' / 'history.jsonl'}",
        f"lan-1 ({len(workbooks)} tệp) → {project / 'templates' / 'xlsx' / 'small' / 'lan-1'}",
    ):
        assert part in done.output
    after = contents(outbox)
    assert {name: after[name if name == "README.md" else f"small/{name}"] for name in before} == before
    assert set(after) - {f"small/{name}" for name in before} == {"README.md", "small/.khoa"}
    assert {path.name for path in outbox.iterdir()} == {"README.md", "small"}
    moved = contents(project / "templates" / "xlsx")
    assert moved == {f"small/lan-1/small_{name}": content for name, content in workbooks.items()}
    again = run("doctor", "--move", project=project)
    assert again.code == 0
    assert "phiên bản trước" not in again.output
    assert contents(outbox) == after
    assert run("consolidate", *ASKED, project=project).code == 0
    assert "dòng 1" in run("diff", *ASKED, project=project).output


def test_the_moved_manifest_still_tells_what_is_gone(project: Path) -> None:
    assert run("doctor", "--move", project=project).code == 0
    (project / "inbox" / "a.xlsx").unlink()
    assert run("consolidate", *ASKED, project=project).code == 5


@pytest.fixture
def shared(project: Path) -> Path:
    """A second campaign with a round of the same name, and lines of both, of neither and of no use in the journals."""
    add_later_campaign(project)
    outbox = project / "outbox"
    (line,) = (outbox / "history.jsonl").read_text("utf-8").splitlines()
    other = json.loads(line) | {"campaign": "small-2026", "files": [["b.xlsx", "b" * 64, "accepted", "SNV", 0, 0]]}
    (outbox / "history.jsonl").write_text(f"{line}\n{json.dumps(other)}\nhalf a li\n", encoding="utf-8")
    with (outbox / "ledger.jsonl").open("a", encoding="utf-8") as ledger:
        for digest in ("b" * 64, "c" * 64):
            ledger.write(json.dumps({"sha256": digest, "seen_at": "", "name": "b.xlsx", "verdict": "accepted"}) + "\n")
    return project


def test_of_several_campaigns_each_gets_its_own_and_what_is_unclear_stays(shared: Path) -> None:
    outbox = shared / "outbox"
    done = run("doctor", "--move", project=shared)
    assert done.code == 0, done.error
    assert {path.name for path in (shared / "templates" / "xlsx").iterdir()} == {"small"}
    assert (outbox / "small" / "lan-1" / "manifest.json").is_file()
    assert (outbox / "small" / "don-doc" / "lan-1" / "README.txt").is_file()
    digests = {
        name: {json.loads(line)["sha256"][:2] for line in (outbox / name / "ledger.jsonl").read_text().splitlines()}
        for name in ("small", "small-2026")
    }
    assert "bb" in digests["small-2026"]
    assert not digests["small"] & {"bb", "cc"}
    assert len(digests["small"]) == 2
    assert json.loads((outbox / "small-2026" / "history.jsonl").read_text())["campaign"] == "small-2026"
    assert (outbox / "history.jsonl").read_text() == "half a li\n"
    assert (outbox / "ledger.jsonl").read_text().count("\n") == 1
    assert "1 dòng không rõ thuộc đợt công tác nào" in done.output
    assert run("consolidate", *ASKED, project=shared).code == 0
    assert run("doctor", project=shared).code == 0


def test_what_is_in_the_way_is_not_replaced(project: Path) -> None:
    outbox = project / "outbox"
    there = outbox / "small" / "lan-1"
    shutil.copytree(outbox / "lan-1", there)
    (there / "bao-cao.docx").write_bytes(b"newer")
    before = contents(outbox / "lan-1")
    assert run("doctor", "--move", project=project).code == 0
    assert (there / "bao-cao.docx").read_bytes() == b"newer"
    (kept,) = (outbox / "small" / "ban-sua-tay" / "lan-1").iterdir()
    assert contents(kept) == before


def test_a_move_that_was_stopped_is_completed(project: Path) -> None:
    """The lines were added to the new ledger already, and not yet taken from the old one."""
    outbox = project / "outbox"
    ledger = (outbox / "ledger.jsonl").read_bytes()
    (outbox / "small").mkdir()
    (outbox / "small" / "ledger.jsonl").write_bytes(ledger)
    assert run("doctor", "--move", project=project).code == 0
    assert (outbox / "small" / "ledger.jsonl").read_bytes() == ledger
    assert not (outbox / "ledger.jsonl").exists()


@pytest.mark.parametrize("campaign", ["../..", "", "a/b", None, 3])
def test_a_manifest_cannot_name_a_place_elsewhere(project: Path, campaign: object) -> None:
    manifest = project / "outbox" / "lan-1" / "manifest.json"
    manifest.write_text(json.dumps({"campaign": campaign}))
    before = {path.name for path in project.iterdir()}
    assert run("doctor", "--move", project=project).code == 0
    assert {path.name for path in project.iterdir()} == before
    assert {path.name for path in (project / "outbox").iterdir()} == {"README.md", "small"}


def test_a_new_project_has_nothing_to_move(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    (tmp_path / "inbox").mkdir()
    done = run("doctor", project=tmp_path)
    assert done.code == 0
    assert "phiên bản trước" not in done.output


def test_each_finding_says_how_grave_it_is_where_it_stands_and_what_to_do(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    done = run("doctor", "--json", project=tmp_path)
    assert done.code == 1
    record = json.loads(done.output)
    assert (record["format"], record["campaigns"]) == (1, ["small"])
    assert {"python", "tonghop"} <= set(record["versions"])
    assert [finding["code"] for finding in record["findings"] if finding["severity"] == "stops"] == ["no-inbox"]
    for finding in record["findings"]:
        assert set(finding) == {"code", "severity", "message", "file", "line", "remedy", "agencies"}
        assert finding["message"]
        assert finding["remedy"]
