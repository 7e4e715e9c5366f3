"""Returns that an earlier consolidation used and that are gone: told by its manifest, whatever state this is in."""

import json
from pathlib import Path

import pytest

from pipeline.reports.outbox.lost import LostReturn, lost_returns

OWING = {"SNV", "TT", "10001"}


def lost(folder: Path, *files: object, usable: frozenset[str] = frozenset()) -> tuple[LostReturn, ...]:
    (folder / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    return lost_returns(folder, usable=usable, owing=OWING)


def listed(path: str, verdict: str, agency: str | None) -> dict[str, str | None]:
    return {"path": path, "verdict": verdict, "agency": agency}


def test_only_used_returns_of_agencies_that_still_owe_one_count(tmp_path: Path) -> None:
    files = (
        listed("a", "accepted", "SNV"),
        listed("b", "accepted-with-problems", "TT"),
        listed("c", "superseded", "10001"),
        listed("d", "accepted", "gone from the register"),
        listed("e", "rejected", None),
    )
    assert lost(tmp_path, *files) == (LostReturn(agency="SNV", path="a"), LostReturn(agency="TT", path="b"))
    assert lost(tmp_path, *files, usable=frozenset({"SNV", "TT"})) == ()


def test_without_a_manifest_nothing_is_known_to_be_gone(tmp_path: Path) -> None:
    assert lost_returns(tmp_path, usable=(), owing=OWING) == ()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"files": 1}', '{"files": [1, null, {"verdict": "accepted"}]}']
)
def test_a_damaged_manifest_names_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert lost_returns(tmp_path, usable=(), owing=OWING) == ()
