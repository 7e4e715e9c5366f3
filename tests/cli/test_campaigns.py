"""Several campaigns in one project folder: which one is meant, and that none touches what belongs to another."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.schema import Schemas
from tests.support.campaign import edited, write_small_project
from tests.support.intake import DONE, return_bytes
from tests.support.project_command import run


def add_later_campaign(project: Path, name: str = "small-2026", year: str = "2026") -> Path:
    """Copy the small campaign under another name, a year later."""
    folder = project / "catalogue" / name
    shutil.copytree(project / "catalogue" / "small", folder)
    for path in (folder / "decision.yaml", folder / "tasks.yaml"):
        text = path.read_text("utf-8").replace("2025", year).replace("campaign: small\n", f"campaign: {name}\n")
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two campaigns, one a year after the other, each with a round `lan-1`; no schemas of its own."""
    write_small_project(tmp_path)
    shutil.rmtree(tmp_path / "schemas")
    add_later_campaign(tmp_path)
    (tmp_path / "inbox").mkdir()
    return tmp_path


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("as_of", "campaign"),
    [
        ("2025-08-15", "small"),
        ("2025-09-04", "small"),
        # no round is open: the last one that ended was of small, until the next campaign has had one
        ("2025-09-05", "small"),
        ("2026-07-31", "small"),
        ("2026-08-01", "small-2026"),
        ("2026-09-20", "small-2026"),
        ("2030-01-01", "small-2026"),
    ],
)
def test_the_campaign_of_the_day_is_meant(project: Path, as_of: str, campaign: str) -> None:
    done = run("templates", "--agency", "SNV", "--as-of", as_of, project=project)
    assert done.code == 0, done.error
    folder = project / "templates" / "xlsx"
    assert [path.name for path in folder.iterdir()] == [campaign]
    assert [path.name for path in (folder / campaign / "lan-1").iterdir()] == [f"{campaign}_lan-1_SNV_so-noi-vu.xlsx"]


@pytest.mark.parametrize("command", ["templates", "consolidate", "status", "check", "remind", "diff", "watch"])
def test_where_it_is_not_clear_one_line_lists_them(project: Path, command: str) -> None:
    add_later_campaign(project, "small-b")
    done = run(command, "--as-of", "2026-08-15", project=project)
    assert (done.code, done.output) == (2, "")
    assert done.error == (
        "Lỗi: Chưa rõ lệnh này dành cho đợt công tác nào: small-2026, small-b. Hãy chỉ rõ bằng --campaign TÊN.\n"
    )


def test_before_all_rounds_of_all_campaigns_they_are_listed(project: Path) -> None:
    done = run("status", "--as-of", "2024-01-01", project=project)
    assert done.code == 2
    assert "small, small-2026" in done.error


def test_the_only_campaign_is_meant_on_any_day(project: Path) -> None:
    shutil.rmtree(project / "catalogue" / "small-2026")
    assert run("status", "--as-of", "2030-01-01", project=project).code == 0


@pytest.mark.parametrize("command", ["templates", "consolidate", "status", "watch"])
def test_a_campaign_that_is_not_there_leaves_no_folder(project: Path, command: str) -> None:
    done = run(command, "--campaign", "smal", project=project)
    assert (done.code, done.output) == (2, "")
    assert "Không có đợt công tác «smal»" in done.error
    assert "small, small-2026" in done.error
    assert not (project / "outbox").exists()
    assert not (project / "templates").exists()


def test_a_round_that_is_not_there_leaves_no_folder(project: Path) -> None:
    done = run("consolidate", "--campaign", "small", "--round", "lan1", project=project)
    assert (done.code, done.output) == (2, "")
    assert not (project / "outbox").exists()


