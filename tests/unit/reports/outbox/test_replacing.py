"""A folder of the outbox is replaced as a whole or not at all, and a person's work in it is kept."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.reports.outbox.locking import locked_outbox
from pipeline.reports.outbox.places import CampaignOutbox
from pipeline.reports.outbox.replacing import replaced_folder

WRITER = """
import sys
from pathlib import Path
from pipeline.reports.outbox.locking import locked_outbox
from pipeline.reports.outbox.places import CampaignOutbox
from pipeline.reports.outbox.replacing import replaced_folder
outbox, generation = CampaignOutbox(Path(sys.argv[1]), "small"), 0
while True:
    generation += 1
    with locked_outbox(outbox, print) as locked, replaced_folder(locked, outbox.round("lan-1")) as replacement:
        for number in range(5):
            (replacement.folder / f"{number}.txt").write_text(f"{generation}" * 2000)
    print(generation, flush=True)
"""
RECORD = ".da-ghi.json"


@pytest.fixture
def outbox(tmp_path: Path) -> CampaignOutbox:
    return CampaignOutbox(tmp_path / "outbox", "small")


@pytest.fixture
def write(outbox: CampaignOutbox) -> Callable[..., list[str]]:
    """Replace the folder of the round by some files; give what was told."""

    def files_written(fails: Exception | None = None, **files: str) -> list[str]:
        told: list[str] = []
        with (
            locked_outbox(outbox, told.append) as locked,
            replaced_folder(locked, outbox.round("lan-1")) as replacement,
        ):
            for name, text in files.items():
                (replacement.folder / name).write_text(text)
            if fails is not None:
                raise fails
        return told

    return files_written


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_finished_block_takes_the_place_of_the_old_folder(outbox: CampaignOutbox, write: Callable) -> None:
    for content in ("cũ", "mới"):
        assert write(a=content) == []
    assert contents(outbox.round("lan-1")) == {"a": "mới"}
    assert names(outbox.folder) == {"lan-1", ".khoa"}


def test_a_failed_block_leaves_the_old_folder(outbox: CampaignOutbox, write: Callable) -> None:
    write(a="cũ")
    with pytest.raises(ValueError, match="giữa chừng"):
        write(a="dở dang", fails=ValueError("giữa chừng"))
    assert contents(outbox.round("lan-1")) == {"a": "cũ"}
    assert names(outbox.folder) == {"lan-1", ".khoa"}


@pytest.mark.parametrize("place", ["outbox", "outbox/small", "outbox/small/lan-1"])
def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path, write: Callable, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("một tệp, không phải thư mục")
    with pytest.raises(OutputError, match="đã có một tệp hay thư mục trùng tên"):
        write()
    assert (tmp_path / place).read_text() == "một tệp, không phải thư mục"


@pytest.mark.parametrize("place", ["outbox", "outbox/small", "outbox/small/lan-1", "outbox/small/ban-sua-tay"])
def test_a_link_is_refused(tmp_path: Path, outbox: CampaignOutbox, write: Callable, place: str) -> None:
    if place.endswith("ban-sua-tay"):
        write(a="cũ")
        (outbox.round("lan-1") / "a").write_text("sửa")
    elsewhere, link = tmp_path / "elsewhere", tmp_path / place
    elsewhere.mkdir()
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere)
    with pytest.raises(OutputError, match="là liên kết đến chỗ khác"):
        write(a="mới")
    assert link.is_symlink()
    assert names(elsewhere) == set()


def test_where_folders_cannot_be_exchanged_they_are_moved(
    outbox: CampaignOutbox, write: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.reports.outbox.replacing.sys.platform", "win32")
    write(a="cũ")
    (outbox.round("lan-1") / "a").write_text("sửa")
    (told,) = write(a="mới")
    assert contents(outbox.round("lan-1")) == {"a": "mới"}
    (kept,) = (outbox.folder / "ban-sua-tay" / "lan-1").iterdir()
    assert contents(kept) == {"a": "sửa"}
    assert str(kept) in told
    assert names(outbox.folder) == {"lan-1", ".khoa", "ban-sua-tay"}


def test_a_folder_moved_aside_by_a_stopped_run_is_brought_back(outbox: CampaignOutbox, write: Callable) -> None:
    aside = outbox.folder / ".lan-1.0123abcd.cu"
    aside.mkdir(parents=True)
    (aside / "a").write_text("cũ")
    (outbox.folder / ".lan-1.0123abcd.moi").mkdir()
    (outbox.folder / ".ghi-chú.moi").mkdir()
    with pytest.raises(ValueError, match="dừng"):
        write(fails=ValueError("dừng"))
    assert contents(outbox.round("lan-1")) == {"a": "cũ"}
    assert names(outbox.folder) == {"lan-1", ".khoa", ".ghi-chú.moi"}


def test_what_a_person_changed_or_added_is_kept_under_its_path(outbox: CampaignOutbox, write: Callable) -> None:
    write(a="1", b="1", c="1")
    folder = outbox.round("lan-1")
    (folder / "a").write_text("sửa")
    (folder / "thư mục").mkdir()
    (folder / "thư mục" / "thêm.docx").write_text("thêm")
    (folder / "b").unlink()
    (folder / "liên kết").symlink_to("a")
    for trace in ("~$a.docx", ".~lock.a.docx#", "Thumbs.db"):
        (folder / trace).write_text("")
    (told,) = write(a="2", b="2", c="2")
    assert "a, liên kết, thư mục/thêm.docx đã được sửa hoặc thêm bằng tay" in told
    assert contents(folder) == {"a": "2", "b": "2", "c": "2"}
    (kept,) = (outbox.folder / "ban-sua-tay" / "lan-1").iterdir()
    assert contents(kept) == {"a": "sửa", "liên kết": "sửa", "thư mục/thêm.docx": "thêm"}
    assert write(a="3") == []


def test_two_kept_states_of_one_second_stand_beside_each_other(outbox: CampaignOutbox, write: Callable) -> None:
    write(a="0")
    for edit in ("1", "2", "3"):
        (outbox.round("lan-1") / "a").write_text(edit)
        write(a="0")
    kept = (outbox.folder / "ban-sua-tay" / "lan-1").iterdir()
    assert sorted((folder / "a").read_text() for folder in kept) == ["1", "2", "3"]


@pytest.mark.parametrize("record", [None, "", "[]", "{", '{"outputs": 1}', '{"outputs": [{"path": 1}]}', "[" * 100_000])
def test_without_a_record_everything_is_a_persons(outbox: CampaignOutbox, write: Callable, record: str | None) -> None:
    write(a="1", b="1")
    path = outbox.round("lan-1") / RECORD
    path.unlink() if record is None else path.write_text(record)
    write(a="1", b="1")
    (kept,) = (outbox.folder / "ban-sua-tay" / "lan-1").iterdir()
    assert contents(kept) == {"a": "1", "b": "1"}


def test_an_outbox_that_vanishes_meanwhile_is_not_made_again(outbox: CampaignOutbox) -> None:
    import shutil

    with (
        pytest.raises(OutputError, match=r"đã bị xóa, đổi tên|thư mục không còn"),
        locked_outbox(outbox, print) as locked,
        replaced_folder(locked, outbox.round("lan-1")),
    ):
        shutil.rmtree(outbox.base)
    assert not outbox.base.exists()


def test_an_outbox_that_is_replaced_meanwhile_is_left_alone(outbox: CampaignOutbox, write: Callable) -> None:
    write(a="cũ")
    with pytest.raises(OutputError, match="chưa ghi gì"), locked_outbox(outbox, print) as locked:  # noqa: PT012, SIM117
        with replaced_folder(locked, outbox.round("lan-1")):
            (outbox.folder / ".khoa").unlink()
            (outbox.folder / ".khoa").touch()
    assert contents(outbox.round("lan-1")) == {"a": "cũ"}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_ended_at_any_moment_one_whole_generation_stands(outbox: CampaignOutbox, how: signal.Signals) -> None:
    target = outbox.round("lan-1")
    for moment in range(8):
        run = subprocess.Popen([sys.executable, "-c", WRITER, str(outbox.base)], stdout=subprocess.PIPE, text=True)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(0.003 * moment)
        os.kill(run.pid, how)
        run.wait()
        run.stdout.close()
        files = contents(target)
        assert sorted(files) == [f"{number}.txt" for number in range(5)]
        assert len(set(files.values())) == 1
    assert not (outbox.folder / "ban-sua-tay").exists()
