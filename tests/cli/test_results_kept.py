"""Nothing vanishes silently: neither a return that was used, nor what a person did among the results, nor a line of a journal."""

import json
import os
import resource
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.schema import Schemas
from tests.support.campaign import write_small_project
from tests.support.intake import DONE, return_bytes
from tests.support.project_command import command, environment, run
from tests.support.terminal import Done

ROWS = {"1.2": DONE, "1.3": DONE}
ASKED = ("--round", "lan-1", "--as-of", "2025-09-10")
#: Seconds in which a process must have come to a point.
PATIENCE = 60


class City:
    """The small project with two returns."""

    def __init__(self, project: Path, schemas: Schemas) -> None:
        self.project = project
        self.schemas = schemas

    @property
    def inbox(self) -> Path:
        return self.project / "inbox"

    @property
    def outbox(self) -> Path:
        return self.project / "outbox" / "small"

    @property
    def results(self) -> Path:
        return self.outbox / "lan-1"

    def content(self, agency: str, rows: object = ROWS, day: date = date(2025, 9, 3)) -> bytes:
        campaign = read_campaign(self.project, "small")
        return return_bytes(campaign, self.schemas, agency, rows=rows, report_date=day)  # type: ignore[arg-type]

    def send(self, name: str, agency: str, **how: object) -> None:
        (self.inbox / name).write_bytes(self.content(agency, **how))  # type: ignore[arg-type]

    def consolidate(self, *options: str, **how: object) -> Done:
        return run("consolidate", *ASKED, *options, project=self.project, **how)  # type: ignore[arg-type]

    def ask(self, name: str) -> Done:
        return run(name, *ASKED, project=self.project)

    def kept(self) -> dict[str, bytes]:
        """Every file in the folders of what was kept, by its path there, without the date."""
        folder = self.outbox / "ban-sua-tay" / "lan-1"
        return {
            "/".join(path.relative_to(folder).parts[1:]): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory, schemas: Schemas) -> Path:
    """The project before its first consolidation."""
    city = City(tmp_path_factory.mktemp("returns"), schemas)
    write_small_project(city.project)
    city.inbox.mkdir()
    city.send("snv.xlsx", "SNV")
    city.send("tt.xlsx", "TT")
    return city.project


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, returns: Path, schemas: Schemas) -> Path:
    """The project after it."""
    city = City(shutil.copytree(returns, tmp_path_factory.mktemp("results") / "project"), schemas)
    done = city.consolidate()
    assert done.code == 0, done.error
    return city.project


@pytest.fixture
def city(tmp_path: Path, returns: Path, schemas: Schemas) -> City:
    return City(shutil.copytree(returns, tmp_path / "project"), schemas)


