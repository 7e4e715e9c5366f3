"""Importing beside other work."""

import subprocess
import sys

import pytest

from pipeline.loading import Loading


def test_the_modules_are_there_at_the_end_and_threads_take_turns_as_before() -> None:
    code = (
        "import sys; from pipeline.loading import Loading; before = sys.getswitchinterval();"
        "loading = Loading('pipeline.consolidation.merge'); assert sys.getswitchinterval() < before; loading.end();"
        "assert 'pandas' in sys.modules and sys.getswitchinterval() == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_cannot_be_imported_is_told_by_whoever_needs_it(capfd: pytest.CaptureFixture[str]) -> None:
    loading = Loading("pipeline.no_such_module", "pipeline.consolidation.merge")
    loading.end()
    assert capfd.readouterr().err == ""
