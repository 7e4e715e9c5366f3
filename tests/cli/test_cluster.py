"""Returns read by a cluster, or from a place that is no folder of this machine: the same bytes as here."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from tests.conftest import ROOT
from tests.golden.snapshot import small_city
from tests.support.terminal import tonghop

OPTIONS = ("--round", "lan-1", "--as-of", "2025-09-10")
#: A scheduler with two worker processes of one thread each; it tells its address and ends with its input.
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a local cluster of two workers."""
    script = tmp_path_factory.mktemp("cluster") / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.communicate("", timeout=30)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city with simulated returns, some of them broken, consolidated by one process."""
    project = tmp_path_factory.mktemp("city")
    small_city(project)
    assert (
        tonghop("simulate", "--round", "lan-1", "--seed", "3", "--out", str(project / "inbox"), project=project).code
        == 0
    )
    (project / "inbox" / "bomb.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert tonghop("consolidate", *OPTIONS, project=project).code == 0
    return project


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_cluster_of_two_workers_gives_the_same_bytes(city: Path, scheduler: str) -> None:
    outbox = city / "cluster"
    done = tonghop("consolidate", *OPTIONS, "--scheduler", scheduler, "--outbox", str(outbox), project=city)
    assert (done.code, done.error.count("Lỗi:")) == (0, 0)
    assert contents(outbox / "2025-h2" / "lan-1") == contents(city / "outbox" / "2025-h2" / "lan-1")


@pytest.fixture
def remote(city: Path) -> Iterator[str]:
    """The same inbox in another file system."""
    files = fsspec.filesystem("memory")
    files.put(str(city / "inbox"), "/hop-thu", recursive=True)
    yield "memory://hop-thu"
    files.rm("/hop-thu", recursive=True)


def test_a_remote_inbox_says_the_same(city: Path, remote: str) -> None:
    outbox = city / "remote"
    assert tonghop("consolidate", *OPTIONS, "--inbox", remote, "--outbox", str(outbox), project=city).code == 0
    here, there = contents(city / "outbox" / "2025-h2" / "lan-1"), contents(outbox / "2025-h2" / "lan-1")
    # from another place no link leads to the files
    differing = {name for name in here if there[name] != here[name]}
    assert there.keys() == here.keys()
    assert differing == {"tong-hop.xlsx", "manifest.json"}
