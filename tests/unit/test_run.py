"""A run: what is imported while the workers read, and how its stages are timed."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec

import pytest

from pipeline.run import LOADED_WHILE_READING, Stages, checked


def imported_by(function: Callable[..., object]) -> list[str]:
    tree = ast.parse(inspect.getsource(function))
    return sorted({str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)})


def test_what_is_loaded_while_the_workers_read_is_what_the_run_needs_next() -> None:
    needed = imported_by(checked)
    assert set(LOADED_WHILE_READING) <= set(needed)
    assert all(find_spec(module) for module in LOADED_WHILE_READING)
    code = (
        f"import sys, {', '.join(LOADED_WHILE_READING)}; before = set(sys.modules); import {', '.join(needed)}; "
        "print({name.split('.')[0] for name in set(sys.modules) - before} - {'pipeline'})"
    )
    libraries = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert libraries.stdout.strip() == "set()"


def test_a_stage_is_timed_each_time_it_is_gone_through() -> None:
    stages = Stages()
    for _ in range(2):
        with stages.stage("đọc"):
            first = dict(stages.seconds)
    assert stages.seconds["đọc"] > first["đọc"]
    assert list(stages.processor) == ["đọc"]


def test_a_stage_that_fails_is_not_timed() -> None:
    stages = Stages()
    with pytest.raises(ZeroDivisionError), stages.stage("đọc"):
        1 / 0  # noqa: B018
    assert stages.seconds == {}
