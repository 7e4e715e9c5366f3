"""The text of the reports is what a person has reviewed; `make snapshots` writes it anew, and git shows what changed."""

from pathlib import Path

import pytest

from tests.golden.snapshot import FOLDER, INBOXES, snapshots


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return snapshots(tmp_path_factory.mktemp("golden"))


@pytest.mark.parametrize("name", ["bao-cao.txt", "tong-hop.txt", *INBOXES])
def test_the_report_reads_as_reviewed(texts: dict[str, str], name: str) -> None:
    assert texts[name] == (FOLDER / name).read_text("utf-8")


def test_every_golden_file_is_compared(texts: dict[str, str]) -> None:
    assert {path.name for path in Path(FOLDER).glob("*.txt")} == set(texts)
