"""The outbox of a round is replaced as a whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.reports.outbox.outbox import replaced_folder

WRITER = """
import sys
from pathlib import Path
from pipeline.reports.outbox.outbox import replaced_folder
target, generation = Path(sys.argv[1]), 0
while True:
    generation += 1
    with replaced_folder(target) as folder:
        for number in range(5):
            (folder / f"{number}.txt").write_text(f"{generation}" * 2000)
    print(generation, flush=True)
"""


def written(target: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in target.iterdir()}


def test_a_finished_block_takes_the_place_of_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "outbox" / "lan-1"
    for content in ("cũ", "mới"):
        with replaced_folder(target) as folder:
            (folder / f"{content}.txt").write_text(content)
    assert written(target) == {"mới.txt": "mới"}
    assert [path.name for path in target.parent.iterdir()] == ["lan-1"]


def test_a_failed_block_leaves_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "lan-1"
    with replaced_folder(target) as folder:
        (folder / "a.txt").write_text("cũ")
    with pytest.raises(ValueError, match="giữa chừng"), replaced_folder(target) as folder:  # noqa: PT012
        (folder / "a.txt").write_text("dở dang")
        raise ValueError("giữa chừng")
    assert written(target) == {"a.txt": "cũ"}
    assert [path.name for path in tmp_path.iterdir()] == ["lan-1"]


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("một tệp, không phải thư mục")
    with pytest.raises(OutputError, match="Không ghi được"), replaced_folder(tmp_path / "outbox" / "lan-1"):
        pass


def test_where_folders_cannot_be_exchanged_they_are_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.reports.outbox.outbox.sys.platform", "win32")
    target = tmp_path / "lan-1"
    for content in ("cũ", "mới"):
        with replaced_folder(target) as folder:
            (folder / "a.txt").write_text(content)
    assert written(target) == {"a.txt": "mới"}
    assert [path.name for path in tmp_path.iterdir()] == ["lan-1"]


def test_a_folder_moved_aside_by_a_stopped_run_is_brought_back(tmp_path: Path) -> None:
    aside = tmp_path / ".lan-1.999999999.cu"
    aside.mkdir()
    (aside / "a.txt").write_text("cũ")
    (tmp_path / ".lan-1.999999999.moi").mkdir()
    with pytest.raises(ValueError, match="dừng"), replaced_folder(tmp_path / "lan-1"):
        raise ValueError("dừng")
    assert written(tmp_path / "lan-1") == {"a.txt": "cũ"}
    assert [path.name for path in tmp_path.iterdir()] == ["lan-1"]


def test_killed_at_any_moment_one_whole_generation_stands(tmp_path: Path) -> None:
    target = tmp_path / "lan-1"
    for moment in range(12):
        run = subprocess.Popen([sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE, text=True)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(0.003 * moment)
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        run.stdout.close()
        files = written(target)
        assert sorted(files) == [f"{number}.txt" for number in range(5)]
        assert len(set(files.values())) == 1
