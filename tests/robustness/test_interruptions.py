"""A run that is stopped, or cannot read or write, leaves the last results whole and says in one line what to do."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import Verdict
from pipeline.run import Progress
from tests.robustness.interruptions import (
    Ended,
    Workplace,
    bound_by_permissions,
    consolidated,
    contents,
    mended,
    no_file_over,
    stopped_at,
    workplace,
)
from tests.robustness.originals import agencies, campaign, original, schemas


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    return workplace(tmp_path_factory.mktemp("interrupted"))


def one_line(done: Ended) -> str:
    """What a failed run says last; it says nothing of the program's inside."""
    assert "Traceback" not in done.error
    *_, last = done.error.splitlines()
    assert last.startswith("Lỗi: ")
    return last


def test_a_run_killed_at_any_moment_leaves_the_old_results_or_the_new_ones(place: Workplace) -> None:
    """The next run mends what was left; on Linux nothing is locked: who has the old report open keeps reading it."""
    chance = random.Random(1)
    for moment in (0.85, chance.uniform(0.6, 1.0)):
        stopped_at(moment, place)
        left = (place.results / "lan-1" / "bao-cao.docx").read_bytes()
        with (place.results / "lan-1" / "bao-cao.docx").open("rb") as open_report:
            mended(place)
            assert open_report.read() == left


def test_a_full_disk_leaves_the_old_results(place: Workplace) -> None:
    place.restore()
    done = consolidated(place.project, before=no_file_over(20_000))
    assert done.code == 4
    assert "đĩa đã đầy" in one_line(done)
    assert "Kết quả lần trước vẫn giữ nguyên" in one_line(done)
    assert "/." not in one_line(done)
    assert contents(place.results / "lan-1") == place.old


@pytest.fixture
def read_only(place: Workplace) -> Iterator[Path]:
    """The folder of the campaign, in which nothing can be made."""
    place.restore()
    place.results.chmod(0o555)
    yield place.results
    place.results.chmod(0o755)


def test_a_folder_that_cannot_be_written_leaves_the_old_results(place: Workplace, read_only: Path) -> None:
    done = consolidated(place.project, before=bound_by_permissions)
    assert done.code == 4
    assert "quyền ghi" in one_line(done)
    assert contents(read_only / "lan-1") == place.old


def test_a_ledger_that_cannot_be_written_stops_the_run(place: Workplace) -> None:
    place.restore()
    ledger = place.results / "ledger.jsonl"
    ledger.chmod(0o444)
    done = consolidated(place.project, before=bound_by_permissions)
    assert done.code == 4
    assert "ledger.jsonl" in one_line(done)
    assert contents(place.results / "lan-1") == place.old


def _taken_while(inbox: Path, change: Callable[[], object]) -> dict[str, Verdict]:
    """What becomes of an inbox that changes as soon as the first return has been read."""
    left = [change]
    progress: Progress = lambda _done, _all: left.pop()() if left else None  # noqa: E731
    files = read_inbox(
        inbox, campaign=campaign(), round_=campaign().round_by_code["lan-1"], schemas=schemas(), progress=progress
    )
    return {file.path: file.verdict for file in files}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for agency in agencies()[:30]:
        (folder / f"{agency}.xlsx").write_bytes(original(agency).content)
    return folder


def test_an_inbox_that_vanishes_meanwhile_rejects_what_could_not_be_read(inbox: Path) -> None:
    verdicts = _taken_while(inbox, lambda: shutil.rmtree(inbox))
    assert len(verdicts) == 30
    assert set(verdicts.values()) == {Verdict.ACCEPTED, Verdict.REJECTED}


@pytest.mark.parametrize("length", [0, 10_000])
def test_returns_that_are_still_being_copied_are_rejected(inbox: Path, length: int) -> None:
    def cut() -> None:
        for path in inbox.iterdir():
            path.write_bytes(path.read_bytes()[:length])

    verdicts = _taken_while(inbox, cut)
    assert len(verdicts) == 30
    assert set(verdicts.values()) == {Verdict.ACCEPTED, Verdict.REJECTED}
