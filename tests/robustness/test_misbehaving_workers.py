"""A reader that misbehaves takes nothing along but the file on which it does."""

from pathlib import Path

from tests.robustness.misbehaving_workers import QUICK, lay_out, wrong_outcomes


def test_every_other_file_is_read(tmp_path: Path) -> None:
    lay_out(tmp_path / "inbox", (*QUICK, *QUICK[:4]), seed=3)
    assert wrong_outcomes(tmp_path / "inbox") == []
