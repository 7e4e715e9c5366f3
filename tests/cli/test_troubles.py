"""Every trouble a user can cause is one clear Vietnamese line and an exit code, never a traceback."""

import shutil
from pathlib import Path

import pytest

from tests.support.terminal import tonghop


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("consolidate", "--round", "lan-9"), 2, "Không có lần báo cáo «lan-9»"),
        (("consolidate", "--as-of", "hôm qua"), 2, "không phải là ngày"),
        (("consolidate", "--inbox", "không/có"), 2, "không có thư mục"),
        (("consolidate", "--project", "không/có"), 2, "không có thư mục"),
        (("templates", "--agency", "99999", "--round", "lan-1"), 2, "99999"),
        (
            (
                "templates",
                "--nhanh",
            ),
            2,
            "không có tùy chọn --nhanh",
        ),
        (("simulate",), 2, "thiếu --round"),
        (("gop",), 2, "không có lệnh «gop»"),
    ],
)
def test_a_wrong_call_is_one_line(project: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = tonghop(*arguments, project=project)
    assert (done.code, done.output) == (code, "")
    assert says in done.error
    assert done.error.count("\n") == 1


def test_a_missing_inbox_is_one_line(project: Path) -> None:
    (project / "inbox").rmdir()
    done = tonghop("consolidate", "--round", "lan-1", project=project)
    assert done.code == 2
    assert "inbox" in done.error
    assert done.error.count("\n") == 1


def test_a_folder_that_is_no_project_is_one_line(tmp_path: Path) -> None:
    done = tonghop("status", project=tmp_path)
    assert done.code == 2
    assert "không phải thư mục dự án" in done.error
    assert done.error.count("\n") == 1


def test_a_broken_catalogue_names_file_and_line(project: Path) -> None:
    path = project / "catalogue" / "2025-h2" / "tasks.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "section:" in line)
    lines[at] = lines[at].replace("section:", "sektion:")
    path.write_text("\n".join(lines), encoding="utf-8")
    done = tonghop("consolidate", "--round", "lan-1", project=project)
    assert done.code == 3
    assert "tasks.yaml:" in done.error
    assert "sektion" in done.error
    assert "Traceback" not in done.error


def test_a_broken_schema_names_file_and_line(project: Path) -> None:
    path = project / "schemas" / "workbook" / "report.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("check_name: in_range", "check_name: in_rang"), encoding="utf-8"
    )
    done = tonghop("templates", "--round", "lan-1", project=project)
    assert done.code == 3
    assert "report.yaml:" in done.error
    assert "in_rang" in done.error


def test_simulated_returns_never_mix_with_others(project: Path) -> None:
    (project / "inbox" / "bao-cao.xlsx").write_bytes(b"")
    done = tonghop("simulate", "--round", "lan-1", "--out", str(project / "inbox"), project=project)
    assert done.code == 2
    assert "không trống" in done.error


def test_a_read_only_outbox_leaves_the_previous_one(project: Path, tmp_path: Path) -> None:
    assert tonghop("consolidate", "--round", "lan-1", "--as-of", "2025-09-08", project=project).code == 0
    before = {path: path.read_bytes() for path in (project / "outbox" / "lan-1").rglob("*") if path.is_file()}
    occupied = tmp_path / "tep"
    occupied.write_text("đã có tệp ở đây")
    done = tonghop("consolidate", "--round", "lan-1", "--outbox", str(occupied), project=project)
    assert done.code == 4
    assert "Không ghi được" in done.error
    assert {path: path.read_bytes() for path in (project / "outbox" / "lan-1").rglob("*") if path.is_file()} == before


def test_a_catalogue_with_two_campaigns_asks_which(project: Path) -> None:
    shutil.copytree(project / "catalogue" / "2025-h2", project / "catalogue" / "2026-h1")
    done = tonghop("status", project=project)
    assert done.code == 2
    assert "--campaign" in done.error