@pytest.fixture
def consolidated(tmp_path: Path, results: Path, schemas: Schemas) -> City:
    return City(shutil.copytree(results, tmp_path / "project"), schemas)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestReturnsThatAreGone:
    def test_they_stop_the_run_with_their_names_and_nothing_is_written(self, consolidated: City) -> None:
        before = contents(consolidated.project / "outbox")
        (consolidated.inbox / "snv.xlsx").unlink()
        done = consolidated.consolidate()
        assert done.code == 5
        assert "Sở Nội vụ: snv.xlsx" in done.output
        assert "Thanh tra" not in done.output
        assert "--allow-missing" in done.error.splitlines()[-1]
        assert contents(consolidated.project / "outbox") == before
        for name in ("status", "check"):
            asked = consolidated.ask(name)
            assert "Sở Nội vụ: snv.xlsx" in asked.output
            assert asked.code == 0
        record = json.loads(run("status", *ASKED, "--json", project=consolidated.project).output)
        assert record["gone"] == [{"agency": "SNV", "path": "snv.xlsx"}]

    def test_they_are_given_up_where_that_is_meant(self, consolidated: City) -> None:
        (consolidated.inbox / "snv.xlsx").unlink()
        assert consolidated.consolidate("--allow-missing").code == 0
        assert consolidated.consolidate().code == 0
        assert "snv.xlsx" not in consolidated.ask("status").output

    def test_an_empty_inbox_stops_it_too(self, consolidated: City) -> None:
        shutil.rmtree(consolidated.inbox)
        consolidated.inbox.mkdir()
        done = consolidated.consolidate()
        assert done.code == 5
        assert "2 cơ quan" in done.output

    def test_a_file_that_cannot_be_used_any_more_stops_it(self, consolidated: City) -> None:
        (consolidated.inbox / "snv.xlsx").write_bytes(b"half a workbook")
        assert consolidated.consolidate().code == 5

    @pytest.mark.parametrize(
        "change",
        [
            lambda city: city.send("snv.xlsx", "SNV", rows={"1.2": DONE, "1.3": {"status": "Gần xong"}}),
            lambda city: city.send("snv 2.xlsx", "SNV", day=date(2025, 9, 8)),
            lambda city: (city.inbox / "snv.xlsx").rename(city.inbox / "sở nội vụ.xlsx"),
            lambda city: zipped(city.inbox / "snv.xlsx"),
        ],
        ids=["corrected under the old name", "replaced by a later one", "renamed", "zipped"],
    )
    def test_what_is_still_there_in_another_way_does_not(
        self, consolidated: City, change: Callable[[City], object]
    ) -> None:
        change(consolidated)
        done = consolidated.consolidate()
        assert done.code == 0, done.output

    def test_an_agency_that_left_the_register_does_not(self, consolidated: City) -> None:
        (consolidated.inbox / "tt.xlsx").unlink()
        agencies = consolidated.project / "catalogue" / "small" / "agencies.csv"
        row = next(line for line in agencies.read_text("utf-8").splitlines() if line.startswith("TT,"))
        agencies.write_text(agencies.read_text("utf-8").replace(row, row.replace(",yes", ",no")), encoding="utf-8")
        done = consolidated.consolidate()
        assert done.code == 0, done.output + done.error


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.write(path, path.name)
    path.unlink()


@pytest.mark.parametrize("name", ["status", "check", "consolidate"])
def test_an_inbox_without_returns_is_said_first(city: City, name: str) -> None:
    for path in city.inbox.iterdir():
        path.unlink()
    (city.inbox / "Thumbs.db").write_bytes(b"x")
    done = city.ask(name)
    assert done.code == 0
    assert done.output.startswith("CHÚ Ý: thư mục nhận")
    assert "trống" in " ".join(done.output.split())


class TestWorkByHand:
    def test_it_is_kept_and_told_in_one_line(self, consolidated: City) -> None:
        (consolidated.results / "bao-cao.docx").write_bytes(b"edited")
        (consolidated.results / "phan-hoi").mkdir(exist_ok=True)
        (consolidated.results / "phan-hoi" / "ghi chú.txt").write_bytes(b"note")
        for trace in ("~$o-cao.docx", ".~lock.bao-cao.docx#", "Thumbs.db"):
            (consolidated.results / trace).write_bytes(b"x")
        done = consolidated.consolidate()
        assert done.code == 0, done.error
        (line,) = [line for line in done.output.splitlines() if "bằng tay" in line]
        assert "bao-cao.docx, phan-hoi/ghi chú.txt" in line
        assert str(consolidated.outbox / "ban-sua-tay" / "lan-1") in line
        assert consolidated.kept() == {"bao-cao.docx": b"edited", "phan-hoi/ghi chú.txt": b"note"}
        assert (consolidated.results / "bao-cao.docx").read_bytes() != b"edited"
        assert "bằng tay" not in consolidated.consolidate().output

    def test_so_is_that_among_letters_and_drafts(self, city: City) -> None:
        assert city.ask("remind").code == 0
        folder = city.outbox / "don-doc" / "lan-1"
        assert "bằng tay" not in city.ask("remind").output
        (folder / "cong-van-don-doc.docx").write_bytes(b"edited")
        (folder / "danh bạ.txt").write_bytes(b"numbers")
        done = city.ask("remind")
        assert "cong-van-don-doc.docx, danh bạ.txt đã được sửa hoặc thêm bằng tay" in done.output
        assert city.kept() == {"cong-van-don-doc.docx": b"edited", "danh bạ.txt": b"numbers"}

    def test_a_run_that_fails_leaves_it_in_its_place(self, consolidated: City) -> None:
        (consolidated.results / "bao-cao.docx").write_bytes(b"edited")
        done = consolidated.consolidate(before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)))
        assert done.code == 4
        assert (consolidated.results / "bao-cao.docx").read_bytes() == b"edited"
        assert consolidated.kept() == {}

    @pytest.mark.parametrize("place", ["outbox", "outbox/small/don-doc"])
    def test_a_linked_folder_is_refused(self, city: City, tmp_path: Path, place: str) -> None:
        elsewhere, link = tmp_path / "elsewhere", city.project / place
        elsewhere.mkdir()
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(elsewhere, target_is_directory=True)
        done = city.ask("remind" if place.endswith("don-doc") else "consolidate")
        assert done.code == 4
        assert "là liên kết đến chỗ khác" in done.error.splitlines()[-1]
        assert link.is_symlink()
        assert list(elsewhere.iterdir()) == []