def test_campaigns_leave_each_others_results_alone(project: Path) -> None:
    for command in ("templates", "consolidate", "remind"):
        assert (
            run(command, "--campaign", "small", "--round", "lan-1", "--as-of", "2025-09-10", project=project).code == 0
        )
    first = {name: contents(project / name) for name in ("outbox", "templates")}
    assert {"small/lan-1/manifest.json", "small/don-doc/lan-1/README.txt", "small/ledger.jsonl"} - set(
        first["outbox"]
    ) == {"small/ledger.jsonl"}
    for command in ("templates", "consolidate", "remind"):
        assert run(command, "--campaign", "small-2026", "--as-of", "2026-09-10", project=project).code == 0
    for name, before in first.items():
        after = contents(project / name)
        assert {path: after[path] for path in before} == before
    assert (project / "outbox" / "small-2026" / "lan-1" / "bao-cao.docx").is_file()
    assert (project / "outbox" / "small-2026" / "history.jsonl").is_file()


@pytest.fixture
def returns(project: Path, schemas: Schemas) -> Path:
    """A folder with a return for each campaign, and one for another round."""
    folder = project / "nhận về"
    folder.mkdir()
    for name in ("small", "small-2026"):
        campaign = read_campaign(project, name)
        content = return_bytes(campaign, schemas, "SNV", rows={"1.2": DONE, "1.3": {"status": "Gần xong"}})
        (folder / f"{name}.xlsx").write_bytes(content)
    ad_hoc = return_bytes(read_campaign(project, "small"), schemas, "SNV", round_="dot-xuat", rows={"1.2": DONE})
    (folder / "đột xuất.xlsx").write_bytes(ad_hoc)
    return folder


def test_a_named_file_is_checked_for_its_own_campaign_and_round(project: Path, returns: Path) -> None:
    files = [str(path) for path in sorted(returns.iterdir())]
    done = run("check", *files, "--as-of", "2026-10-15", project=project)
    assert done.code == 1, done.error
    for name in ("small.xlsx", "small-2026.xlsx", "đột xuất.xlsx"):
        (problems,) = re.findall(rf"^{name}\n((?:  .*\n)+)", done.output, re.MULTILINE)
        assert ("Gần xong" in problems) == (name != "đột xuất.xlsx")
        assert "lần báo cáo khác" not in problems
    assert "3 tệp:" in done.output


def test_what_is_asked_for_goes_before_what_the_file_says(project: Path, returns: Path) -> None:
    asked = ("--campaign", "small", "--round", "lan-1", "--as-of", "2025-09-10")
    for name in ("đột xuất.xlsx", "small-2026.xlsx"):
        done = run("check", str(returns / name), *asked, project=project)
        # a return for something else, with nothing to mend in it
        assert (done.code, done.output[:13]) == (0, "1 tệp: 0 lỗi,")


def test_a_file_that_names_nothing_is_checked_for_the_campaign_of_the_day(project: Path) -> None:
    (project / "a.xlsx").write_bytes(b"no workbook")
    done = run("check", str(project / "a.xlsx"), "--as-of", "2026-08-15", project=project)
    assert done.code == 1
    assert "không phải là bảng tính Excel" in done.output


def test_a_second_campaign_with_a_mistake_is_told_with_its_line(project: Path) -> None:
    path = project / "catalogue" / "small-2026" / "decision.yaml"
    path.write_text(path.read_text("utf-8").replace("deadline:", "dedline:", 1), encoding="utf-8")
    done = run("status", project=project)
    assert done.code == 3
    assert "small-2026/decision.yaml:" in done.error
    assert run("status", "--campaign", "small", project=project).code == 0


def test_a_project_needs_no_copy_of_the_schemas_but_may_have_one(project: Path) -> None:
    assert run("consolidate", "--as-of", "2026-09-10", project=project).code == 0
    (project / "schemas").mkdir()
    done = run("consolidate", "--as-of", "2026-09-10", project=project)
    assert done.code == 3
    assert "schemas" in done.error


@pytest.mark.parametrize("name", ["don-doc", "gui-bieu-mau", "ban-sua-tay"])
def test_names_of_other_results_are_no_names_of_rounds(tmp_path: Path, name: str) -> None:
    write_small_project(tmp_path, edited("decision.yaml", "code: dot-xuat", f"code: {name}"))
    done = run("status", project=tmp_path)
    assert done.code == 3
    assert "tên này dành cho một thư mục kết quả khác" in done.error
