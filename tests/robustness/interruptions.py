"""Runs that are stopped or cannot write: `python -m tests.robustness.interruptions --moments 200` kills so many of them."""

import argparse
import contextlib
import ctypes
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.golden.snapshot import small_city
from tests.robustness.originals import original

ROOT = Path(__file__).parents[2]
AS_OF = "2025-09-08"
CAMPAIGN = "2025-h2"
#: What somebody wrote into the earlier report.
EDITED = "bản cũ có thêm nhận định".encode()
#: Whose returns lie in the inbox.
SENT = ("SNV", "STC", "11383", "10888")
_DROP_FROM_BOUNDING_SET = 24  # PR_CAPBSET_DROP of prctl(2)
#: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what lets root write where nobody may.
_ABOVE_PERMISSIONS = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run of the command ended."""

    code: int
    error: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A project with an inbox, and with the results of an earlier run."""

    project: Path
    #: The earlier outbox.
    kept: Path
    #: Contents of the folder of the round from before, and as it must become.
    old: dict[str, bytes]
    new: dict[str, bytes]
    #: How long a run takes.
    seconds: float

    @property
    def outbox(self) -> Path:
        """Where the results go."""
        return self.project / "outbox"

    @property
    def results(self) -> Path:
        """The folder of the campaign there."""
        return self.outbox / CAMPAIGN

    def restore(self) -> None:
        """Bring back the earlier outbox."""
        shutil.rmtree(self.outbox, ignore_errors=True)
        shutil.copytree(self.kept, self.outbox)


def workplace(folder: Path) -> Workplace:
    """A small project in a folder, with results from before, ready to be interrupted."""
    project, kept = folder / "project", folder / "kept"
    small_city(project)
    (project / "inbox").mkdir()
    for agency in SENT:
        (project / "inbox" / f"{agency}.xlsx").write_bytes(original(agency).content)
    done = consolidated(project)
    assert done.code == 0, done.error
    new = contents(project / "outbox" / CAMPAIGN / "lan-1")
    old = {name: f"bản cũ của {name}".encode() for name in (*new, "phan-hoi/11383.xlsx") if name != "manifest.json"}
    outputs = [{"path": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in old.items()]
    old |= {"manifest.json": json.dumps({"files": [], "outputs": outputs}).encode(), "bao-cao.docx": EDITED}
    for name, content in old.items():
        path = kept / CAMPAIGN / "lan-1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (kept / CAMPAIGN / "ledger.jsonl").write_text('{"sha256": "0", "name": "đã gửi từ trước.xlsx"}\n', encoding="utf-8")
    place = Workplace(project=project, kept=kept, old=old, new=new, seconds=done.seconds)
    place.restore()
    return place


def consolidated(project: Path, *options: str, before: Callable[[], object] | None = None) -> Ended:
    """Run the command as a process of its own."""
    started = time.monotonic()
    process = _started(project, *options, before=before)
    _, error = process.communicate(timeout=120)
    return Ended(code=process.returncode, error=error, seconds=time.monotonic() - started)


def _started(project: Path, *options: str, before: Callable[[], object] | None = None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "pipeline", "consolidate", "--project", str(project), "--round", "lan-1"]
    return subprocess.Popen(
        [*command, "--as-of", AS_OF, *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=before,  # noqa: PLW1509  # no threads here
    )


def killed_after(seconds: float, project: Path) -> bool:
    """Start a run and kill it after some time; return whether it still ran then. Nothing it started is left behind."""
    process = _started(project)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=seconds)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    deadline = time.monotonic() + 10
    while left := list(_of_session(process.pid)):
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.05)
    return running


def _of_session(session: int) -> Iterator[int]:
    """Give the processes of a session that still run."""
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal():
                state, *fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == session and state != "Z":
                    yield int(entry.name)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stopped_at(moment: float, place: Workplace) -> str:
    """Kill a run at a moment (0 to 1 of its usual length) and say which outbox stands; then see the next run mend all."""
    place.restore()
    ledger = (place.results / "ledger.jsonl").read_bytes()
    running = killed_after(moment * place.seconds, place.project)
    found = contents(place.results / "lan-1")
    assert found in (place.old, place.new), f"at {moment:.3f}: neither the old outbox nor the new one"
    kept = (place.results / "ledger.jsonl").read_bytes()
    assert kept.startswith(ledger), f"at {moment:.3f}: the ledger lost a line"
    everything = contents(place.outbox).values()
    assert EDITED in everything, f"at {moment:.3f}: what was written by hand is lost"
    return f"{'old' if found == place.old else 'new'}{'' if running else ', had ended'}"


def mended(place: Workplace) -> None:
    """Run once more after a stop: the new outbox stands, nothing half-written is left, every line of the ledger is whole."""
    before = (place.results / "ledger.jsonl").read_bytes()
    done = consolidated(place.project)
    assert (done.code, contents(place.results / "lan-1")) == (0, place.new), done.error
    assert [path.name for path in place.results.iterdir() if path.name.startswith(".lan-1")] == []
    after = (place.results / "ledger.jsonl").read_bytes()
    assert after.startswith(before)
    assert len(after.splitlines()) == 1 + len(SENT)
    assert len((place.results / "history.jsonl").read_bytes().splitlines()) == 1
    kept = [path for path in (place.results / "ban-sua-tay" / "lan-1").rglob("*") if path.is_file()]
    assert {path.name: path.read_bytes() for path in kept} == {"bao-cao.docx": EDITED}


def no_file_over(size: int) -> Callable[[], None]:
    """What lets no file of a process grow beyond a size: the disk is full from there on."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def bound_by_permissions() -> None:
    """Let permissions bind the process even where it runs as root."""
    library = ctypes.CDLL(None)
    for capability in _ABOVE_PERMISSIONS:
        library.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


def main() -> None:
    """Kill many runs at random moments, and let some meet a disk that is truly full."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    counts: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        place = workplace(Path(name))
        print(f"a run takes {place.seconds:.1f} s", flush=True)  # noqa: T201
        for number in range(options.moments):
            # half of them in the last third, where the results are written and change places
            moment = chance.uniform(0, 1.05) if number % 2 else chance.uniform(0.65, 1.05)
            outcome = stopped_at(moment, place)
            counts[outcome] = counts.get(outcome, 0) + 1
            if number % 20 == 19:
                mended(place)
                print(number + 1, counts, flush=True)  # noqa: T201
        if os.geteuid() == 0:
            print(f"full disks: {_full_disks(place, chance)}")  # noqa: T201


def _full_disks(place: Workplace, chance: random.Random) -> str:
    """Let runs write to small file systems of their own; needs root."""
    codes = []
    for _ in range(10):
        size = chance.randrange(16, 800)
        mount = place.project.parent / "small"
        mount.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(mount)], check=True)
        try:
            done = consolidated(place.project, "--outbox", str(mount))
            assert done.code in {0, 4}, done.error
            assert "Traceback" not in done.error
            assert done.code == 0 or "đĩa đã đầy" in done.error
            assert f"{mount / CAMPAIGN}/." not in done.error
            assert (mount / CAMPAIGN / "lan-1").exists() == (done.code == 0)
            codes.append(f"{size} KB: {done.code}")
        finally:
            subprocess.run(["umount", str(mount)], check=True)
    return ", ".join(codes)


if __name__ == "__main__":
    main()