#: What runs before the program itself: a step of it kills its process, or a lock is not what it should be.
KILLED_BEFORE = """
import os, signal
from pipeline.reports.outbox import {module}
{module}.{name} = lambda *_a, **_k: os.kill(os.getpid(), signal.SIGKILL)
"""
LOCKS = {
    "no locks known": "import errno, fcntl\ndef flock(_f, _o): raise OSError(errno.ENOLCK, 'none')\nfcntl.flock = flock",
    "every lock granted": "import fcntl\nfcntl.flock = lambda _f, _o: None",
}


def prepared(code: str, *arguments: str, project: Path) -> Done:
    """Run the command after some code."""
    words = command(*arguments, project=project)
    start = f"{code}\nimport sys\nfrom pipeline.cli.commands import main\nmain(sys.argv[1:])"
    done = subprocess.run(
        [words[0], "-c", start, *words[3:]], env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


class TestJournals:
    @pytest.mark.parametrize(
        "step", [("replacing", "_swap"), ("pending", "append_ledger"), ("pending", "append_history")]
    )
    def test_lines_of_a_run_that_was_killed_come_once_if_its_results_came(
        self, consolidated: City, step: tuple[str, str]
    ) -> None:
        journals = (consolidated.outbox / "ledger.jsonl", consolidated.outbox / "history.jsonl")
        before = [path.read_bytes() for path in journals]
        manifest = (consolidated.results / "manifest.json").read_bytes()
        consolidated.send("10001.xlsx", "10001")
        module, name = step
        killed = prepared(
            KILLED_BEFORE.format(module=module, name=name), "consolidate", *ASKED, project=consolidated.project
        )
        assert killed.code == -signal.SIGKILL
        have_come = (consolidated.results / "manifest.json").read_bytes() != manifest
        assert have_come == (name != "_swap")
        # another return, so that the next run alone would not write the line of the killed one
        consolidated.send("10002.xlsx", "10002")
        done = consolidated.consolidate()
        assert done.code == 0, done.error
        assert ("đã ghi bổ sung" in done.output) == have_come
        for path, old, new in zip(journals, before, (2, 1 + have_come), strict=True):
            lines = path.read_bytes()
            assert lines.startswith(old)
            added = lines[len(old) :].splitlines()
            assert len(added) == new
            assert all(json.loads(line) for line in added)
        assert [path.name for path in consolidated.outbox.iterdir() if path.name.startswith(".")] == [".khoa"]

    def test_they_are_written_only_after_the_results_have_come(self, city: City) -> None:
        code = KILLED_BEFORE.format(module="replacing", name="_swap")
        prepared(code, "consolidate", *ASKED, project=city.project)
        assert not (city.outbox / "ledger.jsonl").exists()
        assert not (city.outbox / "history.jsonl").exists()


class TestTwoRuns:
    @pytest.fixture
    def writing(self, consolidated: City) -> Iterator["subprocess.Popen[bytes]"]:
        """A run that has stopped in the middle of its work, and goes on at a signal."""
        code = (
            "import os, signal, sys\nfrom pipeline.reports.outbox import record\nimport pipeline.outputs as outputs\n"
            "write = outputs.write_html\n"
            "def wait(*a, **k): open(sys.argv[3] + '/writes', 'w').close(); os.kill(os.getpid(), signal.SIGSTOP); write(*a, **k)\n"
            "outputs.write_html = wait\nfrom pipeline.cli.commands import main\nmain(sys.argv[1:])"
        )
        words = command(project=consolidated.project)
        arguments = ["consolidate", "--project", str(consolidated.project), *ASKED]
        process = subprocess.Popen(
            [words[0], "-c", code, *arguments], env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + PATIENCE
        while not (consolidated.project / "writes").exists():
            assert time.monotonic() < end
            time.sleep(0.05)
        time.sleep(0.2)
        yield process
        if process.poll() is None:
            process.kill()
            process.wait()

    @pytest.mark.parametrize("name", ["consolidate", "remind"])
    def test_who_comes_second_is_told_and_changes_nothing(
        self, consolidated: City, writing: "subprocess.Popen[bytes]", name: str
    ) -> None:
        before = contents(consolidated.project / "outbox")
        done = consolidated.ask(name)
        assert done.code == 4
        assert "Một lần chạy khác đang ghi" in done.error.splitlines()[-1]
        assert contents(consolidated.project / "outbox") == before
        for asking in ("status", "check"):
            assert consolidated.ask(asking).code == 0
        writing.send_signal(signal.SIGCONT)
        assert writing.wait(PATIENCE) == 0
        assert consolidated.consolidate().code == 0

    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
    def test_the_lock_ends_with_its_process(
        self, consolidated: City, writing: "subprocess.Popen[bytes]", how: signal.Signals
    ) -> None:
        writing.send_signal(how)
        writing.send_signal(signal.SIGCONT)
        writing.wait(PATIENCE)
        before = contents(consolidated.results)
        done = consolidated.consolidate()
        assert done.code == 0, done.error
        assert contents(consolidated.results) == before
        assert [path.name for path in consolidated.outbox.iterdir() if path.name.startswith(".")] == [".khoa"]

    def test_an_outbox_that_vanished_meanwhile_is_said_and_not_made_again(
        self, consolidated: City, writing: "subprocess.Popen[bytes]"
    ) -> None:
        shutil.rmtree(consolidated.project / "outbox")
        writing.send_signal(signal.SIGCONT)
        assert writing.wait(PATIENCE) == 4
        assert not (consolidated.project / "outbox").exists()

    @pytest.mark.parametrize("lock", LOCKS)
    def test_where_locks_do_not_hold_it_is_said_and_the_results_come(self, city: City, lock: str) -> None:
        half_written = city.outbox / ".lan-1.0123abcd.moi"
        half_written.mkdir(parents=True)
        done = prepared(LOCKS[lock], "consolidate", *ASKED, project=city.project)
        assert done.code == 0, done.error
        assert "không khóa được tệp" in done.output
        assert (city.results / "bao-cao.docx").is_file()
        # it may be another run's
        assert half_written.exists()


@pytest.mark.skipif(shutil.which("unshare") is None or os.geteuid() != 0, reason="needs namespaces: root and unshare")
def test_two_containers_do_not_delete_each_others_work(city: City) -> None:
    """Both runs are process 1 of their own namespace."""
    words = command("consolidate", *ASKED, project=city.project)
    runs = [
        subprocess.Popen(
            ["unshare", "--pid", "--fork", "--mount-proc", *words],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(3)
    ]
    errors = [process.communicate(timeout=PATIENCE)[1] for process in runs]
    codes = sorted(process.returncode for process in runs)
    assert codes[0] == 0
    assert set(codes) <= {0, 4}
    assert all("Một lần chạy khác" in error for error, process in zip(errors, runs, strict=True) if process.returncode)
    manifest = json.loads((city.results / "manifest.json").read_text("utf-8"))
    assert manifest["agencies"]["reported"] == 2
    assert len((city.outbox / "ledger.jsonl").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize("arguments", [("templates",), ("remind",), ("consolidate",), ("check", "--json", "loi.json")])
def test_a_full_disk_is_one_sentence_from_every_writer(city: City, arguments: tuple[str, ...]) -> None:
    city.send("snv.xlsx", "SNV", rows={"1.2": {"status": "Gần xong"}, "1.3": {"status": "Gần xong"}})
    out = [str(city.project / word) if word.endswith(".json") else word for word in arguments]
    done = run(
        *out,
        *ASKED,
        project=city.project,
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert done.code == 4, done.output + done.error
    line = done.error.splitlines()[-1]
    assert "đĩa đã đầy" in line
    assert "File too large" not in done.error
    assert "/." not in line
