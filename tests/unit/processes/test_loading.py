"""Importing beside other work."""

import sys
import time

import pytest

from pipeline.processes.loading import Loading


def test_the_modules_are_there_at_the_end_and_threads_take_turns_as_before(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("modules")
    (folder / "slowly_loaded.py").write_text("import time\ntime.sleep(0.1)\n", encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    before, started = sys.getswitchinterval(), time.perf_counter()
    loading = Loading("slowly_loaded")
    assert time.perf_counter() - started < 0.1
    assert sys.getswitchinterval() < before
    loading.end()
    assert sys.modules.pop("slowly_loaded") is not None
    assert sys.getswitchinterval() == before


def test_what_cannot_be_imported_is_told_by_whoever_needs_it(capfd: pytest.CaptureFixture[str]) -> None:
    before = sys.getswitchinterval()
    Loading("pipeline.no_such_module", "pipeline.text").end()
    assert capfd.readouterr().err == ""
    assert sys.getswitchinterval() == before
