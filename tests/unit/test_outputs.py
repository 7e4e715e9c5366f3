"""The outbox of a round, as the flow writes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.flow import consolidate
from pipeline.run import Stages
from tests.support.campaign import write_small_project
from tests.support.terminal import request

DAY = date(2025, 9, 10)


@dataclass
class CountedStages(Stages):
    """Stages that note each time one is opened."""

    opened: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.opened.append(name)
        with Stages.stage(self, name):
            yield


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small project with one file that is no workbook."""
    write_small_project(tmp_path)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.xlsx").write_bytes(b"no workbook")
    return tmp_path


def test_each_stage_is_opened_once(small: Path) -> None:
    stages = CountedStages()
    consolidate(request(small, "lan-1", DAY), stages=stages)
    assert len(stages.opened) == len(set(stages.opened))
    assert stages.opened[-9:] == [
        "soạn phiếu phản hồi",
        "tính số liệu",
        "soạn Word",
        "ghi Excel",
        "ghi trang HTML",
        "ghi phiếu phản hồi",
        "ghi Word",
        "ghi tệp kê",
        "ghi ý kiến đầu mối",
    ]


def test_the_outbox_holds_every_output_and_the_run_no_contents(small: Path) -> None:
    run, folder = consolidate(request(small, "lan-1", DAY), stages=Stages())
    names = {"bao-cao.docx", "tong-hop.xlsx", "tong-hop.html", "problems.json", "manifest.json"}
    assert folder == small / "outbox" / "small" / "lan-1"
    assert {path.name for path in folder.iterdir()} == names
    assert {path.name for path in folder.parent.iterdir()} == {"lan-1", "ledger.jsonl", "history.jsonl", ".khoa"}
    assert [(file.path, file.content) for file in run.files] == [("a.xlsx", None)]


def test_what_fails_leaves_the_outbox_as_it_was(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_request = request(small, "lan-1", DAY)
    _, folder = consolidate(small_request, stages=Stages())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.outputs.write_html", fail)
    with pytest.raises(OutputError, match="Kết quả lần trước vẫn giữ nguyên"):
        consolidate(small_request, stages=Stages())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
